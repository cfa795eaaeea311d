"""One data version of all records as column arrays, read once a process and kept until the records change.

`current()` is an unscoped system read: no caller hands a snapshot or a frame to a reader; `reports.access` says
which scopes a reader gets.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from django.db import connection

from foundation.models import AuditArea, AuditEvent
from reports import loading, loading_links, reading
from reports.frames.spells import Spells, build_spells
from reports.standpoint import STANDARD, Standpoint

T = TypeVar("T")
_READ_AGAIN = 5


@dataclass(frozen=True)
class Snapshot:
    """All tables of one data version; frames and counts made from it are kept with it (`memo`).

    `standpoint`: the reference day of each year and the units people are counted under; `base`, `heir` are of one that
    is not the standard (`reports.derived`): the standard snapshot, and by unit the one it counts under. `live`, `closed`,
    `given` are of figures as closed (`reports.frozen.closed`): the snapshot of the records of now, by year the closed units
    with the number of their closing, and by key what stands instead of the frames made of records.
    """

    version: int
    units: reading.Units
    posts: reading.Posts
    officials: reading.Officials
    appointments: reading.Appointments
    levels: dict[str, reading.Levels]
    majors: reading.Majors
    evaluations: reading.Yearly
    self_ratings: reading.Yearly
    health: reading.Yearly
    trainings: reading.Events
    awards: reading.Events
    disciplines: reading.Events
    in_duty: reading.Bools
    quotas: reading.Quotas
    unit_years: reading.UnitYears
    unit_successions: reading.UnitSuccessions
    kin: reading.Kin
    inspections: reading.Inspections
    plans: reading.Plans
    young_ages: tuple[tuple[int, int, int], ...]
    retirement_ages: tuple[loading.RetirementRow, ...]
    spells: Spells
    standpoint: Standpoint = STANDARD
    base: Snapshot | None = field(default=None, compare=False, repr=False)
    heir: reading.Ints | None = None
    live: Snapshot | None = field(default=None, compare=False, repr=False)
    closed: dict[int, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)
    given: dict[Any, Callable[[], Any]] = field(default_factory=dict, compare=False, repr=False)
    _kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, compare=False, repr=False)

    def memo(self, key: Any, build: Callable[[], T]) -> T:
        """`build()` once for `key` in the life of this snapshot; safe between threads."""
        found = self._kept.get(key)
        if found is None:
            with self._lock:
                found = self._kept.get(key)
                if found is None:
                    found = self._kept[key] = self.given.get(key, build)()
        return found

    def forget_counts(self) -> None:
        """Drop every count and what was made from counts, but not the frames: to measure counting (bench only)."""
        with self._lock:
            for key in [key for key in self._kept if key[0] != "people"]:
                del self._kept[key]

    def day(self, year: int) -> date:
        """The reference day of `year`."""
        return self.standpoint.on(year)

    def counted(self, unit: reading.Ints) -> reading.Ints:
        """The units that people of the units `unit` (positions) are counted under."""
        return unit if self.heir is None else self.heir[unit]

    def derived(self, **changes: Any) -> Snapshot:
        """The same records with `changes`, with nothing built from them yet."""
        return replace(self, _kept={}, _lock=threading.RLock(), **changes)


_cache: dict[tuple[Any, ...], Snapshot] = {}
_cache_lock = threading.Lock()


def current() -> Snapshot:
    """The snapshot of the present data version; read from the database only when the records have changed."""
    key = _key()
    found = _cache.get(key)
    if found is not None:
        return found
    with _cache_lock:
        for _ in range(_READ_AGAIN):
            key = _key()
            found = _cache.get(key)
            if found is not None:
                return found
            snapshot = read(version=key[1])
            # A write between two of the queries would mix two versions: only an unmoved key may be kept.
            if _key() == key:
                _cache.clear()
                _cache[key] = snapshot
                return snapshot
        return snapshot


def forget() -> None:
    """Drop what this process keeps: after records were written without audit events (tests only)."""
    _cache.clear()


def _key() -> tuple[Any, ...]:
    """Database, sequence number and hash of the last event about records; the hash tells a rolled-back one apart."""
    last = (
        AuditEvent.objects.filter(area=AuditArea.RECORDS).order_by("-seq").values_list("seq", "hash").first()
    )
    return (str(connection.settings_dict["NAME"]), *(last or (0, "")))


def read(version: int = 0) -> Snapshot:
    """Read every table now, whatever is kept."""
    units, posts, officials = loading.load_units(), loading.load_posts(), loading.load_officials()
    appointments = loading.load_appointments(officials.key, units.key, posts)
    evaluations, self_ratings = loading.load_evaluations(officials.key)
    majors = loading_links.load_majors(posts)
    disciplines, in_duty = loading.load_disciplines(officials.key)
    return Snapshot(
        version=version,
        units=units,
        posts=posts,
        officials=officials,
        appointments=appointments,
        levels=loading.load_levels(officials.key, majors),
        majors=majors,
        evaluations=evaluations,
        self_ratings=self_ratings,
        health=loading.load_health(officials.key),
        trainings=loading.load_trainings(officials.key),
        awards=loading.load_awards(officials.key),
        disciplines=disciplines,
        in_duty=in_duty,
        quotas=loading.load_quotas(units.key),
        unit_years=loading.load_unit_years(units.key),
        unit_successions=loading_links.load_unit_successions(units.key),
        kin=loading_links.load_kin(officials.key),
        inspections=loading_links.load_inspections(units.key),
        plans=loading_links.load_plans(officials.key, units.key, posts),
        young_ages=loading_links.load_young_ages(),
        retirement_ages=loading.load_retirement_ages(),
        spells=build_spells(appointments, posts.group),
    )
