"""What a reader gets of the tests: numbers from few people are hidden, and of discipline in a khu nothing is said.

A test's numbers rest on counts of people (`Answer.cells`). Where the reader may not read the fields of these people
and one count is small, the reader's own units taken out, only the state and general words are given. One khu alone is
never hidden beside its town, since it would be the rest: then all khu are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from foundation.errors import Denied
from officials.law import norms_on
from reports import snapshot as snapshots
from reports.access import SUPPRESSED, Reader, may_read, reader_of
from reports.credibility.engine import LEVELS, Summary, Verdict, credibility, definition, summaries
from reports.credibility.model import MISSING, CredibilityTest, credibility_tests
from reports.frames.contradictions import disciplined
from reports.snapshot import Snapshot

DISCIPLINE_RULE = "E1.discipline.any"
_DISCIPLINE = ("assessments.Discipline", "form")


def credibility_for(user: Any, year: int, by: Iterable[str] = LEVELS) -> list[Verdict]:
    """The tests of the levels `by` as `user` gets them. Errors: Denied for a role that reads no figures."""
    reader, snapshot = reader_of(user), snapshots.current()
    everything = credibility(year, snapshot=snapshot)
    shown: list[Verdict] = []
    for test in credibility_tests:
        verdicts = [verdict for verdict in everything if verdict.test.code == test.code]
        if not all(may_read(user, pair) for pair in test.fields):
            verdicts = _hidden(snapshot, reader, test, verdicts)
        shown += verdicts
    levels = tuple(by)
    scopes = list(dict.fromkeys(verdict.scope.code for verdict in everything))
    chosen = [verdict for verdict in shown if verdict.scope.level in levels]
    return sorted(chosen, key=lambda verdict: scopes.index(verdict.scope.code))


def _hidden(
    snapshot: Snapshot, reader: Reader, test: CredibilityTest, verdicts: Sequence[Verdict]
) -> list[Verdict]:
    own = [
        row for row, unit in enumerate(snapshot.units.ids) if reader.units is not None and unit in reader.own
    ]
    counts = {v.scope.code: _others(v, own) for v in verdicts if v.answer.cells is not None}
    town = counts.get("all")
    areas = [count for code, count in counts.items() if code != "all"]
    if town is not None and areas and len(areas) == sum(v.scope.level == "area" for v in verdicts):
        areas.append(town - np.sum(areas, axis=0))  # units without a khu would be the rest
    hides_town = town is not None and _is_small(town, test.small)
    hides_areas = hides_town or any(_is_small(count, test.small) for count in areas)
    return [
        replace(
            verdict,
            numbers_hidden=(hides_town if verdict.scope.level == "town" else hides_areas)
            and verdict.answer.cells is not None,
            is_hidden=test.only_town_when_hidden and verdict.scope.level != "town",
        )
        for verdict in verdicts
    ]


def _others(verdict: Verdict, own: list[int]) -> np.ndarray:
    cells = np.array(verdict.answer.cells)
    cells[own] = 0
    total: np.ndarray = cells.sum(axis=0)
    return total


def _is_small(count: np.ndarray, small: int) -> bool:
    return bool(((count > 0) & (count < small)).any())


def credibility_document(user: Any, year: int, by: Iterable[str] = LEVELS) -> dict[str, Any]:
    """The tests as the API gives them: definitions, results, and one summary a scope. Errors: Denied."""
    verdicts = credibility_for(user, year, by)
    return {
        "year": year,
        "definitions": [definition(test) for test in credibility_tests],
        "summaries": [_summary_row(summary) for summary in summaries(verdicts)],
        "results": [_result_row(verdict) for verdict in verdicts],
    }


def _summary_row(summary: Summary) -> dict[str, Any]:
    given = summary.is_given
    return {
        "scope": summary.scope.code,
        "signs": summary.signs if given else None,
        "computed": summary.computed,
        "underpowered": summary.underpowered,
        "missing": summary.missing,
        "families": [
            {"family": family, "signs": signs if given else None, "computed": computed}
            for family, signs, computed in summary.families
        ],
        "text": summary.text,
    }


def _result_row(verdict: Verdict) -> dict[str, Any]:
    quiet = verdict.numbers_hidden or verdict.is_hidden
    return {
        "test": verdict.test.code,
        "scope": verdict.scope.code,
        "state": SUPPRESSED if verdict.is_hidden else verdict.state,
        "reading": verdict.reading,
        "figures": SUPPRESSED
        if quiet
        else [
            {"code": f.code, "label": f.label, "value": f.value, "unit": f.unit.strip()}
            for f in verdict.answer.figures
        ],
        "detail": "" if quiet else verdict.answer.detail,
        "power": "" if quiet else verdict.answer.power,
        "missing": list(verdict.answer.missing) if verdict.state == MISSING and not quiet else [],
    }


@dataclass(frozen=True)
class Contradiction:
    """Someone disciplined in the year and rated good for it. `against_rule`: whether the rule of that 31/12 demands
    "không hoàn thành nhiệm vụ"; None where the rule of the time has not been read."""

    official_id: str
    unit_id: str
    unit_name: str
    in_duty: bool
    against_rule: bool | None


def contradictions_for(user: Any, year: int) -> list[Contradiction]:
    """The people behind I6, for readers of every unit's disciplinary decisions. Errors: Denied for anyone else."""
    if not may_read(user, _DISCIPLINE):
        raise Denied("Danh sách này chỉ Phòng Nội vụ được xem.")
    snapshot = snapshots.current()
    found, rule = disciplined(snapshot, year), norms_on(date(year, 12, 31)).get(DISCIPLINE_RULE)
    rows = np.flatnonzero(found.rated_good).tolist()
    units = snapshot.units
    return [
        Contradiction(
            official_id=snapshot.officials.ids[found.official[row]],
            unit_id=units.ids[found.unit[row]],
            unit_name=units.names[found.unit[row]],
            in_duty=bool(found.in_duty[row]),
            against_rule=None if rule is None else bool(rule.value) or bool(found.in_duty[row]),
        )
        for row in rows
    ]
