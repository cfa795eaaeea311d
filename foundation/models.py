"""What every app stands on: the audit trail, keys of persons in it, idempotency keys, access log, attachments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.scope import Record
from foundation.sensitivity import PERSONAL, PUBLIC, SENSITIVE


class AuditArea(models.TextChoices):
    RECORDS = "records", "Hồ sơ, số liệu"
    SIGN_IN = "sign_in", "Đăng nhập"
    SETTINGS = "settings", "Tài khoản, thiết lập"
    PLANS = "plans", "Hạn chế, giải pháp"
    CYCLE = "cycle", "Gửi số liệu"


class AuditEvent(models.Model):
    """One act that changed something: who, when, what, why, from what to what. Never updated, never deleted.

    `seq` is gapless and grows in the order of commit; `hash` covers the row and the hash before it, so a change
    anywhere breaks the chain. Texts, not foreign keys: the row outlives what it tells of. `payload` is JSON
    `{"field": [before, after]}`, encrypted with the person's key where the event concerns a person.
    """

    seq = models.BigIntegerField("Số thứ tự", primary_key=True)
    at = models.DateTimeField("Thời điểm")
    actor = models.CharField("Tài khoản", max_length=150)
    actor_name = models.CharField("Người thực hiện", max_length=200)
    actor_role = models.CharField("Vai trò", max_length=20, blank=True)
    area = models.CharField("Phạm vi", max_length=10, choices=AuditArea.choices)
    action = models.CharField("Việc", max_length=40)
    object_type = models.CharField("Loại hồ sơ", max_length=60, blank=True)
    object_id = models.CharField("Mã hồ sơ", max_length=80, blank=True)
    subject_id = models.CharField("Mã cán bộ, công chức", max_length=80, blank=True)
    unit_id = models.CharField("Mã đơn vị", max_length=80, blank=True)
    summary = models.CharField("Tóm tắt", max_length=300, blank=True)
    reason = models.CharField("Lý do", max_length=500, blank=True)
    payload = models.TextField("Nội dung", blank=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    field_classes = {"*": PUBLIC, "payload": SENSITIVE, "actor_name": PERSONAL, "summary": PERSONAL}

    class Meta:
        ordering = ["-seq"]
        verbose_name = "Nhật ký"
        verbose_name_plural = "Nhật ký"
        indexes = [
            models.Index(fields=["area", "-seq"], name="audit_area_seq"),
            models.Index(fields=["object_type", "object_id", "-seq"], name="audit_object"),
            models.Index(fields=["subject_id", "-seq"], name="audit_subject"),
            models.Index(fields=["unit_id", "-seq"], name="audit_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_type} {self.object_id}"


class SubjectKey(models.Model):
    """The key that encrypts one person's values in the audit; destroying it erases them and keeps the chain valid."""

    subject_id = models.CharField(max_length=80, primary_key=True)
    key = models.CharField(max_length=60)

    field_classes = {"*": SENSITIVE}

    class Meta:
        verbose_name = "Khóa của một người trong nhật ký"

    def __str__(self) -> str:
        return self.subject_id


class AccessEvent(models.Model):
    """A reading that must be known later: sensitive facts of a person opened, an export taken, a refused hit."""

    at = models.DateTimeField("Thời điểm")
    actor = models.CharField("Tài khoản", max_length=150)
    actor_name = models.CharField("Người thực hiện", max_length=200)
    action = models.CharField("Việc", max_length=40)
    object_id = models.CharField("Mã hồ sơ", max_length=80, blank=True)
    unit_id = models.CharField("Mã đơn vị", max_length=80, blank=True)
    detail = models.CharField("Chi tiết", max_length=300, blank=True)

    field_classes = {"*": PUBLIC, "actor_name": PERSONAL, "detail": PERSONAL}

    class Meta:
        ordering = ["-id"]
        verbose_name = "Lượt xem, xuất"
        indexes = [models.Index(fields=["actor", "-at"], name="access_actor_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"


class IdempotencyKey(models.Model):
    """A creating request that has been done: the same key again answers with the same row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    request_hash = models.CharField(max_length=64)
    object_id = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    field_classes = {"*": PUBLIC}

    class Meta:
        verbose_name = "Khóa chống gửi hai lần"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key


class Job(Record):
    """One piece of long work that somebody asked for: what, how far, how it ended. See `foundation.jobs`.

    `subject_id` = what it is about (an import's id); it is shown on that thing's page, to whoever may see that.
    `token` grows each time the work is begun: only its holder may end it. Times are the worker's clock.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Đang chờ"
        RUNNING = "running", "Đang chạy"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Bị lỗi"
        CANCELLED = "cancelled", "Đã hủy"
        LOST = "lost", "Bị gián đoạn"

    kind = models.CharField("Việc", max_length=30)
    lane = models.CharField("Loại việc", max_length=30)
    subject_id = models.CharField("Mã đối tượng", max_length=80, blank=True)
    unit_id = models.CharField("Mã đơn vị", max_length=80, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người yêu cầu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    arguments = models.JSONField("Yêu cầu", default=dict, blank=True)
    state = models.CharField("Tình trạng", max_length=10, choices=State.choices)
    token = models.PositiveIntegerField("Lần chạy", default=0)
    task_id = models.CharField("Mã trong hàng đợi", max_length=40, blank=True)
    worker = models.CharField("Tiến trình", max_length=200, blank=True)
    stage = models.CharField("Bước", max_length=60, blank=True)
    n_done = models.PositiveIntegerField("Đã làm", default=0)
    n_total = models.PositiveIntegerField("Tổng số", default=0)
    queued_at = models.DateTimeField("Yêu cầu lúc")
    started_at = models.DateTimeField("Bắt đầu lúc", null=True, blank=True)
    beat_at = models.DateTimeField("Còn chạy lúc", null=True, blank=True)
    ended_at = models.DateTimeField("Kết thúc lúc", null=True, blank=True)
    cancel_asked_at = models.DateTimeField("Yêu cầu hủy lúc", null=True, blank=True)
    cancel_asked_by = models.CharField("Người hủy", max_length=200, blank=True)
    error = models.CharField("Lý do", max_length=300, blank=True)
    reference = models.CharField("Số tham chiếu", max_length=20, blank=True)

    field_classes = {"*": PUBLIC, "arguments": SENSITIVE, "cancel_asked_by": PERSONAL}
    id_letter = "j"

    class Meta:
        ordering = ["-pk"]
        verbose_name = "Việc chạy nền"
        verbose_name_plural = "Việc chạy nền"
        indexes = [models.Index(fields=["subject_id", "-id"], name="job_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "lane"],
                name="job_one_active_in_a_lane",
                condition=Q(state__in=["queued", "running"]),
            ),
            models.CheckConstraint(
                name="job_cancel_asked_at_with_by",
                condition=Q(cancel_asked_at__isnull=True, cancel_asked_by="")
                | (Q(cancel_asked_at__isnull=False) & ~Q(cancel_asked_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class JobWorker(models.Model):
    """A process that does long work, while it lives; `seen_at` is renewed every few seconds."""

    name = models.CharField("Tiến trình", max_length=200, unique=True)
    started_at = models.DateTimeField("Bắt đầu lúc")
    seen_at = models.DateTimeField("Thấy lúc")

    field_classes = {"*": PUBLIC}

    class Meta:
        ordering = ["-seen_at"]
        verbose_name = "Tiến trình chạy nền"
        verbose_name_plural = "Tiến trình chạy nền"

    def __str__(self) -> str:
        return self.name


class Attachment(Record):
    """A file kept with a record: random name on disk, its hash, whose it is, how sensitive. Never served directly.

    `about` is what of the owner it proves: a group of the personal file (`group:ban-than`), or one of its rows
    (`khen-thuong:<public id>`).
    """

    class Purpose(models.TextChoices):
        PHOTO = "photo", "Ảnh chân dung"
        SCAN = "scan", "Bản quét"

    owner_type = models.CharField("Loại hồ sơ", max_length=60)
    owner_id = models.CharField("Mã hồ sơ", max_length=80)
    unit_id = models.CharField("Mã đơn vị", max_length=80, blank=True)
    file = models.FileField("Tệp", upload_to="attachments/")
    original_name = models.CharField("Tên tệp", max_length=200)
    content_type = models.CharField("Loại tệp", max_length=100)
    size = models.PositiveBigIntegerField("Dung lượng")
    sha256 = models.CharField(max_length=64)
    sensitivity = models.CharField(
        "Mức độ",
        max_length=10,
        default=SENSITIVE,
        choices=[(PUBLIC, "Công khai"), (PERSONAL, "Cá nhân"), (SENSITIVE, "Nhạy cảm")],
    )
    added_at = models.DateTimeField("Thời điểm")
    added_by = models.CharField("Người tải lên", max_length=150)
    purpose = models.CharField("Loại", max_length=10, choices=Purpose.choices, default=Purpose.SCAN)
    title = models.CharField("Tên tài liệu", max_length=200, blank=True)
    about = models.CharField("Mục liên quan", max_length=120, blank=True)

    field_classes = {"*": PUBLIC, "file": SENSITIVE, "original_name": PERSONAL, "title": PERSONAL}
    id_letter = "t"

    class Meta:
        ordering = ["-added_at", "pk"]
        verbose_name = "Tệp đính kèm"
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="attachment_owner")]
        constraints = [
            models.CheckConstraint(
                name="attachment_added_at_with_by", condition=Q(added_at__isnull=False) & ~Q(added_by="")
            ),
            models.UniqueConstraint(
                name="attachment_one_photo", fields=["owner_type", "owner_id"], condition=Q(purpose="photo")
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.original_name
