"""Columns that only the statistical forms ask for: ages by retirement, languages one by one, who was rotated here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reports.frames import columns, judged
from reports.reading import TONGUES, Bools, Ints, day_number

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

_NONE = columns.LANGUAGE_LEVEL.code("none")
_UNIVERSITY = columns.LANGUAGE_LEVEL.code("dai_hoc")


def form_columns(snapshot: Snapshot, row: Ints, official: Ints, age: Ints, day: date) -> dict[str, Ints]:
    """The columns by name for the people in post on `day`; `row` = position of each one's appointment."""
    found = _languages(snapshot, day)
    return (
        {columns.AGE_FORM.name: _ages(snapshot, official, age, day)}
        | {name: codes[official] for name, codes in found.items()}
        | {columns.ROTATED.name: _yes_no(_rotated(snapshot, row, official), columns.ROTATED)}
    )


def _ages(snapshot: Snapshot, official: Ints, age: Ints, day: date) -> Ints:
    """The bands of BM02/BNV: who is past retirement age stands there only, whatever the years (regulations 16.10)."""
    column = columns.AGE_FORM
    sex = snapshot.officials.sex[official]
    women = (sex == columns.SEX.code("nu")) & (age >= 51) & (age <= 55)
    men = (sex == columns.SEX.code("nam")) & (age >= 56) & (age <= 60)
    return np.select(
        [
            age < 0,
            judged.is_past_retirement(snapshot, official, day),
            age <= 30,
            age <= 40,
            age <= 50,
            women,
            men,
        ],
        [
            column.code(cell)
            for cell in (
                columns.UNKNOWN,
                "past_retirement",
                "to_30",
                "31_40",
                "41_50",
                "women_51_55",
                "men_56_60",
            )
        ],
        default=column.code("other_51"),
    )


def _languages(snapshot: Snapshot, day: date) -> dict[str, Ints]:
    """By column, one entry per official ever recorded."""
    n, number = len(snapshot.officials.ids), day_number(day)
    table = snapshot.levels["foreign_language"]
    holds = (table.attained <= number) & (table.level != _NONE)
    found: dict[str, Ints] = {}
    for column, tongue in ((columns.ENGLISH, "english"), (columns.OTHER_LANGUAGE, "other")):
        codes = np.full(n, column.code("none"), dtype=np.int64)
        mine = holds & (table.tongue == TONGUES.index(tongue))
        codes[table.official[mine]] = column.code("certificate")
        codes[table.official[mine & (table.level == _UNIVERSITY)]] = column.code("dai_hoc")
        found[column.name] = codes
    unstated = holds & (table.tongue == TONGUES.index("unstated"))
    found[columns.LANGUAGE_UNSTATED.name] = _held(n, table.official[unstated], columns.LANGUAGE_UNSTATED)
    ethnic = snapshot.levels["ethnic_language"]
    # The only stated level is `none`: every other record, whose level is not given, holds one.
    has = (ethnic.attained <= number) & (ethnic.level != 0)
    found[columns.ETHNIC_LANGUAGE.name] = _held(n, ethnic.official[has], columns.ETHNIC_LANGUAGE)
    return found


def _held(n: int, owners: Ints, column: columns.Column) -> Ints:
    flags = np.zeros(n, dtype=bool)
    flags[owners] = True
    return _yes_no(flags, column)


def _yes_no(flags: Bools, column: columns.Column) -> Ints:
    return np.where(flags, column.code("yes"), column.code("no"))


def _rotated(snapshot: Snapshot, row: Ints, official: Ints) -> Bools:
    """The appointment came by rotation and is the person's first one in a commune, so it came from elsewhere."""
    table = snapshot.appointments

    def first_starts() -> Ints:
        first = np.full(len(snapshot.officials.ids), np.iinfo(np.int64).max, dtype=np.int64)
        np.minimum.at(first, table.official, table.starts)
        return first

    by_rotation = snapshot.memo(
        "by_rotation", lambda: np.array([how == "luan_chuyen" for how in table.how], dtype=bool)
    )
    if not len(row):
        return np.zeros(0, dtype=bool)
    first = snapshot.memo("first_starts", first_starts)
    return np.asarray(by_rotation[row] & (table.starts[row] == first[official]))
