"""One fused count of a year: how many people of each (unit, group) stand in each cell of each column.

Tables and indicators are sums over it; nothing is counted twice and no page counts anything by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reports.frames import columns
from reports.frames.people import People, held_posts, people
from reports.reading import Ints
from reports.scopes import Sums

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

PEOPLE = ("", "people")
AGE_SUM = ("", "age_sum")
AGE_KNOWN = ("", "age_known")
MEASURES = (PEOPLE, AGE_SUM, AGE_KNOWN)
NO_RECORD, UNDATED = "#no_record", "#undated"


@dataclass(frozen=True)
class Cube:
    """`place[(column, cell)]` is the position of a number in `sums`; `counts` has the shape (units, 2, numbers).

    Beside the cells stand the flags (`#no_record`, `#undated`) and the measures, under the column name "".
    """

    place: dict[tuple[str, str], int]
    counts: Ints
    sums: Sums


def cube(snapshot: Snapshot, day: date) -> Cube:
    """The counts of the people in post on `day`."""
    return snapshot.memo(("cube", day), lambda: _build(snapshot, people(snapshot, day)))


def layout(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    """Where each number stands; the same for every day of a snapshot."""

    def build() -> dict[tuple[str, str], int]:
        cells = [(column.name, cell) for column in columns.FIXED for cell in column.cells]
        cells += [("post", code) for code in snapshot.posts.codes]
        cells += [(column.name, NO_RECORD) for column in columns.NO_RECORD_COLUMNS]
        cells += [(column.name, UNDATED) for column in columns.LEVEL_COLUMNS]
        cells += list(MEASURES)
        return {cell: place for place, cell in enumerate(cells)}

    return snapshot.memo("layout", build)


def _build(snapshot: Snapshot, frame: People) -> Cube:
    place = layout(snapshot)
    n_units, n_numbers = len(snapshot.units.ids), len(place)
    row = (frame.unit * 2 + frame.group) * n_numbers
    hits = [
        row + place[(column.name, column.cells[0])] + frame.columns[column.name] for column in columns.FIXED
    ]
    if snapshot.posts.codes:
        hits.append(row + place[("post", snapshot.posts.codes[0])] + frame.post)
    hits.append(row + place[PEOPLE])
    known = frame.age >= 0
    hits.append(row[known] + place[AGE_KNOWN])
    for flags, name in ((frame.no_record, NO_RECORD), (frame.undated, UNDATED)):
        hits += [row[flag] + place[(column, name)] for column, flag in flags.items()]
    counts = np.bincount(np.concatenate(hits), minlength=n_units * 2 * n_numbers)
    counts = counts.reshape(n_units, 2, n_numbers)
    ages = np.bincount(
        (frame.unit * 2 + frame.group)[known], weights=frame.age[known], minlength=n_units * 2
    ).reshape(n_units, 2)
    counts[:, :, place[AGE_SUM]] = np.rint(ages)
    return Cube(place, counts, Sums(snapshot, counts))


def posts_held(snapshot: Snapshot, day: date) -> Sums:
    """Posts held on `day`, by the unit and the group of the post itself, in official order of posts."""

    def build() -> Sums:
        held, posts = held_posts(snapshot, day), snapshot.posts
        n_posts = len(posts.codes)
        at = (held.unit * 2 + posts.group[held.post]) * n_posts + held.post
        counts = np.bincount(at, minlength=len(snapshot.units.ids) * 2 * n_posts)
        return Sums(snapshot, counts.reshape(len(snapshot.units.ids), 2, n_posts))

    return snapshot.memo(("posts_held", day), build)
