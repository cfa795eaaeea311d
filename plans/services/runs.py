"""A run of the rules that is kept: each finding with that day's figures, and how it stands against the run before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from foundation import audit
from foundation.ids import new_public_id
from foundation.models import AuditArea
from foundation.scope import unscoped
from foundation.versions import create_once
from plans.checks import check_can_run
from plans.models import KnownFinding, RuleRun, RunFinding
from reports import snapshot as snapshots
from reports.rules import Evidence, Finding, Recommendations, Standing, recommend, rules, standings
from reports.rules.access import figures_hidden_from_strangers, hidden_from_strangers
from reports.scopes import LEVELS, scopes_of
from reports.snapshot import Snapshot

Key = tuple[str, str]  # rule, scope
State, Gone = RunFinding.State, RunFinding.Gone


@dataclass(frozen=True)
class Judged:
    """What the rules say of a year, before it is kept: on which data, at which levels."""

    snapshot: Snapshot
    year: int
    levels: tuple[str, ...]
    found: Recommendations


def run_rules(*, by: Any, year: int, levels: Iterable[str] = LEVELS, key: str = "") -> RuleRun:
    """Run the rules over `year` and keep what they find. One audit event `run_rules`; the same `key` runs once.

    Errors: Denied; Refused when the key was used for something else.
    """
    check_can_run(by)
    chosen = tuple(level for level in LEVELS if level in set(levels))

    def make() -> RuleRun:
        snapshot = snapshots.current()
        return keep_run(
            by=by, judged=Judged(snapshot, year, chosen, recommend(year, chosen, snapshot=snapshot))
        )

    content = {"year": year, "levels": chosen}
    made, _ = create_once(
        by=by, key=key, action="run_rules", content=content, make=make, find=lambda found: RuleRun.objects.get(public_id=found)
    )  # fmt: skip
    return cast(RuleRun, made)


@transaction.atomic
def keep_run(*, by: Any, judged: Judged) -> RuleRun:
    """Keep one judgement as a run, whole or not at all. Errors: Denied."""
    check_can_run(by)
    audit.take_turn()  # the run before must be known when this one compares itself with it
    run = RuleRun(
        public_id=new_public_id(RuleRun.id_letter),
        year=judged.year,
        levels=" ".join(judged.levels),
        data_version=judged.snapshot.version,
        n_rules=len(rules),
        run_at=timezone.now(),
        run_by_id=by.pk,
        run_by_name=by.full_name or by.username,
    )
    with unscoped("a run compares every scope with the run before; the right was checked"):
        before = _before(judged)
        run.save(force_insert=True)
        rows = [*_found_rows(run, judged, before), *_gone_rows(run, judged, before)]
        _keep_known(judged.year, rows)
        RunFinding.objects.bulk_create(rows, batch_size=200)
    counts = {state: sum(row.state == state for row in rows) for state in State.values}
    audit.record(
        by=by,
        action="run_rules",
        obj=run,
        changes={"year": [None, run.year], "levels": [None, run.levels]}
        | {state: [None, n] for state, n in counts.items()},
        summary=f"Năm {run.year}: {counts['new']} mới, {counts['still']} vẫn còn, {counts['gone']} không còn.",
        area=AuditArea.PLANS,
    )
    return run


def _before(judged: Judged) -> dict[Key, RunFinding]:
    """What the last run of each level found: findings present then, by rule and scope."""
    present: dict[Key, RunFinding] = {}
    runs = list(RuleRun.objects.filter(year=judged.year))
    for level in judged.levels:
        last = next((run for run in runs if level in run.level_codes), None)
        if last is not None:
            rows = RunFinding.objects.filter(run=last, finding__level=level).exclude(state=State.GONE)
            present |= {(row.finding.rule, row.finding.scope): row for row in rows.select_related("finding")}
    return present


def _found_rows(run: RuleRun, judged: Judged, before: dict[Key, RunFinding]) -> list[RunFinding]:
    return [
        RunFinding(
            public_id=f"{RunFinding.id_letter}-{run.public_id}-{position}",
            run=run,
            finding=_known(judged, finding),
            state=State.STILL if (finding.rule, finding.scope.code) in before else State.NEW,
            severity=finding.severity,
            people=finding.people,
            text=finding.text,
            quiet_text=finding.quiet_text,
            guard=finding.guard,
            figures=[_figure(item) for item in finding.evidence],
            change=finding.change.document(),
            actions=list(finding.actions),
            is_quiet=hidden_from_strangers(judged.snapshot, finding),
        )
        for position, finding in enumerate(judged.found.findings, start=1)
    ]


def _known(judged: Judged, finding: Finding) -> KnownFinding:
    scope = finding.scope
    return KnownFinding(
        year=judged.year,
        rule=finding.rule,
        solution_group=finding.solution_group,
        scope=scope.code,
        level=scope.level,
        unit_key=judged.snapshot.units.ids[scope.unit] if scope.unit >= 0 else "",
        place=scope.label,
    )


def _gone_rows(run: RuleRun, judged: Judged, before: dict[Key, RunFinding]) -> list[RunFinding]:
    present = {(finding.rule, finding.scope.code) for finding in judged.found.findings}
    gone = {key: row for key, row in before.items() if key not in present}
    stand = standings(judged.snapshot, judged.year, gone)
    scopes = {scope.code: scope for scope in scopes_of(judged.snapshot, judged.year, LEVELS, ("",))}
    rows = []
    for position, (key, last) in enumerate(gone.items(), start=len(present) + 1):
        standing, scope = stand[key], scopes.get(key[1])
        figures = _same_figures(last, standing)
        told = [(item.indicator, item.year) for item in figures]
        quiet = (
            bool(scope) and figures_hidden_from_strangers(judged.snapshot, scope, told) if scope else False
        )
        text = f"{last.finding.place}: {Gone(standing.why).label.lower()}."
        rows.append(
            RunFinding(
                public_id=f"{RunFinding.id_letter}-{run.public_id}-{position}",
                run=run,
                finding=last.finding,
                state=State.GONE,
                gone_because=standing.why,
                text=text,
                quiet_text=text,
                figures=[_figure(item) for item in figures],
                is_quiet=quiet or last.is_quiet,
            )
        )
    return rows


def _same_figures(last: RunFinding, standing: Standing) -> Sequence[Evidence]:
    """Today's figures of what the finding was seen in, where these were the indicators' own."""
    seen = {item["indicator"] for item in last.figures if item["is_indicator"]}
    return [item for item in standing.figures if item.indicator in seen]


def _figure(item: Evidence) -> dict[str, Any]:
    return asdict(item)


def _keep_known(year: int, rows: list[RunFinding]) -> None:
    """Give every row its known finding: the one of an earlier run, else a new one."""
    held = {(known.rule, known.scope): known for known in KnownFinding.objects.filter(year=year)}
    fresh, turned_quiet = [], []
    for row in rows:
        known = held.get((row.finding.rule, row.finding.scope))
        if known is None:
            known = row.finding
            known.public_id = new_public_id(KnownFinding.id_letter)
            known.is_quiet = row.is_quiet
            fresh.append(known)
        elif row.is_quiet and not known.is_quiet:
            known.is_quiet = True
            turned_quiet.append(known)
        row.finding = known
    KnownFinding.objects.bulk_create(fresh, batch_size=200)
    KnownFinding.objects.bulk_update(turned_quiet, ["is_quiet"], batch_size=200)
    made = {(known.rule, known.scope): known for known in KnownFinding.objects.filter(year=year)}
    for row in rows:
        row.finding = made[row.finding.rule, row.finding.scope]
