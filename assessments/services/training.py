"""Courses: opening and closing them, sending people, recording how it ended for all of them at once.

Each call is one transaction. What concerns persons writes one event a person (their history tells of it) and one for
the course; the number of queries does not grow with the number of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessments.bars import bars_of, may_see_bars
from assessments.models import Course, Enrolment, Training
from assessments.services import records as yearly
from assessments.services.courses import TAKES_PART
from assessments.states import COURSE, ENROLMENT
from foundation import audit, bulk
from foundation.dates import PartialDate, today
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.scope import unscoped
from foundation.versions import StaleVersion, save_changes
from officials.checks import can_write, check_can_write
from officials.models import Official, Qualification, Unit
from officials.models.qualifications import level_ranks
from officials.services import records

OPEN_FOR_PEOPLE = {Course.State.DU_KIEN, Course.State.DANG_MO}
DONE = "Hoàn thành"
_WHY = "people of a course whose right was checked"


@dataclass(frozen=True)
class Given:
    """What was recorded for one participant."""

    result: str
    certificate_no: str = ""


# --- the course ----------------------------------------------------------------------------------------------
@transaction.atomic
def move_course(*, by: Any, course: Course, act: str, version: int, reason: str = "") -> None:
    """One act of the course's table, except recording results (`record_results`).

    Errors: Denied, Refused (state, missing reason, a course that ends without its last day), StaleVersion.
    """
    check_can_write(by, Course, course.unit)
    if act == "ghi-ket-qua":
        raise Refused("Đề nghị ghi kết quả của từng học viên ở trang kết quả.")
    current = _locked(course, version)
    _move(current, by=by, act=act, version=version, reason=reason)


def _move(course: Course, *, by: Any, act: str, version: int, reason: str = "") -> None:
    line = COURSE.check(by, course.state, act, reason=reason)
    changes: dict[str, Any] = {"state": line.after}
    if act == "ket-thuc" and (course.ends_on is None or course.ends_on > today()):
        raise Refused("Lớp chưa có ngày kết thúc đã qua. Đề nghị sửa ngày kết thúc của lớp trước.")
    if act == "huy":
        changes["cancelled_because"] = reason.strip()
    with unscoped(_WHY):
        save_changes(
            course,
            changes=changes,
            version=version,
            by=by,
            unit=course.unit,
            reason=reason,
            action="move_course",
            summary=f"{course.title}: {line.label}",
        )


def _locked(course: Course, version: int) -> Course:
    """The course as it stands, held until the end of the transaction; StaleVersion when it was changed since."""
    current = Course._base_manager.select_for_update(of=("self",)).select_related("unit").get(pk=course.pk)
    if current.version != version:
        raise StaleVersion(current, {})
    return current


# --- who is sent ---------------------------------------------------------------------------------------------
def decides(by: Any, course: Course) -> bool:
    """True when `by` says who goes to this course; others ask, and their people wait."""
    return can_write(by, Course, course.unit)


@transaction.atomic
def enrol(*, by: Any, course: Course, officials: Sequence[Official], reason: str = "") -> list[Enrolment]:
    """Send people to a course, or ask to (`decides`); those already in it are left as they are. The new rows.

    Errors: Denied; Refused when the course takes nobody any more, has too few places, is of another unit, or when
    someone is barred by a disciplinary decision and no reason is given (asked only of who may read discipline).
    """
    _check_each(by, {person.unit_id: person.unit for person in officials}.values())
    with unscoped(_WHY):
        current = Course.objects.select_for_update(of=("self",)).select_related("unit").get(pk=course.pk)
        if current.state not in OPEN_FOR_PEOPLE:
            raise Refused(f"Lớp đang ở tình trạng “{current.get_state_display()}”, không nhận thêm người.")
        if current.unit_id and any(person.unit_id != current.unit_id for person in officials):
            raise Refused(f"Lớp này do {current.unit} mở, chỉ nhận người của đơn vị.")
        held = {row.official_id: row for row in Enrolment.objects.filter(course=current)}
    fresh = [person for person in _once(officials) if person.pk not in held]
    back = [held[p.pk] for p in _once(officials) if p.pk in held and held[p.pk].state not in TAKES_PART]
    taking_part = sum(row.state in TAKES_PART for row in held.values())
    _check_places(current, taking_part + len(fresh) + len(back))
    if may_see_bars(by):
        _check_bars([*fresh, *(row.official_id for row in back)], officials, reason)
    state = Enrolment.State.DA_CU if decides(by, current) else Enrolment.State.CHO_DUYET
    rows = _new_rows(current, fresh, state, reason.strip())
    entries = [_entry("enrol", row, row.official, {"state": [None, state]}, current, reason) for row in rows]
    people = {person.pk: person for person in officials}
    for row in back:
        row.state, row.reason, before = state, reason.strip(), row.state
        row.version += 1
        entries.append(
            _entry("enrol", row, people[row.official_id], {"state": [before, state]}, current, reason)
        )
    with unscoped(_WHY):
        bulk.insert(rows)
        Enrolment.objects.bulk_update(back, ["state", "reason", "version"])
    audit.record_many(entries, by=by) if entries else None
    return [*rows, *back]


def _new_rows(course: Course, people: Sequence[Official], state: str, reason: str) -> list[Enrolment]:
    rows = [
        Enrolment(
            public_id=new_public_id(Enrolment.id_letter),
            course=course,
            official=person,
            state=state,
            reason=reason,
        )
        for person in people
    ]
    for row in rows:
        row.clean_fields(exclude=["course", "official"])
    return rows


@transaction.atomic
def decide_enrolments(
    *, by: Any, course: Course, enrolments: Sequence[Enrolment], act: str, reason: str = ""
) -> int:
    """One act of the participants' table on several at once: approve, decline, withdraw. How many were moved.

    Deciding is for who writes the course; withdrawing also for the unit of the person. Errors: Denied; Refused when
    one of them is in another state by now, when results are recorded, when places run out, without a reason.
    """
    if act in ("duyet", "khong-duyet"):
        check_can_write(by, Course, course.unit)
    keys = [row.pk for row in enrolments]
    with unscoped(_WHY):
        current = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
        rows = list(
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("official__unit")
            .filter(pk__in=keys, course=current)
        )
        taking_part = Enrolment.objects.filter(course=current, state__in=TAKES_PART).count()
    _check_each(by, {row.official.unit_id: row.official.unit for row in rows}.values())
    if current.state in (Course.State.DA_GHI_KET_QUA, Course.State.HUY):
        raise Refused(f"Lớp đang ở tình trạng “{current.get_state_display()}”. Đề nghị mở lại lớp trước.")
    entries = []
    for row in rows:
        line = ENROLMENT.check(by, row.state, act, reason=reason)
        taking_part += (line.after in TAKES_PART) - (row.state in TAKES_PART)
        entries.append(
            _entry("decide_enrolment", row, row.official, {"state": [row.state, line.after]}, current, reason)
        )
        row.state, row.reason, row.version = line.after, reason.strip(), row.version + 1
    if act == "duyet":
        _check_places(current, taking_part)
    with unscoped(_WHY):
        Enrolment.objects.bulk_update(rows, ["state", "reason", "version"])
    audit.record_many(entries, by=by) if entries else None
    return len(rows)


def _once(officials: Iterable[Official]) -> list[Official]:
    return list({person.pk: person for person in officials}.values())


def _check_each(by: Any, units: Iterable[Unit | None]) -> None:
    for unit in units:
        check_can_write(by, Enrolment, unit)


def _check_places(course: Course, wanted: int) -> None:
    if course.places is not None and wanted > course.places:
        raise Refused(f"Lớp có {course.places} chỗ, danh sách sẽ là {wanted} người. Đề nghị bớt người.")


def _check_bars(fresh: Sequence[Official | int], officials: Sequence[Official], reason: str) -> None:
    """A decision on discipline bars from training for its time; sending someone all the same wants a reason."""
    barred = bars_of(fresh, today())
    if not barred or reason.strip():
        return
    names = {person.pk: person.full_name for person in officials}
    told = "; ".join(f"{names[key]}: {bars[0]}" for key, bars in barred.items())
    raise Refused(f"Đang trong thời hạn kỷ luật: {told}. Nếu vẫn cử, đề nghị nêu lý do.", field="reason")


def _entry(
    action: str, row: Enrolment, official: Official, changes: dict[str, Any], course: Course, reason: str = ""
) -> audit.Entry:
    return audit.Entry(
        action=action,
        object_type=Enrolment._meta.label_lower,
        object_id=row.public_id,
        subject_id=official.public_id,
        unit_id=official.unit.public_id if official.unit else "",
        summary=f"Lớp {course.title}",
        reason=reason,
        changes=changes,
    )


# --- how it ended --------------------------------------------------------------------------------------------
@transaction.atomic
def record_results(
    *, by: Any, course: Course, given: Mapping[str, Given], version: int, reason: str = ""
) -> int:
    """Record the result of everybody sent to a course, by public id of the participant; how many finished.

    Who finished gets a `Training` row (and loses it again when a correction says otherwise); who failed or was absent
    has none, so counts in no figure of training. Errors: Denied; Refused when the course has not ended, when
    somebody has no result or was not sent; StaleVersion.
    """
    check_can_write(by, Course, course.unit)
    current = _locked(course, version)
    COURSE.check(by, current.state, "ghi-ket-qua")
    with unscoped(_WHY):
        rows = list(
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("official__unit")
            .filter(course=current, state=Enrolment.State.DA_CU)
        )
    _check_given(rows, given)
    entries = []
    for row in rows:
        got = given[row.public_id]
        changes = {
            name: [getattr(row, name), value]
            for name, value in (("result", got.result), ("certificate_no", got.certificate_no.strip()))
            if getattr(row, name) != value
        }
        if changes:
            row.result, row.certificate_no = got.result, got.certificate_no.strip()
            row.clean_fields(exclude=["course", "official"])
            row.version += 1
            entries.append(_entry("record_results", row, row.official, changes, current, reason))
    with unscoped(_WHY):
        Enrolment.objects.bulk_update(rows, ["result", "certificate_no", "version"])
    audit.record_many(entries, by=by) if entries else None
    n_finished = _write_trainings(by, current, rows, reason)
    _move(current, by=by, act="ghi-ket-qua", version=version, reason=reason)
    return n_finished


def _check_given(rows: Sequence[Enrolment], given: Mapping[str, Given]) -> None:
    known = {row.public_id for row in rows}
    if set(given) - known:
        raise Refused("Có kết quả của người không trong danh sách đã cử. Đề nghị mở lại trang kết quả.")
    if not rows:
        raise Refused("Lớp chưa có học viên nào được cử. Đề nghị cử người hoặc hủy lớp.")
    missing = sum(not given.get(key, Given("")).result for key in known)
    if missing:
        raise Refused(f"Còn {missing} học viên chưa có kết quả. Đề nghị chọn kết quả cho từng người.")
    if any(item.result not in Enrolment.Result.values for item in given.values()):
        raise Refused("Đề nghị chọn kết quả trong danh sách.")


def cost_of_one(course: Course, n_people: int) -> Decimal | None:
    """What one participant costs: as stated, else the course's cost over its participants, in whole đồng."""
    if course.cost_per_person is not None:
        return course.cost_per_person
    return course.cost_total // n_people if course.cost_total is not None and n_people else None


def _write_trainings(by: Any, course: Course, rows: Sequence[Enrolment], reason: str) -> int:
    finished = {row.official_id: row for row in rows if row.result == Enrolment.Result.HOAN_THANH}
    with unscoped(_WHY):
        held = list(Training.objects.select_related("official__unit").filter(of_course=course))
    gone = [row for row in held if row.official_id not in finished]
    kept = {row.official_id for row in held}
    facts = {
        "course": course.title,
        "kind": course.kind,
        "starts_on": course.starts_on,
        "ends_on": course.ends_on,
        "hours": course.hours,
        "cost": cost_of_one(course, len(rows)),
        "result": DONE,
        "of_course": course,
    }
    people = [row.official for key, row in finished.items() if key not in kept]
    yearly.record_trainings(by=by, officials=people, facts=facts)
    yearly.remove_trainings(by=by, trainings=gone, reason=reason or "Sửa kết quả của lớp")
    return len(finished)


# --- the level attained --------------------------------------------------------------------------------------
def lacks_level(course: Course, held: Iterable[Qualification]) -> bool:
    """True when none of the rows is of the course's kind and at its level or higher."""
    ranks = level_ranks.get(course.level_kind, {})
    wanted = ranks.get(course.level, len(ranks))
    return not any(
        row.kind == course.level_kind and row.level in ranks and ranks[row.level] <= wanted for row in held
    )


@transaction.atomic
def record_levels(*, by: Any, course: Course, enrolments: Sequence[Enrolment]) -> int:
    """Write the level the course gives for those who finished it and do not hold it; how many.

    Errors: Denied; Refused for a course without a level or results, or for someone who did not finish.
    """
    if not course.level_label or course.state != Course.State.DA_GHI_KET_QUA or course.ends_on is None:
        raise Refused("Lớp này chưa ghi kết quả hoặc không cấp trình độ.")
    keys = [row.pk for row in enrolments]
    with unscoped(_WHY):
        rows = list(
            Enrolment.objects.select_related("official__unit").filter(
                pk__in=keys, course=course, result=Enrolment.Result.HOAN_THANH
            )
        )
        held: dict[int, list[Qualification]] = {}
        for item in Qualification.objects.filter(official__in=[row.official_id for row in rows]):
            held.setdefault(item.official_id, []).append(item)
    if len(rows) != len(set(keys)):
        raise Refused("Chỉ ghi trình độ cho người đã hoàn thành lớp. Đề nghị mở lại trang.")
    for unit in {row.official.unit_id: row.official.unit for row in rows}.values():
        check_can_write(by, Qualification, unit)
    made = []
    for row in rows:
        if lacks_level(course, held.get(row.official_id, [])):
            facts = {
                "kind": course.level_kind,
                "level": course.level,
                "attained_on": PartialDate(course.ends_on),
                "institution": course.organiser,
                "certificate_no": row.certificate_no,
            }
            made.append(records.build(Qualification, facts=facts, official=row.official))
    yearly.insert_rows(by=by, rows=made, reason=f"Hoàn thành lớp {course.title}")
    return len(made)


__all__ = [
    "Given",
    "cost_of_one",
    "decide_enrolments",
    "decides",
    "enrol",
    "lacks_level",
    "move_course",
    "record_levels",
    "record_results",
]
