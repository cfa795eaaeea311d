"""Tiêu chí, chỉ tiêu: the catalogue; and "Cách tính và nguồn số liệu" of one figure, by a stable link."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.charts import Break, ChartSpec, Series
from foundation.components import Crumb, Row
from foundation.formats import vi_numbers
from officials.law import verification_label
from officials.models import Official
from officials.references import benchmarks_of
from reports.access import explain_for
from reports.indicators import Indicator, indicators
from reports.indicators.composition import composition
from reports.indicators.documents import CHAPTERS
from reports.indicators.explain import Explanation
from reports.indicators.model import figure, omitted
from reports.views.charts import LEAST_CHANGE, trend_title
from reports.views.choice import Choice, read_choice
from reports.views.criteria import criteria_tabs
from reports.views.figures import Figures, method_url
from reports.views.reading import read_figures
from reports.views.theory import benchmark_lines

PEOPLE_SHOWN = 100
TOO_FEW = "Số liệu này được che vì số người quá ít; nêu ra có thể làm lộ thông tin của từng người."
RESTRICTED = "Số liệu này chỉ dành cho người được xem thông tin này của từng người."
PARTS = {"tu_so": "numerator_ids", "chua_ro": "unknown_ids", "mau_so": "denominator_ids"}


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every indicator with its figure for the chosen scope over three years."""
    choice = read_choice(request, own_first=True, standpoints=True, closable=True)
    figures = read_figures(choice, None, by=(choice.scope.level,))
    scope = choice.code(choice.base)
    chapters: dict[str, list[dict[str, Any]]] = {}
    for indicator in indicators:
        chapters.setdefault(CHAPTERS[indicator.code[0]], []).append(
            {
                "code": indicator.code,
                "title": indicator.title,
                "unit": indicator.unit,
                "is_part": "." in indicator.code,
                "needs": indicator.needs,
                "verified": "" if indicator.verified == "read" else verification_label(indicator.verified),
                "url": method_url(indicator.code, choice),
                "cells": [figures.text(indicator.code, year, scope) for year in choice.years],
            }
        )
    context = choice.context() | {
        "chapters": list(chapters.items()),
        "shown_years": choice.years,
        "omitted": list(omitted),
        "tabs": criteria_tabs("reports:catalogue", choice),
    }
    return render(request, "reports/catalogue.html", context)


@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    """How one figure comes about, how far it can be believed, over time, among units, and whom it counts."""
    if figure(code) is None:
        raise Http404
    choice = read_choice(request, own_first=True, standpoints=True, closable=True)
    scope = choice.code(choice.base)
    told = explain_for(request.user, code, scope, choice.year, years=choice.years, snapshot=choice.snapshot)
    indicator, say = told.indicator, choice.snapshot.standpoint.dated
    figures = read_figures(choice, [code], by=("town", "area", "unit"))
    hidden = figures.is_hidden(code, choice.year, scope)
    part = request.GET.get("nguoi", "tu_so")
    value = figures.value_text(code, choice.year, scope)
    context = choice.context() | {
        "indicator": indicator,
        "value": value,
        "formula": say(indicator.formula),
        "note": say(indicator.note),
        "n": figures.text(code, choice.year, scope).removeprefix(value).strip(),
        "is_hidden": hidden,
        "hidden_reason": RESTRICTED if indicator.restricted else TOO_FEW,
        "facts": [] if hidden or indicator.needs else _facts(told, choice),
        "source": _source(told, choice),
        "series": _series(told, figures, choice),
        "composition": _composition(told, choice),
        "chart": _chart(indicator, figures, choice),
        "units": _units(indicator, figures, choice),
        "benchmarks": benchmark_lines(choice, benchmarks_of(code), with_ours=False),
        "breaks": [found for found in indicator.breaks if choice.years[0] < found.year <= choice.year],
        "people": None if hidden or indicator.needs else _people(request, told, part),
        "crumbs": [Crumb("Tiêu chí, chỉ tiêu đánh giá", reverse("reports:catalogue")), Crumb(code)],
    }
    return render(request, "reports/method.html", context)


def _facts(told: Explanation, choice: Choice) -> list[Row]:
    """The counts behind the figure and what is not known."""
    indicator, row, say = told.indicator, told.row, choice.snapshot.standpoint.dated
    rows = [Row("Tử số", vi_numbers.number(row["numerator"]), note=say(indicator.numerator_text))]
    if row["denominator"] is not None:
        rows.append(
            Row("Mẫu số", vi_numbers.number(row["denominator"]), note=say(indicator.denominator_text))
        )
    rows.append(Row("Chưa có số liệu", f"{vi_numbers.number(row['unknown'])} {indicator.unknown_counted}"))
    if told.bounds is not None:
        low, high = vi_numbers.percent(told.bounds.low), vi_numbers.percent(told.bounds.high)
        rows.append(
            Row("Tỷ lệ thật nằm trong khoảng", low if low == high else f"{low} đến {high}",
                note="Tính mọi người chưa rõ là không, rồi là có.")
        )  # fmt: skip
    if row["ci_low"] is not None:
        low, high = vi_numbers.percent(row["ci_low"]), vi_numbers.percent(row["ci_high"])
        rows.append(
            Row("Biến động ngẫu nhiên nếu lặp lại", f"{low} đến {high}",
                note="Khoảng Wilson 95%. Số liệu là toàn bộ, không phải mẫu.")
        )  # fmt: skip
    return rows


def _source(told: Explanation, choice: Choice) -> list[Row]:
    rows = [
        Row("Nguồn của định nghĩa", told.source),
        Row("Tình trạng kiểm chứng", told.verified_label),
        Row("Nguồn số liệu", f"Hồ sơ trong hệ thống, ngày {choice.day:%d/%m/%Y}"),
        Row("Phiên bản số liệu", vi_numbers.number(told.data_version)),
    ]
    if told.regime:
        rows.insert(0, Row("Quy định áp dụng cho năm", told.regime))
    return rows


def _series(told: Explanation, figures: Figures, choice: Choice) -> list[dict[str, str]]:
    scope, code = choice.code(choice.base), told.indicator.code
    changes = {change.to_year: change for change in told.comparison.changes}
    lines = []
    for year in choice.years:
        change = changes.get(year)
        shown = change is not None and not any(figures.is_hidden(code, y, scope) for y in (year - 1, year))
        lines.append(
            {
                "year": str(year),
                "text": figures.text(code, year, scope),
                "difference": vi_numbers.signed(change.difference, 1 if told.indicator.kind == "mean" else 0)
                if change and shown and told.indicator.kind not in ("ratio", "rate")
                else vi_numbers.DASH,
                "pct": vi_numbers.percent(change.pct) if change and shown else vi_numbers.DASH,
                "points": vi_numbers.points(change.points) if change and shown else vi_numbers.DASH,
                "break": change.series_break if change else "",
            }
        )
    return lines


def _composition(told: Explanation, choice: Choice) -> dict[str, Any] | None:
    """The change since the first year shown, divided by who stayed, came, left; only with the people behind it, since
    each part tells of few."""
    if told.numerator_ids is None or told.indicator.needs:
        return None
    first = choice.years[0]
    found = composition(choice.snapshot, told.indicator, told.scope, first, choice.year)
    if found is None:
        return None
    unit = " điểm %" if told.indicator.is_percent else f" {told.indicator.unit}"
    places = 0 if told.indicator.kind == "count" else 2

    def text(value: float) -> str:
        return f"{vi_numbers.signed(value, places)}{unit}"

    return {
        "first": choice.snapshot.day(first),
        "total": text(found.change),
        "lines": [
            ("Người có mặt cả hai thời điểm", found.n_stayers, text(found.stayers)),
            ("Người mới đến", found.n_entrants, text(found.entrants)),
            ("Người đã đi", found.n_leavers, text(found.leavers)),
            ("Sắp xếp đơn vị", found.n_reorganised, text(found.reorganisation)),
        ],
    }


def _decimals(indicator: Indicator) -> int:
    return 0 if indicator.kind == "count" else 2 if indicator.kind == "ratio" else 1


def _chart_title(indicator: Indicator, figures: Figures, choice: Choice) -> str:
    """How the figure of the chosen scope went from the first year to the last."""
    scope, years, decimals = choice.code(choice.base), choice.years, _decimals(indicator)
    return trend_title(
        indicator.title if choice.base == "all" else f"{indicator.title} ({choice.scope.label})",
        figures.series(indicator.code, years, scope),
        years,
        unit="điểm %" if indicator.is_percent else "",
        least=LEAST_CHANGE if indicator.is_percent else 0.5 * 10**-decimals,
        decimals=decimals,
        hidden=any(figures.is_hidden(indicator.code, year, scope) for year in (years[0], years[-1])),
    )


def _chart(indicator: Indicator, figures: Figures, choice: Choice) -> ChartSpec:
    base = [scope for scope in choice.offered if scope.level != "unit" or scope.code == choice.base]
    tones = ("muted", "group-1", "group-2", "group-3", "group-4", "primary")
    series = [
        Series(
            scope.label,
            figures.series(indicator.code, choice.years, choice.code(scope.code)),
            "primary" if scope.code == choice.base else tones[place % len(tones)],  # type: ignore[arg-type]
            [figures.n_text(indicator.code, year, choice.code(scope.code)) for year in choice.years],
        )
        for place, scope in enumerate(base)
    ]
    series = [s for s in series if any(value is not None for value in s.values)]
    highest = max((float(v) for s in series for v in s.values if v is not None), default=0.0)
    if indicator.kind == "count":
        series = [s for s in series if s.name == choice.scope.label.partition(":")[0]] or series[:1]
    return ChartSpec(
        code="dien-bien",
        title=_chart_title(indicator, figures, choice),
        kind="line",
        categories=[str(year) for year in choice.years],
        series=series,
        unit="%" if indicator.is_percent else "",
        maximum=100 if indicator.is_percent and highest > 90 else None,
        decimals=_decimals(indicator),
        breaks=[
            Break(str(found.year), found.text)
            for found in indicator.breaks
            if choice.years[0] < found.year <= choice.year
        ],
        category_name="Năm",
        source=choice.snapshot.standpoint.dated("Nguồn: hồ sơ trong hệ thống, ngày 31/12 mỗi năm."),
    )


def _units(indicator: Indicator, figures: Figures, choice: Choice) -> list[dict[str, Any]]:
    """The figure of every scope the reader gets, units from the highest down."""
    code, year = indicator.code, choice.year
    wide = [scope for scope in choice.offered if scope.level != "unit"]
    units = [scope for scope in choice.offered if scope.level == "unit"]
    values = {scope.code: figures.value(code, year, choice.code(scope.code)) for scope in units}
    units.sort(key=lambda scope: (values[scope.code] is None, -(values[scope.code] or 0.0)))
    lines = []
    for scope in [*wide, *units]:
        full = choice.code(scope.code)
        row = figures.row(code, year, full)
        has_interval = row is not None and isinstance(row["ci_low"], int | float)
        lines.append(
            {
                "label": scope.label,
                "url": method_url(code, choice, scope=scope.code),
                "text": figures.text(code, year, full),
                "value": figures.value(code, year, full) if indicator.is_percent else None,
                "interval": f"{vi_numbers.percent(row['ci_low'])} – {vi_numbers.percent(row['ci_high'])}"
                if row is not None and has_interval
                else "",
                "is_wide": scope.level != "unit",
                "is_chosen": scope.code == choice.base,
            }
        )
    return lines


def may_see_people(user: Any, indicator: Indicator) -> bool:
    """True when the reader may read, of a person, every field the figure rests on."""
    return (
        user.may("read", Official, "own") or user.may("read", Official, "all")
        if not indicator.fields
        else all(user.may_see_field(apps.get_model(label), name) for label, name in indicator.fields)
    )


def _people(request: HttpRequest, told: Explanation, part: str) -> dict[str, Any] | None:
    """The people behind the figure, for a reader who may read the facts it rests on; None otherwise."""
    if not may_see_people(request.user, told.indicator):
        return None
    part = part if part in PARTS else "tu_so"
    ids = getattr(told, PARTS[part])
    if ids is None:
        return None
    people = Official.objects.visible_to(request.user).filter(public_id__in=ids).select_related("unit")
    shown = [
        {"name": official.full_name, "url": official.get_absolute_url(), "unit": str(official.unit or "")}
        for official in people[:PEOPLE_SHOWN]
    ]
    n_visible = people.count()
    titles = {"tu_so": "Được tính", "chua_ro": "Chưa có số liệu", "mau_so": "Toàn bộ số người xét"}
    return {
        "part": part,
        "tabs": [(key, titles[key], len(getattr(told, name) or ())) for key, name in PARTS.items()
                 if getattr(told, name) is not None],
        "shown": shown,
        "n_found": len(ids),
        "n_more": n_visible - len(shown),
        "n_elsewhere": max(len(ids) - n_visible, 0),
    }  # fmt: skip
