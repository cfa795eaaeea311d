"""How many of those in post in a unit have a row of a year: for lists of units, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from assessments.grids.model import grid_sets
from foundation.dates import today, year_end
from foundation.scope import ScopedModel, unscoped
from officials.models import Appointment, Unit
from officials.services.postings import id_order


@dataclass(frozen=True)
class Coverage:
    """Of one unit and year: who was in post on the reference day, and who of them has a row (primary keys)."""

    in_post: frozenset[int] = frozenset()
    with_row: frozenset[int] = frozenset()

    @property
    def n_in_post(self) -> int:
        return len(self.in_post)

    @property
    def n_with_row(self) -> int:
        return len(self.with_row)

    @property
    def missing(self) -> frozenset[int]:
        return self.in_post - self.with_row


def reference_day(year: int) -> date:
    """31/12 of the year, in the current year the working day."""
    return min(year_end(year), today())


def in_post_by_unit(units: list[Unit], day: date) -> dict[int, set[int]]:
    """Primary keys of the people in post on `day`, each in the one unit where they count (contracts 4). One query.

    Counts of heads tell of nobody; lists of people are read through `visible_to` by whoever shows them.
    """
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    rows = Appointment._base_manager.filter(in_force, is_primary=True, starts_on__lte=day)
    if len(units) == 1:
        rows = rows.filter(official__in=rows.filter(unit=units[0]).values("official"))
    found: dict[int, tuple[Any, int]] = {}
    with unscoped("counting who is in post"):
        for official, unit, starts_on, public_id in rows.order_by().values_list(
            "official_id", "unit_id", "starts_on", "public_id"
        ):
            rank = (starts_on, id_order(public_id))
            if official not in found or rank > found[official][0]:
                found[official] = (rank, unit)
    people: dict[int, set[int]] = {unit.pk: set() for unit in units}
    for official, (_, unit) in found.items():
        if unit in people:
            people[unit].add(official)
    return people


def coverage_of(
    units: list[Unit],
    year: int,
    model: type[ScopedModel],
    people: dict[int, set[int]] | None = None,
) -> dict[int, Coverage]:
    """By primary key of the unit; two queries, one where `people` (of `in_post_by_unit`) are known already.

    A row counts whatever it says: also "đã khám, chưa phân loại".
    """
    if people is None:
        people = in_post_by_unit(units, reference_day(year))
    grid = next(one for one in grid_sets if one.model is model)
    with unscoped("counting who has a row of the year"):
        rows = grid.of_year(model._base_manager.all(), year)
        if len(units) == 1:
            rows = rows.filter(official__in=people[units[0].pk])
        have = set(rows.order_by().values_list("official_id", flat=True))
    return {pk: Coverage(frozenset(ids), frozenset(ids & have)) for pk, ids in people.items()}
