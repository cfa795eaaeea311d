"""What waits to be done about posts and people: surplus paths that end, posts long vacant, transitions that run out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from foundation.forms import day_text
from foundation.registries import WorkItem
from foundation.scope import unscoped
from officials.law import NormMissing, norm_on
from officials.models import Appointment, Official, PostStandard, SurplusStatus, Unit
from officials.posts_board import UnitBoard, boards_of
from officials.standards_list import judged_on

AHEAD = timedelta(days=365)
NEAR = timedelta(days=90)
DEFAULT_MONTHS = 6


def may_see(user: Any) -> bool:
    """Whoever keeps the records of officials."""
    return bool(user.may("write", Official, "all") or user.may("write", Official, "own"))


def nameless(n: int) -> str:
    return f"{n} việc về chức danh, dôi dư, tiêu chuẩn cần xem."


def find(user: Any, day: date) -> list[WorkItem]:
    """Surplus paths, vacancies, transitions; a fixed number of queries, however many people there are."""
    units = list(Unit.objects.visible_to(user).existing_on(day).order_by("name", "pk"))
    found = [*surplus_ending(user, day), *transitions(user, units, day), *vacancies(user, units, day)]
    return sorted(found, key=lambda item: (item.due_on or date.max, item.title))


def tone_of(due_on: date, day: date) -> str:
    if due_on < day:
        return "danger"
    return "warning" if due_on - day <= NEAR else "info"


def surplus_ending(user: Any, day: date) -> list[WorkItem]:
    """Surplus paths that end within a year, or have ended, of people who are still in post there."""
    still = (
        Appointment.objects.visible_to(user)
        .on(day)
        .filter(official=OuterRef("official"), unit=OuterRef("unit"), is_primary=True)
    )
    rows = SurplusStatus.objects.visible_to(user).filter(Exists(still), until__lte=day + AHEAD)
    return [
        WorkItem(
            title=f"{row.official.full_name}: hết lộ trình dôi dư",
            url=f"{row.official.get_absolute_url()}?muc=cong-tac",
            due_on=row.until,
            detail=str(row.unit.full_name),
            tone=tone_of(row.until, day),
        )
        for row in rows.select_related("official", "unit").order_by("until", "pk")
    ]


def transitions(user: Any, units: list[Unit], day: date) -> list[WorkItem]:
    """One line for each end of a transition within a year: how many still rest on it."""
    ends = PostStandard.objects.on(day).filter(transition_until__gte=day, transition_until__lte=day + AHEAD)
    wanted = set(ends.order_by().values_list("transition_until", flat=True))
    if not wanted:
        return []
    numbers: dict[date, int] = {}
    for people in judged_on(user, units, day).values():
        for one in people:
            until = one.transition_until
            if until is not None and until in wanted:
                numbers[until] = numbers.get(until, 0) + 1
    return [
        WorkItem(
            title=f"{n} người còn theo chuẩn cũ, thời hạn chuyển tiếp đến {day_text(until)}",
            url=reverse("officials:standards"),
            due_on=until,
            tone=tone_of(until, day),
        )
        for until, n in sorted(numbers.items())
    ]


def vacancies(user: Any, units: list[Unit], day: date) -> list[WorkItem]:
    """One line a unit: posts without a holder for longer than the norm says; only where the last holder is known."""
    months = months_of_vacancy(day)
    since = day - timedelta(days=months * 365 // 12)
    last = _last_held(units, day)
    found = []
    for board in boards_of(user, units, day):
        names = long_vacant(board, last, since)
        if names:
            found.append(
                WorkItem(
                    title=f"{board.unit.full_name}: {len(names)} chức danh còn thiếu quá {months} tháng",
                    url=board.unit.get_absolute_url(),
                    detail=", ".join(names),
                    tone="warning",
                )
            )
    return found


def long_vacant(board: UnitBoard, last: dict[tuple[int, str], date], since: date) -> list[str]:
    return [
        place.short
        for place in board.missing
        if (board.unit.pk, place.post) in last and last[board.unit.pk, place.post] <= since
    ]


def months_of_vacancy(day: date) -> int:
    try:
        return int(norm_on("vacancy.months", day).value)
    except NormMissing:
        return DEFAULT_MONTHS


def _last_held(units: list[Unit], day: date) -> dict[tuple[int, str], date]:
    """(unit, post) → the last day on which somebody held it, whoever that was; a day names nobody."""
    with unscoped("the last day a post was held in units the reader may see"):
        rows = Appointment.objects.filter(unit__in=units, ends_on__lt=day).order_by()
        ends = rows.values_list("unit_id", "post_id").annotate(last=Max("ends_on"))
        return {(unit, post): last for unit, post, last in ends}
