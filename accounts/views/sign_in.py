"""Signing in and out, and the own password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import PasswordForm, SignInForm
from accounts.services import passwords, sign_in
from accounts.throttle import client_address
from foundation.errors import Refused
from foundation.registries import menu_items
from foundation.versions import errors_by_field

COOL_OFF_SECONDS = 900


def first_page_of(user: Any) -> str:
    """Where `user` starts: the first entry of the menu; without any right, the own account page."""
    for item in menu_items:
        if item.may_see(user):
            return reverse(item.url_name)
    return reverse("accounts:account")


@method_decorator([login_not_required, sensitive_post_parameters("password")], name="dispatch")
class SignIn(LoginView):
    """`/dang-nhap/`: fields `username` and `password`, and `next` within this site."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return first_page_of(self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sign_in.note_sign_in(by=form.get_user(), address=client_address(self.request))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        _note_failure(self.request, form.data.get("username", ""))
        return super().form_invalid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """`/dang-xuat/`."""
    if request.user.is_authenticated:
        sign_in.note_sign_out(by=request.user, address=client_address(request))
    logout(request)
    messages.success(request, "Ông/bà đã đăng xuất.")
    return redirect("accounts:sign-in")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """`/doi-mat-khau/`: the own password; the current one is asked, and guessing it is throttled too."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, "Mật khẩu đã được đổi. Các phiên đăng nhập khác và mã API đã kết thúc.")
        return redirect(first_page_of(request.user))
    return render(request, "accounts/password.html", {"form": form})


def _changed(request: HttpRequest, form: Form) -> bool:
    user: Any = request.user
    current = form.cleaned_data["current_password"]
    if authenticate(request, username=user.username, password=current) is None:
        _note_failure(request, user.username)
        form.add_error("current_password", "Mật khẩu hiện tại không đúng.")
        return False
    try:
        changed = passwords.change_own_password(
            by=user, current=current, password=form.cleaned_data["new_password"]
        )
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    except ValidationError as error:
        for texts in errors_by_field(error).values():
            for text in texts:
                form.add_error("new_password", text)
        return False
    update_session_auth_hash(request, changed)
    return True


def _note_failure(request: HttpRequest, username: str) -> None:
    """Write the failure down once: not for a form that was not tried, nor for tries at a closed door."""
    counted = getattr(request, "axes_failures_since_start", None) is not None
    if counted:
        locked = bool(getattr(request, "axes_locked_out", False))
        sign_in.note_failure(username=username, address=client_address(request), locked=locked)


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The answer at a closed door (django-axes calls it): 429 with the time to wait, the API's in JSON."""
    if request.path.startswith("/api/"):
        detail = "Sai mật khẩu quá nhiều lần. Đề nghị thử lại sau 15 phút."
        return JsonResponse({"detail": detail}, status=429, headers={"Retry-After": COOL_OFF_SECONDS})
    response = render(request, "accounts/locked_out.html", {"minutes": COOL_OFF_SECONDS // 60}, status=429)
    response["Retry-After"] = COOL_OFF_SECONDS
    return response
