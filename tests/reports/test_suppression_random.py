"""Towns made by chance, small enough for rows of one or two people: a linear programme finds no hidden number."""

from __future__ import annotations

import pytest

from tests import factories
from tests.reports import attacker
from tests.reports.awkward import Maker
from tests.reports.conftest import load_rows

pytestmark = pytest.mark.django_db
YEAR = 2021


# Of 20 and 27 the linear programme found numbers that a loop through a row of two people had hidden in longer rows.
@pytest.mark.parametrize(("seed", "n_people"), [(20, 120), (27, 120), (3, 60), (11, 250)])
def test_no_hidden_number_of_a_town_made_by_chance_is_known_to_within_three(tmp_path, seed, n_people):
    load_rows(Maker(seed, n_people).tables, tmp_path)
    leader = factories.make_user("leadership")
    for name in ("health", "age", "party", "disciplined", "rewarded", "trained"):
        found = attacker.ranges(leader, name, YEAR)
        assert {at: told for at, told in found.items() if told[2] - told[1] < min(3, told[0]) - 1e-6} == {}, (
            name
        )
