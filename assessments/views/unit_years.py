"""Điều kiện, kết quả năm: the grid of all units, and the form of one unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.grids.unit_years import UNIT_YEARS
from assessments.models import UnitYear
from assessments.services import records
from assessments.unit_years import HIGHEST, MOST, NUMBERS, contradictions, doubts, label
from assessments.views.grids import sheet_page, year_asked, year_or_404, years_offered
from foundation.components import Crumb
from foundation.finding import visible_or_404
from foundation.formats import vi_numbers
from foundation.formats.vi_numbers import DASH
from foundation.scope import demand_right
from officials.checks import can_write
from officials.models import Unit
from officials.record_forms import RecordForm
from officials.record_kinds import Ask, Asking
from officials.views.saving import Outcome, attempt, done

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def town(request: HttpRequest) -> HttpResponse:
    """`/dieu-kien-nam/?nam=`: one line a unit; who may only read sees the numbers."""
    demand_right(request.user, "write" if request.method == "POST" else "read", UnitYear)
    year = year_asked(request)
    words = {
        "title": f"Điều kiện, kết quả năm {year}",
        "crumbs": [Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly"))],
        "year_links": [
            (y, f"{reverse('assessments:unit-years')}?nam={y}", y == year) for y in years_offered(year)
        ],
        "action": f"{request.path}?nam={year}",
    }
    return sheet_page(request, UNIT_YEARS, None, year, words)


@require_http_methods(METHODS)
def one(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """`/dieu-kien-nam/<unit>/<year>/`: the form of one unit, last year's numbers beside each field."""
    user: Any = request.user
    demand_right(user, "write" if request.method == "POST" else "read", UnitYear)
    unit: Unit = visible_or_404(Unit.objects.select_related("area"), user, public_id=public_id)
    year_or_404(year)
    rows = {
        row.year: row
        for row in UnitYear.objects.visible_to(user)
        .filter(unit=unit, year__in=[year - 1, year])
        .select_related("unit")
    }
    row, before = rows.get(year), rows.get(year - 1)
    context: dict[str, Any] = {
        "title": f"Điều kiện, kết quả năm {year}",
        "unit": unit,
        "doubts": doubts(row, before),
        "year_links": [
            (y, reverse("assessments:unit-year", args=[public_id, y]), y == year) for y in years_offered(year)
        ],
        "crumbs": [
            Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly")),
            Crumb("Điều kiện, kết quả", f"{reverse('assessments:unit-years')}?nam={year}"),
        ],
        "cancel_url": f"{reverse('assessments:unit-years')}?nam={year}",
    }
    if not can_write(user, UnitYear, unit):
        context["facts"] = [(label(name), _figure(row, name), _figure(before, name)) for name in NUMBERS]
        context["last_year"] = year - 1
        return render(request, "assessments/unit_year.html", context)
    form = RecordForm(
        UnitYear,
        _asks(year, before),
        Asking(user, None, row),  # type: ignore[arg-type]
        request.POST if request.method == "POST" else None,
    )
    outcome = _save(request, form, unit, year, row)
    if outcome.saved:
        word = "Đã lưu" if outcome.result else "Không có thay đổi ở"
        return done(request, f"{word} số liệu năm {year} của {unit}.", request.path)
    context |= {"form": form, "conflict": outcome.conflict, "submit": "Lưu", "in_place": False}
    return render(request, "assessments/unit_year.html", context)


def _save(request: HttpRequest, form: RecordForm, unit: Unit, year: int, row: UnitYear | None) -> Outcome:
    if request.method != "POST":
        return Outcome()
    if form.is_valid():
        for name, text in contradictions(form.facts).items():
            form.add_problem(name, text)
    if row is None:
        return attempt(
            form,
            lambda: records.record_unit_year(
                by=request.user, unit=unit, facts=form.facts | {"year": year}, key=form.key
            ),
        )
    return attempt(
        form,
        lambda: records.change_unit_year(
            row, by=request.user, changes=form.changes(), version=form.version, reason=form.reason
        ),
    )


def _asks(year: int, before: UnitYear | None) -> list[Ask]:
    return [
        Ask(
            name,
            hint=f"Năm {year - 1}: {_figure(before, name)}.",
            required=False,
            highest=HIGHEST.get(name, MOST),
        )
        for name in NUMBERS
    ]


def _figure(row: UnitYear | None, name: str) -> str:
    """A figure to read, with marks of thousands and the places it has: `3.213`, `80,3`."""
    return vi_numbers.exact(getattr(row, name)) if row is not None else DASH
