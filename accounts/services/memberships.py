"""Memberships: who holds which role where, from when to when. Given and ended, never overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.checks import check_admin_remains, check_can_manage, check_not_own
from accounts.models import Membership, User
from foundation import audit
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.models import AuditArea
from foundation.scope import unscoped
from foundation.versions import save_changes
from officials.models import Unit


def units_to_grant(*, by: Any, day: date) -> list[Unit]:
    """Units of `day` that a commune role can be given for; only for who gives roles. Errors: Denied."""
    check_can_manage(by)
    with unscoped("names of units, for giving a role"):
        return list(Unit.objects.existing_on(day))


@transaction.atomic
def add_membership(
    *,
    by: Any,
    user: User,
    role: str,
    unit: Any = None,
    starts_on: date,
    ends_on: date | None = None,
) -> Membership:
    """Give `user` a role (commune: of `unit`) from `starts_on` to `ends_on`, both days included.

    Errors: Denied (also for oneself), Refused when they hold it in that time already, ValidationError by field.
    """
    check_can_manage(by)
    check_not_own(by, user)
    User.objects.select_for_update().get(pk=user.pk)  # two equal requests queue here
    if role == Membership.Role.COMMUNE and unit is None:
        raise ValidationError({"unit": "Vai trò này cần chọn xã, phường."})
    if role != Membership.Role.COMMUNE and unit is not None:
        raise ValidationError({"unit": "Vai trò này là của toàn thị xã, không chọn xã, phường."})
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError({"ends_on": "Ngày kết thúc không được trước ngày bắt đầu."})
    row = Membership(
        public_id=new_public_id(Membership.id_letter),
        user=user,
        role=role,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    row.full_clean()
    overlapping = user.memberships.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), role=role, unit=unit
    )
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if overlapping.exists():
        raise Refused("Tài khoản này đã có vai trò đó trong thời gian này.", field="starts_on")
    row.save()
    audit.record(
        by=by,
        action="create",
        obj=row,
        unit=unit,
        changes=audit.created_values(row, ["user", "role", "unit", "starts_on", "ends_on"]),
        summary=f"{user}: {row}",
        area=AuditArea.SETTINGS,
    )
    user.__dict__.pop("memberships_today", None)
    return row


@transaction.atomic
def end_membership(
    *, by: Any, membership: Membership, ends_on: date, version: int, reason: str = ""
) -> Membership:
    """Let a role end with `ends_on`, its last day. It takes effect with the next request after that day.

    Errors: Denied (also for oneself), Refused (last administrator, day before the start), StaleVersion.
    """
    check_can_manage(by)
    check_not_own(by, membership.user)
    if ends_on < membership.starts_on:
        raise Refused("Ngày kết thúc không được trước ngày bắt đầu.", field="ends_on")
    if membership.role == Membership.Role.ADMIN:
        check_admin_remains(without=membership.user, day=ends_on)
    save_changes(
        membership,
        changes={"ends_on": ends_on},
        version=version,
        by=by,
        unit=membership.unit,
        reason=reason,
        action="end",
        summary=f"{membership.user}: {membership}",
        area=AuditArea.SETTINGS,
    )
    membership.user.__dict__.pop("memberships_today", None)
    return membership
