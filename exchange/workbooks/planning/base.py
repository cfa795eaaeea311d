"""What the makers of a plan share: the row, the person it means, and the plan that grows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from exchange.workbooks.existing import Person
from exchange.workbooks.plan import ChangedRow, Difference, NewRow, Plan
from exchange.workbooks.rows import Row
from foundation.scope import ScopedModel

# field of the row → field of Official
PERSONAL = {
    "full_name": "full_name",
    "sex": "sex",
    "birth": "birth_date",
    "national_id": "national_id",
    "ethnicity": "ethnicity",
    "religion": "religion",
    "hometown": "hometown",
    "general_education": "general_education",
    "party_member": "party_member",
    "party_date": "party_joined_on",
    "party_official_date": "party_official_on",
}
DATES = {"birth", "party_date", "party_official_date"}
LEVELS = {
    "degree_level": "professional",
    "political_theory": "political",
    "state_management": "state_management",
}
NONE_LEVELS = {"chua_qua_dao_tao", "chua"}
CERTIFICATES = {
    "it_certificate": ("it", "it_level"),
    "foreign_language": ("foreign_language", "language_level"),
}


class Maker:
    """One row against one person's records; blank cells change nothing, so every step asks only what is stated."""

    def __init__(self, row: Row, plan: Plan, as_of: dt.date) -> None:
        self.row, self.plan, self.as_of = row, plan, as_of
        self.values = row.values
        self.person = plan.person or Person(official=None)  # type: ignore[arg-type]
        self.is_new = plan.person is None

    def add(self, part: str, model: type[ScopedModel], **facts: Any) -> None:
        """A row to be added, resting on field `part` of the row."""
        self.plan.new.append(NewRow(part, model, facts))

    def change(self, part: str, row: ScopedModel, **changes: Any) -> None:
        """Fields of an existing row to be set, resting on field `part` of the row."""
        self.plan.changed.append(ChangedRow(part, row, changes))

    def tell(self, field_name: str, old: str, new: str, *, part: str = "") -> None:
        """Say a difference to the record in words; of a new person everything is new and nothing is said."""
        if not self.is_new:
            self.plan.differences.append(Difference(field_name, part or field_name, old, new))
