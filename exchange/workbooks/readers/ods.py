"""OpenDocument (.ods), read from its content.xml: calamine tells neither error cells nor hidden rows of it.

Repeated cells and rows stand once in the file with their number; only those with data are ever written out.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from exchange.workbooks.gate import Refusal
from exchange.workbooks.readers.base import MAX_COLUMNS, MAX_ROWS, plain, reader, trimmed

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_MAX_ELEMENTS_A_ROW = 100_000
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


@reader("ods")
def read_ods(content: bytes) -> dict[str, Any]:
    """An OpenDocument spreadsheet. Dates are written out in it: there is no date system."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)).open("content.xml") as part:
            return {"date1904": False, "sheets": _sheets(part)}
    except (KeyError, ParseError, ValueError) as error:
        raise Refusal("corrupt_file") from error


def _sheets(part: Any) -> list[dict[str, Any]]:
    sheets: list[_Sheet] = []
    hidden_styles: set[str] = set()
    opened: list[Element] = []
    n_rows, n_elements, depth = 0, 0, 0
    # The gate has refused every DTD and entity before: nothing is left that expat could expand.
    for event, element in iterparse(part, events=("start", "end")):  # noqa: S314
        is_table = element.tag == f"{_TABLE}table"
        if event == "start":
            opened.append(element)
            depth += is_table
            n_elements += 1
            if n_elements > _MAX_ELEMENTS_A_ROW:
                raise Refusal("zip_bomb", "elements")
            if is_table and depth == 1:
                sheets.append(_Sheet(element, hidden_styles))
            continue
        opened.pop()
        depth -= is_table
        if element.tag == f"{_TABLE}table-row" and depth == 1:
            n_rows += sheets[-1].take(element)
            if n_rows > MAX_ROWS:
                raise Refusal("zip_bomb", "rows")
            opened[-1].clear()  # rows that were taken need no memory any more
            n_elements = 0
        elif element.tag == f"{_STYLE}style":
            _note_style(element, hidden_styles)
    return [sheet.as_json() for sheet in sheets]


def _note_style(element: Element, hidden: set[str]) -> None:
    shown = element.find(f"{_STYLE}table-properties")
    if shown is not None and shown.get(f"{_TABLE}display") == "false":
        hidden.add(element.get(f"{_STYLE}name", ""))


class _Sheet:
    def __init__(self, element: Element, hidden_styles: set[str]) -> None:
        self.name = element.get(f"{_TABLE}name", "")
        self.hidden = element.get(f"{_TABLE}style-name") in hidden_styles
        self.rows: list[list[Any]] = []
        self.hidden_rows: list[int] = []
        self.merges: list[list[int]] = []
        self.next = 1

    def take(self, row: Element) -> int:
        """Add one row element; how many rows with data it stands for."""
        number, repeated = self.next, int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        self.next += repeated
        cells = self._cells(row, number)
        if not cells:
            return 0
        if repeated > MAX_ROWS:
            raise Refusal("zip_bomb", "repeated rows")
        numbers = range(number, number + repeated)
        self.rows.extend([item, cells] for item in numbers)
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            self.hidden_rows.extend(numbers)
        return repeated

    def _cells(self, row: Element, number: int) -> list[Any]:
        cells: list[Any] = []
        place = 0
        for element in row:
            if element.tag not in _CELLS:
                continue
            repeated = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            value = _value(element)
            if value is not None:
                if place + repeated > MAX_COLUMNS:
                    raise Refusal("too_many_columns", str(place + repeated))
                cells.extend([None] * (place - len(cells)))
                cells.extend([value] * repeated)
            self._note_merge(element, number, place)
            place += repeated
        return trimmed(cells)

    def _note_merge(self, element: Element, number: int, place: int) -> None:
        n_rows = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
        n_columns = int(element.get(f"{_TABLE}number-columns-spanned", "1"))
        if (n_rows > 1 or n_columns > 1) and n_rows <= MAX_ROWS and place + n_columns <= MAX_COLUMNS:
            self.merges.append([number, place, number + n_rows - 1, place + n_columns - 1])

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "hidden": self.hidden,
            "rows": self.rows,
            "hidden_rows": self.hidden_rows,
            "merges": self.merges,
        }


def _value(cell: Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(f"{_CALC}value-type") == "error":
        return {"error": _text(cell) or "#VALUE!"}
    if kind in _NUMBERS:
        return plain(float(cell.get(f"{_OFFICE}value", "")))
    if kind == "date":
        return {"date": cell.get(f"{_OFFICE}date-value", "")[:10]}
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return plain(_text(cell))


def _text(cell: Element) -> str:
    """What the cell shows: its own paragraphs, not the remarks pinned to it."""
    paragraphs = [_paragraph(item) for item in cell if item.tag == f"{_TEXT}p"]
    return "\n".join(paragraphs)


def _paragraph(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 100))
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag.startswith(_TEXT):
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
