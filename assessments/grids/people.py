"""Who stands on a yearly grid: everyone who held a post in the unit in that year, with what bears on their rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from assessments.grids.model import Owner
from foundation.dates import year_end, year_start
from foundation.forms import day_text
from foundation.vn_text import name_sort_key
from officials.checks import can_write
from officials.models import Absence, Appointment, Official, Unit
from officials.people_asked import posts_by_code


def overlapping(year: int) -> Q:
    """Rows with `starts_on`, `ends_on` that hold on a day of `year`."""
    return Q(starts_on__lte=year_end(year)) & (Q(ends_on__isnull=True) | Q(ends_on__gte=year_start(year)))


def people_of_year(model: Any) -> Any:
    """`owners` of a set of `model`: the people of a unit and year whom the user may see, in the official order of posts.

    Who has gone to another unit since stands here too, for whoever may read both, but locked: the new unit enters.
    """

    def owners(user: Any, unit: Unit | None, year: int) -> list[Owner]:
        assert unit is not None
        held = Appointment.objects.visible_to(user).filter(overlapping(year), unit=unit, is_primary=True)
        away = Absence.objects.visible_to(user).filter(overlapping(year)).order_by("starts_on", "pk")
        people = (
            Official.objects.visible_to(user)
            .filter(pk__in=held.values("official"))
            .select_related("unit")
            .prefetch_related(
                Prefetch("appointments", held.order_by("starts_on", "pk"), to_attr="held_that_year"),
                Prefetch("absences", away, to_attr="away_that_year"),
            )
        )
        mine = can_write(user, model, unit)
        found = [_owner(person, unit, year, mine) for person in people]
        return [owner for _, owner in sorted(found, key=lambda pair: pair[0])]

    return owners


def _owner(person: Any, unit: Unit, year: int, mine: bool) -> tuple[Any, Owner]:
    held: list[Appointment] = person.held_that_year
    _, short, _, position = posts_by_code().get(held[-1].post_id, ("", "", "", 99))
    owner = Owner(person, person.full_name, short, person.get_absolute_url(), facts=_facts(held, year))
    owner.facts += [_absence_text(row) for row in person.away_that_year]
    if person.unit_id != unit.pk:
        place = person.unit.full_name if person.unit else "đơn vị khác"
        owner.locked = f"Nay thuộc {place}: nhập ở đơn vị đó."
    elif not mine:
        owner.locked = "Ông/bà không có quyền nhập nội dung này."
    return (position, name_sort_key(person.full_name), person.pk), owner


def _facts(held: list[Appointment], year: int) -> list[str]:
    facts = []
    first, last = held[0], max(held, key=lambda row: row.ends_on or date.max)
    if first.starts_on > year_start(year) and not first.start_unknown:
        facts.append(f"Về đơn vị từ {day_text(first.starts_on)}")
    if last.ends_on and last.ends_on < year_end(year):
        why = f" ({last.get_end_reason_display().lower()})" if last.end_reason else ""
        facts.append(f"Thôi giữ chức danh sau {day_text(last.ends_on)}{why}")
    return facts


def _absence_text(row: Absence) -> str:
    kind = str(row.get_kind_display() or "Nghỉ")
    kind = kind if kind.lower().startswith(("nghỉ", "đi")) else f"Nghỉ {kind.lower()}"
    return f"{kind} {day_text(row.starts_on)}–{day_text(row.ends_on) or 'nay'}"
