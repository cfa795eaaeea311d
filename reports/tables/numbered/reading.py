"""What a reader gets of the numbered tables: the scopes in reach, small numbers hidden as everywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reports import access
from reports import snapshot as snapshots
from reports.access import SUPPRESSED, Reader, reader_of
from reports.indicators.compute import chosen_indicators, rows_of
from reports.indicators.model import indicators
from reports.rules import rules
from reports.rules.access import findings_for
from reports.scopes import ALL_GROUPS, Scope, scopes_of
from reports.snapshot import Snapshot
from reports.tables.numbered.compute import (
    FUNNEL_CODES,
    Cells,
    cells_of,
    document_rows,
    funnel_cells,
    lines_of,
)
from reports.tables.numbered.model import (
    FUNNEL,
    TRIGGERS,
    Block,
    Line,
    NumberedTable,
    line_code,
    numbered_tables,
)


def numbered_for(
    user: Any,
    years: Iterable[int],
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    names: Iterable[str] | None = None,
    snapshot: Snapshot | None = None,
) -> list[dict[str, Any]]:
    """As `compute_numbered`, limited and suppressed for `user`; a hidden number is `{"suppressed": true}`.

    Errors: Denied.
    """
    reader, snapshot = reader_of(user), snapshot or snapshots.current()
    wanted = None if names is None else set(names)
    chosen = [table for table in numbered_tables if wanted is None or table.code in wanted]
    levels = tuple(by)
    found: dict[str, list[dict[str, Any]]] = {table.code: [] for table in chosen}
    for year in years:
        scopes = scopes_of(snapshot, year, levels, groups, reader.units)
        plain = [table for table in chosen if table.kind != FUNNEL]
        for code, cells in cells_of(snapshot, plain, year, scopes).items():
            table = numbered_tables[code]
            shown = [dict(row) for row in cells]
            if table.kind == TRIGGERS:
                shown = _triggers(user, snapshot, year, scopes, shown)
            else:
                _hide(snapshot, reader, table, year, scopes, shown)
            found[code] += document_rows(snapshot, code, year, scopes, shown)
        for table in chosen:
            if table.kind == FUNNEL:
                shown = _funnel(snapshot, reader, year, scopes)
                found[table.code] += document_rows(snapshot, table.code, year, scopes, shown)
    return [row for table in chosen for row in found[table.code]]


def _hide(
    snapshot: Snapshot,
    reader: Reader,
    table: NumberedTable,
    year: int,
    scopes: Sequence[Scope],
    cells: Sequence[Cells],
) -> None:
    for block, line in lines_of(snapshot, table):
        for scope, row in zip(scopes, cells, strict=True):
            if not _may_tell(snapshot, reader, block, line, year, scope):
                row[line_code(block, line)] = SUPPRESSED


def _may_tell(snapshot: Snapshot, reader: Reader, block: Block, line: Line, year: int, scope: Scope) -> bool:
    if line.indicator:  # the same number stands in the catalogue: it is hidden here where it is hidden there
        return access.may_tell(snapshot, reader, indicators[line.indicator], year, scope)
    is_open = access.is_open(reader, scope, snapshot, block.fields)
    if block.restricted:
        own = access.is_own(reader, scope, snapshot) and reader.own_fields.issuperset(block.fields)
        return own or reader.reads(block.fields)
    if is_open or not block.small:
        return True
    lines = block.lines(snapshot)
    place = [each.code for each in lines].index(line.code)
    if block.name:
        codes = tuple(each.code for each in lines)
        flags = access.cells_hidden(snapshot, reader, year, block.name, codes, block.small)
    else:
        flags = access.counts_hidden(snapshot, reader, [each.part for each in lines], year, block.small)
    return not flags[scope.place, scope.variant, place]


def _funnel(snapshot: Snapshot, reader: Reader, year: int, scopes: Sequence[Scope]) -> list[Cells]:
    chosen = chosen_indicators(FUNNEL_CODES)
    rows = rows_of(snapshot, chosen, year, scopes)
    shown = {
        indicator.code: access.hide_rows(snapshot, reader, indicator, year, scopes, rows[indicator.code])
        for indicator in chosen
    }
    towns = {
        group: scopes_of(snapshot, year, ("town",), (group,))[0]
        for group in {scope.group for scope in scopes}
    }
    cells = funnel_cells(snapshot, year, scopes, shown)
    for scope, row in zip(scopes, cells, strict=True):
        for indicator in chosen:
            # The limits stand around the town's share: who may not know it gets no limits.
            if not access.may_tell(snapshot, reader, indicator, year, towns[scope.group]):
                row |= {code: SUPPRESSED for code in row if code.startswith(f"{indicator.code}.")}
    return cells


def _triggers(
    user: Any, snapshot: Snapshot, year: int, scopes: Sequence[Scope], cells: Sequence[Cells]
) -> list[Cells]:
    """A finding that the reader does not get is hidden, and so is that the rule is silent where it could be hidden; of
    rules over restricted figures everything is."""
    told = {
        (finding.rule, finding.scope.code)
        for finding, is_quiet in findings_for(user, year, ("town", "area", "unit"), snapshot)
        if not is_quiet
    }
    reader = reader_of(user)
    closed = {rule.code for rule in rules if not reader.reads(rule.fields)}

    def shown(rule: str, scope: Scope, value: Any) -> Any:
        if rule in closed and rules[rule].is_secret:
            return SUPPRESSED
        if value == 1:
            return value if (rule, scope.code) in told else SUPPRESSED
        # Of one unit a hidden finding must not be told from silence.
        could_hide = scope.level == "unit" and rule in closed and not access.is_own(reader, scope, snapshot)
        return SUPPRESSED if value == 0 and could_hide else value

    return [
        {rule: shown(rule, scope, value) for rule, value in row.items()}
        for scope, row in zip(scopes, cells, strict=True)
    ]
