"""The yearly health check; a sensitive fact (NĐ 13/2023/NĐ-CP Điều 2)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from foundation.fields import PartialDateField, date_order_constraint, partial_constraint
from foundation.scope import ScopedModel, ScopedQuerySet
from foundation.sensitivity import classes
from officials.models import Official, Unit

HEALTH_CLASSES = [
    ("1", "Loại I (rất khỏe)"),
    ("2", "Loại II (khỏe)"),
    ("3", "Loại III (trung bình)"),
    ("4", "Loại IV (yếu)"),
    ("5", "Loại V (rất yếu)"),
]


class HealthCheck(ScopedModel):
    """The health class an official was given for a year (QĐ 1613/BYT-QĐ 1997: five classes)."""

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="health_checks"
    )
    year = models.PositiveSmallIntegerField("Năm")
    health_class = models.CharField("Loại sức khỏe", max_length=1, blank=True, choices=HEALTH_CLASSES)
    checked_on = PartialDateField("Ngày khám")
    facility = models.CharField("Cơ sở khám", max_length=150, blank=True)

    unit_path = "official__unit"
    id_letter = "h"
    field_classes = classes(sensitive="year health_class checked_on facility")

    class Meta:
        ordering = ["year", "checked_on", "pk"]
        verbose_name = "Khám sức khỏe"
        verbose_name_plural = "Khám sức khỏe"
        constraints = [partial_constraint("health_check", "checked_on")]
        indexes = [models.Index(fields=["official", "year"], name="health_check_official_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_health_class_display()}"


class HealthRoundQuerySet(ScopedQuerySet):
    """Rounds of one unit, and those of the whole town, which concern every unit."""

    def _limited_to(self, user: Any) -> Self:
        limited = super()._limited_to(user)
        if limited.query.is_empty() or user.may("read", self.model, "all"):
            return limited
        return self.filter(models.Q(unit__isnull=True) | models.Q(unit__in=user.unit_ids_today()))


class HealthRound(ScopedModel):
    """One round of health checks of a year: where and when the people of a unit, or of the whole town, are examined."""

    unit = models.ForeignKey(
        Unit,
        verbose_name="Đơn vị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="health_rounds",
    )
    year = models.PositiveSmallIntegerField("Năm")
    facility = models.CharField("Cơ sở khám", max_length=150, blank=True)
    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    note = models.CharField("Ghi chú", max_length=300, blank=True)

    id_letter = "hr"
    field_classes = classes(public="year facility starts_on ends_on note")

    objects = HealthRoundQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-year", "starts_on", "pk"]
        verbose_name = "Đợt khám sức khỏe"
        verbose_name_plural = "Đợt khám sức khỏe"
        constraints = [date_order_constraint("health_round")]

    def __str__(self) -> str:
        return f"{self.year}: {self.unit or 'toàn thị xã'}"
