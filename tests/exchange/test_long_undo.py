"""A long import is taken back beside the request: as a whole or not at all, stopped, cut off, or told why not."""

from __future__ import annotations

import pytest
from django.urls import reverse
from rest_framework.authtoken.models import Token

from exchange import services
from exchange.models import ImportBatch
from exchange.services import background, undoing
from exchange.workbooks.progress import RESTORING
from foundation import audit, jobs
from foundation.models import Job
from officials.models import Official
from officials.services import people
from tests.exchange.test_import_undo import WHY, package
from tests.exchange.test_long_imports import confirmed, during, job_of, kill, last, page
from tests.queue import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everything_is_long(monkeypatch):
    monkeypatch.setattr(background, "LONG_ROWS", 3)


@pytest.fixture
def officer(town, signed_in):
    return signed_in(town.people.xa_minh)


@pytest.fixture
def before(officer, tmp_path):
    return package(tmp_path, "truoc.zip")


@pytest.fixture
def batch(before, officer):
    """A long file of new people that was imported."""
    confirmed(officer)
    work_off()
    batch = last()
    assert batch.state == "committed"
    return batch


def ask(client, batch, reason=WHY):
    return client.post(reverse("exchange:import-undo", args=[batch.public_id]), {"reason": reason})


def state_of(batch):
    return ImportBatch._base_manager.get(pk=batch.pk).state


def test_the_records_are_byte_for_byte_what_they_were(officer, batch, before, tmp_path):
    response = ask(officer, batch)
    assert (response.url, state_of(batch)) == (batch.get_absolute_url(), "committed")
    text = page(officer, batch)
    assert "Đang hoàn tác lần nhập" in text
    assert "Dừng, giữ như đã nhập" in text
    work_off()
    assert (state_of(batch), package(tmp_path) == before) == ("undone", True)
    assert WHY in page(officer, batch)
    assert audit.first_broken_row() is None


def test_while_it_runs_the_form_leads_to_the_progress(officer, batch):
    ask(officer, batch)
    assert (
        officer.get(reverse("exchange:import-undo", args=[batch.public_id])).url == batch.get_absolute_url()
    )
    assert "Đang chờ đến lượt" in officer.get(reverse("exchange:import-list")).content.decode()


def test_a_reason_is_asked_for_at_once(officer, batch):
    answer = ask(officer, batch, reason=" ")
    assert answer.status_code == 200
    assert not Job.objects.filter(kind="undo_import").exists()


def test_asked_twice_it_is_done_once(officer, batch):
    ask(officer, batch)
    assert ask(officer, batch).status_code == 409
    work_off()
    assert Job.objects.filter(kind="undo_import").count() == 1


def test_what_was_done_since_stands_against_it_and_is_named(officer, batch, town, tmp_path):
    person = Official._base_manager.get(full_name="Lê Thị Anh")
    people.change_official(
        by=town.people.noivu,
        official=person,
        changes={"hometown": "Hải Dương"},
        version=person.version,
        reason="Sửa",
    )
    after = package(tmp_path, "sau.zip")
    ask(officer, batch)
    work_off()
    assert (job_of(batch).state, state_of(batch), package(tmp_path) == after) == ("failed", "committed", True)
    assert "Lê Thị Anh" not in job_of(batch).error
    text = page(officer, batch)
    assert "1 người có việc làm sau khi nhập" in text
    assert "Xem vì sao" in text
    named = officer.get(reverse("exchange:import-undo", args=[batch.public_id])).content.decode()
    assert "Lê Thị Anh" in named


def test_stopped_it_leaves_everything_imported(officer, batch, tmp_path):
    after = package(tmp_path, "sau.zip")
    ask(officer, batch)
    officer.post(reverse("exchange:import-cancel", args=[batch.public_id]))
    work_off()
    assert (job_of(batch).state, state_of(batch), package(tmp_path) == after) == (
        "cancelled",
        "committed",
        True,
    )


def test_stopped_while_it_runs_it_leaves_everything_imported(officer, batch, monkeypatch, tmp_path):
    after = package(tmp_path, "sau.zip")
    during(monkeypatch, RESTORING, lambda job: jobs.cancel(job, by=job.owner))
    ask(officer, batch)
    work_off()
    assert (job_of(batch).state, state_of(batch), package(tmp_path) == after) == (
        "cancelled",
        "committed",
        True,
    )


def test_a_killed_worker_leaves_everything_imported_and_the_page_says_so(officer, batch):
    ask(officer, batch)
    kill(job_of(batch))
    text = page(officer, batch)
    assert (job_of(batch).state, state_of(batch)) == ("lost", "committed")
    assert "gián đoạn" in text
    assert ask(officer, batch).status_code == 302
    work_off()
    assert state_of(batch) == "undone"


def test_a_worker_that_was_given_up_changes_nothing_any_more(officer, batch, monkeypatch):
    def given_up(*args, **kwargs):
        Job.objects.filter(pk=job_of(batch).pk).update(state="lost", ended_at=job_of(batch).started_at)
        return restore(*args, **kwargs)

    restore = undoing._undo
    monkeypatch.setattr(undoing, "_undo", given_up)
    ask(officer, batch)
    work_off()
    assert state_of(batch) == "committed"
    assert Official._base_manager.filter(full_name="Lê Thị Anh").exists()


def test_over_the_api_it_is_202(officer, batch, client, town):
    headers = {"Authorization": f"Token {Token.objects.create(user=town.people.xa_minh).key}"}
    url = f"/api/v1/imports/{batch.public_id}/"
    answer = client.post(f"{url}undo/", {"reason": WHY}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["progress"]["state"]) == (202, "queued")
    work_off()
    assert client.get(url, headers=headers).json()["state"] == "undone"


def test_of_a_short_import_nothing_of_this_is_asked(officer, batch, monkeypatch):
    monkeypatch.setattr(background, "LONG_ROWS", 1000)
    ask(officer, batch)
    assert (state_of(batch), Job.objects.filter(kind="undo_import").count()) == ("undone", 0)
    assert services.is_being_undone(batch) is False
