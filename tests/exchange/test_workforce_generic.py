"""Generated packages of any size: exact, deterministic, loadable, and full of what makes counting hard."""

import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from exchange.workforce.generic import Request, generate
from tests.exchange import package_rules as rules

YEARS = (2019, 2020, 2021)
LAST = date(2021, 12, 31)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    path = tmp_path_factory.mktemp("generic") / "package"
    generate(path, Request(40, 800, YEARS, 3))
    return rules.read(path)


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    for name in ("a.zip", "b.zip"):
        generate(tmp_path / name, Request(8, 120, YEARS, 5))
    generate(tmp_path / "c.zip", Request(8, 120, YEARS, 6))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert (tmp_path / "a.zip").read_bytes() != (tmp_path / "c.zip").read_bytes()


@pytest.mark.parametrize(("units", "officials", "years"), [(1, 0, YEARS), (1, 7, (2021,)), (2, 3, YEARS), (3, 70, YEARS),
                                                           (9, 5, (2015, 2016)), (60, 1300, YEARS)])  # fmt: skip
def test_exactly_so_many_units_and_people_in_post(tmp_path, units, officials, years):
    generate(tmp_path / "p", Request(units, officials, years, 11))
    read = rules.read(tmp_path / "p")
    assert len(read["units"]) == units
    assert len(rules.in_post(read, date(years[-1], 12, 31))) == officials
    assert rules.errors(read) == []
    assert rules.descriptor(tmp_path / "p")["synthetic"] is True


def test_it_breaks_no_error_rule_and_its_only_doubts_are_double_posts(tables):
    assert rules.errors(tables) == []
    found = rules.doubts(tables)
    assert found
    assert all(text.startswith("two primary posts") for text in found)
    assert {row["area"] for row in tables["units"]} == {"", "Khu 1", "Khu 2", "Khu 3", "Khu 4"}
    assert tables["units"][0]["unit"] == "D001"


def test_people_moved_on_the_days_around_the_reference_day(tables):
    starts = Counter(r["starts_on"][5:] for r in tables["appointments"] if r["how"] == "dieu_dong")
    assert starts["12-30"]
    assert starts["12-31"]
    assert starts["01-01"]


def test_some_hold_only_a_secondary_post_start_tomorrow_or_never(tables):
    primary = {r["official_id"] for r in tables["appointments"] if r["is_primary"] == "1"}
    posted = {r["official_id"] for r in tables["appointments"]}
    assert posted - primary
    assert {r["official_id"] for r in tables["officials"]} - posted
    assert any(r["starts_on"] == "2022-01-01" for r in tables["appointments"])


def test_one_unit_was_founded_later_and_one_has_nobody(tables):
    founded = [r for r in tables["units"] if r["starts_on"]]
    assert [r["starts_on"] for r in founded] == ["2020-07-01"]
    assert all(
        r["starts_on"] >= "2020-07-01" for r in tables["appointments"] if r["unit"] == founded[0]["unit"]
    )
    used = {row["unit"] for row in rules.in_post(tables, LAST).values()}
    assert len({r["unit"] for r in tables["units"]} - used) == 1


def test_facts_are_partial_missing_undated_and_repeated(tables):
    assert {len(r["birth_date"]) for r in tables["officials"]} >= {4, 7, 10}
    assert any(not r["birth_date"] or not r["sex"] for r in tables["officials"])
    levels = tables["qualifications"]
    assert any(not r["attained_on"] and r["level"] not in ("", "none") for r in levels)
    assert any(not r["level"] and r["kind"] != "defence" for r in levels)
    assert any(
        r["kind"] == "professional" and r["level"] == "dai_hoc" and "2020-01" < r["attained_on"] < "2020-12"
        for r in levels
    )
    assert any(r["starts_on"][:4] < r["ends_on"][:4] for r in tables["trainings"])
    ratings = Counter((r["official_id"], r["year"]) for r in tables["evaluations"])
    assert max(ratings.values()) == 2
    assert {r["level"] for r in tables["evaluations"]} > {"xuat_sac", "tot", "hoan_thanh", "han_che_nang_luc"}
    assert all(r["year"] == "2019" for r in tables["evaluations"] if r["level"] == "han_che_nang_luc")
    assert any(not r["decided_on"] for r in tables["awards"])
    assert any(not r["year"] for r in tables["awards"])


def test_the_command_writes_a_package_and_says_what_is_in_it(tmp_path, capsys):
    place = tmp_path / "out.zip"
    call_command("generate_workforce", str(place), "--units", "4", "--officials", "50", "--years", "2019-2021",
                 "--seed", "2", "--format", "json")  # fmt: skip
    document = json.loads(capsys.readouterr().out)
    assert place.exists()
    assert document["officials_in_post"] == 50
    assert document["rows"]["units"] == 4


def test_the_command_refuses_a_folder_with_other_files(tmp_path, capsys):
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(SystemExit) as exit_:
        call_command("generate_workforce", str(tmp_path), units=1, officials=1, years=(2021,), format="json")
    assert exit_.value.code == 1
    assert "thesis.docx" in json.loads(capsys.readouterr().out)["refused"]
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize("years", ["2021-2019", "năm 2020", "1990-1991"])
def test_wrong_years_are_wrong_usage(tmp_path, years):
    with pytest.raises(CommandError, match="--years"):
        call_command(
            "generate_workforce", str(tmp_path / "x"), "--units", "1", "--officials", "1", "--years", years
        )


def test_a_province_of_units_has_no_satisfaction_above_100_percent(tmp_path):
    generate(tmp_path / "p", Request(1_150, 0, YEARS, 1))
    shares = [row["satisfaction_pct"] for row in rules.read(tmp_path / "p")["unit_years"]]
    assert max(float(share) for share in shares if share) <= 100
