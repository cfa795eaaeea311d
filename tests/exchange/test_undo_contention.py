"""Undoing an import while somebody adds a row to one of its people: whoever the database ends is told, nothing is half done."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.urls import reverse
from rest_framework.authtoken.models import Token

from exchange.models import ImportBatch
from exchange.services import undoing
from foundation import contention
from officials.services import records
from tests.exchange.test_import_undo import WHY, package
from tests.exchange.test_workbook_import import DUNG, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(town):
    """An import of the officer that added a person."""
    return imported([DUNG], town.minh, town.people.xa_minh)


class DeadlockDetected(Exception):
    """As psycopg raises it: https://www.postgresql.org/docs/current/errcodes-appendix.html"""

    sqlstate = "40P01"


def deadlock():
    error = OperationalError("deadlock detected")
    error.__cause__ = DeadlockDetected()
    return error


def broken(monkeypatch, *, times, error=deadlock):
    """Let the undoing fail that often after everything has been put back, at the very end of its transaction."""
    note, failed = undoing.effects.note_undone, []

    def noted(batch, events):
        if len(failed) < times:
            failed.append(batch)
            raise error()
        note(batch, events)

    monkeypatch.setattr(undoing.effects, "note_undone", noted)
    return failed


def ask(client, batch):
    return client.post(reverse("exchange:import-undo", args=[batch.public_id]), {"reason": WHY})


def state_of(batch):
    return ImportBatch._base_manager.get(pk=batch.pk).state


def test_a_deadlock_is_tried_once_more_by_itself(town, batch, signed_in, monkeypatch):
    failed = broken(monkeypatch, times=1)
    answer = ask(signed_in(town.people.noivu), batch)
    assert (answer.status_code, len(failed), state_of(batch)) == (302, 1, "undone")


def test_a_second_deadlock_is_said_at_the_form_and_nothing_is_half_done(
    town,
    batch,
    signed_in,
    monkeypatch,
    tmp_path,
):
    before = package(tmp_path, "truoc.zip")
    failed = broken(monkeypatch, times=2)
    answer = ask(signed_in(town.people.noivu), batch)
    page = answer.content.decode()
    assert (answer.status_code, len(failed), state_of(batch)) == (200, 2, "committed")
    assert "đang được người khác ghi cùng lúc" in page
    assert WHY in page
    assert package(tmp_path) == before
    assert ask(signed_in(town.people.noivu), batch).status_code == 302


def test_over_the_api_it_is_503_and_may_be_sent_again(town, batch, client, monkeypatch):
    broken(monkeypatch, times=2)
    headers = {"Authorization": f"Token {Token.objects.create(user=town.people.noivu).key}"}
    url = f"/api/v1/imports/{batch.public_id}/undo/"
    answers = [
        client.post(url, {"reason": WHY}, content_type="application/json", headers=headers) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [503, 200]
    assert answers[0]["Retry-After"] == str(contention.RETRY_AFTER)
    assert "chưa có gì thay đổi" in answers[0].json()["detail"]


@pytest.mark.parametrize("error", [deadlock, lambda: OperationalError("database is locked")])
def test_who_adds_the_row_is_told_so_too(town, signed_in, monkeypatch, error):
    def late(*args, **kwargs):
        raise error()

    monkeypatch.setattr(records, "add", late)
    body = {"kind": "it", "level": "co_ban", "attained_on": "05/2020"}
    address = reverse("officials:record-add", args=["P-AN", "trinh-do"])
    answer = signed_in(town.people.noivu).post(address, body)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "đang được người khác ghi cùng lúc" in answer.content.decode()


def test_another_fault_of_the_database_is_no_matter_of_the_moment(town, batch, signed_in, monkeypatch):
    failed = broken(monkeypatch, times=9, error=lambda: OperationalError("disk full"))
    with pytest.raises(OperationalError):
        ask(signed_in(town.people.noivu), batch)
    assert len(failed) == 1
