"""Everything that "Cách tính và nguồn số liệu" says of one figure: how, from what, how sure, since when, against whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assessments.models import EvaluationRegime
from foundation.errors import Refused
from officials.law import norms_on, verification_label
from officials.models import PostStandard, RetirementAge
from reports import snapshot as snapshots
from reports.breaks import breaks_seen
from reports.indicators.compare import MIN_COUNT, Comparison, comparison
from reports.indicators.compute import Row, rows_of
from reports.indicators.members import members
from reports.indicators.model import Indicator, figure
from reports.scopes import Scope, parse_scope, scopes_of

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

SERIES_YEARS = 3
_MIN_COUNT_NORM = "compare.min_count"
# Families whose figures hang on a dated rule, and where that rule is written.
_RATED, _STANDARD, _RETIREMENT = ("E1", "E2", "E3", "E4"), ("C2s",), ("A9",)


@dataclass(frozen=True)
class Bounds:
    """Between which shares (in %) the truth must lie: all unknown counted as no, all as yes."""

    low: float
    high: float
    total: float


@dataclass(frozen=True)
class Explanation:
    """One figure and all that explains it. `*_ids` name people (None where a part counts no people): the caller hands
    them on only to a reader who may read those people."""

    indicator: Indicator
    scope: Scope
    year: int
    row: Row
    bounds: Bounds | None
    regime: str
    source: str
    verified: str
    verified_label: str
    data_version: int
    series: dict[int, Row]
    comparison: Comparison
    units: list[tuple[Scope, Row]]
    town: Row
    numerator_ids: list[str] | None
    denominator_ids: list[str] | None
    unknown_ids: list[str] | None


def explain(
    code: str,
    scope: str,
    year: int,
    *,
    years: Iterable[int] | None = None,
    snapshot: Snapshot | None = None,
) -> Explanation:
    """Explain the figure `code` of `scope` in `year`, with the series `years` (by default three years up to it).

    Unsuppressed; the caller limits by `reports.access`. Errors: Refused for a code or scope that does not exist.
    """
    snapshot = snapshot or snapshots.current()
    indicator = figure(code)
    if indicator is None:
        raise Refused(f"Không có chỉ tiêu “{code}”.")
    found = parse_scope(snapshot, year, scope)
    indicator = replace(indicator, breaks=breaks_seen(snapshot, indicator.breaks, found))
    series = series_of(snapshot, indicator, found, years or range(year - SERIES_YEARS + 1, year + 1))
    row = _row(snapshot, indicator, year, found)
    peers = scopes_of(snapshot, year, ("unit",), (found.group,))
    town = scopes_of(snapshot, year, ("town",), (found.group,))[0]
    peer_rows = rows_of(snapshot, [indicator], year, peers)[code]
    return Explanation(
        indicator=indicator,
        scope=found,
        year=year,
        row=row,
        bounds=bounds_of(indicator, row),
        regime=regime_of(indicator, year, snapshot.day(year)),
        source=indicator.source,
        verified=indicator.verified,
        verified_label=verification_label(indicator.verified),
        data_version=snapshot.version,
        series=series,
        comparison=comparison(indicator, series, min_count(year)),
        units=list(zip(peers, peer_rows, strict=True)),
        town=_row(snapshot, indicator, year, town),
        numerator_ids=members(snapshot, indicator.numerator, year, found),
        denominator_ids=members(snapshot, indicator.denominator, year, found),
        unknown_ids=members(snapshot, indicator.unknown, year, found),
    )


def _row(snapshot: Snapshot, indicator: Indicator, year: int, scope: Scope) -> Row:
    return rows_of(snapshot, [indicator], year, [scope])[indicator.code][0]


def series_of(snapshot: Snapshot, indicator: Indicator, scope: Scope, years: Iterable[int]) -> dict[int, Row]:
    """The figure of the same scope over the years; also for a unit in years in which it did not exist."""
    return {year: _row(snapshot, indicator, year, scope) for year in years}


def min_count(year: int) -> float:
    """From how many people on a growth rate is shown, as the norm of the year's end has it."""
    norm = norms_on(date(year, 12, 31)).get(_MIN_COUNT_NORM)
    return float(norm.value) if norm else MIN_COUNT


def bounds_of(indicator: Indicator, row: Row) -> Bounds | None:
    """[k/N; (k+u)/N] in % over everyone, those unknown included; None when it is no share or there is nobody."""
    counts_alike = indicator.counted == indicator.unknown_counted
    if indicator.kind != "share" or not row["denominator"] or not counts_alike:
        return None
    known_inside = indicator.unknown <= indicator.denominator or not _outside(indicator)
    total = row["denominator"] if known_inside else row["denominator"] + row["unknown"]
    return Bounds(
        low=100 * row["numerator"] / total,
        high=100 * (row["numerator"] + row["unknown"]) / total,
        total=total,
    )


def _outside(indicator: Indicator) -> bool:
    """True when the unknown are not part of the denominator: it is cells of the same column without theirs."""
    columns = {name for name, _ in indicator.unknown}
    return bool(columns) and {name for name, _ in indicator.denominator} <= columns


def regime_of(indicator: Indicator, year: int, day: date) -> str:
    """Which dated rule the figure of the year, or of its reference day, was judged by; "" where no rule of law enters it."""
    if indicator.family in _RATED:
        regimes = EvaluationRegime.objects.filter(first_year__lte=year).order_by("-first_year")
        return next((r.name for r in regimes if r.last_year is None or year <= r.last_year), "")
    if indicator.family in _STANDARD:
        rows = PostStandard.objects.on(day).filter(criterion=PostStandard.Criterion.PROFESSIONAL)
        return "; ".join(sorted({row.basis for row in rows if row.basis}))
    if indicator.family in _RETIREMENT:
        return "; ".join(sorted({row.basis for row in RetirementAge.objects.on(day) if row.basis}))
    return ""
