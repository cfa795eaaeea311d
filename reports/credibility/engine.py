"""Running the tests over town and khu, and the one sentence that sums them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from officials.law import NormMissing, norm_on, norms_on
from reports import snapshot as snapshots
from reports.credibility.case import Case
from reports.credibility.model import (
    FAMILIES,
    MISSING,
    SIGN,
    UNDERPOWERED,
    Answer,
    CredibilityTest,
    credibility_tests,
)
from reports.rules.model import MissingInput
from reports.scopes import Scope, scopes_of

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

LEVELS = ("town", "area")
LEAST_TESTS = "credibility.min_tests"
NAME = "Mức dấu hiệu cần xem lại"
_DEFAULT_LEAST = 6


@dataclass(frozen=True)
class Verdict:
    """One test in one scope. `numbers_hidden`: to this reader only the state and the test's general words are said."""

    test: CredibilityTest
    scope: Scope
    year: int
    answer: Answer
    numbers_hidden: bool = False
    is_hidden: bool = False

    @property
    def state(self) -> str:
        return MISSING if self.is_hidden else self.answer.state

    @property
    def reading(self) -> str:
        return self.test.readings.get(self.state, "")


@dataclass(frozen=True)
class Summary:
    """`signs` in `computed` tests; `underpowered` of them could not conclude, `missing` could not be computed.

    `families`: (code, signs, computed) of each. `text` is "" when too few tests could be computed to sum them up.
    """

    scope: Scope
    signs: int
    computed: int
    underpowered: int
    missing: int
    least: int
    families: tuple[tuple[str, int, int], ...]

    @property
    def is_given(self) -> bool:
        return self.computed >= self.least

    @property
    def text(self) -> str:
        if not self.is_given:
            return f"Mới tính được {self.computed} phép thử; từ {self.least} phép thử trở lên mới nêu {NAME.lower()}."
        unsure = f"; {self.underpowered} trong số đó chưa đủ lực kết luận" if self.underpowered else ""
        return f"{self.signs} trong {self.computed} phép thử tính được có dấu hiệu{unsure}."


def credibility(year: int, by: Iterable[str] = LEVELS, *, snapshot: Snapshot | None = None) -> list[Verdict]:
    """Every test of every scope of the levels `by` (town, area), judged by the norms of 31/12.

    Unsuppressed: what a reader gets is `reports.credibility.access`.
    """
    snapshot = snapshot or snapshots.current()
    levels = tuple(by)
    found = snapshot.memo(("credibility", year), lambda: _run(snapshot, year))
    return [verdict for verdict in found if verdict.scope.level in levels]


def _run(snapshot: Snapshot, year: int) -> list[Verdict]:
    norms = norms_on(date(year, 12, 31))
    found = []
    for scope in scopes_of(snapshot, year, LEVELS, ("",)):
        case = Case(snapshot, year, scope, norms)
        found += [
            Verdict(test, scope, year, _judge(test, case))
            for test in credibility_tests
            if scope.level in test.levels
        ]
    return found


def _judge(test: CredibilityTest, case: Case) -> Answer:
    try:
        return test.run(case)
    except MissingInput as error:
        return Answer(MISSING, missing=error.codes)


def summaries(verdicts: Iterable[Verdict]) -> list[Summary]:
    """One summary a scope, in the order of the verdicts."""
    by_scope: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_scope.setdefault(verdict.scope.code, []).append(verdict)
    if not by_scope:
        return []
    year = next(iter(by_scope.values()))[0].year
    least = _least(year)
    return [_summary(found, least) for found in by_scope.values()]


def _least(year: int) -> int:
    """From how many tests on a summary is given, by the norm of 31/12."""
    try:
        return int(norm_on(LEAST_TESTS, date(year, 12, 31)).value)
    except NormMissing:
        return _DEFAULT_LEAST


def _summary(verdicts: list[Verdict], least: int) -> Summary:
    shown = [verdict for verdict in verdicts if not verdict.is_hidden]
    computed = [verdict for verdict in shown if verdict.state != MISSING]
    return Summary(
        scope=verdicts[0].scope,
        signs=sum(verdict.state == SIGN for verdict in computed),
        computed=len(computed),
        underpowered=sum(verdict.state == UNDERPOWERED for verdict in computed),
        missing=len(shown) - len(computed),
        least=least,
        families=tuple(
            (
                family,
                sum(verdict.state == SIGN for verdict in computed if verdict.test.family == family),
                sum(verdict.test.family == family for verdict in computed),
            )
            for family in FAMILIES
        ),
    )


def definition(test: CredibilityTest) -> dict[str, Any]:
    """What the API says of a test."""
    return {
        "code": test.code,
        "family": test.family,
        "title": test.title,
        "question": test.question,
        "formula": test.formula,
        "caveat": test.caveat,
        "data": test.data,
        "needs": list(test.needs),
        "norms": list(test.norms),
        "levels": list(test.levels),
        "source": test.source,
        "verified": test.verified,
    }
