"""The API token of an account: one at a time, shown once, ended with the account's access."""

from __future__ import annotations

from django.db import transaction
from rest_framework.authtoken.models import Token

from accounts.models import User
from foundation import audit
from foundation.errors import Denied
from foundation.models import AuditArea


@transaction.atomic
def make_token(*, by: User) -> str:
    """Make the own API token, ending the earlier one; the text is returned this once. Errors: Denied."""
    if not by.has_membership:
        raise Denied("Tài khoản chưa được phân quyền nên chưa tạo được mã API.")
    replaced, _ = Token.objects.filter(user=by).delete()
    token = Token.objects.create(user=by)
    action = "replace_token" if replaced else "make_token"
    audit.record(by=by, action=action, obj=by, summary=str(by), area=AuditArea.SETTINGS)
    return token.key


@transaction.atomic
def delete_token(*, by: User) -> bool:
    """End the own API token; False when there was none."""
    deleted, _ = Token.objects.filter(user=by).delete()
    if deleted:
        audit.record(by=by, action="delete_token", obj=by, summary=str(by), area=AuditArea.SETTINGS)
    return bool(deleted)
