"""Rules that hold one figure against one norm: vacancy, computers, resignations, yearly training."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from foundation.formats.vi_numbers import number, percent
from reports.rules.change import FEWER, MEETS, MORE, NO_LONGER_OVER, Change, change, share_lever
from reports.rules.model import Case, Finding, MissingInput, Rule, doubt_of, evidence, rules
from reports.statistics import wilson

CENSUS = "Đối chiếu trực tiếp số liệu toàn bộ, không suy từ mẫu."
WATCH, ACT = "A2.vacancy.watch", "A2.vacancy.act"
COMPUTERS, TRAINED, RESIGNED = "H1.min", "F2.min", "H3.thoi_viec.max"


def _limit_text(case: Case, side: str, limit: float, target: float) -> str:
    return (
        f"Với quy mô của đơn vị, {side} của khoảng tin cậy {percent(100 * case.confidence, 0)} (Wilson) là "
        f"{percent(100 * limit)}, vẫn {'dưới' if limit < target else 'trên'} mức {percent(100 * target)}."
    )


def guard_below(case: Case, k: float, n: float, target: float) -> str | None:
    """Why k of n lies below the share `target` beyond chance; None when at a unit's size it may be chance."""
    if not case.is_unit:
        return CENSUS
    high = wilson(min(k, n), n, case.confidence)[1]
    return _limit_text(case, "cận trên", high, target) if high < target else None


def guard_above(case: Case, k: float, n: float, target: float) -> str | None:
    """Why k of n lies above the share `target` beyond chance; None when at a unit's size it may be chance."""
    if not case.is_unit:
        return CENSUS
    low = wilson(min(k, n), n, case.confidence)[0]
    return _limit_text(case, "cận dưới", low, target) if low > target else None


def _change(
    case: Case, row: Mapping[str, Any], code: str, target: float, step: int, what: str, *, scale: float = 100
) -> Change:
    lever = share_lever(case, row["numerator"], row["denominator"], target, step, what, scale=scale)
    result = MEETS if step == MORE else NO_LONGER_OVER
    return change(lever, result=result, doubt=doubt_of(code, row), threshold=target)


def check_vacancy(rule: Rule, case: Case) -> Finding | None:
    """Present against assigned below 100 − the vacancy to watch (A2)."""
    row, watch, act = case.row("A2"), case.norm(WATCH), case.norm(ACT)
    target = 100 - float(watch.value)
    present, assigned, value = row["numerator"], row["denominator"], row["value"]
    if value >= target:
        return None
    guard = guard_below(case, present, assigned, target / 100)
    if guard is None:
        return None
    lacking = assigned - present
    pressing = "cần bổ sung ngay" if 100 - value > float(act.value) else "cần theo dõi"
    missing = f" Chưa tính {number(row['unknown'])} đơn vị chưa có số được giao." if row["unknown"] else ""
    return rule.find(
        case,
        severity=(target - value) / target,
        text=f"có mặt {number(present)} người trên {number(assigned)} người được giao ({percent(value)}), thiếu "
        f"{number(lacking)} người, {pressing}.{missing}",
        quiet_text="số có mặt thấp hơn số được giao quá mức cần theo dõi.",
        evidence=(evidence("A2", case.year, value, target, watch, row),),
        people=lacking,
        guard=guard,
        change=_change(case, row, "A2", target, MORE, "người có mặt"),
    )


def check_computers(rule: Rule, case: Case) -> Finding | None:
    """Fewer computers for a person than the norm (H1)."""
    row, norm = case.row("H1"), case.norm(COMPUTERS)
    target, value = float(norm.value), row["value"]
    if value >= target:
        return None
    computers, people = row["numerator"], row["denominator"]
    guard = guard_below(case, computers, people * target, 1.0)
    if guard is None:
        return None
    lacking = math.ceil(people * target - computers)
    return rule.find(
        case,
        severity=(target - value) / target,
        text=f"có {number(computers)} máy tính cho {number(people)} người ({number(value, 2)} máy/người, định mức "
        f"{number(target, 2)}), thiếu {number(lacking)} máy.",
        quiet_text="số máy tính chưa đủ định mức.",
        evidence=(evidence("H1", case.year, value, target, norm, row),),
        people=lacking,
        guard=guard,
        change=_change(case, row, "H1", target, MORE, "máy tính", scale=1),
    )


def check_resignations(rule: Rule, case: Case) -> Finding | None:
    """More people resigned in the year than the norm allows (H3.thoi_viec)."""
    row, norm = case.row("H3.thoi_viec"), case.norm(RESIGNED)
    target, value = float(norm.value), row["value"]
    if value <= target:
        return None
    guard = guard_above(case, row["numerator"], row["denominator"], target / 100)
    if guard is None:
        return None
    return rule.find(
        case,
        severity=(value - target) / target,
        text=f"{number(row['numerator'])} người thôi việc trong năm ({percent(value)} so với bình quân "
        f"{number(row['denominator'], 1)} người), vượt mức {percent(target)}.",
        quiet_text=f"tỷ lệ thôi việc trong năm vượt mức {percent(target)}.",
        evidence=(evidence("H3.thoi_viec", case.year, value, target, norm, row),),
        people=row["numerator"],
        guard=guard,
        change=_change(case, row, "H3.thoi_viec", target, FEWER, "người thôi việc"),
    )


def check_training(rule: Rule, case: Case) -> Finding | None:
    """Fewer people attended a course than the norm asks (F2, different people).

    A year in which no course stands anywhere in the town has not been recorded: that is missing, not none.
    """
    row, norm = case.row("F2"), case.norm(TRAINED)
    if not row["numerator"] and not (case.snapshot.trainings.year == case.year).any():
        raise MissingInput("F2")
    target, value = float(norm.value), row["value"]
    if value >= target:
        return None
    trained, served = row["numerator"], row["denominator"]
    guard = guard_below(case, trained, served, target / 100)
    if guard is None:
        return None
    lacking = math.ceil(served * target / 100) - trained
    return rule.find(
        case,
        severity=(target - value) / target,
        text=f"{number(trained)} trên {number(served)} người được bồi dưỡng trong năm ({percent(value)}), thấp hơn mức "
        f"{percent(target)}; còn {number(lacking)} người cần được cử đi học để đạt mức.",
        quiet_text=f"tỷ lệ người được bồi dưỡng trong năm thấp hơn mức {percent(target)}.",
        evidence=(evidence("F2", case.year, value, target, norm, row),),
        people=lacking,
        guard=guard,
        change=_change(case, row, "F2", target, MORE, "người được bồi dưỡng trong năm"),
    )


rules.register(
    Rule(
        code="vacancy",
        solution_group=1,
        title="Thiếu cán bộ, công chức so với số được giao",
        needs=("A2",),
        norms=(WATCH, ACT),
        check=check_vacancy,
        actions=(
            "Đề nghị rà soát vị trí còn thiếu và lập kế hoạch tuyển dụng chung toàn thị xã, thi tuyển cạnh tranh.",
            "Đề nghị xây dựng mô tả công việc, khung năng lực cho vị trí cần tuyển; sát hạch đầu vào.",
            "Đề nghị điều động, luân chuyển từ nơi dôi dư sau sắp xếp trước khi tuyển mới.",
        ),
        people_name="người còn thiếu",
        fields=(("officials.Appointment", "post"),),
        order=1,
    )
)
rules.register(
    Rule(
        code="computers",
        solution_group=2,
        title="Thiếu máy tính làm việc",
        needs=("H1",),
        norms=(COMPUTERS,),
        check=check_computers,
        actions=(
            "Đề nghị rà soát định mức và số máy đã quá hạn sử dụng của từng đơn vị.",
            "Đề nghị mua sắm tập trung, ưu tiên bộ phận một cửa.",
        ),
        people_name="người chưa có máy",
        fields=(("assessments.UnitYear", "computers"),),
        order=2,
    )
)
rules.register(
    Rule(
        code="resignations",
        solution_group=3,
        title="Nhiều người thôi việc",
        needs=("H3.thoi_viec",),
        norms=(RESIGNED,),
        check=check_resignations,
        actions=(
            "Đề nghị trao đổi với người thôi việc để biết nguyên nhân (thu nhập, khối lượng việc, cơ hội phát triển).",
            "Đề nghị rà soát phụ cấp kiêm nhiệm, nâng lương trước hạn, hỗ trợ đi học.",
        ),
        people_name="người thôi việc",
        fields=(("officials.Appointment", "end_reason"),),
        order=3,
    )
)
rules.register(
    Rule(
        code="training",
        solution_group=5,
        title="Ít người được bồi dưỡng trong năm",
        needs=("F2",),
        norms=(TRAINED,),
        check=check_training,
        actions=(
            "Đề nghị lập kế hoạch bồi dưỡng theo khung năng lực, ưu tiên người chưa học khóa nào trong năm.",
            "Đề nghị mở lớp tại chỗ hoặc trực tuyến cho các xã, phường có tỷ lệ thấp.",
        ),
        people_name="người cần được cử đi học để đạt mức",
        fields=(("assessments.Training", "course"),),
        order=5,
    )
)
