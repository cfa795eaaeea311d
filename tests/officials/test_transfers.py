"""A transfer is one act: the old posting ends the day before, the new one begins, the person follows on the day."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.errors import Denied
from foundation.models import AuditEvent
from officials.models import Appointment, Official, Post
from officials.services import postings, transfers
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/ho-so/P-AN/dieu-dong/"


def body(page, **kw):
    form = page.context["form"]
    hidden = {name: form[name].value() for name in ("version", "roi_chuc_danh", "khoa")}
    typed = {
        "unit": "10675", "post": "van_hoa_xa_hoi", "starts_on": "01/06/2021", "how": "dieu_dong",
        "end_reason": "chuyen_cong_tac", "decision_no": "15/QĐ", "decided_on": "05/2021",
    }  # fmt: skip
    return hidden | typed | kw


def test_a_transfer_ends_all_that_was_held_and_begins_the_new_posting(town, signed_in):
    factories.make_appointment(town.an, town.minh, "tu_phap_ho_tich", is_primary=False)
    client = signed_in(town.people.noivu)
    assert client.post(URL, body(client.get(URL))).status_code == 302
    rows = Appointment.objects.filter(official=town.an).order_by("starts_on", "pk")
    assert [(r.unit_id, r.ends_on, r.end_reason) for r in rows] == [
        (town.minh.pk, date(2021, 5, 31), "chuyen_cong_tac"),
        (town.minh.pk, date(2021, 5, 31), "chuyen_cong_tac"),
        (town.khac.pk, None, ""),
    ]
    assert rows.last().how == "dieu_dong"
    assert Official.objects.get(pk=town.an.pk).unit == town.khac
    assert AuditEvent.objects.filter(action="transfer").count() == 1


def test_the_same_form_sent_twice_is_one_transfer(town, signed_in):
    client = signed_in(town.people.noivu)
    sent = body(client.get(URL))
    assert [client.post(URL, sent).status_code for _ in range(2)] == [302, 302]
    assert Appointment.objects.filter(official=town.an).count() == 2


def test_a_future_transfer_moves_the_person_on_its_day(town, signed_in, settings):
    client = signed_in(town.people.noivu)
    client.post(URL, body(client.get(URL), starts_on="01/02/2022"))
    assert Official.objects.get(pk=town.an.pk).unit == town.minh
    settings.KINHMON_TODAY = date(2022, 2, 1)
    postings.refresh_all_units(by=town.people.noivu)
    assert Official.objects.get(pk=town.an.pk).unit == town.khac


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"starts_on": "30/02/2021"}, "không tồn tại"),
        ({"starts_on": "01/01/2010"}, "không giữ chức danh chính nào vào ngày 31/12/2009"),
        ({"unit": ""}, "Đề nghị chọn đơn vị đến."),
        ({"unit": "10702"}, "đang công tác tại phường Minh Tân"),
        ({"post": "truong_cong_an"}, "không có ở phường"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(town, signed_in, typed, said):
    client = signed_in(town.people.noivu)
    page = client.post(URL, body(client.get(URL), **typed))
    assert said in page.content.decode()
    assert 'value="15/QĐ"' in page.content.decode()
    assert Appointment.objects.filter(official=town.an).count() == 1
    assert not AuditEvent.objects.exists()


def test_a_posting_that_changed_meanwhile_is_shown_before_it_is_left(town, signed_in):
    client = signed_in(town.people.noivu)
    sent = body(client.get(URL))
    row = town.an.appointments.get()
    postings.change_appointment(
        by=town.people.noivu, appointment=row, changes={"decision_no": "1"}, version=1
    )
    page = client.post(URL, sent)
    assert "vừa được ông/bà" in page.content.decode()
    assert Appointment.objects.filter(official=town.an).count() == 1
    assert client.post(URL, body(page)).status_code == 302


def test_only_the_district_transfers(town):
    facts = {
        "unit": town.khac,
        "post": Post.objects.get(code="van_hoa_xa_hoi"),
        "starts_on": date(2021, 6, 1),
    }
    with pytest.raises(Denied):
        transfers.transfer_official(
            by=town.people.xa_minh, official=town.an, facts=facts, end_reason="chuyen_cong_tac", leaving="",
            version=1,
        )  # fmt: skip


def test_a_second_holder_at_the_new_unit_is_asked_about(town, signed_in):
    factories.make_official(unit=town.khac, post="chu_tich_ubnd", full_name="Lê Văn Chủ")
    client = signed_in(town.people.noivu)
    sent = body(client.get(URL), post="chu_tich_ubnd", term="2021-2026")
    page = client.post(URL, sent)
    assert "Lê Văn Chủ" in page.content.decode()
    sent |= {"canh_bao": page.context["doubts_mark"], "ly_do_van_ghi": "Bàn giao"}
    assert client.post(URL, sent).status_code == 302
    assert Official.objects.get(pk=town.an.pk).unit == town.khac
