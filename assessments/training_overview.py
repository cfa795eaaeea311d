"""Plan against done: what a year was to train, whom it sent, who finished, what it cost; by kind and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from assessments.models import Course, Enrolment, Training, TrainingPlan
from assessments.services.training import cost_of_one
from foundation.scope import unscoped
from officials.models import Unit

SENT = Q(state=Enrolment.State.DA_CU)
FINISHED = Q(result=Enrolment.Result.HOAN_THANH)
WAITING = Q(state=Enrolment.State.CHO_DUYET)


@dataclass
class Line:
    """Planned, sent, finished, waiting (people × courses) and cost in đồng; None = nothing planned or stated."""

    label: str
    planned: int | None = None
    planned_cost: Decimal | None = None
    sent: int = 0
    finished: int = 0
    waiting: int = 0
    cost: Decimal | None = None

    def add_cost(self, cost: Decimal | None) -> None:
        if cost is not None:
            self.cost = (self.cost or Decimal(0)) + cost

    def plan(self, row: TrainingPlan) -> None:
        self.planned = (self.planned or 0) + row.planned
        if row.planned_cost is not None:
            self.planned_cost = (self.planned_cost or Decimal(0)) + row.planned_cost


def people_in(courses: Iterable[Course]) -> dict[int, int]:
    """How many people were sent to each course, of all units: a number, so that places and cost are right for all."""
    with unscoped("numbers of people in courses the caller sees"):
        rows = Enrolment.objects.filter(SENT, course__in=[course.pk for course in courses]).order_by()
        return dict(rows.values_list("course").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Overview:
    """Both tables of a year, and the total of the first."""

    kinds: list[Line]
    units: list[Line]
    total: Line


def overview_of(user: Any, year: int, units: list[Unit], chosen: Unit | None) -> Overview:
    """The year as `user` sees it, of one unit or of everything; five queries.

    Where the town has a line of its own for a kind, that is the plan of the kind; else the sum of the units' lines.
    People count in their unit of today. `units` are those listed in the second table.
    """
    courses = {row.pk: row for row in Course.objects.visible_to(user).filter(year=year)}
    plans = list(TrainingPlan.objects.visible_to(user).filter(year=year))
    rows = Enrolment.objects.visible_to(user).filter(course__in=courses).order_by()
    if chosen is not None:
        rows = rows.filter(official__unit=chosen)
    counted = rows.values("course", "official__unit").annotate(
        sent=Count("pk", filter=SENT),
        finished=Count("pk", filter=FINISHED),
        waiting=Count("pk", filter=WAITING),
    )
    kinds = {code: Line(str(label)) for code, label in Training.Kind.choices}
    of_units = {unit.pk: Line(unit.full_name) for unit in units}
    total = Line("Cộng")
    _count(counted, courses, kinds, of_units, total)
    _plan(plans, kinds, of_units, total, chosen)
    used = [line for line in kinds.values() if line.planned is not None or line.sent or line.waiting]
    return Overview(used, list(of_units.values()), total)


def _count(
    counted: Any, courses: dict[int, Course], kinds: dict[str, Line], units: dict[int, Line], total: Line
) -> None:
    numbers = people_in(courses.values())
    for row in counted:
        course = courses[row["course"]]
        lines = [kinds[course.kind], total]
        if row["official__unit"] in units:
            lines.append(units[row["official__unit"]])
        one = cost_of_one(course, numbers.get(course.pk, 0))
        for line in lines:
            line.sent += row["sent"]
            line.finished += row["finished"]
            line.waiting += row["waiting"]
            line.add_cost(one * row["sent"] if one is not None and row["sent"] else None)


def _plan(
    plans: list[TrainingPlan],
    kinds: dict[str, Line],
    units: dict[int, Line],
    total: Line,
    chosen: Unit | None,
) -> None:
    of_town = {row.kind for row in plans if row.unit_id is None} if chosen is None else set()
    for row in plans:
        if row.unit_id in units:
            units[row.unit_id].plan(row)
        counts = (
            row.unit_id == chosen.pk if chosen is not None else (row.unit_id is None) == (row.kind in of_town)
        )
        if counts:
            kinds[row.kind].plan(row)
            total.plan(row)


def participants_by_state(rows: Iterable[Enrolment]) -> Counter[str]:
    return Counter(row.state for row in rows)
