"""Inspections of a year by the unit that answers for them on the reference day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reports.frames.successors import heirs
from reports.reading import Bools, Ints, day_number

if TYPE_CHECKING:
    from reports.snapshot import Snapshot


@dataclass(frozen=True)
class InspectionFrame:
    """By unit position, whole numbers: `held` inspections (`planned`, `sudden`), `units` 1 where there was any, those
    with known and unknown conclusions, `with_findings`, `violations`, `sanctions`; `due` orders to remedy whose time
    ended in the year, `remedied_on_time` those kept."""

    numbers: dict[str, Ints]


def inspections(snapshot: Snapshot, year: int) -> InspectionFrame:
    """Inspections that began in `year`, and remedies due in it.

    An inspection of a unit that has since gone over into another is that other's: nothing vanishes with a merger.
    """
    return snapshot.memo(("inspections", year), lambda: _build(snapshot, year))


def _build(snapshot: Snapshot, year: int) -> InspectionFrame:
    table, day = snapshot.inspections, day_number(snapshot.day(year))
    first = day_number(date(year, 1, 1))
    heir = heirs(snapshot, day)
    unit = np.where(heir[table.unit] >= 0, heir[table.unit], table.unit)
    held = (table.year == year) & (table.day <= day)
    stated = held & (table.findings >= 0)
    # A remedy is judged in the year in which its time ends, whenever the inspection was.
    due = (first <= table.due) & (table.due <= day)

    def count(chosen: Bools, weights: Ints | None = None) -> Ints:
        found = np.bincount(
            unit[chosen],
            weights=None if weights is None else weights[chosen],
            minlength=len(snapshot.units.ids),
        )
        return found.astype(np.int64)

    numbers = {
        "held": count(held),
        "planned": count(held & (table.trigger == 0)),
        "sudden": count(held & (table.trigger == 1)),
        "findings_known": count(stated),
        "findings_unknown": count(held & ~stated),
        "with_findings": count(stated & (table.findings > 0)),
        "violations": count(held, np.maximum(table.violations, 0)),
        "sanctions": count(held, np.maximum(table.sanctions, 0)),
        "due": count(due),
        "remedied_on_time": count(due & (table.remedied <= table.due)),
    }
    exists = np.zeros(len(snapshot.units.ids), dtype=bool)
    exists[snapshot.units.existing_on(day)] = True
    numbers["units"] = ((numbers["held"] > 0) & exists).astype(np.int64)
    return InspectionFrame(numbers)
