"""Each indicator on eight people (tests/reports/small_town.py), with the answer worked out; its declaration; its edges."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from foundation.errors import Refused
from officials.models import Verification
from reports.frames import columns
from reports.indicators import compute_indicators, explain, indicators
from reports.indicators.documents import PATH, catalogue_text
from reports.indicators.model import KINDS, share

# code: (numerator, denominator, unknown, value) of the town in 2021. Six in post on 31/12; seven served in the year
# (Phúc left in March). Codes with nobody in them are in ZERO.
EXPECTED = {
    "A1": (6, None, 0, 6),
    "A1.can_bo": (2, None, 0, 2),
    "A1.cong_chuc": (4, None, 0, 4),
    "A2": (3, 4, 2, 75),  # U1 has three of four; U2 and TRONG have no number given
    "A3": (6, 3, 0, 2),  # TRONG is a unit too
    "A4": (3, 5, 1, 60),  # Bình, Chi, Hà of five; Em unknown
    "A5.under_30": (1, 5, 1, 20),
    "A5.30_39": (2, 5, 1, 40),
    "A5.40_49": (1, 5, 1, 20),
    "A5.50_plus": (1, 5, 1, 20),
    "A6": (194, 5, 1, 38.8),  # 46 + 31 + 59 + 22 + 36
    "A7.under_5": (2, 5, 1, 40),  # Bình 2 years, Em none yet
    "A7.5_10": (2, 5, 1, 40),  # An 6; Hà 5, in two units; Chi since an unknown day
    "A7.over_20": (1, 5, 1, 20),  # Dũng: 20 from 1995 and 6 from 2016, the year between left out
    "A8.party": (3, 6, 1, 50),  # Chi says nothing
    "A8.ethnic_minority": (1, 5, 1, 20),
    "A8.religion": (2, 5, 1, 40),
    "A9": (1, 4, 2, 25),  # Dũng: 60 years 9 months in 09/2023; Chi without birth, Em without sex
    "A10": (2, 5, 1, 40),  # An and Bình; Hà and Chi are in two units; Dũng's wife is none; Em says nothing
    "A10.coverage": (5, 6, 0, 500 / 6),
    "B1.1": (1, 6, 2, 100 / 6),
    "B1.2": (1, 6, 2, 100 / 6),
    "B1.3": (1, 6, 2, 100 / 6),
    "B1.4": (1, 6, 2, 100 / 6),
    "B2": (3, 4, 2, 75),  # of the four examined
    "B3": (2, 4, 2, 50),
    "B4": (4, 6, 0, 400 / 6),
    "C1.thpt": (3, 5, 1, 60),
    "C1.thcs": (1, 5, 1, 20),
    "C1.tieu_hoc": (1, 5, 1, 20),
    "C2.thac_si": (1, 6, 1, 100 / 6),
    "C2.dai_hoc": (2, 6, 1, 200 / 6),
    "C2.none": (2, 6, 1, 200 / 6),  # Dũng states it, Em has no record
    "C2u": (3, 6, 1, 50),
    "C3": (1, 3, 1, 100 / 3),  # Bình; nobody knows what Chi studied
    "C3.chua_phu_hop": (1, 3, 1, 100 / 3),  # Hà
    "C3.chua_xac_dinh": (1, 3, 0, 100 / 3),
    # An and Bình meet it; Hà has the level but another field; Dũng (none, chu_tich_ubnd: trung cấp) not; Chi's level and Em's record are missing
    "C2s": (2, 6, 2, 100 / 3),
    "C2t": (0, 6, 2, 0),  # Dũng and Hà do not meet the earlier standard either
    "C4.cao_cap": (1, 6, 0, 100 / 6),
    "C4.trung_cap": (1, 6, 0, 100 / 6),
    "C4.none": (4, 6, 0, 400 / 6),
    "C5.chuyen_vien_chinh": (1, 6, 0, 100 / 6),
    "C5.chuyen_vien": (1, 6, 0, 100 / 6),
    "C5.none": (4, 6, 0, 400 / 6),
    "C6.co_ban": (1, 6, 1, 100 / 6),
    "C6.b": (2, 6, 1, 200 / 6),  # An; Hà's highest
    "C6.none": (2, 6, 1, 200 / 6),
    "C7.b1": (1, 6, 0, 100 / 6),
    "C7.none": (5, 6, 0, 500 / 6),
    "D3": (2, 7, 0, 200 / 7),
    "D4": (1, 5000, 2, 0.2),  # U2 does not know how many were right
    "E1.xuat_sac": (1, 6, 2, 100 / 6),
    "E1.tot": (2, 6, 2, 200 / 6),
    "E1.khong_hoan_thanh": (1, 6, 2, 100 / 6),
    "E1.not_evaluated": (2, 6, 0, 200 / 6),
    "E2": (3, 4, 2, 75),  # of the four rated
    "E3": (1, 4, 2, 25),
    "E4": (2, 6, 0, 200 / 6),
    "E5": (90, 100, 2, 90),
    "E6": (70, 1, 2, 70),
    "E7": (170, 2, 1, 85),
    "F1": (3, 7, 0, 3),  # An, Chi on 01/01, Phúc in February
    "F1.qlnn": (1, 7, 0, 1),
    "F1.tin_hoc": (1, 7, 0, 1),
    "F1.ky_nang": (1, 7, 0, 1),
    "F2": (3, 7, 0, 300 / 7),
    "F4": (5, 4, 0, 1.25),  # An; Bình, Hà for one post; Chi; Em
    "F5.women": (3, 4, 1, 75),  # Bình, Hà, Chi; An is a man, Em unknown
    "F5.young": (3, 4, 1, 75),  # Bình 31, Hà 36, Em 22; An 46, Chi unknown
    "F6": (0, 0, 0, None),  # nobody came into a leading post; see 2016 below
    "G1": (2, 7, 0, 200 / 7),
    "G1.danh_hieu": (1, 7, 0, 1),
    "G1.hinh_thuc": (1, 7, 0, 1),
    "G2": (2, 7, 0, 200 / 7),  # Dũng, and Phúc, who does not vanish
    "G2.khien_trach": (1, 7, 0, 1),
    "G2.canh_cao": (1, 7, 0, 1),
    "G3": (3, 3, 0, 3),
    "G3.units": (2, 3, 0, 200 / 3),
    "G3.findings": (1, 2, 1, 50),
    "G3.remedied": (1, 2, 0, 50),  # one of them began the year before
    "G3.violations": (1, 3, 0, 1),
    "G4": (2, 2, 0, 1),
    "H1": (3, 3, 2, 1),
    "H3": (1, 6, 0, 100 / 6),  # Phúc; six on 31/12/2020 and six on 31/12/2021; Hà only moved inside the town
    "H3.thoi_viec": (1, 6, 0, 100 / 6),
    "H4.posts_advertised": (3, 2, 1, 3),
    "H4.applicants": (5, 1, 2, 5),
    "H4.recruited": (2, 2, 1, 2),
    "H4.competition": (5, 2, 2, 2.5),  # U1 alone knows both
    "H4.filled": (2, 3, 1, 200 / 3),
} | dict.fromkeys(("C8", "D1", "D2", "F3", "H2"), (None, None, 0, None))  # what nobody has asked or planned
# code: (denominator, unknown) of those with nobody.
ZERO = {
    "A7.11_20": (5, 1), "B1.5": (6, 2), "C2.tien_si": (6, 1), "C2.cao_dang": (6, 1), "C2.trung_cap": (6, 1), "C2.so_cap": (6, 1),
    "C4.cu_nhan": (6, 0), "C4.so_cap": (6, 0), "C5.chuyen_vien_cao_cap": (6, 0), "C5.can_su": (6, 0),
    "C6.trung_cap_tro_len": (6, 1), "C6.nang_cao": (6, 1), "C6.c": (6, 1), "C6.a": (6, 1),
    "C7.dai_hoc": (6, 0), "C7.c2": (6, 0), "C7.c1": (6, 0), "C7.b2": (6, 0), "C7.a2": (6, 0), "C7.a1": (6, 0),
    "C7.c": (6, 0), "C7.b": (6, 0), "C7.a": (6, 0), "E1.hoan_thanh": (6, 2), "E1.han_che_nang_luc": (6, 2),
    "F1.chuyen_mon": (7, 0), "F1.llct": (7, 0), "F1.ngoai_ngu": (7, 0), "F1.qpan": (7, 0), "F1.khac": (7, 0),
    "G2.ha_bac_luong": (7, 0), "G2.giang_chuc": (7, 0), "G2.cach_chuc": (7, 0), "G2.bai_nhiem": (7, 0),
    "G2.buoc_thoi_viec": (7, 0), "G2.khai_tru": (7, 0),
}  # fmt: skip


def row_of(code, scope="all", year=2021):
    rows = compute_indicators([year], ("town", "area", "unit"), codes=[code])["rows"]
    return next(row for row in rows if row["scope"] == scope)


def figure(row):
    return row["numerator"], row["denominator"], row["unknown"], row["value"]


def test_every_indicator_has_a_case_here():
    assert EXPECTED.keys() | ZERO.keys() == set(indicators.codes())
    assert not EXPECTED.keys() & ZERO.keys()


@pytest.mark.parametrize("code", indicators.codes())
def test_indicator_by_hand(small_town, code):
    expected = EXPECTED.get(code) or (0, *ZERO[code], 0)
    assert figure(row_of(code)) == pytest.approx(expected)


def test_who_came_into_a_post_was_planned_for_it_the_day_before(small_town):
    # On 01/01/2016 Dũng, planned since June; on 01/01/2015 An, before any plan was written down
    assert figure(row_of("F6", year=2016)) == pytest.approx((1, 1, 0, 100))
    assert figure(row_of("F6", "unit:U1", year=2016)) == (0, 0, 0, None)
    assert row_of("F6", year=2014)["value"] is None
    assert explain("F6", "all", 2016).numerator_ids == ["Dũng"]


def test_leaving_one_unit_for_another_is_leaving_the_unit_but_not_the_town(small_town):
    # U1: Hà went (chuyen_cong_tac); An, Bình, Chi, Hà before and An, Bình, Chi after: a mean of 3.5
    assert figure(row_of("H3", "unit:U1")) == pytest.approx((1, 3.5, 0, 100 / 3.5))
    assert figure(row_of("H3", "unit:U2")) == pytest.approx(
        (1, 2.5, 0, 40)
    )  # Phúc; Dũng, Phúc → Dũng, Em, Hà


def test_someone_who_served_in_two_units_counts_once_in_the_town(small_town):
    served = {scope: row_of("F2", scope)["denominator"] for scope in ("unit:U1", "unit:U2", "all")}
    assert served == {"unit:U1": 4, "unit:U2": 4, "all": 7}  # Hà in both


def test_an_award_without_a_date_belongs_to_the_unit_of_31_december(small_town):
    assert row_of("G1.hinh_thuc", "unit:U2")["numerator"] == 1
    assert row_of("G1.hinh_thuc", "unit:U1")["numerator"] == 0


def test_with_nobody_a_share_has_no_value_and_a_count_is_zero(small_town):
    rows = compute_indicators([2021], ["unit"])["rows"]
    empty = [row for row in rows if row["scope"] == "unit:TRONG"]
    assert {row["indicator"] for row in empty} == set(indicators.codes())
    for row in empty:
        indicator = indicators[row["indicator"]]
        is_zero = indicator.kind == "count" and not indicator.reported
        expected = 0 if is_zero or row["indicator"] in ("A3", "G3.units") else None
        assert row["value"] == expected, row
        assert row["ci_low"] is None or row["indicator"] == "G3.units"  # one unit, not inspected


def test_an_input_that_is_not_split_has_no_value_in_a_group(small_town):
    assert figure(row_of("A2", "group:can_bo")) == (None, None, 0, None)
    assert figure(row_of("H1", "unit:U1|group:cong_chuc")) == (None, None, 0, None)


def test_only_shares_have_an_interval_and_it_holds_the_value(small_town):
    for row in compute_indicators([2021], ("town", "area", "unit"))["rows"]:
        has_one = row["ci_low"] is not None
        assert has_one == (indicators[row["indicator"]].kind == "share" and row["value"] is not None)
        if has_one:
            assert 0 <= row["ci_low"] <= row["value"] <= row["ci_high"] <= 100


def test_a_share_of_everyone_has_100_percent_and_a_wilson_interval():
    # 20 of 20 (indicators 6.2): 83.9 … 100
    from reports.statistics import wilson

    low, high = wilson(20, 20)
    assert round(100 * low, 1) == 83.9
    assert high == 1


def test_declarations_are_complete():
    for indicator in indicators:
        definition = indicator.definition()
        assert indicator.kind in KINDS
        assert all(definition[key] for key in ("title", "formula", "numerator_text", "source"))
        assert indicator.kind == "count" or definition["denominator_text"]
        assert definition["direction"] in (1, 0, -1, None)
        assert indicator.verified in Verification.values
        assert indicator.fields or indicator.needs, (
            f"{indicator.code} does not say what a reader must be allowed to read"
        )


def test_the_formula_follows_from_the_sets():
    made = share(
        "X1",
        "Thử",
        columns.DEGREE,
        {"dai_hoc", "tien_si"},
        direction=1,
        source="–",
        verified="proposal",
        fields=(),
    )
    assert made.formula == (
        "(Số cán bộ, công chức có mặt ngày 31/12, trình độ chuyên môn: tiến sĩ, đại học) ÷ "
        "(Số cán bộ, công chức có mặt ngày 31/12) × 100"
    )


def test_a_set_with_an_unknown_cell_cannot_be_declared():
    with pytest.raises(ValueError, match="tuple"):
        share("X2", "Thử", columns.DEGREE, {"pho_thong"}, direction=1, source="–", verified="read", fields=())


def test_the_catalogue_document_is_what_the_registry_says():
    written = (Path(settings.BASE_DIR) / PATH).read_text(encoding="utf-8")
    assert written == catalogue_text(), "chạy manage.py indicator_catalogue"


def test_the_command_gives_definitions_and_rows(small_town):
    out = io.StringIO()
    call_command(
        "indicators",
        "--years",
        "2019-2021",
        "--by",
        "area",
        "--indicator",
        "C2u",
        "A2",
        "--format",
        "json",
        stdout=out,
    )
    document = json.loads(out.getvalue())
    assert [d["code"] for d in document["definitions"]] == ["A2", "C2u"]
    assert len(document["rows"]) == 2 * 3 * 2 * 3  # codes × years × areas × (all, two groups)


def test_explain_says_who_stands_behind_the_figure(small_town):
    told = explain("C2u", "all", 2021)
    assert told.numerator_ids == ["An", "Bình", "Hà"]
    assert told.unknown_ids == ["Chi"]
    assert len(told.denominator_ids) == 6
    assert (told.bounds.low, told.bounds.high) == pytest.approx((50, 400 / 6))  # Chi may have one
    assert list(told.series) == [2019, 2020, 2021]
    assert {scope.code: row["value"] for scope, row in told.units}["unit:TRONG"] is None


def test_bounds_count_the_unknown_that_stand_outside_the_denominator(small_town):
    told = explain("E2", "all", 2021)  # 3 of 4 rated, 2 not: 3/6 … 5/6
    assert (told.bounds.low, told.bounds.high) == pytest.approx((50, 500 / 6))
    assert "90/2020" in told.regime


@pytest.mark.parametrize(
    ("code", "scope", "who"),
    [
        ("H3", "all", ["Phúc"]),
        ("H3", "unit:U1", ["Hà"]),
        ("G2", "unit:U2", ["Dũng", "Phúc"]),
        ("G2.canh_cao", "all", ["Phúc"]),
        ("F1.tin_hoc", "group:cong_chuc", ["Chi"]),
        ("A2", "all", ["An", "Bình", "Chi"]),
        ("A9", "all", ["Dũng"]),
        ("A1", "unit:U2|group:can_bo", ["Dũng"]),
        ("A6", "unit:U1", ["An", "Bình"]),
    ],
)
def test_the_people_of_a_numerator(small_town, code, scope, who):
    assert explain(code, scope, 2021).numerator_ids == who


@pytest.mark.parametrize("code", indicators.codes())
def test_as_many_people_as_the_figure_counts(small_town, code):
    indicator = indicators[code]
    for scope in ("all", "area:Nam", "unit:U1", "unit:U2|group:cong_chuc"):
        told = explain(code, scope, 2021)
        if indicator.counted == "người" and told.row["numerator"] is not None:
            assert len(told.numerator_ids) == told.row["numerator"]
        if indicator.unknown_counted == "người":
            assert len(told.unknown_ids) == told.row["unknown"]


@pytest.mark.parametrize(
    ("code", "scope"), [("X9", "all"), ("C2u", "unit:NOWHERE"), ("C2u", "area:"), ("C2u", "group:x")]
)
def test_what_does_not_exist_cannot_be_explained(small_town, code, scope):
    with pytest.raises(Refused):
        explain(code, scope, 2021)
