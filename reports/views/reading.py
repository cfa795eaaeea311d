"""What a page reads of tables, indicators and findings: within the reader's scopes, small cells hidden."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from reports.access import indicators_for, reader_of, tables_for
from reports.comparison import Funnel, funnel
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


def read_funnel(choice: Choice, code: str, figures: Figures, level: str = "unit") -> Funnel | None:
    """The funnel of an indicator over the units (or khu) that the reader gets, from `figures` of them and the town;
    kept for the readers who get the same rows."""
    key = ("funnel", reader_of(choice.request.user), code, choice.year, choice.group, level)
    found: Funnel | None = choice.snapshot.memo(key, lambda: _funnel(choice, code, figures, level))
    return found


def _funnel(choice: Choice, code: str, figures: Figures, level: str) -> Funnel | None:
    town = figures.row(code, choice.year, choice.code("all"))
    rows = [
        (scope.label, row)
        for scope in choice.offered
        if scope.level == level
        and (row := figures.row(code, choice.year, choice.code(scope.code))) is not None
    ]
    return funnel(code, choice.year, town, rows) if town else None


def read_tables(
    choice: Choice, names: Iterable[str], by: Sequence[str], years: Sequence[int], age_bands: str
) -> list[dict[str, Any]]:
    """Rows of the tables `names` for the levels `by` and the choice's group."""
    found = tables_for(
        choice.request.user, years, by, (choice.group,), names, age_bands, snapshot=choice.snapshot
    )
    return found["tables"]
