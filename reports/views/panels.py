"""A unit's figures beside its khu and the town, on the unit's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from foundation.formats import vi_numbers
from officials.models import Unit
from reports.indicators import indicators
from reports.views.choice import read_choice
from reports.views.figures import method_url
from reports.views.reading import read_figures

SHOWN = ("A2", "C2u", "C2s", "C4.trung_cap", "B2", "B4", "E2", "E3", "F2", "H1")


def beside(gap: float | None, code: str) -> str:
    """The unit beside the town in words: `thấp hơn 1,9 điểm %`, `bằng`, `–`."""
    if gap is None:
        return vi_numbers.DASH
    in_points = indicators[code].is_percent
    size = vi_numbers.number(abs(gap), 1 if in_points else 2)
    if not size.strip("0,"):
        return "bằng"
    return f"{'cao' if gap > 0 else 'thấp'} hơn {size}{' điểm %' if in_points else ''}"


def unit_figures(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The chosen year's figures of the unit, its khu and the town; `lines` is empty in a year it did not exist."""
    choice = read_choice(request)
    own = next((scope for scope in choice.offered if scope.code == f"unit:{unit.public_id}"), None)
    area = next(
        (
            scope
            for scope in choice.offered
            if unit.area is not None and scope.code == f"area:{unit.area.name}"
        ),
        None,
    )
    if own is None:
        return {"lines": [], "year": choice.year}
    town = next(scope for scope in choice.offered if scope.level == "town")
    scopes = [scope for scope in (own, area, town) if scope is not None]
    wanted = {choice.code(scope.code) for scope in scopes}
    figures = read_figures(choice, SHOWN, by=("town", "area", "unit"), years=[choice.year], only=wanted)
    lines = []
    for code in SHOWN:
        mine = figures.value(code, choice.year, choice.code(own.code))
        whole = figures.value(code, choice.year, choice.code("all"))
        gap = None if mine is None or whole is None else mine - whole
        lines.append(
            {
                "title": indicators[code].title,
                "cells": [
                    (
                        method_url(code, choice, scope=scope.code),
                        figures.text(code, choice.year, choice.code(scope.code)),
                    )
                    for scope in scopes
                ],
                "gap": beside(gap, code),
            }
        )
    return {"heads": [scope.label for scope in scopes], "lines": lines, "year": choice.year}
