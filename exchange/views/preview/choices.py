"""What the user has chosen, read from the form."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from exchange.models import ImportBatch
from exchange.services import KEEP, LEAVE, QUESTION, TAKE, RowList, row_key
from exchange.views.preview.words import KINDS

_NAMED = re.compile(r"(?:row|field)-.*!([0-9]{1,9})(?:-|$)", re.DOTALL)


def choices_of(post: QueryDict, batch: ImportBatch) -> dict[str, Any]:
    """The user's choices from the form: only rows and kinds that the preview has."""
    asked = list(RowList(batch, (QUESTION,), numbers=_numbers(post)))
    rows = {row_key(row): post[f"row-{row_key(row)}"] for row in asked if f"row-{row_key(row)}" in post}
    rows = {key: chosen for key, chosen in rows.items() if chosen in (TAKE, KEEP, LEAVE)}
    kinds = {code: post[f"kind-{code}"] for code in KINDS if post.get(f"kind-{code}") in (TAKE, LEAVE)}
    return {"rows": rows, "kinds": kinds, "fields": _fields(post, asked)}


def _numbers(post: QueryDict) -> frozenset[int]:
    """Numbers of the rows that the form speaks of; the rest of a long file is not opened."""
    found = (_NAMED.match(name) for name in post)
    return frozenset(int(match[1]) for match in found if match)


def _fields(post: QueryDict, rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """The fields kept as the record has them; taking the file's value is what a row's own choice says already."""
    kept: dict[str, dict[str, str]] = {}
    for row in rows:
        for item in row["differences"]:
            if post.get(f"field-{row_key(row)}-{item['part']}") == KEEP:
                kept.setdefault(row_key(row), {})[item["part"]] = KEEP
    return kept
