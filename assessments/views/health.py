"""Health rounds: the coverage of all units, who of one unit is missing, and the rounds themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.coverage import reference_day
from assessments.health_rounds import Standing, round_in_words, rounds_of_year, standings
from assessments.models import HealthCheck, HealthRound
from assessments.views.grids import year_asked, year_or_404, years_offered
from foundation import audit
from foundation.components import Crumb
from foundation.dates import today
from foundation.errors import Denied
from foundation.finding import visible_or_404
from foundation.formats.vi_numbers import share
from foundation.scope import demand_right
from officials.act_forms import RemovalForm
from officials.checks import can_write, check_can_write
from officials.kinds import ends_after_start
from officials.models import Official, Unit
from officials.people_asked import posts_by_code
from officials.record_forms import RecordForm
from officials.record_kinds import Ask, Asking
from officials.services import records
from officials.views.saving import Outcome, attempt, done

METHODS = ["GET", "HEAD", "POST"]


def _crumbs(year: int) -> list[Crumb]:
    return [
        Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly")),
        Crumb("Khám sức khỏe", f"{reverse('assessments:health')}?nam={year}"),
    ]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/kham-suc-khoe/?nam=`: how many of those in post were examined, unit by unit; the rounds of the year."""
    user: Any = request.user
    demand_right(user, "read", HealthCheck)
    year = year_asked(request)
    day = reference_day(year)
    units = list(Unit.objects.visible_to(user).existing_on(day).order_by("name", "pk"))
    rounds = rounds_of_year(user, year)
    found = standings(units, year, rounds)
    n_in_post = sum(one.coverage.n_in_post for one in found)
    n_examined = sum(one.coverage.n_with_row for one in found)
    context = {
        "lines": [
            (one, reverse("assessments:health-unit", args=[one.unit.public_id, year])) for one in found
        ],
        "rounds": [(one, round_in_words(one), _may_change(user, one)) for one in rounds],
        "total": (n_in_post, n_examined, n_in_post - n_examined, share(n_examined, n_in_post))
        if len(found) > 1
        else None,
        "add_url": f"{reverse('assessments:health-round-add')}?nam={year}",
        "day": day,
        "year": year,
        "years": years_offered(year),
        "crumbs": [Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly"))],
    }
    return render(request, "assessments/health.html", context)


def _may_change(user: Any, one: HealthRound) -> bool:
    return can_write(user, HealthRound, one.unit)


@require_safe
def unit(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """`/kham-suc-khoe/<unit>/<year>/`: who of the unit has no result yet. Sensitive: opening it is noted."""
    user: Any = request.user
    demand_right(user, "read", HealthCheck)
    place: Unit = visible_or_404(Unit.objects.all(), user, public_id=public_id)
    year_or_404(year)
    [standing] = standings([place], year, rounds_of_year(user, year))
    missing = _missing(user, standing)
    if request.method == "GET":
        audit.log_access(
            by=user,
            action="open_sensitive",
            unit_id=place.public_id,
            detail=f"Sức khỏe: người chưa có kết quả khám năm {year}, {len(missing)} người",
        )
    context = {
        "title": f"Khám sức khỏe năm {year}",
        "unit": place,
        "standing": standing,
        "missing": missing,
        "n_elsewhere": standing.n_missing - len(missing),
        "day": reference_day(year),
        "grid_url": reverse("assessments:grid", args=["suc-khoe", public_id, year]),
        "crumbs": _crumbs(year),
    }
    return render(request, "assessments/health_unit.html", context)


def _missing(user: Any, standing: Standing) -> list[tuple[Official, str]]:
    people = Official.objects.visible_to(user).filter(pk__in=standing.coverage.missing)
    held = {
        row["official"]: row["post"]
        for row in standing.unit.appointments.visible_to(user)  # type: ignore[attr-defined]
        .filter(official__in=standing.coverage.missing, is_primary=True)
        .order_by("starts_on", "pk")
        .values("official", "post")
    }
    posts = posts_by_code()
    named = [(person, posts.get(str(held.get(person.pk, "")), ("", "", "", 99))) for person in people]
    return [
        (person, post[1]) for person, post in sorted(named, key=lambda pair: (pair[1][3], pair[0].full_name))
    ]


# --- rounds -------------------------------------------------------------------------------------------------
def _units_to_choose(asking: Asking) -> Any:
    return Unit.objects.visible_to(asking.user).existing_on(today()).order_by("name", "pk")


def _asks(user: Any) -> list[Ask]:
    for_all = user.may("write", HealthRound, "all")
    return [
        Ask(
            "unit",
            choices=_units_to_choose,
            describe=lambda unit: unit.full_name,
            required=not for_all,
            hint="Để trống nếu khám chung toàn thị xã." if for_all else "",
            start=lambda asking: None if for_all else _units_to_choose(asking).first(),
        ),
        Ask("year", start=lambda asking: asking.params.get("nam") or today().year),
        Ask("facility"),
        Ask("starts_on"),
        Ask("ends_on"),
        Ask("note"),
    ]


def _wrong(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    wrong = ends_after_start(facts, asking)
    year, starts = facts.get("year"), facts.get("starts_on")
    if year and year > today().year + 1:
        wrong["year"] = f"Năm {year} còn xa. Đề nghị kiểm tra lại."
    if year and starts and abs(starts.year - year) > 1:
        wrong["starts_on"] = f"Ngày khám không thuộc năm {year}. Đề nghị kiểm tra lại."
    return wrong


def _round_page(request: HttpRequest, row: HealthRound | None, year: int) -> HttpResponse:
    user: Any = request.user
    data = request.POST if request.method == "POST" else None
    form = RecordForm(HealthRound, _asks(user), Asking(user, None, row, request.GET), data)  # type: ignore[arg-type]
    if form.is_bound and form.is_valid():
        for name, text in _wrong(form.facts, form.asking).items():
            form.add_problem(name, text)
    outcome = _save(form, user, row) if data is not None else Outcome()
    back = reverse("assessments:health")
    if outcome.saved:
        year = form.facts["year"]
        return done(request, f"Đã lưu đợt khám sức khỏe năm {year}.", f"{back}?nam={year}")
    context = {
        "title": "Sửa đợt khám sức khỏe" if row else "Thêm đợt khám sức khỏe",
        "form": form,
        "conflict": outcome.conflict,
        "submit": "Lưu",
        "in_place": False,
        "cancel_url": f"{back}?nam={year}",
        "crumbs": _crumbs(year),
        "remove_url": reverse("assessments:health-round-remove", args=[row.public_id]) if row else "",
    }
    return render(request, "officials/record_form.html", context)


def _save(form: RecordForm, user: Any, row: HealthRound | None) -> Outcome:
    if row is None:

        def add() -> Any:
            facts = dict(form.facts)
            return records.add(HealthRound, by=user, unit=facts.pop("unit"), facts=facts, key=form.key)

        return attempt(form, add)

    def change() -> Any:
        changes = form.changes()
        if "unit" in changes:
            check_can_write(user, HealthRound, changes["unit"])
        return records.change(row, by=user, changes=changes, version=form.version, reason=form.reason)

    return attempt(form, change)


@require_http_methods(METHODS)
def round_add(request: HttpRequest) -> HttpResponse:
    demand_right(request.user, "write", HealthRound)
    return _round_page(request, None, year_asked(request))


def _round_or_404(request: HttpRequest, public_id: str) -> HealthRound:
    demand_right(request.user, "write", HealthRound)
    row: HealthRound = visible_or_404(
        HealthRound.objects.select_related("unit"), request.user, public_id=public_id
    )
    try:
        check_can_write(request.user, HealthRound, row.unit)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    return row


@require_http_methods(METHODS)
def round_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    row = _round_or_404(request, public_id)
    return _round_page(request, row, row.year)


@require_http_methods(METHODS)
def round_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take out a round entered by mistake; results of people stay as they are."""
    row = _round_or_404(request, public_id)
    form = RemovalForm(request.POST if request.method == "POST" else None, version=row.version)
    stale, year, back = "", row.year, reverse("assessments:health")
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: records.remove(
                row, by=request.user, version=form.version, reason=form.cleaned_data["reason"]
            ),
        )
        if outcome.saved:
            return done(request, f"Đã xóa đợt khám sức khỏe năm {year}.", f"{back}?nam={year}")
        if outcome.conflict is not None:
            stale = outcome.conflict.changed_by
            row = _round_or_404(request, public_id)
            form.renew(row.version)
    context = {
        "title": "Xóa đợt khám sức khỏe",
        "name": f"đợt khám sức khỏe {row}",
        "facts": [("Đơn vị", str(row.unit or "toàn thị xã")), ("Nơi, ngày khám", round_in_words(row))],
        "form": form,
        "stale": stale,
        "action_url": request.path,
        "cancel_url": reverse("assessments:health-round-edit", args=[public_id]),
        "crumbs": _crumbs(year),
    }
    return render(request, "officials/record_remove.html", context)
