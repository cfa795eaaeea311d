"""The yearly evaluation of one unit: its round, the case of each person in it, and who decides whose rating."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assessments.models.evaluation import Evaluation, EvaluationRegime
from assessments.round_states import DECIDED, ROUND_CASE
from foundation.fields import date_order_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Official, SourcedModel, Unit

NOT_RATED = "khong_xep_loai"
# What may be proposed or decided: a level, or that the person is not rated this year.
RESULTS = [*Evaluation.Level.choices, (NOT_RATED, "Không xếp loại")]


class RatingAuthority(SourcedModel):
    """Who decides the yearly rating of the holders of a post in a time ("diện quản lý", a local decentralisation)."""

    class Manager(models.TextChoices):
        BTV_THI_UY = "btv_thi_uy", "Ban Thường vụ Thị ủy"
        DANG_UY = "dang_uy", "Đảng ủy xã, phường"
        CHU_TICH = "chu_tich_ubnd", "Chủ tịch Ủy ban nhân dân xã, phường"

    post_code = models.CharField("Chức danh", max_length=30)
    manager = models.CharField("Cơ quan, người quyết định", max_length=15, choices=Manager.choices)

    field_classes = classes(public="starts_on ends_on basis source verified note post_code manager")

    class Meta:
        ordering = ["post_code", "starts_on", "pk"]
        verbose_name = "Diện quản lý"
        verbose_name_plural = "Diện quản lý"
        constraints = [date_order_constraint("rating_authority")]

    def __str__(self) -> str:
        return f"{self.post_code}: {self.get_manager_display()}"


class EvaluationRound(ScopedModel):
    """The evaluation of a unit's people for one year; closed once every case in it is closed."""

    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="evaluation_rounds"
    )
    year = models.PositiveSmallIntegerField("Năm đánh giá")
    regime = models.ForeignKey(
        EvaluationRegime, verbose_name="Quy định áp dụng", on_delete=models.PROTECT, related_name="rounds"
    )
    opened_at = models.DateTimeField("Mở lúc")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người mở",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_by_name = models.CharField("Tên người mở", max_length=200)
    closed_at = models.DateTimeField("Đóng lúc", null=True, blank=True)
    closed_by_name = models.CharField("Tên người đóng", max_length=200, blank=True)

    id_letter = "dt"
    field_classes = classes(
        public="unit year regime opened_at opened_by opened_by_name closed_at closed_by_name"
    )

    class Meta:
        ordering = ["-year", "unit__name", "pk"]
        verbose_name = "Đợt đánh giá"
        verbose_name_plural = "Đợt đánh giá"
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="evaluation_round_once"),
            models.CheckConstraint(
                name="evaluation_round_closed_at_with_by",
                condition=Q(closed_at=None, closed_by_name="")
                | Q(closed_at__isnull=False) & ~Q(closed_by_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Đợt đánh giá năm {self.year} của {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:round", args=[self.unit.public_id, self.year])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class EvaluationCase(ScopedModel):
    """One person's way through the round of a year, from opening to notice.

    The rating itself stands in the official's `Evaluation` (`evaluation_ref`, its public id): a case holds what led
    to it. An official is in one round a year.
    """

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Đợt đánh giá", on_delete=models.PROTECT, related_name="cases"
    )
    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="evaluation_cases"
    )
    year = models.PositiveSmallIntegerField("Năm đánh giá")
    post_code = models.CharField("Chức danh khi xét", max_length=30)
    group = models.CharField(
        "Nhóm", max_length=10, choices=[("can_bo", "Cán bộ"), ("cong_chuc", "Công chức")]
    )
    state = models.CharField(
        "Tình trạng", max_length=12, choices=list(ROUND_CASE.states), default=ROUND_CASE.start
    )
    self_level = models.CharField("Tự xếp loại", max_length=20, blank=True, choices=Evaluation.Level.choices)
    self_note = models.CharField("Tự nhận xét", max_length=500, blank=True)
    unit_level = models.CharField(
        "Mức đơn vị nhận xét", max_length=20, blank=True, choices=Evaluation.Level.choices
    )
    unit_opinion = models.CharField("Ý kiến đơn vị, cấp ủy", max_length=500, blank=True)
    former_opinion = models.CharField("Nhận xét của đơn vị cũ", max_length=500, blank=True)
    proposed = models.CharField("Mức đề xuất", max_length=20, blank=True, choices=RESULTS)
    reason = models.CharField("Lý do khác với quy định đã nêu", max_length=500, blank=True)
    party_level = models.CharField(
        "Xếp loại đảng viên", max_length=20, blank=True, choices=Evaluation.Level.choices
    )
    evaluation_ref = models.CharField("Mã kết quả trong hồ sơ", max_length=80, blank=True)
    notified_on = models.DateField("Ngày thông báo", null=True, blank=True)
    comment = models.CharField("Ý kiến trả lại, lý do mở lại", max_length=500, blank=True)

    unit_path = "official__unit"
    id_letter = "ds"
    field_classes = classes(
        public="round official year post_code group state evaluation_ref notified_on",
        personal="self_level self_note unit_level unit_opinion former_opinion proposed reason comment",
        sensitive="party_level",
    )

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = "Hồ sơ đánh giá trong đợt"
        verbose_name_plural = "Hồ sơ đánh giá trong đợt"
        constraints = [
            models.UniqueConstraint(fields=["official", "year"], name="evaluation_case_once"),
            models.CheckConstraint(
                name="evaluation_case_decided_with_rating",
                condition=~Q(state__in=DECIDED) | ~Q(evaluation_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Đánh giá năm {self.year}, {self.get_state_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:case", args=[self.public_id])
