"""Sets of what happened in the year: nobody can say how many there should be, so only half-written rows are wanting."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import models

from assessments.models import Award, Discipline, Training
from cycle.data_sets.common import _WHY, grid_url, names_of, people_url, person_item, positions_of
from foundation.registries import DataSet, DataSetState, WorkItem, data_sets
from foundation.scope import unscoped
from reports import snapshot as snapshots
from reports.frames import columns
from reports.frames.contradictions import disciplined
from reports.frames.movements import events_in_post


def _states(
    units: list[Any], year: int, events: str, wanting: models.QuerySet[Any], text: str, tab: str
) -> dict[int, DataSetState]:
    """By unit: the rows of the year; as contradictions those of `wanting`, in the unit of the person."""
    snapshot = snapshots.current()
    placed = events_in_post(snapshot, events, year)
    counts = np.bincount(placed.unit, minlength=len(snapshot.units.ids))
    places = positions_of(snapshot, units)
    with unscoped(_WHY):
        rows = list(
            wanting.filter(official__unit__in=units)
            .values_list("official__unit_id", "official__public_id")
            .order_by("pk")
        )
    names = names_of(official for _, official in rows)
    found: dict[int, list[WorkItem]] = {}
    for unit, official in rows:
        found.setdefault(unit, []).append(person_item(names, official, text, tab))
    return {
        unit.pk: DataSetState(
            0, int(counts[places[unit.pk]]) if unit.pk in places else 0, tuple(found.get(unit.pk, ()))
        )
        for unit in units
    }


def _trained(units: list[Any], year: int) -> dict[int, DataSetState]:
    open_rows = Training._base_manager.filter(starts_on__year=year, ends_on__isnull=True)
    text = "khóa học chưa ghi ngày kết thúc"
    return _states(units, year, "trainings", open_rows, text, "hang-nam")


def _rewarded(units: list[Any], year: int) -> dict[int, DataSetState]:
    undated = Award._base_manager.filter(year=year, decided_on__isnull=True)
    return _states(units, year, "awards", undated, "khen thưởng chưa ghi ngày quyết định", "khen-thuong")


def _disciplined(units: list[Any], year: int) -> dict[int, DataSetState]:
    """With who was disciplined in the year and yet rated good."""
    undated = Discipline._base_manager.filter(acted_on__year=year, decided_on__isnull=True)
    states = _states(units, year, "disciplines", undated, "kỷ luật chưa ghi ngày quyết định", "khen-thuong")
    snapshot = snapshots.current()
    found = disciplined(snapshot, year)
    found = found.where(found.rated_good)
    key_of = {position: key for key, position in positions_of(snapshot, units).items()}
    ids = [snapshot.officials.ids[row] for row in found.official.tolist()]
    names = names_of(ids)
    for official, unit in zip(ids, found.unit.tolist(), strict=True):
        key = key_of.get(unit)
        if key is not None:
            text = f"bị kỷ luật trong năm mà xếp loại {columns.EVALUATION.label('tot').lower()} trở lên"
            item = person_item(names, official, text, "khen-thuong")
            states[key] = DataSetState(0, states[key].filled, (*states[key].contradictions, item))
    return states


def _reads_discipline(user: Any) -> bool:
    return bool(user.may("read", Discipline, "all"))


data_sets.register(
    DataSet(
        "boi_duong", "Đào tạo, bồi dưỡng", 50, _trained, people_url,
        tab="hang-nam", entry_url=grid_url("boi-duong"), entry_model="assessments.Training",
    )
)  # fmt: skip
data_sets.register(
    DataSet(
        "khen_thuong", "Khen thưởng", 60, _rewarded, people_url,
        tab="khen-thuong", entry_url=grid_url("khen-thuong"), entry_model="assessments.Award",
    )
)  # fmt: skip
data_sets.register(
    DataSet(
        "ky_luat", "Kỷ luật", 70, _disciplined, people_url,
        of_district=True, may_see=_reads_discipline, tab="khen-thuong",
    )
)  # fmt: skip
