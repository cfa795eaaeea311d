"""What this floor shows on pages of the floors below: menu entries, sections, panels, search."""

from typing import Any

from django.db.models import Exists, Q

from assessments import (
    catalogues,  # noqa: F401  registers the catalogues of awards, discipline and regimes
    conduct_pages,  # noqa: F401  registers training, awards, discipline, inspections, succession
    eligibility,
    health_rounds,
    kinds,
    raise_delays,
    round_work,
    sections,
)
from assessments.grids import sets
from assessments.models import Award, EvaluationCase, EvaluationRound, HealthCheck, UnitYear
from assessments.round_states import ROUND_CASE
from foundation import history
from foundation.registries import (
    ProfileSection,
    YearlyPage,
    profile_sections,
    work_item_sources,
    yearly_pages,
)
from officials.completeness import CountedFact, counted_facts, has_rows
from officials.models import Official
from officials.raise_delays import raise_delay_sources
from officials.sections import may_read, section_of

kinds.register_kinds()
sets.register_sets()


def _awards_told() -> Q | Exists:
    """An award, or the word that there has been none; both in one condition."""
    return Q(personal_file__never_awarded=True) | Q(has_rows(Award)())


counted_facts.register(
    CountedFact(
        "awards", "khen thưởng, hoặc chưa được khen thưởng", "21", 250, _awards_told, "tab:khen-thuong"
    )
)
for section in (
    ProfileSection(
        "ba-nam", "Xếp loại, bồi dưỡng, khen thưởng", "assessments/_years.html", 20, sections.years_summary
    ),
    section_of(kinds.EVALUATION, "Xếp loại chất lượng", tab_label="Xếp loại"),
    ProfileSection(
        "dot-danh-gia",
        "Đợt đánh giá",
        "assessments/_round_section.html",
        39,
        sections.rounds_of,
        may_see=may_read(EvaluationCase),
        tab="hang-nam",
    ),
    section_of(kinds.TRAINING, "Đào tạo, bồi dưỡng", tab_label="Bồi dưỡng"),
    section_of(kinds.HEALTH, "Khám sức khỏe", tab_label="Sức khỏe"),
    section_of(kinds.AWARD, "Khen thưởng", tab_label="Khen thưởng"),
    section_of(kinds.DISCIPLINE, "Kỷ luật", tab_label="Kỷ luật"),
):
    profile_sections.register(section)

eligibility.register_checks()
raise_delay_sources.register(raise_delays.SOURCE)
history.register_actions(
    {
        "open_round": "Mở đợt đánh giá",
        "refresh_round": "Cập nhật danh sách đợt đánh giá",
        "close_round": "Đóng đợt đánh giá",
        "reopen_round": "Mở lại đợt đánh giá",
        "move_round": "Chuyển sang đợt đánh giá của đơn vị khác",
        "leave_round": "Đưa ra khỏi đợt đánh giá",
    }
    | {f"rate_{act.code}": f"Đợt đánh giá: {act.label.lower()}" for act in ROUND_CASE.table}
)
history.register_labels({"people": "Số người trong đợt"})
yearly_pages.register(
    YearlyPage(
        "bang-nhap",
        "Bảng nhập theo năm",
        "assessments:grids",
        "Nhập theo năm",
        "Xếp loại, sức khỏe, bồi dưỡng, khen thưởng của cả đơn vị trên một trang; gõ hoặc dán từ Excel.",
        60,
        lambda user: user.may("write", Official, "all") or user.may("write", Official, "own"),
    )
)


def reads_rounds(user: Any) -> bool:
    return bool(user.may("read", EvaluationRound, "all") or user.may("read", EvaluationRound, "own"))


yearly_pages.register(
    YearlyPage(
        "danh-gia",
        "Đánh giá, xếp loại chất lượng",
        "assessments:rounds",
        "Đánh giá, xếp loại",
        "Đợt đánh giá của từng đơn vị: tự xếp loại, ý kiến, đề xuất, quyết định, thông báo.",
        50,
        reads_rounds,
    )
)
work_item_sources.register(round_work.SOURCE)
yearly_pages.register(
    YearlyPage(
        "kham-suc-khoe",
        "Khám sức khỏe",
        "assessments:health",
        "Nhập theo năm",
        "Đợt khám của từng đơn vị, bao nhiêu người đã khám, còn ai chưa có kết quả.",
        61,
        lambda user: user.may("read", HealthCheck, "all") or user.may("read", HealthCheck, "own"),
    )
)
yearly_pages.register(
    YearlyPage(
        "dieu-kien-nam",
        "Điều kiện, kết quả của đơn vị",
        "assessments:unit-years",
        "Nhập theo năm",
        "Máy tính, hồ sơ giải quyết, hài lòng, khiếu nại, dân số, tuyển dụng của từng đơn vị.",
        62,
        lambda user: user.may("read", UnitYear, "all") or user.may("read", UnitYear, "own"),
    )
)
work_item_sources.register(health_rounds.WORK)
