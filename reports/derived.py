"""The same records looked at from another standpoint: a snapshot made from a snapshot, from which every frame, table and
indicator follows as it does from the first (ADR 0021).

What changes: the reference day of each year; events of a year end with it; a unit counts under its heir of the chosen
day, exactly as it counts under its khu. What units report for a year stays the whole year's.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reports.frames.successors import heirs
from reports.reading import Bools, Events, day_number, frozen
from reports.standpoint import STANDARD, Standpoint

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

KEPT = 6  # standpoints kept with one snapshot; the one asked for longest ago goes first


def seen_from(snapshot: Snapshot, standpoint: Standpoint) -> Snapshot:
    """The snapshot from a standpoint; the standard one is the snapshot itself. Kept with it, a few at a time."""
    if standpoint == STANDARD:
        return snapshot
    kept: OrderedDict[Standpoint, Snapshot] = snapshot.memo("standpoints", OrderedDict)
    with snapshot._lock:
        found = kept.get(standpoint)
        if found is None:
            found = kept[standpoint] = _build(snapshot, standpoint)
        kept.move_to_end(standpoint)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return found


def _build(snapshot: Snapshot, standpoint: Standpoint) -> Snapshot:
    found = snapshot.derived(standpoint=standpoint, base=snapshot)
    if not standpoint.is_year_end:
        in_time = _in_time(snapshot.disciplines, standpoint)
        found = found.derived(
            trainings=_chosen(snapshot.trainings, _in_time(snapshot.trainings, standpoint)),
            awards=_chosen(snapshot.awards, _in_time(snapshot.awards, standpoint)),
            disciplines=_chosen(snapshot.disciplines, in_time),
            in_duty=frozen(snapshot.in_duty[in_time]),
        )
    if standpoint.units_on is None:
        return found
    heir = heirs(snapshot, day_number(standpoint.units_on))
    heir = np.where(heir >= 0, heir, np.arange(len(heir)))
    area = snapshot.units.area
    area = np.where(area[heir] >= 0, area[heir], area)
    return found.derived(heir=frozen(heir), units=replace(snapshot.units, area=frozen(area)))


def _in_time(events: Events, standpoint: Standpoint) -> Bools:
    """Events on or before the reference day of the year they belong to."""
    years = np.unique(events.year)
    last = np.array(
        [day_number(standpoint.on(year)) if 1 <= year <= 9999 else 0 for year in years.tolist()],
        dtype=np.int64,
    )
    return (
        np.asarray(events.day <= last[np.searchsorted(years, events.year)])
        if len(years)
        else np.zeros(0, dtype=bool)
    )


def _chosen(events: Events, rows: Bools) -> Events:
    titles = tuple(title for title, keep in zip(events.titles, rows.tolist(), strict=False) if keep)
    return replace(
        events,
        official=frozen(events.official[rows]),
        year=frozen(events.year[rows]),
        day=frozen(events.day[rows]),
        kind=frozen(events.kind[rows]),
        titles=titles,
    )
