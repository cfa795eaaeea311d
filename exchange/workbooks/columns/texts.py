"""Columns that keep a text as it is written."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.columns.base import Cell, Reading, RowContext
from exchange.workbooks.problems import problem
from exchange.workbooks.values.cells import as_written, clean, is_blank


def plain(field_name: str, *, capitalise: bool = False, longest: int = 0) -> Any:
    """A reader that keeps the text as written (clean); blank is None. `longest`: what the record can hold."""

    def read(cells: list[Cell], context: RowContext) -> Reading:
        cell = next((item.value for item in cells if not is_blank(item.value)), None)
        text = clean(str(as_written(cell))) if cell is not None else None
        if text and capitalise and text == text.lower():
            text = text[:1].upper() + text[1:]
        if text and longest and len(text) > longest:
            return Reading({field_name: None}, [problem(field_name, "value_unknown", text)])
        return Reading({field_name: text or None})

    return read
