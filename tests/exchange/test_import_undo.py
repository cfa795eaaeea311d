"""Taking an import back: the records are byte for byte what they were; it is refused when something later rests on it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse
from rest_framework.authtoken.models import Token

from assessments.models import Evaluation
from exchange import services
from exchange.models import ImportBatch
from foundation import audit
from foundation.errors import Denied, Refused
from foundation.models import Attachment, AuditEvent, SubjectKey
from officials.models import Appointment, Official, Proposal
from officials.services import people, postings, proposals, records
from reports import snapshot
from tests import factories
from tests.exchange.samples import path_of
from tests.exchange.test_import_proposals import AN, RATED, only_proposes
from tests.exchange.test_workbook_import import (
    ACCEPTED,
    DUNG,
    HEADER,
    NUMBER,
    imported,
    run,
    with_columns,
)

pytestmark = pytest.mark.django_db
WHY = "Nhập nhầm tệp"
OFFICIAL = [1, "Nguyễn Văn An", "Nam", "12/05/1980", "Chủ tịch UBND"]


def package(tmp_path, name="sau.zip"):
    """The whole data as an open package."""
    path = tmp_path / name
    call_command("dump_package", str(path), stdout=io.StringIO())
    return path.read_bytes()


def undo(batch, by):
    return services.undo(ImportBatch._base_manager.get(pk=batch.pk), by=by, reason=WHY)


def refused(batch, by):
    """What speaks against it: (person, sentence) pairs."""
    with pytest.raises(services.NotUndoable) as caught:
        undo(batch, by)
    assert ImportBatch._base_manager.get(pk=batch.pk).state == "committed"
    return [(item.official_id, item.what) for item in caught.value.obstacles]


def last_batch():
    return ImportBatch._base_manager.latest("uploaded_at")


# --- everything as it was ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ACCEPTED)
def test_the_records_are_byte_for_byte_what_they_were(son_binh, tmp_path, noivu, code):
    before = package(tmp_path)
    run(code, "--confirm-warnings")
    assert package(tmp_path) != before
    undo(last_batch(), noivu)
    assert package(tmp_path) == before
    assert audit.first_broken_row() is None


@pytest.fixture
def noivu(db):
    return factories.make_user("district", username="noivu_hoan_tac")


def test_a_file_imported_again_after_its_undo_says_the_same_and_then_changes_nothing(
    son_binh, tmp_path, noivu
):
    _, first = run("f18", "--confirm-warnings")
    undo(last_batch(), noivu)
    _, second = run("f18", "--confirm-warnings")
    assert second["imported"] == first["imported"]
    held = package(tmp_path)
    run("f18", "--confirm-warnings")
    assert package(tmp_path) == held


def test_units_figures_and_search_follow(town):
    an = town.an
    header = [*HEADER, "Đơn vị"]
    batch = imported(
        [[*OFFICIAL, "phường An Lưu"], [*DUNG, "phường Minh Tân"]],
        None, town.people.noivu, header=header, as_district=True,
    )  # fmt: skip
    an.refresh_from_db()
    assert an.unit == town.khac
    version, headcount = audit.data_version(), len(snapshot.current().officials.ids)
    assert undo(batch, town.people.noivu) == (1, 1)
    an.refresh_from_db()
    assert an.unit == town.minh
    assert audit.data_version() > version
    assert len(snapshot.current().officials.ids) == headcount - 1
    assert [a.ends_on for a in an.appointments.all()] == [None]


def test_a_renamed_person_is_found_under_the_old_name_and_a_form_opened_meanwhile_is_stale(town):
    town.an.national_id = NUMBER
    town.an.save()
    options, rows = with_columns(["Số CCCD"], [NUMBER], [1, "Nguyễn Văn Ân", "Nam", "12/05/1980", "VP-TK"])
    batch = imported(rows, town.minh, town.people.xa_minh, **options)
    between = Official.objects.get(pk=town.an.pk)
    undo(batch, town.people.xa_minh)
    now = Official.objects.get(pk=town.an.pk)
    assert (now.full_name, now.name_folded, now.name_sort) == (
        town.an.full_name,
        town.an.name_folded,
        town.an.name_sort,
    )
    assert now.version > between.version


def test_each_person_has_one_event_with_the_reason_and_both_values(town):
    options, rows = with_columns(["Quê quán"], ["Làng Mới"], OFFICIAL)
    batch = imported([*rows, [*DUNG, ""]], town.minh, town.people.xa_minh, **options)
    undo(batch, town.people.noivu)
    events = {
        item.event.subject_id: item
        for item in audit.open_events(AuditEvent.objects.filter(action="undo_import"))
    }
    told = events.pop(town.an.public_id)
    assert told.changes["hometown"] == ["Làng Mới", ""]
    assert told.reason == WHY
    [gone] = events.values()
    assert gone.changes["full_name"] == ["Phạm Văn Dũng", None]
    last = AuditEvent.objects.get(action="workbook_undone")
    assert (last.object_id, last.reason) == (batch.public_id, WHY)
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by_name, batch.undo_reason) == (
        "undone",
        town.people.noivu.full_name,
        WHY,
    )


def test_what_was_kept_is_unreadable_once_the_persons_key_is_destroyed(town):
    batch = imported([DUNG], town.minh, town.people.xa_minh)
    person = Official.objects.get(full_name="Phạm Văn Dũng").public_id
    SubjectKey.objects.filter(pk=person).delete()
    [(who, what)] = refused(batch, town.people.noivu)
    assert who == person
    assert "xóa theo yêu cầu" in what


# --- who may ----------------------------------------------------------------------------------------------------


def test_the_sender_and_the_district_may_and_nobody_else(town):
    batch = imported([DUNG], town.minh, town.people.xa_minh)
    colleague = factories.make_user("commune", unit=town.minh)
    others = [town.people.xa_khac, town.people.lanhdao, town.people.quantri, town.people.kiemtra, colleague]
    for other in others:
        with pytest.raises(Denied):
            undo(batch, other)
    undo(batch, town.people.xa_minh)


def test_a_commune_does_not_undo_what_the_district_sent_nor_after_leaving_the_unit(town):
    by_district = imported([DUNG], town.minh, town.people.noivu, as_district=True)
    with pytest.raises(Denied):
        undo(by_district, town.people.xa_minh)
    own = imported([OFFICIAL], town.minh, town.people.xa_minh)
    town.people.xa_minh.memberships.update(ends_on=date(2021, 12, 30))
    with pytest.raises(Denied):
        undo(own, type(town.people.xa_minh).objects.get(pk=town.people.xa_minh.pk))


def test_a_reason_is_demanded(town):
    batch = imported([DUNG], town.minh, town.people.xa_minh)
    with pytest.raises(Refused):
        services.undo(batch, by=town.people.xa_minh, reason="  ")


def test_only_what_was_imported_is_undone_and_only_once(town):
    waiting = services.preview(
        services.Upload("ds.xlsx", path_of("f01").read_bytes(), None, None, as_district=True),
        by=town.people.noivu,
    )
    with pytest.raises(services.NotOpen):
        services.undo(waiting, by=town.people.noivu, reason=WHY)
    batch = imported([DUNG], town.minh, town.people.xa_minh)
    undo(batch, town.people.xa_minh)
    with pytest.raises(services.NotOpen):
        undo(batch, town.people.xa_minh)


# --- later acts -------------------------------------------------------------------------------------------------


@pytest.fixture
def dung(town):
    """A person whom an import of the officer added, and the batch."""
    batch = imported([DUNG], town.minh, town.people.xa_minh)
    return Official.objects.get(full_name="Phạm Văn Dũng"), batch


def test_a_person_edited_since_is_named_with_who_and_when(town, dung):
    person, batch = dung
    people.change_official(by=town.people.noivu, official=person, changes={"hometown": "Làng"}, version=1)
    with pytest.raises(services.NotUndoable) as caught:
        undo(batch, town.people.xa_minh)
    [item] = caught.value.obstacles
    assert (item.name, item.who) == ("Phạm Văn Dũng", town.people.noivu.full_name)
    assert item.at is not None
    assert item.what == "Thông tin cá nhân đã được sửa sau khi nhập."
    assert Official.objects.filter(pk=person.pk).exists()


def test_rows_added_to_a_new_person_stand_against_it(town, dung):
    person, batch = dung
    records.add(Evaluation, by=town.people.noivu, official=person, facts={"year": 2021, "level": "tot"})
    assert refused(batch, town.people.noivu) == [
        (person.public_id, "Có thêm xếp loại chất lượng sau khi nhập.")
    ]


def test_a_relative_that_points_to_a_new_person_stands_against_it(town, dung):
    from officials.models import FamilyMember

    person, batch = dung
    facts = {"relation": "Anh", "relative_official": person}
    records.add(FamilyMember, by=town.people.noivu, official=town.an, facts=facts)
    assert [who for who, _ in refused(batch, town.people.noivu)] == [person.public_id]


def test_a_file_kept_with_a_new_person_stands_against_it(town, dung):
    person, batch = dung
    Attachment.objects.create(
        public_id="t-1", owner_type="officials.Official", owner_id=person.public_id, file="x", original_name="x",
        content_type="x", size=1, sha256="x", added_at=batch.closed_at, added_by="noivu",
    )  # fmt: skip
    assert refused(batch, town.people.noivu) == [(person.public_id, "Có tệp đính kèm thêm sau khi nhập.")]


def test_a_row_removed_since_stands_against_it(town, dung):
    person, batch = dung
    posting = person.appointments.get()
    postings.remove_appointment(by=town.people.noivu, appointment=posting, version=1, reason="thử")
    assert refused(batch, town.people.noivu) == [
        (person.public_id, "Quá trình công tác đã được xóa sau khi nhập.")
    ]


def test_a_later_file_that_names_the_person_is_undone_first(town, dung):
    person, batch = dung
    again = imported([DUNG], town.minh, town.people.xa_minh)
    [(who, what)] = refused(batch, town.people.xa_minh)
    assert who == person.public_id
    assert "hoàn tác lần nhập ấy trước" in what
    undo(again, town.people.xa_minh)
    undo(batch, town.people.xa_minh)
    assert not Official.objects.filter(pk=person.pk).exists()


def test_several_files_are_undone_one_after_the_other(town, tmp_path):
    before, sent = package(tmp_path), []
    for home, ethnicity in (("Làng Một", "Tày"), ("Làng Hai", ""), ("Làng Ba", "Nùng")):
        options, rows = with_columns(["Quê quán", "Dân tộc"], [home, ethnicity], OFFICIAL)
        sent.append(imported(rows, town.minh, town.people.xa_minh, **options))
    for batch in reversed(sent):
        undo(batch, town.people.xa_minh)
    assert package(tmp_path) == before


def test_an_edit_between_two_files_is_not_lost_when_the_later_is_undone(town):
    options, rows = with_columns(["Quê quán"], ["Làng Một"], OFFICIAL)
    first = imported(rows, town.minh, town.people.xa_minh, **options)
    an = Official.objects.get(pk=town.an.pk)
    people.change_official(
        by=town.people.noivu, official=an, changes={"religion": "Không"}, version=an.version
    )
    options, rows = with_columns(["Quê quán"], ["Làng Hai"], OFFICIAL)
    undo(imported(rows, town.minh, town.people.xa_minh, **options), town.people.xa_minh)
    an.refresh_from_db()
    assert (an.hometown, an.religion) == ("Làng Một", "Không")
    assert [who for who, _ in refused(first, town.people.xa_minh)] == [an.public_id]


def test_a_number_that_someone_else_has_by_now_does_not_come_back(town):
    town.an.national_id = "151234567"
    town.an.save()
    options, rows = with_columns(["Số CCCD"], [NUMBER], OFFICIAL)
    batch = imported(rows, town.minh, town.people.xa_minh, **options)
    factories.make_official(unit=town.khac, national_id="151234567")
    [(who, what)] = refused(batch, town.people.xa_minh)
    assert who == town.an.public_id
    assert "không dùng được" in what


def test_of_a_person_who_moved_away_a_commune_learns_no_more_than_that(town):
    options, rows = with_columns(["Quê quán"], ["Làng Một"], [*OFFICIAL[:4], "VP-TK"])
    batch = imported(rows, town.minh, town.people.xa_minh, **options)
    an = Official.objects.get(pk=town.an.pk)
    post = Appointment.objects.first().post
    facts = {"unit": town.khac, "post": post, "starts_on": date(2021, 12, 1), "is_primary": True}
    postings.add_appointment(by=town.people.noivu, official=an, facts=facts)
    with pytest.raises(services.NotUndoable) as caught:
        undo(batch, town.people.xa_minh)
    [item] = caught.value.obstacles
    assert (item.what, item.who, item.at) == (
        "Hồ sơ nay ngoài phạm vi của ông/bà. Đề nghị liên hệ Phòng Nội vụ.",
        "",
        None,
    )
    assert undo(batch, town.people.noivu) == (0, 1)


# --- proposals --------------------------------------------------------------------------------------------------


def test_open_proposals_of_the_batch_are_withdrawn(town):
    only_proposes(town)
    batch = imported([AN], town.minh, town.people.xa_minh, **RATED)
    undo(batch, town.people.xa_minh)
    assert Proposal._base_manager.get().state == "withdrawn"
    assert Official._base_manager.get(pk=town.an.pk).hometown == ""


def test_an_approved_proposal_stands_against_it_and_a_rejected_one_does_not(town):
    only_proposes(town)
    batch = imported([AN], town.minh, town.people.xa_minh, **RATED)
    proposals.reject(Proposal._base_manager.get(), by=town.people.noivu, version=1, comment="Chưa đủ")
    undo(batch, town.people.xa_minh)
    again = imported([AN], town.minh, town.people.xa_minh, **RATED)
    waiting = Proposal._base_manager.get(state="proposed")
    proposals.approve(waiting, by=town.people.noivu, version=1)
    assert refused(again, town.people.xa_minh) == [
        (town.an.public_id, "Đề nghị của lần nhập này đã được đồng ý.")
    ]


def test_a_proposal_of_someone_about_an_imported_row_stands_against_it(town):
    batch = imported([AN], town.minh, town.people.xa_minh, **RATED)
    only_proposes(town)
    rating = Evaluation._base_manager.get()
    proposals.propose(
        proposals.kind_of(Evaluation), by=town.people.xa_minh, official=town.an, act=Proposal.Act.REMOVE, row=rating,
        version=1, reason="thử",
    )  # fmt: skip
    [(_, what)] = refused(batch, town.people.noivu)
    assert what == "Có đề nghị đang chờ về mục đã nhập."


def test_a_unit_that_only_proposes_by_now_leaves_it_to_the_district(town):
    batch = imported([AN], town.minh, town.people.xa_minh, **RATED)
    only_proposes(town)
    assert "chỉ đề nghị" in refused(batch, town.people.xa_minh)[0][1]
    undo(batch, town.people.noivu)


# --- what an older list may change ------------------------------------------------------------------------------


def test_a_list_that_was_undone_is_no_newer_list(town):
    """A newer list keeps an older one from ending a posting; undone, it does not."""
    rows = [[*OFFICIAL[:4], "VP-TK"]]
    newer = imported(rows, town.minh, town.people.xa_minh)
    assert older(town)["change"] == "conflict"
    undo(newer, town.people.xa_minh)
    assert older(town)["change"] == "changed"


def older(town):
    from tests.exchange.made import xlsx

    content = xlsx(("DS", [HEADER, [*OFFICIAL[:4], "Chủ tịch UBND"]]))
    upload = services.Upload("cu.xlsx", content, town.minh, date(2019, 12, 31), as_district=False)
    batch = services.preview(upload, by=town.people.xa_minh)
    return services.document(batch)["rows"][0]


# --- an edit that comes a moment too late -----------------------------------------------------------------------


@pytest.mark.parametrize("broken", [IntegrityError, Official.DoesNotExist])
def test_who_edits_a_person_that_has_just_been_removed_is_told_so(
    town, signed_in, client, monkeypatch, broken
):
    def too_late(*args, **kwargs):
        raise broken

    monkeypatch.setattr("foundation.versions.save_changes", too_late)
    facts = {"full_name": "Nguyễn Văn Ân", "sex": "nam", "birth_date": "12/05/1980", "version": "1"}
    page = signed_in(town.people.noivu).post(reverse("officials:change", args=["P-AN"]), facts)
    assert page.status_code == 200
    assert "vừa được người khác xóa" in page.content.decode()
    headers = {"Authorization": f"Token {Token.objects.create(user=town.people.noivu).key}"}
    body = {"full_name": "Nguyễn Văn Ân", "version": 1}
    url = "/api/v1/officials/P-AN/"
    answer = client.patch(url, body, content_type="application/json", headers=headers)
    assert answer.status_code in (404, 409)
