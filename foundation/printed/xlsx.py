"""A printed table as .xlsx in the layout of the paper: merged headings, column numbers, signatures. Text stays text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import IO, Any

from foundation.dates import PartialDate
from foundation.printed.model import FIGURES, PrintedTable, as_text, headings_of
from foundation.sheets import clean, runs_as_formula

_FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11}
_CELL: dict[str, Any] = _FONT | {"border": 1, "valign": "vcenter", "text_wrap": True}
_CENTRE: dict[str, Any] = {"align": "center", "valign": "vcenter", "text_wrap": True}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": _FONT | _CENTRE | {"bold": True, "font_size": 13},
    "subtitle": _FONT | _CENTRE | {"italic": True},
    "side": _FONT | {"text_wrap": True, "valign": "top"},
    "side_bold": _FONT | {"text_wrap": True, "valign": "top", "bold": True},
    "head": _CELL | _CENTRE | {"bold": True},
    "head_upright": _CELL | _CENTRE | {"bold": True, "rotation": 90},
    "mark": _CELL | _CENTRE | {"italic": True, "font_size": 9},
    "text": _CELL,
    "quoted": _CELL | {"quote_prefix": True},  # stays text when somebody edits the cell
    "int": _CELL | {"num_format": "#,##0", "align": "right"},
    "number": _CELL | {"num_format": "#,##0.00", "align": "right"},
    "percent": _CELL | {"num_format": "0.00%", "align": "right"},
    "date": _CELL | {"num_format": "dd/mm/yyyy", "align": "left"},
    "note": _FONT | {"italic": True},
    "sign": _FONT | _CENTRE | {"bold": True},
    "sign_hint": _FONT | _CENTRE | {"italic": True},
}
EXPLAINED_SHEET = "Cách tính"
_PAPERS = {"A4": 9, "A3": 8}
_MM_A_CHARACTER = 1.9  # the width of a digit of Times 11 in a sheet


def write_printed_xlsx(stream: IO[bytes], table: PrintedTable) -> None:
    """Write one table as a workbook of one sheet, set up to print on its paper with the headings on every page; what is
    explained of it on a second sheet."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options | {"in_memory": True}) as book:
        book.set_properties({"title": clean(table.title), "company": ""})
        _Paper(book, table).write()
        if table.explained:
            _explain(book, table)


def _explain(book: Any, table: PrintedTable) -> None:
    """The sheet "Cách tính": of what table, from what, and how each line comes about."""
    page = book.add_worksheet(EXPLAINED_SHEET)
    formats = {name: book.add_format(_FORMATS[name]) for name in ("title", "note", "head", "text")}
    for index, width in enumerate((44, 80, 60)):
        page.set_column(index, index, width)
    row = 0
    for text in (table.title, *table.subtitle, *table.notes):
        page.write_string(row, 0, clean(text), formats["note"])
        row += 1
    for index, text in enumerate(("Nội dung", "Cách tính", "Xem thêm")):
        page.write_string(row + 1, index, text, formats["head"])
    for place, each in enumerate(table.explained, start=row + 2):
        for index, text in enumerate((each.label, each.how, each.url)):
            page.write_string(place, index, clean(text), formats["text"])
    page.set_landscape()
    page.set_paper(_PAPERS["A4"])
    page.fit_to_pages(1, 0)


class _Paper:
    """Writes downwards; `self.row` is the next free row."""

    def __init__(self, book: Any, table: PrintedTable) -> None:
        self.table, self.row = table, 0
        self.page = book.add_worksheet((table.sheet_name or "Biểu")[:31])
        self.formats = {name: book.add_format(facts) for name, facts in _FORMATS.items()}
        self.bold = {
            name: book.add_format(_FORMATS[name] | {"bold": True}) for name in (*FIGURES, "text", "date")
        }
        self.n_columns = len(table.columns)

    def write(self) -> None:
        for index, column in enumerate(self.table.columns):
            self.page.set_column(index, index, max(2.5, column.width / _MM_A_CHARACTER))
        self._top()
        first = self.row
        self._headings()
        for line in self.table.lines:
            for index, value in enumerate(line.cells):
                self._cell(index, value, is_total=line.is_total)
            self.row += 1
        self._foot()
        self._set_up(first)

    def _top(self) -> None:
        table, third = self.table, max(1, self.n_columns // 4)
        last = self.n_columns - 1
        blocks = (
            (0, third - 1, [(text, "side_bold" if n == 0 else "side") for n, text in enumerate(table.left)]),
            (last - third + 1, last, [(text, "side") for text in table.right]),
        )
        titles = [(table.title, "title"), *((text, "subtitle") for text in table.subtitle)]
        has_sides = bool(table.left or table.right) and self.n_columns >= 6
        middle = (third, last - third) if has_sides else (0, last)
        for offset, (text, name) in enumerate(titles):
            self._across(offset, *middle, text, name)
            self.page.set_row(offset, 20)
        height = len(titles)
        if has_sides:
            for start, end, lines in blocks:
                for offset, (text, name) in enumerate(lines):
                    self._across(offset, start, end, text, name)
                height = max(height, len(lines))
            for offset in range(height):
                self.page.set_row(offset, 30 if offset < 2 else 18)
        else:
            for text in (*table.left, *table.right):
                self._across(height, 0, last, text, "side")
                height += 1
        self.row = height + 1

    def _headings(self) -> None:
        depth, cells = headings_of(self.table.columns)
        for cell in cells:
            bottom, right = self.row + cell.row + cell.rows - 1, cell.column + cell.columns - 1
            name = "head_upright" if cell.upright else "head"
            self._merge(self.row + cell.row, cell.column, bottom, right, cell.text, name)
        if any(cell.upright for cell in cells):
            for level in range(depth - 1):
                self.page.set_row(self.row + level, 30)
            self.page.set_row(self.row + depth - 1, 90)
        self.row += depth
        if self.table.has_marks:
            for index, column in enumerate(self.table.columns):
                self.page.write_string(self.row, index, column.mark, self.formats["mark"])
            self.row += 1

    def _cell(self, index: int, value: Any, *, is_total: bool) -> None:
        column = self.table.columns[index]
        formats = self.bold if is_total else self.formats
        if isinstance(value, PartialDate):
            value = value.last_day if value.precision == "day" else value.display()
        if isinstance(value, bool) or value is None or value == "" or value != value:
            self.page.write_string(
                self.row, index, as_text(column, None if value != value else value), formats[column.kind]
            )
        elif column.kind in FIGURES and isinstance(value, int | float | Decimal):
            amount = float(value) / 100 if column.kind == "percent" else value
            self.page.write_number(self.row, index, amount, formats[column.kind])
        elif isinstance(value, date) and value >= date(1900, 3, 1):
            self.page.write_datetime(self.row, index, value, formats["date"])
        else:
            text = clean(as_text(column, value))
            form = self.formats["quoted"] if runs_as_formula(text) else formats[column.kind]
            self.page.write_string(self.row, index, text, form)

    def _foot(self) -> None:
        table, last = self.table, self.n_columns - 1
        self.row += 1
        for note in table.notes:
            self.page.write_string(self.row, 0, clean(note), self.formats["note"])
            self.row += 1
        half = max(1, self.n_columns // 2)
        if table.place_line:
            self._across(self.row, min(half, last), last, table.place_line, "sign_hint")
            self.row += 1
        sides = (
            [(0, max(0, half - 1)), (min(half, last), last)][-len(table.signatures) :]
            if table.signatures
            else []
        )
        for (start, end), signature in zip(sides, table.signatures, strict=True):
            self._across(self.row, start, end, signature.title, "sign")
            self._across(self.row + 1, start, end, signature.hint, "sign_hint")

    def _set_up(self, first: int) -> None:
        depth, _ = headings_of(self.table.columns)
        self.page.repeat_rows(first, first + depth - 1 + self.table.has_marks)
        self.page.freeze_panes(first + depth + self.table.has_marks, 2 if self.n_columns > 4 else 1)
        self.page.set_paper(_PAPERS[self.table.paper])
        if not self.table.is_upright:
            self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        self.page.set_footer("&C&P/&N")

    def _across(self, row: int, start: int, end: int, text: str, name: str) -> None:
        self._merge(row, start, row, end, text, name)

    def _merge(self, top: int, left: int, bottom: int, right: int, text: str, name: str) -> None:
        if (top, left) == (bottom, right):
            self.page.write_string(top, left, clean(text), self.formats[name])
        else:
            self.page.merge_range(top, left, bottom, right, "", self.formats[name])
            self.page.write_string(top, left, clean(text), self.formats[name])
