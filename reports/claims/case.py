"""What a claim may look at: figures as the reader gets them, by code and year, and how verdicts follow from bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from foundation.formats.vi_numbers import number, percent
from officials.law import NormValue
from reports.claims.model import FALSE, OPEN, TRUE, TRUE_AS_KNOWN, ClaimFigure
from reports.comparison.funnel import HIGH, LOW, Funnel
from reports.indicators.explain import bounds_of
from reports.indicators.model import indicators
from reports.rules.model import MissingInput
from reports.scopes import Scope
from reports.tables.registry import tables

STOCKS = {"degree": "C2.none", "political_theory": "C4.none", "state_management": "C5.none"}
HOLDS = {"it_certificate": "C6.none", "foreign_language": "C7.none"}


class HiddenInput(Exception):
    """A figure that a claim needs is hidden from this reader."""


@dataclass(frozen=True)
class Case:
    """One scope and the years asked about. `rows` and `counts` (tables) are what the reader gets; `funnel_of(code)` is
    the funnel of the last year, None where there is none."""

    scope: Scope
    years: tuple[int, ...]
    rows: Mapping[tuple[str, int], Mapping[str, Any]]
    counts: Mapping[tuple[str, int], Mapping[str, Any]]
    norms: Mapping[str, NormValue]
    funnel_of: Callable[[str], Funnel | None]

    @property
    def year(self) -> int:
        return self.years[-1]

    # --- figures --------------------------------------------------------------------------------------------
    def shown(self, code: str, year: int) -> ClaimFigure:
        """The figure of an indicator, also when it is hidden or missing."""
        indicator, row = indicators.get(code), self.rows.get((code, year))
        if indicator is None or row is None:
            return ClaimFigure(code, code, year, "")
        blank = ClaimFigure(code, indicator.title, year, indicator.unit, indicator=code)
        if isinstance(row["value"], dict):
            return replace(blank, hidden=True)
        bounds = None if row["value"] is None else bounds_of(indicator, dict(row))
        counted = indicator.kind == "count"
        return replace(
            blank,
            numerator=row["numerator"],
            denominator=None if counted else row["denominator"],
            unknown=row["unknown"],
            value=row["value"],
            low=bounds.low if bounds else None,
            high=bounds.high if bounds else None,
            decimals=0 if counted else 1,
        )

    def figure(self, code: str, year: int | None = None) -> ClaimFigure:
        """The same, for a verdict. Errors: HiddenInput, MissingInput."""
        return _usable(self.shown(code, self.year if year is None else year))

    def series(self, code: str) -> list[ClaimFigure]:
        """A figure of every year. Errors: as `figure`."""
        return [self.figure(code, year) for year in self.years]

    def trained(self, table: str, year: int) -> ClaimFigure:
        """The stock: people in post who hold a qualification of that kind (all but "chưa qua đào tạo").

        A person without any record counts as untrained and is the unknown. Errors: as `figure`.
        """
        return self._stock(table, year, lambda row: row["headcount"], "none", STOCKS[table], "Đã qua đào tạo")

    def holds(self, table: str, year: int) -> ClaimFigure:
        """People in post who hold at least one certificate. Errors: as `figure`."""
        return self._stock(table, year, lambda row: row["headcount"], "no", HOLDS[table], "Có chứng chỉ")

    def _stock(
        self,
        table: str,
        year: int,
        total: Callable[[Mapping[str, Any]], int],
        without: str,
        code: str,
        words: str,
    ) -> ClaimFigure:
        title = tables[table].title
        row = self.counts.get((table, year))
        label = f"{words}: {title[:1].lower()}{title[1:]}"
        blank = ClaimFigure(f"{table}.held", label, year, "%", indicator=code)
        if row is None or not total(row):
            raise MissingInput(code)
        none, unknown = row["cells"][without], row["no_record"]
        if isinstance(none, dict) or isinstance(unknown, dict):
            raise HiddenInput(code)
        n = total(row)
        k = n - none
        return replace(
            blank, numerator=k, denominator=n, unknown=unknown, value=100 * k / n, low=100 * k / n,
            high=100 * (k + unknown) / n, decimals=2,
        )  # fmt: skip

    def units_beyond(self, code: str, side: str) -> ClaimFigure:
        """How many units differ from the town on that side (LOW or HIGH) by more than chance; never which ones."""
        found = self.funnel_of(code)
        if found is None or not any(point.n for point in found.points):
            raise MissingInput(code)
        judged = [point for point in found.points if point.n]
        words = {LOW: "thấp hơn", HIGH: "cao hơn"}[side]
        return ClaimFigure(
            f"{code}.units",
            f"Số đơn vị {words} mức chung ngoài mức ngẫu nhiên: {indicators[code].title.lower()}",
            self.year,
            "đơn vị",
            numerator=sum(point.verdict == side for point in judged),
            denominator=len(judged),
            value=sum(point.verdict == side for point in judged),
            indicator=code,
            decimals=0,
        )

    def norm(self, code: str) -> NormValue:
        """The norm of the last year's end. Errors: MissingInput."""
        if code not in self.norms:
            raise MissingInput(code)
        return self.norms[code]


def _usable(figure: ClaimFigure) -> ClaimFigure:
    if figure.hidden:
        raise HiddenInput(figure.code)
    if figure.value is None:
        raise MissingInput(figure.code)
    return figure


# --- verdicts -----------------------------------------------------------------------------------------------
def at_least(figures: Sequence[ClaimFigure], target: float) -> str:
    """Whether every figure reaches `target`: sure, as far as known, or refuted even if all unknown were for it."""
    return _verdict(
        [(_low(f) >= target, (f.value or 0) >= target, _high(f) < target) for f in figures],
    )


def more_than(figures: Sequence[ClaimFigure], target: float) -> str:
    """As `at_least`, for more than `target`."""
    return _verdict([(_low(f) > target, (f.value or 0) > target, _high(f) <= target) for f in figures])


def rising(series: Sequence[ClaimFigure]) -> str:
    """Whether a stock (`Case.trained`) grows from each year to the next."""
    pairs = list(pairwise(series))
    if all(_low(b) > _high(a) for a, b in pairs):
        return TRUE if pairs else OPEN
    if not _can_rise(series):
        return FALSE
    return TRUE_AS_KNOWN if all((b.value or 0) > (a.value or 0) for a, b in pairs) else OPEN


def _can_rise(series: Sequence[ClaimFigure]) -> bool:
    """Whether any share of the unknown, year by year as few as possible, would let the shares grow."""
    reached = -1.0
    for figure in series:
        n, k = figure.denominator or 1, figure.numerator or 0
        possible = (100 * (k + more) / n for more in range(int(figure.unknown) + 1))
        found = next((value for value in possible if value > reached), None)
        if found is None:
            return False
        reached = found
    return True


def both(verdicts: Sequence[str]) -> str:
    """All of several: refuted by one that is refuted, open by one that is open, else as sure as the least sure."""
    for verdict in (FALSE, OPEN, TRUE_AS_KNOWN):
        if verdict in verdicts:
            return verdict
    return TRUE if verdicts else OPEN


def _verdict(tests: Sequence[tuple[bool, bool, bool]]) -> str:
    if not tests:
        return OPEN
    if all(sure for sure, _, _ in tests):
        return TRUE
    if any(refuted for _, _, refuted in tests):
        return FALSE
    return TRUE_AS_KNOWN if all(known for _, known, _ in tests) else OPEN


def _low(figure: ClaimFigure) -> float:
    return figure.low if figure.low is not None else figure.value or 0


def _high(figure: ClaimFigure) -> float:
    return figure.high if figure.high is not None else figure.value or 0


# --- words --------------------------------------------------------------------------------------------------
def value_text(figure: ClaimFigure) -> str:
    """`72,4% (21/29)`, `84,7% hài lòng`, `12 vụ`, `được che`, `–`."""
    if figure.hidden:
        return "được che"
    if figure.unit.startswith("%"):
        text = percent(figure.value, figure.decimals) + figure.unit[1:]
        has_n = figure.unit == "%" and figure.value is not None and figure.denominator is not None
        return f"{text} ({number(figure.numerator)}/{number(figure.denominator)})" if has_n else text
    text = number(figure.value, figure.decimals)
    return f"{text} {figure.unit}".strip() if figure.value is not None else text


def in_years(figures: Sequence[ClaimFigure]) -> str:
    """`2019: 88,1% (412/468); 2020: 90,0% (416/462)`."""
    return "; ".join(f"{figure.year}: {value_text(figure)}" for figure in figures)
