"""What a document is: who may have it, what has to be chosen, and the parts of the paper it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foundation.context import records_are_synthetic
from foundation.dates import today, year_end
from foundation.papers import Paper, Part
from foundation.registries import Registry
from foundation.sheets import SYNTHETIC_LINE
from officials.models import Official, Unit

UNIT, PERSON, YEAR, QUARTER, UNITS, DUE = "unit", "person", "year", "quarter", "units", "due"


@dataclass(frozen=True)
class Asked:
    """What was chosen, all of it already within what `user` may see. `day` = the day the paper is made.

    `official` None = everybody of the unit; `units` = several units chosen (a reminder), `due` = until when.
    """

    user: Any
    day: date = field(default_factory=today)
    unit: Unit | None = None
    official: Official | None = None
    year: int = 0
    quarter: int = 0
    units: tuple[Unit, ...] = ()
    due: date | None = None

    @property
    def year_day(self) -> date:
        """The day that says who was where in the year: 31/12, in the current year the working day."""
        return min(year_end(self.year or self.day.year), self.day)


@dataclass(frozen=True)
class Built:
    """The parts of a paper, and what its reader has to know beforehand: who is not in it and why, what to add by
    hand.

    `opened` = public ids of those whose sensitive facts it prints, where not of everybody; None = of all.
    """

    parts: tuple[Part, ...]
    said: tuple[str, ...] = ()
    opened: tuple[str, ...] | None = None

    @property
    def is_sensitive(self) -> bool:
        return self.opened is None or bool(self.opened)

    def paper(self, title: str, size: float) -> Paper:
        band = SYNTHETIC_LINE if records_are_synthetic() else ""
        return Paper(title, self.parts, size, band)


@dataclass(frozen=True)
class Document:
    """One kind of document. `asks` = what has to be chosen; `build` Errors: Refused, with the reason in words.

    `sensitive` names the sensitive facts of a person it prints, if any: taking it is noted in the access log.
    """

    code: str
    title: str
    group: str
    about: str
    order: int
    asks: tuple[str, ...]
    may_see: Callable[[Any], bool]
    build: Callable[[Asked], Built]
    source: str
    verified: str
    note: str = ""
    sensitive: str = ""
    size: float = 13
    years: Callable[[], Sequence[int]] = lambda: ()


documents: Registry[Document] = Registry("documents")


def reads(*labels: str) -> Callable[[Any], bool]:
    """Whoever may read all these kinds of record, everywhere or of the own unit."""

    def may_see(user: Any) -> bool:
        return all(user.may("read", label, "all") or user.may("read", label, "own") for label in labels)

    return may_see


def writes(label: str, extent: str = "own") -> Callable[[Any], bool]:
    """Whoever may write this kind of record, at least to that extent."""

    def may_see(user: Any) -> bool:
        return bool(user.may("write", label, "all") or (extent == "own" and user.may("write", label, "own")))

    return may_see


def years_back(n: int) -> Callable[[], Sequence[int]]:
    """The current year and those before it, the latest first."""
    return lambda: range(today().year, today().year - n, -1)


def years_around(n: int) -> Callable[[], Sequence[int]]:
    """The next year, the current one and those before it, the latest first."""
    return lambda: range(today().year + 1, today().year - n, -1)
