"""What would change a finding: worked out for every rule, and found again by asking the rule itself step by step."""

from __future__ import annotations

import pytest

from reports.rules.change import MORE, Doubt
from tests.reports.test_rules import FIRING, UNIT, conduct, figure, judge, town_with_awards

# rule → (how many, more (1) or fewer (−1)); reasons beside
NEEDED = {
    "vacancy": (1, 1),  # 95 % of 20 are 19
    "computers": (5, 1),  # one for each of 20
    "resignations": (1, -1),  # 3 of 100 are not over 3 %
    "unanimous_ratings": (1, 1),  # one person rated below good
    "training": (10, 1),
    # (v − 78) / 2 ≥ (100 − v) / 4 from v = 85.3 on: 86
    "standards": (6, 1),
    "majors": (5, -1),
    "competition": (5, 1),  # two for each of 10 posts
    "unfilled_recruitment": (2, 1),
    "ageing": (4, 1),  # 8 of 100 under 30; or ten fewer retire
    "leaving_rising": (2, -1),  # 2 of 100 are no more than the year before
    "unrated": (3, -1),
    # 4 excellent beside 11 good: 2 allowed; 3 beside 12: 2; 2 beside 13: 2
    "excellent_cap": (3, -1),
    # (v − 66) / 2 ≥ (97 − v) / 4 from v = 76.3 on: 77
    "degree_path": (7, 1),
    "state_management": (7, -1),
    "inspection_coverage": (2, 1),
    "late_remedies": (3, 1),
    "succession_women": (5, 1),
    "succession_young": (3, 1),
    "succession_source": (2, 1),
    "succession_breadth": (3, -1),  # 15 entries for 10 posts
}


def test_every_rule_says_what_would_change_it():
    assert NEEDED.keys() == FIRING.keys()


@pytest.mark.parametrize("code", NEEDED)
def test_how_many_would_end_it_by_hand(db, code):
    figures, *_ = FIRING[code]
    found = judge(code, **figures).change
    assert (found.needed, found.step) == NEEDED[code]
    verb = "thêm" if found.step == MORE else "bớt"
    assert f"{verb} {found.needed} {found.what}" in found.text
    assert found.text.endswith("không thiếu số liệu.")
    assert found.hangs_on_unknown is False
    assert found.until_chance is None  # the town's figures are held against the threshold as they are


# rules whose first figure alone is moved, with the key of that figure
MOVED = {
    "vacancy": "A2", "computers": "H1", "resignations": "H3_thoi_viec", "training": "F2", "standards": "C2s",
    "majors": "C3.chua_phu_hop", "competition": "H4.competition", "unfilled_recruitment": "H4.filled",
    "ageing": "A5.under_30", "leaving_rising": "H3", "unrated": "E4", "degree_path": "C2u",
    "state_management": "C5.none", "inspection_coverage": "G3.units", "late_remedies": "G3.remedied",
    "succession_women": "F5.women", "succession_young": "F5.young", "succession_source": "F6",
    "succession_breadth": "F4",
}  # fmt: skip


@pytest.mark.parametrize("code", MOVED)
def test_the_rule_itself_falls_silent_after_so_many_and_not_before(db, code):
    figures, *_ = FIRING[code]
    first = judge(code, **figures).change
    moved = figures[MOVED[code]]
    for d in range(1, first.needed + 1):
        top = moved["numerator"] + first.step * d
        scale = 100 * moved["numerator"] / moved["denominator"] / moved["value"]
        now = figures | {MOVED[code]: figure(top, moved["denominator"], 100 / scale)}
        assert (judge(code, **now) is None) == (d == first.needed)


@pytest.mark.parametrize(
    ("code", "name", "share", "needed", "until_chance"),
    [
        # 20 of 21 are 95.2 %; with 18 the upper limit is 95.02 %
        ("vacancy", "A2", (17, 21), 3, 1),
        # 12 of 20; with 8 the upper limit is 61.3 %
        ("training", "F2", (5, 20), 7, 3),
        # 0 of 20 (1 would be 5 %); with 2 the lower limit is 2.8 %
        ("resignations", "H3_thoi_viec", (3, 20), 3, 1),
    ],
)
def test_at_the_size_of_a_unit_chance_explains_it_sooner(db, code, name, share, needed, until_chance):
    found = judge(code, UNIT, **{name: figure(*share)}).change
    assert (found.needed, found.until_chance) == (needed, until_chance)
    assert "đã nằm trong mức ngẫu nhiên của đơn vị ít người" in found.text
    for d in range(1, until_chance + 1):
        moved = figure(share[0] + found.step * d, share[1])
        assert (judge(code, UNIT, **{name: moved}) is None) == (d == until_chance)


def test_whether_it_hangs_on_what_is_unknown():
    # 50 of 100 known, 20 unknown outside: between 41.7 and 58.3 %
    doubt = Doubt(20, "người", 100 * 50 / 120, 100 * 70 / 120)
    assert doubt.could_end(60, 1) is False
    assert doubt.could_end(58, 1) is True
    assert doubt.could_end(41, -1) is False
    assert doubt.could_end(42, -1) is True
    assert Doubt().could_end(60, 1) is False
    assert Doubt(3).could_end(60, 1) is None  # no share: the unknown cannot be placed
    assert "từ 41,7% đến 58,3%: kết luận còn phụ thuộc số chưa có" in doubt.said(True)
    assert "từ 41,7% đến 58,3%: kết luận không đổi" in doubt.said(False)
    assert "chưa tính vào đây" in Doubt(3).said(None)


@pytest.mark.parametrize(
    ("unknown", "hangs", "bounds"),
    [
        # People whose standard cannot be told stand among the 100; the pace needs 85.33 %
        (5, False, (80, 85)),
        (6, True, (80, 86)),
    ],
)
def test_unknown_people_are_counted_as_no_and_as_yes(db, unknown, hangs, bounds):
    figures = FIRING["standards"][0] | {"C2s": figure(80, 100, unknown=unknown)}
    found = judge("standards", **figures)
    assert found.change.hangs_on_unknown is hangs
    assert (found.change.low, found.change.high) == bounds
    assert (found.evidence[0].low, found.evidence[0].high) == (found.change.low, found.change.high)
    assert f"còn {unknown} người chưa có số liệu" in found.change.text


def test_contradictions_and_titles_have_to_end_together(db, tmp_path):
    town_with_awards(tmp_path)
    (found,) = conduct()
    # P0 rated good though disciplined; 2 CSTĐ cơ sở of 10, one would be 10 %
    assert (
        "bớt 1 người bị kỷ luật mà vẫn xếp loại tốt (từ 1 xuống 0) và bớt 1 Chiến sĩ thi đua"
        in found.change.text
    )


def test_what_stands_behind_a_figure_goes_with_it(db):
    [item] = judge("training", **FIRING["training"][0]).evidence
    assert (item.numerator, item.denominator, item.unknown, item.norm) == (50, 100, 0, "F2.min")
