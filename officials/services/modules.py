"""Switching a part of the system on and off: an act of the administrator, with a reason, in the audit of settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from foundation import audit
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.forms import day_text
from foundation.ids import new_public_id
from foundation.models import AuditArea
from foundation.versions import save_changes
from officials.models import ModulePeriod


def _check(by: Any) -> None:
    if not by.may("write", ModulePeriod, "all"):
        raise Denied("Chỉ quản trị hệ thống được bật, tắt phần này.")


@transaction.atomic
def switch_on(*, by: Any, module: str, starts_on: date, ends_on: date | None, reason: str) -> ModulePeriod:
    """Switch a part on from a day. One event `switch_module_on`.

    Errors: Denied; Refused without a reason, for days out of order, when it is on in that time already.
    """
    _check(by)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do bật.", field="reason")
    if ends_on is not None and ends_on < starts_on:
        raise Refused(f"Ngày cuối phải từ ngày {day_text(starts_on)} trở đi.", field="ends_on")
    audit.take_turn()  # two administrators at once must not make two periods of one time
    overlap = ModulePeriod.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), module=module, is_stopped=False
    )
    if ends_on is not None:
        overlap = overlap.filter(starts_on__lte=ends_on)
    if overlap.exists():
        raise Refused("Phần này đang bật trong thời gian đó.", field="starts_on")
    period = ModulePeriod(
        public_id=new_public_id(ModulePeriod.id_letter),
        module=module,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
    )
    period.full_clean()
    period.save(force_insert=True)
    audit.record(
        by=by,
        action="switch_module_on",
        obj=period,
        changes=audit.created_values(period, ["module", "starts_on", "ends_on", "reason"]),
        reason=period.reason,
        summary=str(period),
        area=AuditArea.SETTINGS,
    )
    return period


def switch_off(period: ModulePeriod, *, by: Any, reason: str, version: int) -> bool:
    """Switch a part off at once; what was entered stays, closed to everybody. One event `switch_module_off`.

    Errors: Denied; Refused without a reason or when it is off already; StaleVersion.
    """
    _check(by)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do tắt.", field="reason")
    day = today()
    if period.is_stopped or (period.ends_on is not None and period.ends_on < day):
        raise Refused("Phần này đã tắt.")
    return save_changes(
        period,
        changes={
            "is_stopped": True,
            "stopped_because": reason.strip(),
            "ends_on": max(period.starts_on, day),
        },
        version=version,
        by=by,
        reason=reason,
        action="switch_module_off",
        summary=str(period),
        area=AuditArea.SETTINGS,
    )
