"""Chuyển đổi vị trí công tác: the holders of listed posts by year, since when, until when, what was concluded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Chip, Crumb, query
from foundation.dates import today
from foundation.formats.vi_numbers import DASH
from foundation.forms import day_text
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from officials.checks import can_write
from officials.models import RotationStep
from officials.rotation import RotationLine, RotationList, RotationState, rotation_list
from officials.views.choosing import Choice, asked_export, chosen_unit, chosen_year, export_links

STATE_PARAMETER = "tinh_trang"
TONES = {
    RotationState.LATE: "warning",
    RotationState.DUE: "info",
    RotationState.POSSIBLE: "quiet",
    RotationState.EARLY: "quiet",
    RotationState.EXCEPTED: "quiet",
    RotationState.UNKNOWN: "quiet",
}


@require_safe
def rotation(request: HttpRequest) -> HttpResponse:
    """`/chuyen-doi-vi-tri/?nam=&don_vi=&tinh_trang=`: who is due in the year for a change of post."""
    demand_right(request.user, "read", RotationStep)
    year, day = chosen_year(request), today()
    choice = chosen_unit(request, day)
    found = rotation_list(request.user, year, day, unit=choice.unit)
    state = request.GET.get(STATE_PARAMETER, "")
    shown = (
        [line for line in found.lines if line.state == state]
        if state in RotationState.values
        else list(found.lines)
    )
    kind = asked_export(request)
    if kind:
        return _export(request, found, shown, choice, kind)
    context = {
        "rows": [_row(request.user, line) for line in shown],
        "chips": [
            Chip("Tất cả", query(request.GET, **{STATE_PARAMETER: None}), state not in RotationState.values, len(found.lines)),
            *(
                Chip(str(one.label), query(request.GET, **{STATE_PARAMETER: one.value}), one == state, sum(line.state == one for line in found.lines))
                for one in RotationState
            ),
        ],
        "choice": choice,
        "year": year,
        "years": list(range(day.year + 3, day.year - 4, -1)),
        "kept": [(STATE_PARAMETER, state)] if state in RotationState.values else [],
        "norms": found.norms,
        "day": day,
        "exports": export_links(request),
        "crumbs": [Crumb("Nghiệp vụ hằng năm", "/nghiep-vu/")],
    }  # fmt: skip
    return render(request, "officials/rotation.html", context)


def _row(user: Any, line: RotationLine) -> dict[str, Any]:
    official = line.seat.official
    last = line.last_step
    return {
        "person": official,
        "unit": line.seat.unit.full_name,
        "post": line.seat.post.short_name,
        "since": day_text(line.since) or "chưa rõ",
        "from": day_text(line.from_on) or DASH,
        "due": day_text(line.due_on) or DASH,
        "state": str(line.state.label),
        "tone": TONES[line.state],
        "note": line.note,
        "step": conclusion(last) if last else "",
        "url": reverse("officials:record-add", args=[official.public_id, "chuyen-doi"])
        if can_write(user, RotationStep, official.unit)
        else "",
    }


def conclusion(step: RotationStep) -> str:
    number = f" số {step.document_no}" if step.document_no else ""
    note = f": {step.note}" if step.note else ""
    return f"{step.get_conclusion_display()}{number}, {day_text(step.day)}{note}"


def _export(
    request: HttpRequest, found: RotationList, shown: list[RotationLine], choice: Choice, kind: Any
) -> HttpResponse:
    columns = [
        Column("Họ và tên"), Column("Đơn vị"), Column("Chức danh"), Column("Giữ từ ngày", "date"), Column("Có thể từ", "date"),
        Column("Thời hạn", "date"), Column("Tình trạng"), Column("Ghi chú", width=40), Column("Kết luận", width=40),
    ]  # fmt: skip
    rows = [
        (
            line.seat.official.full_name, line.seat.unit.full_name, line.seat.post.short_name, line.since, line.from_on,
            line.due_on, str(line.state.label), line.note, conclusion(line.last_step) if line.last_step else "",
        )
        for line in shown
    ]  # fmt: skip
    notes = [
        f"{norm.title}: {norm.value:.0f} {norm.unit} ({norm.basis}; {norm.verified_label})."
        for norm in found.norms
    ]
    sheet = Sheet(
        title=f"Chuyển đổi vị trí công tác năm {found.year}", unit_line=choice.unit_line, columns=columns, rows=rows,
        day=found.day, notes=notes,
    )  # fmt: skip
    return download(
        by=request.user,
        sheet=sheet,
        kind=kind,
        name=f"Chuyển đổi vị trí {found.year}",
        unit_id=choice.unit_id,
    )
