"""Long files: read, written and taken back beside the web processes (`foundation.jobs`), shorter ones at once.

How many rows a file has is known from the child process that opens it, so a file that is refused is refused at once
and a short one is read within the request, whatever its size. At most one file of a person is in work at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.urls import reverse

from exchange.models import BUSY, ImportBatch
from exchange.services import batches, importing, kept, proposing, rereading, undoing
from exchange.services.access import check_may_import, note_hits, throttle
from exchange.services.batches import NotOpen
from exchange.services.importing import Changed
from exchange.services.reading import Upload, read_opened
from exchange.services.waiting import Waiting
from exchange.workbooks.commit import Written
from exchange.workbooks.opening import TooLong
from exchange.workbooks.progress import COMPARING, KEEPING, OPENING, PREPARING, READING, RESTORING, WRITING
from foundation import jobs
from foundation.actors import SystemActor
from foundation.contention import once_more
from foundation.errors import Refused
from foundation.formats.vi_numbers import number
from foundation.jobs import JobKind, Work, job_kinds
from foundation.models import Job
from foundation.scope import unscoped

LANE = "import"
LONG_ROWS = 1000  # more are read and written beside the request (docs/adr/0016-long-work.md)
STANDING = "Chưa hoàn tác: {n} người có việc làm sau khi nhập. Hồ sơ chưa có gì thay đổi."
CLOSED = "Lần nhập này đã xong hoặc đã hủy."
OVERTAKEN = "Hồ sơ đã thay đổi từ lúc ông/bà xem. Chưa có gì được nhập; đề nghị xem lại bản kiểm tra mới rồi xác nhận."


# --- asking -------------------------------------------------------------------------------------------------
def send(upload: Upload, *, by: Any) -> ImportBatch:
    """Read a file: now, or begin to where it is long. Errors: Denied, Refused, jobs.Busy."""
    try:
        with jobs.at_once(AT_ONCE, by=by):
            return importing.preview(upload, by=by, at_most=LONG_ROWS)
    except TooLong as long:
        n_rows = long.n_rows
    with transaction.atomic():
        batch = batches.begin(upload, n_rows=n_rows, by=by)
        _ask(READ, batch, by=by, arguments={"spoken": dict(upload.spoken)})
    return batch


def begin_writing(batch: ImportBatch, *, by: Any, digest: str, choices: dict[str, Any]) -> Written | None:
    """Import what was previewed: now, or begin to where it is long (None). Errors: as `importing.confirm`, jobs.Busy."""
    if not is_long(batch):
        with jobs.at_once(AT_ONCE, by=by):
            return importing.confirm(batch, by=by, digest=digest, choices=choices)
    check_may_import(by, batch.unit, as_district=batch.as_district)
    with transaction.atomic():
        locked = batches.lock(batch, "writing")
        if locked.digest != digest:
            raise Changed
        batches.move(locked, "writing", "workbook_confirmed", by=by, choices=choices)
        _ask(WRITE, locked, by=by, arguments={"digest": digest})
    batch.refresh_from_db()
    return None


def begin_undoing(batch: ImportBatch, *, by: Any, reason: str) -> tuple[int, int] | None:
    """Take an import back: now, or begin to where it is long (None). Errors: as `undoing.undo`, jobs.Busy."""
    if not is_long(batch):
        return once_more(lambda: undoing.undo(batch, by=by, reason=reason))
    undoing.check_ask(batch, by=by, reason=reason)
    with transaction.atomic():
        _ask(UNDO, batch, by=by, arguments={"reason": reason})
    return None


def is_being_undone(batch: ImportBatch) -> bool:
    """Only of a long file that was imported is this asked of the database."""
    if batch.state != "committed" or not is_long(batch):
        return False
    job = jobs.latest(batch.public_id)
    return job is not None and job.kind == UNDO.code and job.state in jobs.ACTIVE


def begin_rereading(
    batch: ImportBatch,
    *,
    by: Any,
    digest: str,
    spoken: Mapping[str, str | None],
    choices: dict[str, Any] | None = None,
) -> ImportBatch:
    """Read a file once more with what is said about its headings: now, or begin to where it is long.

    Errors: as `rereading.say_headings`, jobs.Busy.
    """
    if not is_long(batch):
        with jobs.at_once(AT_ONCE, by=by):
            return rereading.say_headings(batch, by=by, digest=digest, spoken=spoken, choices=choices)
    check_may_import(by, batch.unit, as_district=batch.as_district)
    throttle(by)
    with transaction.atomic():
        locked = batches.lock(batch, "reading")
        rereading.check(locked, digest=digest, spoken=spoken)
        before = locked.state
        batches.move(locked, "reading", "workbook_reread", by=by, choices=choices)
        _ask(REREAD, locked, by=by, arguments={"digest": digest, "spoken": dict(spoken), "state": before})
    batch.refresh_from_db()
    return batch


def stop(batch: ImportBatch, *, by: Any) -> None:
    """Give up a preview, or stop the work on a long file: before a write or an undoing has ended nothing is changed.

    Errors: NotOpen, Denied.
    """
    check_may_import(by, batch.unit, as_district=batch.as_district)
    job = jobs.latest(batch.public_id) if batch.state in BUSY or is_being_undone(batch) else None
    if job is not None and job.state in jobs.ACTIVE:
        jobs.cancel(job, by=by)
    elif batch.state == "reading":  # its work was lost or failed
        with transaction.atomic():
            batches.close(batches.lock(batch, when=("reading",)), "cancelled", by=by)
    else:
        importing.cancel(batch, by=by)
    with unscoped("the batch that its user gave up"):
        batch.refresh_from_db()


def read_once_more(batch: ImportBatch, *, by: Any) -> None:
    """Begin again with a file whose reading was lost or failed. Errors: NotOpen, Denied, Refused, jobs.Busy."""
    check_may_import(by, batch.unit, as_district=batch.as_district)
    job = jobs.latest(batch.public_id) if batch.state == "reading" else None
    if job is None or job.kind != READ.code:
        raise NotOpen
    with transaction.atomic():
        jobs.ask_again(job)


def is_long(batch: ImportBatch) -> bool:
    return sum(batch.counts.values()) > LONG_ROWS


def _ask(kind: JobKind, batch: ImportBatch, *, by: Any, arguments: dict[str, Any]) -> Job:
    unit_id = batch.unit.public_id if batch.unit else ""
    return jobs.ask(kind, by=by, subject_id=batch.public_id, unit_id=unit_id, arguments=arguments)


# --- doing --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Task:
    """A job with its batch and its user as they are now."""

    work: Work
    batch: ImportBatch
    by: Any

    @classmethod
    def of(cls, work: Work, state: str) -> _Task:
        """Errors: NotOpen (the batch is no longer what the job was asked for), Denied."""
        batch = ImportBatch.objects.select_related("unit").get(public_id=work.job.subject_id)
        if batch.state != state:
            raise Refused(CLOSED)
        return cls(work, batch, None).fresh()

    def fresh(self) -> _Task:
        """The same with the user read again; Denied where the right is gone (moved, locked, another role)."""
        by = owner_of(self.work.job)
        check_may_import(by, self.batch.unit, as_district=self.batch.as_district)
        return replace(self, by=by)


def owner_of(job: Job) -> Any:
    """Who asked for a job, with the memberships of this moment."""
    if job.owner is None:
        return SystemActor()
    return type(job.owner)._base_manager.get(pk=job.owner.pk)


def _read(work: Work) -> None:
    """The first reading of a long file. Its rows are kept in parts, as others write in between."""
    task = _Task.of(work, "reading")
    spoken = work.job.arguments["spoken"]
    upload, workbook = batches.opened_file(task.batch, spoken=spoken, tell=work.report)
    found = read_opened(upload, workbook, batch_id=task.batch.public_id, tell=work.report)
    del workbook
    proposing.mark(found, upload.unit, by=task.by)
    rows = found.result["rows"]
    kept.keep_rows(task.batch, rows, part=work.part, tell=lambda n: work.report(KEEPING, n, len(rows)))
    with transaction.atomic():
        locked = batches.lock(task.batch, when=("reading",))
        by = task.fresh().by
        note_hits(found, by=by)
        batches.fill(locked, found, by=by)
        work.finish()


def _reread(work: Work) -> None:
    task, asked = _Task.of(work, "reading"), work.job.arguments
    try:
        rereading.say_headings_now(
            task.batch, by=task.by, digest=asked["digest"], spoken=asked["spoken"], when=("reading",),
            tell=work.report, finish=work.finish,
        )  # fmt: skip
    except Changed:
        raise Refused(OVERTAKEN) from None
    except NotOpen:
        raise Refused(CLOSED) from None


def _write(work: Work) -> None:
    task = _Task.of(work, "writing")
    waiting = Waiting(tell=work.report, check=work.check, finish=work.finish, fresh=lambda: task.fresh().by)
    try:
        importing.confirm(
            task.batch, by=task.by, digest=work.job.arguments["digest"], choices=task.batch.choices, waiting=waiting
        )  # fmt: skip
    except Changed:
        raise Refused(OVERTAKEN) from None
    except NotOpen:
        raise Refused(CLOSED) from None


def _undo(work: Work) -> None:
    """All or nothing, in one transaction; where something later stands against it, only how much is kept of that."""
    task = _Task.of(work, "committed")
    waiting = Waiting(tell=work.report, check=work.check, finish=work.finish)
    try:
        undoing.undo(task.batch, by=task.by, reason=work.job.arguments["reason"], waiting=waiting)
    except undoing.NotUndoable as refusal:
        raise Refused(STANDING.format(n=number(len(refusal.obstacles)))) from None
    except NotOpen:
        raise Refused(CLOSED) from None


# --- when it ended otherwise --------------------------------------------------------------------------------
def _reading_ended(job: Job) -> None:
    """Cancelled: nothing is left of the file. Lost or failed: the file waits to be read once more."""
    batch = _busy(job, "reading")
    if batch is not None and job.state == "cancelled":
        batches.close(batch, "cancelled", by=owner_of(job))


def _rereading_ended(job: Job) -> None:
    """The preview that was there is there again."""
    batch = _busy(job, "reading")
    if batch is not None:
        batches.move(batch, job.arguments["state"], "workbook_not_reread", by=owner_of(job))


def _undoing_ended(_: Job) -> None:
    """Nothing was taken back: the records and the batch are as they were."""


def _writing_ended(job: Job) -> None:
    """Nothing was written: the preview waits again, with what was chosen."""
    batch = _busy(job, "writing")
    if batch is not None:
        batches.move(batch, "previewed", "workbook_not_written", by=owner_of(job))


def _busy(job: Job, state: str) -> ImportBatch | None:
    """The batch a job was about, locked, if it still is in that state."""
    with unscoped("the batch of a job that has ended"):
        rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit")
        return rows.filter(public_id=job.subject_id, state=state).first()


def url_of(job: Job) -> str:
    """The page of the batch a job is about; while one is read within a request, the list."""
    if not job.subject_id:
        return reverse("exchange:import-list")
    return reverse("exchange:import-detail", args=[job.subject_id])


def _nothing(_: Any) -> None:
    """Work within a request is not run by a worker, and leaves nothing to put right."""


READ = job_kinds.register(
    JobKind(
        "read_workbook",
        "Đọc tệp Excel",
        LANE,
        (OPENING, READING, COMPARING, KEEPING),
        _read,
        _reading_ended,
        url_of,
    )
)
REREAD = job_kinds.register(
    JobKind(
        "reread_workbook", "Đọc lại tệp Excel", LANE, (OPENING, READING, COMPARING, KEEPING), _reread, _rereading_ended,
        url_of,
    )
)  # fmt: skip
WRITE = job_kinds.register(
    JobKind(
        "write_workbook", "Ghi tệp Excel vào hồ sơ", LANE, (OPENING, READING, COMPARING, PREPARING, WRITING),
        _write, _writing_ended, url_of,
    )
)  # fmt: skip
UNDO = job_kinds.register(
    JobKind(
        "undo_import",
        "Hoàn tác lần nhập",
        LANE,
        (RESTORING,),
        _undo,
        _undoing_ended,
        url_of,
        "hồ sơ vẫn như đã nhập",
    )
)
AT_ONCE = job_kinds.register(
    JobKind("import_at_once", "Xử lý tệp Excel", LANE, (), _nothing, _nothing, url_of)
)
