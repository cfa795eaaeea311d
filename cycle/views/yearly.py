"""Nghiệp vụ hằng năm: the pages of the year's work, each registered by the room it belongs to."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.registries import yearly_pages
from foundation.scope import demand_right
from officials.models import Official


@require_safe
def yearly(request: HttpRequest) -> HttpResponse:
    """`/nghiep-vu/`: what this user does over the year, by group, in the order of the registry."""
    user: Any = request.user
    demand_right(user, "read", Official)
    pages = [(page, reverse(page.url_name)) for page in yearly_pages if page.may_see(user)]
    groups = [(group, list(found)) for group, found in groupby(pages, key=lambda pair: pair[0].group)]
    return render(request, "cycle/yearly.html", {"groups": groups})
