"""`--replace`: taking out the rows of all package tables, except those that something outside them stands on."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import ForeignObjectRel, Q

from exchange.package.tables import TABLES, TableSpec

_MODELS = {spec.model for spec in TABLES}


def held_rows(spec: TableSpec) -> models.QuerySet:
    """Rows of a package table that other records refer to (a membership its unit): they stay and are matched again."""
    condition = Q(pk__in=[])
    for relation in spec.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        field: Any = relation.field
        if field.model in _MODELS:
            continue
        users = field.model._base_manager.filter(**{f"{field.name}__isnull": False}).order_by()
        condition |= Q(**{f"{field.target_field.name}__in": users.values(field.attname)})
    return spec.model._base_manager.filter(condition)


def clear() -> int:
    """Delete every row of the package tables that is not held; how many there were.

    Errors: none by foreign keys, as the tables are emptied from the last to the first and what is held has been
    checked to come back with the package.
    """
    deleted = 0
    for spec in reversed(TABLES):
        rows = spec.model._base_manager.all()
        kept = list(held_rows(spec).values_list("pk", flat=True))
        if kept:
            rows = rows.exclude(pk__in=kept)
        deleted += rows._raw_delete(rows.db)
    return deleted
