"""The problems of a file by kind: how many, what to do, which may be decided together."""

from __future__ import annotations

from collections import Counter
from typing import Any

from exchange.services import TAKE
from exchange.views.preview.lines import warning_codes
from exchange.views.preview.words import ADVICE, KINDS

MAX_NAMED = 15  # row numbers named for one kind


def kinds_of(rows: list[dict[str, Any]], choices: dict[str, Any]) -> list[dict[str, Any]]:
    """The kinds of warnings that several rows have, to decide for all of a kind at once."""
    found = Counter(code for row in rows if row["status"] == "warn" for code in warning_codes(row))
    taken = {code for code, choice in choices.get("kinds", {}).items() if choice == TAKE}
    return [
        {"code": code, "label": KINDS[code], "count": n, "chosen": code in taken}
        for code, n in found.most_common()
        if n > 1
    ]


def needs_no_word(row: dict[str, Any]) -> bool:
    """A person found by name and birth date whose record already says all of it: nothing to decide."""
    return row["status"] == "warn" and row["change"] == "same" and warning_codes(row) == {"match_without_id"}


def wrong_kinds(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What has to be corrected in Excel, by kind: the act, how many rows, which (as Excel numbers them)."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for code in dict.fromkeys(item["code"] for item in row["problems"] if item["level"] == "error"):
            found.setdefault(code, []).append(row)
    return [
        {
            "code": code,
            "advice": ADVICE[code],
            "count": len(group),
            "rows": ", ".join(str(row["row"]) for row in group[:MAX_NAMED]),
            "more": max(len(group) - MAX_NAMED, 0),
        }
        for code, group in sorted(found.items(), key=lambda item: -len(item[1]))
    ]
