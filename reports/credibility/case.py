"""What a test may look at: the ratings of the units of one scope and year, figures by code, and the norms of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from officials.law import NormValue
from reports.cube import cube
from reports.frames import columns
from reports.frames.people import People, people
from reports.indicators.compute import rows_of
from reports.indicators.model import indicators
from reports.reading import Bools, Ints, Yearly, day_number
from reports.rules.model import MissingInput
from reports.scopes import Scope, scopes_of

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

# The ratings by rank: level 3 has two codes, of one rank (contracts 2, Codes).
RANKS = (("xuat_sac",), ("tot",), ("hoan_thanh", "han_che_nang_luc"), ("khong_hoan_thanh",))
N_RANKS = len(RANKS)
RANK_OF_CODE = np.array(
    [next((r for r, cells in enumerate(RANKS) if cell in cells), -1) for cell in columns.EVALUATION.cells]
)


@dataclass(frozen=True)
class Case:
    """One scope (town or area, both groups) and year. Arrays by unit stand in the order of `units`."""

    snapshot: Snapshot
    year: int
    scope: Scope
    norms: Mapping[str, NormValue]

    @property
    def day(self) -> date:
        return date(self.year, 12, 31)

    @cached_property
    def units(self) -> Ints:
        """Positions of the units of the scope that exist on 31/12."""
        found = self.snapshot.units.existing_on(day_number(self.day))
        return found if self.scope.area < 0 else found[self.snapshot.units.area[found] == self.scope.area]

    @cached_property
    def ratings(self) -> Ints:
        """Rated people in post on 31/12 by unit, group (cán bộ, công chức) and rank: shape (units, 2, 4)."""
        counted = cube(self.snapshot, self.day)
        by_rank = [
            sum(counted.counts[self.units, :, counted.place[columns.EVALUATION.name, cell]] for cell in cells)
            for cells in RANKS
        ]
        return np.stack(by_rank, axis=2)

    @cached_property
    def frame(self) -> People:
        return people(self.snapshot, self.day)

    @cached_property
    def inside(self) -> Ints:
        """Positions in `frame` of the people of the scope."""
        return np.flatnonzero(np.isin(self.frame.unit, self.units))

    def in_scope(self, unit: Ints) -> Ints:
        """Positions of the entries of `unit` (units of any time) that lie in the scope, former units included."""
        if self.scope.area < 0:
            return np.arange(len(unit))
        return np.flatnonzero(self.snapshot.units.area[unit] == self.scope.area)

    def cells(self, unit: Ints, kinds: Sequence[Bools]) -> Ints:
        """How many people of each kind stand in each unit ever recorded; `unit` and the kinds are parallel."""
        n_units = len(self.snapshot.units.ids)
        return np.stack([np.bincount(unit[kind], minlength=n_units) for kind in kinds], axis=1)

    def over_units(self, counts: Ints) -> Ints:
        """Counts by `units` as counts by every unit ever recorded."""
        found = np.zeros((len(self.snapshot.units.ids), counts.shape[1]), dtype=np.int64)
        found[self.units] = counts
        return found

    def ranks_of(self, records: Yearly, year: int) -> Ints:
        """The rank in `year` of every official ever recorded; -1 without a conclusion."""
        found = np.full(len(self.snapshot.officials.ids), -1, dtype=np.int64)
        rows = (records.year == year) & (records.code >= 0)
        found[records.official[rows]] = RANK_OF_CODE[records.code[rows]]
        return found

    def norm(self, code: str) -> NormValue:
        """The norm of 31/12; MissingInput when none is in force."""
        if code not in self.norms:
            raise MissingInput(code)
        return self.norms[code]

    def number(self, code: str) -> float:
        return float(self.norm(code).value)

    def row(self, code: str, year: int | None = None) -> dict[str, Any]:
        """The row of an indicator for the scope; MissingInput when there is none such or it has no value."""
        found = self._rows(code, self.year if year is None else year, [self.scope])
        if not found or found[0]["value"] is None:
            raise MissingInput(code)
        return found[0]

    def unit_values(self, code: str) -> list[float | None]:
        """The value of an indicator for each unit; MissingInput when there is no such indicator or no unit has one."""
        wanted = set(self.units.tolist())
        scopes = [s for s in scopes_of(self.snapshot, self.year, ("unit",), ("",)) if s.unit in wanted]
        values = {
            s.unit: row["value"] for s, row in zip(scopes, self._rows(code, self.year, scopes), strict=False)
        }
        if not any(value is not None for value in values.values()):
            raise MissingInput(code)
        return [values.get(unit) for unit in self.units.tolist()]

    def _rows(self, code: str, year: int, scopes: list[Scope]) -> list[dict[str, Any]]:
        indicator = indicators.get(code)
        return [] if indicator is None else rows_of(self.snapshot, [indicator], year, scopes)[code]
