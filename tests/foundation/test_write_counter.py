"""The counter that watches every test is itself watched: it must find what it is for."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.services import passwords
from foundation import audit
from foundation.actors import SystemActor
from foundation.versions import save_changes
from officials.services import people, postings
from tests.write_counter import WriteCounter, audited_tables


@pytest.fixture
def counter(monkeypatch):
    counter = WriteCounter()
    counter.install(monkeypatch)
    yield counter
    counter.uninstall()


@pytest.mark.part_of_an_act
def test_a_write_of_the_application_without_an_event_is_a_fault(town, counter):
    town.an.appointments.update(is_primary=False)
    with transaction.atomic():
        postings.refresh_unit(town.an)
    assert len(counter.faults) == 1
    assert "officials_official at officials/services/postings.py" in counter.faults[0]


@pytest.mark.part_of_an_act
def test_a_write_outside_a_transaction_is_a_fault(town, counter):
    passwords.end_access(town.people.noivu)
    assert any(fault.startswith("outside a transaction: accounts_user") for fault in counter.faults)


@pytest.mark.part_of_an_act
def test_an_event_that_was_forgotten_is_found(town, counter, monkeypatch):
    monkeypatch.setattr(audit, "record", lambda **kw: None)
    save_changes(town.an, changes={"hometown": "X"}, version=1, by=SystemActor())
    assert counter.faults


def test_an_act_with_its_event_is_none(town, counter):
    people.change_official(by=town.people.noivu, official=town.an, changes={"hometown": "X"}, version=1)
    assert counter.faults == []
    assert counter.n_checked == 1


def test_what_was_rolled_back_is_no_write(town, counter):
    town.an.appointments.update(is_primary=False)
    with transaction.atomic():
        assert postings.refresh_unit(town.an)
        transaction.set_rollback(True)
    assert counter.faults == []


def test_rows_that_the_test_makes_are_no_acts(town, counter):
    town.an.hometown = "X"
    town.an.save()
    assert counter.faults == []


def test_every_table_of_records_is_watched():
    assert {
        "officials_official",
        "accounts_user",
        "assessments_healthcheck",
        "authtoken_token",
    } <= audited_tables()
    assert not {"foundation_auditevent", "django_session"} & audited_tables()
