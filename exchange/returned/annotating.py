"""Writing results beside the rows of an office's own sheet, and marking the cells that have to be looked at.

Runs in the child process only. `orders` (one JSON object):

    {"headings": [result, reason], "sheets": {name: {"column": n, "left": n, "heads": [[first, last], …], "last": row,
     "lines": {"9": [result, room, reason, [[column, room], …]]}}}}

Columns count from 0, rows as Excel shows them. What an earlier annotation left is taken out first.
"""

from __future__ import annotations

import importlib
from copy import copy
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import TableColumn

from exchange.returned import looks
from exchange.returned.cleaning import RUNS_AS_FORMULA
from exchange.workbooks.annotation import is_ours

_LATE = ("openpyxl.packaging.extended", "openpyxl.comments.shape_writer", "zlib", "zipfile", "datetime")


def load_late_modules() -> None:
    """What the library would only import while it works."""
    for name in _LATE:
        importlib.import_module(name)


def annotate(book: Any, orders: dict[str, Any]) -> None:
    """Write the orders of every sheet; sheets without orders only lose an earlier annotation."""
    styles = _Styles(book)
    for page in book.worksheets:
        _take_out(page, styles)
        order = orders["sheets"].get(page.title)
        if order:
            _Page(page, order, orders["headings"], styles).write()


class _Styles:
    """The styles of our cells, each made once; openpyxl's own setters take longer than everything else."""

    def __init__(self, book: Any) -> None:
        self.sample = book.worksheets[0].cell(1, 1).__class__
        self.page = book.worksheets[0]
        self.made: dict[Any, Any] = {}
        self.marks = {colour: room for room, colour in looks.MARKS.items()}

    def put(self, cell: Any, kind: str) -> None:
        if kind not in self.made:
            self.made[kind] = self._make(kind)
        cell._style = copy(self.made[kind])

    def _make(self, kind: str) -> Any:
        cell = self.sample(self.page, row=1, column=1)
        side = Side(style="thin", color=looks.BORDER)
        head = kind == "head"
        cell.font = Font(name=looks.FONT, size=looks.SIZE, bold=head or kind in looks.FILLS)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.alignment = Alignment(
            wrap_text=True, vertical="center" if head else "top", horizontal="center" if head else "left"
        )
        colour = looks.HEAD_FILL if head else looks.FILLS.get(kind)
        if colour:
            cell.fill = PatternFill("solid", fgColor=colour)
        cell.protection = Protection(locked=False)
        if kind == "reason_quoted":
            cell.quotePrefix = True
        return cell._style

    def mark(self, cell: Any, room: str) -> None:
        """Fill a cell with the colour of its room, keeping the colour it had as the fill's background."""
        key = (room, tuple(cell._style))
        if key not in self.made:
            fill = cell.fill
            marked = PatternFill("solid", fgColor=looks.MARKS[room])
            if fill.fill_type == "solid":
                marked.bgColor = copy(fill.fgColor)
            cell.fill = marked
            self.made[key] = cell._style
            return
        cell._style = copy(self.made[key])

    def unmark(self, cell: Any) -> None:
        if not cell.has_style:
            return
        key = ("unmarked", tuple(cell._style))
        if key not in self.made:
            fill = cell.fill
            if fill.fill_type != "solid" or fill.fgColor.type != "rgb" or fill.fgColor.rgb not in self.marks:
                self.made[key] = None
                return
            had = fill.bgColor
            nothing = had.type == "indexed" or (had.type == "rgb" and had.rgb == "00000000")
            cell.fill = PatternFill() if nothing else PatternFill("solid", fgColor=copy(had))
            self.made[key] = cell._style
        elif self.made[key] is not None:
            cell._style = copy(self.made[key])


def _take_out(page: Any, styles: _Styles) -> None:
    """Remove the columns, merges, heights and marks of an earlier annotation."""
    first_rows: dict[int, int] = {}
    for (row, column), cell in page._cells.items():
        if cell.data_type == "s" and is_ours(str(cell._value)):
            first_rows[column] = min(row, first_rows.get(column, row))
    if not first_rows:
        return
    for row, column in [key for key in page._cells if first_rows.get(key[1], key[0] + 1) <= key[0]]:
        cell = page._cells.pop((row, column))
        reason = str(cell._value or "")
        held = page.row_dimensions.get(row)
        if held is not None and reason and held.ht == looks.height_of(reason):
            held.ht = None  # we had made the row as tall as its reason
    for area in list(page.merged_cells.ranges):
        if all(column in first_rows for column in range(area.min_col, area.max_col + 1)):
            page.merged_cells.ranges.discard(area)
    for cell in page._cells.values():
        styles.unmark(cell)


class _Page:
    """One sheet with its orders."""

    def __init__(self, page: Any, order: dict[str, Any], headings: list[str], styles: _Styles) -> None:
        self.page, self.order, self.headings, self.styles = page, order, headings, styles
        self.columns = (order["column"] + 1, order["column"] + 2)
        self.first = order["heads"][0][0]
        self.head = order["heads"][0][1]
        self.last = order["last"]

    def write(self) -> None:
        for column, width in zip(self.columns, looks.WIDTHS, strict=True):
            self._set_width(column, width)
        for first, last in self.order["heads"]:
            self._write_heading(first, last)
        for number, line in self.order["lines"].items():
            self._write_line(int(number), *line)
        self._let_filter()
        self._let_print()

    def _write_heading(self, first: int, last: int) -> None:
        for column, text in zip(self.columns, self.headings, strict=True):
            for row in range(first, last + 1):
                self._put(row, column, text if row == first else None, "head")
            if last > first:
                area = CellRange(min_col=column, max_col=column, min_row=first, max_row=last)
                self.page.merged_cells.add(area)

    def _write_line(self, row: int, result: str, room: str, reason: str, marks: list[list[Any]]) -> None:
        kind = "reason_quoted" if reason.startswith(RUNS_AS_FORMULA) else "reason"
        self._put(row, self.columns[0], result, room)
        self._put(row, self.columns[1], reason or None, kind)
        for column, tone in marks:
            self.styles.mark(self.page.cell(row, column + 1), tone)
        held = self.page.row_dimensions.get(row)
        needed = looks.height_of(reason)
        if reason and needed > (held.ht if held is not None and held.ht else self._usual_height()):
            self.page.row_dimensions[row].ht = needed

    def _usual_height(self) -> float:
        return float(self.page.sheet_format.defaultRowHeight or looks.LINE_HEIGHT)

    def _put(self, row: int, column: int, text: str | None, kind: str) -> None:
        cell = self.page.cell(row, column)
        cell._value, cell.data_type = text, "s" if text else "n"
        self.styles.put(cell, kind)

    def _set_width(self, column: int, width: float) -> None:
        """A width of its own, cut out of a definition that reaches over several columns."""
        dimensions = self.page.column_dimensions
        for held in list(dimensions.values()):
            held.reindex()
            if not held.min <= column <= held.max:
                continue
            del dimensions[held.index]
            for low, high in ((held.min, column - 1), (column + 1, held.max)):
                if low <= high:
                    part = copy(held)
                    part.index, part.min, part.max = get_column_letter(low), low, high
                    dimensions[part.index] = part
        letter = get_column_letter(column)
        dimensions[letter] = ColumnDimension(self.page, index=letter, min=column, max=column, width=width)

    def _let_filter(self) -> None:
        """Arrows at the header: the rows that need work are found by their result."""
        left, right = self.order["left"] + 1, self.columns[1]
        area = CellRange(
            min_col=left, max_col=right, min_row=self.head, max_row=max(self.last, self.head + 1)
        )
        for table in list(self.page.tables.values()):
            reach = CellRange(table.ref)
            if self._widen(table, reach) or reach.issuperset(area):
                return
            if not reach.isdisjoint(area):
                area.shrink(left=max(0, min(reach.max_col, self.columns[0] - 1) - area.min_col + 1))
                if not reach.isdisjoint(area):
                    return
        self.page.auto_filter = AutoFilter(ref=area.coord)
        if self.page.protection.sheet:
            self.page.protection.autoFilter = False  # False: allowed although the sheet is protected

    def _widen(self, table: Any, reach: CellRange) -> bool:
        """An Excel table that ends just before our columns takes them in, with its own arrows."""
        if reach.max_col != self.columns[0] - 1 or reach.min_row != self.head or self.first != self.head:
            return False
        if self.last > reach.max_row or not table.tableColumns:
            return False
        reach.expand(right=2)
        table.ref = reach.coord
        if table.autoFilter is not None:
            table.autoFilter = AutoFilter(ref=CellRange(table.autoFilter.ref).coord)
            wide = CellRange(table.autoFilter.ref)
            wide.expand(right=2)
            table.autoFilter.ref = wide.coord
        next_id = max(column.id for column in table.tableColumns) + 1
        for number, heading in enumerate(self.headings):
            table.tableColumns.append(TableColumn(id=next_id + number, name=heading))
        return True

    def _let_print(self) -> None:
        """A print area that ends beside the table takes our columns in."""
        places = []
        for area in self.page._print_area.ranges:
            wide = CellRange(area.coord)
            if area.min_row <= self.head <= area.max_row and area.max_col < self.columns[1]:
                wide.expand(right=self.columns[1] - area.max_col)
            places.append(wide.coord)
        if places:
            self.page.print_area = ",".join(sorted(places))
