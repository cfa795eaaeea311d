"""BM02/BNV recomputed in plain Python over package rows, one person at a time; it imports nothing of `reports`."""

from __future__ import annotations

from datetime import date

from officials.law import retirement_rules
from tests.reports.plain import EDUCATION, group_of, last_day


class Form:
    """The numbers of one town and year: unit → column → count, 0 = without a birth date, 39 = language not named."""

    def __init__(self, town, year):
        self.town, self.day = town, date(year, 12, 31)
        self.rules = retirement_rules(self.day)

    def of(self, inside):
        found = dict.fromkeys(range(40), 0)
        for official, posting in inside.items():
            for number in self.columns_of(official, posting):
                found[number] += 1
        return found

    def columns_of(self, official, posting):
        person, town, day = self.town.people[official], self.town, self.day
        yield 1
        if person["sex"] == "nu":
            yield 2
        if town.party(official, day)[0] == "yes":
            yield 3
        if person["ethnicity"] and person["ethnicity"] != "Kinh":
            yield 4
        if person["religion"] and person["religion"] != "Không":
            yield 5
        yield 6 if group_of(posting["post"]) == "can_bo" else 7
        yield from self.levels(official)
        school = ("thpt", "thcs", "tieu_hoc")
        if EDUCATION[person["general_education"]] in school:
            yield 14 + school.index(EDUCATION[person["general_education"]])
        yield from self.tongues(official)
        yield from self.ages(official, person)
        first = min(row["starts_on"] for row in town.postings[official])
        if posting["how"] == "luan_chuyen" and posting["starts_on"] == first:
            yield 38

    def levels(self, official):
        level = {
            kind: self.town.level(official, kind, self.day)[0]
            for kind in ("professional", "political", "state_management", "it")
        }
        degrees = ["tien_si", "thac_si", "dai_hoc", "cao_dang", "trung_cap", "so_cap"]
        if level["professional"] in degrees:
            yield 8 + degrees.index(level["professional"])
        theory = ["cu_nhan", "cao_cap", "trung_cap", "so_cap"]
        if level["political"] in theory:
            yield 17 + theory.index(level["political"])
        state = {"chuyen_vien_cao_cap": 28, "chuyen_vien_chinh": 28, "chuyen_vien": 29, "none": 30}
        if level["state_management"] in state:
            yield state[level["state_management"]]
        if level["it"] == "trung_cap_tro_len":
            yield 21
        elif level["it"] != "none":
            yield 22

    def tongues(self, official):
        rows = [r for r in self.town.held(official, "foreign_language", self.day) if r["level"] != "none"]
        english = [r for r in rows if "anh" in r["field"].lower()]
        other = [r for r in rows if r["field"] and "anh" not in r["field"].lower()]
        for column, held in ((23, english), (25, other)):
            if held:
                yield column if any(r["level"] == "dai_hoc" for r in held) else column + 1
        if any(not r["field"] for r in rows):
            yield 39
        if any(r["level"] != "none" for r in self.town.held(official, "ethnic_language", self.day)):
            yield 27

    def ages(self, official, person):
        age = self.town.age(official, self.day)
        if age is None:
            yield 0
            return
        retires = self.rules.retirement_date(person["sex"], last_day(person["birth_date"]))
        if retires is not None and retires < self.day:
            yield 37
        elif age <= 50:
            yield 31 if age <= 30 else 32 if age <= 40 else 33
        else:
            yield 34
            if person["sex"] == "nu" and age <= 55:
                yield 35
            if person["sex"] == "nam" and 56 <= age <= 60:
                yield 36
