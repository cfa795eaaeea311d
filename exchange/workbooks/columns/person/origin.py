"""Ethnicity, religion, home place and the remark."""

from __future__ import annotations

import re
from collections.abc import Callable

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.columns.texts import plain
from exchange.workbooks.problems import problem
from exchange.workbooks.values.cells import as_written, clean, is_blank, is_tick, words
from exchange.workbooks.values.kinds import kinds_of
from exchange.workbooks.values.origin import PEOPLES, WordReading, read_ethnicity, read_religion


def _read_note(cells: list[Cell], context: RowContext) -> Reading:
    """A remark keeps its lines."""
    written = [str(as_written(item.value)) for item in cells if not is_blank(item.value)][:1]
    lines = [clean(line) for text in written for line in text.splitlines()]
    return Reading({"note": "\n".join(line for line in lines if line) or None})


_LONGEST_WORD = 50


def _read_ethnicity(cells: list[Cell], context: RowContext) -> Reading:
    return _read_word("ethnicity", cells, read_ethnicity)


def _read_religion(cells: list[Cell], context: RowContext) -> Reading:
    return _read_word("religion", cells, read_religion)


def _read_word(field_name: str, cells: list[Cell], read: Callable[[str], WordReading]) -> Reading:
    """A known word, of ticked columns the one above the tick; what only looks like it is asked about."""
    filled = [item for item in cells if not is_blank(item.value)]
    texts = {
        item.part if item.part and is_tick(item.value) else str(as_written(item.value)) for item in filled
    }
    if not texts:
        return Reading({field_name: None})
    text = clean(min(texts))
    found = read(text) if len(texts) == 1 and len(text) <= _LONGEST_WORD else WordReading(None)
    if found.value is None or (found.guess and kinds_of(text)):
        written = " / ".join(sorted(texts))
        return Reading({field_name: None}, [problem(field_name, "value_unknown", written)])
    if found.guess:
        return Reading(
            {field_name: found.value}, [problem(field_name, "typo_suggested", text, meaning=found.value)]
        )
    return Reading({field_name: found.value})


def _word_part(read: Callable[[str], WordReading]) -> Callable[[str], str | None]:
    """Tick columns named after an ethnicity or religion ("Dân tộc | Kinh | Tày")."""

    def part(below: str) -> str | None:
        found = read(PEOPLES.get(below, below))
        return None if found.guess else found.value

    return part


# A place, as nearly every cell of home places begins or goes on.
_PLACE = re.compile(r"(?:xã|phường|thị|tp|huyện|tỉnh|thôn|bản|x\.|p\.|h\.|t\.|tt)\b|.*[,–-]", re.I)
_NO_PLACE = frozenset({"tick", "number", "date", "school", "none", "sex", "ethnicity", "religion", "post", "rating", "health", "discipline", "award", "level"})  # fmt: skip
_PLACES_TOO = frozenset({"thai", "hoa", "lao", "co", "lu", "ma", "tho", "cong", "kinh mon"})


def _read_hometown(cells: list[Cell], context: RowContext) -> Reading:
    """The text as written; a cell that clearly belongs into another column is no place."""
    reading = _PLAIN_HOMETOWN(cells, context)
    text = reading.values["hometown"]
    if not text or _PLACE.match(text) or words(text) in _PLACES_TOO or not kinds_of(text) & _NO_PLACE:
        return reading
    return Reading({"hometown": None}, [problem("hometown", "value_unknown", text)])


_PLAIN_HOMETOWN = plain("hometown", longest=300)

COLUMNS.register(
    Column(
        field="ethnicity",
        context_free=True,
        title="Dân tộc",
        topic="Người",
        headings=(
            r"ethnic(?:ity| group)|ethnic minority",
            r"(?:thanh phan )?dan toc",
        ),
        part=_word_part(read_ethnicity),
        read=_read_ethnicity,
    )
)
COLUMNS.register(
    Column(
        field="religion",
        context_free=True,
        title="Tôn giáo",
        topic="Người",
        headings=(
            r"religion",
            r"ton giao",
        ),
        part=_word_part(read_religion),
        read=_read_religion,
    )
)
COLUMNS.register(
    Column(
        field="hometown",
        context_free=True,
        title="Quê quán",
        topic="Người",
        headings=(
            r"home ?town|native (?:place|village)|place of origin",
            r"que quan|nguyen quan|que|sinh quan|que quan (?:xa huyen tinh|thon xa huyen)",
            r"que quan.{0,40}",
        ),
        read=_read_hometown,
    )
)
COLUMNS.register(
    Column(
        field="note",
        context_free=True,
        title="Ghi chú",
        headings=(
            r"notes?|remarks?",
            r"ghi chu|gc|ghichu|luu y",
        ),
        read=_read_note,
    )
)
