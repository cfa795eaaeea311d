"""The reorganisations of Kinh Môn that are publicly known, from the project's own files: acts ready to be carried out.

`migrate` never loads units (contracts 1); these files only say what an act would do.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from foundation.scope import unscoped
from officials.models import Appointment, Unit, UnitSuccession
from officials.reorganisation_plan import NewUnit, Outline

_ACTS = "fixtures/reference/reorganisations.csv"
_UNITS = "fixtures/demo/units.csv"
_SUCCESSIONS = "fixtures/demo/unit_successions.csv"


@dataclass(frozen=True)
class KnownAct:
    """One known reorganisation with its text, source and how far it has been checked."""

    code: str
    title: str
    source: str
    verified: str
    note: str
    outline: Outline


@cache
def known_acts() -> tuple[KnownAct, ...]:
    """The known acts, the earliest first. Read once a process: the files come with the program."""
    units = {row["unit"]: _new_unit(row) for row in _rows(_UNITS)}
    pairs: dict[date, list[tuple[str, str]]] = {}
    for row in _rows(_SUCCESSIONS):
        day = date.fromisoformat(row["effective_on"])
        pairs.setdefault(day, []).append((row["predecessor"], row["successor"]))
    found = []
    for row in _rows(_ACTS):
        day = date.fromisoformat(row["effective_on"])
        news = dict.fromkeys(new for _, new in pairs[day])
        outline = Outline(
            day, row["kind"], row["basis"], tuple(pairs[day]), tuple(units[new] for new in news)
        )
        found.append(
            KnownAct(row["code"], row["title"], row["source"], row["verified"], row["note"], outline)
        )
    return tuple(sorted(found, key=lambda act: act.outline.effective_on))


def known_act(code: str) -> KnownAct | None:
    return next((act for act in known_acts() if act.code == code), None)


def _new_unit(row: dict[str, str]) -> NewUnit:
    return NewUnit(row["unit"], row["code"], row["name"], row["kind"], row["area"], row["note"])


def _rows(path: str) -> list[dict[str, str]]:
    with (Path(settings.BASE_DIR) / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@dataclass(frozen=True)
class KnownState:
    """How much of a known act is in the data: units and successions there, people still in the old units."""

    n_units_missing: int
    n_pairs_missing: int
    n_people_left: int

    @property
    def is_loaded(self) -> bool:
        return not (self.n_units_missing or self.n_pairs_missing)

    @property
    def words(self) -> tuple[str, str]:
        """Tone and text."""
        if not self.is_loaded:
            return "quiet", "Chưa có trong dữ liệu"
        if self.n_people_left:
            return "warning", f"Có đơn vị, còn {self.n_people_left} người ở đơn vị cũ"
        return "ok", "Đã có trong dữ liệu"


def states() -> dict[str, KnownState]:
    """By code of the act; two queries and one an act."""
    with unscoped("public facts about units, and numbers of people"):
        units = set(Unit.objects.values_list("public_id", flat=True))
        pairs = set(
            UnitSuccession.objects.order_by().values_list("predecessor__public_id", "successor__public_id")
        )
        return {act.code: _state(act.outline, units, pairs) for act in known_acts()}


def _state(outline: Outline, units: set[str], pairs: set[tuple[str, str]]) -> KnownState:
    left = Appointment.objects.filter(unit__public_id__in=outline.old_ids, is_primary=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=outline.effective_on)
    )
    return KnownState(
        n_units_missing=len(set(outline.new_ids) - units),
        n_pairs_missing=len(set(outline.pairs) - pairs),
        n_people_left=left.values("official_id").distinct().count(),
    )
