"""Row scope: who may see which rows. `Model.objects.visible_to(user)` is the one name and the only door.

Inside a web request the default manager of a scoped model raises `ScopeError` unless the queryset went through
`visible_to` (or stands inside `unscoped(...)`, for services that have checked the right themselves).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase

_in_request: ContextVar[bool] = ContextVar("kinhmon_in_request", default=False)
_unscoped: ContextVar[str] = ContextVar("kinhmon_unscoped", default="")


class ScopeError(RuntimeError):
    """A scoped model was read inside a request without `visible_to`: a fault of the code, never of the user."""


class Actor(Protocol):
    """Who reads or writes: a user, or the system user of a command."""

    is_authenticated: Any
    username: Any

    def may(self, action: str, model: type[models.Model] | str, extent: str = "own") -> bool: ...
    def unit_ids_today(self) -> set[int]: ...


@contextmanager
def in_request() -> Iterator[None]:
    """Mark the code inside as serving a request, so that unscoped reads raise."""
    token = _in_request.set(True)
    try:
        yield
    finally:
        _in_request.reset(token)


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Let the code inside read all rows; `reason` says why that is right. For services and the system only."""
    token = _unscoped.set(reason)
    try:
        yield
    finally:
        _unscoped.reset(token)


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows whether it has been limited to what its reader may see."""

    _scoped = False

    def visible_to(self, user: Any) -> Self:
        """The rows `user` may see: all, those of the own units of today, or none."""
        result = self._limited_to(user)
        result._scoped = True
        return result

    def _limited_to(self, user: Any) -> Self:
        if not getattr(user, "is_authenticated", False) or not hasattr(user, "may"):
            return self.none()
        if user.may("read", self.model, "all"):
            return self.all()
        if user.may("read", self.model, "own"):
            path: str = self.model.unit_path  # type: ignore[attr-defined]
            return self.filter(**{f"{path}__in": user.unit_ids_today()})
        return self.none()

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _demand_scope(self) -> None:
        if _in_request.get() and not self._scoped and not _unscoped.get() and not self.query.is_empty():
            raise ScopeError(f"{self.model.__name__} was read without visible_to(user)")

    def _fetch_all(self) -> None:
        self._demand_scope()
        super()._fetch_all()

    def count(self) -> int:
        self._demand_scope()
        return super().count()

    def exists(self) -> bool:
        self._demand_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._demand_scope()
        return super().aggregate(*args, **kwargs)

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._demand_scope()
        return super().iterator(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._demand_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand_scope()
        return super().delete()


class UnitKeyQuerySet(ScopedQuerySet):
    """Rows that name their unit by its public id, as the audit does: they outlast a package loaded over the records."""

    def _limited_to(self, user: Any) -> Self:
        if not getattr(user, "is_authenticated", False) or not hasattr(user, "may"):
            return self.none()
        if user.may("read", self.model, "all"):
            return self.all()
        if user.may("read", self.model, "own"):
            path: str = self.model.unit_path  # type: ignore[attr-defined]
            return self.filter(**{f"{path}__in": user.unit_codes_today()})
        return self.none()


class Record(models.Model):
    """A row of the office's records: a public id that never changes, and a version that every change raises."""

    public_id = models.CharField("Mã", max_length=80, unique=True)
    version = models.PositiveIntegerField("Phiên bản", default=1, editable=False)

    # Field classes shared by every record; models add their own (see `foundation.sensitivity`).
    field_classes: dict[str, str] = {}
    id_letter = "r"

    class Meta:
        abstract = True


class ScopedModel(Record):
    """A record that belongs to a unit; `unit_path` is the lookup that leads to it."""

    unit_path = "unit"

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class ScopedView:
    """Put first in a class-based view over a scoped model.

    No membership → 404; a role without the right on this kind of record → 403; a row outside the scope → 404.
    """

    model: type[ScopedModel]
    request: HttpRequest
    action = "read"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        demand_right(request.user, self.action, self.model)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[misc]


def demand_membership(user: Any) -> None:
    """Http404 for a user without any membership today: for them there is nothing here."""
    if not getattr(user, "has_membership", False):
        raise Http404


def demand_right(user: Any, action: str, model: type[models.Model] | str) -> None:
    """Http404 for a user without any membership today, PermissionDenied without the right on this kind of record."""
    demand_membership(user)
    if not (user.may(action, model, "all") or user.may(action, model, "own")):
        raise PermissionDenied
