"""Training of the demonstration: the town's plan of 2021 and courses in every state. All [P]; money in đồng.

Only the course that people of the records attended together has results, so nobody's training is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.bars import bars_of
from assessments.models import Course, Enrolment, Training, TrainingPlan
from assessments.services.courses import add_course, add_plan
from assessments.services.training import Given, enrol, move_course, record_results
from assessments.training_needs import posts_today
from exchange.workforce.courses import TOGETHER
from foundation import audit
from officials.models import Official, Qualification

Users = Callable[[str], Any]
Kind = Training.Kind
YEAR, LAST = 2021, date(2021, 12, 31)
BASIS = "Kế hoạch đào tạo, bồi dưỡng năm 2021 (minh họa)"
PLANS = (  # kind, people, cost
    (Kind.LLCT, 30, 285_000_000),
    (Kind.QLNN, 20, 64_000_000),
    (Kind.TIN_HOC, 25, 10_000_000),
    (Kind.KY_NANG, 60, 27_000_000),
)
PER_PERSON = Decimal(400_000)
PLACE = "Trung tâm Chính trị thị xã"
WHY = "Thuộc lớp chung của thị xã (minh họa)"
SPECIALIST = ("chuyen_vien", "chuyen_vien_chinh", "chuyen_vien_cao_cap")
INTERMEDIATE = ("trung_cap", "cao_cap", "cu_nhan")
N_THEORY, N_STATE_MANAGEMENT, N_ASKED = 14, 12, 3


def install(user: Users) -> None:
    """Plans and courses by the district; the communes ask for places in the one that is open."""
    district = user("noivu")
    plans = {kind: _plan(district, kind, people, cost) for kind, people, cost in PLANS}
    _held(district, plans[Kind.TIN_HOC])
    _without_results(
        district, plans[Kind.QLNN], _lacking(district, "state_management", SPECIALIST)[:N_STATE_MANAGEMENT]
    )
    _running(user, plans[Kind.LLCT], _lacking(district, "political", INTERMEDIATE))
    cancelled = _course(
        district, None, Kind.KHAC, "Học tập kinh nghiệm ngoài tỉnh", date(2021, 8, 9), date(2021, 8, 11)
    )
    reason = "Dừng tổ chức do dịch bệnh (minh họa)"
    move_course(by=district, course=cancelled, act="huy", version=cancelled.version, reason=reason)
    _course(
        district,
        None,
        Kind.KY_NANG,
        "Kỹ năng tiếp công dân, xử lý đơn thư",
        date(2022, 3, 14),
        date(2022, 3, 15),
        places=40,
    )


def _plan(by: Any, kind: str, people: int, cost: int) -> TrainingPlan:
    facts = {
        "year": YEAR,
        "kind": kind,
        "planned": people,
        "planned_cost": Decimal(cost),
        "basis": BASIS,
        "note": "",
    }
    return add_plan(by=by, unit=None, facts=facts)


def _course(
    by: Any, plan: TrainingPlan | None, kind: str, title: str, first: date, last: date, **more: Any
) -> Course:
    facts = {
        "plan": plan,
        "year": first.year,
        "title": title,
        "kind": kind,
        "starts_on": first,
        "ends_on": last,
        "place": PLACE,
        "organiser": f"{PLACE} (minh họa)",
    }
    return add_course(by=by, unit=None, facts=facts | more)


def _move(by: Any, course: Course, *acts: str) -> Course:
    for act in acts:
        move_course(by=by, course=course, act=act, version=course.version)
        course.refresh_from_db()
    return course


def _held(by: Any, plan: TrainingPlan) -> None:
    """The course that people attended together: their rows become its rows, then its results are recorded."""
    title, first, last = TOGETHER
    course = _course(
        by, plan, Kind.TIN_HOC, title, first, last, hours=Decimal(16), cost_per_person=PER_PERSON, places=25
    )
    rows = list(
        Training.objects.filter(course=title, starts_on=first, ends_on=last)
        .select_related("official__unit")
        .order_by("pk")
    )
    enrol(by=by, course=course, officials=[row.official for row in rows])
    _tie(by, rows, course)
    course = _move(by, course, "mo", "ket-thuc")
    enrolments = Enrolment.objects.filter(course=course)
    given = {row.public_id: Given(Enrolment.Result.HOAN_THANH) for row in enrolments}
    record_results(by=by, course=course, given=given, version=course.version)


def _tie(by: Any, rows: Sequence[Training], course: Course) -> None:
    """The rows say which course they come from; one event a person."""
    for row in rows:
        row.of_course, row.version = course, row.version + 1
    Training.objects.bulk_update(rows, ["of_course", "version"])
    audit.record_many(
        [
            audit.Entry(
                action="correct",
                object_type=Training._meta.label_lower,
                object_id=row.public_id,
                subject_id=row.official.public_id,
                unit_id=row.official.unit.public_id if row.official.unit else "",
                summary=f"{Training._meta.verbose_name}: {row}",
                reason=WHY,
                changes={"of_course": [None, course.public_id]},
            )
            for row in rows
        ],
        by=by,
    )


def _without_results(by: Any, plan: TrainingPlan, people: Sequence[Official]) -> None:
    """A course that has ended and waits for its results."""
    course = _course(
        by,
        plan,
        Kind.QLNN,
        "Bồi dưỡng quản lý nhà nước ngạch chuyên viên",
        date(2021, 11, 8),
        date(2021, 12, 24),
        level_kind="state_management",
        level="chuyen_vien",
        hours=Decimal(240),
        cost_per_person=Decimal(3_200_000),
        places=20,
    )
    enrol(by=by, course=course, officials=people)
    _move(by, course, "mo", "ket-thuc")


def _running(user: Users, plan: TrainingPlan, people: Sequence[Official]) -> None:
    """A long course over the turn of the year: the district has sent people, three communes ask for a place more."""
    district = user("noivu")
    course = _course(
        district,
        plan,
        Kind.LLCT,
        "Trung cấp lý luận chính trị - hành chính",
        date(2021, 9, 15),
        date(2022, 6, 30),
        level_kind="political",
        level="trung_cap",
        hours=Decimal(900),
        cost_per_person=Decimal(9_500_000),
        places=30,
    )
    enrol(by=district, course=course, officials=people[:N_THEORY])
    course = _move(district, course, "mo")
    asking = {person.unit: person for person in people[N_THEORY:] if person.unit is not None}
    for unit, person in list(asking.items())[:N_ASKED]:
        enrol(by=user(f"xa_{unit.public_id}"), course=course, officials=[person])


def _lacking(by: Any, kind: str, levels: Sequence[str]) -> list[Official]:
    """Who is in post without one of the levels, nobody barred from training by a disciplinary decision."""
    held = Qualification.objects.filter(kind=kind, level__in=levels)
    trained = set(held.values_list("official_id", flat=True))
    found = [row.official for row in posts_today(by, LAST) if row.official_id not in trained]
    barred = bars_of(found, LAST)
    return [person for person in found if person.pk not in barred]
