"""Numbered tables by post and crossed with other facts, against the plain twin; and who gets them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from officials.models import Unit
from reports import snapshot as snapshots
from reports.access import SUPPRESSED
from reports.derived import seen_from
from reports.scopes import scopes_of
from reports.standpoint import Standpoint
from reports.tables.numbered import numbered_tables
from reports.tables.numbered.crossed import DIMENSIONS, crossable, crossed, crossed_for
from reports.tables.registry import tables
from tests import factories
from tests.reports.plain import Town

LEVELS = ("town", "area", "unit")
# The tables of the plain twin that a block of a numbered table is.
PLAIN = {"age_decade": "age", "age_bm02": "age"}


def labelled(snapshot, name):
    column = tables[name].column
    labels = zip(column.cells, column.labels, strict=True) if column else ()
    return dict(labels or zip(snapshot.posts.codes, snapshot.posts.names, strict=True))


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("standpoint", [Standpoint(), Standpoint(6, 30, date(2024, 1, 1))])
def test_every_crossing_equals_the_plain_one(awkward, dimension, standpoint):
    town = awkward(4)
    town = Town(town.tables, (standpoint.month, standpoint.day_of_month), standpoint.units_on)
    snapshot, year, compared = seen_from(snapshots.current(), standpoint), 2021, 0
    labels, tests = labelled(snapshot, dimension), town.scopes(year)
    people = town.in_post(town.day(year))
    for table in (numbered_tables[code] for code in ("T1", "T3", "T7", "T8")):
        for scope in scopes_of(snapshot, year, LEVELS):
            inside = [o for o, row in people.items() if tests[scope.code](row)]
            rows = crossed(snapshot, table, tables[dimension], year, scope)
            for block in crossable(table):
                name = PLAIN.get(block.code, block.code)
                if name not in tables.codes():
                    continue
                expected = Counter(
                    (
                        labels[town.cell(dimension, o, people[o], year, "decade")],
                        town.cell(name, o, people[o], year, "bm02" if block.code == "age_bm02" else "decade"),
                    )
                    for o in inside
                )
                found = {
                    (row.label, line.code): row.cells[f"{block.code}.{line.code}"]
                    for row in rows[:-1]
                    for line in block.lines(snapshot)
                }
                assert {key: n for key, n in found.items() if n} == expected, (
                    table.code,
                    block.code,
                    scope.code,
                )
                assert sum(found.values()) == rows[-1].cells[block.code] == len(inside)
                compared += len(inside)
    assert compared > 100


@pytest.fixture
def snapshot(big_town):
    return snapshots.current()


def cells(user, snapshot, table, dimension, scope="all"):
    (found,) = [s for s in scopes_of(snapshot, 2021, LEVELS, ("",)) if s.code == scope]
    rows = crossed_for(user, snapshot, numbered_tables[table], dimension, 2021, found)
    return {value == SUPPRESSED for row in rows for value in row.cells.values()}


def test_a_crossing_goes_only_to_who_may_read_both_facts_of_everybody_in_it(snapshot):
    district, leadership = factories.make_user("district"), factories.make_user("leadership")
    commune = factories.make_user("commune", unit=Unit._base_manager.get(public_id="U1"))
    health = next(t.code for t in numbered_tables if any(b.code == "health" for b in t.blocks))
    degree = next(t.code for t in numbered_tables if any(b.code == "degree" for b in t.blocks))
    assert cells(district, snapshot, health, "post") == {False}
    assert cells(leadership, snapshot, degree, "post") == {False}
    assert True in cells(leadership, snapshot, health, "post")
    assert cells(leadership, snapshot, degree, "health") == {True}  # neither fact may leak through the other
    assert cells(commune, snapshot, degree, "post") == {True}
    assert cells(commune, snapshot, degree, "post", "unit:U1") == {False}


def test_the_page_shows_posts_and_other_facts_and_exports_what_it_shows(big_town, client):
    client.force_login(factories.make_user("district"))
    text = client.get("/bao-cao/T8/?nam=2021&theo=chuc_danh").content.decode()
    assert "Văn phòng" in text
    text = client.get("/bao-cao/T8/?nam=2021&theo=cheo&voi=age").content.decode()
    assert "Dưới 30" in text
    assert client.get("/bao-cao/T8/?nam=2021&theo=cheo&voi=age&xuat=csv").content.decode().count("Từ 50") == 1
    assert "Kết hợp" not in client.get("/bao-cao/T18/?nam=2021").content.decode()
