"""The batch: kept, locked, closed, recorded; files kept for their uploader until their time is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from exchange.models import OPEN, ImportBatch, ImportFile
from exchange.services import kept
from exchange.services.headings import Said
from exchange.services.reading import Read, Upload, opened, read_opened
from exchange.workbooks import result as results
from exchange.workbooks.commit import Written
from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import Workbook
from exchange.workbooks.progress import Tell, nobody
from foundation import audit
from foundation.dates import today
from foundation.ids import new_public_id
from foundation.scope import unscoped
from officials.models import Unit

KEEP_DAYS = 7


class NotOpen(Exception):
    """The batch was confirmed, cancelled or refused before; nothing is done a second time."""


def state_after(found: Read) -> str:
    """`unclear`: a file that may be read once the user has said which column is which."""
    if found.result["outcome"] != "refuse":
        return "previewed"
    return "unclear" if found.result.get("unknown_headings") else "refused"


def keep(upload: Upload, found: Read, public_id: str, *, by: Any, state: str = "") -> ImportBatch:
    """A new batch, with its file where it waits for its user. Of an unclear file the caller may have no use (`state`)."""
    state = state or state_after(found)
    now = timezone.now()
    batch = ImportBatch(
        public_id=public_id,
        unit=upload.unit,
        as_of=found.as_of or upload.as_of or today(),
        as_of_given=upload.as_of is not None,
        as_district=upload.as_district,
        file_name=upload.name[-200:] or "tệp không tên",
        sha256=upload.sha256,
        n_bytes=len(upload.content),
        state=state,
        refuse_code=found.result["refuse_code"] or "",
        mapping=found.said,
        digest=results.digest(found.result),
        uploaded_by_id=by.pk,
        uploaded_by_name=by.full_name or by.username,
        uploaded_at=now,
        closed_at=None if state in OPEN else now,
        closed_by_name="" if state in OPEN else (by.full_name or by.username),
    )
    kept.set_result(batch, found.result)
    with unscoped("a new batch of the uploader"):
        batch.save(force_insert=True)
        kept.keep_rows(batch, found.result["rows"])
        if state in OPEN:
            file_id = new_public_id(ImportFile.id_letter)
            ImportFile.objects.create(public_id=file_id, batch=batch, content=upload.content)
    record(batch, "upload_workbook", by=by)
    return batch


def begin(upload: Upload, *, n_rows: int, by: Any) -> ImportBatch:
    """A new batch of a long file that will be read later. Inside the caller's transaction."""
    public_id = new_public_id(ImportBatch.id_letter)
    batch = ImportBatch(
        public_id=public_id,
        unit=upload.unit,
        as_of=upload.as_of or today(),
        as_of_given=upload.as_of is not None,
        as_district=upload.as_district,
        file_name=upload.name[-200:] or "tệp không tên",
        sha256=upload.sha256,
        n_bytes=len(upload.content),
        state="reading",
        uploaded_by_id=by.pk,
        uploaded_by_name=by.full_name or by.username,
        uploaded_at=timezone.now(),
    )
    kept.set_result(batch, results.unread(unit=upload.unit_id, batch=public_id, n_rows=n_rows))
    with unscoped("a new batch of the uploader"):
        batch.save(force_insert=True)
        file_id = new_public_id(ImportFile.id_letter)
        ImportFile.objects.create(public_id=file_id, batch=batch, content=upload.content)
    record(batch, "upload_workbook", by=by)
    return batch


def fill(batch: ImportBatch, found: Read, *, by: Any) -> None:
    """What the reading of a long file found; its rows have been kept. Inside the caller's transaction."""
    kept.set_result(batch, found.result)
    batch.state = state_after(found)
    batch.refuse_code = found.result["refuse_code"] or ""
    batch.mapping, batch.digest = found.said, results.digest(found.result)
    batch.as_of = found.as_of or batch.as_of
    batch.version += 1
    if batch.state not in OPEN:
        batch.closed_at, batch.closed_by_name = timezone.now(), batch.uploaded_by_name
    with unscoped("a batch that has been read"):
        batch.save()
        if batch.state not in OPEN:
            ImportFile.objects.filter(batch=batch).delete()
    record(batch, "workbook_read", by=by)


def move(
    batch: ImportBatch, state: str, action: str, *, by: Any, choices: dict[str, Any] | None = None
) -> None:
    """Another state of a batch that stays open or busy. Inside the caller's transaction. Errors: NotOpen."""
    if not batch.may_become(state):
        raise NotOpen
    batch.state = state
    batch.choices = batch.choices if choices is None else choices
    batch.version += 1
    with unscoped("a batch that its user works on"):
        batch.save(update_fields=["state", "choices", "version"])
    record(batch, action, by=by)


def lock(batch: ImportBatch, *states: str, when: tuple[str, ...] = OPEN) -> ImportBatch:
    """The batch for this transaction alone; NotOpen when it is not in a state of `when` (or may not become one of
    `states`).
    """
    with unscoped("the batch that the caller has found"):
        locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
        if locked.state not in when or (states and not any(locked.may_become(state) for state in states)):
            raise NotOpen
    lock_units(locked.unit)
    return locked


def lock_units(unit: Unit | None) -> None:
    """Two files for one unit are imported one after the other, so that the second sees what the first wrote."""
    with unscoped("locking units for an import"):
        units = Unit.objects.filter(pk=unit.pk) if unit else Unit.objects.all()
        list(units.order_by("pk").select_for_update(of=("self",)).only("pk"))


def opened_file(
    batch: ImportBatch, *, spoken: Mapping[str, str] | None = None, tell: Tell = nobody
) -> tuple[Upload, Workbook | Refusal]:
    """The batch's file opened once more (no transaction needed), or why it cannot be. NotOpen when it is gone."""
    with unscoped("the file of a checked batch"):
        stored = ImportFile.objects.filter(batch=batch).first()
    if stored is None:
        raise NotOpen
    upload = Upload(
        name=batch.file_name,
        content=bytes(stored.content),
        unit=batch.unit,
        as_of=batch.as_of if batch.as_of_given else None,
        as_district=batch.as_district,
        spoken=spoken or {},
    )
    if upload.sha256 != batch.sha256:
        return upload, Refusal("corrupt_file")
    return upload, opened(upload, tell=tell)


def read_again(batch: ImportBatch, said: Said | None = None) -> tuple[Upload, Read]:
    """The file once more, against the records of this moment, by what was said about its headings."""
    upload, workbook = opened_file(batch)
    said = batch.mapping if said is None else said
    return upload, read_opened(upload, workbook, batch_id=batch.public_id, said=said)


def close(
    batch: ImportBatch,
    state: str,
    *,
    by: Any,
    found: Read | None = None,
    choices: dict[str, Any] | None = None,
    written: Written | None = None,
) -> None:
    if not batch.may_become(state):
        raise NotOpen
    batch.state = state
    batch.closed_at = timezone.now()
    batch.closed_by_name = by.full_name or by.username
    batch.choices = choices or {}
    batch.version += 1
    if found is not None and written is not None:
        kept.set_result(batch, found.result | {"imported": dict(written.changes)})
    with unscoped("the batch that is being closed"):
        batch.save(
            update_fields=[
                "state",
                "closed_at",
                "closed_by_name",
                "choices",
                "version",
                "result",
                "summary",
                "refuse_code",
            ]
        )
        if state != "committed" or batch.uploaded_by_id is None:  # nobody could fetch it any more
            ImportFile.objects.filter(batch=batch).delete()
    record(batch, f"workbook_{state}", by=by, written=written)


def record(
    batch: ImportBatch, action: str, *, by: Any, written: Written | None = None, reason: str = ""
) -> None:
    changes: dict[str, Any] = {"state": [None, batch.state], "sha256": [None, batch.sha256]}
    changes["counts"] = [None, batch.counts]
    if written is not None:
        changes["imported"] = [None, dict(written.changes)]
    audit.record(
        by=by,
        action=action,
        obj=batch,
        unit=batch.unit,
        changes=changes,
        summary=batch.file_name,
        reason=reason,
    )


def delete_old_files(*, by: Any) -> int:
    """Delete the files sent more than `KEEP_DAYS` ago; a preview that nobody confirmed is closed. How many files."""
    limit = timezone.now() - dt.timedelta(days=KEEP_DAYS)
    with unscoped("retention of uploads"), transaction.atomic():
        old = ImportBatch.objects.filter(uploaded_at__lt=limit, stored_file__isnull=False)
        old = old.exclude(state="writing")
        batches = list(ImportBatch.objects.select_for_update().filter(pk__in=old.values("pk")).order_by("pk"))
        for batch in batches:
            if batch.may_become("expired"):
                close(batch, "expired", by=by)
            else:
                ImportFile.objects.filter(batch=batch).delete()
                record(batch, "workbook_file_deleted", by=by)
    return len(batches)
