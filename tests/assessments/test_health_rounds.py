"""Health rounds: who was examined of those in post, who is missing, what waits; the classes stay where they belong."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.health_rounds import WORK
from assessments.models import HealthCheck, HealthRound
from foundation.models import AccessEvent, AuditEvent
from tests import factories

LIST, UNIT = "/kham-suc-khoe/?nam=2021", "/kham-suc-khoe/10702/2021/"
ADD = "/kham-suc-khoe/dot/them/"


@pytest.fixture
def two(town):
    town.ba = factories.make_official(unit=town.minh, full_name="Vũ Thị Ba", public_id="P-BA")
    HealthCheck.objects.create(public_id="H-1", official=town.an, year=2021, health_class="2")
    return town


def text(page):
    return page.content.decode()


def make_round(unit=None, **kw):
    kw = {
        "year": 2021,
        "facility": "Trung tâm Y tế",
        "starts_on": date(2021, 6, 1),
        "ends_on": date(2021, 6, 5),
    } | kw
    return HealthRound.objects.create(public_id=f"HR-{HealthRound.objects.count()}", unit=unit, **kw)


def standing_of(page, unit):
    return next(one for one, _ in page.context["lines"] if one.unit == unit)


def test_coverage_counts_those_in_post_on_the_reference_day(two, signed_in):
    factories.make_official(unit=two.minh, full_name="Đã Nghỉ", ends_on=date(2021, 12, 30))
    factories.make_official(unit=two.minh, full_name="Ngày Cuối", ends_on=date(2021, 12, 31))
    one = standing_of(signed_in(two.people.noivu).get(LIST), two.minh)
    assert (one.coverage.n_in_post, one.coverage.n_with_row, one.n_missing) == (3, 1, 2)


def test_a_check_without_a_class_counts_as_examined_and_one_of_another_year_does_not(two, signed_in):
    HealthCheck.objects.create(public_id="H-2", official=two.ba, year=2021)
    HealthCheck.objects.create(public_id="H-3", official=two.binh, year=2020, health_class="1")
    page = signed_in(two.people.noivu).get(LIST)
    assert standing_of(page, two.minh).n_missing == 0
    assert standing_of(page, two.khac).n_missing == 1


def test_who_is_missing_is_named_and_the_reading_noted(two, signed_in):
    page = signed_in(two.people.xa_minh).get(UNIT)
    assert [person.full_name for person, _ in page.context["missing"]] == ["Vũ Thị Ba"]
    assert "Loại II" not in text(page)
    assert AccessEvent.objects.get().unit_id == "10702"


def test_leadership_and_other_units_see_nothing_of_it(two, signed_in):
    assert signed_in(two.people.lanhdao).get(LIST).status_code == 403
    client = signed_in(two.people.xa_khac)
    assert client.get(UNIT).status_code == 404
    assert [one.unit for one, _ in client.get(LIST).context["lines"]] == [two.khac]


def test_a_round_is_added_changed_and_taken_out(two, signed_in):
    client = signed_in(two.people.xa_minh)
    sent = {
        "khoa": "k",
        "unit": "10702",
        "year": "2021",
        "facility": "BVĐK",
        "starts_on": "1/6/2021",
        "ends_on": "5/6/2021",
    }
    assert client.post(ADD, sent).status_code == 302
    assert client.post(ADD, sent).status_code == 302  # the same form again
    row = HealthRound.objects.get()
    assert (row.unit, row.facility, row.ends_on) == (two.minh, "BVĐK", date(2021, 6, 5))
    edit = f"/kham-suc-khoe/dot/{row.public_id}/sua/"
    assert client.post(edit, sent | {"version": "1", "facility": "TTYT"}).status_code == 302
    assert "TTYT, 01/06/2021–05/06/2021" in text(client.get(LIST))
    stale = client.post(edit, sent | {"version": "1", "facility": "Khác"})
    assert "vừa được ông/bà" in text(stale)
    gone = client.post(f"/kham-suc-khoe/dot/{row.public_id}/xoa/", {"version": "2", "reason": "Ghi trùng"})
    assert gone.status_code == 302
    assert not HealthRound.objects.exists()
    assert [e.action for e in AuditEvent.objects.order_by("seq")] == ["create", "correct", "remove"]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"year": "2030"}, "year"),
        ({"year": ""}, "year"),
        ({"starts_on": "5/6/2021", "ends_on": "4/6/2021"}, "ends_on"),
        ({"starts_on": "5/6/2012"}, "starts_on"),
        ({"starts_on": "31/02/2021"}, "starts_on"),
        ({"unit": "10675"}, "unit"),
        ({"unit": ""}, "unit"),
    ],
)
def test_a_round_that_cannot_be_is_refused_at_its_field(two, signed_in, cells, field):
    sent = {"khoa": "k", "unit": "10702", "year": "2021"} | cells
    page = signed_in(two.people.xa_minh).post(ADD, sent)
    assert page.context["form"].errors[field]
    assert not HealthRound.objects.exists()


def test_a_round_of_the_whole_town_is_seen_by_units_and_kept_by_the_district(two, signed_in):
    row = make_round()
    client = signed_in(two.people.xa_minh)
    assert "Trung tâm Y tế" in text(client.get(LIST))
    assert client.get(f"/kham-suc-khoe/dot/{row.public_id}/sua/").status_code == 403
    assert signed_in(two.people.noivu).get(f"/kham-suc-khoe/dot/{row.public_id}/sua/").status_code == 200


def test_a_round_of_another_unit_is_not_there(two, signed_in):
    row = make_round(two.khac)
    client = signed_in(two.people.xa_minh)
    assert client.get(f"/kham-suc-khoe/dot/{row.public_id}/sua/").status_code == 404
    assert client.get(LIST).context["rounds"] == []


@pytest.mark.parametrize(
    ("starts_on", "expected"), [(date(2021, 12, 30), 1), (date(2021, 12, 31), 1), (date(2022, 1, 1), 0)]
)
def test_results_wait_from_the_first_day_of_the_round(two, starts_on, expected):
    make_round(two.minh, starts_on=starts_on, ends_on=None)
    assert len(WORK.find(two.people.xa_minh, date(2021, 12, 31))) == expected


def test_what_waits_is_told_to_the_unit_and_in_sum_to_the_district(two):
    make_round()
    [mine] = WORK.find(two.people.xa_minh, date(2021, 12, 31))
    assert (mine.url, mine.tone, mine.detail) == (
        "/bang-nhap/suc-khoe/10702/2021/",
        "danger",
        "Phường Minh Tân: còn 1 người",
    )
    [all_units] = WORK.find(two.people.noivu, date(2021, 12, 31))
    assert all_units.detail == "2 đơn vị, 2 người"
    assert "Ba" not in WORK.nameless(1)
    HealthCheck.objects.create(public_id="H-2", official=two.ba, year=2021)
    assert WORK.find(two.people.xa_minh, date(2021, 12, 31)) == []


def test_last_years_round_waits_until_the_end_of_march(two):
    make_round(two.minh)
    found = [len(WORK.find(two.people.xa_minh, day)) for day in (date(2022, 3, 31), date(2022, 4, 1))]
    assert found == [1, 0]
