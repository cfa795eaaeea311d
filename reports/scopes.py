"""Scopes of a figure: the town, an area, a unit, each as a whole or by group; and sums over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foundation.errors import Refused
from reports.frames.columns import GROUP_LABELS, GROUPS
from reports.frames.movements import acting
from reports.reading import Ints, day_number

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

LEVELS = ("town", "area", "unit")
ALL_GROUPS = ("", *GROUPS)


@dataclass(frozen=True)
class Scope:
    """One scope of a year. `code` as contracts 4 (`area:Tam Lưu|group:can_bo`); `place` its row and `variant` its
    group in `Sums` (0 = both groups); `unit`, `area` are positions or -1; `joined`: people of other units of the time are
    counted under this one."""

    code: str
    level: str
    group: str
    label: str
    place: int
    variant: int
    area: int = -1
    unit: int = -1
    joined: bool = False


def scopes_of(
    snapshot: Snapshot,
    year: int,
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    units: Collection[str] | None = None,
) -> list[Scope]:
    """The scopes of the levels `by` in `year`, each with every group of `groups` ("" = the whole).

    `unit:*` are the units whose life includes the reference day (`listed_units`); with `units` only those ids. `area:*` are all areas with a unit.
    """
    found: list[Scope] = []
    for level in LEVELS:
        if level not in by:
            continue
        for base, label, place, area, unit in _places(snapshot, year, level, units):
            found += [_with_group(base, label, place, area, unit, level, group) for group in groups]
    if snapshot.heir is None:
        return found
    went = np.flatnonzero(acting(snapshot, year) & (snapshot.heir != np.arange(len(snapshot.heir))))
    joined = set(snapshot.heir[went].tolist())
    return [replace(scope, joined=True) if scope.unit in joined else scope for scope in found]


def _places(
    snapshot: Snapshot, year: int, level: str, units: Collection[str] | None
) -> list[tuple[Any, ...]]:
    n_areas = len(snapshot.units.area_names)
    if level == "town":
        return [("all", "Toàn thị xã", 0, -1, -1)]
    if level == "area":
        return [
            (f"area:{name}", _area_label(name), 1 + place, place, -1)
            for place, name in enumerate(snapshot.units.area_names)
        ]
    rows = listed_units(snapshot, year).tolist()
    ids, names = snapshot.units.ids, snapshot.units.names
    return [
        (f"unit:{ids[row]}", _unit_label(snapshot.units.kinds[row], names[row]), 1 + n_areas + row, -1, row)
        for row in rows
        if units is None or ids[row] in units
    ]


def listed_units(snapshot: Snapshot, year: int) -> Ints:
    """Positions of the units that have a row in `year`: those of its reference day. Counted under the units of another
    day: those, and what existed on the reference day and is no single unit of that one."""
    existing = snapshot.units.existing_on(day_number(snapshot.day(year)))
    if snapshot.heir is None or snapshot.standpoint.units_on is None:
        return existing
    alone = existing[snapshot.heir[existing] == existing]
    return np.union1d(snapshot.units.existing_on(day_number(snapshot.standpoint.units_on)), alone)


def _area_label(name: str) -> str:
    return name if name.lower().startswith("khu ") else f"Khu {name}"


def _unit_label(kind: str, name: str) -> str:
    return f"{ {'phuong': 'Phường', 'xa': 'Xã', 'thi_tran': 'Thị trấn'}[kind] } {name}"


def _with_group(base: str, label: str, place: int, area: int, unit: int, level: str, group: str) -> Scope:
    code = base
    if group:
        label = f"{label}: {GROUP_LABELS[GROUPS.index(group)].lower()}"
        code = f"group:{group}" if base == "all" else f"{base}|group:{group}"
    return Scope(code, level, group, label, place, ALL_GROUPS.index(group), area, unit)


def parse_scope(snapshot: Snapshot, year: int, code: str) -> Scope:
    """The scope a `code` names in `year`; Refused when there is none such."""
    base, _, last = code.rpartition("|") if "|" in code else ("", "", code)
    group = last.removeprefix("group:") if last.startswith("group:") else ""
    if not group:
        base = code
    base = base or "all"
    level = "area" if base.startswith("area:") else "unit" if base.startswith("unit:") else "town"
    if group in ALL_GROUPS:
        for scope in scopes_of(snapshot, year, (level,), (group,)):
            if scope.code == code:
                return scope
    raise Refused(f"Không có phạm vi “{code}” trong năm {year}.")


class Sums:
    """Sums of additive numbers over every scope, from their values by (unit, group) of the units of the time.

    `values` has the shape (units, 2 groups, numbers), `stacked` (places, 3, numbers), `over(scopes)` (scopes,
    numbers). A parent is the sum of its units, those without an area only in the town.
    """

    def __init__(self, snapshot: Snapshot, values: NDArray[Any]) -> None:
        n_numbers = values.shape[2]
        with_total = np.concatenate((values.sum(axis=1, keepdims=True), values), axis=1)
        area = snapshot.units.area
        n_areas = len(snapshot.units.area_names)
        by_area = np.zeros((n_areas, 3, n_numbers), dtype=values.dtype)
        inside = area >= 0
        np.add.at(by_area, area[inside], with_total[inside])
        town = with_total.sum(axis=0, keepdims=True)
        if snapshot.heir is not None:
            of_time, with_total = with_total, np.zeros_like(with_total)
            np.add.at(with_total, snapshot.heir, of_time)
        self.stacked = np.concatenate((town, by_area, with_total), axis=0)

    def over(self, scopes: Sequence[Scope]) -> NDArray[Any]:
        places = np.array([scope.place for scope in scopes], dtype=np.int64)
        variants = np.array([scope.variant for scope in scopes], dtype=np.int64)
        return self.stacked[places, variants]


def distinct(snapshot: Snapshot, official: Ints, unit: Ints, group: Ints) -> NDArray[np.int64]:
    """How many different people stand in each scope: shape (1 + areas + units, 3), rows and groups as `Sums`."""
    n_units, n_areas = len(snapshot.units.ids), len(snapshot.units.area_names)
    counts = np.zeros((1 + n_areas + n_units, 3), dtype=np.int64)
    area = snapshot.units.area[unit] if len(unit) else unit
    inside = area >= 0
    for variant in range(3):
        chosen = slice(None) if variant == 0 else group == variant - 1
        who, where, khu, has_area = official[chosen], unit[chosen], area[chosen], inside[chosen]
        counts[0, variant] = len(np.unique(who))
        counts[1 : 1 + n_areas, variant] = _distinct_in(who[has_area], khu[has_area], n_areas)
        counts[1 + n_areas :, variant] = _distinct_in(who, snapshot.counted(where), n_units)
    return counts


def _distinct_in(official: Ints, place: Ints, n_places: int) -> NDArray[np.int64]:
    if not len(official) or not n_places:
        return np.zeros(n_places, dtype=np.int64)
    pairs = np.unique(official * n_places + place)
    return np.bincount(pairs % n_places, minlength=n_places)
