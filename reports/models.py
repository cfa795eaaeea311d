"""Figures that were closed: the frame rows of a unit and year as they were when its data were accepted.

Nothing here is ever changed or deleted; closing anew adds a version. Units and people are texts, not foreign keys:
what was closed outlasts the rows it was made of, and loading a package over the records leaves it alone.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from foundation.scope import ScopedModel, UnitKeyQuerySet
from foundation.sensitivity import classes


class FrozenFigures(ScopedModel):
    """One closing of the figures of a unit and year; the greatest `number` is the one that counts.

    `schema`: the form of the rows. `records_seq`: the last audit event before the closing, from which differences are
    explained. `sha256`: of all rows together.
    """

    unit_key = models.CharField("Mã đơn vị", max_length=80)
    year = models.PositiveSmallIntegerField("Năm")
    number = models.PositiveSmallIntegerField("Lần chốt")
    schema = models.PositiveSmallIntegerField("Phiên bản cách ghi")
    records_seq = models.BigIntegerField("Sự kiện nhật ký cuối")
    n_people = models.PositiveIntegerField("Số người")
    sha256 = models.CharField("Dấu SHA-256", max_length=64)
    frozen_at = models.DateTimeField("Chốt lúc")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người chốt",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    frozen_by_name = models.CharField("Tên người chốt", max_length=200)

    unit_path = "unit_key"
    id_letter = "cs"
    field_classes = classes(
        public="unit_key year number schema records_seq n_people sha256 frozen_at frozen_by frozen_by_name"
    )
    objects = UnitKeyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["unit_key", "-year", "-number", "pk"]
        verbose_name = "Lần chốt số liệu"
        verbose_name_plural = "Lần chốt số liệu"
        constraints = [
            models.UniqueConstraint(fields=["unit_key", "year", "number"], name="frozen_figures_once")
        ]

    def __str__(self) -> str:
        return f"Năm {self.year}, lần chốt {self.number}"


class FrozenRow(ScopedModel):
    """What one person (or, without a person, the unit itself) gave to the figures that were closed.

    `content`: by frame, as texts of codes, never the records' own words; see `reports.frozen.rows`.
    """

    figures = models.ForeignKey(
        FrozenFigures, verbose_name="Lần chốt", on_delete=models.PROTECT, related_name="rows"
    )
    subject_id = models.CharField("Mã cán bộ, công chức", max_length=80, blank=True)
    content = models.JSONField("Nội dung")

    unit_path = "figures__unit_key"
    id_letter = "cr"
    field_classes = classes(public="figures subject_id", sensitive="content")
    objects = UnitKeyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["figures", "subject_id", "pk"]
        verbose_name = "Dòng số liệu đã chốt"
        verbose_name_plural = "Dòng số liệu đã chốt"
        constraints = [models.UniqueConstraint(fields=["figures", "subject_id"], name="frozen_row_once")]

    def __str__(self) -> str:
        return self.subject_id or "Đơn vị"
