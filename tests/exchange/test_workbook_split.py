"""Dates and names split over columns, alone and together; a lower heading never leaves the one above it."""

from __future__ import annotations

import pytest

from exchange.workbooks.columns import Heading, match_heading
from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import read_cells as read


def row_of(*table, **options):
    [row] = read(list(table), **options).rows
    return row


def birth(header, cells):
    row = row_of(
        ["STT", "Họ và tên", "Giới tính", "Chức vụ", *header], [1, "Nguyễn Văn An", "Nam", "CT UBND", *cells]
    )
    return row.values["birth"] and row.values["birth"]["iso"], row.status


@pytest.mark.parametrize(
    ("header", "cells", "iso"),
    [
        (["Ngày", "Tháng", "Năm"], [12, 5, 1980], "1980-05-12"),
        (["Ngày sinh", "Tháng sinh", "Năm sinh"], [12, 5, 1980], "1980-05-12"),
        (["Ngày sinh", "Tháng sinh", "Năm sinh"], ["", 5, 1980], "1980-05"),
        (["Ngày sinh", "Tháng sinh", "Năm sinh"], ["", "", 1980], "1980"),
        (["Ngày, tháng sinh", "Năm sinh"], ["12/5", 1980], "1980-05-12"),
        (["Ngày, tháng sinh", "Năm sinh"], [{"date": "2021-05-12"}, 1980], "1980-05-12"),
        (["Ngày sinh", "Năm sinh"], ["12/05/1980", 1980], "1980-05-12"),
        (["Ngày sinh", "Năm sinh"], ["", 1980], "1980"),
        (["Ngày sinh", "Năm sinh"], ["12/05/1980", ""], "1980-05-12"),
        (["Ngày", "Tháng", "Năm"], ["12/05/1980", "", ""], "1980-05-12"),
        (["Năm sinh", "Tháng sinh", "Ngày sinh"], ["1980", "05", "12"], "1980-05-12"),
        (["Ngày", "Tháng", "Năm"], [12, "T5", 1980], "1980-05-12"),
    ],
)  # fmt: skip
def test_a_birth_date_in_pieces(header, cells, iso):
    assert birth(header, cells) == (iso, "ok")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Ngày sinh", "Năm sinh"], ["12/05/1980", 1981]),
        (["Ngày", "Tháng", "Năm"], [12, "", 1980]),
        (["Ngày", "Tháng", "Năm"], [12, 5, ""]),
        (["Ngày, tháng sinh", "Năm sinh"], [12.1, 1980]),
        (["Ngày", "Tháng", "Năm"], [30, 2, 1980]),
        (["Ngày", "Tháng", "Năm"], ["", "", ""]),
        (["Ngày", "Tháng", "Năm"], ["12/05/1980", "", 1981]),
    ],
)
def test_pieces_that_do_not_fit_are_an_error(header, cells):
    assert birth(header, cells) == (None, "error")


TOP = [*HEADER, "Ngày vào Đảng", "", ""]
LOW = [*[""] * 5, "Ngày", "Tháng", "Năm"]


@pytest.mark.parametrize("merges", [[], [(1, 5, 1, 7), *((1, c, 2, c) for c in range(5))]])
def test_a_party_date_in_three_columns_is_no_birth_date(merges):
    row = row_of(TOP, LOW, [*PERSON[:3], "", PERSON[4], 3, 2, 2005], merges=merges)
    assert row.values["birth"] is None
    assert row.values["party_date"] == {"iso": "2005-02-03", "precision": "day"}


def test_two_party_dates_in_three_columns_each():
    top = [*HEADER, "Ngày vào Đảng", *[""] * 5]
    middle = [*[""] * 5, "Dự bị", "", "", "Chính thức", "", ""]
    low = [*[""] * 5, *["Ngày", "Tháng", "Năm"] * 2]
    merges = [*((1, c, 3, c) for c in range(5)), (1, 5, 1, 10), (2, 5, 2, 7), (2, 8, 2, 10)]
    row = row_of(top, middle, low, [*PERSON, 3, 2, 2005, "", 2, 2006], merges=merges)
    assert row.values["party_date"]["iso"] == "2005-02-03"
    assert row.values["party_official_date"] == {"iso": "2006-02", "precision": "month"}
    assert row.values["birth"]["iso"] == "1980-05-12"


def test_birth_party_and_post_in_three_columns_each_with_a_name_in_two():
    top = [
        "STT",
        "Họ và tên",
        "",
        "Ngày sinh",
        "",
        "",
        "Giới tính",
        "Chức vụ",
        "Ngày vào Đảng",
        "",
        "",
        "Ngày bổ nhiệm",
        "",
        "",
    ]
    low = ["", "Họ đệm", "Tên", *["Ngày", "Tháng", "Năm"], "", "", *["Ngày", "Tháng", "Năm"] * 2]
    row = row_of(top, low, [1, "Nguyễn Văn", "An", 12, 5, 1980, "Nam", "CT UBND", 3, 2, 2005, 1, 7, 2015])
    values = row.values
    assert (values["full_name"], values["birth"]["iso"]) == ("Nguyễn Văn An", "1980-05-12")
    assert (values["party_date"]["iso"], values["post_date"]["iso"]) == ("2005-02-03", "2015-07-01")


def test_men_and_women_in_two_columns_beside_a_party_date_in_three():
    top = ["STT", "Họ và tên", "Năm sinh", "", "Chức vụ", "Ngày vào Đảng", "", ""]
    low = ["", "", "Nam", "Nữ", "", "Ngày", "Tháng", "Năm"]
    row = row_of(top, low, [1, "Trần Thị Bình", "", "1985", "VP-TK", 3, 2, 2005])
    assert (row.values["sex"], row.values["birth"]["iso"]) == ("nu", "1985")
    assert row.values["party_date"]["iso"] == "2005-02-03"


@pytest.mark.parametrize(
    "levels",
    [("Hệ số lương", "Năm"), ("Tốt nghiệp", "Năm"), ("Số con", "Nam"), ("Ngày vào Đoàn", "Ngày"), ("Thu nhập", "2019"),
     ("Ngày vào Đảng", "Nam"), ("Đoàn TNCS", "Ngày kết nạp")],
)  # fmt: skip
def test_a_lower_heading_alone_means_nothing_below_something_else(levels):
    found = match_heading(Heading.of(*levels))
    assert found is None or (found[0].field, found[1]) == ("party_date", "year")


@pytest.mark.parametrize(
    ("levels", "field", "part"),
    [
        (("Khen thưởng", "2020"), "rewards", "2020"),
        (("Kỷ luật", "Năm 2021"), "disciplines", "2021"),
        (("Sức khỏe", "2020"), "health_class", "2020"),
        (("Thông tin chung", "Nữ"), "birth", "nu"),
        (("2020",), "evaluations", "2020"),
    ],
)
def test_years_below_a_heading_are_that_headings(levels, field, part):
    found = match_heading(Heading.of(*levels))
    assert (found[0].field, found[1]) == (field, part)


def test_rewards_and_discipline_by_year():
    top = [*HEADER, "Khen thưởng", "", "Kỷ luật", ""]
    low = [*[""] * 5, "2020", "2021", "2020", "2021"]
    row = row_of(top, low, [*PERSON, "Giấy khen huyện", "", "", "Khiển trách"])
    assert row.values["rewards"] == ["Giấy khen huyện năm 2020"]
    assert row.values["disciplines"] == [{"form": "khien_trach", "year": 2021}]
