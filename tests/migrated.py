"""The empty, migrated database of the tests on SQLite, made once for each state of migrations and fixtures.

Migrating costs some fifteen seconds of every run; a copy costs a moment. The copy lies beside the system's temporary
files under a name made of everything that migrating reads, so a changed migration, fixture or loader makes a new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.management.commands import migrate
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
READ = ("*/migrations/*.py", "fixtures/**/*", "*/*loading*.py", "*/models/*.py", "*/models.py")
ALSO = ("uv.lock", "foundation/audit_triggers.py")


def _name():
    """A name for all that migrating reads."""
    digest = hashlib.sha256()
    paths = {path for pattern in READ for path in ROOT.glob(pattern)} | {ROOT / name for name in ALSO}
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


def kept():
    """Where the copy lies, or will lie once somebody has migrated."""
    folder = Path(tempfile.gettempdir()) / f"kinhmon-migrated-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{_name()}.sqlite3"


@contextmanager
def copied_where_possible():
    """While it lasts `migrate` on SQLite copies the database made before; the first to come makes it."""
    if connection.vendor != "sqlite":
        yield
        return
    copy = kept()
    original = migrate.Command.handle

    def handle(self, *args, **options):
        if options.get("app_label"):  # a step of its own, for a test of migrations
            original(self, *args, **options)
            return
        connection.ensure_connection()
        with open(copy.with_name("lock"), "w") as lock:
            fcntl.flock(
                lock, fcntl.LOCK_EX
            )  # workers of one run come together: one makes it, the others copy
            if copy.exists():
                _copy(copy, connection.connection)
                return
            original(self, *args, **options)
            _keep(connection.connection, copy)

    migrate.Command.handle = handle
    try:
        yield
    finally:
        migrate.Command.handle = original


def _copy(kept, into):
    source = sqlite3.connect(f"file:{kept}?mode=ro", uri=True)
    source.backup(into)
    source.close()


def _keep(database, kept):
    part = kept.with_suffix(".part")
    part.unlink(missing_ok=True)
    target = sqlite3.connect(part)
    database.backup(target)
    target.close()
    part.rename(kept)
    others = sorted(kept.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for old in others[:-12]:
        old.unlink(missing_ok=True)
