"""Templates: each set comes back as it went out without a question, and filled in it is imported."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Award, Evaluation, HealthCheck, Training
from exchange import services
from exchange.models import ImportBatch
from exchange.sheets_out import SETS
from foundation.models import AccessEvent
from officials.models import Official
from tests import factories

MARK = "Mã hồ sơ (hệ thống)"


@pytest.fixture
def filled(town):
    an = town.an
    an.party_member, an.ethnicity, an.religion = True, "Kinh", "Không"
    an.party_joined_on, an.party_joined_on_precision = date(2005, 12, 31), "year"
    an.general_education, an.hometown = "12/12", "=1+1"
    an.save()
    factories.make_qualification(an, field="Luật")
    factories.make_qualification(an, kind="political", level="trung_cap")
    factories.make_qualification(an, kind="it", level="none")
    Evaluation.objects.create(public_id="E-1", official=an, year=2021, level="tot")
    HealthCheck.objects.create(public_id="H-1", official=an, year=2021, health_class="2")
    Award.objects.create(public_id="K-1", official=an, year=2021, title="Lao động tiên tiến")
    Training.objects.create(public_id="T-1", official=an, course="Kỹ năng", ends_on=date(2021, 3, 5))
    factories.make_official(unit=town.minh, full_name="Nguyễn Văn An", birth_date=an.birth_date.isoformat())
    return town


def take(client, code, unit="10702", year=2021):
    return client.get("/nhap-excel/mau/", {"set": code, "unit": unit, "year": year})


def send(client, content, unit="10702"):
    client.post("/nhap-excel/gui/", {"file": SimpleUploadedFile("mau.xlsx", content), "unit": unit})
    return ImportBatch.objects.order_by("-pk").first()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def heads(page):
    line = next(row for row in page.iter_rows() if any(cell.value == MARK for cell in row))
    return {cell.value: cell for cell in line if cell.value}


@pytest.mark.parametrize("code", SETS)
def test_a_template_sent_back_as_it_is_changes_nothing_and_asks_nothing(filled, signed_in, code):
    client = signed_in(filled.people.xa_minh)
    batch = send(client, take(client, code).content)
    rows = services.document(batch)["rows"]
    assert len(rows) == 2
    assert {(row["status"], row["change"]) for row in rows} == {("ok", "same")}, rows
    assert batch.result["unknown_headings"] == []
    assert any(item["kind"] == "other_sheet" for item in batch.result["skipped"])


def test_the_towns_template_comes_back_too(filled, signed_in):
    client = signed_in(filled.people.noivu)
    for code in SETS:
        rows = services.document(send(client, take(client, code, unit="all").content, unit="all"))["rows"]
        assert [(row["status"], row["change"]) for row in rows] == [("ok", "same")] * 3, (code, rows)


@pytest.mark.parametrize(
    ("code", "heading", "value", "model", "fact"),
    [
        ("xep-loai", "Kết quả xếp loại 2021", "Hoàn thành xuất sắc nhiệm vụ", Evaluation, {"level": "xuat_sac"}),
        ("suc-khoe", "Phân loại sức khỏe 2021", "Loại III", HealthCheck, {"health_class": "3"}),
        ("khen-thuong", "Khen thưởng năm 2021", "Chiến sĩ thi đua cơ sở", Award, {"year": 2021}),
        ("boi-duong", "Khóa bồi dưỡng", "Tiếp công dân", Training, {"course": "Tiếp công dân"}),
    ],
)  # fmt: skip
def test_a_template_filled_in_is_imported_without_a_question(
    filled, signed_in, code, heading, value, model, fact
):
    client = signed_in(filled.people.xa_minh)
    book = opened(take(client, code).content)
    page = book.worksheets[0]
    found = heads(page)
    other = Official.objects.exclude(pk=filled.an.pk).get(unit=filled.minh)
    code_column = found[MARK].column
    row = next(n for n in range(1, 30) if page.cell(n, code_column).value == other.public_id)
    page.cell(row, found[heading].column).value = value
    stream = io.BytesIO()
    book.save(stream)
    batch = send(client, stream.getvalue())
    assert {line["status"] for line in services.document(batch)["rows"]} == {"ok"}
    client.post(f"/nhap-excel/{batch.public_id}/xac-nhan/", {"digest": batch.digest})
    assert model.objects.filter(official=other, **fact).count() == 1


def test_a_template_is_protected_typed_and_inert(filled, signed_in):
    client = signed_in(filled.people.xa_minh)
    book = opened(take(client, "danh-sach").content)
    page = book.worksheets[0]
    found = heads(page)
    assert page.protection.sheet
    assert not page.protection.password
    assert found["Họ và tên"].protection.locked
    first = found["Họ và tên"].row + 1
    assert not page.cell(first, found["Họ và tên"].column).protection.locked
    assert page.cell(first, found[MARK].column).protection.locked
    births = [page.cell(first + n, found["Ngày sinh"].column) for n in range(2)]
    assert all(cell.is_date and cell.number_format == "dd/mm/yyyy" for cell in births)
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert any("Danh mục" in formula for formula in rules.values())
    assert '"Nam,Nữ"' in rules.values()
    assert page.freeze_panes
    assert page.print_title_rows
    assert page.page_setup.orientation == "landscape"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(cell.value == "=1+1" for cell in cells)


def test_taking_a_template_is_noted_and_another_units_is_not_found(filled, signed_in):
    client = signed_in(filled.people.xa_minh)
    assert take(client, "suc-khoe").status_code == 200
    assert AccessEvent.objects.filter(actor="xa_minh", action="export", unit_id="10702").exists()
    for wrong in ({"unit": "10675"}, {"unit": "all"}, {"code": "khac"}, {"year": 1900}):
        assert take(client, **({"code": "suc-khoe"} | wrong)).status_code == 404
    assert "Tải mẫu" in client.get("/nhap-excel/").content.decode()


def test_returned_rows_of_a_template_come_back_under_headings_that_are_known(filled, signed_in):
    client = signed_in(filled.people.xa_minh)
    book = opened(take(client, "boi-duong").content)
    page = book.worksheets[0]
    found = heads(page)
    line = found[MARK].row + 1
    for heading, value in (("Khóa bồi dưỡng", "Tiếp dân"), ("Đến ngày (khóa bồi dưỡng)", "31/02/2021")):
        page.cell(line, found[heading].column).value = value
    stream = io.BytesIO()
    book.save(stream)
    batch = send(client, stream.getvalue())
    returned = client.get(f"/nhap-excel/{batch.public_id}/tra-lai/").content
    again = services.document(send(client, returned))
    assert again["unknown_headings"] == []
    courses = [item["course"] for row in again["rows"] for item in row["values"]["trainings"]]
    assert courses == ["Tiếp dân"]
