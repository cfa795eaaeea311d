"""Figures of the tables for years × scopes, in the form of contracts 4."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np

from foundation.errors import Refused
from reports import snapshot as snapshots
from reports.cube import NO_RECORD, PEOPLE, UNDATED, Cube, cube, posts_held
from reports.scopes import ALL_GROUPS, Scope, listed_units, scopes_of
from reports.snapshot import Snapshot
from reports.tables.registry import TableDef, tables

AGE_BANDS = ("decade", "bm02")


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
    snapshot = snapshot or snapshots.current()
    chosen = _chosen(names)
    if age_bands not in AGE_BANDS:
        raise Refused(f"Không có cách chia độ tuổi “{age_bands}”.")
    levels = tuple(by)
    rows: dict[str, list[dict[str, Any]]] = {table.code: [] for table in chosen}
    for year in years:
        scopes = scopes_of(snapshot, year, levels, groups, units)
        if scopes:
            for table in chosen:
                rows[table.code] += _rows(snapshot, table, year, scopes, age_bands)
    return {"tables": [row for table in chosen for row in rows[table.code]]}


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


def _rows(
    snapshot: Snapshot, table: TableDef, year: int, scopes: list[Scope], age_bands: str
) -> list[dict[str, Any]]:
    counted = cube(snapshot, snapshot.day(year))
    cells = [cell for cell, _ in table_cells(snapshot, table, year, age_bands)]
    numbers = counted.sums.over(scopes)
    values = _values(snapshot, table, year, scopes, counted, cells, age_bands)
    heads = numbers[:, counted.place[PEOPLE]].tolist()
    column = table.column_for(age_bands)
    name = column.name if column else ""
    absent = _flag(counted, numbers, name, NO_RECORD)
    undated = _flag(counted, numbers, name, UNDATED)
    return [
        {
            "table": table.code,
            "year": year,
            "scope": scope.code,
            "headcount": head,
            "cells": dict(zip(cells, row, strict=True)),
            "no_record": without,
            "unknown_date": dateless,
        }
        for scope, head, row, without, dateless in zip(
            scopes, heads, values.tolist(), absent, undated, strict=True
        )
    ]


def _flag(counted: Cube, numbers: np.ndarray, column: str, flag: str) -> list[int]:
    place = counted.place.get((column, flag))
    return [0] * len(numbers) if place is None else numbers[:, place].tolist()


def _values(
    snapshot: Snapshot,
    table: TableDef,
    year: int,
    scopes: list[Scope],
    counted: Cube,
    cells: list[str],
    age_bands: str,
) -> np.ndarray:
    if table.code == "posts_held":
        return posts_held(snapshot, snapshot.day(year)).over(scopes)
    if table.code == "unit":
        return _by_unit(snapshot, year, scopes, counted)
    column = table.column_for(age_bands)
    if not cells:
        return np.zeros((len(scopes), 0), dtype=np.int64)
    first = counted.place[(column.name if column else "post", cells[0])]
    return counted.sums.over(scopes)[:, first : first + len(cells)]


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
    result = np.zeros((len(scopes), len(listed)), dtype=np.int64)
    for row, scope in enumerate(scopes):
        values = by_variant[scope.variant]
        if scope.level == "area":
            values = np.where(snapshot.units.area == scope.area, values, 0)
        values = _under(snapshot, values)[listed]
        result[row] = np.where(listed == scope.unit, values, 0) if scope.level == "unit" else values
    return result
