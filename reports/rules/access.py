"""What a reader gets of findings: whose numbers are hidden, and what nobody else is to know of (ADR 0010)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports import snapshot as snapshots
from reports.access import SUPPRESSED, Reader, is_open, may_tell, reader_of
from reports.indicators.model import indicators
from reports.rules import Finding, NotEnough, recommend, rules
from reports.scopes import Scope
from reports.snapshot import Snapshot


def findings_for(
    user: Any, year: int, by: Iterable[str] = ("town",), snapshot: Snapshot | None = None
) -> list[tuple[Finding, bool]]:
    """The findings `user` gets, each with True where its numbers are hidden: then only `quiet_text` may be shown.

    None that rests on restricted figures goes to who may not read their fields. Numbers are hidden where a figure among the evidence is, or where the people concerned are few and the reader may
    not read that field of them; a finding about another unit is then left out. Errors: Denied.
    """
    reader, snapshot = reader_of(user), snapshot or snapshots.current()
    found = []
    for finding in recommend(year, by, units=reader.units, snapshot=snapshot).findings:
        if _is_secret(reader, snapshot, finding):
            continue
        is_quiet = _is_quiet(snapshot, reader, finding)
        if not (is_quiet and finding.scope.level == "unit"):
            found.append((finding, is_quiet))
    return found


def not_judged_for(
    user: Any, year: int, by: Iterable[str] = ("town",), snapshot: Snapshot | None = None
) -> list[NotEnough]:
    """The rules that lacked their input, in the scopes `user` gets, without those about figures closed to them."""
    reader = reader_of(user)
    found = recommend(year, by, units=reader.units, snapshot=snapshot).not_enough_data
    return [item for item in found if not rules[item.rule].is_secret or reader.reads(rules[item.rule].fields)]


def findings_document(user: Any, year: int, by: Iterable[str] = ("town",)) -> dict[str, Any]:
    """The document of contracts 5 as `user` gets it. Errors: Denied."""
    rows = []
    for finding, is_quiet in findings_for(user, year, by):
        row = finding.document()
        if is_quiet:
            row |= {"text": finding.quiet_text, "people": SUPPRESSED, "severity": SUPPRESSED, "guard": ""}
            row["evidence"] = [item | {"value": SUPPRESSED} for item in row["evidence"]]
        rows.append(row)
    missing = not_judged_for(user, year, by)
    return {"findings": rows, "not_enough_data": [item.document() for item in missing]}


def _is_secret(reader: Reader, snapshot: Snapshot, finding: Finding) -> bool:
    """True when a figure of the finding is restricted and this reader may not know of it."""
    read = [(indicators[item.indicator], item.year) for item in finding.evidence]
    return any(
        indicator.restricted and not may_tell(snapshot, reader, indicator, when, finding.scope)
        for indicator, when in read
    )


# Whoever reads figures of every unit but may not read the fields of a rule gets what a reader without any field gets.
STRANGER = Reader(None, frozenset(), frozenset())


def hidden_from_strangers(snapshot: Snapshot, finding: Finding) -> bool:
    """Whether the numbers of a finding are hidden from a reader of all units who may not read the rule's fields."""
    return _is_quiet(snapshot, STRANGER, finding)


def figures_hidden_from_strangers(
    snapshot: Snapshot, scope: Scope, figures: Iterable[tuple[str, int]]
) -> bool:
    """The same of figures (code, year) that belong to no finding."""
    return any(
        not may_tell(snapshot, STRANGER, indicators[code], when, scope)
        for code, when in figures
        if code in indicators
    )


def _is_quiet(snapshot: Snapshot, reader: Reader, finding: Finding) -> bool:
    rule, scope = rules[finding.rule], finding.scope
    if is_open(reader, scope, snapshot, rule.fields):
        return False
    if snapshot.base is not None or snapshot.live is not None or 0 < finding.people < rule.small:
        return True
    read = [(indicators[item.indicator], item.year) for item in finding.evidence]
    return any(not may_tell(snapshot, reader, indicator, when, scope) for indicator, when in read)
