"""People who take up more than one row: which rows go on with the person above, and how their cells become one. Pure.

A row goes on when the name above is merged over it, or when it has neither name nor number, states no birth date, sex
or ID number that the person above states already, and follows at once. Without a merged cell it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exchange.workbooks.columns import Binding, Column
from exchange.workbooks.columns.base import Cell
from exchange.workbooks.headers import Header
from exchange.workbooks.text import ReadableSheet
from exchange.workbooks.values.cells import as_written, clean, is_blank, is_ditto, words
from exchange.workbooks.values.names import begins_with_surname, looks_like_name
from exchange.workbooks.values.posts import names_a_post

IDENTITY = frozenset({"birth", "sex", "national_id"})
_LONGEST_MERGE = 500
_SIGNING = frozenset(
    {"chu tich", "pho chu tich", "bi thu", "pho bi thu", "truong phong", "ke toan", "giam doc", "thu truong", "t m", "k t"}
)  # fmt: skip
_REST_OF_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}\Z")
# Tried on every name, so on the text as it stands.
_VACANT = re.compile(
    r"\s*\(?\s*(?:khuy[ếe]t|tr[ốo]ng|(?:c[òo]n )?thi[ếe]u|v[ịi] tr[íi] tr[ốo]ng"
    r"|ch[ưu]a (?:b[ốo] tr[íi]|c[óo]|tuy[ểe]n|ki[ệe]n to[àa]n|b[ầa]u))(?![^\W\d_])",
    re.I,
)
_NO_NAME = frozenset({"nam", "nu", "nt", "nhu tren"})


@dataclass(frozen=True, slots=True)
class Line:
    """A further row of a person; `certain` = a merged cell says so."""

    number: int
    certain: bool


def is_vacant(cell: Any) -> bool:
    """True for what stands in place of the name where a post is vacant."""
    return isinstance(cell, str) and _VACANT.match(cell) is not None


class Continuations:
    """Which rows below a header go on with the person above."""

    def __init__(self, sheet: ReadableSheet, header: Header) -> None:
        self.sheet = sheet
        self.header = header
        self.parts = {b.part for b in header.bindings if b.column.field == "full_name"}
        places = {*header.name_columns, *([header.stt] if header.stt is not None else [])}
        self.top_of: dict[int, int] = {
            row: r0
            for r0, c0, r1, c1 in sheet.sheet.merges
            if 0 < r1 - r0 <= _LONGEST_MERGE and any(c0 <= place <= c1 for place in places)
            for row in range(r0 + 1, r1 + 1)
        }

    def line(self, number: int, *, below: int, last: int, own: set[str], above: set[str]) -> Line | None:
        """Row `number` as a line of the person of row `below`, whose last line so far is `last`; else None.

        `own` and `above`: fields (and `stt`) that the row and the person state.
        """
        if "stt" in own or not own or own & above & IDENTITY:
            return None
        certain = self.top_of.get(number) == below
        if not certain and number != last + 1:
            return None
        if "full_name" in own:
            return Line(number, False) if self._is_rest_of_name(number, own) else None
        return Line(number, certain) if certain or self._may_go_on(number) else None

    def _is_rest_of_name(self, number: int, own: set[str]) -> bool:
        """ "An" below "Nguyễn Văn": a word or two that begin with no surname, with nothing of another person."""
        if own & IDENTITY or self.parts != {""}:
            return False
        cells = [self.sheet.cell(number, column) for column in self.header.name_columns]
        texts = {clean(cell) for cell in cells if isinstance(cell, str)}
        if len(texts) > 1:  # the name stands in two columns, and they differ
            return False
        text = next(iter(texts), "")
        if text.startswith("(") and text.endswith(")"):
            return not is_vacant(text)
        if not _REST_OF_NAME.match(text) or words(text) in _NO_NAME or is_vacant(text):
            return False
        return " " not in text or not begins_with_surname(text)

    def _may_go_on(self, number: int) -> bool:
        """No title or name of someone who signs, and in the columns of dates and posts only dates and posts."""
        texts = [clean(c) for c in self.sheet.rows[number] if isinstance(c, str) and not is_blank(c)]
        if any(words(text) in _SIGNING for text in texts):
            return False
        if (
            len(texts) == 1
            and texts[0].count(" ") > 1
            and begins_with_surname(texts[0])
            and looks_like_name(texts[0])
        ):
            return False
        return all(
            tells_of_a_person(binding.column.field, self.sheet.cell(number, binding.index))
            for binding in self.header.bindings
            if not is_blank(self.sheet.cell(number, binding.index))
        )


def tells_of_a_person(field_name: str, cell: Any) -> bool:
    """A sum below the posts is no post, and words without a digit below the birth dates are no date."""
    if field_name == "posts":
        return not isinstance(cell, (int, float))
    if field_name == "birth" and isinstance(cell, str):
        return any(char.isdigit() for char in cell)
    return True


# Fields whose lines are one running text, and what stands between them.
_RUN_ON = {
    "full_name": " ", "hometown": " ", "unit": " ", "note": " ", "party_date": " ", "degree_major": "; ",
    "general_education": " ", "ethnicity": " ", "religion": " ",
}  # fmt: skip


def joined(column: Column, binding: Binding, first: Any, further: Iterable[Any]) -> list[Cell]:
    """The cells of one sheet column on all lines of a person; texts that run on become one."""
    cells = [cell for cell in (first, *further) if not is_blank(cell) and not is_ditto(cell)]
    if len(cells) < 2:
        return [Cell(binding.part, cells[0] if cells else first)]
    if column.field == "posts" and not all(isinstance(c, str) and names_a_post(c) for c in cells):
        return [Cell(binding.part, " ".join(str(as_written(cell)) for cell in cells))]
    between = _RUN_ON.get(column.field)
    if between is None or not all(isinstance(cell, str) for cell in cells):
        return [Cell(binding.part, cell) for cell in cells]
    return [Cell(binding.part, between.join(dict.fromkeys(clean(cell) for cell in cells)))]
