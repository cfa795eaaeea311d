"""Ages cut in two ways and laid over each other tell no hidden number (ADR 0010)."""

from __future__ import annotations

import pytest

from officials.models import Unit
from reports import access
from tests import factories
from tests.reports import attacker
from tests.reports.awkward import Maker
from tests.reports.conftest import load_rows

YEAR = 2021


@pytest.fixture
def larger(db, tmp_path):
    """250 people, of whose ages enough is shown for the two cuts to meet; and two readers."""
    town = load_rows(Maker(7, 250).tables, tmp_path)
    unit = Unit._base_manager.get(public_id="U1")
    return town, (factories.make_user("leadership"), factories.make_user("commune", unit=unit))


def narrow_ages(town, user):
    found = attacker.age_ranges(user, town, YEAR)
    assert found
    return [spot for spot, (heads, low, high) in found.items() if high - low < min(3, heads) - 1e-6]


def test_two_ways_to_cut_ages_laid_over_each_other_tell_no_hidden_number(larger):
    town, users = larger
    assert [narrow_ages(town, user) for user in users] == [[], []]


def test_the_attacker_sees_what_two_cuts_tell_when_each_is_hidden_alone(larger, monkeypatch):
    monkeypatch.setattr(access, "JOINT", {})
    town, users = larger
    assert all(narrow_ages(town, user) for user in users)
