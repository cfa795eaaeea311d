"""Who still has to learn what: the gap of everybody in post to the standard of the post on a day, by condition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.models import Training
from foundation.forms import day_text
from officials.models import Appointment, Official, Qualification, Unit
from officials.models.law import PostStandard
from officials.services.postings import id_order
from officials.standards import Finding, Status, in_order, judge, person_of, standards_in_force

Criterion, Kind = PostStandard.Criterion, Training.Kind

# Which kind of training closes the gap in a condition. General education is no course of ours.
TRAINED_BY: dict[str, str] = {
    Criterion.PROFESSIONAL: Kind.CHUYEN_MON,
    Criterion.POLITICAL: Kind.LLCT,
    Criterion.STATE_MANAGEMENT: Kind.QLNN,
    Criterion.IT: Kind.TIN_HOC,
}
GAPS = (Status.UNMET, Status.IN_TRANSITION)


@dataclass(frozen=True)
class Need:
    """One condition that one person in post does not meet on the day, or meets only in transition."""

    official: Official
    unit: Unit
    post: str
    finding: Finding

    @property
    def criterion(self) -> str:
        return self.finding.rule.criterion

    @property
    def status(self) -> str:
        return self.finding.status

    @property
    def until(self) -> str:
        """The last day of the transition, where there is one."""
        rule = self.finding.rule
        return day_text(rule.transition_until) if self.status == Status.IN_TRANSITION else ""


def posts_today(user: Any, day: date, unit_ids: Iterable[int] | None = None) -> list[Appointment]:
    """Everybody in post on `day` whom `user` may see, by their primary posting that counts (contracts 4); one query."""
    rows = Appointment.objects.visible_to(user).on(day).filter(is_primary=True)
    if unit_ids is not None:
        rows = rows.filter(unit__in=list(unit_ids))
    best: dict[int, Appointment] = {}
    for row in rows.select_related("official__unit", "post", "unit"):
        held = best.get(row.official_id)
        if held is None or (held.starts_on, id_order(held.public_id)) < (
            row.starts_on,
            id_order(row.public_id),
        ):
            best[row.official_id] = row
    return sorted(best.values(), key=lambda row: (row.unit.name, row.post.position, row.official.name_sort))


def needs_of(user: Any, day: date, unit_ids: Iterable[int] | None = None) -> list[Need]:
    """The gaps of everybody in post on `day`, by unit, post, name; four queries however many people."""
    posts = posts_today(user, day, unit_ids)
    people = [row.official_id for row in posts]
    careers: dict[int, list[Appointment]] = {}
    for row in Appointment.objects.visible_to(user).filter(official__in=people).order_by("pk"):
        careers.setdefault(row.official_id, []).append(row)
    levels: dict[int, list[Qualification]] = {}
    for item in Qualification.objects.visible_to(user).filter(official__in=people).order_by("pk"):
        levels.setdefault(item.official_id, []).append(item)
    table = standards_in_force(in_order(PostStandard.objects.all()), day)
    found = []
    for row in posts:
        person = person_of(
            row.official,
            qualifications=levels.get(row.official_id, []),
            appointments=careers.get(row.official_id, []),
            post=row.post_id,
        )
        found += [
            Need(row.official, row.unit, row.post.short_name, finding)
            for finding in judge(table, row.post_id, person).findings
            if finding.counts and finding.status in GAPS
        ]
    return found


@dataclass(frozen=True)
class UnitNeeds:
    """The gaps of one unit: by condition how many people do not meet it, and how many only in transition."""

    unit: Unit
    people: int
    cells: tuple[tuple[int, int], ...]


CRITERIA = (*TRAINED_BY, Criterion.GENERAL_EDUCATION)


def by_unit(needs: Iterable[Need]) -> list[UnitNeeds]:
    """The gaps counted by unit, columns in the order of `CRITERIA`; units without any are left out."""
    units: dict[int, Unit] = {}
    people: dict[int, set[int]] = {}
    counted: Counter[tuple[int, str, str]] = Counter()
    for need in needs:
        units[need.unit.pk] = need.unit
        people.setdefault(need.unit.pk, set()).add(need.official.pk)
        counted[need.unit.pk, need.criterion, need.status] += 1
    return [
        UnitNeeds(
            unit,
            len(people[key]),
            tuple(
                (counted[key, code, Status.UNMET], counted[key, code, Status.IN_TRANSITION])
                for code in CRITERIA
            ),
        )
        for key, unit in units.items()
    ]
