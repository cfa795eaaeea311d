"""The seniority allowance at the last step (phụ cấp thâm niên vượt khung) as a record form takes it.

First 5 % after the time of the last step (36 or 24 months by rank), then 1 % more each full year: norms
`nang_luong.vuot_khung.*`, after TT 04/2005/TT-BNV, from memory and so marked in the catalogue.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from foundation.dates import today
from foundation.formats.vi_numbers import number
from foundation.forms import day_text
from officials.models import Absence, SalaryStep
from officials.raise_delays import delays_of
from officials.record_kinds import Asking
from officials.roster import post_of
from officials.salary import (
    OVER_TOP,
    TOP,
    UNKNOWN,
    RaiseAnswer,
    next_raise,
    over_top_percent,
)
from officials.salary_law import SalaryLaw, salary_law

FIELD = "over_top_percent"


def check_over_top(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    """What a percentage contradicts: the step it stands at, its first day, the years before it.

    Day and years are only asked where the steps before tell them; reason "Khác" passes them, since what was decided
    may rest on papers that the record does not have.
    """
    percent, starts_on = facts.get(FIELD), facts.get("starts_on")
    if percent is None or starts_on is None:
        return {}
    law = salary_law(today())
    post = post_of(asking.official, today())
    row = SalaryStep(**{name: facts.get(name) for name in ("rank_code", "step", "coefficient", "starts_on")})
    wrong = _wrong_step(next_raise([row], post=post, law=law))
    if wrong or facts.get("reason") == SalaryStep.Reason.OTHER:
        return wrong
    first = law.value("nang_luong.vuot_khung.dau")
    if first is not None and percent < first:
        return {FIELD: f"Mức đầu là {number(first)}%. Đề nghị kiểm tra lại."}
    before = _before(asking, starts_on, post, law)
    at_same_step = before.kind == OVER_TOP and before.current is not None and _same(before.current, row)
    return _wrong_time(before, percent, starts_on, law) if at_same_step else {}


def _wrong_step(answer: RaiseAnswer) -> dict[str, str]:
    if answer.kind == TOP or (answer.rank is not None and answer.rank.is_by_post):
        return {FIELD: "Cán bộ xếp lương theo chức vụ không có phụ cấp này. Đề nghị bỏ trống."}
    if answer.kind not in (OVER_TOP, UNKNOWN) and answer.rank is not None:
        last = len(answer.rank.coefficients)
        return {FIELD: f"Chỉ có ở bậc cuối: ngạch {answer.rank.code} có {last} bậc. Đề nghị kiểm tra lại."}
    return {}


def _wrong_time(before: RaiseAnswer, percent: int, starts_on: date, law: SalaryLaw) -> dict[str, str]:
    """Against the answer of the steps before: not yet due, or more or less than the years since give."""
    assert before.due_on is not None
    if before.percent_now is not None and percent == before.percent_now:
        return {}  # another row of the same percentage
    if starts_on < before.due_on:
        return {
            "starts_on": f"Chưa đến hạn: {day_text(before.due_on)}. Đề nghị sửa ngày, hoặc chọn lý do “Khác”."
        }
    most = over_top_percent(before, law, starts_on)
    least = before.percent
    if least is None or most is None or least <= Decimal(percent) <= most:
        return {}
    allowed = f"{number(least)}%" if least == most else f"{number(least)}% đến {number(most)}%"
    return {FIELD: f"Mức của ngày này theo hồ sơ là {allowed}. Đề nghị kiểm tra lại, hoặc chọn lý do “Khác”."}


def _before(asking: Asking, starts_on: date, post: str, law: SalaryLaw) -> RaiseAnswer:
    user, official = asking.user, asking.official
    steps = SalaryStep.objects.visible_to(user).filter(official=official)
    if asking.row is not None:
        steps = steps.exclude(pk=asking.row.pk)
    return next_raise(
        list(steps),
        post=post,
        law=law,
        delays=delays_of(user, {official.pk}, today()).get(official.pk, []),
        absences=list(Absence.objects.visible_to(user).filter(official=official)),
        before=starts_on,
    )


def _same(one: SalaryStep, other: SalaryStep) -> bool:
    return (one.rank_code, one.step, one.coefficient) == (other.rank_code, other.step, other.coefficient)
