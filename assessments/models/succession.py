"""Succession plans (quy hoạch): kept for the package; its pages come switched off (regulations 16.17)."""

from __future__ import annotations

from django.db import models

from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Official, Post, Unit


class Succession(ScopedModel):
    """An official planned for a post of a unit in a term."""

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="successions"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="successions"
    )
    post = models.ForeignKey(
        Post, to_field="code", verbose_name="Chức danh", on_delete=models.PROTECT, related_name="successions"
    )
    term = models.CharField("Nhiệm kỳ", max_length=20)
    approved_on = models.DateField("Ngày phê duyệt", null=True, blank=True)
    removed_on = models.DateField("Ngày đưa ra", null=True, blank=True)
    removed_because = models.CharField("Lý do đưa ra", max_length=300, blank=True)

    unit_path = "official__unit"
    id_letter = "p"
    field_classes = classes(sensitive="post term approved_on removed_on removed_because")

    class Meta:
        ordering = ["term", "pk"]
        verbose_name = "Quy hoạch"
        verbose_name_plural = "Quy hoạch"

    def __str__(self) -> str:
        return f"{self.post} {self.term}"
