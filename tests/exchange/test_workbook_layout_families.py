"""Layouts that offices send, one short table each: who is found, and what every other row is."""

from __future__ import annotations

import pytest

from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import kinds
from tests.exchange.reading import read_cells as read

OTHER = [2, "Trần Thị Bình", "Nữ", "03/04/1985", "VP-TK"]


# name → (table, row numbers of people, kinds of some other rows)
FAMILIES = {
    "header in capitals": ([[text.upper() for text in HEADER], PERSON], [2], {}),
    "header without accents": (
        [["STT", "Ho va ten", "Gioi tinh", "Ngay sinh", "Chuc vu"], PERSON], [2], {},
    ),
    "line breaks and hyphens in headings": (
        [["STT", "Họ và\ntên", "Giới\ntính", "Ngày, tháng,\nnăm sinh", "Chức vụ -\nchức danh"], PERSON], [2], {},
    ),
    "footnote marks in headings": (
        [["STT", "Họ và tên (1)", "Giới tính (2)", "Ngày sinh (3)", "Chức vụ (4)"], PERSON], [2], {},
    ),
    "how to fill in beside headings": (
        [["STT", "Họ và tên (viết in hoa)", "Giới tính (Nam/Nữ)", "Ngày sinh (ngày/tháng/năm)", "Chức vụ (nếu có)"], PERSON],
        [2], {},
    ),
    "another program's codes": (
        [["STT", "HO_TEN", "GIOI_TINH", "NGAY_SINH", "CHUC_VU"], PERSON], [2], {},
    ),
    "headings in English": (
        [["No.", "Full name", "Gender", "Date of birth", "Position"], PERSON], [2], {},
    ),
    "column letters and numbers": ([HEADER, ["A", "B", 1, 2, 3], PERSON], [3], {2: "column_numbers"}),
    "column numbers in brackets": ([HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)"], PERSON], [3], {2: "column_numbers"}),
    "repeated header in capitals": (
        [HEADER, PERSON, [text.upper() for text in HEADER], OTHER], [2, 4], {3: "repeated_header"},
    ),
    "group with letter": ([HEADER, ["A", "Khối Đảng"], PERSON, ["B", "Khối chính quyền"], OTHER], [3, 5], {2: "group", 4: "group"}),
    "group in one cell": ([HEADER, ["I. CÁN BỘ CHUYÊN TRÁCH"], PERSON, ["II. CÔNG CHỨC"], OTHER], [3, 5], {2: "group", 4: "group"}),
    "group with a count": ([HEADER, ["I", "Cán bộ (11 người)"], PERSON], [3], {2: "group"}),
    "total with a figure in it": ([HEADER, PERSON, ["Tổng số: 18"]], [2], {3: "total"}),
    "total spelled out": ([HEADER, PERSON, ["", "Tổng cộng: 01 người"]], [2], {3: "total"}),
    "subtotals with counts": ([HEADER, PERSON, ["", "Cộng", 1, 0, 1], OTHER], [2, 4], {3: "subtotal"}),
    "subtotal below the posts": (
        [["STT", "Chức vụ", "Họ và tên", "Ngày sinh"], ["", "Cộng", 3], [1, "CT UBND", "Nguyễn Văn An", "1980"]],
        [3], {2: "subtotal"},
    ),
    "ascertained list": ([HEADER, PERSON, ["Danh sách này có 01 người./."]], [2], {3: "note"}),
    "signature": (
        [HEADER, PERSON, ["", "", "", "Tân Lập, ngày 5 tháng 1 năm 2022"], ["", "Người lập biểu", "", "TM. UBND XÃ"],
         ["", "", "", "CHỦ TỊCH"], ["", "(Ký, ghi rõ họ tên)", "", "(Ký tên, đóng dấu)"], [], ["", "Lê Văn Hùng", "", "Vũ Thị Mai"]],
        [2], {3: "signature", 4: "signature", 5: "signature", 6: "signature", 8: "signature"},
    ),
    "signature without a date": (
        [HEADER, PERSON, ["", "Người lập", "", "Thủ trưởng đơn vị"], ["", "Lê Văn Hùng", "", "Vũ Thị Mai"]],
        [2], {3: "signature", 4: "signature"},
    ),
    "signature of a chairman": (
        [HEADER, PERSON, ["", "", "", "CHỦ TỊCH"], ["", "", "", "Vũ Thị Mai"]], [2], {},
    ),
    "notes beneath": ([HEADER, PERSON, ["Ghi chú: CT = Chủ tịch"], ["- VP: Văn phòng"]], [2], {3: "note", 4: "note"}),
    "notes beside the table": (
        [[*HEADER, "", ""], [*PERSON, "", "", "Chờ bổ sung bằng"], [*OTHER]], [2, 3], {},
    ),
    "blank columns between": (
        [["STT", "", "Họ và tên", "", "Giới tính", "", "Ngày sinh", "", "Chức vụ"],
         [1, "", "Nguyễn Văn An", "", "Nam", "", "12/05/1980", "", "CT UBND"]], [2], {},
    ),
    "header far down": ([*[["Dòng"]] * 28, HEADER, PERSON], [30], {}),
    "no running numbers": ([HEADER[1:], PERSON[1:], OTHER[1:]], [2, 3], {}),
    "three columns only": ([["STT", "Họ và tên", "Ngày sinh"], PERSON[:2] + PERSON[3:4]], [2], {}),
    "a yearly list": ([["TT", "Họ và tên", "Xếp loại năm 2021"], [1, "Nguyễn Văn An", "Tốt"]], [2], {}),
    "party committee's name as group": ([HEADER, ["Đảng ủy"], PERSON, ["UBND"], OTHER], [3, 5], {2: "group", 4: "group"}),
    "legend above": ([["Chú thích: x là có"], HEADER, PERSON], [3], {1: "title"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_a_layout_family_is_read(name):
    table, people, others = FAMILIES[name]
    found = read(table)
    assert [row.number for row in found.rows] == people
    said = kinds(found)
    assert {row: said.get(row) for row in others} == others
    filled = {
        number for number, cells in enumerate(table, 1) if any(cell not in ("", None) for cell in cells)
    }
    assert filled == set(people) | set(said)
    assert {row.values["full_name"] for row in found.rows} <= {"Nguyễn Văn An", "Trần Thị Bình"}


def values(header, *cells):
    [row] = read([header, list(cells)]).rows
    return row.values, {(item.field, item.code) for item in row.problems}


def test_a_post_merged_over_two_columns_of_the_header():
    table = [["STT", "Họ và tên", "", "Ngày sinh", "", "", "Chức vụ"],
             ["", "Họ đệm", "Tên", "Ngày", "Tháng", "Năm", ""],
             [1, "Nguyễn Văn", "An", 12, 5, 1980, "CT UBND"]]  # fmt: skip
    [row] = read(table).rows
    assert (row.values["full_name"], row.values["birth"]["iso"]) == ("Nguyễn Văn An", "1980-05-12")


def test_three_levels_merged():
    table = [["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Trình độ", "", "", ""],
             ["", "", "", "", "", "Chuyên môn", "", "Lý luận", ""],
             ["", "", "", "", "", "ĐH", "CĐ", "CC", "TC"],
             [*PERSON, "x", "", "", "x"]]  # fmt: skip
    merges = [(1, c, 3, c) for c in range(5)] + [(1, 5, 1, 8), (2, 5, 2, 6), (2, 7, 2, 8)]
    [row] = read(table, merges=merges).rows
    assert (row.values["degree_level"], row.values["political_theory"]) == ("dai_hoc", "trung_cap")


def test_three_levels_over_blanks():
    table = [["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Trình độ", "", "", ""],
             ["", "", "", "", "", "Chuyên môn", "", "Lý luận", ""],
             ["", "", "", "", "", "ĐH", "CĐ", "CC", "TC"],
             [*PERSON, "x", "", "", "x"]]  # fmt: skip
    [row] = read(table).rows
    assert (row.values["degree_level"], row.values["political_theory"]) == ("dai_hoc", "trung_cap")


@pytest.mark.parametrize("mark", ["x", "X", "✓", 1, "+", "v"])
def test_any_mark_ticks_a_level(mark):
    table = [[*HEADER, "Chuyên môn", ""], ["", "", "", "", "", "ĐH", "TC"], [*PERSON, mark, ""]]
    [row] = read(table).rows
    assert row.values["degree_level"] == "dai_hoc"


def test_two_men_and_women_columns_filled_are_an_error():
    table = [["STT", "Họ và tên", "Năm sinh", "", "Chức vụ"], ["", "", "Nam", "Nữ", ""],
             [1, "Nguyễn Văn An", "1980", "1981", "CT UBND"]]  # fmt: skip
    [row] = read(table).rows
    assert "birth_both_columns" in {item.code for item in row.problems}


def test_a_second_line_of_a_person_is_never_dropped():
    found = read([[*HEADER, "Xếp loại 2021"], [*PERSON, "Tốt"], ["", "", "", "", "", "Khá"], OTHER])
    assert {row.number for row in found.rows} | set(kinds(found)) == {1, 2, 3, 4}


def test_two_different_answers_in_a_doubled_column_are_no_ok_row():
    table = [[*HEADER, "Ngày sinh"], [*PERSON, "13/05/1981"]]
    [row] = read(table).rows
    assert row.status != "ok"


def test_a_row_moved_by_a_column_is_no_ok_row():
    found = read([HEADER, PERSON, ["", *OTHER]])
    assert [row.number for row in found.rows if row.status == "ok"] == [2]
    assert {row.number for row in found.rows} | set(kinds(found)) == {1, 2, 3}


def test_years_below_the_ratings_are_no_column_numbers():
    table = [[*HEADER, "Kết quả đánh giá", "", ""], ["", "", "", "", "", "2019", "2020", "2021"],
             [*PERSON, "Tốt", "Tốt", "Xuất sắc"]]  # fmt: skip
    [row] = read(table).rows
    assert row.values["evaluations"] == {"2019": "tot", "2020": "tot", "2021": "xuat_sac"}


def test_the_rest_of_an_address_on_a_line_of_its_own_is_no_group():
    found = read([[*HEADER, "Quê quán"], [*PERSON, "xã A"], ["", "", "", "", "", "huyện B"], OTHER])
    assert kinds(found)[3] == "note"
    assert [row.group for row in found.rows] == ["", ""]


def test_of_which_so_many_is_no_person():
    assert kinds(read([HEADER, PERSON, ["", "Trong đó: Nữ", "", 1]]))[3] == "note"


@pytest.mark.parametrize("mark", ["-nt-", ",", '"', "như trên"])
def test_ditto_marks_take_the_cell_above_and_are_asked_about(mark):
    row = read([[*HEADER, "Dân tộc"], [*PERSON, "Tày"], [*OTHER, mark]]).rows[1]
    assert (row.status, row.values["ethnicity"]) == ("warn", "Tày")
