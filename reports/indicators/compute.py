"""Figures of the indicators for years × scopes, in the form of contracts 4, by one matrix product a year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foundation.errors import Refused
from reports import snapshot as snapshots
from reports.indicators.model import Indicator, indicators
from reports.indicators.quantities import Quantity, quantities
from reports.scopes import ALL_GROUPS, Scope, scopes_of
from reports.statistics import wilson

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Row = dict[str, Any]


def compute_indicators(
    years: Iterable[int],
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    codes: Iterable[str] | None = None,
    units: Collection[str] | None = None,
    *,
    snapshot: Snapshot | None = None,
) -> dict[str, Any]:
    """`{"definitions": [...], "rows": [{"indicator", "year", "scope", "numerator", "denominator", "unknown", "value",
    "ci_low", "ci_high"}]}` (contracts 4): every chosen code × year × scope, also with nobody.

    `groups`: "" = both together. `units`: the ids that `unit:*` rows may be of, None = all. Values are unrounded.
    Unsuppressed: what a reader gets is `reports.access`. Errors: Refused for an unknown code.
    """
    snapshot = snapshot or snapshots.current()
    chosen = chosen_indicators(codes)
    levels = tuple(by)
    by_code: dict[str, list[Row]] = {indicator.code: [] for indicator in chosen}
    for year in years:
        scopes = scopes_of(snapshot, year, levels, groups, units)
        for code, rows in rows_of(snapshot, chosen, year, scopes).items():
            by_code[code] += rows
    return {
        "definitions": [indicator.definition() for indicator in chosen],
        "rows": [row for indicator in chosen for row in by_code[indicator.code]],
    }


def definitions(codes: Iterable[str] | None = None) -> list[dict[str, object]]:
    """What the chosen indicators mean, in the order of the catalogue."""
    return [indicator.definition() for indicator in chosen_indicators(codes)]


def chosen_indicators(codes: Iterable[str] | None) -> list[Indicator]:
    """The indicators of `codes` in the order of the catalogue; all for None. Errors: Refused."""
    if codes is None:
        return list(indicators)
    wanted = list(codes)
    unknown = [code for code in wanted if code not in indicators]
    if unknown:
        raise Refused(f"Không có chỉ tiêu “{', '.join(unknown)}”.")
    return [indicator for indicator in indicators if indicator.code in wanted]


def rows_of(
    snapshot: Snapshot, chosen: Sequence[Indicator], year: int, scopes: Sequence[Scope]
) -> dict[str, list[Row]]:
    """The rows of one year by code, in the order of `scopes`."""
    if not scopes or not chosen:
        return {indicator.code: [] for indicator in chosen}
    found = quantities(snapshot, year)
    places = np.array([scope.place for scope in scopes])
    variants = np.array([scope.variant for scope in scopes])
    numbers = found.numbers[places, variants]
    weights = _weights(snapshot, chosen, found.place_of)
    numerators, denominators, unknowns = (numbers @ weight for weight in weights)
    return {
        indicator.code: [
            _row(indicator, year, scope, *values)
            for scope, *values in zip(
                scopes,
                numerators[:, k].tolist(),
                denominators[:, k].tolist(),
                unknowns[:, k].tolist(),
                strict=True,
            )
        ]
        for k, indicator in enumerate(chosen)
    }


def _weights(
    snapshot: Snapshot, chosen: Sequence[Indicator], place_of: dict[Quantity, int]
) -> tuple[NDArray[np.float64], ...]:
    """Three 0/1 matrices (quantities × indicators): numerator, denominator, unknown."""

    def build() -> tuple[NDArray[np.float64], ...]:
        found = tuple(np.zeros((len(place_of), len(chosen))) for _ in range(3))
        for k, indicator in enumerate(chosen):
            parts = (indicator.numerator, indicator.denominator, indicator.unknown)
            for weight, part in zip(found, parts, strict=True):
                for quantity in part:
                    weight[place_of[quantity], k] = 1
        return found

    return snapshot.memo(("weights", tuple(indicator.code for indicator in chosen)), build)


def _row(indicator: Indicator, year: int, scope: Scope, top: float, bottom: float, unknown: float) -> Row:
    numerator: float | None = plain(top)
    denominator = plain(bottom) if indicator.denominator else None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    if not indicator.by_group and scope.group:
        numerator = denominator = None
        unknown = 0
    elif indicator.kind == "count":
        value = numerator
    elif bottom:
        value = indicator.scale * top / bottom
    # An award decided after its year can put more people above than below: such a share has no interval.
    if indicator.kind == "share" and value is not None and top <= bottom:
        low, high = (100 * limit for limit in wilson(top, bottom))
    return {
        "indicator": indicator.code,
        "year": year,
        "scope": scope.code,
        "numerator": numerator,
        "denominator": denominator,
        "unknown": plain(unknown),
        "value": value,
        "ci_low": low,
        "ci_high": high,
    }


def plain(number: float) -> float | int:
    """A whole number as `int` (the mean of two headcounts may be a half)."""
    return int(number) if number == int(number) else number
