"""Law and catalogues as dated data, each row with its source and how far it has been checked (house.md, idea 7)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from foundation.fields import date_order_constraint
from foundation.scope import Record
from foundation.sensitivity import classes
from officials.models.units import UnitKind


class Verification(models.TextChoices):
    """How far a fact has been checked; everything but READ says so on screen and is editable."""

    READ = "read", "đã đọc trong nguồn dẫn"
    PARTLY = "partly", "mới đọc một phần, cần đối chiếu"
    MEMORY = "memory", "theo trí nhớ, chưa đối chiếu"
    INFERENCE = "inference", "suy luận, chưa đối chiếu"
    PROPOSAL = "proposal", "đề xuất của hệ thống"


class ValidQuerySet(models.QuerySet):
    def on(self, day: date) -> ValidQuerySet:
        """Rows in force on `day`."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class SourcedModel(Record):
    """A dated rule or catalogue row with document, article and verification status."""

    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    basis = models.CharField("Căn cứ", max_length=300, blank=True)
    source = models.CharField("Nguồn", max_length=300, blank=True)
    verified = models.CharField("Tình trạng kiểm chứng", max_length=10, choices=Verification.choices)
    note = models.CharField("Ghi chú", max_length=500, blank=True)

    id_letter = "l"
    objects = ValidQuerySet.as_manager()

    class Meta:
        abstract = True


_SOURCED = "starts_on ends_on basis source verified note "


class Post(models.Model):
    """A post (chức vụ cán bộ) or title (chức danh công chức) of the commune level, in official order."""

    code = models.CharField("Mã", max_length=30, unique=True)
    name = models.CharField("Tên", max_length=100)
    short_name = models.CharField("Tên gọn", max_length=60)
    group = models.CharField(
        "Nhóm", max_length=10, choices=[("can_bo", "Cán bộ"), ("cong_chuc", "Công chức")]
    )
    position = models.PositiveSmallIntegerField("Thứ tự", unique=True)
    max_holders = models.PositiveSmallIntegerField("Số người tối đa", default=1)

    field_classes = classes(public="code name short_name group position max_holders")

    class Meta:
        ordering = ["position"]
        verbose_name = "Chức vụ, chức danh"
        verbose_name_plural = "Chức vụ, chức danh"

    def __str__(self) -> str:
        return self.name


class PostValidity(SourcedModel):
    """That a post exists in a kind of unit in a time, with its name there (regulations 1.1)."""

    post = models.ForeignKey(
        Post, to_field="code", verbose_name="Chức danh", on_delete=models.PROTECT, related_name="validities"
    )
    unit_kind = models.CharField("Loại đơn vị", max_length=10, choices=UnitKind.choices)
    title = models.CharField("Tên gọi", max_length=120)

    field_classes = classes(public=_SOURCED + "post unit_kind title")

    class Meta:
        ordering = ["post__position", "unit_kind", "starts_on", "pk"]
        verbose_name = "Hiệu lực của chức danh"
        verbose_name_plural = "Hiệu lực của chức danh"
        constraints = [date_order_constraint("post_validity")]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_unit_kind_display()})"


class QuotaNorm(SourcedModel):
    """The most officials a unit of a kind and class may have in a time (regulations 1.2)."""

    unit_kind = models.CharField("Loại đơn vị", max_length=10, choices=UnitKind.choices)
    unit_class = models.CharField(
        "Loại đơn vị hành chính",
        max_length=1,
        choices=[("1", "Loại I"), ("2", "Loại II"), ("3", "Loại III")],
    )
    total = models.PositiveSmallIntegerField("Số lượng tối đa")

    field_classes = classes(public=_SOURCED + "unit_kind unit_class total")

    class Meta:
        ordering = ["unit_kind", "unit_class", "starts_on", "pk"]
        verbose_name = "Khung số lượng"
        verbose_name_plural = "Khung số lượng"
        constraints = [date_order_constraint("quota_norm")]

    def __str__(self) -> str:
        return f"{self.get_unit_kind_display()} loại {self.unit_class}: {self.total}"


class PostStandard(SourcedModel):
    """One condition a holder of a post must meet in a time (regulations 2).

    `required` is the lowest level that meets it (a code of the qualification kind, or a number of years for ages).
    Officials recruited before `recruited_before` have until `transition_until`; `held_before` is the level they
    had to meet under the earlier rule.
    """

    class Criterion(models.TextChoices):
        PROFESSIONAL = "professional", "Trình độ chuyên môn"
        POLITICAL = "political", "Lý luận chính trị"
        STATE_MANAGEMENT = "state_management", "Quản lý nhà nước"
        IT = "it", "Tin học"
        GENERAL_EDUCATION = "general_education", "Giáo dục phổ thông"
        MAX_AGE_MALE = "max_age_male", "Tuổi tối đa khi giữ chức vụ lần đầu (nam)"
        MAX_AGE_FEMALE = "max_age_female", "Tuổi tối đa khi giữ chức vụ lần đầu (nữ)"

    post = models.ForeignKey(
        Post, to_field="code", verbose_name="Chức danh", on_delete=models.PROTECT, related_name="standards"
    )
    criterion = models.CharField("Điều kiện", max_length=20, choices=Criterion.choices)
    required = models.CharField("Yêu cầu", max_length=20)
    recruited_before = models.DateField("Tuyển dụng trước ngày", null=True, blank=True)
    transition_until = models.DateField("Chuyển tiếp đến ngày", null=True, blank=True)

    field_classes = classes(public=_SOURCED + "post criterion required recruited_before transition_until")

    class Meta:
        ordering = ["post__position", "criterion", "starts_on", "pk"]
        verbose_name = "Tiêu chuẩn chức danh"
        verbose_name_plural = "Tiêu chuẩn chức danh"
        constraints = [date_order_constraint("post_standard")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.criterion}: {self.required}"


class Rank(SourcedModel):
    """A salary rank (ngạch) with its steps (regulations 5.3)."""

    code = models.CharField("Mã ngạch", max_length=20)
    name = models.CharField("Tên ngạch", max_length=100)
    series = models.CharField("Loại", max_length=10, blank=True)
    coefficients = models.JSONField("Hệ số từng bậc", default=list)
    months_per_step = models.PositiveSmallIntegerField("Số tháng mỗi bậc", null=True, blank=True)

    field_classes = classes(public=_SOURCED + "code name series coefficients months_per_step")

    class Meta:
        ordering = ["code", "starts_on", "pk"]
        verbose_name = "Ngạch"
        verbose_name_plural = "Ngạch"
        constraints = [date_order_constraint("rank")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RetirementAge(SourcedModel):
    """The retirement age of a sex for people born from `born_from` to `born_until` (regulations 8)."""

    sex = models.CharField("Giới tính", max_length=3, choices=[("nam", "Nam"), ("nu", "Nữ")])
    born_from = models.DateField("Sinh từ ngày", null=True, blank=True)
    born_until = models.DateField("Sinh đến ngày", null=True, blank=True)
    years = models.PositiveSmallIntegerField("Tuổi")
    months = models.PositiveSmallIntegerField("Tháng", default=0)

    field_classes = classes(public=_SOURCED + "sex born_from born_until years months")

    class Meta:
        ordering = ["sex", "starts_on", "born_from", "pk"]
        verbose_name = "Tuổi nghỉ hưu"
        verbose_name_plural = "Tuổi nghỉ hưu"
        constraints = [date_order_constraint("retirement_age")]

    def __str__(self) -> str:
        return f"{self.get_sex_display()}: {self.years} tuổi {self.months} tháng"


class Norm(SourcedModel):
    """A threshold or amount set by law, by a plan or proposed, in force in a time; read through `norm_on`."""

    code = models.CharField("Mã", max_length=60)
    title = models.CharField("Nội dung", max_length=200)
    value = models.DecimalField("Giá trị", max_digits=14, decimal_places=4)
    unit = models.CharField("Đơn vị tính", max_length=30)

    field_classes = classes(public=_SOURCED + "code title value unit")

    class Meta:
        ordering = ["code", "starts_on", "pk"]
        verbose_name = "Định mức, ngưỡng"
        verbose_name_plural = "Định mức, ngưỡng"
        constraints = [
            # Two constraints, since SQLite does not take an empty start for equal to another.
            models.UniqueConstraint(fields=["code", "starts_on"], name="norm_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(starts_on__isnull=True), name="norm_once_without_start"
            ),
            date_order_constraint("norm"),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} {self.unit}"
