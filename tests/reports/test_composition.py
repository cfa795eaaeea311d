"""Trend or composition: the parts of a change by hand, and that they add up to it whatever the data."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import snapshot
from reports.indicators.composition import Side, composition, divide
from reports.indicators.compute import rows_of
from reports.indicators.model import indicators
from reports.scopes import parse_scope, scopes_of
from tests import factories


def side(people):
    """official → (top, bottom, reorganised)"""
    rows = sorted(people.items())
    top, bottom, moved = ([row[1][k] for row in rows] for k in range(3))
    return Side(
        np.array([row[0] for row in rows], dtype=np.int64), np.array(top, dtype=float),
        np.array(bottom, dtype=float), np.array(moved, dtype=bool),
    )  # fmt: skip


def test_a_change_of_a_share_by_hand():
    # 1 and 2 stay and 2 gains a degree: 1/2 → 2/2. 3 (none) leaves, 4 (none) comes: 1/3 → 2/3.
    before = side({1: (1, 1, 0), 2: (0, 1, 0), 3: (0, 1, 0)})
    after = side({1: (1, 1, 0), 2: (1, 1, 0), 4: (0, 1, 0)})
    found = divide(before, after, 100, is_count=False)
    assert found.change == pytest.approx(100 / 3)
    assert found.stayers == pytest.approx(50)
    assert found.entrants == pytest.approx(-100 / 3)  # 66,7 instead of 100
    assert found.leavers == pytest.approx(100 / 6)  # 33,3 instead of 50: without the leaver it is higher
    assert (found.n_stayers, found.n_entrants, found.n_leavers, found.n_reorganised) == (2, 1, 1, 0)


def test_who_only_changed_unit_by_a_merger_is_no_entrant():
    before, after = side({1: (1, 1, 0)}), side({1: (1, 1, 0), 2: (1, 1, 1), 3: (1, 1, 0)})
    found = divide(before, after, 1, is_count=True)
    assert (found.change, found.stayers, found.entrants, found.leavers, found.reorganisation) == (
        2,
        0,
        1,
        0,
        1,
    )


def test_without_anybody_who_stayed_a_share_cannot_be_divided():
    assert divide(side({1: (1, 1, 0)}), side({2: (1, 1, 0)}), 100, is_count=False) is None


weights = st.tuples(st.booleans(), st.booleans(), st.booleans()).map(lambda t: (t[0] and t[1], t[1], t[2]))
crowds = st.dictionaries(st.integers(0, 12), weights, max_size=12)


@settings(max_examples=200, deadline=None)
@given(crowds, crowds, st.booleans())
def test_the_parts_add_up_to_the_change(before, after, is_count):
    found = divide(side(before), side(after), 100, is_count=is_count)
    if found is not None:
        parts = found.stayers + found.entrants + found.leavers + found.reorganisation
        assert parts == pytest.approx(found.change, abs=1e-9)


def test_the_parts_add_up_in_town_khu_and_units(awkward):
    awkward(1)
    now = snapshot.current()
    n_divided = 0
    for code in ("C2u", "A4", "A6", "A1", "B2", "E2", "A7.under_5", "C2s"):
        for scope in scopes_of(now, 2021, ("town", "area", "unit")):
            found = composition(now, indicators[code], scope, 2019, 2021)
            if found is None:
                continue
            first, last = (
                rows_of(now, [indicators[code]], year, [scope])[code][0]["value"] for year in (2019, 2021)
            )
            parts = found.stayers + found.entrants + found.leavers + found.reorganisation
            assert parts == pytest.approx(found.change, abs=1e-9)
            assert found.change == pytest.approx(last - first, abs=1e-9)
            n_divided += 1
    assert n_divided > 50


def test_a_merged_unit_changes_by_reorganisation_and_nobody_came_or_left(awkward):
    town = awkward(1)
    now = snapshot.current()
    before, after = (town.in_post(day) for day in (date(2018, 12, 31), date(2019, 12, 31)))
    moved = [
        o for o, row in before.items() if row["unit"] == "CU" and o in after and after[o]["unit"] == "U4"
    ]
    found = composition(now, indicators["A1"], parse_scope(now, 2019, "unit:U4"), 2018, 2019)
    assert found.n_reorganised == len(moved)


@pytest.mark.parametrize("code", ["F2", "G2", "E5", "H4.filled", "C8", "F6", "A2"])
def test_events_units_and_surveys_are_not_divided(small_town, code):
    now = snapshot.current()
    assert composition(now, indicators[code], parse_scope(now, 2021, "all"), 2020, 2021) is None


def test_the_page_divides_the_change_for_who_may_see_the_people(small_town, client):
    client.force_login(factories.make_user("district"))
    text = client.get("/chi-tieu/C2u/?nam=2021").content.decode()
    assert "Xu hướng hay cơ cấu" in text
    assert "Người mới đến" in text
    client.force_login(factories.make_user("leadership"))
    assert "Xu hướng hay cơ cấu" not in client.get("/chi-tieu/B2/?nam=2021").content.decode()
