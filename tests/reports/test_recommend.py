"""The `recommend` command and what readers get of findings, on the awkward data."""

from __future__ import annotations

import io
import json

from django.core.management import call_command

from officials.models import Unit
from reports import access
from reports.indicators import compute_indicators
from reports.rules import rules
from reports.rules.access import findings_for
from tests import factories

YEAR = 2021


def run(*arguments):
    out = io.StringIO()
    call_command("recommend", *arguments, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_has_the_shape_of_the_contract(big_town):
    assert {row["scope"] for row in run("--year", "2021")["findings"]} <= {"all"}
    document = run("--year", "2021", "--by", "town", "--by", "area", "--by", "unit")
    assert document["findings"]
    values = {
        (r["indicator"], r["year"], r["scope"]): r["value"]
        for r in compute_indicators([2021], ("town", "area", "unit"))["rows"]
    }
    for row in document["findings"]:
        assert row.keys() == {
            "rule",
            "solution_group",
            "scope",
            "severity",
            "text",
            "evidence",
            "people",
            "actions",
            "guard",
        }
        assert 0 <= row["severity"] <= 1
        assert isinstance(row["people"], int)
        for item in row["evidence"]:
            assert item.keys() == {"indicator", "year", "value", "threshold", "source", "verified"}
            if row["rule"] != "conduct" and item["year"] == 2021:
                assert item["value"] == values[item["indicator"], 2021, row["scope"]]
    for row in document["not_enough_data"]:
        assert row.keys() == {"rule", "scope", "missing"}
        assert row["missing"]


def test_a_finding_never_names_a_person(big_town):
    text = json.dumps(
        run("--year", "2021", "--by", "unit", "--by", "area", "--by", "town"), ensure_ascii=False
    )
    assert "Nguyễn Văn Thử" not in text


def test_a_commune_gets_findings_of_its_unit_and_what_is_published(big_town):
    user = factories.make_user("commune", unit=Unit._base_manager.get(public_id="U1"))
    found = findings_for(user, YEAR, ("town", "area", "unit"))
    assert {finding.scope.code for finding, _ in found} <= {"all", "area:Bắc", "area:Nam", "unit:U1"}
    assert not any(is_quiet for finding, is_quiet in found if finding.scope.level == "unit")


def test_nothing_is_hidden_from_the_district(big_town):
    user = factories.make_user("district")
    found = findings_for(user, YEAR, ("town", "area", "unit"))
    assert found
    assert not any(is_quiet for _, is_quiet in found)
    asked = {pair for rule in rules for pair in rule.fields}
    assert access.reader_of(user).open_fields >= asked
