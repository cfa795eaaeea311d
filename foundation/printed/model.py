"""What a printed table is, and how its headings on several levels become cells with spans. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from foundation.dates import PartialDate
from foundation.formats.vi_numbers import DASH, number

Kind = Literal["text", "int", "number", "percent", "date"]
FIGURES = ("int", "number", "percent")


@dataclass(frozen=True)
class PrintedColumn:
    """A leaf column. `path` = its headings from the top down; `mark` stands in the row of column numbers ("A", "1").

    `width` in millimetres on the paper the table is made for; `upright` turns the lowest heading by 90°.
    """

    path: tuple[str, ...]
    kind: Kind = "int"
    width: float = 12
    mark: str = ""
    upright: bool = False
    decimals: int = 2


@dataclass(frozen=True)
class Line:
    """One row. None is a missing value, never zero; a text in a column of figures stands as it is ("< 5")."""

    cells: Sequence[Any]
    is_total: bool = False


@dataclass(frozen=True)
class Signature:
    """Who signs at the foot, left or right, and the line in brackets below."""

    title: str
    hint: str


@dataclass(frozen=True)
class Explained:
    """How one line or column comes about, in words, and the address that explains it."""

    label: str
    how: str
    url: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """A table as it lies on paper. `left`, `right` = the lines of the heading block beside the title; `explained`: how
    each line or column comes about, a sheet of its own in a workbook."""

    title: str
    columns: Sequence[PrintedColumn]
    lines: Sequence[Line]
    subtitle: Sequence[str] = ()
    left: Sequence[str] = ()
    right: Sequence[str] = ()
    notes: Sequence[str] = ()
    place_line: str = ""
    signatures: Sequence[Signature] = ()
    paper: Literal["A4", "A3"] = "A4"
    is_upright: bool = False
    font_size: float = 9
    sheet_name: str = field(default="")
    explained: Sequence[Explained] = ()

    @property
    def has_marks(self) -> bool:
        return any(column.mark for column in self.columns)


@dataclass(frozen=True)
class Heading:
    """A cell of the headings: where it begins, how far it reaches, what stands in it."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    upright: bool = False


def headings_of(columns: Sequence[PrintedColumn]) -> tuple[int, list[Heading]]:
    """The depth of the headings and their cells: equal beginnings of paths become one wide cell, a short path a tall
    one."""
    depth = max((len(column.path) for column in columns), default=1)
    found: list[Heading] = []
    for level in range(depth):
        start = 0
        while start < len(columns):
            end = start + 1
            path = columns[start].path
            if level < len(path) - 1:
                while end < len(columns) and _same_beginning(columns[end].path, path, level):
                    end += 1
                found.append(Heading(level, start, 1, end - start, path[level]))
            elif level == len(path) - 1:
                found.append(Heading(level, start, depth - level, 1, path[level], columns[start].upright))
            start = end
    return depth, found


def _same_beginning(path: tuple[str, ...], other: tuple[str, ...], level: int) -> bool:
    return len(path) > level + 1 and path[: level + 1] == other[: level + 1]


def as_text(column: PrintedColumn, value: Any) -> str:
    """A value as it is read on paper: Vietnamese numbers and dates, a dash for a missing figure."""
    if value is None or value == "":
        return DASH if column.kind in FIGURES else ""
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04d}"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if column.kind in FIGURES and isinstance(value, int | float | Decimal):
        if value != value:
            return DASH
        text = number(value, 0 if column.kind == "int" else column.decimals)
        return f"{text}%" if column.kind == "percent" else text
    return str(value)
