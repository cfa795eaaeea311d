"""The page "Chất lượng số liệu": what looks wrong in the records the reader works on, with the way to each person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from exchange.package.doubts import RULES, Doubt, find_doubts
from exchange.package.tables import BY_NAME
from foundation import audit
from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Chip, query
from foundation.scope import demand_right
from foundation.sensitivity import SENSITIVE, field_class
from officials.models import Official

KIND_PARAMETER = "loai"
_TITLES = {rule.code: rule.title for rule in RULES}


@dataclass(frozen=True)
class DoubtLine:
    """A doubt in the words of the page: the person, the unit, what kind, why, and where it is written."""

    official_name: str
    url: str
    unit_name: str
    kind: str
    message: str
    place: str


@require_safe
def data_quality(request: HttpRequest) -> HttpResponse:
    """`/du-lieu/chat-luong/?loai=<kind>`: the doubts of contracts 2, for those who can put the records right."""
    demand_right(request.user, "write", Official)
    doubts = find_doubts(request.user)
    kind = request.GET.get(KIND_PARAMETER, "")
    kind = kind if kind in _TITLES else ""
    shown = [doubt for doubt in doubts if doubt.code == kind or not kind]
    size = request.GET.get(SIZE_PARAMETER, "")
    per_page = int(size) if size in {str(number) for number in PAGE_SIZES} else PAGE_SIZES[1]
    page = Paginator(shown, per_page).get_page(request.GET.get(PAGE_PARAMETER))
    _note_sensitive_reading(request, list(page))
    context = {
        "page": page,
        "lines": [_line(doubt) for doubt in page],
        "chips": _chips(request, doubts, kind),
        "n_people": len({doubt.official_id for doubt in doubts}),
        "n_doubts": len(doubts),
    }
    return render(request, "exchange/data_quality.html", context)


def _line(doubt: Doubt) -> DoubtLine:
    spec = BY_NAME[doubt.table]
    return DoubtLine(
        official_name=doubt.official_name,
        url=reverse("officials:detail", args=[doubt.official_id]),
        unit_name=doubt.unit_name,
        kind=_TITLES[doubt.code],
        message=doubt.message,
        place=f"{spec.title}: {spec.by_name[doubt.column].label.lower()}",
    )


def _chips(request: HttpRequest, doubts: list[Doubt], kind: str) -> list[Chip]:
    """A filter for each kind that occurs."""
    counts = Counter(doubt.code for doubt in doubts)
    chips = []
    for code, title in _TITLES.items():
        if counts[code] or code == kind:
            wanted: Any = None if code == kind else code
            url = query(request.GET, **{KIND_PARAMETER: wanted, PAGE_PARAMETER: None})
            chips.append(Chip(title, url, active=code == kind, count=counts[code]))
    return chips


def _note_sensitive_reading(request: HttpRequest, shown: list[Doubt]) -> None:
    """That a person has a discipline is a sensitive fact; whose was shown is noted (contracts 6)."""
    people = {
        doubt.official_id
        for doubt in shown
        if field_class(BY_NAME[doubt.table].model, BY_NAME[doubt.table].by_name[doubt.column].field.name)
        == SENSITIVE
    }
    if people:
        audit.log_access(
            by=request.user,
            action="open_sensitive",
            detail="Chất lượng số liệu: " + ", ".join(sorted(people)),
        )
