"""Báo cáo, biểu mẫu: the numbered tables T1–T25, what each needs and lacks; each on a page, as .xlsx, .csv and .pdf."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation import audit, sheets
from foundation.components import Crumb
from foundation.context import records_are_synthetic
from foundation.formats import vi_numbers
from foundation.printed import PrintedTable, headings_of, write_pdf, write_printed_xlsx
from reports.breaks import breaks_seen
from reports.indicators.model import indicators
from reports.rules import rules
from reports.scopes import ALL_GROUPS
from reports.tables.numbered import NumberedTable, numbered_tables
from reports.tables.numbered.compute import FUNNEL_CODES, FUNNEL_NUMBERS, lines_of
from reports.tables.numbered.crossed import DIMENSIONS, POST, crossable, crossed_for
from reports.tables.numbered.grid import HIDDEN, Cell, Grid, Row, by_group, by_place, by_year, headline
from reports.tables.numbered.model import FUNNEL, TRIGGERS, Block, Line
from reports.tables.numbered.reading import numbered_for
from reports.tables.registry import tables
from reports.views.choice import GROUPS, Choice, read_choice
from reports.views.explained import absolute, explain_lines, export_facts
from reports.views.figures import method_url
from reports.views.reading import read_figures
from reports.views.standpoints import standpoint_notes

LAYOUTS = {"nam": "Theo năm", "khu": "Theo khu", "don_vi": "Theo xã, phường", "nhom": "Cán bộ, công chức"}
CROSSED = {"chuc_danh": "Theo chức danh", "cheo": "Kết hợp"}
LEVEL_OF = {"khu": "area", "don_vi": "unit"}
WRITERS: Mapping[str, Callable[[Any, PrintedTable], None]] = {"xlsx": write_printed_xlsx, "pdf": write_pdf}
LONGEST = 10
HOME = "Báo cáo, biểu mẫu"


@require_safe
def numbered_list(request: HttpRequest) -> HttpResponse:
    """Every table with what it is filled from and what is missing for the chosen year and scope."""
    choice = read_choice(request, own_first=True, standpoints=True)
    codes = {code for table in numbered_tables for code in table.fills}
    figures = read_figures(choice, codes, by=(choice.scope.level,), years=[choice.year])
    scope = choice.code(choice.base)
    tables = [
        {
            "table": table,
            "url": f"{reverse('reports:numbered-table', args=[table.code])}{choice.address()}",
            "missing": _missing(table, figures, choice.year, scope),
        }
        for table in numbered_tables
    ]
    others = [
        ("Biểu BM02/BNV, BM04/BNV", reverse("reports:forms")),
        ("Bảng theo từng nội dung", reverse("reports:tables")),
    ]
    return render(request, "reports/numbered.html", choice.context() | {"tables": tables, "others": others})


def _missing(table: NumberedTable, figures: Any, year: int, scope: str) -> str:
    """What the table lacks, in words; "" when it is complete."""
    if table.missing:
        return f"chưa đủ số liệu: {table.missing}"
    for code in table.fills:
        row = figures.row(code, year, scope)
        if row is None or isinstance(row["value"], dict):
            continue
        if row["value"] is None:
            return "chưa đủ số liệu"
        if row["unknown"]:
            return (
                f"chưa có số liệu của {vi_numbers.number(row['unknown'])} {indicators[code].unknown_counted}"
            )
    return ""


@require_safe
def numbered_table(request: HttpRequest, code: str) -> HttpResponse:
    """One table in one layout; `?xuat=xlsx`, `csv` or `pdf` exports exactly what is shown."""
    table = numbered_tables.get(code)
    if table is None:
        raise Http404
    choice = read_choice(request, own_first=True, standpoints=True)
    layout = request.GET.get("theo", "")
    offered = _layouts(table)
    layout = layout if layout in offered else table.layout
    dimension = _dimension(request, layout)
    years = _years(request, choice)
    table = replace(table, breaks=breaks_seen(choice.snapshot, table.breaks, choice.scope))
    crossing = _crossing(choice, table, dimension) if dimension else None
    against = tables[dimension].title.partition(" (")[0].lower() if dimension else ""
    said = f"theo {against}, năm {choice.year}"
    grid, said = (crossing, said) if crossing else _grid(choice, table, layout, years)
    grid = grid.worded(choice.snapshot.standpoint.dated)
    title = f"{table.title}: {said}" if said else f"{table.title}, {_when(layout, years)}"
    explained = explain_lines(choice, _special_lines(table) or lines_of(choice.snapshot, table))
    paper = _paper(choice, table, grid, title, years)
    paper = replace(
        paper,
        notes=[*paper.notes, *export_facts(request, choice)],
        explained=absolute(request, explained),
    )
    if request.GET.get("xuat") in sheets.CONTENT_TYPES:
        return _export(request, choice, table, grid, paper)
    depth, headings = headings_of(grid.columns)
    ordered = sorted(headings, key=lambda heading: (heading.row, heading.column))
    context = choice.context() | {
        "table": table,
        "grid": grid,
        "title": title,
        "depth": depth,
        "width": len(grid.columns),
        "head_rows": [list(cells) for _, cells in groupby(ordered, key=lambda heading: heading.row)],
        "layout": layout,
        "layouts": [(key, label, choice.address(theo=key, voi=None), key == layout) for key, label in offered.items()],
        "dimensions": [(tables[each].title, choice.address(voi=each), each == dimension) for each in DIMENSIONS
                       if each != POST] if layout == "cheo" else [],
        "since": [(year, choice.address(tu=year), year == years[0]) for year in reversed(choice.year_options)
                  if year < choice.year],
        "breaks": [b for b in table.breaks if layout == "nam" and years[0] < b.year <= years[-1]],
        "methods": [(indicators[each].title, method_url(each, choice)) for each in table.fills],
        "exports": [(kind, choice.address(xuat=kind)) for kind in sheets.CONTENT_TYPES],
        "explained": explained,
        "crumbs": [Crumb(HOME, reverse("reports:numbered"))],
    }  # fmt: skip
    return render(request, "reports/numbered_table.html", context)


def _layouts(table: NumberedTable) -> dict[str, str]:
    """The layouts a table has: by place only where it is no table of lines, crossed where it counts people in post."""
    if table.kind in (FUNNEL, TRIGGERS):
        return {key: label for key, label in LAYOUTS.items() if key in LEVEL_OF}
    return LAYOUTS | CROSSED if crossable(table) else LAYOUTS


def _dimension(request: HttpRequest, layout: str) -> str:
    """What the lines are crossed with; "" for a layout that crosses nothing."""
    if layout not in CROSSED:
        return ""
    asked = request.GET.get("voi", "")
    return POST if layout == "chuc_danh" else asked if asked in DIMENSIONS[1:] else DIMENSIONS[1]


def _crossing(choice: Choice, table: NumberedTable, dimension: str) -> Grid:
    """The lines of people in post against a second fact of the same people."""
    rows = crossed_for(choice.request.user, choice.snapshot, table, dimension, choice.year, choice.scope)
    lines = [(block, line) for block in crossable(table) for line in block.lines(choice.snapshot)]
    places = [(row.label, row.cells, row.is_whole) for row in rows]
    return by_place(lines, places, [row.cells for row in rows], tables[dimension].title)


def _years(request: HttpRequest, choice: Choice) -> list[int]:
    """From the year asked for, ten years at most, to the chosen one; by default the three up to it."""
    offered = range(choice.year - LONGEST + 1, choice.year + 1)
    first = next((year for year in offered if str(year) == request.GET.get("tu", "")), choice.years[0])
    return list(range(first, choice.year + 1))


def _when(layout: str, years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if layout == "nam" and len(years) > 1 else f"năm {years[-1]}"


def _grid(choice: Choice, table: NumberedTable, layout: str, years: Sequence[int]) -> tuple[Grid, str]:
    if layout in LEVEL_OF:
        return _places(choice, table, LEVEL_OF[layout]), ""
    lines = lines_of(choice.snapshot, table)
    if layout == "nhom":
        rows = _read(choice, table, [choice.year], (choice.scope.level,), ALL_GROUPS)
        groups = [(GROUPS[group], rows[choice.year, choice.code(choice.base, group)]) for group in ALL_GROUPS]
        sums = {
            block.code: [_total(block, lines, numbers) for _, numbers in groups]
            for block in table.blocks
            if block.total
        }
        return by_group(lines, groups, sums), ""
    rows = _read(choice, table, years, (choice.scope.level,), (choice.group,))
    scope = choice.code(choice.base)
    found = {year: rows[year, scope] for year in years if (year, scope) in rows}
    totals = {
        block.code: {year: _total(block, lines, numbers) for year, numbers in found.items()}
        for block in table.blocks
        if block.total
    }
    return by_year(table, lines, found, totals), headline(lines, found, totals)


def _read(
    choice: Choice, table: NumberedTable, years: Sequence[int], by: Sequence[str], groups: Sequence[str]
) -> dict[tuple[int, str], dict[str, Any]]:
    found = numbered_for(choice.request.user, years, by, groups, [table.code], choice.snapshot)
    return {(row["year"], row["scope"]): row["cells"] | {"": row["headcount"]} for row in found}


def _total(block: Block, lines: Sequence[tuple[Block, Line]], numbers: Mapping[str, Any]) -> Any:
    """The total of a block: the headcount of people of 31/12, else the sum of its lines; hidden with any of them."""
    if block.column is not None or block.column_name == "post":
        return numbers[""]
    values = [numbers.get(f"{block.code}.{line.code}") for each, line in lines if each.code == block.code]
    hidden = next((value for value in values if isinstance(value, dict)), None)
    return hidden if hidden is not None else None if None in values else sum(values)


def _places(choice: Choice, table: NumberedTable, level: str) -> Grid:
    rows = _read(choice, table, [choice.year], ("town", level), (choice.group,))
    scopes = [scope for scope in choice.offered if scope.level == level]
    scopes += [scope for scope in choice.offered if scope.level == "town"]
    shown = [
        (s, rows[choice.year, choice.code(s.code)])
        for s in scopes
        if (choice.year, choice.code(s.code)) in rows
    ]
    lines = _special_lines(table) or lines_of(choice.snapshot, table)
    places = [(scope.label, numbers, scope.level == "town") for scope, numbers in shown]
    totals = [
        {block.code: _total(block, lines, numbers) for block in table.blocks if block.total}
        for _, numbers in shown
    ]
    grid = by_place(lines, places, totals, "Phạm vi")
    if table.kind != FUNNEL:
        return grid
    # Only the numbers of people are whole; shares and limits are shown with their decimals.
    rows_shown = [Row(row.label, [_decimal(cell) for cell in row.cells], row.kind) for row in grid.rows]
    return Grid(grid.columns, rows_shown)


def _decimal(cell: Cell) -> Cell:
    return Cell(vi_numbers.number(cell.value, 1), cell.value) if isinstance(cell.value, float) else cell


def _special_lines(table: NumberedTable) -> list[tuple[Block, Line]]:
    """The columns of the tables that are no lines over quantities."""
    if table.kind == FUNNEL:
        blocks = [Block(code, indicators[code].title, lambda snapshot: ()) for code in FUNNEL_CODES]
        return [(block, Line(name, label)) for block in blocks for name, label in FUNNEL_NUMBERS.items()]
    if table.kind == TRIGGERS:
        return [(Block("", "Quy tắc", lambda snapshot: ()), Line(rule.code, rule.title)) for rule in rules]
    return []


def _paper(
    choice: Choice, table: NumberedTable, grid: Grid, title: str, years: Sequence[int]
) -> PrintedTable:
    notes = [f"* {each.text}" for each in table.breaks if years[0] < each.year <= years[-1]]
    if table.note:
        notes.append(table.note)
    notes += standpoint_notes(choice)
    if any(cell.text == HIDDEN for row in grid.rows for cell in row.cells):
        notes.append("“được che”: số người quá ít, nêu ra có thể làm lộ thông tin của từng người.")
    notes.append(f"Nguồn: hồ sơ trong hệ thống, {choice.day:%d/%m/%Y}; {table.source}.")
    if records_are_synthetic():
        notes.append(sheets.SYNTHETIC_LINE)
    group = f", {GROUPS[choice.group].lower()}" if choice.group else ""
    return PrintedTable(
        title=f"Bảng {table.code}. {title}",
        columns=grid.columns,
        lines=grid.paper_lines(),
        subtitle=(
            f"{choice.scope.label}{group}, số liệu đến {choice.day:%d/%m/%Y}",
            "ĐVT: người, %",
        ),
        notes=notes,
        paper="A3" if len(grid.columns) > 22 else "A4",
        sheet_name=table.code,
    )


def _export(
    request: HttpRequest, choice: Choice, table: NumberedTable, grid: Grid, paper: PrintedTable
) -> HttpResponse:
    kind, name = request.GET["xuat"], f"{table.code} {table.title} {choice.scope.label}"
    unit_id = choice.snapshot.units.ids[choice.scope.unit] if choice.scope.unit >= 0 else ""
    if kind == "csv":
        sheet = sheets.Sheet(
            title=paper.title,
            unit_line="ĐVT: người, %",
            columns=[sheets.Column(" – ".join(column.path), column.kind) for column in grid.columns],  # type: ignore[arg-type]
            rows=[line.cells for line in paper.lines],
            source=table.source,
            day=choice.day,
            notes=list(paper.notes),
        )
        return sheets.download(by=request.user, sheet=sheet, kind="csv", name=name, unit_id=unit_id)
    stream = io.BytesIO()
    WRITERS[kind](stream, paper)
    audit.log_access(by=request.user, action="export", unit_id=unit_id, detail=f"{name} {choice.year}.{kind}")
    content_type = sheets.CONTENT_TYPES[kind]
    return sheets.attachment(
        stream.getvalue(), content_type=content_type, name=f"{name} {choice.year}.{kind}"
    )
