"""From the frames of a year to what is kept of each unit: one content a person, one for the unit itself.

A content is plain JSON: cells, posts, units by their texts, never by positions, so that it outlasts every order of them.
What is compared, hashed and spliced back is this form alone.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.frames import columns
from reports.frames.inspections import inspections
from reports.frames.movements import EVENTS, Placed, endings, events_in_post, served
from reports.frames.people import People, held_posts, people
from reports.frames.plans import PlanFrame, plans
from reports.frames.unit_years import unit_years
from reports.indicators.quantities import AWARD_TITLES, TITLE_LABELS, heads_before, titled_awards

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

SCHEMA = 1
Content = dict[str, Any]
UnitRows = dict[str, Content]  # by public id of the person, "" = the unit itself
EVENT_FRAMES = (*EVENTS, AWARD_TITLES)
PLAN_FLAGS = ("women", "sex_known", "young", "age_known", "university")
LISTS = ("posts", "before", "served", *EVENT_FRAMES, "endings", "plans", "appointed")


def rows_of(snapshot: Snapshot, year: int, units: Collection[int]) -> dict[int, UnitRows]:
    """What each of the units (positions) gives to the figures of `year`: from every frame the rows that stand in it."""
    keeper = _Keeper(snapshot, units)
    _people(keeper, people(snapshot, snapshot.day(year)))
    held = held_posts(snapshot, snapshot.day(year))
    for row in keeper.chosen(held.unit):
        keeper.add("posts", held.official[row], held.unit[row], snapshot.posts.codes[held.post[row]])
    for name, placed in (("before", heads_before(snapshot, year)), ("served", served(snapshot, year))):
        for row in keeper.chosen(placed.unit):
            keeper.add(name, placed.official[row], placed.unit[row], columns.GROUPS[placed.group[row]])
    for name in EVENT_FRAMES:
        _events(keeper, name, events_of(snapshot, name, year), kinds_of(snapshot, name))
    _endings(keeper, year)
    _plans(keeper, plans(snapshot, year))
    _units(keeper, year)
    return keeper.sorted()


def events_of(snapshot: Snapshot, name: str, year: int) -> Placed:
    """The events of one of `EVENT_FRAMES`."""
    return titled_awards(snapshot, year) if name == AWARD_TITLES else events_in_post(snapshot, name, year)


def kinds_of(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    """The kinds that the positions in `events_of` stand for."""
    return tuple(TITLE_LABELS) if name == AWARD_TITLES else getattr(snapshot, name).kinds


class _Keeper:
    """Collects the rows of the chosen units."""

    def __init__(self, snapshot: Snapshot, units: Collection[int]) -> None:
        self.snapshot = snapshot
        self.rows: dict[int, UnitRows] = {unit: {"": {}} for unit in units}
        self._chosen = np.zeros(len(snapshot.units.ids), dtype=bool)
        self._chosen[list(units)] = True

    def chosen(self, unit: Any) -> list[int]:
        """Positions of the rows that stand in a chosen unit."""
        found: list[int] = np.flatnonzero(self._chosen[unit]).tolist() if len(unit) else []
        return found

    def of(self, official: Any, unit: Any) -> Content:
        subject = self.snapshot.officials.ids[int(official)]
        return self.rows[int(unit)].setdefault(subject, {})

    def add(self, frame: str, official: Any, unit: Any, entry: Any) -> None:
        self.of(official, unit).setdefault(frame, []).append(entry)

    def sorted(self) -> dict[int, UnitRows]:
        """With the entries of each list in one order, so that equal contents are equal texts."""
        for rows in self.rows.values():
            for content in rows.values():
                for name in LISTS:
                    if name in content:
                        content[name].sort(key=repr)
        return self.rows


def _people(keeper: _Keeper, frame: People) -> None:
    codes = {column.name: frame.columns[column.name].tolist() for column in columns.FIXED}
    posts = keeper.snapshot.posts.codes
    for row in keeper.chosen(frame.unit):
        keeper.of(frame.official[row], frame.unit[row])["people"] = {
            "group": columns.GROUPS[frame.group[row]],
            "post": posts[frame.post[row]],
            "age": int(frame.age[row]),
            "recruited": int(frame.recruited[row]),
            "n_posts": int(frame.n_posts[row]),
            "cells": {column.name: column.cells[codes[column.name][row]] for column in columns.FIXED},
            "no_record": sorted(name for name, flags in frame.no_record.items() if flags[row]),
            "undated": sorted(name for name, flags in frame.undated.items() if flags[row]),
        }


def _events(keeper: _Keeper, name: str, placed: Placed, kinds: tuple[str, ...]) -> None:
    for row in keeper.chosen(placed.unit):
        kind = kinds[placed.kind[row]] if placed.kind[row] >= 0 else ""
        keeper.add(name, placed.official[row], placed.unit[row], [columns.GROUPS[placed.group[row]], kind])


def _endings(keeper: _Keeper, year: int) -> None:
    snapshot, found = keeper.snapshot, endings(keeper.snapshot, year)
    after: dict[int, list[list[str]]] = {}
    for row, unit, group in zip(
        found.next_row.tolist(), found.next_unit.tolist(), found.next_group.tolist(), strict=True
    ):
        after.setdefault(row, []).append([snapshot.units.ids[unit], columns.GROUPS[group]])
    ended = found.ended
    for row in keeper.chosen(ended.unit):
        reason = snapshot.appointments.reasons[ended.kind[row]]
        entry = [columns.GROUPS[ended.group[row]], reason, sorted(after.get(row, []))]
        keeper.add("endings", ended.official[row], ended.unit[row], entry)


def _plans(keeper: _Keeper, frame: PlanFrame) -> None:
    codes, entries, appointed = keeper.snapshot.posts.codes, frame.entries, frame.appointed
    for row in keeper.chosen(entries.unit):
        flags = [name for name in PLAN_FLAGS if getattr(frame, name)[row]]
        entry = [codes[entries.kind[row]], columns.GROUPS[entries.group[row]], flags]
        keeper.add("plans", entries.official[row], entries.unit[row], entry)
    for row in keeper.chosen(appointed.unit):
        entry = [
            codes[appointed.kind[row]],
            columns.GROUPS[appointed.group[row]],
            bool(frame.from_plan[row]),
        ]
        keeper.add("appointed", appointed.official[row], appointed.unit[row], entry)


def _units(keeper: _Keeper, year: int) -> None:
    frame, held = unit_years(keeper.snapshot, year), inspections(keeper.snapshot, year)
    for unit, rows in keeper.rows.items():
        rows[""] = {
            "unit": {
                "exists": bool(frame.exists[unit]),
                "quota": _number(frame.quota[unit]),
                "values": {name: _number(values[unit]) for name, values in sorted(frame.values.items())},
            },
            "inspections": {name: int(values[unit]) for name, values in sorted(held.numbers.items())},
        }


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
