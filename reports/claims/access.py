"""The claims as a reader gets them: judged only by figures that the reader may see, so a verdict tells nothing more.

The one exception counts units and names none: how many differ from the town by more than chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from foundation.dates import year_end
from officials.law import norms_on
from reports import snapshot as snapshots
from reports.access import SUPPRESSED, indicators_for, reader_of, tables_for
from reports.claims.case import Case, HiddenInput
from reports.claims.model import OPEN, VERDICTS, Claim, ClaimFigure, Finding, claims
from reports.comparison.funnel import Funnel, funnel
from reports.indicators.compute import rows_of
from reports.indicators.model import indicators
from reports.rules.model import MissingInput
from reports.scopes import Scope, scopes_of
from reports.snapshot import Snapshot

LEVELS = ("town", "area")


@dataclass(frozen=True)
class Answer:
    """A claim with what is found of it in one scope."""

    claim: Claim
    scope: Scope
    finding: Finding


def claims_for(user: Any, years: Sequence[int], scope: Scope) -> list[Answer]:
    """Every claim for a scope (town or area) over consecutive `years`. Errors: Denied for a role without figures."""
    snapshot, reader = snapshots.current(), reader_of(user)

    def build() -> list[Answer]:
        case = _case(user, snapshot, tuple(years), scope)
        return [Answer(claim, scope, judged(claim, case)) for claim in claims]

    # Judged by rows that depend on nothing of the user but the reader; an edited norm is an event about records.
    return list(snapshot.memo(("claims", reader, tuple(years), scope), build))


def judged(claim: Claim, case: Case) -> Finding:
    """What a claim finds; open where a figure is missing or hidden from the reader."""
    try:
        return claim.judge(case)
    except HiddenInput:
        return Finding(OPEN, "Số liệu được che với vai trò này, nên không kết luận.")
    except MissingInput as error:
        return Finding(OPEN, "Chưa đủ số liệu.", missing=error.codes)


def _case(user: Any, snapshot: Snapshot, years: tuple[int, ...], scope: Scope) -> Case:
    codes = {code for claim in claims for code in claim.needs if code in indicators}
    names = {name for claim in claims for name in claim.tables}
    rows = indicators_for(user, years, (scope.level,), ("",), sorted(codes), {scope.code}, snapshot)["rows"]
    counts = tables_for(user, years, (scope.level,), ("",), sorted(names), snapshot=snapshot)["tables"]
    return Case(
        scope=scope,
        years=years,
        rows={(row["indicator"], row["year"]): row for row in rows},
        counts={(row["table"], row["year"]): row for row in counts if row["scope"] == scope.code},
        norms=norms_on(year_end(years[-1])),
        funnel_of=lambda code: _funnel(snapshot, code, years[-1], scope),
    )


def _funnel(snapshot: Snapshot, code: str, year: int, scope: Scope) -> Funnel | None:
    """The funnel of the scope's units around the town, from everything recorded: only counts of units leave it."""
    if code not in indicators:
        return None
    town = scopes_of(snapshot, year, ("town",), ("",))
    units = [
        unit
        for unit in scopes_of(snapshot, year, ("unit",), ("",))
        if scope.level == "town" or snapshot.units.area[unit.unit] == scope.area
    ]
    rows = rows_of(snapshot, [indicators[code]], year, [*town, *units])[code]
    return funnel(code, year, rows[0], [(unit.label, row) for unit, row in zip(units, rows[1:], strict=True)])


def claims_document(user: Any, years: Sequence[int], scopes: Sequence[Scope]) -> dict[str, Any]:
    """The claims as the API gives them. Errors: Denied."""
    return {
        "definitions": [
            {
                "code": claim.code, "kind": claim.kind, "says": claim.says, "tested": claim.tested, "hides": claim.hides,
                "needs": list(claim.needs), "tables": list(claim.tables), "norms": list(claim.norms), "survey": claim.survey,
            }
            for claim in claims
        ],
        "verdicts": VERDICTS,
        "results": [_row(answer) for scope in scopes for answer in claims_for(user, years, scope)],
    }  # fmt: skip


def _row(answer: Answer) -> dict[str, Any]:
    finding = answer.finding
    return {
        "claim": answer.claim.code,
        "scope": answer.scope.code,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "figures": [_figure_row(figure) for figure in finding.figures],
        "missing": list(finding.missing),
    }


def _figure_row(figure: ClaimFigure) -> dict[str, Any]:
    numbers = ("numerator", "denominator", "unknown", "value", "low", "high")
    return {
        "code": figure.code,
        "label": figure.label,
        "year": figure.year,
        "unit": figure.unit,
        "indicator": figure.indicator,
        **{name: SUPPRESSED if figure.hidden else getattr(figure, name) for name in numbers},
    }
