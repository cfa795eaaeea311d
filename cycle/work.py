"""Việc cần xử lý: what waits for a reader, gathered from every registered source, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from foundation.registries import WorkItem, WorkItemSource, work_item_sources

TONES = ("danger", "warning", "info", "quiet")
_LATEST = date.max


@dataclass(frozen=True)
class Waiting:
    """What waits of one source: its items, the most urgent first."""

    source: WorkItemSource
    items: tuple[WorkItem, ...]

    @property
    def urgency(self) -> tuple[int, date]:
        return urgency(self.items[0]) if self.items else (len(TONES), _LATEST)

    @property
    def late(self) -> int:
        return sum(item.tone == "danger" for item in self.items)

    def of_unit(self, unit: str) -> Waiting:
        """Only the items of one unit; those that belong to no unit are left out."""
        return replace(self, items=tuple(item for item in self.items if item.unit == unit))


def urgency(item: WorkItem) -> tuple[int, date]:
    """Sorts late before near before the rest, and within them by the day; no day comes last."""
    return TONES.index(item.tone) if item.tone in TONES else len(TONES), item.due_on or _LATEST


def waiting_for(user: Any, day: date) -> list[Waiting]:
    """Every source the reader may see that has something for them, the most urgent first.

    As many queries as the sources need, however much waits.
    """
    found = []
    for source in work_item_sources:
        if source.may_see(user):
            items = tuple(sorted(source.find(user, day), key=urgency))
            if items:
                found.append(Waiting(source, items))
    return sorted(found, key=lambda waiting: (waiting.urgency, waiting.source.order))


def of_unit(waiting: Iterable[Waiting], unit: str) -> list[Waiting]:
    """What waits of one unit."""
    return [left for each in waiting if (left := each.of_unit(unit)).items]


def units_of(waiting: Iterable[Waiting]) -> set[str]:
    """Public ids of the units that have something waiting."""
    return {item.unit for each in waiting for item in each.items if item.unit}
