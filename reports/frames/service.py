"""Columns that a person's postings decide: years served at the commune level, relatives in the same unit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reports.frames import columns
from reports.reading import Ints, day_number, ymd_of

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

_FIRST_YEARS = (5, 11, 21)  # the bands of A7 begin at these completed years


def years_served(snapshot: Snapshot, day: date) -> Ints:
    """Completed years in primary posts up to `day` of every official, gaps left out; -1 = the first start is unknown.

    Whoever has the highest band even from the day the post counts from needs no earlier start to be known.
    """
    spells, number = snapshot.spells, day_number(day)
    n = len(snapshot.officials.ids)
    begun = np.flatnonzero(spells.starts <= number)
    official = spells.official[begun]
    days = np.minimum(spells.ends[begun], number) - spells.starts[begun] + 1
    total = np.bincount(official, weights=days, minlength=n).astype(np.int64)
    today = day.year * 10_000 + day.month * 100 + day.day
    years = np.where(total > 0, (today - ymd_of(number - total + 1)) // 10_000, -1)
    first = np.full(n, -1, dtype=np.int64)
    first[official[::-1]] = begun[::-1]  # spells stand in order: the earliest is written last
    unsure = np.zeros(n, dtype=bool)
    known = first >= 0
    unsure[known] = snapshot.appointments.start_unknown[spells.row[first[known]]]
    return np.where(unsure & (years < _FIRST_YEARS[-1]), -1, years)


def seniority(snapshot: Snapshot, official: Ints, day: date) -> Ints:
    """The band of years served of each person."""
    years = years_served(snapshot, day)[official]
    bands = np.searchsorted(np.array(_FIRST_YEARS), years, side="right")
    return np.where(years >= 0, bands, columns.SENIORITY.code(columns.UNKNOWN))


def relatives(snapshot: Snapshot, official: Ints, unit: Ints) -> Ints:
    """Whether a declared relative of each person holds a post in the same unit on the same day.

    A declaration counts for both; whoever neither declared nor was named is unknown.
    """
    kin, n = snapshot.kin, len(snapshot.officials.ids)
    unit_of = np.full(n, -1, dtype=np.int64)
    unit_of[official] = unit
    together = (unit_of[kin.official] >= 0) & (unit_of[kin.official] == unit_of[kin.relative])
    together &= kin.official != kin.relative
    cell = np.full(n, columns.RELATIVES.code(columns.UNKNOWN), dtype=np.int64)
    for known in (kin.declared, kin.relative):
        cell[known] = columns.RELATIVES.code("no")
    for side in (kin.official, kin.relative):
        cell[side[together]] = columns.RELATIVES.code("yes")
    return cell[official]
