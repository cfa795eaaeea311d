"""What an office said about headings of its files that no column answers to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from exchange.workbooks.columns.base import LONGEST_KEY
from exchange.workbooks.columns.mapping import target_label
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Unit

LONGEST_TARGET = 80
LONGEST_HEADING = 200


class RememberedHeading(ScopedModel):
    """One heading of an office's files and what the office said it means; used in every later file of that office.

    `unit` empty = the district's files of the whole town. `target` as in `columns.mapping`, "" = not wanted.
    """

    unit = models.ForeignKey(
        Unit,
        verbose_name="Đơn vị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remembered_headings",
    )
    key = models.CharField("Tiêu đề, không dấu", max_length=LONGEST_KEY)
    heading = models.CharField("Tiêu đề trong tệp", max_length=LONGEST_HEADING)
    target = models.CharField("Hiểu là", max_length=LONGEST_TARGET, blank=True)
    said_at = models.DateTimeField("Chọn lúc")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người chọn",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    said_by_name = models.CharField("Tên người chọn", max_length=200)

    id_letter = "k"
    field_classes = classes(public="unit key heading target said_at said_by said_by_name")

    class Meta:
        ordering = ["unit__name", "heading", "pk"]
        verbose_name = "Cách hiểu tiêu đề cột"
        verbose_name_plural = "Cách hiểu tiêu đề cột"
        constraints = [
            models.UniqueConstraint(
                name="remembered_heading_once", fields=["unit", "key"], condition=Q(unit__isnull=False)
            ),
            models.UniqueConstraint(
                name="remembered_heading_once_for_all", fields=["key"], condition=Q(unit__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.meaning or 'không còn dùng được'}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:heading", args=[self.public_id])

    @property
    def meaning(self) -> str | None:
        """The target in words; None when it does not exist any more."""
        return target_label(self.target)

    @property
    def scope_label(self) -> str:
        return self.unit.full_name if self.unit else "Toàn thị xã"

    def was_said_by(self, user: Any) -> bool:
        return self.said_by_id is not None and self.said_by_id == getattr(user, "pk", None)
