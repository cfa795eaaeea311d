"""Figures of the tables for years × scopes, in the form of contracts 4."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from foundation.errors import Refused
from reports import snapshot as snapshots
from reports.cube import NO_RECORD, PEOPLE, UNDATED, Cube, cube, posts_held
from reports.reading import Ints
from reports.scopes import ALL_GROUPS, Scope, listed_units, scopes_of
from reports.snapshot import Snapshot
from reports.tables.registry import TableDef, tables

AGE_BANDS = ("decade", "bm02")


@dataclass(frozen=True)
class TableCounts:
    """One table of one year in arrays: `values` (scopes, cells); the others one number a scope."""

    table: TableDef
    year: int
    scopes: Sequence[Scope]
    cells: Sequence[str]
    values: Ints
    headcount: Ints
    no_record: Ints
    unknown_date: Ints

    def rows(self) -> list[dict[str, Any]]:
        """The rows of contracts 4, one a scope."""
        code, year, cells = self.table.code, self.year, self.cells
        return [
            {
                "table": code,
                "year": year,
                "scope": scope.code,
                "headcount": head,
                "cells": dict(zip(cells, row)),  # noqa: B905 (as many as cells by its shape; checked for each it is slow)
                "no_record": without,
                "unknown_date": dateless,
            }
            for scope, head, row, without, dateless in zip(
                self.scopes,
                self.headcount.tolist(),
                self.values.tolist(),
                self.no_record.tolist(),
                self.unknown_date.tolist(),
                strict=True,
            )
        ]


def count_tables(
    years: Iterable[int],
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    names: Iterable[str] | None = None,
    age_bands: str = "decade",
    units: Collection[str] | None = None,
    *,
    snapshot: Snapshot | None = None,
) -> list[TableCounts]:
    """The numbers of `compute_tables` as arrays, a table and year each: the tables in order, the years of each."""
    snapshot = snapshot or snapshots.current()
    chosen = _chosen(names)
    if age_bands not in AGE_BANDS:
        raise Refused(f"Không có cách chia độ tuổi “{age_bands}”.")
    levels = tuple(by)
    found: dict[str, list[TableCounts]] = {table.code: [] for table in chosen}
    for year in years:
        scopes = scopes_of(snapshot, year, levels, groups, units)
        if not scopes:
            continue
        counted = cube(snapshot, snapshot.day(year))
        numbers = counted.sums.over(scopes)
        for table in chosen:
            found[table.code].append(_counts(snapshot, table, year, scopes, counted, numbers, age_bands))
    return [counts for table in chosen for counts in found[table.code]]


def compute_tables(
    years: Iterable[int],
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    names: Iterable[str] | None = None,
    age_bands: str = "decade",
    units: Collection[str] | None = None,
    *,
    snapshot: Snapshot | None = None,
) -> dict[str, Any]:
    """`{"tables": [{"table", "year", "scope", "headcount", "cells", "no_record", "unknown_date"}]}` (contracts 4).

    `groups`: "" = both groups together. `names`: which tables, all by default. `units`: the ids that `unit:*` rows
    may be of, None = all. Unsuppressed: what a reader gets is `reports.access`. Errors: Refused for an unknown name.
    """
    counts = count_tables(years, by, groups, names, age_bands, units, snapshot=snapshot)
    return {"tables": [row for table in counts for row in table.rows()]}


def _chosen(names: Iterable[str] | None) -> list[TableDef]:
    if names is None:
        return list(tables)
    wanted = list(names)
    unknown = [name for name in wanted if name not in tables]
    if unknown:
        raise Refused(f"Không có bảng “{', '.join(unknown)}”.")
    return [table for table in tables if table.code in wanted]


def table_cells(
    snapshot: Snapshot, table: TableDef, year: int, age_bands: str = "decade"
) -> list[tuple[str, str]]:
    """The (cell, label) of a table in `year`, in order."""
    column = table.column_for(age_bands)
    if column is not None:
        return list(zip(column.cells, column.labels, strict=True))
    if table.code == "unit":
        return [(snapshot.units.ids[row], snapshot.units.names[row]) for row in _listed_units(snapshot, year)]
    return list(zip(snapshot.posts.codes, snapshot.posts.names, strict=True))


def _counts(
    snapshot: Snapshot,
    table: TableDef,
    year: int,
    scopes: list[Scope],
    counted: Cube,
    numbers: Ints,
    age_bands: str,
) -> TableCounts:
    column = table.column_for(age_bands)
    cells = [cell for cell, _ in table_cells(snapshot, table, year, age_bands)]
    name = column.name if column else "post"
    if table.code == "posts_held":
        values = posts_held(snapshot, snapshot.day(year)).over(scopes)
    elif table.code == "unit":
        values = _by_unit(snapshot, year, scopes, counted)
    else:
        first = counted.place[(name, cells[0])] if cells else 0
        values = numbers[:, first : first + len(cells)]
    return TableCounts(
        table,
        year,
        scopes,
        cells,
        values,
        numbers[:, counted.place[PEOPLE]],
        _flag(counted, numbers, name, NO_RECORD),
        _flag(counted, numbers, name, UNDATED),
    )


def _flag(counted: Cube, numbers: Ints, column: str, flag: str) -> Ints:
    place = counted.place.get((column, flag))
    return np.zeros(len(numbers), dtype=np.int64) if place is None else numbers[:, place]


def _listed_units(snapshot: Snapshot, year: int) -> list[int]:
    """The units that have a row, and any other in which someone is in post all the same (a doubt of the data)."""
    listed = np.zeros(len(snapshot.units.ids), dtype=bool)
    listed[listed_units(snapshot, year)] = True
    counted = cube(snapshot, snapshot.day(year))
    listed |= _under(snapshot, counted.counts[:, :, counted.place[PEOPLE]].sum(axis=1)) > 0
    return np.flatnonzero(listed).tolist()


def _under(snapshot: Snapshot, heads: np.ndarray) -> np.ndarray:
    """People by unit of the time, put under the units they are counted under."""
    if snapshot.heir is None:
        return heads
    found = np.zeros_like(heads)
    np.add.at(found, snapshot.heir, heads)
    return found


def _by_unit(snapshot: Snapshot, year: int, scopes: list[Scope], counted: Cube) -> np.ndarray:
    heads = counted.counts[:, :, counted.place[PEOPLE]]
    by_variant = np.stack((heads.sum(axis=1), heads[:, 0], heads[:, 1]))
    listed = np.array(_listed_units(snapshot, year), dtype=np.int64)
    under = [_under(snapshot, values) for values in by_variant]
    column_of = np.full(len(snapshot.units.ids), -1, dtype=np.int64)
    column_of[listed] = np.arange(len(listed))
    result = np.zeros((len(scopes), len(listed)), dtype=np.int64)
    for row, scope in enumerate(scopes):
        if scope.level == "unit":  # of all the units of the row only itself
            result[row, column_of[scope.unit]] = under[scope.variant][scope.unit]
        elif scope.level == "area":
            inside = np.where(snapshot.units.area == scope.area, by_variant[scope.variant], 0)
            result[row] = _under(snapshot, inside)[listed]
        else:
            result[row] = under[scope.variant][listed]
    return result
