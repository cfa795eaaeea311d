"""Comparison columns, their edge rules, and the pieces of statistics against SciPy."""

from __future__ import annotations

import pytest

from reports.indicators import comparison, indicators
from reports.indicators.compare import compare_counts


def rows(*pairs):
    """2019, 2020, … → a row with that numerator and value."""
    return {2019 + k: {"numerator": top, "value": value} for k, (top, value) in enumerate(pairs)}


def test_counts_and_points_by_hand():
    # 40 → 50 → 60 people; 20 % → 25 % → 32 %
    found = comparison(indicators["C2u"], rows((40, 20.0), (50, 25.0), (60, 32.0)))
    first, second = found.changes
    assert (first.difference, first.pct, first.points) == (10, 125, 5)
    assert (second.difference, second.pct, second.points) == (10, 120, 7)
    assert found.average_pct == pytest.approx((125 * 120) ** 0.5)  # √(T₁·T₂)


def test_from_zero_there_is_no_percentage_and_no_average():
    found = compare_counts({2019: 0, 2020: 20, 2021: 30}, min_count=0)
    assert [change.pct for change in found.changes] == [None, 150]
    assert found.changes[0].difference == 20
    assert found.average_pct is None


def test_falling_to_zero_leaves_no_average():
    assert compare_counts({2019: 20, 2020: 0}, min_count=0).average_pct is None


def test_under_ten_people_only_the_difference_stands():
    found = comparison(indicators["C2u"], rows((9, 9.0), (12, 12.0)))
    change = found.changes[0]
    assert change.too_few
    assert change.pct is None
    assert (change.difference, change.points) == (3, 3)


def test_a_mean_compares_by_its_value_whatever_the_number_of_people():
    change = comparison(indicators["A6"], rows((5, 40.0), (5, 42.0))).changes[0]
    assert (change.difference, change.pct, change.points) == (2, 105, None)


def test_a_missing_value_says_nothing():
    change = comparison(indicators["E2"], rows((0, None), (20, 100.0))).changes[0]
    assert change.points is None
    assert comparison(indicators["A6"], rows((0, None), (5, 42.0))).changes[0].difference is None


def test_level_three_of_the_ratings_breaks_between_2019_and_2020():
    found = comparison(indicators["E1.hoan_thanh"], rows((10, 5.0), (11, 6.0), (12, 7.0)))
    assert "NĐ 90/2020" in found.changes[0].series_break
    assert found.changes[1].series_break == ""


@pytest.mark.parametrize(
    ("code", "year"),
    [("C6.a", 2021), ("C7.b1", 2021), ("A3", 2019), ("H3", 2019), ("C2s", 2019), ("A9", 2021)],
)
def test_series_breaks_are_declared(code, year):
    assert [found.year for found in indicators[code].breaks] == [year]


def test_years_with_a_gap_have_no_average():
    assert compare_counts({2019: 20, 2021: 30}).average_pct is None
