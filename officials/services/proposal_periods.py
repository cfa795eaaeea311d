"""The times in which a unit only proposes: the administrator's setting, each act with its event."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from foundation import audit
from foundation.errors import Denied, Refused
from foundation.ids import new_public_id
from foundation.models import AuditArea
from foundation.scope import unscoped
from foundation.versions import save_changes
from officials.models import ProposalPeriod, Unit


@transaction.atomic
def set_period(*, by: Any, unit: Unit, starts_on: date, ends_on: date | None, reason: str) -> ProposalPeriod:
    """Let a unit only propose from a day on. Errors: Denied, Refused (it does already in that time), ValidationError."""
    if not by.may("write", ProposalPeriod, "all"):
        raise Denied("Chế độ chỉ đề nghị do quản trị hệ thống đặt.")
    period = ProposalPeriod(
        public_id=new_public_id(ProposalPeriod.id_letter),
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    Unit._base_manager.select_for_update(of=("self",)).get(pk=unit.pk)
    if ends_on is not None and ends_on < starts_on:
        raise Refused("Ngày kết thúc không được trước ngày bắt đầu.", field="ends_on")
    later = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    same_time = ProposalPeriod._base_manager.filter(later, unit=unit)
    if ends_on is not None:
        same_time = same_time.filter(starts_on__lte=ends_on)
    if same_time.exists():
        raise Refused("Đơn vị đã ở chế độ chỉ đề nghị trong thời gian này.", field="starts_on")
    with unscoped("a new period"):
        period.full_clean()
        period.save(force_insert=True)
    audit.record(
        by=by,
        action="set_proposals_only",
        obj=period,
        unit=unit,
        changes=audit.created_values(period, ["unit", "starts_on", "ends_on", "reason"]),
        reason=reason,
        summary=str(period),
        area=AuditArea.SETTINGS,
    )
    return period


@transaction.atomic
def end_period(period: ProposalPeriod, *, by: Any, ends_on: date, version: int) -> bool:
    """Let a time end with `ends_on`, its last day. Errors: Denied, Refused, StaleVersion."""
    if not by.may("write", ProposalPeriod, "all"):
        raise Denied("Chế độ chỉ đề nghị do quản trị hệ thống đặt.")
    if ends_on < period.starts_on:
        raise Refused("Ngày kết thúc không được trước ngày bắt đầu.", field="ends_on")
    with unscoped("one period"):
        return save_changes(
            period,
            changes={"ends_on": ends_on},
            version=version,
            by=by,
            unit=period.unit,
            action="end_proposals_only",
            summary=str(period),
            area=AuditArea.SETTINGS,
        )
