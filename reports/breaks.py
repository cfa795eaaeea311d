"""Where a series does not mean what it meant the year before: declared breaks on the day they took effect, and the day a
unit was put together from others, from the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reports.indicators.model import SeriesBreak
from reports.reading import day_of
from reports.scopes import Scope

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

ARRANGED = (
    "Đơn vị này được sắp xếp ngày {day:%d/%m/%Y} từ {names}: số trước đó là của đơn vị cũ, không so trực tiếp; chọn "
    "“Đơn vị ngày {day:%d/%m/%Y}” để so trên cùng địa bàn."
)


def breaks_seen(snapshot: Snapshot, breaks: Iterable[SeriesBreak], scope: Scope) -> tuple[SeriesBreak, ...]:
    """The breaks of a figure of the scope, each in the first year whose reference day comes after it, in order."""
    standpoint = snapshot.standpoint
    found = [
        each if each.since is None else replace(each, year=standpoint.year_of(each.since)) for each in breaks
    ]
    if scope.unit >= 0 and snapshot.heir is None:
        found += _arranged(snapshot, scope.unit)
    return tuple(sorted(found, key=lambda each: each.year))


def _arranged(snapshot: Snapshot, unit: int) -> list[SeriesBreak]:
    table, names = snapshot.unit_successions, snapshot.units.names
    came: dict[int, list[str]] = {}
    for old, new, number in zip(
        table.predecessor.tolist(), table.successor.tolist(), table.day.tolist(), strict=True
    ):
        if new == unit:
            came.setdefault(number, []).append(names[old])
    found = []
    for number, olds in came.items():
        day = day_of(number)
        if day is not None:
            text = ARRANGED.format(day=day, names=", ".join(sorted(olds)))
            found.append(SeriesBreak(snapshot.standpoint.year_of(day), text, day))
    return found
