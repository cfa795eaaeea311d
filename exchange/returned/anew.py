"""A new .xlsx of what the office wrote, every value in the row and column it stood in, with results beside the rows.

For .xls, .ods, text tables, long files, and workbooks that cannot be annotated as they are. Text is written as text,
stored values of formulas as values; so it reads back as the file it was made from.
"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

from exchange.returned import looks
from exchange.returned.notes import Note, SheetNotes
from exchange.workbooks.annotation import ADVICE_HEADING, RESULT_HEADING, UNCACHED
from exchange.workbooks.opening import Workbook
from exchange.workbooks.text import ReadableSheet, readable
from foundation.sheets import clean, runs_as_formula

_EXCEL_CELL = 32_767
_FIRST_DAY = {False: date(1900, 3, 1), True: date(1904, 1, 2)}
_LONG_NUMBER = 10**11  # from here on Excel shows 1,2E+11 unless told otherwise
_MOST_MERGED = 20_000  # cells of one merged area
_WIDTHS = (6, 36)
_MEASURED_ROWS = 200
_BASE: dict[str, Any] = {"font_name": looks.FONT, "font_size": looks.SIZE, "valign": "top"}
_CELL = _BASE | {"border": 1, "border_color": f"#{looks.BORDER[2:]}", "text_wrap": True}


def write_anew(workbook: Workbook, notes: dict[str, SheetNotes]) -> bytes:
    """The bytes of the new workbook."""
    import xlsxwriter  # slow to import: only where a workbook is written

    stream = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "date_1904": workbook.date1904,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "", "company": ""})
        formats = _Formats(book)
        names: set[str] = set()
        for sheet in workbook.sheets:
            found = notes.get(sheet.name)
            source = found.readable if found and found.readable else readable(sheet)
            page = book.add_worksheet(sheet_name(sheet.name, names))
            _Page(page, source, found, formats, workbook.date1904).write()
            if sheet.hidden and len(workbook.sheets) > 1:
                page.hide()
        _show_first_visible(book, workbook)
    return stream.getvalue()


def _show_first_visible(book: Any, workbook: Workbook) -> None:
    pages = list(zip(book.worksheets(), workbook.sheets, strict=True))
    visible = [page for page, sheet in pages if not sheet.hidden]
    if visible:
        visible[0].activate()
        visible[0].set_first_sheet()
    elif len(pages) > 1:
        pages[0][0].hidden = 0


def sheet_name(written: str, taken: set[str]) -> str:
    """The sheet's name as Excel takes it, unique in the book."""
    base = re.sub(r"[\[\]:*?/\\\u200b-\u200f\u202a-\u202e\u2066-\u2069]", " ", clean(written))
    base = re.sub(r"[\t\r\n]", " ", base).strip().strip("'")[:31] or "Trang"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base[:27]} {number}", number + 1
    taken.add(name.casefold())
    return name


class _Formats:
    """Formats by what they are for, made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, str], Any] = {}

    def of(self, kind: str, more: str = "") -> Any:
        """`kind` a place in the sheet or a room of `looks`; `more` a number format, or "quoted"."""
        key = (kind, more)
        if key not in self.made:
            facts = dict(_BASE if kind == "plain" else _CELL)
            if kind == "head":
                facts |= {
                    "bold": True,
                    "align": "center",
                    "valign": "vcenter",
                    "bg_color": f"#{looks.HEAD_FILL[2:]}",
                }
            if kind in looks.FILLS:
                facts |= {"bold": True, "bg_color": f"#{looks.FILLS[kind][2:]}"}
            if kind.removeprefix("mark ") in looks.MARKS and kind.startswith("mark "):
                facts |= {"bg_color": f"#{looks.MARKS[kind.removeprefix('mark ')][2:]}"}
            if more == "quoted":
                facts["quote_prefix"] = True
            elif more:
                facts |= {"num_format": more, "align": "left"}
            self.made[key] = self.book.add_format(facts)
        return self.made[key]


class _Page:
    """One sheet: the rows in order, each with what stands beside it."""

    def __init__(
        self, page: Any, source: ReadableSheet, notes: SheetNotes | None, formats: _Formats, date1904: bool
    ) -> None:
        self.page, self.source, self.notes, self.formats = page, source, notes, formats
        self.first_day = _FIRST_DAY[date1904]
        self.heads = {
            row: row == first
            for first, last in (notes.heads if notes else ())
            for row in range(first, last + 1)
        }

    def write(self) -> None:
        self._set_widths()
        merges = self._merges()
        hidden = self.source.sheet.hidden_rows
        wanted = self.source.rows.keys() | (self.notes.lines.keys() if self.notes else set())
        for number in sorted(wanted | {row for row in hidden if row < 100_000}):
            if number in hidden:
                self.page.set_row(number - 1, None, None, {"hidden": True})
            self._write_row(number, self.source.rows.get(number, []))
        # merge_range() writes cells of later rows, which a book written row by row cannot.
        self.page.merge.extend(merges)
        if self.notes:
            self._set_up(self.notes)
        self.page.set_paper(9)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_footer("&C&P/&N")

    def _write_row(self, number: int, cells: list[Any]) -> None:
        note = self.notes.lines.get(number) if self.notes else None
        kind = "head" if number in self.heads else "cell" if note else "plain"
        marks = {column: f"mark {room}" for column, room in note.marks} if note else {}
        for column, cell in enumerate(cells):
            self._write(number - 1, column, cell, marks.get(column, kind))
        if note and self.notes:
            for column in range(max(len(cells), self.notes.left), self.notes.column):
                self.page.write_blank(number - 1, column, None, self.formats.of(marks.get(column, kind)))
        if self.notes and number in self.heads:
            for offset, text in enumerate((RESULT_HEADING, ADVICE_HEADING)):
                place = (number - 1, self.notes.column + offset)
                if self.heads[number]:
                    self.page.write_string(*place, text, self.formats.of("head"))
                else:
                    self.page.write_blank(*place, None, self.formats.of("head"))
        if note and self.notes:
            self._write_note(number - 1, self.notes.column, note)

    def _write_note(self, row: int, column: int, note: Note) -> None:
        self.page.write_string(row, column, note.result, self.formats.of(note.room))
        if note.reason:
            more = "quoted" if runs_as_formula(note.reason) else ""
            self.page.write_string(row, column + 1, clean(note.reason), self.formats.of("cell", more))
        else:
            self.page.write_blank(row, column + 1, None, self.formats.of("cell"))

    def _write(self, row: int, column: int, cell: Any, kind: str) -> None:
        if cell is None:
            if kind != "plain":
                self.page.write_blank(row, column, None, self.formats.of(kind))
        elif isinstance(cell, bool):
            self.page.write_boolean(row, column, cell, self.formats.of(kind))
        elif isinstance(cell, int | float):
            is_long = abs(cell) >= _LONG_NUMBER and float(cell).is_integer()
            self.page.write_number(row, column, cell, self.formats.of(kind, "0" if is_long else ""))
        elif isinstance(cell, dict):
            self._write_odd(row, column, cell, kind)
        else:
            text = clean(str(cell))[:_EXCEL_CELL]
            more = "quoted" if runs_as_formula(text) else ""
            self.page.write_string(row, column, text, self.formats.of(kind, more))

    def _write_odd(self, row: int, column: int, cell: dict[str, Any], kind: str) -> None:
        """A date, an error, a formula that was never calculated: the last two in words that are read back as such."""
        if "date" not in cell:
            text = UNCACHED if "uncached" in cell else clean(str(cell.get("error") or "#VALUE!"))
            self.page.write_string(row, column, text, self.formats.of(kind))
            return
        day = date.fromisoformat(cell["date"])
        if day >= self.first_day:
            self.page.write_datetime(row, column, day, self.formats.of(kind, "dd/mm/yyyy"))
        else:
            self.page.write_string(row, column, f"{day:%d/%m}/{day.year:04d}", self.formats.of(kind))

    def _set_widths(self) -> None:
        longest: dict[int, int] = {}
        rows = self.notes.lines if self.notes else self.source.rows
        for number in list(rows)[:_MEASURED_ROWS]:
            for column, cell in enumerate(self.source.rows.get(number, ())):
                if cell is not None:
                    length = 10 if isinstance(cell, dict) else len(str(cell))
                    longest[column] = max(longest.get(column, 0), length)
        for column, length in longest.items():
            self.page.set_column(column, column, min(max(length + 2, _WIDTHS[0]), _WIDTHS[1]))
        if self.notes:
            for offset, width in enumerate(looks.WIDTHS):
                self.page.set_column(self.notes.column + offset, self.notes.column + offset, width)

    def _merges(self) -> list[list[int]]:
        """Merged areas that a sheet can hold: none upon another, none beyond reason."""
        taken: set[tuple[int, int]] = set()
        found = []
        for top, left, bottom, right in self.source.sheet.merges:
            n_cells = (bottom - top + 1) * (right - left + 1)
            if not 1 < n_cells <= _MOST_MERGED or len(taken) > 50 * _MOST_MERGED:
                continue
            cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            if taken.isdisjoint(cells):
                taken |= cells
                found.append([top - 1, left, bottom - 1, right])
        for first, last in self.notes.heads if self.notes else ():
            if last > first and self.notes:
                found += [[first - 1, self.notes.column + n, last - 1, self.notes.column + n] for n in (0, 1)]
        return found

    def _set_up(self, notes: SheetNotes) -> None:
        head = notes.heads[0][1]
        self.page.autofilter(head - 1, notes.left, max(notes.last, head + 1) - 1, notes.column + 1)
        self.page.repeat_rows(notes.heads[0][0] - 1, head - 1)
        if head <= 20:
            self.page.freeze_panes(head, 0)
