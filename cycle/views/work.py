"""Việc cần xử lý: one page of what waits for whoever opens it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cycle.rights import works_with_records
from cycle.work import Waiting, of_unit, units_of, waiting_for
from foundation.components import Chip, query
from foundation.dates import today
from foundation.scope import demand_membership
from officials.models import Unit

SOURCE_PARAMETER, UNIT_PARAMETER = "loai", "don_vi"
SHOWN = 8  # of each kind until one kind is chosen: the page stays one screen however much waits


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """`/viec/?loai=<source>&don_vi=<unit>`: what waits, by kind, the most urgent first."""
    user: Any = request.user
    demand_membership(user)
    if not works_with_records(user):
        raise PermissionDenied
    everything = waiting_for(user, today())
    units = _units(user, everything)
    unit = next((unit for unit in units if unit.public_id == request.GET.get(UNIT_PARAMETER)), None)
    waiting = of_unit(everything, unit.public_id) if unit else everything
    chosen = next((each for each in waiting if each.source.code == request.GET.get(SOURCE_PARAMETER)), None)
    names = {row.public_id: row.full_name for row in units}
    context = {
        "groups": [_group(request, each, names, whole=chosen is not None) for each in ([chosen] if chosen else waiting)],
        "total": sum(len(each.items) for each in waiting),
        "late": sum(each.late for each in waiting),
        "chips": _chips(request, waiting, chosen),
        "units": units,
        "unit_id": unit.public_id if unit else "",
        "source_code": chosen.source.code if chosen else "",
        "day": today(),
    }  # fmt: skip
    return render(request, "cycle/work.html", context)


def _units(user: Any, waiting: list[Waiting]) -> list[Unit]:
    """The units a reader of all may choose: those that have something waiting."""
    if not user.may("read", Unit, "all"):
        return []
    return list(Unit.objects.visible_to(user).filter(public_id__in=units_of(waiting)))


def _group(request: HttpRequest, waiting: Waiting, names: dict[str, str], *, whole: bool) -> dict[str, Any]:
    shown = waiting.items if whole else waiting.items[:SHOWN]
    return {
        "title": waiting.source.title,
        "code": waiting.source.code,
        "n": len(waiting.items),
        "late": waiting.late,
        "items": [(item, names.get(item.unit, "")) for item in shown],
        "more": len(waiting.items) - len(shown),
        "url": query(request.GET, **{SOURCE_PARAMETER: waiting.source.code}),
    }


def _chips(request: HttpRequest, waiting: list[Waiting], chosen: Waiting | None) -> list[Chip]:
    everything = query(request.GET, **{SOURCE_PARAMETER: None})
    chips = [Chip("Tất cả", everything, chosen is None, sum(len(each.items) for each in waiting))]
    for each in waiting:
        is_chosen = each is chosen
        url = everything if is_chosen else query(request.GET, **{SOURCE_PARAMETER: each.source.code})
        chips.append(Chip(each.source.title, url, is_chosen, len(each.items)))
    return chips
