"""The bodies in whose name papers are issued: their names change with the law, so they are dated data."""

from __future__ import annotations

from django.db import models

from foundation.fields import date_order_constraint
from foundation.sensitivity import classes
from officials.models.law import SourcedModel


class IssuingBody(SourcedModel):
    """How a body that issues papers is named at their head and foot in a time (NĐ 30/2020/NĐ-CP, Phụ lục I).

    Of `UNIT` the name of the unit itself follows `name`, and its papers are dated at the unit.
    """

    class Code(models.TextChoices):
        OFFICE = "noi_vu", "Cơ quan nội vụ quản lý các xã, phường"
        UNIT = "ubnd_xa", "Ủy ban nhân dân xã, phường, thị trấn"

    code = models.CharField("Cơ quan", max_length=20, choices=Code.choices)
    parent_name = models.CharField("Cơ quan chủ quản", max_length=150, blank=True)
    name = models.CharField("Tên ghi trên văn bản", max_length=150)
    symbol = models.CharField("Ký hiệu", max_length=20, blank=True)
    place = models.CharField("Địa danh", max_length=60, blank=True)
    on_behalf = models.CharField("Thay mặt", max_length=100, blank=True)
    signer = models.CharField("Chức vụ người ký", max_length=100)

    field_classes = classes(
        public="starts_on ends_on basis source verified note code parent_name name symbol place on_behalf signer"
    )

    class Meta:
        ordering = ["code", "starts_on", "pk"]
        verbose_name = "Cơ quan ban hành văn bản"
        verbose_name_plural = "Cơ quan ban hành văn bản"
        constraints = [date_order_constraint("issuing_body")]

    def __str__(self) -> str:
        return self.name
