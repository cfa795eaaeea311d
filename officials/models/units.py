"""Units and areas: dated reference data; any district or province loads its own."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.fields import date_order_constraint
from foundation.scope import ScopedModel, ScopedQuerySet
from foundation.sensitivity import classes


class UnitKind(models.TextChoices):
    PHUONG = "phuong", "Phường"
    XA = "xa", "Xã"
    THI_TRAN = "thi_tran", "Thị trấn"


class Area(models.Model):
    """A khu: a group of units of the town by its natural features."""

    name = models.CharField("Khu", max_length=100, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name="Thuộc", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    field_classes = classes(public="name parent")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "Khu"
        verbose_name_plural = "Khu"

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(ScopedQuerySet):
    def existing_on(self, day: date) -> UnitQuerySet:
        """Units whose life includes `day`."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class Unit(ScopedModel):
    """A ward, commune or township for as long as it exists under one name and kind.

    `public_id` is the stable id of the package (`10675`, `10675-2019`); `code` the official code, reused over time.
    """

    code = models.CharField("Mã đơn vị hành chính", max_length=20, blank=True)
    name = models.CharField("Tên", max_length=100)
    kind = models.CharField("Loại", max_length=10, choices=UnitKind.choices)
    area = models.ForeignKey(
        Area, verbose_name="Khu", null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    unit_class = models.CharField(
        "Loại đơn vị hành chính",
        max_length=1,
        blank=True,
        choices=[("1", "Loại I"), ("2", "Loại II"), ("3", "Loại III")],
    )
    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    note = models.CharField("Ghi chú", max_length=300, blank=True)

    unit_path = "pk"
    id_letter = "u"
    field_classes = classes(public="code name kind area unit_class starts_on ends_on note")

    objects = UnitQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "Xã, phường"
        verbose_name_plural = "Xã, phường"
        constraints = [date_order_constraint("unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()} {self.name}"

    @property
    def full_name(self) -> str:
        """`Phường An Lưu`: for the beginning of a line."""
        return f"{self.get_kind_display()} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("officials:unit-detail", args=[self.public_id])

    def exists_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


class UnitSuccession(ScopedModel):
    """One unit going over into another on a day (merger, renaming, ward ← commune)."""

    predecessor = models.ForeignKey(
        Unit, verbose_name="Đơn vị cũ", on_delete=models.PROTECT, related_name="succeeded_by"
    )
    successor = models.ForeignKey(
        Unit, verbose_name="Đơn vị mới", on_delete=models.PROTECT, related_name="successor_of"
    )
    effective_on = models.DateField("Ngày hiệu lực")
    basis = models.CharField("Căn cứ", max_length=200, blank=True)

    unit_path = "successor"
    field_classes = classes(public="predecessor successor effective_on basis")

    class Meta:
        ordering = ["predecessor__public_id", "successor__public_id", "pk"]
        verbose_name = "Sắp xếp đơn vị"
        verbose_name_plural = "Sắp xếp đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="unit_succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class UnitQuota(ScopedModel):
    """How many cán bộ, công chức a unit was given, from a day (số lượng được giao; never "biên chế")."""

    unit = models.ForeignKey(Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="quotas")
    total = models.PositiveSmallIntegerField("Số được giao")
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    basis = models.CharField("Căn cứ", max_length=200, blank=True)

    field_classes = classes(public="total starts_on ends_on basis")

    class Meta:
        ordering = ["unit__public_id", "starts_on", "pk"]
        verbose_name = "Số lượng được giao"
        verbose_name_plural = "Số lượng được giao"
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="unit_quota_once"),
            date_order_constraint("unit_quota"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.total}"
