"""Courses officials attended."""

from __future__ import annotations

from django.db import models

from foundation.fields import date_order_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Official


class Training(ScopedModel):
    """One official attending one course; it counts in the year in which it ended (contracts 4)."""

    class Kind(models.TextChoices):
        CHUYEN_MON = "chuyen_mon", "Chuyên môn"
        LLCT = "llct", "Lý luận chính trị"
        QLNN = "qlnn", "Quản lý nhà nước"
        TIN_HOC = "tin_hoc", "Tin học"
        NGOAI_NGU = "ngoai_ngu", "Ngoại ngữ"
        KY_NANG = "ky_nang", "Kỹ năng"
        QPAN = "qpan", "Quốc phòng, an ninh"
        KHAC = "khac", "Khác"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="trainings"
    )
    course = models.CharField("Khóa học", max_length=200)
    kind = models.CharField("Loại", max_length=15, blank=True, choices=Kind.choices)
    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    hours = models.DecimalField("Số giờ", max_digits=7, decimal_places=1, null=True, blank=True)
    cost = models.DecimalField("Kinh phí (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    result = models.CharField("Kết quả", max_length=60, blank=True)

    unit_path = "official__unit"
    id_letter = "n"
    field_classes = classes(public="course kind starts_on ends_on hours cost result")

    class Meta:
        ordering = ["ends_on", "pk"]
        verbose_name = "Đào tạo, bồi dưỡng"
        verbose_name_plural = "Đào tạo, bồi dưỡng"
        constraints = [date_order_constraint("training")]
        indexes = [models.Index(fields=["official", "ends_on"], name="training_official_end")]

    def __str__(self) -> str:
        return self.course
