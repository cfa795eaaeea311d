"""Courses: their states, who is sent, results for all at once, the level attained."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Course, Discipline, Enrolment, Training
from assessments.services import courses, training
from assessments.services.training import Given
from assessments.states import COURSE, ENROLMENT
from foundation import audit
from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from foundation.states import machines
from foundation.versions import StaleVersion
from officials.models import Qualification
from tests import factories

pytestmark = pytest.mark.django_db
FACTS = {
    "year": 2021, "title": "Trung cấp lý luận chính trị", "kind": "llct", "level_kind": "political",
    "level": "trung_cap", "starts_on": date(2021, 3, 1), "ends_on": date(2021, 11, 30), "organiser": "Trường Chính trị",
}  # fmt: skip


@pytest.fixture
def staff(town):
    return town.people.noivu


@pytest.fixture
def course(town, staff):
    return courses.add_course(by=staff, unit=None, facts=FACTS | {"cost_per_person": 1_500_000})


def moved(course, by, *acts):
    for act in acts:
        course.refresh_from_db()
        training.move_course(by=by, course=course, act=act, version=course.version, reason="Vì thử")
    course.refresh_from_db()
    return course


def sent(course):
    return {row.official.public_id: row for row in Enrolment._base_manager.filter(course=course)}


def finish(course, by, results):
    moved(course, by, "mo", "ket-thuc")
    rows = sent(course)
    given = {rows[key].public_id: Given(result, cert) for key, (result, cert) in results.items()}
    return training.record_results(by=by, course=course, given=given, version=course.version)


# --- states -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["noivu", "xa_minh", "xa_khac", "lanhdao", "quantri", "kiemtra", "chua_gan"])
@pytest.mark.parametrize("state", Course.State.values)
def test_every_act_of_a_unit_s_course_in_every_state(town, staff, state, role):
    made = courses.add_course(by=staff, unit=town.minh, facts=FACTS)
    because = "Vì thử" if state == "huy" else ""
    Course._base_manager.filter(pk=made.pk).update(state=state, cancelled_because=because)
    user = getattr(town.people, role)
    may = role in ("noivu", "xa_minh")
    for act in [act for act in COURSE.table if act.code != "ghi-ket-qua"]:
        made.refresh_from_db()
        Course._base_manager.filter(pk=made.pk).update(state=state, cancelled_because=because)
        made.refresh_from_db()
        ask = {"by": user, "course": made, "act": act.code, "version": made.version, "reason": "Vì thử"}
        if not may:
            with pytest.raises(Denied):
                training.move_course(**ask)
        elif state not in act.before:
            with pytest.raises(Refused):
                training.move_course(**ask)
        else:
            training.move_course(**ask)
            made.refresh_from_db()
            assert made.state == act.after
            Course._base_manager.filter(pk=made.pk).update(cancelled_because=because, state=state)


def test_a_commune_moves_no_course_of_the_town_nor_reopens_without_reason(town, course, staff):
    with pytest.raises(Denied):
        training.move_course(by=town.people.xa_minh, course=course, act="mo", version=1)
    with pytest.raises(Refused, match="lý do"):
        training.move_course(by=staff, course=course, act="huy", version=1, reason=" ")
    with pytest.raises(StaleVersion):
        training.move_course(by=staff, course=course, act="mo", version=7)


def test_a_course_ends_only_after_its_last_day(staff):
    late = courses.add_course(by=staff, unit=None, facts=FACTS | {"ends_on": date(2022, 1, 5)})
    moved(late, staff, "mo")
    with pytest.raises(Refused, match="ngày kết thúc"):
        moved(late, staff, "ket-thuc")


def test_the_machines_are_registered():
    assert {COURSE, ENROLMENT} <= set(machines)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"level": "chuyen_vien"}, "không thuộc loại"),
        ({"level": ""}, "trình độ được cấp"),
        ({"ends_on": date(2021, 2, 1)}, "Ngày kết thúc"),
        ({"year": 2020}, "bắt đầu năm 2021"),
    ],
)
def test_a_course_that_contradicts_itself_is_refused(staff, change, word):
    with pytest.raises(Refused, match=word):
        courses.add_course(by=staff, unit=None, facts=FACTS | change)
    assert not Course._base_manager.exists()


# --- who is sent --------------------------------------------------------------------------------------------
def test_the_district_sends_and_a_commune_asks(town, course, staff):
    [mine] = training.enrol(by=staff, course=course, officials=[town.binh])
    [asked] = training.enrol(by=town.people.xa_minh, course=course, officials=[town.an, town.an])
    assert (mine.state, asked.state) == ("da_cu", "cho_duyet")
    assert (
        training.enrol(by=staff, course=course, officials=[town.an, town.binh]) == []
    )  # sent twice, there once
    with pytest.raises(Denied):
        training.enrol(by=town.people.xa_minh, course=course, officials=[town.binh])
    with pytest.raises(Denied):
        training.decide_enrolments(by=town.people.xa_minh, course=course, enrolments=[asked], act="duyet")
    assert training.decide_enrolments(by=staff, course=course, enrolments=[asked], act="duyet") == 1
    with pytest.raises(Refused):
        training.decide_enrolments(by=staff, course=course, enrolments=[asked], act="duyet")
    assert sent(course)["P-AN"].state == "da_cu"


def test_a_declined_person_can_be_asked_for_again_and_withdrawn(town, course, staff):
    [asked] = training.enrol(by=town.people.xa_minh, course=course, officials=[town.an])
    with pytest.raises(Refused, match="lý do"):
        training.decide_enrolments(by=staff, course=course, enrolments=[asked], act="khong-duyet")
    training.decide_enrolments(
        by=staff, course=course, enrolments=[asked], act="khong-duyet", reason="Hết chỗ"
    )
    assert sent(course)["P-AN"].reason == "Hết chỗ"
    [again] = training.enrol(by=town.people.xa_minh, course=course, officials=[town.an])
    assert (again.pk, again.state) == (asked.pk, "cho_duyet")
    with pytest.raises(Denied):
        training.decide_enrolments(
            by=town.people.xa_khac, course=course, enrolments=[again], act="rut", reason="x"
        )
    training.decide_enrolments(
        by=town.people.xa_minh, course=course, enrolments=[again], act="rut", reason="Ốm"
    )
    assert sent(course)["P-AN"].state == "da_rut"


def test_places_and_units_limit_a_course(town, staff):
    small = courses.add_course(by=staff, unit=town.minh, facts=FACTS | {"places": 1})
    with pytest.raises(Refused, match="chỉ nhận người của đơn vị"):
        training.enrol(by=staff, course=small, officials=[town.binh])
    training.enrol(by=town.people.xa_minh, course=small, officials=[town.an])
    assert sent(small)["P-AN"].state == "da_cu"  # a unit decides for its own course
    with pytest.raises(Refused, match="1 chỗ"):
        training.enrol(by=staff, course=small, officials=[factories.make_official(unit=town.minh)])


def test_who_is_barred_is_sent_only_with_a_reason_and_a_commune_is_told_nothing(town, course, staff):
    row = Discipline(public_id="D1", official=town.an, form="khien_trach", line="chinh_quyen")
    row.decided_on, row.decided_on_precision = date(2021, 6, 7), "day"
    row.save()
    with pytest.raises(Refused, match="thời hạn kỷ luật"):
        training.enrol(by=staff, course=course, officials=[town.an])
    [asked] = training.enrol(by=town.people.xa_minh, course=course, officials=[town.an])
    assert asked.reason == ""
    Enrolment._base_manager.all().delete()
    [kept] = training.enrol(by=staff, course=course, officials=[town.an], reason="Lớp bắt buộc")
    assert kept.reason == "Lớp bắt buộc"


def test_a_closed_course_takes_nobody(town, course, staff):
    moved(course, staff, "huy")
    with pytest.raises(Refused, match="Hủy"):
        training.enrol(by=staff, course=course, officials=[town.an])


# --- results ------------------------------------------------------------------------------------------------
def test_results_write_the_courses_of_who_finished(town, course, staff):
    third = factories.make_official(unit=town.khac, public_id="P-BA")
    training.enrol(by=staff, course=course, officials=[town.an, town.binh, third])
    got = {"P-AN": ("hoan_thanh", "TC 12"), "P-BINH": ("khong_dat", ""), "P-BA": ("vang", "")}
    assert finish(course, staff, got) == 1
    [row] = Training._base_manager.all()
    assert (row.official, row.course, row.of_course, row.cost, row.ends_on) == (
        town.an, "Trung cấp lý luận chính trị", course, 1_500_000, date(2021, 11, 30),
    )  # fmt: skip
    course.refresh_from_db()
    assert course.state == "da_ghi_ket_qua"
    assert "create" in set(AuditEvent.objects.filter(subject_id="P-AN").values_list("action", flat=True))
    assert audit.first_broken_row() is None


def test_a_correction_takes_the_course_back_and_gives_it_to_another(town, course, staff):
    training.enrol(by=staff, course=course, officials=[town.an, town.binh])
    finish(course, staff, {"P-AN": ("hoan_thanh", ""), "P-BINH": ("vang", "")})
    moved(course, staff, "mo-lai")
    rows = sent(course)
    given = {rows["P-AN"].public_id: Given("khong_dat"), rows["P-BINH"].public_id: Given("hoan_thanh")}
    training.record_results(by=staff, course=course, given=given, version=course.version, reason="Nhầm người")
    assert [row.official_id for row in Training._base_manager.all()] == [town.binh.pk]
    assert AuditEvent.objects.filter(action="remove", subject_id="P-AN").count() == 1


def test_results_are_refused_whole(town, course, staff):
    training.enrol(by=staff, course=course, officials=[town.an, town.binh])
    outsider = courses.add_course(by=staff, unit=None, facts=FACTS)
    [foreign] = training.enrol(by=staff, course=outsider, officials=[town.an])
    rows = sent(course)
    good = {row.public_id: Given("hoan_thanh") for row in rows.values()}
    ask = {"by": staff, "course": course}
    with pytest.raises(Refused):  # not ended yet
        training.record_results(**ask, given=good, version=course.version)
    moved(course, staff, "mo", "ket-thuc")
    for given in (
        good | {foreign.public_id: Given("hoan_thanh")},
        {rows["P-AN"].public_id: Given("hoan_thanh")},
        good | {rows["P-AN"].public_id: Given("gioi")},
    ):
        with pytest.raises(Refused):
            training.record_results(**ask, given=given, version=course.version)
    with pytest.raises(StaleVersion):
        training.record_results(**ask, given=good, version=1)
    with pytest.raises(Denied):
        training.record_results(by=town.people.xa_minh, course=course, given=good, version=course.version)
    assert not Training._base_manager.exists()
    assert set(Enrolment._base_manager.filter(course=course).values_list("result", flat=True)) == {""}
    training.record_results(**ask, given=good, version=course.version)
    with pytest.raises(StaleVersion):  # sent twice
        training.record_results(**ask, given=good, version=course.version)
    assert Training._base_manager.count() == 2


def queries_of(course, staff, people):
    with CaptureQueriesContext(connection) as queries:
        training.enrol(by=staff, course=course, officials=people)
        moved(course, staff, "mo", "ket-thuc")
        given = {row.public_id: Given("hoan_thanh") for row in sent(course).values()}
        training.record_results(by=staff, course=course, given=given, version=course.version)
        course.refresh_from_db()
        training.record_levels(by=staff, course=course, enrolments=list(sent(course).values()))
    # Reading every participant back costs the test one query each; insert in parts is the database's own affair.
    return [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_two_hundred_people_cost_about_as_many_queries_as_ten(town, staff):
    few, many = [[factories.make_official(unit=town.minh) for _ in range(n)] for n in (10, 200)]
    counts = []
    for people in (few, many):
        made = courses.add_course(by=staff, unit=None, facts=FACTS)
        statements = queries_of(made, staff, people)
        counts.append(
            len(
                [
                    s
                    for s in statements
                    if 'officials_official"."public_id", "officials_official"."version' not in s
                    or "LIMIT 21" not in s
                ]
            )
        )
        assert Training._base_manager.filter(of_course=made).count() == len(people)
    assert counts[1] <= counts[0] + 40, counts  # inserts and updates go in parts


# --- the level ----------------------------------------------------------------------------------------------
def test_the_level_is_written_for_who_lacks_it(town, course, staff):
    factories.make_qualification(town.binh, "political", "cao_cap")
    training.enrol(by=staff, course=course, officials=[town.an, town.binh])
    finish(course, staff, {"P-AN": ("hoan_thanh", "TC 12"), "P-BINH": ("hoan_thanh", "")})
    rows = list(sent(course).values())
    course.refresh_from_db()
    with pytest.raises(Denied):
        training.record_levels(by=town.people.xa_khac, course=course, enrolments=rows)
    assert training.record_levels(by=staff, course=course, enrolments=rows) == 1
    assert training.record_levels(by=staff, course=course, enrolments=rows) == 0  # sent twice
    [row] = Qualification._base_manager.filter(official=town.an)
    assert (row.kind, row.level, row.attained_on, row.certificate_no) == (
        "political", "trung_cap", date(2021, 11, 30), "TC 12",
    )  # fmt: skip


def test_a_plan_has_one_line_a_kind(town, staff):
    facts = {"year": 2021, "kind": "llct", "planned": 12}
    made = courses.add_plan(by=staff, unit=None, facts=facts, key="mot")
    assert courses.add_plan(by=staff, unit=None, facts=facts, key="mot") == made
    with pytest.raises(Refused, match="đã có loại này"):
        courses.add_plan(by=staff, unit=None, facts=facts, key="hai")
    own = courses.add_plan(by=town.people.xa_minh, unit=town.minh, facts=facts)
    with pytest.raises(Denied):
        courses.add_plan(by=town.people.xa_minh, unit=None, facts=facts | {"kind": "qlnn"})
    with pytest.raises(StaleVersion):
        courses.change_plan(own, by=town.people.xa_minh, changes={"planned": 5}, version=9)


def test_a_recorded_course_is_changed_only_after_reopening(town, course, staff):
    training.enrol(by=staff, course=course, officials=[town.an, town.binh])
    with pytest.raises(Refused, match="2 người"):
        courses.change_course(course, by=staff, changes={"places": 1}, version=course.version)
    finish(course, staff, {"P-AN": ("hoan_thanh", ""), "P-BINH": ("vang", "")})
    course.refresh_from_db()
    with pytest.raises(Refused, match="không sửa được"):
        courses.change_course(course, by=staff, changes={"places": 9}, version=course.version)


def test_the_cost_of_one_is_stated_or_shared(course):
    assert training.cost_of_one(course, 3) == 1_500_000
    course.cost_per_person, course.cost_total = None, 1_000_000
    assert training.cost_of_one(course, 3) == 333_333
    assert training.cost_of_one(course, 0) is None
    assert replace(Given("vang"), certificate_no="1").certificate_no == "1"
