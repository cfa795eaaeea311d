"""The frame of people: one row per person in post on a day (contracts 4), as columns of category codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from reports import reading
from reports.frames import columns, judged, service
from reports.frames.form_columns import form_columns
from reports.frames.levels import held_levels
from reports.reading import LATE, Bools, Ints, day_number, day_of

if TYPE_CHECKING:
    import pandas as pd

    from reports.snapshot import Snapshot


@dataclass(frozen=True)
class People:
    """People in post on `day`; all arrays are parallel, one entry a person.

    `official`, `unit`, `area` (-1 = none), `group`, `post` are positions; `columns` holds codes of
    `reports.frames.columns`; `no_record` and `undated` say, by column, whose cell rests on no record or on a
    record without a date; `age` is completed years, -1 = birth date unknown; `recruited` a day number;
    `n_posts` the posts held that day, secondary ones included.
    """

    snapshot: Snapshot
    day: date
    official: Ints
    unit: Ints
    area: Ints
    group: Ints
    post: Ints
    age: Ints
    recruited: Ints
    n_posts: Ints
    columns: dict[str, Ints]
    no_record: dict[str, Bools]
    undated: dict[str, Bools]

    def __len__(self) -> int:
        return len(self.official)

    def ids(self, chosen: Bools | None = None) -> list[str]:
        """Package ids of the people (those `chosen`); for readers whose rights the caller has checked."""
        ids = self.snapshot.officials.ids
        rows = self.official if chosen is None else self.official[chosen]
        return [ids[row] for row in rows.tolist()]

    def to_pandas(self) -> pd.DataFrame:
        """The frame with codes as texts; for tests and notebooks, never for page code."""
        import pandas as pd

        snapshot = self.snapshot
        table: dict[str, Any] = {
            "official_id": self.ids(),
            "unit": [snapshot.units.ids[row] for row in self.unit.tolist()],
            "area": [snapshot.units.area_names[row] if row >= 0 else None for row in self.area.tolist()],
            "post": [snapshot.posts.codes[row] for row in self.post.tolist()],
            "age": np.where(self.age >= 0, self.age, np.nan),
            "recruited_on": [day_of(row) for row in self.recruited.tolist()],
            "n_posts": self.n_posts,
        }
        for column in columns.FIXED:
            table[column.name] = [column.cells[code] for code in self.columns[column.name].tolist()]
        return pd.DataFrame(table)


def people(snapshot: Snapshot, day: date) -> People:
    """The people in post on `day`; yearly facts (health, evaluation, events) are those of the day's year."""
    return snapshot.memo(("people", day), lambda: _build(snapshot, day))


def _build(snapshot: Snapshot, day: date) -> People:
    number = day_number(day)
    spells, persons = snapshot.spells, snapshot.officials
    rows = spells.on(number)
    official, unit, post = spells.official[rows], spells.unit[rows], spells.post[rows]
    age = _ages(persons.birth_ymd[official], day)
    found: dict[str, Ints] = {
        columns.SEX.name: persons.sex[official],
        columns.AGE_DECADE.name: _bands(age, (30, 40, 50)),
        columns.AGE_BM02.name: _bands(age, (31, 41, 51, 61)),
        columns.GROUP.name: spells.group[rows],
        columns.GENERAL_EDUCATION.name: persons.general_education[official],
        columns.ETHNICITY.name: persons.ethnicity[official],
        columns.RELIGION.name: persons.religion[official],
        columns.PARTY.name: _party(persons, official, number),
        **_yearly(snapshot, day.year, official),
    }
    held = held_levels(snapshot.levels, len(persons.ids), number)
    found |= {name: codes[official] for name, codes in held.codes.items()}
    found[columns.RETIREMENT.name] = judged.retirement(snapshot, official, day)
    degree = np.where(held.no_record[columns.DEGREE.name][official], -1, found[columns.DEGREE.name])
    fit = judged.major_fit(snapshot, official, post, degree, day)
    found[columns.MAJOR_FIT.name] = fit
    found[columns.STANDARD.name] = judged.standard(snapshot, official, post, degree, fit, day)
    found |= form_columns(snapshot, spells.row[rows], official, age, day)
    found[columns.SENIORITY.name] = service.seniority(snapshot, official, day)
    found[columns.RELATIVES.name] = service.relatives(snapshot, official, unit)
    unstated = (persons.party_member == -1) & (persons.party_joined == LATE)
    return People(
        snapshot=snapshot,
        day=day,
        official=official,
        unit=unit,
        area=snapshot.units.area[unit],
        group=spells.group[rows],
        post=post,
        age=age,
        recruited=persons.recruited[official],
        n_posts=_posts_held(snapshot, number)[official],
        columns=found,
        no_record={name: flags[official] for name, flags in held.no_record.items()}
        | {columns.PARTY.name: unstated[official]},
        undated={name: flags[official] for name, flags in held.undated.items()},
    )


def ages_on(snapshot: Snapshot, official: Ints, day: date) -> Ints:
    """Completed years of any officials on `day`; -1 = birth date unknown."""
    return _ages(snapshot.officials.birth_ymd[official], day)


def _ages(birth_ymd: Ints, day: date) -> Ints:
    today = day.year * 10_000 + day.month * 100 + day.day
    return np.where(birth_ymd > 0, (today - birth_ymd) // 10_000, -1)


def _bands(age: Ints, limits: tuple[int, ...]) -> Ints:
    """The band of each age: below the first limit = 0, and so on; unknown comes last."""
    return np.where(age >= 0, np.searchsorted(np.array(limits), age, side="right"), len(limits) + 1)


def _party(persons: reading.Officials, official: Ints, day: int) -> Ints:
    member = (persons.party_member[official] == 1) | (persons.party_joined[official] <= day)
    return np.where(member, columns.PARTY.code("yes"), columns.PARTY.code("no"))


def _yearly(snapshot: Snapshot, year: int, official: Ints) -> dict[str, Ints]:
    n = len(snapshot.officials.ids)
    found = {}
    for column, records in ((columns.HEALTH, snapshot.health), (columns.EVALUATION, snapshot.evaluations)):
        last = len(column.cells) - 1
        of_person = np.full(n, last, dtype=np.int64)
        rows = (records.year == year) & (records.code >= 0)
        of_person[records.official[rows]] = records.code[rows]
        found[column.name] = of_person[official]
    events = (
        (columns.TRAINED, snapshot.trainings),
        (columns.REWARDED, snapshot.awards),
        (columns.DISCIPLINED, snapshot.disciplines),
    )
    for column, happened in events:
        of_person = np.full(n, column.code("no"), dtype=np.int64)
        of_person[happened.official[happened.year == year]] = column.code("yes")
        found[column.name] = of_person[official]
    return found


@dataclass(frozen=True)
class HeldPosts:
    """Each (person, unit, post) held on a day once, secondary posts included: positions, parallel."""

    official: Ints
    unit: Ints
    post: Ints


def held_posts(snapshot: Snapshot, day: date) -> HeldPosts:
    """The posts held on `day`."""

    def build() -> HeldPosts:
        table, rows = snapshot.appointments, posts_in_force(snapshot, day_number(day))
        return HeldPosts(table.official[rows], table.unit[rows], table.post[rows])

    return snapshot.memo(("held posts", day), build)


def posts_in_force(snapshot: Snapshot, day: int) -> Ints:
    """Positions of the appointments that hold a post on the day, one for each (person, unit, post)."""
    table = snapshot.appointments
    rows = np.flatnonzero((table.starts <= day) & (day <= table.ends))
    key = (table.official[rows] * len(snapshot.units.ids) + table.unit[rows]) * len(
        snapshot.posts.codes
    ) + table.post[rows]
    return rows[np.unique(key, return_index=True)[1]]


def _posts_held(snapshot: Snapshot, day: int) -> Ints:
    rows = posts_in_force(snapshot, day)
    return np.bincount(snapshot.appointments.official[rows], minlength=len(snapshot.officials.ids))
