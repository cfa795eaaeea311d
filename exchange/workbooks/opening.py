"""Stage 1 as the parent sees it: hand the bytes to the child process, take plain cells back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exchange.workbooks.gate import MAX_BYTES, Refusal
from exchange.workbooks.readers.base import MAX_COLUMNS

WALL_SECONDS = 30
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows` maps the row number that Excel shows to its cells (trailing blanks cut, blank rows left out).

    Cells are as in `readers`; `merges` are (first row, first column, last row, last column), columns from 0.
    """

    name: str
    rows: dict[int, list[Any]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Any:
        """The cell, or None where there is none."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None


@dataclass(slots=True)
class Workbook:
    """What the child read: the kind of file, its date system and its sheets in order."""

    kind: str
    date1904: bool
    sheets: list[Sheet]


class TooLong(Exception):
    """More rows than the caller has time for; the file is safe and can be read."""

    def __init__(self, n_rows: int) -> None:
        super().__init__(f"{n_rows} rows")
        self.n_rows = n_rows


def open_workbook(content: bytes, name: str, *, at_most: int = 0) -> Workbook:
    """Read an uploaded file in a child process. Raises Refusal with a code of contracts 3, TooLong (`at_most` rows).

    The child is killed after `WALL_SECONDS`; a child that dies or runs out of memory or time means `zip_bomb` or
    `corrupt_file`, never an error of the site.
    """
    if len(content) > MAX_BYTES:
        raise Refusal("zip_bomb", f"{len(content)} bytes")
    answer = _ask_child(content, name, at_most)
    if "refuse" in answer:
        raise Refusal(answer["refuse"], answer.get("detail", ""))
    if "too_long" in answer:
        raise TooLong(answer["too_long"])
    return workbook_of(answer)


def workbook_of(answer: dict[str, Any]) -> Workbook:
    """What the child told, as objects; merged cells end where tables do (offices merge titles over whole rows)."""
    sheets = [
        Sheet(
            name=sheet["name"],
            rows=dict(sheet["rows"]),
            hidden=sheet["hidden"],
            hidden_rows=frozenset(sheet["hidden_rows"]),
            merges=[
                (r0, c0, r1, min(c1, MAX_COLUMNS - 1))
                for r0, c0, r1, c1 in sheet["merges"]
                if c0 < MAX_COLUMNS
            ],
        )
        for sheet in answer["sheets"]
    ]
    return Workbook(kind=answer["kind"], date1904=answer["date1904"], sheets=sheets)


def _ask_child(content: bytes, name: str, at_most: int) -> dict[str, Any]:
    safe_name = "".join(char for char in name if char.isprintable())[-100:].lstrip("-") or "-"
    process = subprocess.Popen(  # noqa: S603  our own interpreter and module; the name is only a label
        [sys.executable, "-m", "exchange.workbooks.child", safe_name, str(at_most)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
    )
    try:
        out, _ = process.communicate(content, timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Refusal("zip_bomb", "time") from None
    if process.returncode < 0:  # killed by a limit of its own: processor time or memory
        raise Refusal("zip_bomb", f"signal {-process.returncode}")
    if process.returncode != 0 or not out:
        raise Refusal("corrupt_file", f"status {process.returncode}")
    return json.loads(out)
