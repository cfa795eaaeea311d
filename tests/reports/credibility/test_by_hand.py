"""Each test of credibility on ratings made by hand, with the answer worked out beside it."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
import pytest

from officials.law import norms_on
from officials.models import Norm
from reports.credibility import credibility, credibility_tests, summaries
from reports.credibility.case import Case
from reports.credibility.model import FAMILIES, STATES
from reports.rules.model import MissingInput
from reports.scopes import Scope
from tests.reports.conftest import load_rows
from tests.reports.credibility.town import CAN_BO
from tests.reports.small_town import Rows

pytestmark = pytest.mark.django_db
TOWN = Scope("all", "town", "", "Toàn thị xã", 0, 0)
YEAR = 2021


class Made(Case):
    """A case whose ratings and figures are given: `ratings` by unit and group, `rows` and `by_unit` by code."""

    def __init__(self, ratings=(), rows=None, by_unit=None, year=YEAR):
        super().__init__(None, year, TOWN, norms_on(date(year, 12, 31)))
        self.__dict__["made"] = (np.array(ratings, dtype=np.int64), rows or {}, by_unit or {})

    @cached_property
    def units(self):
        ratings, _, by_unit = self.made
        return np.arange(len(ratings) or len(next(iter(by_unit.values()))))

    @cached_property
    def ratings(self):
        ratings = self.made[0]
        return ratings if ratings.ndim == 3 else np.stack((ratings, np.zeros_like(ratings)), axis=1)

    def over_units(self, counts):
        return counts

    def row(self, code, year=None):
        if code == "E2" and len(self.made[0]):
            n, good = self.ratings.sum(), self.ratings[:, :, :2].sum()
            return {"value": 100 * good / n}
        if code not in self.made[1]:
            raise MissingInput(code)
        return {"value": self.made[1][code]}

    def unit_values(self, code):
        if code not in self.made[2]:
            raise MissingInput(code)
        return self.made[2][code]


def answer(code, *args, **kw):
    return credibility_tests[code].run(Made(*args, **kw))


def figures(found):
    return {figure.code: figure.value for figure in found.figures}


def all_good(n_units, size, excellent=4):
    return [[excellent, size - excellent, 0, 0]] * n_units


# --- phân bố ------------------------------------------------------------------------------------------------
def test_i1_460_people_all_good_are_rare_but_no_proof():
    found = answer("I1", all_good(23, 20))
    got = figures(found)
    # indicators 6b.4: effective 460 / (1 + 19 × 0.1) = 158.6; (1 − 2.85 %)^n and (1 − 1.44 %)^n
    assert got["effective"] == pytest.approx(460 / 2.9)
    assert [round(got[f"p_nation_{k}"], 1) for k in (1, 2)] == [1.0, 13.7]
    assert [round(got[f"p_communes_{k}"], 1) for k in (1, 2)] == [10.0, 36.9]
    assert got["p_nation_0"] == pytest.approx(100 * 0.9715**460)
    assert (got["expected_nation"], found.state) == (pytest.approx(13.11), "sign")


def test_i1_a_khu_is_too_small_to_tell_and_thirteen_below_good_are_as_in_the_nation():
    assert answer("I1", all_good(5, 21)).state == "underpowered"  # effective 35: 0.9715³⁵ = 36 %
    assert answer("I1", [*all_good(22, 20), [4, 3, 10, 3]]).state == "clear"


def test_i2_counts_groups_above_and_exactly_at_the_cap():
    # cap = ⌊0.2 × rated good⌋: 10 good → 2; 4 good → 0
    found = answer("I2", [[2, 10, 0, 0], [3, 10, 0, 0], [0, 4, 0, 0], [0, 0, 5, 0]])
    got = figures(found)
    assert (got["cells"], got["over"], got["at"], found.state) == (3, 1, 1, "sign")


def test_i2_sees_a_pile_at_the_cap_but_none_where_excellent_ratings_are_few():
    pile = answer("I2", [[3, 17, 0, 0]] * 23)  # cap ⌊0.2 × 17⌋ = 3 in every unit
    assert (figures(pile)["at"], figures(pile)["over"], pile.state) == (23, 0, "sign")
    # P(3 of 20 at 15 %) = 24.3 %: 5.6 of 23 units by chance
    assert figures(pile)["expected"] == pytest.approx(23 * 1140 * 0.15**3 * 0.85**17)
    assert answer("I2", [[1, 19, 0, 0], [0, 20, 0, 0], [2, 18, 0, 0], [1, 19, 0, 0]]).state == "clear"


def test_i2_reads_the_base_of_the_cap_from_the_norm():
    Norm.objects.filter(code="E3.cap.base_with_xuat_sac").update(value=1)
    # at 20 people the base with the excellent allows 4, without them 3 (regulations 16.2)
    assert figures(answer("I2", [[4, 16, 0, 0]]))["over"] == 0
    Norm.objects.filter(code="E3.cap.base_with_xuat_sac").update(value=0)
    assert figures(answer("I2", [[4, 16, 0, 0]]))["over"] == 1


def test_i2_has_no_cap_before_the_guidance_of_2018():
    with pytest.raises(MissingInput, match=r"E3\.cap"):
        answer("I2", all_good(5, 20), year=2017)


def test_i3_the_same_share_everywhere_is_dealt_out_and_other_shares_are_not():
    even = answer("I3", all_good(23, 20))
    assert (figures(even)["ratio"], even.state) == (pytest.approx(0), "sign")
    # shares 0 and 40 %: variance 0.04 × 20/19, over 0.2 × 0.8 × 1/20 = 0.008 → 100/19
    far = answer("I3", [[0, 20, 0, 0], [8, 12, 0, 0]] * 10)
    assert (figures(far)["ratio"], far.state) == (pytest.approx(100 / 19), "clear")
    assert "khác nhau thật" in far.detail


def test_i3_and_i4_say_nothing_of_a_town_without_ratings():
    for code in ("I2", "I3", "I4"):
        with pytest.raises(MissingInput):
            answer(code, [[0, 0, 0, 0]] * 5)


def test_i4_one_level_for_all_tells_nobody_apart():
    found = answer("I4", [[0, 20, 0, 0]] * 6)
    got = figures(found)
    # everyone alike: entropy 0, six units of one level, and six expected, since there is only one
    assert (got["entropy"], got["alike"], got["alike_expected"], found.state) == (0, 6, 6, "sign")
    assert round(got["nation"], 2) == 0.53


def test_i4_the_nation_s_own_distribution_is_no_sign():
    assert answer("I4", [[57, 137, 5, 1]] * 3).state == "clear"


def leaders_town(tmp_path, excellent_leaders, excellent_others):
    rows = Rows()
    rows.unit("U1")
    for k in range(12):
        rows.person(f"P{k}")
        rows.posting(f"P{k}", "U1", CAN_BO[0] if k < 6 else CAN_BO[6], "2015-01-01")
        rows.rating(f"P{k}", "xuat_sac" if k < excellent_leaders or 6 <= k < 6 + excellent_others else "tot")
    load_rows(rows.tables, tmp_path / "leaders")
    return verdict("I8").answer


def verdict(code, year=YEAR, scope="all"):
    return next(v for v in credibility(year) if v.test.code == code and v.scope.code == scope)


def test_i8_four_of_six_leaders_and_none_of_the_others(tmp_path):
    found = leaders_town(tmp_path, 4, 0)
    # Fisher: C(6,4)·C(6,0) / C(12,4) = 15/495 = 3.03 %
    assert figures(found)["p"] == pytest.approx(100 * 15 / 495)
    assert (figures(found)["ratio"], figures(found)["least"], found.state) == (None, 4, "sign")


def test_i8_three_of_six_against_one_may_be_chance(tmp_path):
    found = leaders_town(tmp_path, 3, 1)
    # P(3 or more of 4 among the leaders) = (C(6,3)·6 + C(6,4)) / 495 = 135/495
    assert figures(found)["p"] == pytest.approx(100 * 135 / 495)
    assert (figures(found)["ratio"], found.state) == (3, "clear")


def same_town(tmp_path, levels_of):
    """40 people; `levels_of(k)` → their ratings of 2019, 2020, 2021."""
    rows = Rows()
    rows.unit("U1")
    for k in range(40):
        rows.person(f"P{k}")
        rows.posting(f"P{k}", "U1", "van_phong_thong_ke", "2015-01-01")
        for year, level in zip((2019, 2020, 2021), levels_of(k), strict=True):
            rows.rating(f"P{k}", level, year=year)
    load_rows(rows.tables, tmp_path / "same")
    return verdict("I10").answer


def test_i10_everyone_keeps_one_of_two_levels(tmp_path):
    found = same_town(tmp_path, lambda k: ["xuat_sac" if k < 20 else "tot"] * 3)
    # dealt anew each year: 0.5³ + 0.5³ = 25 % would keep theirs
    assert (figures(found)["same"], figures(found)["expected"], found.state) == (100, 25, "sign")


def test_i10_taking_turns_keeps_fewer_than_chance(tmp_path):
    # a third of the people is excellent each year, always others: 1 of 40 keeps "tot"; by chance (1/3)³ + (2/3)³ ≈ 33 %
    found = same_town(
        tmp_path, lambda k: ["xuat_sac" if k % 3 == turn and k < 39 else "tot" for turn in range(3)]
    )
    assert (figures(found)["same"], found.state) == (2.5, "sign")
    assert figures(found)["expected"] == pytest.approx(100 * ((13 / 40) ** 3 + (27 / 40) ** 3))
    assert "luân phiên" in found.detail


def test_i10_where_all_are_alike_repetition_says_nothing(tmp_path):
    assert same_town(tmp_path, lambda k: ["tot"] * 3).state == "underpowered"


def test_i10_takes_both_codes_of_the_third_level_for_one_rank(tmp_path):
    third = ["han_che_nang_luc", "hoan_thanh", "hoan_thanh"]
    found = same_town(tmp_path, lambda k: third if k < 20 else ["tot"] * 3)
    assert figures(found)["same"] == 100


# --- gắn với kết quả ----------------------------------------------------------------------------------------
UP = [float(k) for k in range(1, 13)]


def test_i5_excellent_where_results_are_good_is_linked_and_the_reverse_is_not():
    linked = answer("I5", by_unit={"E3": UP, "E5": UP})
    assert (figures(linked)["rho_E5"], linked.state, linked.missing) == (1, "clear", ("E6", "E7"))
    reverse = answer("I5", by_unit={"E3": UP, "E5": UP[::-1]})
    assert (figures(reverse)["rho_E5"], reverse.state) == (-1, "sign")


def test_i5_may_not_have_the_power_to_conclude():
    mixed = [3.0, 9.0, 1.0, 7.0, 12.0, 2.0, 6.0, 10.0, 4.0, 11.0, 5.0, 8.0]
    found = answer("I5", by_unit={"E3": UP, "E5": mixed})
    assert found.state == "underpowered"
    assert figures(found)["least"] == pytest.approx(0.576, abs=0.001)  # 12 units


def test_i5_one_unclear_result_leaves_it_open():
    mixed = [3.0, 9.0, 1.0, 7.0, 12.0, 2.0, 6.0, 10.0, 4.0, 11.0, 5.0, 8.0]
    assert answer("I5", by_unit={"E3": UP, "E5": UP[::-1], "E6": mixed}).state == "underpowered"


def test_i5_needs_ten_units_with_results():
    nine = [None, None, None, *UP[3:]]
    with pytest.raises(MissingInput):
        answer("I5", by_unit={"E3": UP, "E5": nine, "E6": [None] * 12})


# --- mâu thuẫn ----------------------------------------------------------------------------------------------
def disciplined_town(tmp_path):
    """P0, P1 disciplined and rated good (P0 in duty, by two lines), P2 disciplined and not; P3 good."""
    rows = Rows()
    rows.unit("U1", "Bắc")
    for k, level in enumerate(("tot", "xuat_sac", "khong_hoan_thanh", "tot")):
        rows.person(f"P{k}")
        rows.posting(f"P{k}", "U1", "van_phong_thong_ke", "2015-01-01")
        rows.rating(f"P{k}", level)
    for k, in_duty, line in (
        (0, "1", "chinh_quyen"),
        (0, "", "dang"),
        (1, "0", "chinh_quyen"),
        (2, "1", "chinh_quyen"),
    ):
        rows.add(
            "disciplines",
            official_id=f"P{k}",
            form="khien_trach",
            line=line,
            decided_on="2021-05-05",
            in_duty=in_duty,
        )
    load_rows(rows.tables, tmp_path / "d")


def test_i6_counts_people_disciplined_and_yet_rated_good_once_each(tmp_path):
    disciplined_town(tmp_path)
    for scope in ("all", "area:Bắc"):
        found = verdict("I6", scope=scope).answer
        assert figures(found) == {"disciplined": 3, "rated_good": 2, "in_duty": 1}
        assert found.state == "sign"


def test_i6_says_nothing_of_a_year_without_discipline(tmp_path):
    disciplined_town(tmp_path)
    found = verdict("I6", year=2020)
    assert (found.state, found.answer.missing) == ("missing", ("G2",))


# --- đối chiếu bên ngoài ------------------------------------------------------------------------------------
def self_town(tmp_path, own_before):
    """Ten units with one person each, who claim "xuat_sac" and get "tot" in 2021, and `own_before` the year before."""
    rows = Rows()
    for k in range(10):
        rows.unit(f"U{k}")
        rows.person(f"P{k}")
        rows.posting(f"P{k}", f"U{k}", "van_phong_thong_ke", "2015-01-01")
        for year, own in ((2020, own_before), (2021, "xuat_sac")):
            rows.add(
                "evaluations", official_id=f"P{k}", year=year, status="rated", level="tot", self_level=own
            )
    load_rows(rows.tables, tmp_path / "s")
    return verdict("I7").answer


def test_i7_claims_that_rose_by_a_rank_everywhere(tmp_path):
    found = self_town(tmp_path, "tot")
    got = figures(found)
    assert (got["people"], got["lowered"], got["same"], got["raised"]) == (10, 10, 0, 0)
    assert (got["gap"], got["gap_before"], got["growth"], got["low"]) == (1, 0, 1, 1)
    assert found.state == "sign"


def test_i7_claims_as_high_as_the_year_before_are_no_sign(tmp_path):
    assert self_town(tmp_path, "xuat_sac").state == "clear"


def test_i9_everyone_good_where_half_of_the_units_are():
    found = answer("I9", all_good(4, 20), by_unit={"E6": [85.0, 80.0, 79.9, 60.0]})
    # 100 % of the people, 2 of 4 units from 80 points: 50 points apart, over 40
    assert (figures(found)["share"], figures(found)["gap"], found.state) == (50, 50, "sign")
    assert (
        answer("I9", all_good(4, 20), by_unit={"E6": [85.0, 80.0, 81.0, 60.0]}).state == "clear"
    )  # 25 points


def test_i9_is_not_computed_where_many_units_have_no_score():
    with pytest.raises(MissingInput, match="E6"):
        answer("I9", all_good(4, 20), by_unit={"E6": [85.0, None, 81.0, 60.0]})


def test_i11_satisfaction_over_97_asks_how_people_were_asked():
    found = answer("I11", rows={"E7": 99.9, "E6": 72.1})
    assert (figures(found)["gap"], found.state) == (pytest.approx(27.8), "sign")
    assert answer("I11", rows={"E7": 97.0}).state == "clear"
    with pytest.raises(MissingInput, match="E7"):
        answer("I11")


# --- all of them --------------------------------------------------------------------------------------------
def test_every_test_has_a_case_here():
    told = "\n".join(name for name in globals() if name.startswith("test_i"))
    assert all(f"test_{code.lower()}_" in told for code in credibility_tests.codes())


@pytest.mark.parametrize("test", list(credibility_tests), ids=lambda test: test.code)
def test_a_test_says_all_that_a_page_shows(test):
    assert test.family in FAMILIES
    assert set(test.readings) <= set(STATES)
    assert {"sign", "clear"} <= set(test.readings)
    for text in (
        test.title,
        test.question,
        test.formula,
        test.caveat,
        test.source,
        test.data,
        *test.readings.values(),
    ):
        assert text.strip()
    assert set(test.levels) <= {"town", "area"}
    assert set(test.norms) <= set(norms_on(date(YEAR, 12, 31)))


def test_the_summary_is_given_from_six_tests_on(tmp_path):
    disciplined_town(tmp_path)
    town = next(s for s in summaries(credibility(YEAR)) if s.scope.code == "all")
    assert town.computed < 6
    assert not town.is_given
    assert "từ 6 phép thử" in town.text
    Norm.objects.filter(code="credibility.min_tests").update(value=2)
    town = next(s for s in summaries(credibility(YEAR)) if s.scope.code == "all")
    assert town.text.startswith(f"{town.signs} trong {town.computed} phép thử tính được có dấu hiệu")
    assert sum(n for _, _, n in town.families) == town.computed


def test_the_tests_speak_of_no_unit_and_no_person(tmp_path):
    disciplined_town(tmp_path)
    found = credibility(YEAR)
    assert {v.scope.level for v in found} == {"town", "area"}
    assert not any("U1" in v.answer.detail or "Nguyễn" in v.answer.detail for v in found)


def test_an_empty_town_can_compute_nothing():
    assert {v.state for v in credibility(YEAR)} == {"missing"}
