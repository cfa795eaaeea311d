"""Which files lack what: units first, then the people of one, the emptiest first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Crumb, query
from foundation.dates import today
from foundation.finding import visible_or_404
from foundation.formats.vi_numbers import number
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from officials.completeness import (
    CountedFact,
    FileState,
    completeness_of,
    counted_facts,
    in_post,
    may_see,
    missing_by_unit,
    states_of,
)
from officials.completeness_shown import meter, missing_links
from officials.models import Official, PersonalFile, Unit
from officials.views.officials import EXPORTS

UNIT, FACT = "don_vi", "thieu"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/ho-so/day-du/?don_vi=<unit>&thieu=<fact>`: units by completeness, or the people of one unit."""
    demand_right(request.user, "read", PersonalFile)
    if not may_see(request.user):
        raise PermissionDenied
    fact = counted_facts.get(request.GET.get(FACT, ""))
    units = list(Unit.objects.visible_to(request.user).existing_on(today()).order_by("name", "pk"))
    wanted = request.GET.get(UNIT, "")
    unit = next((one for one in units if one.public_id == wanted), None)
    if wanted and unit is None:
        # An earlier or another unit: not there for who may not see it, else simply without people today.
        unit = visible_or_404(Unit.objects.all(), request.user, public_id=wanted)
    if unit is None and len(units) == 1:
        unit = units[0]
    if request.GET.get("xuat") in EXPORTS and request.method == "GET":
        return _export(request, unit, units, fact)
    context = {
        "fact": fact,
        "facts": [(one.code, f"{one.label[:1].upper()}{one.label[1:]} ({one.no})") for one in counted_facts],
        "unit": unit,
        "units": units,
        "several": len(units) > 1,
        "day": today(),
        "n_facts": len(counted_facts),
        "exports": [(kind, query(request.GET, xuat=kind)) for kind in EXPORTS],
        "crumbs": _crumbs(request, whole=unit is not None and len(units) > 1),
        **(_people(request, unit, fact) if unit is not None else _units(request, units, fact)),
    }
    return render(request, "officials/completeness.html", context)


def _crumbs(request: HttpRequest, *, whole: bool) -> list[Crumb]:
    """`whole`: of one unit among several, so that the list of them stands above."""
    found = [Crumb("Hồ sơ cán bộ, công chức", reverse("officials:list"))]
    return [*found, Crumb("Mức đầy đủ của hồ sơ", request.path)] if whole else found


def _units(request: HttpRequest, units: list[Unit], fact: CountedFact | None) -> dict[str, Any]:
    """Units, the emptiest first; with a fact, those where most people lack it first."""
    found = completeness_of(units)
    lacking = missing_by_unit(units, fact) if fact is not None else {}
    lines: list[dict[str, Any]] = [
        {
            "unit": unit,
            "url": query(request.GET, **{UNIT: unit.public_id}),
            "people": number(found[unit.pk][1] // len(counted_facts)),
            "meter": meter(*found[unit.pk]) if found[unit.pk][1] else None,
            "lacking": number(lacking[unit.pk]) if fact is not None else "",
            "key": (-lacking.get(unit.pk, 0), _share(found[unit.pk]), unit.name),
        }
        for unit in units
    ]
    lines.sort(key=lambda line: line["key"])
    filled, expected = (sum(pair[place] for pair in found.values()) for place in (0, 1))
    return {"lines": lines, "whole": meter(filled, expected) if expected else None}


def _share(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1] if pair[1] else 2.0  # a unit without people stands last


def _states(request: HttpRequest, units: list[Unit], fact: CountedFact | None) -> list[FileState]:
    rows = Official.objects.visible_to(request.user).filter(unit__in=units).select_related("unit")
    states = states_of(in_post(rows))
    return [state for state in states if fact is None or fact in state.missing]


def _people(request: HttpRequest, unit: Unit, fact: CountedFact | None) -> dict[str, Any]:
    states = _states(request, [unit], fact)
    return {
        "whole": meter(sum(s.n_filled for s in states), sum(s.n_expected for s in states))
        if states and fact is None
        else None,
        "people": [
            {
                "official": state.official,
                "meter": meter(state.n_filled, state.n_expected),
                "missing": missing_links(state),
            }
            for state in states
        ],
    }


def _export(
    request: HttpRequest, unit: Unit | None, units: list[Unit], fact: CountedFact | None
) -> HttpResponse:
    """The people shown, with what each file lacks; the names of facts, never their values."""
    states = _states(request, [unit] if unit is not None else units, fact)
    rows = [
        [
            state.official.full_name,
            str(state.official.unit or ""),
            state.n_filled,
            state.n_expected,
            state.pct,
            "; ".join(f"{one.label} (mục {one.no})" for one in state.missing),
        ]
        for state in states
    ]
    sheet = Sheet(
        title="Mức đầy đủ của hồ sơ cán bộ, công chức",
        unit_line=unit.full_name if unit is not None else "",
        columns=[
            Column("Họ và tên", width=26),
            Column("Đơn vị", width=22),
            Column("Mục đã có", "int"),
            Column("Số mục", "int"),
            Column("Tỷ lệ %", "percent"),
            Column("Mục còn thiếu", width=60),
        ],
        rows=rows,
        day=today(),
        notes=[f"Chỉ những người thiếu: {fact.label}."] if fact is not None else [],
    )
    kind: Any = request.GET["xuat"]
    return download(
        by=request.user, sheet=sheet, kind=kind, name="Mức đầy đủ hồ sơ", detail=f"{len(rows)} người"
    )
