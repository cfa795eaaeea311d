"""Columns that the system itself puts into its templates and returned files: the record's code, and what it says."""

from __future__ import annotations

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.values.cells import as_written, clean, is_blank

CODE_HEADING = "Mã hồ sơ (hệ thống)"
RECORDED_HEADING = "Đã ghi trong hồ sơ (hệ thống)"
REASON_HEADING = "Lỗi / Cần xác nhận (hệ thống)"
_LONGEST = 80


def _read_code(cells: list[Cell], context: RowContext) -> Reading:
    """The code is no fact about the person: it only says whose record is meant, so it stands beside the values."""
    cell = next((item.value for item in cells if not is_blank(item.value)), None)
    code = clean(str(as_written(cell)))[:_LONGEST] if cell is not None else ""
    return Reading(facts={"record_code": code} if code else {})


def _read_nothing(cells: list[Cell], context: RowContext) -> Reading:
    return Reading()


# The words "hệ thống" keep apart these columns from those of other programs ("Mã hồ sơ", "Ghi chú lỗi").
COLUMNS.register(
    Column(
        field="record_code",
        context_free=True,
        title=CODE_HEADING,
        topic="",
        headings=(r"ma ho so he thong",),
        read=_read_code,
    )
)
COLUMNS.register(
    Column(
        field="system_note",
        context_free=True,
        title=REASON_HEADING,
        topic="",
        headings=(r"(?:da ghi trong ho so|loi can xac nhan|cach sua|trang|dong) he thong",),
        read=_read_nothing,
    )
)
