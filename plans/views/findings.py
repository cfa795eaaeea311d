"""One finding through all runs: that day's figures each time, its causes, what usually helps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Crumb
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from plans.checks import can_say_causes
from plans.models import KnownFinding
from plans.reading import causes_of, history_of
from plans.views.shown import heading_of, line_of


@require_safe
def finding_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/giai-phap/han-che/<mã>/`."""
    demand_right(request.user, "read", KnownFinding)
    known = visible_or_404(KnownFinding.objects.all(), request.user, public_id=public_id)
    lines = [line_of(told) for told in history_of(request.user, known)]
    last_found = next((line for line in lines if line.told.row.state != "gone"), None)
    context = {
        "known": known,
        "heading": heading_of(known),
        "latest": lines[0] if lines else None,
        "shown": last_found,
        "lines": lines,
        "causes": causes_of(request.user, known),
        "may_say": can_say_causes(request.user),
        "crumbs": crumbs_of(),
    }
    return render(request, "plans/finding.html", context)


def crumbs_of(known: KnownFinding | None = None) -> list[Crumb]:
    """The way back; above a form a short one, which stays on one line of a phone."""
    if known is not None:
        return [
            Crumb("Theo dõi hạn chế", reverse("plans:runs")),
            Crumb("Hạn chế này", known.get_absolute_url()),
        ]
    return [
        Crumb("Hạn chế, giải pháp", reverse("reports:findings")),
        Crumb("Theo dõi qua các lần chạy", reverse("plans:runs")),
    ]
