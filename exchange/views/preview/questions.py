"""The problems of a file by kind: how many, what to do, which may be decided together."""

from __future__ import annotations

from typing import Any

from exchange.services import TAKE
from exchange.views.preview.words import ADVICE, KINDS


def kinds_of(summary: dict[str, Any], choices: dict[str, Any]) -> list[dict[str, Any]]:
    """The kinds of warnings that several rows have, to decide for all of a kind at once."""
    taken = {code for code, choice in choices.get("kinds", {}).items() if choice == TAKE}
    return [
        {"code": code, "label": KINDS[code], "count": n, "chosen": code in taken}
        for code, n in summary["kinds"]
        if n > 1
    ]


def wrong_kinds(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """What has to be corrected in Excel, by kind: the act, how many rows, which (as Excel numbers them)."""
    return [
        {
            "code": kind["code"],
            "advice": ADVICE[kind["code"]],
            "count": kind["count"],
            "rows": ", ".join(str(number) for number in kind["rows"]),
            "more": kind["count"] - len(kind["rows"]),
        }
        for kind in summary["wrong"]
    ]
