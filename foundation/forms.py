"""Form fields of the house: what a person types becomes a value, or a sentence that says what to do.

Dates are day first, always. Partial dates are taken as offices write them: `12/5/1980`, `05/1980`, `1980`,
`00/00/1975`. Numbers are Vietnamese (`3,66`, `1.234.567`). Text becomes NFC with single spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from foundation import vn_text
from foundation.dates import PartialDate

FIRST_YEAR, LAST_YEAR = 1900, 2100
BLANK_CHOICE = ("", "– Chọn –")
UNKNOWN_CHOICE = ("", "Chưa rõ")
RADIOS_UP_TO = 5
_SEPARATED = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,4}(?:\1[0-9]{1,4})?\Z")
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})*(?:,[0-9]{1,20})?\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

PARTIAL_HINT = "Ví dụ 12/5/1980, 05/1980 hoặc 1980."
DAY_HINT = "Ví dụ 12/5/2020."


class Wrong(ValueError):
    """What was typed is no date; the text says what to do."""


def read_partial_date(text: str) -> PartialDate:
    """A date as typed, day before month; Wrong with a sentence for the person who typed it."""
    text = vn_text.nfc(text).replace(" ", "")
    if re.fullmatch(r"[0-9]{4}", text):
        return _partial(int(text), None, None, text)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text):
        year, month, *day = (int(part) for part in text.split("-"))
        return _partial(year, month, day[0] if day else None, text)
    if not _SEPARATED.match(text):
        raise Wrong("Đề nghị nhập ngày dạng 12/5/1980, 05/1980 hoặc 1980.")
    numbers = [int(part) for part in re.split(r"[./-]", text)]
    if len(re.split(r"[./-]", text)[-1]) != 4:
        raise Wrong("Đề nghị ghi đủ bốn chữ số của năm, ví dụ 12/5/1980.")
    if len(numbers) == 2:
        month, year = numbers
        return _partial(year, month or None, None, text)
    day_number, month, year = numbers
    if not month and day_number:
        raise Wrong(f"Ngày {text} không tồn tại. Đề nghị kiểm tra lại.")
    return _partial(year, month or None, day_number or None, text)


def _partial(year: int, month: int | None, day: int | None, text: str) -> PartialDate:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Wrong(f"Đề nghị nhập năm từ {FIRST_YEAR} đến {LAST_YEAR}.")
    if month is None:
        return PartialDate.parse(f"{year:04d}")
    if month > 12:
        raise Wrong(f"Không có tháng {month}. Đề nghị ghi ngày trước, tháng sau, ví dụ 25/5/1980.")
    try:
        return PartialDate.parse(f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day is not None else ""))
    except ValueError as error:
        raise Wrong(f"Ngày {text} không tồn tại. Đề nghị kiểm tra lại.") from error


def day_text(value: date | None) -> str:
    return f"{value:%d/%m}/{value.year:04d}" if value else ""


class TextField(forms.CharField):
    """One line of text, NFC, single spaces; says how long it may be and how long it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The sentences below replace Django's: characters no record can hold are refused in to_python.
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = str(value) if value not in self.empty_values else ""
        if _CONTROL.search(text):
            raise ValidationError("Nội dung có ký tự không đọc được. Đề nghị gõ lại.", code="characters")
        text = vn_text.nfc(text)
        if self.max_length is not None and len(text) > self.max_length:
            raise ValidationError(
                f"Đề nghị nhập nhiều nhất {self.max_length} ký tự (đang có {len(text)}).", code="max_length"
            )
        return text


class ParagraphField(TextField):
    """Several lines of text: NFC, single spaces within a line, line breaks kept."""

    def __init__(self, *, lines: int = 3, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.strip = False
        self.widget = forms.Textarea(attrs={"rows": lines})
        if self.max_length is not None:
            self.widget.attrs["maxlength"] = str(self.max_length)

    def to_python(self, value: Any) -> str:
        text = str(value) if value not in self.empty_values else ""
        if _CONTROL.search(text):
            raise ValidationError("Nội dung có ký tự không đọc được. Đề nghị gõ lại.", code="characters")
        text = "\n".join(
            vn_text.nfc(line) for line in text.replace("\r", "\n" if "\n" not in text else "").split("\n")
        )
        text = text.strip()
        if self.max_length is not None and len(text) > self.max_length:
            raise ValidationError(
                f"Đề nghị nhập nhiều nhất {self.max_length} ký tự (đang có {len(text)}).", code="max_length"
            )
        return text


class PartialDateField(forms.Field):
    """A date known to the day, month or year; gives a PartialDate or None."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> PartialDate | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return read_partial_date(str(value)[:40])
        except Wrong as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return value.display() if isinstance(value, PartialDate) else value


class DayField(forms.Field):
    """A date known to the day; gives a date or None."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            partial = read_partial_date(str(value)[:40])
        except Wrong as error:
            raise ValidationError(str(error), code="invalid") from error
        if partial.precision != "day":
            raise ValidationError("Đề nghị ghi đủ ngày, tháng, năm, ví dụ 12/5/2020.", code="partial")
        return partial.last_day

    def prepare_value(self, value: Any) -> Any:
        return day_text(value) if isinstance(value, date) else value


class DecimalField(forms.Field):
    """A number as written here: `3,66`, `3.66`, `1.234.567`; gives a Decimal or None."""

    widget = forms.TextInput

    def __init__(
        self,
        *,
        decimals: int = 2,
        max_digits: int = 12,
        lowest: int | None = 0,
        highest: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.decimals, self.max_digits, self.lowest, self.highest = decimals, max_digits, lowest, highest

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        text = vn_text.nfc(str(value)).replace(" ", "")
        if not _NUMBER.match(text):
            raise ValidationError("Đề nghị nhập một số, ví dụ 3,66.", code="invalid")
        number = Decimal(_point_notation(text))
        self._check_size(number)
        return number

    def _check_size(self, number: Decimal) -> None:
        if self.lowest is not None and number < self.lowest:
            raise ValidationError(f"Đề nghị nhập số từ {self.lowest} trở lên.", code="min")
        if self.highest is not None and number > self.highest:
            raise ValidationError(f"Đề nghị nhập số không quá {self.highest}.", code="max")
        if abs(number) >= 10 ** (self.max_digits - self.decimals):
            raise ValidationError("Số này quá lớn. Đề nghị kiểm tra lại.", code="max_digits")
        if number != round(number, self.decimals):
            raise ValidationError(
                f"Đề nghị ghi nhiều nhất {self.decimals} chữ số sau dấu phẩy."
                if self.decimals
                else "Đề nghị nhập số nguyên.",
                code="decimals",
            )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", ",")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return value


class WholeNumberField(DecimalField):
    """A whole number, zero or more; gives an int or None."""

    def __init__(self, *, highest: int = 32_767, **kwargs: Any) -> None:
        super().__init__(decimals=0, max_digits=len(str(highest)), highest=highest, **kwargs)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        number = super().to_python(value)
        return None if number is None else int(number)


class YearField(forms.Field):
    """A year of four digits; gives an int or None."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip() if value not in self.empty_values else ""
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise ValidationError("Đề nghị nhập năm gồm bốn chữ số, ví dụ 2021.", code="invalid")
        return int(text)


class RecordChoiceField(forms.ModelChoiceField):
    """One of the rows offered, by its public id (or code); `queryset` must already be scoped."""

    def __init__(self, *, describe: Callable[[Any], str] = str, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", BLANK_CHOICE[1])
        super().__init__(**kwargs)
        self.describe = describe

    def label_from_instance(self, obj: Any) -> str:
        return self.describe(obj)

    def to_python(self, value: Any) -> Any:
        # A control character would reach the database as an error, not as "no such row".
        if isinstance(value, str) and _CONTROL.search(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class YesNoField(forms.TypedChoiceField):
    """Yes, no or unknown; gives True, False or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {
            "choices": [("1", "Có"), ("0", "Không"), UNKNOWN_CHOICE],
            "coerce": lambda text: text == "1",
            "empty_value": None,
            "widget": forms.RadioSelect,
            "required": False,
        }
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "1", False: "0"}.get(value, value) if isinstance(value, bool) else value


def _point_notation(text: str) -> str:
    """`1.234,5` → `1234.5`, `1.234.567` → `1234567`; a single point without a comma is the decimal one."""
    if "," in text:
        return text.replace(".", "").replace(",", ".", 1)
    return text.replace(".", "") if text.count(".") > 1 else text


class HouseForm(forms.Form):
    """A form whose messages are sentences naming the field: "Đề nghị nhập họ và tên."."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.name_errors()

    def name_errors(self) -> None:
        """Give each field its sentences; again after fields have been added."""
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
            verb = "chọn" if is_choice or isinstance(field, forms.FileField) else "nhập"
            field.error_messages["required"] = f"Đề nghị {verb} {lower_first(str(field.label or 'mục này'))}."
            if is_choice:
                field.error_messages["invalid_choice"] = "Đề nghị chọn một trong các giá trị có sẵn."

    def add_problem(self, field: str, message: str) -> None:
        """Put a message at its field, or over the form when the form does not ask for that field."""
        self.add_error(field if field in self.fields else None, message)


def choice_field(
    choices: Iterable[tuple[Any, Any]], *, required: bool, blank: tuple[str, str] | None = None, **kwargs: Any
) -> forms.ChoiceField:
    """Radios up to five choices, else a select; an optional one can be left open."""
    options = list(choices)
    many = len(options) > RADIOS_UP_TO or any(isinstance(label, list | tuple) for _, label in options)
    if many:
        options = [blank or BLANK_CHOICE, *options]
    elif not required:
        options = [*options, blank or UNKNOWN_CHOICE]
    widget: Callable[..., forms.Widget] = forms.Select if many else forms.RadioSelect
    return forms.ChoiceField(choices=options, required=required, widget=widget(), **kwargs)


def lower_first(text: str) -> str:
    """For the middle of a sentence: "Họ và tên" → "họ và tên"; abbreviations stay ("CCCD")."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]
