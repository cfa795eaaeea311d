"""Every table and indicator × scope × year × group equals the plain computation on awkward random data."""

from __future__ import annotations

import pytest

from reports.indicators import compute_indicators, indicators
from reports.tables import compute_tables, tables
from tests.reports.awkward import YEARS
from tests.reports.plain_figures import Figures

LEVELS = ("town", "area", "unit")
SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("bands", ["decade", "bm02"])
def test_every_table_equals_the_plain_one(awkward, seed, bands):
    town = awkward(seed)
    found = {
        (r["table"], r["year"], r["scope"]): r
        for r in compute_tables(YEARS, LEVELS, age_bands=bands)["tables"]
    }
    expected = {
        (name, year, scope): row
        for name in tables.codes()
        for year in YEARS
        for scope, row in town.table(name, year, bands).items()
    }
    assert found.keys() == expected.keys()
    assert {key: row for key, row in found.items() if row != expected[key]} == {}
    assert sum(row["headcount"] for row in found.values()) > 1000  # the data are not empty


@pytest.mark.parametrize("seed", SEEDS)
def test_every_indicator_equals_the_plain_one(awkward, seed):
    town = awkward(seed)
    rows = compute_indicators(YEARS, LEVELS)["rows"]
    found = {(r["indicator"], r["year"], r["scope"]): r for r in rows}
    assert len(found) == len(rows)
    for year in YEARS:
        expected = Figures(town, year).all()
        assert expected.keys() == set(indicators.codes())
        for code, by_scope in expected.items():
            for scope, (top, bottom, unknown, value) in by_scope.items():
                row = found.pop((code, year, scope))
                said = (row["numerator"], row["denominator"], row["unknown"], row["value"])
                assert said == pytest.approx((top, bottom, unknown, value), abs=1e-9), (code, year, scope)
    assert found == {}
