"""The daily mail counts and names nobody."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import User
from cycle.mail import mails
from cycle.services import send
from foundation.models import AuditEvent
from foundation.vn_text import fold
from officials.models import Official, Post, Unit
from tests.cycle.conftest import YEAR, asked

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


@pytest.fixture
def wanting(staffed):
    """Everybody has an address, and something waits."""
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(mail_address=f"{user.username}@coquan.gov.vn")
    send(
        by=staffed.people.noivu,
        year=YEAR,
        asked=asked(staffed.people.noivu, staffed.khac),
        reason="Chưa đủ",
    )
    return staffed


def test_who_has_something_waiting_gets_one_mail_with_counts(wanting):
    found = {message.to[0].partition("@")[0]: message.body for message in mails(DAY)}
    assert set(found) <= {"noivu", "xa_minh", "xa_khac", "lanhdao"}
    assert "1 đơn vị có số liệu chờ xử lý." in found["noivu"]
    assert "1 đơn vị chưa gửi đủ số liệu năm." in found["xa_minh"]


def test_no_mail_names_a_person_a_post_or_a_unit(wanting):
    names = [
        *Official.objects.values_list("full_name", flat=True),
        *Unit.objects.values_list("name", flat=True),
    ]
    names += [
        *Post.objects.values_list("name", flat=True),
        *Official.objects.values_list("public_id", flat=True),
    ]
    found = mails(DAY)
    assert found
    for message in found:
        text = fold(f"{message.subject} {message.body}")
        assert not [name for name in names if re.search(rf"\b{re.escape(fold(name))}\b", text)]
        assert not re.search(r"suc khoe|ky luat", text)


def test_the_command_sends_nothing_until_it_is_turned_on(wanting, settings, capsys):
    call_command("send_daily_mail")
    assert "đang tắt" in capsys.readouterr().out
    assert mail.outbox == []
    settings.DAILY_MAIL, settings.SITE_URL = True, "https://canbo.example"
    call_command("send_daily_mail")
    assert len(mail.outbox) == len(mails(DAY)) > 0
    assert all("https://canbo.example" in message.body for message in mail.outbox)


def test_without_an_address_nobody_is_written_to(staffed):
    assert mails(DAY) == []


def test_a_user_sets_the_own_address_and_takes_it_away(staffed, signed_in):
    client = signed_in(staffed.people.xa_minh)
    client.post("/tai-khoan/nhac-viec/", {"mail_address": "toi@coquan.gov.vn"})
    user = User.objects.get(username="xa_minh")
    assert user.mail_address == "toi@coquan.gov.vn"
    event = AuditEvent.objects.get(action="set_mail_address")
    assert "toi@" not in event.payload + event.summary
    client.post("/tai-khoan/nhac-viec/", {"mail_address": ""})
    assert User.objects.get(username="xa_minh").mail_address == ""


def test_what_is_no_address_is_refused_and_stays_typed(staffed, signed_in):
    page = signed_in(staffed.people.xa_minh).post("/tai-khoan/nhac-viec/", {"mail_address": "không phải"})
    assert "Đề nghị nhập đúng địa chỉ thư điện tử" in page.content.decode()
    assert "không phải" in page.content.decode()
