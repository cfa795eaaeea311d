"""Wrong passwords are counted before a password is checked (django-axes does the counting).

Five wrong ones for one account from one address close that pair for a quarter of an hour: others behind the same
address go on, and the owner can sign in from elsewhere. A hundred wrong ones from one address, whatever the
accounts, close the address.
"""

from __future__ import annotations

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """The address of the client. What the client itself says of it counts only behind our own proxy."""
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def account_key(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """What attempts are counted under: a keyed digest, since a password may stand in the wrong box."""
    typed = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    return key_of(str(typed))


def key_of(username: str) -> str:
    return salted_hmac("accounts.throttle", username, algorithm="sha256").hexdigest()


class Throttle(AxesDatabaseHandler):
    """The library's counting, and the limit of an address over all accounts."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        return (
            super().is_locked(request, credentials)
            or _failures_from(request) >= settings.FAILURES_PER_ADDRESS
        )


def _failures_from(request: Any) -> int:
    attempts = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
    )
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
