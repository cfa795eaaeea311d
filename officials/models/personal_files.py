"""What the personal file (Mẫu 2C-BNV/2008, 2C/TCTW-98) says of an official beyond the facts other models hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from foundation.dates import PartialDate
from foundation.fields import PartialDateField, partial_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models.people import Official

PARAGRAPH = 3000  # characters of an answer that takes several lines on paper


class BloodGroup(models.TextChoices):
    A = "a", "A"
    B = "b", "B"
    AB = "ab", "AB"
    O = "o", "O"  # noqa: E741  the name of the group


class PersonalFile(ScopedModel):
    """The rest of one official's personal file: the items of form 2C that stand nowhere else, one row a person.

    A text answered with "Không" is an answer, not a gap; the two ticks say so where the item is a date or a row.
    Numbers in comments are the items of Mẫu 2C-BNV/2008, T = of 2C/TCTW-98.
    """

    official = models.OneToOneField(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="personal_file"
    )
    # the person
    other_names = models.CharField("Tên gọi khác", max_length=150, blank=True)  # 2
    birth_place = models.CharField("Nơi sinh", max_length=300, blank=True)  # 4
    permanent_address = models.CharField("Nơi đăng ký hộ khẩu thường trú", max_length=300, blank=True)  # 8
    current_address = models.CharField("Nơi ở hiện nay", max_length=300, blank=True)  # 9
    phone = models.CharField("Điện thoại", max_length=40, blank=True)  # T7
    national_id_issued_on = PartialDateField("Ngày cấp CCCD, CMND")  # 25
    social_insurance_no = models.CharField("Số sổ BHXH", max_length=20, blank=True)  # 26
    family_origin = models.CharField("Thành phần gia đình xuất thân", max_length=100, blank=True)  # T10
    # work
    occupation_before = models.CharField(
        "Nghề nghiệp khi được tuyển dụng", max_length=200, blank=True
    )  # 10, T11
    recruiting_body = models.CharField("Cơ quan tuyển dụng", max_length=200, blank=True)  # 11, T12
    joined_body_on = PartialDateField("Ngày vào cơ quan hiện đang công tác")  # T13
    main_work = models.CharField("Công việc chính được giao", max_length=300, blank=True)  # 13, T18
    strength = models.CharField("Sở trường công tác", max_length=200, blank=True)  # 20
    longest_work = models.CharField("Công việc đã làm lâu nhất", max_length=200, blank=True)  # T21
    # organisations, army, honours
    joined_revolution_on = PartialDateField("Ngày tham gia cách mạng")  # T13
    organisation_joined_on = PartialDateField("Ngày tham gia tổ chức chính trị - xã hội")  # 17
    organisations = models.CharField(
        "Tổ chức chính trị - xã hội đã tham gia, công việc trong tổ chức", max_length=500, blank=True
    )  # 17
    never_enlisted = models.BooleanField("Không nhập ngũ", default=False)  # 18
    enlisted_on = PartialDateField("Ngày nhập ngũ")  # 18
    discharged_on = PartialDateField("Ngày xuất ngũ")  # 18
    military_rank = models.CharField("Quân hàm cao nhất", max_length=100, blank=True)  # 18
    honour_title = models.CharField("Danh hiệu được phong tặng cao nhất", max_length=200, blank=True)  # 19
    never_awarded = models.BooleanField("Chưa được khen thưởng", default=False)  # 21
    invalid_class = models.CharField("Thương binh hạng", max_length=40, blank=True)  # 24
    policy_family = models.CharField("Con gia đình chính sách", max_length=200, blank=True)  # 24
    # body
    height_cm = models.PositiveSmallIntegerField("Chiều cao (cm)", null=True, blank=True)  # 23
    weight_kg = models.DecimalField("Cân nặng (kg)", max_digits=4, decimal_places=1, null=True, blank=True)
    blood_group = models.CharField("Nhóm máu", max_length=2, blank=True, choices=BloodGroup.choices)
    # history and circumstances, in the person's own words
    past_history = models.CharField(
        "Bị bắt, bị tù; làm việc trong chế độ cũ", max_length=PARAGRAPH, blank=True
    )  # 29, first paragraph
    foreign_ties = models.CharField(
        "Tham gia, quan hệ với tổ chức ở nước ngoài", max_length=PARAGRAPH, blank=True
    )  # 29, second paragraph
    relatives_abroad = models.CharField(
        "Thân nhân ở nước ngoài", max_length=PARAGRAPH, blank=True
    )  # 29, third
    economic_circumstances = models.CharField(
        "Hoàn cảnh kinh tế gia đình", max_length=PARAGRAPH, blank=True
    )  # T31
    body_comment = models.CharField(
        "Nhận xét, đánh giá của cơ quan, đơn vị quản lý", max_length=PARAGRAPH, blank=True
    )  # 32

    if TYPE_CHECKING:  # made by PartialDateField
        national_id_issued_on_partial: PartialDate | None
        joined_body_on_partial: PartialDate | None
        joined_revolution_on_partial: PartialDate | None
        organisation_joined_on_partial: PartialDate | None
        enlisted_on_partial: PartialDate | None
        discharged_on_partial: PartialDate | None

    unit_path = "official__unit"
    id_letter = "hs"
    field_classes = classes(
        personal="other_names birth_place permanent_address current_address phone national_id_issued_on "
        "social_insurance_no family_origin occupation_before recruiting_body joined_body_on main_work strength "
        "longest_work joined_revolution_on organisation_joined_on organisations never_enlisted enlisted_on "
        "discharged_on military_rank honour_title never_awarded economic_circumstances body_comment",
        sensitive="invalid_class policy_family height_cm weight_kg blood_group past_history foreign_ties "
        "relatives_abroad",
    )

    class Meta:
        ordering = ["official__name_sort", "pk"]
        verbose_name = "Sơ yếu lý lịch"
        verbose_name_plural = "Sơ yếu lý lịch"
        constraints = [
            partial_constraint("personal_file", "national_id_issued_on"),
            partial_constraint("personal_file", "joined_body_on"),
            partial_constraint("personal_file", "joined_revolution_on"),
            partial_constraint("personal_file", "organisation_joined_on"),
            partial_constraint("personal_file", "enlisted_on"),
            partial_constraint("personal_file", "discharged_on"),
        ]

    def __str__(self) -> str:
        return f"Sơ yếu lý lịch {self.official}"

    def clean(self) -> None:
        """ "Never enlisted" does not stand beside a day of enlistment; nobody leaves the army before joining it."""
        wrong = {}
        if self.never_enlisted and (self.enlisted_on or self.discharged_on or self.military_rank):
            wrong["never_enlisted"] = (
                "Đã ghi ngày nhập ngũ, xuất ngũ hoặc quân hàm. Đề nghị bỏ chọn “Không nhập ngũ”, hoặc bỏ các mục đó."
            )
        enlisted, discharged = self.enlisted_on_partial, self.discharged_on_partial
        if enlisted and discharged and discharged.last_day < enlisted.first_day:
            wrong["discharged_on"] = "Ngày xuất ngũ phải sau ngày nhập ngũ. Đề nghị kiểm tra lại."
        if wrong:
            raise ValidationError(wrong)
