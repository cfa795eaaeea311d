"""The theory behind the figures, and what other places report: reference data with source and status."""

from __future__ import annotations

from django.db import models

from foundation.fields import date_order_constraint
from foundation.sensitivity import classes
from officials.models.law import SourcedModel

_SOURCED = "starts_on ends_on basis source verified note "


def split_codes(text: str) -> tuple[str, ...]:
    """Codes of indicators as written in a row: `C2u, C4` → ("C2u", "C4")."""
    return tuple(code.strip() for code in text.split(",") if code.strip())


class TheoryLink(SourcedModel):
    """One line of thought of the thesis: concept → criterion → indicators → factor → solution."""

    class FactorKind(models.TextChoices):
        OBJECTIVE = "khach_quan", "Khách quan"
        SUBJECTIVE = "chu_quan", "Chủ quan"

    position = models.PositiveSmallIntegerField("Thứ tự", unique=True)
    concept = models.CharField("Khái niệm", max_length=120)
    criterion = models.CharField("Tiêu chí", max_length=200)
    indicators = models.CharField("Chỉ tiêu", max_length=120)
    factor = models.CharField("Yếu tố ảnh hưởng", max_length=200)
    factor_kind = models.CharField("Loại yếu tố", max_length=12, choices=FactorKind.choices)
    solution_group = models.PositiveSmallIntegerField("Nhóm giải pháp")
    solution = models.CharField("Giải pháp", max_length=300)

    field_classes = classes(
        public=_SOURCED + "position concept criterion indicators factor factor_kind solution_group solution"
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Cơ sở lý luận"
        verbose_name_plural = "Cơ sở lý luận"
        constraints = [
            models.CheckConstraint(
                name="theory_link_six_groups",
                condition=models.Q(solution_group__gte=1, solution_group__lte=6),
            ),
            date_order_constraint("theory_link"),
        ]

    def __str__(self) -> str:
        return f"{self.concept}: {self.criterion}"


class Benchmark(SourcedModel):
    """What another place has published of something that an indicator measures here; to look at, never to rank by."""

    position = models.PositiveSmallIntegerField("Thứ tự", unique=True)
    place = models.CharField("Nơi", max_length=150)
    period = models.CharField("Thời điểm", max_length=40)
    n = models.PositiveIntegerField("Số người (n)", null=True, blank=True)
    indicators = models.CharField("Chỉ tiêu", max_length=120)
    figure = models.CharField("Số liệu", max_length=300)
    lesson = models.CharField("Bài học", max_length=300)

    field_classes = classes(public=_SOURCED + "position place period n indicators figure lesson")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Kinh nghiệm địa phương khác"
        verbose_name_plural = "Kinh nghiệm địa phương khác"
        constraints = [date_order_constraint("benchmark")]

    def __str__(self) -> str:
        return f"{self.place}, {self.period}"
