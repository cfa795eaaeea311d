"""What a user says about a heading nobody knows: followed, remembered for that office, never at the cost of a choice."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from exchange import services
from exchange.heading_forms import name_of
from exchange.models import ImportBatch, ImportFile, RememberedHeading
from exchange.services import headings
from exchange.workbooks.columns import COLUMNS
from foundation import audit
from foundation.commands import WrongUsage
from foundation.models import AuditEvent
from officials.models import Official
from tests.exchange.made import HEADER
from tests.exchange.test_workbook_import import DUNG, confirm, send, upload
from tests.exchange.test_workbook_pages import book, last
from tests.exchange.test_workbook_pages import confirm as press_confirm
from tests.exchange.test_workbook_pages import send as send_file

pytestmark = pytest.mark.django_db
GROUP = {"header": [*HEADER, "Nhóm người"]}
ROW = [*DUNG, "Tày"]
KEY = "nhom nguoi"


def rows_of(batch):
    return services.document(batch)["rows"]


def say(batch, by, spoken, **more):
    return services.say_headings(batch, by=by, digest=batch.digest, spoken=spoken, **more)


@pytest.fixture
def officer(town):
    return town.people.xa_minh


@pytest.fixture
def asked(town, officer):
    """A preview with one heading that nobody knows."""
    return send([ROW], town.minh, officer, **GROUP)


# --- the service ------------------------------------------------------------------------------------------------
def test_what_is_said_is_read_shown_and_written(asked, officer):
    batch = say(asked, officer, {KEY: "ethnicity"})
    assert rows_of(batch)[0]["values"]["ethnicity"] == "Tày"
    assert batch.result["unknown_headings"] == []
    assert batch.result["mapping"][KEY]["target"] == "ethnicity"
    confirm(batch, officer)
    assert Official._base_manager.get(full_name="Phạm Văn Dũng").ethnicity == "Tày"


def test_the_next_file_of_that_office_is_read_so_without_asking(town, asked, officer):
    say(asked, officer, {KEY: "ethnicity"})
    again = send([ROW], town.minh, officer, **GROUP)
    assert rows_of(again)[0]["values"]["ethnicity"] == "Tày"
    assert again.result["mapping"][KEY]["remembered"]


def test_the_district_sends_a_file_of_the_office_and_finds_what_the_office_said(town, asked, officer):
    say(asked, officer, {KEY: "ethnicity"})
    theirs = send([ROW], town.minh, town.people.noivu, as_district=True, **GROUP)
    assert rows_of(theirs)[0]["values"]["ethnicity"] == "Tày"


def test_another_office_and_the_whole_towns_file_are_asked_anew(town, asked, officer):
    say(asked, officer, {KEY: "ethnicity"})
    other = send([ROW], town.khac, town.people.xa_khac, **GROUP)
    all_units = send(
        [[*ROW, "Minh Tân"]], None, town.people.noivu, as_district=True, header=[*GROUP["header"], "Đơn vị"]
    )
    for batch in (other, all_units):
        assert [item["key"] for item in batch.result["unknown_headings"]] == [KEY]


def test_a_column_that_is_not_wanted_is_not_asked_about_again(town, asked, officer):
    say(asked, officer, {KEY: ""})
    again = send([ROW], town.minh, officer, **GROUP)
    assert again.result["unknown_headings"] == []
    assert "ethnicity" not in rows_of(again)[0]["values"]


def test_a_wrong_value_of_a_mapped_column_is_a_problem_and_never_ok(town, officer):
    batch = send([[*DUNG[:4], "", "Ban tự quản"]], town.minh, officer, header=[*HEADER[:4], "X", "Việc ấy"])
    batch = say(batch, officer, {"viec ay": "posts"})
    [row] = rows_of(batch)
    assert (row["status"], row["problems"][0]["code"]) == ("error", "post_unknown")


def test_one_event_says_who_said_what_of_which_file(asked, officer):
    before = AuditEvent.objects.count()
    say(asked, officer, {KEY: "ethnicity"})
    [event] = AuditEvent.objects.filter(seq__gt=before)
    assert (event.action, event.object_id, event.unit_id) == ("say_headings", asked.public_id, "10702")
    assert audit.changes_of(event) == {"Nhóm người": [None, "Dân tộc"]}


def test_an_answer_taken_back_is_forgotten_and_asked_again(town, asked, officer):
    batch = say(asked, officer, {KEY: "ethnicity"})
    batch = say(batch, officer, {KEY: None})
    assert [item["key"] for item in batch.result["unknown_headings"]] == [KEY]
    assert not RememberedHeading.objects.exists()


def test_confirming_reads_by_what_the_preview_showed_whatever_was_said_since(town, asked, officer):
    batch = say(asked, officer, {KEY: "ethnicity"})
    row = RememberedHeading.objects.get()
    headings.change_heading(row, by=officer, target="religion", version=1)
    confirm(batch, officer)
    written = Official._base_manager.get(full_name="Phạm Văn Dũng")
    assert (written.ethnicity, written.religion) == ("Tày", "")


def test_a_preview_that_was_read_anew_elsewhere_takes_nothing_more(asked, officer):
    old = asked.digest
    say(asked, officer, {KEY: "ethnicity"})
    with pytest.raises(services.Changed):
        services.say_headings(asked, by=officer, digest=old, spoken={KEY: "religion"})
    with pytest.raises(services.Changed):
        services.confirm(asked, by=officer, digest=old, choices={})


def test_a_closed_file_takes_nothing_more(asked, officer):
    confirm(asked, officer)
    with pytest.raises(services.NotOpen):
        say(asked, officer, {KEY: "ethnicity"})


@pytest.mark.parametrize("target", ["nothing", "birth.nobody", "ethnicity.x", "evaluations.last"])
def test_a_target_that_does_not_exist_is_refused(asked, officer, target):
    with pytest.raises(services.WrongHeadings) as refused:
        say(asked, officer, {KEY: target})
    assert list(refused.value.errors) == [KEY]
    assert not RememberedHeading.objects.exists()


def test_a_heading_that_the_file_does_not_have_is_refused(asked, officer):
    with pytest.raises(services.WrongHeadings):
        say(asked, officer, {"khac": "ethnicity"})


def test_two_headings_for_one_field_are_refused_with_the_other_named(town, officer):
    batch = send([[*ROW, "Kinh"]], town.minh, officer, header=[*HEADER, "Nhóm người", "Gốc"])
    with pytest.raises(services.WrongHeadings) as refused:
        say(batch, officer, {KEY: "ethnicity", "goc": "ethnicity"})
    assert "Gốc" in refused.value.errors[KEY]
    assert set(refused.value.errors) == {KEY, "goc"}


def test_a_field_that_has_a_column_takes_a_second_only_when_the_first_is_not_wanted(town, officer):
    batch = send([[*ROW, "Kinh"]], town.minh, officer, header=[*HEADER, "Nhóm người", "Dân tộc"])
    with pytest.raises(services.WrongHeadings) as refused:
        say(batch, officer, {KEY: "ethnicity"})
    assert "“Dân tộc”" in refused.value.errors[KEY]
    batch = say(batch, officer, {KEY: "ethnicity", "dan toc": ""})
    assert rows_of(batch)[0]["values"]["ethnicity"] == "Tày"


def test_posts_of_two_columns_add_up(town, officer):
    batch = send([[*DUNG, "Bí thư Đảng ủy"]], town.minh, officer, header=[*HEADER, "Kiêm thêm"])
    batch = say(batch, officer, {"kiem them": "posts"})
    assert rows_of(batch)[0]["values"]["posts"] == ["bi_thu_dang_uy", "chu_tich_ubnd"]


def test_two_columns_of_one_heading_cannot_both_be_one_field(town, officer):
    batch = send([[*ROW, "Kinh"]], town.minh, officer, header=[*HEADER, "Nhóm người", "NHÓM  NGUỜI:"])
    with pytest.raises(services.WrongHeadings) as refused:
        say(batch, officer, {KEY: "ethnicity"})
    assert "cùng tiêu đề" in refused.value.errors[KEY]
    say(batch, officer, {KEY: ""})


def test_what_is_remembered_meets_a_second_column_later_and_asks_where_they_differ(town, asked, officer):
    say(asked, officer, {KEY: "ethnicity"})
    rows = [[*ROW, "Tày"], [2, "Lê Văn Tám", *DUNG[2:], "Tày", "Kinh"]]
    batch = send(rows, town.minh, officer, header=[*HEADER, "Nhóm người", "Dân tộc"])
    assert [(row["status"], row["values"]["ethnicity"]) for row in rows_of(batch)] == [
        ("ok", "Tày"), ("error", None),
    ]  # fmt: skip


def test_a_year_that_the_heading_does_not_state_is_not_remembered(town, officer):
    batch = send([[*DUNG, "Tốt"]], town.minh, officer, header=[*HEADER, "Cuối kỳ này"])
    batch = say(batch, officer, {"cuoi ky nay": "evaluations.2021"})
    assert rows_of(batch)[0]["values"]["evaluations"] == {"2021": "tot"}
    assert not RememberedHeading.objects.exists()


def test_a_year_that_the_heading_states_is_remembered(town, officer):
    batch = send([[*DUNG, "Tốt"]], town.minh, officer, header=[*HEADER, "Bình xét 2020"])
    say(batch, officer, {"binh xet 2020": "evaluations.2020"})
    assert RememberedHeading.objects.get().target == "evaluations.2020"


def test_a_remembered_target_that_is_gone_is_asked_again(town, asked, officer, monkeypatch):
    say(asked, officer, {KEY: "ethnicity"})
    RememberedHeading.objects.update(target="so_quan_an")
    again = send([ROW], town.minh, officer, **GROUP)
    assert [item["key"] for item in again.result["unknown_headings"]] == [KEY]


def test_a_value_that_equals_a_mapped_name_heading_makes_no_header_of_a_person(town, officer):
    header = ["STT", "Cán bộ", "Giới tính", "Ngày sinh", "Chức vụ, chức danh", "Nhóm"]
    rows = [[*DUNG, "Cán bộ"], [2, "Lê Văn Tám", *DUNG[2:], "Cán bộ"]]
    batch = say(send(rows, town.minh, officer, header=header), officer, {"can bo": "full_name"})
    assert [row["values"]["full_name"] for row in rows_of(batch)] == ["Phạm Văn Dũng", "Lê Văn Tám"]


def test_a_repeated_header_with_a_mapped_name_is_still_a_header(town, officer):
    header = ["STT", "Cán bộ", "Giới tính", "Ngày sinh", "Chức vụ, chức danh"]
    rows = [DUNG, header, [2, "Lê Văn Tám", *DUNG[2:]]]
    batch = say(send(rows, town.minh, officer, header=header), officer, {"can bo": "full_name"})
    assert len(rows_of(batch)) == 2
    assert {item["row"]: item["kind"] for item in batch.result["skipped"]}[3] == "repeated_header"


# --- a file without a known column of names ---------------------------------------------------------------------
NAMELESS = {"header": ["STT", "Nhân sự", *HEADER[2:]]}


def test_a_file_whose_name_column_nobody_knows_waits_for_its_user(town, officer):
    batch = send([DUNG], town.minh, officer, **NAMELESS)
    assert (batch.state, batch.refuse_code, batch.closed_at) == ("unclear", "missing_required_column", None)
    [unknown] = batch.result["unknown_headings"]
    assert (unknown["key"], unknown["suggestion"], unknown["samples"]) == ("nhan su", "full_name", [DUNG[1]])
    assert ImportFile.objects.filter(batch=batch).exists()


def test_naming_the_column_of_names_leads_to_the_preview(town, officer):
    batch = send([DUNG], town.minh, officer, **NAMELESS)
    batch = say(batch, officer, {"nhan su": "full_name"})
    assert (batch.state, batch.refuse_code) == ("previewed", "")
    confirm(batch, officer)
    assert Official._base_manager.filter(full_name="Phạm Văn Dũng").exists()


def test_a_table_of_which_hardly_anything_is_known_can_be_named_too(town, officer):
    header = ["TT", "Nhân sự", "Phái", "Sinh", "Việc"]
    batch = send([DUNG], town.minh, officer, header=header)
    assert (batch.state, batch.refuse_code) == ("unclear", "no_person_sheet")
    spoken = {"nhan su": "full_name", "sinh": "birth", "viec": "posts"}
    batch = say(batch, officer, spoken)
    assert rows_of(batch)[0]["values"]["posts"] == ["chu_tich_ubnd"]


def test_without_a_name_the_file_waits_on_and_says_what_is_missing(town, officer):
    batch = send([DUNG], town.minh, officer, **NAMELESS)
    with pytest.raises(services.WrongHeadings, match="họ và tên"):
        say(batch, officer, {"nhan su": "hometown"})
    batch.refresh_from_db()
    assert batch.state == "unclear"
    assert not RememberedHeading.objects.exists()


def test_an_unclear_file_cannot_be_confirmed_and_can_be_given_up(town, officer):
    batch = send([DUNG], town.minh, officer, **NAMELESS)
    with pytest.raises(services.NotOpen):
        confirm(batch, officer)
    services.cancel(batch, by=officer)
    assert batch.state == "cancelled"
    assert not ImportFile.objects.exists()


def test_an_unclear_file_is_deleted_after_its_days(town, officer):
    batch = send([DUNG], town.minh, officer, **NAMELESS)
    ImportBatch.objects.update(uploaded_at="2020-01-01T00:00:00Z")
    services.delete_old_files(by=officer)
    batch.refresh_from_db()
    assert batch.state == "expired"


def test_the_command_refuses_an_unclear_file_at_once(town, officer):
    batch, written = services.import_at_once(
        upload([DUNG], town.minh, **NAMELESS), by=officer, with_warnings=False
    )
    assert (batch.state, written) == ("refused", None)
    assert not ImportFile.objects.exists()


# --- the pages --------------------------------------------------------------------------------------------------
@pytest.fixture
def client_of_minh(town, signed_in):
    return signed_in(town.people.xa_minh)


def url(batch):
    return f"/nhap-excel/{batch.public_id}/cot/"


def ask(client, header=None, rows=None):
    send_file(client, book(*(rows or [ROW]), header=header or GROUP["header"]))
    return last()


def test_the_page_asks_with_samples_and_reads_again_keeping_the_choices(client_of_minh):
    row = [1, "Trần Thị Hai", "Nữ", "00/00/1985", "VP-TK", "Tày"]
    batch = ask(client_of_minh, rows=[row])
    page = client_of_minh.get(batch.get_absolute_url()).content.decode()
    assert "1 cột chưa nhận ra" in page
    assert "Trong tệp: Tày." in page
    sent = {"digest": batch.digest, name_of(KEY): "ethnicity", "row-DS!2": "take"}
    page = client_of_minh.post(url(batch), sent, follow=True).content.decode()
    assert "Đã đọc lại tệp" in page
    assert '<option value="take" selected>Nhập dòng này' in page
    press_confirm(client_of_minh, last(), **{"row-DS!2": "take"})
    assert Official.objects.get(full_name="Trần Thị Hai").ethnicity == "Tày"


def test_the_suggestion_stands_ready_and_confirming_does_not_apply_it(client_of_minh):
    batch = ask(client_of_minh, header=[*HEADER, "Dân tôck"])
    page = client_of_minh.get(batch.get_absolute_url()).content.decode()
    assert '<option value="ethnicity" selected>' in page
    press_confirm(client_of_minh, batch, **{name_of("dan tock"): "ethnicity"})
    assert Official.objects.get(full_name=DUNG[1]).ethnicity == ""


def test_a_heading_chosen_and_not_read_yet_is_read_before_anything_is_written(client_of_minh):
    batch = ask(client_of_minh)
    answer = press_confirm(client_of_minh, batch, **{name_of(KEY): "ethnicity"})
    assert answer.status_code == 302
    assert not Official.objects.filter(full_name=DUNG[1]).exists()
    page = client_of_minh.get(batch.get_absolute_url()).content.decode()
    assert "Đã đọc lại tệp" in page
    press_confirm(client_of_minh, last(), **{name_of(KEY): "ethnicity"})
    assert Official.objects.get(full_name=DUNG[1]).ethnicity == "Tày"


def test_the_next_preview_says_by_what_it_was_read_and_leads_to_the_list(client_of_minh):
    batch = ask(client_of_minh)
    client_of_minh.post(url(batch), {"digest": batch.digest, name_of(KEY): "ethnicity"})
    batch = ask(client_of_minh)
    page = client_of_minh.get(batch.get_absolute_url()).content.decode()
    assert "Đã dùng cách hiểu cột ông/bà chọn ngày" in page
    assert "“Nhóm người”: Dân tộc." in page
    assert 'href="/nhap-excel/cot/"' in page


def test_what_a_colleague_said_is_said_to_be_theirs(town, signed_in):
    services.say_headings(
        b := send([ROW], town.minh, town.people.noivu, as_district=True, **GROUP),
        by=town.people.noivu, digest=b.digest, spoken={KEY: "ethnicity"},
    )  # fmt: skip
    client = signed_in(town.people.xa_minh)
    page = client.get(ask(client).get_absolute_url()).content.decode()
    assert "cách hiểu cột ông/bà Người thử chọn ngày" in page


def test_a_wrong_choice_shows_the_page_again_with_the_reason_and_the_choices(client_of_minh):
    batch = ask(client_of_minh, header=[*HEADER, "Nhóm người", "Dân tộc"], rows=[[*ROW, "Kinh"]])
    sent = {"digest": batch.digest, name_of(KEY): "ethnicity"}
    answer = client_of_minh.post(url(batch), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Mỗi mục chỉ lấy ở một cột" in page
    assert '<option value="ethnicity" selected>' in page


def test_a_known_column_that_is_read_wrongly_can_be_dropped_and_named_anew(client_of_minh):
    batch = ask(client_of_minh, header=[*HEADER, "Dân tộc"])
    client_of_minh.post(url(batch), {"digest": batch.digest, "unwanted": ["dan toc"]})
    batch = last()
    assert "ethnicity" not in rows_of(batch)[0]["values"]
    page = client_of_minh.get(batch.get_absolute_url()).content.decode()
    assert "Cột ông/bà đã chọn cách hiểu" in page
    client_of_minh.post(url(batch), {"digest": batch.digest, name_of("dan toc"): "note"})
    assert rows_of(last())[0]["values"]["note"] == "Tày"


def test_an_old_window_is_told_and_changes_nothing(client_of_minh):
    batch = ask(client_of_minh)
    client_of_minh.post(url(batch), {"digest": batch.digest, name_of(KEY): "ethnicity"})
    page = client_of_minh.post(url(batch), {"digest": batch.digest, name_of(KEY): "religion"}, follow=True)
    assert "ở một cửa sổ khác" in page.content.decode()
    assert last().result["mapping"][KEY]["target"] == "ethnicity"


def test_a_file_already_imported_is_409(client_of_minh):
    batch = ask(client_of_minh)
    press_confirm(client_of_minh, batch)
    sent = {"digest": batch.digest, name_of(KEY): "ethnicity"}
    assert client_of_minh.post(url(batch), sent).status_code == 409


def test_the_refused_page_offers_the_headings_and_leads_on(client_of_minh):
    batch = ask(client_of_minh, header=NAMELESS["header"], rows=[DUNG])
    page = client_of_minh.get(batch.get_absolute_url()).content.decode()
    assert "Chưa rõ cột họ và tên" in page
    assert "Phạm Văn Dũng" in page
    sent = {"digest": batch.digest, name_of("nhan su"): "full_name"}
    page = client_of_minh.post(url(batch), sent, follow=True).content.decode()
    assert "Kiểm tra trước khi nhập" in page
    assert press_confirm(client_of_minh, last()).status_code == 302


def test_confirming_an_unclear_file_leads_back_to_it(client_of_minh):
    batch = ask(client_of_minh, header=NAMELESS["header"], rows=[DUNG])
    answer = press_confirm(client_of_minh, batch)
    assert (answer.status_code, answer.url) == (302, batch.get_absolute_url())


@pytest.mark.parametrize(("person", "status"), [("xa_khac", 404), ("noivu", 403), ("lanhdao", 403)])
def test_only_who_sent_a_file_says_what_its_headings_mean(town, signed_in, person, status):
    batch = ask(signed_in(town.people.xa_minh))
    client = signed_in(getattr(town.people, person))
    assert client.post(url(batch), {"digest": batch.digest, name_of(KEY): "ethnicity"}).status_code == status


def remembered(town, unit, public_id, target="ethnicity"):
    return RememberedHeading.objects.create(
        public_id=public_id, unit=unit, key=KEY, heading="Nhóm người", target=target,
        said_at="2021-12-01T00:00:00Z", said_by=town.people.xa_minh, said_by_name="Người thử",
    )  # fmt: skip


def test_an_office_sees_changes_and_forgets_its_own(town, client_of_minh):
    remembered(town, town.minh, "K-1")
    page = client_of_minh.get("/nhap-excel/cot/").content.decode()
    assert "Nhóm người" in page
    client_of_minh.post("/nhap-excel/cot/K-1/", {"target": "religion", "version": "1", "viec": "luu"})
    assert RememberedHeading.objects.get().target == "religion"
    page = client_of_minh.post(
        "/nhap-excel/cot/K-1/", {"target": "", "version": "2", "viec": "quen"}, follow=True
    )
    assert "tệp sau sẽ hỏi lại" in page.content.decode()
    assert not RememberedHeading.objects.exists()


@pytest.mark.parametrize("act", ["luu", "quen"])
def test_an_old_version_changes_and_forgets_nothing(town, client_of_minh, act):
    remembered(town, town.minh, "K-1")
    RememberedHeading.objects.update(version=2)
    answer = client_of_minh.post("/nhap-excel/cot/K-1/", {"target": "religion", "version": "1", "viec": act})
    assert "vừa được ông/bà" in answer.content.decode()
    assert RememberedHeading.objects.get().target == "ethnicity"


@pytest.mark.parametrize("unit", ["khac", None])
def test_what_another_office_or_the_district_said_is_not_found(town, client_of_minh, unit):
    remembered(town, getattr(town, unit) if unit else None, "K-2")
    assert "K-2" not in client_of_minh.get("/nhap-excel/cot/").content.decode()
    assert client_of_minh.get("/nhap-excel/cot/K-2/").status_code == 404
    assert client_of_minh.post("/nhap-excel/cot/K-2/", {"viec": "quen", "version": "1"}).status_code == 404


def test_a_target_that_is_gone_is_said_in_the_list(town, client_of_minh):
    remembered(town, town.minh, "K-1", target="so_quan_an")
    assert "đề nghị chọn lại" in client_of_minh.get("/nhap-excel/cot/").content.decode()
    assert "không còn dùng được" in client_of_minh.get("/nhap-excel/cot/K-1/").content.decode()


def test_every_column_is_offered_under_a_topic_or_is_the_systems_own():
    topics = {column.field: column.topic for column in COLUMNS}
    assert {name for name, topic in topics.items() if not topic} == {"record_code", "system_note"}
    assert set(topics.values()) == {"", "Người", "Công tác", "Đảng", "Trình độ", "Từng năm", "Khác"}


def test_hostile_headings_stay_text(client_of_minh):
    evil = '"><script>alert(1)</script>'
    batch = ask(client_of_minh, header=[*HEADER, evil])
    key = batch.result["unknown_headings"][0]["key"]
    page = client_of_minh.get(batch.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    client_of_minh.post(url(batch), {"digest": batch.digest, name_of(key): "ethnicity"})
    for address in (
        "/nhap-excel/cot/",
        RememberedHeading.objects.get().get_absolute_url(),
        last().get_absolute_url(),
    ):
        assert "<script>alert" not in client_of_minh.get(address).content.decode()


def test_a_very_long_heading_is_remembered_by_its_beginning_and_a_hash(town, officer):
    long = "Nhóm " * 200
    batch = send([[*DUNG, "Tày"]], town.minh, officer, header=[*HEADER, long])
    key = batch.result["unknown_headings"][0]["key"]
    say(batch, officer, {key: "ethnicity"})
    assert len(key) <= 200
    assert send([[*DUNG, "Tày"]], town.minh, officer, header=[*HEADER, long]).result["mapping"][key]


# --- the command ------------------------------------------------------------------------------------------------
def command(tmp_path, *options, table=None):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(book(*(table or [ROW]), header=GROUP["header"]))
    out = io.StringIO()
    status = 0
    try:
        call_command(
            "import_workbook", str(path), "--unit", "10702", "--format", "json", *options, stdout=out
        )
    except SystemExit as stop:
        status = stop.code
    return status, json.loads(out.getvalue()) if out.getvalue() else None


def test_the_command_reads_a_heading_as_it_is_told(town, tmp_path):
    status, document = command(tmp_path, "--map", "Nhóm người=ethnicity")
    assert (status, document["rows"][0]["values"]["ethnicity"]) == (0, "Tày")
    assert Official._base_manager.get(full_name=DUNG[1]).ethnicity == "Tày"
    assert not RememberedHeading.objects.exists()


def test_the_command_reads_by_what_the_office_has_said(town, tmp_path, asked, officer):
    say(asked, officer, {KEY: "ethnicity"})
    _, document = command(tmp_path, "--dry-run")
    assert document["rows"][0]["values"]["ethnicity"] == "Tày"


def test_the_command_says_that_a_heading_is_not_in_the_file(town, tmp_path):
    _, document = command(tmp_path, "--dry-run", "--map", "Số ghế=posts")
    assert "Trong tệp không có cột “Số ghế”." in document["notices"]


@pytest.mark.parametrize("option", ["Nhóm người=so_quan_an", "ethnicity", "=ethnicity"])
def test_a_wrong_option_is_wrong_usage(town, tmp_path, option):
    with pytest.raises(WrongUsage):
        command(tmp_path, "--map", option)
