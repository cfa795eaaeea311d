"""Succession plans in force on the reference day, and who came newly into a leading post in the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reports.frames import columns
from reports.frames.levels import held_levels
from reports.frames.movements import Placed
from reports.frames.people import ages_on
from reports.frames.successors import heirs
from reports.reading import Bools, Ints, day_number

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

_UNIVERSITY = ("tien_si", "thac_si", "dai_hoc")
_CAN_BO = columns.GROUPS.index("can_bo")


@dataclass(frozen=True)
class PlanFrame:
    """`entries`: each (person, unit, post) planned on the day once, whatever the terms; `kind` is the post. The flags
    stand beside the entries. `posts`: each (unit, post) that has anybody. `appointed`: people who came newly into a post
    of cán bộ in the year; `from_plan` says who of them was planned for that post the day before.
    """

    entries: Placed
    women: Bools
    sex_known: Bools
    young: Bools
    age_known: Bools
    university: Bools
    posts: Placed
    appointed: Placed
    from_plan: Bools


def plans(snapshot: Snapshot, year: int) -> PlanFrame:
    """The plans of the reference day of `year` and the appointments of the year.

    Without any plan on record by that day nobody is appointed "outside the plan": that is missing, not none. A plan for
    a unit that has since gone over into another is that other's.
    """
    return snapshot.memo(("plans", year), lambda: _build(snapshot, year))


def _build(snapshot: Snapshot, year: int) -> PlanFrame:
    day = snapshot.day(year)
    number, table, n_units = day_number(day), snapshot.plans, len(snapshot.units.ids)
    n_posts = max(len(snapshot.posts.codes), 1)
    rows = np.flatnonzero((table.approved <= number) & (number < table.removed))
    unit = _answering(snapshot, table.unit[rows], number)
    key = (table.official[rows] * n_units + unit) * n_posts + table.post[rows]
    first = np.unique(key, return_index=True)[1]
    official, unit, post = table.official[rows][first], unit[first], table.post[rows][first]
    place = np.unique(unit * n_posts + post)
    age = ages_on(snapshot, official, day)
    limit = _young_age(snapshot, number)
    degree = held_levels(snapshot.levels, len(snapshot.officials.ids), number).codes[columns.DEGREE.name]
    sex = snapshot.officials.sex[official]
    appointed, from_plan = _appointed(snapshot, year, number)
    return PlanFrame(
        entries=Placed(official, unit, snapshot.posts.group[post], post),
        women=sex == columns.SEX.code("nu"),
        sex_known=sex != columns.SEX.code(columns.UNKNOWN),
        young=(age >= 0) & (age < limit),
        age_known=(age >= 0) & (limit > 0),
        university=np.isin(degree[official], [columns.DEGREE.code(level) for level in _UNIVERSITY]),
        posts=Placed(place, place // n_posts, snapshot.posts.group[place % n_posts], place % n_posts),
        appointed=appointed,
        from_plan=from_plan,
    )


def _answering(snapshot: Snapshot, unit: Ints, day: int) -> Ints:
    heir = heirs(snapshot, day)[unit]
    return np.where(heir >= 0, heir, unit)


def _young_age(snapshot: Snapshot, day: int) -> int:
    """The age under which one is young; 0 where no norm says so, and then nobody's age is known to be either."""
    found = [age for starts, ends, age in snapshot.young_ages if starts <= day <= ends]
    return found[-1] if found else 0


def _appointed(snapshot: Snapshot, year: int, last: int) -> tuple[Placed, Bools]:
    table, plan = snapshot.appointments, snapshot.plans
    first = day_number(date(year, 1, 1))
    leading = snapshot.posts.group[table.post] == _CAN_BO
    rows = np.flatnonzero(
        table.primary & leading & ~table.start_unknown & (first <= table.starts) & (table.starts <= last)
    )
    if not (plan.approved <= last).any():
        rows = rows[:0]
    n_posts = len(snapshot.posts.codes)
    wanted, before = table.official[rows] * n_posts + table.post[rows], table.starts[rows] - 1
    held = _holds(table.official * n_posts + table.post, table.starts, table.ends, wanted, before)
    rows, wanted, before = rows[~held], wanted[~held], before[~held]
    planned = _holds(plan.official * n_posts + plan.post, plan.approved, plan.removed - 1, wanted, before)
    unit = _answering(snapshot, table.unit[rows], last)
    group = np.full(len(rows), _CAN_BO, dtype=np.int64)
    return Placed(table.official[rows], unit, group, table.post[rows]), planned


def _holds(keys: Ints, starts: Ints, ends: Ints, wanted: Ints, day: Ints) -> Bools:
    """For each wanted (key, day) whether any row of that key holds the day."""
    order = np.argsort(keys, kind="stable")
    begin = np.searchsorted(keys[order], wanted, side="left")
    count = np.searchsorted(keys[order], wanted, side="right") - begin
    pair = np.repeat(np.arange(len(wanted)), count)
    step = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
    row = order[np.repeat(begin, count) + step] if len(pair) else pair
    found = np.zeros(len(wanted), dtype=bool)
    found[pair[(starts[row] <= day[pair]) & (day[pair] <= ends[row])]] = True
    return found
