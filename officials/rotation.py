"""Chuyển đổi vị trí công tác: who holds a listed post since when, until when it is to be changed, who is excepted.

Luật Phòng, chống tham nhũng 2018 Điều 25: every 2–5 years for listed posts. The posts, the years and the exception near
retirement are norms with their status; what was concluded about a person is a `RotationStep`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices

from officials.law import NormValue, RetirementRules, norms_on, retirement_rules
from officials.models import Appointment, Official, RotationStep, Unit, UnitSuccession
from officials.months import add_months
from officials.roster import Seat, seats_on

POST_NORM, FROM_NORM, TO_NORM, NEAR_NORM = (
    "chuyen_doi.chuc_danh.", "chuyen_doi.tu_nam", "chuyen_doi.den_nam", "chuyen_doi.gan_nghi_huu.thang",
)  # fmt: skip


class RotationState(TextChoices):
    """How the holder of a listed post stands on a day."""

    LATE = "qua_han", "Quá thời hạn"
    DUE = "den_han", "Đến hạn trong năm"
    POSSIBLE = "co_the", "Đủ thời gian tối thiểu"
    EARLY = "chua", "Chưa đến thời gian"
    EXCEPTED = "gan_nghi_huu", "Gần nghỉ hưu, chưa chuyển đổi"
    UNKNOWN = "thieu", "Chưa đủ số liệu"


@dataclass(frozen=True)
class RotationLine:
    """One holder of a listed post: since when in that post and unit, from and until when it may and must be changed."""

    seat: Seat
    since: date | None
    from_on: date | None
    due_on: date | None
    state: RotationState
    steps: tuple[RotationStep, ...]
    retires_on: date | None
    note: str

    @property
    def last_step(self) -> RotationStep | None:
        """The conclusion drawn since the post was taken up."""
        found = [step for step in self.steps if self.since is None or step.day >= self.since]
        return found[-1] if found else None


@dataclass(frozen=True)
class RotationList:
    """The holders of listed posts on `day`, those due first, with the norms that were used."""

    day: date
    year: int
    lines: tuple[RotationLine, ...]
    norms: tuple[NormValue, ...]


def rotation_list(user: Any, year: int, day: date, *, unit: Unit | None = None) -> RotationList:
    """The list of a year by who holds the posts on `day`; six queries, however many people."""
    norms = norms_on(day)
    posts = {
        code.removeprefix(POST_NORM)
        for code, norm in norms.items()
        if code.startswith(POST_NORM) and norm.value
    }
    seats = [seat for seat in seats_on(user, day, unit=unit) if seat.post.code in posts]
    people = {seat.official.pk for seat in seats}
    histories = _histories(user, people, posts, everybody=unit is None)
    steps: dict[int, list[RotationStep]] = {}
    for step in RotationStep.objects.visible_to(user).filter(day__lte=day).order_by("day", "pk"):
        if step.official_id in people:
            steps.setdefault(step.official_id, []).append(step)
    merged = _successors(user)
    rules = retirement_rules(day) if user.may_see_field(Official, "birth_date") else None
    lines = [
        rotation_line(
            seat,
            histories.get(seat.official.pk, []),
            [step for step in steps.get(seat.official.pk, []) if step.post_id == seat.post.code],
            merged,
            norms,
            rules,
            year,
        )
        for seat in seats
    ]
    order = list(RotationState)
    lines.sort(key=lambda line: (order.index(line.state), line.due_on or date.max, line.seat.order))
    used = [
        norm
        for code, norm in norms.items()
        if code in (FROM_NORM, TO_NORM, NEAR_NORM) or code.startswith(POST_NORM)
    ]
    return RotationList(day, year, tuple(lines), tuple(used))


def _histories(
    user: Any, people: set[int], posts: set[str], *, everybody: bool
) -> dict[int, list[Appointment]]:
    rows = Appointment.objects.visible_to(user).filter(post__code__in=posts)
    if not everybody:
        rows = rows.filter(official__in=people)
    found: dict[int, list[Appointment]] = {}
    for row in rows.order_by("starts_on", "pk"):
        if row.official_id in people:
            found.setdefault(row.official_id, []).append(row)
    return found


def _successors(user: Any) -> dict[tuple[int, int], date]:
    """(predecessor, successor) → the day it took effect: a renamed or merged unit is no change of post."""
    rows = UnitSuccession.objects.visible_to(user).values_list(
        "predecessor_id", "successor_id", "effective_on"
    )
    return {(before, after): day for before, after, day in rows}


def since_when(
    posting: Appointment, history: list[Appointment], merged: Mapping[tuple[int, int], date]
) -> date | None:
    """The first day of unbroken service in the post and unit, also in the units it came from; None when unknown."""
    first = posting
    moved = True
    while moved:
        moved = False
        for row in history:
            is_before = row.post_id == first.post_id and row.ends_on == first.starts_on - timedelta(days=1)
            is_here = row.unit_id == first.unit_id or (row.unit_id, first.unit_id) in merged
            if is_before and is_here and row.starts_on < first.starts_on:
                first, moved = row, True
    return None if first.start_unknown else first.starts_on


def rotation_line(
    seat: Seat,
    history: list[Appointment],
    steps: list[RotationStep],
    merged: Mapping[tuple[int, int], date],
    norms: Mapping[str, NormValue],
    rules: RetirementRules | None,
    year: int,
) -> RotationLine:
    """How one holder stands to the end of `year`."""
    person = seat.official
    since = since_when(seat.posting, history, merged)
    first, last = norms.get(FROM_NORM), norms.get(TO_NORM)
    retires_on = rules.retirement_date(person.sex, person.birth_date) if rules else None
    if since is None or first is None or last is None:
        note = "chưa rõ ngày bắt đầu giữ chức danh" if since is None else "chưa có định mức thời gian"
        return RotationLine(seat, since, None, None, RotationState.UNKNOWN, tuple(steps), retires_on, note)
    # Nobody was late before the rule was: who had served longer then is due from its first day.
    from_on, due_on = (
        max(add_months(since, int(norm.value) * 12), norm.starts_on or date.min) for norm in (first, last)
    )
    state, note = _state(from_on, due_on, year), ""
    near = norms.get(NEAR_NORM)
    if near is not None and retires_on is not None and state in (RotationState.LATE, RotationState.DUE):
        from_then = max(due_on, date(year, 1, 1))
        if retires_on < add_months(from_then, int(near.value)):
            state = RotationState.EXCEPTED
            note = f"nghỉ hưu {retires_on:%d/%m/%Y}, còn dưới {near.value:.0f} tháng ({near.basis})"
    return RotationLine(seat, since, from_on, due_on, state, tuple(steps), retires_on, note)


def _state(from_on: date, due_on: date, year: int) -> RotationState:
    if due_on < date(year, 1, 1):
        return RotationState.LATE
    if due_on <= date(year, 12, 31):
        return RotationState.DUE
    return RotationState.POSSIBLE if from_on <= date(year, 12, 31) else RotationState.EARLY
