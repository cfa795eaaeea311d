"""Hiding small cells so that they cannot be worked out from the cells that stay (contracts 4, indicators 6.1).

A cell with 1 up to below the limit is hidden; then, as long as a sum that the reader can see holds exactly one hidden
part, another part of it is hidden too: cells of a row against its headcount, groups against the whole, areas against
the town, units against their area. The lattice is always that of everything published to the reader, whatever was
asked for, so two requests cannot be subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Counts = NDArray[Any]
Flags = NDArray[np.bool_]
_Spot = tuple[int, int, int]


@dataclass(frozen=True)
class Lattice:
    """The published places of a reader: positions in `Sums.stacked`, and which of them add up to which.

    `families`: (parent, children, True when the children make up all of the parent). `own`: places of the reader's own
    units, whose figures the reader knows anyway.
    """

    places: tuple[int, ...]
    families: tuple[tuple[int, tuple[int, ...], bool], ...]
    own: tuple[int, ...]


def lattice_of(snapshot: Snapshot, own: frozenset[str], with_units: bool) -> Lattice:
    """The lattice of a reader who gets the town, the areas and, `with_units`, every unit."""
    area, n_areas = snapshot.units.area, len(snapshot.units.area_names)
    areas = tuple(range(1, 1 + n_areas))
    units = range(len(snapshot.units.ids))
    families = [(0, areas, bool((area >= 0).all()))]
    if with_units:
        families += [
            (1 + k, tuple(1 + n_areas + u for u in units if area[u] == k), True) for k in range(n_areas)
        ]
    places = (0, *areas, *(1 + n_areas + u for u in units)) if with_units else (0, *areas)
    mine = tuple(1 + n_areas + u for u in units if snapshot.units.ids[u] in own)
    return Lattice(places, tuple(families), mine)


def others(snapshot: Snapshot, values: Counts, lattice: Lattice) -> Counts:
    """The counts without the reader's own units, which the reader could subtract."""
    n_areas = len(snapshot.units.area_names)
    result = np.array(values, copy=True)
    for place in lattice.own:
        result[0] -= values[place]
        khu = snapshot.units.area[place - 1 - n_areas]
        if khu >= 0:
            result[1 + khu] -= values[place]
        result[place] = 0
    return result


def hidden_cells(values: Counts, lattice: Lattice, limit: int, rows_add_up: bool = True) -> Flags:
    """Which cells of `values` (places, 3, cells) to hide. `rows_add_up`: the reader knows the sum of each row."""
    hidden = np.zeros(values.shape, dtype=bool)
    published = list(lattice.places)
    hidden[published] = (values[published] > 0) & (values[published] < limit)
    if not hidden.any():
        return hidden
    changed = True
    while changed:
        changed = False
        for spots, is_whole in _equations(values.shape, lattice, rows_add_up):
            if is_whole and sum(hidden[spot] for spot in spots) == 1:
                hidden[_next(values, hidden, spots)] = True
                changed = True
    return hidden


def _equations(
    shape: tuple[int, ...], lattice: Lattice, rows_add_up: bool
) -> Iterator[tuple[list[_Spot], bool]]:
    """The sums a reader can form; the last part of each is its total where that is a cell as well."""
    n_cells = shape[2]
    for place in lattice.places:
        for variant in range(3):
            if rows_add_up and n_cells > 1:
                yield [(place, variant, cell) for cell in range(n_cells)], True
        for cell in range(n_cells):
            yield [(place, variant, cell) for variant in range(3)], True
    for parent, children, is_whole in lattice.families:
        for variant in range(3):
            for cell in range(n_cells):
                yield [(place, variant, cell) for place in (*children, parent)], is_whole and bool(children)


def _next(values: Counts, hidden: Flags, spots: list[_Spot]) -> _Spot:
    """The part to hide beside the only hidden one: the smallest that is not zero, else any."""
    free = [spot for spot in spots if not hidden[spot]]
    return min(free, key=lambda spot: (values[spot] <= 0, values[spot]))
