"""The highest level each person holds of each kind on a day (contracts 4: the highest attained, not the latest)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.frames import columns
from reports.reading import EARLY, Bools, Ints, Levels

_LEVELS = {
    "professional": columns.DEGREE,
    "political": columns.POLITICAL,
    "state_management": columns.STATE_MANAGEMENT,
    "it": columns.IT_LEVEL,
    "foreign_language": columns.LANGUAGE_LEVEL,
}
_HAS_ONE = {"it": columns.IT, "foreign_language": columns.LANGUAGE}


@dataclass
class Held:
    """By column name, one entry per official ever recorded: the cell, and what it rests on."""

    codes: dict[str, Ints]
    no_record: dict[str, Bools]
    undated: dict[str, Bools]


def held_levels(levels: dict[str, Levels], n: int, day: int) -> Held:
    """Cells of all `n` officials on `day`. A record without a date counts as held on every day."""
    held = Held({}, {}, {})
    for kind, column in _LEVELS.items():
        table = levels[kind]
        rows = np.flatnonzero(table.attained <= day)
        owner, level, dated = table.official[rows], table.level[rows], table.attained[rows] > EARLY
        _highest(held, column, n, owner, level, dated)
        if kind in _HAS_ONE:
            is_certificate = level != column.code("none")
            _any(held, _HAS_ONE[kind], n, owner, is_certificate, dated)
    return held


def _highest(held: Held, column: columns.Column, n: int, owner: Ints, level: Ints, dated: Bools) -> None:
    # Codes stand highest first and `level_unknown` last: a stated level, even `none`, goes before it.
    absent = len(column.cells)
    best = np.full(n, absent, dtype=np.int64)
    np.minimum.at(best, owner, level)
    no_record = best == absent
    none = column.code("none")
    best[no_record] = none
    rests_on_date = np.zeros(n, dtype=bool)
    rests_on_date[owner[dated & (level == best[owner])]] = True
    held.codes[column.name] = best
    held.no_record[column.name] = no_record
    # A stated none has no day of issue to be missed.
    held.undated[column.name] = (best != none) & ~rests_on_date


def _any(held: Held, column: columns.Column, n: int, owner: Ints, counts: Bools, dated: Bools) -> None:
    has_record = np.zeros(n, dtype=bool)
    has_record[owner] = True
    has_one = np.zeros(n, dtype=bool)
    has_one[owner[counts]] = True
    has_dated = np.zeros(n, dtype=bool)
    has_dated[owner[counts & dated]] = True
    held.codes[column.name] = np.where(has_one, column.code("yes"), column.code("no"))
    held.no_record[column.name] = ~has_record
    held.undated[column.name] = has_one & ~has_dated
