"""The set of the personal files: the facts of form 2C there and wanted in the files of a unit's people."""

from __future__ import annotations

from typing import Any

from cycle.data_sets.common import people_url, reference_day
from foundation.registries import DataSet, DataSetState, data_sets
from officials.completeness import completeness_of


def _states(units: list[Any], year: int) -> dict[int, DataSetState]:
    """By unit, of who is in post on the reference day; the facts as the files have them now, in one query."""
    found = completeness_of(units, reference_day(year))
    return {key: DataSetState(wanted, there) for key, (there, wanted) in found.items()}


data_sets.register(DataSet("ho_so", "Hồ sơ đầy đủ theo mẫu 2C", 90, _states, people_url))
