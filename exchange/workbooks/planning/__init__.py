"""Compare a row with a person's records: computed the same way for the preview and for the commit.

Facts of a file never erase: a blank cell changes nothing. One module a kind of fact; `make_plan` asks them in turn.
"""

from __future__ import annotations

import datetime as dt

from exchange.workbooks.existing import Person
from exchange.workbooks.plan import Plan
from exchange.workbooks.planning import levels, personal, posts, trainings, years
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.rows import Row
from officials.models import Unit

STEPS = (
    personal.compare,
    posts.place,
    levels.levels,
    levels.certificates,
    years.ratings,
    years.health,
    years.awards,
    trainings.courses,
)


def make_plan(
    row: Row, *, unit: Unit, person: Person | None, as_of: dt.date, with_discipline: bool, may_move: bool
) -> Plan:
    """What importing this row would do to this person's records (None: a new person)."""
    plan = Plan(unit, person)
    maker = Maker(row, plan, as_of, may_move=may_move)
    for step in STEPS:
        step(maker)
    if with_discipline:
        years.disciplines(maker)
    return plan
