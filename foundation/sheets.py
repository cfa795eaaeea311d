"""The only writers of .xlsx and .csv: every list and table leaves the system through here.

A cell can never become a formula: text is written as text (.xlsx), or prefixed with an apostrophe where a
spreadsheet would run it (.csv; CWE-1236). Pages and commands hand over a `Sheet`; values are plain Python.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Literal
from urllib.parse import quote

from django.http import HttpResponse

from foundation import audit
from foundation.context import records_are_synthetic
from foundation.dates import PartialDate, local_time, today
from foundation.formats.vi_numbers import DASH, rounded
from foundation.vn_text import fold

Kind = Literal["text", "int", "percent", "number", "date"]
Format = Literal["xlsx", "csv", "pdf"]
SYNTHETIC_LINE = "Số liệu minh họa – không phải người thật"
CONTENT_TYPES: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
_WIDTHS: dict[str, float] = {"text": 24, "int": 10, "percent": 10, "number": 12, "date": 12}
_EXCEL_CELL = 32_767  # the longest text a cell takes
_EXCEL_FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar is wrong by a day
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Also marks that turn the direction of text around: "gpj.xslx" may not show as "xlsx.jpg".
_UNSAFE_IN_NAME = re.compile(
    '[\x00-\x1f\x7f"\\\\/:*?<>|\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+'
)
_RUNS_AS_FORMULA = tuple("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")


@dataclass(frozen=True)
class Column:
    """A column: its heading, how values are written, its width in characters (default: by kind).

    `percent` takes 0–100 and is shown with one decimal; `date` takes a date or PartialDate.
    """

    label: str
    kind: Kind = "text"
    width: float | None = None


@dataclass(frozen=True)
class Sheet:
    """One list or table: title block, header, rows, source. None is a missing value, never zero.

    `day` is the day the figures speak of (default: the working day). `synthetic` None asks the records.
    """

    title: str
    unit_line: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    source: str = "Hồ sơ trong hệ thống"
    day: date | None = None
    notes: Sequence[str] = ()
    synthetic: bool | None = field(default=None)

    def is_synthetic(self) -> bool:
        return records_are_synthetic() if self.synthetic is None else self.synthetic

    def day_line(self) -> str:
        return f"Số liệu đến ngày {self.day or today():%d/%m/%Y}"

    def foot_lines(self) -> list[str]:
        """What stands under the table: notes, source, and that the people are not real."""
        lines = [*self.notes, f"Nguồn: {self.source}."]
        return [*lines, SYNTHETIC_LINE] if self.is_synthetic() else lines


def write_xlsx(stream: IO[bytes], *sheets: Sheet) -> None:
    """Write the sheets as one workbook, set up to print on A4 with the header on every page."""
    import xlsxwriter  # 229 ms to import: only where a workbook is written

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": clean(sheets[0].title), "company": ""})
        formats = {name: book.add_format(_BASE | extra) for name, extra in _FORMATS.items()}
        names: set[str] = set()
        for sheet in sheets:
            _fill_sheet(book.add_worksheet(_sheet_name(sheet.title, names)), sheet, formats)


_BASE: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
_CELL: dict[str, Any] = {"border": 1, "border_color": "#B8C2CC"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "line": {},
    "small": {"italic": True, "font_size": 11},
    "head": _CELL
    | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#EEF1F4"},
    "text": _CELL | {"text_wrap": True},
    "quoted": _CELL | {"text_wrap": True, "quote_prefix": True},  # stays text when somebody edits the cell
    "int": _CELL | {"num_format": "#,##0"},
    "percent": _CELL | {"num_format": "0.0%"},
    "number": _CELL | {"num_format": "#,##0.00"},
    "date": _CELL | {"num_format": "dd/mm/yyyy", "align": "left"},
    "missing": _CELL | {"align": "right"},
}


def _fill_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width or _WIDTHS[column.kind])
    page.write_string(0, 0, clean(sheet.title), formats["title"])
    page.write_string(1, 0, clean(sheet.unit_line), formats["line"])
    page.write_string(2, 0, sheet.day_line(), formats["small"])
    head = 4
    for index, column in enumerate(sheet.columns):
        page.write_string(head, index, clean(column.label), formats["head"])
    line = head
    writers = [(index, column.kind) for index, column in enumerate(sheet.columns)]
    for values in sheet.rows:
        line += 1
        for index, kind in writers:
            _write_cell(page, line, index, kind, values[index], formats)
    if line > head:
        page.autofilter(head, 0, line, len(sheet.columns) - 1)
    for offset, text in enumerate(sheet.foot_lines(), start=2):
        page.write_string(line + offset, 0, clean(text), formats["small"])
    page.freeze_panes(head + 1, 1)
    page.repeat_rows(head)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.5)
    page.set_footer("&C&P/&N")


def _write_cell(page: Any, row: int, index: int, kind: str, value: Any, formats: dict[str, Any]) -> None:
    value = _plain(value)
    if value is None or value == "":
        if kind in ("int", "percent", "number"):
            page.write_string(row, index, DASH, formats["missing"])
        else:
            page.write_blank(row, index, None, formats["text"])
    elif kind != "text" and isinstance(value, int | float | Decimal):
        number = float(value) / 100 if kind == "percent" else value
        page.write_number(row, index, number, formats[kind if kind != "date" else "int"])
    elif isinstance(value, date) and value >= _EXCEL_FIRST_DAY:
        page.write_datetime(row, index, value, formats["date"])
    else:
        text = clean(_as_text(value))[:_EXCEL_CELL]
        page.write_string(row, index, text, formats["quoted" if runs_as_formula(text) else "text"])


def write_csv(stream: IO[bytes], sheet: Sheet) -> None:
    """Header, rows, then a blank line and the foot lines; UTF-8 with BOM, RFC 4180, decimal point, dd/mm/yyyy."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([safe_csv(column.label) for column in sheet.columns])
    kinds = [column.kind for column in sheet.columns]
    for values in sheet.rows:
        writer.writerow([_csv_cell(kind, value) for kind, value in zip(kinds, values, strict=True)])
    writer.writerow([])
    for line in sheet.foot_lines():
        writer.writerow([safe_csv(line)])
    text.detach()


_PDF_WIDTHS: dict[str, float] = {"text": 34, "int": 14, "percent": 16, "number": 16, "date": 20}


def write_pdf_list(stream: IO[bytes], sheet: Sheet) -> None:
    """The list on A4, landscape, its header on every page."""
    from foundation.printed import Line, PrintedColumn, PrintedTable, write_pdf

    columns = [
        PrintedColumn((column.label,), column.kind, (column.width or 0) * 1.9 or _PDF_WIDTHS[column.kind])
        for column in sheet.columns
    ]
    table = PrintedTable(
        title=sheet.title,
        subtitle=[f"{sheet.unit_line}. {sheet.day_line()}"],
        columns=columns,
        lines=[Line([_plain(value) for value in values]) for values in sheet.rows],
        notes=sheet.foot_lines(),
    )
    write_pdf(stream, table)


def _csv_cell(kind: str, value: Any) -> str:
    value = _plain(value)
    if value is None:
        return ""
    if kind != "text" and isinstance(value, int | float | Decimal):
        return str(value) if isinstance(value, int | Decimal) else f"{rounded(value, 4).normalize():f}"
    return safe_csv(_as_text(value))


def safe_csv(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula, also after spaces."""
    text = clean(text)
    return f"'{text}" if runs_as_formula(text) else text


def runs_as_formula(text: str) -> bool:
    """True for text that a spreadsheet takes for a formula where it is not marked as text, also after spaces."""
    return text.startswith(_RUNS_AS_FORMULA) or text.lstrip(" \u00a0\u3000").startswith(_RUNS_AS_FORMULA)


def clean(text: str) -> str:
    """`text` without the characters that no spreadsheet can hold (control characters, lone surrogates)."""
    return _UNPRINTABLE.sub("", text)


def _plain(value: Any) -> Any:
    """None for not-a-number, yes/no in words, full partial dates as dates; the rest as it is."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float | Decimal) and value != value:
        return None
    if isinstance(value, PartialDate):
        return value.last_day if value.precision == "day" else value.display()
    if isinstance(value, datetime):
        return local_time(value).date() if value.tzinfo else value.date()
    return value


def _as_text(value: Any) -> str:
    return f"{value:%d/%m}/{value.year:04d}" if isinstance(value, date) else str(value)


def _sheet_name(title: str, taken: set[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\']", " ", clean(title)).strip()[:28] or "Trang"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name.casefold())
    return name


def download(
    *,
    by: Any,
    sheet: Sheet | Sequence[Sheet],
    kind: Format,
    name: str,
    unit_id: str = "",
    detail: str = "",
) -> HttpResponse:
    """The sheet (several only as .xlsx) as a file to save, and a note in the access log of who took it.

    `name` is the file name without ending, in Vietnamese; the day is added.
    """
    sheets = [sheet] if isinstance(sheet, Sheet) else list(sheet)
    stream = io.BytesIO()
    if kind == "xlsx":
        write_xlsx(stream, *sheets)
    elif kind == "csv":
        write_csv(stream, sheets[0])
    else:
        write_pdf_list(stream, sheets[0])
    audit.log_access(by=by, action="export", unit_id=unit_id, detail=f"{name}.{kind} {detail}".strip())
    return attachment(
        stream.getvalue(),
        content_type=CONTENT_TYPES[kind],
        name=f"{name} {sheets[0].day or today():%Y-%m-%d}.{kind}",
    )


def attachment(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """A response that browsers save and never render: RFC 6266 name in both forms, no sniffing."""
    safe = _UNSAFE_IN_NAME.sub(" ", name).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    safe = f"{stem[:150].strip()}{dot}{ending}" if dot and len(ending) < 6 else safe[:150]
    safe = safe or "tep"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", fold(safe)).strip("-") or "tep"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
