"""Who retires when: the forecast by year, unit and post, and what is to be done before each day.

By the rule in force on the day of asking (regulations 8; `officials.law`). Notice and decision fall due some months
before (Luật Cán bộ, công chức 2008 Điều 60, as norms).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from foundation.dates import PartialDate
from foundation.forms import day_text
from officials.law import NormValue, RetirementRules, norms_on, retirement_rules
from officials.models import RetirementStep, Unit
from officials.months import add_months
from officials.roster import Seat, seats_on

LAST_YEAR = 2030
NOTICE_NORM, DECISION_NORM = "nghi_huu.thong_bao.thang", "nghi_huu.quyet_dinh.thang"
Kind = RetirementStep.Kind
# Women born in this month: the rule gives 57 years, printed tables may say 56 years 8 months (regulations 16.11).
DOUBTFUL = ("nu", 1969, 5)
DOUBTFUL_MONTHS = 56 * 12 + 8


@dataclass(frozen=True)
class Task:
    """A paper that is due before retirement: until when, and the step that did it, if one did."""

    kind: str
    due_on: date | None
    done: RetirementStep | None
    is_late: bool

    @property
    def is_open(self) -> bool:
        return self.done is None and self.due_on is not None


@dataclass(frozen=True)
class RetirementLine:
    """One person: the day by the rule, the day that holds (put off, if it was), what is due, what is doubtful."""

    seat: Seat
    by_rule: date
    retires_on: date
    notice: Task
    decision: Task
    steps: tuple[RetirementStep, ...]
    basis: str
    verified: str
    doubts: tuple[str, ...]

    @property
    def is_postponed(self) -> bool:
        return self.retires_on != self.by_rule


@dataclass(frozen=True)
class Forecast:
    """The people in post on `day` by the day they retire, and those for whom it cannot be said."""

    day: date
    last_year: int
    lines: tuple[RetirementLine, ...]
    unknown: tuple[Seat, ...]
    norms: dict[str, NormValue]

    @property
    def years(self) -> list[int]:
        return list(range(self.day.year, self.last_year + 1))

    @property
    def past(self) -> list[RetirementLine]:
        """Whose day is past while they are still in post."""
        return [line for line in self.lines if line.retires_on < self.day]

    def coming(self, months: int) -> list[RetirementLine]:
        """Who retires from the day on within `months`, and whose day is past."""
        return [line for line in self.lines if line.retires_on <= add_months(self.day, months)]

    def per_year(self) -> Counter[int]:
        """People by year, from the day on to the last year."""
        return Counter(line.retires_on.year for line in self._counted())

    def per_unit(self) -> dict[Unit, Counter[int]]:
        return self._grouped(lambda seat: seat.unit)

    def per_post(self) -> dict[Any, Counter[int]]:
        return self._grouped(lambda seat: seat.post)

    def _counted(self) -> list[RetirementLine]:
        return [
            line
            for line in self.lines
            if line.retires_on >= self.day and line.retires_on.year <= self.last_year
        ]

    def _grouped(self, key: Any) -> dict[Any, Counter[int]]:
        found: dict[Any, Counter[int]] = {}
        for line in self._counted():
            found.setdefault(key(line.seat), Counter())[line.retires_on.year] += 1
        return found


def forecast(user: Any, day: date, *, unit: Unit | None = None, last_year: int = LAST_YEAR) -> Forecast:
    """The forecast as of `day` of a unit or of all that `user` may see; five queries, however many people."""
    seats = seats_on(user, day, unit=unit)
    steps: dict[int, list[RetirementStep]] = {}
    people = {seat.official.pk for seat in seats}
    for step in RetirementStep.objects.visible_to(user).order_by("day", "pk"):
        if step.official_id in people:
            steps.setdefault(step.official_id, []).append(step)
    rules, norms = retirement_rules(day), norms_on(day)
    lines, unknown = [], []
    for seat in seats:
        line = retirement_line(seat, steps.get(seat.official.pk, []), rules, norms, day)
        if line is None:
            unknown.append(seat)
        else:
            lines.append(line)
    lines.sort(key=lambda line: (line.retires_on, line.seat.order))
    return Forecast(day, max(last_year, day.year), tuple(lines), tuple(unknown), norms)


def retirement_line(
    seat: Seat,
    steps: Iterable[RetirementStep],
    rules: RetirementRules,
    norms: dict[str, NormValue],
    day: date,
) -> RetirementLine | None:
    """The line of one person; None without sex or birth date."""
    person = seat.official
    birth = person.birth_date_partial
    window = rules.window(person.sex, birth)
    by_rule = rules.retirement_date(person.sex, birth)
    if window is None or by_rule is None or birth is None:
        return None
    steps = tuple(steps)
    until = [step.until for step in steps if step.kind == Kind.POSTPONED and step.until]
    retires_on = max([by_rule, *until])
    return RetirementLine(
        seat,
        by_rule,
        retires_on,
        _task(Kind.NOTICE, retires_on, steps, norms.get(NOTICE_NORM), day),
        _task(Kind.DECISION, retires_on, steps, norms.get(DECISION_NORM), day),
        steps,
        window.basis,
        window.verified,
        tuple(_doubts(person.sex, birth, window.note)),
    )


def _task(
    kind: str, retires_on: date, steps: tuple[RetirementStep, ...], norm: NormValue | None, day: date
) -> Task:
    done = next((step for step in reversed(steps) if step.kind == kind), None)
    due_on = add_months(retires_on, -int(norm.value)) if norm is not None else None
    return Task(kind, due_on, done, done is None and due_on is not None and due_on < day)


def _doubts(sex: str, birth: PartialDate, note: str) -> list[str]:
    found = []
    if birth.precision == "year":
        found.append("Chỉ biết năm sinh: tính theo tháng cuối của năm.")
    last = birth.last_day
    if (sex, last.year, last.month) == DOUBTFUL:
        other = add_months(last.replace(day=1), DOUBTFUL_MONTHS + 1) - timedelta(days=1)
        found.append(f"{note} Theo bảng ấy ngày nghỉ hưu là {day_text(other)}.")
    return found
