"""What the frame of every page shows: menu, working day, synthetic band."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from foundation.dates import today
from foundation.registries import menu_items, top_links

_synthetic_checks: list[Callable[[], bool]] = []
_synthetic_known: dict[str, float | bool] = {"until": 0.0, "answer": False}


def register_synthetic_check(check: Callable[[], bool]) -> None:
    """`check()` says whether the records are synthetic (registered by the floor that owns them)."""
    if check not in _synthetic_checks:
        _synthetic_checks.append(check)


def records_are_synthetic() -> bool:
    """True when any record is synthetic: then every page, export and document says so.

    Asked on every page, so the answer is kept for `SYNTHETIC_CHECK_SECONDS`.
    """
    now = time.monotonic()
    if now >= _synthetic_known["until"]:
        _synthetic_known["answer"] = any(check() for check in _synthetic_checks)
        _synthetic_known["until"] = now + settings.SYNTHETIC_CHECK_SECONDS
    return bool(_synthetic_known["answer"])


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "top_links": SimpleLazyObject(lambda: _top_links(request)),
        "is_synthetic": SimpleLazyObject(records_are_synthetic),
        "working_day": today(),
        "is_demo": settings.DEMO,
    }


@cache
def _address(url_name: str) -> str:
    return reverse(url_name)


def _top_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The links of the top bar: without counts, which would cost every page the queries of all work that waits."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [
        {
            "label": item.label,
            "url": (url := _address(item.url_name)),
            "icon": item.icon,
            "active": request.path == url,
        }
        for item in top_links
        if item.may_see(user)
    ]


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries = []
    held: list[dict[str, Any]] = []
    for item in menu_items:
        if not item.may_see(user):
            continue
        url = _address(item.url_name)
        entries.append(
            {
                "label": item.label,
                "url": url,
                "icon": item.icon,
                "count": item.count(request) if item.count else None,
                "active": request.path == url or (url != "/" and request.path.startswith(url)),
            }
        )
        if any(request.path.startswith(_address(name)) for name in item.holds()):
            held.append(entries[-1])
    if held and not any(entry["active"] for entry in entries):
        held[0]["active"] = True
    return entries
