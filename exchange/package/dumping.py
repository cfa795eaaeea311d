"""Dumping all package tables: sorted by id, so that the same records always give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Collate

from exchange.package import cells
from exchange.package.tables import BY_NAME, TABLES, Column, Kind, TableSpec
from exchange.package.writing import new_package
from foundation.scope import unscoped
from officials.models import Area, Official

Values = tuple[Any, ...]


def dump(path: Path | str) -> dict[str, int]:
    """Write every package table to `path` (a .zip by its name, else a folder); how many rows each has.

    Errors: Refused where something other than a package stands at `path`.
    """
    counts: dict[str, int] = {}
    with unscoped("a data package holds every unit"), transaction.atomic():
        _read_one_state()
        synthetic = Official._base_manager.filter(synthetic=True).exists()
        names = _Names()
        with new_package(Path(path), synthetic=synthetic) as target:
            for spec in TABLES:
                counts[spec.name] = 0
                for row in _rows(spec, names):
                    target.write(spec.name, row)
                    counts[spec.name] += 1
    return counts


def _read_one_state() -> None:
    """One snapshot for all tables, so that people may go on working while a dump runs."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL statement_timeout = 0")


class _Names:
    """The texts that stand for rows referred to."""

    def __init__(self) -> None:
        self._by_table: dict[str, dict[int, str]] = {}

    def of(self, column: Column) -> dict[int, str]:
        table = "areas" if column.kind is Kind.AREA else column.refers
        if table not in self._by_table:
            model, name = (Area, "name") if column.kind is Kind.AREA else (BY_NAME[table].model, "public_id")
            rows: Any = model._base_manager.order_by().values_list("pk", name)
            self._by_table[table] = dict(rows.iterator(chunk_size=5000))
        return self._by_table[table]


def _rows(spec: TableSpec, names: _Names) -> Iterator[list[str]]:
    attnames = [name for column in spec.columns for name in column.attnames]
    writers = [_writer(column, names) for column in spec.columns]
    slices = []
    start = 0
    for column in spec.columns:
        slices.append(slice(start, start + len(column.attnames)))
        start += len(column.attnames)
    stored = spec.model._base_manager.order_by(*_order(spec)).values_list(*attnames)
    for values in stored.iterator(chunk_size=2000):
        yield [write(values[part]) for write, part in zip(writers, slices, strict=True)]


def _writer(column: Column, names: _Names) -> Callable[[Values], str]:
    if column.kind not in (Kind.REFERENCE, Kind.AREA):
        return cells.writer(column)
    known = names.of(column)
    return lambda values: "" if values[0] is None else known[values[0]]


def _order(spec: TableSpec) -> list[Any]:
    """The key columns, texts in the order of their bytes whatever the database's own order is."""
    order: list[Any] = []
    collation = "C" if connection.vendor == "postgresql" else "BINARY"
    for column in spec.key_columns:
        if column.kind is Kind.ID:
            order.append(Collate("public_id", collation))
        elif column.refers:
            order.append(Collate(f"{column.field.name}__public_id", collation))
        else:
            order.append(F(column.field.attname))
    return order
