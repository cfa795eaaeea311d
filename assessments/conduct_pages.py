"""Training, awards, discipline, inspections, succession plans: their entries among the yearly work, their acts."""

from __future__ import annotations

from typing import Any

from assessments import (
    states,  # noqa: F401  registers the state machines
    work_items,  # noqa: F401  registers what waits
)
from assessments.bars import may_see_bars, profile_bars
from assessments.models import Award, Course, Discipline, Inspection, Succession
from assessments.reach import may
from assessments.succession import MODULE
from foundation import history
from foundation.registries import ProfileSection, YearlyPage, profile_sections, yearly_pages
from officials.modules import is_on

GROUP = "Đào tạo, thi đua, kỷ luật"


def _reads(model: Any) -> Any:
    return lambda user: may(user, "read", model)


for page in (
    YearlyPage(
        "dao-tao",
        "Đào tạo, bồi dưỡng",
        "assessments:training",
        GROUP,
        "Nhu cầu theo tiêu chuẩn, kế hoạch, lớp, cử người, kết quả, kinh phí.",
        300,
        _reads(Course),
    ),
    YearlyPage(
        "khen-thuong",
        "Thi đua, khen thưởng",
        "assessments:awards",
        GROUP,
        "Khen thưởng của năm, nhiều người theo một quyết định, giới hạn Chiến sĩ thi đua cơ sở.",
        310,
        _reads(Award),
    ),
    YearlyPage(
        "ky-luat",
        "Kỷ luật",
        "assessments:discipline",
        GROUP,
        "Vụ việc với quyết định của chính quyền và của Đảng, thời hạn đang có hiệu lực.",
        320,
        _reads(Discipline),
    ),
    YearlyPage(
        "kiem-tra",
        "Thanh tra, kiểm tra",
        "assessments:inspections",
        GROUP,
        "Kế hoạch, kết luận, hạn khắc phục; số khiếu nại, tố cáo của năm.",
        330,
        _reads(Inspection),
    ),
    YearlyPage(
        "quy-hoach",
        "Quy hoạch",
        "assessments:succession",
        GROUP,
        "Nhiệm kỳ, chức danh, điều kiện từng người, tỷ lệ nữ và trẻ, người phải đưa ra.",
        340,
        # Off, it is hidden from everybody; who may not read plans costs no query.
        lambda user: bool(user.may("read", Succession, "all") and is_on(MODULE)),
    ),
):
    yearly_pages.register(page)

profile_sections.register(
    ProfileSection(
        "ky-luat-hieu-luc",
        "Kỷ luật đang có hiệu lực",
        "assessments/_bars.html",
        74,
        profile_bars,
        lambda user, official: may_see_bars(user),
        tab="khen-thuong",
        sensitive="Kỷ luật",
    )
)

history.register_actions(
    {
        "move_course": "Chuyển tình trạng lớp",
        "enrol": "Cử đi học",
        "decide_enrolment": "Duyệt, rút người đi học",
        "record_results": "Ghi kết quả lớp",
        "leave_plan": "Đưa ra khỏi quy hoạch",
        "move_inspection": "Chuyển bước cuộc kiểm tra",
    }
)
