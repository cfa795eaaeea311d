"""What a person types becomes a value, or a sentence that says what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from foundation import forms


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("12/5/1980", "1980-05-12"),
        ("12-05-1980", "1980-05-12"),
        ("12.5.1980", "1980-05-12"),
        (" 12 / 5 / 1980 ", "1980-05-12"),
        ("03/04/1980", "1980-04-03"),
        ("1980-05-12", "1980-05-12"),
        ("05/1980", "1980-05"),
        ("1980-05", "1980-05"),
        ("1980", "1980"),
        ("00/00/1975", "1975"),
        ("00/05/1975", "1975-05"),
    ],
)
def test_dates_are_day_first_and_may_be_partial(typed, iso):
    assert forms.PartialDateField().clean(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("30/02/1980", "Ngày 30/02/1980 không tồn tại"),
        ("5/13/1980", "Không có tháng 13"),
        ("12/00/1980", "không tồn tại"),
        ("12/5/80", "bốn chữ số của năm"),
        ("12/5/0080", "từ 1900 đến 2100"),
        ("hôm qua", "12/5/1980, 05/1980 hoặc 1980"),
        ("1" * 10_000, "12/5/1980, 05/1980 hoặc 1980"),
        ("12\x00/5/1980", "12/5/1980, 05/1980 hoặc 1980"),
        ("१२/५/१९८०", "12/5/1980, 05/1980 hoặc 1980"),
    ],
)
def test_a_wrong_date_says_what_to_do(typed, says):
    with pytest.raises(ValidationError, match=says):
        forms.PartialDateField().clean(typed)


def test_a_day_must_be_a_whole_day():
    assert forms.DayField().clean("1/7/2020") == date(2020, 7, 1)
    with pytest.raises(ValidationError, match="đủ ngày, tháng, năm"):
        forms.DayField().clean("07/2020")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3,66", "3.66"), ("3.66", "3.66"), ("1.234.567,5", "1234567.5"), ("1.234.567", "1234567"), ("0", "0")],
)
def test_numbers_are_vietnamese(typed, number):
    assert forms.DecimalField().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e5", "--1", "ba", "1,2,3", "9" * 400, "3,666", "-1"])
def test_what_is_no_number_is_said(typed):
    with pytest.raises(ValidationError, match="Đề nghị|quá lớn"):
        forms.DecimalField().clean(typed)


@pytest.mark.parametrize("typed", ["21", "20211", "hai", "1899", "２０２１"])
def test_a_year_has_four_digits(typed):
    with pytest.raises(ValidationError, match="bốn chữ số"):
        forms.YearField().clean(typed)


def test_text_is_normalised_and_its_length_said():
    field = forms.TextField(max_length=5)
    assert field.clean("  A\u0301  b ") == "Á b"
    with pytest.raises(ValidationError, match=r"nhiều nhất 5 ký tự \(đang có 6\)"):
        field.clean("abcdef")
    with pytest.raises(ValidationError, match="ký tự không đọc được"):
        field.clean("a\x00b")


def test_messages_name_the_field():
    class Form(forms.HouseForm):
        full_name = forms.TextField(label="Họ và tên")
        sex = forms.choice_field([("nam", "Nam")], required=True, label="Giới tính")

    errors = Form({}).errors
    assert errors["full_name"] == ["Đề nghị nhập họ và tên."]
    assert errors["sex"] == ["Đề nghị chọn giới tính."]
