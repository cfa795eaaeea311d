"""Đào tạo, bồi dưỡng: the year's courses, plan against done, who needs what; plan lines and courses as forms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Course, Enrolment, TrainingPlan
from assessments.reach import may
from assessments.services import courses
from assessments.training_needs import CRITERIA, by_unit, needs_of
from assessments.training_overview import overview_of, people_in
from assessments.views.common import (
    FORM_METHODS,
    asked_unit,
    asked_year,
    crumbs,
    day_of,
    own_unit,
    row_form_page,
    units_of,
    years_to_choose,
)
from foundation.components import Chip, Crumb, query
from foundation.dates import today
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from officials.checks import can_write
from officials.kinds import unit_in_list
from officials.models import Unit
from officials.models.law import PostStandard
from officials.models.qualifications import LEVELS, QualificationKind
from officials.record_forms import RecordForm
from officials.record_kinds import Ask, Asking
from officials.sections import TONES
from officials.standards import Status

STATES = dict(Course.State.choices)
STATE_TONES = {
    Course.State.DU_KIEN: "quiet",
    Course.State.DANG_MO: "info",
    Course.State.DA_KET_THUC: "warning",
    Course.State.DA_GHI_KET_QUA: "ok",
    Course.State.HUY: "quiet",
}


def home() -> tuple[str, str]:
    return ("Đào tạo, bồi dưỡng", reverse("assessments:training"))


@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    """`/dao-tao/?nam=&don_vi=&tinh_trang=`: the courses of a year, and its plan against what was done."""
    user: Any = request.user
    demand_right(user, "read", Course)
    year = asked_year(request)
    units = units_of(user, day_of(year))
    chosen = asked_unit(request, units)
    found = list(
        Course.objects.visible_to(user)
        .filter(year=year)
        .select_related("unit")
        .order_by("starts_on", "title", "pk")
    )
    wanted = request.GET.get("tinh_trang", "")
    listed = [course for course in found if wanted not in STATES or course.state == wanted]
    if chosen is not None:
        listed = [course for course in listed if course.unit_id in (None, chosen.pk)]
    sent = people_in(listed)
    overview = overview_of(user, year, units, chosen)
    context = {
        "year": year,
        "years": years_to_choose(),
        "units": units,
        "chosen": chosen,
        "courses": [
            (course, sent.get(course.pk, 0), STATE_TONES[Course.State(course.state)]) for course in listed
        ],
        "chips": [
            Chip("Mọi lớp", query(request.GET, tinh_trang=None), wanted not in STATES, len(found)),
            *(
                Chip(
                    label, query(request.GET, tinh_trang=None if wanted == code else code), wanted == code, n
                )
                for code, label in Course.State.choices
                if (n := sum(course.state == code for course in found))
            ),
        ],
        "overview": overview,
        "plans": _plan_rows(user, year),
        "may_write": may(user, "write", Course),
        "may_write_town": user.may("write", Course, "all"),
        "crumbs": crumbs(),
    }
    return render(request, "assessments/training.html", context)


def _plan_rows(user: Any, year: int) -> list[tuple[TrainingPlan, str]]:
    rows = TrainingPlan.objects.visible_to(user).filter(year=year).select_related("unit")
    mine = user.unit_ids_today()
    writes_all = user.may("write", TrainingPlan, "all")
    return [
        (
            row,
            reverse("assessments:plan-change", args=[row.public_id])
            if writes_all or row.unit_id in mine
            else "",
        )
        for row in rows.order_by("unit__name", "kind", "pk")
    ]


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """`/dao-tao/nhu-cau/?nam=&don_vi=&dieu_kien=`: the gap to the standards of the day, by unit and with people."""
    user: Any = request.user
    demand_right(user, "read", Enrolment)
    year = asked_year(request)
    day = day_of(year)
    units = units_of(user, day)
    chosen = asked_unit(request, units)
    found = needs_of(user, day, {chosen.pk} if chosen else None)
    labels = {code: str(PostStandard.Criterion(code).label) for code in CRITERIA}
    wanted = request.GET.get("dieu_kien", "")
    listed = [need for need in found if wanted not in labels or need.criterion == wanted]
    context = {
        "year": year,
        "years": years_to_choose()[1:],
        "day": day,
        "units": units,
        "chosen": chosen,
        "heads": list(labels.values()),
        "lines": [(line, list(zip(labels.values(), line.cells, strict=True))) for line in by_unit(found)],
        "n_people": len({need.official.pk for need in found}),
        "chips": [
            Chip("Mọi điều kiện", query(request.GET, dieu_kien=None), wanted not in labels, len(found)),
            *(
                Chip(label, query(request.GET, dieu_kien=None if wanted == code else code), wanted == code, n)
                for code, label in labels.items()
                if (n := sum(need.criterion == code for need in found))
            ),
        ],
        # Names for one unit, or for one condition: the whole town's list would be as long as the town.
        "people": [(need, TONES[need.status]) for need in listed] if chosen or wanted in labels else [],
        "shows_people": bool(chosen or wanted in labels),
        "unmet": str(Status.UNMET.label),
        "crumbs": crumbs(home()),
    }
    return render(request, "assessments/training_needs.html", context)


# --- plan lines ----------------------------------------------------------------------------------------------
def units_open(asking: Asking) -> Any:
    return Unit.objects.visible_to(asking.user).existing_on(day_of(today().year)).order_by("name", "pk")


def _year_asked(asking: Asking) -> int:
    text = str(asking.params.get("nam", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today().year


_UNIT = Ask(
    "unit",
    label="Đơn vị",
    choices=units_open,
    describe=unit_in_list,
    hint="Bỏ trống nếu của toàn thị xã.",
)
PLAN_ASKS = (
    Ask("year", start=_year_asked),
    Ask("kind"),
    Ask("planned", highest=100_000),
    Ask("planned_cost"),
    Ask("basis", hint="Số, ngày, cơ quan ban hành văn bản."),
    Ask("note"),
)


def _split(request: HttpRequest, form: RecordForm) -> tuple[Unit | None, dict[str, Any]]:
    """Whose the new row is, and its facts: a commune's is always its own."""
    user: Any = request.user
    facts = dict(form.facts)
    asked = facts.pop("unit", None)
    return (asked if user.may("write", form.model, "all") else own_unit(user)), facts


def _asks(user: Any, model: Any, asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    return (_UNIT, *asks) if user.may("write", model, "all") else asks


def nothing(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    return {}


@require_http_methods(FORM_METHODS)
def plan_add(request: HttpRequest) -> HttpResponse:
    demand_right(request.user, "write", TrainingPlan)

    def save(form: RecordForm) -> TrainingPlan:
        unit, facts = _split(request, form)
        return courses.add_plan(by=request.user, unit=unit, facts=facts, key=form.key)

    return row_form_page(
        request,
        model=TrainingPlan,
        asks=_asks(request.user, TrainingPlan, PLAN_ASKS),
        row=None,
        save=save,
        check=nothing,
        title="Thêm dòng kế hoạch đào tạo, bồi dưỡng",
        cancel_url=home()[1],
        saved_url=lambda row: f"{home()[1]}?nam={row.year}",
        message="Đã thêm dòng kế hoạch.",
        way=crumbs(home()),
    )


@require_http_methods(FORM_METHODS)
def plan_change(request: HttpRequest, public_id: str) -> HttpResponse:
    demand_right(request.user, "write", TrainingPlan)
    row = visible_or_404(TrainingPlan.objects.select_related("unit"), request.user, public_id=public_id)
    _demand_write(request, TrainingPlan, row.unit)

    def save(form: RecordForm) -> bool:
        return courses.change_plan(
            row, by=request.user, changes=form.changes(), version=form.version, reason=form.reason
        )

    return row_form_page(
        request,
        model=TrainingPlan,
        asks=PLAN_ASKS,
        row=row,
        save=save,
        check=nothing,
        title=f"Sửa kế hoạch: {row}, {row.unit or 'toàn thị xã'}",
        cancel_url=home()[1],
        saved_url=lambda row: f"{home()[1]}?nam={row.year}",
        message="Đã sửa dòng kế hoạch.",
        way=crumbs(home()),
    )


def _demand_write(request: HttpRequest, model: Any, unit: Unit | None) -> None:
    if not can_write(request.user, model, unit):
        raise PermissionDenied("Dòng này của toàn thị xã, do Phòng Nội vụ ghi.")


# --- courses -------------------------------------------------------------------------------------------------
def plans_to_choose(asking: Asking) -> Any:
    rows = TrainingPlan.objects.visible_to(asking.user).select_related("unit")
    return rows.order_by("-year", "kind", "unit__name", "pk")


def plan_in_list(row: TrainingPlan) -> str:
    return f"{row}, {row.unit or 'toàn thị xã'} ({row.planned} lượt)"


def levels_of_every_kind(asking: Asking) -> list[tuple[str, Any]]:
    return [(str(QualificationKind(kind).label), list(levels.items())) for kind, levels in LEVELS.items()]


COURSE_ASKS = (
    Ask("title"),
    Ask("kind"),
    Ask("year", start=_year_asked),
    Ask("plan", choices=plans_to_choose, describe=plan_in_list, hint="Bỏ trống nếu mở ngoài kế hoạch."),
    Ask("starts_on"),
    Ask("ends_on", hint="Kết quả được tính vào năm của ngày này."),
    Ask("organiser"),
    Ask("place"),
    Ask("hours"),
    Ask("places", hint="Bỏ trống nếu không giới hạn.", highest=10_000),
    Ask("cost_per_person"),
    Ask("cost_total", hint="Chỉ cần một trong hai: một người, hoặc cả lớp."),
    Ask("level_kind", required=False, hint="Chỉ khi người hoàn thành được cấp trình độ."),
    Ask("level", required=False, choices=levels_of_every_kind),
)


def _check_course(unit: Unit | None) -> Any:
    def check(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
        return courses.check_course(facts, facts.get("unit") or unit)

    return check


@require_http_methods(FORM_METHODS)
def course_add(request: HttpRequest) -> HttpResponse:
    demand_right(request.user, "write", Course)

    def save(form: RecordForm) -> Course:
        unit, facts = _split(request, form)
        return courses.add_course(by=request.user, unit=unit, facts=facts, key=form.key)

    return row_form_page(
        request,
        model=Course,
        asks=_asks(request.user, Course, COURSE_ASKS),
        row=None,
        save=save,
        check=_check_course(own_unit(request.user)),
        title="Thêm lớp đào tạo, bồi dưỡng",
        cancel_url=home()[1],
        saved_url=lambda row: row.get_absolute_url(),
        message="Đã thêm lớp. Đề nghị cử người vào lớp.",
        way=crumbs(home()),
    )


@require_http_methods(FORM_METHODS)
def course_change(request: HttpRequest, public_id: str) -> HttpResponse:
    demand_right(request.user, "write", Course)
    row: Course = visible_or_404(Course.objects.select_related("unit"), request.user, public_id=public_id)
    _demand_write(request, Course, row.unit)

    def save(form: RecordForm) -> bool:
        return courses.change_course(
            row, by=request.user, changes=form.changes(), version=form.version, reason=form.reason
        )

    return row_form_page(
        request,
        model=Course,
        asks=COURSE_ASKS,
        row=row,
        save=save,
        check=_check_course(row.unit),
        title=f"Sửa lớp {row.title}",
        cancel_url=row.get_absolute_url(),
        saved_url=lambda row: row.get_absolute_url(),
        message="Đã sửa lớp.",
        way=[*crumbs(home()), Crumb(row.title, row.get_absolute_url())],
    )
