"""Who may do what: the roles table of contracts 6 as data. A kind of record that is not listed is refused.

`READ` and `WRITE` name the kinds of record by model label; "all" = every unit, "own" = the units of the
membership. Fields follow from their class (foundation.sensitivity).
"""

from __future__ import annotations

from functools import cache

from django.db import models

from foundation.sensitivity import PERSONAL, PUBLIC, SENSITIVE, field_class

ROLE_ORDER = ("district", "leadership", "commune", "admin", "auditor")

_UNITS = {"officials.Unit", "officials.UnitSuccession", "officials.UnitQuota", "assessments.UnitYear"}
_PERSON = {
    "officials.Official",
    "officials.Appointment",
    "officials.Qualification",
    "assessments.Evaluation",
}
_PERSON_MORE = {
    "officials.Absence",
    "officials.PersonalFile",
    "foundation.Attachment",
    "officials.SalaryStep",
    "officials.FamilyMember",
    "officials.Committee",
    "officials.RetirementStep",
    "officials.RotationStep",
    "assessments.HealthCheck",
    "assessments.HealthRound",
    "assessments.Training",
    "assessments.Award",
}
# Plans of training, courses, who is sent: a commune reads the town's too, writes its own.
_TRAINING = {"assessments.TrainingPlan", "assessments.Course", "assessments.Enrolment"}
_DISTRICT_ONLY = {"assessments.Discipline", "assessments.Succession"}
_INSPECTION = {"assessments.Inspection"}
# What a unit proposes, and when it only proposes; the latter is a setting, written by the administrator.
_PROPOSALS = {"officials.Proposal", "officials.ProposalPeriod"}
# Files sent for import, and what was said about the headings of an office's files.
_IMPORTS = {"exchange.ImportBatch", "exchange.RememberedHeading"}
# Runs of the rules, what they found and why: written by the district, read by leadership and, of its unit, a commune.
_FINDINGS = {"plans.RuleRun", "plans.KnownFinding", "plans.RunFinding", "plans.FindingCause"}
# What a unit sends each year, and the figures that were closed; a commune reads what was frozen of its own people.
_SUBMISSIONS = {"cycle.Submission", "reports.FrozenFigures"}
_FROZEN = {"reports.FrozenRow"}
# Rounds of evaluation: written by unit and district; leadership reads how far they are and what was decided.
_ROUNDS = {"assessments.EvaluationRound", "assessments.EvaluationCase"}
# Acts on the organisation: the district's alone; leadership reads them.
_ORGANISATION = {"officials.Reorganisation", "officials.SurplusStatus"}
# What the administrator switches: units that only propose, parts that ship switched off.
_SETTINGS = {"officials.ProposalPeriod", "officials.ModulePeriod"}
_EVERY_RECORD = (
    _UNITS | _PERSON | _PERSON_MORE | _TRAINING | _DISTRICT_ONLY | _INSPECTION | _ROUNDS | _ORGANISATION
)
_COMMUNE_WRITES = (
    _PERSON
    | {
        "assessments.HealthCheck",
        "assessments.HealthRound",
        "assessments.Training",
        "assessments.Award",
        "assessments.UnitYear",
    }
) | {
    "officials.Absence",
    "officials.SalaryStep",
    "officials.FamilyMember",
    "officials.Committee",
    "officials.RetirementStep",
    "officials.RotationStep",
    "officials.PersonalFile",
    "foundation.Attachment",
}

# (role, action) → extent → labels. Acts that are no kind of record have names of their own.
GRANTS: dict[tuple[str, str], dict[str, set[str]]] = {
    ("district", "read"): {
        "all": _EVERY_RECORD
        | {"figures", "audit.records", "officials.Norm"}
        | _IMPORTS
        | _PROPOSALS
        | _FINDINGS
        | _SUBMISSIONS
        | _FROZEN
    },
    ("district", "write"): {
        "all": _EVERY_RECORD | _IMPORTS | _FINDINGS | {"law", "officials.Proposal", "cycle.Submission"}
    },
    ("commune", "read"): {
        "own": _UNITS
        | _PERSON
        | _PERSON_MORE
        | _TRAINING
        | _INSPECTION
        | _ROUNDS
        | {"officials.SurplusStatus"}
        | _PROPOSALS
        | _IMPORTS
        | _FINDINGS
        | _SUBMISSIONS
        | _FROZEN
        | {"figures", "audit.own"}
    },
    ("commune", "write"): {
        "own": _COMMUNE_WRITES | _TRAINING | _ROUNDS | _IMPORTS | {"officials.Proposal", "cycle.Submission"}
    },
    ("leadership", "read"): {
        "all": _UNITS | _PERSON | _ROUNDS | _FINDINGS | _ORGANISATION | _SUBMISSIONS | {"figures"}
    },
    ("admin", "read"): {"all": {"accounts.User", "accounts.Membership", "audit.settings"} | _SETTINGS},
    ("admin", "write"): {"all": {"accounts.User", "accounts.Membership"} | _SETTINGS},
    ("auditor", "read"): {"all": {"audit.all"}},
}

# Classes of fields a role may read of a record it may read at all.
FIELD_CLASSES: dict[str, set[str]] = {
    "district": {PUBLIC, PERSONAL, SENSITIVE},
    "commune": {PUBLIC, PERSONAL, SENSITIVE},
    "leadership": {PUBLIC},
    "admin": {PUBLIC},
    "auditor": set(),
}


def grants(role: str, action: str, label: str, extent: str) -> bool:
    """True when `role` may `action` records of kind `label` to `extent` ("all" or "own")."""
    return label in GRANTS.get((role, action), {}).get(extent, set())


@cache
def shows_field(role: str, model: type[models.Model], field: str) -> bool:
    """True when `role` may read `field` of a record of `model` that lies in its scope.

    Remembered: the tables above never change while the process runs, and a page asks this dozens of times.
    """
    if not any(grants(role, "read", model._meta.label, extent) for extent in ("all", "own")):
        return False
    return field_class(model, field) in FIELD_CLASSES[role]
