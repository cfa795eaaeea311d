"""The yearly grids: which there are, how complete; and one grid, shown, filled down, saved."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from assessments.coverage import Coverage, coverage_of, in_post_by_unit, reference_day
from assessments.grids.model import GridSet, Sheet, grid_sets
from assessments.grids.sheet import (
    KEY,
    Garbled,
    Sent,
    add_line,
    fill_down,
    open_sheet,
    overlay,
    read_sent,
)
from assessments.grids.shown import datalists, problems, shown_columns, shown_lines
from assessments.services.grids import Saved, SheetWrong, save_grid
from foundation import audit
from foundation.components import Crumb
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from officials.checks import check_can_write
from officials.models import Official, Unit
from officials.proposals_shown import NOTICE

FIRST_YEAR = 1990
YEARS_BACK = 5
SAVED = "luu"
GARBLED = (
    "Biểu mẫu gửi lên không đọc được. Đề nghị tải lại trang; nội dung đã nhập được giữ trong trình duyệt."
)


def year_or_404(year: int) -> int:
    """A year that has come."""
    if not FIRST_YEAR <= year <= today().year:
        raise Http404
    return year


def year_asked(request: HttpRequest) -> int:
    text = request.GET.get("nam", "")
    if text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= today().year:
        return int(text)
    return today().year


def years_offered(year: int) -> list[int]:
    last = today().year
    return sorted({year, *range(last, last - YEARS_BACK, -1)}, reverse=True)


def may_enter(user: Any, grid: GridSet) -> bool:
    return bool(user.may("write", grid.model, "all") or user.may("write", grid.model, "own"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/bang-nhap/?nam=`: every unit and set, with how many of those in post have a row of that year."""
    user: Any = request.user
    demand_right(user, "write", Official)
    year = year_asked(request)
    day = reference_day(year)
    sets = [grid for grid in grid_sets if may_enter(user, grid)]
    units = list(Unit.objects.visible_to(user).existing_on(day).order_by("name", "pk"))
    people = in_post_by_unit(units, day)
    counts = {grid.code: coverage_of(units, year, grid.model, people) for grid in sets}
    context = {
        "sets": sets,
        "lines": [
            (unit, [_entry(grid, unit, year, counts[grid.code][unit.pk]) for grid in sets]) for unit in units
        ],
        "day": day,
        "year": year,
        "years": years_offered(year),
        "crumbs": [Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly"))],
    }
    return render(request, "assessments/grids.html", context)


def _entry(grid: GridSet, unit: Unit, year: int, counted: Coverage) -> dict[str, Any]:
    return {
        "url": reverse("assessments:grid", args=[grid.code, unit.public_id, year]),
        "label": grid.title,
        "n": counted.n_with_row,
        "of": counted.n_in_post,
        "done": not grid.several and counted.n_in_post > 0 and counted.n_with_row >= counted.n_in_post,
        "several": grid.several,
        "name": f"{grid.title}, {unit.full_name}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, code: str, public_id: str, year: int) -> HttpResponse:
    """`/bang-nhap/<set>/<unit>/<year>/`."""
    user: Any = request.user
    chosen = grid_sets.get(code)
    if chosen is None:
        demand_right(user, "read", Unit)
        raise Http404
    demand_right(user, "write", chosen.model)
    unit: Unit = visible_or_404(Unit.objects.select_related("area"), user, public_id=public_id)
    year_or_404(year)
    try:
        check_can_write(user, chosen.model, unit)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    words = {
        "title": f"{chosen.title} năm {year}",
        "crumbs": [
            Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly")),
            Crumb("Nhập theo năm", f"{reverse('assessments:grids')}?nam={year}"),
        ],
        "others": [
            (one.title, reverse("assessments:grid", args=[one.code, public_id, year]), one.code == code)
            for one in grid_sets
            if may_enter(user, one)
        ],
        "year_links": [
            (y, reverse("assessments:grid", args=[code, public_id, y]), y == year)
            for y in years_offered(year)
        ],
    }
    return sheet_page(request, chosen, unit, year, words)


def sheet_page(
    request: HttpRequest, grid: GridSet, unit: Unit | None, year: int, words: dict[str, Any]
) -> HttpResponse:
    """Any grid: shown, or what was sent is filled down, given more lines, or saved."""
    if request.method != "POST":
        sheet = open_sheet(request.user, grid, unit, year)
        if grid.sensitive and request.method == "GET":
            _note_reading(request, sheet)
        return _show(request, sheet, words)
    names = [column.name for column in grid.columns]
    try:
        sent = read_sent(request.POST, names)
    except Garbled:
        sheet = open_sheet(request.user, grid, unit, year)
        sheet.problems.append(GARBLED)
        return _show(request, sheet, words)
    for button, act in BUTTONS.items():
        if button in request.POST:
            sheet = open_sheet(request.user, grid, unit, year)
            overlay(sheet, sent)
            note = act(sheet, request.POST[button])
            return _show(request, sheet, words, note=note)
    return _save(request, grid, unit, year, sent, words)


def _fill(sheet: Sheet, name: str) -> str:
    return _filled(fill_down(sheet, name))


def _fill_carried(sheet: Sheet, name: str) -> str:
    value = sheet.carried.get(name)
    return _filled(fill_down(sheet, name, value) if value else 0)


def _filled(n: int) -> str:
    if not n:
        return (
            "Không có ô nào được điền. Đề nghị nhập giá trị ở một dòng, chọn các dòng cần điền rồi bấm lại."
        )
    return f"Đã điền {n} ô, chưa lưu. Đề nghị kiểm tra rồi bấm “Lưu”."


def _add_line(sheet: Sheet, owner: str) -> str:
    add_line(sheet, owner)
    return ""


BUTTONS: dict[str, Callable[[Sheet, str], str]] = {
    "dien": _fill,
    "dien-cu": _fill_carried,
    "them": _add_line,
}


def _save(
    request: HttpRequest,
    grid: GridSet,
    unit: Unit | None,
    year: int,
    sent: list[Sent],
    words: dict[str, Any],
) -> HttpResponse:
    key = request.POST.get(KEY, "")[:80]
    try:
        saved = save_grid(grid, by=request.user, unit=unit, year=year, sent=sent, key=key)
    except SheetWrong as error:
        return _show(request, error.sheet, words)
    except Refused as error:
        sheet = open_sheet(request.user, grid, unit, year)
        overlay(sheet, sent)
        sheet.problems.append(str(error))
        return _show(request, sheet, words)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    messages.success(request, said(saved, grid))
    back = words.get("action", request.path)
    return redirect(f"{back}{'&' if '?' in back else '?'}{urlencode({SAVED: key})}")


def said(saved: Saved, grid: GridSet) -> str:
    if saved.again:
        return "Nội dung này đã được lưu ở lần gửi trước."
    if saved.n_proposed:
        return f"Đã gửi {saved.n_proposed} đề nghị để Phòng Nội vụ quyết định."
    if not saved.n_rows:
        return "Không có ô nào thay đổi."
    if grid.owner_path == "unit":
        return f"Đã lưu số liệu của {saved.n_owners} đơn vị."
    return f"Đã lưu {saved.n_rows} {grid.noun} của {saved.n_owners} người."


def _note_reading(request: HttpRequest, sheet: Sheet) -> None:
    """Opening sensitive facts of a whole unit is noted once, with how many people it is about."""
    if sheet.unit is None or not sheet.owners:
        return
    audit.log_access(
        by=request.user,
        action="open_sensitive",
        unit_id=sheet.unit.public_id,
        detail=f"{sheet.set.sensitive}: bảng nhập năm {sheet.year}, {len(sheet.owners)} người",
    )


def _show(request: HttpRequest, sheet: Sheet, words: dict[str, Any], note: str = "") -> HttpResponse:
    user: Any = request.user
    place = sheet.unit.public_id if sheet.unit is not None else "all"
    lines = shown_lines(sheet)
    context = {
        "sheet": sheet,
        "grid": sheet.set,
        "unit": sheet.unit,
        "sheet_year": sheet.year,
        "last_year": sheet.year - 1,
        "columns": shown_columns(sheet),
        "lines": lines,
        "n_owners": len(sheet.owners),
        "problems": problems(sheet),
        "orphans": sheet.orphans,
        "datalists": datalists(sheet),
        "key": secrets.token_urlsafe(18),
        "saved_key": request.GET.get(SAVED, "")[:80],
        "draft": f"{user.pk}:{sheet.set.code}:{place}:{sheet.year}",
        "may_write": sheet.may_write,
        "note": note,
        "notice": NOTICE if sheet.proposing else "",
        "submit": "Gửi đề nghị" if sheet.proposing else "Lưu",
        "of_units": sheet.set.owner_path == "unit",
        **words,
    }
    return render(request, "assessments/grid.html", context)
