"""Numbers given to a unit and its class: dated, corrected with a reason, by the district only."""

from __future__ import annotations

import re
from datetime import date

import pytest

from foundation.models import AuditEvent
from officials.law import quota_for
from officials.models import Unit, UnitQuota
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/xa-phuong/10702/so-luong/"
BODY = {"total": "19", "starts_on": "01/08/2020", "basis": "QĐ 41/2020", "khoa": "k1"}


def text(page):
    return re.sub(r"\s+", " ", page.content.decode())


def test_a_new_number_ends_the_one_before_the_day_before(town, signed_in):
    UnitQuota.objects.create(public_id="K1", unit=town.minh, total=21, starts_on=date(2019, 11, 1))
    client = signed_in(town.people.noivu)
    for _ in range(2):  # sent twice: one row
        assert client.post(URL + "them/", BODY).status_code == 302
    rows = UnitQuota.objects.filter(unit=town.minh).order_by("starts_on").values_list("total", "ends_on")
    assert list(rows) == [(21, date(2020, 7, 31)), (19, None)]
    days = [date(2020, 7, 31), date(2020, 8, 1), date(2020, 8, 2)]
    assert [quota_for(town.minh, day).total for day in days] == [21, 19, 19]
    assert "QĐ 41/2020" in text(client.get(URL))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"total": ""}, "Đề nghị nhập số người được giao."),
        ({"total": "mười"}, "Đề nghị nhập"),
        ({"ends_on": "01/01/2020"}, "phải từ ngày 01/08/2020"),
        ({"starts_on": "30/02/2020"}, "không tồn tại"),
        ({"starts_on": "01/01/2018"}, "trùng với số 21 người"),
    ],
)
def test_what_is_wrong_is_said_and_kept(town, signed_in, typed, said):
    UnitQuota.objects.create(public_id="K1", unit=town.minh, total=21, starts_on=date(2019, 11, 1))
    page = signed_in(town.people.noivu).post(URL + "them/", BODY | typed)
    assert said in text(page)
    assert 'value="QĐ 41/2020"' in text(page)
    assert UnitQuota.objects.count() == 1


def test_two_people_correcting_one_number_choose_between_their_values(town, signed_in):
    row = UnitQuota.objects.create(public_id="K1", unit=town.minh, total=21, starts_on=date(2019, 11, 1))
    client, url = signed_in(town.people.noivu), f"{URL}K1/sua/"
    old = {"total": "21", "starts_on": "01/11/2019", "basis": "A", "version": "1"}
    assert client.post(url, old | {"total": "20"}).status_code == 302
    page = client.post(url, old | {"total": "22"})
    assert "vừa được ông/bà" in text(page)
    row.refresh_from_db()
    assert row.total == 20


def test_taking_a_number_out_wants_a_reason(town, signed_in):
    UnitQuota.objects.create(public_id="K1", unit=town.minh, total=21, starts_on=date(2019, 11, 1))
    client, url = signed_in(town.people.noivu), f"{URL}K1/xoa/"
    assert client.post(url, {"version": "1", "reason": ""}).status_code == 200
    assert client.post(url, {"version": "1", "reason": "Nhập nhầm"}).status_code == 302
    assert not UnitQuota.objects.exists()
    assert AuditEvent.objects.filter(action="remove").count() == 1


def test_the_class_gives_the_ceiling_of_its_day(town, signed_in):
    client, url = signed_in(town.people.noivu), "/xa-phuong/10702/loai/"
    assert client.post(url, {"unit_class": "2", "version": "1", "reason": ""}).status_code == 200
    assert client.post(url, {"unit_class": "2", "version": "1", "reason": "QĐ phân loại"}).status_code == 302
    unit = Unit.objects.get(pk=town.minh.pk)
    days = [date(2019, 6, 24), date(2019, 6, 25), date(2019, 6, 26), date(2023, 7, 31), date(2023, 8, 1)]
    assert [quota_for(unit, day).total for day in days] == [23, 21, 21, 21, 21]
    assert "QĐ phân loại" in text(client.get(URL))
    assert "vừa được" in text(client.post(url, {"unit_class": "1", "version": "1", "reason": "Khác"}))


def test_another_unit_and_other_roles_write_nothing(town, signed_in):
    factories.make_unit("x")
    assert signed_in(town.people.xa_minh).post(URL + "them/", BODY).status_code == 403
    assert signed_in(town.people.xa_khac).get(URL).status_code == 404
    assert signed_in(town.people.lanhdao).get(URL).status_code == 200
    assert not UnitQuota.objects.exists()
