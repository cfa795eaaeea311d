"""Importing a workbook: preview, confirm, cancel, or all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from exchange.models import OPEN, ImportBatch
from exchange.services import batches, effects, kept, proposing
from exchange.services.access import check_may_import, note_hits, throttle
from exchange.services.batches import delete_old_files
from exchange.services.choices import LEAVE, TAKE, accepted_part
from exchange.services.reading import Read, Upload, read, read_opened
from exchange.services.waiting import Waiting
from exchange.workbooks import result as results
from exchange.workbooks.commit import Overtaken, Prepared, Written, prepare, write
from exchange.workbooks.plan import Plan
from exchange.workbooks.progress import WRITING, Tell
from exchange.workbooks.rows import Row
from foundation import audit
from foundation.actors import SystemActor
from foundation.context import records_are_synthetic
from foundation.ids import new_public_id
from foundation.scope import unscoped
from officials.checks import proposes_only
from officials.models import Appointment

UNDISTURBED_TRIES = 2  # of a long import, before it keeps everybody else out


class Changed(Exception):
    """Records or choices have changed since the preview was shown; the batch now holds the new preview."""


def preview(upload: Upload, *, by: Any, at_most: int = 0) -> ImportBatch:
    """Read an upload and keep it for confirmation.

    Errors: Denied, Refused (too many refused ID numbers today), TooLong (more than `at_most` rows; 0 = any).
    """
    return _preview(upload, by=by, at_most=at_most)[0]


def _preview(upload: Upload, *, by: Any, asks: bool = True, at_most: int = 0) -> tuple[ImportBatch, Read]:
    """`asks`: a file that may be read once its columns are named waits for that; else it is refused."""
    check_may_import(by, upload.unit, as_district=upload.as_district)
    throttle(by)
    delete_old_files(by=SystemActor())
    public_id = new_public_id(ImportBatch.id_letter)
    found = read(upload, batch_id=public_id, at_most=at_most)
    proposing.mark(found, upload.unit, by=by)
    with transaction.atomic():
        note_hits(found, by=by)
        refused = not asks and found.result["outcome"] == "refuse"
        return batches.keep(upload, found, public_id, by=by, state="refused" if refused else ""), found


def confirm(
    batch: ImportBatch, *, by: Any, digest: str, choices: dict[str, Any], waiting: Waiting | None = None
) -> Written:
    """Import the rows that are ok, and those with warnings that `choices` takes.

    `choices` is `{"rows": {"sheet!row": take|keep|leave}, "kinds": {code: take|leave}}`. Everything is read again
    against the records of this moment. `waiting`: a long import, that has been marked as being written. Errors:
    NotOpen, Changed (the new preview is stored), Denied.
    """
    check_may_import(by, batch.unit, as_district=batch.as_district)
    act = _Confirm(batch, by, digest, choices, waiting or Waiting(), ("writing",) if waiting else OPEN)
    try:
        written = act.undisturbed() if waiting else None
        written = written or act.alone()
        batch.refresh_from_db()
        return written
    except (Overtaken, IntegrityError):
        _show_again(batch, by=by, when=act.when)
        raise Changed from None


@dataclass(frozen=True)
class _Confirm:
    """One confirmation. The file is opened outside any transaction: that takes long and asks the database nothing."""

    batch: ImportBatch
    by: Any
    digest: str
    choices: dict[str, Any]
    waiting: Waiting
    when: tuple[str, ...]

    def alone(self) -> Written:
        """Read against the records, compare and write, in one transaction."""
        upload, workbook = batches.opened_file(self.batch, tell=self.waiting.tell)
        with transaction.atomic():
            locked = batches.lock(self.batch, "committed", when=self.when)
            found = self._read(upload, workbook, lambda *_: self.waiting.check())
            direct, n_proposed = proposing.split(_accepted(found, self.choices), locked, by=self.by)
            ready = prepare(direct, source=upload.name[:100], synthetic=records_are_synthetic())
            return self._write(locked, found, ready, n_proposed)

    def undisturbed(self) -> Written | None:
        """Read, compare and prepare while others go on writing, then write in a short transaction, if nothing that
        anybody wrote meanwhile can have changed what was prepared. None where that did not come about.
        """
        if proposes_only(self.by, Appointment, self.batch.unit):
            return None
        tell = self.waiting.tell
        for _ in range(UNDISTURBED_TRIES):
            seen = audit.last_seq()
            upload, workbook = batches.opened_file(self.batch, tell=tell)
            found = self._read(upload, workbook, tell)
            del workbook
            accepted = _accepted(found, self.choices)
            ready = prepare(accepted, source=upload.name[:100], synthetic=records_are_synthetic(), tell=tell)
            found.analysis = found.matched = None  # of a long file these are hundreds of megabytes
            del accepted
            tell(WRITING, 0, 0)
            with transaction.atomic():
                locked = batches.lock(self.batch, "committed", when=self.when)
                if not audit.anything_since(seen, besides=ImportBatch):
                    return self._write(locked, found, ready, 0)
        return None

    def _read(self, upload: Upload, workbook: Any, tell: Tell) -> Read:
        """The file against the records; Overtaken where that is not what the user has seen."""
        found = read_opened(
            upload, workbook, batch_id=self.batch.public_id, said=self.batch.mapping, tell=tell
        )
        proposing.mark(found, upload.unit, by=self.by)
        if found.result["outcome"] == "refuse" or results.digest(found.result) != self.digest:
            raise Overtaken
        return found

    def _write(self, locked: ImportBatch, found: Read, ready: Prepared, n_proposed: int) -> Written:
        by = self.waiting.fresh() if self.waiting.fresh else self.by
        check_may_import(by, locked.unit, as_district=locked.as_district)
        written = _write(locked, found, ready, n_proposed, self.choices, by=by)
        self.waiting.finish()
        return written


def import_at_once(upload: Upload, *, by: Any, with_warnings: bool) -> tuple[ImportBatch, Written | None]:
    """Read and import in one transaction (the command). `None` when the file was refused.

    Errors: Denied, Refused, Changed (a record was changed meanwhile; nothing is written, no batch is kept).
    """
    choices = {"rows": {}, "kinds": {"*": TAKE if with_warnings else LEAVE}}
    try:
        with transaction.atomic():
            batches.lock_units(upload.unit)
            batch, found = _preview(upload, by=by, asks=False)
            if batch.state == "refused":
                return batch, None
            direct, n_proposed = proposing.split(_accepted(found, choices), batch, by=by)
            ready = prepare(direct, source=upload.name[:100], synthetic=records_are_synthetic())
            return batch, _write(batch, found, ready, n_proposed, choices, by=by)
    except (Overtaken, IntegrityError):
        raise Changed from None


def cancel(batch: ImportBatch, *, by: Any) -> None:
    """Give up a preview: nothing is imported and the file is deleted. Errors: NotOpen, Denied."""
    check_may_import(by, batch.unit, as_district=batch.as_district)
    with transaction.atomic():
        locked = batches.lock(batch)
        batches.close(locked, "cancelled", by=by)
    batch.refresh_from_db()


def _show_again(batch: ImportBatch, *, by: Any, when: tuple[str, ...]) -> None:
    """Store a fresh preview after something changed underneath; a file that no longer fits is closed."""
    upload, workbook = batches.opened_file(batch)
    with transaction.atomic():
        locked = batches.lock(batch, when=when)
        found = read_opened(upload, workbook, batch_id=batch.public_id, said=locked.mapping)
        proposing.mark(found, upload.unit, by=by)
        if found.result["outcome"] == "refuse":
            locked.refuse_code = found.result["refuse_code"]
            batches.close(locked, "cancelled", by=by)
        else:
            _keep_again(locked, found, by=by)
    batch.refresh_from_db()


def _keep_again(batch: ImportBatch, found: Read, *, by: Any) -> None:
    kept.set_result(batch, found.result)
    batch.digest = results.digest(found.result)
    batch.state = "previewed"
    batch.version += 1
    with unscoped("the batch of this preview"):
        batch.save(update_fields=["result", "summary", "counts", "digest", "state", "version"])
    kept.keep_rows(batch, found.result["rows"])
    batches.record(batch, "preview_again", by=by)


def _accepted(found: Read, choices: dict[str, Any]) -> list[tuple[Row, Plan]]:
    """The rows that the user takes, each with what of its plan."""
    assert found.analysis is not None
    assert found.matched is not None
    accepted: list[tuple[Row, Plan]] = []
    for row in found.analysis.rows:
        plan = found.matched.plans.get(row.key)
        part = accepted_part(plan, row.as_json(), choices) if plan else None
        if part is not None:
            accepted.append((row, part))
    return accepted


def _write(
    batch: ImportBatch, found: Read, ready: Prepared, n_proposed: int, choices: dict[str, Any], *, by: Any
) -> Written:
    """Write what was prepared and close the batch, inside the caller's transaction.

    The events come as late as can be: from the first of them on, everybody else who writes waits.
    """
    kept.mark_imported(batch, ready.written)
    written = write(ready, by=by)
    effects.keep(batch, written)
    if n_proposed:
        found.result["notices"].append(proposing.sent_text(n_proposed))
        found.result["proposed"] = n_proposed
    batches.close(batch, "committed", by=by, found=found, choices=choices, written=written)
    return written
