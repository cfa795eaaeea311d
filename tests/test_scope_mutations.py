"""The checks of isolation have teeth: with the scope taken from one view or serializer, one of them notices."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import pytest

from accounts.models import User
from foundation.scope import ScopedQuerySet
from tests import isolation
from tests.whole_town import KHAC, MINH, fill

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Mutation:
    """A place that loses its scope, and the routes at which a check must notice."""

    file: str
    function: str
    routes: frozenset[str] = field(default_factory=frozenset)
    resource: str = ""

    def __str__(self):
        return f"{self.file}:{self.function}"

    def is_at_work(self):
        """True when the scope is asked for by this place (or by a helper it calls)."""
        frame = sys._getframe(2)
        while frame is not None:
            code = frame.f_code
            if code.co_filename.endswith(self.file) and code.co_name == self.function:
                return not self.resource or self.resource == frame.f_locals["self"].resource.code
            frame = frame.f_back
        return False


def mutation(file, function, *routes, resource=""):
    return Mutation(file, function, frozenset(routes), resource)


MUTATIONS = [
    mutation("officials/people_list.py", "_in_post", "officials:list"),
    mutation("officials/people_list.py", "__init__", "officials:list"),
    mutation("officials/views/profile.py", "detail", "officials:detail"),
    mutation("officials/views/units.py", "unit_detail", "officials:unit-detail"),
    mutation("officials/views/units.py", "units", "officials:units"),
    mutation("officials/views/records.py", "change", "officials:record-change"),
    mutation("officials/views/records.py", "row_to_change", "officials:record-remove"),
    mutation("officials/views/records.py", "official_to_write", "officials:record-add"),
    mutation("assessments/views/rounds.py", "_round_of", "assessments:round"),
    mutation("assessments/views/rounds.py", "case_page", "assessments:case"),
    mutation("assessments/views/steps.py", "round_step", "assessments:round-step"),
    mutation("officials/searching.py", "people", "foundation:search"),
    mutation("foundation/api/resources.py", "get_queryset", "api:officials-list", resource="officials"),
    mutation("foundation/api/resources.py", "get_queryset", "api:evaluations-detail", resource="evaluations"),
    mutation("foundation/api/fields.py", "get_queryset", "api:trainings-list"),
    mutation("exchange/views/workbooks.py", "get_queryset", "exchange:import-detail", "exchange:import-list"),
    mutation("exchange/views/workbooks.py", "return_file", "exchange:import-return"),
    mutation("assessments/views/course.py", "people_of", "assessments:course"),
    mutation("assessments/views/awards.py", "year_page", "assessments:awards"),
    mutation("officials/api_proposals.py", "get_queryset", "api:proposals-detail"),
    mutation("cycle/views/submissions.py", "unit_or_404", "cycle:submission"),
    mutation("exchange/views/undoing.py", "_batch", "exchange:import-undo", "exchange:import-changes"),
]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_scope_taken_away_is_noticed(town, monkeypatch, mutation):
    whole, n_taken = fill(town), 0

    def taken_from(scoped):
        def limited_to(rows, user):
            nonlocal n_taken
            if not mutation.is_at_work():
                return scoped(rows, user)
            n_taken += 1
            return rows.all()

        return limited_to

    for rows in {ScopedQuerySet, *ScopedQuerySet.__subclasses__()}:
        if "_limited_to" in vars(rows):  # some kinds of rows narrow or widen it: each keeps its own elsewhere
            monkeypatch.setattr(rows, "_limited_to", taken_from(rows._limited_to))

    def chosen(door):
        return door.route in mutation.routes and not door.htmx

    noticed = (
        isolation.miscounts(whole, "xa_minh")
        or isolation.tells_foreign_from_missing(whole, "xa_minh", chosen)
        or isolation.marks_found(
            whole, "xa_minh", isolation.OF_KHAC, chosen, by_links=False, owners=((MINH, MINH), (KHAC, KHAC))
        )
    )
    assert n_taken
    assert noticed


@pytest.mark.parametrize(
    "route", ["officials:detail", "officials:list", "api:officials-detail", "api:officials-list"]
)
def test_a_field_shown_to_everyone_is_noticed(town, monkeypatch, route):
    """Personal and sensitive fields lose their class for a moment: leadership would read them."""
    whole = fill(town)
    monkeypatch.setattr(User, "may_see_field", lambda user, model, name: True)
    seen = isolation.marks_found(
        whole, "lanhdao", isolation.PERSONAL, lambda door: door.route == route and isolation.reads(door),
        by_links=False, owners=((MINH, MINH),),
    )  # fmt: skip
    assert seen
