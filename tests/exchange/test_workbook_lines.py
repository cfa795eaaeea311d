"""One person on two or more rows is one person: joined, asked about where no merged cell says so, nobody invented."""

from __future__ import annotations

import pytest

from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import kinds
from tests.exchange.reading import read_cells as read

OTHER = [2, "Trần Thị Bình", "Nữ", "03/04/1985", "VP-TK"]


def both(extra, first, second, **options):
    """An, whose second line is `second`, and Bình below; the two of them."""
    header = [*HEADER, *extra]
    table = [header, [*PERSON, *first], second, [*OTHER, *[""] * len(extra)]]
    found = read(table, **options)
    assert [row.number for row in found.rows] == [2, 4]
    assert kinds(found)[3] == "note"
    return found.rows


def said(row):
    return {(item.field, item.code) for item in row.problems}


@pytest.mark.parametrize(
    ("extra", "first", "second", "field", "value"),
    [
        ([], [], ["", "", "", "", "Chủ tịch HĐND"], "posts", ["chu_tich_hdnd", "chu_tich_ubnd"]),
        (["Chuyên môn"], ["CĐ Sư phạm"], ["", "", "", "", "", "ĐH Luật"], "degree_level", "dai_hoc"),
        (["Quê quán"], ["Xã Tân Lập,"], ["", "", "", "", "", "huyện Sơn Bình"], "hometown", "Xã Tân Lập, huyện Sơn Bình"),
        (["Khen thưởng"], ["Giấy khen 2019"], ["", "", "", "", "", "Bằng khen 2020"], "rewards", ["Giấy khen 2019", "Bằng khen 2020"]),
        (["Ghi chú"], ["đang học"], ["", "", "", "", "", "cao học"], "note", "đang học cao học"),
        (["Ngày vào Đảng"], ["03/02/2005"], ["", "", "", "", "", "(CT 03/02/2006)"], "party_date", {"iso": "2005-02-03", "precision": "day"}),
        (["Dân tộc"], [""], ["", "", "", "", "", "Tày"], "ethnicity", "Tày"),
    ],
)  # fmt: skip
def test_a_second_line_belongs_to_the_person_above_and_is_asked_about(extra, first, second, field, value):
    an, binh = both(extra, first, second)
    assert (an.status, an.values[field]) == ("warn", value)
    assert ("row", "typo_suggested") in said(an)
    assert (binh.status, binh.values["full_name"]) == ("ok", "Trần Thị Bình")


def test_a_name_merged_over_two_rows_leaves_no_question():
    header = [*HEADER, "Chuyên môn", "Khen thưởng"]
    table = [
        header,
        [*PERSON, "ĐH Luật", "Giấy khen 2019"],
        ["", "", "", "", "", "TC Kế toán", "Bằng khen 2020"],
        [*OTHER, "CĐ", ""],
    ]
    found = read(table, merges=[(2, column, 3, column) for column in range(5)])
    assert [(row.number, row.status) for row in found.rows] == [(2, "ok"), (4, "ok")]
    assert found.rows[0].values["degree_level"] == "dai_hoc"
    assert found.rows[0].values["rewards"] == ["Giấy khen 2019", "Bằng khen 2020"]
    assert kinds(found)[3] == "note"


def test_three_lines_of_one_person():
    header = [*HEADER, "Khen thưởng"]
    table = [
        header,
        [*PERSON, "A 2019"],
        [*[""] * 5, "Giấy khen 2020"],
        [*[""] * 5, "Bằng khen 2021"],
        [*OTHER, ""],
    ]
    [an, _] = read(table).rows
    assert an.values["rewards"] == ["A 2019", "Giấy khen 2020", "Bằng khen 2021"]


def test_the_facts_may_stand_on_the_line_below_the_name():
    found = read([HEADER, [1, "Nguyễn Văn An"], ["", "", *PERSON[2:]], OTHER])
    assert [row.number for row in found.rows] == [2, 4]
    assert (found.rows[0].status, found.rows[0].values["birth"]["iso"]) == ("warn", "1980-05-12")


def test_the_rest_of_a_name_on_the_line_below():
    found = read([HEADER, [1, "Nguyễn Văn", *PERSON[2:]], ["", "An"], OTHER])
    assert [row.values["full_name"] for row in found.rows] == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert [row.status for row in found.rows] == ["warn", "ok"]
    found = read([HEADER, [1, "Nguyễn Thị", *PERSON[2:]], ["", "Hồng Hạnh"], OTHER])
    assert [row.values["full_name"] for row in found.rows] == ["Nguyễn Thị Hồng Hạnh", "Trần Thị Bình"]


def test_another_name_on_the_line_below_is_somebody_else():
    found = read([HEADER, PERSON, ["", "Lê Thị Hoa"], OTHER])
    assert [(row.number, row.status) for row in found.rows] == [(2, "ok"), (3, "error"), (4, "ok")]


@pytest.mark.parametrize(
    "second",
    [["", "", "Nữ", "01/01/1990", "VP-TK"], ["", "", "Nữ", "", "VP-TK"], [2, "", "", "", "VP-TK"]],
)  # fmt: skip
def test_a_row_with_a_birth_date_sex_or_number_of_its_own_is_somebody_whose_name_is_missing(second):
    found = read([HEADER, PERSON, second])
    assert [(row.number, row.status) for row in found.rows] == [(2, "ok"), (3, "error")]
    assert found.rows[1].values["full_name"] is None


def test_a_name_merged_over_two_people_loses_neither():
    found = read([HEADER, PERSON, [2, "", *OTHER[2:]]], merges=[(2, 1, 3, 1)])
    assert [(row.number, row.status) for row in found.rows] == [(2, "ok"), (3, "error")]


def test_two_answers_on_two_lines_are_an_error():
    found = read([[*HEADER, "Xếp loại 2021"], [*PERSON, "HTNV"], [*[""] * 5, "KHTNV"], [*OTHER, "Tốt"]])
    assert [row.status for row in found.rows] == ["error", "ok"]
    assert found.rows[0].values["evaluations"] == {"2021": None}


def test_the_same_rating_twice_in_other_words_is_one_answer_and_another_is_none():
    header = [*HEADER, "Xếp loại 2021", "Đánh giá năm 2021"]
    assert read([header, [*PERSON, "Tốt", "HTTNV"]]).rows[0].values["evaluations"] == {"2021": "tot"}
    assert read([header, [*PERSON, "HTNV", "Không HTNV"]]).rows[0].status == "error"


def test_a_vacant_post_is_nobody():
    found = read(
        [HEADER, PERSON, [2, "Khuyết", "", "", "Trưởng Công an"], [3, "(chưa bố trí)", "", "", "VP-TK"]]
    )
    assert [row.number for row in found.rows] == [2]
    assert kinds(found)[3] == kinds(found)[4] == "note"


def test_a_line_after_a_blank_row_or_a_group_is_not_joined():
    found = read([HEADER, PERSON, [], ["", "", "", "", "Chủ tịch HĐND"]])
    assert [(row.number, row.status) for row in found.rows] == [(2, "ok"), (4, "error")]


def test_a_row_of_two_short_names_under_a_doubled_name_column_is_no_error_of_the_site():
    table = [[*HEADER, "Họ và tên"], [*PERSON, PERSON[1]], ["", "An", "", "", "CT UBND", "Bình"]]
    found = read(table)
    assert {row.number for row in found.rows} | {item.row for item in found.skipped} == {1, 2, 3}
    assert [row.status for row in found.rows if row.number == 3] in ([], ["error"])


def test_a_word_under_a_name_heading_left_of_the_running_numbers_is_no_error_of_the_site():
    table = [["Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "STT"], [*PERSON[1:], 1], ["x1"]]
    found = read(table)
    assert {row.number for row in found.rows} | {item.row for item in found.skipped} == {1, 2, 3}
