"""The funnel: worked limits, SciPy's recomputation, what makes a unit stand out, what each reader gets."""

from __future__ import annotations

import math
import random

import pytest
from scipy import stats

from reports.comparison import funnel, funnel_codes
from reports.comparison.funnel import HIDDEN, LOW, WATCH, WITHIN, limits_of
from tests.whole_town import client_of


def row(k, n, scope="all"):
    return {"scope": scope, "numerator": k, "denominator": n}


def units(*counts):
    return [(f"Xã {place}", row(k, n, f"unit:{place}")) for place, (k, n) in enumerate(counts)]


@pytest.mark.parametrize(
    ("n", "centre", "inner", "outer"),
    # indicators 6.3: successes in control at 95 % and 99.8 %
    [(20, 0.80, (12, 19), (10, 20)), (20, 0.28, (2, 10), (0, 12)), (105, 0.80, (76, 92), (71, 96))],
)
def test_the_limits_are_those_worked_out_in_the_literature(n, centre, inner, outer):
    assert limits_of(n, centre, 0.95, None) == (inner[0] / n, inner[1] / n)
    assert limits_of(n, centre, 0.998, None) == (outer[0] / n, outer[1] / n)


def test_equal_units_are_all_within_chance():
    found = funnel("C2u", 2021, row(320, 400), units(*[(16, 20)] * 20))
    assert {point.verdict for point in found.points} == {WITHIN}
    assert found.beyond == []


def test_a_unit_far_below_the_town_stands_out_and_its_neighbours_do_not():
    # 19 units of 16/20 and one of 4/20: phi stays below 1.5 once the outer tenths are drawn in.
    found = funnel("C2u", 2021, row(308, 400), units((4, 20), *[(16, 20)] * 19))
    assert [(point.label, point.verdict) for point in found.beyond] == [("Xã 0", LOW)]
    assert not found.is_widened


def test_outside_the_inner_limits_alone_is_only_worth_watching():
    # 12/20 of a town at 0.85: P(X ≤ 12) = 0.0059, doubled 0.012; among 20 units q = 0.24.
    found = funnel("C2u", 2021, row(340, 400), units((12, 20), *[(17, 20)] * 19))
    assert found.points[0].verdict == WATCH
    assert found.points[0].q == pytest.approx(20 * 2 * stats.binom.cdf(12, 20, 0.85), abs=1e-9)


def test_every_chance_is_that_of_scipy():
    chance = random.Random(7)
    counts = [(chance.randint(12, 19), 20) for _ in range(23)]
    centre = sum(k for k, _ in counts) / sum(n for _, n in counts)
    found = funnel("C2u", 2021, row(sum(k for k, _ in counts), 460), units(*counts))
    assert not found.is_widened
    for point in found.points:
        tails = stats.binom.cdf(point.k, point.n, centre), stats.binom.sf(point.k - 1, point.n, centre)
        assert point.p == pytest.approx(min(1.0, 2 * min(tails)), abs=1e-9)
    adjusted = stats.false_discovery_control([point.p for point in found.points], method="bh")
    assert [point.q for point in found.points] == pytest.approx(list(adjusted), abs=1e-9)


def test_scattered_units_widen_their_own_limits():
    counts = [(20, 20), (2, 20)] * 10
    found = funnel("C2u", 2021, row(220, 400), units(*counts))
    assert found.is_widened
    half = stats.norm.ppf(0.975) * math.sqrt(found.phi * 0.55 * 0.45 / 20)
    assert found.points[0].limits == pytest.approx((max(0.55 - half, 0), min(0.55 + half, 1)), abs=1e-9)
    z = (1 - 0.55) / math.sqrt(found.phi * 0.55 * 0.45 / 20)
    assert found.points[0].p == pytest.approx(2 * stats.norm.sf(z), abs=1e-9)


def test_a_hidden_number_takes_part_in_nothing():
    hidden = {"scope": "unit:9", "numerator": {"suppressed": True}, "denominator": {"suppressed": True}}
    found = funnel("B3", 2021, row(320, 400), [*units(*[(16, 20)] * 3), ("Xã kín", hidden)])
    assert (found.points[-1].verdict, found.points[-1].p, found.points[-1].n) == (HIDDEN, None, 0)


def test_there_is_no_funnel_without_a_share_of_the_town():
    assert funnel("C2u", 2021, row(0, 0), []) is None
    assert funnel("C2u", 2021, row({"suppressed": True}, {"suppressed": True}), []) is None


def test_a_funnel_is_offered_of_shares_of_people_only():
    assert {"C2u", "E3", "B3"} <= set(funnel_codes())
    assert not {"A1", "A6", "F1", "F2", "H1"} & set(funnel_codes())


@pytest.mark.django_db
def test_the_page_names_every_unit_to_the_district_and_the_own_one_to_a_commune(town):
    whole = client_of(town, "noivu").get("/so-sanh/?chi_tieu=A4&nam=2021")
    assert {row["label"] for row in whole.context["rows"]} == {"Phường Minh Tân", "Phường An Lưu"}
    own = client_of(town, "xa_minh").get("/so-sanh/?chi_tieu=A4&nam=2021")
    assert {row["label"] for row in own.context["rows"]} <= {"Phường Minh Tân"}
    assert "An Lưu" not in own.content.decode()
