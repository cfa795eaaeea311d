"""The pages and papers of the statistical forms: who gets which rows, captions, spans, embedded fonts."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pypdf import PdfReader

from officials.models import SalaryStep
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db


def test_a_commune_gets_a_form_of_its_own_unit_alone(town):
    answer = client_of(town, "xa_minh").get("/bieu-mau/bm02/")
    assert [line.cells[1] for line in answer.context["paper"].lines] == ["Phường Minh Tân", "Tổng số"]
    assert "An Lưu" not in answer.content.decode()


def test_the_list_of_salaries_never_leaves_its_unit(town):
    other = factories.make_official(unit=town.khac, full_name="Đỗ Văn Kín")
    answer = client_of(town, "xa_minh").get("/bieu-mau/bm04/?pham_vi=unit:10675")
    assert other.full_name not in answer.content.decode()
    assert other.full_name in client_of(town, "noivu").get("/bieu-mau/bm04/").content.decode()
    assert client_of(town, "lanhdao").get("/bieu-mau/bm04/").status_code == 403


def test_salaries_of_the_day_stand_beside_their_person(town):
    official = factories.make_official(
        unit=town.minh, full_name="Trần Thị Ánh", sex="nu", birth_date="1985-03"
    )
    for starts_on, coefficient in (("2018-05-01", "2.34"), ("2021-05-01", "2.67"), ("2022-01-01", "3.00")):
        SalaryStep._base_manager.create(
            public_id=f"S{starts_on}", official=official, starts_on=starts_on, coefficient=coefficient, step=2
        )
    answer = client_of(town, "noivu").get("/bieu-mau/bm04/?nam=2021&pham_vi=unit:10702")
    [line] = [line for line in answer.context["paper"].lines if line.cells[1] == "Trần Thị Ánh"]
    assert (line.cells[2], line.cells[3], str(line.cells[7]), line.cells[8]) == (None, "03/1985", "2.67", 2)


def test_the_page_of_salaries_shows_25_people_and_the_paper_all_of_them(town):
    for number in range(30):
        factories.make_official(unit=town.minh, full_name=f"Người Thứ {number:02}")
    answer = client_of(town, "noivu").get("/bieu-mau/bm04/?pham_vi=unit:10702")
    assert len(answer.context["lines"]) == 26  # and the total
    assert len(answer.context["paper"].lines) > 31
    rest = client_of(town, "noivu").get("/bieu-mau/bm04/?pham_vi=unit:10702&trang=2")
    assert rest.context["lines"][0]["number"] == "26"
    assert "Tổng số" in rest.context["lines"][-1]["name"]


# --- papers -------------------------------------------------------------------------------------------------------


def test_the_workbook_has_the_layout_of_the_form(town):
    content = client_of(town, "noivu").get("/bieu-mau/bm02/?nam=2021&xuat=xlsx").content
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    texts = {str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None}
    assert {
        "BM02/BNV",
        "Chia theo trình độ đào tạo",
        "Công chức luân chuyển từ cấp huyện",
        "38",
        "Tổng số",
    } <= texts
    spans = {page.cell(r.min_row, r.min_col).value: r.size for r in page.merged_cells.ranges}
    assert spans["Chia theo trình độ đào tạo"] == {"columns": 23, "rows": 1}
    assert spans["Từ 51 đến 60"] == {"columns": 3, "rows": 1}


@pytest.mark.parametrize("code", ["bm02", "bm04"])
def test_the_document_holds_every_caption_with_its_fonts(town, code):
    content = client_of(town, "noivu").get(f"/bieu-mau/{code}/?nam=2021&xuat=pdf").content
    document = PdfReader(io.BytesIO(content))
    text = " ".join(page.extract_text() for page in document.pages)
    words = " ".join(text.split())
    wanted = [
        "NGƯỜI LẬP BẢNG",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "Thông tư số 11/2012/TT-BNV",
        "Minh Tân",
        "Tổng số",
        "NĂM 2021",
    ]
    assert [caption for caption in wanted if caption not in words] == []
    fonts = [
        font.get_object()
        for page in document.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    assert {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts} == {"Tinos"}
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)
