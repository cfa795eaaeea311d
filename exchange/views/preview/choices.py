"""What the user has chosen, read from the form."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from exchange.models import ImportBatch
from exchange.services import KEEP, LEAVE, TAKE, row_key
from exchange.views.preview.words import KINDS


def choices_of(post: QueryDict, batch: ImportBatch) -> dict[str, Any]:
    """The user's choices from the form: only rows and kinds that the preview has."""
    rows = {}
    for row in batch.result.get("rows", []):
        chosen = post.get(f"row-{row_key(row)}", "")
        if row["status"] == "warn" and chosen in (TAKE, KEEP, LEAVE):
            rows[row_key(row)] = chosen
    kinds = {code: post[f"kind-{code}"] for code in KINDS if post.get(f"kind-{code}") in (TAKE, LEAVE)}
    return {"rows": rows, "kinds": kinds, "fields": _fields(post, batch)}


def _fields(post: QueryDict, batch: ImportBatch) -> dict[str, dict[str, str]]:
    """The fields kept as the record has them; taking the file's value is what a row's own choice says already."""
    kept: dict[str, dict[str, str]] = {}
    for row in batch.result.get("rows", []):
        for item in row.get("differences", []) if row["status"] == "warn" else ():
            if post.get(f"field-{row_key(row)}-{item['part']}") == KEEP:
                kept.setdefault(row_key(row), {})[item["part"]] = KEEP
    return kept
