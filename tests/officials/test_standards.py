"""The standard of a post on a day, worked out by hand: TT 06/2012 → TT 13/2019 (25/12/2019) → NĐ 33/2023 (01/08/2023)."""

from datetime import date

import pytest

from officials.models import Official
from officials.standards import Held, Person, judge, minimums, person_of, standards_on
from tests.factories import make_appointment, make_official, make_qualification, make_unit

pytestmark = pytest.mark.django_db
CLERK, LAW_CLERK, SECRETARY = "van_phong_thong_ke", "tu_phap_ho_tich", "bi_thu_dang_uy"
IT = [Held("co_ban", date(2017, 5, 1))]


def clerk(degree="trung_cap", *, recruited=date(2010, 1, 1), it=IT, **kw):
    levels = {"professional": [Held(degree)], "it": it}
    return Person(sex="nu", general_education="thpt", levels=levels, recruited_on=recruited, **kw)


def on(day, post, person):
    return judge(standards_on(day), post, person)


def finding(judgement, criterion):
    return next(found for found in judgement.findings if found.rule.criterion == criterion)


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2019, 12, 24), "dat"),  # trung cấp was enough
        (date(2019, 12, 25), "trong_thoi_han_chuyen_tiep"),
        (date(2019, 12, 31), "trong_thoi_han_chuyen_tiep"),
        (date(2021, 12, 31), "trong_thoi_han_chuyen_tiep"),
        (date(2023, 7, 31), "trong_thoi_han_chuyen_tiep"),
        (date(2025, 6, 30), "trong_thoi_han_chuyen_tiep"),  # NĐ 33/2023 gives until 01/08/2028
        (date(2025, 7, 1), "chua_du_so_lieu"),  # no standard of the commune level any more
        (date(2012, 12, 14), "chua_du_so_lieu"),  # before the first standard in the catalogue
    ],
)
def test_a_clerk_of_2010_with_an_intermediate_degree_is_in_transition_never_red(day, verdict):
    assert on(day, CLERK, clerk()).verdict == verdict


def test_at_31_12_2019_both_the_new_and_the_old_standard_are_answered():
    found = finding(on(date(2019, 12, 31), CLERK, clerk()), "professional")
    assert (found.meets_new, found.meets_earlier) == (False, True)
    assert (found.required_label, found.earlier_label, found.held_label) == (
        "Đại học",
        "Trung cấp",
        "Trung cấp",
    )
    assert found.rule.transition_until == date(2024, 12, 25)
    assert "TT 13/2019" in found.rule.basis
    assert "TT 06/2012" in found.rule.earlier.basis


@pytest.mark.parametrize(
    ("recruited", "status"),
    [(date(2019, 12, 24), "in_transition"), (date(2019, 12, 25), "unmet"), (None, "unknown")],
)
def test_only_those_recruited_before_25_12_2019_have_time(recruited, status):
    judgement = on(date(2021, 12, 31), CLERK, clerk(recruited=recruited))
    assert finding(judgement, "professional").status == status


def test_a_recruitment_that_may_have_been_earlier_is_not_called_a_breach():
    person = clerk(recruited=date(2019, 12, 31), recruited_earlier_possible=True)
    assert on(date(2021, 12, 31), CLERK, person).verdict == "chua_du_so_lieu"


def test_the_time_ends_with_its_last_day():
    rows = standards_on(date(2021, 12, 31)).rules[CLERK]
    professional = next(rule for rule in rows if rule.criterion == "professional")
    assert professional.transition_until == date(2024, 12, 25)
    # the same rule asked on its last day of grace and the day after it
    for day, status in ((date(2024, 12, 25), "in_transition"), (date(2024, 12, 26), "unmet")):
        table = type(standards_on(day))(day, {CLERK: rows})
        assert finding(judge(table, CLERK, clerk()), "professional").status == status


def test_who_did_not_keep_the_old_standard_either_is_not_in_transition():
    judgement = on(date(2019, 12, 31), CLERK, clerk("so_cap"))
    assert judgement.verdict == "chua_dat"
    assert finding(judgement, "professional").meets_earlier is False


def test_a_university_degree_meets_both_and_a_higher_one_too():
    assert on(date(2021, 12, 31), CLERK, clerk("dai_hoc")).verdict == "dat"
    assert on(date(2021, 12, 31), CLERK, clerk("thac_si", recruited=date(2021, 1, 1))).verdict == "dat"


def test_the_highest_level_attained_by_the_day_counts():
    degrees = [Held("dai_hoc", date(2020, 6, 30)), Held("trung_cap", date(2009, 6, 30))]
    person = Person("nu", "thpt", {"professional": degrees, "it": IT}, date(2010, 1, 1))
    assert on(date(2020, 6, 29), CLERK, person).verdict == "trong_thoi_han_chuyen_tiep"
    assert on(date(2020, 6, 30), CLERK, person).verdict == "dat"


def test_unknown_is_never_none():
    day = date(2021, 12, 31)
    nothing = Person("nam", "thpt", {"it": IT}, date(2010, 1, 1))
    unclear = Person("nam", "thpt", {"professional": [Held("")], "it": IT}, date(2020, 1, 1))
    stated_none = Person("nam", "thpt", {"professional": [Held("none")], "it": IT}, date(2010, 1, 1))
    assert on(day, CLERK, nothing).verdict == "chua_du_so_lieu"
    assert on(day, CLERK, unclear).verdict == "chua_du_so_lieu"
    assert on(day, CLERK, stated_none).verdict == "chua_dat"


@pytest.mark.parametrize(
    ("held", "status"),
    [
        (Held("nang_cao"), "met"),
        (Held("b", date(2016, 8, 9)), "met"),
        (Held("b", date(2016, 8, 10)), "in_transition"),  # still "A trở lên" of the old rule
        (Held("b"), "unknown"),
        (Held("none"), "unmet"),
    ],
)
def test_an_old_it_certificate_counts_as_basic_when_issued_before_10_08_2016(held, status):
    judgement = on(date(2021, 12, 31), CLERK, clerk("dai_hoc", it=[held]))
    assert finding(judgement, "it").status == status


def test_no_it_certificate_is_asked_from_01_08_2023():
    criteria = [rule.criterion for rule in standards_on(date(2023, 8, 1)).rules[CLERK]]
    assert criteria == ["professional", "general_education"]


def test_the_justice_clerk_needs_an_intermediate_degree_only_from_2023():
    person = clerk(recruited=date(2022, 1, 1))
    assert on(date(2023, 7, 31), LAW_CLERK, person).verdict == "chua_dat"
    assert on(date(2023, 8, 1), LAW_CLERK, person).verdict == "dat"


def test_a_party_secretary_of_2021_needs_intermediate_levels_and_state_management():
    levels = {"professional": [Held("trung_cap")], "political": [Held("trung_cap")]}
    person = Person("nam", "thpt", levels, age_when_first_held=50)
    judgement = on(date(2021, 12, 31), SECRETARY, person)
    assert finding(judgement, "state_management").status == "unknown"
    assert judgement.verdict == "chua_du_so_lieu"
    trained = Person(
        "nam", "thpt", levels | {"state_management": [Held("chuyen_vien")]}, age_when_first_held=50
    )
    judgement = on(date(2021, 12, 31), SECRETARY, trained)
    # the age is a condition of the first appointment: shown as not met, but no verdict on the person today
    assert finding(judgement, "max_age_male").status == "unmet"
    assert [found.rule.criterion for found in judgement.findings if not found.counts] == ["max_age_male"]
    assert judgement.verdict == "dat"


def test_the_age_limit_holds_for_the_very_age():
    for age, status in ((45, "met"), (46, "unmet"), (None, "unknown")):
        judgement = on(date(2021, 12, 31), SECRETARY, Person("nam", age_when_first_held=age))
        assert finding(judgement, "max_age_male").status == status


def test_a_cadre_in_post_on_01_08_2023_has_until_2028():
    levels = {"professional": [Held("trung_cap")], "political": [Held("trung_cap")]}
    person = Person("nam", "thpt", levels, recruited_on=date(2015, 5, 1))
    judgement = on(date(2023, 8, 1), SECRETARY, person)
    assert judgement.verdict == "trong_thoi_han_chuyen_tiep"
    assert finding(judgement, "professional").rule.transition_until == date(2028, 8, 1)


def test_posts_under_military_or_police_law_cannot_be_judged():
    judgement = on(date(2021, 12, 31), "chi_huy_truong_quan_su", clerk("dai_hoc"))
    assert (judgement.verdict, judgement.findings) == ("chua_du_so_lieu", ())


def test_the_minimum_of_each_post_serves_set_based_work():
    at_2019, at_2021 = (minimums(standards_on(date(year, 12, 31))) for year in (2019, 2021))
    assert at_2019[CLERK].meets == {"dai_hoc", "thac_si", "tien_si"}
    assert at_2019[CLERK].earlier.meets == {"trung_cap", "cao_dang", "dai_hoc", "thac_si", "tien_si"}
    assert (at_2021[CLERK].recruited_before, at_2021[CLERK].transition_until) == (
        date(2019, 12, 25),
        date(2024, 12, 25),
    )
    assert at_2021[SECRETARY].required == "trung_cap"
    assert at_2021[SECRETARY].earlier is None
    assert "bi_thu_doan" not in at_2021  # QĐ 04/2004 named no degree for it
    assert minimums(standards_on(date(2019, 12, 24)))[CLERK].required == "trung_cap"


@pytest.mark.parametrize(
    "day", [date(2019, 12, 24), date(2019, 12, 31), date(2021, 12, 31), date(2024, 6, 1)]
)
@pytest.mark.parametrize("recruited", [date(2010, 1, 1), date(2020, 3, 1), None])
@pytest.mark.parametrize("level", ["thac_si", "dai_hoc", "trung_cap", "so_cap", "none", "", None])
def test_set_based_and_single_judgement_agree(level, recruited, day):
    table = standards_on(day)
    person = Person(levels={"professional": [] if level is None else [Held(level)]}, recruited_on=recruited)
    single = finding(judge(table, CLERK, person), "professional").status
    assert minimums(table)[CLERK].status(level, recruited, day) == single


def test_who_was_recruited_under_the_new_rule_without_a_degree_gets_no_time_from_the_next():
    assert on(date(2023, 8, 1), CLERK, clerk(recruited=date(2021, 1, 1))).verdict == "chua_dat"


def test_one_query_reads_the_standards_of_all_posts(django_assert_num_queries):
    with django_assert_num_queries(1):
        table = standards_on(date(2021, 12, 31))
        for post in table.rules:
            judge(table, post, clerk())


def test_the_facts_of_a_person_are_gathered_from_rows_without_a_query(django_assert_num_queries):
    unit = make_unit()
    official = make_official(unit=unit, post=CLERK, starts_on=date(2016, 7, 1), birth_date="1980-05-12")
    make_appointment(official, unit, SECRETARY, starts_on=date(2020, 5, 12))
    make_qualification(official, level="dai_hoc", attained_on="2019-06")
    official = Official.objects.get(pk=official.pk)
    qualifications, appointments = list(official.qualifications.all()), list(official.appointments.all())
    with django_assert_num_queries(0):
        person = person_of(official, qualifications=qualifications, appointments=appointments, post=SECRETARY)
    assert person.levels == {"professional": [Held("dai_hoc", date(2019, 6, 30))]}
    assert (person.recruited_on, person.recruited_earlier_possible) == (date(2016, 7, 1), False)
    assert person.age_when_first_held == 40
