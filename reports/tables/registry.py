"""The tables that exist. Adding one = one object here and its case in the tests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from foundation.registries import Registry
from reports.frames import columns
from reports.frames.columns import Column

SMALL, SMALL_SENSITIVE = 5, 10


@dataclass(frozen=True)
class TableDef:
    """A table of counts. `code` is its name in contracts 4; `column` the frame column it counts, empty for those
    whose cells come from the records (`post`, `unit`, `posts_held`).

    `fields` are the (model label, field) a reader must be allowed to read to see small cells; a count of 1 up to
    below `small` is hidden from anyone else.
    """

    code: str
    title: str
    unit: str = "người"
    column: Column | None = None
    bm02: Column | None = None
    fields: tuple[tuple[str, str], ...] = ()
    small: int = SMALL
    order: int = field(default=0)

    def column_for(self, age_bands: str) -> Column | None:
        return self.bm02 if self.bm02 is not None and age_bands == "bm02" else self.column


tables: Registry[TableDef] = Registry("tables")

_OFFICIAL, _POSTING = "officials.Official", "officials.Appointment"
_QUALIFICATION = (("officials.Qualification", "level"),)


_DECLARED = (
    TableDef("sex", "Giới tính", column=columns.SEX, fields=((_OFFICIAL, "sex"),)),
    TableDef(
        "age",
        "Độ tuổi",
        column=columns.AGE_DECADE,
        bm02=columns.AGE_BM02,
        fields=((_OFFICIAL, "birth_date"),),
    ),
    TableDef(
        "seniority",
        "Thâm niên công tác ở cấp xã",
        column=columns.SENIORITY,
        fields=((_POSTING, "starts_on"),),
    ),
    TableDef("group", "Cán bộ, công chức", column=columns.GROUP, fields=((_POSTING, "post"),)),
    TableDef("post", "Chức danh (tính theo người)", fields=((_POSTING, "post"),)),
    TableDef("unit", "Xã, phường", fields=((_POSTING, "post"),)),
    TableDef("degree", "Trình độ chuyên môn", column=columns.DEGREE, fields=_QUALIFICATION),
    TableDef(
        "major_fit",
        "Ngành đào tạo phù hợp với chức danh",
        column=columns.MAJOR_FIT,
        fields=(("officials.Qualification", "field"),),
    ),
    TableDef("political_theory", "Lý luận chính trị", column=columns.POLITICAL, fields=_QUALIFICATION),
    TableDef("state_management", "Quản lý nhà nước", column=columns.STATE_MANAGEMENT, fields=_QUALIFICATION),
    TableDef("it_certificate", "Chứng chỉ tin học", column=columns.IT, fields=_QUALIFICATION),
    TableDef("foreign_language", "Chứng chỉ ngoại ngữ", column=columns.LANGUAGE, fields=_QUALIFICATION),
    TableDef(
        "general_education",
        "Giáo dục phổ thông",
        column=columns.GENERAL_EDUCATION,
        fields=((_OFFICIAL, "general_education"),),
    ),
    TableDef("party", "Đảng viên", column=columns.PARTY, fields=((_OFFICIAL, "party_member"),)),
    TableDef(
        "health",
        "Phân loại sức khỏe",
        column=columns.HEALTH,
        fields=(("assessments.HealthCheck", "health_class"),),
        small=SMALL_SENSITIVE,
    ),
    TableDef(
        "evaluation",
        "Xếp loại chất lượng hằng năm",
        column=columns.EVALUATION,
        fields=(("assessments.Evaluation", "level"),),
    ),
    TableDef(
        "trained",
        "Có mặt 31/12 đã được đào tạo, bồi dưỡng trong năm",
        column=columns.TRAINED,
        fields=(("assessments.Training", "course"),),
    ),
    TableDef(
        "rewarded",
        "Có mặt 31/12 đã được khen thưởng trong năm",
        column=columns.REWARDED,
        fields=(("assessments.Award", "title"),),
    ),
    TableDef(
        "disciplined",
        "Có mặt 31/12 đã bị kỷ luật trong năm",
        column=columns.DISCIPLINED,
        fields=(("assessments.Discipline", "form"),),
        small=SMALL_SENSITIVE,
    ),
    TableDef(
        "posts_held",
        "Số chức danh đang giữ (kể cả kiêm nhiệm)",
        unit="chức danh",
        fields=((_POSTING, "post"),),
    ),
)
for _order, _table in enumerate(_DECLARED):
    tables.register(replace(_table, order=_order))
