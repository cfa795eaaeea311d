"""Where a user wants the daily mail; nobody else sets it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation import audit
from foundation.models import AuditArea


@transaction.atomic
def set_mail_address(*, by: Any, address: str) -> bool:
    """Set (or, with "", take away) the own address; True when it changed. One audit event, which does not repeat it.

    Errors: ValidationError for what is no address.
    """
    if by.mail_address == address:
        return False
    by.mail_address = address
    by.full_clean(exclude=["password"])
    by.save(update_fields=["mail_address"])
    audit.record(
        by=by,
        action="set_mail_address",
        obj=by,
        summary="Nhận thư nhắc việc" if address else "Thôi nhận thư nhắc việc",
        area=AuditArea.SETTINGS,
    )
    return True
