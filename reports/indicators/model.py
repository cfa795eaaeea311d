"""What an indicator is: sets of named quantities for numerator, denominator and unknown, and all that explains it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from foundation.registries import Registry
from officials.models import Verification
from reports.cube import AGE_KNOWN, AGE_SUM, NO_RECORD, PEOPLE, UNDATED
from reports.frames.columns import Column
from reports.tables.registry import SMALL, SMALL_SENSITIVE

Quantity = tuple[str, str]
Part = frozenset[Quantity]

EVERYONE: Part = frozenset({PEOPLE})
NOBODY: Part = frozenset()
KINDS = ("share", "count", "mean", "ratio", "rate")
PERCENT = "%"
READ, PARTLY, MEMORY, PROPOSAL = (
    Verification.READ.value,
    Verification.PARTLY.value,
    Verification.MEMORY.value,
    Verification.PROPOSAL.value,
)
AT_YEAR_END = "có mặt ngày 31/12"


@dataclass(frozen=True)
class SeriesBreak:
    """From `year` on (at 31/12) the figure does not mean quite what it meant the year before; `text` says why. `since`:
    the day it took effect, where that decides from which year on another reference day sees it."""

    year: int
    text: str
    since: date | None = None


@dataclass(frozen=True)
class Indicator:
    """One declared indicator. `value` = numerator ÷ denominator (× 100 where the unit is %), a count the numerator.

    `by_group` is False where the input is not split into cán bộ and công chức: such scopes have no value.
    `distinct`: the people are counted once in each scope, so a parent is not the sum of its parts.
    `fields`, `small`: what a reader must be allowed to read to see small counts (reports.access); `restricted` goes to
    such readers only, whatever the numbers. `parts`: all the counts that add up to a published one, where this is one
    of them; `small_denominator`: the denominator, too, tells of people when it is small.
    `counted` names what numerator and `unknown` count, where these are not people. `per`: 1000 for "per 1 000".
    `reported`: a count of what units reported, without any report there is no value. `needs`: what the system has not
    got (surveys, plans); such an indicator never has a value.
    """

    code: str
    title: str
    kind: str
    unit: str
    numerator: Part
    denominator: Part
    numerator_text: str
    denominator_text: str
    direction: int | None
    source: str
    verified: str
    unknown: Part = NOBODY
    column: Column | None = None
    by_group: bool = True
    distinct: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    small: int = SMALL
    breaks: tuple[SeriesBreak, ...] = ()
    note: str = ""
    counted: str = "người"
    unknown_counted: str = "người"
    per: int = 1
    reported: bool = False
    needs: str = ""
    restricted: bool = False
    parts: tuple[Quantity, ...] = ()
    small_denominator: bool = False
    order: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.code}: unknown kind {self.kind}")

    @property
    def scale(self) -> int:
        return 100 if self.unit == PERCENT else self.per

    @property
    def is_percent(self) -> bool:
        """True where the value is printed with a percent sign."""
        return self.unit == PERCENT

    @property
    def family(self) -> str:
        """`C2` of `C2.dai_hoc`: the codes that divide the same people."""
        return self.code.partition(".")[0]

    @property
    def formula(self) -> str:
        """The formula in words."""
        if self.kind == "count":
            return self.numerator_text
        times = f" × {self.scale}" if self.scale != 1 else ""
        return f"({self.numerator_text}) ÷ ({self.denominator_text}){times}"

    def definition(self) -> dict[str, object]:
        """The object of `definitions` in contracts 4."""
        return {
            "code": self.code,
            "title": self.title,
            "kind": self.kind,
            "unit": self.unit,
            "formula": self.formula,
            "numerator_text": self.numerator_text,
            "denominator_text": self.denominator_text,
            "direction": self.direction,
            "source": self.source,
            "verified": self.verified,
        }


@dataclass(frozen=True)
class Omitted:
    """An indicator of the literature that is left out on purpose, and why."""

    code: str
    title: str
    reason: str
    source: str


indicators: Registry[Indicator] = Registry("indicators")
form_figures: Registry[Indicator] = Registry("figures of statistical forms")
omitted: Registry[Omitted] = Registry("omitted indicators")


def figure(code: str) -> Indicator | None:
    """The figure of that code, of the catalogue or of a statistical form."""
    return indicators.get(code) or form_figures.get(code)


def register(*found: Indicator) -> None:
    """Add indicators to the catalogue, in the order in which they are declared."""
    for indicator in found:
        object.__setattr__(indicator, "order", len(indicators))
        indicators.register(indicator)


def missing(
    code: str,
    title: str,
    kind: str,
    unit: str,
    *,
    needs: str,
    numerator_text: str,
    denominator_text: str,
    source: str,
    verified: str,
    note: str = "",
) -> Indicator:
    """An indicator whose data the system has not got: declared with what it `needs`, its value always missing."""
    return Indicator(
        code=code,
        title=title,
        kind=kind,
        unit=unit,
        numerator=NOBODY,
        denominator=NOBODY,
        numerator_text=numerator_text,
        denominator_text=denominator_text,
        direction=1,
        source=source,
        verified=verified,
        needs=needs,
        note=note,
    )


def cells(column: Column, names: Iterable[str]) -> Part:
    """The people of `column` in any of the cells; ValueError for a cell the column has not."""
    for name in names:
        column.code(name)
    return frozenset((column.name, name) for name in names)


def named(column: Column, names: Iterable[str]) -> str:
    """The labels of cells, in the order of the column."""
    chosen = set(names)
    return ", ".join(
        label[:1].lower() + label[1:]
        for cell, label in zip(column.cells, column.labels, strict=True)
        if cell in chosen
    )


def share(
    code: str,
    title: str,
    column: Column,
    counts: set[str],
    *,
    of: set[str] | None = None,
    unknown: set[str] | None = None,
    direction: int | None,
    source: str,
    verified: str,
    fields: tuple[tuple[str, str], ...],
    small: int = SMALL,
    breaks: tuple[SeriesBreak, ...] = (),
    note: str = "",
    restricted: bool = False,
) -> Indicator:
    """A share of the people in post on 31/12: those in the cells `counts`, of those in the cells `of` (None = all).

    Texts follow from the sets.
    """
    subject = column.title[0].lower() + column.title[1:]
    everyone = f"Số cán bộ, công chức {AT_YEAR_END}"
    return Indicator(
        code=code,
        title=title,
        kind="share",
        unit=PERCENT,
        numerator=cells(column, counts),
        denominator=EVERYONE if of is None else cells(column, of),
        unknown=cells(column, unknown or set()),
        numerator_text=f"{everyone}, {subject}: {named(column, counts)}",
        denominator_text=everyone if of is None else f"{everyone}, {subject}: {named(column, of)}",
        column=column,
        direction=direction,
        source=source,
        verified=verified,
        fields=fields,
        small=small,
        breaks=breaks,
        note=note,
        restricted=restricted,
    )


__all__ = [
    "AGE_KNOWN", "AGE_SUM", "EVERYONE", "MEMORY", "NOBODY", "NO_RECORD", "PARTLY", "PEOPLE", "PERCENT", "PROPOSAL",
    "READ", "SMALL", "SMALL_SENSITIVE", "UNDATED", "Indicator", "Omitted", "Part", "Quantity", "SeriesBreak", "cells",
    "indicators", "missing", "named", "omitted", "register", "share",
]  # fmt: skip
