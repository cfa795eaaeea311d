"""What a data package holds: one frozen `TableSpec` a file, in the order in which they must be loaded.

The one source of load, dump, descriptor, docs/package.md and API documentation. A column's kind, codes and lengths
follow from the model field it fills. New columns go to the end of a table (contracts 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import models

from assessments.models import (
    Award,
    Discipline,
    Evaluation,
    HealthCheck,
    Inspection,
    Succession,
    Training,
    UnitYear,
)
from foundation.fields import PartialDateField
from foundation.scope import ScopedModel
from officials.models import (
    Absence,
    Appointment,
    Area,
    Committee,
    FamilyMember,
    Official,
    PersonalFile,
    Post,
    Qualification,
    SalaryStep,
    Unit,
    UnitQuota,
    UnitSuccession,
)
from officials.models.qualifications import LEVELS


class Kind(StrEnum):
    """How a cell is written."""

    ID = "id"
    TEXT = "text"
    NAME = "name"
    AREA = "area"
    CODE = "code"
    POST = "post"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, how its cells are written, the model field it fills.

    `codes` are the allowed values of a CODE column (posts come from the catalogue instead); `refers` is the table
    a REFERENCE points into.
    """

    name: str
    kind: Kind
    required: bool
    field: models.Field
    codes: tuple[str, ...] = ()
    refers: str = ""

    @property
    def label(self) -> str:
        """What the office calls it."""
        return str(self.field.verbose_name)

    @cached_property
    def attnames(self) -> tuple[str, ...]:
        """The model attributes a cell fills: two for a partial date, else one."""
        if self.kind is Kind.PARTIAL_DATE:
            return (self.field.attname, f"{self.field.attname}_precision")
        return (self.field.attname,)

    @cached_property
    def empty(self) -> tuple[Any, ...]:
        """The values of `attnames` that an empty cell stands for."""
        if self.kind is Kind.PARTIAL_DATE:
            return (None, "")
        return (self.field.get_default(),)


@dataclass(frozen=True)
class TableSpec:
    """One file of the package: `key` names the columns that tell its rows apart (the id, or natural columns).

    An `optional` one came later than the format: a package without rows of it is written as it always was.
    """

    name: str
    model: type[ScopedModel]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def has_own_id(self) -> bool:
        return self.columns[0].kind is Kind.ID

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def key_columns(self) -> tuple[Column, ...]:
        return tuple(self.by_name[name] for name in self.key)


_TABLE_OF_MODEL: dict[type[models.Model], str] = {Unit: "units", Official: "officials"}
_KINDS: tuple[tuple[type[models.Field], Kind], ...] = (
    (PartialDateField, Kind.PARTIAL_DATE),  # before DateField, of which it is one
    (models.DateField, Kind.DATE),
    (models.BooleanField, Kind.BOOLEAN),
    (models.IntegerField, Kind.INTEGER),
    (models.DecimalField, Kind.DECIMAL),
)


def _table(
    name: str, model: type[ScopedModel], columns: str, *, key: str = "", optional: bool = False
) -> TableSpec:
    """Declare a table: `columns` in file order, `*` marks the required ones; without `key` the first is the id."""
    words = columns.split()
    own_id = "" if key else words[0].rstrip("*")
    made = tuple(_column(model, word.rstrip("*"), word.endswith("*"), own_id) for word in words)
    return TableSpec(name, model, made, tuple(key.split()) or (own_id,), optional)


def _column(model: type[ScopedModel], name: str, required: bool, own_id: str) -> Column:
    if name == own_id:
        return Column(name, Kind.ID, required, model._meta.get_field("public_id"))
    own = {f.name for f in model._meta.get_fields()}
    field: Any = model._meta.get_field(name if name in own else name.removesuffix("_id"))
    related = field.related_model
    if related is Post:
        return Column(name, Kind.POST, required, field)
    if related is Area:
        return Column(name, Kind.AREA, required, field)
    if related is not None:
        return Column(name, Kind.REFERENCE, required, field, refers=_TABLE_OF_MODEL[related])
    if model is Qualification and name == "level":
        return Column(name, Kind.CODE, required, field, codes=_every_level())
    if model is Official and name == "full_name":
        return Column(name, Kind.NAME, required, field)
    if field.choices:
        return Column(
            name, Kind.CODE, required, field, codes=tuple(str(code) for code, _ in field.flatchoices)
        )
    kind = next((kind for type_, kind in _KINDS if isinstance(field, type_)), Kind.TEXT)
    return Column(name, kind, required, field)


def _every_level() -> tuple[str, ...]:
    """The levels of all kinds of qualification; which belong to which kind is checked by row."""
    return tuple(dict.fromkeys(code for levels in LEVELS.values() for code in levels))


TABLES: tuple[TableSpec, ...] = (
    _table("units", Unit, "unit* code name* kind* area unit_class starts_on ends_on note"),
    _table(
        "unit_successions",
        UnitSuccession,
        "predecessor* successor* effective_on* basis",
        key="predecessor successor",
    ),
    _table("unit_quotas", UnitQuota, "unit* total* starts_on* ends_on basis", key="unit starts_on"),
    _table(
        "officials",
        Official,
        "official_id* full_name* sex birth_date ethnicity religion national_id hometown general_education "
        "recruited_on party_member party_joined_on party_official_on synthetic",
    ),
    _table(
        "appointments",
        Appointment,
        "appointment_id* official_id* unit* post* is_primary* starts_on* start_unknown ends_on how term end_reason "
        "decision_no decided_on decided_by managed_by",
    ),
    _table("absences", Absence, "absence_id* official_id* kind starts_on* ends_on"),
    _table(
        "qualifications",
        Qualification,
        "qualification_id* official_id* kind* level field attained_on expires_on institution certificate_no "
        "studied_from mode",
    ),
    _table(
        "salary_steps",
        SalaryStep,
        "salary_step_id* official_id* rank_code step coefficient starts_on* allowance reason decision_no decided_on "
        "decided_by over_top_percent",
    ),
    _table(
        "family_members",
        FamilyMember,
        "family_member_id* official_id* relation* full_name birth_year relative_official_id note",
    ),
    _table(
        "evaluations",
        Evaluation,
        "evaluation_id* official_id* year* status level self_level party_level decided_on decided_by decision_no",
    ),
    _table(
        "health_checks",
        HealthCheck,
        "health_check_id* official_id* year* health_class checked_on facility",
    ),
    _table(
        "trainings",
        Training,
        "training_id* official_id* course* kind starts_on ends_on hours cost result",
    ),
    _table(
        "awards",
        Award,
        "award_id* official_id* title* kind year decided_on authority decision_no",
    ),
    _table(
        "disciplines",
        Discipline,
        "discipline_id* official_id* form* line act_ref acted_on decided_on ends_on in_duty authority decision_no",
    ),
    _table(
        "successions",
        Succession,
        "succession_id* official_id* unit* post* term* approved_on removed_on",
    ),
    _table("committees", Committee, "committee_id* official_id* unit* body starts_on ends_on"),
    _table(
        "inspections",
        Inspection,
        "inspection_id* unit* subject trigger body planned_on starts_on concluded_on findings violations sanctions "
        "remedy_due_on remedied_on",
    ),
    _table(
        "unit_years",
        UnitYear,
        "unit* year* computers computers_over_5y cases cases_on_time satisfaction_pct reform_score "
        "complaints_received complaints_upheld complaints_on_time population posts_advertised applicants recruited",
        key="unit year",
    ),
    _table(
        "personal_files",
        PersonalFile,
        "official_id* other_names birth_place permanent_address current_address phone national_id_issued_on "
        "social_insurance_no family_origin occupation_before recruiting_body joined_body_on main_work strength "
        "longest_work joined_revolution_on organisation_joined_on organisations never_enlisted enlisted_on "
        "discharged_on military_rank honour_title never_awarded invalid_class policy_family height_cm weight_kg "
        "blood_group past_history foreign_ties relatives_abroad economic_circumstances body_comment",
        key="official_id",
        optional=True,
    ),
)
BY_NAME: dict[str, TableSpec] = {table.name: table for table in TABLES}
