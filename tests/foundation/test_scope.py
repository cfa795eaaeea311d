"""Row scope fails closed: no door but `visible_to`, also round the corner."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.test import RequestFactory

from accounts.models import Membership, User
from assessments.models import HealthCheck
from foundation.middleware import RequestScopeMiddleware
from foundation.scope import ScopeError, in_request, unscoped
from officials.models import Appointment, Official, Unit

READS = {
    "list": list,
    "iterate": lambda found: [row for row in found],
    "iterator": lambda found: list(found.iterator()),
    "get": lambda found: found.get(public_id="P-AN"),
    "first": lambda found: found.first(),
    "count": lambda found: found.count(),
    "exists": lambda found: found.exists(),
    "aggregate": lambda found: found.aggregate(n=Count("pk")),
    "values": lambda found: list(found.values("full_name")),
    "values_list": lambda found: list(found.values_list("full_name", flat=True)),
    "slice": lambda found: list(found[:1]),
    "filter": lambda found: list(found.filter(sex="nam")),
    "in_bulk": lambda found: found.in_bulk(),
    "update": lambda found: found.update(hometown=""),
    "delete": lambda found: found.delete(),
    "union": lambda found: list(found.union(found)),
    "dates": lambda found: list(found.dates("birth_date", "year")),
}


@pytest.mark.parametrize("how", READS)
def test_an_unscoped_read_in_a_request_raises(town, how):
    with in_request(), pytest.raises(ScopeError):
        READS[how](Official.objects.all())


@pytest.mark.parametrize(
    "related",
    [
        lambda town: town.minh.officials.all(),
        lambda town: town.minh.appointments.all(),
        lambda town: town.an.appointments.all(),
        lambda town: town.an.qualifications.all(),
        lambda town: town.minh.area.units.all(),
    ],
)
def test_related_managers_are_no_second_door(town, related):
    with in_request(), pytest.raises(ScopeError):
        list(related(town))


def test_a_prefetch_is_no_second_door(town):
    with in_request(), pytest.raises(ScopeError):
        list(Unit.objects.visible_to(town.people.noivu).prefetch_related("officials"))


def test_every_related_manager_of_a_scoped_model_is_closed(town):
    """Whatever relation someone adds later: from one row to scoped rows there is no open way."""
    with in_request():
        for row in (town.minh, town.an, town.minh.area):
            for relation in row._meta.related_objects:
                name = relation.get_accessor_name()
                if name and hasattr(relation.related_model, "unit_path") and relation.multiple:
                    with pytest.raises(ScopeError):
                        list(getattr(row, name).all())


def test_services_may_read_with_a_reason(town):
    with in_request(), unscoped("a service that has checked the right"):
        assert Official.objects.count() == 2
    with in_request(), pytest.raises(ScopeError):
        Official.objects.count()


def test_outside_a_request_the_default_manager_reads(town):
    assert Official.objects.count() == 2


def test_a_commune_officer_sees_the_own_unit_only(town):
    user = town.people.xa_minh
    with in_request():
        assert list(Official.objects.visible_to(user)) == [town.an]
        assert list(Unit.objects.visible_to(user)) == [town.minh]
        assert not Official.objects.visible_to(user).filter(public_id="P-BINH").exists()


def test_scope_stays_when_the_queryset_is_narrowed_joined_and_counted(town):
    user = town.people.xa_minh
    with in_request():
        seen = Official.objects.visible_to(user)
        assert seen.exclude(sex="nu").order_by("name_sort").count() == 1
        assert seen.filter(unit__name__in=["An Lưu", "Minh Tân"]).count() == 1
        assert (seen | seen).count() == 1
        assert Appointment.objects.visible_to(user).aggregate(n=Count("pk"))["n"] == 1


@pytest.mark.parametrize(
    ("who", "seen"),
    [("noivu", 2), ("xa_minh", 1), ("lanhdao", 2), ("quantri", 0), ("kiemtra", 0), ("chua_gan", 0)],
)
def test_each_role_sees_its_people(town, who, seen):
    with in_request():
        assert Official.objects.visible_to(getattr(town.people, who)).count() == seen


@pytest.mark.parametrize(
    "user", [AnonymousUser(), None, object(), User(username="chua_luu", is_active=False)]
)
def test_an_unknown_user_gets_nothing(town, user):
    with in_request():
        assert not Official.objects.visible_to(user).exists()


def test_leadership_has_no_health_of_persons(town):
    with in_request():
        assert not HealthCheck.objects.visible_to(town.people.lanhdao).exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "seen"),
    [
        (date(2021, 12, 31), None, 1),
        (date(2019, 1, 1), date(2021, 12, 31), 1),
        (date(2022, 1, 1), None, 0),
        (date(2019, 1, 1), date(2021, 12, 30), 0),
    ],
)
def test_a_membership_counts_on_its_days_both_included(town, starts_on, ends_on, seen):
    user = town.people.chua_gan
    Membership.objects.create(
        public_id="M-X", user=user, role="commune", unit=town.minh, starts_on=starts_on, ends_on=ends_on
    )
    assert Official.objects.visible_to(user).count() == seen


def test_a_person_who_moves_leaves_the_scope_of_the_former_unit(town):
    Official._base_manager.filter(pk=town.an.pk).update(unit=town.khac)
    assert not Official.objects.visible_to(town.people.xa_minh).exists()
    assert Official.objects.visible_to(town.people.xa_khac).count() == 2


def test_the_middleware_marks_requests(town):
    def view(request):
        return list(Official.objects.all())

    with pytest.raises(ScopeError):
        RequestScopeMiddleware(view)(RequestFactory().get("/"))
