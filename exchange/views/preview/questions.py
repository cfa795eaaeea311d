"""The problems of a file by kind: how many, what to do, which may be decided together."""

from __future__ import annotations

from collections import Counter
from typing import Any

from exchange.services import TAKE
from exchange.views.preview.lines import warning_codes
from exchange.views.preview.words import KINDS


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
