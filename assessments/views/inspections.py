"""Thanh tra, kiểm tra: the plan of a year, how far each is, what is to be put right; counts of complaints beside."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms import InspectionActForm
from assessments.models import Inspection, UnitYear
from assessments.reach import may
from assessments.services import inspections
from assessments.states import (
    CONCLUDED,
    INSPECTION,
    PLANNED,
    REMEDIED,
    REMEDYING,
    UNDER_WAY,
    inspection_state,
    is_overdue,
)
from assessments.views.common import (
    FORM_METHODS,
    asked_unit,
    asked_year,
    crumbs,
    day_of,
    row_form_page,
    units_of,
    years_to_choose,
)
from foundation.components import Chip, Crumb, Row, query
from foundation.dates import today
from foundation.finding import visible_or_404
from foundation.formats.vi_numbers import number
from foundation.forms import day_text
from foundation.history import history_of
from foundation.scope import demand_right
from officials.kinds import unit_in_list
from officials.models import Unit
from officials.record_forms import RecordForm
from officials.record_kinds import Ask, Asking
from officials.views.saving import attempt, done

TONES = {PLANNED: "quiet", UNDER_WAY: "info", CONCLUDED: "ok", REMEDYING: "warning", REMEDIED: "ok"}
LATE = "qua-han"


def home() -> tuple[str, str]:
    return ("Thanh tra, kiểm tra", reverse("assessments:inspections"))


def of_year(year: int) -> Q:
    """Inspections planned for a year, sudden ones begun in it, and earlier ones still to be put right in it."""
    planned = Q(planned_on__year=year) | Q(planned_on__isnull=True, starts_on__year=year)
    still_open = Q(
        concluded_on__year__lt=year,
        remedy_due_on__isnull=False,
        remedied_on__isnull=True,
        cancelled_on__isnull=True,
    )
    return planned | still_open


@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    """`/kiem-tra/?nam=&don_vi=&tinh_trang=`."""
    user: Any = request.user
    demand_right(user, "read", Inspection)
    year, day = asked_year(request), today()
    units = units_of(user, day_of(year))
    chosen = asked_unit(request, units)
    rows = Inspection.objects.visible_to(user).filter(of_year(year)).select_related("unit")
    if chosen is not None:
        rows = rows.filter(unit=chosen)
    lines = [
        (row, inspection_state(row, day), is_overdue(row, day))
        for row in rows.order_by("planned_on", "starts_on", "pk")
    ]
    wanted = request.GET.get("tinh_trang", "")
    labels = dict(INSPECTION.states)
    listed = [line for line in lines if wanted not in labels or line[1] == wanted]
    if wanted == LATE:
        listed = [line for line in lines if line[2]]
    counted = [(code, label, sum(line[1] == code for line in lines)) for code, label in INSPECTION.states]
    counted.append((LATE, "Quá hạn khắc phục", sum(line[2] for line in lines)))
    context = {
        "year": year,
        "years": years_to_choose(),
        "units": units,
        "chosen": chosen,
        "lines": [(row, labels[state], TONES.get(state, "quiet"), late) for row, state, late in listed],
        "chips": [
            Chip("Tất cả", query(request.GET, tinh_trang=None), wanted not in (*labels, LATE), len(lines)),
            *(
                Chip(
                    label, query(request.GET, tinh_trang=None if wanted == code else code), wanted == code, n
                )
                for code, label, n in counted
                if n
            ),
        ],
        "n_late": sum(line[2] for line in lines),
        "complaints": _complaints(user, year, chosen),
        "may_write": may(user, "write", Inspection),
        "crumbs": crumbs(),
    }
    return render(request, "assessments/inspections.html", context)


def _complaints(user: Any, year: int, chosen: Unit | None) -> list[UnitYear]:
    """The yearly numbers of complaints by unit: numbers only, the files themselves may be secret (regulations 16.17)."""
    rows = UnitYear.objects.visible_to(user).filter(year=year, complaints_received__isnull=False)
    if chosen is not None:
        rows = rows.filter(unit=chosen)
    return list(rows.select_related("unit").order_by("unit__name", "pk"))


# --- one inspection ------------------------------------------------------------------------------------------
@require_safe
def inspection_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/kiem-tra/<mã>/`."""
    user: Any = request.user
    demand_right(user, "read", Inspection)
    row: Inspection = visible_or_404(Inspection.objects.select_related("unit"), user, public_id=public_id)
    day = today()
    state = inspection_state(row, day)
    late = is_overdue(row, day)
    context = {
        "row": row,
        "state_label": INSPECTION.label_of(state),
        "tone": "danger" if late else TONES.get(state, "quiet"),
        "late": late,
        "facts": _facts(row),
        "acts": INSPECTION.acts(user, state),
        "may_write": user.may("write", Inspection, "all") and row.cancelled_on is None,
        "lines": history_of(user, row) if may(user, "write", Inspection) else None,
        "crumbs": crumbs(home()),
    }
    return render(request, "assessments/inspection.html", context)


def _facts(row: Inspection) -> list[Row]:
    def count(value: int | None) -> str | None:
        return number(value, 0) if value is not None else None

    return [
        Row("Đơn vị", row.unit.full_name),
        Row("Hình thức", str(row.get_trigger_display()) or None),
        Row("Cơ quan kiểm tra", row.body or None),
        Row("Ngày theo kế hoạch", day_text(row.planned_on) or None),
        Row("Ngày bắt đầu", day_text(row.starts_on) or None),
        Row("Ngày kết luận", day_text(row.concluded_on) or None),
        Row("Số kết luận", count(row.findings)),
        Row("Số vi phạm", count(row.violations)),
        Row("Số xử lý", count(row.sanctions)),
        Row("Hạn khắc phục", day_text(row.remedy_due_on) or None),
        Row("Ngày khắc phục", day_text(row.remedied_on) or None),
        *([Row("Hủy ngày", day_text(row.cancelled_on), row.cancelled_because)] if row.cancelled_on else []),
    ]


@require_http_methods(FORM_METHODS)
def move(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """`/kiem-tra/<mã>/<bước>/`: one step with its day and results."""
    user: Any = request.user
    demand_right(user, "write", Inspection)
    row: Inspection = visible_or_404(Inspection.objects.select_related("unit"), user, public_id=public_id)
    line = next((item for item in INSPECTION.table if item.code == act), None)
    if line is None:
        raise Http404
    form = InspectionActForm(
        request.POST if request.method == "POST" else None,
        version=row.version,
        names=inspections.ACT_FIELDS[act],
        needs_reason=line.needs_reason,
        start={name: getattr(row, name) for name in inspections.ACT_FIELDS[act]},
    )
    stale, facts = "", []
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: inspections.move_inspection(
                by=user,
                inspection=row,
                act=act,
                facts=form.facts,
                version=form.version,
                reason=form.cleaned_data["reason"],
            ),
        )
        if outcome.saved:
            return done(request, f"{line.label}: đã ghi.", row.get_absolute_url())
        if outcome.conflict is not None:
            stale = outcome.conflict.changed_by
            row.refresh_from_db()
            facts = [(item.label, item.value or "–") for item in _facts(row)]
            form.renew(row.version)
    context = {
        "form": form,
        "title": line.label,
        "submit": line.label,
        "stale": stale,
        "stale_facts": facts,
        "cancel_url": row.get_absolute_url(),
        "crumbs": [*crumbs(home()), Crumb(str(row), row.get_absolute_url())],
    }
    return render(request, "officials/record_form.html", context)


# --- adding and correcting -----------------------------------------------------------------------------------
def _units(asking: Asking) -> Any:
    return Unit.objects.visible_to(asking.user).existing_on(today()).order_by("name", "pk")


PLAN_ASKS = (
    Ask("subject", required=True),
    Ask("trigger", required=True),
    Ask("body"),
    Ask("planned_on", hint="Bỏ trống nếu kiểm tra đột xuất."),
    Ask("starts_on"),
)
RESULT_ASKS = (
    Ask("concluded_on"),
    Ask("findings"),
    Ask("violations"),
    Ask("sanctions"),
    Ask("remedy_due_on"),
    Ask("remedied_on"),
)


def _check(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    return inspections.check_inspection(facts)


@require_http_methods(FORM_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    demand_right(request.user, "write", Inspection)

    def save(form: RecordForm) -> Inspection:
        facts = dict(form.facts)
        return inspections.add_inspection(by=request.user, unit=facts.pop("unit"), facts=facts, key=form.key)

    return row_form_page(
        request,
        model=Inspection,
        asks=(Ask("unit", choices=_units, describe=unit_in_list), *PLAN_ASKS),
        row=None,
        save=save,
        check=_check,
        title="Thêm cuộc thanh tra, kiểm tra",
        cancel_url=home()[1],
        saved_url=lambda row: row.get_absolute_url(),
        message="Đã thêm cuộc kiểm tra.",
        way=crumbs(home()),
    )


@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    demand_right(request.user, "write", Inspection)
    row: Inspection = visible_or_404(
        Inspection.objects.select_related("unit"), request.user, public_id=public_id
    )

    def save(form: RecordForm) -> bool:
        return inspections.change_inspection(
            row, by=request.user, changes=form.changes(), version=form.version, reason=form.reason
        )

    return row_form_page(
        request,
        model=Inspection,
        asks=(*PLAN_ASKS, *RESULT_ASKS),
        row=row,
        save=save,
        check=_check,
        title=f"Sửa: {row}",
        cancel_url=row.get_absolute_url(),
        saved_url=lambda row: row.get_absolute_url(),
        message="Đã sửa cuộc kiểm tra.",
        way=[*crumbs(home()), Crumb(str(row), row.get_absolute_url())],
    )
