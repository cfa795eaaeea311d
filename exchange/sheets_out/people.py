"""The people of a template, in official order, with what their records say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from assessments.models import Award, Evaluation, HealthCheck, Training
from exchange.workbooks.values.posts import ORDER
from foundation.dates import year_end
from officials.models import Appointment, Official, Qualification, Unit

_KINDS: tuple[tuple[str, type[Model]], ...] = (
    ("qualifications", Qualification),
    ("evaluations", Evaluation),
    ("health_checks", HealthCheck),
    ("trainings", Training),
    ("awards", Award),
)


@dataclass(slots=True)
class Listed:
    """One person of a template: posts in force on the day, and the rows that its set shows."""

    official: Official
    posts: list[Appointment] = field(default_factory=list)
    rows: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def unit(self) -> Unit | None:
        return self.official.unit


def listed(user: Any, unit: Unit | None, year: int, kinds: Iterable[str]) -> list[Listed]:
    """Who belongs to the unit (None: every unit that `user` may see) and is in post on 31/12 of the year."""
    day = year_end(year)
    officials = Official.objects.visible_to(user).in_post_on(day).select_related("unit")
    if unit is not None:
        officials = officials.filter(unit=unit)
    people = {official.pk: Listed(official) for official in officials}
    for posting in Appointment.objects.visible_to(user).filter(official__in=people).on(day):
        if posting.unit_id == people[posting.official_id].official.unit_id:
            people[posting.official_id].posts.append(posting)
    wanted = set(kinds)
    for name, model in _KINDS:
        if name in wanted:
            for row in model.objects.visible_to(user).filter(official__in=people):  # type: ignore[attr-defined]
                people[row.official_id].rows.setdefault(name, []).append(row)
    # Someone who left this unit for another within the year is listed there.
    return sorted((person for person in people.values() if person.posts), key=_official_order)


def _official_order(person: Listed) -> Any:
    unit = person.official.unit
    posts = sorted(person.posts, key=lambda row: (not row.is_primary, ORDER[row.post_id]))
    person.posts = sorted(person.posts, key=lambda row: ORDER[row.post_id])
    return (unit.name if unit else "", ORDER[posts[0].post_id], person.official.name_sort, person.official.pk)
