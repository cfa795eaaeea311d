"""Health rounds: how far each unit's people have been examined, who is missing, what waits to be entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from assessments.coverage import Coverage, coverage_of, in_post_by_unit, reference_day
from assessments.models import HealthCheck, HealthRound
from foundation.formats.vi_numbers import share
from foundation.forms import day_text
from foundation.registries import WorkItem, WorkItemSource
from officials.models import Unit


@dataclass(frozen=True)
class Standing:
    """One unit in a year: who was in post on the reference day, who was examined, by which rounds."""

    unit: Unit
    coverage: Coverage
    rounds: tuple[HealthRound, ...]

    @property
    def n_missing(self) -> int:
        return len(self.coverage.missing)

    @property
    def share(self) -> str:
        return share(self.coverage.n_with_row, self.coverage.n_in_post)

    @property
    def rounds_in_words(self) -> str:
        return "; ".join(round_in_words(one) for one in self.rounds)


def round_in_words(one: HealthRound) -> str:
    """`Trung tâm Y tế, 01/06/2021–05/06/2021`."""
    days = "–".join(day_text(day) for day in (one.starts_on, one.ends_on) if day)
    return ", ".join(part for part in (one.facility, days) if part) or "chưa ghi nơi và ngày khám"


def rounds_of_year(user: Any, year: int) -> list[HealthRound]:
    rows = HealthRound.objects.visible_to(user).filter(year=year).select_related("unit")
    return list(rows.order_by("starts_on", "pk"))


def standings(units: list[Unit], year: int, rounds: Iterable[HealthRound]) -> list[Standing]:
    """Each unit with its coverage; two queries."""
    people = in_post_by_unit(units, reference_day(year))
    covered = coverage_of(units, year, HealthCheck, people)
    held = list(rounds)
    return [
        Standing(unit, covered[unit.pk], tuple(r for r in held if r.unit_id in (None, unit.pk)))
        for unit in units
    ]


# --- what waits ---------------------------------------------------------------------------------------------
def find_work(user: Any, day: date) -> list[WorkItem]:
    """Rounds that have begun and whose results are not all entered: of this year, and of last year until the spring.

    A unit gets an item a year; who keeps all units one item a year. A fixed number of queries.
    """
    years = [day.year] if day.month > LAST_MONTH_OF_OLD_YEAR else [day.year, day.year - 1]
    rounds = HealthRound.objects.visible_to(user).filter(year__in=years, starts_on__lte=day)
    by_year: dict[int, list[HealthRound]] = {}
    for one in rounds:
        by_year.setdefault(one.year, []).append(one)
    if not by_year:
        return []
    units = list(Unit.objects.visible_to(user).existing_on(day).order_by("name", "pk"))
    found = []
    for year in sorted(by_year, reverse=True):
        waiting = [s for s in standings(units, year, by_year[year]) if s.rounds and s.n_missing]
        found += _items(user, year, waiting, day)
    return found


LAST_MONTH_OF_OLD_YEAR = 3  # results of the past year are still asked for until the end of March


def _items(user: Any, year: int, waiting: list[Standing], day: date) -> list[WorkItem]:
    if not waiting:
        return []
    if user.may("write", HealthCheck, "all"):
        n_people = sum(one.n_missing for one in waiting)
        return [
            WorkItem(
                f"Kết quả khám sức khỏe năm {year} chưa đủ",
                f"{reverse('assessments:health')}?nam={year}",
                max((_due(one) for one in waiting), default=None, key=lambda due: due or date.min),
                f"{len(waiting)} đơn vị, {n_people} người",
                "warning",
            )
        ]
    return [
        WorkItem(
            f"Nhập kết quả khám sức khỏe năm {year}",
            reverse("assessments:grid", args=["suc-khoe", one.unit.public_id, year]),
            _due(one),
            f"{one.unit.full_name}: còn {one.n_missing} người",
            "danger" if (due := _due(one)) and due < day else "warning",
        )
        for one in waiting
    ]


def _due(one: Standing) -> date | None:
    return max((r.ends_on for r in one.rounds if r.ends_on), default=None)


WORK = WorkItemSource(
    "kham-suc-khoe",
    "Khám sức khỏe",
    60,
    find_work,
    lambda n: f"{n} việc nhập kết quả khám sức khỏe",
    lambda user: user.may("write", HealthCheck, "all") or user.may("write", HealthCheck, "own"),
)
