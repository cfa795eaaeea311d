"""Columns about a spouse, parents or children say nothing about the official, wherever they stand."""

from __future__ import annotations

import pytest

from exchange.workbooks.columns import Heading, match_heading
from exchange.workbooks.columns.mapping import suggestion_for
from exchange.workbooks.gate import Refusal
from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import read_cells as read

NO_BIRTH = [1, "Nguyễn Văn An", "Nam", "", "CT UBND"]


def one(header, person, **options):
    [row] = read([header, person], **options).rows
    return row


@pytest.mark.parametrize(
    "heading",
    ["Họ tên vợ/chồng", "Họ và tên vợ (chồng)", "Vợ hoặc chồng", "Tên chồng", "Cha", "Họ tên mẹ", "Họ và tên bố đẻ",
     "Họ tên con", "Các con", "Người thân", "Họ tên thân nhân", "Spouse", "Vợ", "Người liên hệ"],
)  # fmt: skip
def test_a_birth_year_beside_a_relatives_name_is_not_the_officials(heading):
    row = one([*HEADER, heading, "Năm sinh"], [*NO_BIRTH, "Trần Thị Bình", "1985"])
    assert row.values["birth"] is None
    assert (row.values["full_name"], row.status) == ("Nguyễn Văn An", "error")


@pytest.mark.parametrize(
    ("facts", "cells"),
    [
        (["Năm sinh", "Nghề nghiệp", "Quê quán"], ["1985", "Giáo viên", "Xã A"]),
        (["Ngày sinh", "Số CCCD", "Chức vụ"], ["01/02/1985", "019185001234", "Kế toán"]),
        (["Nghề nghiệp", "Năm sinh", "Dân tộc"], ["Làm ruộng", 1985, "Tày"]),
    ],
)
def test_no_fact_beside_a_relatives_name_is_taken(facts, cells):
    row = one([*HEADER, "Họ tên vợ", *facts], [*PERSON, "Trần Thị Bình", *cells])
    assert row.status == "ok"
    assert row.values["birth"]["iso"] == "1980-05-12"
    assert row.values["posts"] == ["chu_tich_ubnd"]
    assert row.values.keys().isdisjoint({"hometown", "national_id", "ethnicity"})


def test_facts_of_two_relatives_one_after_the_other():
    header = [*HEADER, "Họ tên cha", "Năm sinh", "Họ tên mẹ", "Năm sinh", "Ghi chú"]
    row = one(header, [*NO_BIRTH, "Nguyễn Văn Cả", 1950, "Lê Thị Hai", 1955, "x"])
    assert (row.values["birth"], row.values["note"]) == (None, "x")


def test_own_columns_follow_a_relatives():
    header = [*HEADER, "Họ tên vợ", "Năm sinh", "Trình độ chuyên môn", "Quê quán"]
    row = one(header, [*PERSON, "Trần Thị Bình", 1985, "ĐH Luật", "Xã Tân Lập"])
    assert (row.values["degree_level"], row.values["hometown"]) == ("dai_hoc", "Xã Tân Lập")


def test_the_word_of_the_relative_may_stand_in_the_heading_itself():
    header = [*HEADER, "Năm sinh vợ", "Quê quán của vợ", "Nghề nghiệp chồng", "Ngày sinh của con"]
    row = one(header, [*NO_BIRTH, 1985, "Xã A", "Làm ruộng", "2010"])
    assert row.values["birth"] is None
    assert "hometown" not in row.values


@pytest.mark.parametrize("merges", [[], [(1, 3, 1, 4)]])
def test_a_band_about_the_spouse_above_name_and_year(merges):
    table = [
        ["STT", "Họ và tên", "Ngày sinh", "Vợ (chồng)", "", "Chức vụ"],
        ["", "", "", "Họ tên", "Năm sinh", ""],
        [1, "Nguyễn Văn An", "", "Trần Thị Bình", 1985, "CT UBND"],
    ]
    found = read(table, merges=merges)
    assert [(row.number, row.values["full_name"], row.values["birth"]) for row in found.rows] == [
        (3, "Nguyễn Văn An", None)
    ]


def test_a_table_of_relatives_is_no_list_of_people():
    with pytest.raises(Refusal):
        read([["STT", "Họ và tên", "Quan hệ", "Năm sinh"], [1, "Trần Thị Bình", "Vợ", 1985]])
    with pytest.raises(Refusal):
        read([["STT", "Họ và tên", "Năm sinh", "Mối quan hệ"], [1, "Trần Thị Bình", 1985, "Vợ"]])


def test_a_relatives_column_is_shown_as_unknown_and_may_be_mapped():
    table = [[*HEADER[:3], HEADER[4], "Vợ", "Ngày sinh"], [1, "Nguyễn Văn An", "Nam", "CT UBND", "x", "1980"]]
    found = read(table)
    [told] = [item for item in found.unknown_headings if item["column"] == "F"]
    assert told["suggestion"] is None
    mapped = read(table, mapping={told["key"]: "birth"})
    assert mapped.rows[0].values["birth"]["iso"] == "1980"


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Họ tên cán bộ", "full_name"), ("Ngày vào Đảng bộ", None), ("Chức vụ trong chi bộ", None), ("Quê quán", "hometown"), ("Tên", "full_name")],
)  # fmt: skip
def test_words_that_only_look_like_relatives(heading, field):
    found = match_heading(Heading.of(heading))
    assert (found and found[0].field) == field


def test_english_below_foreign_languages_is_no_brother():
    assert match_heading(Heading.of("Ngoại ngữ", "Anh"))[0].field == "foreign_language"


def test_nothing_is_suggested_for_a_relatives_column():
    assert suggestion_for(Heading.of("Họ tên vợ/chồng", "Năm sinh")) is None
