"""Reading the records into typed column arrays: one plain query a table, days as numbers, texts as codes.

Days are whole days since 01/01/1970 (`EARLY` = unknown or open start, `LATE` = unknown or open end). Rows keep the
order of the primary key; officials, units and posts are referred to by their position in their own arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
EPOCH = date(1970, 1, 1)
EARLY = -(2**30)
LATE = 2**30


def day_number(day: date) -> int:
    """`day` as the frames count days: whole days since 01/01/1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date | None:
    """The calendar day of a day number; None for an open or unknown one."""
    return EPOCH + timedelta(days=int(number)) if EARLY < number < LATE else None


def years_of(days: Ints) -> Ints:
    """The calendar year of each day number; -1 where the day is open or unknown."""
    known = (days > EARLY) & (days < LATE)
    plain = np.where(known, days, 0)
    years = plain.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return np.where(known, years, -1)


def ymd_of(days: Ints) -> Ints:
    """Day numbers as yyyymmdd, 0 where unknown: completed years are then one subtraction."""
    known = (days > EARLY) & (days < LATE)
    moment = np.where(known, days, 0).astype("datetime64[D]")
    months = moment.astype("datetime64[M]")
    number_of_months = months.astype(np.int64)
    year, month = 1970 + number_of_months // 12, number_of_months % 12 + 1
    day = (moment - months.astype("datetime64[D]")).astype(np.int64) + 1
    return np.where(known, year * 10_000 + month * 100 + day, 0)


def sql_day(column: str, default: int) -> str:
    """SQL for a date column as a day number, `default` where it is empty."""
    if connection.vendor == "postgresql":
        return f"COALESCE({column} - DATE '1970-01-01', {default})"
    return f"COALESCE(CAST(julianday({column}) - 2440587.5 AS INTEGER), {default})"


def select(table: str, columns: Iterable[str], where: str = "") -> list[list[Any]]:
    """The columns of a table, each as a list, in the order of the primary key; a system read of all rows."""
    expressions = list(columns)
    sql = f"SELECT {', '.join(expressions)} FROM {table}{' WHERE ' + where if where else ''} ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    # Not zip(*rows): it makes an iterator of every row, which costs more than reading them.
    return [list(map(itemgetter(place), rows)) for place in range(len(expressions))]


def ints(values: Sequence[Any]) -> Ints:
    return np.array(values, dtype=np.int64)


def codes(values: Iterable[Any], order: Mapping[Any, int], default: int) -> Ints:
    """Each text (or tuple of texts) as its number in `order`; `default` for any other."""
    get = order.get
    return np.array([get(value, default) for value in values], dtype=np.int64)


def positions(values: Sequence[Any], ids: Ints) -> Ints:
    """Where each primary key of `values` stands in the sorted `ids`; -1 for an empty value."""
    keys = np.array([-1 if value is None else value for value in values], dtype=np.int64)
    if not len(ids):
        return np.full(len(keys), -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(ids, keys), len(ids) - 1)
    return np.where(ids[found] == keys, found, -1)


def later_id(left: str, right: str) -> bool:
    """True when `left` is the greater id: as numbers if both are digits, else as texts (contracts 4)."""
    if left.isascii() and right.isascii() and left.isdigit() and right.isdigit():
        return (int(left), left) > (int(right), right)
    return left > right


def tie_ranks(keys: Sequence[Ints], ids: Sequence[str]) -> Ints:
    """0 for a row alone with its `keys`; rows that share all of them are ranked by their ids, greatest last."""
    ranks = np.zeros(len(ids), dtype=np.int64)
    if len(ids) < 2:
        return ranks
    order = np.lexsort(tuple(keys)[::-1])
    same = np.ones(len(order) - 1, dtype=bool)
    for key in keys:
        sorted_key = key[order]
        same &= sorted_key[1:] == sorted_key[:-1]
    tied = np.flatnonzero(np.concatenate(([False], same)) | np.concatenate((same, [False])))
    starts = [place for place in tied.tolist() if place == 0 or not same[place - 1]]
    for start in starts:
        end = start + 1
        while end < len(order) and same[end - 1]:
            end += 1
        _rank_tied(order[start:end].tolist(), ids, ranks)
    return ranks


def _rank_tied(rows: list[int], ids: Sequence[str], ranks: Ints) -> None:
    # The comparison of contracts 4 is no total order on mixed ids, so a row's rank is how many rows it beats.
    for row in rows:
        ranks[row] = sum(later_id(ids[row], ids[other]) for other in rows if other != row)


@dataclass(frozen=True)
class Units:
    """One entry a unit. `area` is a position in `area_names` (-1 = no area); days bound its life."""

    key: Ints
    ids: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    area: Ints
    starts: Ints
    ends: Ints
    area_names: tuple[str, ...]

    def existing_on(self, day: int) -> Ints:
        """Positions of the units whose life includes the day."""
        return np.flatnonzero((self.starts <= day) & (day <= self.ends))


@dataclass(frozen=True)
class Posts:
    """The posts in official order; `group` 0 = cán bộ, 1 = công chức."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    group: Ints


@dataclass(frozen=True)
class Officials:
    """One entry a person ever recorded; text facts as codes of `reports.frames.columns`."""

    key: Ints
    ids: tuple[str, ...]
    sex: Ints
    birth: Ints
    birth_ymd: Ints
    ethnicity: Ints
    religion: Ints
    general_education: Ints
    recruited: Ints
    party_member: Ints
    party_joined: Ints


@dataclass(frozen=True)
class Appointments:
    """One entry an appointment; `reason` is a position in `reasons` (0 = none given)."""

    ids: tuple[str, ...]
    official: Ints
    unit: Ints
    post: Ints
    primary: Bools
    starts: Ints
    ends: Ints
    reason: Ints
    how: tuple[str, ...]
    reasons: tuple[str, ...]
    start_unknown: Bools


TONGUES = ("unstated", "english", "other")


@dataclass(frozen=True)
class Levels:
    """Qualifications of one kind: `level` as a code, highest first, the last code = level unknown. `tongue`: of
    foreign languages which one, a position in `TONGUES`; of the other kinds 0. `field`: of professional degrees the
    field of study, a position in `Majors.keys`; of the other kinds 0."""

    official: Ints
    level: Ints
    attained: Ints
    tongue: Ints
    field: Ints


@dataclass(frozen=True)
class Majors:
    """Fields of study by their key, and what was decided of each for a post: `fits` 1 yes, 0 no; days bound it.

    `key` is a position in `keys`, `post` one of the posts.
    """

    keys: tuple[str, ...]
    key: Ints
    post: Ints
    fits: Ints
    starts: Ints
    ends: Ints


@dataclass(frozen=True)
class Yearly:
    """The one record that counts of each (official, year): its code (-1 = no conclusion)."""

    official: Ints
    year: Ints
    code: Ints


@dataclass(frozen=True)
class Events:
    """Courses, awards or disciplinary decisions: the year they count in, the day, the kind (-1 = not given)."""

    official: Ints
    year: Ints
    day: Ints
    kind: Ints
    kinds: tuple[str, ...]
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitYears:
    """One entry a (unit, year) record; numbers as floats, NaN = unknown."""

    unit: Ints
    year: Ints
    values: dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Kin:
    """Declared relatives who are officials themselves, one entry a declaration; `declared`: who stated any family."""

    official: Ints
    relative: Ints
    declared: Ints


@dataclass(frozen=True)
class UnitSuccessions:
    """One entry for each unit that went over into another on a day."""

    predecessor: Ints
    successor: Ints
    day: Ints


@dataclass(frozen=True)
class Inspections:
    """One entry an inspection that was held: the year and day it began; counts are -1 where not stated.

    `trigger`: 0 planned, 1 sudden, -1 not stated; `due`, `remedied`: LATE where there is no such day.
    """

    unit: Ints
    year: Ints
    day: Ints
    trigger: Ints
    findings: Ints
    violations: Ints
    sanctions: Ints
    due: Ints
    remedied: Ints


@dataclass(frozen=True)
class Plans:
    """Succession plans, one entry for each (person, unit, post, term): in force from `approved` to the day before
    `removed` (EARLY, LATE where there is no such day)."""

    official: Ints
    unit: Ints
    post: Ints
    approved: Ints
    removed: Ints


@dataclass(frozen=True)
class Quotas:
    """How many officials each unit was given in which time."""

    unit: Ints
    total: Ints
    starts: Ints
    ends: Ints


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """`array`, made read-only: snapshots are shared between requests."""
    array.setflags(write=False)
    return array
