"""A file read against the records of this moment: gate, layout, rows, matching. Writes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.models import ImportBatch
from exchange.services import headings
from exchange.workbooks import result as results
from exchange.workbooks.analysis import Analysis, analyse
from exchange.workbooks.gate import Refusal
from exchange.workbooks.headings import NoNameColumn, Told
from exchange.workbooks.matching import Matched, Scope, match
from exchange.workbooks.opening import Workbook, open_workbook
from exchange.workbooks.progress import OPENING, Tell, nobody
from exchange.workbooks.units import KnownUnit, UnitNames
from foundation.dates import local_time, today
from foundation.scope import unscoped
from officials.models import Unit


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in, and for whom. `spoken`: what was said about headings with it, for this file alone."""

    name: str
    content: bytes
    unit: Unit | None
    as_of: dt.date | None
    as_district: bool
    spoken: Mapping[str, str] = field(default_factory=dict)

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
    said: headings.Said = field(default_factory=dict)


def read(
    upload: Upload,
    *,
    batch_id: str = "",
    said: headings.Said | None = None,
    at_most: int = 0,
    tell: Tell = nobody,
) -> Read:
    """Stages 1–6: gate, layout, rows, matching. Writes nothing; a refused file is a result, not an error.

    `said`: what an earlier reading of this very file went by; None = what the office has said up to now. Errors:
    TooLong for a good file of more than `at_most` rows (0 = any).
    """
    return read_opened(
        upload, opened(upload, at_most=at_most, tell=tell), batch_id=batch_id, said=said, tell=tell
    )


def opened(upload: Upload, *, at_most: int = 0, tell: Tell = nobody) -> Workbook | Refusal:
    """The slow start of a reading, which asks the database nothing: the file's cells, or why it is refused."""
    tell(OPENING, 0, 0)
    try:
        return open_workbook(upload.content, upload.name, at_most=at_most)
    except Refusal as refusal:
        return refusal


def read_opened(
    upload: Upload,
    workbook: Workbook | Refusal,
    *,
    batch_id: str = "",
    said: headings.Said | None = None,
    tell: Tell = nobody,
) -> Read:
    """The rest of a reading, against the records of this moment; a workbook may be read more than once."""
    if said is None:
        said = headings.for_file(upload.unit, upload.spoken)
    try:
        if isinstance(workbook, Refusal):
            raise workbook
        analysis = analyse(
            workbook,
            names_on=unit_names_on,
            own_unit=known_unit(upload.unit) if upload.unit else None,
            as_of=upload.as_of,
            today=today(),
            mapping=headings.targets(said),
            tell=tell,
        )
    except Refusal as refusal:
        result = results.refused(refusal.code, unit=upload.unit_id, batch=batch_id)
        if isinstance(refusal, NoNameColumn):
            result |= _told(refusal.unknown, refusal.known, said)
        return Read(result, said=said)
    matched = match(analysis, Scope(upload.unit, upload.as_district), tell)
    notices = _notices(analysis, upload)
    result = results.accepted(analysis, unit=upload.unit_id, batch=batch_id, notices=notices)
    result |= _told(analysis.unknown_headings, analysis.known_headings, said)
    return Read(result, analysis, matched, analysis.as_of, said)


def _told(unknown: Told, known: Told, said: headings.Said) -> dict[str, Any]:
    """What the result says about headings: those nobody knows, those understood, what the user's words decided."""
    keys = {item["key"] for item in known}
    return {"unknown_headings": unknown, "known_headings": known, "mapping": headings.used(said, keys)}


def _notices(analysis: Analysis, upload: Upload) -> list[str]:
    notices = _sent_before(upload)
    stated = any(row.values.get("disciplines") for row in analysis.rows)
    if stated and upload.unit is not None and not upload.as_district:
        notices.append(results.COMMUNE_DISCIPLINE)
    keys = {item["key"] for item in [*analysis.known_headings, *analysis.unknown_headings]}
    missing = headings.missing_text(upload.spoken, keys)
    return [*notices, missing] if missing else notices


def _sent_before(upload: Upload) -> list[str]:
    """That this very file was imported for this unit before: no obstacle, rows are known by what they say."""
    with unscoped("the day of an import for the same unit"):
        same = ImportBatch.objects.filter(
            sha256=upload.sha256, unit=upload.unit, state__in=("committed", "undone")
        )
        last = same.order_by("-closed_at").values_list("closed_at", "undone_at").first()
    if last is None:
        return []
    imported_at, undone_at = last
    assert imported_at is not None
    then = f", đã hoàn tác ngày {local_time(undone_at):%d/%m/%Y}" if undone_at else ""
    return [
        f"Tệp này đã nhập ngày {local_time(imported_at):%d/%m/%Y}{then}. Nhập lại chỉ ghi những gì khác hồ sơ hiện nay."
    ]


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
