"""One row by its public id, as pages look it up: what is not yours is not there."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.http import Http404

from foundation.scope import ScopedQuerySet

M = TypeVar("M", bound=models.Model)


def visible_or_404(rows: ScopedQuerySet, user: Any, **lookup: Any) -> Any:
    """The only row of `rows` that `user` may see with this lookup, else Http404.

    Text that no database takes (control characters) is simply not found.
    """
    if any(isinstance(value, str) and not value.isprintable() for value in lookup.values()):
        raise Http404
    try:
        return rows.visible_to(user).get(**lookup)
    except rows.model.DoesNotExist as error:
        raise Http404 from error
