"""Officials as persons, and the facts that hang on a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation import vn_text
from foundation.dates import PartialDate, age_on
from foundation.fields import PartialDateField, date_order_constraint, partial_constraint
from foundation.scope import ScopedModel, ScopedQuerySet
from foundation.sensitivity import classes
from officials.models.units import Unit


class Sex(models.TextChoices):
    NAM = "nam", "Nam"
    NU = "nu", "Nữ"


class GeneralEducation(models.TextChoices):
    THPT = "thpt", "Trung học phổ thông"
    THCS = "thcs", "Trung học cơ sở"
    TIEU_HOC = "tieu_hoc", "Tiểu học"


class OfficialQuerySet(ScopedQuerySet):
    def matching(self, text: str) -> OfficialQuerySet:
        """People whose name holds every word of `text`, without diacritics; or whose ID number it is."""
        digits = text.strip().replace(" ", "")
        if digits.isdigit() and len(digits) in (9, 12):
            return self.filter(national_id=digits)
        result = self
        for word in vn_text.fold(text).split(" "):
            if word:
                result = result.filter(name_folded__contains=word)
        return result

    def in_post_on(self, day: date) -> OfficialQuerySet:
        """People with a primary appointment on `day` (contracts 4)."""
        return self.filter(
            Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=day),
            appointments__is_primary=True,
            appointments__starts_on__lte=day,
        ).distinct()


class Official(ScopedModel):
    """One commune-level cán bộ or công chức, for life.

    `unit` is the unit of the current primary appointment, else of the last one; services keep it.
    """

    full_name = models.CharField("Họ và tên", max_length=100)
    name_sort = models.CharField(max_length=400, editable=False, db_index=True)
    name_folded = models.CharField(max_length=100, editable=False, db_index=True)
    sex = models.CharField("Giới tính", max_length=3, blank=True, choices=Sex.choices)
    birth_date = PartialDateField("Ngày sinh")
    ethnicity = models.CharField("Dân tộc", max_length=50, blank=True)
    religion = models.CharField("Tôn giáo", max_length=50, blank=True)
    national_id = models.CharField("Số CCCD, CMND", max_length=20, blank=True)
    hometown = models.CharField("Quê quán", max_length=300, blank=True)
    general_education = models.CharField("Giáo dục phổ thông", max_length=50, blank=True)
    general_education_code = models.CharField(
        max_length=10, blank=True, editable=False, choices=GeneralEducation.choices
    )
    recruited_on = PartialDateField("Ngày tuyển dụng")
    party_member = models.BooleanField("Đảng viên", null=True, blank=True)
    party_joined_on = PartialDateField("Ngày vào Đảng")
    party_official_on = PartialDateField("Ngày chính thức vào Đảng")
    synthetic = models.BooleanField("Số liệu minh họa", default=False)
    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị", null=True, blank=True, on_delete=models.PROTECT, related_name="officials"
    )

    if TYPE_CHECKING:  # made by PartialDateField
        birth_date_partial: PartialDate | None
        recruited_on_partial: PartialDate | None
        party_joined_on_partial: PartialDate | None
        party_official_on_partial: PartialDate | None

    id_letter = "o"
    is_audit_subject = True  # the history of an official is that of all their rows
    field_classes = classes(
        public="full_name name_sort name_folded sex general_education general_education_code recruited_on synthetic",
        personal="birth_date national_id hometown",
        sensitive="ethnicity religion party_member party_joined_on party_official_on",
    )

    objects = OfficialQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["name_sort", "pk"]
        verbose_name = "Cán bộ, công chức"
        verbose_name_plural = "Cán bộ, công chức"
        constraints = [
            models.UniqueConstraint(
                fields=["national_id"], condition=~Q(national_id=""), name="official_national_id_once"
            ),
            partial_constraint("official", "birth_date"),
            partial_constraint("official", "recruited_on"),
            partial_constraint("official", "party_joined_on"),
            partial_constraint("official", "party_official_on"),
        ]
        indexes = [
            models.Index(fields=["unit", "name_sort"], name="official_unit_name"),
            # Every page asks whether any record is synthetic; this answers without reading the table.
            models.Index(fields=["synthetic"], condition=Q(synthetic=True), name="official_synthetic"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        self.derive()

    def derive(self) -> None:
        """Fill the columns that follow from others: sort key, folded name, education code."""
        self.full_name = vn_text.nfc(self.full_name)
        self.name_sort = vn_text.name_sort_key(self.full_name)[:400] if self.full_name else ""
        self.name_folded = vn_text.fold(self.full_name)
        self.general_education_code = general_education_code(self.general_education)

    def get_absolute_url(self) -> str:
        return reverse("officials:detail", args=[self.public_id])

    def age_on(self, day: date) -> int | None:
        """Completed years on `day`; a partial birth date counts as its last possible day."""
        return age_on(self.birth_date, day) if self.birth_date else None


def general_education_code(text: str) -> str:
    """The code of a general education as offices write it: `12/12`, `10/10`, `THPT` → thpt; `9/12`, `7/10` → thcs.

    "" when the text says nothing that is known.
    """
    folded = vn_text.fold(text)
    if folded in ("thpt", "thcs", "tieu_hoc"):
        return folded
    named = {
        "trung hoc pho thong": "thpt",
        "tot nghiep thpt": "thpt",
        "cap 3": "thpt",
        "cap iii": "thpt",
        "trung hoc co so": "thcs",
        "tot nghiep thcs": "thcs",
        "cap 2": "thcs",
        "cap ii": "thcs",
        "tieu hoc": "tieu_hoc",
        "cap 1": "tieu_hoc",
        "cap i": "tieu_hoc",
    }
    if folded in named:
        return named[folded]
    left, slash, right = folded.removeprefix("lop ").replace(" ", "").partition("/")
    if not slash or not left.isdigit() or right not in ("10", "12"):
        return ""
    grade, system = int(left), int(right)
    if not 1 <= grade <= system:
        return ""
    # Ten-grade system: cấp I ended with grade 4, cấp II with grade 7; twelve-grade: 5 and 9.
    secondary, primary = (7, 4) if system == 10 else (9, 5)
    if grade == system:
        return "thpt"
    if grade >= secondary:
        return "thcs"
    return "tieu_hoc" if grade >= primary else ""


class Absence(ScopedModel):
    """A time in which an official did not work: maternity, illness, study."""

    class Kind(models.TextChoices):
        THAI_SAN = "thai_san", "Thai sản"
        OM = "om", "Ốm đau"
        DI_HOC = "di_hoc", "Đi học"
        KHAC = "khac", "Khác"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="absences"
    )
    kind = models.CharField("Lý do nghỉ", max_length=10, blank=True, choices=Kind.choices)
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến ngày", null=True, blank=True)

    unit_path = "official__unit"
    id_letter = "b"
    field_classes = classes(personal="starts_on ends_on", sensitive="kind")

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = "Thời gian nghỉ"
        verbose_name_plural = "Thời gian nghỉ"
        constraints = [date_order_constraint("absence")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on:%d/%m/%Y}"


class SalaryStep(ScopedModel):
    """A rank and step an official is paid by, from a day, with the decision it rests on where that is known."""

    class Reason(models.TextChoices):
        REGULAR = "thuong_xuyen", "Nâng bậc thường xuyên"
        EARLY = "truoc_thoi_han", "Nâng bậc trước thời hạn"
        OTHER = "khac", "Khác"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="salary_steps"
    )
    rank_code = models.CharField("Mã ngạch", max_length=20, blank=True)
    step = models.PositiveSmallIntegerField("Bậc", null=True, blank=True)
    coefficient = models.DecimalField("Hệ số", max_digits=5, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField("Hưởng từ ngày")
    allowance = models.DecimalField("Phụ cấp", max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.CharField("Lý do hưởng", max_length=15, blank=True, choices=Reason.choices)
    decision_no = models.CharField("Số quyết định", max_length=60, blank=True)
    decided_on = PartialDateField("Ngày quyết định")
    decided_by = models.CharField("Người ký, cơ quan quyết định", max_length=150, blank=True)
    # Of the pay at the last step of a rank, from the day of this row on (TT 04/2005/TT-BNV).
    over_top_percent = models.PositiveSmallIntegerField(
        "Phụ cấp thâm niên vượt khung (%)", null=True, blank=True
    )

    unit_path = "official__unit"
    id_letter = "s"
    field_classes = classes(
        personal="rank_code step coefficient starts_on allowance reason decision_no decided_on decided_by "
        "over_top_percent"
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = "Bậc lương"
        verbose_name_plural = "Bậc lương"
        constraints = [partial_constraint("salary_step", "decided_on")]

    def __str__(self) -> str:
        return f"{self.rank_code} bậc {self.step}"


class FamilyMember(ScopedModel):
    """A declared relative of an official; `relative_official` where the relative is an official too."""

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="family_members"
    )
    relation = models.CharField("Quan hệ", max_length=50)
    full_name = models.CharField("Họ và tên", max_length=100, blank=True)
    birth_year = models.PositiveSmallIntegerField("Năm sinh", null=True, blank=True)
    relative_official = models.ForeignKey(
        Official,
        verbose_name="Là cán bộ, công chức",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relative_of",
    )
    note = models.CharField("Ghi chú", max_length=300, blank=True)

    unit_path = "official__unit"
    id_letter = "f"
    field_classes = classes(personal="relation full_name birth_year relative_official note")

    class Meta:
        ordering = ["birth_year", "pk"]
        verbose_name = "Người thân"
        verbose_name_plural = "Người thân"

    def __str__(self) -> str:
        return f"{self.relation}: {self.full_name}"


class Committee(ScopedModel):
    """Membership of a commune Party body (BCH, BTV, UBKT)."""

    class Body(models.TextChoices):
        BCH = "bch", "Ban Chấp hành"
        BTV = "btv", "Ban Thường vụ"
        UBKT = "ubkt", "Ủy ban Kiểm tra"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="committees"
    )
    unit = models.ForeignKey(Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="committees")
    body = models.CharField("Tổ chức", max_length=5, blank=True, choices=Body.choices)
    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)

    unit_path = "official__unit"
    id_letter = "c"
    field_classes = classes(sensitive="body starts_on ends_on")

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = "Cấp ủy"
        verbose_name_plural = "Cấp ủy"
        constraints = [date_order_constraint("committee")]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.unit}"
