"""Rules of one posting, as pure functions: what is never allowed, and what may be overridden with a reason."""

from dataclasses import replace
from datetime import date

import pytest

from officials import posting_rules
from officials.posting_rules import ERROR, WARNING, Case, Posting, UnitFacts, digest, findings, fresh

DAY = date(2021, 6, 1)
UNIT = UnitFacts(name="Phường Minh Tân", kind="phường", titles={"chu_tich_ubnd": "Chủ tịch UBND"})
CHAIR = Posting(
    id="", post="chu_tich_ubnd", post_name="Chủ tịch UBND", unit_id=1, place="Phường Minh Tân", is_primary=True,
    starts_on=DAY, group="can_bo", term="2021-2026",
)  # fmt: skip


def other(**kw):
    return replace(CHAIR, **({"id": "A1", "starts_on": date(2016, 7, 1)} | kw))


def case(**kw):
    posting = replace(CHAIR, **kw.pop("posting", {}))
    return Case(posting=posting, unit=kw.pop("unit", UNIT), **kw)


def codes(found, level=WARNING):
    return [item.code for item in findings(found) if item.level == level]


def test_a_plain_posting_has_nothing_against_it():
    assert findings(case()) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"posting": {"ends_on": date(2021, 5, 31), "end_reason": "nghi_huu"}}, "ends_before_start"),
        ({"unit": replace(UNIT, ends_on=date(2021, 5, 31))}, "unit_not_existing"),
        ({"unit": replace(UNIT, starts_on=date(2021, 6, 2))}, "unit_not_existing"),
        ({"posting": {"post": "truong_cong_an"}}, "post_not_valid"),
        ({"unit": replace(UNIT, titles={})}, "post_not_valid"),
        ({"born_from": DAY, "born_until": DAY}, "outside_life"),
        ({"born_from": date(1900, 1, 1), "born_until": date(1900, 1, 1)}, "outside_life"),
        ({"others": [other(ends_on=date(2020, 1, 1), end_reason="qua_doi")]}, "outside_life"),
    ],
)
def test_what_is_never_allowed_is_an_error(changed, code):
    assert code in codes(case(**changed), ERROR)


def test_the_last_day_of_a_unit_still_takes_a_posting():
    assert codes(case(unit=replace(UNIT, ends_on=DAY)), ERROR) == []
    assert codes(case(unit=replace(UNIT, starts_on=DAY)), ERROR) == []


def test_a_catalogue_that_is_not_there_judges_no_post():
    assert codes(case(unit=replace(UNIT, titles=None)), ERROR) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"posting": {"term": ""}}, "no_term"),
        ({"posting": {"ends_on": date(2021, 7, 1)}}, "end_without_reason"),
        ({"unit": replace(UNIT, quota=20, heads=20)}, "over_quota"),
        ({"others": [other(ends_on=date(2021, 6, 1))]}, "overlapping_primaries"),
        ({"others": [other(ends_on=date(2021, 5, 1))]}, "gap_before"),
        ({"others": [other(ends_on=date(2021, 5, 31), end_reason="bai_nhiem")]}, "after_dismissal"),
        ({"others": [other(ends_on=date(2021, 5, 31), end_reason="buoc_thoi_viec")]}, "after_dismissal"),
        ({"absences": [(date(2021, 5, 1), None)]}, "during_absence"),
        ({"absences": [(date(2021, 5, 1), DAY)]}, "during_absence"),
        ({"retires_on": date(2021, 5, 31)}, "after_retirement"),
        ({"born_from": date(2003, 6, 2), "born_until": date(2003, 6, 2)}, "under_age"),
    ],
)
def test_what_may_be_overridden_is_a_warning(changed, code):
    assert codes(case(**changed), ERROR) == []
    assert codes(case(**changed)) == [code]


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": replace(UNIT, quota=20, heads=19)},
        {"unit": replace(UNIT, quota=20, heads=20), "counted": True},
        {"others": [other(ends_on=date(2021, 5, 31))]},
        {"others": [other(ends_on=date(2021, 5, 1), end_reason="di_hoc")]},
        {"others": [other()], "auto_ends": True},
        {"others": [other(is_primary=False)]},
        {"absences": [(date(2021, 5, 1), date(2021, 5, 31))]},
        {"retires_on": DAY},
        {"born_from": date(2003, 6, 1), "born_until": date(2003, 6, 1)},
    ],
)
def test_the_day_before_and_the_ordinary_case_raise_no_warning(changed):
    assert findings(case(**changed)) == []


def test_a_second_holder_of_a_single_post_is_named_with_the_days():
    [found] = findings(case(holders=[other(holder="Đỗ Thị Bình")]))
    assert found.code == "too_many_holders"
    assert "Đỗ Thị Bình (từ 01/07/2016 đến nay)" in found.text


def test_all_who_hold_it_meanwhile_are_named_one_after_the_other():
    first = other(id="A1", holder="A", ends_on=date(2021, 6, 30))
    second = other(id="A2", holder="B", starts_on=date(2021, 7, 1))
    [found] = findings(case(holders=[second, first]))
    assert "A (từ 01/07/2016 đến 30/06/2021); B (từ 01/07/2021 đến nay)" in found.text


def test_two_deputy_secretaries_may_serve_together_and_a_third_is_a_warning():
    two = [other(id="A1", holder="A"), other(id="A2", holder="B")]
    assert findings(case(holders=two[:1], most=2)) == []
    assert codes(case(holders=two, most=2)) == ["too_many_holders"]


def test_holders_one_after_the_other_are_not_counted_together():
    first = other(id="A1", holder="A", ends_on=date(2021, 6, 30))
    second = other(id="A2", holder="B", starts_on=date(2021, 7, 1))
    assert findings(case(holders=[first, second], most=2)) == []


def test_ending_the_chief_post_asks_about_what_is_held_besides():
    ending = {"ends_on": date(2021, 6, 30), "end_reason": "nghi_huu"}
    besides = other(id="A2", is_primary=False)
    assert codes(case(posting=ending, others=[besides], ending=True)) == ["concurrent_left_open"]
    nothing_left = [replace(besides, ends_on=date(2021, 6, 30))]
    assert findings(case(posting=ending, others=nothing_left, ending=True)) == []


def test_a_correction_is_asked_only_about_what_it_brings_up():
    before, after = findings(case(posting={"term": ""})), findings(case(posting={"term": ""}))
    assert fresh(after, before) == []
    more = findings(case(posting={"term": ""}, retires_on=date(2021, 5, 31)))
    assert [item.code for item in fresh(more, before)] == ["after_retirement"]


def test_the_mark_of_warnings_changes_with_them():
    one, two = findings(case(posting={"term": ""})), findings(case(retires_on=date(2021, 5, 31)))
    assert digest(one) != digest(two)
    assert digest([*one, *two]) == digest([*two, *one])


def test_every_rule_of_the_module_is_asked():
    made = {
        f for f in vars(posting_rules).values() if getattr(f, "__annotations__", {}).get("case") == "Case"
    }
    assert made - {findings} == set(posting_rules.RULES)
