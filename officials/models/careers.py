"""What is done about an official's retirement and about changing posts that the law wants changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models.law import Post
from officials.models.people import Official


class RetirementStep(ScopedModel):
    """One step of an official's retirement: the notice, the decision, or that retirement is put off to a day."""

    class Kind(models.TextChoices):
        NOTICE = "thong_bao", "Thông báo nghỉ hưu"
        DECISION = "quyet_dinh", "Quyết định nghỉ hưu"
        POSTPONED = "keo_dai", "Kéo dài thời gian công tác"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="retirement_steps"
    )
    kind = models.CharField("Bước", max_length=12, choices=Kind.choices)
    day = models.DateField("Ngày văn bản")
    document_no = models.CharField("Số văn bản", max_length=60, blank=True)
    until = models.DateField("Kéo dài đến ngày", null=True, blank=True)
    note = models.CharField("Ghi chú", max_length=300, blank=True)

    unit_path = "official__unit"
    id_letter = "hu"
    field_classes = classes(personal="kind day document_no until note")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = "Bước nghỉ hưu"
        verbose_name_plural = "Bước nghỉ hưu"
        constraints = [
            models.CheckConstraint(
                name="retirement_step_until_of_postponed",
                condition=Q(kind="keo_dai", until__isnull=False)
                | (~Q(kind="keo_dai") & Q(until__isnull=True)),
            ),
            models.CheckConstraint(
                name="retirement_step_until_after_day",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("day")),
            ),
            models.UniqueConstraint(fields=["official", "kind", "day"], name="retirement_step_once_a_day"),
        ]
        indexes = [models.Index(fields=["official", "kind"], name="retirement_step_official")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%d/%m/%Y}"


class RotationStep(ScopedModel):
    """What was concluded about changing an official's post, where the law wants that post changed after some years."""

    class Conclusion(models.TextChoices):
        PLANNED = "ke_hoach", "Đưa vào kế hoạch chuyển đổi"
        DONE = "da_chuyen", "Đã chuyển đổi"
        KEPT = "chua_chuyen", "Chưa chuyển đổi, có lý do"
        EXEMPT = "khong_thuoc_dien", "Không thuộc diện chuyển đổi"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="rotation_steps"
    )
    post = models.ForeignKey(
        Post,
        to_field="code",
        verbose_name="Chức danh",
        on_delete=models.PROTECT,
        related_name="rotation_steps",
    )
    conclusion = models.CharField("Kết luận", max_length=20, choices=Conclusion.choices)
    day = models.DateField("Ngày kết luận")
    document_no = models.CharField("Số văn bản", max_length=60, blank=True)
    note = models.CharField("Lý do, ghi chú", max_length=300, blank=True)

    unit_path = "official__unit"
    id_letter = "cd"
    field_classes = classes(personal="post conclusion day document_no note")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = "Chuyển đổi vị trí công tác"
        verbose_name_plural = "Chuyển đổi vị trí công tác"
        constraints = [
            models.UniqueConstraint(fields=["official", "post", "day"], name="rotation_step_once_a_day")
        ]
        indexes = [models.Index(fields=["official", "post"], name="rotation_step_official")]

    def __str__(self) -> str:
        return f"{self.get_conclusion_display()} {self.day:%d/%m/%Y}"
