"""Inspections of units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Unit


class Inspection(ScopedModel):
    """One inspection of a unit: planned or sudden, what it found, what had to be put right by when."""

    class Trigger(models.TextChoices):
        KE_HOACH = "ke_hoach", "Theo kế hoạch"
        DOT_XUAT = "dot_xuat", "Đột xuất"

    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="inspections"
    )
    subject = models.CharField("Nội dung", max_length=300, blank=True)
    trigger = models.CharField("Hình thức", max_length=10, blank=True, choices=Trigger.choices)
    body = models.CharField("Cơ quan kiểm tra", max_length=150, blank=True)
    planned_on = models.DateField("Ngày theo kế hoạch", null=True, blank=True)
    starts_on = models.DateField("Ngày bắt đầu", null=True, blank=True)
    concluded_on = models.DateField("Ngày kết luận", null=True, blank=True)
    findings = models.PositiveSmallIntegerField("Số kết luận", null=True, blank=True)
    violations = models.PositiveSmallIntegerField("Số vi phạm", null=True, blank=True)
    sanctions = models.PositiveSmallIntegerField("Số xử lý", null=True, blank=True)
    remedy_due_on = models.DateField("Hạn khắc phục", null=True, blank=True)
    remedied_on = models.DateField("Ngày khắc phục", null=True, blank=True)
    cancelled_on = models.DateField("Ngày hủy", null=True, blank=True, editable=False)
    cancelled_because = models.CharField("Lý do hủy", max_length=300, blank=True, editable=False)

    id_letter = "i"
    field_classes = classes(
        public="subject trigger body planned_on starts_on concluded_on findings violations sanctions "
        "remedy_due_on remedied_on cancelled_on cancelled_because"
    )

    class Meta:
        ordering = ["planned_on", "pk"]
        verbose_name = "Thanh tra, kiểm tra"
        verbose_name_plural = "Thanh tra, kiểm tra"
        constraints = [
            models.CheckConstraint(
                name="inspection_cancelled_with_because",
                condition=Q(cancelled_on=None, cancelled_because="")
                | Q(cancelled_on__isnull=False) & ~Q(cancelled_because=""),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("assessments:inspection", args=[self.public_id])

    def __str__(self) -> str:
        return self.subject or "Kiểm tra"
