"""What the yearly pages of this floor share: the year and unit asked for, a form of a row that hangs on no person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from foundation.components import Crumb
from foundation.dates import today, year_end
from foundation.forms import FIRST_YEAR
from officials.models import Unit
from officials.record_forms import RecordForm
from officials.record_kinds import Ask, Asking
from officials.views.records import checked_form, form_page
from officials.views.saving import Outcome, attempt, done

N_YEARS = 5
MOST_PEOPLE = 200
FORM_METHODS = ("GET", "HEAD", "POST")


def asked_year(request: HttpRequest) -> int:
    """`?nam=`, else the working year; next year too, since plans are made ahead."""
    text, this = request.GET.get("nam", ""), today().year
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= this + 1:
        return int(text)
    return this


def years_to_choose() -> list[int]:
    this = today().year
    return list(range(this + 1, this - N_YEARS, -1))


def day_of(year: int) -> date:
    """The day a year is looked at: its last one, or the working day of the year that runs."""
    return min(year_end(year), today())


def units_of(user: Any, day: date) -> list[Unit]:
    """The units of `day` this user may see, by name; one query."""
    return list(Unit.objects.visible_to(user).existing_on(day).order_by("name", "pk"))


def asked_unit(request: HttpRequest, units: Sequence[Unit]) -> Unit | None:
    """`?don_vi=`, one of `units`; None for all of them."""
    wanted = request.GET.get("don_vi", "")
    return next((unit for unit in units if unit.public_id == wanted), None)


def own_unit(user: Any) -> Unit | None:
    """The unit of a commune officer; None for who writes for the whole town."""
    unit: Unit | None = user.own_unit
    return unit


def crumbs(*steps: tuple[str, str]) -> list[Crumb]:
    return [Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly")), *(Crumb(*step) for step in steps)]


def row_form_page(
    request: HttpRequest,
    *,
    model: Any,
    asks: Sequence[Ask],
    row: Any,
    save: Callable[[RecordForm], Any],
    check: Callable[[dict[str, Any], Asking], dict[str, str]],
    title: str,
    cancel_url: str,
    saved_url: Callable[[Any], str],
    message: str,
    way: list[Crumb],
    notice: str = "",
    submit: str = "Lưu",
) -> HttpResponse:
    """Add or correct one row: what was typed stays, another's save meanwhile is shown beside, twice sent is one row."""
    data = request.POST if request.method == "POST" else None
    asking: Any = Asking(request.user, None, row, request.GET)  # type: ignore[arg-type]
    form = checked_form(check, RecordForm(model, asks, asking, data))
    outcome = Outcome()
    if data is not None:
        outcome = attempt(form, lambda: save(form))
        if outcome.saved:
            return done(request, message, saved_url(outcome.result if row is None else row))
    return form_page(
        request,
        form,
        official=None,
        title=title,
        cancel_url=cancel_url,
        conflict=outcome.conflict,
        crumbs=way,
        notice=notice,
        submit=submit,
    )
