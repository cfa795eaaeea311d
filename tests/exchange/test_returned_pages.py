"""Getting the sent workbook back: before and after confirming, for a week, for its uploader alone."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from exchange import services
from exchange.models import ImportFile
from exchange.returned import inert
from exchange.workbooks.annotation import ADVICE_HEADING, RESULT_HEADING
from foundation.models import AccessEvent
from tests.exchange.made import HEADER, xlsx
from tests.exchange.returning import opened, results, saved
from tests.exchange.test_workbook_pages import BINH, LIST, book, confirm, last, send

SAI = [1, "Lê Văn Sai", "Nam", "30/02/1980", "CT UBND"]
SENT, THEN = "2021-12-01T10:00:00+07:00", "2021-12-08T10:00:00+07:00"


@pytest.fixture
def officer(town, signed_in):
    return signed_in(town.people.xa_minh)


def fetch(client, batch=None):
    return client.get(reverse("exchange:import-return", args=[(batch or last()).public_id]))


def page_of(client, batch=None):
    return client.get((batch or last()).get_absolute_url()).content.decode()


def test_the_office_gets_its_own_file_before_and_after_confirming(officer):
    send(officer, book(SAI, BINH), name="DS cán bộ.xlsx")
    assert "Chính tệp của ông/bà" in page_of(officer)
    waiting = fetch(officer)
    assert (
        "DS%20c%C3%A1n%20b%E1%BB%99%20-%20%C4%91%C3%A3%20ki%E1%BB%83m%20tra.xlsx"
        in waiting["Content-Disposition"]
    )
    found = results(opened(waiting.content)["DS"])
    assert (found[2][0], found[3][0]) == ("Phải sửa", "Nhập được")
    confirm(officer, last())
    found = results(opened(fetch(officer).content)["DS"])
    assert (found[2][0], found[3][0]) == ("Phải sửa", "Đã nhập")
    assert "Ngày 30/02/1980 không tồn tại" in found[2][1]


def test_corrected_in_the_returned_file_it_is_imported_without_a_word(officer):
    send(officer, book(SAI, BINH))
    confirm(officer, last())
    workbook = opened(fetch(officer).content)
    workbook["DS"]["D2"].value = "28/02/1980"
    send(officer, saved(workbook), name="ds - kết quả.xlsx")
    first, second = services.document(last())["rows"]
    assert (first["status"], first["values"]["birth"]["iso"]) == ("ok", "1980-02-28")
    assert second["change"] == "same"
    assert not last().result["unknown_headings"]
    confirm(officer, last())
    again = fetch(officer)
    assert "ds%20-%20k%E1%BA%BFt%20qu%E1%BA%A3.xlsx" in again["Content-Disposition"]
    page = opened(again.content)["DS"]
    headings = [cell.value for cell in page[1]]
    assert (headings.count(RESULT_HEADING), headings.count(ADVICE_HEADING)) == (1, 1)
    assert [said for said, _ in results(page).values()] == ["Đã nhập", "Đã có, không đổi"]


def test_a_question_says_what_answers_it_for_good(officer):
    send(officer, book([1, "Lê Thị Hoa", "Nữ", "00/00/1985", "VP-TK"]))
    confirm(officer, last())
    assert results(opened(fetch(officer).content)["DS"])[2] == (
        "Chưa nhập",
        "Ngày sinh: Ngày 00/00/1985 có ngày hoặc tháng ghi 00; chỉ lấy 1985. Ghi đủ ngày, hoặc chỉ ghi tháng/năm hay năm.",
    )


def test_a_text_table_comes_back_as_a_workbook(officer):
    text = "\n".join(";".join(map(str, row)) for row in (HEADER, SAI, BINH))
    send(officer, text.encode("utf-8-sig"), name="ds.csv")
    assert "Một tệp .xlsx có đủ nội dung" in page_of(officer)
    content = fetch(officer).content
    assert inert.faults(content) == []
    assert [cell.value for cell in opened(content)["csv"]["B"]] == [
        "Họ và tên",
        "Lê Văn Sai",
        "Trần Thị Bình",
    ]
    before = services.document(last())["rows"]
    send(officer, content)
    assert services.document(last())["rows"] == before


def test_a_heading_that_was_explained_is_read_the_same_way_for_the_returned_file(officer):
    send(officer, book([*BINH[:3], "30/02/1980", "VP-TK"], header=[*HEADER[:3], "Mốc đời", HEADER[4]]))
    batch = last()
    key = batch.result["unknown_headings"][0]["key"]
    services.say_headings(batch, by=batch.uploaded_by, digest=batch.digest, spoken={key: "birth"}, choices={})
    page = opened(fetch(officer).content)["DS"]
    assert "30/02/1980" in results(page)[2][1]
    assert page["D2"].fill.fill_type == "solid"


# --- for whom, for how long --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status"), [("xa_khac", 404), ("noivu", 403), ("lanhdao", 403), ("kiemtra", 403)]
)
def test_nobody_else_gets_the_file(officer, town, signed_in, person, status):
    send(officer, book(SAI))
    batch = last()
    client = signed_in(getattr(town.people, person))
    assert fetch(client, batch).status_code == status
    assert client.get(f"/api/v1/imports/{batch.public_id}/workbook/").status_code == status
    assert not AccessEvent.objects.filter(action="export").exists()


def test_the_district_is_offered_no_file_of_an_officer(officer, town, signed_in):
    send(officer, book(SAI))
    assert "import-return" not in page_of(signed_in(town.people.noivu))
    assert "Tệp kèm kết quả" not in page_of(signed_in(town.people.noivu))


def test_each_download_is_noted(officer):
    send(officer, book(SAI), name="ds.xlsx")
    fetch(officer)
    officer.get(f"/api/v1/imports/{last().public_id}/workbook/")
    notes = AccessEvent.objects.filter(action="export")
    assert notes.count() == 2
    assert {(note.actor, note.object_id, note.unit_id) for note in notes} == {
        ("xa_minh", last().public_id, "10702")
    }


def test_a_week_later_the_rows_that_were_left_are_what_can_still_be_had(officer, time_machine):
    time_machine.move_to(SENT, tick=False)
    send(officer, book(SAI, BINH), name="ds.xlsx")
    confirm(officer, last())
    batch = last()
    time_machine.move_to(THEN, tick=False)
    assert ImportFile.objects.filter(batch=batch).exists()  # not deleted yet, and not handed out any more
    page = page_of(officer, batch)
    assert "Tệp gốc đã được xóa sau 7 ngày, từ ngày 08/12/2021." in page
    assert "Tải các dòng cần sửa" in page
    cells = [[cell.value for cell in row] for row in opened(fetch(officer, batch).content).active]
    [row] = [row for row in cells if "Lê Văn Sai" in row]
    assert "Ngày 30/02/1980 không tồn tại hoặc không đọc được." in row[0]
    assert row[1:3] == ["DS", 2]
    assert not any("Trần Thị Bình" in row for row in cells)


def test_a_week_later_nothing_is_left_of_a_file_that_was_imported_whole(officer, time_machine):
    time_machine.move_to(SENT, tick=False)
    send(officer, book(BINH))
    confirm(officer, last())
    time_machine.move_to(THEN, tick=False)
    page = page_of(officer)
    assert "Tệp gốc đã được xóa sau 7 ngày" in page
    assert "tra-lai" not in page
    assert fetch(officer).status_code == 404


def test_the_rows_that_were_left_can_be_corrected_and_sent_again(officer, time_machine):
    time_machine.move_to(SENT, tick=False)
    header = [*HEADER, "Sức khỏe 2019", "Sức khỏe 2020", "Sức khỏe 2021"]
    send(officer, book([*SAI, "Loại I", "Loại II", "Loại III"], header=header))
    confirm(officer, last())
    time_machine.move_to(THEN, tick=False)
    workbook = opened(fetch(officer).content)
    for line in workbook.active.iter_rows():
        for cell in line:
            if cell.value == "30/02/1980":
                cell.value = "28/02/1980"
    send(officer, saved(workbook), name="sua.xlsx")
    [again] = services.document(last())["rows"]
    assert (again["status"], again["values"]["birth"]["iso"]) == ("ok", "1980-02-28")
    assert again["health_by_year"] == {"2019": 1, "2020": 2, "2021": 3}


def test_the_returned_rows_of_a_town_file_name_their_unit(town, signed_in, time_machine):
    client = signed_in(town.people.noivu)
    time_machine.move_to(SENT, tick=False)
    send(client, xlsx(("Minh Tân", [HEADER, SAI])), unit="all")
    assert services.document(last())["rows"][0]["values"]["unit"] == "10702"
    assert results(opened(fetch(client).content)["Minh Tân"])[2][0] == "Phải sửa"
    time_machine.move_to(THEN, tick=False)
    services.confirm(last(), by=town.people.noivu, digest=last().digest, choices={"rows": {}, "kinds": {}})
    send(client, fetch(client).content, unit="all", name="sua.xlsx")
    assert services.document(last())["rows"][0]["values"]["unit"] == "10702"


def test_a_kept_file_whose_bytes_changed_is_not_handed_out(officer):
    send(officer, book(BINH))
    ImportFile.objects.update(content=book(SAI))
    assert fetch(officer).status_code == 404


def test_a_refused_or_cancelled_file_is_not_found(officer):
    send(officer, b"%PDF-1.4", name="ds.xlsx")
    assert fetch(officer).status_code == 404
    send(officer, book(BINH))
    batch = last()
    officer.post(reverse("exchange:import-cancel", args=[batch.public_id]))
    assert fetch(officer, batch).status_code == 404
    assert "tra-lai" not in officer.get(LIST).content.decode()


def test_of_a_person_elsewhere_the_file_says_no_more_than_the_page(officer, town):
    town.binh.national_id = "019180001234"
    town.binh.save()
    send(
        officer, book([1, "Lê Thị Khác", "Nữ", "1980", "VP-TK", "019180001234"], header=[*HEADER, "Số CCCD"])
    )
    said, why = results(opened(fetch(officer).content)["DS"])[2]
    assert said == "Phải sửa"
    assert "Liên hệ Phòng Nội vụ" in why
    assert not {"Bình", "An Lưu", town.khac.name} & set(why.replace(".", " ").split())


# --- the API and the command -------------------------------------------------------------------------------------


def test_the_api_gives_the_same_file(officer):
    send(officer, book(SAI, BINH))
    path = f"/api/v1/imports/{last().public_id}/workbook/"
    for accept in (
        "*/*",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/json",
    ):
        answer = officer.get(path, headers={"accept": accept})
        assert answer.status_code == 200
        assert results(opened(answer.content)["DS"]) == results(opened(fetch(officer).content)["DS"])


def run(path, *options):
    out, status = io.StringIO(), 0
    try:
        call_command(
            "import_workbook",
            str(path),
            "--unit",
            "10702",
            "--format",
            "json",
            *options,
            stdout=out,
            stderr=io.StringIO(),
        )
    except SystemExit as stop:
        status = stop.code
    return status, json.loads(out.getvalue()) if out.getvalue() else None


def test_the_command_writes_the_annotated_file(town, tmp_path):
    source, out = tmp_path / "ds.xlsx", tmp_path / "ra.xlsx"
    source.write_bytes(book(SAI, BINH))
    status, _ = run(source, "--dry-run", "--annotated", str(out))
    assert status == 0
    assert [said for said, _ in results(opened(out.read_bytes())["DS"]).values()] == ["Phải sửa", "Nhập được"]
    run(source, "--annotated", str(out))
    assert [said for said, _ in results(opened(out.read_bytes())["DS"]).values()] == ["Phải sửa", "Đã nhập"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ds.xlsx", "ra.xlsx"]


@pytest.mark.parametrize("out", ["ds.xlsx", "ra.csv", "khong-co/ra.xlsx"])
def test_a_wrong_place_is_said_before_anything_is_imported(town, tmp_path, out):
    from django.core.management import CommandError

    from exchange.models import ImportBatch

    source = tmp_path / "ds.xlsx"
    source.write_bytes(book(BINH))
    before = source.read_bytes()
    with pytest.raises(CommandError) as wrong:
        run(source, "--annotated", str(tmp_path / out))
    assert wrong.value.returncode == 2
    assert not ImportBatch.objects.exists()
    assert source.read_bytes() == before


def test_a_refused_file_has_no_annotated_form(town, tmp_path):
    source, out = tmp_path / "ds.xlsx", tmp_path / "ra.xlsx"
    source.write_bytes(b"%PDF-1.4")
    assert run(source, "--annotated", str(out))[0] == 1
    assert not out.exists()
