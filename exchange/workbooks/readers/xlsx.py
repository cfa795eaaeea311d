"""Office Open XML (.xlsx): values by calamine, and one scan of the sheets' bytes for what calamine does not tell."""

from __future__ import annotations

import bisect
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from exchange.workbooks.gate import Refusal
from exchange.workbooks.readers.base import MAX_COLUMNS, MAX_ROWS, plain, reader, trimmed
from exchange.workbooks.readers.markup import as_utf8, attributes, with_utf8_parts


@reader("xlsx")
def read_xlsx(content: bytes) -> dict[str, Any]:
    """An Office Open XML workbook: values by calamine, and one scan of the XML for what calamine does not tell."""
    content = with_utf8_parts(content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    paths = _sheet_paths(archive)
    scans: dict[str, _SheetScan] = {}
    for name, path in paths.items():
        scans[name] = _SheetScan(as_utf8(archive.read(path)))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Refusal("password_protected") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("corrupt_file") from error
    sheets, n_rows = [], 0
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = _read_sheet(workbook, meta.name, scans.get(meta.name))
        sheet["hidden"] = meta.visible != SheetVisibleEnum.Visible
        n_rows += len(sheet["rows"])
        if n_rows > MAX_ROWS:
            raise Refusal("zip_bomb", "rows")
        sheets.append(sheet)
    return {"date1904": _uses_1904(archive), "sheets": sheets}


def _read_sheet(workbook: CalamineWorkbook, name: str, scan: _SheetScan | None) -> dict[str, Any]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        values = list(sheet.iter_rows())
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("corrupt_file") from error
    merges = [[r0 + 1, c0, r1 + 1, c1] for (r0, c0), (r1, c1) in sheet.merged_cell_ranges or []]
    marks = scan.marks if scan else {}
    first = 0 if sheet.start is None else sheet.start[0]
    left = 0 if sheet.start is None else sheet.start[1]
    # iter_rows() pads to A1 or starts at the first used cell, depending on the version: ask the sheet itself.
    padded_rows = sheet.start is not None and len(values) == (sheet.end[0] + 1 if sheet.end else 0)
    first = 0 if padded_rows else first
    width = (sheet.end[1] + 1) if sheet.end else 0
    if width > MAX_COLUMNS:
        raise Refusal("too_many_columns", str(width))
    by_row = _marks_by_row(marks)
    rows: list[list[Any]] = []
    for index, row in enumerate(values):
        number = first + index + 1
        cells = _row_cells(row, by_row.pop(number, None), left if len(row) < width else 0)
        if cells:
            rows.append([number, cells])
    for number, marked in by_row.items():  # rows that hold nothing but errors or uncalculated formulas
        cells = _row_cells([], marked, 0)
        if cells:
            bisect.insort(rows, [number, cells], key=lambda item: item[0])
    return {
        "name": name,
        "rows": rows,
        "hidden_rows": sorted(scan.hidden_rows) if scan else [],
        "merges": merges,
    }


def _row_cells(row: list[Any], marked: dict[int, Any] | None, left: int) -> list[Any]:
    cells = [None] * left + [plain(value) for value in row]
    for column, mark in (marked or {}).items():
        while len(cells) <= column:
            cells.append(None)
        cells[column] = mark
    return trimmed(cells)


def _marks_by_row(marks: dict[tuple[int, int], Any]) -> dict[int, dict[int, Any]]:
    by_row: dict[int, dict[int, Any]] = {}
    for (row, column), mark in marks.items():
        by_row.setdefault(row, {})[column] = mark
    return by_row


# --- what calamine does not tell: the sheet's own XML -----------------------------------------------------------

_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN = re.compile(rb"\b(?:hidden|zeroHeight)\s*=\s*[\"'](?:1|true)[\"']")
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")
_ERROR_CELL = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s>/])")
_CELL_REF = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_CELL_START = re.compile(rb"<(?:\w+:)?c\s")
_CELL_END = re.compile(rb"</(?:\w+:)?c\s*>")
_VALUE = re.compile(rb"<(?:\w+:)?v\s*>([^<]*)<")
_FAR_CELL = re.compile(rb"\br\s*=\s*[\"'](?:[A-Z]{3}|G[S-Z]|[H-Z][A-Z])\d+[\"'][^>]*[^/]>\s*<(?!/)")
# How far a mark may be from its cell's tag, and how long a cell with a formula may be: without bounds a file made
# for it would have the scan walk back and forth over everything for each mark.
_TAG_BYTES = 1_000
_CELL_BYTES = 300_000
_MAX_OPEN_CELLS = 100


class _SheetScan:
    """Hidden rows, error cells and uncalculated formulas of one sheet, found in its bytes."""

    def __init__(self, xml: bytes) -> None:
        if _FAR_CELL.search(xml):
            raise Refusal("too_many_columns")
        self.hidden_rows = set(self._hidden(xml))
        self.marks: dict[tuple[int, int], Any] = {}
        self.open_cells = 0
        for match in _ERROR_CELL.finditer(xml):
            self._mark_error(xml, match.start())
        for match in _FORMULA.finditer(xml):
            self._mark_uncached(xml, match.start())

    def _hidden(self, xml: bytes) -> Iterator[int]:
        if not _HIDDEN.search(xml):
            return
        number = 0
        for match in _ROW_TAG.finditer(xml):
            tag = match.group()
            ref = _ROW_NUMBER.search(tag)
            number = int(ref.group(1)) if ref else number + 1
            if _HIDDEN.search(tag):
                yield number

    def _cell_at(self, xml: bytes, position: int) -> tuple[tuple[int, int], bytes] | None:
        """Place and bytes of the cell whose markup holds `position`; None when it is no cell's markup."""
        near = max(0, position - _TAG_BYTES)
        start = max(xml.rfind(b"<c ", near, position + 1), xml.rfind(b":c ", near, position + 1))
        if start < 0:
            return None
        end = _CELL_END.search(xml, start, start + _CELL_BYTES)
        if end is None:
            self.open_cells += 1
            if self.open_cells > _MAX_OPEN_CELLS:
                raise Refusal("corrupt_file", "cells without an end")
        body = xml[start : end.end()] if end else xml[start : start + 4096]
        ref = _CELL_REF.search(body[: body.find(b">") + 1])
        if ref is None or start + len(body) < position:
            return None
        return (int(ref.group(2)), _column_index(ref.group(1))), body

    def _mark_error(self, xml: bytes, position: int) -> None:
        found = self._cell_at(xml, position)
        if found is None or b">" in xml[position - min(position, 200) : position].rpartition(b"<")[2]:
            return
        place, body = found
        value = _VALUE.search(body)
        self.marks[place] = {
            "error": (value.group(1).decode("utf-8", "replace") if value else "") or "#VALUE!"
        }

    def _mark_uncached(self, xml: bytes, position: int) -> None:
        found = self._cell_at(xml, position)
        if found is None:
            return
        place, body = found
        tag = body[: body.find(b">") + 1]
        # A formula whose stored result is the empty text has t="str"; without any value it was never calculated.
        if _VALUE.search(body) is None and b"<v/>" not in body and b'"str"' not in tag and b"<is" not in body:
            self.marks[place] = {"uncached": True}


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


_SHEET_TAG = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_DATE1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → member path, by the workbook's relationships."""
    names = {name.lower(): name for name in archive.namelist()}
    if "xl/workbook.xml" not in names:
        return {}
    workbook = as_utf8(archive.read(names["xl/workbook.xml"])).decode("utf-8", "replace")
    rels_name = names.get("xl/_rels/workbook.xml.rels")
    rels = as_utf8(archive.read(rels_name)).decode("utf-8", "replace") if rels_name else ""
    targets = {}
    for tag in _RELATION.findall(rels):
        found = attributes(tag)
        target = found.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[found.get("Id", "")] = names.get(path.lower(), "")
    paths = {}
    for tag in _SHEET_TAG.findall(workbook):
        found = attributes(tag)
        path = targets.get(found.get("id", ""), "")
        if path:
            paths[found.get("name", "")] = path
    return paths


def _uses_1904(archive: zipfile.ZipFile) -> bool:
    for name in archive.namelist():
        if name.lower() == "xl/workbook.xml":
            return bool(_DATE1904.search(as_utf8(archive.read(name))))
    return False
