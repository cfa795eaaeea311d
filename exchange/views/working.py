"""A long file while it is read, written or taken back: how far it is, and what became of work that ended otherwise."""

from __future__ import annotations

from typing import Any

from exchange.models import BUSY, OPEN, ImportBatch
from exchange.services import is_long
from exchange.services.background import REREAD, UNDO
from foundation import jobs
from foundation.job_progress import JobProgress, progress_by_subject, progress_of
from foundation.scope import unscoped

_STEPS = {"reading": 2, "writing": 3, "committed": 4}
_ENDED_BADLY = ("failed", "lost", "cancelled")


def context_of(batch: ImportBatch) -> dict[str, Any]:
    """The page of a batch in work. Asking may show that the work has died, and so change the batch."""
    job = jobs.latest(batch.public_id)
    with unscoped("a batch that its reader has found"):
        batch.refresh_from_db()
    is_undo = job is not None and job.kind == UNDO.code and batch.state == "committed"
    if job is None or (batch.state not in BUSY and not (is_undo and job.state in jobs.ACTIVE)):
        return {}
    progress = progress_of(job)
    may_read = batch.state == "reading" and not progress.is_active
    context = {"progress": progress, "step": _STEPS[batch.state], "may_read": may_read}
    return context | {"rereading": job.kind == REREAD.code, "undoing": is_undo}


def may_be_at_work(batch: ImportBatch) -> bool:
    """Whether a job may be about it: while it is read or written, and for as long as it can be undone."""
    return batch.state in BUSY or (batch.state == "committed" and is_long(batch))


def last_work(batch: ImportBatch) -> JobProgress | None:
    """The work on a long file that ended otherwise than well, so that the page of the file says so."""
    if batch.state not in (*OPEN, "committed") or not is_long(batch):
        return None
    job = jobs.latest(batch.public_id)
    return progress_of(job) if job is not None and job.state in _ENDED_BADLY else None


def sentences(batches: list[ImportBatch]) -> dict[str, str]:
    """Where the work on those of a list stands that are in work, by id."""
    ids = [batch.public_id for batch in batches if may_be_at_work(batch)]
    found = progress_by_subject(ids) if ids else {}
    busy = {batch.public_id for batch in batches if batch.state in BUSY}
    return {key: item.sentence for key, item in found.items() if item.is_active or key in busy}
