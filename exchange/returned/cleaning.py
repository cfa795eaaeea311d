"""Opening a stranger's .xlsx with openpyxl so that only values, text and looks come in, and writing it in memory.

Runs in the child process only. What leaves is what openpyxl writes from the model built here, never a part of the
upload: no formula (its stored value stands there as text or number), link, outside data, picture, chart, pivot, control,
macro, printer setting or name. Data validations and conditional formats stay only where they hold constants or plain
ranges of the same file.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import HyperlinkList
from openpyxl.worksheet.scenario import ScenarioList
from openpyxl.worksheet.table import Table
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import COMMENTS_NS
from openpyxl.xml.functions import fromstring

from exchange.returned import theme
from exchange.returned.inert import is_plain
from exchange.workbooks.annotation import UNCACHED
from exchange.workbooks.readers.markup import as_utf8

RUNS_AS_FORMULA = tuple("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
MAX_SHEET_BYTES = 40 * 1024 * 1024  # of XML in all sheets: more is made anew, not annotated


class CannotAnnotate(Exception):
    """This file is given back as a new one."""


def open_clean(content: bytes) -> Any:
    """The workbook with stored values only. Raises whatever openpyxl raises on a file it does not understand."""
    reader = _Reader(io.BytesIO(_transitional(content)))
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    book: Any = reader.wb
    reader.read_theme()
    apply_stylesheet(reader.archive, book)
    book._date_formats = set()  # dates stay the numbers they are, in whichever calendar
    book._timedelta_formats = set()
    reader.read_worksheets()
    reader.parser.assign_names()
    _forget_what_calls_out(book)
    if not book.worksheets:
        raise CannotAnnotate
    return book


def save(book: Any, stream: io.BytesIO) -> None:
    """Write without a single temporary file."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(book, archive).write_data()


# --- reading ----------------------------------------------------------------------------------------------------

_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
_WANTED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedstrings\.xml|"
    r"xl/styles\.xml|xl/theme/[^/]+\.xml|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+\.rels|"
    r"xl/comments[^/]*\.xml|xl/comments/[^/]+\.xml|xl/tables/[^/]+\.xml",
    re.I,
)


def _transitional(content: bytes) -> bytes:
    """The parts that are read at all, in UTF-8 and in the names of the common form of the format."""
    source = zipfile.ZipFile(io.BytesIO(content))
    parts = [item for item in source.infolist() if _WANTED.fullmatch(item.filename)]
    sheets = [item.file_size for item in parts if item.filename.lower().startswith("xl/worksheets/")]
    if sum(sheets) > MAX_SHEET_BYTES:
        raise CannotAnnotate
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for item in parts:
            data = as_utf8(source.read(item))
            if b"purl.oclc.org" in data:
                for strict, common in _STRICT:
                    data = data.replace(strict, common)
            target.writestr(item.filename, data)
    return stream.getvalue()


class _Reader(ExcelReader):
    """openpyxl's reader without pictures, charts, pivots, links and properties."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, data_only=True, keep_links=False, rich_text=True)

    def read_theme(self) -> None:
        super().read_theme()
        self.wb.loaded_theme = theme.rebuilt(self.wb.loaded_theme)

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target not in self.valid_files or "chartsheet" in rel.Type:
                continue
            rels_path = get_rels_path(rel.target)
            has_rels = rels_path in self.valid_files
            rels = get_dependents(self.archive, rels_path) if has_rels else RelationshipList()
            page = self.wb.create_sheet(sheet.name)
            page._rels = rels
            with self.archive.open(rel.target) as source:
                reader = _SheetReader(page, source, self.shared_strings, True, True)
                reader.bind_all()
            page.legacy_drawing = None
            page.sheet_state = sheet.state
            self._read_comments(page, rels)
            self._read_tables(page, reader)

    def _parsed(self, kind: Any, path: str) -> Any:
        return kind.from_tree(fromstring(self.archive.read(path)))

    def _read_comments(self, page: Any, rels: RelationshipList) -> None:
        for rel in rels.find(COMMENTS_NS):
            if rel.target in self.valid_files:
                for ref, comment in self._parsed(CommentSheet, rel.target).comments:
                    page[ref].comment = comment

    def _read_tables(self, page: Any, reader: Any) -> None:
        for path in reader.tables:
            if path.lstrip("/") in self.valid_files:
                table = self._parsed(Table, path.lstrip("/"))
                if table.tableType in (None, "worksheet"):
                    page.add_table(_plain_table(table))


def _plain_table(table: Table) -> Table:
    table.connectionId = None
    table.extLst = None
    for column in table.tableColumns:
        column.calculatedColumnFormula = column.totalsRowFormula = column.xmlColumnPr = None
        column.queryTableFieldId = column.extLst = None
        if column.totalsRowFunction == "custom":
            column.totalsRowFunction = None
    return table


class _SheetReader(WorksheetReader):
    """One sheet: every cell as it is stored, also below a merged one; formulas that were never calculated are named."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        parser: Any = self.parser
        parser.parse_cell = _with_uncached(parser.parse_cell)

    def bind_hyperlinks(self) -> None:
        self.parser.hyperlinks = HyperlinkList()

    def bind_merged_cells(self) -> None:
        found = self.parser.merged_cells.mergeCell if self.parser.merged_cells else []
        self.ws.merged_cells = MultiCellRange([CellRange(item.ref) for item in found])


_FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
_STORED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}v"


def _with_uncached(parse: Any) -> Any:
    def parse_cell(element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = parse(element)
        if cell["value"] is not None:
            return cell
        never_calculated = element.find(_FORMULA) is not None and element.find(_STORED) is None
        if never_calculated and element.get("t") not in ("str", "inlineStr"):
            return cell | {"value": UNCACHED, "data_type": "s"}
        return cell | {"data_type": "n"}

    return parse_cell


# --- what may not leave -----------------------------------------------------------------------------------------


def _forget_what_calls_out(book: Any) -> None:
    book.template = False
    book.code_name = None
    book.security = None
    book.calculation = CalcProperties(fullCalcOnLoad=False)
    book.properties = DocumentProperties(creator="")
    book.custom_doc_props = CustomPropertyList()
    book.defined_names.clear()
    book._external_links = []
    for page in book.worksheets:
        page.defined_names.clear()
        page.scenarios = ScenarioList()
        page.auto_filter = AutoFilter()
        page.sheet_properties.filterMode = None
        page.sheet_properties.codeName = None
        page.data_validations.dataValidation = [
            rule
            for rule in page.data_validations.dataValidation
            if is_plain(rule.formula1) and is_plain(rule.formula2)
        ]
        _keep_plain_formats(page)
        _name_what_stays_text(page)


def _keep_plain_formats(page: Any) -> None:
    rules = page.conditional_formatting._cf_rules
    for area in list(rules):
        rules[area] = [rule for rule in rules[area] if all(is_plain(text) for text in rule.formula)]
        if not rules[area]:
            del rules[area]


def _name_what_stays_text(page: Any) -> None:
    """Text that a spreadsheet would run once someone edits the cell is marked as text for good."""
    for cell in page._cells.values():
        if cell.data_type == "s" and str(cell._value).lstrip(" \u00a0\u3000").startswith(RUNS_AS_FORMULA):
            cell.quotePrefix = True


# --- writing ----------------------------------------------------------------------------------------------------


class _Writer(ExcelWriter):
    def write_worksheet(self, ws: Any) -> None:
        """As openpyxl does it, but into memory: the child may open no file."""
        ws._drawing = None
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        me: Any = self
        me._archive.writestr(ws.path[1:], out.getvalue())
        me.manifest.append(ws)
