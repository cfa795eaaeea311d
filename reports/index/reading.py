"""The index as a reader gets it: from the rows the reader may see, with the norms in force on 31/12."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foundation.dates import year_end
from officials.law import NormValue, norms_on
from reports.access import Reader, hide_rows, indicators_for, reader_of
from reports.index.compute import IndexResult, Rows, compute_index
from reports.index.model import COMPLAINTS, COMPONENTS, PILLARS, Component, catalogue_codes, fields_of
from reports.indicators.compute import rows_of
from reports.scopes import Scope, scopes_of
from reports.snapshot import Snapshot

LEVELS_READ = ("town", "area", "unit")


def index_for(user: Any, snapshot: Snapshot, year: int, variant: str = "") -> IndexResult:
    """The index of the town, the khu and the units in the reader's reach. Errors: Denied."""
    reader = reader_of(user)

    def build() -> IndexResult:
        norms = norms_on(year_end(year))
        scopes = scopes_of(snapshot, year, LEVELS_READ, ("",), reader.units)
        labels = [(scope.code, scope.label) for scope in scopes]
        rows = _rows(user, snapshot, year, scopes)
        return compute_index(
            year, labels, rows, goalposts(norms), weights(norms), variant, inner(norms, reader)
        )

    # An edited norm is an event about records, so what is kept is never stale.
    return snapshot.memo(("index", year, variant, reader), build)


def goalposts(norms: Mapping[str, NormValue]) -> dict[str, tuple[float, float]]:
    """Low and target by component, of those whose norms are in force."""
    return {
        c.code: (float(norms[c.low_norm].value), float(norms[c.target_norm].value))
        for c in COMPONENTS
        if c.low_norm in norms and c.target_norm in norms
    }


def weights(norms: Mapping[str, NormValue]) -> dict[str, float]:
    """The weight by pillar, of those whose norm is in force."""
    return {p.code: float(norms[p.weight_norm].value) for p in PILLARS if p.weight_norm in norms}


def inner(norms: Mapping[str, NormValue], reader: Reader) -> dict[str, float]:
    """The weight within its pillar by component: as its norm has it, 0 for plans that the reader may not read."""
    return {
        c.code: (float(norms[c.weight_norm].value) if c.weight_norm in norms else 1.0)
        if reader.reads(fields_of(c))
        else 0.0
        for c in COMPONENTS
    }


def _rows(user: Any, snapshot: Snapshot, year: int, scopes: list[Scope]) -> Rows:
    document = indicators_for(user, [year], LEVELS_READ, codes=catalogue_codes(), snapshot=snapshot)
    found = {(row["indicator"], row["scope"]): row for row in document["rows"]}
    counted = rows_of(snapshot, [COMPLAINTS], year, scopes)[COMPLAINTS.code]
    for scope, row in zip(
        scopes, hide_rows(snapshot, reader_of(user), COMPLAINTS, year, scopes, counted), strict=True
    ):
        found[COMPLAINTS.code, scope.code] = row
    joined = {
        (scope.code, component.code): _joined(component, scope.code, found)
        for scope in scopes
        for component in COMPONENTS
    }
    return {key: row for key, row in joined.items() if row is not None}


def _joined(
    component: Component, scope: str, found: Mapping[tuple[str, str], Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The row of a component: its codes added up, hidden when one of them is."""
    group = component.group and (
        f"group:{component.group}" if scope == "all" else f"{scope}|group:{component.group}"
    )
    parts = [found.get((code, group or scope)) for code in component.codes]
    rows = [part for part in parts if part is not None]
    if len(rows) != len(parts) or not rows:
        return None
    if len(rows) == 1 or any(isinstance(row["value"], dict) for row in rows):
        return next((row for row in rows if isinstance(row["value"], dict)), rows[0])
    top, bottom = sum(row["numerator"] for row in rows), rows[0]["denominator"]
    return {"numerator": top, "denominator": bottom, "value": 100 * top / bottom if bottom else None}
