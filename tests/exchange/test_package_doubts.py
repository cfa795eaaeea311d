"""Every doubt of contracts 2: the package loads, the report names the row, the page shows it."""

import shutil
from pathlib import Path

import pytest

from exchange.package.doubts import RULES, find_doubts
from exchange.package.loading import load
from foundation.actors import SystemActor
from officials.models import Official
from tests.exchange.package_rows import RICH, rich, write_package

pytestmark = pytest.mark.django_db
BY = SystemActor()
SAMPLE = Path(__file__).parent / "sample_package"


def doubts_of(folder):
    report = load(folder, by=BY)
    assert report.loaded, report.errors
    return [(p.table, p.row, p.column, p.code) for p in report.doubts]


def with_row(tmp_path, table, row, **cells):
    tables = rich()
    if row is None:
        tables[table].append(cells)
    else:
        tables[table][row - 2] |= cells
    return write_package(tmp_path / "in", tables)


def test_the_rich_package_has_no_doubt(tmp_path):
    assert doubts_of(write_package(tmp_path / "in", rich())) == []
    assert find_doubts(BY) == []


def test_the_sample_package_has_no_doubt(tmp_path):
    folder = shutil.copytree(SAMPLE, tmp_path / "package")
    assert doubts_of(folder) == []
    assert Official.objects.filter(synthetic=True).count() == 60


def test_an_official_of_17_when_the_post_began(tmp_path):
    folder = with_row(tmp_path, "officials", 4, birth_date="2003-01-02")
    assert doubts_of(folder) == [("officials", 4, "birth_date", "under_age")]


def test_an_official_who_turned_18_that_day_is_no_doubt(tmp_path):
    assert doubts_of(with_row(tmp_path, "officials", 4, birth_date="2003-01-01")) == []


def test_a_birth_year_counts_as_its_last_day(tmp_path):
    folder = with_row(tmp_path, "officials", 4, birth_date="2003")
    assert doubts_of(folder) == [("officials", 4, "birth_date", "under_age")]


def test_an_official_of_17_without_any_post(tmp_path):
    folder = with_row(tmp_path, "officials", 5, birth_date="2004-01-01")
    assert doubts_of(folder) == [("officials", 5, "birth_date", "under_age")]


def test_two_primary_posts_at_once_are_one_doubt_at_the_later(tmp_path):
    folder = with_row(tmp_path, "appointments", 2, ends_on="2019-11-01")
    assert doubts_of(folder) == [
        ("appointments", 2, "ends_on", "outside_unit_life"),
        ("appointments", 3, "is_primary", "two_primary_posts"),
    ]


def test_an_earlier_post_loaded_later_is_named_itself(tmp_path):
    load(write_package(tmp_path / "base", rich()), by=BY)
    row = {"appointment_id": "A0", "official_id": "O2", "unit": "10702", "post": "van_hoa_xa_hoi",
           "is_primary": "1", "starts_on": "2017-01-01"}  # fmt: skip
    folder = write_package(tmp_path / "more", {"appointments": [row]})
    assert doubts_of(folder) == [("appointments", 2, "is_primary", "two_primary_posts")]


def test_two_holders_of_one_post_are_no_doubt(tmp_path):
    row = {"appointment_id": "A9", "official_id": "O9", "unit": "10675", "post": "chu_tich_ubnd", "is_primary": "1",
           "starts_on": "2020-01-01"}  # fmt: skip
    assert doubts_of(with_row(tmp_path, "appointments", None, **row)) == []


@pytest.mark.parametrize(
    ("row", "cells", "column"),
    [
        (3, {"starts_on": "2019-10-31", "is_primary": "0"}, "starts_on"),
        (2, {"ends_on": "", "is_primary": "0"}, "ends_on"),
        (2, {"starts_on": "2019-11-01", "ends_on": "2019-12-31", "is_primary": "0"}, "starts_on"),
    ],
)
def test_a_post_outside_its_units_life(tmp_path, row, cells, column):
    assert doubts_of(with_row(tmp_path, "appointments", row, **cells)) == [
        ("appointments", row, column, "outside_unit_life")
    ]


@pytest.mark.parametrize("column", ["level", "self_level", "party_level"])
def test_a_level_of_earlier_years(tmp_path, column):
    row = {"evaluation_id": "E9", "official_id": "O1", "year": "2020", column: "han_che_nang_luc"}
    folder = with_row(tmp_path, "evaluations", None, **row)
    assert doubts_of(folder) == [("evaluations", 5, column, "retired_level")]


def test_the_level_of_2019_is_no_doubt(tmp_path):
    assert doubts_of(with_row(tmp_path, "evaluations", 2, level="han_che_nang_luc")) == []


def test_a_discipline_without_any_date(tmp_path):
    folder = with_row(tmp_path, "disciplines", 2, acted_on="", decided_on="", ends_on="")
    assert doubts_of(folder) == [("disciplines", 2, "decided_on", "undated_discipline")]


@pytest.mark.parametrize(
    ("year", "expected"), [("2017", True), ("2018", False), ("2020", False), ("2021", True)]
)
def test_an_evaluation_without_a_posting(tmp_path, year, expected):
    row = {"evaluation_id": "E9", "official_id": "O2", "year": year, "level": "tot"}
    found = doubts_of(with_row(tmp_path, "evaluations", None, **row))
    assert found == ([("evaluations", 5, "year", "evaluation_without_post")] if expected else [])


def test_an_evaluation_of_someone_who_never_held_a_post(tmp_path):
    row = {"evaluation_id": "E9", "official_id": "O9", "year": "2020", "level": "tot"}
    found = doubts_of(with_row(tmp_path, "evaluations", None, **row))
    assert found == [("evaluations", 5, "year", "evaluation_without_post")]


def test_an_unknown_column(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    text = (folder / "awards.csv").read_text(encoding="utf-8").splitlines()
    (folder / "awards.csv").write_text(
        "\n".join([text[0] + ",màu"] + [line + "," for line in text[1:]]), encoding="utf-8"
    )
    assert doubts_of(folder) == [("awards", 1, "màu", "column_unknown")]


def test_an_unknown_table(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    (folder / "houses.csv").write_text("a,b\n", encoding="utf-8")
    assert doubts_of(folder) == [("houses", None, None, "table_unknown")]


def test_doubts_of_rows_that_are_not_in_the_package_are_not_its_doubts(tmp_path):
    load(with_row(tmp_path, "disciplines", 2, acted_on="", decided_on=""), by=BY)
    folder = write_package(tmp_path / "units", {"units": RICH["units"]})
    assert doubts_of(folder) == []
    assert [doubt.key for doubt in find_doubts(BY)] == ["D1"]


def test_every_rule_has_a_name_of_its_own():
    assert len({rule.code for rule in RULES}) == len({rule.title for rule in RULES}) == len(RULES)
