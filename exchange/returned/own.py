"""The office's own workbook with results beside its rows, made in a limited child process and looked at before it leaves.

None wherever anything is not as it must be: the child failed, the bytes hold something active, or the sheets read back
say anything else than the upload did. A new workbook is made then (`anew`).
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import zipfile
from typing import Any

from exchange.returned import inert
from exchange.returned.notes import SheetNotes
from exchange.workbooks.annotation import ADVICE_HEADING, RESULT_HEADING, without_annotation
from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import PROJECT, Sheet, Workbook, open_workbook

MAX_ROWS = 2_000
WALL_SECONDS = 20
log = logging.getLogger(__name__)


def annotated(content: bytes, workbook: Workbook, notes: dict[str, SheetNotes]) -> bytes | None:
    """The annotated .xlsx, or None where the office's own file cannot be given back."""
    made = _ask_child(content, _orders(notes))
    if made is None:
        return None
    try:
        active = inert.faults(made)
        read_back = open_workbook(made, "x.xlsx")
    except (Refusal, zipfile.BadZipFile, KeyError) as error:
        log.warning("An annotated workbook cannot be read back: %r", error)
        return None
    if active:
        log.warning("An annotated workbook is not inert: %s", active[0])
        return None
    if not same_content(workbook, read_back):
        log.warning("An annotated workbook reads otherwise than its upload.")
        return None
    return made


def same_content(before: Workbook, after: Workbook) -> bool:
    """True when both say the same, whatever we once wrote beside their tables."""
    if before.date1904 != after.date1904 or len(before.sheets) != len(after.sheets):
        return False
    return all(_same_sheet(one, other) for one, other in zip(before.sheets, after.sheets, strict=True))


def _same_sheet(one: Sheet, other: Sheet) -> bool:
    one, other = without_annotation(one), without_annotation(other)
    return (one.name, one.hidden, one.hidden_rows, sorted(one.merges), _as_read(one)) == (
        other.name, other.hidden, other.hidden_rows, sorted(other.merges), _as_read(other),
    )  # fmt: skip


def _as_read(sheet: Sheet) -> dict[int, list[Any]]:
    """Rows as reading takes them: white space at the edges and of whichever kind says nothing."""
    rows = {}
    for number, cells in sheet.rows.items():
        plain = [(" ".join(cell.split()) or None) if isinstance(cell, str) else cell for cell in cells]
        while plain and plain[-1] is None:
            plain.pop()
        if plain:
            rows[number] = plain
    return rows


def _orders(notes: dict[str, SheetNotes]) -> dict[str, Any]:
    sheets = {
        name: {
            "column": item.column,
            "left": item.left,
            "heads": item.heads,
            "last": item.last,
            "lines": {
                str(number): [note.result, note.room, note.reason, note.marks]
                for number, note in item.lines.items()
            },
        }
        for name, item in notes.items()
    }
    return {"headings": [RESULT_HEADING, ADVICE_HEADING], "sheets": sheets}


def _ask_child(content: bytes, orders: dict[str, Any]) -> bytes | None:
    process = subprocess.Popen(
        [sys.executable, "-m", "exchange.returned.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
    )
    line = json.dumps(orders, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
    try:
        out, _ = process.communicate(line + content, timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    return out if process.returncode == 0 and out else None
