"""The yearly rating of an official, under the regime of its year."""

from __future__ import annotations

from django.db import models

from foundation.fields import PartialDateField, partial_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models import Official, SourcedModel


class EvaluationRegime(SourcedModel):
    """The rules by which a year is rated (regulations 3.1)."""

    code = models.CharField("Mã", max_length=30, unique=True)
    name = models.CharField("Tên", max_length=200)
    first_year = models.PositiveSmallIntegerField("Từ năm đánh giá")
    last_year = models.PositiveSmallIntegerField("Đến năm đánh giá", null=True, blank=True)

    field_classes = classes(
        public="starts_on ends_on basis source verified note code name first_year last_year"
    )

    class Meta:
        ordering = ["first_year", "pk"]
        verbose_name = "Quy định đánh giá"
        verbose_name_plural = "Quy định đánh giá"

    def __str__(self) -> str:
        return self.name


class EvaluationLevel(models.Model):
    """A level of a regime: its code, official name and rank (1 = highest)."""

    regime = models.ForeignKey(EvaluationRegime, on_delete=models.PROTECT, related_name="levels")
    code = models.CharField("Mã", max_length=20)
    label = models.CharField("Mức xếp loại", max_length=100)
    short_label = models.CharField("Tên gọn", max_length=40)
    rank = models.PositiveSmallIntegerField("Thứ bậc")

    field_classes = classes(public="regime code label short_label rank")

    class Meta:
        ordering = ["regime", "rank"]
        verbose_name = "Mức xếp loại"
        verbose_name_plural = "Mức xếp loại"
        constraints = [models.UniqueConstraint(fields=["regime", "code"], name="evaluation_level_once")]

    def __str__(self) -> str:
        return self.label


class Evaluation(ScopedModel):
    """One rating of an official for a year; several may exist, the latest decision counts (contracts 4)."""

    class Level(models.TextChoices):
        XUAT_SAC = "xuat_sac", "Hoàn thành xuất sắc nhiệm vụ"
        TOT = "tot", "Hoàn thành tốt nhiệm vụ"
        HOAN_THANH = "hoan_thanh", "Hoàn thành nhiệm vụ"
        HAN_CHE_NANG_LUC = "han_che_nang_luc", "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực"
        KHONG_HOAN_THANH = "khong_hoan_thanh", "Không hoàn thành nhiệm vụ"

    class Status(models.TextChoices):
        RATED = "rated", "Đã xếp loại"
        NOT_RATED_BY_RULE = "not_rated_by_rule", "Không xếp loại theo quy định"
        PENDING = "pending", "Chưa có kết luận"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="evaluations"
    )
    year = models.PositiveSmallIntegerField("Năm")
    status = models.CharField("Tình trạng", max_length=20, choices=Status.choices, default=Status.RATED)
    level = models.CharField("Mức xếp loại", max_length=20, blank=True, choices=Level.choices)
    self_level = models.CharField("Tự xếp loại", max_length=20, blank=True, choices=Level.choices)
    party_level = models.CharField("Xếp loại đảng viên", max_length=20, blank=True, choices=Level.choices)
    decided_on = PartialDateField("Ngày quyết định")
    decided_by = models.CharField("Cơ quan quyết định", max_length=150, blank=True)
    decision_no = models.CharField("Số quyết định", max_length=60, blank=True)

    unit_path = "official__unit"
    id_letter = "e"
    field_classes = classes(
        public="year status level decided_on decided_by decision_no",
        personal="self_level",
        sensitive="party_level",
    )

    class Meta:
        ordering = ["year", "decided_on", "pk"]
        verbose_name = "Xếp loại chất lượng"
        verbose_name_plural = "Xếp loại chất lượng"
        constraints = [partial_constraint("evaluation", "decided_on")]
        indexes = [models.Index(fields=["official", "year"], name="evaluation_official_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_level_display()}"
