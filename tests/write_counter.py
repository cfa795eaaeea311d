"""Counts what the application writes, and demands an audit event in the same transaction.

A transaction is the outermost atomic block within the test. Rows that a test makes itself (factories, set-up) are
no acts of the application and are left out: the nearest frame of our own code decides.
"""

from __future__ import annotations

import re
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from foundation import bulk

ROOT = Path(__file__).resolve().parent.parent
APPS = ("foundation", "officials", "accounts", "assessments", "reports", "exchange", "plans", "cycle")
AUDIT_TABLE = "foundation_auditevent"
# Tables that are no records: the audit itself and what stands beside it.
NOT_AUDITED = {
    AUDIT_TABLE,
    "foundation_subjectkey",
    "foundation_accessevent",
    "foundation_idempotencykey",
    "foundation_job",
    "foundation_jobworker",
    # What was read in a file, kept in parts while a long one is read; the event of its batch tells of the file.
    "exchange_importrow",
}
# Set-up of a test, and of an installation: law and catalogues come with `migrate`.
NOT_THE_APPLICATION = ("tests/", "officials/law_loading.py")
_WRITE = re.compile(
    r'\s*(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.IGNORECASE
)
# Django notes the moment of a sign-in in the user's row; the sign-in has an event of its own.
_LAST_LOGIN = re.compile(r'UPDATE "accounts_user" SET "last_login" = \S+ WHERE')


@dataclass
class _Block:
    writes: list[str] = field(default_factory=list)
    n_events: int = 0


def audited_tables():
    ours = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in APPS}
    return (ours | {"authtoken_token"}) - NOT_AUDITED


class WriteCounter:
    """`faults` lists the transactions that changed records without an event."""

    def __init__(self):
        self.faults: list[str] = []
        self.n_checked = 0
        self._blocks: list[_Block] = []
        self._tables = audited_tables()
        self._thread = threading.get_ident()

    # --- what is written ------------------------------------------------------------------------------------
    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        match = _WRITE.match(sql)
        if (
            match
            and context["cursor"].rowcount != 0
            and (match[2] in self._tables or match[2] == AUDIT_TABLE)
            and not _LAST_LOGIN.match(sql)
        ):
            self._note(match[2], sql)
        return result

    def copied(self, copy):
        """COPY passes by the wrappers of a connection."""

        def noted(statement, columns):
            copy(statement, columns)
            table = statement.split('"')[1]
            if self.is_mine() and (table in self._tables or table == AUDIT_TABLE):
                self._note(table, statement)

        return noted

    def _note(self, table, sql):
        if table == AUDIT_TABLE:
            if self._blocks:
                self._blocks[-1].n_events += 1
            return
        where = _nearest_frame()
        if where is None or where.startswith(NOT_THE_APPLICATION) or "/migrations/" in where:
            return
        told = f"{table} at {where}"
        if self._blocks:
            self._blocks[-1].writes.append(told)
        else:
            self.faults.append(f"outside a transaction: {told}")

    # --- transactions ---------------------------------------------------------------------------------------
    def enter(self):
        self._blocks.append(_Block())

    def leave(self, failed):
        block = self._blocks.pop()
        if failed:
            return
        if self._blocks:
            self._blocks[-1].writes += block.writes
            self._blocks[-1].n_events += block.n_events
        elif block.writes:
            self.n_checked += 1
            if not block.n_events:
                self.faults.append("without an event: " + ", ".join(sorted(set(block.writes))))

    def is_mine(self):
        return threading.get_ident() == self._thread

    def install(self, monkeypatch):
        enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

        def entered(atomic):
            enter(atomic)
            if self.is_mine() and not atomic._from_testcase:
                self.enter()

        def left(atomic, kind, value, trace):
            if self.is_mine() and not atomic._from_testcase:
                self.leave(failed=kind is not None or connection.needs_rollback)
            leave(atomic, kind, value, trace)

        monkeypatch.setattr(transaction.Atomic, "__enter__", entered)
        monkeypatch.setattr(transaction.Atomic, "__exit__", left)
        monkeypatch.setattr(bulk, "_copy", self.copied(bulk._copy))
        wrappers = connections[DEFAULT_DB_ALIAS].execute_wrappers
        wrappers.append(self)
        self.uninstall = lambda: wrappers.remove(self)


def _nearest_frame():
    """`officials/services/people.py:61`: the innermost line of ours or of the tests, past the row scope's querysets."""
    frame = sys._getframe(1)
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(str(ROOT)) and "/.venv/" not in path:
            relative = path[len(str(ROOT)) + 1 :]
            if relative not in {"tests/write_counter.py", "foundation/scope.py", "foundation/bulk.py"}:
                return f"{relative}:{frame.f_lineno}"
        frame = frame.f_back
    return None
