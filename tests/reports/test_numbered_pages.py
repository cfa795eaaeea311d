"""The numbered tables as they are read: the edge rules of indicators 1.1 by hand, the pages and the exports."""

from __future__ import annotations

import io

import openpyxl
import pytest

from reports.indicators.model import PEOPLE, SeriesBreak
from reports.tables.numbered import numbered_tables
from reports.tables.numbered.grid import HIDDEN, by_year, headline, share_cell
from reports.tables.numbered.model import Block, Line, NumberedTable
from tests import factories

BLOCK = Block("b", "Trình độ", lambda snapshot: (), total=frozenset({PEOPLE}))
LINES = [(BLOCK, Line("x", "Đại học")), (BLOCK, Line("y", "Trung cấp"))]
TABLE = NumberedTable("T0", "Thử", ("hồ sơ",), "Thử", breaks=(SeriesBreak(2020, "Đổi nghĩa."),))


def texts(found, totals):
    grid = by_year(TABLE, LINES, found, {"b": totals})
    return {row.label: [cell.text for cell in row.cells] for row in grid.rows}, grid


def test_numbers_shares_and_growth_by_hand():
    # 20 → 25 → 30 of 40: 50,00 % → 62,50 % → 75,00 %; 125 %, 120 %, √(1,25 · 1,2) = 122,47 %
    found = {y: {"b.x": x, "b.y": 40 - x} for y, x in ((2019, 20), (2020, 25), (2021, 30))}
    rows, grid = texts(found, dict.fromkeys(found, 40))
    assert rows["Đại học"] == [
        "20",
        "50,00",
        "25",
        "62,50",
        "30",
        "75,00",
        "+5",
        "125,00",
        "+5",
        "120,00",
        "122,47",
    ]
    assert rows["Tổng số"] == [
        "40",
        "100,00",
        "40",
        "100,00",
        "40",
        "100,00",
        "0",
        "100,00",
        "0",
        "100,00",
        "100,00",
    ]
    assert [column.path[0] for column in grid.columns][7:] == ["2020/2019 *"] * 2 + ["2021/2020"] * 2 + ["BQ"]
    assert (
        headline(LINES, found, {"b": dict.fromkeys(found, 40)}) == "đại học tăng 25,0 điểm % từ 2019 đến 2021"
    )


def test_under_ten_only_the_difference_and_the_percentage_is_faint():
    found = {2020: {"b.x": 8, "b.y": 12}, 2021: {"b.x": 11, "b.y": 9}}
    rows, grid = texts(found, {2020: 20, 2021: 20})
    assert rows["Đại học"][-3:] == ["+3", "–", "–"]
    (line,) = [row for row in grid.rows if row.label == "Đại học"]
    assert line.cells[-2].is_faint


def test_from_zero_there_is_no_percentage():
    rows, _ = texts({2020: {"b.x": 0, "b.y": 20}, 2021: {"b.x": 15, "b.y": 5}}, {2020: 20, 2021: 20})
    assert rows["Đại học"][-3:] == ["+15", "–", "–"]


def test_shares_are_never_forced_to_a_hundred():
    assert [share_cell(1, 3).text] * 3 == ["33,33"] * 3
    assert share_cell(0, 0).text == "–"
    assert share_cell({"suppressed": True}, 20).text == HIDDEN


def test_a_hidden_number_hides_its_changes():
    rows, _ = texts(
        {2020: {"b.x": {"suppressed": True}, "b.y": 20}, 2021: {"b.x": 15, "b.y": 5}}, {2020: 21, 2021: 20}
    )
    assert rows["Đại học"] == [HIDDEN, HIDDEN, "15", "75,00", "–", "–", "–"]


@pytest.fixture
def noivu(small_town, client):
    client.force_login(factories.make_user("district"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_list_names_every_table_with_what_it_needs_and_lacks(noivu):
    text = noivu.get("/bao-cao/?nam=2021").content.decode()
    for table in numbered_tables:
        assert f"{table.code}. {table.title}" in text
        assert table.needs[0] in text
    assert "chưa đủ số liệu: chưa có khảo sát người dân" in text
    assert "chưa có số liệu của 1 người" in text  # Em's sex


@pytest.mark.parametrize("code", numbered_tables.codes())
def test_every_table_has_a_page_in_every_layout(noivu, code):
    for layout in ("nam", "khu", "don_vi", "nhom"):
        response = noivu.get(f"/bao-cao/{code}/?nam=2021&theo={layout}")
        text = response.content.decode()
        assert response.status_code == 200
        assert "Nguồn: hồ sơ trong hệ thống, 31/12/2021" in text
        assert "ĐVT: " in text


def test_the_workbook_has_the_layout_of_the_table(noivu):
    response = noivu.get("/bao-cao/T8/?nam=2021&theo=nam&xuat=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    flat = [value for row in values for value in row if value is not None]
    assert any(str(value).startswith("Bảng T8. Trình độ chuyên môn") for value in flat)
    (row,) = [row for row in values if row[0] == "Thạc sĩ"]
    assert row[5] == 1  # Bình in 2021
    assert sheet.page_setup.orientation == "landscape"
    assert any("Nguồn: hồ sơ trong hệ thống" in str(value) for value in flat)


def test_any_range_of_years_can_be_asked_for(noivu):
    text = noivu.get("/bao-cao/T3/?nam=2021&tu=2020&theo=nam").content.decode()
    assert "2021/2020" in text
    assert "2020/2019" not in text


def test_a_table_that_does_not_exist_is_not_found(noivu):
    assert noivu.get("/bao-cao/T99/").status_code == 404
