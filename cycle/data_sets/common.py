"""What the sets share: the day a year is looked at, its people by unit, names for what contradicts itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
from django.urls import reverse

from foundation.dates import today, year_end
from foundation.registries import DataSetState, WorkItem
from foundation.scope import unscoped
from officials.models import Official
from reports import snapshot as snapshots
from reports.frames.people import People, people
from reports.reading import Bools
from reports.snapshot import Snapshot

_WHY = "how complete a unit's records are is asked for all units at once; pages show a reader their own"


def reference_day(year: int) -> date:
    """31/12 of the year, or the working day while the year has not ended."""
    return min(year_end(year), today())


def frame_of(year: int) -> People:
    """Everybody in post on the reference day of `year`."""
    return people(snapshots.current(), reference_day(year))


def positions_of(snapshot: Snapshot, units: Iterable[Any]) -> dict[int, int]:
    """Primary key of each unit → its position in the snapshot."""
    place = {key: position for position, key in enumerate(snapshot.units.key.tolist())}
    return {unit.pk: place[unit.pk] for unit in units if unit.pk in place}


def per_person(units: list[Any], year: int, known: Callable[[People], Bools]) -> dict[int, DataSetState]:
    """By unit: one row wanted for everybody in post, there where `known` says so."""
    frame = frame_of(year)
    there, ids = known(frame), frame.ids()
    found = {unit.pk: DataSetState(0, 0) for unit in units}
    for key, position in positions_of(frame.snapshot, units).items():
        inside = frame.unit == position
        missing = tuple(ids[row] for row in np.flatnonzero(inside & ~there).tolist())
        n = int(inside.sum())
        found[key] = DataSetState(n, n - len(missing), missing=missing)
    return found


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Names of officials by public id, in one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    with unscoped(_WHY):
        return dict(Official.objects.filter(public_id__in=wanted).values_list("public_id", "full_name"))


def person_item(names: dict[str, str], official_id: str, text: str, tab: str = "") -> WorkItem:
    """A contradiction about one person, leading to their page."""
    url = reverse("officials:detail", args=[official_id]) + (f"?muc={tab}" if tab else "")
    return WorkItem(f"{names.get(official_id, official_id)}: {text}", url, tone="warning")


def people_url(unit: Any, year: int) -> str:
    """The list of the unit's people."""
    return f"{reverse('officials:list')}?pham_vi=unit:{unit.public_id}"


def grid_url(code: str) -> Callable[[Any, int], str]:
    """The grid of the set `code` of a unit and a year (assessments)."""
    return lambda unit, year: reverse("assessments:grid", args=[code, unit.public_id, year])
