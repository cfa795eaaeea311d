"""The eligibility sheet of a person: each condition, its article, the facts used, met or not; printable."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Crumb
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from foundation.sensitivity import SENSITIVE, field_class
from officials.dossier import dossier_of
from officials.eligibility import HIDDEN, Candidate, Sheet, sheets_of
from officials.law import valid_posts
from officials.models import Official, Post
from officials.views.records import note_sensitive

POST_PARAMETER = "chuc_danh"


@require_safe
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/ho-so/<mã>/dieu-kien/?chuc_danh=`: the four questions, for the post chosen (else the one held)."""
    demand_right(request.user, "read", Official)
    official: Official = visible_or_404(
        Official.objects.select_related("unit"), request.user, public_id=public_id
    )
    dossier = dossier_of(request, official)
    posts = _posts(official, dossier.day)
    wanted = request.GET.get(POST_PARAMETER, "")
    held = dossier.primary.post if dossier.primary else None
    post = next((one for one in posts if one.code == wanted), held)
    candidate = Candidate(dossier, post)
    sheets = sheets_of(candidate)
    if request.method == "GET":
        _note(request, official, sheets)
    context = {
        "official": official,
        "day": dossier.day,
        "post": post,
        "posts": posts,
        "sheets": sheets,
        "crumbs": [
            Crumb("Hồ sơ cán bộ, công chức", reverse("officials:list")),
            Crumb(official.full_name, official.get_absolute_url()),
        ],
    }
    return render(request, "officials/eligibility.html", context)


def _posts(official: Official, day: Any) -> list[Post]:
    """The posts a unit of that kind has on the day; every post for who belongs to no unit."""
    if official.unit is None:
        return list(Post.objects.all())
    return valid_posts(official.unit.kind, day)


def _note(request: HttpRequest, official: Official, sheets: list[Sheet]) -> None:
    """Sensitive facts that were shown are noted (contracts 6)."""
    shown = {
        guard.model._meta.verbose_name
        for one in sheets
        for line in one.lines
        for guard in line.guards
        if line.status != HIDDEN and field_class(guard.model, guard.fact) == SENSITIVE
    }
    if shown:
        note_sensitive(request, official, "Điều kiện: " + ", ".join(sorted(str(name) for name in shown)))
