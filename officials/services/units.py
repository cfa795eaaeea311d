"""Settings of a unit that the district keeps: its class, and how many officials it was given from which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from foundation.errors import Refused
from foundation.forms import day_text
from foundation.scope import unscoped
from foundation.versions import save_changes
from officials.checks import check_can_write
from officials.models import Unit, UnitQuota
from officials.services import records


@transaction.atomic
def change_unit_class(*, by: Any, unit: Unit, unit_class: str, version: int, reason: str) -> bool:
    """Set the class of a unit. Errors: Denied; Refused without a reason; StaleVersion; ValidationError."""
    check_can_write(by, Unit, unit)
    if not reason.strip():
        raise Refused("Đề nghị nêu căn cứ.", field="reason")
    with unscoped("one unit whose writer's right has been checked"):
        return save_changes(
            unit,
            changes={"unit_class": unit_class},
            version=version,
            by=by,
            unit=unit,
            reason=reason,
            action="correct",
            summary=f"Loại đơn vị của {unit}",
        )


@transaction.atomic
def add_quota(*, by: Any, unit: Unit, facts: dict[str, Any], key: str = "") -> UnitQuota:
    """A number given from a day; the open one before it ends the day before. Errors: Denied, Refused (another number
    holds in that time), ValidationError. One event, two when an earlier number is ended.
    """
    check_can_write(by, UnitQuota, unit)
    Unit._base_manager.select_for_update(of=("self",)).get(pk=unit.pk)
    with unscoped("the numbers given to one unit"):
        if not UnitQuota.objects.filter(
            unit=unit, starts_on=facts["starts_on"], total=facts["total"]
        ).exists():
            _end_open(by, unit, facts["starts_on"])
            refuse_overlap(unit, facts["starts_on"], facts.get("ends_on"))
        return records.add(UnitQuota, by=by, unit=unit, facts=facts, key=key)


@transaction.atomic
def change_quota(row: UnitQuota, *, by: Any, changes: dict[str, Any], version: int, reason: str = "") -> bool:
    """Correct a number in place. Errors: Denied, Refused, StaleVersion, ValidationError."""
    check_can_write(by, UnitQuota, row.unit)
    with unscoped("the numbers given to one unit"):
        refuse_overlap(
            row.unit,
            changes.get("starts_on", row.starts_on),
            changes.get("ends_on", row.ends_on),
            besides=row,
        )
        return records.change(row, by=by, changes=changes, version=version, reason=reason)


def _end_open(by: Any, unit: Unit, starts_on: date) -> None:
    open_rows = UnitQuota.objects.filter(unit=unit, ends_on__isnull=True, starts_on__lt=starts_on)
    for row in open_rows:
        last_day = date.fromordinal(starts_on.toordinal() - 1)
        records.change(row, by=by, changes={"ends_on": last_day}, version=row.version)


def refuse_overlap(
    unit: Unit, starts_on: date, ends_on: date | None, *, besides: UnitQuota | None = None
) -> None:
    """Refused when two numbers would hold on one day."""
    rows = UnitQuota.objects.filter(unit=unit).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        rows = rows.filter(starts_on__lte=ends_on)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    other = rows.order_by("starts_on").first()
    if other is not None:
        until = day_text(other.ends_on) if other.ends_on else "nay"
        raise Refused(
            f"Thời gian này trùng với số {other.total} người được giao từ {day_text(other.starts_on)} đến {until}. "
            "Đề nghị kiểm tra lại ngày.",
            field="starts_on",
        )
