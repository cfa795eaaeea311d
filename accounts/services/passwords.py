"""Passwords: made at random, set by the administrator, changed by their owner."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import password_validation
from django.db import transaction
from django.db.models import F
from rest_framework.authtoken.models import Token

from accounts.checks import check_can_manage
from accounts.models import User
from foundation import audit
from foundation.errors import Denied, Refused
from foundation.models import AuditArea

# Without letters and digits that are taken for each other on paper (0 O, 1 l I).
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


def new_password() -> str:
    """A random password in four groups (79 bits), easy to read out: `k7mq-x2fp-9wta-h4ze`."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


@transaction.atomic
def set_password(*, by: Any, user: User, password: str, must_change: bool = True) -> User:
    """Give `user` a password; by the administrator. Their sessions and API token end.

    Errors: Denied, also for the own account (there the current password is asked); ValidationError for a weak one.
    """
    check_can_manage(by)
    if by.pk is not None and by.pk == user.pk:
        raise Denied("Ông/bà đổi mật khẩu của mình tại trang Đổi mật khẩu.")
    _store(user, password, must_change=must_change)
    audit.record(by=by, action="set_password", obj=user, summary=str(user), area=AuditArea.SETTINGS)
    return user


@transaction.atomic
def change_own_password(*, by: User, current: str, password: str) -> User:
    """Change the own password. Errors: Refused (wrong current one), ValidationError. Other sessions, token end."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if not user.check_password(current):
        raise Refused("Mật khẩu hiện tại không đúng.", field="current_password")
    if user.check_password(password):
        raise Refused("Mật khẩu mới phải khác mật khẩu hiện tại.", field="new_password")
    _store(user, password, must_change=False)
    audit.record(by=user, action="change_password", obj=user, summary=str(user), area=AuditArea.SIGN_IN)
    return user


def end_access(user: User) -> None:
    """End every session and the API token of `user` at once. Part of another act: writes no event of its own."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    Token.objects.filter(user=user).delete()


def _store(user: User, password: str, *, must_change: bool) -> None:
    password_validation.validate_password(password, user)
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    end_access(user)
