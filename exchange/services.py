"""Importing a workbook: read, preview, confirm, cancel. The page, the API and the command all come through here."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from exchange.models import ImportBatch, ImportFile
from exchange.workbooks import result as results
from exchange.workbooks.analysis import Analysis, analyse
from exchange.workbooks.commit import Overtaken, Written, write
from exchange.workbooks.gate import Refusal
from exchange.workbooks.matching import Matched, Scope, match
from exchange.workbooks.opening import open_workbook
from exchange.workbooks.plan import Plan
from exchange.workbooks.rows import OK, WARN, Row
from exchange.workbooks.units import KnownUnit, UnitNames
from foundation import audit
from foundation.actors import SystemActor
from foundation.context import records_are_synthetic
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.ids import new_public_id
from foundation.models import AccessEvent
from foundation.scope import unscoped
from officials.models import Unit

HIT_ACTION = "import_other_unit"
MAX_HITS_A_DAY = 60
KEEP_DAYS = 7
TAKE, KEEP, LEAVE = "take", "keep", "leave"


class NotOpen(Exception):
    """The batch was confirmed, cancelled or refused before; nothing is done a second time."""


class Changed(Exception):
    """Records or choices have changed since the preview was shown; the batch now holds the new preview."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in, and for whom."""

    name: str
    content: bytes
    unit: Unit | None
    as_of: dt.date | None
    as_district: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def unit_id(self) -> str:
        return self.unit.public_id if self.unit else "all"


@dataclass(slots=True)
class Read:
    """A file read against the records of this moment."""

    result: dict[str, Any]
    analysis: Analysis | None = None
    matched: Matched | None = None
    as_of: dt.date | None = None


def read(upload: Upload, *, batch_id: str = "") -> Read:
    """Stages 1–6: gate, layout, rows, matching. Writes nothing; a refused file is a result, not an error."""
    try:
        workbook = open_workbook(upload.content, upload.name)
        analysis = analyse(
            workbook,
            names_on=unit_names_on,
            own_unit=known_unit(upload.unit) if upload.unit else None,
            as_of=upload.as_of,
            today=today(),
        )
    except Refusal as refusal:
        return Read(results.refused(refusal.code, unit=upload.unit_id, batch=batch_id))
    matched = match(analysis, Scope(upload.unit, upload.as_district))
    notices = _notices(analysis, upload)
    result = results.accepted(analysis, unit=upload.unit_id, batch=batch_id, notices=notices)
    return Read(result, analysis, matched, analysis.as_of)


def preview(upload: Upload, *, by: Any) -> ImportBatch:
    """Read an upload and keep it for confirmation. Errors: Denied, Refused (too many refused ID numbers today)."""
    return _preview(upload, by=by)[0]


def _preview(upload: Upload, *, by: Any) -> tuple[ImportBatch, Read]:
    check_may_import(by, upload.unit, as_district=upload.as_district)
    _throttle(by)
    delete_old_files(by=SystemActor())
    public_id = new_public_id(ImportBatch.id_letter)
    found = read(upload, batch_id=public_id)
    with transaction.atomic():
        _note_hits(found, by=by)
        return _keep(upload, found, public_id, by=by), found


def confirm(batch: ImportBatch, *, by: Any, digest: str, choices: dict[str, Any]) -> Written:
    """Import the rows that are ok, and those with warnings that `choices` takes.

    `choices` is `{"rows": {"sheet!row": take|keep|leave}, "kinds": {code: take|leave}}`. Everything is read again
    against the records of this moment. Errors: NotOpen, Changed (the new preview is stored), Denied.
    """
    check_may_import(by, batch.unit, as_district=batch.as_district)
    try:
        with transaction.atomic():
            locked = _lock(batch)
            upload, found = _read_again(locked)
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
            _lock_units(upload.unit)
            batch, found = _preview(upload, by=by)
            if batch.state == "refused":
                return batch, None
            return batch, _write(batch, upload, found, choices, by=by)
    except (Overtaken, IntegrityError):
        raise Changed from None


def cancel(batch: ImportBatch, *, by: Any) -> None:
    """Give up a preview: nothing is imported and the file is deleted. Errors: NotOpen, Denied."""
    check_may_import(by, batch.unit, as_district=batch.as_district)
    with transaction.atomic():
        locked = _lock(batch)
        _close(locked, "cancelled", by=by)
    batch.refresh_from_db()


def delete_old_files(*, by: Any) -> int:
    """Close previews that nobody confirmed within `KEEP_DAYS` and delete their files; how many."""
    limit = timezone.now() - dt.timedelta(days=KEEP_DAYS)
    with unscoped("retention of uploads"), transaction.atomic():
        old = list(ImportBatch.objects.select_for_update().filter(state="previewed", uploaded_at__lt=limit))
        for batch in old:
            _close(batch, "expired", by=by)
    return len(old)


# --- who may ----------------------------------------------------------------------------------------------------


def check_may_import(by: Any, unit: Unit | None, *, as_district: bool) -> None:
    """Denied unless `by` may write records of `unit` (None: of all units)."""
    if by.may("write", ImportBatch, "all"):
        return
    allowed = by.may("write", ImportBatch, "own") and unit is not None and unit.pk in by.unit_ids_today()
    if not allowed or as_district:
        raise Denied("Ông/bà không có quyền nhập tệp cho đơn vị này. Đề nghị liên hệ Phòng Nội vụ.")


def _throttle(by: Any) -> None:
    since = timezone.now() - dt.timedelta(days=1)
    hits = AccessEvent.objects.filter(actor=by.username, action=HIT_ACTION, at__gte=since).count()
    if by.pk is not None and hits >= MAX_HITS_A_DAY:
        raise Refused(
            "Quá nhiều số CCCD không dùng được trong ngày. Đề nghị liên hệ Phòng Nội vụ.", field="file"
        )


def _note_hits(found: Read, *, by: Any) -> None:
    for official_id, unit_id in found.matched.hits if found.matched else []:
        audit.log_access(by=by, action=HIT_ACTION, object_id=official_id, unit_id=unit_id)


# --- units ------------------------------------------------------------------------------------------------------


def known_unit(unit: Unit) -> KnownUnit:
    return KnownUnit(unit.public_id, unit.code, unit.kind, unit.name, unit)


def unit_names_on(day: dt.date) -> UnitNames:
    """Names of the units whose life includes `day`."""
    with unscoped("names of units are public"):
        return UnitNames(known_unit(unit) for unit in Unit.objects.existing_on(day))


def unit_by_code(text: str, day: dt.date) -> Unit | None:
    """A unit by its exact id, else by a code that is valid on `day`; None when there is none."""
    with unscoped("names of units are public"):
        exact = Unit.objects.filter(public_id=text).first()
        return exact or Unit.objects.existing_on(day).filter(code=text).first()


# --- the batch --------------------------------------------------------------------------------------------------


def _keep(upload: Upload, found: Read, public_id: str, *, by: Any) -> ImportBatch:
    is_refused = found.result["outcome"] == "refuse"
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
        state="refused" if is_refused else "previewed",
        refuse_code=found.result["refuse_code"] or "",
        counts=found.result["counts"],
        result=found.result,
        digest=results.digest(found.result),
        uploaded_by_id=by.pk,
        uploaded_by_name=by.full_name or by.username,
        uploaded_at=now,
        closed_at=now if is_refused else None,
        closed_by_name=(by.full_name or by.username) if is_refused else "",
    )
    with unscoped("a new batch of the uploader"):
        batch.save(force_insert=True)
        if not is_refused:
            file_id = new_public_id(ImportFile.id_letter)
            ImportFile.objects.create(public_id=file_id, batch=batch, content=upload.content)
    _record(batch, "upload_workbook", by=by)
    return batch


def _lock(batch: ImportBatch) -> ImportBatch:
    """The batch for this transaction alone; NotOpen when it is closed."""
    with unscoped("the batch that the caller has found"):
        locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
        if not locked.may_become("committed"):
            raise NotOpen
    _lock_units(locked.unit)
    return locked


def _lock_units(unit: Unit | None) -> None:
    """Two files for one unit are imported one after the other, so that the second sees what the first wrote."""
    with unscoped("locking units for an import"):
        units = Unit.objects.filter(pk=unit.pk) if unit else Unit.objects.all()
        list(units.order_by("pk").select_for_update(of=("self",)).only("pk"))


def _read_again(batch: ImportBatch) -> tuple[Upload, Read]:
    with unscoped("the file of a checked batch"):
        content = bytes(ImportFile.objects.get(batch=batch).content)
    upload = Upload(
        name=batch.file_name,
        content=content,
        unit=batch.unit,
        as_of=batch.as_of if batch.as_of_given else None,
        as_district=batch.as_district,
    )
    if upload.sha256 != batch.sha256:
        return upload, Read(results.refused("corrupt_file", unit=upload.unit_id, batch=batch.public_id))
    return upload, read(upload, batch_id=batch.public_id)


def _show_again(batch: ImportBatch, *, by: Any) -> None:
    """Store a fresh preview after something changed underneath; a file that no longer fits is closed."""
    with transaction.atomic():
        locked = _lock(batch)
        _, found = _read_again(locked)
        if found.result["outcome"] == "refuse":
            locked.refuse_code = found.result["refuse_code"]
            _close(locked, "cancelled", by=by)
            return
        locked.result, locked.counts = found.result, found.result["counts"]
        locked.digest = results.digest(found.result)
        locked.version += 1
        with unscoped("the batch of this preview"):
            locked.save(update_fields=["result", "counts", "digest", "version"])
        _record(locked, "preview_again", by=by)
    batch.refresh_from_db()


def _write(batch: ImportBatch, upload: Upload, found: Read, choices: dict[str, Any], *, by: Any) -> Written:
    """Write what was read and close the batch, inside the caller's transaction."""
    assert found.analysis is not None
    assert found.matched is not None
    accepted: list[tuple[Row, Plan]] = []
    for row in found.analysis.rows:
        plan = found.matched.plans.get(row.key)
        decision = decide(row.as_json(), choices)
        if plan is None or decision == LEAVE:
            continue
        accepted.append((row, plan.without_conflicts() if decision == KEEP else plan))
    written = write(accepted, by=by, source=upload.name[:100], synthetic=records_are_synthetic())
    _close(batch, "committed", by=by, found=found, choices=choices, written=written)
    return written


def decide(row: dict[str, Any], choices: dict[str, Any]) -> str:
    """What becomes of a row of the result: take, keep (all but what contradicts the record) or leave."""
    if row["status"] == OK:
        return TAKE
    if row["status"] != WARN:
        return LEAVE
    chosen = choices.get("rows", {}).get(row_key(row))
    if chosen in (TAKE, KEEP, LEAVE):
        return str(chosen)
    kinds = choices.get("kinds", {})
    codes = {item["code"] for item in row["problems"] if item["level"] == "warning"}
    decisions = {kinds.get(code, kinds.get("*", LEAVE)) for code in codes}
    if decisions <= {TAKE, KEEP} and decisions:
        return KEEP if KEEP in decisions else TAKE
    return LEAVE


def row_key(row: dict[str, Any]) -> str:
    return f"{row['sheet']}!{row['row']}"


def _close(
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
        batch.result = found.result | {"imported": dict(written.changes)}
        for row in batch.result["rows"]:
            row["imported"] = (row["sheet"], row["row"]) in written.official_ids
            row["official_id"] = written.official_ids.get((row["sheet"], row["row"]), row["official_id"])
    with unscoped("the batch that is being closed"):
        batch.save(
            update_fields=[
                "state",
                "closed_at",
                "closed_by_name",
                "choices",
                "version",
                "result",
                "refuse_code",
            ]
        )
        ImportFile.objects.filter(batch=batch).delete()
    _record(batch, f"workbook_{state}", by=by, written=written)


def _record(batch: ImportBatch, action: str, *, by: Any, written: Written | None = None) -> None:
    changes: dict[str, Any] = {"state": [None, batch.state], "sha256": [None, batch.sha256]}
    changes["counts"] = [None, batch.counts]
    if written is not None:
        changes["imported"] = [None, dict(written.changes)]
    audit.record(by=by, action=action, obj=batch, unit=batch.unit, changes=changes, summary=batch.file_name)


def _notices(analysis: Analysis, upload: Upload) -> list[str]:
    notices = []
    stated = any(row.values.get("disciplines") for row in analysis.rows)
    if stated and upload.unit is not None and not upload.as_district:
        notices.append(results.COMMUNE_DISCIPLINE)
    return notices
