"""The own account: who one is here, what one may do, and the API token."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from rest_framework.authtoken.models import Token

from accounts.forms import MailForm
from accounts.models import Membership, User
from accounts.services import tokens
from accounts.services.mail import set_mail_address
from foundation.components import Row
from foundation.dates import today


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """`/tai-khoan/`."""
    return _page(request)


def _page(request: HttpRequest, form: MailForm | None = None) -> HttpResponse:
    user: Any = request.user
    context = {
        "rows": [
            Row("Tên đăng nhập", user.username),
            Row("Họ và tên, bộ phận", user.full_name),
            Row("Vai trò", user.role_label),
            Row("Xã, phường", str(user.own_unit) if user.own_unit else None),
        ],
        "memberships": memberships_of(user),
        "token": Token.objects.filter(user=user).first(),
        "mail_form": form or MailForm(initial={"mail_address": user.mail_address}),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """`/tai-khoan/nhac-viec/`: where the daily mail goes; empty = none."""
    form = MailForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    address = form.cleaned_data["mail_address"]
    set_mail_address(by=request.user, address=address)
    messages.success(request, "Đã lưu địa chỉ nhận nhắc việc." if address else "Đã thôi nhận thư nhắc việc.")
    return redirect("accounts:account")


@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """`/tai-khoan/ma-api/`: make, replace (`act=make`) or delete (`act=delete`) the API token; shown this once."""
    user: Any = request.user
    if request.POST.get("act") == "delete":
        if tokens.delete_token(by=user):
            messages.success(request, "Mã API đã được xóa.")
        return redirect("accounts:account")
    return render(request, "accounts/token.html", {"key": tokens.make_token(by=user)})


def memberships_of(user: User) -> list[dict[str, Any]]:
    """All roles of a user, those in force first; `state` says since or until when."""
    rows = user.memberships.select_related("unit").order_by("-starts_on", "pk")
    return sorted(
        ({"row": row, "role": row.get_role_display(), "state": _state(row)} for row in rows),
        key=lambda entry: entry["state"] != "in_force",
    )


def _state(row: Membership) -> str:
    day = today()
    if row.starts_on > day:
        return "to_come"
    return "ended" if row.ends_on is not None and row.ends_on < day else "in_force"
