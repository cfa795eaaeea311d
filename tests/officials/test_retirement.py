"""Retirement dates worked out by hand from the rule: 60/55 before 2021, then +3 months (nam), +4 months (nữ) a year."""

from datetime import date

import pytest

from foundation.dates import PartialDate
from officials.law import retirement_date, retirement_rules, retires_within

pytestmark = pytest.mark.django_db
RULE_2021 = date(2021, 1, 1)


@pytest.mark.parametrize(
    ("sex", "birth", "retires_on"),
    [
        ("nam", "1960-12-31", date(2020, 12, 31)),  # 60 in 12/2020, before the new rule
        ("nam", "1961-01-01", date(2021, 4, 30)),  # + 60 years 3 months
        ("nam", "1961-09-30", date(2021, 12, 31)),
        ("nam", "1961-10-01", date(2022, 4, 30)),  # + 60 years 6 months
        ("nam", "1966-03-31", date(2027, 12, 31)),  # + 61 years 9 months
        ("nam", "1966-04-01", date(2028, 4, 30)),  # + 62 years
        ("nam", "1990-02-10", date(2052, 2, 29)),  # the last day of a leap February
        ("nu", "1965-12-31", date(2020, 12, 31)),
        ("nu", "1966-01-01", date(2021, 5, 31)),  # + 55 years 4 months
        ("nu", "1966-08-31", date(2021, 12, 31)),
        ("nu", "1966-09-01", date(2022, 5, 31)),  # + 55 years 8 months
        ("nu", "1968-02-29", date(2024, 6, 30)),  # + 56 years 4 months
        ("nu", "1975-04-30", date(2034, 12, 31)),  # + 59 years 8 months
        ("nu", "1975-05-01", date(2035, 5, 31)),  # + 60 years
    ],
)
def test_the_age_follows_the_month_of_birth_from_2021(sex, birth, retires_on):
    assert retirement_date(sex, PartialDate.parse(birth), today_rule=RULE_2021) == retires_on


@pytest.mark.parametrize(
    ("sex", "birth", "retires_on"),
    [
        ("nam", "1961-06-15", date(2021, 6, 30)),
        ("nu", "1966-06-15", date(2021, 6, 30)),
        ("nam", "1964-02-29", date(2024, 2, 29)),
        ("nu", "1968-02-29", date(2023, 2, 28)),
    ],
)
def test_until_31_12_2020_everyone_is_reckoned_with_60_and_55(sex, birth, retires_on):
    assert retirement_date(sex, PartialDate.parse(birth), today_rule=date(2020, 12, 31)) == retires_on


def test_a_woman_of_may_1969_retires_at_57_by_the_rule_and_the_row_says_that_tables_differ():
    window = retirement_rules(RULE_2021).window("nu", date(1969, 5, 20))
    assert window.months == 57 * 12
    assert window.verified == "inference"
    assert "56 tuổi 8 tháng" in window.note


def test_every_month_of_birth_has_one_window_and_the_age_of_the_year_it_is_reached():
    rules = retirement_rules(RULE_2021)
    steps = {"nam": (60 * 12, 3, 62 * 12), "nu": (55 * 12, 4, 60 * 12)}
    for sex, (base, step, last) in steps.items():
        for month in range(1950 * 12, 2000 * 12):
            born = date(month // 12, month % 12 + 1, 15)
            holding = [
                w
                for w in rules.windows
                if w.sex == sex
                and (w.born_from is None or w.born_from <= born)
                and (w.born_until is None or born <= w.born_until)
            ]
            assert len(holding) == 1, (sex, born)
            year = rules.retirement_date(sex, born).year
            assert holding[0].months == min(base + step * max(year - 2020, 0), last), (sex, born)


def test_a_known_month_is_enough_and_a_known_year_counts_as_its_last_day():
    assert retirement_date("nam", PartialDate.parse("1961-09"), today_rule=RULE_2021) == date(2021, 12, 31)
    assert retirement_date("nam", PartialDate.parse("1961"), today_rule=RULE_2021) == date(2022, 6, 30)
    assert retirement_date("nu", PartialDate.parse("1969"), today_rule=RULE_2021) == date(2026, 12, 31)


def test_an_unknown_sex_or_birth_gives_no_date():
    assert retirement_date("", date(1961, 1, 1), today_rule=RULE_2021) is None
    assert retirement_date("nam", None, today_rule=RULE_2021) is None
    assert retires_within("nam", None, day=date(2021, 12, 31), years=5) is None


def test_within_five_years_holds_on_the_last_day_and_not_a_month_later():
    # day 31/12/2021, horizon 31/12/2026; nam 01/1964–09/1964 retire at 61 years 3 months, 10/1964– at 61 years 6
    def within(birth):
        return retires_within("nam", PartialDate.parse(birth), day=date(2021, 12, 31), years=5)

    assert within("1965-06-30") is True  # 06/1965 + 61 years 6 months = 12/2026
    assert within("1965-07-01") is False  # 07/1965 + 61 years 9 months = 04/2027
    assert within("1955-01-01") is True  # already past the age and still here


def test_before_2021_the_horizon_uses_the_rule_of_that_day():
    # at 31/12/2019 a man of 01/1965 counts to 60 = 31/01/2025, after 31/12/2024; of 12/1964 to 31/12/2024
    assert retires_within("nam", date(1964, 12, 5), day=date(2019, 12, 31), years=5) is True
    assert retires_within("nam", date(1965, 1, 5), day=date(2019, 12, 31), years=5) is False
    assert retires_within("nam", date(1964, 2, 29), day=date(2020, 2, 29), years=4) is True


def test_one_query_serves_any_number_of_people(django_assert_num_queries):
    with django_assert_num_queries(1):
        rules = retirement_rules(RULE_2021)
        assert all(rules.retirement_date("nu", date(year, 3, 1)) for year in range(1950, 2000))
