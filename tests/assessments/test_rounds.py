"""Rounds: who is in one, its steps, the official rating it writes, and who may do what."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.models import Evaluation, EvaluationCase, EvaluationRound
from assessments.rounds import members, open_cases
from assessments.services import records
from assessments.services.rating_steps import RefusedRows, Shared, StaleCases, Step, step_cases
from assessments.services.rounds import open_round, refresh_round
from foundation import audit
from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from officials.models import ProposalPeriod
from tests import factories
from tests.assessments.rounds_town import YEAR, case_of, decided, decision, go, opened, proposed

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(Refused) as error:
        act()
    return str(error.value)


def row_problems(act):
    with pytest.raises(RefusedRows) as error:
        act()
    [problems] = error.value.problems.values()
    return problems


# --- opening ------------------------------------------------------------------------------------------------
def test_a_unit_opens_its_own_round_with_a_case_for_everyone_who_served(town):
    other = factories.make_official(unit=town.minh)
    row = opened(town.people.xa_minh, town.minh)
    assert (row.year, row.regime.code, row.opened_by) == (2021, "nd90_2020", town.people.xa_minh)
    assert {case.official for case in row.cases.all()} == {town.an, other}
    event = audit.last_event()
    assert (event.action, event.object_id, event.unit_id) == ("open_round", row.public_id, "10702")


@pytest.mark.parametrize(("year", "code"), [(2019, "nd56_2015"), (2020, "nd90_2020"), (2021, "nd90_2020")])
def test_the_regime_is_that_of_the_year(town, year, code):
    assert opened(town.people.noivu, town.minh, year).regime.code == code


@pytest.mark.parametrize(("year", "code"), [(2022, "nd90_2020"), (2023, "nd48_2023"), (2026, "nd335_2025")])
def test_the_regime_of_later_years(town, settings, year, code):
    settings.KINHMON_TODAY = date(year, 12, 31)
    assert opened(town.people.noivu, town.minh, year).regime.code == code


def test_nobody_opens_for_another_unit_but_the_district(town):
    for who in (town.people.xa_khac, town.people.lanhdao, town.people.kiemtra):
        with pytest.raises(Denied):
            opened(who, town.minh)
    assert opened(town.people.noivu, town.minh)


def test_a_round_is_opened_once(town):
    opened(town.people.noivu, town.minh)
    assert "đã được mở" in refused(lambda: opened(town.people.xa_minh, town.minh))
    assert EvaluationRound._base_manager.count() == 1


def test_the_same_form_sent_twice_opens_one_round(town):
    one, two = (open_round(by=town.people.xa_minh, unit=town.minh, year=YEAR, key="k") for _ in range(2))
    assert one == two
    assert AuditEvent.objects.filter(action="open_round").count() == 1


def test_no_round_for_a_year_to_come_or_before_any_known_rule(town):
    assert "chưa đến" in refused(lambda: opened(town.people.noivu, town.minh, 2022))
    assert "Chưa có quy định" in refused(lambda: opened(town.people.noivu, town.minh, 2014))


def test_no_round_for_a_unit_that_was_not_there_or_where_nobody_served(town):
    empty = factories.make_unit("10703")
    gone = factories.make_unit("10704", ends_on=date(2019, 10, 31))
    assert "không có ai" in refused(lambda: opened(town.people.noivu, empty))
    assert "31/12/2021" in refused(lambda: opened(town.people.noivu, gone))


def test_who_was_transferred_is_in_the_round_of_the_later_unit_only(town):
    moved = factories.make_official(unit=town.minh, starts_on=date(2018, 1, 1), ends_on=date(2021, 8, 31))
    factories.make_appointment(moved, town.khac, starts_on=date(2021, 9, 1))
    assert moved.pk not in members(town.minh, YEAR)
    assert moved.pk in members(town.khac, YEAR)
    assert moved.pk in members(town.minh, 2020)


def test_who_left_in_the_year_is_in_its_round_and_not_in_the_next(town):
    left = factories.make_official(unit=town.minh, ends_on=date(2021, 1, 1))
    assert left.pk in members(town.minh, 2021)
    assert left.pk not in members(town.minh, 2022)


def test_a_secondary_post_puts_nobody_into_a_round(town):
    factories.make_appointment(town.binh, town.minh, is_primary=False)
    assert town.binh.pk not in members(town.minh, YEAR)


# --- the list -----------------------------------------------------------------------------------------------
def test_the_list_is_brought_up_to_date(town):
    row = opened(town.people.xa_minh, town.minh)
    late = factories.make_official(unit=town.minh, starts_on=date(2021, 12, 1))
    town.an.appointments.update(ends_on=date(2020, 12, 31))
    assert refresh_round(by=town.people.xa_minh, row=row) == (1, 1)
    assert [case.official for case in row.cases.all()] == [late]
    assert refresh_round(by=town.people.xa_minh, row=row) == (0, 0)
    assert AuditEvent.objects.filter(action="refresh_round").count() == 1
    assert AuditEvent.objects.filter(action="leave_round", subject_id="P-AN").count() == 1


def test_who_is_transferred_takes_the_case_along(town):
    old = opened(town.people.xa_minh, town.minh)
    go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", self_level="tot")
    new = opened(town.people.xa_khac, town.khac)
    town.an.appointments.update(ends_on=date(2021, 10, 31))
    factories.make_appointment(town.an, town.khac, starts_on=date(2021, 11, 1))
    assert refresh_round(by=town.people.noivu, row=old) == (0, 1)
    case = case_of(town.an)
    assert (case.round, case.state, case.self_level) == (new, "tu_xep_loai", "tot")


def test_open_cases_are_those_of_a_round_that_is_open(town, django_assert_num_queries):
    opened(town.people.xa_minh, town.minh)
    with django_assert_num_queries(1):
        found = open_cases(town.minh, YEAR)
    assert found == {town.an.pk: case_of(town.an)}
    EvaluationRound._base_manager.update(closed_at="2022-01-05T00:00Z", closed_by_name="X")
    assert open_cases(town.minh, YEAR) == {}


# --- the way of a case --------------------------------------------------------------------------------------
def test_a_case_goes_its_whole_way_and_the_round_closes_with_it(town):
    xa, noivu = town.people.xa_minh, town.people.noivu
    row = opened(xa, town.minh)
    assert (
        go(xa, town.an, "ghi_tu_xep_loai", self_level="xuat_sac", self_note="Đủ việc").state == "tu_xep_loai"
    )
    assert go(xa, town.an, "ghi_y_kien", unit_level="tot", unit_opinion="Nhất trí 12/12").state == "y_kien"
    assert go(xa, town.an, "ghi_de_xuat", proposed="tot").state == "de_xuat"
    case = go(noivu, town.an, "ghi_quyet_dinh", proposed="tot", shared=decision())
    rating = Evaluation._base_manager.get(public_id=case.evaluation_ref)
    assert (rating.official, rating.year, rating.status, rating.level) == (town.an, 2021, "rated", "tot")
    assert (rating.self_level, rating.decided_on, rating.decision_no) == (
        "xuat_sac",
        date(2021, 12, 20),
        "12-QĐ/TU",
    )
    case = go(noivu, town.an, "ghi_thong_bao", shared=Shared(notified_on=date(2021, 12, 25)))
    assert (case.state, case.notified_on) == ("thong_bao", date(2021, 12, 25))
    row.refresh_from_db()
    assert row.is_open
    go(xa, town.an, "dong_ho_so")
    row.refresh_from_db()
    assert (row.is_open, row.closed_by_name) == (False, xa.full_name)


def test_each_act_of_a_case_is_one_event_about_the_person(town):
    opened(town.people.xa_minh, town.minh)
    decided(town.people.noivu, town.an)
    acts = AuditEvent.objects.filter(action__startswith="rate_").order_by("seq")
    assert [(event.action, event.subject_id) for event in acts] == [
        (f"rate_{code}", "P-AN")
        for code in ("ghi_tu_xep_loai", "ghi_y_kien", "ghi_de_xuat", "ghi_quyet_dinh")
    ]
    ratings = AuditEvent.objects.filter(object_type="assessments.evaluation")
    assert [event.action for event in ratings] == ["create"]


def test_a_case_returned_goes_back_one_step_with_what_is_to_be_done(town):
    opened(town.people.xa_minh, town.minh)
    proposed(town.people.xa_minh, town.an)
    back = Shared(reason="Thiếu ý kiến cấp ủy")
    case = go(town.people.noivu, town.an, "tra_lai", shared=back)
    assert (case.state, case.comment, case.proposed) == ("y_kien", "Thiếu ý kiến cấp ủy", "tot")
    assert go(town.people.xa_minh, town.an, "tra_lai", shared=back).state == "tu_xep_loai"
    assert "lý do" in refused(lambda: go(town.people.xa_minh, town.an, "tra_lai"))
    assert go(town.people.xa_minh, town.an, "tra_lai", shared=back).state == "mo"


def test_what_is_reopened_stands_until_it_is_decided_anew_and_is_corrected_with_the_reason(town):
    opened(town.people.xa_minh, town.minh)
    case = decided(town.people.noivu, town.an, "tot")
    with pytest.raises(Denied):
        go(town.people.xa_minh, town.an, "mo_lai", shared=Shared(reason="Nhầm"))
    case = go(town.people.noivu, town.an, "mo_lai", shared=Shared(reason="Có khiếu nại"))
    assert (case.state, Evaluation._base_manager.get().level) == ("de_xuat", "tot")
    later = decision(date(2021, 12, 28), no="15-QĐ/TU")
    case = go(town.people.noivu, town.an, "ghi_quyet_dinh", proposed="hoan_thanh", shared=later)
    rating = Evaluation._base_manager.get()
    assert (rating.public_id, rating.level, rating.decision_no) == (
        case.evaluation_ref,
        "hoan_thanh",
        "15-QĐ/TU",
    )
    event = AuditEvent.objects.filter(object_type="assessments.evaluation").latest("seq")
    [opened_event] = audit.open_events([event])
    assert (event.action, opened_event.reason) == ("correct", "Có khiếu nại")
    assert opened_event.changes["level"] == ["tot", "hoan_thanh"]


def test_reopening_a_case_opens_its_closed_round(town):
    row = opened(town.people.xa_minh, town.minh)
    decided(town.people.noivu, town.an)
    go(town.people.noivu, town.an, "ghi_thong_bao", shared=Shared(notified_on=date(2021, 12, 25)))
    go(town.people.noivu, town.an, "dong_ho_so")
    case = go(town.people.noivu, town.an, "mo_lai", shared=Shared(reason="Có khiếu nại"))
    row.refresh_from_db()
    assert (row.is_open, case.notified_on) == (True, None)


def test_a_rating_that_is_in_the_records_already_is_corrected_and_not_doubled(town):
    facts = {"year": YEAR, "status": "rated", "level": "hoan_thanh"}
    held = records.record_evaluation(by=town.people.noivu, official=town.an, facts=facts)
    opened(town.people.xa_minh, town.minh)
    assert case_of(town.an).evaluation_ref == held.public_id
    decided(town.people.noivu, town.an, "tot")
    assert [(e.pk, e.level) for e in Evaluation._base_manager.all()] == [(held.pk, "tot")]


def test_a_rating_taken_out_of_the_records_is_written_anew(town):
    opened(town.people.xa_minh, town.minh)
    case = decided(town.people.noivu, town.an)
    records.records.remove(Evaluation._base_manager.get(), by=town.people.noivu, version=1, reason="Nhầm")
    go(town.people.noivu, town.an, "mo_lai", shared=Shared(reason="Ghi lại"))
    again = go(town.people.noivu, town.an, "ghi_quyet_dinh", proposed="tot", shared=decision())
    assert again.evaluation_ref != case.evaluation_ref
    assert Evaluation._base_manager.get().public_id == again.evaluation_ref


def test_not_rated_is_written_as_not_rated(town):
    opened(town.people.xa_minh, town.minh)
    go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", self_level="tot")
    go(town.people.xa_minh, town.an, "ghi_y_kien", unit_level="tot")
    said = row_problems(lambda: go(town.people.xa_minh, town.an, "ghi_de_xuat", proposed="khong_xep_loai"))
    assert "đủ 6 tháng" in said["reason"]
    why = {"proposed": "khong_xep_loai", "reason": "Đình chỉ công tác"}
    go(town.people.xa_minh, town.an, "ghi_de_xuat", **why)
    go(town.people.noivu, town.an, "ghi_quyet_dinh", shared=decision(), **why)
    rating = Evaluation._base_manager.get()
    assert (rating.status, rating.level) == ("not_rated_by_rule", "")


# --- who decides --------------------------------------------------------------------------------------------
def test_a_unit_records_the_decision_of_its_own_head_only(town):
    leader = factories.make_official(unit=town.minh, post="bi_thu_dang_uy")
    opened(town.people.xa_minh, town.minh)
    head = decision(by="Chủ tịch Ủy ban nhân dân phường Minh Tân", no="7/QĐ-UBND")
    assert decided(town.people.xa_minh, town.an, shared=head).state == "quyet_dinh"
    with pytest.raises(Denied, match="không do đơn vị quyết định"):
        decided(town.people.xa_minh, leader)
    case = case_of(leader)
    assert (case.state, Evaluation._base_manager.filter(official=leader).exists()) == ("de_xuat", False)
    assert (
        go(town.people.noivu, leader, "ghi_quyet_dinh", proposed="tot", shared=decision()).state
        == "quyet_dinh"
    )


def test_a_unit_that_only_proposes_decides_nothing(town):
    ProposalPeriod.objects.create(
        public_id="G1", unit=town.minh, starts_on=date(2021, 1, 1), reason="Thí điểm"
    )
    opened(town.people.xa_minh, town.minh)
    proposed(town.people.xa_minh, town.an)
    with pytest.raises(Denied):
        go(town.people.xa_minh, town.an, "ghi_quyet_dinh", proposed="tot", shared=decision())
    assert not Evaluation._base_manager.exists()
    assert go(town.people.noivu, town.an, "ghi_quyet_dinh", proposed="tot", shared=decision()).evaluation_ref


def test_another_commune_and_leadership_write_nothing(town):
    opened(town.people.xa_minh, town.minh)
    for who in (town.people.xa_khac, town.people.lanhdao, town.people.quantri, town.people.kiemtra):
        with pytest.raises(Denied):
            go(who, town.an, "ghi_tu_xep_loai", self_level="tot")


def test_the_former_unit_does_not_act_for_who_has_left_it(town):
    opened(town.people.xa_minh, town.minh)
    type(town.an)._base_manager.filter(pk=town.an.pk).update(unit=town.khac)
    with pytest.raises(Denied):
        go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", self_level="tot")
    assert EvaluationCase.objects.visible_to(town.people.xa_minh).count() == 0
    assert go(town.people.noivu, town.an, "ghi_tu_xep_loai", self_level="tot").state == "tu_xep_loai"


# --- bad input ----------------------------------------------------------------------------------------------
def test_a_level_of_another_regime_is_refused(town):
    opened(town.people.xa_minh, town.minh)
    said = row_problems(
        lambda: go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", self_level="han_che_nang_luc")
    )
    assert "không thuộc quy định" in said["self_level"]
    opened(town.people.xa_minh, town.minh, 2019)
    said = row_problems(
        lambda: go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", year=2019, self_level="hoan_thanh")
    )
    assert "không thuộc quy định" in said["self_level"]
    case = go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", year=2019, self_level="han_che_nang_luc")
    assert case.state == "tu_xep_loai"


def test_a_step_without_its_level_is_refused(town):
    opened(town.people.xa_minh, town.minh)
    assert row_problems(lambda: go(town.people.xa_minh, town.an, "ghi_tu_xep_loai")).keys() == {"self_level"}
    go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", self_level="tot")
    assert row_problems(lambda: go(town.people.xa_minh, town.an, "ghi_y_kien")).keys() == {"unit_level"}


def test_someone_who_did_not_serve_in_the_unit_is_not_rated_there(town):
    opened(town.people.xa_minh, town.minh)
    town.an.appointments.update(ends_on=date(2020, 12, 31))
    said = row_problems(lambda: go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", self_level="tot"))
    assert "Không thuộc phường Minh Tân năm 2021" in said[""]


def test_a_decision_needs_its_day_its_body_and_no_day_to_come(town):
    opened(town.people.xa_minh, town.minh)
    proposed(town.people.xa_minh, town.an)

    def decide(shared):
        return refused(
            lambda: go(town.people.noivu, town.an, "ghi_quyet_dinh", proposed="tot", shared=shared)
        )

    assert "ngày quyết định" in decide(Shared())
    assert "cơ quan" in decide(Shared(decided_on=date(2021, 12, 1)))
    assert "chưa đến" in decide(decision(date(2022, 1, 5)))
    assert "trước năm đánh giá" in decide(decision(date(2020, 12, 31)))
    assert case_of(town.an).state == "de_xuat"


def test_a_late_conclusion_is_recorded_as_any_other(town, settings):
    opened(town.people.xa_minh, town.minh)
    proposed(town.people.xa_minh, town.an)
    settings.KINHMON_TODAY = date(2022, 2, 20)
    case = go(
        town.people.noivu, town.an, "ghi_quyet_dinh", proposed="tot", shared=decision(date(2022, 2, 15))
    )
    assert case.state == "quyet_dinh"


def test_nothing_is_written_when_one_of_many_is_wrong(town):
    other = factories.make_official(unit=town.minh)
    row = opened(town.people.xa_minh, town.minh)
    good, bad = case_of(town.an), case_of(other)
    steps = [Step(good.public_id, 1, {"self_level": "tot"}), Step(bad.public_id, 1, {})]
    with pytest.raises(RefusedRows) as error:
        step_cases(by=town.people.xa_minh, row=row, act="ghi_tu_xep_loai", steps=steps, shared=Shared())
    assert set(error.value.problems) == {bad.public_id}
    assert case_of(town.an).state == "mo"


def test_a_stale_case_is_told_and_nothing_is_written(town):
    row = opened(town.people.xa_minh, town.minh)
    seen = case_of(town.an)
    go(town.people.noivu, town.an, "ghi_them", party_level="tot")
    with pytest.raises(StaleCases) as error:
        step_cases(
            by=town.people.xa_minh, row=row, act="ghi_tu_xep_loai", shared=Shared(),
            steps=[Step(seen.public_id, seen.version, {"self_level": "tot"})],
        )  # fmt: skip
    assert set(error.value.rows) == {seen.public_id}
    assert case_of(town.an).state == "mo"


def test_the_same_form_sent_twice_takes_one_step(town):
    row = opened(town.people.xa_minh, town.minh)
    case = case_of(town.an)
    for _ in range(2):
        step_cases(
            by=town.people.xa_minh, row=row, act="ghi_tu_xep_loai", shared=Shared(), key="k",
            steps=[Step(case.public_id, 1, {"self_level": "tot"})],
        )  # fmt: skip
    assert case_of(town.an).version == 2
    assert AuditEvent.objects.filter(action="rate_ghi_tu_xep_loai").count() == 1


def test_the_district_does_not_decide_twice(town):
    opened(town.people.xa_minh, town.minh)
    decided(town.people.noivu, town.an)
    said = refused(
        lambda: go(town.people.noivu, town.an, "ghi_quyet_dinh", proposed="xuat_sac", shared=decision())
    )
    assert "Đã quyết định" in said
    assert Evaluation._base_manager.get().level == "tot"


def test_the_party_rating_goes_into_the_official_rating_too(town):
    opened(town.people.xa_minh, town.minh)
    go(town.people.xa_minh, town.an, "ghi_them", party_level="tot")
    decided(town.people.noivu, town.an)
    assert Evaluation._base_manager.get().party_level == "tot"
    go(town.people.noivu, town.an, "ghi_them", party_level="hoan_thanh")
    assert Evaluation._base_manager.get().party_level == "hoan_thanh"
