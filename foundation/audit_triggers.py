"""Database triggers that refuse UPDATE and DELETE (and TRUNCATE) of the audit, on both engines.

The migration installs them. Only tests that flush their database take them off and put them on again.
"""

from __future__ import annotations

from typing import Any

TABLES = ("foundation_auditevent",)

_SQLITE_ON = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION kinhmon_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""
_POSTGRES_ROWS = """
CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION kinhmon_append_only()
"""
_POSTGRES_TRUNCATE = """
CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION kinhmon_append_only()
"""


def install(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
            for table in TABLES:
                cursor.execute(_POSTGRES_ROWS.format(table=table))
                cursor.execute(_POSTGRES_TRUNCATE.format(table=table))
            return
        for table in TABLES:
            for verb in ("update", "delete"):
                cursor.execute(_SQLITE_ON.format(table=table, verb=verb, VERB=verb.upper()))


def uninstall(connection: Any) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
                continue
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
