"""Group 1, recruitment: standards and majors missed, posts that find no applicants, an ageing workforce."""

from __future__ import annotations

from foundation.formats.vi_numbers import number, percent
from reports.rules.change import ENDS, FEWER, MORE, change, share_lever
from reports.rules.limits import ABOVE, BELOW, Limit, Path, limit_rule, path_rule
from reports.rules.model import Case, Evidence, Finding, Rule, doubt_of, evidence, rules
from reports.rules.thresholds import guard_above, guard_below

YOUNG, RETIRING = "A5.under_30.min", "A9.max"
_LEVEL = (("officials.Qualification", "level"),)
_BIRTH = (("officials.Official", "birth_date"),)


def check_ageing(rule: Rule, case: Case) -> Finding | None:
    """Too few under 30 and too many who retire within five years, both at once (A5.under_30, A9)."""
    young, leaving = case.row("A5.under_30"), case.row("A9")
    least, most = case.norm(YOUNG), case.norm(RETIRING)
    floor, roof = float(least.value), float(most.value)
    if young["value"] >= floor or leaving["value"] <= roof:
        return None
    low = guard_below(case, young["numerator"], young["denominator"], floor / 100)
    high = guard_above(case, leaving["numerator"], leaving["denominator"], roof / 100)
    if low is None or high is None:
        return None
    proof: tuple[Evidence, ...] = (
        evidence("A5.under_30", case.year, young["value"], floor, least, young),
        evidence("A9", case.year, leaving["value"], roof, most, leaving),
    )
    known = doubt_of("A5.under_30", young)
    return rule.find(
        case,
        severity=max((floor - young["value"]) / floor, (leaving["value"] - roof) / roof),
        text=f"chỉ {percent(young['value'])} dưới 30 tuổi trong khi {percent(leaving['value'])} "
        f"({number(leaving['numerator'])} người) đến tuổi nghỉ hưu trong 5 năm tới.",
        quiet_text="ít người trẻ trong khi nhiều người sắp đến tuổi nghỉ hưu.",
        evidence=proof,
        people=leaving["numerator"],
        guard=high,
        change=change(
            share_lever(case, young["numerator"], young["denominator"], floor, MORE, "người dưới 30 tuổi"),
            share_lever(
                case, leaving["numerator"], leaving["denominator"], roof, FEWER, "người sắp nghỉ hưu"
            ),
            result=ENDS,
            doubt=known,
            threshold=floor,
        ),
    )


rules.register(
    path_rule(
        "standards",
        1,
        "Chưa đạt chuẩn trình độ chuyên môn của chức danh đúng hạn",
        Path("C2s", "C2s.target", "người đạt chuẩn trình độ chuyên môn của chức danh"),
        actions=(
            "Đề nghị lập danh sách người chưa đạt chuẩn theo từng đơn vị, cử đi học đúng ngành trước khi hết thời hạn.",
            "Đề nghị chỉ tuyển người có bằng đại học ngành phù hợp với chức danh (TT 13/2019/TT-BNV).",
        ),
        people_name="người chưa đạt chuẩn",
        order=7,
        fields=_LEVEL,
    )
)
rules.register(
    limit_rule(
        "majors",
        1,
        "Ngành đào tạo chưa phù hợp với chức danh",
        Limit(
            "C3.chua_phu_hop",
            "C3.chua_phu_hop.max",
            ABOVE,
            "người có ngành đào tạo chưa phù hợp với chức danh",
        ),
        actions=(
            "Đề nghị bố trí lại theo ngành đào tạo, hoặc cử học thêm chuyên ngành phù hợp.",
            "Đề nghị ghi rõ ngành cần tuyển trong từng kế hoạch tuyển dụng.",
        ),
        people_name="người vượt mức",
        order=8,
        fields=_LEVEL,
    )
)
rules.register(
    limit_rule(
        "competition",
        1,
        "Ít người dự tuyển",
        Limit(
            "H4.competition",
            "H4.competition.min",
            BELOW,
            "số người dự tuyển cho một chỉ tiêu",
            False,
            "người/chỉ tiêu",
            2,
            "người dự tuyển",
        ),
        actions=(
            "Đề nghị thi tuyển chung toàn thị xã, thông báo rộng rãi, thu hút sinh viên khá, giỏi.",
            "Đề nghị xem lại điều kiện dự tuyển và chế độ của vị trí khó tuyển.",
        ),
        people_name="",
        order=9,
        levels=("town", "area"),
        fields=(("assessments.UnitYear", "applicants"),),
    )
)
rules.register(
    limit_rule(
        "unfilled_recruitment",
        1,
        "Không tuyển đủ chỉ tiêu",
        Limit("H4.filled", "H4.filled.min", BELOW, "chỉ tiêu tuyển được người"),
        actions=(
            "Đề nghị rà soát vị trí không tuyển được, điều động từ nơi dôi dư hoặc tuyển bổ sung trong năm.",
            "Đề nghị công khai kế hoạch tuyển dụng sớm hơn.",
        ),
        people_name="chỉ tiêu chưa tuyển được",
        order=10,
        levels=("town", "area"),
        fields=(("assessments.UnitYear", "recruited"),),
    )
)
rules.register(
    Rule(
        code="ageing",
        solution_group=1,
        title="Ít người trẻ, nhiều người sắp nghỉ hưu",
        needs=("A5.under_30", "A9"),
        norms=(YOUNG, RETIRING),
        check=check_ageing,
        actions=(
            "Đề nghị lập kế hoạch thay thế theo từng chức danh và năm nghỉ hưu.",
            "Đề nghị tạo nguồn trẻ từ đoàn viên, sinh viên tốt nghiệp của địa phương.",
        ),
        people_name="người đến tuổi nghỉ hưu trong 5 năm tới",
        fields=_BIRTH,
        order=11,
    )
)
