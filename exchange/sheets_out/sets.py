"""The sets that an office fills in: which columns each has, and how a record's value stands in a cell.

A heading is the title of a declared workbook column, so that a template reads back by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assessments.models import HealthCheck
from exchange.sheets_out.people import Listed
from exchange.workbooks.columns.post import POST_NAMES
from exchange.workbooks.columns.record import CODE_HEADING, RECORDED_HEADING
from exchange.workbooks.columns.training import COURSE_HEADING, ENDS_HEADING, HOURS_HEADING, STARTS_HEADING
from exchange.workbooks.columns.yearly import RATING_NAMES
from exchange.workbooks.labels import SEX
from foundation.form_sheets import FormColumn
from officials.models import Official
from officials.models.qualifications import LEVELS

YES_NO = ("Có", "Không")
HEALTH = ("Loại I", "Loại II", "Loại III", "Loại IV", "Loại V")
AWARDS = (
    "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Chiến sĩ thi đua cấp tỉnh", "Giấy khen của Chủ tịch UBND xã",
    "Giấy khen của Chủ tịch UBND thị xã", "Bằng khen của Chủ tịch UBND tỉnh", "Bằng khen của Thủ tướng Chính phủ",
)  # fmt: skip


@dataclass(frozen=True)
class Cellwise:
    """A column and the value it has for a person. `field` = (model, field) that the reader must be allowed to read."""

    column: Callable[[int], FormColumn]
    value: Callable[[Listed, int], Any]
    field: tuple[Any, str] | None = None
    only_town: bool = False


@dataclass(frozen=True)
class TemplateSet:
    """One kind of template: its address, title, the rows it needs, columns, and what is said about filling it in."""

    code: str
    label: str
    title: str
    kinds: tuple[str, ...]
    columns: tuple[Cellwise, ...]
    guide: tuple[str, ...]
    n_empty: int = 0


def _plain(label: str, value: Callable[[Listed, int], Any], *, personal: str = "", **facts: Any) -> Cellwise:
    return Cellwise(
        lambda year: FormColumn(label.format(year=year), **facts),
        value,
        field=(Official, personal) if personal else None,
    )


def _best(person: Listed, kind: str) -> Any:
    order = list(LEVELS[kind])
    held = [q for q in person.rows.get("qualifications", []) if q.kind == kind and q.level in order]
    return min(held, key=lambda q: (order.index(q.level), not q.field), default=None)


def _level(kind: str, none: str) -> Callable[[Listed, int], str]:
    def value(person: Listed, year: int) -> str:
        best = _best(person, kind)
        return "" if best is None else none if best.level == "none" else LEVELS[kind][best.level]

    return value


def _major(person: Listed, year: int) -> str:
    best = _best(person, "professional")
    return best.field if best is not None else ""


def _certificate(kind: str) -> Callable[[Listed, int], str]:
    def value(person: Listed, year: int) -> str:
        levels = [q.level for q in person.rows.get("qualifications", []) if q.kind == kind]
        return "" if not levels else "Có" if any(level != "none" for level in levels) else "Không"

    return value


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Có" if value else "Không"


def _posts(person: Listed, year: int) -> str:
    return "; ".join(POST_NAMES[row.post_id] for row in person.posts)


def _post_date(person: Listed, year: int) -> Any:
    primary = next((row for row in person.posts if row.is_primary), None)
    return primary.starts_on if primary is not None and not primary.start_unknown else None


def _of_year(person: Listed, name: str, year: int, day: str) -> Any:
    rows = [row for row in person.rows.get(name, []) if row.year == year]
    return max(
        rows, key=lambda row: (bool(getattr(row, day)), getattr(row, day) or 0, row.public_id), default=None
    )


def _rating(person: Listed, year: int) -> str:
    row = _of_year(person, "evaluations", year, "decided_on")
    return RATING_NAMES.get(row.level, "") if row else ""


def _health(person: Listed, year: int) -> str:
    row = _of_year(person, "health_checks", year, "checked_on")
    return HEALTH[int(row.health_class) - 1] if row and row.health_class else ""


def _awards(person: Listed, year: int) -> str:
    titles = [row.title for row in person.rows.get("awards", []) if row.year == year]
    return "; ".join(titles)


def _courses(person: Listed, year: int) -> str:
    rows = [r for r in person.rows.get("trainings", []) if (r.ends_on or r.starts_on or None) is not None]
    return "; ".join(row.course for row in rows if (row.ends_on or row.starts_on).year == year)


def _nothing(person: Listed, year: int) -> None:
    return None


_LEVELS_OF = {
    kind: [text for code, text in levels.items() if code != "none"] for kind, levels in LEVELS.items()
}
_CODE = _plain(CODE_HEADING, lambda p, y: p.official.public_id, width=16, fixed=True)
_UNIT = Cellwise(
    lambda year: FormColumn("Đơn vị", width=20, fixed=True),
    lambda p, y: p.unit.full_name if p.unit else "",
    only_town=True,
)


def _who(*, fixed: bool) -> tuple[Cellwise, ...]:
    return (
        _CODE,
        _plain("Họ và tên", lambda p, y: p.official.full_name, width=24, fixed=fixed),
        _plain(
            "Ngày sinh", lambda p, y: p.official.birth_date_partial, personal="birth_date", kind="date", width=13,
            fixed=fixed,
        ),
        _UNIT,
    )  # fmt: skip


_FULL = TemplateSet(
    code="danh-sach",
    label="Danh sách đầy đủ",
    title="DANH SÁCH CÁN BỘ, CÔNG CHỨC NĂM {year}",
    kinds=("qualifications",),
    columns=(
        *_who(fixed=False),
        _plain("Giới tính", lambda p, y: SEX.get(p.official.sex, ""), width=9, choices=("Nam", "Nữ")),
        _plain("Số CCCD, CMND", lambda p, y: p.official.national_id, personal="national_id", width=14),
        _plain("Dân tộc", lambda p, y: p.official.ethnicity, personal="ethnicity", width=10),
        _plain("Tôn giáo", lambda p, y: p.official.religion, personal="religion", width=11),
        _plain("Quê quán", lambda p, y: p.official.hometown, personal="hometown", width=20),
        _plain("Chức vụ, chức danh", _posts, width=20, choices=tuple(POST_NAMES.values())),
        _plain("Ngày giữ chức vụ", _post_date, kind="date", width=12),
        _plain(
            "Đảng viên", lambda p, y: _yes_no(p.official.party_member), personal="party_member", width=9,
            choices=YES_NO,
        ),
        _plain(
            "Ngày vào Đảng", lambda p, y: p.official.party_joined_on_partial, personal="party_joined_on",
            kind="date", width=12,
        ),
        _plain("Trình độ văn hóa", lambda p, y: p.official.general_education, width=9),
        _plain(
            "Chuyên môn", _level("professional", "Chưa qua đào tạo"), width=14,
            choices=(*_LEVELS_OF["professional"], "Chưa qua đào tạo"),
        ),
        _plain("Chuyên ngành", _major, width=16),
        _plain("Lý luận chính trị", _level("political", "Chưa"), width=13, choices=(*_LEVELS_OF["political"], "Chưa")),
        _plain(
            "Quản lý nhà nước", _level("state_management", "Chưa"), width=13,
            choices=(*_LEVELS_OF["state_management"], "Chưa"),
        ),
        _plain("Tin học", _certificate("it"), width=9, choices=YES_NO),
        _plain("Ngoại ngữ", _certificate("foreign_language"), width=9, choices=YES_NO),
    ),
    guide=(
        "Sửa thẳng vào ô có thay đổi. Ô để trống không xóa điều đang có trong hồ sơ.",
        "Người mới: ghi vào dòng trống cuối bảng, bỏ trống cột “Mã hồ sơ (hệ thống)”; cần họ tên, ngày sinh, "
        "giới tính, chức vụ.",
        "Người giữ nhiều chức vụ: ghi các chức vụ cách nhau bằng dấu chấm phẩy.",
    ),
    n_empty=20,
)  # fmt: skip


def _one_answer(
    *, code: str, label: str, title: str, kinds: str, column: Cellwise, guide: str
) -> TemplateSet:
    """A yearly set of one yellow column beside the people."""
    return TemplateSet(code, label, title, (kinds,), (*_who(fixed=True), column), (guide,))


def _ratings_of(year: int) -> list[str]:
    """The levels of that year's regime: one was given up after 2019."""
    return [name for code, name in RATING_NAMES.items() if year <= 2019 or code != "han_che_nang_luc"]


_EVALUATION = _one_answer(
    code="xep-loai",
    label="Xếp loại năm",
    title="KẾT QUẢ XẾP LOẠI CÁN BỘ, CÔNG CHỨC NĂM {year}",
    kinds="evaluations",
    column=Cellwise(
        lambda year: FormColumn(
            f"Kết quả xếp loại {year}", width=34, to_fill=True, choices=_ratings_of(year)
        ),
        _rating,
    ),
    guide="Cột vàng: chọn mức xếp loại trong danh sách. Người chưa xếp loại thì để trống.",
)
_HEALTH = _one_answer(
    code="suc-khoe",
    label="Sức khỏe năm",
    title="PHÂN LOẠI SỨC KHỎE CÁN BỘ, CÔNG CHỨC NĂM {year}",
    kinds="health_checks",
    column=Cellwise(
        lambda year: FormColumn(f"Phân loại sức khỏe {year}", width=24, to_fill=True, choices=HEALTH),
        _health,
        field=(HealthCheck, "health_class"),
    ),
    guide="Cột vàng: chọn loại sức khỏe theo giấy khám. Người chưa khám thì để trống.",
)
_TRAINING = TemplateSet(
    code="boi-duong",
    label="Bồi dưỡng năm",
    title="CÁN BỘ, CÔNG CHỨC ĐƯỢC BỒI DƯỠNG NĂM {year}",
    kinds=("trainings",),
    columns=(
        *_who(fixed=True),
        _plain(RECORDED_HEADING, _courses, width=34, fixed=True),
        _plain(COURSE_HEADING, _nothing, width=34, to_fill=True),
        _plain(STARTS_HEADING, _nothing, kind="date", width=14, to_fill=True),
        _plain(ENDS_HEADING, _nothing, kind="date", width=14, to_fill=True),
        _plain(HOURS_HEADING, _nothing, kind="number", width=12, to_fill=True),
    ),
    guide=(
        "Cột vàng: ghi khóa mới, mỗi người một khóa trong một tệp; khóa thứ hai ghi vào tệp khác. Khóa đã có "
        "trong hồ sơ nằm ở cột bên trái, không cần ghi lại.",
        "“Đến ngày” cho biết khóa học thuộc năm nào; khóa không có ngày kết thúc chưa được tính vào số liệu năm.",
    ),
)
_AWARDS = _one_answer(
    code="khen-thuong",
    label="Khen thưởng năm",
    title="KHEN THƯỞNG CÁN BỘ, CÔNG CHỨC NĂM {year}",
    kinds="awards",
    column=Cellwise(
        lambda year: FormColumn(f"Khen thưởng năm {year}", width=50, to_fill=True, choices=AWARDS),
        _awards,
    ),
    guide=(
        "Cột vàng: chọn trong danh sách hoặc ghi danh hiệu, hình thức; nhiều khen thưởng thì cách nhau bằng dấu "
        "chấm phẩy."
    ),
)
SETS: dict[str, TemplateSet] = {item.code: item for item in (_FULL, _EVALUATION, _HEALTH, _TRAINING, _AWARDS)}
