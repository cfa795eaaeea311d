"""Groups 3 and 5: people leaving more each year; degrees and state management short of their targets."""

from __future__ import annotations

from dataclasses import replace

from foundation.formats.vi_numbers import number, percent
from reports.rules.change import ENDS, FEWER, change, share_lever
from reports.rules.limits import ABOVE, BELOW, Limit, Path, limit_rule, path_rule
from reports.rules.model import Case, Finding, Rule, doubt_of, evidence, rules
from reports.rules.thresholds import CENSUS

LEAVING = "H3.rising.min"
_LEVEL = (("officials.Qualification", "level"),)
_PLANS = (("assessments.Succession", "post"),)


def check_rising(rule: Rule, case: Case) -> Finding | None:
    """The share who resigned or moved away rose two years running and has reached the norm (H3)."""
    norm = case.norm(LEAVING)
    rows = [case.row("H3", year) for year in range(case.year - 2, case.year + 1)]
    values = [float(row["value"]) for row in rows]
    least = float(norm.value)
    if not (values[0] < values[1] < values[2] and values[2] >= least):
        return None
    said = ", ".join(percent(value) for value in values)
    what = "người thôi việc, chuyển công tác"
    lever = share_lever(case, rows[2]["numerator"], rows[2]["denominator"], least, FEWER, what)
    return rule.find(
        case,
        severity=(values[2] - values[0]) / max(values[2], least),
        text=f"tỷ lệ thôi việc, chuyển công tác tăng hai năm liền ({case.year - 2}–{case.year}: {said}); năm "
        f"{case.year} có {number(rows[2]['numerator'])} người.",
        quiet_text="tỷ lệ thôi việc, chuyển công tác tăng hai năm liền.",
        evidence=tuple(
            evidence("H3", year, float(row["value"]), least, norm, row)
            for year, row in zip(range(case.year - 2, case.year + 1), rows, strict=True)
        ),
        people=rows[2]["numerator"],
        guard=CENSUS,
        change=change(
            replace(lever, misses=lambda k: values[1] < 100 * k / rows[2]["denominator"] >= least),
            result=ENDS,
            doubt=doubt_of("H3", rows[2]),
            threshold=max(values[1], least),
        ),
    )


rules.register(
    Rule(
        code="leaving_rising",
        solution_group=3,
        title="Người thôi việc, chuyển công tác tăng hai năm liền",
        needs=("H3",),
        norms=(LEAVING,),
        check=check_rising,
        actions=(
            "Đề nghị hỏi người chuyển đi, thôi việc về lý do; tổng hợp theo chức danh và đơn vị.",
            "Đề nghị xem lại khối lượng việc, phụ cấp kiêm nhiệm, chế độ sau sắp xếp đơn vị.",
        ),
        people_name="người thôi việc, chuyển công tác trong năm",
        n_years=3,
        levels=("town", "area"),
        fields=(("officials.Appointment", "end_reason"),),
        order=14,
    )
)
rules.register(
    path_rule(
        "degree_path",
        5,
        "Trình độ đại học chưa kịp mục tiêu",
        Path("C2u", "C2u.target", "người có trình độ đại học trở lên"),
        actions=(
            "Đề nghị cử đi học đại học đúng ngành theo kế hoạch từng năm, ưu tiên người còn nhiều năm công tác.",
            "Đề nghị hỗ trợ học phí gắn với cam kết phục vụ.",
        ),
        people_name="người cần thêm để đạt mục tiêu",
        order=15,
        fields=_LEVEL,
    )
)
rules.register(
    limit_rule(
        "state_management",
        5,
        "Nhiều người chưa qua bồi dưỡng quản lý nhà nước",
        Limit("C5.none", "C5.none.max", ABOVE, "người chưa qua bồi dưỡng quản lý nhà nước"),
        actions=(
            "Đề nghị mở lớp bồi dưỡng quản lý nhà nước ngạch chuyên viên tại thị xã.",
            "Đề nghị kiểm tra hồ sơ: người đã học nhưng chưa ghi chứng chỉ.",
        ),
        people_name="người vượt mức",
        order=16,
        fields=_LEVEL,
    )
)
for _code, _title, _limit, _actions, _people, _order in (
    (
        "succession_women",
        "Ít nữ trong quy hoạch",
        Limit("F5.women", "F5.women.min", BELOW, "người trong quy hoạch là nữ"),
        ("Đề nghị phát hiện, giới thiệu nguồn nữ từ công chức, đoàn thể; rà soát quy hoạch hằng năm.",),
        "người nữ cần thêm trong quy hoạch",
        19,
    ),
    (
        "succession_young",
        "Ít người trẻ trong quy hoạch",
        Limit("F5.young", "F5.young.min", BELOW, "người trong quy hoạch là người trẻ"),
        ("Đề nghị tạo nguồn trẻ, giao việc khó và luân chuyển để rèn luyện; quy hoạch đủ ba độ tuổi.",),
        "người trẻ cần thêm trong quy hoạch",
        20,
    ),
    (
        "succession_source",
        "Ít người giữ chức vụ mới từ nguồn quy hoạch",
        Limit("F6", "F6.min", BELOW, "người giữ chức vụ mới có trong quy hoạch"),
        (
            "Đề nghị rà soát quy hoạch sát với nhân sự dự kiến, thực hiện quy hoạch “động” và “mở”.",
            "Đề nghị nêu lý do từng trường hợp chọn ngoài quy hoạch.",
        ),
        "người cần từ nguồn quy hoạch",
        21,
    ),
    (
        "succession_breadth",
        "Quy hoạch quá nhiều người cho một chức danh",
        Limit(
            "F4", "F4.max", ABOVE, "số người quy hoạch cho một chức danh", False, "người/chức danh", 2,
            "lượt người trong quy hoạch",
        ),
        ("Đề nghị đưa ra khỏi quy hoạch người không còn đủ điều kiện; tập trung đào tạo người đã chọn.",),
        "",
        22,
    ),
):  # fmt: skip
    rules.register(
        limit_rule(
            _code, 5, _title, _limit, actions=_actions, people_name=_people, order=_order, fields=_PLANS,
        )
    )  # fmt: skip
