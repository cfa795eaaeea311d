"""Who may change which record: `check_can_x` raises Denied with the reason, `can_x` answers for templates."""

from __future__ import annotations

from typing import Any

from django.db import models

from foundation.errors import Denied
from officials.models import Official, Unit


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
