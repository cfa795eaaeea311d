"""What the audit keeps of signing in: who, from where, whether it worked. Never a password.

A name that belongs to no account is not written down: people type their password into the wrong box.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from foundation import audit
from foundation.models import AuditArea


@dataclass(frozen=True)
class Unknown:
    """Stands as the actor of a failed attempt under a name that no account has."""

    username: str = "?"
    full_name: str = "Không rõ"
    role: str = ""


@transaction.atomic
def note_sign_in(*, by: User, address: str) -> None:
    audit.record(by=by, action="sign_in", obj=by, summary=_from(address), area=AuditArea.SIGN_IN)


@transaction.atomic
def note_sign_out(*, by: User, address: str) -> None:
    audit.record(by=by, action="sign_out", obj=by, summary=_from(address), area=AuditArea.SIGN_IN)


@transaction.atomic
def note_failure(*, username: str, address: str, locked: bool) -> None:
    """One wrong password; `locked` when it was the one that closed the door for a while."""
    user = User.objects.filter(username=username).first()
    action = "sign_in_locked" if locked else "sign_in_failed"
    audit.record(
        by=user or Unknown(), action=action, obj=user, summary=_from(address), area=AuditArea.SIGN_IN
    )


def _from(address: str) -> str:
    return f"Từ địa chỉ {address}." if address else ""
