"""What may be told from another standpoint: only what follows from the numbers told from the standard one (ADR 0021).

The views of one year are linked tables: a successor's number is the sum of its units', a number of 30/12 is nearly that
of 31/12. So a reader who may not read the facts of these people gets, by the units of another day, the sums of numbers
shown to them anyway, and of another day nothing: there is then no equation that was not published before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reports.frames.movements import acting
from reports.reading import Bools, day_number

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Flags = NDArray[np.bool_]


def linked(
    snapshot: Snapshot, year: int, standard: Flags, alone: bool, held: NDArray[Any] | None = None
) -> Flags:
    """Which numbers to hide from the standpoint of `snapshot`, where `standard` says which are hidden from the standard
    one: both (places, 3 groups, …).

    `alone`: the reader gets the town and the khu, no unit. `held`: by unit, whether anybody is counted in it, for numbers
    that add up over units; None for those that do not (people counted once in each place).
    """
    base = snapshot.base
    assert base is not None
    if not snapshot.standpoint.is_year_end:
        return np.ones_like(standard)
    found = np.array(standard, copy=True)
    if snapshot.heir is None:
        return found
    n_areas, n_units = len(base.units.area_names), len(base.units.ids)
    published = np.zeros(n_units, dtype=bool)
    published[base.units.existing_on(day_number(base.day(year)))] = not alone
    active = acting(base, year) if held is None else held
    of_units = standard[1 + n_areas :]

    def told(before: Bools, after: Bools, standard: Flags) -> Flags:
        """The flags of a place that holds the units `after`, and from the standard standpoint `before`."""
        if np.array_equal(before, after):
            return standard
        if held is None or not published[after].all():
            return np.ones_like(standard)
        return np.asarray(of_units[after].any(axis=0))

    for area in range(n_areas):
        found[1 + area] = told(
            active & (base.units.area == area), active & (snapshot.units.area == area), standard[1 + area]
        )
    for unit in range(n_units):
        itself = np.arange(n_units) == unit
        here = told(active & itself & published, active & (snapshot.heir == unit), of_units[unit])
        found[1 + n_areas + unit] = here
    return found
