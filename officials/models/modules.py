"""Parts of the system that ship switched off, and the times in which they are on (regulations 16.17)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foundation.fields import date_order_constraint
from foundation.scope import Record
from foundation.sensitivity import classes
from officials.models.law import ValidQuerySet


class ModulePeriod(Record):
    """A time in which a part of the system that may hold state secrets is switched on, and why: a setting.

    `is_stopped`: switched off by hand, at once and not only after the last day; `stopped_because` says why.
    """

    class Module(models.TextChoices):
        QUY_HOACH = "quy_hoach", "Quy hoạch cán bộ"

    module = models.CharField("Phần", max_length=15, choices=Module.choices)
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến hết ngày", null=True, blank=True)
    reason = models.CharField("Lý do", max_length=300)
    is_stopped = models.BooleanField("Đã tắt", default=False)
    stopped_because = models.CharField("Lý do tắt", max_length=300, blank=True)

    id_letter = "g"
    field_classes = classes(public="module starts_on ends_on reason is_stopped stopped_because")
    objects = ValidQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = "Thời gian bật phần được giữ kín"
        verbose_name_plural = "Thời gian bật phần được giữ kín"
        constraints = [
            date_order_constraint("module_period"),
            models.UniqueConstraint(
                fields=["module"],
                condition=Q(ends_on__isnull=True, is_stopped=False),
                name="module_period_open_once",
            ),
            models.CheckConstraint(
                name="module_period_stopped_with_because",
                condition=Q(is_stopped=True) & ~Q(stopped_because="")
                | Q(is_stopped=False, stopped_because=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_module_display())
