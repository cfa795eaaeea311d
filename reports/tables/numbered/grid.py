"""A numbered table as it is read: lines against years with the changes, or places or groups against lines. Pure.

Edge rules (indicators 1.1): "–" for zero in the earlier year or nothing known; under ten people only the difference,
and the percentage greyed; the total is the sum of the lines; two decimals, rounded half up, never forced to 100,00.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from foundation.formats import vi_numbers
from foundation.printed import Line as PaperLine
from foundation.printed import PrintedColumn
from reports.indicators.compare import compare_counts
from reports.indicators.model import indicators
from reports.tables.numbered.model import Block, Line, NumberedTable, line_code

HIDDEN = "được che"
DECIMALS = 2  # T-tables show two decimals (indicators 6b.12)
Numbers = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A number as text and as value (None = missing or hidden). `is_faint`: too few people for it to say much."""

    text: str
    value: Any = None
    is_faint: bool = False


MISSING = Cell(vi_numbers.DASH)


@dataclass(frozen=True)
class Row:
    """`kind`: "title" of a block, "line", or "total"."""

    label: str
    cells: Sequence[Cell] = ()
    kind: str = "line"

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Its cells as (text, classes) for the page."""
        return [(cell.text, "num muted" if cell.is_faint else "num") for cell in self.cells]


@dataclass(frozen=True)
class Grid:
    """The columns and rows of a table in one layout."""

    columns: Sequence[PrintedColumn]
    rows: Sequence[Row]

    def worded(self, say: Callable[[str], str]) -> Grid:
        """The same numbers with every heading and label as `say` puts it."""
        columns = [replace(column, path=tuple(say(text) for text in column.path)) for column in self.columns]
        return Grid(columns, [replace(row, label=say(row.label)) for row in self.rows])

    def paper_lines(self) -> list[PaperLine]:
        """The rows for a printed table: numbers as numbers, what is no number as its text."""
        width = len(self.columns) - 1
        return [
            PaperLine([row.label, *(_paper_value(cell) for cell in row.cells)], row.kind == "total")
            if row.cells
            else PaperLine([row.label, *([""] * width)], True)
            for row in self.rows
        ]


def _paper_value(cell: Cell) -> Any:
    return cell.value if isinstance(cell.value, int | float) else cell.text


def by_year(
    table: NumberedTable,
    lines: Sequence[tuple[Block, Line]],
    found: Mapping[int, Numbers],
    totals: Mapping[str, Mapping[int, Any]],
) -> Grid:
    """Lines × years (number and %), the change of each year, the average growth. `totals`: block code → year → total."""
    years = sorted(found)
    marks = {each.year for each in table.breaks}
    columns = [PrintedColumn(("Nội dung",), "text", 62)]
    for year in years:
        columns += [
            PrintedColumn((str(year), "SL"), "int", 15),
            PrintedColumn((str(year), "%"), "number", 15),
        ]
    for a, b in pairwise(years):
        head = f"{b}/{a}{' *' if any(a < mark <= b for mark in marks) else ''}"
        columns += [PrintedColumn((head, "Chênh lệch"), "int", 17), PrintedColumn((head, "%"), "number", 16)]
    columns.append(PrintedColumn(("BQ", "%"), "number", 15))
    rows: list[Row] = []
    for block, mine in _blocks(lines):
        total = totals.get(block.code)
        rows.append(
            Row(f"{block.title} ({block.unit}; {block.counts[0].lower()}{block.counts[1:]})", kind="title")
        )
        for line in mine:
            values = {year: found[year].get(line_code(block, line)) for year in years}
            rows.append(Row(line.label, _year_cells(line, values, total, years)))
        if total is not None:
            rows.append(Row(block.total_label, _year_cells(None, total, total, years), "total"))
    return Grid(columns, rows)


def _blocks(lines: Sequence[tuple[Block, Line]]) -> list[tuple[Block, list[Line]]]:
    found: dict[str, tuple[Block, list[Line]]] = {}
    for block, line in lines:
        found.setdefault(block.code, (block, []))[1].append(line)
    return list(found.values())


def _year_cells(
    line: Line | None, values: Mapping[int, Any], total: Mapping[int, Any] | None, years: Sequence[int]
) -> list[Cell]:
    cells: list[Cell] = []
    is_figure = line is not None and line.is_figure
    for year in years:
        value = values[year]
        cells.append(figure_cell(line.indicator, value) if is_figure and line else count_cell(value))
        cells.append(MISSING if is_figure or total is None else share_cell(value, total[year]))
    known = {year: value for year, value in values.items() if isinstance(value, int | float)}
    complete = len(known) == len(years)
    if not complete or len(years) < 2:
        return [*cells, *([MISSING] * (2 * (len(years) - 1) + 1))]
    if is_figure and line is not None:
        decimals = 0 if indicators[line.indicator].kind == "count" else DECIMALS
        for a, b in pairwise(years):
            change = known[b] - known[a]
            cells += [Cell(vi_numbers.signed(change, decimals), change), MISSING]
        return [*cells, MISSING]
    compared = compare_counts(known)
    for step in compared.changes:
        cells.append(Cell(vi_numbers.signed(step.difference), step.difference, step.too_few))
        cells.append(Cell(vi_numbers.number(step.pct, DECIMALS), step.pct, step.too_few))
    if len(compared.changes) != len(years) - 1:  # years with a gap between them
        return [*cells, *([MISSING] * (2 * (len(years) - 1 - len(compared.changes)) + 1))]
    return [*cells, Cell(vi_numbers.number(compared.average_pct, DECIMALS), compared.average_pct)]


def by_place(
    lines: Sequence[tuple[Block, Line]],
    places: Sequence[tuple[str, Numbers, bool]],
    totals: Sequence[Mapping[str, Any]],
    head: str,
) -> Grid:
    """Places (label, numbers, is the whole) × lines, with the total of each block that has one; `totals` by place."""
    columns = [PrintedColumn((head,), "text", 42)]
    blocks = _blocks(lines)
    for block, mine in blocks:
        columns += [
            PrintedColumn((block.title, line.label), "number" if line.is_figure else "int", 14)
            for line in mine
        ]
        if block.total:
            columns.append(PrintedColumn((block.title, block.total_label), "int", 14))
    rows = []
    for (label, numbers, is_whole), total in zip(places, totals, strict=True):
        cells = []
        for block, mine in blocks:
            for line in mine:
                value = numbers.get(line_code(block, line))
                cells.append(figure_cell(line.indicator, value) if line.is_figure else count_cell(value))
            if block.total:
                cells.append(count_cell(total.get(block.code)))
        rows.append(Row(label, cells, "total" if is_whole else "line"))
    return Grid(columns, rows)


def by_group(
    lines: Sequence[tuple[Block, Line]],
    groups: Sequence[tuple[str, Numbers]],
    totals: Mapping[str, Sequence[Any]],
) -> Grid:
    """Lines × cán bộ, công chức, both: number and % of the group. `totals`: block code → total of each group."""
    columns = [PrintedColumn(("Nội dung",), "text", 62)]
    for label, _ in groups:
        columns += [PrintedColumn((label, "SL"), "int", 18), PrintedColumn((label, "%"), "number", 18)]
    rows: list[Row] = []
    for block, mine in _blocks(lines):
        total = totals.get(block.code)
        rows.append(Row(f"{block.title} ({block.unit})", kind="title"))
        for line in mine:
            values = [numbers.get(line_code(block, line)) for _, numbers in groups]
            rows.append(Row(line.label, _group_cells(line, values, total)))
        if total is not None:
            rows.append(Row(block.total_label, _group_cells(None, total, total), "total"))
    return Grid(columns, rows)


def _group_cells(line: Line | None, values: Sequence[Any], total: Sequence[Any] | None) -> list[Cell]:
    cells = []
    for place, value in enumerate(values):
        is_figure = line is not None and line.is_figure
        cells.append(figure_cell(line.indicator, value) if is_figure and line else count_cell(value))
        cells.append(MISSING if is_figure or total is None else share_cell(value, total[place]))
    return cells


def count_cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return Cell(HIDDEN)
    return Cell(vi_numbers.number(value), value)


def figure_cell(code: str, value: Any) -> Cell:
    if isinstance(value, dict):
        return Cell(HIDDEN)
    return Cell(vi_numbers.number(value, 0 if indicators[code].kind == "count" else DECIMALS), value)


def share_cell(count: Any, total: Any) -> Cell:
    if isinstance(count, dict):
        return Cell(HIDDEN)
    if not isinstance(count, int) or not isinstance(total, int) or not total:
        return MISSING
    value = 100 * count / total
    return Cell(vi_numbers.number(value, DECIMALS), value)


def headline(
    lines: Sequence[tuple[Block, Line]], found: Mapping[int, Numbers], totals: Mapping[str, Mapping[int, Any]]
) -> str:
    """What the table says: the line whose share has moved most between the first and the last year, in points; "" when
    nothing is known of both."""
    years = sorted(found)
    best, said = 0.0, ""
    for block, line in lines:
        total = totals.get(block.code)
        if total is None or len(years) < 2:
            continue
        shares = [
            share_cell(found[y].get(line_code(block, line)), total[y]).value for y in (years[0], years[-1])
        ]
        if None in shares or abs(shares[1] - shares[0]) <= best:
            continue
        best = abs(shares[1] - shares[0])
        moved = vi_numbers.points(shares[1] - shares[0], 1)
        said = f"{line.label.lower()} {moved} từ {years[0]} đến {years[-1]}"
    return said
