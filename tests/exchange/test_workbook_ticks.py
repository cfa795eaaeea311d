"""Tick columns: what a mark means is said by the headings above it; a mark that is none is asked about."""

from __future__ import annotations

import pytest

from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import read_cells as read


def ticked(top, low, cells, *, third=None):
    """Values and codes of a person under a band of tick columns; headings spread over blanks."""
    blank = [""] * 5
    table = [[*HEADER, *top], [*blank, *low], *([[*blank, *third]] if third else []), [*PERSON, *cells]]
    [row] = read(table).rows
    return row.values, {(item.field, item.code) for item in row.problems}


DEGREES = (["Chuyên môn", "", "", ""], ["ĐH", "CĐ", "TC", "Chưa qua ĐT"])


@pytest.mark.parametrize("mark", ["x", "X", "1", 1, "✓", "v", "☑", "●", 2015, "2015"])
def test_a_mark_or_a_year_of_graduation_ticks(mark):
    assert ticked(*DEGREES, ["", mark, "", ""]) == ({**ticked(*DEGREES, ["", "x", "", ""])[0]}, set())
    assert ticked(*DEGREES, ["", mark, "", ""])[0]["degree_level"] == "cao_dang"


@pytest.mark.parametrize("mark", ["CT UBND", 2, "TC", "đang học", "12/12", "Kinh", "Tốt"])
def test_what_is_no_mark_is_a_question(mark):
    values, found = ticked(*DEGREES, ["", mark, "", ""])
    assert (values["degree_level"], found) == (None, {("degree_level", "value_unknown")})


def test_a_subject_or_the_level_itself_may_stand_for_the_mark():
    assert (
        ticked(*DEGREES, ["Luật", "", "", ""])[0] | {"degree_major": "Luật"}
        == ticked(*DEGREES, ["Luật", "", "", ""])[0]
    )
    values, found = ticked(*DEGREES, ["ĐH", "", "", ""])
    assert (values["degree_level"], found, "degree_major" in values) == ("dai_hoc", set(), False)


def test_none_of_the_marks_is_unknown_and_the_mark_for_none_is_none():
    assert ticked(*DEGREES, ["", "", "", ""])[0]["degree_level"] is None
    assert ticked(*DEGREES, ["", "", "", "x"])[0]["degree_level"] == "chua_qua_dao_tao"
    assert ticked(*DEGREES, [0, "", "-", ""])[0]["degree_level"] is None


def test_two_marks_take_the_higher_and_ask():
    values, found = ticked(*DEGREES, ["x", "", "x", ""])
    assert (values["degree_level"], found) == ("dai_hoc", {("degree_level", "multiple_ticks")})


def test_a_heading_that_is_only_likely_makes_its_mark_a_question():
    values, found = ticked(["Chuyên môn", ""], ["Trên ĐH", "ĐH"], ["x", ""])
    assert (values["degree_level"], found) == ("thac_si", {("degree_level", "typo_suggested")})


@pytest.mark.parametrize(
    ("top", "low", "field", "value"),
    [
        ("Lý luận chính trị", ["Cử nhân", "Cao cấp", "Trung cấp"], "political_theory", "cao_cap"),
        ("QLNN", ["CVC", "CV", "Cán sự"], "state_management", "chuyen_vien"),
        ("Tin học", ["A", "B", "C"], "it_certificate", True),
        ("Tin học", ["Có", "Không", ""], "it_certificate", False),
        ("Ngoại ngữ", ["A", "B", "C"], "foreign_language", True),
        ("Ngoại ngữ", ["Anh", "Khác", ""], "foreign_language", True),
        ("Dân tộc", ["Kinh", "Tày", "Dao"], "ethnicity", "Tày"),
        ("Tôn giáo", ["Không", "Phật giáo", "Công giáo"], "religion", "Phật giáo"),
        ("Giới tính", ["Nữ", "Nam", ""], "sex", "nam"),
        ("Sức khỏe", ["Loại I", "Loại II", "Loại III"], "health_class", 2),
        ("Phân loại sức khỏe", ["1", "2", "3"], "health_class", 2),
        ("Trình độ văn hóa", ["THCS", "THPT", ""], "general_education", "THPT"),
        ("Trình độ văn hóa", ["10/10", "12/12", ""], "general_education", "12/12"),
        ("Xếp loại năm 2021", ["HTXSNV", "HTTNV", "HTNV"], "evaluations", {"2021": "tot"}),
        ("Kết quả đánh giá 2019", ["Xuất sắc", "Hạn chế về năng lực", "KHTNV"], "evaluations", {"2019": "han_che_nang_luc"}),
    ],
)  # fmt: skip
def test_every_kind_of_band(top, low, field, value):
    got, found = ticked([top, "", ""], low, ["", "x", ""])
    assert (got[field], found) == (value, set())


def test_a_language_of_a_people_of_this_country_is_not_foreign():
    got, found = ticked(["Ngoại ngữ", ""], ["Anh", "Tiếng dân tộc"], ["", "x"])
    assert (got["foreign_language"], found) == (False, {("foreign_language", "not_foreign_language")})
    got, found = ticked(["Ngoại ngữ", ""], ["Anh", "Tiếng dân tộc"], ["x", "x"])
    assert (got["foreign_language"], found) == (True, {("foreign_language", "not_foreign_language")})


def test_ratings_of_two_years_on_three_levels():
    top = ["Kết quả đánh giá", *[""] * 5]
    low = ["2020", "", "", "2021", "", ""]
    third = ["HTXS", "HTT", "HT"] * 2
    got, found = ticked(top, low, ["x", "", "", "", "", "x"], third=third)
    assert (got["evaluations"], found) == ({"2020": "xuat_sac", "2021": "hoan_thanh"}, set())
    got, found = ticked(top, low, ["x", "x", "", "", "", ""], third=third)
    assert (got["evaluations"], found) == (
        {"2020": "xuat_sac", "2021": None},
        {("evaluations.2020", "multiple_ticks")},
    )


def test_the_year_may_stand_above_the_rating_and_the_reward():
    top = ["Năm 2019", "", "Năm 2020", ""]
    low = ["Xếp loại", "Khen thưởng"] * 2
    got, found = ticked(top, low, ["HTTNV", "Giấy khen", "HTNV", ""])
    assert got["evaluations"] == {"2019": "tot", "2020": "hoan_thanh"}
    assert (got["rewards"], found) == (["Giấy khen năm 2019"], set())


def test_a_rating_label_that_its_year_no_longer_knows():
    _, found = ticked(["Xếp loại 2021", ""], ["HTTNV", "HCNL"], ["", "x"])
    assert found == {("evaluations.2021", "eval_label_retired")}


@pytest.mark.parametrize(
    ("top", "low"), [("Bằng cấp", "Xếp loại"), ("Chuyên môn", "Xếp loại"), ("Đảng viên", "Xếp loại")]
)
def test_a_rating_of_something_else_is_no_rating_of_the_year(top, low):
    got, _ = ticked([top, ""], ["ĐH" if top != "Đảng viên" else "x", low], ["", "Xuất sắc"])
    assert "evaluations" not in got


def test_the_class_of_health_below_its_heading():
    got, _ = ticked(["Sức khỏe", ""], ["Năm khám", "Xếp loại"], ["", "Loại II"])
    assert (got["health_class"], "evaluations" in got) == (2, False)


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [({"date": "2021-12-12"}, "12/12", "typo_suggested"), ({"date": "2021-10-07"}, "7/10", "typo_suggested"), ({"date": "2021-07-12"}, "7/12", "typo_suggested"),
     ("12/12", "12/12", None), ("BTVH 12/12", "BTVH 12/12", None), ("13/12", None, "value_unknown"), ("ĐH", None, "value_unknown"),
     ("Kinh", None, "value_unknown"), ("x", None, "value_unknown"), ({"date": "1980-05-12"}, None, "value_unknown")],
)  # fmt: skip
def test_general_education_that_excel_took_for_a_date(cell, text, code):
    [row] = read([[*HEADER, "Trình độ văn hóa"], [*PERSON, cell]]).rows
    assert row.values["general_education"] == text
    assert {item.code for item in row.problems} == ({code} if code else set())
