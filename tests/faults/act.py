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

from django.core.management import call_command

from exchange import services
from exchange.models import ImportBatch, ImportFile
from exchange.services import background
from foundation import audit, jobs
from foundation.models import AuditEvent
from foundation.versions import StaleVersion
from officials.models import Appointment, Official, Unit
from officials.services import people

UNIT = "10702"
OFFICERS = ("xa_mot", "xa_hai")
background.LONG_ROWS = 50  # what `send` sends is long


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


def send(officer: str, path: str) -> dict:
    """Send a file that counts as long: a worker will read it."""
    unit = Unit.objects.get(code=UNIT)
    file = services.Upload("ds.xlsx", Path(path).read_bytes(), unit, None, False)
    batch = background.send(file, by=_officer(officer))
    return {"batch": batch.public_id, "state": batch.state}


def ask(act: str, officer: str, batch_id: str) -> dict:
    """Ask for the next act of a worker, or once more for one that was cut off (nothing where it still waits)."""
    batch, by = ImportBatch.objects.get(public_id=batch_id), _officer(officer)
    job = jobs.latest(batch_id)
    if job is not None and job.state in jobs.ACTIVE:
        return {"state": "waits"}
    if act == "worker_read":
        background.read_once_more(batch, by=by)
    elif act == "worker_write":
        choices = {"rows": {}, "kinds": {"*": services.TAKE}}
        background.begin_writing(batch, by=by, digest=batch.digest, choices=choices)
    else:
        background.begin_undoing(batch, by=by, reason="Gửi nhầm tệp")
    return {"state": "asked"}


def work() -> dict:
    """Be a worker, until nothing waits any more."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, queue_name="*", verbosity=0)
    return {}


def settle(batch_id: str) -> dict:
    """What the page of a batch finds out: how the job about it stands, and the batch."""
    job = jobs.latest(batch_id)
    return {"job": job.state if job else "", "state": ImportBatch.objects.get(public_id=batch_id).state}


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
    acts = {act.__name__: act for act in (seed, upload, confirm, undo, send, ask, work, settle, edit, look)}
    print("ready", flush=True)
    print(json.dumps(acts[verb](*arguments)), flush=True)


if __name__ == "__main__":
    main()
