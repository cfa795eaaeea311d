"""What the user decided about the rows that need a word."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.plan import Plan
from exchange.workbooks.result import needs_no_word as needs_no_word
from exchange.workbooks.result import warning_codes
from exchange.workbooks.rows import OK, WARN

TAKE, KEEP, LEAVE = "take", "keep", "leave"


def accepted_part(plan: Plan, row: dict[str, Any], choices: dict[str, Any]) -> Plan | None:
    """What of a row's plan is written; None = nothing.

    `choices` is `{"rows": {"sheet!row": take|keep|leave}, "kinds": {code: take|leave}, "fields": {"sheet!row":
    {part: take|keep}}}`; `keep` leaves what the record holds (of a whole row: where file and record contradict each
    other).
    """
    decision = decide(row, choices)
    if decision == LEAVE:
        return None
    fields = choices.get("fields", {}).get(row_key(row), {})
    kept = {part for part, word in fields.items() if word == KEEP}
    if decision == KEEP:
        kept |= {part for part in plan.conflicts if fields.get(part) != TAKE}
    return plan.without(kept) if kept else plan


def decide(row: dict[str, Any], choices: dict[str, Any]) -> str:
    """What becomes of a row of the result: take, keep (all but what contradicts the record) or leave."""
    if row["status"] == OK:
        return TAKE
    if row["status"] != WARN:
        return LEAVE
    chosen = choices.get("rows", {}).get(row_key(row))
    if chosen in (TAKE, KEEP, LEAVE):
        return str(chosen)
    kinds = choices.get("kinds", {})
    decisions = {kinds.get(code, kinds.get("*", LEAVE)) for code in warning_codes(row)}
    if decisions <= {TAKE, KEEP} and decisions:
        return KEEP if KEEP in decisions else TAKE
    return LEAVE


def row_key(row: dict[str, Any]) -> str:
    return f"{row['sheet']}!{row['row']}"
