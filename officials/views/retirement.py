"""Nghỉ hưu: the forecast by year, unit and post, and the people of the coming months with what is due for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from foundation.components import Chip, Crumb, query
from foundation.dates import today
from foundation.formats.vi_numbers import DASH
from foundation.forms import day_text
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from officials.checks import can_write
from officials.law import verification_label
from officials.models import Official, RetirementStep
from officials.retirement import (
    DECISION_NORM,
    LAST_YEAR,
    NOTICE_NORM,
    Forecast,
    RetirementLine,
    Task,
    forecast,
)
from officials.views.choosing import Choice, asked_export, chosen_unit, export_links

HORIZON_PARAMETER = "thang"
HORIZONS = {"12": "12 tháng tới", "24": "24 tháng tới"}
SMALL = "< {}"


@require_safe
def retirement(request: HttpRequest) -> HttpResponse:
    """`/nghi-huu/?don_vi=&thang=12|24`: the forecast; names only for who may read birth dates."""
    demand_right(request.user, "read", Official)
    day = today()
    choice = chosen_unit(request, day)
    user: Any = request.user
    crumbs = [Crumb("Nghiệp vụ hằng năm", "/nghiep-vu/")]
    if not user.may_see_field(Official, "birth_date"):
        found = forecast(user, day)
        return render(
            request,
            "officials/retirement_totals.html",
            {"totals": small_hidden(found), "found": found, "crumbs": crumbs},
        )
    found = forecast(user, day, unit=choice.unit)
    horizon = request.GET.get(HORIZON_PARAMETER, "12")
    horizon = horizon if horizon in HORIZONS else "12"
    kind = asked_export(request)
    if kind:
        return _export(request, found, choice, kind)
    per_year = found.per_year()
    context = {
        "found": found,
        "choice": choice,
        "years": [],
        "kept": [(HORIZON_PARAMETER, horizon)],
        "horizons": [
            Chip(label, query(request.GET, **{HORIZON_PARAMETER: value}), value == horizon, len(found.coming(int(value))))
            for value, label in HORIZONS.items()
        ],
        "rows": [_row(user, line) for line in found.coming(int(horizon))],
        "totals": [per_year[year] for year in found.years],
        "total": sum(per_year.values()),
        "by_unit": _counted(found.years, ((unit.full_name, counts) for unit, counts in sorted(found.per_unit().items(), key=lambda pair: pair[0].name))),
        "by_post": _counted(found.years, ((post.short_name, counts) for post, counts in sorted(found.per_post().items(), key=lambda pair: pair[0].position))),
        "norms": [found.norms[code] for code in (NOTICE_NORM, DECISION_NORM) if code in found.norms],
        "unknown": [(seat.official, seat.unit.full_name) for seat in found.unknown],
        "exports": export_links(request),
        "crumbs": crumbs,
    }  # fmt: skip
    return render(request, "officials/retirement.html", context)


def _counted(
    years: list[int], groups: Iterable[tuple[str, Counter[int]]]
) -> list[tuple[str, list[int], int]]:
    return [(name, [counts[year] for year in years], sum(counts.values())) for name, counts in groups]


def small_hidden(found: Forecast) -> list[tuple[int, str]]:
    """People by year for who may not read birth dates: few are hidden, and never one year alone (ADR on small cells)."""
    norm = found.norms.get("cell.min")
    least = int(norm.value) if norm else 5
    counts = found.per_year()
    hidden = {year for year in found.years if 0 < counts[year] < least}
    if len(hidden) == 1:
        others = [year for year in found.years if counts[year] >= least]
        if others:
            hidden.add(min(others, key=lambda year: (counts[year], year)))
    return [(year, "ẩn" if year in hidden else str(counts[year])) for year in found.years]


def _row(user: Any, line: RetirementLine) -> dict[str, Any]:
    official = line.seat.official
    writes = can_write(user, RetirementStep, official.unit)
    return {
        "person": official,
        "unit": line.seat.unit.full_name,
        "post": line.seat.post.short_name,
        "sex": official.get_sex_display(),
        "birth": official.birth_date_partial.display() if official.birth_date_partial else DASH,
        "retires": day_text(line.retires_on),
        "put_off": f"theo tuổi: {day_text(line.by_rule)}" if line.is_postponed else "",
        "notice": task_text(line.notice),
        "decision": task_text(line.decision),
        "doubts": line.doubts,
        "verified": "" if line.verified == "read" else verification_label(line.verified),
        "urls": [(label, step_url(official, kind)) for kind, label in _steps_open(line)] if writes else [],
    }


def _steps_open(line: RetirementLine) -> list[tuple[str, str]]:
    labels = {line.notice.kind: "Ghi thông báo", line.decision.kind: "Ghi quyết định"}
    return [(task.kind, labels[task.kind]) for task in (line.notice, line.decision) if task.done is None]


def step_url(official: Official, kind: str) -> str:
    address = reverse("officials:record-add", args=[official.public_id, "nghi-huu"])
    return f"{address}?{urlencode({'buoc': kind})}"


def task_text(task: Task) -> tuple[str, str]:
    """Tone and words: done with what, late since when, or due until when."""
    if task.done is not None:
        number = f" số {task.done.document_no}" if task.done.document_no else ""
        return "ok", f"Đã có{number}, {day_text(task.done.day)}"
    if task.due_on is None:
        return "quiet", "Chưa có định mức"
    return (
        ("warning", f"Quá hạn từ {day_text(task.due_on)}")
        if task.is_late
        else ("", f"Trước {day_text(task.due_on)}")
    )


def _export(request: HttpRequest, found: Forecast, choice: Choice, kind: Any) -> HttpResponse:
    """The people to the last year of the forecast; as .xlsx also the counts by unit and by post."""
    columns = [
        Column("Họ và tên"), Column("Đơn vị"), Column("Chức danh"), Column("Giới tính", width=10), Column("Ngày sinh", "date"),
        Column("Nghỉ hưu", "date"), Column("Theo tuổi", "date"), Column("Thông báo", width=26), Column("Quyết định", width=26),
        Column("Căn cứ", width=30), Column("Cần kiểm tra", width=50),
    ]  # fmt: skip
    rows = [
        (
            line.seat.official.full_name, line.seat.unit.full_name, line.seat.post.short_name,
            line.seat.official.get_sex_display(), line.seat.official.birth_date_partial, line.retires_on, line.by_rule,
            task_text(line.notice)[1], task_text(line.decision)[1], line.basis, " ".join(line.doubts),
        )
        for line in found.lines
        if line.retires_on.year <= found.last_year
    ]  # fmt: skip
    notes = [f"{norm.title}: {norm.value:.0f} {norm.unit} ({norm.basis}; {norm.verified_label})." for code in (NOTICE_NORM, DECISION_NORM) if (norm := found.norms.get(code))]  # fmt: skip
    if found.unknown:
        notes.append(f"Chưa đủ số liệu (giới tính, ngày sinh): {len(found.unknown)} người.")
    sheets = [
        Sheet(
            f"Dự báo nghỉ hưu đến năm {LAST_YEAR}",
            choice.unit_line,
            columns,
            rows,
            day=found.day,
            notes=notes,
        )
    ]
    for title, groups in (
        ("Nghỉ hưu theo đơn vị", _counted(found.years, ((unit.full_name, counts) for unit, counts in found.per_unit().items()))),
        ("Nghỉ hưu theo chức danh", _counted(found.years, ((post.name, counts) for post, counts in found.per_post().items()))),
    ):  # fmt: skip
        heads = [
            Column("Mục", width=40),
            *(Column(str(year), "int") for year in found.years),
            Column("Cộng", "int"),
        ]
        sheets.append(Sheet(title, choice.unit_line, heads, [(name, *counts, total) for name, counts, total in groups], day=found.day))  # fmt: skip
    return download(
        by=request.user, sheet=sheets if kind == "xlsx" else sheets[0], kind=kind, name="Dự báo nghỉ hưu",
        unit_id=choice.unit_id,
    )  # fmt: skip
