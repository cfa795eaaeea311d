"""Figures of one page, ready to be shown: looked up by indicator, year and scope, printed with their n."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from foundation.components import Tone
from foundation.formats import vi_numbers
from reports.indicators.model import Indicator, figure
from reports.views.choice import Choice
from reports.views.closings import AS_CLOSED, CLOSED
from reports.views.standpoints import said_of

HIDDEN = "được che"


class Figures:
    """Rows of the `indicators` document by (indicator, year, scope); what is not there reads as missing."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = {(row["indicator"], row["year"], row["scope"]): row for row in rows}

    def row(self, code: str, year: int, scope: str) -> dict[str, Any] | None:
        return self._rows.get((code, year, scope))

    def is_hidden(self, code: str, year: int, scope: str) -> bool:
        """True when the figure is suppressed for this reader."""
        row = self.row(code, year, scope)
        return row is not None and isinstance(row["value"], dict)

    def value(self, code: str, year: int, scope: str) -> float | None:
        """The unrounded value; None where it is missing or suppressed."""
        row = self.row(code, year, scope)
        if row is None or isinstance(row["value"], dict):
            return None
        return row["value"]

    def count(self, code: str, year: int, scope: str) -> int | None:
        """The numerator; None where it is missing or suppressed."""
        row = self.row(code, year, scope)
        return None if row is None or isinstance(row["numerator"], dict) else row["numerator"]

    def series(self, code: str, years: Sequence[int], scope: str) -> list[float | None]:
        return [self.value(code, year, scope) for year in years]

    def n_text(self, code: str, year: int, scope: str) -> str:
        """`21/29` of a share or ratio; "" where it has no two counts."""
        row = self.row(code, year, scope)
        if row is None or not row["denominator"] or isinstance(row["numerator"], dict):
            return ""
        return f"{vi_numbers.number(row['numerator'])}/{vi_numbers.number(row['denominator'])}"

    def value_text(self, code: str, year: int, scope: str, decimals: int | None = None) -> str:
        """`72,4%`, `20,1`, `455`; `–` for missing, a word for suppressed."""
        if self.is_hidden(code, year, scope):
            return HIDDEN
        return format_value(code, self.value(code, year, scope), decimals)

    def text(self, code: str, year: int, scope: str) -> str:
        """`72,4% (21/29)`."""
        shown, n = self.value_text(code, year, scope), self.n_text(code, year, scope)
        kind = _known(code).kind
        if not n or kind == "count" or shown in (vi_numbers.DASH, HIDDEN):
            return shown
        return f"{shown} (n = {n.rpartition('/')[2]})" if kind == "mean" else f"{shown} ({n})"


def _known(code: str) -> Indicator:
    found = figure(code)
    if found is None:
        raise KeyError(code)
    return found


def format_value(code: str, value: float | None, decimals: int | None = None) -> str:
    """A value as its indicator is printed: percent with one decimal, counts whole, means and ratios with one or two."""
    found = _known(code)
    kind = found.kind
    if found.is_percent:
        return vi_numbers.percent(value, 1 if decimals is None else decimals)
    if kind == "count":
        return vi_numbers.number(value, 0)
    places = 2 if kind == "ratio" or found.per > 100 else 1
    return vi_numbers.number(value, places if decimals is None else decimals)


def method_url(code: str, choice: Choice, scope: str | None = None, year: int | None = None) -> str:
    """The stable link to "Cách tính và nguồn số liệu" of a figure."""
    parameters = {"nam": year or choice.year, "pham_vi": scope if scope is not None else choice.base}
    if choice.group:
        parameters["nhom"] = choice.group
    if choice.snapshot.base is not None:
        parameters |= {name: value for name, value in said_of(choice.snapshot.standpoint).items() if value}
    if choice.closed:
        parameters[CLOSED] = AS_CLOSED
    return f"{_method_path(code)}?{urlencode(parameters, safe=':')}"


@cache
def _method_path(code: str) -> str:
    """Pages show dozens of figures of a handful of indicators."""
    return reverse("reports:indicator", args=[code])


def change_in_points(values: Sequence[float | None]) -> float | None:
    """Last minus first of a series of percentages; None when either is missing."""
    first, last = values[0], values[-1]
    return None if first is None or last is None else last - first


def change_tone(direction: int | None, change: float | None) -> Tone:
    """Green or red only where the indicator has a direction (ui.md)."""
    if not direction or not change:
        return ""
    return "ok" if direction * change > 0 else "danger"
