"""Courses: the plan of a year, the courses held, who is sent to them, and what officials attended."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.fields import date_order_constraint
from foundation.scope import ScopedModel, ScopedQuerySet
from foundation.sensitivity import classes
from officials.models import Official, Unit
from officials.models.qualifications import LEVELS, QualificationKind


class Training(ScopedModel):
    """One official attending one course; it counts in the year in which it ended (contracts 4)."""

    class Kind(models.TextChoices):
        CHUYEN_MON = "chuyen_mon", "Chuyên môn"
        LLCT = "llct", "Lý luận chính trị"
        QLNN = "qlnn", "Quản lý nhà nước"
        TIN_HOC = "tin_hoc", "Tin học"
        NGOAI_NGU = "ngoai_ngu", "Ngoại ngữ"
        KY_NANG = "ky_nang", "Kỹ năng"
        QPAN = "qpan", "Quốc phòng, an ninh"
        KHAC = "khac", "Khác"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="trainings"
    )
    course = models.CharField("Khóa học", max_length=200)
    kind = models.CharField("Loại", max_length=15, blank=True, choices=Kind.choices)
    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    hours = models.DecimalField("Số giờ", max_digits=7, decimal_places=1, null=True, blank=True)
    cost = models.DecimalField("Kinh phí (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    result = models.CharField("Kết quả", max_length=60, blank=True)
    of_course = models.ForeignKey(
        "assessments.Course",
        verbose_name="Lớp đã mở",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="trainings",
    )

    unit_path = "official__unit"
    id_letter = "n"
    field_classes = classes(public="course kind starts_on ends_on hours cost result of_course")

    class Meta:
        ordering = ["ends_on", "pk"]
        verbose_name = "Đào tạo, bồi dưỡng"
        verbose_name_plural = "Đào tạo, bồi dưỡng"
        constraints = [date_order_constraint("training")]
        indexes = [models.Index(fields=["official", "ends_on"], name="training_official_end")]

    def __str__(self) -> str:
        return self.course


class TownOrOwnQuerySet(ScopedQuerySet):
    """Rows of a unit, and rows of the whole town (no unit), which every commune may read."""

    def _limited_to(self, user: Any) -> Self:
        if getattr(user, "is_authenticated", False) and hasattr(user, "may"):
            if user.may("read", self.model, "all"):
                return self.all()
            if user.may("read", self.model, "own"):
                return self.filter(Q(unit__isnull=True) | Q(unit__in=user.unit_ids_today()))
        return self.none()


def _money(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=0, null=True, blank=True)


class TrainingPlan(ScopedModel):
    """How many people of one unit (or of the whole town) are to be trained in one kind in a year, by which document."""

    unit = models.ForeignKey(
        Unit,
        verbose_name="Đơn vị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="training_plans",
    )
    year = models.PositiveSmallIntegerField("Năm")
    kind = models.CharField("Loại", max_length=15, choices=Training.Kind.choices)
    planned = models.PositiveIntegerField("Số lượt người theo kế hoạch")
    planned_cost = _money("Kinh phí theo kế hoạch (đồng)")
    basis = models.CharField("Văn bản", max_length=300, blank=True)
    note = models.CharField("Ghi chú", max_length=300, blank=True)

    id_letter = "k"
    field_classes = classes(public="unit year kind planned planned_cost basis note")
    objects = TownOrOwnQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["year", "kind", "pk"]
        verbose_name = "Kế hoạch đào tạo, bồi dưỡng"
        verbose_name_plural = "Kế hoạch đào tạo, bồi dưỡng"
        constraints = [
            # Two constraints, since no database takes an empty unit for equal to another.
            models.UniqueConstraint(fields=["unit", "year", "kind"], name="training_plan_once"),
            models.UniqueConstraint(
                fields=["year", "kind"], condition=Q(unit__isnull=True), name="training_plan_of_town_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class Course(ScopedModel):
    """One course that is planned or held, by the town (no unit) or by one unit, for a number of places."""

    class State(models.TextChoices):
        DU_KIEN = "du_kien", "Dự kiến"
        DANG_MO = "dang_mo", "Đang mở"
        DA_KET_THUC = "da_ket_thuc", "Đã kết thúc"
        DA_GHI_KET_QUA = "da_ghi_ket_qua", "Đã ghi kết quả"
        HUY = "huy", "Hủy"

    unit = models.ForeignKey(
        Unit,
        verbose_name="Đơn vị mở",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    plan = models.ForeignKey(
        TrainingPlan,
        verbose_name="Theo kế hoạch",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    year = models.PositiveSmallIntegerField("Năm")
    title = models.CharField("Tên lớp", max_length=200)
    kind = models.CharField("Loại", max_length=15, choices=Training.Kind.choices)
    level_kind = models.CharField(
        "Cấp trình độ thuộc loại", max_length=20, blank=True, choices=QualificationKind.choices
    )
    level = models.CharField("Trình độ được cấp", max_length=20, blank=True)
    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    place = models.CharField("Địa điểm", max_length=150, blank=True)
    organiser = models.CharField("Cơ sở đào tạo", max_length=200, blank=True)
    hours = models.DecimalField("Số giờ", max_digits=7, decimal_places=1, null=True, blank=True)
    cost_per_person = _money("Kinh phí một người (đồng)")
    cost_total = _money("Kinh phí cả lớp (đồng)")
    places = models.PositiveSmallIntegerField("Số chỗ", null=True, blank=True)
    state = models.CharField(
        "Tình trạng", max_length=15, choices=State.choices, default=State.DU_KIEN, editable=False
    )
    cancelled_because = models.CharField("Lý do hủy", max_length=300, blank=True, editable=False)

    id_letter = "l"
    field_classes = classes(
        public="unit plan year title kind level_kind level starts_on ends_on place organiser hours cost_per_person "
        "cost_total places state cancelled_because"
    )
    objects = TownOrOwnQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-year", "starts_on", "title", "pk"]
        verbose_name = "Lớp đào tạo, bồi dưỡng"
        verbose_name_plural = "Lớp đào tạo, bồi dưỡng"
        constraints = [
            date_order_constraint("course"),
            models.CheckConstraint(
                name="course_cancelled_with_because",
                condition=Q(state="huy") & ~Q(cancelled_because="")
                | ~Q(state="huy") & Q(cancelled_because=""),
            ),
            models.CheckConstraint(name="course_level_with_kind", condition=Q(level="") | ~Q(level_kind="")),
        ]
        indexes = [models.Index(fields=["year", "kind"], name="course_year_kind")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:course", args=[self.public_id])

    @property
    def level_label(self) -> str:
        """`Lý luận chính trị: Trung cấp`; "" when the course gives no level."""
        if not self.level_kind or not self.level:
            return ""
        name = LEVELS.get(self.level_kind, {}).get(self.level, self.level)
        return f"{self.get_level_kind_display()}: {name}"


class Enrolment(ScopedModel):
    """One official sent (or proposed to be sent) to one course, and how it ended for that person."""

    class State(models.TextChoices):
        CHO_DUYET = "cho_duyet", "Chờ duyệt"
        DA_CU = "da_cu", "Đã cử"
        KHONG_CU = "khong_cu", "Không cử"
        DA_RUT = "da_rut", "Đã rút"

    class Result(models.TextChoices):
        HOAN_THANH = "hoan_thanh", "Hoàn thành"
        KHONG_DAT = "khong_dat", "Không đạt"
        VANG = "vang", "Vắng"

    course = models.ForeignKey(
        Course, verbose_name="Lớp", on_delete=models.PROTECT, related_name="enrolments"
    )
    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="enrolments"
    )
    state = models.CharField("Tình trạng", max_length=10, choices=State.choices)
    reason = models.CharField("Lý do", max_length=300, blank=True)
    result = models.CharField("Kết quả", max_length=12, blank=True, choices=Result.choices)
    certificate_no = models.CharField("Số chứng chỉ", max_length=60, blank=True)

    unit_path = "official__unit"
    id_letter = "e"
    field_classes = classes(public="course official state reason result", personal="certificate_no")

    class Meta:
        ordering = ["course", "official__name_sort", "pk"]
        verbose_name = "Học viên"
        verbose_name_plural = "Học viên"
        constraints = [
            models.UniqueConstraint(fields=["course", "official"], name="enrolment_once"),
            models.CheckConstraint(
                name="enrolment_result_of_who_was_sent", condition=Q(result="") | Q(state="da_cu")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.course}"
