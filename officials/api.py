"""API resources of this floor: units, officials and what hangs on a person."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from foundation.api.fields import ReferenceField
from foundation.api.resources import References, Resource, resources
from officials import api_proposals  # noqa: F401 (registers its addresses)
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
from officials.proposing import propose_instead
from officials.services import people, postings, records

OFFICIAL: References = {"official_id": ("official", Official)}
UNIT: References = {"unit": ("unit", Unit)}


def add_row(model: Any) -> Any:
    """A creating function for rows that hang on an official, as a `Resource` wants it."""

    def add(*, by: Any, facts: dict[str, Any], key: str) -> Any:
        return records.add(model, by=by, official=facts.pop("official"), facts=facts, key=key)

    return add


def _register(*, by: Any, facts: dict[str, Any], key: str) -> Official:
    first = {name: facts.pop(name) for name in ("unit", "post", "starts_on")}
    return people.register_official(by=by, facts=facts, key=key, **first)


def _change_official(row: Official, *, by: Any, changes: dict[str, Any], version: int) -> bool:
    changes.pop("unit", None)
    return people.change_official(by=by, official=row, changes=changes, version=version)


def _appoint(*, by: Any, facts: dict[str, Any], key: str) -> Appointment:
    return postings.add_appointment(by=by, official=facts.pop("official"), facts=facts, key=key)


def _change_appointment(row: Appointment, *, by: Any, changes: dict[str, Any], version: int) -> bool:
    return postings.change_appointment(by=by, appointment=row, changes=changes, version=version)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


resources.register(
    Resource(
        code="units",
        model=Unit,
        id_column="unit",
        fields=_columns("code name kind area unit_class starts_on ends_on note"),
        references={"area": ("area", Area)},
        filters=("code", "kind"),
    )
)
resources.register(
    Resource(
        code="unit-successions",
        model=UnitSuccession,
        id_column="id",
        fields=_columns("predecessor successor effective_on basis"),
        references={"predecessor": ("predecessor", Unit), "successor": ("successor", Unit)},
    )
)
resources.register(
    Resource(
        code="unit-quotas",
        model=UnitQuota,
        id_column="id",
        fields=_columns("unit total starts_on ends_on basis"),
        references=UNIT,
        filters=("unit",),
    )
)
resources.register(
    Resource(
        code="officials",
        model=Official,
        id_column="official_id",
        fields=_columns(
            "full_name sex birth_date ethnicity religion national_id hometown general_education recruited_on "
            "party_member party_joined_on party_official_on synthetic unit"
        ),
        references=UNIT,
        read_only=("synthetic",),
        filters=("unit",),
        create_only={
            "post": ReferenceField(model=Post, write_only=True, required=True),
            "starts_on": serializers.DateField(write_only=True, required=True),
        },
        add=_register,
        change=_change_official,
    )
)
resources.register(
    Resource(
        code="appointments",
        model=Appointment,
        id_column="appointment_id",
        fields=_columns(
            "official_id unit post is_primary starts_on start_unknown ends_on how term end_reason decision_no "
            "decided_on decided_by managed_by"
        ),
        references=OFFICIAL | UNIT | {"post": ("post", Post)},
        filters=("official_id", "unit", "post"),
        add=_appoint,
        change=_change_appointment,
        instead=propose_instead,
    )
)
resources.register(
    Resource(
        code="qualifications",
        model=Qualification,
        id_column="qualification_id",
        fields=_columns(
            "official_id kind level field attained_on expires_on institution certificate_no studied_from mode"
        ),
        references=OFFICIAL,
        filters=("official_id", "kind"),
        add=add_row(Qualification),
        change=records.change,
    )
)
resources.register(
    Resource(
        code="personal-files",
        model=PersonalFile,
        id_column="id",
        fields=_columns(
            "official_id other_names birth_place permanent_address current_address phone national_id_issued_on "
            "social_insurance_no family_origin occupation_before recruiting_body joined_body_on main_work strength "
            "longest_work joined_revolution_on organisation_joined_on organisations never_enlisted enlisted_on "
            "discharged_on military_rank honour_title never_awarded invalid_class policy_family height_cm weight_kg "
            "blood_group past_history foreign_ties relatives_abroad economic_circumstances body_comment"
        ),
        references=OFFICIAL,
        filters=("official_id",),
    )
)
resources.register(
    Resource(
        code="absences",
        model=Absence,
        id_column="absence_id",
        fields=_columns("official_id kind starts_on ends_on"),
        references=OFFICIAL,
        filters=("official_id",),
    )
)
resources.register(
    Resource(
        code="salary-steps",
        model=SalaryStep,
        id_column="salary_step_id",
        fields=_columns("official_id rank_code step coefficient starts_on allowance over_top_percent"),
        references=OFFICIAL,
        filters=("official_id",),
    )
)
resources.register(
    Resource(
        code="family-members",
        model=FamilyMember,
        id_column="family_member_id",
        fields=_columns("official_id relation full_name birth_year relative_official_id note"),
        references=OFFICIAL | {"relative_official_id": ("relative_official", Official)},
        filters=("official_id",),
    )
)
resources.register(
    Resource(
        code="committees",
        model=Committee,
        id_column="committee_id",
        fields=_columns("official_id unit body starts_on ends_on"),
        references=OFFICIAL | UNIT,
        filters=("official_id",),
    )
)
