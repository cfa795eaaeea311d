"""Two tables of people beside each other on one sheet: each is read as a sheet of its own. Pure.

The left one keeps the sheet's name; the right one is called "DS (từ cột F)", with the rows and columns as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from exchange.workbooks.columns.relatives import about_relatives
from exchange.workbooks.headers import (
    MAX_LEVELS,
    Header,
    bind,
    header_at,
    is_column_numbers,
    is_name_heading,
    is_stt,
)
from exchange.workbooks.headings import letter
from exchange.workbooks.layout import SheetLayout, find_people
from exchange.workbooks.opening import Sheet, Workbook
from exchange.workbooks.text import ReadableSheet, readable
from exchange.workbooks.values.cells import person_key, text_of
from exchange.workbooks.values.names import looks_like_name

_MOST_TABLES = 10
_HEAD_ROWS = 60  # rows with something, in which headers are looked for in every column
_MOST_ROWS = 2_000
_MIN_CELLS = 3  # of a person
_SHARED = (
    2  # fields that both tables must have: a name that stands again at the far right makes no second table
)


@dataclass(frozen=True, slots=True)
class _Cut:
    """From column `column` on (0 = A), the rows `first` to `last` are another table's."""

    column: int
    first: int
    last: int


def layouts_of(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> list[SheetLayout]:
    """The tables of a sheet, nearly always one, from left to right."""
    return [layout for _, layout in _parts(sheet, mapping, sheet.name, _MOST_TABLES)]


def apart(workbook: Workbook, mapping: Mapping[str, str] | None = None) -> Workbook:
    """The workbook with a sheet for each table."""
    sheets = [
        part for sheet in workbook.sheets for part, _ in _parts(sheet, mapping, sheet.name, _MOST_TABLES)
    ]
    return replace(workbook, sheets=sheets)


def _parts(
    sheet: Sheet, mapping: Mapping[str, str] | None, name: str, at_most: int
) -> list[tuple[Sheet, SheetLayout]]:
    text = readable(sheet, mapping)
    layout = find_people(text)
    cut = _cut_of(text, layout) if at_most > 1 else None
    if cut is None:
        return [(sheet, layout)]
    signed = {
        i.row for i in layout.skipped if i.kind == "signature" and i.row and _is_short(text, i.row, cut)
    }
    left, right = _left_of(sheet, cut, signed), _right_of(sheet, cut, signed, name)
    parts = _parts(left, mapping, name, 1) + _parts(right, mapping, name, at_most - 1)
    for _, other in parts[1:]:
        other.titles = [*parts[0][1].titles, *other.titles]
    return parts


def _is_short(sheet: ReadableSheet, number: int, cut: _Cut) -> bool:
    """A title or name of someone who signs, no person of the right table."""
    return sum(cell is not None for cell in sheet.rows[number][cut.column :]) < _MIN_CELLS


def _left_of(sheet: Sheet, cut: _Cut, signed: set[int]) -> Sheet:
    rows = {
        number: cells[: cut.column] if cut.first <= number <= cut.last and number not in signed else cells
        for number, cells in sheet.rows.items()
    }
    merges = [
        (r0, c0, r1, min(c1, cut.column - 1) if cut.first <= r0 <= cut.last else c1)
        for r0, c0, r1, c1 in sheet.merges
        if c0 < cut.column or not cut.first <= r0 <= cut.last
    ]
    return replace(sheet, rows=rows, merges=merges)


def _right_of(sheet: Sheet, cut: _Cut, signed: set[int], name: str) -> Sheet:
    """The right table's rows; a cell merged over both tables ("Xã Tân Lập") stands above both."""
    rows = {number: cells for number, cells in _right_rows(sheet.rows, cut).items() if number not in signed}
    merges = []
    for r0, c0, r1, c1 in sheet.merges:
        if not cut.first <= r0 <= cut.last or c1 < cut.column:
            continue
        merges.append((r0, max(c0, cut.column), r1, c1))
        if c0 < cut.column:
            cells = rows.setdefault(r0, [None] * (cut.column + 1))
            cells[cut.column] = sheet.cell(r0, c0)
    return replace(sheet, name=f"{name} (từ cột {letter(cut.column)})", rows=rows, merges=merges)


# --- seeing that there are two ----------------------------------------------------------------------------------


def _cut_of(sheet: ReadableSheet, layout: SheetLayout) -> _Cut | None:
    """Where the second table begins; None where there is only one."""
    heads = _name_headings(sheet, _relatives(layout))
    if len(heads) < _SHARED:
        return None
    left, *others = sorted(heads)
    for name in others:
        column = _first_column(sheet, left, name, heads[name])
        first = heads[name]
        while first > 1 and any(cell is not None for cell in sheet.rows.get(first - 1, ())[column:]):
            first -= 1
        cut = _Cut(column, first, max(sheet.rows))
        sides = _sides(sheet, cut, (heads[left], heads[name]))
        if sides and _are_two(sheet, sides):
            ends = [h.first - 1 for h in layout.headers if _reaches_over(h, column, sides)]
            return replace(cut, last=min(ends, default=cut.last))
    return None


def _relatives(layout: SheetLayout) -> set[int]:
    """Columns about husbands, wives, children: their names make no table of people."""
    unknown = [item for header in layout.headers for item in header.unknown]
    return {column for column, heading in unknown if about_relatives(heading.levels)}


def _name_headings(sheet: ReadableSheet, but: set[int]) -> dict[int, int]:
    """Columns over which a name is asked for, each with the first such row; far down only right of what is headed."""
    numbers = sorted(sheet.rows)
    top = numbers[:_HEAD_ROWS]
    width = max((len(sheet.rows[number]) for number in top), default=0)
    found: dict[int, int] = {}
    for place, number in enumerate(numbers):
        cells = sheet.rows[number]
        begin = 0 if place < _HEAD_ROWS else width
        for column in range(begin, len(cells)):
            if column not in found and column not in but and is_name_heading(cells[column]):
                found[column] = number
    return found


def _first_column(sheet: ReadableSheet, left: int, name: int, row: int) -> int:
    """The first column of the right table: that of its numbers, else the one after a blank column, else its name's."""
    rows = [sheet.rows.get(number, []) for number in range(row - 1, row + 2)]
    for column in range(name - 1, left, -1):
        if any(column < len(cells) and is_stt(text_of(cells[column]) or "") for cells in rows):
            return column
    below = [cells for number, cells in sheet.rows.items() if number >= row]
    for column in range(name - 1, left, -1):
        if all(column >= len(cells) or cells[column] is None for cells in below):
            return column + 1
    return _after_first_table(sheet, left, name, row)


def _after_first_table(sheet: ReadableSheet, left: int, name: int, row: int) -> int:
    """Without a sign between them the right table begins with the first heading that stands a second time."""
    header = bind(sheet, row, row)
    seen: set[tuple[str, str]] = set()
    for binding in header.bindings:
        said = binding.column.field, binding.part
        if said in seen and left < binding.index <= name:
            return binding.index
        seen.add(said)
    return name


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a cut, with its header."""

    sheet: ReadableSheet
    header: Header

    def name(self, number: int) -> str:
        cells = [text_of(self.sheet.cell(number, column)) or "" for column in self.header.name_columns]
        return " ".join(cells).strip()

    def holds_person(self, number: int) -> bool:
        return looks_like_name(self.name(number)) and not is_name_heading(self.name(number))

    def is_headed_at(self, number: int) -> bool:
        """True for a row of the header, or of the column numbers below it."""
        below = number == self.header.last + 1 and is_column_numbers(self.sheet.rows.get(number, []))
        return number in self.header or below

    def begins_with(self, other: _Side) -> bool:
        """True when both are headed on the same rows."""
        return any(
            self.is_headed_at(n)
            for n in range(other.header.first, other.header.last + 2)
            if other.is_headed_at(n)
        )

    def has_people(self) -> bool:
        return any(self.holds_person(n) for n in sorted(self.sheet.rows)[:_MOST_ROWS] if n > self.header.last)


def _sides(sheet: ReadableSheet, cut: _Cut, rows: tuple[int, int]) -> tuple[_Side, _Side] | None:
    """Both sides, where they are headed like tables of the same people; `rows` of their name headings."""
    cells = {n: cells[: cut.column] for n, cells in sheet.rows.items()}, _right_rows(sheet.rows, cut)
    texts = [ReadableSheet(sheet.sheet, each) for each in cells]
    one, other = (_header_near(text, row) for text, row in zip(texts, rows, strict=True))
    if one is None or other is None or len(one.fields & other.fields) < _SHARED:
        return None
    return _Side(texts[0], one), _Side(texts[1], other)


def _are_two(sheet: ReadableSheet, sides: tuple[_Side, _Side]) -> bool:
    """More rows hold two people than one person twice; or both begin together, and each has people on rows of its own."""
    one, other = sides
    n_two = n_same = 0
    for number in sorted(sheet.rows)[:_MOST_ROWS]:
        if one.holds_person(number) and other.holds_person(number):
            is_same = person_key(one.name(number)) == person_key(other.name(number))
            n_two, n_same = n_two + (not is_same), n_same + is_same
        elif (one.holds_person(number) and other.is_headed_at(number)) or (
            other.holds_person(number) and one.is_headed_at(number)
        ):
            n_two += 1
    return n_two > n_same or (
        n_same == 0 and one.begins_with(other) and one.has_people() and other.has_people()
    )


def _header_near(side: ReadableSheet, row: int) -> Header | None:
    """The header with its name column in a row; it may begin above it."""
    best: Header | None = None
    for first in range(row, max(0, row - MAX_LEVELS), -1):
        header = header_at(side, first) if any(c is not None for c in side.rows.get(first, ())) else None
        if header is not None and header.name_columns and row in header:
            best = header if best is None or len(header.bindings) > len(best.bindings) else best
    return best


def _reaches_over(header: Header, column: int, sides: tuple[_Side, _Side]) -> bool:
    """A later header of one table with columns on both sides, not one beside a person of the other."""
    if header.first <= max(side.header.last for side in sides):
        return False
    names = {index < column for index in header.name_columns}
    others = [b.index < column for b in header.bindings if b.column.field != "full_name"]
    if len(names) != 1 or others.count(not next(iter(names))) < _SHARED:
        return False
    rows = range(header.first, header.last + 1)
    return not any(side.holds_person(number) for side in sides for number in rows)


def _right_rows(rows: dict[int, list[Any]], cut: _Cut) -> dict[int, list[Any]]:
    return {
        number: [None] * cut.column + cells[cut.column :]
        for number, cells in rows.items()
        if cut.first <= number <= cut.last and len(cells) > cut.column
    }
