"""What units send each year: one row for each unit, year and set of data (ADR "Frozen figures").

Units are texts, not foreign keys: like the audit, what was sent and accepted outlasts the rows it tells of.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cycle.machine import ACCEPTED, SUBMISSION
from foundation.registries import data_sets
from foundation.scope import ScopedModel, UnitKeyQuerySet
from foundation.sensitivity import classes


def _moment_with_person(stem: str) -> models.CheckConstraint:
    empty = Q(**{f"{stem}_at__isnull": True, f"{stem}_by_name": ""})
    return models.CheckConstraint(
        name=f"submission_{stem}_at_with_by",
        condition=empty | (Q(**{f"{stem}_at__isnull": False}) & ~Q(**{f"{stem}_by_name": ""})),
    )


class Submission(ScopedModel):
    """One set of data of one unit and year on its way: not sent, sent, returned, accepted, reopened.

    `expected`, `filled`, `contradictions`: how complete it was when it was sent; `note`: why it was sent incomplete.
    `comment`: why it was returned or reopened, the last time.
    """

    unit_key = models.CharField("Mã đơn vị", max_length=80)
    year = models.PositiveSmallIntegerField("Năm")
    data_set = models.CharField("Bộ số liệu", max_length=40)
    state = models.CharField("Tình trạng", max_length=10, choices=SUBMISSION.states, default=SUBMISSION.start)
    expected = models.PositiveIntegerField("Cần có lúc gửi", default=0)
    filled = models.PositiveIntegerField("Đã có lúc gửi", default=0)
    contradictions = models.PositiveIntegerField("Mâu thuẫn lúc gửi", default=0)
    note = models.CharField("Lý do gửi khi chưa đủ", max_length=500, blank=True)
    comment = models.CharField("Ý kiến của Phòng Nội vụ", max_length=500, blank=True)
    sent_at = models.DateTimeField("Gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người gửi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_by_name = models.CharField("Tên người gửi", max_length=200, blank=True)
    decided_at = models.DateTimeField("Xử lý lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người xử lý",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_by_name = models.CharField("Tên người xử lý", max_length=200, blank=True)

    unit_path = "unit_key"
    id_letter = "gs"
    field_classes = classes(
        public="unit_key year data_set state expected filled contradictions note comment "
        "sent_at sent_by sent_by_name decided_at decided_by decided_by_name"
    )
    objects = UnitKeyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-year", "unit_key", "data_set", "pk"]
        verbose_name = "Bộ số liệu gửi"
        verbose_name_plural = "Bộ số liệu gửi"
        constraints = [
            models.UniqueConstraint(fields=["unit_key", "year", "data_set"], name="submission_once"),
            _moment_with_person("sent"),
            _moment_with_person("decided"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, năm {self.year}"

    @property
    def label(self) -> str:
        declared = data_sets.get(self.data_set)
        return declared.label if declared else self.data_set

    @property
    def is_accepted(self) -> bool:
        return self.state == ACCEPTED
