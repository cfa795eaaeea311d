"""Tổng quan: how many and who, how good, can it be believed, where is it weak, what is advised (ui.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from foundation.charts import Tile, TileGroup, shade_legend, shade_steps
from foundation.components import StatCard
from foundation.formats import vi_numbers
from foundation.registries import menu_items
from foundation.scope import demand_membership
from reports.comparison import Funnel, funnel_codes
from reports.indicators.model import indicators
from reports.views import charts, questions
from reports.views.choice import Choice, read_choice, reads_figures
from reports.views.figures import Figures, change_in_points, change_tone, method_url
from reports.views.findings import top_findings
from reports.views.profile_links import COMPARED, profile_url
from reports.views.reading import read_figures, read_funnel

# The indicators tiles may be coloured by: what a leader asks for first, one hue for all.
TILE_NAMES = {
    "C2u": "Đại học trở lên",
    "C2s": "Đạt chuẩn",
    "A2": "Có mặt / được giao",
    "E3": "Xuất sắc",
    "F2": "Được bồi dưỡng",
    "B3": "Sức khỏe I–II",
}
TILE_CODES = tuple(TILE_NAMES)


@dataclass(frozen=True)
class _Card:
    code: str
    title: str
    note: str = ""


CARDS = (
    _Card("A2", "Có mặt so với số được giao"),
    _Card("C2u", "Đại học trở lên"),
    _Card("C2s", "Đạt chuẩn trình độ chuyên môn"),
    _Card("B2", "Sức khỏe loại I–III, trong số đã khám"),
    _Card("E2", "Hoàn thành tốt nhiệm vụ trở lên", "trong số đã xếp loại"),
    _Card("F2", "Được bồi dưỡng trong năm"),
)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The first page of everyone who reads figures; others go to their own first page."""
    if not reads_figures(request.user):
        return _own_first_page(request)
    choice = read_choice(request, own_first=True, closable=True)
    codes = sorted({*COMPARED, *TILE_CODES, *charts.CODES, *questions.CODES, "B4", "E4"})
    figures = read_figures(choice, codes, by=("town", "area", "unit"))
    tile_code = request.GET.get("chi_tieu", TILE_CODES[0])
    tile_code = tile_code if tile_code in TILE_CODES else TILE_CODES[0]
    findings = top_findings(choice)
    spread = read_funnel(choice, tile_code if tile_code in funnel_codes() else TILE_CODES[0], figures)
    context = choice.context() | {
        "cards": [_card(figures, choice, card) for card in CARDS],
        "answers": questions.answers(choice, figures, findings, spread),
        "tiles": _tiles(figures, choice, tile_code, spread),
        "comparison": _comparison(figures, choice),
        "charts": charts.overview_charts(figures, choice),
        "findings": findings,
        "n_people": figures.count("A1", choice.year, choice.code(choice.base)),
        "n_units": sum(scope.level == "unit" for scope in choice.offered),
        "sees_all_units": choice.units is None,
    }
    return render(request, "reports/overview.html", context)


def _own_first_page(request: HttpRequest) -> HttpResponse:
    """For a role without figures (administrator, auditor): the first entry of its own menu."""
    demand_membership(request.user)
    entry = next((item for item in menu_items if item.may_see(request.user)), None)
    if entry is None:
        raise PermissionDenied
    return redirect(entry.url_name)


def _card(figures: Figures, choice: Choice, card: _Card) -> StatCard:
    scope = choice.code(choice.base)
    year, first = choice.year, choice.years[0]
    values = figures.series(card.code, choice.years, scope)
    change = change_in_points(values)
    indicator = indicators[card.code]
    value, n = figures.value_text(card.code, year, scope), figures.n_text(card.code, year, scope)
    if card.code == "A2":
        value, n = _present(figures, choice, scope)
    shown = [f"{y}: {figures.text(card.code, y, scope)}" for y in choice.years]
    return StatCard(
        title=card.title,
        value=value,
        n=f"({n})" if n and not n.startswith("/") else n,
        change="" if change is None else f"{vi_numbers.points(change)} so với {first}",
        change_trend="" if not change or abs(change) < 0.05 else "up" if change > 0 else "down",
        change_tone=change_tone(indicator.direction, None if change is None else round(change, 1)),
        note=_note(figures, choice, card, scope),
        tone="warning" if card.code in ("A2", "B2", "E2") else "",
        values=values,
        values_label=f"{card.title}: {'; '.join(shown)}",
        url=method_url(card.code, choice),
    )


def _present(figures: Figures, choice: Choice, scope: str) -> tuple[str, str]:
    row = figures.row("A2", choice.year, scope)
    if row is None or not row["denominator"]:
        return vi_numbers.number(figures.count("A1", choice.year, scope)), ""
    return vi_numbers.number(row["numerator"]), f"/ {vi_numbers.number(row['denominator'])}"


def _note(figures: Figures, choice: Choice, card: _Card, scope: str) -> str:
    """What must be read with the figure: who is missing from it."""
    year = choice.year
    if card.code == "A2":
        row = figures.row("A2", year, scope)
        if row is None or not row["denominator"]:
            return "chưa có số được giao"
        gap = row["denominator"] - row["numerator"]
        word = f"thiếu {gap}" if gap > 0 else f"dư {-gap}" if gap < 0 else "đủ"
        return f"{word} · {figures.value_text('A2', year, scope)}"
    if card.code == "B2":
        examined, everyone = figures.row("B4", year, scope), figures.count("A1", year, scope)
        if examined and not isinstance(examined["numerator"], dict) and everyone is not None:
            missing = everyone - examined["numerator"]
            return f"chưa khám {missing} người" if missing else ""
    if card.code == "E2":
        unrated = figures.count("E4", year, scope)
        return f"chưa xếp loại {unrated} người" if unrated else card.note
    return card.note


def _tiles(figures: Figures, choice: Choice, code: str, spread: Funnel | None) -> dict[str, Any] | None:
    """The town as tiles by khu, each leading to the unit's own page; None for a reader of one unit."""
    if choice.units is not None:
        return None
    beyond = None
    if spread is not None and spread.indicator.code == code:
        beyond = {point.scope for point in spread.beyond}
    units = [scope for scope in choice.offered if scope.level == "unit"]
    values = [figures.value(code, choice.year, choice.code(scope.code)) for scope in units]
    town = figures.value(code, choice.year, choice.code("all"))
    steps = shade_steps(values)
    area_names = choice.snapshot.units.area_names
    groups: dict[int, list[Tile]] = {}
    for scope, step in zip(units, steps, strict=True):
        row = figures.row(code, choice.year, choice.code(scope.code))
        tile = Tile(
            label=scope.label.removeprefix("Phường ").removeprefix("Xã "),
            text=figures.value_text(code, choice.year, choice.code(scope.code), 0),
            step=step,
            url=profile_url(scope, choice),
            outlined=_beyond_chance(row, town) if beyond is None else choice.code(scope.code) in beyond,
            detail=f"{scope.label}: {figures.text(code, choice.year, choice.code(scope.code))}",
        )
        groups.setdefault(int(choice.snapshot.units.area[scope.unit]), []).append(tile)
    named = [
        TileGroup(f"Khu {area_names[area]}" if area >= 0 else "Chưa xếp khu", tiles)
        for area, tiles in sorted(groups.items(), key=lambda item: (item[0] < 0, item[0]))
    ]
    return {
        "code": code,
        "title": _tile_title(figures, choice, code),
        "subtitle": f"{indicators[code].title}, 31/12/{choice.year}.",
        "groups": named,
        "legend": shade_legend(values),
        "town": figures.text(code, choice.year, choice.code("all")),
        "options": [(other, TILE_NAMES[other], choice.address(chi_tieu=other)) for other in TILE_CODES],
        "method_url": method_url(code, choice, scope="all"),
        "n": figures.n_text("A1", choice.year, choice.code("all"))
        or vi_numbers.number(figures.count("A1", choice.year, choice.code("all"))),
    }


def _beyond_chance(row: dict[str, Any] | None, town: float | None) -> bool:
    """For figures without a funnel: the 95 % interval of a unit's share leaves the town's value out (indicators 6.2)."""
    if row is None or town is None or not isinstance(row.get("ci_low"), int | float):
        return False
    return not row["ci_low"] <= town <= row["ci_high"]


def _tile_title(figures: Figures, choice: Choice, code: str) -> str:
    """What the tiles say: the khu that stands lowest, by the figure of the whole khu."""
    areas = [scope for scope in choice.offered if scope.level == "area"]
    known = [
        (value, scope.label)
        for scope in areas
        if (value := figures.value(code, choice.year, choice.code(scope.code))) is not None
    ]
    title = indicators[code].title
    if len(known) < 2 or round(min(known)[0], 1) == round(max(known)[0], 1):
        return f"{title}: các khu như nhau"
    return f"{min(known)[1]} thấp nhất, {max(known)[1].replace('Khu', 'khu')} cao nhất"


def _comparison(figures: Figures, choice: Choice) -> dict[str, Any]:
    """The six figures of the town, the khu and (own) unit side by side."""
    scopes = [scope for scope in choice.offered if scope.level != "unit"]
    if choice.units is not None:
        scopes += [scope for scope in choice.offered if scope.level == "unit"]
    elif choice.scope.level == "unit":
        scopes += [scope for scope in choice.offered if scope.code == choice.base]
    rows = [
        {
            "label": scope.label,
            "url": profile_url(scope, choice),
            "is_total": scope.level == "town",
            "is_chosen": scope.code == choice.base,
            "people": vi_numbers.number(figures.count("A1", choice.year, choice.code(scope.code))),
            "cells": [
                (
                    head,
                    figures.text(code, choice.year, choice.code(scope.code)),
                    method_url(code, choice, scope=scope.code),
                )
                for code, head in COMPARED.items()
            ],
        }
        for scope in scopes
    ]
    return {"heads": list(COMPARED.values()), "rows": rows}
