"""The tabs over the pages of administration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.checks import manages_accounts, reads_audit
from foundation.components import Tab


def administration_tabs(request: HttpRequest) -> list[Tab]:
    """Accounts, audit, readings: those the reader may open; none when there is only one."""
    user: Any = request.user
    found = []
    if manages_accounts(user):
        found.append(("Tài khoản", reverse("accounts:users")))
        found.append(("Chỉ đề nghị", reverse("accounts:proposal-periods")))
        found.append(("Phần mặc định tắt", reverse("accounts:modules")))
    if reads_audit(user):
        found.append(("Nhật ký thay đổi", reverse("accounts:audit")))
    if user.may("read", "audit.all", "all"):
        found.append(("Nhật ký truy cập", reverse("accounts:audit-access")))
    if len(found) < 2:
        return []
    here = max((url for _, url in found if request.path.startswith(url)), key=len, default="")
    return [Tab(label, url, active=url == here) for label, url in found]
