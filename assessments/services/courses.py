"""The plan of a year's training and its courses as rows: adding and correcting them, and what may not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessments.models import Course, Enrolment, TrainingPlan
from foundation.errors import Refused
from foundation.models import IdempotencyKey
from foundation.scope import unscoped
from officials.models import Unit
from officials.models.qualifications import LEVELS
from officials.services import records

_WHY = "people of a course whose right was checked"
TAKES_PART = {Enrolment.State.CHO_DUYET, Enrolment.State.DA_CU}


def add_plan(*, by: Any, unit: Unit | None, facts: dict[str, Any], key: str = "") -> TrainingPlan:
    """Plan a kind of training of a unit (None: of the town) for a year. Refused when there is such a line already."""
    if not key or not _made_before(by, key):
        _refuse_second_plan(unit, facts)
    return records.add(TrainingPlan, by=by, unit=unit, facts=facts, key=key)


def _made_before(by: Any, key: str) -> bool:
    return IdempotencyKey.objects.filter(user_id=by.pk, key=key[:80]).exists()


def change_plan(
    plan: TrainingPlan, *, by: Any, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct a line of the plan. Errors as `add_plan`, and StaleVersion."""
    _refuse_second_plan(plan.unit, {"year": plan.year, "kind": plan.kind} | changes, besides=plan.pk)
    return records.change(plan, by=by, changes=changes, version=version, reason=reason)


def _refuse_second_plan(unit: Unit | None, facts: dict[str, Any], besides: int | None = None) -> None:
    same = TrainingPlan._base_manager.filter(unit=unit, year=facts["year"], kind=facts["kind"])
    if (same if besides is None else same.exclude(pk=besides)).exists():
        raise Refused(f"Kế hoạch năm {facts['year']} đã có loại này. Đề nghị sửa dòng đang có.", field="kind")


def check_course(facts: Mapping[str, Any], unit: Unit | None) -> dict[str, str]:
    """What the fields of a course together show wrong, by field: level, plan, days."""
    wrong = {}
    kind, level, plan = facts.get("level_kind", ""), facts.get("level", ""), facts.get("plan")
    if level and level not in LEVELS.get(kind, {}):
        wrong["level"] = "Trình độ này không thuộc loại đã chọn. Đề nghị chọn lại."
    if kind and not level and len(LEVELS[kind]) > 1:
        wrong["level"] = "Đề nghị chọn trình độ được cấp, hoặc bỏ trống cả loại trình độ."
    if plan is not None and (plan.year, plan.kind) != (facts.get("year"), facts.get("kind")):
        wrong["plan"] = "Dòng kế hoạch này khác năm hoặc khác loại với lớp. Đề nghị chọn lại."
    if plan is not None and plan.unit_id is not None and plan.unit_id != (unit.pk if unit else None):
        wrong["plan"] = "Dòng kế hoạch này của đơn vị khác. Đề nghị chọn lại."
    starts_on, ends_on, year = facts.get("starts_on"), facts.get("ends_on"), facts.get("year")
    if starts_on and ends_on and ends_on < starts_on:
        wrong["ends_on"] = "Ngày kết thúc phải từ ngày bắt đầu trở đi. Đề nghị kiểm tra lại."
    if starts_on and year and starts_on.year != year:
        wrong["year"] = f"Lớp bắt đầu năm {starts_on.year}. Đề nghị ghi đúng năm của lớp."
    return wrong


def add_course(*, by: Any, unit: Unit | None, facts: dict[str, Any], key: str = "") -> Course:
    """Plan a course of the town (unit None) or of one unit. Errors: Denied, Refused, ValidationError."""
    _refuse_course(facts, unit)
    return records.add(Course, by=by, unit=unit, facts=facts, key=key)


def change_course(
    course: Course, *, by: Any, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct a course. Refused once results are recorded (reopen first), or fewer places than people.

    Errors: Denied, Refused, StaleVersion.
    """
    if course.state in (Course.State.DA_GHI_KET_QUA, Course.State.HUY):
        raise Refused(f"Lớp đang ở tình trạng “{course.get_state_display()}”, không sửa được.")
    names = ("level_kind", "level", "plan", "starts_on", "ends_on", "year", "kind")
    _refuse_course({name: getattr(course, name) for name in names} | changes, course.unit)
    places = changes.get("places")
    with unscoped(_WHY):
        n = Enrolment.objects.filter(course=course, state__in=TAKES_PART).count() if places else 0
    if places is not None and n > places:
        raise Refused(f"Lớp đã có {n} người trong danh sách. Đề nghị ghi số chỗ từ {n}.", field="places")
    return records.change(course, by=by, changes=changes, version=version, reason=reason)


def _refuse_course(facts: Mapping[str, Any], unit: Unit | None) -> None:
    for field, text in check_course(facts, unit).items():
        raise Refused(text, field=field)
