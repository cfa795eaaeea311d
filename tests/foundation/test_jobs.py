"""Long work: the states of a job, one at a time for one person, cancelled, lost, delivered twice, resumed too late."""

import contextlib
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foundation import contention, jobs, workers
from foundation.errors import Denied, Refused
from foundation.jobs import STATES, JobKind, Work
from foundation.models import Job, JobWorker
from officials.models import Unit
from tests import factories
from tests.queue import work_off

pytestmark = pytest.mark.django_db


class Errand:
    """A kind of work that does what a test tells it, and notes what happened."""

    def __init__(self):
        self.done, self.put_right = [], []
        self.act = lambda work: None
        self.kind = JobKind("errand", "Việc thử", "errands", ("Làm",), self.run, self.ended, lambda job: "/")

    def run(self, work):
        self.act(work)
        with transaction.atomic():
            self.done.append(work.job.public_id)
            work.finish()

    def ended(self, job):
        self.put_right.append(job.state)


@pytest.fixture
def errand(monkeypatch):
    made = Errand()
    monkeypatch.setitem(jobs.job_kinds._items, "errand", made.kind)
    return made


@pytest.fixture
def officer(db):
    return factories.make_user("district", username="noivu")


def ask(errand, by, subject="n-1"):
    return jobs.ask(errand.kind, by=by, subject_id=subject)


def state_of(job):
    job.refresh_from_db()
    return job.state


# --- the states ---------------------------------------------------------------------------------------------
def test_every_state_is_in_the_table_and_leads_to_known_ones():
    assert set(STATES) == set(Job.State.values)
    assert set().union(*STATES.values()) <= set(STATES)


ACTIONS = {
    "cancel": lambda job, by: jobs.cancel(job, by=by),
    "again": lambda job, by: jobs.ask_again(job),
    "deliver": lambda job, by: jobs.run_job.call(job.public_id),
    "give up": lambda job, by: jobs.give_up_dead(job),
}
# What becomes of a job in each state by each act; the worker of a running one is dead.
AFTER = {
    ("queued", "cancel"): "cancelled",
    ("queued", "again"): "queued",
    ("queued", "deliver"): "done",
    ("queued", "give up"): "queued",
    ("running", "cancel"): "lost",
    ("running", "again"): "lost",
    ("running", "deliver"): "running",
    ("running", "give up"): "lost",
    ("lost", "again"): "queued",
    ("failed", "again"): "queued",
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", STATES)
def test_each_act_in_each_state_leads_where_the_table_says(errand, officer, state, action):
    job = ask(errand, officer)
    Job.objects.filter(pk=job.pk).update(state=state, worker="elsewhere/1/1", beat_at=None, token=1)
    job.refresh_from_db()
    with contextlib.suppress(Refused, jobs.Busy):
        ACTIONS[action](job, officer)
    assert state_of(job) == AFTER.get((state, action), state)


# --- one at a time ------------------------------------------------------------------------------------------
def test_a_second_work_of_a_lane_waits_for_the_first(errand, officer):
    first = ask(errand, officer)
    with pytest.raises(jobs.Busy) as busy:
        ask(errand, officer, "n-2")
    assert busy.value.job == first
    ask(errand, factories.make_user("district", username="khac"), "n-3")
    jobs.cancel(first, by=officer)
    ask(errand, officer, "n-2")


def test_the_database_itself_refuses_two_at_once(errand, officer, monkeypatch):
    ask(errand, officer)
    looked = iter([False, True])
    check = jobs.check_free
    monkeypatch.setattr(jobs, "check_free", lambda lane, by: next(looked) and check(lane, by=by))
    with pytest.raises(jobs.Busy):
        ask(errand, officer, "n-2")


def test_work_within_a_request_takes_its_place_and_gives_it_back(errand, officer):
    with jobs.at_once(errand.kind, by=officer), pytest.raises(jobs.Busy):
        ask(errand, officer)
    assert not Job.objects.exists()


def test_dead_work_does_not_hold_the_place(errand, officer):
    job = ask(errand, officer)
    Job.objects.filter(pk=job.pk).update(state="running", worker="elsewhere/1/1", beat_at=timezone.now())
    with pytest.raises(jobs.Busy):
        ask(errand, officer, "n-2")
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - workers.SILENT_AFTER - timedelta(seconds=1))
    ask(errand, officer, "n-2")
    assert (state_of(job), errand.put_right) == ("lost", ["lost"])


# --- doing --------------------------------------------------------------------------------------------------
def test_a_worker_does_what_is_queued(errand, officer):
    job = ask(errand, officer)
    errand.act = lambda work: work.report("Làm", 3, 8)
    work_off()
    assert (state_of(job), job.n_done, errand.done) == ("done", 8, [job.public_id])
    assert job.started_at <= job.beat_at <= job.ended_at


def test_a_job_delivered_twice_is_done_once(errand, officer):
    job = ask(errand, officer)
    jobs.run_job.enqueue(job.public_id)
    work_off()
    assert errand.done == [job.public_id]


def test_work_in_progress_says_how_far_it_is(errand, officer):
    job = ask(errand, officer)
    seen = []

    def act(work):
        work.report("Đọc", 5, 20)
        work.report("Đọc", 6, 20)  # too soon to be written
        seen.append(Job.objects.values_list("state", "stage", "n_done", "n_total").get(pk=job.pk))

    errand.act = act
    work_off()
    assert seen == [("running", "Đọc", 5, 20)]


def test_running_work_that_is_cancelled_stops_at_its_next_report(errand, officer):
    job = ask(errand, officer)

    def act(work):
        assert jobs.cancel(Job.objects.get(pk=job.pk), by=officer) == "running"
        work.report("Làm")

    errand.act = act
    work_off()
    assert (state_of(job), errand.done, errand.put_right) == ("cancelled", [], ["cancelled"])
    assert job.cancel_asked_by == officer.full_name


def test_a_cancel_that_comes_before_the_last_write_ends_wins(errand, officer):
    job = ask(errand, officer)
    errand.act = lambda work: jobs.cancel(Job.objects.get(pk=job.pk), by=officer)
    work_off()
    assert (state_of(job), errand.put_right) == ("cancelled", ["cancelled"])


def test_work_given_up_for_dead_cannot_commit_when_it_wakes(errand, officer):
    job = ask(errand, officer)

    def act(work):
        Job.objects.filter(pk=job.pk).update(
            beat_at=timezone.now() - timedelta(hours=1), worker="elsewhere/1/1"
        )
        assert jobs.latest("n-1").state == "lost"
        with transaction.atomic():
            jobs.ask_again(Job.objects.get(pk=job.pk))
        jobs.run_job.call(job.public_id)  # another worker does it, within this one's sleep

    errand.act = act
    rounds = iter([errand.act])
    errand.act = lambda work: next(rounds, lambda work: None)(work)
    jobs.run_job.call(job.public_id)
    assert (state_of(job), job.token, errand.done) == ("done", 2, [job.public_id, job.public_id])
    assert errand.put_right == ["lost"]


@transaction.atomic
def _make_a_unit_and_finish(job):
    factories.make_unit("10999")
    Work(job).finish()


@pytest.mark.parametrize("error", [jobs.Superseded, jobs.Cancelled])
def test_finish_rolls_back_what_stands_in_its_transaction(errand, officer, error):
    job = ask(errand, officer)
    jobs._move(job, "running", token=1)
    if error is jobs.Cancelled:
        Job.objects.filter(pk=job.pk).update(cancel_asked_at=timezone.now(), cancel_asked_by="x")
    else:
        Job.objects.filter(pk=job.pk).update(token=2)
    with pytest.raises(error):
        _make_a_unit_and_finish(job)
    assert not Unit.objects.filter(public_id="10999").exists()


# --- how it ends otherwise ----------------------------------------------------------------------------------
def fail(error):
    def act(work):
        raise error

    return act


def test_a_fault_leaves_a_reference_number_and_no_traceback_in_the_database(errand, officer, caplog):
    job = ask(errand, officer)
    errand.act = fail(ValueError("Nguyễn Văn An 030080000001"))
    work_off()
    assert (state_of(job), errand.put_right) == ("failed", ["failed"])
    assert job.reference.startswith("V-")
    assert job.reference in caplog.text
    assert "030080000001" not in str(DBTaskResult.objects.values())


def test_a_right_that_is_gone_is_told_in_words(errand, officer):
    job = ask(errand, officer)
    errand.act = fail(Denied("Ông/bà không còn quyền."))
    work_off()
    assert (state_of(job), job.error, job.reference) == ("failed", "Ông/bà không còn quyền.", "")


def test_work_that_met_another_writer_is_told_in_words(errand, officer):
    job = ask(errand, officer)
    errand.act = fail(OperationalError("database is locked"))
    work_off()
    assert (state_of(job), job.error, job.reference) == ("failed", contention.SAID, "")


def test_a_worker_told_to_end_puts_its_job_back(errand, officer):
    job = ask(errand, officer)

    def act(work):
        workers.stopping.set()
        try:
            work.report("Làm")
        finally:
            workers.stopping.clear()

    errand.act = act
    jobs.run_job.call(job.public_id)
    assert (state_of(job), errand.done, errand.put_right) == ("queued", [], [])
    errand.act = lambda work: None
    work_off()
    assert state_of(job) == "done"


def test_a_job_whose_worker_died_before_it_began_is_delivered_again(errand, officer):
    job = ask(errand, officer)
    long_ago = timezone.now() - timedelta(minutes=5)
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)
    Job.objects.update(queued_at=long_ago)
    assert jobs.latest("n-1").state == "queued"
    work_off()
    assert state_of(job) == "done"


def test_a_busy_database_is_no_reason_to_give_up(errand, officer, monkeypatch):
    job = ask(errand, officer)
    jobs._move(job, "running", token=1, worker="elsewhere/1/1")
    monkeypatch.setattr(
        jobs, "_end", lambda *a, **k: (_ for _ in ()).throw(OperationalError("database is locked"))
    )
    assert not jobs.give_up_dead(job)
    assert state_of(job) == "running"


# --- the processes ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("silent", "seen", "dead"),
    [(30, None, False), (90, None, True), (90, 5, False), (90, 90, True), (601, 5, True)],
)
def test_a_job_that_cannot_report_lives_as_long_as_its_process_is_seen(silent, seen, dead):
    now, name = timezone.now(), "elsewhere/7/7"
    if seen is not None:
        JobWorker.objects.create(name=name, started_at=now, seen_at=now - timedelta(seconds=seen))
    assert workers.is_dead(name, now - timedelta(seconds=silent)) is dead


def test_a_process_of_this_machine_that_has_ended_is_dead_at_once():
    me = workers.identity()
    host, pid, _ = me.split("/")
    now = timezone.now()
    assert not workers.is_dead(me, now)
    assert workers.is_dead(f"{host}/{pid}/1", now)  # its number is another's now
    assert workers.is_dead(f"{host}/4000000/1", now)
    assert not workers.is_dead("elsewhere/4000000/1", now)


def test_pages_know_whether_a_worker_is_there():
    assert (workers.last_seen(), workers.is_any_there()) == (None, False)
    workers.say_seen()
    workers.say_seen()
    assert workers.is_any_there()
    JobWorker.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert not workers.is_any_there()
    assert workers.last_seen() is not None
