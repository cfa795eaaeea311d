"""Closing the figures of a unit and year: its frame rows as they are now, kept for good (ADR "Frozen figures")."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from foundation import audit, bulk
from foundation.errors import Denied, Refused
from foundation.ids import new_public_id
from foundation.models import AuditArea
from foundation.scope import unscoped
from officials.models import Unit
from reports import snapshot as snapshots
from reports.frozen.rows import SCHEMA, Content, rows_of
from reports.models import FrozenFigures, FrozenRow


@transaction.atomic
def freeze(*, by: Any, unit: Unit, year: int) -> FrozenFigures:
    """Keep the frame rows of `unit` in `year` as a new version; earlier ones stay. One audit event `freeze_figures`.

    Errors: Denied for who may not accept data; Refused for a unit that the figures do not know.
    """
    if not by.may("write", "cycle.Submission", "all"):
        raise Denied("Chỉ Phòng Nội vụ được chốt số liệu.")
    audit.take_turn()  # nobody changes a record between the reading and the event that says what was read
    seq = audit.last_seq()
    snapshot = snapshots.current()
    place = np.flatnonzero(snapshot.units.key == unit.pk)
    if not len(place):
        raise Refused("Chưa có số liệu của đơn vị này.")
    rows = rows_of(snapshot, year, place.tolist())[int(place[0])]
    with unscoped("the number of a version follows the one before it; the right was checked"):
        held = FrozenFigures.objects.select_for_update().filter(unit_key=unit.public_id, year=year)
        number = max((each.number for each in held), default=0) + 1
        figures = FrozenFigures(
            public_id=new_public_id(FrozenFigures.id_letter),
            unit_key=unit.public_id,
            year=year,
            number=number,
            schema=SCHEMA,
            records_seq=seq,
            n_people=sum("people" in content for content in rows.values()),
            sha256=digest(rows),
            frozen_at=timezone.now(),
            frozen_by_id=by.pk,
            frozen_by_name=by.full_name or by.username,
        )
        figures.full_clean()
        figures.save(force_insert=True)
        bulk.insert(
            [
                FrozenRow(
                    public_id=f"{FrozenRow.id_letter}-{figures.public_id}-{position}",
                    figures=figures,
                    subject_id=subject,
                    content=content,
                )
                for position, (subject, content) in enumerate(sorted(rows.items()))
            ]
        )
    audit.record(
        by=by,
        action="freeze_figures",
        obj=figures,
        unit=unit.public_id,
        changes={name: [None, getattr(figures, name)] for name in ("year", "number", "n_people", "sha256")},
        summary=str(figures),
        area=AuditArea.CYCLE,
    )
    return figures


def digest(rows: dict[str, Content]) -> str:
    """SHA-256 of all rows of one closing, whatever the order they are read in."""
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
