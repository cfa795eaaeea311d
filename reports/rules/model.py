"""What a rule is: it reads figures and dated norms of one scope and year, and finds something, nothing, or too little.

A rule advises; only a person decides. A finding names no person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from foundation.registries import Registry
from officials.law import NormValue
from reports.indicators import indicators
from reports.indicators.explain import Bounds, bounds_of
from reports.rules.change import Change, Doubt
from reports.scopes import Scope

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

GUARD_CONFIDENCE = "guard.confidence"
SOLUTION_GROUPS = {
    1: "Đổi mới công tác tuyển dụng",
    2: "Đầu tư trang thiết bị, phương tiện",
    3: "Thực hiện tốt chính sách đối với cán bộ, công chức",
    4: "Hoàn thiện công tác đánh giá",
    5: "Nâng cao chất lượng quy hoạch, đào tạo, bồi dưỡng",
    6: "Hoàn thiện công tác khen thưởng, kỷ luật, khắc phục bệnh thành tích",
}


@dataclass(frozen=True)
class Evidence:
    """One figure that made the rule speak, with the threshold it was held against and where that comes from.

    Numerator to `high` (the bounds in % with the unknown counted as no, as yes) are what stands behind the value.
    `is_indicator`: the value is the indicator's own; else the rule has counted something narrower.
    """

    indicator: str
    year: int
    value: float | None
    threshold: float | None
    source: str
    verified: str
    norm: str = ""
    numerator: float | None = None
    denominator: float | None = None
    unknown: int = 0
    low: float | None = None
    high: float | None = None
    is_indicator: bool = False

    def document(self) -> dict[str, Any]:
        return {
            "indicator": self.indicator,
            "year": self.year,
            "value": self.value,
            "threshold": self.threshold,
            "source": self.source,
            "verified": self.verified,
        }


@dataclass(frozen=True)
class Finding:
    """What a rule found in a scope. `quiet_text` says it without numbers, for a reader from whom they are hidden.

    `severity`: gap ÷ target, from 0 to 1. `people`: how many people it concerns (lacking, leaving, …).
    """

    rule: str
    solution_group: int
    scope: Scope
    year: int
    severity: float
    text: str
    quiet_text: str
    evidence: tuple[Evidence, ...]
    people: int
    actions: tuple[str, ...]
    guard: str
    change: Change

    def document(self) -> dict[str, Any]:
        """The object of `findings` in contracts 5."""
        return {
            "rule": self.rule,
            "solution_group": self.solution_group,
            "scope": self.scope.code,
            "severity": self.severity,
            "text": self.text,
            "evidence": [item.document() for item in self.evidence],
            "people": self.people,
            "actions": list(self.actions),
            "guard": self.guard,
        }


@dataclass(frozen=True)
class NotEnough:
    """A rule that could not be judged in a scope: which figures or norms (codes) are missing."""

    rule: str
    scope: Scope
    missing: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        return {"rule": self.rule, "scope": self.scope.code, "missing": list(self.missing)}


class MissingInput(Exception):
    """A figure or norm that a rule needs is not known in this scope."""

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@dataclass(frozen=True)
class Case:
    """One rule's view of one scope: figures by (code, year) and the norms in force on 31/12 of the year.

    `is_guarded` False: what chance may explain at a unit's size is said all the same, to tell it from what is met.
    """

    snapshot: Snapshot
    year: int
    scope: Scope
    rows: Mapping[tuple[str, int], Mapping[str, Any]]
    norms: Mapping[str, NormValue]
    is_guarded: bool = True

    def row(self, code: str, year: int | None = None) -> Mapping[str, Any]:
        """The row of a figure; MissingInput when it has no value."""
        found = self.rows.get((code, self.year if year is None else year))
        if found is None or found["value"] is None:
            raise MissingInput(code)
        return found

    def norm(self, code: str) -> NormValue:
        """The norm of the year; MissingInput when none is in force."""
        if code not in self.norms:
            raise MissingInput(code)
        return self.norms[code]

    @property
    def confidence(self) -> float:
        return float(self.norm(GUARD_CONFIDENCE).value) / 100

    @property
    def is_unit(self) -> bool:
        """True where the statistical guard of units holds."""
        return self.is_guarded and self.scope.level == "unit"

    @property
    def place(self) -> str:
        """The scope as the beginning of a sentence."""
        return self.scope.label


@dataclass(frozen=True)
class Rule:
    """One declared rule. `needs`: indicator codes; `n_years`: how many years up to the year it reads; `norms`: codes
    of its thresholds; `actions`: what may be done, for people to choose from; `levels`: where it speaks.

    `people_name` says what `Finding.people` counts; `fields`, `small` are what a reader must be allowed to read.
    """

    code: str
    solution_group: int
    title: str
    needs: tuple[str, ...]
    norms: tuple[str, ...]
    check: Callable[[Rule, Case], Finding | None]
    actions: tuple[str, ...]
    people_name: str
    n_years: int = 1
    levels: tuple[str, ...] = ("town", "area", "unit")
    fields: tuple[tuple[str, str], ...] = ()
    small: int = 5
    order: int = field(default=0, compare=False)

    @property
    def is_secret(self) -> bool:
        """True when it reads figures that only who may read their fields may know of at all."""
        return any(indicators[code].restricted for code in self.needs)

    def find(
        self,
        case: Case,
        *,
        severity: float,
        text: str,
        quiet_text: str,
        evidence: tuple[Evidence, ...],
        people: int,
        guard: str,
        change: Change,
    ) -> Finding:
        """A finding of this rule; `text` follows the name of the place."""
        return Finding(
            rule=self.code,
            solution_group=self.solution_group,
            scope=case.scope,
            year=case.year,
            severity=min(max(severity, 0.0), 1.0),
            text=f"{case.place}: {text}",
            quiet_text=f"{case.place}: {quiet_text}",
            evidence=evidence,
            people=people,
            actions=self.actions,
            guard=guard,
            change=change,
        )


rules: Registry[Rule] = Registry("rules")


def evidence(
    code: str,
    year: int,
    value: float,
    threshold: float,
    norm: NormValue,
    row: Mapping[str, Any] | None = None,
) -> Evidence:
    """A figure held against a norm; `row` is what its value was counted from."""
    found = Evidence(code, year, value, threshold, norm.basis or norm.source, norm.verified, norm.code)
    if row is None:
        return found
    bounds = _bounds(code, row)
    return replace(
        found,
        numerator=row["numerator"],
        denominator=row["denominator"],
        unknown=int(row.get("unknown") or 0),
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
        is_indicator="indicator" in row,
    )


def doubt_of(code: str, row: Mapping[str, Any]) -> Doubt:
    """What is unknown of a figure."""
    bounds = _bounds(code, row)
    return Doubt(
        int(row.get("unknown") or 0),
        indicators[code].unknown_counted,
        bounds.low if bounds else None,
        bounds.high if bounds else None,
    )


def _bounds(code: str, row: Mapping[str, Any]) -> Bounds | None:
    return bounds_of(indicators[code], dict(row))
