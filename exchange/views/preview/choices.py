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
    return {"rows": rows, "kinds": kinds}
