"""Ethnicity, religion, home place and the remark."""

from __future__ import annotations

import re
from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.columns.texts import plain
from exchange.workbooks.problems import problem
from exchange.workbooks.values.cells import as_written, clean, is_blank, words
from exchange.workbooks.values.levels import NONE_WORDS


def _read_note(cells: list[Cell], context: RowContext) -> Reading:
    """A remark keeps its lines."""
    written = [str(as_written(item.value)) for item in cells if not is_blank(item.value)][:1]
    lines = [clean(line) for text in written for line in text.splitlines()]
    return Reading({"note": "\n".join(line for line in lines if line) or None})


_NO_WORD = re.compile(r"(?:[0-9 ]*|[a-z])\Z")
_CATHOLIC = {"thien chua", "thien chua giao", "dao thien chua", "tcg", "cong giao", "dao cong giao"}


def _read_word(field_name: str) -> Any:
    """Ethnicity and religion: a word in its usual capitals; a tick or a number is no answer."""
    read_text = plain(field_name, capitalise=True, longest=50)

    def read(cells: list[Cell], context: RowContext) -> Reading:
        reading: Reading = read_text(cells, context)
        text = reading.values[field_name]
        if text is None:
            return reading
        spoken = words(text)
        if field_name == "religion" and NONE_WORDS.match(spoken):
            return Reading({field_name: "Không"})
        if field_name == "religion" and spoken in _CATHOLIC:
            return Reading({field_name: "Công giáo"})
        if _NO_WORD.match(spoken) or NONE_WORDS.match(spoken):
            return Reading({field_name: None}, [problem(field_name, "value_unknown", text)])
        if text == text.upper() and len(text) > 3:
            text = text.title() if field_name == "ethnicity" else text.capitalize()
        return Reading({field_name: text.rstrip(".")})

    return read


COLUMNS.register(
    Column(
        field="ethnicity",
        context_free=True,
        title="Dân tộc",
        topic="Người",
        headings=(r"dan toc",),
        read=_read_word("ethnicity"),
    )
)
COLUMNS.register(
    Column(
        field="religion",
        context_free=True,
        title="Tôn giáo",
        topic="Người",
        headings=(r"ton giao",),
        read=_read_word("religion"),
    )
)
COLUMNS.register(
    Column(
        field="hometown",
        context_free=True,
        title="Quê quán",
        topic="Người",
        headings=(
            r"que quan|nguyen quan|que|sinh quan|que quan (?:xa huyen tinh|thon xa huyen)",
            r"que quan.{0,40}",
        ),
        read=plain("hometown", longest=300),
    )
)
COLUMNS.register(
    Column(
        field="note",
        context_free=True,
        title="Ghi chú",
        headings=(r"ghi chu|gc|ghichu|luu y",),
        read=_read_note,
    )
)
