"""Accounts: made, renamed, switched off and on by the administrator."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.checks import check_admin_remains, check_can_manage, check_not_own
from accounts.models import Membership, User
from accounts.services.passwords import end_access
from foundation import audit, vn_text
from foundation.dates import today
from foundation.errors import Refused
from foundation.models import AuditArea
from foundation.versions import save_changes

CHANGEABLE = ("full_name", "is_active")


@transaction.atomic
def create_user(
    *, by: Any, username: str, full_name: str, password: str, must_change_password: bool = True
) -> User:
    """Make an account without any right yet (`add_membership` gives it one).

    `username` is kept in lower case. Errors: Denied; ValidationError by field; a weak password under `password`.
    """
    check_can_manage(by)
    user = User(
        username=vn_text.nfc(username).lower(),
        full_name=vn_text.nfc(full_name),
        must_change_password=must_change_password,
    )
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError({"username": "Tên đăng nhập này đã có người dùng."})
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    user.set_password(password)
    user.full_clean()
    user.save()
    changes = audit.created_values(user, ["username", "full_name", "must_change_password"])
    audit.record(
        by=by, action="create", obj=user, changes=changes, summary=str(user), area=AuditArea.SETTINGS
    )
    return user


@transaction.atomic
def change_user(*, by: Any, user: User, changes: dict[str, Any], version: int, reason: str = "") -> User:
    """Change the name of an account, or switch it off or on (`is_active`).

    Switched off, its sessions and API token end at once; switched on again, it needs a new sign-in. Errors: Denied
    (also for switching the own account), Refused (last administrator), StaleVersion, ValidationError.
    """
    check_can_manage(by)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise Refused(f"Không thay đổi được: {', '.join(sorted(unknown))}.")
    if "full_name" in changes:
        changes = changes | {"full_name": vn_text.nfc(changes["full_name"])}
    switched = "is_active" in changes and changes["is_active"] != user.is_active
    if switched:
        check_not_own(by, user)
        if not changes["is_active"] and user.memberships.on(today()).filter(role=Membership.Role.ADMIN):
            check_admin_remains(without=user, day=today())
    action = "change"
    if switched:
        action = "activate" if changes["is_active"] else "deactivate"
    any_user: Any = user
    save_changes(
        any_user,
        changes=changes,
        version=version,
        by=by,
        reason=reason,
        action=action,
        summary=str(user),
        area=AuditArea.SETTINGS,
    )
    if switched:
        end_access(user)
    return user
