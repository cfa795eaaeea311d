"""Forms (mẫu): .xlsx sheets that people fill in and send back, written the same safe way as `foundation.sheets`.

Headings and known cells are protected (without a password), cells to fill in are not; drop-downs are lists that
Excel 2010 and LibreOffice know. Text is always text, never a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import IO, Any, Literal

from foundation.dates import PartialDate
from foundation.sheets import clean

_LONGEST_LIST = 255  # characters of a list inside a validation; longer ones stand on a hidden sheet
_EXCEL_FIRST_DAY = date(1900, 3, 1)
_LISTS = "Danh mục"
_LINE = 16.5  # points of one line of text
_LETTERS = 1.15  # letters that fit into the width of a digit, by which Excel measures columns
_A3, _A4 = 8, 9  # Excel's numbers of paper sizes
_WIDEST_ON_A4 = 170  # characters across; beyond it A4 would print smaller than 9 points
_FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
_CELL: dict[str, Any] = _FONT | {"border": 1, "border_color": "#B8C2CC", "text_wrap": True}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": _FONT | {"bold": True, "font_size": 14},
    "line": _FONT,
    "small": _FONT | {"italic": True, "font_size": 11},
    "head": _CELL | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1"},
    "head_fill": _CELL | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#FFF2CC"},
    "text": _CELL | {"num_format": "@", "locked": False},
    "number": _CELL | {"locked": False},
    "date": _CELL | {"num_format": "dd/mm/yyyy", "align": "left", "locked": False},
    "fixed": _CELL | {"num_format": "@", "font_color": "#5A6570", "bg_color": "#F5F6F8"},
    "fixed_date": _CELL
    | {"num_format": "dd/mm/yyyy", "align": "left", "font_color": "#5A6570", "bg_color": "#F5F6F8"},
    "guide": _FONT | {"text_wrap": True},
}


@dataclass(frozen=True)
class FormColumn:
    """A column of a form. `choices` make a drop-down; `fixed` cells are protected; `to_fill` stands out."""

    label: str
    kind: Literal["text", "number", "date"] = "text"
    width: float = 18
    choices: Sequence[str] = ()
    fixed: bool = False
    to_fill: bool = False


@dataclass(frozen=True)
class Form:
    """A sheet to fill in: title, lines below it, columns, prefilled rows, empty rows, a page of instructions."""

    title: str
    sheet_name: str
    lines: Sequence[str]
    columns: Sequence[FormColumn]
    rows: Sequence[Sequence[Any]]
    guide: Sequence[str]
    n_empty: int = 0


def write_form(stream: IO[bytes], form: Form) -> None:
    """Write the form as a workbook: the sheet, its instructions, and the lists that are too long for a cell's rule."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options | {"in_memory": True}) as book:
        book.set_properties({"title": clean(form.title), "company": ""})
        formats = {name: book.add_format(facts) for name, facts in _FORMATS.items()}
        page = book.add_worksheet(form.sheet_name)
        guide = book.add_worksheet("Hướng dẫn")
        lists = _Lists(book)
        _fill(page, form, formats, lists)
        _instruct(guide, form.guide, formats)


def _fill(page: Any, form: Form, formats: dict[str, Any], lists: _Lists) -> None:
    page.write_string(0, 0, clean(form.title), formats["title"])
    for number, line in enumerate(form.lines, start=1):
        page.write_string(number, 0, clean(line), formats["line" if number == 1 else "small"])
    head = len(form.lines) + 2
    last = head + max(1, len(form.rows) + form.n_empty)
    for index, column in enumerate(form.columns):
        page.set_column(index, index, column.width)
        page.write_string(
            head, index, clean(column.label), formats["head_fill" if column.to_fill else "head"]
        )
        for number, row in enumerate(form.rows, start=head + 1):
            _write(page, number, index, column, row[index], formats)
        for number in range(head + 1 + len(form.rows), last + 1):
            page.write_blank(number, index, None, formats[column.kind])
        if column.choices:
            page.data_validation(head + 1, index, last, index, _rule(column, lists))
    for number, row in enumerate(form.rows, start=head + 1):
        page.set_row(number, _LINE * _n_lines(form.columns, row))
    page.set_row(head, 48)
    page.freeze_panes(head + 1, next((i + 1 for i, c in enumerate(form.columns) if "tên" in c.label), 1))
    page.repeat_rows(head)
    wide = sum(column.width for column in form.columns) > _WIDEST_ON_A4
    page.set_paper(_A3 if wide else _A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.set_footer("&C&P/&N")
    page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def _n_lines(columns: Sequence[FormColumn], row: Sequence[Any]) -> int:
    """Lines the longest text of a row takes. LibreOffice keeps a row as high as the file says, whatever is in it."""
    texts = [
        (str(value), column.width)
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str)
    ]
    return max([1, *(ceil(len(text) / (width * _LETTERS)) for text, width in texts)])


def _rule(column: FormColumn, lists: _Lists) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": lists.source(column.choices),
        "error_type": "warning",
        "error_title": "Không có trong danh sách",
        "error_message": "Đề nghị chọn một giá trị trong danh sách.",
    }


def _write(
    page: Any, number: int, index: int, column: FormColumn, value: Any, formats: dict[str, Any]
) -> None:
    if isinstance(value, PartialDate):
        value = value.last_day if value.precision == "day" else value.display()
    fixed = "fixed" if column.fixed else None
    if value is None or value == "":
        page.write_blank(number, index, None, formats[fixed or column.kind])
    elif isinstance(value, date) and value >= _EXCEL_FIRST_DAY:
        page.write_datetime(number, index, value, formats["fixed_date" if fixed else "date"])
    elif column.kind == "number" and isinstance(value, int | float):
        page.write_number(number, index, value, formats[fixed or "number"])
    else:
        text = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
        page.write_string(number, index, clean(text), formats[fixed or "text"])


def _instruct(page: Any, lines: Sequence[str], formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 100)
    page.write_string(0, 0, "Hướng dẫn ghi mẫu", formats["title"])
    for number, line in enumerate(lines, start=2):
        page.write_string(number, 0, clean(line), formats["guide"])
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.protect("")


class _Lists:
    """Drop-down lists: short ones inside the rule, long ones on a hidden sheet made when first needed."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.page: Any = None
        self.ranges: dict[tuple[str, ...], str] = {}

    def source(self, choices: Sequence[str]) -> Any:
        key = tuple(clean(choice) for choice in choices)
        if len(",".join(key)) <= _LONGEST_LIST and not any("," in choice for choice in key):
            return list(key)
        if key not in self.ranges:
            self.ranges[key] = self._write_out(key)
        return self.ranges[key]

    def _write_out(self, key: tuple[str, ...]) -> str:
        if self.page is None:
            self.page = self.book.add_worksheet(_LISTS)
            self.page.hide()
        column = len(self.ranges)
        for number, choice in enumerate(key):
            self.page.write_string(number, column, choice)
        letter = chr(ord("A") + column)
        return f"='{_LISTS}'!${letter}$1:${letter}${len(key)}"
