"""The frame of movements of a year (entered, left, moved, why), who served in it, and its events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reports.reading import EARLY, LATE, Bools, Events, Ints, day_number

if TYPE_CHECKING:
    import pandas as pd

    from reports.snapshot import Snapshot

ENTERED, LEFT, MOVED = 0, 1, 2
KINDS = ("entered", "left", "moved")


@dataclass(frozen=True)
class Movements:
    """One entry a movement: `day` is the first day of the new state; positions, -1 where there is no such side.

    `reason` is a position in the appointments' `reasons` (0 = none given), of the appointment that ended.
    """

    snapshot: Snapshot
    year: int
    official: Ints
    kind: Ints
    day: Ints
    from_unit: Ints
    from_group: Ints
    to_unit: Ints
    to_group: Ints
    reason: Ints

    def to_pandas(self) -> pd.DataFrame:
        """The frame with ids; for tests and notebooks, never for page code."""
        import pandas as pd

        units, reasons = (*self.snapshot.units.ids, None), self.snapshot.appointments.reasons
        return pd.DataFrame(
            {
                "official_id": [self.snapshot.officials.ids[row] for row in self.official.tolist()],
                "kind": [KINDS[kind] for kind in self.kind.tolist()],
                "from_unit": [units[row] for row in self.from_unit.tolist()],
                "to_unit": [units[row] for row in self.to_unit.tolist()],
                "reason": [reasons[row] for row in self.reason.tolist()],
            }
        )


def movements(snapshot: Snapshot, year: int) -> Movements:
    """Who came into post, left it, or went to another unit or group, in `year`.

    Headcount of 31/12 + entered − left = headcount of the next 31/12: someone in post to 31/12 leaves in the next year
    here, while H3 counts the posting as ended in the year of its last day (contracts 4).
    """
    return snapshot.memo(("movements", year), lambda: _build(snapshot, year))


def _build(snapshot: Snapshot, year: int) -> Movements:
    spells, first, last = snapshot.spells, day_number(date(year, 1, 1)), day_number(snapshot.day(year))
    n = len(spells.official)
    follows = np.zeros(n, dtype=bool)  # the next spell is the same person's, on the very next day
    follows[:-1] = (spells.official[1:] == spells.official[:-1]) & (spells.starts[1:] == spells.ends[:-1] + 1)
    has_before = np.concatenate(([False], follows[:-1])) if n else follows
    entered = np.flatnonzero(~has_before & (first <= spells.starts) & (spells.starts <= last))
    gone = spells.ends + 1  # the first day without the post; in post to 31/12 means gone in the next year
    left = np.flatnonzero(~follows & (first <= gone) & (gone <= last) & (spells.ends < LATE))
    moves = np.flatnonzero(follows & (first <= spells.ends + 1) & (spells.ends + 1 <= last))
    changed = (spells.unit[moves + 1] != spells.unit[moves]) | (
        spells.group[moves + 1] != spells.group[moves]
    )
    moves = moves[changed]
    reason = snapshot.appointments.reason
    none_in, none_out = np.full(len(entered), -1), np.full(len(left), -1)
    return Movements(
        snapshot=snapshot,
        year=year,
        official=np.concatenate((spells.official[entered], spells.official[left], spells.official[moves])),
        kind=np.repeat((ENTERED, LEFT, MOVED), (len(entered), len(left), len(moves))),
        day=np.concatenate((spells.starts[entered], spells.ends[left] + 1, spells.ends[moves] + 1)),
        from_unit=np.concatenate((none_in, spells.unit[left], spells.unit[moves])),
        from_group=np.concatenate((none_in, spells.group[left], spells.group[moves])),
        to_unit=np.concatenate((spells.unit[entered], none_out, spells.unit[moves + 1])),
        to_group=np.concatenate((spells.group[entered], none_out, spells.group[moves + 1])),
        reason=np.concatenate(
            (np.zeros(len(entered), dtype=np.int64), reason[spells.row[left]], reason[spells.row[moves]])
        ),
    )


@dataclass(frozen=True)
class Placed:
    """People (with repetition) each in a unit and group: `official`, `unit`, `group` are positions, parallel."""

    official: Ints
    unit: Ints
    group: Ints
    kind: Ints

    def where(self, chosen: np.ndarray) -> Placed:
        return Placed(self.official[chosen], self.unit[chosen], self.group[chosen], self.kind[chosen])


def served(snapshot: Snapshot, year: int) -> Placed:
    """Everyone in post on at least one day of `year`, once for each spell (so in each unit they served in)."""

    def build() -> Placed:
        spells = snapshot.spells
        rows = spells.overlapping(day_number(date(year, 1, 1)), day_number(snapshot.day(year)))
        return Placed(
            spells.official[rows], spells.unit[rows], spells.group[rows], np.zeros(len(rows), dtype=np.int64)
        )

    return snapshot.memo(("served", year), build)


def acting(snapshot: Snapshot, year: int) -> Bools:
    """By unit, whether it existed on the reference day of the year or anybody served in it that year."""
    found = np.zeros(len(snapshot.units.ids), dtype=bool)
    found[snapshot.units.existing_on(day_number(snapshot.day(year)))] = True
    found[served(snapshot, year).unit] = True
    return found


EVENTS = ("trainings", "awards", "disciplines")


def events_in_post(snapshot: Snapshot, name: str, year: int) -> Placed:
    """The events (`trainings`, `awards` or `disciplines`) of `year` whose person was in post on the day, in the unit and
    group of that day."""
    return snapshot.memo(
        ("events", name, year), lambda: placed_events(snapshot, getattr(snapshot, name), year)
    )


def placed_events(snapshot: Snapshot, events: Events, year: int) -> Placed:
    """As `events_in_post` of any events."""
    rows = np.flatnonzero(events.year == year)
    spell = snapshot.spells.at(events.official[rows], events.day[rows])
    held = spell >= 0
    rows, spell = rows[held], spell[held]
    spells = snapshot.spells
    return Placed(events.official[rows], spells.unit[spell], spells.group[spell], events.kind[rows])


@dataclass(frozen=True)
class Endings:
    """Primary appointments that ended in a year, with every (unit, group) the person held the day after.

    `next_row` → `next_unit`, `next_group`: one entry per ending and primary appointment of the next day.
    """

    ended: Placed
    next_row: Ints
    next_unit: Ints
    next_group: Ints


def endings(snapshot: Snapshot, year: int) -> Endings:
    """Endings of `year`; `ended.kind` is the end reason (0 = none given)."""
    return snapshot.memo(("endings", year), lambda: _endings(snapshot, year))


def _endings(snapshot: Snapshot, year: int) -> Endings:
    table = snapshot.appointments
    first, last = day_number(date(year, 1, 1)), day_number(snapshot.day(year))
    primary = np.flatnonzero(table.primary & (table.starts > EARLY))
    rows = primary[(first <= table.ends[primary]) & (table.ends[primary] <= last)]
    group_of = snapshot.posts.group
    ended = Placed(table.official[rows], table.unit[rows], group_of[table.post[rows]], table.reason[rows])
    order = primary[np.argsort(table.official[primary], kind="stable")]
    owners = table.official[order]
    begin = np.searchsorted(owners, ended.official, side="left")
    count = np.searchsorted(owners, ended.official, side="right") - begin
    pair = np.repeat(np.arange(len(rows)), count)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
    other = order[begin[pair] + offset] if len(pair) else pair
    next_day = table.ends[rows][pair] + 1
    holds = (table.starts[other] <= next_day) & (next_day <= table.ends[other])
    other, pair = other[holds], pair[holds]
    return Endings(ended, pair, table.unit[other], group_of[table.post[other]])
