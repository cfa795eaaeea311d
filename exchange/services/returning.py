"""The workbook that its uploader gets back: their own with results beside the rows, else what is left of it.

For `KEEP_DAYS` after it was sent the file itself is there; afterwards only the rows that were not imported, as the
result has kept them. Every file handed out is noted in the access log.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from exchange.models import ImportBatch, ImportFile
from exchange.returned import making
from exchange.services import headings, kept
from exchange.services.access import check_may_import
from exchange.services.batches import KEEP_DAYS
from exchange.services.reading import Upload
from exchange.sheets_out.rows_left import sheet_of_rows_left
from exchange.workbooks.gate import Refusal
from foundation import audit
from foundation.errors import Denied
from foundation.scope import unscoped
from foundation.sheets import write_xlsx

GIVEN_BACK = ("previewed", "committed", "undone")
OWN, NEW, ROWS = "own", "new", "rows"
ONLY_ITS_UPLOADER = "Chỉ người gửi tệp mới nhận lại được tệp này."
_DONE = re.compile(r"(?: - (?:đã kiểm tra|kết quả))+\Z")


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """An .xlsx to save: `kind` own (annotated), new (its values) or rows (what was not imported)."""

    content: bytes
    name: str
    kind: str


def kept_until(batch: ImportBatch) -> dt.datetime:
    """The moment from which the file is no longer there."""
    return batch.uploaded_at + dt.timedelta(days=KEEP_DAYS)


def has_file(batch: ImportBatch) -> bool:
    """True while the sent file can be given back with its results."""
    if batch.state not in GIVEN_BACK or timezone.now() >= kept_until(batch):
        return False
    with unscoped("whether the file of a batch that its reader has found is there"):
        return ImportFile.objects.filter(batch=batch).exists()


def returned_workbook(batch: ImportBatch, *, by: Any) -> ReturnedFile | None:
    """The file that goes back to `by`; None where nothing is left of it. Errors: Denied."""
    if by.pk is None or batch.uploaded_by_id != by.pk:
        raise Denied(ONLY_ITS_UPLOADER)
    check_may_import(by, batch.unit, as_district=batch.as_district)
    made = _annotated(batch) or _rows_left(batch)
    if made is not None:
        unit_id = batch.unit.public_id if batch.unit else ""
        audit.log_access(
            by=by, action="export", object_id=batch.public_id, unit_id=unit_id, detail=f"{made.name} (tệp đã gửi, có kết quả)"
        )  # fmt: skip
    return made


def annotated_upload(upload: Upload, document: dict[str, Any]) -> bytes | None:
    """The upload with the results of `document` beside its rows (the command); None for a refused file."""
    if document["outcome"] == "refuse":
        return None
    state = "committed" if "imported" in document else "previewed"
    mapping = headings.targets(document.get("mapping", {}))
    return making.make(upload.content, upload.name, document["rows"], state=state, mapping=mapping).content


def _annotated(batch: ImportBatch) -> ReturnedFile | None:
    content = _content(batch)
    if content is None:
        return None
    rows = list(kept.RowList(batch))
    try:
        made = making.make(
            content, batch.file_name, rows, state=batch.state, mapping=headings.targets(batch.mapping)
        )
    except Refusal:
        return None
    stem = _DONE.sub("", batch.file_name.rpartition(".")[0] or batch.file_name)
    name = f"{stem} - {'đã kiểm tra' if batch.state == 'previewed' else 'kết quả'}.xlsx"
    return ReturnedFile(made.content, name, OWN if made.is_own else NEW)


def _content(batch: ImportBatch) -> bytes | None:
    """The bytes that were sent, while they may be given back; None also for bytes that are no longer the same."""
    if not has_file(batch):
        return None
    with unscoped("the file of a batch, for its own uploader"):
        content = bytes(ImportFile.objects.get(batch=batch).content)
    upload = Upload(batch.file_name, content, batch.unit, None, as_district=batch.as_district)
    return content if upload.sha256 == batch.sha256 else None


def _rows_left(batch: ImportBatch) -> ReturnedFile | None:
    rows = [row for row in kept.RowList(batch, left=True) if row["status"] in ("error", "warn")]
    if not rows:
        return None
    stream = io.BytesIO()
    write_xlsx(stream, sheet_of_rows_left(batch, rows))
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    return ReturnedFile(stream.getvalue(), f"Các dòng cần sửa của {stem}.xlsx", ROWS)
