"""The kinds of dated rows that hang on an official, declared: what a form asks, what a table shows, who writes.

One machinery serves them all (`record_forms`, `views/records.py`, `sections.py`); a kind is one `RecordKind`
object. Higher floors register theirs here as this floor does in `kinds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import QueryDict

from foundation.registries import Registry
from foundation.scope import ScopedModel
from officials.models import Official
from officials.services import records


@dataclass(frozen=True)
class Asking:
    """For whom a form is made: who fills it in, whose record, the row that is corrected (None: a new one)."""

    user: Any
    official: Official
    row: Any = None
    params: Mapping[str, Any] = field(default_factory=QueryDict)


@dataclass(frozen=True)
class Ask:
    """One field of a form; label, length, choices follow from the model unless said otherwise.

    `choices` gives `(value, label)` pairs, for a foreign key a scoped queryset; `describe` names a row of it.
    `required` None = as the model demands. `start` is the value a new row begins with. `model` holds the field where
    a form asks of two rows at once; `lines` > 0 makes a box of several lines; `no` is the item of form 2C.
    """

    name: str
    label: str = ""
    hint: str = ""
    required: bool | None = None
    choices: Callable[[Asking], Any] | None = None
    describe: Callable[[Any], str] = str
    start: Callable[[Asking], Any] | None = None
    datalist: Callable[[], list[str]] | None = None
    highest: int | None = None
    model: type[ScopedModel] | None = None
    lines: int = 0
    no: str = ""


@dataclass(frozen=True)
class Cell:
    """One column of the table in a section; shown only to who may read all of `fields`."""

    label: str
    value: Callable[[Any], str]
    fields: tuple[str, ...]
    numeric: bool = False


# `(*, by, official, facts, key)` and `(row, *, by, changes, version, reason)`; kinds that `override` take that too.
Adds = Callable[..., ScopedModel]
Changes = Callable[..., bool]


class Removes(Protocol):
    def __call__(self, row: Any, *, by: Any, version: int, reason: str) -> None: ...


def nothing_wrong(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    return {}


def anybody(user: Any, row: Any) -> bool:
    return True


def no_acts(user: Any, official: Official) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True)
class RecordKind:
    """A kind of row: `code` stands in addresses; `noun` in "Thêm …", "Sửa …" (lower case).

    `check(facts, asking)` gives `{field: sentence}` for what fields alone cannot know. `newest_first` orders the
    table; the services do the writing and audit it. `sensitive` names the sensitive facts such a row holds: opening
    them is noted. `may_change(user, row)` narrows who corrects a row beyond the right on the person. `overrides`: its
    services take an `override`, the reason for writing in spite of warnings. `acts(user, official)` gives what else
    can be done with such rows, as (label, address).
    """

    code: str
    model: type[ScopedModel]
    noun: str
    tab: str
    asks: tuple[Ask, ...]
    cells: tuple[Cell, ...]
    add: Adds
    change: Changes = records.change
    remove: Removes = records.remove
    check: Callable[[dict[str, Any], Asking], dict[str, str]] = nothing_wrong
    name_row: Callable[[Any], str] = str
    order_by: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    order: int = 0
    sensitive: str = ""
    may_change: Callable[[Any, Any], bool] = anybody
    overrides: bool = False
    acts: Callable[[Any, Official], list[tuple[str, str]]] = no_acts

    def asked(self, name: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.name == name), None)


record_kinds: Registry[RecordKind] = Registry("record kinds")


def adding(model: type[ScopedModel]) -> Adds:
    """The plain way to add a row of `model`, for kinds without rules of their own."""

    def add(*, by: Any, official: Official, facts: dict[str, Any], key: str) -> ScopedModel:
        return records.add(model, by=by, official=official, facts=facts, key=key)

    return add
