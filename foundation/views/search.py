"""The search at the top of every page: people, units, indicators, reports; only what one may see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation import vn_text
from foundation.registries import search_sources

LIMIT = 10
SHORTEST = 2


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    if not getattr(request.user, "has_membership", False):
        raise Http404
    text = vn_text.nfc(request.GET.get("q", ""))[:100].replace("\x00", "")
    groups = []
    if len(text) >= SHORTEST:
        for source in search_sources:
            hits = source.find(request.user, text, LIMIT + 1)
            if hits:
                groups.append({"title": source.title, "hits": hits[:LIMIT], "has_more": len(hits) > LIMIT})
    context = {"text": text, "groups": groups, "limit": LIMIT, "too_short": 0 < len(text) < SHORTEST}
    return render(request, "foundation/search.html", context)
