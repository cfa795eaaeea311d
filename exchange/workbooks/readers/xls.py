"""Excel 97–2003 (.xls) by xlrd: it tells error cells, hidden rows and merged cells, which calamine does not."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from exchange.workbooks.gate import Refusal
from exchange.workbooks.readers.base import demand_size, plain, reader, trimmed


@reader("xls")
def read_xls(content: bytes) -> dict[str, Any]:
    """A BIFF workbook. A file that xlrd cannot make out is damaged; the child's end says so where it does not."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise Refusal("corrupt_file") from error
    sheets = [_sheet(book, index) for index in range(book.nsheets)]
    demand_size(sheets)
    return {"date1904": book.datemode == 1, "sheets": sheets}


def _sheet(book: xlrd.book.Book, index: int) -> dict[str, Any]:
    sheet = book.sheet_by_index(index)
    rows = []
    for number in range(sheet.nrows):
        types, values = sheet.row_types(number), sheet.row_values(number)
        cells = trimmed([_cell(book, *pair) for pair in zip(types, values, strict=True)])
        if cells:
            rows.append([number + 1, cells])
    return {
        "name": sheet.name,
        "hidden": sheet.visibility != 0,
        "rows": rows,
        "hidden_rows": sorted(
            number + 1 for number, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
        ),
        "merges": [[r0 + 1, c0, r1, c1 - 1] for r0, r1, c0, c1 in sheet.merged_cells],
    }


def _cell(book: xlrd.book.Book, kind: int, value: Any) -> Any:
    if kind == xlrd.XL_CELL_ERROR:
        return {"error": xlrd.error_text_from_code.get(value, "#VALUE!")}
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE and value >= 1:
        try:
            return plain(xlrd.xldate_as_datetime(value, book.datemode))
        except (ValueError, OverflowError):
            return plain(value)
    return plain(value)
