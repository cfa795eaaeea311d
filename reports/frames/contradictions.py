"""People disciplined in a year, with how they were rated in it: one place for the rule, the test and the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.frames import columns
from reports.reading import Bools, Ints

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

GOOD = ("xuat_sac", "tot")


@dataclass(frozen=True)
class Disciplined:
    """One entry per (person, unit) with a decision of the year, in the unit of the day: whether the person was rated
    "hoàn thành tốt" or better for that year, and whether any of the decisions says: in performing duty."""

    official: Ints
    unit: Ints
    rated_good: Bools
    in_duty: Bools

    def where(self, chosen: Bools | Ints) -> Disciplined:
        return Disciplined(
            self.official[chosen], self.unit[chosen], self.rated_good[chosen], self.in_duty[chosen]
        )


def disciplined(snapshot: Snapshot, year: int) -> Disciplined:
    """Everyone disciplined in `year` while in post; those who were not in post on the day are in no unit."""
    return snapshot.memo(("disciplined", year), lambda: _build(snapshot, year))


def _build(snapshot: Snapshot, year: int) -> Disciplined:
    events, spells, n_units = snapshot.disciplines, snapshot.spells, len(snapshot.units.ids)
    rows = np.flatnonzero(events.year == year)
    spell = spells.at(events.official[rows], events.day[rows])
    rows, spell = rows[spell >= 0], spell[spell >= 0]
    pairs, first = np.unique(events.official[rows] * n_units + spells.unit[spell], return_inverse=True)
    in_duty = np.zeros(len(pairs), dtype=bool)
    np.logical_or.at(in_duty, first, snapshot.in_duty[rows])
    official = pairs // max(n_units, 1)
    ratings = snapshot.evaluations
    good = [columns.EVALUATION.code(level) for level in GOOD]
    rated_good = ratings.official[(ratings.year == year) & np.isin(ratings.code, good)]
    return Disciplined(official, pairs % max(n_units, 1), np.isin(official, rated_good), in_duty)
