"""Error pages in Vietnamese, with a reference number that also stands in the log."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from foundation import contention
from foundation.jobs import Busy

logger = logging.getLogger("kinhmon.errors")


def _page(request: HttpRequest, status: int, detail: str = "", **more: str) -> HttpResponse:
    reference = f"{status}-{secrets.token_hex(4)}"
    if status >= 500:
        logger.error("reference %s path %s", reference, request.path)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": detail or "Có lỗi xảy ra.", "reference": reference}, status=status)
    context = {"reference": reference, "detail": detail, "status": status, **more}
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, 400)


def denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, 403, str(exception) if exception else "")


def wrong_verb(request: HttpRequest, answer: HttpResponseNotAllowed) -> HttpResponse:
    """A page instead of the bare 405 that somebody gets who opens or reloads the address of a form's act."""
    page = _page(request, 405, link_url=_page_above(request.path))
    page["Allow"] = answer["Allow"]
    return page


def _page_above(path: str) -> str:
    """The nearest address above `path` that leads somewhere: the page that holds the form; `/` at the latest."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            resolve(f"{path}/")
        except Resolver404:
            continue
        return f"{path}/"
    return "/"


def busy(request: HttpRequest, fault: Busy) -> HttpResponse:
    return _page(request, 409, str(fault), link_url=fault.url)


def contended(request: HttpRequest) -> HttpResponse:
    """Another writer stood in the way: nothing was written, and the same may be sent again."""
    answer = _page(request, 503, contention.SAID)
    answer["Retry-After"] = str(contention.RETRY_AFTER)
    return answer


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "Phiên làm việc đã hết hạn. Đề nghị tải lại trang rồi gửi lại.")
