"""`bench --suite figures`: tables against plain NumPy counts of the same code columns, pages of figures against a bare
signed-in page.

Every row is process CPU, medians, the figure and its floor taken in turn in one run. What is warm each name says:
"đếm lại" = the frames of people (the code columns) are held, every count is made anew; "đã đếm" = the counts are held
too; "từ đầu" = nothing is held, the records are read. A warm page is one visited before: what a data version keeps is
kept, the page itself is made anew.

In a town what is measured ends with the rows of the document, which the floor does not write. In a province it ends with
the numbers of every scope in arrays, as the floor does: there the rows are 12 million Python objects, the table by unit
alone has 1150 cells in each of 10 000 rows. What writing rows adds is held against writing them plainly ("thành dòng").
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management import call_command
from django.db import connection, transaction

from foundation.bench import BenchRow, BenchSuite, bench_suites, cpu_milliseconds
from foundation.dates import year_end
from reports import snapshot as snapshots
from reports.bench import LIST_ROWS, getting, site
from reports.bench_pages import OVERVIEW, figure_pages
from reports.frames.columns import GROUPS
from reports.frames.people import people, posts_in_force
from reports.reading import Ints, day_number
from reports.scopes import LEVELS
from reports.snapshot import Snapshot
from reports.tables import compute_tables, count_tables, tables

YEARS = (2019, 2020, 2021)
WARM_BAR, COLD_BAR, PAGE_BAR, OVERVIEW_BAR = 8.0, 2.0, 4.0, 8.0
ROWS_BAR = 2.0
PAGE_RUNS = 10


@dataclass(frozen=True)
class Counted:
    """The code columns of one year as the floor counts them; all arrays are parallel, one entry a person (or, of
    posts held, a post). `codes` pairs a column with the number of its cells; `places` and `n_places` by level."""

    groups: Ints
    places: dict[str, Ints]
    n_places: dict[str, int]
    codes: tuple[tuple[Ints, int], ...]


@dataclass(frozen=True)
class Size:
    """A workforce to measure over. `make`: what is made of every table × scope × year."""

    units: int
    people: int
    runs: int
    make: Callable[[], object]


def _documents() -> object:
    return compute_tables(YEARS, LEVELS)


def _numbers() -> object:
    return count_tables(YEARS, LEVELS)


SIZES = (Size(23, 460, 15, _documents), Size(1150, 23_000, 5, _numbers))


def run() -> Iterator[BenchRow]:
    """Pages over the demonstration, then tables over a town and over a province, each loaded and rolled back."""
    yield from _pages()
    for size in SIZES:
        with workforce(size.units, size.people):
            yield from _tables(size)


def _pages() -> Iterator[BenchRow]:
    with site() as client:
        bare = getting(client, f"/bare/{LIST_ROWS}/")
        for name, url in figure_pages():
            bar = OVERVIEW_BAR if name == OVERVIEW else PAGE_BAR
            figure, floor = cpu_milliseconds(getting(client, url), bare, times=PAGE_RUNS)
            yield BenchRow("figures", f"Trang {url}", figure, "ms CPU", floor, bar)


@contextmanager
def workforce(n_units: int, n_people: int) -> Iterator[None]:
    """The records of a synthetic workforce in place of what is there, until the block ends."""
    size = ("--units", str(n_units), "--officials", str(n_people), "--years", f"{YEARS[0]}-{YEARS[-1]}")
    quiet: dict[str, Any] = {"stdout": StringIO(), "stderr": StringIO()}
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        package = str(Path(folder, "package.zip"))
        call_command("generate_workforce", package, *size, **quiet)
        call_command("load_package", package, "--replace", **quiet)
        yield
        transaction.set_rollback(True)
    snapshots.forget()


def _tables(size: Size) -> Iterator[BenchRow]:
    name = f"Mọi bảng × mọi phạm vi × {len(YEARS)} năm, {size.people} người, {size.units} đơn vị"
    read = snapshots.current()
    counted = [part for year in YEARS for part in code_columns(read, year)]
    size.make()
    statements = statements_of(snapshots.read)

    def floor() -> None:
        for part in counted:
            for _ in plain_counts(part):
                pass

    def cold_floor() -> None:
        for sql, parameters in statements:
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                cursor.fetchall()
        for _ in range(int(WARM_BAR)):
            floor()

    def measured(
        state: str, make: Callable[[], object], base: Callable[[], object], bar: float, before: Any = None
    ) -> BenchRow:
        figure, least = cpu_milliseconds(make, base, times=size.runs, before=before)
        return BenchRow("figures", f"{name}, {state}", figure, "ms CPU", least, bar)

    yield measured("đã đếm", size.make, floor, WARM_BAR)
    yield measured("đếm lại", size.make, floor, WARM_BAR, read.forget_counts)
    yield measured("thành dòng", _documents, lambda: plain_rows(counted), ROWS_BAR, read.forget_counts)
    yield measured("từ đầu", size.make, cold_floor, COLD_BAR, snapshots.forget)


def code_columns(snapshot: Snapshot, year: int) -> tuple[Counted, Counted]:
    """What the tables of a year count, in their order: of the people in post, and of the posts held."""
    day = year_end(year)
    frame = people(snapshot, day)
    n_units, n_posts = len(snapshot.units.ids), len(snapshot.posts.codes)
    codes = []
    for table in tables:
        if table.column is not None:
            codes.append((frame.columns[table.column.name], len(table.column.cells)))
        elif table.code == "post":
            codes.append((frame.post, n_posts))
        elif table.code == "unit":
            codes.append((frame.unit, n_units))
    rows = posts_in_force(snapshot, day_number(day))
    post, unit = snapshot.appointments.post[rows], snapshot.appointments.unit[rows]
    held = _counted(snapshot, snapshot.posts.group[post], unit, ((post, n_posts),))
    return _counted(snapshot, frame.group, frame.unit, tuple(codes)), held


def _counted(snapshot: Snapshot, group: Ints, unit: Ints, codes: tuple[tuple[Ints, int], ...]) -> Counted:
    # Whoever stands in no area falls behind the last one.
    n_areas = len(snapshot.units.area_names)
    area = snapshot.units.area[unit]
    places = {"town": np.zeros_like(unit), "area": np.where(area >= 0, area, n_areas), "unit": unit}
    n_places = {"town": 1, "area": n_areas + 1, "unit": len(snapshot.units.ids)}
    return Counted(group, places, n_places, codes)


def plain_counts(part: Counted) -> Iterator[Ints]:
    """The floor: one `bincount` for every table × level × group, as anyone would write it; (places, cells) each."""
    for variant in range(1 + len(GROUPS)):
        rows = slice(None) if variant == 0 else np.flatnonzero(part.groups == variant - 1)
        for level in LEVELS:
            place, n_places = part.places[level][rows], part.n_places[level]
            for codes, n_cells in part.codes:
                found = np.bincount(place * n_cells + codes[rows], minlength=n_places * n_cells)
                yield found.reshape(n_places, n_cells)


def plain_rows(parts: Iterable[Counted]) -> list[dict[str, Any]]:
    """The floor of writing rows: every place of every count as a dict of its cells, in a dict that names it."""
    rows = []
    for part in parts:
        for counts in plain_counts(part):
            cells = [f"cell {number}" for number in range(counts.shape[1])]
            rows += [
                {"table": "", "year": 0, "scope": place, "headcount": 0, "cells": dict(zip(cells, row)),  # noqa: B905
                 "no_record": 0, "unknown_date": 0}
                for place, row in enumerate(counts.tolist())
            ]  # fmt: skip
    return rows


def statements_of(act: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that `act` sends to the database, to be sent again by a bare cursor."""
    found: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        found.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        act()
    return found


bench_suites.register(BenchSuite("figures", "Bảng số liệu và các trang có số liệu", run))
