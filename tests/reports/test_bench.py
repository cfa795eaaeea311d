"""The bench of figures: its floor counts the very same numbers, and no page with figures is left out."""

from __future__ import annotations

from datetime import date

from django.urls import resolve

from foundation.bench import BenchRow, bench_suites
from reports import bench_figures, snapshot
from reports.bench_pages import EXAMPLES, figure_pages, figure_routes
from reports.frames.people import people
from reports.reading import day_number
from reports.scopes import ALL_GROUPS, LEVELS, scopes_of
from reports.tables import compute_tables, tables

DAY, YEAR = date(2021, 12, 31), 2021


def numbers_of_the_floor(read):
    """(table, scope) → cells as the floor counts them, without the names of cells."""
    everyone, held = bench_figures.code_columns(read, YEAR)
    names = [table.code for table in tables if table.code != "posts_held"]
    found = {}
    for part, codes in ((everyone, names), (held, ["posts_held"])):
        counts = iter(bench_figures.plain_counts(part))
        for group in ALL_GROUPS:
            for level in LEVELS:
                scopes = scopes_of(read, YEAR, (level,), (group,))
                for code in codes:
                    rows = next(counts)
                    for scope in scopes:
                        place = {"town": 0, "area": scope.area, "unit": scope.unit}[level]
                        found[code, scope.code] = rows[place].tolist()
    return found


def test_the_floor_counts_the_same_numbers_as_the_tables(small_town):
    read = snapshot.current()
    floor = numbers_of_the_floor(read)
    rows = compute_tables([YEAR], LEVELS)["tables"]
    assert len(rows) == len(floor)
    listed = read.units.existing_on(day_number(DAY)).tolist()
    for row in rows:
        cells = floor[row["table"], row["scope"]]
        if row["table"] == "unit":
            cells = [cells[place] for place in listed]
        assert list(row["cells"].values()) == cells, (row["table"], row["scope"])


def test_counting_anew_keeps_the_frames_and_drops_the_counts(small_town):
    read = snapshot.current()
    before, frame = compute_tables([YEAR], LEVELS), people(read, DAY)
    read.forget_counts()
    assert people(read, DAY) is frame
    assert {key[0] for key in read._kept} == {"people"}
    assert compute_tables([YEAR], LEVELS) == before


def test_the_raw_load_sends_the_statements_that_a_snapshot_is_read_with(small_town):
    statements = bench_figures.statements_of(snapshot.read)
    read = {sql.split(" FROM ")[1].split()[0] for sql, _ in statements}
    assert {"officials_official", "officials_appointment", "assessments_evaluation"} <= read


def test_every_address_that_names_something_has_examples():
    named = {name for name, route in figure_routes().items() if route.pattern.converters}
    assert named == set(EXAMPLES)


def test_every_page_of_figures_is_measured(small_town):
    pages = list(figure_pages())
    assert {name for name, _ in pages} == {*figure_routes(), "officials:unit-detail"}
    assert all(resolve(url.partition("?")[0]) for _, url in pages)
    assert len({url for _, url in pages}) == len(pages)


def test_the_suite_is_registered_with_bars_of_its_own():
    assert bench_suites["figures"].run is bench_figures.run
    assert BenchRow("figures", "Trang /", 9, "ms CPU", 1.0, bench_figures.OVERVIEW_BAR).holds is False
