"""One cell: from text to the values of its model attributes, and back. Nothing here asks the database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from exchange.package.tables import Column, Kind
from foundation import vn_text
from foundation.dates import PartialDate

Values = tuple[Any, ...]
Reader = Callable[[str], Values]
Writer = Callable[[Values], str]

FIRST_YEAR, LAST_YEAR = (
    1900,
    2200,
)  # beyond them a date is a slip, and day arithmetic would leave the calendar
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_INTEGER = re.compile(r"\d{1,12}\Z", re.ASCII)
_DECIMAL = re.compile(r"\d{1,15}(\.\d{1,10})?\Z", re.ASCII)


class CellError(ValueError):
    """The cell cannot be taken: `code` is the problem code, the message a Vietnamese sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def is_empty(text: str) -> bool:
    """True for a cell that says nothing."""
    return not text or text.isspace()


def reader(column: Column, *, posts: frozenset[str]) -> Reader:
    """The function that reads a filled cell of `column`; it raises CellError. References come back as their text."""
    readers: dict[Kind, Callable[[], Reader]] = {
        Kind.ID: lambda: _text(column, verbatim),
        Kind.REFERENCE: lambda: _text(column, verbatim),
        Kind.TEXT: lambda: _text(column, _composed),
        Kind.NAME: lambda: _text(column, vn_text.nfc),
        Kind.AREA: lambda: _text(column, vn_text.nfc),
        Kind.CODE: lambda: _code(frozenset(column.codes)),
        Kind.POST: lambda: _code(posts),
        Kind.DATE: lambda: _day,
        Kind.PARTIAL_DATE: lambda: _partial_day,
        Kind.BOOLEAN: lambda: _boolean,
        Kind.INTEGER: lambda: _integer(column),
        Kind.DECIMAL: lambda: _decimal(column),
    }
    return readers[column.kind]()


def verbatim(text: str) -> str:
    return text


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _text(column: Column, clean: Callable[[str], str]) -> Reader:
    longest = max_length(column)

    def read(text: str) -> Values:
        value = clean(text)
        if len(value) > longest:
            raise CellError("text_too_long", f"Nội dung dài quá {longest} ký tự.")
        return (value,)

    return read


def max_length(column: Column) -> int:
    """The longest text a cell may hold: of the field itself, of the name of the area, of the id referred to."""
    field: Any = column.field
    if column.kind is Kind.AREA:
        field = field.related_model._meta.get_field("name")
    elif column.kind is Kind.REFERENCE:
        field = field.related_model._meta.get_field("public_id")
    return int(field.max_length)


def _code(codes: frozenset[str]) -> Reader:
    def read(text: str) -> Values:
        if text not in codes:
            raise CellError("code_unknown", f"Mã “{text[:60]}” không có trong danh mục.")
        return (text,)

    return read


def _in_range(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(
            "date_invalid", f"Ngày {text} nằm ngoài khoảng từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."
        )
    return day


def _day(text: str) -> Values:
    if not _DAY.match(text):
        raise CellError("date_invalid", f"“{text[:60]}” không phải là ngày dạng NĂM-THÁNG-NGÀY.")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CellError("date_invalid", f"Ngày {text} không tồn tại.") from error
    return (_in_range(day, text),)


def _partial_day(text: str) -> Values:
    try:
        value = PartialDate.parse(text)
    except ValueError as error:
        raise CellError(
            "date_invalid",
            f"“{text[:60]}” không phải là ngày có thật dạng NĂM-THÁNG-NGÀY, NĂM-THÁNG hoặc NĂM.",
        ) from error
    return (_in_range(value.last_day, text), value.precision)


def _boolean(text: str) -> Values:
    if text not in ("0", "1"):
        raise CellError("code_unknown", f"“{text[:60]}” không phải là 1 (có) hoặc 0 (không).")
    return (text == "1",)


def _integer(column: Column) -> Reader:
    is_year = column.name in ("year", "birth_year")
    lowest = FIRST_YEAR if is_year else 0
    small = "Small" in column.field.get_internal_type()
    highest = LAST_YEAR if is_year else 32_767 if small else 2_147_483_647

    def read(text: str) -> Values:
        if not _INTEGER.match(text):
            raise CellError("number_invalid", f"“{text[:60]}” không phải là số nguyên không âm.")
        value = int(text)
        if not lowest <= value <= highest:
            raise CellError("number_invalid", f"Số {text} nằm ngoài khoảng từ {lowest} đến {highest}.")
        return (value,)

    return read


def _decimal(column: Column) -> Reader:
    field: Any = column.field
    places, digits = field.decimal_places, field.max_digits
    largest = Decimal(10) ** (digits - places) - Decimal(1).scaleb(-places)
    if column.name in ("satisfaction_pct", "reform_score"):
        largest = Decimal(100)
    step = Decimal(1).scaleb(-places)

    def read(text: str) -> Values:
        if not _DECIMAL.match(text):
            raise CellError(
                "number_invalid", f"“{text[:60]}” không phải là số không âm (dấu thập phân là dấu chấm)."
            )
        value = Decimal(text)
        if value > largest:
            raise CellError("number_invalid", f"Số {text} lớn hơn mức cao nhất {largest}.")
        rounded = value.quantize(step)
        if rounded != value:
            raise CellError("number_invalid", f"Số {text} có nhiều hơn {places} chữ số thập phân.")
        return (rounded,)

    return read


def writer(column: Column) -> Writer:
    """The function that writes the values of `column.attnames` as a cell."""
    writers: dict[Kind, Writer] = {
        Kind.DATE: lambda values: values[0].isoformat() if values[0] else "",
        Kind.PARTIAL_DATE: _write_partial,
        Kind.BOOLEAN: lambda values: "" if values[0] is None else "1" if values[0] else "0",
        Kind.INTEGER: lambda values: "" if values[0] is None else str(values[0]),
        Kind.DECIMAL: _write_decimal,
    }
    return writers.get(column.kind, lambda values: values[0] or "")


def _write_partial(values: Values) -> str:
    day, precision = values
    return PartialDate(day, precision or "day").iso if day else ""


def _write_decimal(values: Values) -> str:
    """Without trailing zeros, so that one number has one way of being written."""
    if values[0] is None:
        return ""
    text = f"{values[0]:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
