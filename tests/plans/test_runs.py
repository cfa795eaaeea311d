"""Runs that are kept: new, still there, gone, worked out by hand; whole or not at all; who reads what."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from assessments.models import Succession
from foundation import audit
from foundation.errors import Denied, Refused
from foundation.models import AuditArea, AuditEvent
from officials.models import Norm, Official, Unit
from plans import reading
from plans.models import KnownFinding, RuleRun, RunFinding
from plans.services import add_cause, keep_run, run_rules
from plans.services.runs import Judged
from reports import snapshot
from reports.rules import recommend
from reports.rules.access import findings_document, findings_for
from reports.tables.numbered.reading import numbered_for
from tests import factories
from tests.plans.conftest import YEAR, computers, courses
from tests.reports.test_rules import town_with_awards

OF_INTEREST = ("training", "computers")


def states(run, rules=OF_INTEREST):
    """(rule, scope) → (state, why gone) of a run."""
    rows = RunFinding._base_manager.filter(run=run, finding__rule__in=rules).select_related("finding")
    return {(row.finding.rule, row.finding.scope): (row.state, row.gone_because) for row in rows}


NEW, STILL = ("new", ""), ("still", "")


def test_new_still_and_gone_are_worked_out_by_hand(staff):
    # Computers 5 of 10 everywhere. Courses 8 of 20 in the town, 2 of 10 in U1 and khu Bắc; U2 has the 6 it needs.
    first = run_rules(by=staff, year=YEAR)
    assert states(first) == {
        ("computers", "all"): NEW, ("computers", "area:Bắc"): NEW, ("computers", "area:Nam"): NEW,
        ("computers", "unit:U1"): NEW, ("computers", "unit:U2"): NEW,
        ("training", "all"): NEW, ("training", "area:Bắc"): NEW, ("training", "unit:U1"): NEW,
    }  # fmt: skip
    computers("U1", 10)  # U1 has all; the town 15 of 20
    courses("U1", 3)  # 3 of 10: the upper limit is 60.3 %, chance may explain it
    courses("U2", 5)  # khu Nam 5 of 10 is below 60 %; of U2 alone chance may explain it
    second = run_rules(by=staff, year=YEAR)
    assert states(second) == {
        ("computers", "all"): STILL, ("computers", "area:Nam"): STILL, ("computers", "unit:U2"): STILL,
        ("computers", "area:Bắc"): ("gone", "met"), ("computers", "unit:U1"): ("gone", "met"),
        ("training", "all"): STILL, ("training", "area:Bắc"): STILL, ("training", "area:Nam"): NEW,
        ("training", "unit:U1"): ("gone", "chance"),
    }  # fmt: skip
    courses("U1", 0)
    courses("U2", 0)  # no course anywhere: that is missing, not none
    third = run_rules(by=staff, year=YEAR)
    found = states(third)
    assert {key: state for key, state in found.items() if key[0] == "training"} == {
        ("training", "all"): ("gone", "no_data"),
        ("training", "area:Bắc"): ("gone", "no_data"),
        ("training", "area:Nam"): ("gone", "no_data"),
    }
    # What was gone before is not gone again.
    assert ("computers", "unit:U1") not in found
    computers("U1", 5)
    assert states(run_rules(by=staff, year=YEAR))["computers", "unit:U1"] == NEW
    assert KnownFinding._base_manager.filter(rule="computers", scope="unit:U1").count() == 1


def test_the_figures_of_the_day_are_kept(staff):
    run = run_rules(by=staff, year=YEAR)
    row = RunFinding._base_manager.get(run=run, finding__rule="training", finding__scope="all")
    [figure] = row.figures
    norm = Norm.objects.get(code="F2.min")
    assert (figure["numerator"], figure["denominator"], figure["unknown"]) == (8, 20, 0)
    assert (figure["value"], figure["threshold"], figure["norm"]) == (40, 60, "F2.min")
    assert (figure["low"], figure["high"]) == (40, 40)
    assert (figure["source"], figure["verified"]) == (norm.basis, norm.verified)
    assert row.change["needed"] == 4  # 12 of 20
    assert "thêm 4 người được bồi dưỡng trong năm (từ 8 lên 12)" in row.change["text"]
    courses("U1", 9)
    later = run_rules(by=staff, year=YEAR)
    row.refresh_from_db()
    assert row.figures == [figure]
    gone = RunFinding._base_manager.get(run=later, finding=row.finding)
    assert (gone.state, gone.gone_because) == ("gone", "met")
    assert (gone.figures[0]["numerator"], gone.figures[0]["denominator"]) == (15, 20)


def test_a_run_is_held_against_the_last_one_of_its_level_and_year(staff):
    run_rules(by=staff, year=YEAR, levels=["town"])
    units = run_rules(by=staff, year=YEAR, levels=["unit"])
    assert set(states(units).values()) == {NEW}
    both = states(run_rules(by=staff, year=YEAR))
    assert both["computers", "all"] == both["computers", "unit:U1"] == STILL
    assert both["computers", "area:Bắc"] == NEW
    # Nothing of khu and units is gone, where only the town is looked at.
    assert set(states(run_rules(by=staff, year=YEAR, levels=["town"])).values()) == {STILL}
    assert states(run_rules(by=staff, year=2020)) == {}


def test_a_unit_and_a_rule_that_are_no_more_say_so(staff):
    run_rules(by=staff, year=YEAR)
    Unit._base_manager.filter(public_id="U1").update(ends_on="2021-06-30")
    KnownFinding._base_manager.filter(rule="computers", scope="unit:U2").update(rule="quy_tac_cu")
    snapshot.forget()
    run = run_rules(by=staff, year=YEAR)
    found = states(run, (*OF_INTEREST, "quy_tac_cu"))
    assert found["computers", "unit:U1"] == ("gone", "no_scope")
    assert found["quy_tac_cu", "unit:U2"] == ("gone", "no_rule")
    # Of a rule nobody knows any more, only the district's pages tell, and by its code.
    titles = {reading.rule_title(told.row.finding.rule) for told in reading.rows_of_run(staff, run)}
    assert {"quy_tac_cu", "Thiếu máy tính làm việc"} <= titles


def test_one_act_is_one_event_and_moves_no_data_version(staff):
    before, n = audit.data_version(), AuditEvent.objects.count()
    run = run_rules(by=staff, year=YEAR)
    event = AuditEvent.objects.first()
    assert AuditEvent.objects.count() == n + 1
    assert (event.action, event.area, event.object_id) == ("run_rules", AuditArea.PLANS, run.public_id)
    assert run.data_version == audit.data_version() == before


@pytest.mark.parametrize(
    "moment", ["runs.audit.record", "runs.RunFinding.objects.bulk_create", "runs._keep_known"]
)
def test_a_run_that_breaks_off_leaves_nothing(staff, monkeypatch, moment):
    run_rules(by=staff, year=YEAR)
    held = (RuleRun.objects.count(), KnownFinding._base_manager.count(), RunFinding._base_manager.count())
    courses("U2", 1)

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(f"plans.services.{moment}", die)
    with pytest.raises(Killed):
        run_rules(by=staff, year=YEAR)
    assert held == (
        RuleRun.objects.count(), KnownFinding._base_manager.count(), RunFinding._base_manager.count()
    )  # fmt: skip


def test_the_same_key_runs_once(staff):
    first, again = (run_rules(by=staff, year=YEAR, key="k") for _ in range(2))
    assert first == again
    assert RuleRun.objects.count() == 1
    with pytest.raises(Refused):
        run_rules(by=staff, year=2020, key="k")


@pytest.mark.parametrize("role", ["leadership", "admin", "auditor"])
def test_only_the_district_runs_the_rules(two_units, role):
    with pytest.raises(Denied):
        run_rules(by=factories.make_user(role), year=YEAR)
    officer = factories.make_user("commune", unit=Unit._base_manager.get(public_id="U1"))
    with pytest.raises(Denied):
        run_rules(by=officer, year=YEAR)
    assert not RuleRun.objects.exists()


def command(*arguments):
    out = io.StringIO()
    call_command("recommend", *arguments, "--format", "json", stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


def test_the_command_keeps_its_run_and_prints_the_contract_alone(two_units):
    assert command("--year", "2021", "--dry-run") == command("--year", "2021")
    run = RuleRun.objects.get()
    assert (run.levels, run.run_by, run.run_by_name[:4]) == ("town", None, "lệnh")
    assert {scope for _, scope in states(run)} == {"all"}
    assert audit.last_event().actor == "lenh"


def test_two_runs_are_compared(staff):
    first = run_rules(by=staff, year=YEAR)
    computers("U1", 10)
    courses("U2", 1)
    second = run_rules(by=staff, year=YEAR)
    found = reading.compare(staff, first, second)
    assert found.levels == ["town", "area", "unit"]

    def keys(told):
        return {(t.row.finding.rule, t.row.finding.scope) for t in told}

    assert keys(found.new) == {("training", "area:Nam"), ("training", "unit:U2")}
    assert keys(found.gone) == {("computers", "area:Bắc"), ("computers", "unit:U1")}
    before, after = next(pair for pair in found.still if pair[1].row.finding.scope == "all")
    assert before.row.run == first
    assert after.row.run == second


def test_a_commune_reads_its_own_unit_and_nothing_of_the_town(staff):
    run = run_rules(by=staff, year=YEAR)
    officer = factories.make_user("commune", unit=Unit._base_manager.get(public_id="U1"))
    assert {told.row.finding.scope for told in reading.rows_of_run(officer, run)} == {"unit:U1"}
    assert not any(told.is_hidden for told in reading.rows_of_run(officer, run))
    mine = RunFinding._base_manager.filter(run=run, finding__scope="unit:U1").count()
    assert reading.counts_of(officer, [run]) == {run.pk: {"new": mine, "still": 0, "gone": 0}}
    for user in (factories.make_user("admin"), factories.make_user("auditor"), factories.make_user()):
        assert not RunFinding.objects.visible_to(user).exists()
        assert not KnownFinding.objects.visible_to(user).exists()


def test_leadership_reads_what_the_live_page_shows_it_and_no_hidden_number(db, tmp_path):
    town_with_awards(tmp_path)  # one person disciplined and yet rated good
    leader = factories.make_user("leadership")
    run = run_rules(by=factories.make_user("district"), year=YEAR)
    told = {(t.row.finding.rule, t.row.finding.scope): t for t in reading.rows_of_run(leader, run)}
    live = {
        (f.rule, f.scope.code): quiet for f, quiet in findings_for(leader, YEAR, ("town", "area", "unit"))
    }
    assert {key: item.is_hidden for key, item in told.items()} == live
    assert ("conduct", "unit:U1") not in told  # of one unit it would point at a person
    quiet = told["conduct", "all"]
    assert quiet.is_hidden
    assert quiet.figures == []
    assert "1 người" not in quiet.text + quiet.change + quiet.guard
    document = quiet.document()
    assert document["people"] == document["severity"] == document["change"] == {"suppressed": True}
    assert {str(item["numerator"]) for item in document["figures"]} == {"{'suppressed': True}"}
    assert not KnownFinding.objects.visible_to(leader).filter(rule="conduct", level="unit").exists()


def test_nobody_without_the_right_learns_of_succession_plans(staff):
    """One woman of ten in the plan of U1: below a quarter. Not even that a rule could not be judged is told."""
    unit = Unit._base_manager.get(public_id="U1")
    for k in range(10):
        official = Official._base_manager.get(public_id=f"U1-{k}")
        Official._base_manager.filter(pk=official.pk).update(sex="nam" if k else "nu")
        Succession.objects.create(
            public_id=f"S{k}", official=official, unit=unit, post_id="chu_tich_ubnd", term="2020-2025",
            approved_on="2020-06-01",
        )  # fmt: skip
    snapshot.forget()
    run = run_rules(by=staff, year=YEAR)
    levels = ("town", "area", "unit")
    leader, officer = factories.make_user("leadership"), factories.make_user("commune", unit=unit)

    def told(user):
        document = findings_document(user, YEAR, levels)
        rows = {(row["rule"], row["scope"]) for part in document.values() for row in part}
        kept = {(t.row.finding.rule, t.row.finding.scope) for t in reading.rows_of_run(user, run)}
        return {key for key in rows | kept if key[0].startswith("succession_")}

    assert {("succession_women", "all"), ("succession_breadth", "all"), ("succession_source", "all")} <= told(
        staff
    )
    assert told(leader) == told(officer) == set()
    for user in (leader, officer):
        cells = [row["cells"] for row in numbered_for(user, [YEAR], levels, ("",), ["T25"])]
        hidden = [value for row in cells for rule, value in row.items() if rule.startswith("succession_")]
        assert hidden
        assert all(value == {"suppressed": True} for value in hidden)


def test_of_a_rule_that_is_no_more_only_who_reads_everything_is_told_the_numbers(db, tmp_path):
    town_with_awards(tmp_path)
    staff, leader = factories.make_user("district"), factories.make_user("leadership")
    run = run_rules(by=staff, year=YEAR)
    KnownFinding._base_manager.filter(rule="conduct").update(rule="quy_tac_cu")

    def told(user):
        rows = reading.rows_of_run(user, run)
        return {t.row.finding.scope: t.is_hidden for t in rows if t.row.finding.rule == "quy_tac_cu"}

    assert told(staff) == {"all": False, "area:Bắc": False, "unit:U1": False}
    assert told(leader) == {"all": True, "area:Bắc": True}


def test_what_was_hidden_on_the_day_stays_hidden_when_it_is_gone(db, tmp_path):
    from assessments.models import Discipline

    town_with_awards(tmp_path)
    staff, leader = factories.make_user("district"), factories.make_user("leadership")
    run_rules(by=staff, year=YEAR)
    Discipline._base_manager.all().delete()
    snapshot.forget()
    later = run_rules(by=staff, year=YEAR)
    gone = {
        t.row.finding.scope: t for t in reading.rows_of_run(leader, later) if t.row.finding.rule == "conduct"
    }
    assert "unit:U1" not in gone
    assert all(item.is_hidden for item in gone.values())


def test_findings_and_causes_outlast_records_that_are_replaced(staff, tmp_path):
    from officials.models import TheoryLink

    run = run_rules(by=staff, year=YEAR)
    known = KnownFinding._base_manager.get(rule="computers", scope="unit:U1")
    add_cause(by=staff, finding=known, link=TheoryLink.objects.first(), basis="Biên bản")
    folder = tmp_path / "again"
    call_command("dump_package", str(folder), format="json", stdout=io.StringIO())
    out = io.StringIO()
    call_command("load_package", str(folder), "--replace", format="json", stdout=out)
    assert json.loads(out.getvalue())["loaded"]
    assert states(run)["computers", "unit:U1"] == NEW
    assert [cause.basis for cause in reading.causes_of(staff, known)] == ["Biên bản"]


def test_keeping_needs_the_right_even_with_a_judgement_at_hand(two_units):
    judged = Judged(snapshot.current(), YEAR, ("town",), recommend(YEAR))
    with pytest.raises(Denied):
        keep_run(by=factories.make_user("leadership"), judged=judged)
