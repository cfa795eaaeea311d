"""What waits in training, inspections and discipline: for whom, when, and named to nobody in the mail."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import work_items
from assessments.models import Course, Discipline, Enrolment, Inspection
from assessments.work_items import courses_without_results, effects_ending, enrolments_waiting, remedies_due
from foundation.registries import work_item_sources
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def course(ends_on, unit=None, state="dang_mo", **kw):
    number = Course._base_manager.count()
    return Course.objects.create(
        public_id=f"CO{number}",
        unit=unit,
        year=2021,
        title=f"Lớp {number}",
        kind="llct",
        state=state,
        ends_on=ends_on,
        **kw,
    )


@pytest.mark.parametrize(
    ("ends_on", "tone"),
    [
        (date(2021, 12, 30), "danger"),
        (DAY, "warning"),
        (date(2022, 1, 14), "warning"),
        (date(2022, 1, 15), None),
    ],
)
def test_a_course_waits_two_weeks_before_it_ends(town, ends_on, tone):
    course(ends_on)
    found = courses_without_results(town.people.noivu, DAY)
    assert [item.tone for item in found] == ([tone] if tone else [])


def test_a_commune_has_only_its_own_courses_to_finish(town):
    course(DAY)
    course(DAY, town.minh)
    course(DAY, town.minh, "da_ghi_ket_qua")
    assert [item.unit for item in courses_without_results(town.people.xa_minh, DAY)] == ["10702"]
    assert len(courses_without_results(town.people.noivu, DAY)) == 2


def test_people_wait_for_who_decides(town):
    town_course = course(None, starts_on=date(2022, 3, 1), state="du_kien")
    for person in (town.an, town.binh):
        Enrolment.objects.create(
            public_id=f"EN{person.pk}", course=town_course, official=person, state="cho_duyet"
        )
    [item] = enrolments_waiting(town.people.noivu, DAY)
    assert "2 người chờ duyệt" in item.title
    assert enrolments_waiting(town.people.xa_minh, DAY) == []


@pytest.mark.parametrize(
    ("due", "tone"),
    [
        (date(2021, 12, 30), "danger"),
        (DAY, "warning"),
        (date(2022, 1, 30), "warning"),
        (date(2022, 1, 31), None),
    ],
)
def test_a_remedy_waits_for_the_district_and_the_unit(town, due, tone):
    Inspection.objects.create(
        public_id="I1", unit=town.minh, subject="Công vụ", starts_on=date(2021, 5, 4), concluded_on=date(2021, 6, 1),
        remedy_due_on=due,
    )  # fmt: skip
    for user, sees in ((town.people.noivu, True), (town.people.xa_minh, True), (town.people.xa_khac, False)):
        assert [item.tone for item in remedies_due(user, DAY)] == ([tone] if tone and sees else [])


def punish(person, ends_on):
    row = Discipline(
        public_id=f"D{person.pk}", official=person, form="khien_trach", line="chinh_quyen", ends_on=ends_on
    )
    row.decided_on, row.decided_on_precision = date(2021, 1, 20), "day"
    row.save()


@pytest.mark.parametrize(
    ("ends_on", "n"), [(date(2021, 12, 30), 0), (DAY, 1), (None, 1), (date(2022, 1, 31), 0)]
)
def test_an_effect_that_ends_soon_is_told_to_the_district(town, ends_on, n):
    punish(town.an, ends_on)  # without an end it is computed: 20/01/2022
    assert len(effects_ending(town.people.noivu, DAY)) == n


def test_only_the_district_has_the_source_of_discipline(town):
    source = work_item_sources["ky-luat-het-hieu-luc"]
    assert [name for name, user in vars(town.people).items() if source.may_see(user)] == ["noivu"]


def test_the_mail_names_nobody(town):
    for source in work_item_sources:
        assert "Nguyễn" not in source.nameless(3)


def test_each_source_costs_the_same_for_many(town):
    sources = [s for s in work_item_sources if s.find.__module__ == work_items.__name__]
    assert len(sources) == 4
    counts = []
    for n in (2, 20):
        for _ in range(n):
            person = factories.make_official(unit=town.minh)
            punish(person, DAY)
            made = course(DAY, town.minh)
            Enrolment.objects.create(
                public_id=f"EN{person.pk}", course=made, official=person, state="cho_duyet"
            )
        with CaptureQueriesContext(connection) as queries:
            for source in sources:
                source.find(town.people.noivu, DAY)
        counts.append(len(queries))
    assert counts[1] <= counts[0]  # the first round also reads what the user may do
