"""What waits in training, inspections and discipline, for the page "Việc cần xử lý".

Each source costs a fixed number of queries; nobody is named in the daily mail.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse

from assessments.bars import bars_of, may_see_bars
from assessments.models import Course, Discipline, Enrolment, Inspection
from assessments.reach import may
from foundation.forms import day_text
from foundation.registries import WorkItem, WorkItemSource, work_item_sources
from officials.models import Official

COURSE_DAYS, REMEDY_DAYS, EFFECT_DAYS = 14, 30, 30


def tone_of(due: date, day: date) -> str:
    return "danger" if due < day else "warning"


def _writes(model: Any) -> Any:
    return lambda user: may(user, "write", model)


def _mine(user: Any, unit_id: int | None) -> bool:
    return bool(user.may("write", Course, "all") or unit_id in user.unit_ids_today())


# --- courses -------------------------------------------------------------------------------------------------
def courses_without_results(user: Any, day: date) -> list[WorkItem]:
    """Courses this user writes that end within two weeks or have ended, and have no results; one query."""
    rows = Course.objects.visible_to(user).filter(
        state__in=[Course.State.DANG_MO, Course.State.DA_KET_THUC],
        ends_on__lte=day + timedelta(days=COURSE_DAYS),
    )
    return [
        WorkItem(
            f"{course.title}: {'ghi kết quả' if course.ends_on < day else 'sắp kết thúc'}",
            course.get_absolute_url(),
            course.ends_on,
            f"Kết thúc ngày {day_text(course.ends_on)}",
            tone_of(course.ends_on, day),
            unit=course.unit.public_id if course.unit else "",
        )
        for course in rows.select_related("unit").order_by("ends_on", "pk")
        if course.ends_on is not None and _mine(user, course.unit_id)
    ]


def enrolments_waiting(user: Any, day: date) -> list[WorkItem]:
    """Courses this user decides about in which people wait; two queries."""
    rows = (
        Enrolment.objects.visible_to(user)
        .filter(
            state=Enrolment.State.CHO_DUYET,
            course__state__in=[Course.State.DU_KIEN, Course.State.DANG_MO],
        )
        .order_by()
        .values_list("course")
        .annotate(n=Count("pk"))
    )
    waiting = dict(rows)
    courses = Course.objects.visible_to(user).filter(pk__in=waiting).select_related("unit")
    return [
        WorkItem(
            f"{course.title}: {waiting[course.pk]} người chờ duyệt",
            course.get_absolute_url(),
            course.starts_on,
            "Cử đi học do xã, phường đề nghị",
            "danger" if course.starts_on is not None and course.starts_on < day else "warning",
            unit=course.unit.public_id if course.unit else "",
        )
        for course in courses.order_by("starts_on", "pk")
        if _mine(user, course.unit_id)
    ]


# --- inspections ---------------------------------------------------------------------------------------------
def remedies_due(user: Any, day: date) -> list[WorkItem]:
    """What has to be put right within a month, or should have been by now; one query."""
    rows = Inspection.objects.visible_to(user).filter(
        concluded_on__lte=day,
        remedy_due_on__lte=day + timedelta(days=REMEDY_DAYS),
        remedied_on__isnull=True,
        cancelled_on__isnull=True,
    )
    return [
        WorkItem(
            f"Khắc phục sau kiểm tra “{row}”",
            row.get_absolute_url(),
            row.remedy_due_on,
            row.body,
            tone_of(row.remedy_due_on, day),
            unit=row.unit.public_id,
        )
        for row in rows.select_related("unit").order_by("remedy_due_on", "pk")
        if row.remedy_due_on is not None
    ]


# --- discipline ----------------------------------------------------------------------------------------------
def effects_ending(user: Any, day: date) -> list[WorkItem]:
    """Decisions whose effect ends within a month, for the district; five queries."""
    people = {
        row.official_id: row.official
        for row in Discipline.objects.visible_to(user)
        .filter(decided_on__isnull=False, decided_on__lte=day)
        .select_related("official__unit")
    }
    last = day + timedelta(days=EFFECT_DAYS)
    return [
        WorkItem(
            f"{people[key].full_name}: {bar.form_label.lower()} hết hiệu lực",
            _profile(people[key]),
            bar.ends_on,
            f"Hết hiệu lực ngày {day_text(bar.ends_on)}",
            "info",
            unit=_unit_of(people[key]),
        )
        for key, bars in bars_of(people, day).items()
        for bar in bars
        if bar.ends_on is not None and bar.ends_on <= last
    ]


def _profile(person: Official) -> str:
    return f"{reverse('officials:detail', args=[person.public_id])}?muc=khen-thuong"


def _unit_of(person: Official) -> str:
    return person.unit.public_id if person.unit else ""


for source in (
    WorkItemSource(
        "lop-chua-ket-qua",
        "Lớp sắp kết thúc, chưa ghi kết quả",
        300,
        courses_without_results,
        lambda n: f"{n} lớp đào tạo, bồi dưỡng sắp kết thúc hoặc chưa ghi kết quả.",
        _writes(Course),
    ),
    WorkItemSource(
        "cho-duyet-hoc",
        "Cử đi học chờ duyệt",
        310,
        enrolments_waiting,
        lambda n: f"{n} lớp có người chờ duyệt.",
        _writes(Course),
    ),
    WorkItemSource(
        "khac-phuc",
        "Khắc phục sau kiểm tra",
        320,
        remedies_due,
        lambda n: f"{n} yêu cầu khắc phục sau kiểm tra đến hạn hoặc quá hạn.",
        lambda user: may(user, "read", Inspection),
    ),
    WorkItemSource(
        "ky-luat-het-hieu-luc",
        "Kỷ luật sắp hết hiệu lực",
        330,
        effects_ending,
        lambda n: f"{n} quyết định sắp hết hiệu lực.",
        may_see_bars,
    ),
):
    work_item_sources.register(source)
