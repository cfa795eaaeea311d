"""Workbooks made in tests: by xlsxwriter, and by hand where a file must be wrong."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from exchange.workbooks.opening import open_workbook

HEADER = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ, chức danh"]
PERSON = [1, "Nguyễn Văn An", "Nam", "12/05/1980", "Chủ tịch UBND"]


def xlsx(*sheets, **options):
    """Bytes of a workbook; a sheet is (name, rows) or (name, rows, change(worksheet, workbook))."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, **options})
    for name, rows, *change in sheets:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value not in (None, ""):
                    page.write(number, column, value)
        for function in change:
            function(page, book)
    book.close()
    return stream.getvalue()


def simple(rows=None, header=None):
    return xlsx(("DS", [header or HEADER, *(rows or [PERSON])]))


def rezipped(content, *, replace=None, add=None, drop=()):
    """The same archive with members replaced, added or dropped."""
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            if item.filename in drop:
                continue
            data = source.read(item)
            for name, change in (replace or {}).items():
                if name == item.filename:
                    data = change(data) if callable(change) else change
            target.writestr(item.filename, data)
        for name, data in (add or {}).items():
            target.writestr(name, data)
    return stream.getvalue()


def sheet_of(content, name="tep.xlsx"):
    return open_workbook(content, name).sheets[0]
