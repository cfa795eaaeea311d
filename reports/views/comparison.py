"""So sánh các đơn vị: the funnel of an indicator, with what chance alone would do to units of their size."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation import sheets
from foundation.charts import ChartSpec, Curve, Point, Target
from foundation.components import Crumb
from foundation.dates import year_end
from foundation.formats.vi_numbers import DASH, number, percent
from reports.comparison import Funnel, FunnelPoint, funnel_codes
from reports.comparison.funnel import DISCOVERY_RATE, EMPTY, HIDDEN, HIGH, LOW, WATCH, WITHIN
from reports.indicators.model import indicators
from reports.statistics import ALARM_COVERAGE, WARNING_COVERAGE
from reports.views.choice import Choice, read_choice
from reports.views.figures import method_url
from reports.views.reading import read_figures, read_funnel

DEFAULT = "C2u"
WORDS = {
    WITHIN: "trong mức ngẫu nhiên",
    WATCH: "cần theo dõi thêm",
    LOW: "thấp hơn mức chung, khó do ngẫu nhiên",
    HIGH: "cao hơn mức chung, khó do ngẫu nhiên",
    HIDDEN: "số được che",
    EMPTY: "chưa có số liệu",
}
TONES = {LOW: "warning", HIGH: "info", WATCH: "quiet"}
SOURCE = "Hồ sơ trong hệ thống; giới hạn nhị thức chính xác theo Spiegelhalter (2005)"


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """`/so-sanh/`: one indicator, all units the reader gets; `?xuat=xlsx|csv|pdf` exports the table."""
    choice = read_choice(request)
    codes = funnel_codes()
    code = request.GET.get("chi_tieu", DEFAULT)
    code = code if code in codes else DEFAULT
    found = _read(choice, code)
    if request.GET.get("xuat") in sheets.CONTENT_TYPES and found is not None:
        return _export(request, choice, found)
    context = choice.context() | {
        "crumbs": [Crumb("Tiêu chí, chỉ tiêu đánh giá", reverse("reports:catalogue"))],
        "code": code,
        "options": [(other, indicators[other].title) for other in codes],
        "found": found,
        "rows": [_row(choice, code, point) for point in found.points] if found else [],
        "summary": _summary(found) if found else "",
        "cautions": _cautions(found) if found else [],
        "chart": _chart(choice, found) if found and any(p.n for p in found.points) else None,
        "exports": [(kind, choice.address(xuat=kind)) for kind in sheets.CONTENT_TYPES],
        "method_url": method_url(code, choice, scope="all"),
        "sees_all_units": choice.units is None,
    }
    return render(request, "reports/comparison.html", context)


def _read(choice: Choice, code: str) -> Funnel | None:
    return read_funnel(choice, code, read_figures(choice, [code], by=("town", "unit"), years=[choice.year]))


def _row(choice: Choice, code: str, point: FunnelPoint) -> dict[str, Any]:
    base = point.scope.partition("|")[0]
    share = point.share
    return {
        "label": point.label,
        "url": method_url(code, choice, scope=base),
        "value": WORDS[HIDDEN]
        if point.verdict == HIDDEN
        else DASH
        if share is None
        else f"{percent(100 * share)} ({number(point.k)}/{number(point.n)})",
        "limits": _range(point.limits) if point.n else DASH,
        "alarm": _range(point.alarm) if point.n else DASH,
        "p": DASH if point.p is None else number(point.p, 3),
        "verdict": WORDS[point.verdict],
        "tone": TONES.get(point.verdict, ""),
    }


def _range(limits: tuple[float, float]) -> str:
    return f"{percent(100 * limits[0])} – {percent(100 * limits[1])}"


def _summary(found: Funnel) -> str:
    """What the funnel says, in a sentence: how many units differ from the town by more than chance."""
    n_units = sum(1 for point in found.points if point.n)
    low = [point.label for point in found.beyond if point.verdict == LOW]
    high = [point.label for point in found.beyond if point.verdict == HIGH]
    if not low and not high:
        return f"Không có đơn vị nào trong {number(n_units)} đơn vị khác mức chung quá mức ngẫu nhiên"
    parts = [
        f"{number(len(names))} đơn vị {word} mức chung quá mức ngẫu nhiên: {', '.join(names)}"
        for names, word in ((low, "thấp hơn"), (high, "cao hơn"))
        if names
    ]
    return "; ".join(parts)


def _chart(choice: Choice, found: Funnel) -> ChartSpec:
    sizes = [point.n for point in found.points if point.n]
    spread = range(max(1, min(sizes) - 2), max(sizes) + 3)
    curves = []
    for coverage, is_outer in ((WARNING_COVERAGE, False), (ALARM_COVERAGE, True)):
        lines = found.curve(spread, coverage)
        name = f"Giới hạn {percent(100 * coverage, 1 if is_outer else 0)}"
        curves.append(Curve(name, [(n, 100 * low) for n, low, _ in lines], is_outer))
        curves.append(Curve(name, [(n, 100 * high) for n, _, high in lines], is_outer))
    marked = {point.scope for point in found.beyond}
    return ChartSpec(
        code="pheu",
        kind="scatter",
        title=_summary(found),
        subtitle=f"{found.indicator.title}, {year_end(found.year):%d/%m/%Y}. Mỗi điểm là một xã, phường.",
        unit="%",
        decimals=1,
        points=[
            Point(
                point.label,
                point.n,
                100 * point.share,
                f"{number(point.k)}/{number(point.n)} · {WORDS[point.verdict]}",
                point.scope in marked,
            )
            for point in found.points
            if point.share is not None
        ],
        curves=curves,
        target=Target(
            100 * found.centre, f"Toàn thị xã: {percent(100 * found.centre)} (n = {number(found.n_town)})"
        ),
        x_name="Số người được tính",
        y_name="Tỷ lệ (%)",
        category_name="Xã, phường",
        source=f"Nguồn: {SOURCE}.",
        method_url=method_url(found.indicator.code, choice, scope="all"),
    )


def _export(request: HttpRequest, choice: Choice, found: Funnel) -> HttpResponse:
    heads = ("Số đếm", "Mẫu số", "Tỷ lệ", "Giới hạn dưới 95%", "Giới hạn trên 95%", "Giới hạn dưới 99,8%",
             "Giới hạn trên 99,8%", "p")  # fmt: skip
    kinds = ("int", "int", "percent", "percent", "percent", "percent", "percent", "number")
    kind: Any = request.GET["xuat"]
    sheet = sheets.Sheet(
        title=f"So sánh các đơn vị: {found.indicator.title}",
        unit_line="ĐVT: người, %",
        columns=[
            sheets.Column("Xã, phường", "text", 24),
            *(sheets.Column(head, kind, 13) for head, kind in zip(heads, kinds, strict=True)),  # type: ignore[arg-type]
            sheets.Column("Kết luận", "text", 34),
        ],
        rows=[_export_row(point) for point in found.points],
        source=SOURCE,
        day=year_end(found.year),
        notes=[f"Toàn thị xã: {percent(100 * found.centre)}, n = {number(found.n_town)}.", *_cautions(found)],
    )
    return sheets.download(by=request.user, sheet=sheet, kind=kind, name=sheet.title, detail=str(found.year))


def _export_row(point: FunnelPoint) -> list[Any]:
    if point.share is None:
        return [point.label, *[None] * 8, WORDS[point.verdict]]
    limits = [100 * limit for limit in (*point.limits, *point.alarm)]
    return [point.label, point.k, point.n, 100 * point.share, *limits, point.p, WORDS[point.verdict]]


def _cautions(found: Funnel) -> list[str]:
    """What must be read with the verdicts."""
    said = [
        f"“Khó do ngẫu nhiên”: ngoài giới hạn 99,8%, hoặc khi xét mọi đơn vị cùng lúc thì tỷ lệ báo nhầm không quá "
        f"{percent(100 * DISCOVERY_RATE, 0)} (Benjamini–Hochberg).",
    ]
    if found.is_widened and found.phi is not None:
        said.append(
            f"Các đơn vị khác nhau nhiều hơn mức ngẫu nhiên (φ = {number(found.phi, 2)}): giới hạn đã nới theo √φ."
        )
    return said
