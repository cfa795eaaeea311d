"""Awards and discipline."""

from __future__ import annotations

from django.db import models

from foundation.fields import PartialDateField, date_order_constraint, partial_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Official, SourcedModel

_SOURCED = "starts_on ends_on basis source verified note "


class AwardTitle(SourcedModel):
    """A title (danh hiệu) or form (hình thức) of award of a time (regulations 6.1)."""

    title = models.CharField("Tên", max_length=150)
    kind = models.CharField(
        "Loại",
        max_length=15,
        choices=[("danh_hieu", "Danh hiệu thi đua"), ("hinh_thuc", "Hình thức khen thưởng")],
    )
    authority = models.CharField("Thẩm quyền", max_length=150, blank=True)

    field_classes = classes(public=_SOURCED + "title kind authority")

    class Meta:
        ordering = ["kind", "title", "pk"]
        verbose_name = "Danh hiệu, hình thức khen thưởng"
        verbose_name_plural = "Danh hiệu, hình thức khen thưởng"

    def __str__(self) -> str:
        return self.title


class Award(ScopedModel):
    """An award an official received; it counts in `year`, else in the year of the decision."""

    class Kind(models.TextChoices):
        DANH_HIEU = "danh_hieu", "Danh hiệu thi đua"
        HINH_THUC = "hinh_thuc", "Hình thức khen thưởng"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="awards"
    )
    title = models.CharField("Danh hiệu, hình thức", max_length=200)
    kind = models.CharField("Loại", max_length=15, blank=True, choices=Kind.choices)
    year = models.PositiveSmallIntegerField("Năm", null=True, blank=True)
    decided_on = PartialDateField("Ngày quyết định")
    authority = models.CharField("Cơ quan quyết định", max_length=150, blank=True)
    decision_no = models.CharField("Số quyết định", max_length=60, blank=True)

    unit_path = "official__unit"
    id_letter = "w"
    field_classes = classes(public="title kind year decided_on authority decision_no")

    class Meta:
        ordering = ["year", "decided_on", "pk"]
        verbose_name = "Khen thưởng"
        verbose_name_plural = "Khen thưởng"
        constraints = [partial_constraint("award", "decided_on")]
        indexes = [models.Index(fields=["official", "year"], name="award_official_year")]

    def __str__(self) -> str:
        return self.title


class DisciplineFormRule(SourcedModel):
    """That a form of discipline exists for a group of officials in a time (regulations 6.2)."""

    form = models.CharField("Hình thức", max_length=20)
    group = models.CharField(
        "Nhóm",
        max_length=10,
        choices=[("can_bo", "Cán bộ"), ("cong_chuc", "Công chức"), ("dang_vien", "Đảng viên")],
    )
    bar_months = models.PositiveSmallIntegerField("Thời hạn hạn chế (tháng)", null=True, blank=True)

    field_classes = classes(public=_SOURCED + "form group bar_months")

    class Meta:
        ordering = ["group", "pk"]
        verbose_name = "Hình thức kỷ luật"
        verbose_name_plural = "Hình thức kỷ luật"
        constraints = [date_order_constraint("discipline_form")]

    def __str__(self) -> str:
        return f"{self.group}: {self.form}"


class Discipline(ScopedModel):
    """A disciplinary decision against an official, on one line; `act_ref` ties two lines of one act."""

    class Form(models.TextChoices):
        KHIEN_TRACH = "khien_trach", "Khiển trách"
        CANH_CAO = "canh_cao", "Cảnh cáo"
        HA_BAC_LUONG = "ha_bac_luong", "Hạ bậc lương"
        GIANG_CHUC = "giang_chuc", "Giáng chức"
        CACH_CHUC = "cach_chuc", "Cách chức"
        BAI_NHIEM = "bai_nhiem", "Bãi nhiệm"
        BUOC_THOI_VIEC = "buoc_thoi_viec", "Buộc thôi việc"
        KHAI_TRU = "khai_tru", "Khai trừ"

    class Line(models.TextChoices):
        CHINH_QUYEN = "chinh_quyen", "Chính quyền"
        DANG = "dang", "Đảng"
        DOAN_THE = "doan_the", "Đoàn thể"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="disciplines"
    )
    form = models.CharField("Hình thức", max_length=20, choices=Form.choices)
    line = models.CharField("Tuyến", max_length=15, blank=True, choices=Line.choices)
    act_ref = models.CharField("Mã hành vi", max_length=60, blank=True)
    acted_on = PartialDateField("Ngày vi phạm")
    decided_on = PartialDateField("Ngày quyết định")
    ends_on = models.DateField("Hết hiệu lực", null=True, blank=True)
    in_duty = models.BooleanField("Trong thực thi nhiệm vụ", null=True, blank=True)
    authority = models.CharField("Cơ quan quyết định", max_length=150, blank=True)
    decision_no = models.CharField("Số quyết định", max_length=60, blank=True)

    unit_path = "official__unit"
    id_letter = "d"
    field_classes = classes(
        sensitive="form line act_ref acted_on decided_on ends_on in_duty authority decision_no"
    )

    class Meta:
        ordering = ["decided_on", "acted_on", "pk"]
        verbose_name = "Kỷ luật"
        verbose_name_plural = "Kỷ luật"
        constraints = [
            partial_constraint("discipline", "acted_on"),
            partial_constraint("discipline", "decided_on"),
        ]
        indexes = [models.Index(fields=["official", "decided_on"], name="discipline_official")]

    def __str__(self) -> str:
        return self.get_form_display()
