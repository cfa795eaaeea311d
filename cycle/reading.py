"""How far each unit is with its data: every set of a year, with its state, for what a reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cycle.machine import ACCEPTED, SUBMISSION, TONES
from cycle.models import Submission
from foundation.dates import today, year_end
from foundation.registries import DataSet, DataSetState, data_sets
from foundation.scope import ScopedQuerySet
from officials.models import Unit

N_YEARS = 6


@dataclass(frozen=True)
class Part:
    """One set of one unit and year: what is there, and how far it is on its way.

    `is_shown`: the reader may know what is there; else `standing` is empty and says nothing.
    """

    unit: Unit
    year: int
    data_set: DataSet
    standing: DataSetState
    submission: Submission | None
    is_shown: bool = True

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else SUBMISSION.start

    @property
    def state_label(self) -> str:
        return "Phòng Nội vụ nhập" if self.data_set.of_district else SUBMISSION.label_of(self.state)

    @property
    def tone(self) -> str:
        return "quiet" if self.data_set.of_district else TONES[self.state]

    @property
    def version(self) -> int:
        return self.submission.version if self.submission else 0

    @property
    def is_complete(self) -> bool:
        return self.standing.is_complete

    @property
    def share(self) -> float | None:
        """Per cent of what is wanted that is there; None where nobody can say how much is wanted."""
        wanted = self.standing.expected
        return 100 * min(self.standing.filled, wanted) / wanted if wanted else None


def sets_for(user: Any) -> list[DataSet]:
    """The sets whose standing the reader may know, in order."""
    return [each for each in data_sets if each.may_see(user)]


def sent_sets() -> list[DataSet]:
    """The sets that units send, in order."""
    return [each for each in data_sets if not each.of_district]


def years_to_send() -> list[int]:
    """The years that can be looked at, the latest first: the working year and the five before it."""
    return list(range(today().year, today().year - N_YEARS, -1))


def usual_year() -> int:
    """The year whose data are due: the last one whose 31/12 has come."""
    day = today()
    return day.year if day >= year_end(day.year) else day.year - 1


def units_of(user: Any, year: int) -> list[Unit]:
    """The units of 31/12 of the year that the reader may see, by name."""
    rows: ScopedQuerySet = Unit.objects.existing_on(year_end(year)).visible_to(user)  # type: ignore[attr-defined]
    return list(rows.select_related("area"))


def parts_of(user: Any, units: list[Unit], year: int) -> list[list[Part]]:
    """By unit the parts the reader may see: as many queries as the sets need, however many units there are."""
    chosen = sets_for(user)
    shown = {each.code: each.is_open_to(user) for each in chosen}
    states = {each.code: each.states(units, year) for each in chosen if shown[each.code]}
    held = _submissions(user, units, year)

    def part(unit: Unit, each: DataSet) -> Part:
        standing = states[each.code][unit.pk] if shown[each.code] else DataSetState(0, 0)
        return Part(unit, year, each, standing, held.get((unit.public_id, each.code)), shown[each.code])

    return [[part(unit, each) for each in chosen] for unit in units]


def states_of(user: Any, units: list[Unit], year: int) -> dict[tuple[str, str], str]:
    """(unit, set) → its state, of the sets that units send: without asking how complete they are."""
    held = _submissions(user, units, year)
    return {
        (unit.public_id, each.code): row.state if (row := held.get((unit.public_id, each.code))) else SUBMISSION.start
        for unit in units
        for each in sent_sets()
    }  # fmt: skip


def _submissions(user: Any, units: Iterable[Unit], year: int) -> dict[tuple[str, str], Submission]:
    rows = Submission.objects.visible_to(user).filter(year=year, unit_key__in=[u.public_id for u in units])
    return {(row.unit_key, row.data_set): row for row in rows}


def is_closed(parts: Iterable[Part]) -> bool:
    """Whether every set that the unit sends has been accepted."""
    return all(part.state == ACCEPTED for part in parts if not part.data_set.of_district)
