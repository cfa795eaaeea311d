"""The reference tables of theory and experience: which rows may be amended, and what is shown where."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from officials.models import Benchmark, TheoryLink, Verification, split_codes

Reference = TheoryLink | Benchmark


def is_open(row: Reference) -> bool:
    """True while the row has not been read in its source: only then may the district amend it here."""
    return row.verified != Verification.READ


def reference_edit_url(row: Reference) -> str:
    """Where the row is amended; "" for one that has been read in its source."""
    return reverse("officials:reference-edit", args=[row.public_id]) if is_open(row) else ""


def concerns(row: Reference, code: str) -> bool:
    """True when the row speaks of the indicator, or of the family it belongs to (`C2` of `C2.dai_hoc`)."""
    family = code.partition(".")[0]
    return bool({code, family} & set(split_codes(row.indicators)))


def benchmarks_of(code: str) -> list[Benchmark]:
    """What other places report of what the indicator measures, in order; one query."""
    return [row for row in Benchmark.objects.all() if concerns(row, code)]


def find_reference(public_id: str) -> Reference | None:
    """The row of either table with this id."""
    models: Iterable[type[TheoryLink] | type[Benchmark]] = (TheoryLink, Benchmark)
    for model in models:
        found = model.objects.filter(public_id=public_id).first()
        if found is not None:
            return found
    return None
