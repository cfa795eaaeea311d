"""From kept rows back to frames: in each frame of a closed year the rows of the closed units are the kept ones.

Each function takes the frame as the records have it and gives the frame as closed; who is closed stands in `Kept`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.frames import columns
from reports.frames.inspections import InspectionFrame
from reports.frames.movements import Endings, Placed
from reports.frames.people import HeldPosts, People
from reports.frames.plans import PlanFrame
from reports.frames.unit_years import UnitYearFrame
from reports.frozen.rows import PLAN_FLAGS, UnitRows, kinds_of
from reports.reading import Bools, Ints, ints

if TYPE_CHECKING:
    from reports.snapshot import Snapshot


@dataclass(frozen=True)
class Kept:
    """The kept rows of one year by unit position, in the terms (positions) of `snapshot`, which knows all they name."""

    snapshot: Snapshot
    units: dict[int, UnitRows]
    official: dict[str, int]
    unit: dict[str, int]
    post: dict[str, int]

    def live(self, unit: Ints) -> Bools:
        """The rows of a frame that stay as the records have them."""
        closed = np.zeros(len(self.snapshot.units.ids), dtype=bool)
        closed[list(self.units)] = True
        return np.asarray(~closed[unit])

    def entries(self, frame: str) -> Iterator[tuple[int, int, Any]]:
        """(official, unit, entry) of every kept entry of a frame."""
        for unit, rows in self.units.items():
            for subject, content in rows.items():
                for entry in content.get(frame, ()) if subject else ():
                    yield self.official[subject], unit, entry


def spliced_people(kept: Kept, live: People) -> People:
    """The people in post; a column that the kept rows do not know is unknown in them (its last cell)."""
    rows = [
        (kept.official[subject], unit, content["people"])
        for unit, of_unit in kept.units.items()
        for subject, content in of_unit.items()
        if "people" in content
    ]
    stays = kept.live(live.unit)
    people = [content for _, _, content in rows]
    official = np.concatenate((live.official[stays], ints([row[0] for row in rows])))
    unit = np.concatenate((live.unit[stays], ints([row[1] for row in rows])))
    order = np.argsort(official, kind="stable")

    def joined(values: Any, new: list[Any]) -> Any:
        return np.concatenate((values[stays], np.array(new, dtype=values.dtype)))[order]

    def cells(column: columns.Column) -> list[int]:
        code = {cell: place for place, cell in enumerate(column.cells)}
        last = len(column.cells) - 1
        return [code.get(content["cells"].get(column.name), last) for content in people]

    return replace(
        live,
        snapshot=kept.snapshot,
        official=official[order],
        unit=unit[order],
        area=kept.snapshot.units.area[unit[order]],
        group=joined(live.group, [columns.GROUPS.index(content["group"]) for content in people]),
        post=joined(live.post, [kept.post[content["post"]] for content in people]),
        age=joined(live.age, [content["age"] for content in people]),
        recruited=joined(live.recruited, [content["recruited"] for content in people]),
        n_posts=joined(live.n_posts, [content["n_posts"] for content in people]),
        columns={c.name: joined(live.columns[c.name], cells(c)) for c in columns.FIXED},
        no_record={
            name: joined(flags, [name in content["no_record"] for content in people])
            for name, flags in live.no_record.items()
        },
        undated={
            name: joined(flags, [name in content["undated"] for content in people])
            for name, flags in live.undated.items()
        },
    )


def spliced_posts(kept: Kept, live: HeldPosts) -> HeldPosts:
    rows, stays = list(kept.entries("posts")), kept.live(live.unit)
    return HeldPosts(
        np.concatenate((live.official[stays], ints([row[0] for row in rows]))),
        np.concatenate((live.unit[stays], ints([row[1] for row in rows]))),
        np.concatenate((live.post[stays], ints([kept.post[row[2]] for row in rows]))),
    )


def spliced_groups(kept: Kept, live: Placed, frame: str) -> Placed:
    """A frame whose entries say nothing but the group: who was in post before, who served."""
    found = [(who, unit, group, 0) for who, unit, group in kept.entries(frame)]
    return _placed(kept, live, found)


def spliced_events(kept: Kept, live: Placed, frame: str) -> Placed:
    place = {kind: number for number, kind in enumerate(kinds_of(kept.snapshot, frame))}
    found = [(who, unit, group, place.get(kind, -1)) for who, unit, (group, kind) in kept.entries(frame)]
    return _placed(kept, live, found)


def _placed(kept: Kept, live: Placed, rows: list[tuple[int, int, str, int]]) -> Placed:
    stays = kept.live(live.unit)
    return Placed(
        np.concatenate((live.official[stays], ints([row[0] for row in rows]))),
        np.concatenate((live.unit[stays], ints([row[1] for row in rows]))),
        np.concatenate((live.group[stays], ints([columns.GROUPS.index(row[2]) for row in rows]))),
        np.concatenate((live.kind[stays], ints([row[3] for row in rows]))),
    )


def spliced_endings(kept: Kept, live: Endings) -> Endings:
    rows = list(kept.entries("endings"))
    reason = {text: number for number, text in enumerate(kept.snapshot.appointments.reasons)}
    ended = _placed(kept, live.ended, [(who, unit, e[0], reason[e[1]]) for who, unit, e in rows])
    stays = kept.live(live.ended.unit)
    moved = np.cumsum(stays) - 1  # where each row that stays stands now
    nexts = stays[live.next_row] if len(live.next_row) else np.zeros(0, dtype=bool)
    first = int(stays.sum())
    after = [
        (first + row, *each) for row, (_, _, e) in enumerate(rows) for each in e[2] if each[0] in kept.unit
    ]
    return Endings(
        ended,
        np.concatenate((moved[live.next_row[nexts]], ints([row[0] for row in after]))),
        np.concatenate((live.next_unit[nexts], ints([kept.unit[row[1]] for row in after]))),
        np.concatenate((live.next_group[nexts], ints([columns.GROUPS.index(row[2]) for row in after]))),
    )  # fmt: skip


def spliced_plans(kept: Kept, live: PlanFrame) -> PlanFrame:
    rows, appointed = list(kept.entries("plans")), list(kept.entries("appointed"))
    stays, there = kept.live(live.entries.unit), kept.live(live.appointed.unit)
    entries = _placed(kept, live.entries, [(who, unit, e[1], kept.post[e[0]]) for who, unit, e in rows])
    n_posts = max(len(kept.snapshot.posts.codes), 1)
    place = np.unique(entries.unit * n_posts + entries.kind)
    flags = {
        name: np.concatenate((getattr(live, name)[stays], np.array([name in e[2] for _, _, e in rows], dtype=bool)))
        for name in PLAN_FLAGS
    }  # fmt: skip
    return PlanFrame(
        entries=entries,
        posts=Placed(
            place, place // n_posts, kept.snapshot.posts.group[place % n_posts], place % n_posts
        ),
        appointed=_placed(
            kept, live.appointed, [(who, unit, e[1], kept.post[e[0]]) for who, unit, e in appointed]
        ),
        from_plan=np.concatenate(
            (live.from_plan[there], np.array([e[2] for _, _, e in appointed], dtype=bool))
        ),
        **flags,
    )  # fmt: skip


def spliced_unit_years(kept: Kept, live: UnitYearFrame, frame: People) -> UnitYearFrame:
    """With the headcount of the spliced people."""
    exists, quota = np.array(live.exists), np.array(live.quota)
    values = {name: np.array(numbers) for name, numbers in live.values.items()}
    for unit, rows in kept.units.items():
        content = rows[""]["unit"]
        exists[unit], quota[unit] = content["exists"], _float(content["quota"])
        for name, numbers in values.items():
            numbers[unit] = _float(content["values"].get(name))
    headcount = np.bincount(frame.unit, minlength=len(exists))
    return replace(
        live, snapshot=kept.snapshot, exists=exists, quota=quota, values=values, headcount=headcount
    )


def spliced_inspections(kept: Kept, live: InspectionFrame) -> InspectionFrame:
    numbers = {name: np.array(values) for name, values in live.numbers.items()}
    for unit, rows in kept.units.items():
        for name, values in numbers.items():
            values[unit] = rows[""]["inspections"].get(name, 0)
    return InspectionFrame(numbers)


def _float(value: float | None) -> float:
    return float("nan") if value is None else value
