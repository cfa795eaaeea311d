"""Running the rules over scopes: what is found, and what cannot be said for want of data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from officials.law import NormValue, norms_on
from reports import snapshot as snapshots
from reports.indicators.compute import chosen_indicators, rows_of
from reports.rules.model import Case, Finding, MissingInput, NotEnough, Rule, rules
from reports.scopes import Scope, scopes_of

if TYPE_CHECKING:
    from reports.snapshot import Snapshot


@dataclass(frozen=True)
class Recommendations:
    """Findings, the gravest first within each scope, and the rules that lacked their input."""

    findings: tuple[Finding, ...]
    not_enough_data: tuple[NotEnough, ...]

    def document(self) -> dict[str, Any]:
        """The JSON document of contracts 5."""
        return {
            "findings": [finding.document() for finding in self.findings],
            "not_enough_data": [item.document() for item in self.not_enough_data],
        }


def recommend(
    year: int,
    by: Iterable[str] = ("town",),
    codes: Iterable[str] | None = None,
    units: Collection[str] | None = None,
    *,
    snapshot: Snapshot | None = None,
) -> Recommendations:
    """What the rules (`codes`, None = all) find in `year` in the scopes of the levels `by`.

    Judged by the norms of the reference day. `units`: the ids that `unit:*` scopes may be of. Unsuppressed: what a reader gets is
    `reports.access.findings_for`.
    """
    snapshot = snapshot or snapshots.current()
    levels = tuple(by)
    everything = snapshot.memo(("recommend", year), lambda: _run(snapshot, year))
    wanted = None if codes is None else set(codes)

    def chosen(rule: str, scope: Scope) -> bool:
        reachable = scope.unit < 0 or units is None or snapshot.units.ids[scope.unit] in units
        return scope.level in levels and reachable and (wanted is None or rule in wanted)

    return Recommendations(
        tuple(found for found in everything.findings if chosen(found.rule, found.scope)),
        tuple(item for item in everything.not_enough_data if chosen(item.rule, item.scope)),
    )


def _run(snapshot: Snapshot, year: int) -> Recommendations:
    scopes = scopes_of(snapshot, year, ("town", "area", "unit"), ("",))
    norms = norms_on(snapshot.day(year))
    figures = _figures(snapshot, year, scopes)
    findings: list[Finding] = []
    missing: list[NotEnough] = []
    for place, scope in enumerate(scopes):
        rows = {key: column[place] for key, column in figures.items()}
        case = Case(snapshot, year, scope, rows, norms)
        found = [_judge(rule, case, missing) for rule in rules if scope.level in rule.levels]
        findings += sorted((f for f in found if f is not None), key=lambda f: -f.severity)
    return Recommendations(tuple(findings), tuple(missing))


def _judge(rule: Rule, case: Case, missing: list[NotEnough]) -> Finding | None:
    absent = _absent(rule, case.norms)
    if absent:
        missing.append(NotEnough(rule.code, case.scope, absent))
        return None
    try:
        return rule.check(rule, case)
    except MissingInput as error:
        missing.append(NotEnough(rule.code, case.scope, error.codes))
        return None


def _absent(rule: Rule, norms: Mapping[str, NormValue]) -> tuple[str, ...]:
    return tuple(code for code in rule.norms if code not in norms)


def _figures(
    snapshot: Snapshot, year: int, scopes: Sequence[Scope]
) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """(code, year) → rows in the order of `scopes`, for all that any rule reads."""
    needs = {code for rule in rules for code in rule.needs}
    chosen = chosen_indicators(needs)
    n_years = max(rule.n_years for rule in rules)
    return {
        (code, when): rows
        for when in range(year - n_years + 1, year + 1)
        for code, rows in rows_of(snapshot, chosen, when, scopes).items()
    }
