"""The board of posts of all units on a day, and where everyone stands to the standard of the post."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Crumb, Tab, query
from foundation.dates import today
from foundation.formats.vi_numbers import DASH, number
from foundation.forms import Wrong, day_text, read_partial_date
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from officials.models import Official, Unit
from officials.people_asked import GROUPS, day_asked
from officials.place_shown import place_cell
from officials.posts_board import HELD, MISSING, Place, UnitBoard, boards_of, columns_of
from officials.standards import Verdict
from officials.standards_list import ORDER, Judged, counts_of, judged_on, reading_of
from officials.views.officials import EXPORTS

TONES = {
    Verdict.DAT.value: "ok",
    Verdict.CHUYEN_TIEP.value: "info",
    Verdict.CHUA_DAT.value: "warning",
    Verdict.CHUA_DU_SO_LIEU.value: "quiet",
}
STATE_WORDS = {MISSING: "Còn thiếu", HELD: "Có mặt"}


def day_of(request: HttpRequest) -> tuple[date, str]:
    """The day of `?ngay=`, else the working day; and what is wrong with what was typed."""
    text = request.GET.get("ngay", "").strip()[:20]
    if not text:
        return today(), ""
    try:
        found = read_partial_date(text)
    except Wrong as error:
        return today(), str(error)
    if found.precision != "day":
        return today(), "Đề nghị ghi đủ ngày, tháng, năm, ví dụ 31/12/2021."
    return found.last_day, ""


def units_on(user: Any, day: date) -> list[Unit]:
    rows = Unit.objects.visible_to(user).existing_on(day).select_related("area")
    return list(rows.order_by("name", "pk"))


def crumbs() -> list[Crumb]:
    return [Crumb("Xã, phường", reverse("officials:units"))]


# --- the board ----------------------------------------------------------------------------------------------------
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`/xa-phuong/vi-tri/?ngay=&nhom=`: units × posts; `xuat=` gives every place as one line of a file."""
    demand_right(request.user, "read", Official)
    day, wrong = day_of(request)
    boards = boards_of(request.user, units_on(request.user, day), day)
    if request.GET.get("xuat") in EXPORTS and request.method == "GET":
        return board_export(request, boards, day)
    group = request.GET.get("nhom", "")
    group = group if group in GROUPS else next(iter(GROUPS))
    columns = columns_of(boards, group)
    context = {
        "day": day,
        "day_text": day_text(day),
        "wrong": wrong,
        "columns": [short for _, short in columns],
        "lines": [
            (
                one.unit,
                n_missing(one, group),
                [(short, place_cell(one.place(code))) for code, short in columns],
            )
            for one in boards
        ],
        "n_missing": sum(len(one.missing) for one in boards),
        "n_units": len(boards),
        "tabs": [
            Tab(label, query(request.GET, nhom=code), active=code == group) for code, label in GROUPS.items()
        ],
        "exports": [(kind, query(request.GET, xuat=kind)) for kind in EXPORTS],
        "group": group,
        "crumbs": crumbs(),
    }
    return render(request, "officials/posts_board.html", context)


def n_missing(one: UnitBoard, group: str) -> int:
    return sum(place.group == group for place in one.missing)


def board_export(request: HttpRequest, boards: list[UnitBoard], day: date) -> HttpResponse:
    columns = [
        Column("Khu", width=18),
        Column("Xã, phường", width=24),
        Column("Nhóm", width=12),
        Column("Chức danh", width=34),
        Column("Người giữ", width=28),
        Column("Kiêm nhiệm", width=12),
        Column("Từ ngày", width=12),
        Column("Dôi dư đến", "date", 12),
        Column("Tình trạng", width=26),
    ]
    rows = [line for one in boards for place in one.places for line in place_lines(one, place)]
    sheet = Sheet(
        title="Chức vụ, chức danh theo xã, phường",
        unit_line="Thị xã Kinh Môn" if len(boards) != 1 else boards[0].unit.full_name,
        columns=columns,
        rows=rows,
        day=day,
    )
    kind: Any = request.GET["xuat"]
    return download(by=request.user, sheet=sheet, kind=kind, name="Vị trí", detail=f"{len(boards)} đơn vị")


def place_lines(one: UnitBoard, place: Place) -> list[list[Any]]:
    start = [str(one.unit.area or ""), one.unit.full_name, GROUPS[place.group], place.title]
    lines: list[list[Any]] = [
        [*start, h.name, "kiêm" if h.also else "", h.since or "chưa rõ", h.surplus_until, "Có mặt"]
        for h in place.holders
    ]
    if place.elsewhere:
        lines.append([*start, f"{place.elsewhere} người nay thuộc đơn vị khác", "", "", None, "Có mặt"])
    if not lines:
        word = "Còn thiếu" if place.state == MISSING else "Chưa có người, không bắt buộc"
        lines.append([*start, None, "", "", None, word])
    return lines


def unit_board(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The panel of one unit's page, on the day that page shows: 31/12 of a past year, or a day named."""
    day = day_of(request)[0] if "ngay" in request.GET else day_asked(request.GET.get("nam", ""))
    if unit.ends_on and unit.ends_on < day:
        day = unit.ends_on
    [one] = boards_of(request.user, [unit], day)
    url = f"{reverse('officials:posts-board')}?ngay={day_text(day)}"
    places = [(place.title, place_cell(place)) for place in one.places]
    return {"places": places, "board_day": day_text(day), "board_url": url, "n_missing": len(one.missing)}


# --- standards ----------------------------------------------------------------------------------------------------
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """`/xa-phuong/tieu-chuan/?ngay=&don_vi=`: by unit how many stand where; of one unit everybody, with the articles."""
    demand_right(request.user, "read", Official)
    day, wrong = day_of(request)
    units = units_on(request.user, day)
    chosen = next((unit for unit in units if unit.public_id == request.GET.get("don_vi", "")), None)
    if chosen is None and len(units) == 1:
        chosen = units[0]
    found = judged_on(request.user, [chosen] if chosen is not None else units, day)
    everyone = [one for people in found.values() for one in people]
    totals = counts_of(everyone)
    lines = [
        (unit.full_name, query(request.GET, don_vi=unit.public_id), counts_of(found[unit.pk]))
        for unit in units
        if unit.pk in found
    ]
    untils = sorted({one.transition_until for one in everyone if one.transition_until})
    context = {
        "day_text": day_text(day),
        "wrong": wrong,
        "heads": [str(verdict.label) for verdict in ORDER],
        "cards": [
            (str(verdict.label), number(n), TONES[verdict.value])
            for verdict, n in zip(ORDER, totals, strict=True)
        ],
        "lines": [(name, url, [number(n) if n else DASH for n in counts]) for name, url, counts in lines],
        "totals": [number(n) for n in totals],
        "chosen": chosen,
        "people": [person_line(one) for one in found[chosen.pk]] if chosen is not None else [],
        "untils": [day_text(until) for until in untils],
        "all_url": query(request.GET, don_vi=None) if len(units) > 1 else "",
        "crumbs": crumbs(),
    }
    return render(request, "officials/standards.html", context)


def person_line(one: Judged) -> dict[str, Any]:
    official = one.posting.official
    return {
        "name": official.full_name,
        "url": official.get_absolute_url(),
        "post": one.posting.post.short_name,
        "verdict": one.judgement.verdict_label,
        "tone": TONES[one.judgement.verdict],
        "readings": [reading_of(finding) for finding in one.open_findings],
        "nothing": not one.judgement.findings,
    }
