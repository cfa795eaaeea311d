"""What each role gets of T1–T25: hidden wherever the catalogue or the tables of contracts hide the same number."""

from __future__ import annotations

import pytest

from officials.models import Unit
from reports import access
from reports.tables.numbered import compute_numbered
from reports.tables.numbered.reading import numbered_for
from tests import factories

LEVELS = ("town", "area", "unit")


@pytest.fixture
def leader(big_town):
    return factories.make_user("leadership")


def test_the_district_gets_every_line(big_town):
    user = factories.make_user("district")
    assert numbered_for(user, [2021], LEVELS) == compute_numbered([2021], LEVELS)


def test_a_line_is_hidden_wherever_the_catalogue_or_the_table_of_contracts_hides_it(leader):
    plain = {(r["table"], r["scope"]): r["cells"] for r in compute_numbered([2021], LEVELS)}
    shown = {(r["table"], r["scope"]): r["cells"] for r in numbered_for(leader, [2021], LEVELS)}
    contract = {
        (r["table"], r["scope"]): r["cells"] for r in access.tables_for(leader, [2021], LEVELS)["tables"]
    }
    rates = {
        (r["indicator"], r["scope"]): r["value"]
        for r in access.indicators_for(leader, [2021], LEVELS)["rows"]
    }
    n_hidden = 0
    for (table, scope), found in shown.items():
        for code, value in found.items():
            block, _, line = code.partition(".")
            if block in ("rates", "scorecard"):
                assert value == rates[line, scope]
            elif block in ("health", "disciplined", "trained", "rewarded"):
                assert value == contract[block, scope][line]
            assert value in (plain[table, scope][code], access.SUPPRESSED)
            n_hidden += value == access.SUPPRESSED
    assert n_hidden > 50


def test_no_few_disciplined_or_sick_are_told(leader):
    for row in numbered_for(leader, [2021], LEVELS, names=["T6", "T17"]):
        for code, value in row["cells"].items():
            if code.split(".")[0] in ("health", "disciplines", "disciplined_people") and isinstance(
                value, int
            ):
                assert not 0 < value < 10, (row["scope"], code)


def test_plans_are_told_to_who_may_read_them_only(leader):
    (row,) = [r for r in numbered_for(leader, [2021], names=["T15"]) if r["scope"] == "all"]
    assert {str(value) for value in row["cells"].values()} == {str(access.SUPPRESSED)}


def test_a_commune_gets_no_numbered_line_of_another_unit(big_town):
    user = factories.make_user("commune", unit=Unit._base_manager.get(public_id="U1"))
    scopes = {row["scope"] for row in numbered_for(user, [2021], LEVELS)}
    assert {s for s in scopes if s.startswith("unit:")} == {
        "unit:U1",
        "unit:U1|group:can_bo",
        "unit:U1|group:cong_chuc",
    }
