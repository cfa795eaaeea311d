"""Comparing years: differences, growth, average growth, percentage points (indicators 1.1) with their edge rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports.indicators.model import Indicator

MIN_COUNT = 10


@dataclass(frozen=True)
class Change:
    """From one year to the next. None where it cannot be said.

    `difference`: of the counts (of the value for means and ratios). `pct`: the later in % of the earlier ("so sánh
    2020/2019"). `points`: percentage points, for figures in %. `series_break`: why the two years do not quite
    compare, "" when they do. `too_few`: fewer than the least number, so only the difference stands.
    """

    from_year: int
    to_year: int
    difference: float | None
    pct: float | None
    points: float | None
    too_few: bool
    series_break: str


@dataclass(frozen=True)
class Comparison:
    """All changes of a series, and the average growth in % over them (None where any factor is missing)."""

    changes: tuple[Change, ...]
    average_pct: float | None


def comparison(
    indicator: Indicator, rows: Mapping[int, Mapping[str, Any]], min_count: float = MIN_COUNT
) -> Comparison:
    """The changes between the consecutive years of `rows` (year → row of `compute_indicators`).

    Zero in the earlier year → no percentage; a count under `min_count` in either year → only the difference; the
    average is the geometric mean of the yearly percentages and missing when one of them is missing or zero.
    """
    years = sorted(rows)
    changes = tuple(
        _change(indicator, a, b, rows[a], rows[b], min_count) for a, b in pairwise(years) if b == a + 1
    )
    return Comparison(changes, _average(changes, len(years)))


def compare_counts(counts: Mapping[int, float], min_count: float = MIN_COUNT) -> Comparison:
    """As `comparison`, for a plain series of counts: a cell of a table over the years."""
    years = sorted(counts)
    changes = tuple(
        Change(
            from_year=a,
            to_year=b,
            difference=counts[b] - counts[a],
            pct=_pct(counts[a], counts[b], too_few=min(counts[a], counts[b]) < min_count),
            points=None,
            too_few=min(counts[a], counts[b]) < min_count,
            series_break="",
        )
        for a, b in pairwise(years)
        if b == a + 1
    )
    return Comparison(changes, _average(changes, len(years)))


def _change(
    indicator: Indicator,
    before_year: int,
    year: int,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    min_count: float,
) -> Change:
    counted = indicator.kind in ("share", "count")
    key = "numerator" if counted else "value"
    first, second = before.get(key), now.get(key)
    if first is None or second is None:
        return Change(before_year, year, None, None, None, False, _break_in(indicator, year))
    too_few = counted and min(first, second) < min_count
    points = None
    if indicator.is_percent and before.get("value") is not None and now.get("value") is not None:
        points = now["value"] - before["value"]
    return Change(
        from_year=before_year,
        to_year=year,
        difference=second - first,
        pct=_pct(first, second, too_few=too_few),
        points=points,
        too_few=too_few,
        series_break=_break_in(indicator, year),
    )


def _break_in(indicator: Indicator, year: int) -> str:
    return " ".join(found.text for found in indicator.breaks if found.year == year)


def _average(changes: tuple[Change, ...], n_years: int) -> float | None:
    factors = [change.pct for change in changes if change.pct]
    if not factors or len(factors) != n_years - 1:
        return None
    return math.prod(pct / 100 for pct in factors) ** (1 / len(factors)) * 100


def _pct(before: float, now: float, *, too_few: bool) -> float | None:
    return None if too_few or not before else 100 * now / before
