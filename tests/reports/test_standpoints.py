"""Figures on another day than 31/12, and of earlier years under the units of another day, against the plain twin."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from officials.models import Unit, UnitSuccession
from reports import access
from reports import snapshot as snapshots
from reports.access import SUPPRESSED, indicators_for, tables_for
from reports.derived import KEPT, seen_from
from reports.indicators import compute_indicators
from reports.standpoint import STANDARD, Standpoint, standpoint_of
from reports.suppression import Hidden
from reports.tables import compute_tables, tables
from tests import factories
from tests.reports import attacker
from tests.reports.awkward import YEARS
from tests.reports.plain import Town
from tests.reports.plain_figures import Figures

LEVELS = ("town", "area", "unit")
MID_YEAR, LEAP_DAY = Standpoint(6, 30), Standpoint(2, 29)
HEIRS, FOREBEARS = Standpoint(units_on=date(2024, 1, 1)), Standpoint(units_on=date(2019, 6, 30))
BOTH = Standpoint(6, 30, date(2024, 1, 1))


def seen(town, standpoint):
    """The twin and the snapshot from a standpoint."""
    month_day = (standpoint.month, standpoint.day_of_month)
    twin = Town(town.tables, month_day, standpoint.units_on)
    return twin, seen_from(snapshots.current(), standpoint)


@pytest.mark.parametrize("standpoint", [MID_YEAR, LEAP_DAY, HEIRS, FOREBEARS, BOTH])
def test_every_table_equals_the_plain_one_from_any_standpoint(awkward, standpoint):
    town, snapshot = seen(awkward(1), standpoint)
    found = compute_tables(YEARS, LEVELS, snapshot=snapshot)["tables"]
    expected = {
        (name, year, scope): row
        for name in tables.codes()
        for year in YEARS
        for scope, row in town.table(name, year).items()
    }
    assert {(r["table"], r["year"], r["scope"]) for r in found} == expected.keys()
    assert [row for row in found if row != expected[row["table"], row["year"], row["scope"]]] == []


@pytest.mark.parametrize("standpoint", [MID_YEAR, HEIRS, BOTH])
def test_every_indicator_equals_the_plain_one_from_any_standpoint(awkward, standpoint):
    town, snapshot = seen(awkward(2), standpoint)
    rows = compute_indicators(YEARS, LEVELS, snapshot=snapshot)["rows"]
    found = {(r["indicator"], r["year"], r["scope"]): r for r in rows}
    for year in YEARS:
        for code, by_scope in Figures(town, year).all().items():
            for scope, figure in by_scope.items():
                row = found.pop((code, year, scope))
                said = (row["numerator"], row["denominator"], row["unknown"], row["value"])
                assert said == pytest.approx(figure, abs=1e-9), (code, year, scope)
    assert found == {}


def test_the_standard_standpoint_is_the_snapshot_itself(small_town):
    snapshot = snapshots.current()
    assert seen_from(snapshot, STANDARD) is snapshot
    assert seen_from(snapshot, standpoint_of(date(2020, 12, 31), None)) is snapshot


def test_a_standpoint_is_built_once_and_only_a_few_are_kept(small_town):
    snapshot = snapshots.current()
    first = seen_from(snapshot, MID_YEAR)
    assert seen_from(snapshot, MID_YEAR) is first
    for day in range(1, KEPT + 1):
        seen_from(snapshot, Standpoint(3, day))
    assert seen_from(snapshot, MID_YEAR) is not first


def test_the_last_day_of_february_stands_in_for_29_02():
    assert [LEAP_DAY.on(year) for year in (2019, 2020)] == [date(2019, 2, 28), date(2020, 2, 29)]


def test_there_is_no_31_04():
    with pytest.raises(ValueError, match="31/4"):
        Standpoint(4, 31)


# --- what a reader gets -----------------------------------------------------------------------------------------------
@pytest.fixture
def leadership(big_town):
    return factories.make_user("leadership")


@pytest.fixture
def commune(big_town):
    return factories.make_user("commune", unit=Unit._base_manager.get(public_id="U1"))


def merged():
    """90 people of 2021 under units of which U1 takes in U2, and U4 what CU was."""
    unit = {row.public_id: row for row in Unit._base_manager.all()}
    UnitSuccession.objects.create(
        predecessor=unit["U2"], successor=unit["U1"], effective_on=date(2022, 1, 1), basis="Thử"
    )
    Unit._base_manager.filter(public_id="U2").update(ends_on=date(2021, 12, 31))
    snapshots.forget()
    return seen_from(snapshots.current(), Standpoint(units_on=date(2022, 1, 1)))


def numbers(rows, scope, table="health"):
    return next(r["cells"] for r in rows if r["scope"] == scope and r["table"] == table)


def test_the_district_reads_every_number_from_any_standpoint(big_town):
    district, snapshot = factories.make_user("district"), seen_from(snapshots.current(), BOTH)
    assert tables_for(district, [2021], LEVELS, snapshot=snapshot) == compute_tables(
        [2021], LEVELS, snapshot=snapshot
    )


@pytest.mark.parametrize("name", ["health", "age", "party", "disciplined"])
def test_the_two_views_of_a_year_together_tell_no_hidden_cell_to_within_three(leadership, name):
    found = attacker.ranges(leadership, name, 2021, merged())
    assert any(scope == "~unit:U1" for scope, _ in found) or name == "party"
    assert {s: said for s, said in found.items() if said[2] - said[1] < min(3, said[0]) - 1e-6} == {}


def test_a_successor_shows_the_sum_of_what_is_shown_of_its_units(leadership, monkeypatch):
    monkeypatch.setattr(access, "hidden_cells", lambda values, *_, **__: Hidden(values == 1))
    view, shown = merged(), 0
    for name in ("age", "trained", "rewarded", "party"):
        seen = tables_for(leadership, [2021], ["unit"], ("",), [name], snapshot=view)["tables"]
        plain = tables_for(leadership, [2021], ["unit"], ("",), [name])["tables"]
        parts = [numbers(plain, f"unit:{unit}", name) for unit in ("U1", "U2")]
        for cell, value in numbers(seen, "unit:U1", name).items():
            hidden = SUPPRESSED in [part[cell] for part in parts]
            assert value == (SUPPRESSED if hidden else sum(part[cell] for part in parts))
            shown += not hidden
    assert shown


def test_of_another_day_nobody_gets_what_they_may_not_read_of_the_people(leadership, commune):
    snapshot = seen_from(snapshots.current(), MID_YEAR)
    rows = tables_for(leadership, [2021], LEVELS, names=["health", "degree"], snapshot=snapshot)["tables"]
    assert set(map(str, numbers(rows, "all").values())) == {str(SUPPRESSED)}
    assert SUPPRESSED not in numbers(rows, "all", "degree").values()
    rows = tables_for(commune, [2021], LEVELS, names=["health"], snapshot=snapshot)["tables"]
    assert SUPPRESSED not in numbers(rows, "unit:U1").values()


def test_a_commune_is_not_told_of_the_units_that_joined_it(commune):
    rows = tables_for(commune, [2021], ["unit"], names=["health"], snapshot=merged())["tables"]
    assert {row["scope"].partition("|")[0] for row in rows} == {"unit:U1"}
    assert set(map(str, numbers(rows, "unit:U1").values())) == {str(SUPPRESSED)}


def test_people_counted_once_in_each_unit_are_no_sum_of_its_units(leadership):
    rows = indicators_for(leadership, [2021], ["unit"], ("",), ["G2"], snapshot=merged())["rows"]
    value = {row["scope"]: row["value"] for row in rows}
    assert value["unit:U1"] == SUPPRESSED


# --- pages, commands ----------------------------------------------------------------------------------------------------
def test_the_address_says_the_day_and_the_units_and_every_link_carries_them(big_town, client, settings):
    settings.KINHMON_TODAY = date(2022, 8, 1)
    client.force_login(factories.make_user("district"))
    page = client.get("/bao-cao/T1/?ngay=30/06/2022&don_vi_ngay=01/01/2023")
    choice = page.context["choice"]
    assert (choice.day, choice.snapshot.standpoint.units_on) == (date(2022, 6, 30), date(2023, 1, 1))
    text = page.content.decode()
    assert "số liệu đến 30/06/2022" in text
    assert "người có mặt ngày 30/06" in text
    assert "ngay=30%2F06&amp;don_vi_ngay=01%2F01%2F2023" in text
    assert "31/12" not in text.partition("<main")[2]


def test_a_day_that_is_none_is_the_usual_one(big_town, client):
    client.force_login(factories.make_user("district"))
    page = client.get("/chi-tieu/C2u/?ngay=31/04&don_vi_ngay=hôm+nay")
    assert page.context["choice"].snapshot is snapshots.current()


def test_the_way_a_figure_is_counted_speaks_of_its_day(big_town, client):
    client.force_login(factories.make_user("district"))
    text = client.get("/chi-tieu/A3/?nam=2021&ngay=30/06").content.decode().partition("<main")[2]
    assert "tồn tại ngày 30/06" in text
    assert "31/12" not in text


def test_a_unit_of_another_time_leads_to_the_one_it_counts_under(big_town, client):
    client.force_login(factories.make_user("district"))
    page = client.get("/bang/?pham_vi=unit:CU&nam=2021&don_vi_ngay=01/01/2024")
    assert page.context["choice"].base == "unit:U4"


def test_a_unit_put_together_from_others_is_marked_where_its_series_breaks(big_town, client):
    client.force_login(factories.make_user("district"))
    text = client.get("/bao-cao/T6/?pham_vi=unit:U4&nam=2021").content.decode()
    assert "2020/2019" in text
    assert "được sắp xếp ngày 01/11/2019" not in text  # by 31/12/2019 it had been
    text = client.get("/bao-cao/T6/?pham_vi=unit:U4&nam=2021&ngay=30/06").content.decode()
    assert "2020/2019 *" in text
    assert "được sắp xếp ngày 01/11/2019 từ Đơn vị CU" in text


def test_a_statistical_form_is_filled_for_another_day(big_town, client):
    client.force_login(factories.make_user("district"))
    snapshot = seen_from(snapshots.current(), MID_YEAR)
    paper = client.get("/bieu-mau/bm02/?nam=2021&ngay=30/06").context["paper"]
    heads = compute_tables([2021], ["unit"], ("",), ["sex"], snapshot=snapshot)["tables"]
    assert [line.cells[2] for line in paper.lines[:-1]] == [row["headcount"] for row in heads]
    assert "đến ngày: 30/06/2021" in str(paper.subtitle)
    paper = client.get("/bieu-mau/bm04/?nam=2021&ngay=30/06&don_vi_ngay=01/01/2024&so_dong=100").context[
        "paper"
    ]
    heads = compute_tables([2021], ["unit"], ("",), ["sex"], snapshot=seen_from(snapshots.current(), BOTH))
    assert len(paper.lines) - 1 == sum(row["headcount"] for row in heads["tables"])
    assert "đến ngày: 30/06/2021" in str(paper.subtitle)


def test_the_commands_take_a_day_and_the_units_of_a_day(big_town, capsys):
    call_command(
        "tables", as_of="2020-06-30", units_of="2024-01-01", by=[["unit"]], table=[["sex"]], format="json"
    )
    document = json.loads(capsys.readouterr().out)
    assert (document["reference_day"], document["units_of"]) == ("06-30", "2024-01-01")
    expected = compute_tables([2020], ["unit"], names=["sex"], snapshot=seen_from(snapshots.current(), BOTH))
    assert document["tables"] == expected["tables"]


@pytest.mark.parametrize("options", [{}, {"as_of": "30/13/2020"}, {"years": "2020", "units_of": "x"}])
def test_a_day_that_is_none_is_wrong_usage_of_a_command(big_town, options):
    with pytest.raises(CommandError) as said:
        call_command("indicators", format="json", **options)
    assert said.value.returncode == 2


def test_the_api_takes_a_standpoint_and_names_it(big_town, client):
    client.force_login(factories.make_user("district"))
    asked = "/api/v1/indicators/?years=2021&indicator=A1&as_of=2021-06-30"
    document = client.get(asked).json()
    assert document["reference_day"] == "06-30"
    assert client.get(asked.replace("2021-06-30", "mai")).status_code == 400
