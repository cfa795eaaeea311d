"""Tick columns: what stands in a column that is headed by a level is a mark, or it is asked about."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.columns.base import Cell
from exchange.workbooks.values.cells import is_blank, is_tick, text_of, words
from exchange.workbooks.values.kinds import kinds_of
from exchange.workbooks.values.levels import UNFINISHED, Vocabulary, read_level

_YEARS = range(1950, 2101)
_NO = frozenset({"0", "khong", "chua", "k", "ko"})
_NO_SUBJECT = frozenset(
    {"number", "date", "school", "sex", "ethnicity", "religion", "rating", "health", "discipline", "award", "level", "place"}
)  # fmt: skip


def marked(cells: list[Cell]) -> list[Cell]:
    """The cells of tick columns in which something stands that does not say no."""
    return [cell for cell in cells if cell.part and not is_blank(cell.value) and not is_no(cell.value)]


def is_no(cell: Any) -> bool:
    return words(text_of(cell) or "") in _NO


def is_mark(cell: Any) -> bool:
    """A cross, a one, or the year in which the level was attained."""
    text = text_of(cell) or ""
    return is_tick(cell) or (text.isdigit() and int(text) in _YEARS)


def says_level(cell: Cell, code: str, vocabulary: Vocabulary) -> bool:
    """True for a mark, or for the level's own words below its heading."""
    text = text_of(cell.value) or ""
    return is_mark(cell.value) or read_level(text, vocabulary).code == code


def is_subject(cell: Cell) -> bool:
    """ "Luật" below "ĐH": a field of study stands for the mark; a post that is a field too ("Kế toán") may."""
    text = text_of(cell.value) or ""
    kinds = kinds_of(text)
    if not text or isinstance(cell.value, (int, float, dict)) or UNFINISHED.search(words(text)):
        return False
    return not kinds & _NO_SUBJECT and not ("post" in kinds and any(char.isupper() for char in text[1:]))
