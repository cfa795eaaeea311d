"""Who is not signed in goes to the sign-in page; who must change the password goes to that page first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_MAY_WITHOUT_CHANGE = {"accounts:password", "accounts:sign-out"}


class SignInMiddleware(LoginRequiredMiddleware):
    """As Django's, but an htmx request gets `HX-Redirect` (never a sign-in page inside a table cell; 401 where
    a form was sent, so that the page keeps what was typed), and a form
    sent after the session ended leads back to the page of the form. Views of the API answer 401 themselves."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None:
            return answer
        if request.user.is_authenticated and request.user.must_change_password:
            return _to_password_page(request, view_func)
        return None

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true" and request.method not in ("GET", "HEAD"):
            # The form stays on the page with what was typed; static/js/app.js says how to go on.
            return HttpResponse(status=401)
        return _go(request, f"{reverse('accounts:sign-in')}{_next(request)}")


def _to_password_page(request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase | None:
    match = request.resolver_match
    if match is None or match.view_name in _MAY_WITHOUT_CHANGE:
        return None
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Đề nghị đổi mật khẩu trước khi sử dụng."}, status=403)
    if not getattr(view_func, "login_required", True):
        return None
    return _go(request, reverse("accounts:password"))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _next(request: HttpRequest) -> str:
    """`?next=` the page to come back to: the one asked for, or the one the form or fragment stands on."""
    if request.headers.get("HX-Request") == "true":
        page = request.headers.get("HX-Current-URL", "")
    elif request.method in ("GET", "HEAD"):
        page = request.get_full_path()
    else:
        page = request.headers.get("Referer", "")
    if not page or not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(page)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "" if path in ("", "/") else "?" + urlencode({"next": path})
