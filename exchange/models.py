"""Uploads of office workbooks: what was sent, what was understood, what became of it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from exchange.heading_models import RememberedHeading
from foundation.scope import ScopedModel, ScopedQuerySet
from foundation.sensitivity import classes
from officials.models import Unit

__all__ = ["BUSY", "OPEN", "STATES", "ImportBatch", "ImportFile", "RememberedHeading"]

# state → next states. Nothing leads out of an empty set.
STATES: dict[str, set[str]] = {
    "reading": {"previewed", "unclear", "refused", "cancelled", "expired"},
    "unclear": {"reading", "previewed", "cancelled", "expired"},
    "previewed": {"reading", "writing", "committed", "cancelled", "expired"},
    "writing": {"committed", "previewed", "cancelled"},
    "committed": {"undone"},
    "undone": set(),
    "refused": set(),
    "cancelled": set(),
    "expired": set(),
}


# A file that waits for its user: its bytes are kept until it is closed.
OPEN = ("previewed", "unclear")
# A long file that is being worked on (`services.background`).
BUSY = ("reading", "writing")


class ImportBatchQuerySet(ScopedQuerySet):
    def _limited_to(self, user: Any) -> Self:
        """A commune officer sees the files that they themselves sent for their unit: a file that the district sent
        may speak of people of other units."""
        limited = super()._limited_to(user)
        if user.is_authenticated and not user.may("read", self.model, "all"):
            limited = limited.filter(uploaded_by=user.pk)
        return limited


class ImportBatch(ScopedModel):
    """One workbook sent for import. `unit` empty = for all units.

    `result` is the JSON of contracts 3, as last shown to the user, without its rows: those are `ImportRow`s. `summary`
    = what the pages count over all rows, `choices` = what the user decided, `mapping` = what was said about headings
    when it was read (`services.headings`), the same for every further reading of it.
    """

    class State(models.TextChoices):
        READING = "reading", "Đang đọc"
        WRITING = "writing", "Đang ghi"
        UNCLEAR = "unclear", "Chờ chọn cột"
        PREVIEWED = "previewed", "Chờ xác nhận"
        COMMITTED = "committed", "Đã nhập"
        UNDONE = "undone", "Đã hoàn tác"
        REFUSED = "refused", "Không đọc được"
        CANCELLED = "cancelled", "Đã hủy"
        EXPIRED = "expired", "Quá hạn"

    unit = models.ForeignKey(
        Unit,
        verbose_name="Đơn vị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="import_batches",
    )
    as_of = models.DateField("Số liệu đến ngày")
    as_of_given = models.BooleanField("Ngày do người nhập chọn", default=False)
    as_district = models.BooleanField("Theo quyền Phòng Nội vụ", default=False)
    file_name = models.CharField("Tên tệp", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    n_bytes = models.PositiveIntegerField("Kích thước")
    state = models.CharField("Tình trạng", max_length=10, choices=State.choices)
    refuse_code = models.CharField("Lý do không đọc được", max_length=30, blank=True)
    counts = models.JSONField("Số dòng", default=dict)
    result = models.JSONField("Kết quả đọc", default=dict)
    summary = models.JSONField("Tổng hợp các dòng", default=dict)
    choices = models.JSONField("Lựa chọn", default=dict, blank=True)
    mapping = models.JSONField("Cách hiểu tiêu đề", default=dict, blank=True)
    digest = models.CharField("Dấu của bản xem trước", max_length=64, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người gửi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_by_name = models.CharField("Tên người gửi", max_length=200)
    uploaded_at = models.DateTimeField("Gửi lúc")
    closed_at = models.DateTimeField("Xong lúc", null=True, blank=True)
    closed_by_name = models.CharField("Người xác nhận, hủy", max_length=200, blank=True)
    undone_at = models.DateTimeField("Hoàn tác lúc", null=True, blank=True)
    undone_by_name = models.CharField("Người hoàn tác", max_length=200, blank=True)
    undo_reason = models.CharField("Lý do hoàn tác", max_length=300, blank=True)

    id_letter = "n"
    field_classes = classes(
        public="as_of as_of_given as_district file_name sha256 n_bytes state refuse_code counts mapping digest uploaded_by "
        "uploaded_by_name uploaded_at closed_at closed_by_name undone_at undone_by_name undo_reason",
        sensitive="result summary choices",
    )

    objects = ImportBatchQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = "Lần nhập từ Excel"
        verbose_name_plural = "Lần nhập từ Excel"
        constraints = [
            models.CheckConstraint(
                name="import_batch_closed_at_with_by",
                condition=Q(closed_at__isnull=True, closed_by_name="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by_name="")),
            ),
            models.CheckConstraint(
                name="import_batch_undone_at_with_by",
                condition=(Q(undone_at__isnull=True, undone_by_name="", undo_reason="") & ~Q(state="undone"))
                | (Q(undone_at__isnull=False, state="undone") & ~Q(undone_by_name="") & ~Q(undo_reason="")),
            ),
            models.CheckConstraint(
                name="import_batch_open_is_previewed",
                condition=Q(closed_at__isnull=True, state__in=OPEN + BUSY)
                | (Q(closed_at__isnull=False) & ~Q(state__in=OPEN + BUSY)),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="import_batch_unit")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:import-detail", args=[self.public_id])

    @property
    def scope_label(self) -> str:
        """The unit in words, or that the file is about all units."""
        return self.unit.full_name if self.unit else "Toàn thị xã"

    def may_become(self, state: str) -> bool:
        return state in STATES[self.state]


class ImportFile(ScopedModel):
    """The bytes of a file that was sent. Kept for its uploader, who gets it back with the reasons beside the rows.

    Deleted when the preview is cancelled, else `services.KEEP_DAYS` after it was sent. Nobody gets the bytes as they are.
    """

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="stored_file")
    content = models.BinaryField("Nội dung")

    unit_path = "batch__unit"
    id_letter = "m"
    field_classes = classes(sensitive="batch content")

    class Meta:
        ordering = ["pk"]
        verbose_name = "Tệp đã gửi"
        verbose_name_plural = "Tệp đã gửi"

    def __str__(self) -> str:
        return str(self.batch)


class ImportRow(ScopedModel):
    """One row of a file as it was read. Opened only through its batch (`services/kept.py`).

    `data` is the row's JSON of contracts 3; the columns beside it are what pages select by. `imported` is empty until
    the batch is committed; `official_id` is the person's then.
    """

    class Room(models.TextChoices):
        """Where the preview shows a row."""

        GOOD = "good", "Nhập được"
        QUESTION = "question", "Cần xác nhận"
        WRONG = "wrong", "Phải sửa"
        OUTSIDE = "outside", "Ngoài phạm vi"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField("Thứ tự")
    sheet = models.TextField("Trang", blank=True)
    number = models.PositiveIntegerField("Dòng trong tệp")
    status = models.CharField("Kết quả", max_length=5)
    change = models.CharField("Thay đổi", max_length=12, blank=True)
    room = models.CharField("Nhóm", max_length=8, choices=Room.choices)
    data = models.JSONField("Nội dung")
    imported = models.BooleanField("Đã nhập", null=True)
    official_id = models.CharField("Mã cán bộ, công chức", max_length=80, blank=True)

    unit_path = "batch__unit"
    id_letter = "x"
    field_classes = classes(
        sensitive="batch position sheet number status change room data imported official_id"
    )

    class Meta:
        ordering = ["batch", "position", "pk"]
        verbose_name = "Dòng của tệp đã gửi"
        verbose_name_plural = "Dòng của tệp đã gửi"
        indexes = [
            models.Index(fields=["batch", "position"], name="import_row_position"),
            models.Index(fields=["batch", "room", "position"], name="import_row_room"),
            # Which imports named a person: what a list of an older day, or an undo, has to know.
            models.Index(fields=["official_id"], condition=Q(imported=True), name="import_row_official"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.number}"


class ImportEffect(ScopedModel):
    """What an import did to one person: enough to undo it. Opened only through its batch (`services/effects.py`).

    `sealed` lists the rows it made and changed, with the version each was left at and the old values of changed
    columns, encrypted with the person's key like the event `event_seq`, which says the same in words.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField("Thứ tự")
    official_id = models.CharField("Mã cán bộ, công chức", max_length=80)
    is_new = models.BooleanField("Hồ sơ mới")
    event_seq = models.BigIntegerField("Số thứ tự trong nhật ký")
    undo_seq = models.BigIntegerField("Số thứ tự của việc hoàn tác", null=True, blank=True)
    sealed = models.TextField("Nội dung")

    unit_path = "batch__unit"
    id_letter = "z"
    field_classes = classes(sensitive="batch position official_id is_new event_seq undo_seq sealed")

    class Meta:
        ordering = ["batch", "position", "pk"]
        verbose_name = "Việc đã làm của lần nhập"
        verbose_name_plural = "Việc đã làm của lần nhập"
        indexes = [
            models.Index(fields=["batch", "position"], name="import_effect_position"),
            models.Index(fields=["event_seq"], name="import_effect_event"),
            models.Index(fields=["undo_seq"], name="import_effect_undo"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.official_id}"
