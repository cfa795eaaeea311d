"""Figures over the API: the documents of contracts 4 and 5 as each role gets them, and 400 for a wrong parameter."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from assessments.models import HealthCheck
from reports.indicators import indicators
from reports.tables import compute_tables, tables
from tests import factories
from tests.whole_town import EIGHT, fill

pytestmark = pytest.mark.django_db
SUPPRESSED = {"suppressed": True}
PATHS = ("tables/?years=2021", "indicators/?years=2021&indicator=A1", "findings/?year=2021")


@pytest.fixture
def whole(town):
    """The town with a third unit in the khu of An Lưu and twelve examined people there, two of them of class V."""
    third = factories.make_unit("10678", name="Hiệp Sơn", area="Tam Lưu")
    for number in range(12):
        official = factories.make_official(unit=third, starts_on=date(2018, 1, 1))
        HealthCheck.objects.create(
            public_id=f"HS{number}", official=official, year=2021, health_class="5" if number < 2 else "1"
        )
    return fill(town)


@pytest.fixture
def get(whole):
    def ask(who, path):
        key = "" if who == "anon" else getattr(whole.people, who).auth_token.key
        return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Token {key}"} if key else {})

    return ask


@pytest.mark.parametrize("path", PATHS)
def test_who_reads_figures(get, path):
    assert tuple(get(who, path).status_code for who in EIGHT) == (401, 200, 200, 200, 200, 403, 403, 404)


def rows(response, key):
    return {row["scope"]: row for row in response.json()[key]}


def test_unit_rows_only_for_units_in_scope(get):
    for kind, key in (("tables", "tables"), ("indicators", "rows")):
        query = f"{kind}/?years=2021&by=town&by=area&by=unit"
        own = {row["scope"].partition("|")[0] for row in get("xa_minh", query).json()[key]}
        assert own == {
            "all",
            "group:can_bo",
            "group:cong_chuc",
            "area:Nhị Chiểu",
            "area:Tam Lưu",
            "unit:10702",
        }
        everyone = {row["scope"].partition("|")[0] for row in get("lanhdao", query).json()[key]}
        assert {"unit:10702", "unit:10675", "unit:10678"} <= everyone


def test_findings_of_another_unit_are_not_there(get):
    text = get("xa_minh", "findings/?year=2021&by=unit").content.decode()
    assert "unit:10675" not in text
    assert "unit:10678" not in text


def test_the_document_is_that_of_the_command_for_the_district(get):
    answer = get("noivu", "tables/?years=2020-2021&by=area&group=can_bo&table=sex&table=health").json()
    assert answer == compute_tables([2020, 2021], ("area",), ("can_bo",), ["sex", "health"])


def test_small_cells_of_health_are_hidden_from_leadership_and_shown_to_the_district(get):
    query = "tables/?years=2021&by=unit&table=health"
    assert rows(get("noivu", query), "tables")["unit:10678"]["cells"]["5"] == 2
    assert rows(get("lanhdao", query), "tables")["unit:10678"]["cells"]["5"] == SUPPRESSED


def test_small_cells_of_areas_are_hidden_from_a_commune_but_its_own_are_not(get):
    query = "tables/?years=2021&by=area&by=unit&table=health"
    shown = rows(get("xa_minh", query), "tables")
    assert shown["area:Tam Lưu"]["cells"]["5"] == SUPPRESSED
    assert shown["unit:10702"]["cells"]["4"] == 1
    assert SUPPRESSED not in shown["unit:10702"]["cells"].values()


def test_the_table_of_units_counts_only_the_own_for_a_commune(get):
    cells = rows(get("xa_minh", "tables/?years=2021&table=unit"), "tables")["all"]["cells"]
    assert cells == {"10702": 2, "10675": SUPPRESSED, "10678": SUPPRESSED}


def test_every_declared_table_and_indicator_is_there_without_asking_for_it(get):
    assert {row["table"] for row in get("noivu", "tables/?years=2021").json()["tables"]} == set(
        tables.codes()
    )
    answer = get("noivu", "indicators/?years=2021").json()
    assert {row["code"] for row in answer["definitions"]} == set(indicators.codes())
    assert set(answer["rows"][0]) == {
        "indicator", "year", "scope", "numerator", "denominator", "unknown", "value", "ci_low", "ci_high",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("tables/", "years"),
        ("tables/?years=", "years"),
        ("tables/?years=hai", "years"),
        ("tables/?years=2021-2019", "years"),
        ("tables/?years=1900-2021", "years"),
        ("tables/?years=99999999999999999999", "years"),
        ("tables/?years=2021&by=country", "by"),
        ("tables/?years=2021&group=all", "group"),
        ("tables/?years=2021&table=tuoi", "table"),
        ("tables/?years=2021&age_bands=x", "age_bands"),
        ("indicators/?years=2021&indicator=Z9", "indicator"),
        ("indicators/?years=2021&by=", "by"),
        ("findings/", "year"),
        ("findings/?year=0000", "year"),
        ("findings/?year=２０２１", "year"),
        ("findings/?year=2021&by=x", "by"),
    ],
)
def test_a_wrong_parameter_is_400_at_its_name(get, path, field):
    answer = get("noivu", path)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]


def test_figures_are_read_only(whole):
    key = whole.people.noivu.auth_token.key
    for path in PATHS:
        answer = Client().post(f"/api/v1/{path}", headers={"Authorization": f"Token {key}"})
        assert answer.status_code == 405
