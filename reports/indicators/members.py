"""Who stands behind a figure: the people of a numerator, a denominator, an unknown. Callers check the reader's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.cube import AGE_KNOWN, AGE_SUM, NO_RECORD, PEOPLE, UNDATED
from reports.frames import columns
from reports.frames.movements import Placed, events_in_post, served
from reports.frames.people import People, people
from reports.frames.plans import plans
from reports.frames.unit_years import unit_years
from reports.indicators import quantities as q
from reports.indicators.model import Part
from reports.indicators.unit_numbers import UNIT_SUMS, knows
from reports.reading import Ints
from reports.scopes import Scope

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

_COLUMNS = {column.name: column for column in columns.FIXED}
_EVENTS = {q.TRAINED_PEOPLE: "trainings", q.REWARDED_PEOPLE: "awards", q.DISCIPLINED_PEOPLE: "disciplines"}
_HEADS_OF = {each.quantity: each.known for each in UNIT_SUMS if each.of == "headcount"}
_LEAVERS = {q.LEFT: q.LEAVING, q.LEFT_RESIGNED: q.RESIGNED, q.LEFT_UNKNOWN: ("",)}


def members(snapshot: Snapshot, part: Part, year: int, scope: Scope) -> list[str] | None:
    """Package ids of the people counted by `part` in the scope, sorted; None when it counts no people."""
    found: list[Ints] = []
    for quantity in part:
        rows = _of_quantity(snapshot, quantity, year, scope)
        if rows is None:
            return None
        found.append(rows)
    if not found:
        return []
    ids = snapshot.officials.ids
    return sorted(ids[row] for row in np.unique(np.concatenate(found)).tolist())


def _of_quantity(snapshot: Snapshot, quantity: q.Quantity, year: int, scope: Scope) -> Ints | None:
    name, cell = quantity
    if quantity in _LEAVERS:
        return _left(snapshot, _LEAVERS[quantity], year, scope)
    if quantity in _EVENTS or name in _EVENTS.values():
        kind = None if quantity in _EVENTS or cell == q.ANY else cell
        return _had(snapshot, _EVENTS.get(quantity, name), kind, year, scope)
    if name == q.PLANNED[0]:
        placed = q.plan_people(plans(snapshot, year)).get(quantity)
        return None if placed is None else _in_scope(snapshot, placed, scope)
    if quantity == q.SERVED:
        return _in_scope(snapshot, served(snapshot, year), scope)
    frame = people(snapshot, snapshot.day(year))
    if quantity in _HEADS_OF:
        stated = knows(unit_years(snapshot, year), _HEADS_OF[quantity])
        return frame.official[people_in(frame, scope) & stated[frame.unit]]
    chosen = chosen_people(snapshot, frame, name, cell)
    return None if chosen is None else frame.official[chosen & people_in(frame, scope)]


def chosen_people(snapshot: Snapshot, frame: People, name: str, cell: str) -> np.ndarray | None:
    if (name, cell) == PEOPLE:
        return np.ones(len(frame), dtype=bool)
    if (name, cell) in (AGE_SUM, AGE_KNOWN):
        return frame.age >= 0
    if cell in (NO_RECORD, UNDATED):
        return (frame.no_record if cell == NO_RECORD else frame.undated)[name]
    if name == "post":
        return frame.post == snapshot.posts.codes.index(cell)
    return frame.columns[name] == _COLUMNS[name].code(cell) if name in _COLUMNS else None


def people_in(frame: People, scope: Scope) -> np.ndarray:
    inside = np.ones(len(frame), dtype=bool)
    if scope.level == "area":
        inside = frame.area == scope.area
    elif scope.level == "unit":
        inside = frame.snapshot.counted(frame.unit) == scope.unit
    return inside & (frame.group == scope.variant - 1) if scope.variant else inside


def _in_scope(snapshot: Snapshot, placed: Placed, scope: Scope) -> Ints:
    inside = np.ones(len(placed.official), dtype=bool)
    if scope.level == "area":
        inside = snapshot.units.area[placed.unit] == scope.area
    elif scope.level == "unit":
        inside = snapshot.counted(placed.unit) == scope.unit
    if scope.variant:
        inside = inside & (placed.group == scope.variant - 1)
    return placed.official[inside]


def _had(snapshot: Snapshot, events: str, kind: str | None, year: int, scope: Scope) -> Ints:
    table = getattr(snapshot, events)
    placed = events_in_post(snapshot, events, year)
    if kind is not None:
        placed = placed.where(placed.kind == table.kinds.index(kind))
    return _in_scope(snapshot, placed, scope)


def _left(snapshot: Snapshot, wanted: tuple[str, ...], year: int, scope: Scope) -> Ints:
    reasons = [place for place, reason in enumerate(snapshot.appointments.reasons) if reason in wanted]
    official, place = q.leavers(snapshot, year, reasons, scope.level, scope.variant)
    here = {"town": 0, "area": scope.area, "unit": scope.unit}[scope.level]
    return official[place == here]
