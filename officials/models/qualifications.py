"""What an official has learnt: degrees, theory, certificates. The highest level attained by a day counts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from foundation.fields import PartialDateField, partial_constraint
from foundation.scope import ScopedModel
from foundation.sensitivity import classes
from officials.models.people import Official


class QualificationKind(models.TextChoices):
    PROFESSIONAL = "professional", "Chuyên môn"
    POLITICAL = "political", "Lý luận chính trị"
    STATE_MANAGEMENT = "state_management", "Quản lý nhà nước"
    IT = "it", "Tin học"
    FOREIGN_LANGUAGE = "foreign_language", "Ngoại ngữ"
    ETHNIC_LANGUAGE = "ethnic_language", "Tiếng dân tộc thiểu số"
    DEFENCE = "defence", "Quốc phòng, an ninh"


class StudyMode(models.TextChoices):
    """How one studied for it (form 2C, item 27; wording of the hint: memory, regulations 5.1)."""

    CHINH_QUY = "chinh_quy", "Chính quy"
    VUA_LAM_VUA_HOC = "vua_lam_vua_hoc", "Vừa làm vừa học"
    CHUYEN_TU = "chuyen_tu", "Chuyên tu"
    TU_XA = "tu_xa", "Từ xa"
    BOI_DUONG = "boi_duong", "Bồi dưỡng"


# Levels of each kind, highest first (contracts 2); `none` = stated none, an empty level = level unknown.
LEVELS: dict[str, dict[str, str]] = {
    "professional": {
        "tien_si": "Tiến sĩ",
        "thac_si": "Thạc sĩ",
        "dai_hoc": "Đại học",
        "cao_dang": "Cao đẳng",
        "trung_cap": "Trung cấp",
        "so_cap": "Sơ cấp",
        "none": "Chưa qua đào tạo",
    },
    "political": {
        "cu_nhan": "Cử nhân",
        "cao_cap": "Cao cấp",
        "trung_cap": "Trung cấp",
        "so_cap": "Sơ cấp",
        "none": "Chưa qua đào tạo",
    },
    "state_management": {
        "chuyen_vien_cao_cap": "Chuyên viên cao cấp",
        "chuyen_vien_chinh": "Chuyên viên chính",
        "chuyen_vien": "Chuyên viên",
        "can_su": "Cán sự",
        "none": "Chưa qua bồi dưỡng",
    },
    "it": {
        "trung_cap_tro_len": "Trung cấp trở lên",
        "nang_cao": "Ứng dụng CNTT nâng cao",
        "co_ban": "Ứng dụng CNTT cơ bản",
        "c": "Chứng chỉ C",
        "b": "Chứng chỉ B",
        "a": "Chứng chỉ A",
        "none": "Chưa có",
    },
    "foreign_language": {
        "dai_hoc": "Đại học ngoại ngữ",
        "c2": "C2 (bậc 6)",
        "c1": "C1 (bậc 5)",
        "b2": "B2 (bậc 4)",
        "b1": "B1 (bậc 3)",
        "a2": "A2 (bậc 2)",
        "a1": "A1 (bậc 1)",
        "c": "Chứng chỉ C",
        "b": "Chứng chỉ B",
        "a": "Chứng chỉ A",
        "none": "Chưa có",
    },
    "ethnic_language": {"none": "Chưa có"},
    "defence": {"none": "Chưa qua bồi dưỡng"},
}

# Kind → level → place, the highest 0.
level_ranks: dict[str, dict[str, int]] = {
    kind: {level: rank for rank, level in enumerate(levels)} for kind, levels in LEVELS.items()
}


class Qualification(ScopedModel):
    """A degree, training level or certificate an official holds, from the day it was attained."""

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="qualifications"
    )
    kind = models.CharField("Loại", max_length=20, choices=QualificationKind.choices)
    level = models.CharField("Trình độ", max_length=20, blank=True)
    field = models.CharField("Chuyên ngành", max_length=150, blank=True)
    attained_on = PartialDateField("Ngày cấp")
    expires_on = PartialDateField("Ngày hết hạn")
    institution = models.CharField("Nơi đào tạo", max_length=200, blank=True)
    certificate_no = models.CharField("Số hiệu văn bằng", max_length=60, blank=True)
    studied_from = PartialDateField("Học từ")
    mode = models.CharField("Hình thức đào tạo", max_length=20, blank=True, choices=StudyMode.choices)

    unit_path = "official__unit"
    id_letter = "q"
    field_classes = classes(
        public="kind level field attained_on expires_on institution studied_from mode",
        personal="certificate_no",
    )

    class Meta:
        ordering = ["kind", "attained_on", "pk"]
        verbose_name = "Trình độ"
        verbose_name_plural = "Trình độ"
        constraints = [
            partial_constraint("qualification", "attained_on"),
            partial_constraint("qualification", "expires_on"),
            partial_constraint("qualification", "studied_from"),
        ]
        indexes = [models.Index(fields=["official", "kind"], name="qualification_official")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.level_label}"

    def clean(self) -> None:
        """The level belongs to the kind, where the kind has levels (contracts 2)."""
        levels = LEVELS.get(self.kind, {})
        if self.level and len(levels) > 1 and self.level not in levels:
            raise ValidationError({"level": "Trình độ này không có trong danh mục của loại đã chọn."})

    @property
    def level_label(self) -> str:
        """The level in words; an empty level is held but unknown."""
        return LEVELS.get(self.kind, {}).get(self.level, self.level) or "Không rõ trình độ"
