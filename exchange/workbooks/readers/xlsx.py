"""Office Open XML (.xlsx): values by calamine, and one scan of the sheets' bytes for what calamine does not tell."""

from __future__ import annotations

import bisect
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from exchange.workbooks.gate import Refusal
from exchange.workbooks.readers.base import MAX_COLUMNS, MAX_MERGES, MAX_ROWS, PlainTexts, reader, trimmed
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
        rows = _rows_of(sheet, _marks_by_row(scan.marks if scan else {}))
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("corrupt_file") from error
    merges = [[r0 + 1, c0, r1 + 1, c1] for (r0, c0), (r1, c1) in sheet.merged_cell_ranges or []]
    return {
        "name": name,
        "rows": rows,
        "hidden_rows": sorted(scan.hidden_rows) if scan else [],
        "merges": merges,
    }


def _rows_of(sheet: CalamineSheet, marks: dict[int, dict[int, Any]]) -> list[list[Any]]:
    """`[number, cells]` of the rows that hold something. Hot: every cell of a sheet passes here."""
    width = sheet.end[1] + 1 if sheet.end else 0
    if width > MAX_COLUMNS:
        raise Refusal("too_many_columns", str(width))
    # iter_rows() begins at the first row whatever stands there, but at the first column that is used.
    left = [None] * (sheet.start[1] if sheet.start else 0)
    rows: list[list[Any]] = []
    texts = PlainTexts()
    blank = [""] * (width - len(left))
    for number, values in enumerate(sheet.iter_rows(), start=1):
        if values == blank and number not in marks:
            continue
        cells = texts.row(values)
        if left:
            cells = left + cells
        if number in marks:
            cells = _marked(cells, marks.pop(number))
        if trimmed(cells):
            rows.append([number, cells])
    for number, marked in marks.items():  # rows that hold nothing but errors or uncalculated formulas
        bisect.insort(rows, [number, _marked([], marked)], key=lambda item: item[0])
    return rows


def _marked(cells: list[Any], marks: dict[int, Any]) -> list[Any]:
    cells = cells + [None] * (max(marks) + 1 - len(cells))
    for column, mark in marks.items():
        cells[column] = mark
    return cells


def _marks_by_row(marks: dict[tuple[int, int], Any]) -> dict[int, dict[int, Any]]:
    by_row: dict[int, dict[int, Any]] = {}
    for (row, column), mark in marks.items():
        by_row.setdefault(row, {})[column] = mark
    return by_row


# --- what calamine does not tell: the sheet's own XML -----------------------------------------------------------

# Hot: these search every byte of a sheet. Each begins with a plain letter that is rare between the cells and then
# looks back; with `\b`, `<` or a group in front they take five to ten times as long (ADR 0014).
_ROW_TAG = re.compile(rb"row(?<=[<:]row)\s[^>]*>")
_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?:1|true)[\"']")
_NO_HEIGHT = re.compile(rb"ht(?<=\sht)\s*=\s*[\"']0(?:\.0*)?[\"']")
_MAYBE_ERROR = re.compile(rb"e(?<=[\"']e)[\"']")
# The end of a formula (or one without a body) that no value follows.
_NO_VALUE = re.compile(
    rb"f(?:(?<=/f)\s*>|(?<=<f)(?:\s[^<>]*)?/>|(?<=:f)(?:\s[^<>]*)?>)(?!\s*<(?:\w+:)?v\b[^>]*>[^<])"
)
_FAR_CELL = re.compile(rb"r\s*=\s*[\"'](?:[A-Z]{3}|G[S-Z]|[H-Z][A-Z])\d+[\"'](?:[^>]*[^/])?>\s*<(?!/)")
_HAS_VALUE = re.compile(rb"f\s*>\s*<(?:\w+:)?v\b[^>]*>[^<]")

# Only tried on the few cells that the searches above have found.
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")
_CELL_REF = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_CELL_END = re.compile(rb"</(?:\w+:)?c\s*>")
_CELL_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_EMPTY_VALUE = re.compile(rb"<(?:\w+:)?v\b")
# How far the mark of a formula may be from its cell's tag, how long a cell may be, how many marks may stand outside
# of any: these bound the scan of a file that was made to have it walk back and forth.
_NEAR_BYTES = 50_000
_CELL_BYTES = 300_000
_MAX_LOST, _OPEN_CELL_COSTS = 100_000, 1_000


class _SheetScan:
    """Hidden rows, error cells and uncalculated formulas of one sheet, found in its bytes."""

    def __init__(self, xml: bytes) -> None:
        if _FAR_CELL.search(xml):
            raise Refusal("too_many_columns")
        if xml.count(b"mergeCell ") > MAX_MERGES:
            raise Refusal("zip_bomb", "merged cells")
        self.hidden_rows = set(_hidden_rows(xml))
        self.marks: dict[tuple[int, int], Any] = {}
        for cell in _cells_with(xml, _MAYBE_ERROR):
            if cell.kind == b"e":
                value = _VALUE.search(cell.body)
                text = value.group(1).decode("utf-8", "replace") if value else ""
                self.marks[cell.place] = {"error": text or "#VALUE!"}
        self._was_calculated: bool | None = None
        for cell in _cells_with(xml, _NO_VALUE):
            if self._is_uncached(cell, xml):
                self.marks[cell.place] = {"uncached": True}

    def _is_uncached(self, cell: _MarkedCell, xml: bytes) -> bool:
        """True for a formula that was never calculated.

        A stored empty text has `t="str"`. Some programs write it as a value with nothing in it, and others put the
        same where they have calculated nothing at all: it counts where any formula of the sheet has a value.
        """
        if cell.kind in (b"str", b"e") or b"<is" in cell.body or _VALUE.search(cell.body):
            return False
        if not _EMPTY_VALUE.search(cell.body):
            return True
        if self._was_calculated is None:
            self._was_calculated = _HAS_VALUE.search(xml) is not None
        return not self._was_calculated


@dataclass(slots=True)
class _MarkedCell:
    """A cell in which a mark was found: row from 1 and column from 0, its type, its markup."""

    place: tuple[int, int]
    kind: bytes
    body: bytes


def _hidden_rows(xml: bytes) -> Iterator[int]:
    if not _HIDDEN.search(xml) and not _NO_HEIGHT.search(xml):
        return
    number = 0
    for match in _ROW_TAG.finditer(xml):
        tag = match.group()
        ref = _ROW_NUMBER.search(tag)
        number = int(ref.group(1)) if ref else number + 1
        if _HIDDEN.search(tag) or _NO_HEIGHT.search(tag):
            yield number


def _cells_with(xml: bytes, mark: re.Pattern[bytes]) -> Iterator[_MarkedCell]:
    """The cells in whose markup the mark stands, each once."""
    at, lost = 0, 0
    while match := mark.search(xml, at):
        near, position = max(at, match.start() - _NEAR_BYTES), match.start()
        start = max(xml.rfind(b"<c ", near, position), xml.rfind(b":c ", near, position))
        end = _CELL_END.search(xml, start, start + _CELL_BYTES) if start >= 0 else None
        if end is None or end.end() < position:
            lost += 1 if start < 0 else _OPEN_CELL_COSTS
            if lost > _MAX_LOST:
                raise Refusal("corrupt_file", "marks outside of cells")
            at = match.end()
            continue
        at = end.end()
        body = xml[start:at]
        tag = body[: body.find(b">") + 1]
        ref, kind = _CELL_REF.search(tag), _CELL_TYPE.search(tag)
        if ref is not None:
            place = int(ref.group(2)), _column_index(ref.group(1))
            yield _MarkedCell(place, kind.group(1) if kind else b"", body)


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
