"""One course: who is in it, the next step, sending people, results for all at once, the level attained."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.bars import bars_of, may_see_bars
from assessments.models import Course, Enrolment
from assessments.reach import may
from assessments.services import training
from assessments.services.training import Given
from assessments.states import COURSE, ENROLMENT
from assessments.training_needs import needs_of, posts_today
from assessments.training_overview import people_in
from assessments.views.common import FORM_METHODS, MOST_PEOPLE, asked_unit, crumbs, units_of
from assessments.views.training import STATE_TONES, home
from foundation import vn_text
from foundation.components import Crumb, Row
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.finding import visible_or_404
from foundation.formats.vi_numbers import number
from foundation.forms import day_text
from foundation.history import history_of
from foundation.scope import demand_right
from foundation.versions import StaleVersion, errors_by_field
from officials.checks import can_write
from officials.models import Official, Qualification
from officials.record_forms import version_of

State = Enrolment.State
ENROLMENT_TONES = {
    State.CHO_DUYET: "warning",
    State.DA_CU: "ok",
    State.KHONG_CU: "quiet",
    State.DA_RUT: "quiet",
}
MOST_TYPED = 300


def course_or_404(request: HttpRequest, public_id: str) -> Course:
    course: Course = visible_or_404(
        Course.objects.select_related("unit", "plan"), request.user, public_id=public_id
    )
    return course


def people_of(request: HttpRequest, course: Course) -> list[Enrolment]:
    """Those of the course this user may see, the waiting first."""
    rows = Enrolment.objects.visible_to(request.user).filter(course=course).select_related("official__unit")
    order = {state: place for place, state in enumerate(State.values)}
    return sorted(rows, key=lambda row: (order[row.state], row.official.name_sort, row.pk))


@require_safe
def course_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/dao-tao/lop/<mã>/`."""
    user: Any = request.user
    demand_right(user, "read", Course)
    course = course_or_404(request, public_id)
    rows = people_of(request, course)
    writes = can_write(user, Course, course.unit)
    is_open = course.state not in (Course.State.DA_GHI_KET_QUA, Course.State.HUY)
    sent = people_in([course]).get(course.pk, 0)
    context = {
        "course": course,
        "tone": STATE_TONES[Course.State(course.state)],
        "facts": _facts(course, sent),
        "rows": [(row, ENROLMENT_TONES[State(row.state)]) for row in rows],
        "n_waiting": sum(row.state == State.CHO_DUYET for row in rows),
        "acts": [act for act in COURSE.acts(user, course.state) if act.code != "ghi-ket-qua"]
        if writes
        else [],
        "people_acts": _people_acts(user, rows, writes) if is_open and may(user, "write", Enrolment) else [],
        "writes": writes,
        "may_change": writes and is_open,
        "may_enrol": may(user, "write", Enrolment) and course.state in training.OPEN_FOR_PEOPLE,
        "may_record": writes and course.state == Course.State.DA_KET_THUC,
        "missing_levels": _missing_levels(request, course, rows),
        "sees_certificate": user.may_see_field(Enrolment, "certificate_no"),
        "lines": history_of(user, course) if writes else None,
        "crumbs": crumbs(home()),
    }
    return render(request, "assessments/course.html", context)


def _facts(course: Course, sent: int) -> list[Row]:
    days = " – ".join(day_text(day) for day in (course.starts_on, course.ends_on) if day)
    return [
        Row("Đơn vị mở", course.unit.full_name if course.unit else "Thị xã"),
        Row("Loại", str(course.get_kind_display())),
        Row("Thời gian", days or None),
        Row("Cơ sở đào tạo", course.organiser or None),
        Row("Địa điểm", course.place or None),
        Row("Số giờ", number(course.hours, 0) if course.hours is not None else None),
        Row("Đã cử", f"{sent} người" + (f", {course.places} chỗ" if course.places is not None else "")),
        Row("Kinh phí một người (đồng)", number(course.cost_per_person, 0) if course.cost_per_person is not None else None),
        Row("Kinh phí cả lớp (đồng)", number(course.cost_total, 0) if course.cost_total is not None else None),
        Row("Trình độ được cấp", course.level_label or None),
        Row("Theo kế hoạch", f"{course.plan}, {course.plan.basis}".rstrip(", ") if course.plan else None),
    ]  # fmt: skip


def _people_acts(user: Any, rows: list[Enrolment], writes: bool) -> list[Any]:
    """The acts on participants that this user can do to somebody now; deciding is for who writes the course."""
    states = {row.state for row in rows}
    acts = {act.code: act for state in states for act in ENROLMENT.acts(user, state)}
    wanted = ("duyet", "khong-duyet", "rut") if writes else ("rut",)
    if State.CHO_DUYET not in states:
        wanted = ("rut",)
    return [acts[code] for code in wanted if code in acts]


def _missing_levels(request: HttpRequest, course: Course, rows: list[Enrolment]) -> list[Enrolment]:
    """Who finished and does not hold the level yet, of those whose qualifications this user may write."""
    user: Any = request.user
    finished = [row for row in rows if row.result == Enrolment.Result.HOAN_THANH]
    if course.state != Course.State.DA_GHI_KET_QUA or not course.level_label or not finished:
        return []
    held: dict[int, list[Qualification]] = {}
    for item in Qualification.objects.visible_to(user).filter(
        official__in=[row.official_id for row in finished], kind=course.level_kind
    ):
        held.setdefault(item.official_id, []).append(item)
    return [
        row
        for row in finished
        if can_write(user, Qualification, row.official.unit)
        and training.lacks_level(course, held.get(row.official_id, []))
    ]


def _try(request: HttpRequest, act: Any) -> Any:
    """Run an act of a button; what is refused is said on the page. None when it was refused."""
    try:
        return act()
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    except (Refused, StaleVersion) as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(text for texts in errors_by_field(error).values() for text in texts))
    return None


@require_POST
def course_move(request: HttpRequest, public_id: str) -> HttpResponse:
    """The next step of a course: `act`, `version`, `reason`."""
    demand_right(request.user, "write", Course)
    course = course_or_404(request, public_id)

    def move() -> bool:
        training.move_course(
            by=request.user,
            course=course,
            act=request.POST.get("act", "")[:20],
            version=version_of(request.POST),
            reason=request.POST.get("reason", "")[:MOST_TYPED],
        )
        return True

    if _try(request, move):
        messages.success(request, "Đã cập nhật tình trạng lớp.")
    return redirect(course)


@require_POST
def people_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve, decline or withdraw the participants ticked."""
    demand_right(request.user, "write", Enrolment)
    course = course_or_404(request, public_id)
    wanted = request.POST.getlist("hoc_vien")[:1000]
    rows = [row for row in people_of(request, course) if row.public_id in set(wanted)]
    if not rows:
        messages.error(request, "Đề nghị chọn ít nhất một người.")
        return redirect(course)
    n = _try(
        request,
        lambda: training.decide_enrolments(
            by=request.user,
            course=course,
            enrolments=rows,
            act=request.POST.get("act", "")[:20],
            reason=request.POST.get("reason", "")[:MOST_TYPED],
        ),
    )
    if n is not None:
        messages.success(request, f"Đã cập nhật {n} người.")
    return redirect(course)


# --- sending people ------------------------------------------------------------------------------------------
@require_http_methods(FORM_METHODS)
def enrol_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/dao-tao/lop/<mã>/cu-nguoi/?tim=&don_vi=&nhu_cau=1`: choose people to send, or to ask to be sent."""
    user: Any = request.user
    demand_right(user, "write", Enrolment)
    course = course_or_404(request, public_id)
    errors: list[str] = []
    reason = request.POST.get("reason", "")[:MOST_TYPED]
    picked = request.POST.getlist("nguoi")[:1000]
    if request.method == "POST":
        refused = _enrol(request, course, picked, reason)
        if refused is None:
            return redirect(course)
        errors = [refused]
    context = _people_to_choose(request, course, set(picked)) | {
        "course": course,
        "errors": errors,
        "reason": reason,
        "decides": training.decides(user, course),
        "crumbs": [*crumbs(home()), Crumb(course.title, course.get_absolute_url())],
    }
    return render(request, "assessments/course_enrol.html", context)


def _enrol(request: HttpRequest, course: Course, picked: list[str], reason: str) -> str | None:
    """Send those ticked; what was refused, or None."""
    people = list(
        Official.objects.visible_to(request.user).filter(public_id__in=picked).select_related("unit")
    )
    if not people or len(people) != len(set(picked)):
        return "Đề nghị chọn ít nhất một người trong danh sách."
    try:
        rows = training.enrol(by=request.user, course=course, officials=people, reason=reason)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        return str(error)
    except ValidationError as error:
        return " ".join(text for texts in errors_by_field(error).values() for text in texts)
    word = "Đã cử" if training.decides(request.user, course) else "Đã gửi đề nghị cử"
    already = len(people) - len(rows)
    messages.success(
        request,
        f"{word} {len(rows)} người." + (f" {already} người đã có trong danh sách." if already else ""),
    )
    return None


def _people_to_choose(request: HttpRequest, course: Course, picked: set[str]) -> dict[str, Any]:
    """Those in post today who are not in the course yet, filtered; at most MOST_PEOPLE of them."""
    user: Any = request.user
    day = today()
    units = units_of(user, day)
    if course.unit_id is not None:
        units = [unit for unit in units if unit.pk == course.unit_id]
    chosen = asked_unit(request, units)
    keys = {chosen.pk} if chosen else {unit.pk for unit in units}
    words = vn_text.fold(request.GET.get("tim", "")[:100]).split()
    has_need = bool(course.level_kind)
    by_need = has_need and request.GET.get("nhu_cau") == "1"
    needs = {
        need.official.pk: need for need in (needs_of(user, day, keys) if has_need else []) if need.criterion == course.level_kind
    }  # fmt: skip
    taken = {row.official_id for row in people_of(request, course) if row.state in training.TAKES_PART}
    found = [
        post
        for post in posts_today(user, day, keys)
        if post.official_id not in taken
        and all(word in post.official.name_folded for word in words)
        and (not by_need or post.official_id in needs)
    ]
    shown = found[:MOST_PEOPLE]
    bars = bars_of([post.official_id for post in shown], day) if may_see_bars(user) else {}
    return {
        "units": units,
        "chosen": chosen,
        "text": request.GET.get("tim", "")[:100],
        "has_need": has_need,
        "by_need": by_need,
        "n_found": len(found),
        "most": MOST_PEOPLE,
        "people": [
            {
                "official": post.official,
                "post": post.post.short_name,
                "unit": post.unit,
                "need": needs.get(post.official_id),
                "bar": str(bars[post.official_id][0]) if post.official_id in bars else "",
                "picked": post.official.public_id in picked,
            }
            for post in shown
        ],
    }


# --- results and levels --------------------------------------------------------------------------------------
@require_http_methods(FORM_METHODS)
def results_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/dao-tao/lop/<mã>/ket-qua/`: the result of everybody on one page, one save."""
    demand_right(request.user, "write", Course)
    course = course_or_404(request, public_id)
    if not can_write(request.user, Course, course.unit):
        raise PermissionDenied("Kết quả của lớp do thị xã mở được Phòng Nội vụ ghi.")
    rows = [row for row in people_of(request, course) if row.state == State.DA_CU]
    errors: list[str] = []
    typed: dict[str, Given] = {row.public_id: Given(row.result, row.certificate_no) for row in rows}
    if request.method == "POST":
        typed = _typed(request, rows)
        try:
            n = training.record_results(
                by=request.user,
                course=course,
                given={key: given for key, given in typed.items() if given.result or given.certificate_no},
                version=version_of(request.POST),
                reason=request.POST.get("reason", "")[:MOST_TYPED],
            )
        except Denied as error:
            raise PermissionDenied(str(error)) from error
        except (Refused, StaleVersion) as error:
            errors = [str(error)]
        except ValidationError as error:
            errors = [text for texts in errors_by_field(error).values() for text in texts]
        else:
            messages.success(request, f"Đã ghi kết quả: {n} người hoàn thành.")
            return redirect(course)
    context = {
        "course": course,
        "errors": errors,
        "results": Enrolment.Result.choices,
        "lines": [
            (
                row,
                typed.get(row.public_id, Given("")),
                bool(errors) and not typed.get(row.public_id, Given("")).result,
            )
            for row in rows
        ],
        "is_ready": course.state == Course.State.DA_KET_THUC,
        "state_label": course.get_state_display(),
        "crumbs": [*crumbs(home()), Crumb(course.title, course.get_absolute_url())],
    }
    return render(request, "assessments/course_results.html", context)


def _typed(request: HttpRequest, rows: list[Enrolment]) -> dict[str, Given]:
    """What was typed for each row; ids that are no row stay, so that the service can refuse them."""
    prefix = "ket_qua-"
    keys = {name.removeprefix(prefix) for name in request.POST if name.startswith(prefix)}
    return {
        key: Given(
            request.POST.get(prefix + key, "")[:20],
            vn_text.nfc(request.POST.get(f"chung_chi-{key}", ""))[:MOST_TYPED],
        )
        for key in [*(row.public_id for row in rows), *sorted(keys)][:1000]
    }


@require_POST
def levels_record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the level attained for those ticked."""
    demand_right(request.user, "write", Qualification)
    demand_right(request.user, "read", Course)
    course = course_or_404(request, public_id)
    wanted = set(request.POST.getlist("hoc_vien")[:1000])
    rows = [row for row in people_of(request, course) if row.public_id in wanted]
    n = _try(request, lambda: training.record_levels(by=request.user, course=course, enrolments=rows))
    if n is not None:
        messages.success(request, f"Đã ghi trình độ cho {n} người.")
    return redirect(course)
