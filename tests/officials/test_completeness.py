"""The completeness meter: every declared fact counts once, one query however many units, the emptiest first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from foundation.dates import PartialDate
from officials.completeness import (
    completeness_of,
    counted_facts,
    in_post,
    missing_by_unit,
    states_of,
)
from officials.completeness_shown import meter, place_url
from officials.file_groups import file_groups
from officials.models import FamilyMember, Official, PersonalFile, SalaryStep, Unit
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/day-du/"
WHOLE_FILE = {
    "other_names": "Không", "birth_place": "Kinh Môn", "permanent_address": "Khu 1", "current_address": "Khu 1",
    "occupation_before": "Học sinh", "recruiting_body": "UBND huyện", "main_work": "Văn phòng",
    "organisations": "Đoàn", "never_enlisted": True, "honour_title": "Không", "strength": "Văn thư",
    "never_awarded": True, "height_cm": 165, "weight_kg": Decimal("60.0"), "blood_group": "o",
    "invalid_class": "Không", "policy_family": "Không", "national_id_issued_on": date(2016, 5, 31),
    "national_id_issued_on_precision": "month", "social_insurance_no": "0000000001", "past_history": "Không",
    "foreign_ties": "Không", "relatives_abroad": "Không",
}  # fmt: skip


def text(response):
    return response.content.decode()


def fill(official):
    """Everything a file should hold."""
    PersonalFile.objects.create(public_id=f"HS-{official.public_id}", official=official, **WHOLE_FILE)
    official.hometown, official.ethnicity, official.religion = "Kinh Môn", "Kinh", "Không"
    official.general_education, official.national_id, official.party_member = "12/12", "030080000001", False
    official.recruited_on_partial = PartialDate.parse("2010-09")
    official.save()
    for kind in ("professional", "political", "state_management", "foreign_language", "it"):
        factories.make_qualification(official, kind=kind, level="none")
    SalaryStep.objects.create(public_id="S-DU", official=official, starts_on=date(2020, 1, 1))
    FamilyMember.objects.create(public_id="F-DU", official=official, relation="Vợ")


def state_of(official):
    [state] = states_of(Official._base_manager.filter(pk=official.pk))
    return state


def test_a_new_record_lacks_all_but_what_registering_asks(town):
    assert {fact.code for fact in state_of(town.an).missing} == set(counted_facts.codes()) - {
        "birth_date",
        "sex",
    }


def test_a_whole_file_lacks_nothing(town):
    fill(town.an)
    assert state_of(town.an).missing == ()
    assert completeness_of([town.minh]) == {town.minh.pk: (len(counted_facts), len(counted_facts))}


@pytest.mark.parametrize(
    ("code", "field", "empty"),
    [
        ("army", "never_enlisted", False), ("awards", "never_awarded", False), ("body", "weight_kg", None),
        ("history", "foreign_ties", ""), ("policy", "invalid_class", ""), ("other_names", "other_names", ""),
        ("main_work", "main_work", ""), ("body", "blood_group", ""),
    ],
)  # fmt: skip
def test_each_item_is_missed_alone(town, code, field, empty):
    fill(town.an)
    PersonalFile.objects.filter(official=town.an).update(**{field: empty})
    assert [fact.code for fact in state_of(town.an).missing] == [code]


def test_a_day_of_enlistment_answers_as_well_as_never(town):
    fill(town.an)
    PersonalFile.objects.filter(official=town.an).update(
        never_enlisted=False, enlisted_on=date(1999, 12, 31), enlisted_on_precision="year"
    )
    assert state_of(town.an).missing == ()


@pytest.mark.parametrize(("member", "joined", "lacks"), [(None, None, True), (True, None, True), (False, None, False), (True, date(2005, 1, 1), False)])  # fmt: skip
def test_a_member_owes_the_day_of_joining(town, member, joined, lacks):
    Official.objects.filter(pk=town.an.pk).update(
        party_member=member, party_joined_on=joined, party_joined_on_precision="day" if joined else ""
    )
    assert ("party" in {fact.code for fact in state_of(town.an).missing}) is lacks


def test_who_has_left_is_not_counted_and_a_unit_without_people_is_there(town):
    empty = factories.make_unit("U-TRONG")
    town.an.appointments.update(ends_on=date(2021, 12, 30))
    assert completeness_of([town.minh, empty]) == {town.minh.pk: (0, 0), empty.pk: (0, 0)}


def test_the_last_day_in_post_still_counts(town):
    town.an.appointments.update(ends_on=date(2021, 12, 31))
    assert completeness_of([town.minh])[town.minh.pk][1] == len(counted_facts)


def test_the_sum_of_a_unit_is_that_of_its_people(town):
    fill(town.an)
    factories.make_official(unit=town.minh, full_name="Lê Văn Chín")
    states = states_of(in_post(Official._base_manager.filter(unit=town.minh)))
    filled = sum(state.n_filled for state in states)
    assert completeness_of([town.minh])[town.minh.pk] == (filled, 2 * len(counted_facts))
    for fact in counted_facts:
        lacking = sum(fact in state.missing for state in states)
        assert missing_by_unit([town.minh], fact) == {town.minh.pk: lacking}


@pytest.mark.parametrize("n", [1, 12])
def test_one_query_counts_any_number_of_units(town, django_assert_num_queries, n):
    for index in range(n):
        factories.make_official(unit=factories.make_unit(f"U-{index}"))
    units = list(Unit.objects.all())
    with django_assert_num_queries(1):
        completeness_of(units)


def test_only_a_full_file_says_a_hundred_percent():
    assert meter(1999, 2000).text == "1.999/2.000 mục, 99,9%"
    assert meter(2000, 2000).text == "2.000/2.000 mục, 100,0%"
    assert meter(0, 0).text == "0/0 mục, –"


def test_every_missing_item_leads_to_where_it_is_filled_in(town, signed_in):
    client = signed_in(town.people.xa_minh)
    for fact in counted_facts:
        assert client.get(place_url(town.an, fact)).status_code == 200
        kind, _, code = fact.place.partition(":")
        assert kind == "tab" or code in file_groups


# --- pages --------------------------------------------------------------------------------------------------
def test_the_head_of_a_page_says_how_full_the_file_is(town, signed_in):
    page = text(signed_in(town.people.noivu).get("/ho-so/P-AN/"))
    assert f"Hồ sơ đã có 2/{len(counted_facts)} mục" in page
    assert 'href="/ho-so/P-AN/muc/tuyen-dung/sua/"' in page


def test_leadership_is_told_nothing_of_the_meter(town, signed_in):
    page = text(signed_in(town.people.lanhdao).get("/ho-so/P-AN/"))
    assert "Hồ sơ đã có" not in page
    assert "hộ khẩu" not in page


def test_units_stand_by_what_they_lack_and_lead_to_their_people(town, signed_in):
    fill(town.an)
    answer = signed_in(town.people.noivu).get(PAGE)
    assert [line["unit"] for line in answer.context["lines"]] == [town.khac, town.minh]
    assert "?don_vi=10675" in text(answer)


def test_a_filter_shows_who_lacks_one_item(town, signed_in):
    fill(town.an)
    client = signed_in(town.people.noivu)
    assert [line["lacking"] for line in client.get(f"{PAGE}?thieu=army").context["lines"]] == ["1", "0"]
    assert client.get(f"{PAGE}?thieu=army&don_vi=10702").context["people"] == []
    [line] = client.get(f"{PAGE}?thieu=army&don_vi=10675").context["people"]
    assert line["official"].full_name == "Đỗ Thị Bình"
    assert client.get(f"{PAGE}?thieu=khong-co").status_code == 200


def test_a_commune_sees_its_own_people_only(town, signed_in):
    client = signed_in(town.people.xa_minh)
    page = text(client.get(PAGE))
    assert "Nguyễn Văn An" in page
    assert "Đỗ Thị Bình" not in page
    assert client.get(f"{PAGE}?don_vi=10675").status_code == 404


def test_the_export_names_what_is_missing_and_no_value(town, signed_in):
    PersonalFile.objects.create(public_id="HS1", official=town.an, phone="0900 555")
    answer = signed_in(town.people.noivu).get(f"{PAGE}?xuat=csv")
    page = answer.content.decode("utf-8-sig")
    assert "Nguyễn Văn An" in page
    assert "nơi sinh (mục 4)" in page
    assert "0900 555" not in page


def test_a_unit_page_has_the_bar_and_the_emptiest_files(town, signed_in):
    page = text(signed_in(town.people.noivu).get("/xa-phuong/10702/"))
    assert "Mức đầy đủ của hồ sơ" in page
    assert f"2/{len(counted_facts)}" in page
    assert "Mức đầy đủ của hồ sơ" not in text(signed_in(town.people.lanhdao).get("/xa-phuong/10702/"))


@pytest.mark.parametrize("query", ["", "?don_vi=10702", "?thieu=army"])
def test_the_page_costs_the_same_however_many_people(town, signed_in, django_assert_max_num_queries, query):
    for index in range(30):
        factories.make_official(unit=town.minh, full_name=f"Người {index}")
    client = signed_in(town.people.noivu)
    client.get(PAGE + query)
    with django_assert_max_num_queries(9):
        client.get(PAGE + query)
