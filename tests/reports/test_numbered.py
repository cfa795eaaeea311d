"""T1–T25 on eight people (tests/reports/small_town.py) with the answer worked out, and against the plain computation."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from scipy import stats

from reports.indicators.model import indicators
from reports.tables.numbered import compute_numbered, numbered_tables
from tests.reports.test_indicators import EXPECTED as FIGURES
from tests.reports.test_tables import EXPECTED as CELLS

LEVELS = ("town", "area", "unit")


def cells(block, found):
    return {f"{block}.{cell}": n for cell, n in found.items()}


def figures(block, *codes):
    return {f"{block}.{code}": FIGURES[code][3] for code in codes}


# Lines that are zero are left out. What stands in CELLS and FIGURES is worked out in test_tables and test_indicators.
EXPECTED = {
    "T1": cells("group", CELLS["group"]) | cells("post", CELLS["post"]) | cells("posts_held", CELLS["posts_held"]),
    "T2": {"quota.quota": 4, "quota.present": 3, "quota.vacant": 1, "quota.unknown": 2} | figures("rates", "A2", "A3"),
    "T3": cells("sex", CELLS["sex"]) | figures("rates", "A4"),
    "T4": cells("age_decade", CELLS["age"]) | figures("rates", "A6", "A9")
    | {"age_bm02.to_30": 1, "age_bm02.31_40": 2, "age_bm02.41_50": 1, "age_bm02.51_60": 1, "age_bm02.unknown": 1},
    "T5": cells("seniority", CELLS["seniority"]),
    "T6": cells("health", CELLS["health"]) | figures("rates", "B2", "B3", "B4"),
    "T7": cells("general_education", CELLS["general_education"]),
    # An, Bình meet the standard; Dũng (no degree), Hà (another field) do not; of Chi and Em it is not known
    "T8": cells("degree", CELLS["degree"]) | {"standard.met": 2, "standard.unmet": 2, "standard.unknown": 2}
    | cells("major_fit", CELLS["major_fit"]) | figures("rates", "C2u", "C2s", "C3"),
    "T9": cells("political_theory", CELLS["political_theory"]),
    "T10": cells("state_management", CELLS["state_management"]),
    "T11": {"it_level.co_ban": 1, "it_level.b": 2, "it_level.none": 2, "it_level.level_unknown": 1}
    | cells("it_certificate", CELLS["it_certificate"]),
    "T12": {"language_level.b1": 1, "language_level.none": 5} | cells("foreign_language", CELLS["foreign_language"]),
    "T13": cells("evaluation", CELLS["evaluation"]) | figures("rates", "E2", "E3", "E4"),
    # three courses, one of Phúc's, who has left; of those still there An and Chi
    "T14": {"trainings.qlnn": 1, "trainings.tin_hoc": 1, "trainings.ky_nang": 1, "trained_people.people": 3,
            "trained.yes": 2, "trained.no": 4} | figures("rates", "F2", "F3"),
    # An · Bình, Hà · Chi · Em
    "T15": {
        "plans.chu_tich_ubnd.planned_for": 1, "plans.chu_tich_ubnd.planned_for_university": 1,
        "plans.pho_chu_tich_ubnd.planned_for": 2, "plans.pho_chu_tich_ubnd.planned_for_women": 2,
        "plans.pho_chu_tich_ubnd.planned_for_young": 2, "plans.pho_chu_tich_ubnd.planned_for_university": 2,
        "plans.pho_chu_tich_hdnd.planned_for": 1, "plans.pho_chu_tich_hdnd.planned_for_women": 1,
        "plans.bi_thu_doan.planned_for": 1, "plans.bi_thu_doan.planned_for_young": 1,
    } | figures("rates", "F4", "F5.women", "F5.young", "F6"),
    "T16": {"awards.danh_hieu": 1, "awards.hinh_thuc": 1, "award_titles.lao_dong_tien_tien": 1,
            "award_titles.giay_khen": 1, "rewarded_people.people": 2, "rewarded.yes": 2, "rewarded.no": 4}
    | figures("rates", "G1"),
    "T17": {"disciplines.khien_trach": 1, "disciplines.canh_cao": 1, "disciplined_people.people": 2,
            "disciplined.yes": 1, "disciplined.no": 5} | figures("rates", "D3", "G4"),
    "T18": {"inspections.held": 3, "inspections.planned": 1, "inspections.sudden": 1, "inspections.units": 2,
            "inspections.with_findings": 1, "inspections.violations": 1, "inspections.sanctions": 1,
            "inspections.due": 2, "inspections.remedied": 1} | figures("rates", "G3.units", "G3.findings", "G3.remedied"),
    "T19": {"recruitment.posts_advertised": 3, "recruitment.applicants": 5, "recruitment.recruited": 2}
    | figures("rates", "H4.competition", "H4.filled"),
    "T20": {"equipment.computers": 3, "equipment.old": 1, "equipment.unknown": 2} | figures("rates", "H1"),
    "T21": figures("survey", "C8", "H2"),
    "T22": figures("survey", "D1", "D2"),
    "T23": figures("scorecard", "A1", "A2", "A4", "A6", "C2u", "C2s", "C3", "C4.trung_cap", "C5.chuyen_vien", "B3", "E2",
                   "E3", "E5", "E6", "E7", "F2", "G3", "H1"),
}  # fmt: skip
SPECIAL = {"T24", "T25"}


def row_of(table, scope="all", year=2021, **options):
    rows = compute_numbered([year], LEVELS, names=[table], **options)
    return next(row for row in rows if row["scope"] == scope)


def test_every_numbered_table_has_a_case_here():
    assert EXPECTED.keys() | SPECIAL == set(numbered_tables.codes()) == {f"T{n}" for n in range(1, 26)}


@pytest.mark.parametrize("table", EXPECTED)
def test_numbered_table_by_hand(small_town, table):
    found = row_of(table)["cells"]
    assert {code: value for code, value in found.items() if value != 0} == pytest.approx(
        {code: value for code, value in EXPECTED[table].items() if value != 0}
    )


def test_the_limits_of_a_unit_are_those_of_the_binomial_law(small_town):
    # the town has 3 of 6 with a degree; a unit of three may by chance have none to all of them
    found = row_of("T24", "unit:U1")["cells"]
    assert (found["C2u.k"], found["C2u.n"]) == (2, 3)
    low, high = (stats.binom.ppf(q, 3, 0.5) for q in (0.025, 0.975))
    assert (found["C2u.low95"], found["C2u.high95"]) == pytest.approx((100 * low / 3, 100 * high / 3))


def test_rules_speak_or_are_silent_or_cannot_say(small_town):
    found = row_of("T25")["cells"]
    assert (found["vacancy"], found["computers"], found["training"]) == (1, 0, 1)  # 3 of 4; 3 for 3; 3 of 7
    assert row_of("T25", "group:can_bo")["cells"]["vacancy"] is None
    assert row_of("T25", "unit:U2")["cells"]["vacancy"] is None  # no number was given to it


def test_the_command_prints_a_numbered_table_only_when_it_is_named(small_town):
    def run(*arguments):
        out = io.StringIO()
        call_command("tables", "--years", "2021", *arguments, "--format", "json", stdout=out)
        return {row["table"] for row in json.loads(out.getvalue())["tables"]}

    assert not run() & set(numbered_tables.codes())
    assert run("--table", "T8", "sex") == {"T8", "sex"}


def test_what_needs_a_survey_is_empty_and_says_so():
    assert {table.code for table in numbered_tables if table.missing} == {"T21", "T22"}
    for table in numbered_tables:
        assert table.needs
        assert table.source
        assert set(table.fills) <= set(indicators.codes())
