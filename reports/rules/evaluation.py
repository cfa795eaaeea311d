"""Group 4, evaluation: too many unrated, more excellent ratings than the guidance allows."""

from __future__ import annotations

from foundation.formats.vi_numbers import number
from officials.rating_cap import rating_cap
from reports.rules.change import FEWER, NO_LONGER_OVER, Doubt, Lever, change
from reports.rules.limits import ABOVE, Limit, limit_rule
from reports.rules.model import Case, Finding, MissingInput, Rule, evidence, rules
from reports.rules.thresholds import CENSUS

RATIO, BASE = "E3.cap.ratio", "E3.cap.base_with_xuat_sac"
_RATING = (("assessments.Evaluation", "level"),)


def check_cap(rule: Rule, case: Case) -> Finding | None:
    """More rated excellent than the guidance on ratings allows for those rated good (regulations 16.2)."""
    excellent, good, rated = case.row("E1.xuat_sac"), case.row("E1.tot"), case.row("E3")
    ratio, cap = case.norm(RATIO), rating_cap(case.norms)
    if cap is None:
        raise MissingInput(RATIO)
    most = cap.most(int(good["numerator"]), int(excellent["numerator"]))
    over = int(excellent["numerator"]) - most
    if over <= 0:
        return None
    threshold = 100 * most / rated["denominator"]
    n_excellent, n_good = int(excellent["numerator"]), int(good["numerator"])

    def too_many(k: int) -> bool:
        return k > cap.most(n_good + n_excellent - k, k)

    return rule.find(
        case,
        severity=over / max(most, 1),
        text=f"{number(excellent['numerator'])} người xếp loại hoàn thành xuất sắc nhiệm vụ bên cạnh "
        f"{number(good['numerator'])} người hoàn thành tốt nhiệm vụ; hướng dẫn cho phép {number(most)}, vượt {number(over)}.",
        quiet_text="số người hoàn thành xuất sắc nhiệm vụ vượt mức hướng dẫn.",
        evidence=(evidence("E3", case.year, rated["value"], threshold, ratio, rated),),
        people=over,
        guard=CENSUS,
        change=change(
            Lever(n_excellent, FEWER, 0, "người xuất sắc nay là hoàn thành tốt", too_many),
            result=NO_LONGER_OVER,
            doubt=Doubt(int(rated["unknown"])),
            threshold=threshold,
            could_end=bool(rated["unknown"]),  # more rated good would allow more excellent
        ),
    )


rules.register(
    limit_rule(
        "unrated",
        4,
        "Nhiều người không được xếp loại",
        Limit("E4", "E4.max", ABOVE, "người không được xếp loại trong năm"),
        actions=(
            "Đề nghị kiểm tra lý do từng trường hợp không xếp loại; xếp loại bổ sung nếu đủ điều kiện.",
            "Đề nghị gửi kết quả xếp loại của người do cấp trên quản lý ngay khi có kết luận.",
        ),
        people_name="người vượt mức",
        order=12,
        fields=_RATING,
    )
)
rules.register(
    Rule(
        code="excellent_cap",
        solution_group=4,
        title="Số người xuất sắc vượt mức hướng dẫn",
        needs=("E1.xuat_sac", "E1.tot", "E3"),
        norms=(RATIO, BASE),
        check=check_cap,
        actions=(
            "Đề nghị rà soát lại danh sách hoàn thành xuất sắc nhiệm vụ theo kết quả công việc đo được.",
            "Đề nghị gắn tỷ lệ xuất sắc của cá nhân với kết quả của đơn vị, thẩm định chéo giữa các khu.",
        ),
        people_name="người vượt mức",
        levels=("unit",),
        fields=_RATING,
        order=13,
    )
)
