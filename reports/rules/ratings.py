"""Everyone rated good or better for years on end: a rating that no longer tells anyone apart (indicators 6.4, 6b.4)."""

from __future__ import annotations

from foundation.formats.vi_numbers import number, percent
from reports.rules.change import ENDS, MORE, Lever, change
from reports.rules.model import Case, Evidence, Finding, MissingInput, Rule, doubt_of, evidence, rules
from reports.statistics import effective_n

UNANIMOUS, YEARS, BENCHMARK = "E2.unanimous", "E2.unanimous.years", "E2.below_good.benchmark"
_LIKENESS = 0.3  # the highest intra-unit correlation for which 6b.4 wants the range printed
_RARE = 0.05
_BELOW_GOOD = "người xếp loại dưới mức hoàn thành tốt"


def check_unanimous(rule: Rule, case: Case) -> Finding | None:
    """E2 at the level of the norm in each of the last years of the norm; a single missing year leaves it open."""
    norm, years, benchmark = case.norm(UNANIMOUS), int(case.norm(YEARS).value), case.norm(BENCHMARK)
    if years > rule.n_years:
        raise MissingInput("E2")
    span = range(case.year - years + 1, case.year + 1)
    rows = {year: case.row("E2", year) for year in span}
    threshold = float(norm.value)
    if any(row["value"] < threshold for row in rows.values()):
        return None
    rated = int(rows[case.year]["denominator"])
    chance, alike = _chances(case, rated, float(benchmark.value) / 100)
    if case.is_unit and chance > _RARE:
        return None
    proof: tuple[Evidence, ...] = tuple(
        evidence("E2", year, row["value"], threshold, norm, row) for year, row in rows.items()
    )
    return rule.find(
        case,
        severity=min(row["value"] for row in rows.values()) / threshold,
        text=f"{years} năm liền ({span[0]}–{span[-1]}) mọi người được xếp loại đều hoàn thành tốt nhiệm vụ trở lên "
        f"({number(rated)} người năm {case.year}); kết quả xếp loại không còn cho biết ai làm tốt hơn.",
        quiet_text=f"{years} năm liền mọi người được xếp loại đều hoàn thành tốt nhiệm vụ trở lên.",
        evidence=proof,
        people=rated,
        change=change(
            Lever(0, MORE, rated, _BELOW_GOOD, lambda k: 100 * (rated - k) / rated >= threshold),
            result=f"{ENDS}; quy tắc không đòi như vậy, chỉ hỏi kết quả có phân biệt được không",
            doubt=doubt_of("E2", rows[case.year]),
            threshold=threshold,
            could_end=bool(rows[case.year]["unknown"]),
        ),
        guard=f"Nếu tỷ lệ dưới mức tốt như cả nước năm 2018 ({percent(float(benchmark.value), 2)}), khả năng trong "
        f"một năm không ai dưới mức tốt là {_share(chance)} (xếp loại độc lập) đến {_share(alike)} (trong từng đơn vị "
        "xếp loại giống nhau nhiều): đáng chú ý, không phải bằng chứng.",
    )


def _chances(case: Case, n: int, below: float) -> tuple[float, float]:
    """P(no one below good) when ratings are independent, and when those of one unit are alike (effective n)."""
    size = n / max(_units(case), 1)
    return (1 - below) ** n, (1 - below) ** effective_n(n, size, _LIKENESS)


def _units(case: Case) -> int:
    return 1 if case.scope.level == "unit" else int(case.row("A3")["denominator"])


def _share(p: float) -> str:
    return "dưới 0,1%" if p < 0.001 else percent(100 * p)


rules.register(
    Rule(
        code="unanimous_ratings",
        solution_group=4,
        title="Nhiều năm liền không ai dưới mức hoàn thành tốt",
        needs=("E2", "A3"),
        norms=(UNANIMOUS, YEARS, BENCHMARK),
        check=check_unanimous,
        actions=(
            "Đề nghị lượng hóa tiêu chí xếp loại theo sản phẩm công việc, theo dõi hằng tháng hoặc hằng quý.",
            "Đề nghị lấy ý kiến nhiều chiều, gắn với kết quả của đơn vị, thẩm định chéo giữa các khu, công khai.",
        ),
        people_name="người được xếp loại trong năm",
        n_years=3,
        fields=(("assessments.Evaluation", "level"),),
        order=4,
    )
)
