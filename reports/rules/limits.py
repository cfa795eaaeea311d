"""Rules that hold one figure against one dated norm, declared: which side is too far, what the sentence says.

`limit_rule` makes such a rule; `path_rule` one that asks whether a target is reached in time at the pace of the past.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from foundation.formats.vi_numbers import number, percent
from reports.rules.change import FEWER, IN_TIME, MEETS, MORE, NO_LONGER_OVER, Change, change, share_lever
from reports.rules.model import Case, Finding, Rule, doubt_of, evidence
from reports.rules.thresholds import CENSUS, guard_above, guard_below

BELOW, ABOVE = "below", "above"
TARGET_YEAR = "plan.target_year"
_PAST_YEARS = 3


@dataclass(frozen=True)
class Limit:
    """A figure on the wrong side of a norm. `subject` names what numerator and denominator count ("12 trên 20 …");
    `is_share` False: the value stands for itself, without a statistical guard, and no people can be counted; then
    `counted` names what its numerator counts."""

    indicator: str
    norm: str
    side: str
    subject: str
    is_share: bool = True
    unit: str = "%"
    decimals: int = 1
    counted: str = ""

    def __call__(self, rule: Rule, case: Case) -> Finding | None:
        row, norm = case.row(self.indicator), case.norm(self.norm)
        value, target = float(row["value"]), float(norm.value)
        if value >= target if self.side == BELOW else value <= target:
            return None
        guard: str | None = CENSUS
        if self.is_share:
            judge = guard_below if self.side == BELOW else guard_above
            guard = judge(case, row["numerator"], row["denominator"], target / 100)
        if guard is None:
            return None
        return rule.find(
            case,
            severity=abs(value - target) / target if target else 1.0,
            text=self._sentence(row["numerator"], row["denominator"], value, target),
            quiet_text=f"{rule.title[0].lower()}{rule.title[1:]}.",
            evidence=(evidence(self.indicator, case.year, value, target, norm, row),),
            people=self._people(row["numerator"], row["denominator"], target),
            guard=guard,
            change=self._change(case, row, target),
        )

    def _change(self, case: Case, row: Mapping[str, Any], target: float) -> Change:
        step = MORE if self.side == BELOW else FEWER
        scale = 100 if self.is_share else 1
        what = self.counted or self.subject
        lever = share_lever(case, row["numerator"], row["denominator"], target, step, what, scale=scale)
        lever = lever if self.is_share else replace(lever, beyond_chance=None)
        result = MEETS if step == MORE else NO_LONGER_OVER
        return change(lever, result=result, doubt=doubt_of(self.indicator, row), threshold=target)

    def _sentence(self, top: float, bottom: float, value: float, target: float) -> str:
        side = "thấp hơn" if self.side == BELOW else "cao hơn"
        counted = f"{number(top)} trên {number(bottom)} {self.subject}" if self.is_share else self.subject
        return f"{counted} ({self._shown(value)}), {side} mức {self._shown(target)}."

    def _shown(self, value: float) -> str:
        return (
            percent(value, self.decimals)
            if self.unit == "%"
            else f"{number(value, self.decimals)} {self.unit}"
        )

    def _people(self, top: float, bottom: float, target: float) -> int:
        """How many are lacking to the norm, or too many over it."""
        if not self.is_share:
            return 0
        allowed = bottom * target / 100
        return max(math.ceil(allowed) - int(top) if self.side == BELOW else int(top) - math.floor(allowed), 0)


@dataclass(frozen=True)
class Path:
    """A share that will miss its target in the target year at the mean pace of the last years (indicators 4.5).

    Required yearly gain g* = (target − p) ÷ (target year − year); it speaks when the mean past gain is below it, and
    from the target year on when the share is below the target.
    """

    indicator: str
    norm: str
    subject: str

    def __call__(self, rule: Rule, case: Case) -> Finding | None:
        row, norm = case.row(self.indicator), case.norm(self.norm)
        value, target, last = float(row["value"]), float(norm.value), int(case.norm(TARGET_YEAR).value)
        if value >= target:
            return None
        pace = self._pace(case, value, target, last)
        guard = guard_below(case, row["numerator"], row["denominator"], target / 100)
        if pace is None or guard is None:
            return None
        lacking = math.ceil(row["denominator"] * target / 100) - row["numerator"]
        return rule.find(
            case,
            severity=(target - value) / target,
            text=f"{number(row['numerator'])} trên {number(row['denominator'])} {self.subject} ({percent(value)}), mục "
            f"tiêu {percent(target, 0)} đến {last}, còn thiếu {number(lacking)} người{pace}.",
            quiet_text=f"{rule.title[0].lower()}{rule.title[1:]}.",
            evidence=(evidence(self.indicator, case.year, value, target, norm, row),),
            people=lacking,
            guard=guard,
            change=self._change(case, row, target, last),
        )

    def _change(self, case: Case, row: Mapping[str, Any], target: float, last: int) -> Change:
        """How many more would bring it back to the pace it needs; from the target year on, to the target."""
        lever = share_lever(case, row["numerator"], row["denominator"], target, MORE, self.subject)
        if case.year >= last:
            return change(lever, result=MEETS, doubt=doubt_of(self.indicator, row), threshold=target)
        first = float(case.row(self.indicator, case.year - _PAST_YEARS + 1)["value"])
        years = last - case.year

        def is_late(k: int) -> bool:
            value = 100 * k / row["denominator"]
            return value < target and (value - first) / (_PAST_YEARS - 1) < (target - value) / years

        # The share that is in time: (p − first) ÷ 2 = (target − p) ÷ years.
        in_time = (years * first + (_PAST_YEARS - 1) * target) / (years + _PAST_YEARS - 1)
        late = replace(lever, misses=is_late)
        return change(
            late, result=IN_TIME, doubt=doubt_of(self.indicator, row), threshold=min(in_time, target)
        )

    def _pace(self, case: Case, value: float, target: float, last: int) -> str | None:
        """The paces in words; None where the past pace suffices."""
        if case.year >= last:
            return ""
        first = case.row(self.indicator, case.year - _PAST_YEARS + 1)["value"]
        needed = (target - value) / (last - case.year)
        past = (value - float(first)) / (_PAST_YEARS - 1)
        if past >= needed:
            return None
        return f"; mỗi năm cần tăng {number(needed, 1)} điểm %, bình quân {_PAST_YEARS - 1} năm qua {_moved(past)}"


def _moved(points: float) -> str:
    return f"{'tăng' if points >= 0 else 'giảm'} {number(abs(points), 1)} điểm %"


def limit_rule(
    code: str, group: int, title: str, limit: Limit, *, actions: tuple[str, ...], people_name: str, order: int,
    fields: tuple[tuple[str, str], ...], levels: tuple[str, ...] = ("town", "area", "unit"), small: int = 5,
) -> Rule:  # fmt: skip
    """A rule over one limit."""
    return Rule(
        code=code,
        solution_group=group,
        title=title,
        needs=(limit.indicator,),
        norms=(limit.norm,),
        check=limit,
        actions=actions,
        people_name=people_name,
        levels=levels,
        fields=fields,
        small=small,
        order=order,
    )


def path_rule(
    code: str, group: int, title: str, path: Path, *, actions: tuple[str, ...], people_name: str, order: int,
    fields: tuple[tuple[str, str], ...],
) -> Rule:  # fmt: skip
    """A rule over the pace towards a target."""
    return Rule(
        code=code,
        solution_group=group,
        title=title,
        needs=(path.indicator,),
        norms=(path.norm, TARGET_YEAR),
        check=path,
        actions=actions,
        people_name=people_name,
        n_years=_PAST_YEARS,
        fields=fields,
        order=order,
    )
