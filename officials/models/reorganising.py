"""Reorganisations of units as acts, and the lawful surplus of people that a merger leaves for some years."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.scope import Record, ScopedModel
from foundation.sensitivity import classes
from officials.models.law import Verification
from officials.models.people import Official
from officials.models.units import Unit


class SurplusStatus(ScopedModel):
    """That an official of a merged unit lawfully stays over the number until a day (regulations 16, row 12)."""

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="surplus_statuses"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="surplus_statuses"
    )
    starts_on = models.DateField("Từ ngày")
    until = models.DateField("Theo lộ trình đến")
    basis = models.CharField("Căn cứ", max_length=300)
    verified = models.CharField(
        "Tình trạng kiểm chứng",
        max_length=10,
        choices=Verification.choices,
        default=Verification.MEMORY,
    )
    note = models.CharField("Ghi chú", max_length=500, blank=True)

    unit_path = "official__unit"
    id_letter = "d"
    field_classes = classes(public="starts_on until basis verified note")

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = "Dôi dư theo lộ trình"
        verbose_name_plural = "Dôi dư theo lộ trình"
        constraints = [
            models.CheckConstraint(name="surplus_dates", condition=Q(until__gte=models.F("starts_on"))),
            models.UniqueConstraint(fields=["official", "unit", "starts_on"], name="surplus_once"),
        ]

    def __str__(self) -> str:
        return f"Dôi dư theo lộ trình đến {self.until:%d/%m/%Y}"


class Reorganisation(Record):
    """One reorganisation of units that was carried out here as an act: which units became which, on which day.

    `pairs` holds `[old public id, new public id]`; `effects` what the act did, row by row and by public id only, so
    that it can be undone as one. A row stays when it has been undone.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", "Sáp nhập"
        RENAME = "rename", "Đổi tên"
        KIND_CHANGE = "kind_change", "Chuyển loại (xã, thị trấn thành phường)"
        SPLIT = "split", "Chia tách"
        SEVERAL = "several", "Sắp xếp nhiều đơn vị"

    effective_on = models.DateField("Ngày hiệu lực")
    kind = models.CharField("Hình thức", max_length=12, choices=Kind.choices)
    basis = models.CharField("Căn cứ", max_length=200)
    pairs = models.JSONField("Đơn vị cũ, đơn vị mới", default=list)
    effects = models.JSONField("Việc đã làm", default=dict, blank=True)
    n_people = models.PositiveIntegerField("Số người chuyển sang", default=0)
    done_at = models.DateTimeField("Thực hiện lúc")
    done_by_name = models.CharField("Người thực hiện", max_length=200)
    undone_at = models.DateTimeField("Hoàn tác lúc", null=True, blank=True)
    undone_by_name = models.CharField("Người hoàn tác", max_length=200, blank=True)
    undo_reason = models.CharField("Lý do hoàn tác", max_length=300, blank=True)

    id_letter = "x"
    field_classes = classes(
        public="effective_on kind basis pairs effects n_people done_at done_by_name undone_at "
        "undone_by_name undo_reason"
    )

    class Meta:
        ordering = ["-effective_on", "-pk"]
        verbose_name = "Lần sắp xếp đơn vị"
        verbose_name_plural = "Lần sắp xếp đơn vị"
        constraints = [
            models.CheckConstraint(
                name="reorganisation_undone_at_with_by",
                condition=Q(undone_at=None, undone_by_name="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by_name="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} từ {self.effective_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("officials:reorganisation", args=[self.public_id])

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
