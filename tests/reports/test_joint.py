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


def narrow_ages(town, user, cuts=("decade",)):
    """Hidden numbers of these cuts that follow, within three people, from all that is shown of both."""
    found = attacker.age_ranges(user, town, YEAR)
    assert found
    return [
        spot
        for spot, (heads, low, high) in found.items()
        if spot[1] in cuts and high - low < min(3, heads) - 1e-6
    ]


def test_two_ways_to_cut_ages_laid_over_each_other_tell_no_hidden_number(larger):
    town, users = larger
    assert [narrow_ages(town, user) for user in users] == [[], []]


def test_the_attacker_sees_what_two_cuts_tell_when_each_is_hidden_alone(larger, monkeypatch):
    monkeypatch.setattr(access, "CUT_OTHERWISE", frozenset())
    town, users = larger
    assert all(narrow_ages(town, user, ("decade", "bm02", "both")) for user in users)


def test_who_may_not_read_ages_gets_one_cut_of_them_and_a_unit_both_of_its_own(larger):
    _, (leader, officer) = larger
    for user, own in (
        (leader, ()),
        (officer, ("unit:U1", "unit:U1|group:can_bo", "unit:U1|group:cong_chuc")),
    ):
        for row in ages(user):
            shown = {cell for cell, n in row["cells"].items() if n != access.SUPPRESSED}
            assert (len(shown) > 1) == (row["scope"] in own), row["scope"]


def test_the_published_cut_is_shown_of_the_whole_town(larger):
    _, (leader, _) = larger
    [row] = [row for row in ages(leader, "decade") if row["scope"] == "all"]
    assert access.SUPPRESSED not in row["cells"].values()


def ages(user, cut="bm02"):
    return access.tables_for(user, [YEAR], attacker.LEVELS, names=["age"], age_bands=cut)["tables"]
