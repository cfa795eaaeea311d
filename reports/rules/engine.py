"""Running the rules over scopes: what is found, and what cannot be said for want of data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from officials.law import NormValue, norms_on
from reports import snapshot as snapshots
from reports.indicators.compute import chosen_indicators, rows_of
from reports.rules.model import Case, Evidence, Finding, MissingInput, NotEnough, Rule, rules
from reports.scopes import LEVELS, Scope, scopes_of

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
    `reports.rules.access.findings_for`.
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
    scopes = scopes_of(snapshot, year, LEVELS, ("",))
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


MET, CHANCE, NO_DATA, NO_SCOPE, NO_RULE = "met", "chance", "no_data", "no_scope", "no_rule"


@dataclass(frozen=True)
class Standing:
    """How a rule that says nothing stands: the threshold is met, chance may explain the gap, figures or norms are
    missing, the scope or the rule is no more. `figures`: what it read, as far as known, without thresholds."""

    why: str
    figures: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()


def standings(
    snapshot: Snapshot, year: int, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Standing]:
    """How the silent (rule, scope) pairs stand in `year`."""
    wanted = set(pairs)
    scopes = {scope.code: scope for scope in scopes_of(snapshot, year, LEVELS, ("",))}
    asked = [scopes[code] for code in sorted({scope for _, scope in wanted}) if code in scopes]
    norms, figures = norms_on(snapshot.day(year)), _figures(snapshot, year, asked)
    cases = {
        scope.code: Case(
            snapshot, year, scope, {key: column[place] for key, column in figures.items()}, norms, False
        )
        for place, scope in enumerate(asked)
    }
    return {pair: _standing(rules.get(pair[0]), cases.get(pair[1])) for pair in wanted}


def _standing(rule: Rule | None, case: Case | None) -> Standing:
    if rule is None:
        return Standing(NO_RULE)
    if case is None:
        return Standing(NO_SCOPE)
    missing: list[NotEnough] = []
    found = _judge(rule, case, missing)
    figures = tuple(
        Evidence(code, case.year, row["value"], None, "", "", "", row["numerator"], row["denominator"],
                 int(row["unknown"] or 0), is_indicator=True)
        for code in rule.needs
        if (row := case.rows.get((code, case.year))) is not None and row["value"] is not None
    )  # fmt: skip
    if missing:
        return Standing(NO_DATA, figures, missing[0].missing)
    return Standing(CHANCE if found else MET, figures)


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
