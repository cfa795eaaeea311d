"""The returned workbook of a file: the office's own, annotated, or else a new one of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exchange.returned import anew, own
from exchange.returned.notes import notes_of
from exchange.workbooks.beside import apart
from exchange.workbooks.opening import open_workbook


@dataclass(frozen=True, slots=True)
class Returned:
    """An .xlsx to hand out; `is_own` = the office's own file with columns added."""

    content: bytes
    is_own: bool


def make(
    content: bytes,
    name: str,
    rows: Sequence[dict[str, Any]],
    *,
    state: str,
    mapping: Mapping[str, str] | None = None,
) -> Returned:
    """Write the results of `rows` (contracts 3) beside the rows of an upload. Raises Refusal as reading does.

    `mapping` is what the rows were read with. .xlsx of up to `own.MAX_ROWS` people comes back as it is.
    """
    workbook = open_workbook(content, name)
    if {row["sheet"] for row in rows} - {sheet.name for sheet in workbook.sheets}:
        workbook = apart(workbook, mapping)  # two tables beside each other: a sheet for each
        return Returned(
            anew.write_anew(workbook, notes_of(workbook, rows, mapping=mapping, state=state)), is_own=False
        )
    notes = notes_of(workbook, rows, mapping=mapping, state=state)
    if workbook.kind == "xlsx" and len(rows) <= own.MAX_ROWS:
        made = own.annotated(content, workbook, notes)
        if made is not None:
            return Returned(made, is_own=True)
    return Returned(anew.write_anew(workbook, notes), is_own=False)
