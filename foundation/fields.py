"""Model fields of the house, and the class every field declares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from foundation.dates import PartialDate

PRECISION_CHOICES = [("day", "Ngày"), ("month", "Tháng"), ("year", "Năm")]


class PartialDateField(models.DateField):
    """A date that may be known only to the month or year, kept in two columns.

    `<name>` holds the last possible day, so comparisons in SQL treat a partial date as contracts 2 demands;
    `<name>_precision` holds `day`, `month`, `year`, or "" where the date is empty. `<name>_partial` reads and
    writes both as a `PartialDate`.
    """

    def __init__(self, *args: Any, companion: bool = True, **kwargs: Any) -> None:
        self.companion = companion
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        # In migration state the precision column is listed by itself; it must not be added a second time.
        kwargs["companion"] = False
        return name, path, args, kwargs

    def contribute_to_class(  # type: ignore[override]
        self, cls: type[models.Model], name: str, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        if cls._meta.abstract:
            return
        if self.companion:
            precision = models.CharField(
                max_length=5, blank=True, default="", choices=PRECISION_CHOICES, editable=False
            )
            precision.creation_counter = self.creation_counter
            cls.add_to_class(f"{name}_precision", precision)
        setattr(cls, f"{name}_partial", property(_reader(name), _writer(name)))


def _reader(name: str) -> Any:
    def read(self: models.Model) -> PartialDate | None:
        day: date | None = getattr(self, name)
        return PartialDate(day, getattr(self, f"{name}_precision") or "day") if day else None

    return read


def _writer(name: str) -> Any:
    def write(self: models.Model, value: PartialDate | None) -> None:
        setattr(self, name, value.last_day if value else None)
        setattr(self, f"{name}_precision", value.precision if value else "")

    return write


def partial_constraint(model_name: str, field: str) -> models.CheckConstraint:
    """The two columns of a partial date are empty together or filled together."""
    return models.CheckConstraint(
        name=f"{model_name}_{field}_precision",
        condition=models.Q(**{f"{field}__isnull": True, f"{field}_precision": ""})
        | models.Q(**{f"{field}__isnull": False, f"{field}_precision__in": ["day", "month", "year"]}),
    )


def date_order_constraint(model_name: str) -> models.CheckConstraint:
    """`ends_on` is not before `starts_on` (both days inclusive, either may be empty)."""
    return models.CheckConstraint(
        name=f"{model_name}_dates_in_order",
        condition=models.Q(ends_on__isnull=True)
        | models.Q(starts_on__isnull=True)
        | models.Q(ends_on__gte=models.F("starts_on")),
    )
