"""Finding a header: one to three rows that name the columns of a table of people. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from exchange.workbooks.columns import Binding, Column, Heading
from exchange.workbooks.columns.base import match_heading
from exchange.workbooks.columns.mapping import resolve
from exchange.workbooks.columns.relatives import (
    about_relatives,
    begins_relative,
    is_relatives,
    names_a_relation,
)
from exchange.workbooks.text import ReadableSheet
from exchange.workbooks.values.cells import as_written, clean, words
from exchange.workbooks.values.names import looks_like_name

MAX_LEVELS = 3
MIN_KNOWN = 3
_STT = re.compile(r"(?:stt|tt|so tt|so thu tu|thu tu|no|so)\Z")


def is_stt(text: str) -> bool:
    """True for the heading of a column of running numbers."""
    return _STT.match(words(text)) is not None


@dataclass(slots=True)
class Header:
    """Rows `first` to `last` and what their columns hold.

    `stt` = the column of running numbers; `ignored` = columns that the user does not want."""

    first: int
    last: int
    bindings: list[Binding]
    unknown: list[tuple[int, Heading]]
    stt: int | None
    ignored: list[tuple[int, Heading]] = field(default_factory=list)

    @property
    def fields(self) -> set[str]:
        return {binding.column.field for binding in self.bindings}

    @property
    def name_columns(self) -> list[int]:
        return [binding.index for binding in self.bindings if binding.column.field == "full_name"]

    def __contains__(self, number: int) -> bool:
        """True for one of its rows."""
        return self.first <= number <= self.last

    def says_more_than(self, other: Header) -> bool:
        """More columns known, or as many with another meaning ("Nam | Nữ" below a merged "Ngày sinh")."""
        n_more = len(self.bindings) - len(other.bindings)
        return n_more > 0 or (n_more == 0 and not self.same_columns(other))

    @property
    def is_of_relatives(self) -> bool:
        """A list of relatives ("Họ và tên | Quan hệ | Năm sinh") has no post and names none of the unit's people."""
        return "posts" not in self.fields and any(
            names_a_relation(heading.levels[-1]) for _, heading in self.unknown
        )

    def same_columns(self, other: Header) -> bool:
        mine = {(item.index, item.column.field, item.part) for item in self.bindings}
        return mine == {(item.index, item.column.field, item.part) for item in other.bindings}


def find_header(sheet: ReadableSheet, number: int, *, in_table: bool) -> Header | None:
    """The header that starts at row `number`, or None.

    Inside a table only a row that names the name column again can be a header: a rating, a sex, the number 2019 in a
    row about a person are words of headings too. A row above the one with the name ("Trình độ" over "ĐH | CĐ") belongs
    to the header when more columns are understood with it.
    """
    own = header_at(sheet, number) if _may_be_header(sheet, number, in_table=in_table) else None
    if own is not None:
        return own
    texts = [cell for cell in sheet.rows[number] if cell is not None]
    if len(texts) < 2 or not all(isinstance(cell, str) and len(cell) <= 120 for cell in texts):
        return None
    for ahead in range(1, MAX_LEVELS):
        if number + ahead in sheet.rows and _has_name_heading(sheet, number + ahead):
            whole, below = header_at(sheet, number), header_at(sheet, number + ahead)
            reaches = whole is not None and whole.last >= number + ahead
            return whole if reaches and whole and below and whole.says_more_than(below) else None
    return None


def _may_be_header(sheet: ReadableSheet, number: int, *, in_table: bool) -> bool:
    """Cheap test before the columns are bound."""
    if _has_name_heading(sheet, number):
        return True
    texts = [cell for cell in sheet.rows[number] if isinstance(cell, str) and 0 < len(cell) <= 120]
    if in_table or len(texts) < MIN_KNOWN:
        return False
    numbers = sum(1 for cell in sheet.rows[number] if isinstance(cell, (int, float, dict)))
    return not numbers and sum(1 for text in texts if match_heading(Heading.of(text))) >= MIN_KNOWN


def _has_name_heading(sheet: ReadableSheet, number: int) -> bool:
    return any(
        isinstance(cell, str)
        and len(cell) <= 120
        and (
            (begins_like_name_heading(cell[:20]) and _names_the_name(cell))
            or bool(sheet.said_names and words(cell) in sheet.said_names)
        )
        for cell in sheet.rows[number]
    )


def is_row_of_a_person(sheet: ReadableSheet, header: Header, above: Header | None) -> bool:
    """True for a person's row that only seems to be a header: the last one above the next table's heading, or one of
    whose values ("Cán bộ" among the groups) is the heading that the user said to be the name."""
    if above is None or (not sheet.said_names and _has_name_heading(sheet, header.first)):
        return False
    cells = [sheet.cell(header.first, index) for index in above.name_columns]
    return any(
        looks_like_name(cell) and words(cell) not in sheet.said_names and not match_heading(Heading.of(cell))
        for cell in cells
    )


_NAME_WORDS = {"ho", "ten", "hovaten", "hoten", "full", "fullname"}


@lru_cache(maxsize=20_000)
def begins_like_name_heading(start: str) -> bool:
    """True for the first letters of "Họ và tên", "Tên"…; the surname "Hồ" folds to the same and is none."""
    first = words(start).partition(" ")[0]
    return first in _NAME_WORDS and clean(start).lower().partition(" ")[0] != "hồ"


def is_name_heading(cell: Any) -> bool:
    """True for the heading of a whole name, or of its first part."""
    if not isinstance(cell, str) or len(cell) > 120 or not begins_like_name_heading(cell[:20]):
        return False
    found = match_heading(Heading.of(cell))
    return found is not None and found[0].field == "full_name" and found[1] in ("", "family")


def _names_the_name(text: str) -> bool:
    found = match_heading(Heading.of(text))
    return found is not None and found[0].field == "full_name"


def header_at(sheet: ReadableSheet, first: int) -> Header | None:
    """The header that starts at a row, with as many levels as add columns; None when it is not one."""
    best: Header | None = None
    for n_levels in range(1, MAX_LEVELS + 1):
        last = first + n_levels - 1
        if n_levels > 1 and not _is_lower_level(sheet, first, last):
            break
        header = bind(sheet, first, last)
        if _is_enough(header) and (
            best is None or header.says_more_than(best) or _names_more_relatives(sheet, header, best)
        ):
            best = header
    return best


def _names_more_relatives(sheet: ReadableSheet, header: Header, best: Header) -> bool:
    """ "Họ tên | Năm sinh" below "Vợ (chồng)": no column of the official's, yet a level of this header."""
    if not header.same_columns(best) or len(header.unknown) <= len(best.unknown):
        return False
    return any(
        about_relatives(heading.levels[:-1]) and match_heading(Heading(heading.levels[-1:]))
        for _, heading in header.unknown
    )


def _is_enough(header: Header) -> bool:
    """Three known columns; or a person's name and one fact beside it (a yearly list), not "Tên | Ghi chú"."""
    if header.is_of_relatives:
        return False
    fields = header.fields
    if len(fields) >= MIN_KNOWN:
        return True
    parts = {binding.part for binding in header.bindings if binding.column.field == "full_name"}
    return ("" in parts or {"family", "given"} <= parts) and bool(fields - {"full_name", "note", "unit"})


def _is_lower_level(sheet: ReadableSheet, first: int, last: int) -> bool:
    """True when row `last` can be a further level of the header at `first`: no person, no number but years."""
    cells = sheet.rows.get(last)
    if not cells or all(cell is None for cell in cells):
        return False
    if _are_classes(sheet, first, cells):
        return True
    covered = _merged_columns(sheet, first, last)
    n_words = 0
    for column, cell in enumerate(cells):
        if cell is None:
            continue
        heading = match_heading(Heading.of(str(as_written(sheet.cell(first, column)) or "")))
        if isinstance(cell, (dict, bool)):
            return False
        if isinstance(cell, (int, float)):
            if not 1990 <= cell <= 2100:
                return False
            n_words += 1
            continue
        if heading and heading[0].field == "full_name" and column not in covered:
            below = match_heading(Heading.of(cell))
            if not below or below[0].field != "full_name":
                return False
        n_words += 1
    return n_words > 0 and not is_column_numbers(cells)


def _merged_columns(sheet: ReadableSheet, first: int, last: int) -> set[int]:
    return {
        column
        for r0, c0, r1, c1 in sheet.sheet.merges
        if r0 <= first and last <= r1
        for column in range(c0, c1 + 1)
    }


def bind(sheet: ReadableSheet, first: int, last: int) -> Header:
    """Rows `first` to `last` taken as a header, whatever stands there."""
    levels = [_level_texts(sheet, row, first, last) for row in range(first, last + 1)]
    width = max(len(level) for level in levels)
    named: list[_Named] = []
    for column in range(width):
        texts = [level[column] if column < len(level) else "" for level in levels]
        heading = Heading.of(*texts)
        if heading.levels:
            named.append(_Named(column, texts, heading, *resolve(heading, sheet.mapping)))
    bindings: list[Binding] = []
    unknown: list[tuple[int, Heading]] = []
    unwanted: list[tuple[int, Heading]] = []
    stt = None
    for item in _without_relatives(named, sheet.mapping):
        if item.found:
            bindings.append(Binding(item.column, item.found[0], item.found[1], item.heading))
        elif _STT.match(item.heading.levels[0]):
            stt = item.column
        else:
            (unwanted if item.ignored else unknown).append((item.column, item.heading))
    return Header(first, last, bindings, unknown, stt, unwanted)


@dataclass(slots=True)
class _Named:
    """One headed column: its texts from the top down, what they mean, and whether the user wants it left out."""

    column: int
    texts: list[str]
    heading: Heading
    found: tuple[Column, str] | None
    ignored: bool


def _without_relatives(named: list[_Named], mapping: Mapping[str, str]) -> list[_Named]:
    """The columns after a relative's name under that name, so that nothing of the relative's is the official's."""
    if not any(begins_relative(item.heading.levels) for item in named):
        return named
    result: list[_Named] = []
    above: str | None = None
    for item in named:
        if begins_relative(item.heading.levels):
            above = item.texts[-1] or item.heading.written
        elif above is not None and item.found:
            elsewhere = {other.found[0].field for other in named if other.found and other is not item}
            if is_relatives(item.found[0].field, elsewhere):
                heading = Heading.of(above, *item.texts)
                item = _Named(item.column, item.texts, heading, *resolve(heading, mapping))
            else:
                above = None
        result.append(item)
    return result


def _level_texts(sheet: ReadableSheet, row: int, first: int, last: int) -> list[str]:
    """The texts of one header row, spread over merged cells (or over blanks, in files without merges)."""
    cells = sheet.rows.get(row, [])
    texts = [
        clean(str(as_written(cell))) if cell is not None and not isinstance(cell, dict) else ""
        for cell in cells
    ]
    merges = [merge for merge in sheet.sheet.merges if merge[0] <= row <= merge[2] and merge[0] >= first]
    if merges:
        for r0, c0, _r1, c1 in merges:
            top = sheet.cell(r0, c0)
            text = clean(str(as_written(top))) if top is not None else ""
            while len(texts) <= c1:
                texts.append("")
            for column in range(c0, c1 + 1):
                texts[column] = text
        return texts
    return _spread_over_blanks(sheet, texts, row, last) if row < last else texts


def _spread_over_blanks(sheet: ReadableSheet, texts: list[str], row: int, last: int) -> list[str]:
    """Without merges a parent heading reaches over the blanks at its right that have headings of their own below."""
    below = {
        column
        for lower in range(row + 1, last + 1)
        for column, cell in enumerate(sheet.rows.get(lower, []))
        if cell is not None
    }
    width = max(len(texts), max(below, default=-1) + 1)
    texts = texts + [""] * (width - len(texts))
    for column in range(1, width):
        if not texts[column] and {column - 1, column} <= below:
            texts[column] = texts[column - 1]
    return texts


def _are_classes(sheet: ReadableSheet, first: int, cells: list[Any]) -> bool:
    """ "1 | 2 | 3" at the right of the name, below a heading that has classes: no row of column numbers."""
    places = [column for column, cell in enumerate(cells) if cell is not None]
    above = match_heading(Heading.of(str(as_written(sheet.cell(first, places[0])) or "")))
    if above is None or above[0].field != "health_class":
        return False
    return [str(cells[column]).strip() for column in places] == [str(n) for n in range(1, len(places) + 1)]


def is_column_numbers(cells: list[Any]) -> bool:
    """A row like `1 2 3 4 …` or `(1) (2) … ` or `A B 1 2` under the header."""
    filled: list[str] = []
    for cell in cells:
        if cell is None:
            continue
        text = "" if isinstance(cell, dict) else str(cell).strip().strip("().[]")
        if not text.isdigit() and not (len(text) == 1 and text.isalpha()):
            return False
        filled.append(text)
    numbers = [int(text) for text in filled if text.isdigit()]
    if numbers and numbers[0] > 200:
        return False  # "2019 2020 2021" are years of ratings
    in_order = all(b - a == 1 for a, b in pairwise(numbers))
    return len(numbers) >= MIN_KNOWN and in_order and len(numbers) >= len(filled) - 3
