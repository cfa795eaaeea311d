"""Nghiệp vụ hằng năm: the pages of the year's work, each registered by the room it belongs to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.registries import YearlyPage, yearly_pages
from foundation.scope import demand_right
from officials.models import Official


@require_safe
def yearly(request: HttpRequest) -> HttpResponse:
    """`/nghiep-vu/`: what this user does over the year, by group, in the order of the registry.

    A group stands once, where its first page stands, though floors register its pages with other orders.
    """
    user: Any = request.user
    demand_right(user, "read", Official)
    groups: dict[str, list[tuple[YearlyPage, str]]] = {}
    for page in yearly_pages:
        if page.may_see(user):
            groups.setdefault(page.group, []).append((page, reverse(page.url_name)))
    return render(request, "cycle/yearly.html", {"groups": list(groups.items())})
