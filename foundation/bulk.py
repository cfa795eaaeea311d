"""Many new rows of one model in one statement: COPY on PostgreSQL, one prepared INSERT on SQLite.

For imports of a town's file, where building the text of INSERTs costs more than the database does. As with
`bulk_create`, no signal is sent and `save` is not called; unlike it, the keys the database gives are not read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction

FEW = 100  # up to so many go Django's own way
_PLAIN = {str, int, bool, type(None)}  # as the database takes them, whatever the field


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows, all of one model without parents. Inside the caller's transaction, else RuntimeError."""
    if not rows:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("many rows are inserted as a whole or not at all")
    if len(rows) <= FEW:
        type(rows[0])._base_manager.bulk_create(rows)
        return
    meta = type(rows[0])._meta
    fields = [item for item in meta.concrete_fields if not isinstance(item, models.AutoField)]
    columns = [_column(item, rows) for item in fields]
    names = ", ".join(connection.ops.quote_name(str(item.column)) for item in fields)
    table = connection.ops.quote_name(meta.db_table)
    with transaction.mark_for_rollback_on_error(using=connection.alias):
        if connection.vendor == "postgresql":
            _copy(f"COPY {table} ({names}) FROM STDIN", columns)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  quoted names of our own models
            with connection.cursor() as cursor:
                cursor.executemany(statement, list(zip(*columns, strict=True)))


def _column(field: models.Field[Any, Any], rows: Sequence[models.Model]) -> list[Any]:
    """The values of one field as the database takes them."""
    values = [field.pre_save(row, True) for row in rows]
    if not isinstance(field, models.JSONField) and set(map(type, values)) <= _PLAIN:
        return values
    return [field.get_db_prep_save(value, connection) for value in values]


def _copy(statement: str, columns: list[list[Any]]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)
