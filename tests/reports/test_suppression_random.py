"""Towns made by chance, small enough for rows of one or two people: a linear programme finds no hidden number."""

from __future__ import annotations

import pytest

from officials.models import Unit
from tests import factories
from tests.reports import attacker
from tests.reports.awkward import Maker
from tests.reports.conftest import load_rows

pytestmark = pytest.mark.django_db
YEAR = 2021


# Of 20 and 27 the linear programme found numbers that a loop through a row of two people had hidden in longer rows; in
# 32 a person of two units makes the others fewer than none.
TOWNS = [(20, 120), (27, 120), (3, 60), (11, 250), (32, 120)]


def narrow(user, others):
    """Hidden numbers known to within three, or within all the people of the row whom the reader does not know."""
    found = {}
    for name in ("health", "age", "party", "disciplined", "rewarded", "trained"):
        for (scope, cell), (heads, least, most) in attacker.ranges(user, name, YEAR).items():
            if most - least < min(3, others(name, scope, heads)) - 1e-6:
                found[name, scope, cell] = (heads, least, most)
    return found


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize(("seed", "n_people"), TOWNS)
def test_no_hidden_number_of_a_town_made_by_chance_is_known_to_within_three(tmp_path, seed, n_people):
    load_rows(Maker(seed, n_people).tables, tmp_path)
    assert narrow(factories.make_user("leadership"), lambda name, scope, heads: heads) == {}


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize(("seed", "n_people"), TOWNS)
def test_nor_to_a_commune_which_knows_its_own_people(tmp_path, seed, n_people):
    load_rows(Maker(seed, n_people).tables, tmp_path)
    unit = Unit._base_manager.select_related("area").get(public_id="U1")
    user = factories.make_user("commune", unit=unit)

    def others(name, scope, heads):
        rows, _ = attacker.published(user, name, YEAR)
        group = scope.partition("group:")[2]
        own = rows.get(f"unit:U1|group:{group}" if group else "unit:U1", {}).get("headcount", 0)
        is_in = "area:" not in scope or (unit.area is not None and unit.area.name in scope)
        return heads - (own if is_in else 0)

    assert narrow(user, others) == {}
