"""Who may do what to accounts. Each check raises `Denied` or `Refused` with the reason in Vietnamese."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import Membership, User
from foundation.errors import Denied, Refused

AUDIT_READERS = ("audit.all", "audit.records", "audit.settings", "audit.own")


def manages_accounts(user: Any) -> bool:
    """True for the administrator."""
    return bool(user.may("read", "accounts.User", "all"))


def reads_audit(user: Any) -> bool:
    """True when `user` may read some part of the audit; which part, `foundation.history.visible_events` decides."""
    return any(user.may("read", kind, "all") or user.may("read", kind, "own") for kind in AUDIT_READERS)


def check_can_manage(by: Any) -> None:
    """Only the administrator (or a command) may change accounts."""
    if not by.may("write", "accounts.User", "all"):
        raise Denied("Chỉ quản trị hệ thống được quản lý tài khoản.")


def check_not_own(by: Any, user: User) -> None:
    """Nobody changes what they themselves may do."""
    if by.pk is not None and by.pk == user.pk:
        raise Denied("Ông/bà không tự thay đổi quyền của chính mình. Đề nghị nhờ một quản trị hệ thống khác.")


def check_admin_remains(*, without: User, day: date) -> None:
    """After `day` someone besides `without` must be administrator without an end in sight."""
    others = (
        Membership.objects.filter(Q(ends_on__isnull=True), role=Membership.Role.ADMIN, user__is_active=True)
        .filter(starts_on__lte=day)
        .exclude(user=without)
    )
    if not others.exists():
        raise Refused("Đây là quản trị hệ thống cuối cùng. Đề nghị giao quyền quản trị cho người khác trước.")
