"""Long work beside the web processes: who asked for it, how far it is, how it ended (docs/adr/0016-long-work.md).

django-tasks queues and runs (`manage.py db_worker`); a `Job` is what people see of it. A kind of work is a `JobKind`
in a registry. Its `run` reports how far it is through `Work.report`, which is also where it learns that it has been
cancelled, and ends with `Work.finish()` inside the transaction of its last write: only whoever still holds the job's
token gets through, so work that was given up for dead cannot commit.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from foundation import contention, workers
from foundation.errors import Denied, Refused
from foundation.ids import new_public_id
from foundation.models import Job
from foundation.registries import Registry

logger = logging.getLogger("kinhmon.jobs")

# state → next states. `lost`: the worker died; nothing was written. One that is told to end puts its job back.
STATES: dict[str, set[str]] = {
    "queued": {"running", "cancelled"},
    "running": {"done", "failed", "cancelled", "lost", "queued"},
    "done": set(),
    "failed": {"queued"},
    "cancelled": set(),
    "lost": {"queued"},
}
ACTIVE = ("queued", "running")
REPORT_SECONDS = 0.5  # how often a progress is written at most
ORPHAN_AFTER = timedelta(seconds=30)
KEEP_DELIVERED = timedelta(days=7)
TRIES = 6  # of a write that another's transaction keeps waiting


class Busy(Exception):
    """This person's earlier work of that kind is still under way; `job` is it."""

    def __init__(self, job: Job) -> None:
        super().__init__(
            "Một việc trước của ông/bà còn đang chạy. Đề nghị đợi việc đó xong hoặc dừng việc đó."
        )
        self.job = job

    @property
    def url(self) -> str:
        return job_kinds[self.job.kind].url_of(self.job)


class Cancelled(Exception):
    """The person has asked for the work to stop."""


class Superseded(Exception):
    """The job is no longer this process's: given up for dead, run again elsewhere, or ended."""


class Stopped(Exception):
    """The worker has been told to end; the job goes back to the queue."""


@dataclass(frozen=True)
class JobKind:
    """A kind of long work. At most one job of a `lane` is active for one person at a time.

    `stages`: what it does in turn, in words. `run` does it. `ended(job)` puts right what the job was about when it
    failed, was cancelled or lost: in the transaction of that change. `url_of(job)`: the page that shows it.
    `as_before`: what is said of the records then.
    """

    code: str
    title: str
    lane: str
    stages: tuple[str, ...]
    run: Callable[[Work], None]
    ended: Callable[[Job], None]
    url_of: Callable[[Job], str]
    as_before: str = "chưa ghi gì vào hồ sơ"


job_kinds: Registry[JobKind] = Registry("kinds of long work")


# --- asking -------------------------------------------------------------------------------------------------
def ask(
    kind: JobKind, *, by: Any, subject_id: str, unit_id: str = "", arguments: dict[str, Any] | None = None
) -> Job:
    """Queue work about `subject_id`, inside the caller's transaction. Errors: Busy."""
    check_free(kind.lane, by=by)
    job = _new(kind, by, state="queued", subject_id=subject_id, unit_id=unit_id, arguments=arguments or {})
    _insert(job, by)
    _deliver(job)
    return job


@contextmanager
def at_once(kind: JobKind, *, by: Any) -> Iterator[None]:
    """Work done within the request: for its time it takes the person's place in the lane. Errors: Busy."""
    if by.pk is None:
        yield
        return
    check_free(kind.lane, by=by)
    now = timezone.now()
    job = _new(kind, by, state="running", worker=workers.identity(), started_at=now, beat_at=now, token=1)
    try:
        _insert(job, by)
        yield
    finally:
        Job.objects.filter(pk=job.pk).delete()


def check_free(lane: str, *, by: Any) -> None:
    """Busy while this person has active work of that lane; what died is given up first."""
    active = Job.objects.filter(owner_id=by.pk, lane=lane, state__in=ACTIVE)
    for job in active if by.pk is not None else ():
        if not give_up_dead(job):
            raise Busy(job)


def ask_again(job: Job) -> None:
    """Queue lost or failed work once more, inside the caller's transaction. Errors: Refused, Busy."""
    if job.owner is not None:
        check_free(job.lane, by=job.owner)
    if job.state in ACTIVE or not _queue(job):
        raise Refused("Việc này đã được chạy lại hoặc đã kết thúc.")


def cancel(job: Job, *, by: Any) -> str:
    """Stop work: at once while it waits, at its next report while it runs. The state it has then."""
    give_up_dead(job)
    job.refresh_from_db()
    name = by.full_name or by.username
    with transaction.atomic():
        if job.state == "queued" and _move(
            job, "cancelled", cancel_asked_at=timezone.now(), cancel_asked_by=name
        ):
            _kind_of(job).ended(job)
    running = Job.objects.filter(pk=job.pk, state="running", cancel_asked_at=None)
    running.update(cancel_asked_at=timezone.now(), cancel_asked_by=name)
    job.refresh_from_db()
    return job.state


def latest(subject_id: str) -> Job | None:
    """The last job about something, given up first if its worker is dead."""
    job = Job.objects.filter(subject_id=subject_id).select_related("owner").order_by("-pk").first()
    if job is not None:
        give_up_dead(job)
    return job


def give_up_dead(job: Job) -> bool:
    """Mark a running job lost whose worker is gone or silent; deliver a waiting one again that a dying worker took.

    Whether the job is over. False while it lives, or where nobody may write now.
    """
    try:
        if job.state == "queued" and _is_orphan(job):
            _deliver(job)
        if job.state == "running" and workers.is_dead(job.worker, job.beat_at):
            return _end(job, "lost")
    except OperationalError:  # somebody writes (perhaps the very job): ask again later
        logger.warning("job %s looks dead, and the database is busy", job.public_id)
    return job.state not in ACTIVE


# --- doing --------------------------------------------------------------------------------------------------
@task()
def run_job(public_id: str) -> None:
    """Do a queued job. Delivered twice it is done once: only the first finds it queued."""
    job = Job.objects.select_related("owner").filter(public_id=public_id).first()
    if job is None or job.kind not in job_kinds:
        return
    now = timezone.now()
    if _move(job, "running", worker=workers.identity(), started_at=now, beat_at=now, token=job.token + 1):
        with Work(job) as work:
            _kind_of(job).run(work)


class Work:
    """A job in the hands of the process that does it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._reported = 0.0

    @property
    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, state="running", token=self.job.token)

    def report(self, stage: str, n_done: int = 0, n_total: int = 0) -> None:
        """Say how far the work is, outside any transaction. Errors: Cancelled, Superseded, Stopped."""
        now = time.monotonic()
        if stage == self.job.stage and now - self._reported < REPORT_SECONDS:
            return
        self._reported = now
        self.job.stage, self.job.n_done, self.job.n_total = stage, n_done, n_total
        self.check()
        try:
            self._mine.update(stage=stage, n_done=n_done, n_total=n_total, beat_at=timezone.now())
        except OperationalError:  # another's long transaction: the next report says it
            logger.info("job %s could not report", self.job.public_id)

    def check(self) -> None:
        """Errors: Cancelled, Superseded, Stopped."""
        if workers.stopping.is_set():
            raise Stopped
        asked = self._mine.values_list("cancel_asked_at", flat=True)
        for cancel_asked_at in asked:
            if cancel_asked_at is not None:
                raise Cancelled
            return
        raise Superseded

    def finish(self) -> None:
        """The work is done: inside the transaction of its last write, as the last thing in it. Errors: as `check`."""
        mine = self._mine.filter(cancel_asked_at=None)
        now = timezone.now()
        if mine.update(state="done", ended_at=now, beat_at=now, stage="", n_done=self.job.n_total) != 1:
            self.check()
            raise Superseded
        self.job.state = "done"

    @contextmanager
    def part(self) -> Iterator[None]:
        """A transaction of a part of the work that may stand by itself. Errors: as `check`."""
        with transaction.atomic():
            if not self._mine.select_for_update().filter(cancel_asked_at=None).exists():
                self.check()
                raise Superseded
            yield

    def __enter__(self) -> Work:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Say how the work ended. Nothing is raised further: tracebacks may hold people's facts; the log has them."""
        if isinstance(error, Superseded):
            logger.warning("job %s is no longer ours", self.job.public_id)
        elif isinstance(error, Cancelled):
            self._end("cancelled")
        elif isinstance(error, (Denied, Refused)):
            self._end("failed", error=str(error))
        elif isinstance(error, OperationalError) and contention.is_contention(error):
            self._end("failed", error=contention.SAID)
        elif isinstance(error, (Stopped, SystemExit, KeyboardInterrupt)):
            self._patiently(self._put_back)
        elif error is not None:
            reference = f"V-{secrets.token_hex(4)}"
            logger.error("reference %s job %s", reference, self.job.public_id, exc_info=error)
            self._end("failed", reference=reference)
        return error is None or isinstance(error, Exception)

    def _end(self, state: str, *, error: str = "", reference: str = "") -> None:
        self._patiently(lambda: _end(self.job, state, error=error, reference=reference))

    def _put_back(self) -> None:
        with transaction.atomic():
            _queue(self.job)

    def _patiently(self, act: Callable[[], object]) -> None:
        for _ in range(TRIES):
            try:
                act()
                return
            except OperationalError:
                time.sleep(REPORT_SECONDS)
        logger.error("job %s could not say how it ended", self.job.public_id)


# --- the queue ----------------------------------------------------------------------------------------------
def _deliver(job: Job) -> None:
    """Put a job into the queue of django-tasks; what was delivered long ago is forgotten there."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_DELIVERED).delete()
    job.task_id = str(run_job.enqueue(job.public_id).id)
    Job.objects.filter(pk=job.pk).update(task_id=job.task_id)


def _queue(job: Job) -> bool:
    """Let a job wait from the start again; whether it could be."""
    moved = _move(
        job, "queued", started_at=None, ended_at=None, error="", reference="", stage="", n_done=0, n_total=0
    )
    if moved:
        _deliver(job)
    return moved


def _is_orphan(job: Job) -> bool:
    """A worker took the job from the queue and died before it began."""
    if timezone.now() - job.queued_at < ORPHAN_AFTER:
        return False
    waiting = DBTaskResult.objects.filter(pk=job.task_id)
    fresh = timezone.now() - ORPHAN_AFTER
    return not waiting.filter(Q(status=TaskResultStatus.READY) | Q(started_at__gt=fresh)).exists()


# --- moving from state to state -----------------------------------------------------------------------------
def _new(kind: JobKind, by: Any, **values: Any) -> Job:
    public_id = new_public_id(Job.id_letter)
    return Job(
        public_id=public_id,
        kind=kind.code,
        lane=kind.lane,
        owner_id=by.pk,
        queued_at=timezone.now(),
        **values,
    )


def _insert(job: Job, by: Any) -> None:
    """Save a new job. Errors: Busy (another of this person's was faster)."""
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        check_free(job.lane, by=by)
        raise


def _kind_of(job: Job) -> JobKind:
    return job_kinds[job.kind]


def _move(job: Job, state: str, **values: Any) -> bool:
    """Change the state if the row is still as it was read; whether it was."""
    if state not in STATES[job.state]:
        return False
    before = Job.objects.filter(pk=job.pk, state=job.state, token=job.token)
    if before.update(state=state, **values) != 1:
        return False
    for name, value in values.items():
        setattr(job, name, value)
    job.state = state
    return True


def _end(job: Job, state: str, *, error: str = "", reference: str = "") -> bool:
    """End a running job otherwise than well, and put right what it was about."""
    with transaction.atomic():
        if not _move(job, state, ended_at=timezone.now(), error=error[:300], reference=reference):
            return False
        _kind_of(job).ended(job)
    return True
