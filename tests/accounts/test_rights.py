"""The roles table of contracts 6, spelled out by hand and compared with what the code grants."""

from __future__ import annotations

import pytest
from django.apps import apps

from accounts import rights
from accounts.models import Membership

# One line a kind of record, one letter a role, in the order of the contract:
# district, commune, leadership, admin, auditor.
#   - nothing    r/w read, read+write of all units    o/O read, read+write of the own unit
TABLE = {
    # units and what stands beside them
    "officials.Unit": "w o r - -",
    "officials.UnitSuccession": "w o r - -",
    "officials.UnitQuota": "w o r - -",
    "assessments.UnitYear": "w O r - -",
    "assessments.Inspection": "w o - - -",
    # acts on the organisation, and who stays on over the number by law
    "officials.Reorganisation": "w - r - -",
    "officials.SurplusStatus": "w o r - -",
    # names, posts, qualifications, ratings: what leadership reads of a person
    "officials.Official": "w O r - -",
    "officials.Appointment": "w O r - -",
    "officials.Qualification": "w O r - -",
    "assessments.Evaluation": "w O r - -",
    "assessments.EvaluationRound": "w O r - -",
    "assessments.EvaluationCase": "w O r - -",
    # the rest of a person's file
    "officials.Absence": "w O - - -",
    "officials.SalaryStep": "w O - - -",
    "officials.FamilyMember": "w O - - -",
    "officials.Committee": "w O - - -",
    "officials.PersonalFile": "w O - - -",
    "foundation.Attachment": "w O - - -",
    "officials.RetirementStep": "w O - - -",
    "officials.RotationStep": "w O - - -",
    "assessments.HealthCheck": "w O - - -",
    "assessments.HealthRound": "w O - - -",
    "assessments.Training": "w O - - -",
    "assessments.TrainingPlan": "w O - - -",
    "assessments.Course": "w O - - -",
    "assessments.Enrolment": "w O - - -",
    "assessments.Award": "w O - - -",
    # off by default for communes
    "assessments.Discipline": "w - - - -",
    "assessments.Succession": "w - - - -",
    # workbooks: leadership does not import
    "exchange.ImportBatch": "w O - - -",
    "exchange.RememberedHeading": "w O - - -",
    # what a unit proposes; the district decides. When it only proposes is a setting
    "officials.Proposal": "w O - - -",
    "officials.ProposalPeriod": "r o - w -",
    # what a unit sends each year; closed figures are written by acceptance alone, by nobody's form
    "cycle.Submission": "w O r - -",
    "reports.FrozenFigures": "r o r - -",
    "reports.FrozenRow": "r o - - -",
    # kept findings: the district runs the rules and says causes; leadership and, of its unit, a commune look
    "plans.RuleRun": "w o r - -",
    "plans.KnownFinding": "w o r - -",
    "plans.RunFinding": "w o r - -",
    "plans.FindingCause": "w o r - -",
    # accounts and settings
    "accounts.User": "- - - w -",
    "accounts.Membership": "- - - w -",
    "officials.ModulePeriod": "- - - w -",
}
ACTS = {
    "figures": "r o r - -",
    "audit.records": "r - - - -",
    "audit.own": "- o - - -",
    "audit.settings": "- - - r -",
    "audit.all": "- - - - r",
}
ROLES = ("district", "commune", "leadership", "admin", "auditor")
MEANS = {
    "-": set(),
    "r": {("read", "all")},
    "w": {("read", "all"), ("write", "all")},
    "o": {("read", "own")},
    "O": {("read", "own"), ("write", "own")},
}
QUESTIONS = [
    (action, extent) for action in ("read", "write", "approve", "delete") for extent in ("all", "own")
]


@pytest.mark.parametrize("kind", [*TABLE, *ACTS])
def test_each_role_may_what_the_contract_says_and_no_more(kind):
    letters = (TABLE | ACTS)[kind].split()
    for role, letter in zip(ROLES, letters, strict=True):
        granted = {
            (action, extent) for action, extent in QUESTIONS if rights.grants(role, action, kind, extent)
        }
        assert granted == MEANS[letter], (role, kind)


def test_the_roles_are_those_of_the_contract():
    assert set(Membership.Role.values) == set(ROLES) == set(rights.ROLE_ORDER) == set(rights.FIELD_CLASSES)


def test_nothing_is_granted_outside_the_table():
    # Law, catalogues and files of a batch are no rows of contracts 6; they hang on what is.
    elsewhere = {"law", "officials.Norm", "exchange.ImportFile"}
    for (role, action), by_extent in rights.GRANTS.items():
        assert role in ROLES
        assert action in {"read", "write"}
        for extent, labels in by_extent.items():
            assert extent in {"all", "own"}
            assert labels <= set(TABLE) | set(ACTS) | elsewhere, labels - set(TABLE) - set(ACTS)


def test_every_scoped_model_stands_in_the_table():
    scoped = {model._meta.label for model in apps.get_models() if hasattr(model, "unit_path")}
    assert scoped - {"exchange.ImportEffect", "exchange.ImportFile", "exchange.ImportRow"} <= set(TABLE)


SENSITIVE = [
    ("officials.Official", "ethnicity"),
    ("officials.Official", "religion"),
    ("assessments.HealthCheck", "health_class"),
]


@pytest.mark.parametrize(("label", "field"), [*SENSITIVE, ("assessments.Discipline", "form")])
@pytest.mark.parametrize("role", ROLES)
def test_health_discipline_ethnicity_and_religion_of_a_person(role, label, field):
    expected = role == "district" or (role == "commune" and label != "assessments.Discipline")
    assert rights.shows_field(role, apps.get_model(label), field) is expected


@pytest.mark.parametrize("field", ["birth_date", "national_id", "hometown", "party_member"])
@pytest.mark.parametrize("role", ROLES)
def test_private_facts_are_for_who_keeps_the_file(role, field):
    assert rights.shows_field(role, apps.get_model("officials.Official"), field) is (
        role in ("district", "commune")
    )


@pytest.mark.parametrize("field", ["full_name", "sex", "general_education"])
def test_leadership_reads_names_and_qualifications(field):
    assert rights.shows_field("leadership", apps.get_model("officials.Official"), field)


def test_a_kind_of_record_nobody_listed_is_refused():
    for role in ROLES:
        for action, extent in QUESTIONS:
            assert not rights.grants(role, action, "officials.Unknown", extent)


def test_rights_follow_the_membership_of_the_day(town):
    assert town.people.noivu.may("write", "officials.Official", "all")
    assert not town.people.xa_minh.may("write", "officials.Official", "all")
    assert town.people.xa_minh.may("write", "officials.Official", "own")
    assert not town.people.chua_gan.may("read", "officials.Official", "own")


def test_a_switched_off_account_may_nothing(town):
    user = town.people.noivu
    user.is_active = False
    assert not user.may("read", "officials.Official", "all")
    assert not user.has_membership
