"""What a grid is made of: the declared set, and the sheet of one unit and year that is filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from assessments.grids.columns import Drawn, GridColumn
from foundation import vn_text
from foundation.registries import Registry
from foundation.scope import ScopedModel
from officials.models import Unit
from officials.record_kinds import RecordKind


def same_text(one: str, other: str) -> bool:
    """Equal but for spaces and the form of diacritics: retyping a value is no change."""
    return one == other or vn_text.nfc(one) == vn_text.nfc(other)


class Adds(Protocol):
    def __call__(self, *, by: Any, owner: Any, facts: dict[str, Any]) -> ScopedModel: ...


class Changes(Protocol):
    def __call__(self, row: Any, *, by: Any, changes: dict[str, Any], version: int) -> bool: ...


def nothing(*args: Any) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class GridSet:
    """A set of rows entered year by year.

    `owners(user, unit, year)` are whose rows they are, in the order of the page; `of_year(rows, year)` the rows of a
    year; `fixed(year)` what a new row holds without being asked. `several`: an owner may have more than one row a
    year, else `counts` orders them and the last one counts. `complete(facts, changed)` fills in what follows from the rest.
    `check(facts, changed, year)` gives `{column: sentence}`. `prepare(user, sheet, rows)` adds what rules say of the owners
    (their rows by primary key) and locks those entered elsewhere. `shows_before`: last year's value stands at each cell.
    `record_kind` is the kind of row as proposals know it,
    where rows may have to be proposed. `sensitive` names the sensitive facts shown: opening them is noted.
    """

    code: str
    title: str
    noun: str
    model: type[ScopedModel]
    columns: tuple[GridColumn, ...]
    owners: Callable[[Any, Unit | None, int], list[Owner]]
    of_year: Callable[[Any, int], Any]
    fixed: Callable[[int], dict[str, Any]]
    add: Adds
    change: Changes
    owner_path: str = "official"
    several: bool = False
    counts: Callable[[Any], Any] = lambda row: row.pk
    complete: Callable[[dict[str, Any], set[str]], dict[str, Any]] = lambda facts, changed: facts
    check: Callable[[dict[str, Any], set[str], int], dict[str, str]] = nothing
    last_year: Callable[[Any], str] = lambda row: ""
    about: str = ""
    prepare: Callable[[Any, Sheet, dict[int, list[Any]]], None] = lambda user, sheet, rows: None
    shows_before: bool = False
    record_kind: RecordKind | None = None
    sensitive: str = ""
    order: int = 0


@dataclass
class Owner:
    """Whose rows a line holds: an official or a unit. `locked` says why nothing may be entered here."""

    obj: Any
    name: str
    detail: str = ""
    url: str = ""
    facts: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    locked: str = ""
    locked_url: str = ""
    last_year: str = ""
    before: dict[str, str] = field(default_factory=dict)

    @property
    def public_id(self) -> str:
        return str(self.obj.public_id)


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved meanwhile in a cell where I had typed; `choice` is what is ticked, if anything."""

    who: str
    text: str
    mine: str
    choice: Literal["", "theirs", "mine"] = ""


@dataclass
class Line:
    """One row of the sheet: `base` are the cells as the page was made with, `typed` as they stand now."""

    owner: Owner
    row: Any
    base: dict[str, str]
    typed: dict[str, str]
    version: int
    is_first: bool = True
    errors: dict[str, list[str]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    conflicts: dict[str, Theirs] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    is_chosen: bool = False

    @property
    def changed(self) -> set[str]:
        return {name for name, text in self.typed.items() if not same_text(text, self.base.get(name, ""))}

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in self.typed.values())

    @property
    def is_wrong(self) -> bool:
        return bool(self.errors or self.general or self.conflicts)


@dataclass
class Sheet:
    """One grid of one unit and year, with what was typed and what is wrong with it."""

    set: GridSet
    unit: Unit | None
    year: int
    columns: list[Drawn]
    owners: list[Owner]
    lines: list[Line]
    carried: Mapping[str, str] = field(default_factory=dict)
    proposing: bool = False
    problems: list[str] = field(default_factory=list)
    orphans: list[tuple[str, str]] = field(default_factory=list)
    more_rows: dict[str, int] = field(default_factory=dict)

    @property
    def is_wrong(self) -> bool:
        return bool(self.problems or self.orphans) or any(line.is_wrong for line in self.lines)

    @property
    def may_write(self) -> bool:
        return any(not owner.locked for owner in self.owners)

    def column(self, name: str) -> Drawn | None:
        return next((column for column in self.columns if column.name == name), None)


grid_sets: Registry[GridSet] = Registry("yearly grids")
