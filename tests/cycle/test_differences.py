"""Chênh lệch: who differs from the closed figures and why, for who may read that person and that field."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.models import Discipline, Evaluation, HealthCheck
from cycle.work_items import differing
from foundation.dates import today
from foundation.models import AccessEvent
from officials.record_kinds import record_kinds
from reports import snapshot
from tests.cycle.conftest import YEAR, changed, close

pytestmark = pytest.mark.django_db
PAGE = f"/gui-so-lieu/10702/{YEAR}/chenh-lech/"


@pytest.fixture
def closed(staffed):
    close(staffed.people, staffed.minh)
    return staffed


def page(signed_in, user):
    return signed_in(user).get(PAGE).content.decode()


def edit_rating(town, signed_in):
    """The rating of one person changes on the person's page, with a reason."""
    row = Evaluation.objects.get(official=town.staff["N10702-1"])
    body = {
        "year": YEAR,
        "status": "rated",
        "level": "xuat_sac",
        "version": row.version,
        "ly_do": "Ghi nhầm mức",
    }
    url = f"/ho-so/N10702-1/xep-loai/{row.public_id}/sua/"
    assert record_kinds["xep-loai"]
    answer = signed_in(town.people.noivu).post(url, body)
    assert answer.status_code == 302, (url, answer.status_code)


def test_without_a_change_nothing_differs(closed, signed_in):
    assert "giống số liệu đã chốt" in page(signed_in, closed.people.noivu)


def test_each_person_stands_with_values_and_the_act_behind_them(closed, signed_in):
    edit_rating(closed, signed_in)
    text = page(signed_in, closed.people.noivu)
    assert "Người 10702 1" in text
    assert "Hoàn thành xuất sắc nhiệm vụ" in text
    assert "Ghi nhầm mức" in text
    assert "Người 10702 2" not in text


def test_leadership_gets_numbers_of_what_it_may_not_read(closed, signed_in):
    HealthCheck.objects.filter(official=closed.staff["N10702-2"]).update(health_class="5")
    changed(closed.people.noivu)
    text = page(signed_in, closed.people.lanhdao)
    assert "Người 10702 2" not in text
    assert "1 nội dung ông/bà không xem được" in text
    assert "Người 10702 2" in page(signed_in, closed.people.xa_minh)


def test_a_commune_is_not_told_whose_discipline_changed(closed, signed_in):
    Discipline.objects.create(
        public_id="D-1",
        official=closed.staff["N10702-3"],
        form="canh_cao",
        decided_on=date(2021, 5, 5),
        decided_on_precision="day",
    )
    changed(closed.people.noivu)
    text = page(signed_in, closed.people.xa_minh)
    assert "Người 10702 3" not in text
    assert "không xem được" in text
    assert "Người 10702 3" in page(signed_in, closed.people.noivu)


def test_opening_sensitive_differences_is_noted(closed, signed_in):
    HealthCheck.objects.filter(official=closed.staff["N10702-2"]).update(health_class="5")
    changed(closed.people.noivu)
    page(signed_in, closed.people.noivu)
    assert "N10702-2" in AccessEvent.objects.filter(action="open_sensitive").latest("pk").detail


def test_what_was_never_closed_has_no_differences(staffed, signed_in):
    assert signed_in(staffed.people.noivu).get(PAGE).status_code == 404


def test_differences_stand_among_what_waits_without_names(closed):
    HealthCheck.objects.filter(official=closed.staff["N10702-2"]).update(health_class="5")
    changed(closed.people.noivu)
    snapshot.forget()
    for user in (closed.people.noivu, closed.people.xa_minh):
        [item] = differing(user, today())
        assert item.url == PAGE
        assert "Người" not in item.title + item.detail
    assert differing(closed.people.xa_khac, today()) == []
