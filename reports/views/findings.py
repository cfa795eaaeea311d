"""Hạn chế, giải pháp: what the rules found, with evidence; people decide (style 6)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.views.choice import Choice, read_choice

SHOWN_FIRST = 5


def top_findings(choice: Choice) -> dict[str, Any]:
    return {
        "shown": [],
        "total": 0,
        "n_missing": 0,
        "url": f"{reverse('reports:findings')}{choice.address()}",
    }


@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    choice = read_choice(request)
    return render(request, "reports/findings.html", choice.context())
