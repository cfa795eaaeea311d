"""What importing one row would do, as data: new rows and changed fields, nothing else.

Every part carries the field of the row that it rests on, so that a user may take or leave it field by field. An
empty plan means that the file says what the records already say.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from exchange.workbooks.existing import Person
from foundation.scope import ScopedModel
from officials.models import Unit


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to add: model and field values (PartialDate for partial dates). `field`: of the row ("rewards")."""

    field: str
    model: type[ScopedModel]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """Fields of an existing row to set. `field`: of the row ("evaluations.2021")."""

    field: str
    row: ScopedModel
    changes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the record says and what the file says, in words. `field` as shown; `part` = what is decided together."""

    field: str
    part: str
    old: str
    new: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "part": self.part, "old": self.old, "new": self.new}


@dataclass(slots=True)
class Plan:
    """`personal` = facts of the official by field of the row (all of them for a new one).

    `conflicts`: fields of the row among them that contradict the record and need a choice.
    """

    unit: Unit
    person: Person | None
    personal: dict[str, Any] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    new: list[NewRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    moves: bool = False
    returns: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.personal or self.new or self.changed)

    def without(self, parts: Collection[str]) -> Plan:
        """The same plan, keeping what the records hold for these parts (fields of the row)."""
        kept = set(parts)
        return replace(
            self,
            personal={name: value for name, value in self.personal.items() if name not in kept},
            conflicts=self.conflicts - kept,
            new=[row for row in self.new if row.field not in kept],
            changed=[row for row in self.changed if row.field not in kept],
            differences=[item for item in self.differences if item.part not in kept],
            moves=self.moves and "posts" not in kept,
            returns=self.returns and "posts" not in kept,
        )
