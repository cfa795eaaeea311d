"""Awards and discipline at odds with the ratings: disciplined but rated good, too many emulation fighters."""

from __future__ import annotations

import numpy as np

from foundation.formats.vi_numbers import number, percent
from reports.frames.contradictions import disciplined
from reports.reading import Ints
from reports.rules.change import ENDS, FEWER, Lever, change, share_lever
from reports.rules.limits import BELOW, Limit, limit_rule
from reports.rules.model import Case, Evidence, Finding, Rule, evidence, rules
from reports.rules.thresholds import CENSUS, guard_above

AWARD_RATIO, CONTRADICTIONS = "G1.cstdcs_per_ldtt.max", "G2.rated_good.max"
_AT_ODDS = "người bị kỷ luật mà vẫn xếp loại tốt"
_FIGHTER, _ADVANCED = "chien si thi dua co so", "lao dong tien tien"


def check_conduct(rule: Rule, case: Case) -> Finding | None:
    """People disciplined in the year and yet rated good, and the share of CSTĐCS among those with LĐTT."""
    case.row("G2")
    case.row("E2")
    limit, most = case.norm(AWARD_RATIO), case.norm(CONTRADICTIONS)
    contradictions = _disciplined_rated_good(case)
    fighters, advanced = _emulation_titles(case)
    ratio = 100 * fighters / advanced if advanced else None
    guard = None
    if ratio is not None and ratio > float(limit.value):
        guard = guard_above(case, fighters, advanced, float(limit.value) / 100)
    too_many = guard is not None
    at_odds = contradictions > float(most.value)
    if not too_many and not at_odds:
        return None
    said, proof, levers = [], list[Evidence](), list[Lever]()
    severity = 0.0
    if at_odds:
        said.append(
            f"{number(contradictions)} người bị kỷ luật trong năm vẫn được xếp loại hoàn thành tốt nhiệm vụ trở lên"
        )
        n_disciplined = _disciplined(case)
        row = {"numerator": contradictions, "denominator": n_disciplined, "unknown": 0}
        proof.append(evidence("G2", case.year, contradictions, float(most.value), most, row))
        severity = contradictions / max(n_disciplined, 1)
        levers.append(Lever(contradictions, FEWER, 0, _AT_ODDS, lambda k: k > float(most.value)))
    if too_many and ratio is not None:
        target = float(limit.value)
        said.append(
            f"Chiến sĩ thi đua cơ sở bằng {percent(ratio)} số người đạt Lao động tiên tiến "
            f"({number(fighters)}/{number(advanced)}), vượt mức {percent(target)}"
        )
        row = {"numerator": fighters, "denominator": advanced, "unknown": 0}
        proof.append(evidence("G1.danh_hieu", case.year, ratio, target, limit, row))
        levers.append(share_lever(case, fighters, advanced, target, FEWER, "Chiến sĩ thi đua cơ sở"))
        severity = max(severity, (ratio - target) / target)
    text = "; ".join(said) + "."
    return rule.find(
        case,
        severity=severity,
        text=text,
        quiet_text="kết quả khen thưởng, xếp loại chưa khớp với kỷ luật hoặc vượt mức quy định.",
        evidence=tuple(proof),
        people=contradictions if at_odds else fighters,
        guard=guard or CENSUS,
        change=change(*levers, result=ENDS, doubt=None, threshold=0.0, joined="và"),
    )


def _in_scope(case: Case, unit: Ints) -> np.ndarray:
    if case.scope.level == "area":
        return case.snapshot.units.area[unit] == case.scope.area
    return (
        case.snapshot.counted(unit) == case.scope.unit
        if case.scope.level == "unit"
        else np.ones(len(unit), dtype=bool)
    )


def _disciplined(case: Case) -> int:
    found = disciplined(case.snapshot, case.year)
    return len(np.unique(found.official[_in_scope(case, found.unit)]))


def _disciplined_rated_good(case: Case) -> int:
    found = disciplined(case.snapshot, case.year)
    return len(np.unique(found.official[_in_scope(case, found.unit) & found.rated_good]))


def _emulation_titles(case: Case) -> tuple[int, int]:
    """People with CSTĐ cơ sở, and people with LĐTT; a CSTĐ cơ sở has to be LĐTT, so counts among them in any case."""
    awards = case.snapshot.awards
    rows = np.flatnonzero(awards.year == case.year)
    fighter = np.array([_FIGHTER in awards.titles[row] for row in rows.tolist()], dtype=bool)
    # Collective titles bear the same words and are no person's.
    alone = np.array([not awards.titles[row].startswith("tap the") for row in rows.tolist()], dtype=bool)
    advanced = np.array([_ADVANCED in awards.titles[row] for row in rows.tolist()], dtype=bool) & alone
    spell = case.snapshot.spells.at(awards.official[rows], awards.day[rows])
    people = []
    for chosen in (fighter, fighter | advanced):
        held = chosen & (spell >= 0)
        inside = _in_scope(case, case.snapshot.spells.unit[spell[held]])
        people.append(len(np.unique(awards.official[rows[held]][inside])))
    return people[0], people[1]


rules.register(
    Rule(
        code="conduct",
        solution_group=6,
        title="Khen thưởng, xếp loại chưa khớp với kỷ luật",
        needs=("G2", "E2", "G1.danh_hieu"),
        norms=(AWARD_RATIO, CONTRADICTIONS),
        check=check_conduct,
        actions=(
            "Đề nghị kiểm tra lại hồ sơ xếp loại của năm: từ 2020 vi phạm trong thực thi nhiệm vụ bị xử lý kỷ luật là "
            "không hoàn thành nhiệm vụ (NĐ 90/2020/NĐ-CP).",
            "Đề nghị xét danh hiệu theo kết quả đo được, ưu tiên người trực tiếp làm; hậu kiểm danh hiệu, công khai.",
            "Đề nghị tách khen thưởng tập thể và cá nhân, kiểm tra đột xuất.",
        ),
        people_name="người bị kỷ luật vẫn được xếp loại tốt, hoặc Chiến sĩ thi đua cơ sở",
        fields=(("assessments.Discipline", "form"), ("assessments.Award", "title")),
        small=10,
        order=6,
    )
)
rules.register(
    limit_rule(
        "inspection_coverage",
        6,
        "Ít đơn vị được thanh tra, kiểm tra",
        Limit("G3.units", "G3.units.min", BELOW, "đơn vị được thanh tra, kiểm tra trong năm"),
        actions=(
            "Đề nghị đưa đơn vị chưa được kiểm tra vào kế hoạch năm tới, có kiểm tra đột xuất.",
            "Đề nghị chỉ coi là không có vi phạm ở nơi đã được kiểm tra.",
        ),
        people_name="đơn vị cần kiểm tra thêm",
        order=17,
        levels=("town", "area"),
        fields=(("assessments.Inspection", "subject"),),
    )
)
rules.register(
    limit_rule(
        "late_remedies",
        6,
        "Khắc phục sau thanh tra chậm",
        Limit("G3.remedied", "G3.remedied.min", BELOW, "kết luận được khắc phục đúng hạn"),
        actions=("Đề nghị đôn đốc, báo cáo từng kiến nghị quá hạn; xử lý trách nhiệm người đứng đầu.",),
        people_name="kết luận chưa khắc phục đúng hạn",
        order=18,
        levels=("town", "area"),
        fields=(("assessments.Inspection", "findings"),),
    )
)
