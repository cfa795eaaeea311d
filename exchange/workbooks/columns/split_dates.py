"""A date whose day, month and year stand in columns of their own becomes one cell again, to be read like any other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from exchange.workbooks.columns.base import Cell
from exchange.workbooks.values.cells import as_written, is_blank

PIECES = ("day", "month", "year", "daymonth")
PIECE_LABELS = (("day", "ngày"), ("month", "tháng"), ("year", "năm"))
_WORDS = {
    "ngay": "day", "thang": "month", "nam": "year", "ngay thang": "daymonth", "thang nam": "", "ngay thang nam": "",
    "day": "day", "month": "month", "year": "year",
}  # fmt: skip
_BEFORE = re.compile(r"\A\s*(?:ngày|tháng|năm|t)\s*(?=\d)", re.I)


def date_piece(below: str) -> str | None:
    """The piece of a date that a heading below it names; "" = the whole date."""
    return _WORDS.get(below)


def whole_date(cells: Iterable[Cell]) -> Any:
    """One cell of the pieces of a date (parts "", day, month, year, daymonth); None when all are blank.

    Pieces that contradict each other or leave a gap become a text that no date is.
    """
    piece: dict[str, Any] = {}
    for cell in cells:
        if not is_blank(cell.value):
            piece.setdefault(cell.part, cell.value)
    if len(piece) < 2:
        return _alone(piece)
    if piece.keys() <= {"", "year"}:
        return _agreeing(piece[""], piece["year"])
    # "Ngày | Tháng | Ngày sinh", "Ngày sinh | Tháng | Năm": a piece may be headed like a whole date.
    for missing in ("year", "day"):
        if "" in piece and missing not in piece:
            piece[missing] = piece.pop("")
    if "daymonth" in piece:
        if {"day", "month"} & piece.keys():
            return _contradiction(piece)
        return _with_year(piece["daymonth"], piece.get("year"))
    if "" in piece or ("day" in piece and not {"month", "year"} <= piece.keys()):
        return _contradiction(piece)
    return "/".join(_text(piece[name]) for name in ("day", "month", "year") if name in piece)


def _alone(piece: dict[str, Any]) -> Any:
    """A single piece: a year, or a whole date typed into any of the columns."""
    for name, value in piece.items():
        if name in ("day", "month") and not isinstance(value, dict) and len(_text(value)) < 6:
            return f"{_text(value)}/?/?"
        return value
    return None


def _agreeing(whole: Any, year: Any) -> Any:
    text = _text(whole)
    return whole if _text(year) in text or _text(year)[-2:] == text[-2:] else f"{text} / {_text(year)}"


def _with_year(daymonth: Any, year: Any) -> Any:
    if isinstance(daymonth, dict) and year is not None:
        _, month, day = daymonth["date"].split("-")
        return f"{day}/{month}/{_text(year)}"
    if isinstance(daymonth, float):
        return daymonth  # 12.1 may have been 12.10
    return daymonth if year is None else f"{_text(daymonth)}/{_text(year)}"


def _contradiction(piece: dict[str, Any]) -> str:
    return " / ".join(_text(value) for value in piece.values()) + " /"


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _BEFORE.sub("", str(as_written(value)).strip())
