"""Marks requests, so that unscoped reads raise; answers 403, 409 or 503 where a service or the database says no.

A wrong verb gets a page to read, and pages are kept out of caches.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers

from foundation.contention import is_contention
from foundation.errors import Denied
from foundation.jobs import Busy
from foundation.scope import in_request
from foundation.views import errors


class RequestScopeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            # No text of ours holds a NUL, and PostgreSQL refuses it in a comparison.
            raise BadRequest("NUL in the address")
        with in_request():
            response = self.get_response(request)
            if getattr(response, "streaming", False) is False and hasattr(response, "render"):
                response = response if response.is_rendered else response.render()  # type: ignore[attr-defined]
            if isinstance(response, HttpResponseNotAllowed) and not request.path.startswith("/api/"):
                response = errors.wrong_verb(request, response)
        if not request.path_info.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            add_never_cache_headers(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Busy):
            return errors.busy(request, exception)
        if isinstance(exception, OperationalError) and is_contention(exception):
            return errors.contended(request)
        return errors.denied(request, exception) if isinstance(exception, Denied) else None
