"""The five questions that Tổng quan answers, each with its figures, how far to believe them, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from foundation.components import query
from foundation.formats import vi_numbers
from foundation.formats.vi_numbers import number, percent
from officials.models import Official
from reports.comparison import Funnel
from reports.comparison.funnel import HIDDEN, HIGH, LOW
from reports.credibility import NAME, summaries
from reports.credibility.access import credibility_for
from reports.indicators.explain import bounds_of
from reports.indicators.model import indicators
from reports.views.choice import Choice
from reports.views.figures import HIDDEN as HIDDEN_TEXT
from reports.views.figures import Figures, method_url

CODES = ("A1", "A2", "A4", "A6", "B2", "C2s", "C2u", "E2", "E3", "F2", "G3.remedied", "G3.units", "H4.filled")
SHORT = {
    "A4": "Nữ",
    "A6": "Tuổi bình quân",
    "C2u": "Đại học trở lên",
    "C2s": "Đạt chuẩn chuyên môn",
    "B2": "Sức khỏe I–III",
    "E2": "Hoàn thành tốt trở lên",
    "E3": "Hoàn thành xuất sắc",
    "F2": "Được bồi dưỡng",
    "G3.units": "Đơn vị được kiểm tra",
    "G3.remedied": "Khắc phục đúng hạn",
    "H4.filled": "Tuyển đủ chỉ tiêu",
}


@dataclass(frozen=True)
class Said:
    """One figure of an answer; `url` leads to how it is counted."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """One question. `belief` says how far the figures can be believed and why."""

    question: str
    text: str
    figures: Sequence[Said]
    belief: str
    links: Sequence[tuple[str, str]]


def answers(
    choice: Choice, figures: Figures, findings: dict[str, Any], spread: Funnel | None
) -> list[Answer]:
    """The five answers for the chosen scope, top to bottom as the questions are asked."""
    return [
        _who(choice, figures),
        _how_good(choice, figures),
        _believable(choice, figures),
        _where_weak(choice, findings, spread),
        _what_is_done(choice, figures, findings),
    ]


def _said(choice: Choice, figures: Figures, *codes: str) -> list[Said]:
    scope = choice.code(choice.base)
    return [
        Said(SHORT[code], figures.text(code, choice.year, scope), method_url(code, choice)) for code in codes
    ]


def _who(choice: Choice, figures: Figures) -> Answer:
    scope, year = choice.code(choice.base), choice.year
    heads, quota = figures.count("A1", year, scope), figures.row("A2", year, scope)
    text = f"{number(heads)} người"
    if quota and quota["denominator"]:
        gap = quota["denominator"] - quota["numerator"]
        word = f"thiếu {number(gap)}" if gap > 0 else f"dư {number(-gap)}" if gap < 0 else "đủ"
        text += f", {word} so với số được giao {number(quota['denominator'])}"
    blanks = [
        f"{number(row['unknown'])} người chưa có {what}"
        for code, what in (("A6", "ngày sinh"), ("A4", "giới tính"))
        if (row := figures.row(code, year, scope)) and isinstance(row["unknown"], int) and row["unknown"]
    ]
    belief = "Đếm từng người trong hồ sơ, không phải mẫu"
    belief += f"; {', '.join(blanks)}." if blanks else "; ai cũng có ngày sinh, giới tính."
    links = [("Cách tính", method_url("A1", choice))]
    if choice.request.user.may("read", Official._meta.label):  # type: ignore[union-attr]
        at = query(QueryDict(), pham_vi=None if choice.base == "all" else choice.base)
        links.append(("Từng người", f"{reverse('officials:list')}{at}"))
    return Answer("Có bao nhiêu người, là ai?", text, _said(choice, figures, "A4", "A6"), belief, links)


def _how_good(choice: Choice, figures: Figures) -> Answer:
    scope = choice.code(choice.base)
    shown = figures.value_text("C2s", choice.year, scope)
    return Answer(
        "Chất lượng thế nào?",
        f"{shown} đạt chuẩn trình độ chuyên môn của chức danh"
        if shown != HIDDEN_TEXT
        else "Số đạt chuẩn được che",
        _said(choice, figures, "C2u", "B2"),
        f"Đạt chuẩn: {_bounds(choice, figures, 'C2s')}",
        [
            ("Cách tính", method_url("C2s", choice)),
            ("Nhận định của luận văn", f"{reverse('reports:claims')}{choice.carried()}"),
        ],
    )


def _bounds(choice: Choice, figures: Figures, code: str) -> str:
    """Between which shares the true one lies, when everybody unknown is counted as no, then as yes."""
    row = figures.row(code, choice.year, choice.code(choice.base))
    if row is None or any(isinstance(value, dict) for value in row.values()):
        return "số được che với vai trò này."
    bounds = bounds_of(indicators[code], row)
    if bounds is None:
        return "chưa có số liệu."
    if not row["unknown"]:
        return "không ai thiếu số liệu."
    low, high = percent(bounds.low), percent(bounds.high)
    return f"giá trị thật từ {low} đến {high}, vì {number(row['unknown'])} người chưa đủ số liệu."


def _believable(choice: Choice, figures: Figures) -> Answer:
    scope = choice.code(choice.base)
    shown = figures.value_text("E2", choice.year, scope)
    text = {vi_numbers.DASH: "Chưa có kết quả xếp loại", HIDDEN_TEXT: "Kết quả xếp loại được che"}.get(
        shown, f"{shown} được xếp loại hoàn thành tốt nhiệm vụ trở lên"
    )
    return Answer(
        "Có tin được không?",
        text,
        _said(choice, figures, "E3"),
        credibility_said(choice),
        [
            ("Xem lại kết quả xếp loại", f"{reverse('reports:credibility')}{choice.carried()}"),
            ("Cách tính", method_url("E2", choice)),
        ],
    )


def credibility_said(choice: Choice) -> str:
    """How many tests of the ratings show a sign: of the town or khu; of a unit its khu's, for a unit has none."""
    found = {
        summary.scope.code: summary
        for summary in summaries(credibility_for(choice.request.user, choice.year))
    }
    area = choice.snapshot.units.area[choice.scope.unit] if choice.scope.unit >= 0 else -1
    at = f"area:{choice.snapshot.units.area_names[area]}" if area >= 0 else choice.base
    summary = found.get(at, found["all"])
    place = (
        "" if summary.scope.code == choice.base else f" ({summary.scope.label}; không tính cho từng đơn vị)"
    )
    return f"{NAME}{place}: {summary.text}"


def _where_weak(choice: Choice, findings: dict[str, Any], spread: Funnel | None) -> Answer:
    links = [("Tất cả hạn chế", findings["url"])]
    if spread is None:
        text = "Chưa đủ số liệu để so các đơn vị"
        belief = "Số của toàn thị xã chưa có, hoặc được che với vai trò này."
    else:
        address = query(QueryDict(), **choice.said() | {"chi_tieu": spread.indicator.code})
        links.append(("So sánh các đơn vị", f"{reverse('reports:comparison')}{address}"))
        text = spread_said(choice, spread)
        belief = "Chỉ nêu chênh lệch khó do ngẫu nhiên; một người ở đơn vị 20 người là 5 điểm %."
    figures = [Said("Hạn chế vượt ngưỡng", number(findings["total"]), findings["url"])]
    if findings["n_missing"]:
        figures.append(Said("Chưa đủ số liệu để xét", number(findings["n_missing"])))
    return Answer("Yếu ở đâu?", text, figures, belief, links)


def spread_said(choice: Choice, spread: Funnel) -> str:
    """How many units lie beyond chance on each side; of a single unit, whether it does."""
    name = spread.indicator.title[:1].lower() + spread.indicator.title[1:]
    known = [point for point in spread.points if point.n and point.verdict != HIDDEN]
    if choice.scope.level == "unit":
        known = [point for point in known if point.scope.partition("|")[0] == choice.base]
        verdict = known[0].verdict if known else HIDDEN
        words = {LOW: "thấp hơn mức chung, khó do ngẫu nhiên", HIGH: "cao hơn mức chung, khó do ngẫu nhiên"}
        return f"Về {name}: {words.get(verdict, 'trong mức ngẫu nhiên so với mức chung')}"
    low, high = (sum(point.verdict == side for point in known) for side in (LOW, HIGH))
    if not low and not high:
        return f"Về {name}: không đơn vị nào khác mức chung quá mức ngẫu nhiên"
    return f"Về {name}: {number(low)} đơn vị thấp hơn, {number(high)} đơn vị cao hơn mức chung quá mức ngẫu nhiên"


def _what_is_done(choice: Choice, figures: Figures, findings: dict[str, Any]) -> Answer:
    shown = figures.text("F2", choice.year, choice.code(choice.base))
    return Answer(
        "Đang làm gì?",
        f"Được bồi dưỡng trong năm: {shown}",
        _said(choice, figures, "G3.units", "G3.remedied", "H4.filled"),
        "Đây là việc đã làm theo hồ sơ. Hệ thống chưa có kế hoạch được duyệt để so tiến độ; "
        f"{number(findings['total'])} hạn chế có giải pháp gợi ý.",
        [("Cách tính", method_url("F2", choice)), ("Giải pháp gợi ý", findings["url"])],
    )
