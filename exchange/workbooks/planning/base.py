"""What the makers of a plan share: the row, the person it means, and the plan that grows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from exchange.workbooks.existing import Person
from exchange.workbooks.plan import ChangedRow, Difference, NewRow, Plan
from exchange.workbooks.rows import Row
from foundation.scope import ScopedModel
from officials.models import Appointment

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
    """One row against one person's records; blank cells change nothing, so every step asks only what is stated.

    `may_move`: postings in other units may be changed (the district's act).
    """

    def __init__(self, row: Row, plan: Plan, as_of: dt.date, *, may_move: bool = True) -> None:
        self.row, self.plan, self.as_of, self.may_move = row, plan, as_of, may_move
        self.values = row.values
        self.person = plan.person or Person(official=None)  # type: ignore[arg-type]
        self.is_new = plan.person is None

    @property
    def is_past(self) -> bool:
        """A newer list has named the person since: facts without a date stay as they are known from it."""
        return bool(self.person.listed_on and self.person.listed_on > self.as_of)

    def add(self, part: str, model: type[ScopedModel], **facts: Any) -> None:
        """A row to be added, resting on field `part` of the row."""
        self.plan.new.append(NewRow(part, model, facts))

    def add_post(
        self,
        code: str,
        starts_on: dt.date,
        *,
        unknown: bool,
        is_primary: bool,
        ends_on: dt.date | None = None,
    ) -> None:
        """A posting in the row's unit to be added."""
        self.add(
            "posts",
            Appointment,
            unit=self.plan.unit,
            post_id=code,
            is_primary=is_primary,
            starts_on=starts_on,
            start_unknown=unknown,
            ends_on=ends_on,
        )

    def change(self, part: str, row: ScopedModel, **changes: Any) -> None:
        """Fields of an existing row to be set, resting on field `part` of the row."""
        self.plan.changed.append(ChangedRow(part, row, changes))

    def tell(self, field_name: str, old: str, new: str, *, part: str = "") -> None:
        """Say a difference to the record in words; of a new person everything is new and nothing is said."""
        if not self.is_new:
            self.plan.differences.append(Difference(field_name, part or field_name, old, new))
