"""The columns that we put beside an office's table, taken out again when the file comes back.

They are cut out before anything is looked for in the sheet, so that an annotated file reads exactly as the file it was
made from: no reason is taken for a signature, no result for a rating. Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from exchange.workbooks.opening import Sheet
from exchange.workbooks.values.cells import words

RESULT_HEADING = "Kết quả (hệ thống)"
ADVICE_HEADING = "Lý do, cách sửa (hệ thống)"
UNCACHED = "Công thức chưa có kết quả (hệ thống)"  # stands where a formula was never calculated
_MARK = "hệ thống"  # all of ours bear it; columns of other programs do not
_OURS = re.compile(r"(?:ket qua|ly do cach sua|loi can xac nhan|cach sua|trang|dong) he thong")
_LONGEST = 60
_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA)")


def is_ours(cell: Any) -> bool:
    """True for the heading of a column that we added."""
    return (
        isinstance(cell, str)
        and _MARK in cell
        and len(cell) <= _LONGEST
        and bool(_OURS.fullmatch(words(cell)))
    )


def without_annotation(sheet: Sheet) -> Sheet:
    """The sheet as it was before it was annotated; the same object when there is nothing of ours in it."""
    first_rows: dict[int, int] = {}
    for number, cells in sheet.rows.items():
        for column, cell in enumerate(cells):
            if type(cell) is str and _MARK in cell and is_ours(cell):
                first_rows[column] = min(number, first_rows.get(column, number))
    if not first_rows:
        return sheet
    rows: dict[int, list[Any]] = {}
    for number, cells in sheet.rows.items():
        kept = [
            None if first_rows.get(column, number + 1) <= number else _as_it_was(cell)
            for column, cell in enumerate(cells)
        ]
        while kept and kept[-1] is None:
            kept.pop()
        if kept:
            rows[number] = kept
    merges = [
        merge for merge in sheet.merges if not all(c in first_rows for c in range(merge[1], merge[3] + 1))
    ]
    return replace(sheet, rows=rows, merges=merges)


def _as_it_was(cell: Any) -> Any:
    """Errors and uncalculated formulas stand as text in a file that is made anew."""
    if isinstance(cell, str):
        if cell == UNCACHED:
            return {"uncached": True}
        if cell.startswith("#") and _ERROR.fullmatch(cell):
            return {"error": cell}
    return cell
