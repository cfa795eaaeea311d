"""The set of what a unit had and did in the year as a whole (bảng điều kiện làm việc)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from assessments.models import UnitYear
from cycle.data_sets.common import _WHY
from foundation.registries import DataSet, DataSetState, data_sets
from foundation.scope import unscoped
from reports.loading import UNIT_YEAR_VALUES


def _states(units: list[Any], year: int) -> dict[int, DataSetState]:
    """By unit: the numbers of the yearly record that are stated."""
    with unscoped(_WHY):
        rows = list(UnitYear.objects.filter(unit__in=units, year=year).values("unit_id", *UNIT_YEAR_VALUES))
    by_unit = {row["unit_id"]: row for row in rows}
    labels = {name: str(UnitYear._meta.get_field(name).verbose_name) for name in UNIT_YEAR_VALUES}  # type: ignore[union-attr]
    found = {}
    for unit in units:
        row = by_unit.get(unit.pk, {})
        absent = tuple(label for name, label in labels.items() if row.get(name) is None)
        found[unit.pk] = DataSetState(len(labels), len(labels) - len(absent), absent=absent)
    return found


def _url(unit: Any, year: int) -> str:
    return reverse("assessments:unit-year", args=[unit.public_id, year])


data_sets.register(DataSet("dieu_kien", "Điều kiện làm việc của đơn vị", 80, _states, _url))
