"""What the rules of a year say of one person: each case is worked by hand beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assessments.models import Evaluation, EvaluationRound
from assessments.rating_rules import Span, advised, contradicted, length, meet, without
from assessments.round_board import board_of
from assessments.round_caps import cap_lines
from assessments.rounds import findings_for, managers_on, regime_of, reminder_day, rules_of
from assessments.services.rating_steps import RefusedRows
from officials.law import norms_on
from officials.models import Norm, Post
from tests import factories
from tests.assessments.rounds_town import (
    absence,
    case_of,
    decided,
    decision,
    discipline,
    go,
    opened,
    proposed,
)

pytestmark = pytest.mark.django_db


def span(first, last):
    return Span(date.fromisoformat(first), date.fromisoformat(last))


def findings(town, official, year, *, by=None, unit=None, opinion=""):
    rules = rules_of(year, regime_of(year))
    found = findings_for(by or town.people.noivu, unit or town.minh, year, {official.pk: opinion}, rules)
    return {finding.code: finding for finding in found[official.pk] if finding.code != "duoc_xep_loai"}


# --- days and months ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "last", "months", "days"),
    [
        ("2021-01-01", "2021-03-31", 3, 0),
        ("2021-01-01", "2021-03-30", 2, 30),
        ("2021-01-15", "2021-04-14", 3, 0),
        ("2021-01-31", "2021-02-28", 1, 1),  # a month from 31/01 ends before 28/02
        ("2020-02-01", "2020-02-29", 1, 0),
        ("2021-05-05", "2021-05-05", 0, 1),
        ("2021-01-01", "2021-12-31", 12, 0),
    ],
)
def test_a_span_is_whole_months_and_days(first, last, months, days):
    assert span(first, last).months_and_days == (months, days)


def test_spans_add_up_with_thirty_days_a_month():
    # 2 months 20 days and 15 days are 2 months 35 days, so 3 months 5 days
    assert length([span("2021-01-01", "2021-03-30")]) == (2, 30)
    assert length([span("2021-01-01", "2021-03-20"), span("2021-06-01", "2021-06-15")]) == (3, 5)


def test_days_are_taken_out_of_spans():
    year = [span("2021-01-01", "2021-12-31")]
    away = [span("2021-03-01", "2021-03-31")]
    assert without(year, away) == [span("2021-01-01", "2021-02-28"), span("2021-04-01", "2021-12-31")]
    assert meet(year, away) == away
    assert without(year, year) == []


# --- time at work -------------------------------------------------------------------------------------------
def test_six_months_at_work_are_enough_and_a_day_less_is_not(town):
    six = factories.make_official(unit=town.minh, starts_on=date(2021, 7, 1))
    less = factories.make_official(unit=town.minh, starts_on=date(2021, 7, 2))
    assert "khong_xep_loai" not in findings(town, six, 2021)
    found = findings(town, less, 2021)["khong_xep_loai"]
    assert (
        found.text
        == "Công tác trong năm 5 tháng 30 ngày, chưa đủ 6 tháng: không xếp loại, vẫn phải kiểm điểm."
    )
    assert found.steps == ("02/07/2021–31/12/2021: 5 tháng 30 ngày",)


def test_absence_is_taken_from_the_time_at_work(town):
    absence(town.an, "2021-02-01", "2021-08-31")  # 7 months; 1 + 4 months at work
    found = findings(town, town.an, 2021)["khong_xep_loai"]
    assert found.text.startswith("Công tác trong năm 5 tháng")
    assert found.steps == ("01/01/2021–31/01/2021: 1 tháng", "01/09/2021–31/12/2021: 4 tháng")


def test_maternity_frees_from_the_review(town):
    absence(town.an, "2021-02-01", "2021-08-31", kind="thai_san")
    assert "không phải kiểm điểm vì nghỉ thai sản" in findings(town, town.an, 2021)["khong_xep_loai"].text


@pytest.mark.parametrize(
    ("first", "last", "capped"),
    [
        ("2021-01-01", "2021-03-30", False),  # 2 months 30 days
        ("2021-01-01", "2021-03-31", True),
        ("2021-04-10", "2021-07-08", False),  # 2 months 29 days
        ("2021-04-10", "2021-07-09", True),
        ("2020-12-01", "2021-03-30", False),  # of the year before nothing counts
    ],
)
def test_three_months_away_cap_the_rating(town, first, last, capped):
    absence(town.an, first, last)
    assert ("gioi_han" in findings(town, town.an, 2021)) == capped


def test_the_cap_leaves_the_third_level_and_below(town):
    absence(town.an, "2021-01-01", "2021-03-31")
    found = findings(town, town.an, 2021)["gioi_han"]
    assert found.text == "Nghỉ trong năm 3 tháng: không xếp từ “hoàn thành tốt” trở lên."
    assert found.allows == {"hoan_thanh", "khong_hoan_thanh", "khong_xep_loai"}
    assert "01/01/2021–31/03/2021: 3 tháng" in found.steps


def test_absences_that_overlap_count_once(town):
    absence(town.an, "2021-01-01", "2021-02-28")
    absence(town.an, "2021-02-01", "2021-02-28", kind="di_hoc")
    assert "gioi_han" not in findings(town, town.an, 2021)


def test_whether_maternity_counts_as_absence_is_a_setting(town):
    absence(town.an, "2021-01-01", "2021-04-30", kind="thai_san")
    assert "gioi_han" in findings(town, town.an, 2021)
    Norm.objects.filter(code="rating.maternity_counts").update(value=0)
    assert "gioi_han" not in findings(town, town.an, 2021)


def test_of_2019_nothing_is_concluded_from_time_since_its_decree_was_not_read(town):
    absence(town.an, "2019-01-01", "2019-08-31")
    assert findings(town, town.an, 2019) == {}


@pytest.mark.parametrize(
    ("day", "known"), [("2020-08-19", False), ("2020-08-20", True), ("2020-08-21", True)]
)
def test_the_rules_of_time_hold_from_the_day_of_the_decree(day, known):
    assert ("rating.min_months" in norms_on(date.fromisoformat(day))) == known


def test_who_may_not_read_absences_is_told_nothing_of_them(town):
    absence(town.an, "2021-01-01", "2021-08-31")
    assert findings(town, town.an, 2021, by=town.people.lanhdao) == {}


# --- the former unit ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "wanted"), [("2021-06-29", False), ("2021-06-30", True), ("2021-07-01", True)]
)
def test_six_months_elsewhere_want_the_former_units_opinion(town, left, wanted):
    moved = factories.make_official(
        unit=town.khac, starts_on=date(2018, 1, 1), ends_on=date.fromisoformat(left)
    )
    factories.make_appointment(moved, town.minh, starts_on=date(2021, 8, 1))
    found = findings(town, moved, 2021)
    # 01/01–29/06 is 5 months 29 days
    assert ("don_vi_cu" in found) == wanted
    if wanted:
        assert "phường An Lưu" in found["don_vi_cu"].text
        assert "don_vi_cu" not in findings(town, moved, 2021, opinion="Hoàn thành tốt")


def test_a_unit_that_went_over_into_this_one_is_not_asked(town):
    moved = factories.make_official(unit=town.khac, starts_on=date(2018, 1, 1), ends_on=date(2021, 10, 31))
    moved.appointments.update(end_reason="sap_nhap")
    factories.make_appointment(moved, town.minh, starts_on=date(2021, 11, 1))
    assert "don_vi_cu" not in findings(town, moved, 2021)


# --- discipline ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("decided_on", "in_duty", "bound"),
    [
        ("2020-01-15", True, True),
        ("2020-08-19", True, True),
        ("2020-08-20", True, True),
        ("2021-05-01", True, True),
        ("2021-05-01", False, False),
        ("2021-05-01", None, False),
        ("2023-09-14", False, False),
        ("2023-09-14", True, True),
        ("2023-09-15", False, True),
        ("2023-09-16", False, True),
        ("2023-09-15", None, True),
        ("2019-05-01", True, False),
    ],
)
def test_discipline_binds_the_rating_by_the_rule_of_its_day(town, decided_on, in_duty, bound):
    discipline(town.an, decided_on, in_duty=in_duty)
    found = findings(town, town.an, int(decided_on[:4]))["ky_luat"]
    assert (found.allows is not None) == bound
    if bound:
        assert found.allows == {"khong_hoan_thanh", "khong_xep_loai"}


def test_discipline_of_another_year_says_nothing(town):
    discipline(town.an, "2020-12-31")
    assert "ky_luat" not in findings(town, town.an, 2021)


def test_two_lines_of_one_act_are_said_once(town):
    discipline(town.an, "2021-05-01", act_ref="HV1", line="dang")
    discipline(town.an, "2021-05-20", act_ref="HV1")
    rules = rules_of(2021, regime_of(2021))
    found = findings_for(town.people.noivu, town.minh, 2021, {town.an.pk: ""}, rules)[town.an.pk]
    assert [f.code for f in found].count("ky_luat") == 1


def test_one_act_counts_for_one_year_only_from_2023(town):
    discipline(town.an, "2023-10-01", in_duty=False, act_ref="HV1", line="dang")
    discipline(town.an, "2024-02-01", in_duty=False, act_ref="HV1")
    assert findings(town, town.an, 2024)["ky_luat"].allows is not None
    Evaluation.objects.create(public_id="E23", official=town.an, year=2023, level="khong_hoan_thanh")
    found = findings(town, town.an, 2024)["ky_luat"]
    assert found.allows is None
    assert "đã tính cho năm 2023" in found.text


def test_a_commune_is_told_nothing_of_discipline(town):
    discipline(town.an, "2021-05-01")
    assert "ky_luat" not in findings(town, town.an, 2021, by=town.people.xa_minh)


def test_discipline_proposes_the_lowest_level_and_a_better_one_wants_a_reason(town):
    discipline(town.an, "2021-05-01")
    opened(town.people.noivu, town.minh)
    with pytest.raises(RefusedRows) as error:
        proposed(town.people.noivu, town.an, "tot")
    assert "không hoàn thành nhiệm vụ" in str(error.value.problems)
    case = go(town.people.noivu, town.an, "ghi_de_xuat", proposed="tot", reason="Kỷ luật đã được hủy")
    assert (case.state, case.reason) == ("de_xuat", "Kỷ luật đã được hủy")


# --- rating against the rules -------------------------------------------------------------------------------
def test_a_rating_of_someone_who_is_not_rated_wants_a_reason(town):
    absence(town.an, "2021-02-01", "2021-08-31")
    opened(town.people.xa_minh, town.minh)
    go(town.people.xa_minh, town.an, "ghi_tu_xep_loai", self_note="Đã kiểm điểm")
    go(town.people.xa_minh, town.an, "ghi_y_kien")
    with pytest.raises(RefusedRows) as error:
        go(town.people.xa_minh, town.an, "ghi_de_xuat", proposed="tot")
    assert "chưa đủ 6 tháng" in str(error.value.problems)
    assert go(town.people.xa_minh, town.an, "ghi_de_xuat", proposed="khong_xep_loai").state == "de_xuat"
    case = go(town.people.noivu, town.an, "ghi_quyet_dinh", proposed="khong_xep_loai", shared=decision())
    assert Evaluation._base_manager.get(public_id=case.evaluation_ref).status == "not_rated_by_rule"


def test_what_is_advised_agrees_with_every_finding(town):
    levels = ["xuat_sac", "tot", "hoan_thanh", "khong_hoan_thanh"]
    absence(town.an, "2021-01-01", "2021-03-31")
    away = list(findings(town, town.an, 2021).values())
    assert advised(away, "xuat_sac", levels) == "hoan_thanh"
    discipline(town.an, "2021-05-01")
    both = list(findings(town, town.an, 2021).values())
    assert advised(both, "xuat_sac", levels) == "khong_hoan_thanh"
    assert advised([], "tot", levels) == "tot"
    assert contradicted(both, "") == []


@pytest.mark.parametrize(
    ("year", "day", "asks"),
    [
        (2020, "2020-08-19", True),
        (2020, "2020-08-20", False),
        (2020, "2020-08-21", False),
        (2023, "2023-09-14", True),
        (2023, "2023-09-15", False),
        (2023, "2023-09-16", False),
    ],
)
def test_a_decision_before_the_decree_of_its_year_wants_a_reason(town, settings, year, day, asks):
    settings.KINHMON_TODAY = date(year, 12, 31)
    opened(town.people.noivu, town.minh, year)
    proposed(town.people.noivu, town.an, "tot", year=year)
    shared = decision(date.fromisoformat(day))

    def decide(**more):
        return go(
            town.people.noivu, town.an, "ghi_quyet_dinh", year=year, shared=shared, proposed="tot", **more
        )

    if asks:
        with pytest.raises(RefusedRows) as error:
            decide()
        assert "sau ngày quyết định" in str(error.value.problems)
    assert decide(reason="Nghỉ hưu trong năm" if asks else "").state == "quyet_dinh"


# --- the cap ------------------------------------------------------------------------------------------------
def twenty(town, n_excellent, n_good):
    """People of one group with proposals; (case, result) pairs without a database."""
    row = opened(town.people.noivu, town.minh)
    case = case_of(town.an)
    assert case.round == row
    return [(case, "xuat_sac")] * n_excellent + [(case, "tot")] * n_good


@pytest.mark.parametrize(
    ("n_excellent", "n_good", "most", "over"),
    [(3, 17, 3, False), (4, 16, 3, True), (1, 4, 0, True), (1, 5, 1, False), (0, 0, 0, False)],
)
def test_the_cap_is_a_fifth_of_those_rated_good_rounded_down(town, n_excellent, n_good, most, over):
    if not n_excellent + n_good:
        assert cap_lines([], norms_on(date(2021, 12, 31)), shows_party=True) == []
        return
    [line] = cap_lines(twenty(town, n_excellent, n_good), norms_on(date(2021, 12, 31)), shows_party=True)
    assert (f"xuất sắc {n_excellent}, nhiều nhất {most}" in line.text, line.is_over) == (True, over)
    assert "20%" in line.text
    assert "theo trí nhớ" in line.source


def test_the_base_of_the_cap_is_a_setting(town):
    Norm.objects.filter(code="E3.cap.base_with_xuat_sac").update(value=Decimal(1))
    [line] = cap_lines(twenty(town, 4, 16), norms_on(date(2021, 12, 31)), shows_party=True)
    assert "nhiều nhất 4 (20% của 20 người" in line.text
    assert not line.is_over


@pytest.mark.parametrize(
    ("day", "n"), [("2023-09-14", 1), ("2023-09-15", 2), ("2025-12-31", 2), ("2026-01-01", 1)]
)
def test_from_15_09_2023_the_share_is_held_against_the_partys(town, day, n):
    pairs = twenty(town, 1, 5)
    for case, _ in pairs:
        case.party_level = "tot"
    lines = cap_lines(pairs, norms_on(date.fromisoformat(day)), shows_party=True)
    assert len(lines) == n
    if n == 2:
        assert "xuất sắc 16,7% (1/6) tổng số, đảng viên xuất sắc 0,0% (0/6)" in lines[1].text
        assert lines[1].is_over


def test_before_any_guidance_there_is_no_cap(town):
    assert cap_lines(twenty(town, 4, 4), norms_on(date(2018, 9, 23)), shows_party=True) == []


def test_the_cap_never_stops_anyone(town):
    opened(town.people.noivu, town.minh)
    assert decided(town.people.noivu, town.an, "xuat_sac").state == "quyet_dinh"
    [line] = board_of(town.people.noivu, EvaluationRound._base_manager.get()).caps
    assert line.is_over


# --- reminder, authority ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("year", "day"), [(2019, 31), (2020, 15), (2021, 15)])
def test_the_reminder_is_a_day_of_december(year, day):
    assert reminder_day(year, norms_on(date(year, 12, 31))) == date(year, 12, day)


def test_every_post_has_someone_who_decides_and_none_of_it_is_called_certain():
    rows = managers_on(date(2021, 12, 31))
    assert set(rows) == set(Post.objects.values_list("code", flat=True))
    assert {row.verified for row in rows.values()} == {"inference"}
    assert rows["bi_thu_dang_uy"].manager == "btv_thi_uy"
    assert rows["van_phong_thong_ke"].manager == "chu_tich_ubnd"
