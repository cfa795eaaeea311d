"""Which unit of a day each unit ever recorded is, went over into, or came from (house.md: units are dated rows)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.reading import Ints

if TYPE_CHECKING:
    from reports.snapshot import Snapshot


def heirs(snapshot: Snapshot, day: int) -> Ints:
    """For each unit the position of the unit on `day` that it is, became or was; -1 where that is not one unit.

    A unit that was divided, or that was made of several (asked for a day before), has no single answer.
    """
    return snapshot.memo(("heirs", day), lambda: _build(snapshot, day))


def _build(snapshot: Snapshot, day: int) -> Ints:
    units, table = snapshot.units, snapshot.unit_successions
    n = len(units.ids)
    alive = np.zeros(n, dtype=bool)
    alive[units.existing_on(day)] = True
    after: list[list[int]] = [[] for _ in range(n)]
    before: list[list[int]] = [[] for _ in range(n)]
    for old, new, when in zip(
        table.predecessor.tolist(), table.successor.tolist(), table.day.tolist(), strict=True
    ):
        if when <= day:
            after[old].append(new)
        if when <= units.starts[new]:  # what joined a unit later did not make it
            before[new].append(old)

    def walk(unit: int, seen: frozenset[int]) -> int:
        if alive[unit]:
            return unit
        ways = after[unit] if units.ends[unit] < day else before[unit]
        if len(ways) != 1 or ways[0] in seen:
            return -1
        return walk(ways[0], seen | {unit})

    return np.array([walk(unit, frozenset()) for unit in range(n)], dtype=np.int64)
