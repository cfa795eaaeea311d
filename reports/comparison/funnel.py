"""The funnel of an indicator: each unit's share against its size, with the limits that chance would keep (indicators
6.3). A unit beyond them differs from the town; one inside may be anywhere by chance. It ranks nobody."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reports.indicators.model import Indicator, indicators
from reports.statistics import (
    ALARM_COVERAGE,
    OVER_DISPERSED,
    WARNING_COVERAGE,
    benjamini_hochberg,
    binomial_tail_high,
    binomial_tail_low,
    funnel_limits,
    over_dispersion,
    widened_limits,
)

DISCOVERY_RATE = 0.10
WITHIN, WATCH, LOW, HIGH, HIDDEN, EMPTY = "within", "watch", "low", "high", "hidden", "empty"


@dataclass(frozen=True)
class FunnelPoint:
    """One unit. Shares are 0–1. `p` two-sided chance of a share at least this far out, `q` the same with all units
    tested together (Benjamini–Hochberg); None where the numbers are hidden from the reader or there is nobody."""

    scope: str
    label: str
    k: int
    n: int
    verdict: str
    p: float | None = None
    q: float | None = None
    limits: tuple[float, float] = (0.0, 1.0)
    alarm: tuple[float, float] = (0.0, 1.0)

    @property
    def share(self) -> float | None:
        return self.k / self.n if self.n else None


@dataclass(frozen=True)
class Funnel:
    """All units of a year. `phi` = over-dispersion (1 = chance alone), None with too few units or a share at an end;
    the limits are widened by √phi where it exceeds 1.5."""

    indicator: Indicator
    year: int
    centre: float
    n_town: int
    phi: float | None
    points: Sequence[FunnelPoint]

    @property
    def is_widened(self) -> bool:
        return self.phi is not None and self.phi > OVER_DISPERSED

    @property
    def beyond(self) -> list[FunnelPoint]:
        """The units that differ from the town by more than chance."""
        return [point for point in self.points if point.verdict in (LOW, HIGH)]

    def curve(self, sizes: Iterable[int], coverage: float) -> list[tuple[int, float, float]]:
        """(size, lower, upper share) of the limits at the sizes."""
        return [(n, *self._limits(n, coverage)) for n in sizes]

    def _limits(self, n: int, coverage: float) -> tuple[float, float]:
        return limits_of(n, self.centre, coverage, self.phi)


def funnel_codes() -> list[str]:
    """The indicators a funnel can be drawn of: shares of people, each person counted in one unit only."""
    return [
        item.code
        for item in indicators
        if item.kind == "share" and item.by_group and not item.distinct and item.numerator
    ]


def funnel(
    code: str, year: int, town: Mapping[str, Any], rows: Sequence[tuple[str, Mapping[str, Any]]]
) -> Funnel | None:
    """The funnel of an indicator from the town's row and the units' (label, row), as the reader gets them.

    Errors: KeyError for an indicator that does not exist. None where the town has no share or it is hidden.
    """
    k_town, n_town = town["numerator"], town["denominator"]
    if not isinstance(k_town, int) or not isinstance(n_town, int) or not n_town:
        return None
    centre = k_town / n_town
    known = [row for _, row in rows if _is_known(row)]
    phi = over_dispersion([row["numerator"] for row in known], [row["denominator"] for row in known], centre)
    points = [_point(label, row, centre, phi) for label, row in rows]
    return Funnel(indicators[code], year, centre, n_town, phi, _judged(points, centre))


def limits_of(n: int, centre: float, coverage: float, phi: float | None) -> tuple[float, float]:
    """Between which shares a unit of `n` people is in control: exact, or widened where units are over-dispersed."""
    if phi is not None and phi > OVER_DISPERSED:
        return widened_limits(n, centre, phi, coverage)
    low, high = funnel_limits(n, centre, coverage)
    return low / n, high / n


def _is_known(row: Mapping[str, Any]) -> bool:
    return (
        isinstance(row["numerator"], int) and isinstance(row["denominator"], int) and row["denominator"] > 0
    )


def _point(label: str, row: Mapping[str, Any], centre: float, phi: float | None) -> FunnelPoint:
    scope = str(row["scope"])
    if not isinstance(row["numerator"], int) or not isinstance(row["denominator"], int):
        return FunnelPoint(scope, label, 0, 0, HIDDEN)
    k, n = row["numerator"], row["denominator"]
    if not n:
        return FunnelPoint(scope, label, 0, 0, EMPTY)
    return FunnelPoint(
        scope,
        label,
        k,
        n,
        WITHIN,
        _chance(k, n, centre, phi),
        None,
        limits_of(n, centre, WARNING_COVERAGE, phi),
        limits_of(n, centre, ALARM_COVERAGE, phi),
    )


def _chance(k: int, n: int, centre: float, phi: float | None) -> float:
    """Twice the smaller exact tail; by the normal law with the widened spread where units are over-dispersed."""
    if phi is not None and phi > OVER_DISPERSED and 0 < centre < 1:
        z = abs(k / n - centre) / math.sqrt(phi * centre * (1 - centre) / n)
        return math.erfc(z / math.sqrt(2))
    return min(1.0, 2 * min(binomial_tail_low(k, n, centre), binomial_tail_high(k, n, centre)))


def _judged(points: Sequence[FunnelPoint], centre: float) -> list[FunnelPoint]:
    """Beyond chance: outside the 99.8 % limits, or found at a rate of at most one false in ten; outside the 95 % limits
    alone is worth watching, since of 20 units one lies there by chance."""
    tested = [point for point in points if point.p is not None]
    q_of = dict(zip((p.scope for p in tested), benjamini_hochberg([p.p or 0.0 for p in tested]), strict=True))
    result = []
    for point in points:
        q = q_of.get(point.scope)
        if q is None or point.share is None:
            result.append(point)
            continue
        side = LOW if point.share < centre else HIGH
        outside = not point.limits[0] <= point.share <= point.limits[1]
        alarm = not point.alarm[0] <= point.share <= point.alarm[1]
        verdict = side if alarm or q <= DISCOVERY_RATE else WATCH if outside else WITHIN
        result.append(replace(point, q=q, verdict=verdict))
    return result


__all__ = ["DISCOVERY_RATE", "Funnel", "FunnelPoint", "funnel", "funnel_codes", "limits_of"]
