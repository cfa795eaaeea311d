"""Who may change which record: `check_can_x` raises Denied with the reason, `can_x` answers for templates."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from foundation.dates import today
from foundation.errors import Denied
from officials.models import Official, ProposalPeriod, Unit


def check_can_write(by: Any, model: type[models.Model] | str, unit: Unit | None) -> None:
    """Denied unless `by` may write that kind of record of `unit` today (contracts 6)."""
    if by.may("write", model, "all"):
        return
    if not by.may("write", model, "own"):
        raise Denied("Ông/bà không có quyền sửa loại hồ sơ này. Đề nghị liên hệ Phòng Nội vụ.")
    if unit is None or unit.pk not in by.unit_ids_today():
        raise Denied("Hồ sơ này không thuộc đơn vị của ông/bà. Đề nghị liên hệ Phòng Nội vụ.")


def can_write(by: Any, model: type[models.Model] | str, unit: Unit | None) -> bool:
    try:
        check_can_write(by, model, unit)
    except Denied:
        return False
    return True


def check_can_move(by: Any, official: Official, to_unit: Unit) -> None:
    """A commune officer may post its own people in its own unit only; a move between units is the district's act."""
    check_can_write(by, Official, official.unit or to_unit)
    check_can_write(by, Official, to_unit)


# Facts that rest on a decision of a higher office: posts, salary, awards, final ratings (contracts 6).
DECISION_BASED = {
    "officials.Appointment",
    "officials.SalaryStep",
    "officials.RetirementStep",
    "officials.RotationStep",
    "assessments.Award",
    "assessments.Evaluation",
}


def proposes_only(by: Any, model: type[models.Model], unit: Unit | None) -> bool:
    """True when `by` may only propose such rows of `unit` today; one query, none for who decides or for other kinds."""
    if unit is None or model._meta.label not in DECISION_BASED or by.may("write", model, "all"):
        return False
    day = today()
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return ProposalPeriod._base_manager.filter(in_force, unit=unit, starts_on__lte=day).exists()


def check_can_propose(by: Any, model: type[models.Model], unit: Unit | None) -> None:
    """Denied unless `by` may read such rows of `unit` and send proposals for it: one asks only about what one sees."""
    if not any(by.may("read", model, extent) for extent in ("all", "own")):
        raise Denied("Ông/bà không có quyền xem loại hồ sơ này. Đề nghị liên hệ Phòng Nội vụ.")
    check_can_write(by, "officials.Proposal", unit)


def may_propose(by: Any, model: type[models.Model], unit: Unit | None) -> bool:
    """True for a unit's officer who may ask the district about such rows; who decides writes instead of asking."""
    if by.may("write", "officials.Proposal", "all"):
        return False
    try:
        check_can_propose(by, model, unit)
    except Denied:
        return False
    return True


def check_can_decide(by: Any, model: type[models.Model], unit: Unit | None) -> None:
    """Denied when such rows of `unit` may only be proposed by `by` today."""
    if proposes_only(by, model, unit):
        raise Denied(
            "Đơn vị đang ở chế độ chỉ đề nghị: chức danh, lương, khen thưởng, xếp loại do Phòng Nội vụ quyết định."
        )
