"""Every number of T1–T25 in every scope equals the plain computation on awkward random data."""

from __future__ import annotations

from datetime import date

import pytest

from reports import snapshot
from reports.derived import seen_from
from reports.indicators.quantities import quantities
from reports.standpoint import STANDARD, Standpoint
from reports.tables.numbered import compute_numbered, numbered_tables
from reports.tables.numbered.model import FUNNEL, TRIGGERS, Block, NumberedTable
from tests.reports.plain import CAN_BO, CONG_CHUC, FORMS, TRAININGS, Town, last_day
from tests.reports.plain_figures import Figures
from tests.reports.plain_rules import Funnel, Rules

LEVELS = ("town", "area", "unit")
# How the tables that are no lines are computed once more: town, year → the cells of (scope, test).
SPECIAL = {
    "T24": lambda town, year: Funnel(town, year).cells,
    "T25": lambda town, year: Rules(town, year).cells,
}
COLUMN_TABLES = {
    "sex": "sex", "seniority": "seniority", "health": "health", "general_education": "general_education",
    "degree": "degree", "major_fit": "major_fit", "political_theory": "political_theory",
    "state_management": "state_management", "it_certificate": "it_certificate", "foreign_language": "foreign_language",
    "evaluation": "evaluation", "trained": "trained", "rewarded": "rewarded", "disciplined": "disciplined",
    "group": "group", "post": "post", "posts_held": "posts_held",
}  # fmt: skip
LEVEL_KINDS = {"it_level": "it", "language_level": "foreign_language"}


def plain_title(text):
    known = {"Lao động tiên tiến": "lao_dong_tien_tien", "Chiến sĩ thi đua cơ sở": "cstd_co_so"}
    return "giay_khen" if text.startswith("Giấy khen") else known.get(text, "none")


class Plain:
    """The lines of the numbered tables of one year, one scope after another, counted one by one."""

    def __init__(self, town, year):
        self.town, self.year, self.figures = town, year, Figures(town, year)
        self.all = self.figures.all()
        self.tables = {name: town.table(source, year) for name, source in COLUMN_TABLES.items()}
        self.tables["age_decade"] = town.table("age", year)
        self.tables["age_bm02"] = town.table("age", year, "bm02")

    def line(self, block, line, scope, test):
        if block in self.tables:
            return self.tables[block][scope]["cells"][line]
        if block in ("rates", "survey", "scorecard"):
            return self.all[line][scope][3]
        return getattr(self, block)(line, scope, test)

    def inside(self, test):
        return [official for official, row in self.figures.people.items() if test(row)]

    def standard(self, line, scope, test):
        verdicts = [self.figures.standard(official) or "no_standard" for official in self.inside(test)]
        return verdicts.count(line)

    def it_level(self, line, scope, test, kind="it"):
        return [self.town.level(o, kind, self.figures.day)[0] for o in self.inside(test)].count(line)

    def language_level(self, line, scope, test):
        return self.it_level(line, scope, test, "foreign_language")

    def _events(self, table, line, test, names):
        kinds = [
            kind if kind in names else "none" for _, kind, row in self.figures.happened(table) if test(row)
        ]
        return kinds.count(line)

    def trainings(self, line, scope, test):
        return self._events("trainings", line, test, TRAININGS)

    def awards(self, line, scope, test):
        return self._events("awards", line, test, ("danh_hieu", "hinh_thuc"))

    def disciplines(self, line, scope, test):
        return self._events("disciplines", line, test, FORMS)

    def award_titles(self, line, scope, test):
        rows = [{**row, "kind": plain_title(row["title"])} for row in self.town.tables["awards"]]
        swapped = Town({**self.town.tables, "awards": rows}, self.town.month_day, self.town.units_on)
        kinds = [k for _, k, row in Figures(swapped, self.year).happened("awards") if test(row)]
        return kinds.count(line)

    def trained_people(self, line, scope, test):
        return self.all["F2"][scope][0]

    def rewarded_people(self, line, scope, test):
        return self.all["G1"][scope][0]

    def disciplined_people(self, line, scope, test):
        return self.all["G2"][scope][0]

    def plans(self, line, scope, test):
        post, kind = line.split(".")
        who = [o for o, u, p in self.figures.plans if p == post and test({"unit": u, "post": p})]
        day, people = self.figures.day, self.town.people
        high = ("dai_hoc", "thac_si", "tien_si")
        return sum(
            {
                "planned_for": lambda o: True,
                "planned_for_women": lambda o: people[o]["sex"] == "nu",
                "planned_for_young": lambda o: (self.town.age(o, day) or 99) < 40,
                "planned_for_university": lambda o: self.town.level(o, "professional", day)[0] in high,
            }[kind](official)
            for official in who
        )

    def _units(self, test):
        posts = (CAN_BO[0], CONG_CHUC[0])
        return [u for u in self.town.alive(self.year) if any(test({"unit": u, "post": p}) for p in posts)]

    def quota(self, line, scope, test):
        if "group:" in scope:
            return None
        given = {}
        for row in sorted(self.town.tables["unit_quotas"], key=lambda r: r["starts_on"]):
            if self.town.holds(row, self.figures.day):
                given[row["unit"]] = int(row["total"])
        units = self._units(test)
        known = [u for u in units if u in given]
        heads = {u: sum(row["unit"] == u for row in self.figures.people.values()) for u in known}
        if line == "unknown":
            return len(units) - len(known)
        if not sum(given[u] for u in known):
            return None
        return {
            "quota": sum(given[u] for u in known),
            "present": sum(heads.values()),
            "vacant": sum(max(given[u] - heads[u], 0) for u in known),
            "surplus": sum(max(heads[u] - given[u], 0) for u in known),
        }[line]

    def _reported(self, scope, test, *names):
        rows = {r["unit"]: r for r in self.town.tables["unit_years"] if r["year"] == str(self.year)}
        return [rows[u] for u in self._units(test) if u in rows and all(rows[u][n] for n in names)]

    def recruitment(self, line, scope, test):
        rows = self._reported(scope, test, line)
        return None if "group:" in scope or not rows else sum(int(row[line]) for row in rows)

    def equipment(self, line, scope, test):
        if "group:" in scope:
            return None
        rows = self._reported(scope, test, "computers")
        if line == "unknown":
            return len(self._units(test)) - len(rows)
        if line == "old":
            rows = self._reported(scope, test, "computers", "computers_over_5y")
            total = sum(int(row["computers"]) for row in rows)
            return sum(int(row["computers_over_5y"]) for row in rows) if total else None
        heads = sum(row["unit"] in {r["unit"] for r in rows} for row in self.figures.people.values())
        return sum(int(row["computers"]) for row in rows) if heads else None

    def inspections(self, line, scope, test):
        found = self.all
        if "group:" in scope:
            return None
        simple = {
            "held": ("G3", 0), "units": ("G3.units", 0), "with_findings": ("G3.findings", 0),
            "violations": ("G3.violations", 0), "due": ("G3.remedied", 1), "remedied": ("G3.remedied", 0),
        }  # fmt: skip
        if line in simple:
            code, place = simple[line]
            return found[code][scope][place]
        units, day = self._units(test), self.figures.day
        n = 0
        for row in self.town.tables["inspections"]:
            text = row["starts_on"] or row["concluded_on"]
            heir = self.town.heir(row["unit"], day)
            here = heir in units or (
                heir is None and self.figures.belongs(row["unit"], scope, scope == "all")
            )
            if text and self.figures.in_year(last_day(text)) and here:
                trigger = {"planned": "ke_hoach", "sudden": "dot_xuat"}.get(line)
                n += int(row["sanctions"] or 0) if line == "sanctions" else row["trigger"] == trigger
        return n


@pytest.mark.parametrize("standpoint", [STANDARD, Standpoint(6, 30, date(2024, 1, 1))])
def test_every_line_equals_the_plain_one(awkward, standpoint):
    town = awkward(2)
    town = Town(town.tables, (standpoint.month, standpoint.day_of_month), standpoint.units_on)
    seen = seen_from(snapshot.current(), standpoint)
    for year in (2019, 2021):
        plain, tests = Plain(town, year), town.scopes(year)
        rows = compute_numbered(
            [year], LEVELS, names=set(numbered_tables.codes()) - SPECIAL.keys(), snapshot=seen
        )
        assert len(rows) == (len(numbered_tables) - len(SPECIAL)) * len(tests)
        for row in rows:
            for code, value in row["cells"].items():
                block, _, line = code.partition(".")
                expected = plain.line(block, line, row["scope"], tests[row["scope"]])
                assert value == pytest.approx(expected, abs=1e-9), (row["table"], year, row["scope"], code)


@pytest.mark.parametrize("seed", [2, 3, 5])
@pytest.mark.parametrize("code", sorted(SPECIAL))
def test_limits_and_rules_equal_the_plain_ones(awkward, code, seed):
    town, said = awkward(seed), set()
    for year in (2019, 2021):
        cells_of, tests = SPECIAL[code](town, year), town.scopes(year)
        for row in compute_numbered([year], LEVELS, names=[code]):
            expected = cells_of(row["scope"], tests[row["scope"]])
            assert row["cells"].keys() == expected.keys()
            for name, value in row["cells"].items():
                assert value == pytest.approx(expected[name], abs=1e-9), (code, year, row["scope"], name)
                said.add(value if code == "T25" else type(value))
    assert len(said) > 2  # found, not found and cannot say; shares, limits and nothing


def without_twin(tables):
    """Tables, or blocks of tables, of which nothing computes the numbers once more."""
    twins = set(COLUMN_TABLES) | {"age_decade", "age_bm02", "rates", "survey", "scorecard"} | set(dir(Plain))
    for table in tables:
        if table.kind in (FUNNEL, TRIGGERS) and table.code not in SPECIAL:
            yield table.code
        yield from (f"{table.code}.{block.code}" for block in table.blocks if block.code not in twins)


def test_every_numbered_table_has_a_twin():
    assert {table.code for table in numbered_tables} == {f"T{n}" for n in range(1, 26)}
    assert list(without_twin(numbered_tables)) == []


def test_a_table_without_a_twin_is_noticed():
    block = Block("shoe_size", "Cỡ giày", lambda snapshot: ())
    new = [
        NumberedTable("T98", "Mới", (), "Thử", blocks=(block,)),
        NumberedTable("T99", "Mới", (), "Thử", kind=FUNNEL),
    ]
    assert list(without_twin(new)) == ["T98.shoe_size", "T99"]


def test_lines_that_add_up_make_their_total(awkward):
    awkward(3)
    found = snapshot.current()
    numbers = quantities(found, 2021)
    for table in numbered_tables:
        for block in table.blocks:
            if block.total:
                lines = sum(numbers.total(line.part) for line in block.lines(found))
                assert (lines == numbers.total(block.total)).all(), (table.code, block.code)
