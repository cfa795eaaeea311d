"""One page a unit and one a khu: its figures beside the town, where it lies among the others, gaps, findings, doubts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.charts import ChartSpec, Series
from foundation.components import Crumb, Tone, query
from foundation.dates import year_end
from foundation.formats.vi_numbers import number, percent
from officials.law import NormValue, norms_on
from reports.comparison import FunnelPoint, funnel_codes
from reports.comparison.funnel import EMPTY, HIGH, LOW, WATCH, WITHIN
from reports.comparison.funnel import HIDDEN as POINT_HIDDEN
from reports.index.model import COMPONENTS, Component
from reports.index.reading import index_for
from reports.indicators.model import indicators
from reports.scopes import Scope, scopes_of
from reports.views import charts
from reports.views.choice import Choice, read_choice
from reports.views.figures import Figures, method_url
from reports.views.findings import top_findings
from reports.views.panels import beside
from reports.views.profile_links import COMPARED, profile_url
from reports.views.questions import credibility_said
from reports.views.reading import read_figures, read_funnel

CODES = (
    "A2", "A4", "A6", "A9", "B2", "B3", "C2u", "C2s", "C3", "C4.trung_cap", "E2", "E3", "E4", "F2", "G1", "G2",
    "E5", "E6", "E7", "G3.units", "H1", "H3",
)  # fmt: skip
DRAWN = "C2u"
WORDS: dict[str, tuple[str, Tone]] = {
    WITHIN: ("trong mức ngẫu nhiên", ""),
    WATCH: ("cần theo dõi thêm", "quiet"),
    LOW: ("thấp, khó do ngẫu nhiên", "warning"),
    HIGH: ("cao, khó do ngẫu nhiên", "info"),
    POINT_HIDDEN: ("được che", ""),
    EMPTY: ("chưa có số liệu", ""),
}


@dataclass(frozen=True)
class Line:
    """One indicator: the years of the place, its khu and the town, the gap in words, where it lies among the others."""

    title: str
    cells: Sequence[tuple[str, str, str]]
    gap: str
    place: str
    limits: str
    tone: Tone


@dataclass(frozen=True)
class Gap:
    """One component of the composite index against its target. `lacking` in people, "" where that cannot be said."""

    title: str
    value: str
    target: str
    gap: str
    lacking: str
    basis: str
    url: str
    is_met: bool


@require_safe
def unit_profile(request: HttpRequest, public_id: str) -> HttpResponse:
    """A unit in a year; a year in which it did not stand leads to the last one in which it did."""
    return _profile(request, f"unit:{public_id}", "reports:unit-profile", public_id)


@require_safe
def area_profile(request: HttpRequest, name: str) -> HttpResponse:
    """A khu with its units."""
    return _profile(request, f"area:{name}", "reports:area-profile", name)


def _profile(request: HttpRequest, code: str, route: str, key: str) -> HttpResponse:
    choice = read_choice(request, closable=True)
    scope = next((found for found in choice.offered if found.code == code), None)
    if scope is None:
        standing = [year for year in choice.year_options if _stands(choice, code, year)]
        if not standing:
            raise Http404
        return redirect(f"{reverse(route, args=[key])}?nam={standing[0]}")
    choice = replace(choice, scope=_with_group(choice, scope))
    khu = _khu_of(choice, scope)
    drawn = set(funnel_codes())  # of what else there are no limits
    figures, peers = _read(choice, scope, khu, drawn)
    context = choice.context() | {
        "profile": scope,
        "scope_groups": [],
        "crumbs": _crumbs(choice, khu),
        "heads": _heads(choice, khu),
        "shown_years": choice.years,
        "lines": [_line(choice, figures, peers if item in drawn else None, khu, item) for item in CODES],
        "charts": [_trend(choice, figures, khu), *charts.overview_charts(figures, choice)[:2]],
        "gaps": _gaps(choice, figures),
        "findings": top_findings(choice),
        "credibility": credibility_said(choice),
        "credibility_url": f"{reverse('reports:credibility')}{choice.carried()}",
        "n_people": figures.count("A1", choice.year, choice.code(scope.code)),
        "units": _units(choice, peers),
        "unit_heads": list(COMPARED.values()),
        "people_url": f"{reverse('officials:unit-detail', args=[key])}?nam={choice.year}"
        if scope.unit >= 0
        else "",
        "comparison_url": f"{reverse('reports:comparison')}{query(QueryDict(), nam=choice.year, nhom=choice.group or None)}",
        "overview_url": f"{reverse('reports:overview')}{choice.address()}",
    }
    return render(request, "reports/profile.html", context)


def _stands(choice: Choice, code: str, year: int) -> bool:
    return any(
        scope.code == code
        for scope in scopes_of(choice.snapshot, year, ("area", "unit"), ("",), choice.units)
    )


def _with_group(choice: Choice, scope: Scope) -> Scope:
    """The same place, of the chosen group of people."""
    found = scopes_of(choice.snapshot, choice.year, (scope.level,), (choice.group,), choice.units)
    return next(item for item in found if item.code == choice.code(scope.code))


def _khu_of(choice: Choice, scope: Scope) -> Scope | None:
    """The khu a unit lies in; None for a khu itself and for a unit without one."""
    area = choice.snapshot.units.area[scope.unit] if scope.unit >= 0 else -1
    return next((item for item in choice.offered if area >= 0 and item.area == area), None)


def _read(choice: Choice, scope: Scope, khu: Scope | None, drawn: set[str]) -> tuple[Figures, Figures]:
    """The years of the place, its khu and the town; and the year of all units or khu, to compare with."""
    near = {choice.code(code) for code in (scope.code, "all", *([khu.code] if khu else []))}
    codes = sorted(
        {
            *CODES,
            *charts.CODES,
            "A1",
            *(code for item in COMPONENTS for code in item.codes if _is_listed(code)),
        }
    )
    figures = read_figures(choice, codes, by=("town", "area", "unit"), only=near)
    wide = sorted({*COMPARED, "A1", *drawn.intersection(CODES)})
    return figures, read_figures(choice, wide, by=("town", "area", "unit"), years=[choice.year])


def _is_listed(code: str) -> bool:
    return code in indicators


def _crumbs(choice: Choice, khu: Scope | None) -> list[Crumb]:
    town = next(scope for scope in choice.offered if scope.level == "town")
    crumbs = [Crumb("Tổng quan", profile_url(town, choice))]
    return [*crumbs, Crumb(khu.label, profile_url(khu, choice))] if khu else crumbs


def _heads(choice: Choice, khu: Scope | None) -> list[str]:
    return [*map(str, choice.years), *(["Khu"] if khu else []), "Thị xã"]


def _line(choice: Choice, figures: Figures, peers: Figures | None, khu: Scope | None, code: str) -> Line:
    here, year = choice.code(choice.base), choice.year
    around = [scope for scope in (khu.code if khu else "", "all") if scope]
    mine, whole = figures.value(code, year, here), figures.value(code, year, choice.code("all"))
    point = _point(choice, peers, code) if peers else None
    word, tone = WORDS[point.verdict] if point else ("", "")
    limits = ""
    if point and point.n and point.limits[0] < point.limits[1]:
        limits = f"{percent(100 * point.limits[0])} – {percent(100 * point.limits[1])}"
    texts = [
        *((figures.text(code, when, here), method_url(code, choice, year=when)) for when in choice.years),
        *((figures.text(code, year, choice.code(at)), method_url(code, choice, scope=at)) for at in around),
    ]
    return Line(
        title=indicators[code].title,
        cells=[(head, *cell) for head, cell in zip(_heads(choice, khu), texts, strict=True)],
        gap=beside(None if mine is None or whole is None else mine - whole, code),
        place=word,
        limits=limits,
        tone=tone,
    )


def _point(choice: Choice, peers: Figures, code: str) -> FunnelPoint | None:
    """Where the place lies among its like around the town's share."""
    spread = read_funnel(choice, code, peers, choice.scope.level)
    here = choice.code(choice.base)
    return next((point for point in spread.points if point.scope == here), None) if spread else None


def _trend(choice: Choice, figures: Figures, khu: Scope | None) -> ChartSpec:
    """The share with a university degree of the place, its khu and the town."""
    here, years = choice.code(choice.base), choice.years
    shown = [(choice.scope.label.partition(":")[0], choice.base, "primary")]
    shown += [(khu.label, khu.code, "group-1")] if khu else []
    shown.append(("Toàn thị xã", "all", "muted"))
    mine, whole = (
        figures.value(DRAWN, choice.year, here),
        figures.value(DRAWN, choice.year, choice.code("all")),
    )
    gap = (
        ""
        if mine is None or whole is None
        else f", {beside(mine - whole, DRAWN)} thị xã".replace(" điểm % thị xã", " điểm % so với thị xã")
    )
    return ChartSpec(
        code="dai-hoc",
        title=charts.trend_title("Đại học trở lên", figures.series(DRAWN, years, here), years) + gap,
        subtitle=f"{indicators[DRAWN].title}, 31/12 từng năm.",
        kind="line",
        categories=[str(year) for year in years],
        series=[
            Series(label, figures.series(DRAWN, years, choice.code(code)), tone,  # type: ignore[arg-type]
                   [figures.n_text(DRAWN, year, choice.code(code)) for year in years])
            for label, code, tone in shown
        ],
        unit="%",
        decimals=1,
        maximum=100,
        category_name="Năm",
        source=f"Nguồn: hồ sơ trong hệ thống, 31/12/{choice.year}.",
        method_url=method_url(DRAWN, choice),
    )  # fmt: skip


def _gaps(choice: Choice, figures: Figures) -> list[Gap]:
    """Every component of the index that the reader gets here, against its dated target; what is not met comes first."""
    norms = choice.snapshot.memo(("norms", choice.year), lambda: norms_on(year_end(choice.year)))
    index = index_for(choice.request.user, choice.snapshot, choice.year)
    here = next((item for item in index.scopes if item.scope == choice.base), None)
    found = []
    for component in COMPONENTS:
        value, target = (here.values.get(component.code) if here else None), norms.get(component.target_norm)
        if value is not None and target is not None:
            found.append(_gap(choice, figures, component, value, target))
    return sorted(found, key=lambda gap: gap.is_met)


def _gap(choice: Choice, figures: Figures, component: Component, value: float, target: NormValue) -> Gap:
    code, aim = component.codes[0], float(target.value)
    sign, places = ("%", 1) if target.unit == "%" else ("", 2)
    scope = f"{choice.base}|group:{component.group}" if component.group else choice.base
    lacking, row = "", figures.row(code, choice.year, scope)
    is_of_people = component.is_drawn and code in indicators and indicators[code].counted == "người"
    if value < aim and is_of_people and row and isinstance(row["denominator"], int):
        lacking = f"{number(math.ceil(round((aim - value) / 100 * row['denominator'], 6)))} người"
    return Gap(
        title=component.title,
        value=f"{number(value, places)}{sign}",
        target=f"{number(aim, places if aim % 1 else 0)}{sign}",
        gap="đạt" if value >= aim else f"còn thiếu {number(aim - value, places)}{' điểm %' if sign else ''}",
        lacking=lacking,
        basis=f"{target.basis} ({target.verified_label})",
        url=method_url(code, choice) if code in indicators else "",
        is_met=value >= aim,
    )


def _units(choice: Choice, peers: Figures) -> list[dict[str, Any]]:
    """The units of a khu in the order of the list, with the six figures; of a unit none."""
    if choice.scope.area < 0:
        return []
    inside = [
        scope
        for scope in choice.offered
        if scope.unit >= 0 and choice.snapshot.units.area[scope.unit] == choice.scope.area
    ]
    return [
        {
            "label": scope.label,
            "url": profile_url(scope, choice),
            "people": number(peers.count("A1", choice.year, choice.code(scope.code))),
            "cells": [
                (
                    head,
                    peers.text(code, choice.year, choice.code(scope.code)),
                    method_url(code, choice, scope=scope.code),
                )
                for code, head in COMPARED.items()
            ],
        }
        for scope in inside
    ]
