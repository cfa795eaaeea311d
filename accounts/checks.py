"""Who may do what to accounts. Each check raises `Denied` or `Refused` with the reason in Vietnamese."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import Membership, User
from foundation.errors import Denied, Refused


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
