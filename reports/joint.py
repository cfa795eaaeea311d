"""Facts that are published in several cuts at once: ages by tens, as BM02 cuts them in tables, and as its form does.

Each cut alone keeps its small numbers (ADR 0010); laid over each other they would tell: who is 30 is "to 30" less "under
30". So their numbers are hidden together, over the finest cells they make, and so are small numbers between the cuts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.frames import columns
from reports.frames.people import people
from reports.reading import Bools, Ints
from reports.scopes import Sums
from reports.suppression import Hidden, Lattice, hidden_sums, others
from reports.tables.registry import SMALL

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

# The cuts of one fact, with how dear it is to hide a number of each: ages by tens stand on every dashboard.
AGES = {columns.AGE_DECADE: 3, columns.AGE_BM02: 1, columns.AGE_FORM: 1}
JOINT = {column.name: AGES for column in AGES}


@dataclass
class Projected(Hidden):
    """One cut of what is hidden together: `cell_of` says in which of its cells each of the finest ones lies."""

    cell_of: Ints | None = None

    def splits(self, place: int, variant: int, inside: Bools) -> bool:
        return super().splits(place, variant, inside if self.cell_of is None else inside[self.cell_of])


def hidden_together(snapshot: Snapshot, lattice: Lattice, year: int, name: str) -> Hidden:
    """What to hide of the cut `name` of a joint fact on the reference day of `year`."""
    cuts = JOINT[name]
    key = ("hidden together", year, tuple(column.name for column in cuts), lattice)
    found = snapshot.memo(key, lambda: _build(snapshot, lattice, year, cuts))
    return found[name]


def _build(
    snapshot: Snapshot, lattice: Lattice, year: int, cuts: dict[columns.Column, int]
) -> dict[str, Projected]:
    frame, n_units = people(snapshot, snapshot.day(year)), len(snapshot.units.ids)
    codes = np.stack([frame.columns[column.name] for column in cuts], axis=1)
    finest, cell = np.unique(codes, axis=0, return_inverse=True)
    at = (frame.unit * 2 + frame.group) * len(finest) + cell.reshape(-1)
    counts = np.bincount(at, minlength=n_units * 2 * len(finest)).reshape(n_units, 2, len(finest))
    values = others(snapshot, Sums(snapshot, counts).stacked, lattice)
    inside, weights, plain = _sums(cuts, finest)
    hidden = hidden_sums(values, lattice, SMALL, inside, weights, plain)
    result = {}
    for place, column in enumerate(cuts):
        flags = np.zeros((*values.shape[:2], len(column.cells)), dtype=bool)
        for code in range(len(column.cells)):
            for where, variant in hidden.pairs:
                flags[where, variant, code] = hidden.splits(where, variant, finest[:, place] == code)
        result[column.name] = Projected(flags, hidden.pairs, finest[:, place])
    return result


def _sums(cuts: dict[columns.Column, int], finest: Ints) -> tuple[Bools, Ints, Bools]:
    """(which of the finest cells each sum holds, how dear hiding it is, whether it says nothing of a person): the cells
    of every cut, and, not published, what two cuts have in common."""
    rows, weights, plain = [], [], []
    for place, (column, weight) in enumerate(cuts.items()):
        for code, cell in enumerate(column.cells):
            rows.append(finest[:, place] == code)
            weights.append(weight)
            plain.append(cell == columns.UNKNOWN)
    for pair in np.unique(finest[:, :2], axis=0):
        rows.append((finest[:, :2] == pair).all(axis=1))
        weights.append(0)
        plain.append(True)
    shape = (len(rows), len(finest))
    return np.array(rows, dtype=bool).reshape(shape), np.array(weights), np.array(plain)
