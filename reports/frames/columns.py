"""The columns of the people frame: which cells each has, in which order, and what they are called on screen.

A cell's position is its code in the arrays. Levels stand highest first; `none` = no record or a stated none,
`level_unknown` = holds something of unknown level (contracts 4).
"""

from __future__ import annotations

from dataclasses import dataclass

from officials.majors import Suits
from officials.models.qualifications import LEVELS

UNKNOWN = "unknown"
LEVEL_UNKNOWN = "level_unknown"
GROUPS = ("can_bo", "cong_chuc")
GROUP_LABELS = ("Cán bộ", "Công chức")


@dataclass(frozen=True)
class Column:
    """A categorical column: `cells` are its codes in order, `labels` what a reader sees."""

    name: str
    title: str
    cells: tuple[str, ...]
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.labels):
            raise ValueError(f"{self.name}: {len(self.cells)} cells, {len(self.labels)} labels")

    def code(self, cell: str) -> int:
        return self.cells.index(cell)

    def label(self, cell: str) -> str:
        return self.labels[self.cells.index(cell)]


def _column(name: str, title: str, cells: dict[str, str]) -> Column:
    return Column(name, title, tuple(cells), tuple(cells.values()))


def _levels(name: str, title: str, kind: str) -> Column:
    return _column(name, title, LEVELS[kind] | {LEVEL_UNKNOWN: "Không rõ trình độ"})


_YES_NO = {"yes": "Có", "no": "Không"}
_UNKNOWN = {UNKNOWN: "Chưa có số liệu"}

SEX = _column("sex", "Giới tính", {"nam": "Nam", "nu": "Nữ"} | _UNKNOWN)
AGE_DECADE = _column(
    "age_decade",
    "Độ tuổi",
    {"under_30": "Dưới 30", "30_39": "30–39", "40_49": "40–49", "50_plus": "Từ 50"} | _UNKNOWN,
)
AGE_BM02 = _column(
    "age_bm02",
    "Độ tuổi (theo biểu BM02/BNV)",
    {"to_30": "Từ 30 trở xuống", "31_40": "31–40", "41_50": "41–50", "51_60": "51–60", "over_60": "Trên 60"}
    | _UNKNOWN,
)
GROUP = Column("group", "Nhóm", GROUPS, GROUP_LABELS)
DEGREE = _levels("degree", "Trình độ chuyên môn", "professional")
POLITICAL = _levels("political_theory", "Lý luận chính trị", "political")
STATE_MANAGEMENT = _levels("state_management", "Quản lý nhà nước", "state_management")
IT_LEVEL = _levels("it_level", "Trình độ tin học", "it")
LANGUAGE_LEVEL = _levels("language_level", "Trình độ ngoại ngữ", "foreign_language")
IT = _column("it_certificate", "Chứng chỉ tin học", _YES_NO)
LANGUAGE = _column("foreign_language", "Chứng chỉ ngoại ngữ", _YES_NO)
GENERAL_EDUCATION = _column(
    "general_education",
    "Giáo dục phổ thông",
    {"thpt": "Trung học phổ thông", "thcs": "Trung học cơ sở", "tieu_hoc": "Tiểu học"} | _UNKNOWN,
)
PARTY = _column("party", "Đảng viên", _YES_NO)
ETHNICITY = _column("ethnicity", "Dân tộc", {"minority": "Dân tộc thiểu số", "kinh": "Kinh"} | _UNKNOWN)
RELIGION = _column("religion", "Tôn giáo", _YES_NO | _UNKNOWN)
HEALTH = _column(
    "health",
    "Sức khỏe",
    {"1": "Loại I", "2": "Loại II", "3": "Loại III", "4": "Loại IV", "5": "Loại V", "missing": "Chưa khám"},
)
EVALUATION = _column(
    "evaluation",
    "Xếp loại chất lượng",
    {
        "xuat_sac": "Hoàn thành xuất sắc nhiệm vụ",
        "tot": "Hoàn thành tốt nhiệm vụ",
        "hoan_thanh": "Hoàn thành nhiệm vụ",
        "han_che_nang_luc": "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực",
        "khong_hoan_thanh": "Không hoàn thành nhiệm vụ",
        "not_evaluated": "Không xếp loại",
    },
)
TRAINED = _column("trained", "Được đào tạo, bồi dưỡng trong năm", _YES_NO)
REWARDED = _column("rewarded", "Được khen thưởng trong năm", _YES_NO)
DISCIPLINED = _column("disciplined", "Bị kỷ luật trong năm", _YES_NO)
RETIREMENT = _column(
    "retirement",
    "Đến tuổi nghỉ hưu trong 5 năm tới",
    {"within_5": "Trong 5 năm tới", "later": "Sau 5 năm"} | _UNKNOWN,
)
SENIORITY = _column(
    "seniority",
    "Thâm niên công tác ở cấp xã",
    {"under_5": "Dưới 5 năm", "5_10": "5–10 năm", "11_20": "11–20 năm", "over_20": "Trên 20 năm"} | _UNKNOWN,
)
MAJOR_FIT = _column(
    "major_fit",
    "Ngành đào tạo phù hợp với chức danh",
    {choice.value: str(choice.label) for choice in Suits} | {"no_rule": "Không xét ngành"},
)
RELATIVES = _column(
    "relatives",
    "Có người thân đã kê khai cùng giữ chức danh trong đơn vị",
    _YES_NO | {UNKNOWN: "Chưa kê khai"},
)
STANDARD = _column(
    "standard",
    "Đạt chuẩn trình độ chuyên môn",
    {
        "met": "Đạt",
        "in_transition": "Đạt chuẩn cũ, trong thời hạn chuyển tiếp",
        "unmet": "Chưa đạt",
        UNKNOWN: "Chưa đủ số liệu",
        "no_standard": "Không quy định",
    },
)

AGE_FORM = _column(
    "age_form",
    "Độ tuổi theo biểu BM02/BNV",
    {
        "to_30": "Từ 30 trở xuống",
        "31_40": "Từ 31 đến 40",
        "41_50": "Từ 41 đến 50",
        "women_51_55": "Nữ từ 51 đến 55",
        "men_56_60": "Nam từ 56 đến 60",
        "other_51": "Từ 51 trở lên khác",
        "past_retirement": "Trên tuổi nghỉ hưu",
    }
    | _UNKNOWN,
)
_TONGUE_LEVELS = {"dai_hoc": "Đại học trở lên", "certificate": "Chứng chỉ", "none": "Không có"}
ENGLISH = _column("english", "Tiếng Anh", _TONGUE_LEVELS)
OTHER_LANGUAGE = _column("other_language", "Ngoại ngữ khác tiếng Anh", _TONGUE_LEVELS)
LANGUAGE_UNSTATED = _column("language_unstated", "Có trình độ ngoại ngữ không ghi thứ tiếng", _YES_NO)
ETHNIC_LANGUAGE = _column("ethnic_language", "Chứng chỉ tiếng dân tộc thiểu số", _YES_NO)
ROTATED = _column("rotated", "Luân chuyển đến, trước đó không công tác ở cấp xã", _YES_NO)

# Every column with fixed cells; `post` and `unit` take theirs from the records.
FIXED = (
    SEX, AGE_DECADE, AGE_BM02, GROUP, DEGREE, POLITICAL, STATE_MANAGEMENT, IT_LEVEL, LANGUAGE_LEVEL, IT, LANGUAGE,
    GENERAL_EDUCATION, PARTY, ETHNICITY, RELIGION, HEALTH, EVALUATION, TRAINED, REWARDED, DISCIPLINED, RETIREMENT,
    STANDARD, AGE_FORM, ENGLISH, OTHER_LANGUAGE, LANGUAGE_UNSTATED, ETHNIC_LANGUAGE, ROTATED,
    SENIORITY, RELATIVES, MAJOR_FIT,
)  # fmt: skip

NAMED = {column.name: column for column in FIXED}

# Columns whose records may lack a date, or be absent without a cell that says so.
LEVEL_COLUMNS = (DEGREE, POLITICAL, STATE_MANAGEMENT, IT_LEVEL, LANGUAGE_LEVEL, IT, LANGUAGE)
NO_RECORD_COLUMNS = (*LEVEL_COLUMNS, PARTY)

TRAINING_KINDS = ("chuyen_mon", "llct", "qlnn", "tin_hoc", "ngoai_ngu", "ky_nang", "qpan", "khac")
AWARD_KINDS = ("danh_hieu", "hinh_thuc")
DISCIPLINE_FORMS = (
    "khien_trach", "canh_cao", "ha_bac_luong", "giang_chuc", "cach_chuc", "bai_nhiem", "buoc_thoi_viec", "khai_tru",
)  # fmt: skip
