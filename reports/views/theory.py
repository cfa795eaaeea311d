"""Cơ sở lý luận and Kinh nghiệm địa phương khác: what stands behind the figures, and what other places report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation import sheets
from foundation.components import Tone
from foundation.dates import year_end
from foundation.formats import vi_numbers
from officials.law import verification_label
from officials.models import Benchmark, TheoryLink, Verification, split_codes
from officials.references import Reference, reference_edit_url
from officials.services.law import can_change_law
from reports.indicators.documents import CHAPTERS
from reports.indicators.model import indicators
from reports.rules import SOLUTION_GROUPS
from reports.views.choice import Choice, read_choice
from reports.views.criteria import criteria_tabs
from reports.views.figures import method_url
from reports.views.reading import read_figures

THEORY, EXPERIENCE = "reports:theory", "reports:experience"


@require_safe
def theory_page(request: HttpRequest) -> HttpResponse:
    """Concept → criterion → indicator → factor → solution, each line with source and status; `?xuat=xlsx`."""
    choice = read_choice(request)
    links = list(TheoryLink.objects.all())
    if request.GET.get("xuat") == "xlsx":
        return _export_theory(request, choice, links)
    may_edit = can_change_law(request.user)
    concepts = [
        (concept, [_theory_line(choice, link, may_edit) for link in found])
        for concept, found in groupby(links, key=lambda link: link.concept)
    ]
    context = choice.context() | {
        "tabs": criteria_tabs(THEORY, choice),
        "concepts": concepts,
        "may_edit": may_edit,
        "scope_groups": [],
        "export_url": choice.address(xuat="xlsx"),
    }
    return render(request, "reports/theory.html", context)


@require_safe
def experience_page(request: HttpRequest) -> HttpResponse:
    """What other places report, by chapter, beside the town's own figure of the year; `?xuat=xlsx`."""
    choice = read_choice(request)
    rows = list(Benchmark.objects.all())
    if request.GET.get("xuat") == "xlsx":
        return _export_experience(request, choice, rows)
    chapters: dict[str, list[Benchmark]] = {}
    for row in rows:
        for letter in dict.fromkeys(code[0] for code in split_codes(row.indicators)):
            chapters.setdefault(letter, []).append(row)
    context = choice.context() | {
        "tabs": criteria_tabs(EXPERIENCE, choice),
        "chapters": [
            (title, benchmark_lines(choice, chapters[letter]))
            for letter, title in CHAPTERS.items()
            if letter in chapters
        ],
        "may_edit": can_change_law(request.user),
        "scope_groups": [],
        "n_places": len({row.place for row in rows}),
        "export_url": choice.address(xuat="xlsx"),
    }
    return render(request, "reports/experience.html", context)


def benchmark_lines(
    choice: Choice, rows: Sequence[Benchmark], *, with_ours: bool = True
) -> list[dict[str, Any]]:
    """Rows ready to be shown; `ours` is the town's figure of the single indicators a row names."""
    codes = (
        {code for row in rows for code in split_codes(row.indicators) if code in indicators}
        if with_ours
        else set()
    )
    figures = read_figures(choice, sorted(codes), by=("town",), years=[choice.year]) if codes else None
    scope = choice.code("all")
    may_edit = can_change_law(choice.request.user)
    return [
        {
            "place": row.place,
            "period": row.period,
            "n": vi_numbers.DASH if row.n is None else vi_numbers.number(row.n),
            "figure": row.figure,
            "lesson": row.lesson,
            "codes": _links(choice, row),
            "ours": [
                (code, figures.text(code, choice.year, scope), method_url(code, choice, scope="all"))
                for code in split_codes(row.indicators)
                if code in codes
            ]
            if figures
            else [],
            **_source(row, may_edit),
        }
        for row in rows
    ]


def _theory_line(choice: Choice, link: TheoryLink, may_edit: bool) -> dict[str, Any]:
    return {
        "criterion": link.criterion,
        "codes": _links(choice, link),
        "factor": link.factor,
        "factor_kind": link.get_factor_kind_display(),
        "group": f"{link.solution_group}. {SOLUTION_GROUPS[link.solution_group].replace(', khắc phục bệnh thành tích', '')}",
        "solution": link.solution,
        **_source(link, may_edit),
    }


def _source(row: Reference, may_edit: bool) -> dict[str, str]:
    tone: Tone = (
        "ok"
        if row.verified == Verification.READ
        else "info"
        if row.verified == Verification.PROPOSAL
        else "warning"
    )
    return {
        "source": row.source,
        "note": row.note,
        "status": verification_label(row.verified),
        "tone": tone,
        "edit_url": reference_edit_url(row) if may_edit else "",
    }


def _links(choice: Choice, row: Reference) -> list[tuple[str, str]]:
    """(code, link to its method page; "" for the name of a family, which has no page of its own)."""
    return [
        (code, method_url(code, choice, scope="all") if code in indicators else "")
        for code in split_codes(row.indicators)
    ]


def _export_theory(request: HttpRequest, choice: Choice, links: Sequence[TheoryLink]) -> HttpResponse:
    sheet = sheets.Sheet(
        title="Cơ sở lý luận",
        unit_line="Khái niệm, tiêu chí, chỉ tiêu, yếu tố ảnh hưởng, giải pháp",
        columns=[sheets.Column(label, "text", width) for label, width in (
            ("Khái niệm", 22), ("Tiêu chí", 36), ("Chỉ tiêu", 18), ("Yếu tố ảnh hưởng", 34), ("Loại yếu tố", 12),
            ("Nhóm giải pháp", 10), ("Giải pháp", 46), ("Nguồn", 50), ("Tình trạng kiểm chứng", 24), ("Ghi chú", 30),
        )],
        rows=[
            [link.concept, link.criterion, link.indicators, link.factor, link.get_factor_kind_display(),
             str(link.solution_group), link.solution, link.source, verification_label(link.verified), link.note]
            for link in links
        ],
        source="Các văn bản, luận văn nêu ở từng dòng",
        day=year_end(choice.year),
    )  # fmt: skip
    return sheets.download(by=request.user, sheet=sheet, kind="xlsx", name="Cơ sở lý luận")


def _export_experience(request: HttpRequest, choice: Choice, rows: Sequence[Benchmark]) -> HttpResponse:
    sheet = sheets.Sheet(
        title="Kinh nghiệm địa phương khác",
        unit_line="Số liệu nơi khác đã công bố, để đặt cạnh; không dùng để xếp hạng",
        columns=[sheets.Column(label, "int" if label == "n" else "text", width) for label, width in (
            ("Nơi", 32), ("Thời điểm", 16), ("n", 10), ("Chỉ tiêu", 16), ("Số liệu", 56), ("Bài học", 50), ("Nguồn", 46),
            ("Tình trạng kiểm chứng", 24), ("Ghi chú", 34),
        )],
        rows=[
            [row.place, row.period, row.n, row.indicators, row.figure, row.lesson, row.source,
             verification_label(row.verified), row.note]
            for row in rows
        ],
        source="Các trang, luận văn nêu ở từng dòng",
        day=year_end(choice.year),
    )  # fmt: skip
    return sheets.download(by=request.user, sheet=sheet, kind="xlsx", name="Kinh nghiệm địa phương khác")
