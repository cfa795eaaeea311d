"""docs/how-to/add-an-indicator.md, add-a-rule.md and add-a-numbered-table.md, tried: what they show is registered, computed and checked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from officials.law_loading import load_table
from officials.models import Norm
from reports import snapshot
from reports.indicators import compute_indicators, indicators
from reports.indicators.documents import catalogue_text
from reports.rules import recommend, rules
from reports.rules.model import MissingInput
from reports.tables.numbered import compute_numbered, numbered_tables
from tests import factories
from tests.reports.test_numbered_twin import COLUMN_TABLES, without_twin
from tests.reports.test_rules import TOWN, UNIT, figure, judge

HOW_TO = Path(__file__).resolve().parents[2] / "docs/how-to"


def blocks(name, language):
    text = (HOW_TO / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def run(code):
    scope = {"__name__": "how_to"}
    exec(code, scope)
    return scope


@pytest.fixture
def indicator(monkeypatch):
    """The indicator of the how-to in a copy of the registry; the case it writes down."""
    monkeypatch.setattr(indicators, "_items", dict(indicators._items))
    declaration, case = blocks("add-an-indicator.md", "python")
    run(declaration)
    return run(case)["EXPECTED"]["C2p"]


@pytest.fixture
def rule(db, monkeypatch):
    """The rule of the how-to in a copy of the registry, its norm loaded as a migration would."""
    monkeypatch.setattr(rules, "_items", dict(rules._items))
    (norms,) = blocks("add-a-rule.md", "json")
    assert load_table(Norm, json.loads(norms)).new == 1
    (declaration,) = blocks("add-a-rule.md", "python")
    run(declaration)
    snapshot.forget()
    return rules["degrees"]


def test_the_indicator_gives_the_figures_of_its_case(small_town, indicator):
    (row,) = compute_indicators([2021], groups=("",), codes=["C2p"])["rows"]
    assert (row["numerator"], row["denominator"], row["unknown"], row["value"]) == pytest.approx(indicator)


def test_the_indicator_explains_itself(indicator):
    assert indicators["C2p"].formula == (
        "(Số cán bộ, công chức có mặt ngày 31/12, trình độ chuyên môn: tiến sĩ, thạc sĩ) ÷ "
        "(Số cán bộ, công chức có mặt ngày 31/12) × 100"
    )
    assert "### C2p Tỷ lệ có trình độ trên đại học" in catalogue_text()


def test_the_registry_is_left_as_it_was():
    assert "C2p" not in indicators
    assert "degrees" not in rules


def test_the_rule_finds_what_its_case_says(rule):
    found = judge("degrees", C2u=figure(14, 25))
    assert found.severity == pytest.approx(0.2)
    assert found.people == 4
    assert (
        found.text == "Toàn thị xã: 14 trên 25 người có trình độ đại học trở lên (56,0%), thấp hơn mức 70,0%."
    )
    assert found.evidence[0].verified == "proposal"


def test_the_rule_is_silent_at_the_threshold_and_where_chance_explains_it(rule):
    assert judge("degrees", TOWN, C2u=figure(14, 20)) is None
    assert judge("degrees", UNIT, C2u=figure(14, 25)) is None  # upper limit 73.3 %


def test_a_missing_figure_leaves_the_rule_open(rule):
    with pytest.raises(MissingInput):
        judge("degrees")


def test_the_rule_judges_a_town_but_no_year_before_its_norm(small_town, rule):
    (found,) = recommend(2021, codes=["degrees"]).findings  # 3 of 6 = 50 %; five would do
    assert (found.people, found.evidence[0].value) == (2, 50)
    assert found.severity == pytest.approx(20 / 70)
    assert [item.missing for item in recommend(2019, codes=["degrees"]).not_enough_data] == [("C2u.min",)]


@pytest.fixture
def table(monkeypatch):
    """The numbered table of the how-to in a copy of the registry; the case it writes down."""
    monkeypatch.setattr(numbered_tables, "_items", dict(numbered_tables._items))
    declaration, case = blocks("add-a-numbered-table.md", "python")
    run(declaration)
    return run(case)["EXPECTED"]["T26"]


def test_the_numbered_table_has_the_numbers_of_its_case(small_town, table):
    (row,) = compute_numbered([2021], groups=("",), names=["T26"])
    assert row["cells"] == pytest.approx(table)


def test_the_numbered_table_has_a_page_and_is_missed_until_it_has_a_twin(
    small_town, table, client, monkeypatch
):
    assert list(without_twin([numbered_tables["T26"]])) == ["T26.party"]
    monkeypatch.setitem(COLUMN_TABLES, "party", "party")
    assert list(without_twin([numbered_tables["T26"]])) == []
    client.force_login(factories.make_user("district"))
    assert "Đảng viên" in client.get("/bao-cao/T26/?nam=2021").content.decode()


@pytest.mark.parametrize("name", ["add-an-indicator.md", "add-a-rule.md", "add-a-numbered-table.md"])
def test_the_tests_it_names_exist(name):
    text = (HOW_TO / name).read_text(encoding="utf-8")
    written = "".join(
        path.read_text(encoding="utf-8") for path in (HOW_TO.parents[1] / "tests").rglob("*.py")
    )
    for test in re.findall(r"`(test_\w+)`", text):
        assert f"def {test}(" in written, test
