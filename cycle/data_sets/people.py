"""Sets with one row for everybody in post on 31/12: postings, qualifications, ratings, health."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from cycle.data_sets.common import (
    frame_of,
    grid_url,
    names_of,
    people_url,
    per_person,
    person_item,
    positions_of,
)
from foundation.actors import SystemActor
from foundation.registries import DataSet, DataSetState, WorkItem, data_sets, doubt_sources
from reports.frames import columns
from reports.frames.people import People
from reports.reading import Bools


def _identified(frame: People) -> Bools:
    """Sex, birth date and the start of the posting are on record."""
    persons = frame.snapshot.officials
    sex = frame.columns[columns.SEX.name] != columns.SEX.code(columns.UNKNOWN)
    spells = frame.snapshot.spells
    unknown = np.zeros(len(persons.ids), dtype=bool)
    rows = spells.on(_number(frame))
    unknown[spells.official[rows]] = frame.snapshot.appointments.start_unknown[spells.row[rows]]
    return np.asarray(sex & (frame.age >= 0) & ~unknown[frame.official])


def _number(frame: People) -> int:
    from reports.reading import day_number

    return day_number(frame.day)


def _posted(units: list[Any], year: int) -> dict[int, DataSetState]:
    """With the doubts of the records of these people as what contradicts itself."""
    states, frame = per_person(units, year, _identified), frame_of(year)
    place = dict(zip(frame.ids(), frame.unit.tolist(), strict=True))
    key_of = {position: key for key, position in positions_of(frame.snapshot, units).items()}
    doubts = [doubt for source in doubt_sources for doubt in source.find(SystemActor())]
    mine = [(key_of[place[d.official_id]], d) for d in doubts if place.get(d.official_id) in key_of]
    names = names_of(doubt.official_id for _, doubt in mine)
    found: dict[int, list[WorkItem]] = {}
    for key, doubt in mine:
        found.setdefault(key, []).append(person_item(names, doubt.official_id, doubt.message))
    return {key: replace(state, contradictions=tuple(found.get(key, ()))) for key, state in states.items()}


def _qualified(frame: People) -> Bools:
    """A professional level is stated, be it none."""
    stated = frame.columns[columns.DEGREE.name] != columns.DEGREE.code(columns.LEVEL_UNKNOWN)
    return np.asarray(stated & ~frame.no_record[columns.DEGREE.name])


def _rated(frame: People) -> Bools:
    """A rating of the year is on record, or that there is none and why."""
    ratings = frame.snapshot.evaluations
    recorded = np.zeros(len(frame.snapshot.officials.ids), dtype=bool)
    recorded[ratings.official[ratings.year == frame.day.year]] = True
    return np.asarray(recorded[frame.official])


def _examined(frame: People) -> Bools:
    return np.asarray(frame.columns[columns.HEALTH.name] != columns.HEALTH.code("missing"))


def _register(code: str, label: str, order: int, known: Any, tab: str, **entry: Any) -> None:
    def states(units: list[Any], year: int) -> dict[int, DataSetState]:
        return per_person(units, year, known)

    data_sets.register(DataSet(code, label, order, states, people_url, tab=tab, **entry))


def _grid(code: str, model: str) -> dict[str, Any]:
    return {"entry_url": grid_url(code), "entry_model": model}


data_sets.register(DataSet("nhan_su", "Nhân sự có mặt 31/12", 10, _posted, people_url, tab="cong-tac"))
_register("trinh_do", "Trình độ chuyên môn", 20, _qualified, "trinh-do")
_register(
    "xep_loai", "Đánh giá, xếp loại", 30, _rated, "hang-nam", **_grid("xep-loai", "assessments.Evaluation")
)
_register("suc_khoe", "Sức khỏe", 40, _examined, "suc-khoe", **_grid("suc-khoe", "assessments.HealthCheck"))
