"""Units that only propose what rests on decisions, and what they have proposed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.fields import date_order_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models.people import Official
from officials.models.units import Unit


class ProposalPeriod(ScopedModel):
    """A time in which a unit only proposes posts, salary, awards and ratings ("chỉ đề nghị"); default: never."""

    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="proposal_periods"
    )
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    reason = models.CharField("Lý do", max_length=300)

    id_letter = "g"
    field_classes = classes(public="starts_on ends_on reason")

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = "Thời gian chỉ đề nghị"
        verbose_name_plural = "Thời gian chỉ đề nghị"
        constraints = [date_order_constraint("proposal_period")]

    def __str__(self) -> str:
        return f"{self.unit}: chỉ đề nghị từ {self.starts_on:%d/%m/%Y}"


class Proposal(ScopedModel):
    """One change to an official's record that a unit asks for and the district decides.

    `accepted` holds what was written where the district agreed with other values, else nothing. `old` and `new` hold the asked fields as text of the data package; `row_id` is empty for a new row. It counts in no
    figure: only an approved one is written to the records.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Chờ quyết định"
        APPROVED = "approved", "Đã đồng ý"
        REJECTED = "rejected", "Không đồng ý"
        WITHDRAWN = "withdrawn", "Đã rút"
        OVERTAKEN = "overtaken", "Hồ sơ đã thay đổi"

    class Act(models.TextChoices):
        ADD = "add", "Thêm"
        CHANGE = "change", "Sửa"
        END = "end", "Kết thúc"
        REMOVE = "remove", "Xóa"

    class Source(models.TextChoices):
        FORM = "form", "Biểu mẫu"
        API = "api", "API"
        WORKBOOK = "workbook", "Tệp Excel"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="proposals"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị đề nghị", on_delete=models.PROTECT, related_name="proposals"
    )
    kind = models.CharField("Mục", max_length=20)
    act = models.CharField("Việc", max_length=10, choices=Act.choices)
    row_id = models.CharField("Mã dòng", max_length=80, blank=True)
    row_version = models.PositiveIntegerField("Phiên bản của dòng", default=0)
    old = models.JSONField("Giá trị cũ", default=dict, blank=True)
    new = models.JSONField("Giá trị đề nghị", default=dict, blank=True)
    reason = models.CharField("Căn cứ, lý do", max_length=500, blank=True)
    source = models.CharField("Nguồn", max_length=10, choices=Source.choices, default=Source.FORM)
    source_id = models.CharField("Mã lần nhập", max_length=80, blank=True)
    state = models.CharField("Tình trạng", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField("Đề nghị lúc")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Người đề nghị", on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("Quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người quyết định",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    comment = models.CharField("Ý kiến", max_length=500, blank=True)
    accepted = models.JSONField("Giá trị được ghi", default=dict, blank=True)

    unit_path = "official__unit"
    id_letter = "v"
    field_classes = classes(
        public="kind act row_id row_version source source_id state proposed_at proposed_by decided_at decided_by",
        personal="old new reason comment accepted",
    )

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = "Đề nghị"
        verbose_name_plural = "Đề nghị"
        constraints = [
            models.CheckConstraint(
                name="proposal_decided_at_with_by",
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | (~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["state", "official"], name="proposal_state")]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.official}"

    def get_absolute_url(self) -> str:
        return reverse("officials:proposal", args=[self.public_id])

    @property
    def written(self) -> dict[str, Any]:
        """The values that are (or would be) written: the district's where it changed them, else the proposed ones."""
        found: dict[str, Any] = self.accepted or self.new
        return found

    @property
    def state_label(self) -> str:
        """The state in words; an approval with other values says so."""
        if self.state == self.State.APPROVED and self.accepted:
            return "Đã đồng ý, có điều chỉnh"
        return str(self.get_state_display())

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED


# Which state may follow which; decided ones stay as they are.
NEXT_STATES: dict[str, set[str]] = {
    "proposed": {"approved", "rejected", "withdrawn", "overtaken"},
    "approved": set(),
    "rejected": set(),
    "withdrawn": set(),
    "overtaken": set(),
}
