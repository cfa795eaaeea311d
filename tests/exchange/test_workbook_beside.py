"""Two tables of people beside each other on one sheet: each is read, nobody is lost, keys stay exact."""

from __future__ import annotations

from exchange.returned.making import make
from exchange.workbooks.opening import open_workbook
from tests.exchange.made import HEADER, PERSON, xlsx
from tests.exchange.reading import read, read_cells

AN, BINH, CUONG = (
    PERSON,
    [2, "Trần Thị Bình", "Nữ", "03/04/1985", "VP-TK"],
    [1, "Lê Văn Cường", "Nam", "01/02/1979", "TCKT"],
)
DUNG, RIGHT = [2, "Đỗ Thị Dung", "Nữ", "05/06/1988", "TPHT"], "DS (từ cột G)"
TWO = [["UBND XÃ TÂN LẬP"], [*HEADER, "", *HEADER], [*AN, "", *CUONG], [*BINH, "", *DUNG]]


def people(table, **options):
    return {row.key: row.values["full_name"] for row in read_cells(table, **options).rows}


def test_both_tables_are_read_and_the_left_keeps_the_sheets_name():
    found = read_cells(TWO)
    assert {(row.key, row.status, row.values["full_name"]) for row in found.rows} == {
        (("DS", 3), "ok", "Nguyễn Văn An"), (("DS", 4), "ok", "Trần Thị Bình"),
        ((RIGHT, 3), "ok", "Lê Văn Cường"), ((RIGHT, 4), "ok", "Đỗ Thị Dung"),
    }  # fmt: skip
    assert {(item.sheet, item.row, item.kind) for item in found.skipped} == {
        ("DS", 1, "title"), ("DS", 2, "header"), (RIGHT, 2, "header"),
    }  # fmt: skip


def test_tables_without_a_blank_column_between():
    assert len(people([[*HEADER, *HEADER], [*AN, *CUONG], [*BINH, *DUNG]])) == 4


def test_three_tables():
    table = [[*HEADER, "", *HEADER, "", *HEADER], [*AN, "", *BINH, "", *CUONG]]
    assert people(table) == {
        ("DS", 2): "Nguyễn Văn An", (RIGHT, 2): "Trần Thị Bình", ("DS (từ cột M)", 2): "Lê Văn Cường",
    }  # fmt: skip


def test_the_right_one_may_be_longer_and_each_has_its_total():
    table = [
        *TWO,
        ["", "Tổng cộng: 2", "", "", "", "", 3, "Bùi Văn Em", "Nam", "1980", "CT UBND"],
        [*[""] * 7, "Tổng cộng: 3"],
    ]
    assert len(people(table)) == 5


def test_the_right_one_may_begin_lower_or_higher():
    lower = [HEADER, [*AN, "", *HEADER], [*BINH, "", *CUONG], [*[""] * 6, *DUNG]]
    assert sorted(people(lower).values()) == sorted(row[1] for row in (AN, BINH, CUONG, DUNG))
    higher = [[*[""] * 6, *HEADER], [*HEADER, "", *CUONG], [*AN, "", *DUNG], BINH]
    assert sorted(people(higher).values()) == sorted(row[1] for row in (AN, BINH, CUONG, DUNG))


def test_signatures_below_both_are_nobody():
    table = [
        *TWO,
        [],
        ["", "Người lập", *[""] * 6, "CHỦ TỊCH"],
        ["", "Tạ Thị Lan", *[""] * 5, "Đào Văn Minh"],
    ]
    assert len(people(table)) == 4


def test_a_commune_merged_over_both_stands_above_both():
    table = [[*HEADER, "", *HEADER], ["Xã Tân Lập"], [*AN, "", *CUONG]]

    def merged(page, book):
        page.merge_range(1, 0, 1, 10, "Xã Tân Lập")

    rows = read(("DS", table, merged), own=None).rows
    assert [(row.values["full_name"], row.values["unit"]) for row in rows] == [
        ("Nguyễn Văn An", "U03"),
        ("Lê Văn Cường", "U03"),
    ]


def test_a_name_that_stands_again_at_the_right_is_the_same_person():
    table = [[*HEADER, "Họ và tên", "Xếp loại 2021"], [*AN, AN[1], "Tốt"], [*BINH, BINH[1], "Tốt"]]
    assert people(table) == {("DS", 2): AN[1], ("DS", 3): BINH[1]}
    table = [
        [*HEADER, "Họ và tên", "Ngày sinh", "Xếp loại 2021"],
        [*AN, AN[1], AN[3], "Tốt"],
        [*BINH, BINH[1], BINH[3], "Tốt"],
    ]
    assert people(table) == {("DS", 2): AN[1], ("DS", 3): BINH[1]}


def test_a_second_table_below_is_no_table_beside():
    table = [
        HEADER,
        AN,
        [],
        ["", "", "", "", "", "TT", "Họ và tên", "Ngày sinh", "Chức vụ"],
        ["", "", "", "", "", 1, "Lê Văn Cường", "1979", "TCKT"],
    ]
    assert people(table) == {("DS", 2): "Nguyễn Văn An", ("DS", 5): "Lê Văn Cường"}


def test_the_last_person_above_the_next_tables_heading_is_no_heading():
    two = ["STT", "Chức vụ", "Họ và tên", "Ngày sinh", ""], ["", "", "", "Nam", "Nữ"]
    table = [HEADER, ["1", *AN[1:]], *two, ["2", "TCKT", "Lê Văn Cường", "1979", ""]]
    assert people(table) == {("DS", 2): "Nguyễn Văn An", ("DS", 5): "Lê Văn Cường"}


def test_the_returned_workbook_has_a_sheet_for_each_with_the_reasons():
    content = xlsx(("DS", [*TWO[:3], [*BINH[:4], "Chuyên gia lạ", "", *DUNG[:4], "Chuyên gia lạ"]]))
    rows = [
        row.as_json()
        for row in read(("DS", [*TWO[:3], [*BINH[:4], "Chuyên gia lạ", "", *DUNG[:4], "Chuyên gia lạ"]])).rows
    ]
    returned = make(content, "tep.xlsx", rows, state="previewed")
    book = open_workbook(returned.content, "x.xlsx")
    assert (returned.is_own, [sheet.name for sheet in book.sheets]) == (False, ["DS", RIGHT])
    for sheet in book.sheets:
        assert any("Chuyên gia lạ" in str(cell) and "Không nhận ra" in str(cell) for cell in sheet.rows[4])
