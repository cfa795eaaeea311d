"""The frame of unit-years: what each unit had and did in a year, one entry per unit ever recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.reading import Bools, Ints, day_number

if TYPE_CHECKING:
    import pandas as pd

    from reports.snapshot import Snapshot

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class UnitYearFrame:
    """All units in one year: `exists`, `quota`, `headcount` on the reference day, `values` of the yearly
    record (`computers`, `cases`, …). NaN = unknown, never zero."""

    snapshot: Snapshot
    year: int
    exists: Bools
    area: Ints
    headcount: Ints
    quota: Numbers
    values: dict[str, Numbers]

    def to_pandas(self) -> pd.DataFrame:
        """The frame with unit ids; for tests and notebooks, never for page code."""
        import pandas as pd

        table = {
            "unit": list(self.snapshot.units.ids),
            "exists": self.exists,
            "headcount": self.headcount,
            "quota": self.quota,
        }
        return pd.DataFrame(table | self.values)


def unit_years(snapshot: Snapshot, year: int) -> UnitYearFrame:
    """The unit-years of `year`."""
    return snapshot.memo(("unit_years", year), lambda: _build(snapshot, year))


def _build(snapshot: Snapshot, year: int) -> UnitYearFrame:
    day, n = day_number(snapshot.day(year)), len(snapshot.units.ids)
    exists = np.zeros(n, dtype=bool)
    exists[snapshot.units.existing_on(day)] = True
    table = snapshot.unit_years
    rows = np.flatnonzero(table.year == year)
    values = {}
    for name, column in table.values.items():
        of_unit = np.full(n, np.nan)
        of_unit[table.unit[rows]] = column[rows]
        values[name] = of_unit
    spells = snapshot.spells
    return UnitYearFrame(
        snapshot=snapshot,
        year=year,
        exists=exists,
        area=snapshot.units.area,
        headcount=np.bincount(spells.unit[spells.on(day)], minlength=n),
        quota=_quota_on(snapshot, day),
        values=values,
    )


def _quota_on(snapshot: Snapshot, day: int) -> Numbers:
    quotas = snapshot.quotas
    rows = np.flatnonzero((quotas.starts <= day) & (day <= quotas.ends))
    # Of several quotas in force the one given last is written last.
    rows = rows[np.argsort(quotas.starts[rows], kind="stable")]
    of_unit = np.full(len(snapshot.units.ids), np.nan)
    of_unit[quotas.unit[rows]] = quotas.total[rows]
    return of_unit
