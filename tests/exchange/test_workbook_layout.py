"""Finding the people in any mixture of titles, headers, groups, totals and signatures."""

from __future__ import annotations

import pytest

from exchange.workbooks.columns import COLUMNS, Heading, match_heading
from exchange.workbooks.gate import Refusal
from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import kinds, read, rows, values

OTHER = [2, "Trần Thị Bình", "Nữ", "03/04/1985", "Văn phòng - Thống kê"]


def numbers(analysis):
    return [row.number for row in analysis.rows]


def test_a_header_may_stand_at_any_height():
    found = read(("DS", [["UBND XÃ TÂN LẬP"], [], ["DANH SÁCH"], [], [], HEADER, PERSON]))
    assert numbers(found) == [7]
    assert kinds(found) == {1: "title", 3: "title", 6: "header"}


def test_columns_may_stand_in_any_order_under_other_names():
    header = ["Chức danh", "Số CMND", "Ngày tháng năm sinh", "Họ tên cán bộ, công chức", "Giới"]
    got = values(header, "CT UBND", "019080001234", "12.5.1980", "Nguyễn Văn An", "nam")
    assert got["full_name"] == "Nguyễn Văn An"
    assert got["birth"] == {"iso": "1980-05-12", "precision": "day"}
    assert got["posts"] == ["chu_tich_ubnd"]


def test_a_header_on_two_levels_without_merged_cells_is_read_too():
    top = ["STT", "Họ và tên", "Ngày sinh", "", "Chức vụ", "Trình độ", "", ""]
    low = ["", "", "Nam", "Nữ", "", "Văn hóa", "Chuyên môn", "LLCT"]
    [row] = rows([top, low, [1, "Trần Thị Bình", "", "1985", "VP-TK", "12/12", "ĐH", "TC"]])
    assert row.values["sex"] == "nu"
    assert (row.values["general_education"], row.values["degree_level"]) == ("12/12", "dai_hoc")
    assert row.values["political_theory"] == "trung_cap"


def test_names_and_dates_may_be_split_over_columns():
    header = ["Họ", "Tên", "Ngày", "Tháng", "Năm", "Giới tính", "Chức vụ"]
    got = values(header, "Nguyễn Văn", "An", 12, 5, 1980, "Nam", "Chủ tịch UBND")
    assert got["full_name"] == "Nguyễn Văn An"
    assert got["birth"]["iso"] == "1980-05-12"


def test_groups_totals_and_column_numbers_are_no_people():
    table = [
        HEADER,
        [1, 2, 3, 4, 5],
        ["I", "CÁN BỘ"],
        PERSON,
        ["", "Cộng: 1 người"],
        ["II", "CÔNG CHỨC"],
        OTHER,
        ["", "Tổng cộng", "", 2],
    ]
    found = read(("DS", table))
    assert numbers(found) == [4, 7]
    assert kinds(found) == {
        1: "header",
        2: "column_numbers",
        3: "group",
        5: "subtotal",
        6: "group",
        8: "total",
    }


def test_a_header_repeated_on_the_next_page_is_no_person():
    found = read(("DS", [HEADER, PERSON, HEADER, OTHER]))
    assert numbers(found) == [2, 4]
    assert kinds(found)[3] == "repeated_header"


def test_a_second_table_with_other_columns_is_read_by_its_own_header():
    other = ["STT", "Chức vụ, chức danh", "Họ và tên", "Ngày sinh", "Giới tính"]
    found = rows([HEADER, PERSON, [], other, [1, "VP-TK", "Trần Thị Bình", "03/04/1985", "Nữ"]])
    assert [row.values["full_name"] for row in found] == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert found[1].values["posts"] == ["van_phong_thong_ke"]


def test_those_who_sign_are_no_people_but_a_person_below_them_is_found():
    table = [
        HEADER,
        PERSON,
        ["", "", "", "", "Tân Lập, ngày 05 tháng 01 năm 2022"],
        ["", "NGƯỜI LẬP BIỂU", "", "", "TM. ỦY BAN NHÂN DÂN"],
        ["", "Trần Thị Lan", "", "", "Nguyễn Văn Minh"],
        [],
        OTHER,
    ]
    found = read(("DS", table))
    assert numbers(found) == [2, 7]
    assert {kinds(found)[row] for row in (3, 4, 5)} == {"signature"}


def test_blank_rows_do_not_end_a_table_however_many():
    found = read(("DS", [HEADER, PERSON, *[[]] * 3000, OTHER]))
    assert numbers(found) == [2, 3003]


def test_a_name_alone_is_a_person_with_errors_not_lost():
    [row] = rows([HEADER, [1, "Lê Thị Hoa"]])
    assert row.status == "error"
    assert {item.code for item in row.problems} == {"birth_missing", "sex_missing", "post_missing"}


def test_numbered_blank_rows_are_no_people():
    assert kinds(read(("DS", [HEADER, PERSON, [2], [3]]))) == {1: "header", 3: "blank", 4: "blank"}


@pytest.mark.parametrize("number", [1990, 2009, 2019, 2021])
def test_a_running_number_like_a_year_makes_no_header_of_a_person(number):
    header = [*HEADER, "LLCT", "QLNN"]
    person = [number, *PERSON[1:], "TC", "CV"]
    assert numbers(read(("DS", [header, person, person[:1] + OTHER[1:] + ["SC", "CS"]]))) == [2, 3]


def test_every_row_that_is_not_blank_is_a_person_or_is_named():
    table = [
        ["Danh sách"],
        HEADER,
        PERSON,
        ["chuyển công tác"],
        [None, None, None, None, "?"],
        ["Ghi chú: x"],
    ]
    found = read(("DS", table))
    assert {row.number for row in found.rows} | set(kinds(found)) == {1, 2, 3, 4, 5, 6}


def test_a_sheet_without_people_is_one_entry():
    found = read(("DS", [HEADER, PERSON]), ("Danh mục", [["ma", "ten"], [1, "x"]]))
    assert [(item.sheet, item.row, item.kind) for item in found.skipped][-1] == (
        "Danh mục",
        None,
        "other_sheet",
    )


def test_cells_merged_down_hold_for_every_person_they_cover():
    def merge(page, book):
        page.merge_range("E2:E3", "Văn phòng - Thống kê")

    table = [HEADER, PERSON[:4], OTHER[:4]]
    found = read(("DS", table, merge)).rows
    assert [row.values["posts"] for row in found] == [["van_phong_thong_ke"]] * 2


def test_unknown_headings_are_told_with_their_column():
    found = read(("DS", [[*HEADER, "Điện thoại"], [*PERSON, "0912"]]))
    told = [(item["sheet"], item["column"], item["heading"]) for item in found.unknown_headings]
    assert told == [("DS", "F", "Điện thoại")]


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ([("DS", [HEADER])], "no_data_rows"),
        ([("DS", [])], "no_data_rows"),
        (
            [("DS", [["Ngày sinh", "Giới tính", "Dân tộc", "Chức vụ"], ["1980", "Nam", "Kinh", "x"]])],
            "missing_required_column",
        ),
        ([("Thu chi", [["Khoản", "Số tiền"], ["Giấy", 100]])], "no_person_sheet"),
        ([("DS", [["DANH SÁCH CBCC XÃ THANH BÌNH"], HEADER, PERSON])], "unit_mismatch"),
    ],
)
def test_files_without_people_of_the_unit_are_refused(sheets, code):
    with pytest.raises(Refusal) as caught:
        read(*sheets)
    assert caught.value.code == code


def test_the_latest_year_of_the_file_gives_the_day():
    assert (
        read(("DS", [[*HEADER, "Xếp loại 2019"], [*PERSON, "Tốt"]]), as_of=None).as_of.isoformat()
        == "2019-12-31"
    )
    assert (
        read(("DS", [["Tính đến ngày 30/6/2020"], HEADER, PERSON]), as_of=None).as_of.isoformat()
        == "2020-12-31"
    )
    assert read(("DS", [HEADER, PERSON]), as_of=None).as_of.isoformat() == "2021-12-31"


def test_units_come_from_cell_group_title_or_sheet_name_and_tones_count():
    table = [HEADER, ["I", "Xã Thành Bình"], PERSON, ["II", "XÃ THANH BÌNH"], OTHER]
    found = read(("DS", table), ("TT Phố Mới", [HEADER, PERSON]), own=None).rows
    assert [row.values["unit"] for row in found] == ["U14", "U06", "U01"]
    [row] = rows([[*HEADER, "Đơn vị"], [*PERSON, "xã Không Có"]], own=None)
    assert ("unit", "unit_unknown") in {(item.field, item.code) for item in row.problems}


def test_a_row_of_another_unit_is_out_of_an_officers_scope():
    [row] = rows([[*HEADER, "Đơn vị"], [*PERSON, "xã Thanh Bình"]])
    assert ("unit", "unit_out_of_scope") in {(item.field, item.code) for item in row.problems}
    assert "unit" not in row.values


def test_the_town_in_a_title_and_a_hamlet_above_the_rows_are_no_commune():
    table = [["UBND THỊ XÃ THANH BÌNH"], ["UBND XÃ TÂN LẬP"], HEADER, ["I", "Thành Bình"], PERSON]
    [row] = read(("DS", table)).rows
    assert row.status == "ok"


def test_a_second_post_on_a_line_of_its_own_is_asked_about_not_dropped():
    [found] = rows([HEADER, PERSON, ["", "", "", "", "Chủ tịch HĐND"]])
    assert (found.status, found.values["posts"]) == ("warn", ["chu_tich_hdnd", "chu_tich_ubnd"])


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
def test_every_column_answers_to_its_own_title_so_that_returned_files_can_be_read(column):
    assert match_heading(Heading.of(column.title))[0] is column


def test_a_band_of_groups_above_the_names_belongs_to_the_header():
    def merge(page, book):
        page.merge_range("A2:D2", "THÔNG TIN")
        page.merge_range("F2:H2", "Chuyên môn")

    table = [["DANH SÁCH"], [], ["STT", "Họ và tên", "Giới tính", "Năm sinh", "Chức vụ", "ĐH", "CĐ", "TC"]]
    found = read(("DS", [*table, [1, "Nguyễn Văn An", "Nam", 1980, "CT UBND", "", "x", ""]], merge))
    assert found.rows[0].values["degree_level"] == "cao_dang"
    assert kinds(found) == {1: "title", 2: "header", 3: "header"}


def test_a_group_in_the_first_column_right_below_the_header_stays_a_group():
    table = [HEADER, ["I. XÃ THÀNH BÌNH"], PERSON, ["II. XÃ THANH BÌNH"], OTHER]
    found = read(("DS", table), own=None)
    assert [row.values["unit"] for row in found.rows] == ["U14", "U06"]
    assert kinds(found)[2] == "group"
