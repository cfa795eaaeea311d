"""Seeing at a glance that a row is one ordinary person. Pure, and hot: nearly every row of a long list ends here.

Only a shortcut: whatever is not plain goes the whole way (`layout`), and what is plain would end there as a person
too (a test compares both). So it may know less than `layout`, never more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from exchange.workbooks.headers import Header, begins_like_name_heading
from exchange.workbooks.values.cells import is_blank, words

_NUMBERS = (int, float)
_NEEDED = 2  # fields that are stated beside the name
# First words of what may stand in place of a name: totals, notes, vacant posts. Some are surnames as well ("Tống",
# "Lưu", "Chu"): their people go the whole way.
_OTHER_WORDS = frozenset(
    ["tong", "cong", "ghi", "luu", "chu", "trong", "con", "chua", "khuyet", "thieu", "vi"]
)


class OrdinaryRows:
    """The rows below one header that are people beyond doubt. A header of two people a row has none."""

    def __init__(self, header: Header) -> None:
        parts = {b.part: b.index for b in header.bindings if b.column.field == "full_name"}
        self.names = header.name_columns if set(parts) in ({""}, {"family", "given"}) else []
        if len(self.names) != len(parts):
            self.names = []
        self.first, self.last_name = min(self.names, default=0), max(self.names, default=0)
        self.stt = header.stt
        fields: dict[str, list[int]] = {}
        for binding in header.bindings:
            if binding.column.field != "full_name":
                fields.setdefault(binding.column.field, []).append(binding.index)
        self.births = fields.pop("birth", [])
        self.posts = fields.pop("posts", [])
        self.others = list(fields.values())

    def holds(self, cells: list[Any]) -> bool:
        """True for a name of letters only with its number or birth date and two facts, and nothing else before it."""
        width = len(cells)
        if not self.names or width <= self.last_name:
            return False
        for place in self.names:
            if not _is_name(cells[place]):
                return False
        if len(cells[self.first]) <= 2 or (len(self.names) == 1 and " " not in cells[self.first]):
            return False  # "V", "II", "XI" are numbers of groups
        for cell in cells[: self.first]:
            if not _is_number(cell):
                return False
        n_facts = 0
        for place in self.births:
            if place < width and _is_date(cells[place]):
                n_facts = 1
        if not n_facts and not self._is_numbered(cells):
            return False
        for place in self.posts:
            if place < width and cells[place].__class__ is str and _is_stated(cells[place]):
                n_facts += 1
                break
        return n_facts >= _NEEDED or n_facts + self._n_others(cells) >= _NEEDED

    def _is_numbered(self, cells: list[Any]) -> bool:
        return self.stt is not None and self.stt < len(cells) and cells[self.stt].__class__ in _NUMBERS

    def _n_others(self, cells: list[Any]) -> int:
        n_stated = 0
        for places in self.others:
            n_stated += any(place < len(cells) and _is_stated(cells[place]) for place in places)
            if n_stated >= _NEEDED:
                break
        return n_stated


def _is_number(cell: Any) -> bool:
    """A running number, or nothing."""
    return cell is None or cell.__class__ in _NUMBERS or (cell.__class__ is str and cell.isdigit())


def _is_date(cell: Any) -> bool:
    """Something that begins and ends with a digit: a heading over birth dates does not."""
    if cell.__class__ is str:
        return bool(cell[:1].isdigit() and cell[-1:].isdigit())
    return cell.__class__ in _NUMBERS or (cell.__class__ is dict and "date" in cell)


def _is_stated(cell: Any) -> bool:
    return cell is not None and (cell.__class__ is not str or cell[:1].isalnum() or not is_blank(cell))


def _is_name(cell: Any) -> bool:
    if cell.__class__ is not str or len(cell) > 60 or not cell.replace(" ", "").isalpha():
        return False
    return _may_begin_a_name(cell.partition(" ")[0])


@lru_cache(maxsize=10_000)
def _may_begin_a_name(word: str) -> bool:
    return words(word) not in _OTHER_WORDS and not begins_like_name_heading(word)
