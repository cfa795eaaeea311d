"""Tests that list everything and fail when something new is unlisted."""

from __future__ import annotations

import ast
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import models

from foundation import history
from foundation.scope import ScopedModel
from foundation.sensitivity import PERSONAL, PUBLIC, SENSITIVE, field_class

ROOT = Path(__file__).resolve().parent.parent
OURS = ("foundation", "officials", "accounts", "assessments", "reports", "exchange", "plans", "cycle")
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
SCOPED = {model.__name__ for model in MODELS if issubclass(model, ScopedModel)}

# Models that belong to no unit, and why everyone may read them or who alone does.
GLOBAL = {
    # law and catalogues
    "officials.Area": "catalogue",
    "officials.Post": "catalogue",
    "officials.PostValidity": "law",
    "officials.QuotaNorm": "law",
    "officials.PostStandard": "law",
    "officials.Rank": "law",
    "officials.RetirementAge": "law",
    "officials.Norm": "law",
    "officials.IssuingBody": "catalogue",
    "officials.MajorFit": "catalogue",
    "officials.Reorganisation": "an act on several units, in which nobody is named; district and leadership",
    "officials.TheoryLink": "catalogue",
    "officials.Benchmark": "catalogue",
    "officials.ModulePeriod": "a setting of the administrator; whether a part is on is no secret",
    "assessments.AwardTitle": "catalogue",
    "assessments.DisciplineFormRule": "law",
    "assessments.EvaluationRegime": "law",
    "assessments.EvaluationLevel": "law",
    "assessments.RatingAuthority": "law",
    # read through a door of their own
    "foundation.AuditEvent": "foundation.history.visible_events",
    "foundation.AccessEvent": "the auditor's page",
    "foundation.SubjectKey": "foundation.audit only",
    "foundation.IdempotencyKey": "foundation.versions only",
    "foundation.Job": "foundation.jobs; shown on the page of what it is about",
    "foundation.JobWorker": "foundation.workers only",
    "foundation.Attachment": "streamed by the view of its record",
    "plans.RuleRun": "whoever reads figures; what it found is scoped",
    "accounts.User": "the administrator, and each their own",
    "accounts.Membership": "the administrator, and each their own",
}


# Tables of libraries: why nothing about people stands there, or who alone reads them.
THIRD_PARTY = {
    "contenttypes.ContentType": "names of models",
    "sessions.Session": "django: who is signed in",
    "auth.Permission": "unused: rights are accounts.rights",
    "auth.Group": "unused: rights are accounts.rights",
    "axes.AccessAttempt": "accounts.throttle: sign-in names only as keyed hashes",
    "axes.AccessFailureLog": "unused",
    "axes.AccessLog": "unused: the audit keeps who signed in",
    "axes.AccessAttemptExpiration": "accounts.throttle",
    "authtoken.Token": "each their own",
    "authtoken.TokenProxy": "each their own",
    "django_tasks_database.DBTaskResult": "foundation.jobs: ids of jobs, no facts of people, no tracebacks",
}


def label(model):
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_model_is_scoped_or_global(model):
    assert issubclass(model, ScopedModel) != (label(model) in GLOBAL), f"{label(model)}: scoped or in GLOBAL"


def test_every_table_of_a_library_says_what_it_holds():
    found = {label(model) for model in apps.get_models() if model._meta.app_label not in OURS}
    assert found == set(THIRD_PARTY)


def test_no_global_model_is_listed_that_is_gone():
    assert set(GLOBAL) <= {label(model) for model in MODELS}


@pytest.mark.parametrize("model", [m for m in MODELS if issubclass(m, ScopedModel)], ids=label)
def test_every_scoped_model_has_a_way_to_its_unit(model):
    assert model.unit_path
    assert model.objects.filter(**{f"{model.unit_path}__in": {1}}).query
    assert hasattr(model._default_manager.all(), "visible_to")


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_field_declares_its_class(model):
    for field in model._meta.concrete_fields:
        assert field_class(model, field.name) in {PUBLIC, PERSONAL, SENSITIVE}, field.name


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_model_says_what_one_row_is_and_has_a_name(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
    if issubclass(model, ScopedModel):
        assert str(model._meta.verbose_name) != model.__name__.lower()


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_each_moment_goes_with_its_person(model):
    """Where the moment may be empty, both are empty or both filled; where it may not, neither may the person."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    told = [str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    for moment in [name for name in fields if name.endswith("_at")]:
        stem = moment.removesuffix("_at")
        people = [name for name in (f"{stem}_by", f"{stem}_by_name") if name in fields]
        if people:
            is_paired = any(moment in text and any(person in text for person in people) for text in told)
            always = not fields[moment].null and any(not fields[person].blank for person in people)
            assert is_paired or always, f"{label(model)}.{moment}"


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_people_are_never_deleted_with_what_they_stand_in(model):
    for field in model._meta.concrete_fields:
        if field.is_relation and label(model) not in {"foundation.IdempotencyKey"}:
            assert field.remote_field.on_delete in {models.PROTECT, models.CASCADE, models.SET_NULL}
            if field.remote_field.on_delete is not models.PROTECT:
                assert field.related_model._meta.app_label == model._meta.app_label == "exchange", field.name


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


# --- the code itself ----------------------------------------------------------------------------------------
@cache
def sources():
    found = []
    for app in (*OURS, "kinhmon_cadre"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found.append((path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))))
    return found


def is_door(path):
    """Modules that answer requests: there `visible_to` is the only way to rows."""
    return (
        "views" in path.parts
        or "api" in path.parts
        or path.name in {"views.py", "api.py", "exports.py", "forms.py"}
    )


SAFE = {"visible_to", "none"}


def chain(node):
    """`Official.objects.visible_to(user).filter(…)` → ["Official", "objects", "visible_to", "filter"]."""
    names = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        names.append(node.id)
    return names[::-1]


def unscoped_reads(tree):
    scoped_inside = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and chain(node) == ["visible_or_404"] and node.args
        for inner in ast.walk(node.args[0])
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node not in scoped_inside:
            names = chain(node)
            if len(names) == 2 and names[1] in {"_base_manager", "_default_manager"}:
                yield node.lineno, ".".join(names)
            if len(names) == 3 and names[0] in SCOPED and names[1] == "objects" and names[2] not in SAFE:
                yield node.lineno, ".".join(names)
        if isinstance(node, ast.Call) and chain(node)[-1:] in (["get_object_or_404"], ["get_list_or_404"]):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Name) and first.id in SCOPED:
                yield node.lineno, f"get_object_or_404({first.id})"


# Asks `visible_to` itself for scoped models; its managers are those of whatever model it is given.
GENERIC = {Path("foundation/api/fields.py")}


def test_the_lint_finds_what_it_is_for():
    bad = (
        "Official.objects.get(pk=1)\n"
        "Official.objects.all()\n"
        "get_object_or_404(Official, pk=1)\n"
        "Official._base_manager.first()\n"
        "list(Unit.objects.filter(name='x')[:3])\n"
    )
    good = "Official.objects.visible_to(u).filter(x=1)\nget_object_or_404(Official.objects.visible_to(u), pk=1)\n"
    assert {line for line, _ in unscoped_reads(ast.parse(bad))} == {1, 2, 3, 4, 5}
    assert not list(unscoped_reads(ast.parse(good)))


def test_views_apis_and_exports_read_scoped_models_through_visible_to():
    doors = [(path, tree) for path, tree in sources() if is_door(path) and path not in GENERIC]
    found = [f"{path}:{line} {what}" for path, tree in doors for line, what in unscoped_reads(tree)]
    assert len(doors) > 10
    assert not found


CLOCKS = {
    ("date", "today"),
    ("datetime", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
}


def test_days_come_from_the_working_day_and_moments_from_timezone_now():
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and tuple(chain(node)[-2:]) in CLOCKS:
                found.append(f"{path}:{node.lineno}")
    assert not found


def test_nothing_catches_every_exception():
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or chain(node.type) in (["Exception"], ["BaseException"])
            ):
                found.append(f"{path}:{node.lineno}")
    assert not found


def test_files_stay_readable():
    long = [
        f"{path}: {n}" for path, _ in sources() if (n := len((ROOT / path).read_text().splitlines())) > 450
    ]
    assert not long


# --- names and documents ------------------------------------------------------------------------------------
def codes_in(node):
    """Text constants an expression can be: `"a"`, `"a" if x else "b"`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return codes_in(node.body) | codes_in(node.orelse)
    return set()


WRITERS = {"record", "Entry", "save_changes", "log_access", "log_access_to_many"}


def written_actions():
    for path, tree in sources():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            nodes = list(ast.walk(function))
            calls = [
                n for n in nodes if isinstance(n, ast.Call) and chain(n)[-1:] and chain(n)[-1] in WRITERS
            ]
            for keyword in (k for call in calls for k in call.keywords if k.arg == "action"):
                yield from ((path, code) for code in codes_in(keyword.value))
                if isinstance(keyword.value, ast.Name):
                    for node in nodes:
                        if isinstance(node, ast.Assign) and chain(node.targets[0]) == [keyword.value.id]:
                            yield from ((path, code) for code in codes_in(node.value))


def test_every_act_in_the_audit_has_a_vietnamese_name():
    known = history.action_names()
    written = set(written_actions())
    assert len(written) > 10
    assert not {f"{path}: {code}" for path, code in written if code not in known}


def test_every_command_is_documented():
    told = "\n".join(
        path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    )
    ours = [name for name, app in get_commands().items() if app in OURS]
    assert not [name for name in ours if name not in told]
