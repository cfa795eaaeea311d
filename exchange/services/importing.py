"""Importing a workbook: preview, confirm, cancel, or all at once."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from exchange.models import ImportBatch
from exchange.services import batches, effects, kept, proposing
from exchange.services.access import check_may_import, note_hits, throttle
from exchange.services.batches import delete_old_files
from exchange.services.choices import LEAVE, TAKE, accepted_part
from exchange.services.reading import Read, Upload, read
from exchange.workbooks import result as results
from exchange.workbooks.commit import Overtaken, Written, write
from exchange.workbooks.plan import Plan
from exchange.workbooks.rows import Row
from foundation.actors import SystemActor
from foundation.context import records_are_synthetic
from foundation.ids import new_public_id
from foundation.scope import unscoped


class Changed(Exception):
    """Records or choices have changed since the preview was shown; the batch now holds the new preview."""


def preview(upload: Upload, *, by: Any) -> ImportBatch:
    """Read an upload and keep it for confirmation. Errors: Denied, Refused (too many refused ID numbers today)."""
    return _preview(upload, by=by)[0]


def _preview(upload: Upload, *, by: Any, asks: bool = True) -> tuple[ImportBatch, Read]:
    """`asks`: a file that may be read once its columns are named waits for that; else it is refused."""
    check_may_import(by, upload.unit, as_district=upload.as_district)
    throttle(by)
    delete_old_files(by=SystemActor())
    public_id = new_public_id(ImportBatch.id_letter)
    found = read(upload, batch_id=public_id)
    proposing.mark(found, upload.unit, by=by)
    with transaction.atomic():
        note_hits(found, by=by)
        refused = not asks and found.result["outcome"] == "refuse"
        return batches.keep(upload, found, public_id, by=by, state="refused" if refused else ""), found


def confirm(batch: ImportBatch, *, by: Any, digest: str, choices: dict[str, Any]) -> Written:
    """Import the rows that are ok, and those with warnings that `choices` takes.

    `choices` is `{"rows": {"sheet!row": take|keep|leave}, "kinds": {code: take|leave}}`. Everything is read again
    against the records of this moment. Errors: NotOpen, Changed (the new preview is stored), Denied.
    """
    check_may_import(by, batch.unit, as_district=batch.as_district)
    try:
        with transaction.atomic():
            locked = batches.lock(batch, "committed")
            upload, found = batches.read_again(locked)
            proposing.mark(found, upload.unit, by=by)
            if found.result["outcome"] == "refuse" or results.digest(found.result) != digest:
                raise Overtaken
            written = _write(locked, upload, found, choices, by=by)
        batch.refresh_from_db()
        return written
    except (Overtaken, IntegrityError):
        _show_again(batch, by=by)
        raise Changed from None


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
            return batch, _write(batch, upload, found, choices, by=by)
    except (Overtaken, IntegrityError):
        raise Changed from None


def cancel(batch: ImportBatch, *, by: Any) -> None:
    """Give up a preview: nothing is imported and the file is deleted. Errors: NotOpen, Denied."""
    check_may_import(by, batch.unit, as_district=batch.as_district)
    with transaction.atomic():
        locked = batches.lock(batch)
        batches.close(locked, "cancelled", by=by)
    batch.refresh_from_db()


def _show_again(batch: ImportBatch, *, by: Any) -> None:
    """Store a fresh preview after something changed underneath; a file that no longer fits is closed."""
    with transaction.atomic():
        locked = batches.lock(batch)
        upload, found = batches.read_again(locked)
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
    batch.version += 1
    with unscoped("the batch of this preview"):
        batch.save(update_fields=["result", "summary", "counts", "digest", "version"])
    kept.keep_rows(batch, found.result["rows"])
    batches.record(batch, "preview_again", by=by)


def _write(batch: ImportBatch, upload: Upload, found: Read, choices: dict[str, Any], *, by: Any) -> Written:
    """Write what was read and close the batch, inside the caller's transaction."""
    assert found.analysis is not None
    assert found.matched is not None
    accepted: list[tuple[Row, Plan]] = []
    for row in found.analysis.rows:
        plan = found.matched.plans.get(row.key)
        part = accepted_part(plan, row.as_json(), choices) if plan else None
        if part is not None:
            accepted.append((row, part))
    direct, n_proposed = proposing.split(accepted, batch, by=by)
    written = write(direct, by=by, source=upload.name[:100], synthetic=records_are_synthetic())
    effects.keep(batch, written)
    if n_proposed:
        found.result["notices"].append(proposing.sent_text(n_proposed))
        found.result["proposed"] = n_proposed
    batches.close(batch, "committed", by=by, found=found, choices=choices, written=written)
    return written
