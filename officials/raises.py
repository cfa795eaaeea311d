"""The list of raises of a quarter or year: who is due, who was raised already, who lacks facts; and early raises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from foundation.dates import today
from foundation.sensitivity import SENSITIVE, field_class
from officials.law import RetirementRules, retirement_rules
from officials.models import Absence, Official, SalaryStep, Unit
from officials.months import add_months
from officials.raise_delays import Delay, delays_of
from officials.roster import Seat, seats_on
from officials.salary import (
    OVER_TOP,
    RAISE,
    UNKNOWN,
    EarlyAllowance,
    RaiseAnswer,
    early_allowance,
    monthly_amount,
    next_raise,
    over_top_percent,
)
from officials.salary_law import SalaryLaw, salary_law
from officials.services.postings import id_order


class RaiseState(TextChoices):
    """How a person stands to the period of a list."""

    DUE = "den_han", "Đến hạn trong kỳ"
    OVERDUE = "qua_han", "Đến hạn trước kỳ, chưa có bậc mới"
    DONE = "da_nang", "Đã có bậc mới"
    LATER = "chua_den", "Có thể xét nâng trước thời hạn"
    UNKNOWN = "thieu", "Chưa đủ số liệu"


_OVER_TOP_LABELS = {
    RaiseState.OVERDUE: "Đến hạn trước kỳ, chưa ghi phụ cấp",
    RaiseState.DONE: "Đã ghi phụ cấp",
}


@dataclass(frozen=True)
class RaiseLine:
    """One person of the list: the seat, the answer, how it stands, the step that was given since, amounts a month.

    `percent_by_end` = the seniority allowance of the last day, had every year of it been recorded.
    """

    seat: Seat
    answer: RaiseAnswer
    state: RaiseState
    given: SalaryStep | None
    retires_on: date | None
    amount_now: Decimal | None
    amount_then: Decimal | None
    percent_by_end: Decimal | None = None

    @property
    def official(self) -> Official:
        return self.seat.official

    @property
    def retires_first(self) -> bool:
        due = self.answer.due_on
        return self.retires_on is not None and due is not None and self.retires_on < due

    @property
    def is_over_top(self) -> bool:
        """Whether it is about the seniority allowance; a new step that was given instead is a raise."""
        given, held = self.given, self.answer.current
        return self.answer.kind == OVER_TOP and (
            given is None or (held is not None and _same_step(given, held))
        )

    @property
    def state_label(self) -> str:
        return _OVER_TOP_LABELS.get(self.state, self.state.label) if self.is_over_top else self.state.label

    @property
    def tells_sensitive(self) -> bool:
        """Whether what lengthens the time rests on a sensitive fact, which this reader may then see (contracts 6)."""
        return any(
            delay.model is not None and field_class(delay.model, delay.fact) == SENSITIVE
            for delay in self.answer.delays
        )


@dataclass(frozen=True)
class RaiseList:
    """The lines of a period by state, in the order of due days, and the early raises of each unit in its year."""

    day: date
    law: SalaryLaw
    lines: tuple[RaiseLine, ...]
    allowances: tuple[tuple[Unit, EarlyAllowance], ...]

    def of(self, *states: str) -> list[RaiseLine]:
        return [line for line in self.lines if line.state in states]


@dataclass(frozen=True)
class _Facts:
    """Rows of everybody, by primary key of the official, read once."""

    steps: dict[int, list[SalaryStep]]
    absences: dict[int, list[Absence]]
    delays: dict[int, list[Delay]]
    law: SalaryLaw
    retirement: RetirementRules | None


def raise_list(user: Any, first: date, last: date, *, unit: Unit | None = None) -> RaiseList:
    """The raises of the days from `first` to `last`, for the people in post on the last of them (or today).

    Steps that began before `first` say when a raise is due, later ones that it was given: a past quarter reads as it
    was. Counts people; a fixed number of queries.
    """
    day = min(today(), last)
    seats = seats_on(user, day, unit=unit)
    facts = _facts(user, seats, day, everybody=unit is None)
    lines = [line for seat in seats if (line := _line(user, seat, facts, first, last)) is not None]
    far = date.max
    lines.sort(key=lambda line: (line.answer.due_on or far, line.seat.order))
    return RaiseList(day, facts.law, tuple(lines), _allowances(user, seats, facts, last.year))


def _facts(user: Any, seats: list[Seat], day: date, *, everybody: bool) -> _Facts:
    people = {seat.official.pk for seat in seats}
    wanted = None if everybody else people
    steps = SalaryStep.objects.visible_to(user)
    absences = Absence.objects.visible_to(user)
    if wanted is not None:
        steps, absences = steps.filter(official__in=wanted), absences.filter(official__in=wanted)
    return _Facts(
        _by_person(steps.order_by("starts_on", "pk"), people),
        _by_person(absences.order_by("starts_on", "pk"), people),
        delays_of(user, wanted, day),
        salary_law(day),
        retirement_rules(day) if user.may_see_field(Official, "birth_date") else None,
    )


def _by_person(rows: Iterable[Any], people: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row.official_id in people:
            found.setdefault(row.official_id, []).append(row)
    return found


def _line(user: Any, seat: Seat, facts: _Facts, first: date, last: date) -> RaiseLine | None:
    """The line of one person; None for who has nothing to do with the period."""
    person = seat.official
    answer, given = _held_and_given(seat, facts, first, last)
    state = _state(answer, given, first, last, facts.law)
    if state is None:
        return None
    base = facts.law.value("luong_co_so")
    coefficient = answer.current.coefficient if answer.current else None
    return RaiseLine(
        seat,
        answer,
        state,
        given,
        facts.retirement.retirement_date(person.sex, person.birth_date) if facts.retirement else None,
        monthly_amount(coefficient, base),
        monthly_amount(answer.next_coefficient, base),
        over_top_percent(answer, facts.law, last),
    )


def _held_and_given(
    seat: Seat, facts: _Facts, first: date, last: date
) -> tuple[RaiseAnswer, SalaryStep | None]:
    """The answer of the step held as the period began, and the raise given since.

    A change that raises nobody (a first step, a lower one, the same pay under another rank) is the step held from then
    on: it neither counts as given nor hides what falls due after it.
    """
    person, since = seat.official, first
    steps = facts.steps.get(person.pk, [])
    while True:
        answer = next_raise(
            steps,
            post=seat.post.code,
            law=facts.law,
            delays=facts.delays.get(person.pk, ()),
            absences=facts.absences.get(person.pk, ()),
            before=since,
        )
        given = _given(steps, answer, since)
        if given is None or is_raise(given, answer):
            return answer, given
        if given.starts_on > last:
            return answer, None
        since = given.starts_on + timedelta(days=1)


def is_raise(step: SalaryStep, answer: RaiseAnswer) -> bool:
    """Whether a step stands above the one held: by its coefficient, where one is not written by its number.

    At the same step it is one when it brings a higher seniority allowance. The first step that is known is one where its
    row says so.
    """
    held = answer.current
    if held is None:
        return step.reason in (SalaryStep.Reason.REGULAR, SalaryStep.Reason.EARLY)
    if _same_step(step, held):
        return _brings_more(step, answer)
    if isinstance(held.coefficient, Decimal) and isinstance(step.coefficient, Decimal):
        return step.coefficient > held.coefficient
    return (step.step or 0) > (held.step or 0)


def _given(steps: list[SalaryStep], answer: RaiseAnswer, first: date) -> SalaryStep | None:
    """The first step since `first` that is another than the one held before, or the same with a higher allowance."""
    held = answer.current
    for row in sorted(steps, key=lambda one: (one.starts_on, id_order(one.public_id))):
        if row.starts_on >= first and (
            held is None or not _same_step(row, held) or _brings_more(row, answer)
        ):
            return row
    return None


def _same_step(one: SalaryStep, other: SalaryStep) -> bool:
    return (one.rank_code, one.step, one.coefficient) == (other.rank_code, other.step, other.coefficient)


def _brings_more(step: SalaryStep, answer: RaiseAnswer) -> bool:
    return answer.kind == OVER_TOP and (step.over_top_percent or 0) > (answer.percent_now or 0)


def _state(
    answer: RaiseAnswer, given: SalaryStep | None, first: date, last: date, law: SalaryLaw
) -> RaiseState | None:
    if given is not None:
        return RaiseState.DONE if given.starts_on <= last or _falls_due(answer, last) else None
    if answer.kind == UNKNOWN:
        return RaiseState.UNKNOWN
    if answer.kind not in (RAISE, OVER_TOP) or answer.due_on is None:
        return None
    if answer.due_on < first:
        return RaiseState.OVERDUE
    if answer.due_on <= last:
        return RaiseState.DUE
    early = law.value("nang_luong.som.thang")
    if answer.kind == RAISE and early is not None and answer.due_on <= add_months(last, int(early)):
        return RaiseState.LATER
    return None


def _falls_due(answer: RaiseAnswer, last: date) -> bool:
    return answer.due_on is not None and answer.due_on <= last


def _allowances(
    user: Any, seats: list[Seat], facts: _Facts, year: int
) -> tuple[tuple[Unit, EarlyAllowance], ...]:
    """Early raises of the year by unit: those of the people in post there."""
    staff: Counter[int] = Counter()
    used: Counter[int] = Counter()
    units: dict[int, Unit] = {}
    for seat in seats:
        units[seat.unit.pk] = seat.unit
        staff[seat.unit.pk] += 1
        steps = facts.steps.get(seat.official.pk, [])
        if any(row.reason == SalaryStep.Reason.EARLY and row.starts_on.year == year for row in steps):
            used[seat.unit.pk] += 1
    found = []
    for pk, unit in sorted(units.items(), key=lambda pair: (pair[1].name, pair[0])):
        allowance = early_allowance(staff[pk], used[pk], facts.law)
        if allowance is not None:
            found.append((unit, allowance))
    return tuple(found)


def answers_for(user: Any, officials: list[Official]) -> dict[int, RaiseAnswer]:
    """The next raise of each of a few people from all their steps, by primary key; a fixed number of queries."""
    day = today()
    people = {official.pk for official in officials}
    seats = {seat.official.pk: seat for seat in seats_on(user, day) if seat.official.pk in people}
    law = salary_law(day)
    steps = _by_person(SalaryStep.objects.visible_to(user).filter(official__in=people), people)
    absences = _by_person(Absence.objects.visible_to(user).filter(official__in=people), people)
    delays = delays_of(user, people, day)
    return {
        pk: next_raise(
            steps.get(pk, []),
            post=seats[pk].post.code if pk in seats else "",
            law=law,
            delays=delays.get(pk, ()),
            absences=absences.get(pk, ()),
        )
        for pk in people
    }


def raise_of(user: Any, official: Official, post: str, day: date) -> tuple[RaiseAnswer, SalaryLaw]:
    """The next raise of one person on `day`, from what `user` may see of the salary."""
    law = salary_law(day)
    steps = SalaryStep.objects.visible_to(user).filter(official=official, starts_on__lte=day)
    absences = Absence.objects.visible_to(user).filter(official=official)
    delays = delays_of(user, {official.pk}, day).get(official.pk, [])
    return next_raise(list(steps), post=post, law=law, delays=delays, absences=list(absences)), law
