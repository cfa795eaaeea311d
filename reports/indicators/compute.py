"""Figures of the indicators for years × scopes, in the form of contracts 4, by one matrix product a year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foundation.errors import Refused
from reports import snapshot as snapshots
from reports.indicators.model import Indicator, figure, form_figures, indicators
from reports.indicators.quantities import Quantity, quantities
from reports.scopes import ALL_GROUPS, Scope, scopes_of
from reports.statistics import wilson_limits

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Row = dict[str, Any]
Numbers = NDArray[np.float64]


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
    """The indicators of `codes` in the order of the catalogue, then figures of forms; the catalogue for None.

    Errors: Refused."""
    if codes is None:
        return list(indicators)
    wanted = list(codes)
    unknown = [code for code in wanted if figure(code) is None]
    if unknown:
        raise Refused(f"Không có chỉ tiêu “{', '.join(unknown)}”.")
    return [each for registry in (indicators, form_figures) for each in registry if each.code in wanted]


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
    return _all_rows(chosen, year, scopes, numerators, denominators, unknowns)


def _all_rows(
    chosen: Sequence[Indicator],
    year: int,
    scopes: Sequence[Scope],
    top: Numbers,
    bottom: Numbers,
    unknown: Numbers,
) -> dict[str, list[Row]]:
    """Rows from the numbers (scopes × indicators), everything computed for all of them at once."""
    scale = np.array([indicator.scale for indicator in chosen])
    is_share = np.array([indicator.kind == "share" for indicator in chosen])
    has_value = bottom > 0
    safe = np.where(has_value, bottom, 1)
    value = scale * top / safe
    # An award decided after its year can put more people above than below: such a share has no interval.
    has_interval = has_value & (top <= bottom) & is_share
    low, high = wilson_limits(np.where(has_interval, top, 0), safe)
    columns = (
        plain_columns(top),
        plain_columns(bottom),
        plain_columns(unknown),
        value.T.tolist(),
        has_value.T.tolist(),
        (100 * low).T.tolist(),
        (100 * high).T.tolist(),
        has_interval.T.tolist(),
    )
    codes = [scope.code for scope in scopes]
    return {
        indicator.code: _rows(indicator, year, scopes, codes, numbers)
        for indicator, *numbers in zip(chosen, *columns, strict=True)
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


def _rows(
    indicator: Indicator, year: int, scopes: Sequence[Scope], codes: list[str], numbers: list[list[Any]]
) -> list[Row]:
    code, has_denominator = indicator.code, bool(indicator.denominator)
    is_count, reported = indicator.kind == "count", indicator.reported
    rows = [
        {
            "indicator": code,
            "year": year,
            "scope": scope,
            "numerator": top,
            "denominator": bottom if has_denominator else None,
            "unknown": unknown,
            "value": top if is_count and (bottom or not reported) else value if has_value else None,
            "ci_low": low if has_interval else None,
            "ci_high": high if has_interval else None,
        }
        for scope, top, bottom, unknown, value, has_value, low, high, has_interval in zip(
            codes, *numbers, strict=True
        )
    ]
    if indicator.by_group and not indicator.needs:
        return rows
    names = ("numerator", "denominator", "value", "ci_low", "ci_high")
    nothing = dict[str, Any].fromkeys(names) | {"unknown": 0}
    return [
        row | nothing if scope.group or indicator.needs else row
        for scope, row in zip(scopes, rows, strict=True)
    ]


def plain_columns(numbers: Numbers) -> list[list[Any]]:
    """The columns as lists, whole numbers as `int` (the mean of two headcounts may be a half)."""
    whole = numbers.astype(np.int64)
    columns: list[list[Any]] = whole.T.tolist()
    for place in np.flatnonzero((whole != numbers).any(axis=0)).tolist():
        columns[place] = [int(n) if n == int(n) else n for n in numbers[:, place].tolist()]
    return columns
