"""What must hold of every table on awkward data: rows sum to the headcount, units to areas, units live and end."""

from __future__ import annotations

import pytest

from reports.tables import compute_tables
from tests.reports.awkward import YEARS, Maker
from tests.reports.conftest import load_rows


@pytest.mark.parametrize("seed", [11, 12])
def test_tables_sum_to_the_headcount_and_units_to_areas(db, tmp_path, seed):
    load_rows(Maker(seed).tables, tmp_path / "p")
    rows = compute_tables(YEARS, ("town", "area", "unit"))["tables"]
    assert all(sum(row["cells"].values()) == row["headcount"] for row in rows if row["table"] != "posts_held")
    for year in YEARS:
        heads = {r["scope"]: r["headcount"] for r in rows if r["table"] == "sex" and r["year"] == year}
        assert heads["all"] == heads["group:can_bo"] + heads["group:cong_chuc"]
        assert heads["area:Nam"] == heads["unit:U3"] + heads.get("unit:MOI", 0) + closed(year, heads)


def closed(year, heads):
    """People posted into a unit that does not exist yet (a doubt of the data) are in its area but in no unit row."""
    if "unit:MOI" in heads:
        return 0
    return area_row(year)["cells"].get("MOI", 0)


def area_row(year):
    rows = compute_tables([year], ["area"], [""], ["unit"])["tables"]
    return next(row for row in rows if row["scope"] == "area:Nam")


def test_a_unit_founded_later_has_no_row_before(db, tmp_path):
    load_rows(Maker(1).tables, tmp_path / "p")
    scopes = {year: {r["scope"] for r in compute_tables([year], ["unit"])["tables"]} for year in (2019, 2020)}
    assert "unit:MOI" not in scopes[2019]
    assert {"unit:MOI", "unit:MOI|group:can_bo"} <= scopes[2020]
    assert "unit:CU" not in scopes[2019]  # ended on 31/10/2019
