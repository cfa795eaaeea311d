"""Xem lại kết quả xếp loại: the tests of credibility for the town and each khu; the people behind I6 for the district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import Discipline
from foundation import sheets
from foundation.charts import ChartSpec, Series
from foundation.components import Row, Tone
from foundation.dates import year_end
from foundation.formats import vi_numbers
from officials.law import NormValue, norms_on, verification_label
from reports.credibility import FAMILIES, NAME, STATES, Summary, Verdict, summaries
from reports.credibility.access import credibility_for
from reports.credibility.distribution import LEVELS_2018
from reports.credibility.model import CLEAR, MISSING, SIGN, UNDERPOWERED, WORDING, Figure
from reports.indicators import indicators
from reports.views.choice import UNITS_TITLE, Choice, read_choice
from reports.views.criteria import criteria_tabs
from reports.views.figures import Figures, method_url
from reports.views.reading import read_figures

PAGE = "reports:credibility"
TONES: dict[str, Tone] = {SIGN: "warning", CLEAR: "ok", UNDERPOWERED: "info", MISSING: "quiet"}
HIDDEN = "Số liệu được che với vai trò này"
_LEVELS = (
    (("xuat_sac",), "Xuất sắc", "step-5"),
    (("tot",), "Tốt", "step-4"),
    (("hoan_thanh", "han_che_nang_luc"), "Mức thứ ba", "step-2"),
    (("khong_hoan_thanh",), "Không hoàn thành", "alert"),
)


@dataclass(frozen=True)
class Shown:
    """One test of the chosen scope, ready to be shown."""

    verdict: Verdict
    state: str
    tone: Tone
    reading: str
    detail: str
    power: str
    figures: Sequence[tuple[str, str]]
    inputs: Sequence[tuple[str, str]]
    facts: Sequence[Row]


@require_safe
def credibility_page(request: HttpRequest) -> HttpResponse:
    """The tests of one scope by family, and the summary of town and khu; `?xuat=xlsx` exports all of it."""
    choice = read_choice(request)
    verdicts = credibility_for(request.user, choice.year)
    if request.GET.get("xuat") == "xlsx":
        return _export(request, choice, verdicts)
    scope = choice.base if choice.scope.level != "unit" else "all"
    norms = norms_on(year_end(choice.year))
    shown = [_one(choice, verdict, norms) for verdict in verdicts if verdict.scope.code == scope]
    everything = summaries(verdicts)
    frame = choice.context()
    context = frame | {
        "tabs": criteria_tabs(PAGE, choice),
        "name": NAME,
        "wording": WORDING,
        "summary": next(s for s in everything if s.scope.code == scope),
        "cards": _cards(next(s for s in everything if s.scope.code == scope)),
        "summaries": [_summary_line(choice, summary, scope) for summary in everything],
        "family_names": list(FAMILIES.values()),
        "families": [
            (code, title, found)
            for code, title in FAMILIES.items()
            if (found := [item for item in shown if item.verdict.test.family == code])
        ],
        "chart": _chart(choice, scope, norms),
        "scope": scope,
        "scope_groups": [(title, found) for title, found in frame["scope_groups"] if title != UNITS_TITLE],
        "scope_label": next(s.scope.label for s in everything if s.scope.code == scope),
        "is_of_unit": choice.scope.level == "unit",
        "may_see_people": request.user.may("read", Discipline, "all"),  # type: ignore[union-attr]
        "cases_url": f"{reverse('reports:credibility-cases')}?nam={choice.year}",
        "export_url": choice.address(xuat="xlsx"),
    }  # fmt: skip
    return render(request, "reports/credibility.html", context)


def _one(choice: Choice, verdict: Verdict, norms: dict[str, NormValue]) -> Shown:
    quiet = verdict.numbers_hidden or verdict.is_hidden
    test, answer = verdict.test, verdict.answer
    reading = verdict.reading
    if verdict.state == MISSING:
        names = ", ".join(_name_of(code, norms) for code in answer.missing)
        reading = (
            HIDDEN + "." if verdict.is_hidden else f"Còn thiếu: {names}." if names else "Chưa đủ số liệu."
        )
    facts = [
        Row("Công thức", test.formula),
        Row("Số liệu đọc vào", test.data),
        *(
            Row(f"Ngưỡng: {norm.title.lower()[0:1]}{norm.title[1:]}", f"{_plain(norm)}", note=f"{norm.basis} ({norm.verified_label})")
            for code in test.norms
            if (norm := norms.get(code)) is not None
        ),
        Row("Nguồn của phép thử", test.source, note=f"({verification_label(test.verified)})"),
    ]  # fmt: skip
    return Shown(
        verdict=verdict,
        state="Được che" if verdict.is_hidden else STATES[verdict.state],
        tone="quiet" if verdict.is_hidden else TONES[verdict.state],
        reading=reading,
        detail=HIDDEN + " vì số người ít." if verdict.numbers_hidden else "" if quiet else answer.detail,
        power="" if quiet else answer.power,
        figures=[] if quiet else [(figure.label, figure_text(figure)) for figure in answer.figures],
        inputs=[
            (f"{indicators[code].title} ({code})", method_url(code, choice, scope=verdict.scope.code))
            for code in test.needs
            if code in indicators
        ],
        facts=facts,
    )


def figure_text(figure: Figure) -> str:
    """`34,5%`, `23 đơn vị`, `–`."""
    text = vi_numbers.number(figure.value, figure.decimals)
    return text if text == vi_numbers.DASH else text + figure.unit


def _plain(norm: NormValue) -> str:
    decimals = max(0, -int(norm.value.normalize().as_tuple().exponent))
    text = vi_numbers.number(norm.value, decimals)
    return f"{text}%" if norm.unit == "%" else f"{text} {norm.unit}"


def _name_of(code: str, norms: dict[str, NormValue]) -> str:
    if code in indicators:
        return f"{indicators[code].title} ({code})"
    return f"ngưỡng “{norms[code].title}”" if code in norms else f"ngưỡng {code}"


def _cards(summary: Summary) -> list[tuple[str, str, str]]:
    return [
        (FAMILIES[family], f"{signs} / {computed}" if summary.is_given and computed else vi_numbers.DASH,
         "phép thử tính được có dấu hiệu" if computed else "không tính được phép thử nào")
        for family, signs, computed in summary.families
    ]  # fmt: skip


def _summary_line(choice: Choice, summary: Summary, scope: str) -> dict[str, Any]:
    given = summary.is_given
    return {
        "label": summary.scope.label,
        "url": choice.address(pham_vi=None if summary.scope.code == "all" else summary.scope.code),
        "is_chosen": summary.scope.code == scope,
        "is_total": summary.scope.level == "town",
        "families": [
            (FAMILIES[family], f"{signs}/{computed}" if given and computed else vi_numbers.DASH)
            for family, signs, computed in summary.families
        ],
        "text": summary.text,
    }


def _chart(choice: Choice, scope: str, norms: dict[str, NormValue]) -> ChartSpec:
    """The four levels among the rated of three years, beside the nation of 2018."""
    codes = [f"E1.{level}" for cells, _, _ in _LEVELS for level in cells]
    by = ("town",) if scope == "all" else ("area",)
    figures = read_figures(choice, [*codes, "E2"], by=by)
    code = choice.code(scope)
    nation = [float(norms[name].value) if name in norms else None for name in LEVELS_2018]
    series = []
    for (cells, label, tone), compared in zip(_LEVELS, nation, strict=True):
        values = [_share_of_rated(figures, cells, year, code) for year in choice.years]
        if any(values) or compared:
            series.append(Series(label, [*values, compared], tone))  # type: ignore[arg-type]
    ours, theirs = series[0].values[len(choice.years) - 1] if series else None, nation[0]
    title = "Xếp loại so với cả nước năm 2018"
    if ours is not None and theirs is not None:
        below = sum(float(s.values[len(choice.years) - 1] or 0) for s in series[2:])
        title = (
            f"{vi_numbers.percent(below)} dưới mức hoàn thành tốt; cả nước năm 2018 là "
            f"{vi_numbers.percent(round(sum(value or 0 for value in nation[2:]), 6))}"
        )
    return ChartSpec(
        code="phan-bo",
        title=title,
        subtitle="% trên số người được xếp loại. Mức thứ ba: hoàn thành nhiệm vụ (từ 2020), còn hạn chế về năng lực (đến 2019).",
        kind="stacked",
        horizontal=True,
        categories=[*(str(year) for year in choice.years), "Cả nước 2018"],
        series=series,
        unit="%",
        decimals=1,
        maximum=100,
        category_name="Năm",
        source="Nguồn: hồ sơ trong hệ thống; công chức cả nước năm 2018 (kinhtevadubao.vn, bài 2-15044).",
        method_url=method_url("E2", choice, scope=scope),
    )


def _share_of_rated(figures: Figures, cells: Sequence[str], year: int, scope: str) -> float | None:
    """The share of the rated in any of the cells, in %; None where it is hidden or nobody was rated."""
    rated = figures.row("E2", year, scope)
    counts = [figures.count(f"E1.{cell}", year, scope) for cell in cells]
    if rated is None or isinstance(rated["denominator"], dict) or not rated["denominator"]:
        return None
    known = [count for count in counts if count is not None]
    return 100 * sum(known) / rated["denominator"] if len(known) == len(counts) else None


def _export(request: HttpRequest, choice: Choice, verdicts: Sequence[Verdict]) -> HttpResponse:
    day = year_end(choice.year)
    results = sheets.Sheet(
        title=f"Xem lại kết quả xếp loại, năm {choice.year}",
        unit_line="; ".join(f"{s.scope.label}: {s.text.rstrip('.')}" for s in summaries(verdicts)) + ".",
        columns=[sheets.Column(label, "text", width) for label, width in (
            ("Phạm vi", 18), ("Mã", 6), ("Nhóm", 18), ("Phép thử", 34), ("Kết quả", 22), ("Ý nghĩa", 44), ("Chi tiết", 60),
            ("Lực của phép thử", 44), ("Công thức", 60), ("Lưu ý", 50), ("Nguồn", 40),
        )],
        rows=[_result_row(verdict) for verdict in verdicts],
        day=day,
        notes=[WORDING, "Chỉ nêu thị xã và khu, không nêu tên đơn vị, không nêu tên người."],
    )  # fmt: skip
    numbers = sheets.Sheet(
        title="Số liệu của từng phép thử",
        unit_line="Số chưa làm tròn",
        columns=[
            sheets.Column("Phạm vi", "text", 18), sheets.Column("Mã", "text", 6), sheets.Column("Nội dung", "text", 60),
            sheets.Column("Số liệu", "number", 14), sheets.Column("Đơn vị tính", "text", 12),
        ],
        rows=[
            [verdict.scope.label, verdict.test.code, figure.label, figure.value, figure.unit.strip()]
            for verdict in verdicts
            if not (verdict.numbers_hidden or verdict.is_hidden)
            for figure in verdict.answer.figures
        ],
        day=day,
    )  # fmt: skip
    return sheets.download(
        by=request.user,
        sheet=[results, numbers],
        kind="xlsx",
        name="Xem lại kết quả xếp loại",
        detail=f"{choice.year}",
    )


def _result_row(verdict: Verdict) -> list[str]:
    quiet = verdict.numbers_hidden or verdict.is_hidden
    test = verdict.test
    return [
        verdict.scope.label, test.code, FAMILIES[test.family], test.title,
        "Được che" if verdict.is_hidden else STATES[verdict.state],
        verdict.reading, HIDDEN if quiet else verdict.answer.detail, "" if quiet else verdict.answer.power,
        test.formula, test.caveat, f"{test.source} ({verification_label(test.verified)})",
    ]  # fmt: skip
