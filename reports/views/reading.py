"""What a page reads of tables, indicators and findings: within the reader's scopes, small cells hidden."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from reports.access import indicators_for, tables_for
from reports.views.choice import Choice
from reports.views.figures import Figures


def read_figures(
    choice: Choice,
    codes: Iterable[str] | None,
    *,
    by: Sequence[str],
    years: Sequence[int] | None = None,
    only: Container[str] | None = None,
) -> Figures:
    """The figures of `codes` (None = all) for the levels `by` (of them the scopes `only`) and the choice's group."""
    user = choice.request.user
    found = indicators_for(
        user, years or choice.years, by, (choice.group,), codes, only, snapshot=choice.snapshot
    )
    return Figures(found["rows"])


def read_tables(
    choice: Choice, names: Iterable[str], by: Sequence[str], years: Sequence[int], age_bands: str
) -> list[dict[str, Any]]:
    """Rows of the tables `names` for the levels `by` and the choice's group."""
    found = tables_for(
        choice.request.user, years, by, (choice.group,), names, age_bands, snapshot=choice.snapshot
    )
    return found["tables"]
