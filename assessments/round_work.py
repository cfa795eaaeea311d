"""What waits in the rounds of evaluation, for each role: on "Việc cần xử lý" and in the daily mail."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.urls import reverse

from assessments.models import Evaluation, EvaluationCase, EvaluationRound
from assessments.round_states import (
    ACT_CLOSE,
    ACT_DECIDE,
    ACT_NOTIFY,
    ACT_OPINION,
    ACT_PROPOSE,
    ACT_SELF,
    NOTIFIED,
    OPEN,
    OPINION,
    PROPOSED,
    RATED,
    SELF,
)
from assessments.rounds import managers_on, may_decide, reminder_day
from foundation.dates import year_end
from foundation.registries import WorkItem, WorkItemSource
from officials.checks import proposes_only
from officials.law import norms_on
from officials.models import Appointment, Unit

# What waits in each state: the step, and how the work is named.
_WAITING = {
    OPEN: (ACT_SELF, "chờ tự xếp loại"),
    SELF: (ACT_OPINION, "chờ ý kiến đơn vị"),
    OPINION: (ACT_PROPOSE, "chờ đề xuất"),
    PROPOSED: (ACT_DECIDE, "chờ quyết định"),
    RATED: (ACT_NOTIFY, "chờ thông báo"),
    NOTIFIED: (ACT_CLOSE, "chờ đóng hồ sơ"),
}
_OF_DISTRICT = {PROPOSED, RATED}
_FIRST_MONTH = 11  # from November on the year's round is looked for
_LATE_UNTIL = (3, 1)  # conclusions of January and February are usual (regulations 16.3)


def may_see(user: Any) -> bool:
    return bool(user.may("write", EvaluationCase, "all") or user.may("write", EvaluationCase, "own"))


def find(user: Any, day: date) -> list[WorkItem]:
    """Open rounds by unit and step that wait for `user`, then units without a round; a fixed number of queries."""
    is_district = user.may("write", EvaluationCase, "all")
    rows = EvaluationRound.objects.visible_to(user).filter(closed_at__isnull=True).select_related("unit")
    rounds = {row.pk: row for row in rows}
    counted = _counted(user, rounds, is_district)
    due = {year: _due(year) for year in {row.year for row in rounds.values()} | {day.year}}
    found = []
    for (pk, state), n in counted.items():
        row = rounds[pk]
        act, what = _WAITING[state]
        found.append(
            WorkItem(
                title=f"{row.unit.full_name}: {n} người {what}",
                url=reverse("assessments:round-step", args=[row.unit.public_id, row.year, act]),
                due_on=due[row.year],
                detail=f"Đánh giá, xếp loại năm {row.year}",
                tone=tone(due[row.year], day),
            )
        )
    found.sort(key=lambda item: (item.due_on or date.max, item.title))
    return found + _unopened(user, day, due[day.year], is_district)


def tone(due: date, day: date) -> str:
    """Near from a month before, late from 01/03 of the next year: until then conclusions are still usual."""
    if day >= date(due.year + 1, *_LATE_UNTIL):
        return "danger"
    return "warning" if (due - day).days <= 30 else "info"


def _due(year: int) -> date:
    return reminder_day(year, norms_on(year_end(year)))


def _counted(user: Any, rounds: dict[int, EvaluationRound], is_district: bool) -> Counter[tuple[int, str]]:
    """People by round and state that wait for this user: the district for what has been proposed, a unit for its own."""
    cases = EvaluationCase.objects.visible_to(user).filter(round__in=rounds, state__in=_WAITING)
    told = list(cases.order_by().values_list("round_id", "state", "post_code", "year"))
    managers = {year: managers_on(year_end(year)) for year in {year for *_, year in told}}
    # Asked only of an officer, once for each of their units.
    units = {} if is_district else {row.unit_id: row.unit for row in rounds.values()}
    only = {pk: proposes_only(user, Evaluation, unit) for pk, unit in units.items()}
    counted: Counter[tuple[int, str]] = Counter()
    for pk, state, post, year in told:
        held = managers[year].get(post)
        manager = held.manager if held else ""
        if (is_district and state in _OF_DISTRICT) or (
            not is_district
            and may_decide(user, _WAITING[state][0], manager, only.get(rounds[pk].unit_id, False))
        ):
            counted[pk, state] += 1
    return counted


def _unopened(user: Any, day: date, due: date, is_district: bool) -> list[WorkItem]:
    """Units with people whose rating of the year is neither in a round nor in the records."""
    if day.month < _FIRST_MONTH:
        return []
    units = {unit.pk: unit for unit in Unit.objects.visible_to(user).existing_on(day)}
    opened = set(
        EvaluationRound.objects.visible_to(user).filter(year=day.year).values_list("unit_id", flat=True)
    )
    rated = Evaluation.objects.visible_to(user).filter(year=day.year).values("official_id")
    waiting = (
        Appointment.objects.visible_to(user).on(day).filter(is_primary=True).exclude(official_id__in=rated)
    )
    lacking = set(waiting.order_by().values_list("unit_id", flat=True).distinct())
    missing = [unit for pk, unit in units.items() if pk in lacking and pk not in opened]
    if not missing:
        return []
    if is_district:
        title = f"{len(missing)} xã, phường chưa mở đợt đánh giá năm {day.year}"
        url = f"{reverse('assessments:rounds')}?nam={day.year}"
        return [WorkItem(title, url, due, "Đánh giá, xếp loại", tone(due, day))]
    return [
        WorkItem(
            f"Chưa mở đợt đánh giá năm {day.year}",
            reverse("assessments:round", args=[unit.public_id, day.year]),
            due,
            unit.full_name,
            tone(due, day),
        )
        for unit in missing
    ]


def nameless(n: int) -> str:
    return f"{n} việc về đánh giá, xếp loại cán bộ, công chức."


SOURCE = WorkItemSource("danh-gia", "Đánh giá, xếp loại", 20, find, nameless, may_see)
