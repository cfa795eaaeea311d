"""Trend or composition (indicators 6b.8): how much of a change comes from the people who stayed, who came, who left, and
from reorganised units. The parts add up to the change exactly.

For a share p = K/N between two days, with the stayers' own share s on each day:
p₁ − p₀ = (s₁ − s₀) + (p₁ − s₁) − (p₀ − s₀): what the stayers changed, what those who came moved it by, what those who
left had moved it by. Who came or left is divided by whether only the unit was reorganised around the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.cube import AGE_SUM
from reports.frames.people import People, people
from reports.frames.successors import heirs
from reports.indicators.members import chosen_people, people_in
from reports.indicators.model import Indicator, Part
from reports.reading import Bools, Ints, day_number
from reports.scopes import Scope

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """The people of a scope on one day: what each adds to numerator and denominator, and whether the person came (or
    goes) only because the unit was reorganised. Parallel, each official once."""

    official: Ints
    top: Numbers
    bottom: Numbers
    reorganised: Bools


@dataclass(frozen=True)
class Composition:
    """A change of a figure, in its own unit, and the parts it is the sum of; the numbers of people behind them."""

    change: float
    stayers: float
    entrants: float
    leavers: float
    reorganisation: float
    n_stayers: int
    n_entrants: int
    n_leavers: int
    n_reorganised: int


def divide(before: Side, after: Side, scale: float, *, is_count: bool) -> Composition | None:
    """The parts of the change of Σ top (a count) or of scale × Σ top ÷ Σ bottom; pure.

    None where a share has nobody to divide by on one of the days, among all or among those who stayed.
    """
    stays, stayed = np.isin(after.official, before.official), np.isin(before.official, after.official)
    came, went = ~stays & ~after.reorganised, ~stayed & ~before.reorganised
    moved_in, moved_out = ~stays & after.reorganised, ~stayed & before.reorganised
    numbers = (int(stays.sum()), int(came.sum()), int(went.sum()), int(moved_in.sum() + moved_out.sum()))
    if is_count:
        top = after.top
        parts = (
            float(top[stays].sum() - before.top[stayed].sum()),
            float(top[came].sum()),
            -float(before.top[went].sum()),
            float(top[moved_in].sum() - before.top[moved_out].sum()),
        )
        change = float(top.sum() - before.top.sum())
        return Composition(change, *parts, *numbers)
    own_after, own_before = _share(after, stays), _share(before, stayed)
    if own_after is None or own_before is None:
        return None
    parts = (
        own_after - own_before,
        _pull(after, came, own_after),
        -_pull(before, went, own_before),
        _pull(after, moved_in, own_after) - _pull(before, moved_out, own_before),
    )
    everyone = np.ones(len(after.official), dtype=bool), np.ones(len(before.official), dtype=bool)
    whole_after, whole_before = _share(after, everyone[0]), _share(before, everyone[1])
    assert whole_after is not None
    assert whole_before is not None
    stayers, entrants, leavers, moved = (scale * part for part in parts)
    change = scale * (whole_after - whole_before)
    return Composition(change, stayers, entrants, leavers, moved, *numbers)


def _share(side: Side, chosen: Bools) -> float | None:
    bottom = side.bottom[chosen].sum()
    return float(side.top[chosen].sum() / bottom) if bottom else None


def _pull(side: Side, chosen: Bools, own: float) -> float:
    """By how much these people move the whole share away from the stayers' own: (their weight) × (their share − own)."""
    return float((side.top[chosen].sum() - own * side.bottom[chosen].sum()) / side.bottom.sum())


def composition(
    snapshot: Snapshot, indicator: Indicator, scope: Scope, first_year: int, last_year: int
) -> Composition | None:
    """The change of a figure of people in post between the reference days of two years, divided; None for figures that are not of people
    of 31/12 (events, units), and where there is nothing to compare.

    Unsuppressed: the caller shows it only to who may read the facts of these people.
    """
    days = [snapshot.day(year) for year in (first_year, last_year)]
    frames = [people(snapshot, day) for day in days]
    weights = [
        (_weights(snapshot, f, indicator.numerator), _weights(snapshot, f, indicator.denominator))
        for f in frames
    ]
    if any(top is None or bottom is None for top, bottom in weights) or indicator.kind not in (
        "share",
        "mean",
        "count",
    ):
        return None
    inside = [people_in(frame, scope) for frame in frames]
    renamed = _only_reorganised(snapshot, frames, day_number(days[1]))
    sides = [
        Side(
            frame.official[chosen],
            np.asarray(top, dtype=np.float64)[chosen],
            np.asarray(bottom, dtype=np.float64)[chosen],
            np.isin(frame.official[chosen], renamed),
        )
        for frame, (top, bottom), chosen in zip(frames, weights, inside, strict=True)
    ]
    return divide(sides[0], sides[1], indicator.scale, is_count=indicator.kind == "count")


def _weights(snapshot: Snapshot, frame: People, part: Part) -> Numbers | None:
    """What each person adds to a part; None when it is not made of people of the frame."""
    total = np.zeros(len(frame))
    for quantity in part:
        chosen = chosen_people(snapshot, frame, *quantity)
        if chosen is None:
            return None
        total += np.where(chosen, frame.age, 0) if quantity == AGE_SUM else chosen
    return total


def _only_reorganised(snapshot: Snapshot, frames: list[People], day: int) -> Ints:
    """Who is in post on both days, in a unit that is the other unit's heir: only the unit has changed."""
    n = len(snapshot.officials.ids)
    unit_of = np.full((2, n), -1, dtype=np.int64)
    for side, frame in enumerate(frames):
        unit_of[side, frame.official] = frame.unit
    both = (unit_of >= 0).all(axis=0)
    heir = heirs(snapshot, day)[np.maximum(unit_of[0], 0)]
    return np.flatnonzero(both & (unit_of[0] != unit_of[1]) & (heir == unit_of[1]))
