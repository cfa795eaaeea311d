"""Two tables of people beside each other on one sheet: each is read as a sheet of its own. Pure.

The left one keeps the sheet's name; the right one is called "DS (từ cột F)", with the rows and columns as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from exchange.workbooks.headers import Header, begins_like_name_heading, header_at, is_stt
from exchange.workbooks.headings import letter
from exchange.workbooks.layout import SheetLayout, find_people
from exchange.workbooks.opening import Sheet, Workbook
from exchange.workbooks.ordinary import OrdinaryRows
from exchange.workbooks.text import ReadableSheet, readable
from exchange.workbooks.values.cells import person_key, text_of

_MOST_TABLES = 10
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
    layout = find_people(readable(sheet, mapping))
    cut = _cut_of(layout) if at_most > 1 else None
    if cut is None:
        return [(sheet, layout)]
    last_person = max((person.number for person in layout.people), default=0)
    signed = {i.row for i in layout.skipped if i.kind == "signature" and i.row and i.row > last_person}
    left, right = _left_of(sheet, cut, signed), _right_of(sheet, cut, signed, name)
    parts = _parts(left, mapping, name, 1) + _parts(right, mapping, name, at_most - 1)
    for _, other in parts[1:]:
        other.titles = [*parts[0][1].titles, *other.titles]
    return parts


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


def _cut_of(layout: SheetLayout) -> _Cut | None:
    """Where the second table begins; None where there is only one."""
    for place, header in enumerate(layout.headers):
        column = _begin_of_second(layout, header)
        if column is not None:
            return _cut(layout, column, header.first, place)
        if place:
            beside = _begins_beside(layout, layout.headers[place - 1], header)
            if beside is not None:
                return _cut(layout, beside[0], beside[1], place)
    return _begins_right_of_people(layout)


def _cut(layout: SheetLayout, column: int, first: int, place: int) -> _Cut:
    """Down to the next header that reaches over both tables, else to the end of the sheet."""
    ends = [h.first - 1 for h in layout.headers[place + 1 :] if _reaches_over(h, column)]
    return _Cut(column, first, min(ends, default=max(layout.sheet.rows, default=first)))


def _reaches_over(header: Header, column: int) -> bool:
    sides = {index < column for index in header.name_columns}
    others = [b.index < column for b in header.bindings if b.column.field != "full_name"]
    return len(sides) == 1 and others.count(not next(iter(sides))) >= _SHARED


def _begin_of_second(layout: SheetLayout, header: Header) -> int | None:
    """Of a header that names people twice: the first column of the second, where the rows name two people."""
    firsts = sorted(
        b.index for b in header.bindings if b.column.field == "full_name" and b.part in ("", "family")
    )
    if len(firsts) < _SHARED:
        return None
    column = _first_column(layout.sheet, header, firsts[1])
    left = {b.column.field for b in header.bindings if b.index < column}
    right = {b.column.field for b in header.bindings if b.index >= column}
    if len(left & right) < _SHARED or "full_name" not in left & right:
        return None
    return column if _name_two_people(layout, header, column) else None


def _first_column(sheet: ReadableSheet, header: Header, name: int) -> int:
    """The first column of the table that has its name in column `name`: its number, or what the first table had too."""
    seen = {(b.column.field, b.part): b.index for b in reversed(header.bindings)}
    column = name
    while column > 0:
        texts = [text_of(sheet.cell(row, column - 1)) or "" for row in range(header.first, header.last + 1)]
        mine = next((b for b in header.bindings if b.index == column - 1), None)
        is_again = mine is not None and seen[mine.column.field, mine.part] < column - 1
        if not is_again and not any(is_stt(text) for text in texts):
            break
        column -= 1
    return column


def _name_two_people(layout: SheetLayout, header: Header, column: int) -> bool:
    """More rows name two people than one person twice."""
    n_two = n_same = 0
    for person in layout.people:
        if person.bindings is not header.bindings:
            continue
        one, other = (
            person_key(" ".join(text_of(layout.sheet.cell(person.number, i)) or "" for i in names).strip())
            for names in (
                [i for i in header.name_columns if i < column],
                [i for i in header.name_columns if i >= column],
            )
        )
        if one and other:
            n_two, n_same = n_two + (one != other), n_same + (one == other)
    return n_two > n_same


def _begins_beside(layout: SheetLayout, above: Header, header: Header) -> tuple[int, int] | None:
    """(first column, first row) of the right one of two tables whose headers stand on different rows.

    They are beside each other when people of the upper one stand on rows of the lower one.
    """
    sheet, theirs = layout.sheet, [binding.index for binding in above.bindings]
    if min(header.name_columns) > max(theirs):
        cut = _Cut(
            max(_first_column(sheet, header, min(header.name_columns)), max(theirs) + 1), header.first, 0
        )
        upper = sheet.rows
    elif max(header.name_columns) < min(above.name_columns):
        cut = _Cut(min(_first_column(sheet, above, min(above.name_columns)), *theirs), above.first, 0)
        upper = _right_rows(sheet.rows, replace(cut, last=max(sheet.rows)))
    else:
        return None
    people = OrdinaryRows(above)
    goes_on = any(people.holds(cells) for number, cells in upper.items() if number >= header.first)
    return (cut.column, cut.first) if goes_on else None


def _begins_right_of_people(layout: SheetLayout) -> _Cut | None:
    """A header that stands right of the first table's last column, on a row with one of its people."""
    sheet = layout.sheet
    if not layout.headers:
        return None
    heads = [row for header in layout.headers for row in range(header.first, header.last + 1)]
    width = max(len(sheet.rows.get(row, ())) for row in heads)
    for number in sorted(sheet.rows):
        cells = sheet.rows[number]
        further = [index for index in range(width, len(cells)) if cells[index] is not None]
        if not any(isinstance(cells[i], str) and begins_like_name_heading(cells[i][:20]) for i in further):
            continue
        cut = _Cut(further[0], number, max(sheet.rows))
        if header_at(ReadableSheet(sheet.sheet, _right_rows(sheet.rows, cut)), number):
            return cut
    return None


def _right_rows(rows: dict[int, list[Any]], cut: _Cut) -> dict[int, list[Any]]:
    return {
        number: [None] * cut.column + cells[cut.column :]
        for number, cells in rows.items()
        if cut.first <= number <= cut.last and len(cells) > cut.column
    }
