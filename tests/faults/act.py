"""One act of an import in a process of its own, so that it can be killed: `python -m tests.faults.act <verb> …`.

Prints `ready` when the act begins and one line of JSON when it has ended. The database is that of DATABASE_URL.
"""

# ruff: noqa: E402  (Django must be set up before the models can be imported)
from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinhmon_cadre.settings")
django.setup()

from exchange import services
from exchange.models import ImportBatch, ImportFile
from foundation import audit
from foundation.models import AuditEvent
from foundation.versions import StaleVersion
from officials.models import Appointment, Official, Unit
from officials.services import people

UNIT = "10702"
OFFICERS = ("xa_mot", "xa_hai")


def seed() -> dict:
    """A unit and two officers of it."""
    from tests import factories

    unit = factories.make_unit(UNIT, name="Minh Tân", area="Nhị Chiểu")
    for name in OFFICERS:
        factories.make_user("commune", unit=unit, username=name)
    return {}


def _officer(name: str):
    from accounts.models import User

    return User.objects.get(username=name)


def upload(officer: str, path: str) -> dict:
    """Send a file; what its preview counts."""
    unit = Unit.objects.get(code=UNIT)
    file = services.Upload(
        name="ds.xlsx", content=Path(path).read_bytes(), unit=unit, as_of=None, as_district=False
    )
    batch = services.preview(file, by=_officer(officer))
    return {"batch": batch.public_id, "digest": batch.digest, "counts": batch.counts, "state": batch.state}


def confirm(officer: str, batch_id: str, digest: str) -> dict:
    """Confirm a preview; how it ended."""
    batch = ImportBatch.objects.get(public_id=batch_id)
    try:
        written = services.confirm(
            batch, by=_officer(officer), digest=digest, choices={"rows": {}, "kinds": {"*": services.TAKE}}
        )
    except services.NotOpen:
        return {"end": "not_open"}
    except services.Changed:
        return {"end": "changed"}
    return {"end": "written", "changes": dict(written.changes)}


def undo(officer: str, batch_id: str) -> dict:
    """Take an import back; how it ended."""
    batch = ImportBatch.objects.get(public_id=batch_id)
    try:
        services.undo(batch, by=_officer(officer), reason="Gửi nhầm tệp")
    except services.NotOpen:
        return {"end": "not_open"}
    except services.NotUndoable as refusal:
        return {"end": "refused", "people": len(refusal.obstacles)}
    return {"end": "undone"}


def edit(officer: str) -> dict:
    """Correct the home of the first person; how it ended."""
    official = Official.objects.order_by("pk").first()
    if official is None:
        return {"end": "gone"}
    try:
        people.change_official(
            by=_officer(officer), official=official, changes={"hometown": "Làng"}, version=official.version
        )
    except (StaleVersion, Official.DoesNotExist):
        return {"end": "gone"}
    return {"end": "saved"}


def look() -> dict:
    """What the database holds, and whether the audit's chain is whole."""
    return {
        "officials": Official.objects.count(),
        "names": Official.objects.values("full_name", "birth_date").distinct().count(),
        "appointments": Appointment.objects.count(),
        "without_post": Official.objects.filter(appointments=None).count(),
        "batches": sorted(ImportBatch.objects.values_list("state", flat=True)),
        "edited": Official.objects.filter(hometown="Làng").count(),
        "files": ImportFile.objects.count(),
        "events": AuditEvent.objects.filter(action="import").count(),
        "audit": audit.first_broken_row() is None,
    }


def main() -> None:
    verb, *arguments = sys.argv[1:]
    acts = {"seed": seed, "upload": upload, "confirm": confirm, "undo": undo, "edit": edit, "look": look}
    print("ready", flush=True)
    print(json.dumps(acts[verb](*arguments)), flush=True)


if __name__ == "__main__":
    main()
