"""What a reader gets of kept findings: the rows of `visible_to`, and of hidden numbers only the sentence without them.

Numbers were judged on the day of the run (ADR 0010): what was hidden then stays hidden, whatever the records say today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from plans.models import FindingCause, KnownFinding, RuleRun, RunFinding, closed_rules
from reports.access import SUPPRESSED
from reports.rules import rules


def rule_title(code: str) -> str:
    """The title of a rule; its code when it is no more."""
    rule = rules.get(code)
    return rule.title if rule else code


@dataclass(frozen=True)
class Told:
    """One finding of one run as its reader gets it; `is_hidden`: without any number."""

    row: RunFinding
    is_hidden: bool

    @property
    def text(self) -> str:
        return self.row.quiet_text if self.is_hidden else self.row.text

    @property
    def guard(self) -> str:
        return "" if self.is_hidden else self.row.guard

    @property
    def change(self) -> str:
        return "" if self.is_hidden else str(self.row.change.get("text", ""))

    @property
    def figures(self) -> list[dict[str, Any]]:
        return [] if self.is_hidden else self.row.figures

    def document(self) -> dict[str, Any]:
        """The object of the API; hidden numbers as in contracts 4."""
        row, hidden = self.row, self.is_hidden
        return {
            "id": row.public_id,
            "run": row.run.public_id,
            "finding": row.finding.public_id,
            "rule": row.finding.rule,
            "solution_group": row.finding.solution_group,
            "scope": row.finding.scope,
            "state": row.state,
            "gone_because": row.gone_because,
            "severity": SUPPRESSED if hidden else row.severity,
            "people": SUPPRESSED if hidden else row.people,
            "text": self.text,
            "guard": self.guard,
            "figures": [_hidden(item) for item in row.figures] if hidden else row.figures,
            "change": SUPPRESSED if hidden else row.change,
            "actions": row.actions,
        }


def _hidden(figure: dict[str, Any]) -> dict[str, Any]:
    numbers = ("value", "numerator", "denominator", "unknown", "low", "high")
    return figure | dict.fromkeys(numbers, SUPPRESSED)


def teller(user: Any) -> Callable[[RunFinding], Told]:
    """How this reader is told a row that `visible_to` gave them."""
    closed, opened = closed_rules(user)
    own = user.unit_codes_today()

    def tell(row: RunFinding) -> Told:
        known = row.finding
        # Of a rule that is no more nobody can say what it read: only who reads every field is told its numbers.
        is_open = not closed or known.unit_key in own or known.rule in opened
        return Told(row, is_hidden=not is_open and (row.is_quiet or known.rule not in closed))

    return tell


def rows_of_run(user: Any, run: RuleRun) -> list[Told]:
    """What a run found, as the reader gets it: new first, then what is still there, then what is gone."""
    order = {state: place for place, state in enumerate(RunFinding.State.values)}
    rows = RunFinding.objects.visible_to(user).filter(run=run).select_related("finding", "run")
    told = [teller_of(row) for teller_of in [teller(user)] for row in rows]
    return sorted(told, key=lambda item: (order[item.row.state], -(item.row.severity or 0), item.row.pk))


def history_of(user: Any, finding: KnownFinding) -> list[Told]:
    """What each run said of one finding, the latest first."""
    rows = RunFinding.objects.visible_to(user).filter(finding=finding).select_related("finding", "run")
    tell = teller(user)
    return [tell(row) for row in rows.order_by("-run__run_at", "-pk")]


def counts_of(user: Any, runs: Iterable[RuleRun]) -> dict[int, dict[str, int]]:
    """By run: how many findings the reader sees as new, still there, gone."""
    keys = [run.pk for run in runs]
    found = {key: dict.fromkeys(RunFinding.State.values, 0) for key in keys}
    rows = RunFinding.objects.visible_to(user).filter(run__in=keys).order_by()
    for key, state, n in rows.values_list("run", "state").annotate(n=Count("pk")):
        found[key][state] = n
    return found


@dataclass(frozen=True)
class Compared:
    """Two runs of a year held against each other, at the levels both looked at."""

    new: list[Told]
    still: list[tuple[Told, Told]]
    gone: list[Told]
    levels: list[str]


def compare(user: Any, earlier: RuleRun, later: RuleRun) -> Compared:
    """What the later run found that the earlier did not, what both found, what only the earlier found."""
    levels = [level for level in later.level_codes if level in earlier.level_codes]
    before, after = (_present(user, run, levels) for run in (earlier, later))
    return Compared(
        new=[told for key, told in after.items() if key not in before],
        still=[(before[key], told) for key, told in after.items() if key in before],
        gone=[told for key, told in before.items() if key not in after],
        levels=levels,
    )


def _present(user: Any, run: RuleRun, levels: list[str]) -> dict[int, Told]:
    return {
        told.row.finding_id: told
        for told in rows_of_run(user, run)
        if told.row.state != RunFinding.State.GONE and told.row.finding.level in levels
    }


def causes_of(user: Any, finding: KnownFinding) -> list[FindingCause]:
    """The causes chosen for a finding, those taken back last."""
    rows = FindingCause.objects.visible_to(user).filter(finding=finding).select_related("link")
    return sorted(rows, key=lambda cause: (cause.withdrawn_at is not None, cause.chosen_at, cause.pk))
