"""Long files: read and written by a worker, seen, stopped, cut off, begun again; each ends in one way."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.authtoken.models import Token

from accounts.models import Membership
from exchange import services
from exchange.models import STATES, ImportBatch, ImportFile, ImportRow
from exchange.services import background, importing
from exchange.workbooks.progress import COMPARING, KEEPING, OPENING, PREPARING, READING, WRITING
from foundation import audit, jobs, workers
from foundation.models import AuditEvent, Job
from officials.models import Official
from tests import factories
from tests.exchange.made import HEADER, xlsx
from tests.queue import work_off

pytestmark = pytest.mark.django_db
NAMES = "ABCDEGHIKLMNOPQRSTUVXY"
N = 12
LIST = "/nhap-excel/"


@pytest.fixture(autouse=True)
def _everything_is_long(monkeypatch):
    monkeypatch.setattr(background, "LONG_ROWS", 3)


@pytest.fixture
def officer(town, signed_in):
    return signed_in(town.people.xa_minh)


def book(n=N, *more):
    rows = [[i + 1, f"Lê Thị {NAMES[i % 22]}nh", "Nữ", f"{i + 1:02}/03/1985", "VP-TK"] for i in range(n)]
    return xlsx(("DS", [HEADER, *rows, *more]))


def post(client, name, batch=None, **data):
    return client.post(reverse(f"exchange:import-{name}", args=[batch.public_id] if batch else []), data)


def send(client, content=None, unit="10702"):
    return post(client, "upload", file=SimpleUploadedFile("ds.xlsx", content or book()), unit=unit)


def last():
    return ImportBatch.objects.order_by("-pk").first()


def job_of(batch):
    return Job.objects.filter(subject_id=batch.public_id).order_by("-pk").first()


def sent(client, content=None):
    """A long file that has been sent."""
    send(client, content)
    return last()


def previewed(client, content=None):
    sent(client, content)
    work_off()
    return last()


def confirmed(client, content=None):
    batch = previewed(client, content)
    post(client, "confirm", batch, digest=batch.digest, **{"kind-match_without_id": "take"})
    batch.refresh_from_db()
    return batch


def page(client, batch):
    return client.get(batch.get_absolute_url()).content.decode()


def during(monkeypatch, stage, act):
    """Let `act(job)` happen when the work reports that stage for the first time."""
    report, done = jobs.Work.report, []

    def told(work, at, n_done=0, n_total=0):
        if at == stage and not done:
            done.append(stage)
            act(Job.objects.get(pk=work.job.pk))
        report(work, at, n_done, n_total)

    monkeypatch.setattr(jobs.Work, "report", told)


def kill(job):
    """As if the worker had died long ago."""
    silent = timezone.now() - workers.SILENT_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state="running", worker="elsewhere/1/1", beat_at=silent, token=1)


# --- the whole way ------------------------------------------------------------------------------------------
def test_a_long_file_is_read_and_written_by_a_worker(officer):
    response = send(officer)
    batch = last()
    assert (response.url, batch.state, ImportRow.objects.count()) == (batch.get_absolute_url(), "reading", 0)
    assert "Đang đọc tệp" in page(officer, batch)
    work_off()
    assert "12 hồ sơ mới" in page(officer, batch)
    assert not Official.objects.filter(full_name="Lê Thị Anh").exists()
    batch.refresh_from_db()
    response = post(officer, "confirm", batch, digest=batch.digest)
    batch.refresh_from_db()
    assert (response.url, batch.state) == (batch.get_absolute_url(), "writing")
    assert "Đang ghi vào hồ sơ" in page(officer, batch)
    work_off()
    batch.refresh_from_db()
    assert (batch.state, Official.objects.filter(full_name__startswith="Lê Thị").count()) == ("committed", N)
    assert "12 hồ sơ mới" in page(officer, batch)
    assert {job.state for job in Job.objects.all()} == {"done"}


def test_reading_beside_the_request_finds_what_reading_within_it_finds(officer, town, monkeypatch):
    content = book(5, [6, "Lê Thị Sai", "Nữ", "30/02/1980", "VP-TK"], ["Cộng", 6])
    long = previewed(officer, content)
    services.cancel(long, by=town.people.xa_minh)
    monkeypatch.setattr(background, "LONG_ROWS", 1000)
    short = sent(officer, content)
    ours, theirs = services.document(long), services.document(short)
    assert ours | {"batch": ""} == theirs | {"batch": ""}
    assert (long.digest, long.summary, long.counts) == (short.digest, short.summary, short.counts)


def test_a_file_that_is_refused_is_refused_at_once(officer):
    send(officer, b"%PDF-1.4" + b" " * 5000)
    assert (last().state, Job.objects.count()) == ("refused", 0)


def test_the_size_of_a_file_does_not_make_it_long(officer):
    picture = {"xl/media/image1.png": b"\x89PNG" + bytes(range(256)) * 4000}
    from tests.exchange.made import rezipped

    send(officer, rezipped(book(1), add=picture))
    assert (last().state, Job.objects.count()) == ("previewed", 0)


@pytest.mark.parametrize("stage", [OPENING, READING, COMPARING, KEEPING, PREPARING, WRITING])
def test_every_stage_is_told(officer, monkeypatch, stage):
    seen = []
    during(monkeypatch, stage, lambda job: seen.append(job.state))
    confirmed(officer)
    work_off()
    assert (seen, last().state) == (["running"], "committed")


def test_a_page_of_work_fetches_itself_and_is_led_on_when_the_work_has_ended(officer):
    batch = sent(officer)
    Job.objects.update(state="running", worker=workers.identity(), beat_at=timezone.now(), token=1)
    Job.objects.update(stage=READING, n_done=7, n_total=12)
    poll = officer.get(batch.get_absolute_url(), headers={"HX-Request": "true"})
    text = poll.content.decode()
    assert "Đọc các dòng: 7/12" in text
    assert 'value="7" max="12"' in text
    assert 'data-say="Đọc các dòng, 50 %"' in text
    assert "<html" not in text
    assert "Đọc các dòng: 7/12" in officer.get(LIST).content.decode()
    Job.objects.update(state="queued", worker="", token=0)
    work_off()
    poll = officer.get(batch.get_absolute_url(), headers={"HX-Request": "true"})
    assert poll["HX-Redirect"] == batch.get_absolute_url()


def test_without_a_worker_the_page_says_so(officer):
    batch = sent(officer)
    assert "hiện không hoạt động" in page(officer, batch)
    workers.say_seen()
    assert "hiện không hoạt động" not in page(officer, batch)


# --- stopped ------------------------------------------------------------------------------------------------
def test_a_reading_that_waits_is_cancelled_at_once(officer):
    batch = sent(officer)
    assert post(officer, "cancel", batch).url == LIST
    batch.refresh_from_db()
    assert (batch.state, job_of(batch).state, ImportFile.objects.count()) == ("cancelled", "cancelled", 0)
    work_off()
    assert ImportRow.objects.count() == 0


@pytest.mark.parametrize("stage", [OPENING, READING, COMPARING, KEEPING])
def test_a_reading_is_stopped_at_any_stage(officer, monkeypatch, stage):
    batch = sent(officer)
    during(monkeypatch, stage, lambda job: post(officer, "cancel", batch))
    work_off()
    batch.refresh_from_db()
    assert (batch.state, job_of(batch).state, ImportFile.objects.count()) == ("cancelled", "cancelled", 0)


@pytest.mark.parametrize("stage", [OPENING, READING, COMPARING, PREPARING, WRITING])
def test_a_writing_is_stopped_at_any_stage_and_the_preview_waits_again(officer, monkeypatch, stage):
    batch = confirmed(officer)
    n = Official.objects.count()
    during(monkeypatch, stage, lambda job: post(officer, "cancel", batch))
    work_off()
    batch.refresh_from_db()
    assert (batch.state, job_of(batch).state) == ("previewed", "cancelled")
    assert (Official.objects.count(), batch.choices["kinds"]) == (n, {"match_without_id": "take"})
    assert "Đã dừng theo yêu cầu, chưa ghi gì vào hồ sơ" in page(officer, batch)
    post(officer, "confirm", batch, digest=batch.digest)
    work_off()
    assert Official.objects.count() == n + N


def test_a_stop_that_comes_while_the_last_rows_are_written_wins(officer, monkeypatch):
    batch = confirmed(officer)
    n = Official.objects.count()
    keep = importing.effects.keep

    def stopped(*args):
        keep(*args)
        Job.objects.filter(state="running").update(cancel_asked_at=timezone.now(), cancel_asked_by="x")

    monkeypatch.setattr(importing.effects, "keep", stopped)
    work_off()
    batch.refresh_from_db()
    assert (batch.state, Official.objects.count()) == ("previewed", n)


# --- cut off ------------------------------------------------------------------------------------------------
def test_a_reading_whose_worker_died_says_so_and_begins_again(officer):
    batch = sent(officer)
    kill(job_of(batch))
    text = page(officer, batch)
    assert "bị gián đoạn, chưa ghi gì vào hồ sơ" in text
    assert (job_of(batch).state, ImportFile.objects.count()) == ("lost", 1)
    post(officer, "read-again", batch)
    work_off()
    batch.refresh_from_db()
    assert (batch.state, ImportRow.objects.count(), job_of(batch).token) == ("previewed", N, 2)


def test_a_reading_whose_worker_died_can_be_given_up(officer):
    batch = sent(officer)
    kill(job_of(batch))
    page(officer, batch)
    post(officer, "cancel", batch)
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count()) == ("cancelled", 0)


def test_a_writing_whose_worker_died_wrote_nothing_and_the_preview_waits_again(officer):
    batch = confirmed(officer)
    kill(job_of(batch))
    text = page(officer, batch)
    assert "bị gián đoạn, chưa ghi gì vào hồ sơ" in text
    assert "Xác nhận nhập" in text
    batch.refresh_from_db()
    post(officer, "confirm", batch, digest=batch.digest)
    work_off()
    assert last().state == "committed"


def test_a_worker_that_wakes_after_it_was_given_up_writes_nothing(officer, monkeypatch):
    batch = confirmed(officer)
    n = Official.objects.count()

    def sleep(job):
        kill(job)
        page(officer, batch)

    during(monkeypatch, WRITING, sleep)
    work_off()
    batch.refresh_from_db()
    assert (batch.state, job_of(batch).state, Official.objects.count()) == ("previewed", "lost", n)


def test_a_fault_of_ours_is_told_with_a_number_and_the_file_waits(officer, monkeypatch):
    batch = sent(officer)
    monkeypatch.setattr(background.proposing, "mark", lambda *a, **k: 1 / 0)
    work_off()
    text = page(officer, batch)
    assert f"Số tham chiếu {job_of(batch).reference}" in text
    assert "Đọc lại tệp" in text


# --- others write, rights go ----------------------------------------------------------------------------------
def test_a_record_changed_after_the_preview_writes_nothing_and_shows_a_new_one(officer, town):
    same = [99, "Nguyễn Văn An", "Nam", "12/05/1980", "CT UBND"]
    batch = confirmed(officer, book(5, same))
    factories.make_official(unit=town.minh, full_name="Lê Thị Anh", sex="nu", birth_date="1985-03-01")
    n = Official.objects.count()
    work_off()
    batch.refresh_from_db()
    assert (batch.state, job_of(batch).state, Official.objects.count()) == ("previewed", "failed", n)
    assert "Hồ sơ đã thay đổi" in page(officer, batch)


def test_what_others_write_while_an_import_is_prepared_is_seen_before_it_is_written(
    officer, town, monkeypatch
):
    batch = confirmed(officer)
    tried = []

    def someone_writes(job):
        factories.make_official(unit=town.minh, full_name="Lê Thị Anh", sex="nu", birth_date="1985-03-01")
        tried.append(audit.last_seq())

    during(monkeypatch, PREPARING, someone_writes)
    monkeypatch.setattr(audit, "anything_since", lambda seq, besides: tried == [seq] or len(tried) == 1)
    work_off()
    batch.refresh_from_db()
    assert (batch.state, job_of(batch).state) == ("previewed", "failed")
    assert Official.objects.filter(full_name="Lê Thị Anh").count() == 1


def test_an_import_that_is_never_left_alone_is_written_in_one_transaction_at_last(officer, monkeypatch):
    confirmed(officer)
    asked = []
    monkeypatch.setattr(audit, "anything_since", lambda seq, besides: asked.append(seq) or True)
    work_off()
    assert (last().state, len(asked)) == ("committed", importing.UNDISTURBED_TRIES)


@pytest.mark.parametrize("stage", [None, READING, KEEPING])
def test_who_lost_the_right_reads_nothing_more(officer, town, monkeypatch, stage):
    batch = sent(officer)

    def move(_):
        Membership.objects.filter(user=town.people.xa_minh).update(unit=town.khac)

    move(None) if stage is None else during(monkeypatch, stage, move)
    work_off()
    batch.refresh_from_db()
    assert (batch.state, job_of(batch).state) == ("reading", "failed")
    assert "không có quyền" in job_of(batch).error
    assert officer.get(batch.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("stage", [None, COMPARING, WRITING])
def test_who_lost_the_right_writes_nothing_more(officer, town, monkeypatch, stage):
    confirmed(officer)
    n = Official.objects.count()

    def lock_out(_):
        type(town.people.xa_minh).objects.filter(username="xa_minh").update(is_active=False)

    lock_out(None) if stage is None else during(monkeypatch, stage, lock_out)
    work_off()
    assert (last().state, job_of(last()).state, Official.objects.count()) == ("previewed", "failed", n)


def test_writing_asks_as_many_queries_for_twenty_people_as_for_ten(town):
    def queries(n, unit, by):
        upload = services.Upload("ds.xlsx", book(n), unit, None, as_district=False)
        batch = services.preview(upload, by=by)
        with CaptureQueriesContext(connection) as asked:
            services.confirm(batch, by=by, digest=batch.digest, choices={})
        return len(asked)

    few = queries(10, town.minh, town.people.xa_minh)
    assert queries(20, town.khac, town.people.xa_khac) == few


# --- one at a time, each their own --------------------------------------------------------------------------
def test_a_second_file_of_the_same_person_waits_and_another_person_does_not(officer, town, client):
    first = sent(officer)
    response = send(officer, book(1))
    assert response.status_code == 409
    assert first.get_absolute_url() in response.content.decode()
    assert ImportBatch.objects.count() == 1
    from django.test import Client

    other = Client()
    other.force_login(town.people.xa_khac, backend="django.contrib.auth.backends.ModelBackend")
    assert send(other, book(1), unit="10675").status_code == 302


def test_a_double_click_begins_one_writing(officer):
    batch = previewed(officer)
    answers = [post(officer, "confirm", batch, digest=batch.digest) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Job.objects.filter(kind="write_workbook").count() == 1


PEOPLE = {
    "noivu": 200,
    "xa_minh": 200,
    "xa_khac": 404,
    "lanhdao": 403,
    "quantri": 403,
    "kiemtra": 403,
    "chua_gan": 404,
}


@pytest.mark.parametrize(("who", "status"), PEOPLE.items())
def test_who_sees_the_work_on_a_file(town, signed_in, who, status):
    services.send(
        services.Upload("ds.xlsx", book(), town.minh, None, as_district=False), by=town.people.xa_minh
    )
    client = signed_in(getattr(town.people, who))
    batch = last()
    assert client.get(batch.get_absolute_url()).status_code == status
    if who != "xa_minh":
        refused = 403 if who == "noivu" else status
        for act in ("cancel", "read-again", "confirm"):
            assert post(client, act, batch).status_code == refused
        batch.refresh_from_db()
        assert batch.state == "reading"


# --- every state, every act -----------------------------------------------------------------------------------
ACTS = ("confirm", "cancel", "read-again", "headings")
# The state after each act, where it is another; the job of a busy batch still waits.
WALK = {
    ("reading", "cancel"): "cancelled",
    ("unclear", "cancel"): "cancelled",
    ("previewed", "cancel"): "cancelled",
    ("previewed", "confirm"): "writing",
    ("writing", "cancel"): "previewed",
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", STATES)
def test_each_act_in_each_state_leads_where_the_table_says(officer, town, state, act):
    batch = (
        sent(officer)
        if state == "reading"
        else confirmed(officer)
        if state == "writing"
        else previewed(officer)
    )
    if state not in ("reading", "writing", "previewed"):
        closed = {} if state == "unclear" else {"closed_at": timezone.now(), "closed_by_name": "x"}
        undone = (
            {"undone_at": timezone.now(), "undone_by_name": "x", "undo_reason": "x"}
            if state == "undone"
            else {}
        )
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, **closed, **undone)
    response = post(officer, act, batch, digest=batch.digest)
    assert response.status_code in (200, 302, 409)
    batch.refresh_from_db()
    assert batch.state == WALK.get((state, act), state)


# --- API ------------------------------------------------------------------------------------------------------
@pytest.fixture
def api(client, town):
    headers = {"Authorization": f"Token {Token.objects.create(user=town.people.xa_minh).key}"}

    def call(path="", body=None, *, get=False, file=False):
        if get:
            return client.get(f"/api/v1/imports/{path}", headers=headers)
        if file:
            sent = {"file": SimpleUploadedFile("ds.xlsx", body), "unit": "10702"}
            return client.post(f"/api/v1/imports/{path}", sent, headers=headers)
        return client.post(
            f"/api/v1/imports/{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=headers,
        )

    return call


def test_the_api_answers_202_and_is_asked_again(api):
    answer = api(body=book(), file=True)
    assert (answer.status_code, answer.json()["state"], answer.json()["outcome"]) == (202, "reading", None)
    assert answer.json()["progress"]["state"] == "queued"
    home = f"{answer.json()['batch']}/"
    assert api(body=book(1), file=True).json()["running"] == answer.json()["batch"]
    work_off()
    read = api(home, get=True).json()
    assert (read["state"], read["counts"]["ok"], len(read["rows"])) == ("previewed", N, N)
    answer = api(f"{home}confirm/", {"digest": read["digest"]})
    assert (answer.status_code, answer.json()["state"]) == (202, "writing")
    assert api(f"{home}confirm/", {"digest": read["digest"]}).status_code == 409
    work_off()
    done = api(home, get=True).json()
    assert (done["state"], done["progress"]["state"]) == ("committed", "done")
    assert all(row["imported"] for row in done["rows"])


def test_the_api_stops_work_and_begins_a_lost_reading_again(api):
    home = f"{api(body=book(), file=True).json()['batch']}/"
    assert api(f"{home}read-again/").status_code == 409
    kill(job_of(last()))
    lost = api(home, get=True).json()
    assert (lost["state"], lost["progress"]["state"]) == ("reading", "lost")
    assert api(f"{home}read-again/").status_code == 202
    stopped = api(f"{home}cancel/")
    assert (stopped.status_code, stopped.json()["state"]) == (200, "cancelled")


# --- headings, retention --------------------------------------------------------------------------------------
UNKNOWN = [*HEADER, "Nhóm người"]


def with_unknown_heading():
    rows = [[i + 1, f"Lê Thị {NAMES[i]}nh", "Nữ", f"{i + 1:02}/03/1985", "VP-TK", "Kinh"] for i in range(6)]
    return xlsx(("DS", [UNKNOWN, *rows]))


def said(batch, target="ethnicity"):
    [key] = [item["key"] for item in batch.result["unknown_headings"]]
    return {key: target}


def test_what_is_said_about_a_heading_of_a_long_file_is_read_by_a_worker(officer, town):
    batch = previewed(officer, with_unknown_heading())
    services.begin_rereading(batch, by=town.people.xa_minh, digest=batch.digest, spoken=said(batch))
    assert batch.state == "reading"
    work_off()
    batch.refresh_from_db()
    assert batch.state == "previewed"
    assert {row["values"]["ethnicity"] for row in services.document(batch)["rows"]} == {"Kinh"}


def test_a_rereading_that_is_stopped_leaves_the_preview_as_it_was(officer, town, monkeypatch):
    batch = previewed(officer, with_unknown_heading())
    before = services.document(batch)
    services.begin_rereading(batch, by=town.people.xa_minh, digest=batch.digest, spoken=said(batch))
    during(monkeypatch, OPENING, lambda job: post(officer, "cancel", batch))
    work_off()
    batch.refresh_from_db()
    assert (batch.state, services.document(batch)) == ("previewed", before)


def test_the_file_of_a_writing_is_not_too_old_to_be_written(officer, town):
    batch = confirmed(officer)
    ImportBatch.objects.update(uploaded_at=timezone.now() - timedelta(days=30))
    services.delete_old_files(by=town.people.noivu)
    work_off()
    batch.refresh_from_db()
    assert batch.state == "committed"


def test_the_acts_of_a_long_import_stand_in_the_audit(officer):
    confirmed(officer)
    work_off()
    acts = AuditEvent.objects.filter(object_type="exchange.importbatch").order_by("seq")
    assert list(acts.values_list("action", flat=True)) == [
        "upload_workbook", "workbook_read", "workbook_confirmed", "workbook_committed",
    ]  # fmt: skip
    assert date(2021, 12, 31) == last().as_of
