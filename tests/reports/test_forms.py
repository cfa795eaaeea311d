"""BM02/BNV and BM04/BNV: a worked example, an independent recomputation, the checks, who gets what, the papers."""

from __future__ import annotations

import pytest

from reports.forms.quality import CHECKS, COLUMNS, judge
from reports.forms.reading import EVERY_NUMBER
from tests import factories
from tests.reports.form_numbers import numbers_of

pytestmark = pytest.mark.django_db
YEARS = range(2019, 2027)


@pytest.fixture
def noivu(db):
    return factories.make_user("district", username="noivu")


def test_the_form_of_eight_people_is_as_worked_out_on_paper(small_town, noivu):
    # In post: An, Bình, Chi in U1; Dũng, Em, Hà in U2 (tests/reports/small_town.py).
    found = {number: n for number, n in numbers_of(noivu, 2021)["all"].items() if n}
    assert found == {
        1: 6,
        2: 3,  # Bình, Chi, Hà
        3: 3,  # An, Dũng, Bình
        4: 1,  # Bình
        5: 2,  # Dũng, Hà
        6: 2,  # An, Dũng
        7: 4,
        9: 1,  # Bình
        10: 2,  # An, Hà; Chi holds something unknown
        14: 3,  # An, Bình, Chi
        15: 1,  # Dũng
        16: 1,  # Hà
        18: 1,  # An
        19: 1,  # Dũng
        22: 4,  # An, Bình, Hà, and Dũng whose level is unknown
        27: 1,  # Bình
        28: 1,  # An
        29: 1,  # Bình
        30: 4,  # no record counts as not trained
        31: 1,  # Em, 22
        32: 2,  # Bình 31, Hà 36
        33: 1,  # An, 46
        34: 1,  # Dũng, 59
        36: 1,  # Dũng
        0: 1,  # Chi
        39: 1,  # An's B1 in no language said
    }


def test_the_checks_hold_for_every_unit_and_year(big_town, noivu):
    for year in YEARS:
        results = judge(numbers_of(noivu, year))
        assert len(results) == len(CHECKS)
        assert [(r.text, r.failing) for r in results if r.failing or r.unjudged] == []


def test_a_broken_row_is_named_by_its_check():
    row = dict.fromkeys(range(40), 0) | {1: 3, 6: 1, 7: 1, 31: 3}
    [failing] = [result for result in judge({"Phường Thử": row}) if result.failing]
    assert failing.text.startswith("Cột 1 = cột 6")
    assert failing.failing == ("Phường Thử",)


def test_a_check_with_a_hidden_number_is_not_judged():
    row = dict.fromkeys(range(40), 0) | {35: {"suppressed": True}}
    unjudged = [result.text for result in judge({"U": row}) if result.unjudged]
    assert unjudged == ["Cột 35 + cột 36 ≤ cột 34"]


def test_the_columns_are_numbered_as_the_form_prints_them():
    assert [column.number for column in COLUMNS] == list(range(1, 39))
    assert len({column.path for column in COLUMNS}) == 38


# --- who gets what ------------------------------------------------------------------------------------------------


def test_leadership_never_gets_a_small_number_of_a_field_it_may_not_read(big_town):
    leader = factories.make_user("leadership", username="lanhdao")
    for year in (2020, 2021):
        for unit, numbers in numbers_of(leader, year).items():
            for number in (4, 5):
                assert isinstance(numbers[number], dict) or numbers[number] in (0,) or numbers[number] >= 5, (
                    unit
                )


def test_every_number_of_the_form_says_what_it_counts():
    assert [column.number for column in EVERY_NUMBER if not column.indicator.numerator_text] == []
