"""The year's work of the demonstration: it agrees with the records, changes no rating, and leaves no board empty."""

from collections import Counter
from datetime import date

import pytest

from accounts.models import User
from assessments.models import (
    NOT_RATED,
    Course,
    Enrolment,
    Evaluation,
    EvaluationCase,
    EvaluationRound,
    HealthRound,
    Training,
)
from assessments.round_states import DECIDED
from assessments.rounds import findings_for, members, rules_of
from cycle.models import Submission
from exchange.workforce import kinhmon
from foundation.models import AuditEvent
from foundation.scope import unscoped
from officials.models import Proposal, RetirementStep, RotationStep, SalaryStep
from officials.raises import RaiseState, raise_list
from reports import snapshot
from reports.frozen.differences import all_differences
from reports.models import FrozenFigures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _of_every_unit(installed):
    with unscoped("test"):
        yield


@pytest.fixture
def district(installed):
    return User.objects.get(username="noivu")


def test_decided_cases_lead_to_their_ratings():
    rows = {row.public_id: row for row in Evaluation.objects.all()}
    cases = list(EvaluationCase.objects.select_related("round__unit"))
    for case in cases:
        rating = rows.get(case.evaluation_ref)
        assert (rating is None) == (case.evaluation_ref == "")
        if case.state in DECIDED:
            assert (rating.official_id, rating.year) == (case.official_id, case.year)
            assert case.proposed == (rating.level or NOT_RATED)
            assert case.self_level == rating.self_level
            decided = rating.decided_on
            assert not case.notified_on or not decided or decided <= case.notified_on <= date(2021, 12, 31)
        elif rating is not None:  # reopened: the rating stands, and nothing typed says otherwise
            assert case.proposed == rating.level
            assert case.comment
    steps = {case.state for case in cases if case.year == 2021}
    assert steps == {"mo", "tu_xep_loai", "y_kien", "de_xuat", "quyet_dinh", "thong_bao", "dong"}


def test_a_round_holds_whom_the_postings_put_into_it():
    for row in EvaluationRound.objects.select_related("unit"):
        states = set(row.cases.values_list("state", flat=True))
        assert (row.closed_at is not None) == (states == {"dong"})
        assert {case.official_id for case in row.cases.all()} == set(members(row.unit, row.year))
    years = Counter(row.year for row in EvaluationRound.objects.all())
    assert years == {2020: 23, 2021: 20}
    assert not EvaluationRound.objects.filter(year=2020, closed_at=None).exists()


def test_a_result_against_a_rule_has_its_reason(district):
    for row in EvaluationRound.objects.select_related("unit", "regime"):
        cases = list(row.cases.all())
        opinions = {case.official_id: case.former_opinion for case in cases}
        found = findings_for(district, row.unit, row.year, opinions, rules_of(row.year, row.regime))
        for case in cases:
            against = [f for f in found[case.official_id] if not f.agrees_with(case.proposed)]
            assert not against or case.reason, (case, against)


def test_ratings_of_the_package_stay_as_they_are():
    told = {row[0]: row for row in kinhmon.build().tables["evaluations"]}
    rows = {row.public_id: row for row in Evaluation.objects.select_related("official")}
    for key, row in told.items():
        assert (rows[key].official.public_id, str(rows[key].year), rows[key].level) == (
            row[1],
            row[2],
            row[4],
        )
        assert rows[key].version == 1
    for row in (rows[key] for key in set(rows) - set(told)):  # only who had left by the end of the year
        last = row.official.appointments.filter(is_primary=True).order_by("starts_on").last()
        assert last.ends_on.year == row.year


def test_training_health_and_pay_have_their_rows():
    assert {row.state for row in Course.objects.all()} == set(Course.State.values)
    assert {"cho_duyet", "da_cu"} == set(Enrolment.objects.values_list("state", flat=True))
    class_held = Course.objects.get(state=Course.State.DA_GHI_KET_QUA)
    assert Training.objects.filter(of_course=class_held).count() == class_held.enrolments.count() >= 10
    assert Training.objects.count() == len(kinhmon.build().tables["trainings"])
    assert HealthRound.objects.filter(year=2021).exists()
    assert RotationStep.objects.count() > 30
    assert RetirementStep.objects.filter(kind="quyet_dinh").count() == 11
    assert SalaryStep.objects.filter(reason=SalaryStep.Reason.EARLY, starts_on__year=2021).count() == 4


def test_proposals_and_sent_data_stand_at_every_state():
    assert set(Proposal.objects.values_list("state", flat=True)) == {
        "proposed",
        "approved",
        "rejected",
        "withdrawn",
    }
    states = Counter(Submission.objects.filter(year=2021).values_list("state", flat=True))
    assert set(states) == {"sent", "returned", "accepted"}
    assert Counter(FrozenFigures.objects.values_list("year", flat=True)) == {2020: 4, 2021: 2}
    assert all_differences(snapshot.current()) == {}


def test_raises_of_the_last_quarter_follow_the_rule(district):
    found = raise_list(district, date(2021, 10, 1), date(2021, 12, 31))
    by_state = Counter(line.state for line in found.lines)
    assert by_state[RaiseState.DONE] > 20
    assert by_state[RaiseState.DUE] >= 2
    assert not by_state[RaiseState.OVERDUE]
    dated = [line for line in found.of(RaiseState.DONE) if line.answer.due_on and line.given]
    early = [line for line in dated if line.given.starts_on < line.answer.due_on]
    assert len(early) == 4
    assert all(line.given.reason == SalaryStep.Reason.EARLY for line in early)
    assert AuditEvent.objects.filter(actor="noivu").exists()
