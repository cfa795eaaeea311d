"""The slow twin of the indicators: contracts 4 in plain Python, one person at a time; it imports nothing of `reports`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from officials.law import retirement_rules
from officials.standards import minimums, standards_on
from tests.reports.plain import (
    AWARDS,
    CAN_BO,
    CONG_CHUC,
    EDUCATION,
    EVALUATIONS,
    FORMS,
    LEVELS,
    TRAININGS,
    group_of,
    last_day,
)  # fmt: skip


class Figures:
    """The indicators of one town and year: code → scope → (numerator, denominator, unknown, value)."""

    def __init__(self, town, year):
        self.town, self.year, self.day = town, year, town.day(year)
        self.people = town.in_post(self.day)
        self.days = [date(year, 1, 1) + timedelta(n) for n in range((self.day - date(year, 1, 1)).days + 1)]
        self.minimums = minimums(standards_on(self.day))
        self.retirement = retirement_rules(self.day)

    @cached_property
    def served(self):
        """official → the (unit, post) rows that counted on some day of the year."""
        found = defaultdict(dict)
        for official in self.town.people:
            for day in self.days:
                row = self.town.posting(official, day)
                if row:
                    found[official][row["appointment_id"]] = row
        return found

    def happened(self, table):
        """(official, kind, posting of that day) of the events whose person was in post."""
        rows = [(o, kind, self.town.posting(o, day)) for o, day, kind in self.town.events(table, self.year)]
        return [row for row in rows if row[2]]

    def in_year(self, day):
        """In the year, up to the reference day."""
        return day.year == self.year and day <= self.day

    def left(self, reasons, test):
        found = set()
        for row in self.town.tables["appointments"]:
            ends = last_day(row["ends_on"])
            if row["is_primary"] != "1" or not ends or not self.in_year(ends) or not test(row):
                continue
            after = ends + timedelta(1)
            stays = any(
                other["is_primary"] == "1" and self.town.holds(other, after) and test(other)
                for other in self.town.postings[row["official_id"]]
            )
            if row["end_reason"] in reasons and not stays:
                found.add(row["official_id"])
        return len(found)

    def share(self, inside, yes, known=lambda o: True, unknown=lambda o: False):
        of = [o for o in inside if known(o)]
        k = sum(1 for o in of if yes(o))
        return k, len(of), sum(1 for o in inside if unknown(o)), 100 * k / len(of) if of else None

    def standard(self, official):
        rule = self.minimums.get(self.people[official]["post"])
        if rule is None:
            return None
        cell, no_record, _ = self.town.level(official, "professional", self.day)
        level = None if no_record else "" if cell == "level_unknown" else cell
        recruited = last_day(self.town.people[official]["recruited_on"])
        if recruited is None:
            recruited = min(last_day(row["starts_on"]) for row in self.town.postings[official])
        status = rule.status(level, recruited, self.day).value
        if status != "met":
            return status
        suits = self.town.suits(official, self.people[official]["post"], self.day)
        return {"chua_phu_hop": "unmet", "chua_xac_dinh": "unknown"}.get(suits, "met")

    def retires(self, official):
        person = self.town.people[official]
        return self.retirement.retires_within(
            person["sex"], last_day(person["birth_date"]), day=self.day, years=5
        )

    def all(self):
        result = defaultdict(dict)
        for scope, test in self.town.scopes(self.year).items():
            for code, figure in self.of_scope(scope, test):
                result[code][scope] = figure
        return result

    def of_scope(self, scope, test):
        inside = [o for o, row in self.people.items() if test(row)]
        yield from self.structure(scope, test, inside)
        yield from self.quality(inside)
        yield from self.flows(scope, test, inside)
        yield from self.conduct(scope, test)
        yield from self.planned(scope, test)
        for code in ("C8", "D1", "D2", "F3", "H2"):  # no survey, no plan: no value
            yield code, (None, None, 0, None)

    def structure(self, scope, test, inside):
        town, day, n = self.town, self.day, len(inside)
        person = town.people
        yield "A1", (n, None, 0, n)
        for group in ("can_bo", "cong_chuc"):
            k = sum(1 for o in inside if group_of(self.people[o]["post"]) == group)
            yield f"A1.{group}", (k, None, 0, k)
        units = [
            u
            for u in town.alive(self.year)
            if any(test({"unit": u, "post": p}) for p in (CAN_BO[0], CONG_CHUC[0]))
        ]
        yield "A3", (n, len(units), 0, n / len(units) if units else None)
        yield (
            "A4",
            self.share(
                inside,
                lambda o: person[o]["sex"] == "nu",
                lambda o: person[o]["sex"],
                lambda o: not person[o]["sex"],
            ),
        )
        ages = [town.age(o, day) for o in inside]
        known = [age for age in ages if age is not None]
        for low, high, band in (
            (0, 29, "under_30"),
            (30, 39, "30_39"),
            (40, 49, "40_49"),
            (50, 999, "50_plus"),
        ):
            k = sum(1 for age in known if low <= age <= high)
            yield f"A5.{band}", (k, len(known), n - len(known), 100 * k / len(known) if known else None)
        yield "A6", (sum(known), len(known), n - len(known), sum(known) / len(known) if known else None)
        yield (
            "A8.party",
            self.share(
                inside, lambda o: town.party(o, day)[0] == "yes", unknown=lambda o: town.party(o, day)[1]
            ),
        )
        yield "A8.ethnic_minority", self.share(
            inside, lambda o: person[o]["ethnicity"] != "Kinh", lambda o: person[o]["ethnicity"],
            lambda o: not person[o]["ethnicity"],
        )  # fmt: skip
        yield "A8.religion", self.share(
            inside, lambda o: person[o]["religion"] != "Không", lambda o: person[o]["religion"],
            lambda o: not person[o]["religion"],
        )  # fmt: skip
        yield (
            "A9",
            self.share(
                inside, self.retires, lambda o: self.retires(o) is not None, lambda o: self.retires(o) is None
            ),
        )
        cells = {o: town.seniority(o, day) for o in inside}
        for band in ("under_5", "5_10", "11_20", "over_20"):
            yield f"A7.{band}", self.share(
                inside, lambda o, band=band: cells[o] == band, lambda o: cells[o] != "unknown",
                lambda o: cells[o] == "unknown",
            )  # fmt: skip
        kin = {o: town.relatives(o, day) for o in inside}
        declared = lambda o: kin[o] != "unknown"  # noqa: E731
        yield "A10", self.share(inside, lambda o: kin[o] == "yes", declared, lambda o: not declared(o))
        yield "A10.coverage", self.share(inside, declared)
        yield from self.unit_figures(scope, test, inside, units)
        yield from self.unit_sums(scope, units)
        yield from self.inspected(scope, units)

    def unit_figures(self, scope, test, inside, units):
        if "group:" in scope:
            yield "A2", (None, None, 0, None)
            yield "H1", (None, None, 0, None)
            return
        quota = {}
        for row in sorted(self.town.tables["unit_quotas"], key=lambda r: r["starts_on"]):
            if self.town.holds(row, self.day):
                quota[row["unit"]] = int(row["total"])
        computers = {
            row["unit"]: int(row["computers"])
            for row in self.town.tables["unit_years"] if row["year"] == str(self.year) and row["computers"]
        }  # fmt: skip
        for code, given, scale in (("A2", quota, 100), ("H1", computers, 1)):
            known = [u for u in units if u in given]
            heads = sum(1 for o in inside if self.people[o]["unit"] in known)
            total = sum(given[u] for u in known)
            top, bottom = (heads, total) if code == "A2" else (total, heads)
            yield code, (top, bottom, len(units) - len(known), scale * top / bottom if bottom else None)

    def unit_sums(self, scope, units):
        """What units reported; a group has no share of it."""
        given = {row["unit"]: row for row in self.town.tables["unit_years"] if row["year"] == str(self.year)}

        def known(*names):
            return [u for u in units if u in given and all(given[u][name] for name in names)]

        def total(name, of):
            return sum(float(given[u][name]) for u in of)

        for code, top, bottom, scale in (
            ("D4", "complaints_upheld", "population", 1000), ("E5", "cases_on_time", "cases", 100),
            ("H4.competition", "applicants", "posts_advertised", 1), ("H4.filled", "recruited", "posts_advertised", 100),
        ):  # fmt: skip
            of = known(top, bottom)
            k, n = total(top, of), total(bottom, of)
            yield code, self.whole(scope, (k, n, len(units) - len(of), scale * k / n if n else None))
        for code, name in (("E6", "reform_score"), ("E7", "satisfaction_pct")):
            of = known(name)
            k = total(name, of)
            yield code, self.whole(scope, (k, len(of), len(units) - len(of), k / len(of) if of else None))
        for name in ("posts_advertised", "applicants", "recruited"):
            of = known(name)
            k = total(name, of)
            yield f"H4.{name}", self.whole(scope, (k, len(of), len(units) - len(of), k if of else None))

    @staticmethod
    def whole(scope, figure):
        return (None, None, 0, None) if "group:" in scope else figure

    def inspected(self, scope, units):
        rows = []
        everything = scope == "all"  # also what no unit of the day answers for
        for row in self.town.tables["inspections"]:
            day = last_day(row["starts_on"] or row["concluded_on"])
            unit = self.town.heir(row["unit"], self.day)
            if day and (unit in units or (unit is None and self.belongs(row["unit"], scope, everything))):
                rows.append((row, day, unit))
        held = [(row, unit) for row, day, unit in rows if self.in_year(day)]
        seen = [row for row, _ in held if row["findings"] != ""]
        found = [row for row in seen if int(row["findings"]) > 0]
        ends = [
            row for row, _, _ in rows if row["remedy_due_on"] and self.in_year(last_day(row["remedy_due_on"]))
        ]
        kept = [row for row in ends if row["remedied_on"] and row["remedied_on"] <= row["remedy_due_on"]]
        violations = sum(int(row["violations"] or 0) for row, _ in held)
        n_units = len({unit for _, unit in held if unit})
        for code, figure in (
            ("G3", (len(held), len(units), 0, len(held))),
            ("G3.units", (n_units, len(units), 0, 100 * n_units / len(units) if units else None)),
            ("G3.findings", (len(found), len(seen), len(held) - len(seen), 100 * len(found) / len(seen) if seen else None)),
            ("G3.remedied", (len(kept), len(ends), 0, 100 * len(kept) / len(ends) if ends else None)),
            ("G3.violations", (violations, len(held), 0, violations if held else None)),
        ):  # fmt: skip
            yield code, self.whole(scope, figure)

    def belongs(self, unit, scope, everything):
        area = self.town.area(unit)
        return (
            everything
            or (area != "" and scope == f"area:{area}")
            or scope == f"unit:{self.town.counted(unit)}"
        )

    def answering(self, unit):
        return self.town.heir(unit, self.day) or unit

    @cached_property
    def plans(self):
        """(official, unit, post) in force on the day, each once."""
        return {
            (row["official_id"], self.answering(row["unit"]), row["post"])
            for row in self.town.tables["successions"] if self.in_plan(row, self.day)
        }  # fmt: skip

    @staticmethod
    def in_plan(row, day):
        approved, removed = last_day(row["approved_on"]), last_day(row["removed_on"])
        return (approved is None or approved <= day) and (removed is None or day < removed)

    @cached_property
    def appointed(self):
        """(official, unit, post, planned) of who came newly into a leading post in the year."""
        found = []
        rows = self.town.tables["successions"]
        if not any(not row["approved_on"] or last_day(row["approved_on"]) <= self.day for row in rows):
            return found
        for row in self.town.tables["appointments"]:
            start = last_day(row["starts_on"])
            is_new = row["is_primary"] == "1" and row["post"] in CAN_BO and row["start_unknown"] != "1"
            if not is_new or not self.in_year(start):
                continue
            before, who = start - timedelta(1), row["official_id"]
            if any(r["post"] == row["post"] and self.town.holds(r, before) for r in self.town.postings[who]):
                continue
            planned = any(
                r["official_id"] == who and r["post"] == row["post"] and self.in_plan(r, before) for r in rows
            )
            found.append((who, self.answering(row["unit"]), row["post"], planned))
        return found

    def planned(self, scope, test):
        town = self.town
        inside = [(o, u, p) for o, u, p in self.plans if test({"unit": u, "post": p})]
        posts = {(u, p) for _, u, p in inside}
        yield "F4", (len(inside), len(posts), 0, len(inside) / len(posts) if posts else None)
        people = {o for o, _, _ in inside}
        sex = {o: town.people[o]["sex"] for o in people}
        age = {o: town.age(o, self.day) for o in people}
        yield "F5.women", self.share(people, lambda o: sex[o] == "nu", lambda o: sex[o], lambda o: not sex[o])
        yield "F5.young", self.share(
            people, lambda o: age[o] < 40, lambda o: age[o] is not None, lambda o: age[o] is None
        )  # fmt: skip
        new = [(o, planned) for o, u, p, planned in self.appointed if test({"unit": u, "post": p})]
        k, n = len({o for o, planned in new if planned}), len({o for o, _ in new})
        yield "F6", (k, n, 0, 100 * k / n if n else None)

    def conduct(self, scope, test):
        disciplined = [(o, kind) for o, kind, posting in self.happened("disciplines") if test(posting)]
        awards = [o for o, _, posting in self.happened("awards") if test(posting)]
        people, n = len({o for o, _ in disciplined}), len(disciplined)
        served = sum(1 for rows in self.served.values() if any(test(row) for row in rows.values()))
        yield "D3", (people, served, 0, 100 * people / served if served else None)
        yield "G4", (len(awards), n, 0, len(awards) / n if n else None)

    def quality(self, inside):
        town, day, year = self.town, self.day, self.year
        health = {o: town.health(o, year) for o in inside}
        missing = lambda o: health[o] == "missing"  # noqa: E731
        for k in "12345":
            yield f"B1.{k}", self.share(inside, lambda o, k=k: health[o] == k, unknown=missing)
        yield "B2", self.share(inside, lambda o: health[o] in "123", lambda o: not missing(o), missing)
        yield "B3", self.share(inside, lambda o: health[o] in "12", lambda o: not missing(o), missing)
        yield "B4", self.share(inside, lambda o: not missing(o))
        schooling = {o: EDUCATION[town.people[o]["general_education"]] for o in inside}
        for level in ("thpt", "thcs", "tieu_hoc"):
            yield f"C1.{level}", self.share(
                inside, lambda o, level=level: schooling[o] == level, lambda o: schooling[o] != "unknown",
                lambda o: schooling[o] == "unknown",
            )  # fmt: skip
        kinds = (
            ("C2", "professional"),
            ("C4", "political"),
            ("C5", "state_management"),
            ("C6", "it"),
            ("C7", "foreign_language"),
        )
        for code, kind in kinds:
            held = {o: town.level(o, kind, day)[0] for o in inside}
            unsure = lambda o, held=held: held[o] == "level_unknown"  # noqa: E731
            for level in LEVELS[kind]:
                yield (
                    f"{code}.{level}",
                    self.share(inside, lambda o, h=held, v=level: h[o] == v, unknown=unsure),
                )
            if code == "C2":
                high = ("dai_hoc", "thac_si", "tien_si")
                yield "C2u", self.share(inside, lambda o, h=held, high=high: h[o] in high, unknown=unsure)
        verdict = {o: self.standard(o) for o in inside}
        yield (
            "C2s",
            self.share(
                inside,
                lambda o: verdict[o] == "met",
                lambda o: verdict[o] is not None,
                lambda o: verdict[o] == "unknown",
            ),
        )
        yield (
            "C2t",
            self.share(
                inside,
                lambda o: verdict[o] == "in_transition",
                lambda o: verdict[o] is not None,
                lambda o: verdict[o] == "unknown",
            ),
        )
        fit = {o: town.suits(o, self.people[o]["post"], day) for o in inside}
        open_ = lambda o: fit[o] == "chua_xac_dinh"  # noqa: E731
        for code, cell in (("C3", "phu_hop"), ("C3.chua_phu_hop", "chua_phu_hop")):
            yield code, self.share(inside, lambda o, c=cell: fit[o] == c, lambda o: fit[o], open_)
        yield "C3.chua_xac_dinh", self.share(inside, open_, lambda o: fit[o])
        rating = {o: town.evaluation(o, year) for o in inside}
        unrated = lambda o: rating[o] == "not_evaluated"  # noqa: E731
        for level in EVALUATIONS:
            yield f"E1.{level}", self.share(inside, lambda o, v=level: rating[o] == v, unknown=unrated)
        yield "E1.not_evaluated", self.share(inside, unrated)
        rated = lambda o: not unrated(o)  # noqa: E731
        yield "E2", self.share(inside, lambda o: rating[o] in ("xuat_sac", "tot"), rated, unrated)
        yield "E3", self.share(inside, lambda o: rating[o] == "xuat_sac", rated, unrated)
        yield "E4", self.share(inside, unrated)

    def flows(self, scope, test, inside):
        served = sum(1 for rows in self.served.values() if any(test(row) for row in rows.values()))
        groups = (
            ("F1", "F2", "trainings", TRAININGS),
            (None, "G1", "awards", AWARDS),
            (None, "G2", "disciplines", FORMS),
        )
        for bare, people_code, table, kinds in groups:
            rows = [(o, kind) for o, kind, posting in self.happened(table) if test(posting)]
            if bare:
                yield bare, (len(rows), served, 0, len(rows))
            prefix = bare or people_code
            for kind in kinds:
                k = sum(1 for _, each in rows if each == kind)
                yield f"{prefix}.{kind}", (k, served, 0, k)
            k = len({o for o, _ in rows})
            yield people_code, (k, served, 0, 100 * k / served if served else None)
        before = sum(1 for row in self.town.in_post(date(self.year - 1, 12, 31)).values() if test(row))
        mean = (before + len(inside)) / 2
        unknown = self.left({""}, test)
        for code, reasons in (("H3", {"thoi_viec", "chuyen_cong_tac"}), ("H3.thoi_viec", {"thoi_viec"})):
            k = self.left(reasons, test)
            yield code, (k, mean, unknown, 100 * k / mean if mean else None)
