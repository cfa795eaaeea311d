"""Nhận định của luận văn đối chiếu với số liệu: every claim, strength and weakness with its verdict and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation import sheets
from foundation.components import Chip, Tone, query
from foundation.dates import year_end
from foundation.formats import vi_numbers
from reports.claims import CIRCULAR, KINDS, VERDICTS, ClaimFigure
from reports.claims.access import Answer, claims_for
from reports.claims.case import value_text
from reports.claims.model import FALSE, OPEN, TRUE, TRUE_AS_KNOWN, UNMEASURED
from reports.credibility import NAME, summaries
from reports.credibility.access import credibility_for
from reports.indicators import indicators
from reports.scopes import scopes_of
from reports.views.choice import UNITS_TITLE, Choice, read_choice
from reports.views.criteria import criteria_tabs
from reports.views.figures import method_url

PAGE = "reports:claims"
TONES: dict[str, Tone] = {TRUE: "ok", TRUE_AS_KNOWN: "ok", FALSE: "danger", OPEN: "info", UNMEASURED: "quiet"}


@dataclass(frozen=True)
class Shown:
    """One claim, ready to be shown: `lines` are its figures as (label, year, value, n, unknown, bounds, url)."""

    answer: Answer
    verdict: str
    tone: Tone
    missing: str
    lines: Sequence[dict[str, str]]


@require_safe
def claims_page(request: HttpRequest) -> HttpResponse:
    """The claims of one scope; `?loai=ND|UD|HC` shows one kind, `?xuat=xlsx` exports all of them."""
    choice = read_choice(request)
    scope = choice.base if choice.scope.level != "unit" else "all"
    chosen = next(
        found
        for found in scopes_of(choice.snapshot, choice.year, ("town", "area"), ("",), choice.units)
        if found.code == scope
    )
    answers = claims_for(request.user, choice.years, chosen)
    if request.GET.get("xuat") == "xlsx":
        return _export(request, choice, answers)
    wanted = request.GET.get("loai", "")
    wanted = wanted if wanted in KINDS else ""
    shown = [_one(choice, answer) for answer in answers if wanted in ("", answer.claim.kind)]
    frame = choice.context()
    context = frame | {
        "tabs": criteria_tabs(PAGE, choice),
        "circular": CIRCULAR,
        "groups": [
            (kind, title, found)
            for kind, title in KINDS.items()
            if (found := [item for item in shown if item.answer.claim.kind == kind])
        ],
        "chips": [
            Chip(title, query(request.GET, loai=None if wanted == kind else kind), active=wanted == kind,
                 count=sum(answer.claim.kind == kind for answer in answers))
            for kind, title in KINDS.items()
        ],
        "counts": [
            (title, sum(answer.finding.verdict == verdict for answer in answers)) for verdict, title in VERDICTS.items()
        ],
        "heart": _heart(request, choice, answers, scope),
        "scope": scope,
        "scope_label": chosen.label,
        "scope_groups": [(title, found) for title, found in frame["scope_groups"] if title != UNITS_TITLE],
        "is_of_unit": choice.scope.level == "unit",
        "first_year": choice.years[0],
        "export_url": choice.address(xuat="xlsx"),
    }  # fmt: skip
    return render(request, "reports/claims.html", context)


def _one(choice: Choice, answer: Answer) -> Shown:
    finding = answer.finding
    missing = ", ".join(
        f"{indicators[code].title} ({code})" if code in indicators else code for code in finding.missing
    )
    return Shown(
        answer=answer,
        verdict=VERDICTS[finding.verdict],
        tone=TONES[finding.verdict],
        missing=missing,
        lines=[_line(choice, answer, figure) for figure in finding.figures],
    )


def _line(choice: Choice, answer: Answer, figure: ClaimFigure) -> dict[str, str]:
    low, high = (vi_numbers.percent(edge, figure.decimals) for edge in (figure.low, figure.high))
    return {
        "label": figure.label,
        "year": str(figure.year),
        "value": value_text(figure),
        "unknown": vi_numbers.DASH
        if figure.hidden or figure.value is None
        else vi_numbers.number(figure.unknown),
        "bounds": "" if figure.low is None else low if low == high else f"{low} – {high}",
        "url": method_url(figure.indicator, choice, scope=answer.scope.code, year=figure.year)
        if figure.indicator
        else "",
    }


def _heart(request: HttpRequest, choice: Choice, answers: Sequence[Answer], scope: str) -> dict[str, Any]:
    """The two statements of the thesis that stand against each other, side by side with what the ratings are worth."""
    by_code = {answer.claim.code: answer.finding for answer in answers}
    weak = [answer for answer in answers if answer.claim.kind == "HC"]
    found = next(s for s in summaries(credibility_for(request.user, choice.year)) if s.scope.code == scope)
    return {
        "ratings": by_code["ND9"].reason
        if by_code["ND9"].figures
        else "Chưa đủ số liệu, hoặc số liệu được che.",
        "weak_true": sum(answer.finding.verdict in (TRUE, TRUE_AS_KNOWN) for answer in weak),
        "weak": len(weak),
        "credibility": f"{NAME}: {found.text}",
        "url": f"{reverse('reports:credibility')}{choice.carried()}",
    }


def _export(request: HttpRequest, choice: Choice, answers: Sequence[Answer]) -> HttpResponse:
    day, place = year_end(choice.year), answers[0].scope.label
    verdicts = sheets.Sheet(
        title=f"Nhận định của luận văn đối chiếu với số liệu, {place}, {choice.years[0]}–{choice.year}",
        unit_line=CIRCULAR,
        columns=[sheets.Column(label, "text", width) for label, width in (
            ("Mã", 7), ("Loại", 12), ("Nhận định", 44), ("Cách kiểm tra", 56), ("Kết luận", 24), ("Vì sao", 70),
            ("Điều không cho thấy", 50),
        )],
        rows=[
            [answer.claim.code, KINDS[answer.claim.kind], answer.claim.says, answer.claim.tested,
             VERDICTS[answer.finding.verdict], answer.finding.reason, answer.claim.hides]
            for answer in answers
        ],
        day=day,
    )  # fmt: skip
    figures = sheets.Sheet(
        title="Số liệu của từng nhận định",
        unit_line="Khoảng: mọi người chưa rõ tính là không, rồi là có",
        columns=[
            sheets.Column("Mã", "text", 7), sheets.Column("Nội dung", "text", 60), sheets.Column("Năm", "text", 7),
            sheets.Column("Số liệu", "number", 12), sheets.Column("Đơn vị tính", "text", 16), sheets.Column("Tử số", "number", 12),
            sheets.Column("Mẫu số", "number", 12), sheets.Column("Chưa rõ", "number", 10), sheets.Column("Từ", "number", 10),
            sheets.Column("Đến", "number", 10),
        ],
        rows=[
            [answer.claim.code, figure.label, str(figure.year), figure.value, figure.unit, figure.numerator,
             figure.denominator, None if figure.value is None else figure.unknown, figure.low, figure.high]
            for answer in answers
            for figure in answer.finding.figures
            if not figure.hidden
        ],
        day=day,
    )  # fmt: skip
    return sheets.download(
        by=request.user,
        sheet=[verdicts, figures],
        kind="xlsx",
        name=f"Nhận định của luận văn {place}",
        detail=f"{choice.year}",
    )
