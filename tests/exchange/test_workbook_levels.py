"""Levels, ratings, health and certificates: highest of several, whole or not at all, asked where it is only likely."""

from __future__ import annotations

import pytest

from exchange.workbooks.values.cells import words
from exchange.workbooks.values.certificates import read_it, read_language
from exchange.workbooks.values.health import is_free_text, read_health
from exchange.workbooks.values.levels import (
    DEGREE,
    EVALUATION,
    NOT_RATED,
    STATE_MANAGEMENT,
    THEORY,
    read_level,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cử nhân cao đẳng", "cao_dang"), ("CN CĐ Sư phạm", "cao_dang"), ("Kỹ sư thực hành", "cao_dang"), ("Đ/H Luật", "dai_hoc"),
        ("Đ.H", "dai_hoc"), ("C/Đ", "cao_dang"), ("02 ĐH", "dai_hoc"), ("2 bằng Đại học", "dai_hoc"), ("Liên thông ĐH", "dai_hoc"),
        ("Thạc sĩ (đang học Tiến sĩ)", "thac_si"), ("Đại học, đang học Thạc sĩ", "dai_hoc"), ("Không có bằng cấp", "chua_qua_dao_tao"),
        ("ĐH năm 2", None), ("Học ĐH năm 3", None), ("sinh viên ĐH", None), ("Đại học (đang học)", None), ("CV", None), ("12/12", None),
        ("Kỹ sư/Cử nhân", "dai_hoc"), ("Cao đẳng Lâm nghiệp", "cao_dang"), ("Cao đẳng Học viện Hành chính", "cao_dang"),
    ],
)  # fmt: skip
def test_a_degree(text, code):
    reading = read_level(text, DEGREE)
    assert (reading.code, reading.guess) == (code, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sau đại học", "thac_si"),
        ("Trên ĐH", "thac_si"),
        ("ĐH trở lên", "dai_hoc"),
        ("Trug cấp", "trung_cap"),
    ],
)
def test_a_degree_that_is_only_likely_is_a_guess(text, code):
    reading = read_level(text, DEGREE)
    assert reading.code == code
    assert reading.guess


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tcấp", "trung_cap"), ("Trung cấp LLCT hệ tập trung", "trung_cap"), ("CN/CC", "cu_nhan"), ("TC (đang học CC)", "trung_cap"),
        ("đang học TC", None), ("Cao học", None), ("Đại học chính trị", None), ("CV", None), ("x", None),
    ],
)  # fmt: skip
def test_theory(text, code):
    assert read_level(text, THEORY).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bồi dưỡng QLNN chương trình chuyên viên", "chuyen_vien"),
        ("CV 2016", "chuyen_vien"),
        ("TC", None),
        ("Đã qua", None),
    ],
)
def test_state_management(text, code):
    assert read_level(text, STATE_MANAGEMENT).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HTXSNV (CSTĐCS)", "xuat_sac"), ("ĐV HTTNV", "tot"), ("Hoàn thành tốt chức trách, nhiệm vụ", "tot"), ("HT", "hoan_thanh"),
        ("HCNL", "han_che_nang_luc"), ("HTNV (HCNL)", "han_che_nang_luc"), ("HTNV.HCNL", "han_che_nang_luc"), ("Ko HTNV", "khong_hoan_thanh"),
        ("HTTNV; HTXSNV", None), ("HTTNV/HTNV", None), ("HTNV (KHTNV)", None), ("Chưa hoàn thành nhiệm vụ", None), ("Khá", None),
        ("Hoàn thành kém", None), ("A", None), ("CSTĐCS", None),
    ],
)  # fmt: skip
def test_a_rating_is_whole_or_none(text, code):
    assert read_level(text, EVALUATION).code == code


@pytest.mark.parametrize(
    ("text", "is_said"),
    [("Nghỉ thai sản", True), ("Chưa ĐG", True), ("chưa", True), ("Chưa hoàn thành nhiệm vụ", False), ("Chưa HTNV", False)],
)  # fmt: skip
def test_not_rated_is_not_the_same_as_rated_low(text, is_said):
    assert bool(NOT_RATED.match(words(text))) is is_said


@pytest.mark.parametrize(
    ("text", "found"),
    [("SK loại III", 3), ("Tốt (loại I)", 1), ("2021: loại II", 2), ("Loại hai", 2), ("I/II", None), ("2/5", None), ("VI", None), ("6", None)],
)  # fmt: skip
def test_a_health_class(text, found):
    assert read_health(text) == found


@pytest.mark.parametrize(
    ("text", "is_free"), [("B1", True), ("Loại A", True), ("Khá", True), ("Kinh", False), ("x", False)]
)
def test_words_about_health_without_a_class(text, is_free):
    assert is_free_text(text) is is_free


@pytest.mark.parametrize(
    ("text", "has", "level"),
    [
        ("12/12", None, ""), ("Tin B", None, ""), ("Bậc 3/6", True, ""), ("B2 khung Châu Âu", True, "b2"), ("TOEIC 450", True, ""),
        ("Tiếng Trung HSK3", True, ""), ("Chứng chỉ tiếng Anh B1 (VSTEP)", True, "b1"), ("Tiếng Thái Lan", True, ""), ("Tiếng Thái", False, ""),
        ("2015", None, ""),
    ],
)  # fmt: skip
def test_a_foreign_language(text, has, level):
    found = read_language(text)
    assert (found.has, found.level) == (has, level)


@pytest.mark.parametrize(
    ("text", "has"),
    [("UD CNTT cơ bản (TT03)", True), ("TT 03/2014", True), ("12/12", None), ("Anh B", None), ("CV", None)],
)
def test_an_it_certificate(text, has):
    assert read_it(text)[0] is has
