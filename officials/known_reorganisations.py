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


def known_unit_name(public_id: str) -> str:
    """The name of a unit of these files, for a page about an act that is not in the data yet; "" if unknown."""
    row = next((row for row in _rows(_UNITS) if row["unit"] == public_id), None)
    return _new_unit(row).full_name if row else ""


def _new_unit(row: dict[str, str]) -> NewUnit:
    return NewUnit(row["unit"], row["code"], row["name"], row["kind"], row["area"], row["note"])


def _rows(path: str) -> list[dict[str, str]]:
    with (Path(settings.BASE_DIR) / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
