"""Trường hợp cần xem lại: the people behind test I6, for the district alone; each opening is noted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import Discipline
from foundation import audit
from foundation.components import Crumb
from foundation.dates import year_end
from foundation.formats import vi_numbers
from foundation.scope import demand_right
from officials.law import norms_on
from officials.models import Official
from reports.credibility.access import DISCIPLINE_RULE, contradictions_for
from reports.frames import columns
from reports.views.choice import Choice, read_choice

_RULE_WORDS = {
    True: "Chưa khớp quy định của năm: phải xếp không hoàn thành nhiệm vụ",
    False: "Không trong thực thi nhiệm vụ: quy định của năm không buộc, cần xem hồ sơ",
    None: "Quy định của năm chưa đọc đủ: cần xem hồ sơ",
}


@require_safe
def contradiction_list(request: HttpRequest) -> HttpResponse:
    """Who was disciplined in the year and yet rated good."""
    demand_right(request.user, "read", Discipline)
    if not request.user.may("read", Discipline, "all"):  # type: ignore[union-attr]
        raise PermissionDenied
    choice = read_choice(request)
    found = contradictions_for(request.user, choice.year)
    ids = sorted({item.official_id for item in found})
    people = {
        official.public_id: official
        for official in Official.objects.visible_to(request.user).filter(public_id__in=ids)
    }
    decisions = _decisions(request, ids, choice.year)
    levels = _levels(choice)
    audit.log_access(
        by=request.user,
        action="open_sensitive",
        detail=f"Bị kỷ luật vẫn xếp loại tốt, {choice.year}: {len(ids)} người: {', '.join(ids)}",
    )
    lines = [
        {
            "name": people[item.official_id].full_name,
            "url": people[item.official_id].get_absolute_url() + "?muc=khen-thuong",
            "unit": item.unit_name,
            "decisions": decisions.get(item.official_id, []),
            "level": levels.get(item.official_id, vi_numbers.DASH),
            "rule": _RULE_WORDS[item.against_rule],
            "tone": "warning" if item.against_rule else "quiet",
        }
        for item in found
        if item.official_id in people
    ]
    context = choice.context() | {
        "lines": lines,
        "rule": norms_on(year_end(choice.year)).get(DISCIPLINE_RULE),
        "scope_groups": [],
        "crumbs": [
            Crumb("Tiêu chí, chỉ tiêu đánh giá", reverse("reports:catalogue")),
            Crumb("Xem lại kết quả xếp loại", f"{reverse('reports:credibility')}?nam={choice.year}"),
        ],
    }
    return render(request, "reports/contradictions.html", context)


def _decisions(request: HttpRequest, ids: list[str], year: int) -> dict[str, list[str]]:
    """The decisions of the year in words, by official."""
    rows = Discipline.objects.visible_to(request.user).filter(official__public_id__in=ids)
    found: dict[str, list[str]] = {}
    for row in rows.select_related("official"):
        day = row.decided_on or row.acted_on
        if day is not None and day.year == year:
            found.setdefault(row.official.public_id, []).append(_decision(row))
    return found


def _levels(choice: Choice) -> dict[str, str]:
    """The rating of the year in words, by official."""
    ids, ratings = choice.snapshot.officials.ids, choice.snapshot.evaluations
    rows = (ratings.year == choice.year) & (ratings.code >= 0)
    return {
        ids[official]: columns.EVALUATION.labels[code]
        for official, code in zip(ratings.official[rows].tolist(), ratings.code[rows].tolist(), strict=True)
    }


def _decision(row: Discipline) -> str:
    day = row.decided_on_partial or row.acted_on_partial  # type: ignore[attr-defined]
    words = {
        True: "trong thực thi nhiệm vụ",
        False: "ngoài thực thi nhiệm vụ",
        None: "chưa ghi có trong thực thi nhiệm vụ không",
    }
    line = f", {row.get_line_display().lower()}" if row.line else ""
    return (
        f"{row.get_form_display()}{line}, {day.display() if day else 'không rõ ngày'} ({words[row.in_duty]})"
    )
