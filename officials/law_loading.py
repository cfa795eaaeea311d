"""Loads `fixtures/reference/*.json` into the law and catalogue tables, at `migrate` and again whenever they grow.

Called by migrations with their historical models, so it uses nothing but plain fields. A row is matched by its
public id (a post by its code); a row that a person has edited since (`version` > 1) keeps what the person wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

FOLDER = "fixtures/reference"
POSTS = "posts"


@dataclass
class LoadResult:
    """What a load did to one table: numbers of rows, and the public ids left as a person has edited them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def read_rows(table: str) -> list[dict[str, Any]]:
    """The rows of one fixture file as written, in file order."""
    path = Path(settings.BASE_DIR) / FOLDER / f"{table}.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def load_table(
    model: type[models.Model], rows: list[dict[str, Any]], *, key: str = "public_id"
) -> LoadResult:
    """Create or update the rows of `model`, matched by `key`; running it twice changes nothing.

    Columns the model does not have (yet, when an early migration runs) are left out. Rows of the table that are
    not in the file stay: a person may have added them, and law is never deleted.
    """
    result = LoadResult()
    known = {name: f for f in model._meta.concrete_fields for name in (f.name, f.attname)}
    held = {getattr(row, key): row for row in model._base_manager.all()}
    for row in rows:
        values = {
            known[name].attname: _read(known[name], value) for name, value in row.items() if name in known
        }
        existing = held.get(row[key])
        if existing is None:
            model._base_manager.create(**values)
            result.new += 1
        elif getattr(existing, "version", 1) > 1:
            result.kept.append(str(row[key]))
        else:
            _note(result, _update(existing, values))
    return result


def load_nested(
    parent: type[models.Model],
    child: type[models.Model],
    rows: list[dict[str, Any]],
    *,
    under: str,
    link: str,
    key: str = "code",
) -> LoadResult:
    """Create or update the rows that stand `under` each parent row, matched by (`link`, `key`).

    Those of a parent that a person has edited are left alone with it.
    """
    result = LoadResult()
    parents: dict[str, Any] = {getattr(row, "public_id", ""): row for row in parent._base_manager.all()}
    for row in rows:
        owner = parents[row["public_id"]]
        if owner.version > 1:
            result.kept.append(row["public_id"])
            continue
        held = {getattr(item, key): item for item in child._base_manager.filter(**{f"{link}_id": owner.pk})}
        for values in row[under]:
            existing = held.get(values[key])
            if existing is None:
                child._base_manager.create(**{f"{link}_id": owner.pk}, **values)
                result.new += 1
            else:
                _note(result, _update(existing, values))
    return result


def unload_table(model: type[models.Model], rows: list[dict[str, Any]], *, key: str = "public_id") -> None:
    """Take the file's rows out again (the reverse of a migration); rows a person added stay."""
    model._base_manager.filter(**{f"{key}__in": [row[key] for row in rows]}).delete()


def loader(app_label: str, tables: dict[str, str]) -> Callable[..., None]:
    """The forward half of a data migration: loads each file into its model, in the order given (file → model)."""

    def load(apps: Any, schema_editor: Any) -> None:
        for table, model_name in tables.items():
            load_table(apps.get_model(app_label, model_name), read_rows(table), key=_key(table))

    return load


def unloader(app_label: str, tables: dict[str, str]) -> Callable[..., None]:
    """The backward half: takes the files' rows out in the opposite order."""

    def unload(apps: Any, schema_editor: Any) -> None:
        for table, model_name in reversed(tables.items()):
            unload_table(apps.get_model(app_label, model_name), read_rows(table), key=_key(table))

    return unload


def _update(existing: models.Model, values: dict[str, Any]) -> bool:
    """Set what differs; True when something did."""
    changed = [name for name, value in values.items() if getattr(existing, name) != value]
    for name in changed:
        setattr(existing, name, values[name])
    if changed:
        existing.save(update_fields=changed)
    return bool(changed)


def _note(result: LoadResult, is_changed: bool) -> None:
    result.changed += is_changed
    result.unchanged += not is_changed


def _key(table: str) -> str:
    return "code" if table == POSTS else "public_id"


def _read(column: Any, value: Any) -> Any:
    if value is None:
        return column.get_default() if not column.null else None
    if isinstance(column, models.ForeignKey):
        return value
    if isinstance(column, models.DateField):
        return date.fromisoformat(value)
    return column.to_python(value)
