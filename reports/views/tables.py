"""Bảng số liệu: any table of contracts 4, over the years of one scope or over the scopes of one year; with export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation import sheets
from foundation.components import Crumb
from foundation.formats import vi_numbers
from foundation.printed import Explained
from reports.indicators import Comparison
from reports.indicators.compare import compare_counts
from reports.tables.compute import table_cells
from reports.tables.registry import TableDef, tables
from reports.views.choice import Choice, read_choice
from reports.views.closings import closing_notes
from reports.views.explained import absolute, explain_cells, explained_sheet, export_facts
from reports.views.figures import HIDDEN
from reports.views.reading import read_tables
from reports.views.standpoints import standpoint_notes

LAYOUTS = {"nam": "Theo năm", "khu": "Theo khu", "don_vi": "Theo xã, phường"}
BANDS = {"decade": "Dưới 30, 30–39, 40–49, từ 50", "bm02": "Theo biểu BM02/BNV"}
DECIMALS = 2  # T-tables show two decimals (indicators.md 6b.12)


@dataclass(frozen=True)
class Cell:
    """A number of the table: as text for the page, as a value for the export (None = missing or hidden)."""

    text: str
    value: float | None


@dataclass(frozen=True)
class Line:
    label: str
    cells: Sequence[Cell]
    is_total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table ready to be shown and exported: one heading a column, the kind of each for the export; `groups` are the
    headings above them with how many columns each spans."""

    heads: Sequence[str]
    kinds: Sequence[str]
    lines: Sequence[Line]
    notes: Sequence[str] = ()
    groups: Sequence[tuple[str, int]] = ()

    def full_heads(self) -> list[str]:
        """The headings in one line, as an export needs them: `2021 – SL`."""
        above = [label for label, span in self.groups for _ in range(span)]
        if not above:
            return list(self.heads)
        return [f"{group} – {head}" for group, head in zip(above, self.heads, strict=True)]


@require_safe
def table_page(request: HttpRequest) -> HttpResponse:
    """One table in one layout; `?xuat=xlsx` or `csv` exports exactly what is shown."""
    choice = read_choice(request, own_first=True, standpoints=True, closable=True)
    table = tables.get(request.GET.get("bang", "")) or next(iter(tables))
    say = choice.snapshot.standpoint.dated
    table = replace(table, title=say(table.title))
    layout = request.GET.get("theo", "nam")
    layout = layout if layout in LAYOUTS else "nam"
    bands = request.GET.get("nhom_tuoi", "decade")
    bands = bands if bands in BANDS else "decade"
    grid = _by_year(choice, table, bands) if layout == "nam" else _by_scope(choice, table, layout, bands)
    explained = explain_cells(choice, table, table_cells(choice.snapshot, table, choice.year, bands))
    if table.code == "unit" or (table.bm02 is not None and bands == "bm02"):
        explained = [Explained(each.label, each.how) for each in explained]
    if request.GET.get("xuat") in sheets.CONTENT_TYPES:
        return _export(request, choice, table, grid, absolute(request, explained))
    context = choice.context() | {
        "table": table,
        "layout": layout,
        "grid": grid,
        "tables": [(t.code, say(t.title), choice.address(bang=t.code), t.code == table.code) for t in tables],
        "layouts": [(k, v, choice.address(theo=k), k == layout) for k, v in LAYOUTS.items()],
        "bands": [(k, v, choice.address(nhom_tuoi=k), k == bands) for k, v in BANDS.items()]
        if table.bm02 is not None
        else [],
        "explained": explained,
        "exports": [(kind, choice.address(xuat=kind)) for kind in sheets.CONTENT_TYPES],
        "crumbs": [Crumb("Báo cáo, biểu mẫu", reverse("reports:numbered"))],
    }
    return render(request, "reports/tables.html", context)


def _by_year(choice: Choice, table: TableDef, bands: str) -> Grid:
    """Rows = categories and the total; columns = number and % of each year, then the changes (indicators 1.2)."""
    scope = choice.code(choice.base)
    found = {
        row["year"]: row
        for row in read_tables(choice, [table.code], (choice.scope.level,), choice.years, bands)
        if row["scope"] == scope
    }
    years = [year for year in choice.years if year in found]
    labels: dict[str, str] = {}
    for year in years:
        labels |= dict(table_cells(choice.snapshot, table, year, bands))
    lines = [
        _year_line(label, {y: found[y]["cells"].get(cell, 0) for y in years}, found)
        for cell, label in labels.items()
    ]
    totals = {year: _total(found[year]) for year in years}
    lines.append(_year_line("Tổng số", totals, found, is_total=True))
    groups = [*((str(year), 2) for year in years), *((f"{b}/{a}", 2) for a, b in pairwise(years))]
    heads = ["SL", "%"] * len(years) + ["Chênh lệch", "%"] * (len(groups) - len(years))
    kinds = ["int", "percent"] * len(years) + ["int", "number"] * (len(groups) - len(years))
    return Grid(
        [*heads, "%"], [*kinds, "number"], lines, _notes(table, found, years), [*groups, ("Bình quân", 1)]
    )


def _year_line(
    label: str, counts: dict[int, Any], found: dict[int, dict[str, Any]], *, is_total: bool = False
) -> Line:
    cells: list[Cell] = []
    for year, count in counts.items():
        cells += [_count(count), _share(count, _total(found[year]))]
    known = {year: count for year, count in counts.items() if isinstance(count, int)}
    changes = compare_counts(known) if len(known) == len(counts) and len(counts) > 1 else None
    cells += _changes(changes, len(counts) - 1)
    return Line(label, cells, is_total)


def _changes(changes: Comparison | None, wanted: int) -> list[Cell]:
    if changes is None or len(changes.changes) != wanted:
        return [Cell(vi_numbers.DASH, None)] * (2 * max(wanted, 0) + 1)
    cells: list[Cell] = []
    for change in changes.changes:
        cells.append(Cell(vi_numbers.signed(change.difference), change.difference))
        cells.append(Cell(vi_numbers.number(change.pct, DECIMALS), change.pct))
    return [*cells, Cell(vi_numbers.number(changes.average_pct, DECIMALS), changes.average_pct)]


def _by_scope(choice: Choice, table: TableDef, layout: str, bands: str) -> Grid:
    """Rows = khu or units of one year with the town last; columns = the categories."""
    level = "area" if layout == "khu" else "unit"
    rows = read_tables(choice, [table.code], ("town", level), [choice.year], bands)
    by_scope = {row["scope"]: row for row in rows}
    cells = table_cells(choice.snapshot, table, choice.year, bands)
    if table.code == "unit" and choice.units is not None:
        cells = [cell for cell in cells if cell[0] in choice.units]
    scopes = [scope for scope in choice.offered if scope.level == level]
    scopes += [scope for scope in choice.offered if scope.level == "town"]
    lines = []
    for scope in scopes:
        row = by_scope.get(choice.code(scope.code))
        if row is not None:
            counts = [_count(row["cells"].get(cell, 0)) for cell, _ in cells]
            lines.append(Line(scope.label, [*counts, _count(_total(row))], scope.level == "town"))
    heads = [label for _, label in cells]
    notes = _notes(table, dict.fromkeys([choice.year], rows[0]) if rows else {}, [choice.year])
    return Grid([*heads, "Tổng số"], ["int"] * (len(heads) + 1), lines, notes)


def _total(row: dict[str, Any]) -> Any:
    """The headcount; of `posts_held`, whose cells are no heads, the sum of the posts."""
    if row["table"] != "posts_held":
        return row["headcount"]
    counts = list(row["cells"].values())
    return sum(counts) if all(isinstance(count, int) for count in counts) else None


def _count(count: Any) -> Cell:
    if isinstance(count, dict):
        return Cell(HIDDEN, None)
    return Cell(vi_numbers.number(count), count)


def _share(count: Any, total: Any) -> Cell:
    if not isinstance(count, int) or not isinstance(total, int) or not total:
        return Cell(HIDDEN if isinstance(count, dict) else vi_numbers.DASH, None)
    value = 100 * count / total
    return Cell(vi_numbers.percent(value, DECIMALS), value)


def _notes(table: TableDef, found: dict[int, dict[str, Any]], years: Sequence[int]) -> list[str]:
    notes = []
    for year in years:
        row = found.get(year)
        if row and isinstance(row["unknown_date"], int) and row["unknown_date"]:
            n = vi_numbers.number(row["unknown_date"])
            notes.append(
                f"Năm {year}: {n} người có trình độ không ghi ngày, được tính là đã có vào mọi ngày."
            )
        if row and isinstance(row["no_record"], int) and row["no_record"]:
            n = vi_numbers.number(row["no_record"])
            notes.append(f"Năm {year}: {n} người chưa có hồ sơ về nội dung này.")
    if table.code == "evaluation" and any(y < 2020 for y in years) and any(y >= 2020 for y in years):
        notes.append(
            "Từ năm 2020 xếp loại theo NĐ 90/2020/NĐ-CP; mức thứ ba đổi tên và nội dung, không so sánh trực tiếp."
        )
    return notes


def _export(
    request: HttpRequest, choice: Choice, table: TableDef, grid: Grid, told: Sequence[Explained]
) -> HttpResponse:
    # A percentage is written with both decimals, as the page shows it.
    sheet = sheets.Sheet(
        title=f"{table.title}, {choice.scope.label}",
        unit_line=f"ĐVT: {table.unit}, %",
        columns=[
            sheets.Column("Nội dung", "text", 34),
            *(sheets.Column(h, k, 14) for h, k in zip(grid.full_heads(), grid.kinds, strict=True)),  # type: ignore[arg-type]
        ],
        rows=[[line.label, *(cell.value for cell in line.cells)] for line in grid.lines],
        day=choice.day,
        notes=[
            *grid.notes,
            *standpoint_notes(choice),
            *closing_notes(choice),
            *export_facts(request, choice),
        ],
    )
    kind = request.GET["xuat"]
    method = explained_sheet(sheet.title, sheet.notes, choice, told)
    return sheets.download(
        by=request.user,
        sheet=[sheet, method],
        kind=kind,  # type: ignore[arg-type]
        name=f"{table.title} {choice.scope.label}",
        detail=f"{choice.year}",
    )
