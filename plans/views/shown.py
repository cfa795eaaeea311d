"""Kept findings as pages show them: finished texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foundation.components import Tone
from foundation.formats import vi_numbers
from officials.law import verification_label
from plans.models import KnownFinding, RunFinding
from plans.reading import Told, rule_title
from reports.indicators import indicators
from reports.rules import SOLUTION_GROUPS, rules
from reports.views.figures import format_value

State = RunFinding.State
TONES: dict[str, Tone] = {State.NEW: "danger", State.STILL: "warning", State.GONE: "quiet"}


@dataclass(frozen=True)
class FigureLine:
    """One figure of a day with its threshold, as text."""

    title: str
    year: int
    value: str
    counted: str
    unknown: str
    bounds: str
    threshold: str
    source: str


@dataclass(frozen=True)
class Line:
    """One finding of one run. `state` in words, `why` for one that is gone; `url` leads to the finding's own page."""

    told: Told
    title: str
    place: str
    group: str
    state: str
    tone: Tone
    why: str
    severity: str
    people: str
    figures: list[FigureLine]
    url: str


def line_of(told: Told) -> Line:
    row, known = told.row, told.row.finding
    rule = rules.get(known.rule)
    counted = f"{vi_numbers.number(row.people)} {rule.people_name}" if rule and rule.people_name else ""
    is_found = row.state != State.GONE and not told.is_hidden
    return Line(
        told=told,
        title=rule_title(known.rule),
        place=known.place,
        group=SOLUTION_GROUPS.get(known.solution_group, ""),
        state=str(row.get_state_display()),
        tone="ok" if row.gone_because == RunFinding.Gone.MET else TONES[row.state],
        why=str(row.get_gone_because_display()) if row.gone_because else "",
        severity=vi_numbers.percent(100 * (row.severity or 0), 0) if is_found else "",
        people=counted if is_found else "",
        figures=[figure_of(item) for item in told.figures],
        url=known.get_absolute_url(),
    )


def figure_of(item: dict[str, Any]) -> FigureLine:
    """A stored figure in words; an indicator that is no more by its code."""
    code = item["indicator"]
    known = code in indicators
    counted = bounds = ""
    if item["numerator"] is not None and item["denominator"] is not None:
        counted = f"{_number(item['numerator'])}/{_number(item['denominator'])}"
    if item["low"] is not None and item["unknown"]:
        bounds = f"{vi_numbers.percent(item['low'])} – {vi_numbers.percent(item['high'])}"
    threshold = item["threshold"]
    return FigureLine(
        title=indicators[code].title if known else code,
        year=item["year"],
        value=format_value(code, item["value"]) if known else vi_numbers.number(item["value"], 1),
        counted=counted,
        unknown=f"{vi_numbers.number(item['unknown'])} {indicators[code].unknown_counted if known else ''}".strip()
        if item["unknown"]
        else "",
        bounds=bounds,
        threshold=(format_value(code, threshold) if known else vi_numbers.number(threshold, 1))
        if threshold is not None
        else "",
        source=f"{item['source']} ({verification_label(item['verified'])})" if item["source"] else "",
    )


def _number(value: float) -> str:
    return vi_numbers.number(value, 0 if float(value).is_integer() else 1)


def heading_of(known: KnownFinding) -> str:
    return f"{rule_title(known.rule)} – {known.place}, năm {known.year}"


def levels_in_words(codes: list[str]) -> str:
    names = {"town": "thị xã", "area": "khu", "unit": "xã, phường"}
    return ", ".join(names.get(code, code) for code in codes)
