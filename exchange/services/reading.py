"""A file read against the records of this moment: gate, layout, rows, matching. Writes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from exchange.workbooks import result as results
from exchange.workbooks.analysis import Analysis, analyse
from exchange.workbooks.gate import Refusal
from exchange.workbooks.matching import Matched, Scope, match
from exchange.workbooks.opening import open_workbook
from exchange.workbooks.units import KnownUnit, UnitNames
from foundation.dates import today
from foundation.scope import unscoped
from officials.models import Unit


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


def _notices(analysis: Analysis, upload: Upload) -> list[str]:
    notices = []
    stated = any(row.values.get("disciplines") for row in analysis.rows)
    if stated and upload.unit is not None and not upload.as_district:
        notices.append(results.COMMUNE_DISCIPLINE)
    return notices


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
