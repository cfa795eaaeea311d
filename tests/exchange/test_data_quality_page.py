"""The page "Chất lượng số liệu": every kind of doubt, only one's own people, few queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Discipline, Evaluation
from exchange.package.doubts import RULES, find_doubts
from foundation.models import AccessEvent
from tests.factories import make_appointment, make_official

URL = "/du-lieu/chat-luong/"


def make_doubtful(unit, number):
    """One person with every kind of doubt but the unit's life."""
    official = make_official(
        unit=unit,
        public_id=f"D{number}",
        full_name=f"Lê Văn {number}",
        birth_date="2003",
        starts_on=date(2021, 1, 1),
    )
    make_appointment(official, unit, "tu_phap_ho_tich", starts_on=date(2021, 6, 1))
    Discipline.objects.create(public_id=f"DD{number}", official=official, form="khien_trach")
    Evaluation.objects.create(public_id=f"DE{number}", official=official, year=2020, level="han_che_nang_luc")
    return official


@pytest.fixture
def doubtful(town):
    make_doubtful(town.minh, 1)
    make_doubtful(town.khac, 2)
    make_appointment(town.an, town.minh, starts_on=date(2020, 1, 1), is_primary=False)
    town.minh.starts_on = date(2020, 1, 2)
    town.minh.save()
    return town


def test_every_kind_of_doubt_is_listed_for_the_district(doubtful, signed_in):
    text = signed_in(doubtful.people.noivu).get(URL).content.decode()
    for rule in RULES:
        assert rule.title in text
    assert "Lê Văn 1" in text
    assert "Lê Văn 2" in text
    assert reverse("officials:detail", args=["D1"]) in text


def test_a_commune_officer_sees_their_own_people_and_no_discipline(doubtful, signed_in):
    text = signed_in(doubtful.people.xa_minh).get(URL).content.decode()
    assert "Lê Văn 1" in text
    assert "Lê Văn 2" not in text
    assert "An Lưu" not in text
    assert "Kỷ luật không có ngày" not in text
    assert {doubt.official_id for doubt in find_doubts(doubtful.people.xa_minh)} == {"D1", "P-AN"}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("lanhdao", 403),
        ("quantri", 403),
        ("kiemtra", 403),
        ("chua_gan", 404),
        ("noivu", 200),
        ("xa_khac", 200),
    ],
)
def test_only_who_corrects_records_may_open_it(town, signed_in, name, status):
    assert signed_in(getattr(town.people, name)).get(URL).status_code == status


def test_strangers_are_sent_to_sign_in(db, client):
    assert client.get(URL).status_code == 302


def test_one_kind_can_be_chosen_and_nonsense_is_ignored(doubtful, signed_in):
    client = signed_in(doubtful.people.noivu)
    page = client.get(URL, {"loai": "two_primary_posts"}).context["page"]
    assert [doubt.code for doubt in page] == ["two_primary_posts"] * 2
    for query in ({"loai": "x"}, {"trang": "0"}, {"trang": "x"}, {"so_dong": "x"}, {"so_dong": "10000"}):
        assert client.get(URL, query).status_code == 200


def test_showing_a_discipline_is_noted(doubtful, signed_in):
    signed_in(doubtful.people.noivu).get(URL, {"loai": "undated_discipline"})
    assert AccessEvent.objects.get(action="open_sensitive").detail.endswith("D1, D2")


def test_a_page_without_sensitive_facts_is_not_noted(doubtful, signed_in):
    signed_in(doubtful.people.noivu).get(URL, {"loai": "two_primary_posts"})
    assert not AccessEvent.objects.filter(action="open_sensitive").exists()


def test_no_doubt_is_said_in_words(town, signed_in):
    text = signed_in(town.people.noivu).get(URL).content.decode()
    assert "Không có điểm nào cần xem lại." in text


def test_the_number_of_queries_does_not_grow_with_the_people(town, signed_in):
    client = signed_in(town.people.noivu)
    client.get(URL)  # what the process caches once is not counted
    counts = []
    for first, last in ((0, 5), (5, 50)):
        for number in range(first, last):
            make_doubtful(town.minh, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"so_dong": "50", "loai": "undated_discipline"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_menu_offers_it_to_those_who_may(town, signed_in):
    assert URL in signed_in(town.people.noivu).get(URL).content.decode()
    assert URL not in signed_in(town.people.lanhdao).get("/danh-muc/").content.decode()
