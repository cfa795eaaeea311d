"""Numbers of the numbered tables for years × scopes: all lines of all tables of a year by one matrix product."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from reports import snapshot as snapshots
from reports.comparison.funnel import limits_of
from reports.cube import PEOPLE
from reports.indicators.compute import chosen_indicators, rows_of
from reports.indicators.quantities import quantities
from reports.rules import recommend, rules
from reports.scopes import ALL_GROUPS, Scope, scopes_of
from reports.statistics import ALARM_COVERAGE, WARNING_COVERAGE, over_dispersion
from reports.tables.numbered.model import (
    FUNNEL,
    TRIGGERS,
    Block,
    Line,
    NumberedTable,
    line_code,
    numbered_tables,
)

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Cells = dict[str, Any]
FUNNEL_CODES = ("C2u", "C2s", "C3", "C4.trung_cap", "E3", "B3")
FUNNEL_NUMBERS = {
    "k": "Số người đạt",
    "n": "Số người xét",
    "value": "Tỷ lệ (%)",
    "low95": "Cận dưới 95%",
    "high95": "Cận trên 95%",
    "low998": "Cận dưới 99,8%",
    "high998": "Cận trên 99,8%",
}


def compute_numbered(
    years: Iterable[int],
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    names: Iterable[str] | None = None,
    units: Collection[str] | None = None,
    *,
    snapshot: Snapshot | None = None,
) -> list[dict[str, Any]]:
    """Rows in the form of contracts 4: `{"table", "year", "scope", "headcount", "cells": {line: number or null},
    "no_record", "unknown_date"}`. Unsuppressed: what a reader gets is `reports.tables.numbered.reading`.
    """
    snapshot = snapshot or snapshots.current()
    wanted = None if names is None else set(names)
    chosen = [table for table in numbered_tables if wanted is None or table.code in wanted]
    levels = tuple(by)
    found: dict[str, list[dict[str, Any]]] = {table.code: [] for table in chosen}
    for year in years:
        scopes = scopes_of(snapshot, year, levels, groups, units)
        for table, cells in cells_of(snapshot, chosen, year, scopes).items():
            found[table] += document_rows(snapshot, table, year, scopes, cells)
    return [row for table in chosen for row in found[table.code]]


def document_rows(
    snapshot: Snapshot, table: str, year: int, scopes: Sequence[Scope], cells: Sequence[Cells]
) -> list[dict[str, Any]]:
    """The rows of one table and year, from its cells in the order of `scopes`."""
    numbers = quantities(snapshot, year)
    heads = numbers.numbers[:, :, numbers.place_of[PEOPLE]]
    return [
        {
            "table": table,
            "year": year,
            "scope": scope.code,
            "headcount": int(heads[scope.place, scope.variant]),
            "cells": found,
            "no_record": 0,
            "unknown_date": 0,
        }
        for scope, found in zip(scopes, cells, strict=True)
    ]


def lines_of(snapshot: Snapshot, table: NumberedTable) -> list[tuple[Block, Line]]:
    """Every line of a table with its block, in order."""
    return [(block, line) for block in table.blocks for line in block.lines(snapshot)]


def cells_of(
    snapshot: Snapshot, chosen: Sequence[NumberedTable], year: int, scopes: Sequence[Scope]
) -> dict[str, list[Cells]]:
    """Table code → the cells of each scope."""
    if not scopes:
        return {table.code: [] for table in chosen}
    wanted = [(table, block, line) for table in chosen for block, line in lines_of(snapshot, table)]
    counts, known = _counts(snapshot, tuple(table.code for table in chosen), wanted, year, scopes)
    codes = {line.indicator for _, _, line in wanted if line.is_figure}
    figures = rows_of(snapshot, chosen_indicators(codes), year, scopes) if codes else {}
    result: dict[str, list[Cells]] = {table.code: [{} for _ in scopes] for table in chosen}
    for place, (table, block, line) in enumerate(wanted):
        code = line_code(block, line)
        for row, scope in enumerate(scopes):
            value: Any = counts[row][place]
            if line.is_figure:
                value = figures[line.indicator][row]["value"]
            elif (not block.by_group and scope.group) or not known[row][place]:
                value = None
            result[table.code][row][code] = value
    for table in chosen:
        if table.kind == FUNNEL:
            result[table.code] = funnel_cells(snapshot, year, scopes)
        elif table.kind == TRIGGERS:
            result[table.code] = trigger_cells(snapshot, year, scopes)
    return result


def _counts(
    snapshot: Snapshot,
    tables: tuple[str, ...],
    wanted: Sequence[tuple[NumberedTable, Block, Line]],
    year: int,
    scopes: Sequence[Scope],
) -> tuple[list[list[int]], list[list[bool]]]:
    """(scopes, lines): the numbers, and whether anything of what they are numbers of was reported."""
    found = quantities(snapshot, year)

    def weights() -> tuple[Any, Any, Any]:
        parts = np.zeros((len(found.place_of), len(wanted)))
        knowns = np.zeros((len(found.place_of), len(wanted)))
        for place, (_, _, line) in enumerate(wanted):
            for quantity in line.part:
                parts[found.place_of[quantity], place] = 1
            for quantity in line.known:
                knowns[found.place_of[quantity], place] = 1
        return parts, knowns, np.array([not line.known for _, _, line in wanted], dtype=bool)

    parts, knowns, always = snapshot.memo(("numbered weights", tables), weights)
    places = np.array([scope.place for scope in scopes], dtype=np.int64)
    variants = np.array([scope.variant for scope in scopes], dtype=np.int64)
    numbers = found.numbers[places, variants]
    counts = np.rint(numbers @ parts).astype(np.int64).tolist()
    return counts, (always | (numbers @ knowns > 0)).tolist()


def funnel_cells(
    snapshot: Snapshot,
    year: int,
    scopes: Sequence[Scope],
    rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> list[Cells]:
    """Each scope's share with the limits chance would keep around the town's share of the same group.

    `rows`: the rows as a reader gets them, in the order of `scopes`; None = unsuppressed.
    """
    chosen = chosen_indicators(FUNNEL_CODES)
    rows = rows or rows_of(snapshot, chosen, year, scopes)
    cells: list[Cells] = [{} for _ in scopes]
    for group in {scope.group for scope in scopes}:
        wide = scopes_of(snapshot, year, ("town", "unit"), (group,))
        reference = rows_of(snapshot, chosen, year, wide)
        for indicator in chosen:
            town, *peers = reference[indicator.code]
            k, n = [row["numerator"] for row in peers], [row["denominator"] for row in peers]
            centre = town["value"] / 100 if town["value"] is not None else None
            phi = None
            if centre is not None:
                sized = [(a, b) for a, b in zip(k, n, strict=True) if b]
                phi = over_dispersion([a for a, _ in sized], [b for _, b in sized], centre)
            for place, scope in enumerate(scopes):
                if scope.group == group:
                    row = rows[indicator.code][place]
                    cells[place] |= _funnel_row(indicator.code, row, centre, phi)
    return cells


def _funnel_row(code: str, row: Mapping[str, Any], centre: float | None, phi: float | None) -> Cells:
    numbers: Cells = dict.fromkeys(FUNNEL_NUMBERS)
    k, n = row["numerator"], row["denominator"]
    if isinstance(k, dict) or isinstance(n, dict):
        numbers = dict.fromkeys(FUNNEL_NUMBERS, k if isinstance(k, dict) else n)
    else:
        numbers |= {"k": k, "n": n, "value": row["value"]}
        if n and centre is not None:
            inner, outer = (
                limits_of(n, centre, coverage, phi) for coverage in (WARNING_COVERAGE, ALARM_COVERAGE)
            )
            limits = [100 * value for value in (*inner, *outer)]
            numbers |= dict(zip(("low95", "high95", "low998", "high998"), limits, strict=True))
    return {f"{code}.{name}": value for name, value in numbers.items()}


def trigger_cells(snapshot: Snapshot, year: int, scopes: Sequence[Scope]) -> list[Cells]:
    """Each rule in each scope: 1 it finds something, 0 it does not, None it cannot say. Rules speak of no group."""
    found = recommend(year, ("town", "area", "unit"), snapshot=snapshot)
    fired = {(item.rule, item.scope.code) for item in found.findings}
    unsaid = {(item.rule, item.scope.code) for item in found.not_enough_data}
    return [
        {
            rule.code: None
            if scope.group or scope.level not in rule.levels or (rule.code, scope.code) in unsaid
            else int((rule.code, scope.code) in fired)
            for rule in rules
        }
        for scope in scopes
    ]
