"""Readers: one per kind of file, each turning checked bytes into plain sheets.

Runs inside the child process; imports only light modules. What a cell is, is said in `base`.
"""

from __future__ import annotations

from typing import Any

from exchange.workbooks.gate import Refusal
from exchange.workbooks.readers import delimited, ods, xls, xlsx
from exchange.workbooks.readers.base import MAX_COLUMNS, MAX_ROWS, READERS

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "READERS", "delimited", "ods", "read", "xls", "xlsx"]


def read(kind: str, content: bytes) -> dict[str, Any]:
    """`{"date1904": bool, "sheets": [{"name", "hidden", "rows": [[number, [cell, …]]], "hidden_rows", "merges"}]}`.

    Raises Refusal: `unsupported_format` for a kind without a reader, `too_many_columns`, `corrupt_file`…
    """
    if kind not in READERS:
        raise Refusal("unsupported_format", kind)
    return READERS[kind](content)
