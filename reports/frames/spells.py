"""Who was in post where on which day: each person's life as spells that never overlap.

A spell is a time in which one primary appointment was the one that counts: of several in force on a day the one
with the latest `starts_on`, then the greatest id (contracts 4). One person, one head, on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reports.reading import EARLY, LATE, Appointments, Bools, Ints, frozen, tie_ranks

_STRIDE = 2**32  # wider than any range of day numbers, so (official, day) is one sortable number


@dataclass(frozen=True)
class Spells:
    """One entry a spell, sorted by (official, start); `row` is the appointment's position."""

    official: Ints
    unit: Ints
    group: Ints
    post: Ints
    starts: Ints
    ends: Ints
    row: Ints

    def on(self, day: int) -> Ints:
        """Positions of the spells that hold the day: one a person in post."""
        return np.flatnonzero((self.starts <= day) & (day <= self.ends))

    def overlapping(self, first: int, last: int) -> Ints:
        """Positions of the spells with at least one day from `first` to `last`."""
        return np.flatnonzero((self.starts <= last) & (first <= self.ends))

    def at(self, official: Ints, day: Ints) -> Ints:
        """For each pair the position of the spell that holds it; -1 when the person was not in post."""
        if not len(self.official):
            return np.full(len(official), -1, dtype=np.int64)
        keys = self.official * _STRIDE + self.starts
        place = np.searchsorted(keys, official * _STRIDE + day, side="right") - 1
        safe = np.maximum(place, 0)
        holds = (place >= 0) & (self.official[safe] == official) & (day <= self.ends[safe])
        return np.where(holds, safe, -1)


def build_spells(appointments: Appointments, group_of_post: Ints) -> Spells:
    """The spells of all people from their primary appointments."""
    rows = np.flatnonzero(appointments.primary)
    official, starts = appointments.official[rows], appointments.starts[rows]
    rank = tie_ranks((official, starts), [appointments.ids[row] for row in rows.tolist()])
    rows = rows[np.lexsort((rank, starts, official))]
    official, starts, ends = (
        appointments.official[rows],
        appointments.starts[rows],
        appointments.ends[rows],
    )
    crowded = _with_overlaps(official, starts, ends)
    plain = ~crowded
    parts = [(rows[plain], starts[plain], ends[plain])]
    for owner in np.unique(official[crowded]).tolist():
        mine = official == owner
        parts.append(_resolve(rows[mine], starts[mine], ends[mine]))
    row, start, end = (np.concatenate([part[k] for part in parts]).astype(np.int64) for k in range(3))
    order = np.lexsort((start, appointments.official[row]))
    row, start, end = row[order], start[order], end[order]
    post = appointments.post[row]
    return Spells(
        official=frozen(appointments.official[row]),
        unit=frozen(appointments.unit[row]),
        group=frozen(group_of_post[post] if len(post) else post),
        post=frozen(post),
        starts=frozen(start),
        ends=frozen(end),
        row=frozen(row),
    )


def _with_overlaps(official: Ints, starts: Ints, ends: Ints) -> Bools:
    """Rows of people who hold two primary appointments on some day; rows are sorted by person and start."""
    if len(official) < 2:
        return np.zeros(len(official), dtype=bool)
    reached = np.maximum.accumulate(official * _STRIDE + ends)
    clash = (official[1:] == official[:-1]) & (official[1:] * _STRIDE + starts[1:] <= reached[:-1])
    return np.isin(official, official[1:][clash])


def _resolve(rows: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """One person's overlapping appointments, sorted by precedence (last wins), cut into days that count."""
    marks = sorted(set(starts.tolist()) | {end + 1 for end in ends.tolist() if end < LATE})
    marks.append(LATE + 1)
    found: list[tuple[int, int, int]] = []
    for first, after in pairwise(marks):
        holding = np.flatnonzero((starts <= first) & (ends >= first))
        if not len(holding):
            continue
        row, last = int(rows[holding[-1]]), min(after - 1, LATE)
        if found and found[-1][0] == row and found[-1][2] == first - 1:
            found[-1] = (row, found[-1][1], last)
        else:
            found.append((row, max(first, EARLY), last))
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]
