"""docs/tour.md, walked: every file and name it mentions exists, and its row goes the way it tells."""

from __future__ import annotations

import ast
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.models import Evaluation, HealthCheck
from assessments.services.records import record_training
from exchange import services
from foundation import audit
from foundation.actors import SystemActor
from officials.models import Appointment, Official, Qualification, TheoryLink, Unit
from plans.reading import rows_of_run
from plans.services import add_cause, run_rules
from reports import snapshot
from reports.indicators import compute_indicators
from reports.rules import recommend
from reports.rules.access import findings_document
from tests import factories
from tests.exchange.samples import FOLDER, content_of

ROOT = Path(__file__).resolve().parent.parent
TOUR = (ROOT / "docs/tour.md").read_text(encoding="utf-8")
PLACES = sorted(set(re.findall(r"`([\w/.-]+\.(?:py|xlsx|md))(?::([\w.]+))?`", TOUR)))


@cache
def names_of(path):
    """What a module defines: functions, classes, constants, and `Class.method`."""
    found = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{item.name}" for item in node.body if isinstance(item, ast.FunctionDef)}
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


@pytest.mark.parametrize(("path", "name"), PLACES, ids=lambda part: part or "whole")
def test_every_place_of_the_tour_exists(path, name):
    assert (ROOT / path).is_file()
    assert not name or name in names_of(path)


def test_the_tour_passes_every_floor_and_stage():
    folders = {path.partition("/")[0] for path, _ in PLACES}
    assert {"foundation", "officials", "accounts", "reports", "exchange", "plans"} <= folders
    assert len(PLACES) > 50


@pytest.fixture
def journey(db):
    """The sample package and the tour's workbook, sent and confirmed by the officer of Tân Lập; row 17 of it."""
    call_command("load_package", str(FOLDER / "package"), format="json")
    unit = Unit.objects.get(public_id="U03")
    officer = factories.make_user("commune", unit=unit)
    upload = services.Upload("tan-lap.xlsx", content_of("f01"), unit, None, as_district=False)
    batch = services.preview(upload, by=officer)
    row = next(row for row in services.document(batch)["rows"] if row["row"] == 17)
    written = services.confirm(batch, by=officer, digest=batch.digest, choices={})
    course_elsewhere()
    snapshot.forget()
    return {"unit": unit, "officer": officer, "row": row, "batch": batch, "written": written}


def course_elsewhere():
    """The district has recorded a course of 2021 in Nậm Cang: the town keeps its courses."""
    facts = {"course": "Bồi dưỡng nghiệp vụ", "kind": "ky_nang", "ends_on": date(2021, 5, 20)}
    official = Official.objects.get(public_id="E001")
    record_training(by=factories.make_user("district"), official=official, facts=facts)


def test_the_row_is_read_as_the_tour_says(journey):
    row = journey["row"]
    assert (row["status"], row["change"], row["problems"]) == ("ok", "new", [])
    assert row["values"]["full_name"] == "Trịnh Duy Phong"
    assert row["values"]["posts"] == ["tai_chinh_ke_toan"]
    assert row["values"]["degree_level"] == "dai_hoc"
    assert row["values"]["birth"]["iso"] == "1968-03-13"
    people = [row["row"] for row in services.document(journey["batch"])["rows"]]
    assert people == list(range(2, 22))
    assert [(item["row"], item["kind"]) for item in journey["batch"].result["skipped"]] == [(1, "header")]


def test_the_row_becomes_the_records_the_tour_says(journey):
    official = Official.objects.get(full_name="Trịnh Duy Phong")
    posting = Appointment.objects.get(official=official)
    assert (posting.starts_on.isoformat(), posting.start_unknown) == ("2019-01-01", True)
    counts = [
        model.objects.filter(official=official).count() for model in (Qualification, HealthCheck, Evaluation)
    ]
    assert counts == [5, 1, 3]
    told = audit.open_events([event for event in journey_events(official)])
    assert [item.event.action for item in told] == ["import"]
    assert told[0].event.payload.startswith("enc:")
    assert ["hoan_thanh" in str(told[0].changes), told[0].event.summary] == [True, ""]


def journey_events(official):
    return audit.AuditEvent.objects.filter(subject_id=official.public_id)


def test_the_figures_and_the_finding_are_those_of_the_tour(journey):
    rows = compute_indicators([2021], ["unit"], codes=["C2u", "F2"])["rows"]
    of_unit = {row["indicator"]: row for row in rows if row["scope"] == "unit:U03"}
    assert (of_unit["C2u"]["numerator"], of_unit["C2u"]["denominator"]) == (10, 22)
    assert (of_unit["F2"]["numerator"], of_unit["F2"]["denominator"]) == (0, 22)
    said = recommend(2021, ["unit"], units={"U03"})
    assert "F2" not in {code for item in said.not_enough_data for code in item.missing}
    [finding] = [item for item in said.findings if item.rule == "training"]
    assert "0 trên 22 người được bồi dưỡng trong năm" in finding.text
    assert "còn 14 người cần được cử đi học để đạt mức" in finding.text
    assert "14,9%" in finding.guard
    assert {code for item in said.not_enough_data for code in item.missing} >= {"A2", "H1"}


def test_the_finding_is_kept_as_the_tour_says(journey):
    staff = factories.make_user("district")
    run = run_rules(by=staff, year=2021)
    [told] = [t for t in rows_of_run(journey["officer"], run) if t.row.finding.rule == "training"]
    assert (told.row.state, told.row.finding.scope) == ("new", "unit:U03")
    assert "thêm 14 người được bồi dưỡng trong năm (từ 0 lên 14)" in told.change
    elsewhere = factories.make_user("commune", unit=Unit.objects.get(public_id="U04"))
    assert {t.row.finding.unit_key for t in rows_of_run(elsewhere, run)} <= {"U04"}
    link = TheoryLink.objects.first()
    cause = add_cause(by=staff, finding=told.row.finding, link=link, basis="Kế hoạch bồi dưỡng năm 2021")
    assert (cause.factor, cause.kind) == (link.factor, link.factor_kind)


def test_who_finds_what_at_the_end(journey):
    elsewhere = factories.make_user("commune", unit=Unit.objects.get(public_id="U04"))
    leader, admin = factories.make_user("leadership"), factories.make_user("admin")
    official = Official.objects.get(full_name="Trịnh Duy Phong")
    for user, sees in ((journey["officer"], True), (elsewhere, False), (leader, True), (admin, False)):
        assert Official.objects.visible_to(user).filter(pk=official.pk).exists() == sees
    assert "U03" not in str(findings_document(elsewhere, 2021, ["town", "area", "unit"]))
    assert not leader.may_see_field(Official, "national_id")


def test_sending_the_same_file_again_changes_nothing(journey):
    before = audit.data_version()
    upload = services.Upload("tan-lap.xlsx", content_of("f01"), journey["unit"], None, as_district=True)
    _, written = services.import_at_once(upload, by=SystemActor(), with_warnings=False)
    assert dict(written.changes) == {"same": 20}
    assert not Official.objects.filter(full_name="Trịnh Duy Phong")[1:].exists()
    assert audit.AuditEvent.objects.filter(seq__gt=before, action="import").count() == 0
