"""Each rule on figures made by hand, with the answer worked out; thresholds by date; guard; what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from scipy import stats

from officials.law import norms_on
from officials.models import Norm
from reports import access, snapshot
from reports.rules import SOLUTION_GROUPS, recommend, rules
from reports.rules.access import findings_document
from reports.rules.model import Case, MissingInput
from reports.scopes import Scope
from reports.tables.numbered.reading import numbered_for
from tests import factories
from tests.reports.conftest import load_rows
from tests.reports.small_town import Rows

TOWN = Scope("all", "town", "", "Toàn thị xã", 0, 0)
KHU = Scope("area:Bắc", "area", "", "Khu Bắc", 1, 0, area=0)
UNIT = Scope("unit:U1", "unit", "", "Phường Một", 2, 0, unit=0)
YEAR = 2021


def figure(top, bottom, scale=100, unknown=0):
    return {
        "numerator": top,
        "denominator": bottom,
        "unknown": unknown,
        "value": scale * top / bottom if bottom else None,
    }


def judge(code, scope=TOWN, year=YEAR, **figures):
    """The finding of one rule over figures `code=(top, bottom)`; a key may carry a year: `E2_2019`."""
    rows = {}
    for key, value in figures.items():
        name, _, when = key.partition("__")
        name = name.replace("_thoi_viec", ".thoi_viec")
        rows[name, int(when) if when else year] = value
    case = Case(snapshot.current(), year, scope, rows, norms_on(date(year, 12, 31)))
    return rules[code].check(rules[code], case)


# One firing case a rule; the completeness test keeps this list whole. "conduct" needs people: see below.
FIRING = {
    # 18 of 20 = 90 %, watch from 5 % lacking: gap 5 of 95
    "vacancy": ({"A2": figure(18, 20)}, 5 / 95, 2),
    # 15 machines for 20 people = 0.75 of 1
    "computers": ({"H1": figure(15, 20, scale=1)}, 0.25, 5),
    # 4 of 100 = 4 % over 3 %: gap 1 of 3
    "resignations": ({"H3_thoi_viec": figure(4, 100)}, 1 / 3, 4),
    # 400 of 400 three years running
    "unanimous_ratings": (
        {"E2__2019": figure(400, 400), "E2__2020": figure(400, 400), "E2": figure(400, 400), "A3": figure(400, 20, 1)},
        1,
        400,
    ),
    # 50 of 100 = 50 %, at least 60 %: gap 10 of 60; ten more would do
    "training": ({"F2": figure(50, 100)}, 10 / 60, 10),
    # 80 % of 100 %, by 2025 needs 5 points a year, had (80 − 78) / 2 = 1; 20 of 100 are lacking
    "standards": ({"C2s": figure(80, 100), "C2s__2020": figure(79, 100), "C2s__2019": figure(78, 100)}, 0.2, 20),
    # 10 % over 5.4 %: gap 4.6 of 5.4; 5 may be, so 5 too many
    "majors": ({"C3.chua_phu_hop": figure(10, 100)}, 4.6 / 5.4, 5),
    # 1.5 applicants a post, at least 2
    "competition": ({"H4.competition": figure(15, 10, scale=1)}, 0.25, 0),
    # 6 of 10 posts filled = 60 % of 80 %; 8 should be
    "unfilled_recruitment": ({"H4.filled": figure(6, 10)}, 0.25, 2),
    # 4 % under 30 of 8 % (gap half), 30 % retiring over 20 % (gap half)
    "ageing": ({"A5.under_30": figure(4, 100), "A9": figure(30, 100)}, 0.5, 30),
    # 1, 2, 4 % leaving; (4 − 1) / 4
    "leaving_rising": ({"H3__2019": figure(1, 100), "H3__2020": figure(2, 100), "H3": figure(4, 100)}, 0.75, 4),
    # 6 % unrated over 3 %: as much again; 3 too many
    "unrated": ({"E4": figure(6, 100)}, 1, 3),
    # 20 % of 10 rated good allows 2 excellent; 5 are: 3 over, 3 / 2 is cut to 1
    "excellent_cap": ({"E1.xuat_sac": figure(5, 15), "E1.tot": figure(10, 15), "E3": figure(5, 15)}, 1, 3),
    # 70 % of 97 %, by 2025 needs 6.75 points a year, had 2; 27 of 100 are lacking
    "degree_path": ({"C2u": figure(70, 100), "C2u__2020": figure(68, 100), "C2u__2019": figure(66, 100)}, 27 / 97, 27),
    # 42 % over 35 %: a fifth; 7 too many
    "state_management": ({"C5.none": figure(42, 100)}, 0.2, 7),
    # 2 of 20 units = 10 % of 20 %; 4 should be
    "inspection_coverage": ({"G3.units": figure(2, 20)}, 0.5, 2),
    # 6 of 10 = 60 % of 90 %; 9 should be
    "late_remedies": ({"G3.remedied": figure(6, 10)}, 1 / 3, 3),
    # 20 of 100 in the plans are women = 20 % of 25 %; 25 should be
    "succession_women": ({"F5.women": figure(20, 100)}, 0.2, 5),
    # 12 % young of 15 %: a fifth; 3 lacking
    "succession_young": ({"F5.young": figure(12, 100)}, 0.2, 3),
    # 6 of 10 from the plans = 60 % of 80 %; 8 should be
    "succession_source": ({"F6": figure(6, 10)}, 0.25, 2),
    # 18 entries for 10 posts = 1.8 over 1.5: a fifth
    "succession_breadth": ({"F4": figure(18, 10, 1)}, 0.2, 0),
}  # fmt: skip


def test_every_rule_has_a_case_and_every_group_a_rule():
    assert FIRING.keys() | {"conduct"} == set(rules.codes())
    assert {rule.solution_group for rule in rules} == set(SOLUTION_GROUPS)


@pytest.mark.parametrize("code", FIRING)
def test_rule_by_hand(db, code):
    figures, severity, people = FIRING[code]
    found = judge(code, **figures)
    assert found.severity == pytest.approx(severity)
    assert found.people == people
    assert found.text.startswith("Toàn thị xã: ")
    assert found.text.endswith(".")
    assert found.actions
    for item in found.evidence:
        assert item.source
        assert item.verified


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("vacancy", {"A2": figure(19, 20)}),  # exactly 95 %
        ("vacancy", {"A2": figure(23, 20)}),  # a merged unit's lawful surplus
        ("computers", {"H1": figure(20, 20, 1)}),
        ("resignations", {"H3_thoi_viec": figure(3, 100)}),
        ("training", {"F2": figure(60, 100)}),
        ("standards", {"C2s": figure(80, 100), "C2s__2020": figure(75, 100), "C2s__2019": figure(70, 100)}),  # +5 suffices
        ("majors", {"C3.chua_phu_hop": figure(5, 100)}),
        ("competition", {"H4.competition": figure(20, 10, scale=1)}),
        ("unfilled_recruitment", {"H4.filled": figure(8, 10)}),
        ("ageing", {"A5.under_30": figure(8, 100), "A9": figure(30, 100)}),  # young enough
        ("ageing", {"A5.under_30": figure(4, 100), "A9": figure(20, 100)}),  # few retire
        ("leaving_rising", {"H3__2019": figure(2, 100), "H3__2020": figure(2, 100), "H3": figure(4, 100)}),
        ("leaving_rising", {"H3__2019": figure(1, 1000), "H3__2020": figure(2, 1000), "H3": figure(3, 1000)}),  # tiny
        ("unrated", {"E4": figure(3, 100)}),
        ("excellent_cap", {"E1.xuat_sac": figure(2, 12), "E1.tot": figure(10, 12), "E3": figure(2, 12)}),
        ("degree_path", {"C2u": figure(97, 100), "C2u__2020": figure(97, 100), "C2u__2019": figure(97, 100)}),
        ("state_management", {"C5.none": figure(35, 100)}),
        ("inspection_coverage", {"G3.units": figure(4, 20)}),
        ("late_remedies", {"G3.remedied": figure(9, 10)}),
        ("succession_women", {"F5.women": figure(25, 100)}),
        ("succession_young", {"F5.young": figure(15, 100)}),
        ("succession_source", {"F6": figure(8, 10)}),
        ("succession_breadth", {"F4": figure(15, 10, 1)}),
        ("unanimous_ratings", {"E2__2019": figure(399, 400), "E2__2020": figure(400, 400), "E2": figure(400, 400), "A3": figure(400, 20, 1)}),
    ],
)  # fmt: skip
def test_at_the_threshold_a_rule_is_silent(db, code, figures):
    assert judge(code, **figures) is None


@pytest.mark.parametrize("code", FIRING)
def test_a_missing_figure_never_fires_a_rule(db, code):
    with pytest.raises(MissingInput):
        judge(code)


@pytest.mark.parametrize(
    ("code", "name", "chance", "sure"),
    [
        ("vacancy", "A2", (18, 21), (17, 21)),  # upper limits 95.02 and 92.4 %
        ("training", "F2", (8, 20), (7, 20)),  # 61.3 and 56.7 %
        ("resignations", "H3_thoi_viec", (2, 20), (3, 20)),  # lower limits 2.8 and 5.2 %
    ],
)
def test_at_the_size_of_a_unit_only_what_chance_does_not_explain_is_said(db, code, name, chance, sure):
    assert judge(code, UNIT, **{name: figure(*chance)}) is None
    assert judge(code, KHU, **{name: figure(*chance)}) is not None
    found = judge(code, UNIT, **{name: figure(*sure)})
    assert "Wilson" in found.guard
    low, high = stats.binomtest(*sure).proportion_ci(method="wilson")
    limit = low if code == "resignations" else high
    assert f"{100 * limit:.1f}".replace(".", ",") in found.guard


def test_twenty_people_all_rated_good_are_no_finding_but_five_hundred_are(db):
    def years(n):
        return {"E2__2019": figure(n, n), "E2__2020": figure(n, n), "E2": figure(n, n)}

    assert judge("unanimous_ratings", UNIT, **years(20)) is None  # 0.9715²⁰ = 56 %
    found = judge("unanimous_ratings", A3=figure(460, 23, 1), **years(460))
    # independent: 0.9715⁴⁶⁰ < 0.1 %; alike in units: effective n = 460/(1 + 19·0.3) = 68.7 → 13.7 %
    assert "dưới 0,1%" in found.guard
    assert "13,7%" in found.guard
    assert "không phải bằng chứng" in found.guard


def test_a_path_says_the_pace_it_needs_and_the_pace_it_had(db):
    found = judge("degree_path", **FIRING["degree_path"][0])
    # (97 − 70) / (2025 − 2021) = 6.75; (70 − 66) / 2 = 2
    assert "mỗi năm cần tăng 6,8 điểm %" in found.text
    assert "tăng 2,0 điểm %" in found.text


def test_from_the_target_year_on_a_path_is_a_limit(db):
    assert judge("degree_path", year=2025, C2u=figure(96, 100)) is not None
    assert judge("degree_path", year=2025, C2u=figure(97, 100)) is None


def test_a_path_without_its_past_stays_open(db):
    with pytest.raises(MissingInput):
        judge("degree_path", C2u=figure(70, 100))


def test_a_missing_year_leaves_the_three_years_open(db):
    with pytest.raises(MissingInput) as missing:
        judge("unanimous_ratings", E2=figure(20, 20), E2__2020=figure(20, 20), A3=figure(20, 1, 1))
    assert missing.value.codes == ("E2",)


def town_with_awards(tmp_path, fighters=2, advanced=8, courses=0):
    """Ten people in U1; 1 disciplined on duty and rated good; `fighters` CSTĐ cơ sở, `advanced` LĐTT and people on
    `courses` in 2021."""
    r = Rows()
    r.unit("U1", "Bắc")
    for k in range(10):
        r.person(f"P{k}")
        r.posting(f"P{k}", "U1", "van_phong_thong_ke", "2018-01-01")
        r.rating(f"P{k}", "tot", "2021-12-10")
    r.add("disciplines", official_id="P0", form="canh_cao", decided_on="2021-05-05", in_duty="1")
    r.add("disciplines", official_id="P0", form="canh_cao", line="dang", decided_on="2021-05-06")
    for k in range(courses):
        r.course(f"P{k}", "qlnn", "2021-05-01", "2021-05-10")
    for k in range(fighters):
        r.add("awards", official_id=f"P{k}", title="Chiến sĩ thi đua cơ sở", kind="danh_hieu", year=2021)
    for k in range(advanced):
        r.add("awards", official_id=f"P{9 - k}", title="Lao động tiên tiến", kind="danh_hieu", year=2021)
    r.add("awards", official_id="P9", title="Tập thể lao động tiên tiến", kind="danh_hieu", year=2021)
    load_rows(r.tables, tmp_path / "awards")


def conduct(by="town"):
    return [found for found in recommend(YEAR, [by], ["conduct"]).findings]


def test_disciplined_but_rated_good_and_too_many_emulation_fighters(db, tmp_path):
    town_with_awards(tmp_path)
    (found,) = conduct()
    first, second = found.evidence
    assert (first.indicator, first.value, first.threshold) == ("G2", 1, 0)  # one person, though two decisions
    # P0, P1 CSTĐ cơ sở; P2 … P9 LĐTT; CSTĐ cơ sở count among LĐTT: 2 of 10 = 20 % over 15 %
    assert (second.indicator, second.value, second.threshold) == ("G1.danh_hieu", 20, 15)
    assert found.people == 1
    assert found.severity == 1  # everyone disciplined was rated good


def test_too_few_awards_are_no_finding_in_a_unit(db, tmp_path):
    town_with_awards(tmp_path)
    (found,) = conduct("unit")  # 2 of 10: lower limit 5.7 %, under 15 %; the contradiction stays
    assert [item.indicator for item in found.evidence] == ["G2"]


def test_nobody_disciplined_and_few_titles_is_no_finding(db, tmp_path):
    r = Rows()
    r.unit("U1")
    r.person("P0")
    r.posting("P0", "U1", "van_phong_thong_ke", "2018-01-01")
    r.rating("P0", "tot")
    load_rows(r.tables, tmp_path / "p")
    assert conduct() == []


def test_a_year_without_any_course_in_the_town_lacks_data_instead_of_reading_none(db):
    with pytest.raises(MissingInput, match="F2"):
        judge("training", F2=figure(0, 100))


def test_a_place_without_a_course_is_found_when_others_have_recorded_theirs(db, tmp_path):
    r = Rows()
    r.person("P0")
    r.course("P0", "qlnn", "2021-05-01", "2021-05-10")
    load_rows(r.tables, tmp_path / "p")
    assert judge("training", scope=KHU, F2=figure(0, 100)).severity == 1


def test_a_rule_without_a_norm_in_force_says_what_is_missing(db):
    Norm.objects.filter(code="F2.min").delete()
    snapshot.forget()
    missing = {(item.rule, item.missing) for item in recommend(YEAR).not_enough_data}
    assert ("training", ("F2.min",)) in missing


def test_the_threshold_of_its_own_year_judges_a_year(db, tmp_path):
    town_with_awards(tmp_path, courses=1)
    Norm.objects.filter(code="F2.min").update(starts_on=date(2021, 1, 1))
    snapshot.forget()
    assert ("training", ("F2.min",)) in {(i.rule, i.missing) for i in recommend(2020).not_enough_data}
    assert "training" in {found.rule for found in recommend(2021).findings}


def test_an_empty_town_has_no_finding_but_says_that_data_are_missing(db):
    found = recommend(YEAR)
    assert found.findings == ()
    assert {item.rule for item in found.not_enough_data} == {r.code for r in rules if "town" in r.levels}


def test_leadership_reads_no_small_number_of_disciplined_people(db, tmp_path):
    town_with_awards(tmp_path)
    user = factories.make_user("leadership")
    document = findings_document(user, YEAR, ("town", "unit"))
    rows = [row for row in document["findings"] if row["rule"] == "conduct"]
    assert [row["scope"] for row in rows] == ["all"]  # of one unit it would point at a person
    assert rows[0]["people"] == access.SUPPRESSED
    assert "1 người" not in rows[0]["text"]
    assert {str(item["value"]) for item in rows[0]["evidence"]} == {str(access.SUPPRESSED)}
    full = findings_document(factories.make_user("district"), YEAR, ("town", "unit"))
    assert len([row for row in full["findings"] if row["rule"] == "conduct"]) == 2


def test_of_one_unit_a_hidden_finding_is_not_told_from_silence(db, tmp_path):
    town_with_awards(tmp_path, courses=10)
    rows = {
        who: {row["scope"]: row["cells"] for row in numbered_for(factories.make_user(who), [YEAR], ("unit",), ("",), ["T25"])}
        for who in ("leadership", "district")
    }  # fmt: skip
    assert rows["district"]["unit:U1"]["conduct"] == 1
    assert rows["leadership"]["unit:U1"]["conduct"] == access.SUPPRESSED
    # Everyone was on a course: the rule is silent, and whether it is does not show.
    assert rows["district"]["unit:U1"]["training"] == 0
    assert rows["leadership"]["unit:U1"]["training"] == access.SUPPRESSED
