"""What a unit had and did in a year: equipment, files handled, complaints, recruitment."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Unit


def _count(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _percent(label: str) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


class UnitYear(ScopedModel):
    """The conditions and results of one unit in one year; empty = unknown, never zero."""

    unit = models.ForeignKey(Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="unit_years")
    year = models.PositiveSmallIntegerField("Năm")
    computers = _count("Số máy tính sử dụng được")
    computers_over_5y = _count("Số máy tính trên 5 năm")
    cases = _count("Hồ sơ đã giải quyết")
    cases_on_time = _count("Hồ sơ đúng và trước hạn")
    satisfaction_pct = _percent("Mức hài lòng (%)")
    reform_score = _percent("Điểm cải cách hành chính")
    complaints_received = _count("Khiếu nại, tố cáo tiếp nhận")
    complaints_upheld = _count("Khiếu nại, tố cáo đúng")
    complaints_on_time = _count("Giải quyết đúng hạn")
    population = _count("Dân số")
    posts_advertised = _count("Chỉ tiêu tuyển dụng")
    applicants = _count("Số dự tuyển")
    recruited = _count("Số trúng tuyển")

    id_letter = "y"
    field_classes = classes(
        public="year computers computers_over_5y cases cases_on_time satisfaction_pct reform_score "
        "complaints_received complaints_upheld complaints_on_time population posts_advertised applicants recruited"
    )

    class Meta:
        ordering = ["unit__public_id", "year", "pk"]
        verbose_name = "Điều kiện, kết quả năm của đơn vị"
        verbose_name_plural = "Điều kiện, kết quả năm của đơn vị"
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="unit_year_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
