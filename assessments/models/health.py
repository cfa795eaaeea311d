"""The yearly health check; a sensitive fact (NĐ 13/2023/NĐ-CP Điều 2)."""

from __future__ import annotations

from django.db import models

from foundation.fields import PartialDateField, partial_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Official

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
