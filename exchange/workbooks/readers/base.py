"""What every reader keeps to: the registry, the limits, and how a value of a library becomes a plain cell.

A cell is JSON: `null`, text, a number, `true`/`false`, or an object with one key: `{"date": "1980-05-12"}`,
`{"error": "#REF!"}`, `{"uncached": true}` (a formula that was never calculated). Rows carry the number Excel shows.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any

from exchange.workbooks.gate import Refusal

MAX_COLUMNS = 200
MAX_ROWS = 25_000
MAX_MERGES = 50_000

Reader = Callable[[bytes], dict[str, Any]]
READERS: dict[str, Reader] = {}


def reader(kind: str) -> Callable[[Reader], Reader]:
    """Register the reader of one kind that `gate.check` names."""

    def register(function: Reader) -> Reader:
        READERS[kind] = function
        return function

    return register


# What XML cannot hold but Excel writes as _x0000_; no database takes it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def plain(value: Any) -> Any:
    """A library's value as a plain cell."""
    if value is None:
        return None
    if isinstance(value, str):
        if value.isprintable():  # nearly every cell: no pattern to try
            return value or None
        return _UNPRINTABLE.sub("", value) or None
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, dt.datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return str(value)


class PlainTexts(dict[str, str | None]):
    """Texts as a library gives them → plain cells: each is looked at once, and equal ones share one memory."""

    def __missing__(self, text: str) -> str | None:
        cell = self[text] = plain(text)
        return cell

    def row(self, values: list[Any]) -> list[Any]:
        """The values of a row as plain cells. Hot: nearly all are texts that were met before."""
        return [self[value] if value.__class__ is str else plain(value) for value in values]


def trimmed(cells: list[Any]) -> list[Any]:
    """The cells without the blanks at their end."""
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def demand_size(sheets: list[dict[str, Any]]) -> None:
    """Refuse more columns or rows with data than any office's list has."""
    for sheet in sheets:
        width = max((len(cells) for _, cells in sheet["rows"]), default=0)
        if width > MAX_COLUMNS:
            raise Refusal("too_many_columns", str(width))
    if sum(len(sheet["rows"]) for sheet in sheets) > MAX_ROWS:
        raise Refusal("zip_bomb", "rows")
