"""The slow twin of the figures: contracts 4 in plain Python over package rows, one person at a time.

Written from the contract alone; it imports nothing of `reports`. The rules of law (retirement, standards) are asked
of `officials`, one person at a time.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date
from functools import cache, cached_property

from officials.majors import majors_on

CAN_BO = [
    "bi_thu_dang_uy",
    "pho_bi_thu_dang_uy",
    "chu_tich_hdnd",
    "pho_chu_tich_hdnd",
    "chu_tich_ubnd",
    "pho_chu_tich_ubnd",
    "chu_tich_ubmttq",
    "bi_thu_doan",
    "chu_tich_hoi_phu_nu",
    "chu_tich_hoi_nong_dan",
    "chu_tich_hoi_ccb",
]
CONG_CHUC = [
    "truong_cong_an",
    "chi_huy_truong_quan_su",
    "van_phong_thong_ke",
    "dia_chinh_xay_dung",
    "tai_chinh_ke_toan",
    "tu_phap_ho_tich",
    "van_hoa_xa_hoi",
]
LEVELS = {
    "professional": ["tien_si", "thac_si", "dai_hoc", "cao_dang", "trung_cap", "so_cap", "none"],
    "political": ["cu_nhan", "cao_cap", "trung_cap", "so_cap", "none"],
    "state_management": ["chuyen_vien_cao_cap", "chuyen_vien_chinh", "chuyen_vien", "can_su", "none"],
    "it": ["trung_cap_tro_len", "nang_cao", "co_ban", "c", "b", "a", "none"],
    "foreign_language": ["dai_hoc", "c2", "c1", "b2", "b1", "a2", "a1", "c", "b", "a", "none"],
}
EVALUATIONS = ["xuat_sac", "tot", "hoan_thanh", "han_che_nang_luc", "khong_hoan_thanh"]
TRAININGS = ["chuyen_mon", "llct", "qlnn", "tin_hoc", "ngoai_ngu", "ky_nang", "qpan", "khac"]
AWARDS = ["danh_hieu", "hinh_thuc"]
FORMS = [
    "khien_trach",
    "canh_cao",
    "ha_bac_luong",
    "giang_chuc",
    "cach_chuc",
    "bai_nhiem",
    "buoc_thoi_viec",
    "khai_tru",
]
FAR = date(9999, 12, 31)


def last_day(text):
    """The last possible day of `2020-05-01`, `2020-05` or `2020`; None of an empty text."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(*parts)[1])
    return date(*parts)


def greater(left, right):
    if left.isdigit() and right.isdigit():
        return int(left) > int(right)
    return left > right


def group_of(post):
    return "can_bo" if post in CAN_BO else "cong_chuc"


class Town:
    """Package rows (dicts of texts) and the questions of contracts 4, on the day `month_day` of each year; counted by
    the units of each year, or under the units of the day `units_on`."""

    def __init__(self, tables, month_day=(12, 31), units_on=None):
        self.month_day, self.units_on = month_day, units_on
        self.tables = defaultdict(list, tables)
        self.units = {row["unit"]: row for row in self.tables["units"]}
        self.people = {row["official_id"]: row for row in self.tables["officials"]}
        self.postings = defaultdict(list)
        for row in self.tables["appointments"]:
            self.postings[row["official_id"]].append(row)

    def of(self, table, official):
        return self._by_person[table].get(official, [])

    @cached_property
    def _by_person(self):
        found = {}
        for table, rows in self.tables.items():
            if rows and "official_id" in rows[0]:
                found[table] = defaultdict(list)
                for row in rows:
                    found[table][row["official_id"]].append(row)
        return defaultdict(dict, found)

    def day(self, year):
        month, day = self.month_day
        return date(year, month, min(day, calendar.monthrange(year, month)[1]))

    @staticmethod
    def holds(row, day):
        return last_day(row["starts_on"]) <= day <= (last_day(row["ends_on"]) or FAR)

    @cache  # noqa: B019
    def posting(self, official, day):
        """The primary appointment that counts on the day."""
        best = None
        for row in self.postings[official]:
            if row["is_primary"] != "1" or not self.holds(row, day):
                continue
            if (
                best is None
                or row["starts_on"] > best["starts_on"]
                or row["starts_on"] == best["starts_on"]
                and greater(row["appointment_id"], best["appointment_id"])
            ):
                best = row
        return best

    def in_post(self, day):
        found = {official: self.posting(official, day) for official in self.people}
        return {official: row for official, row in found.items() if row}

    # --- scopes -------------------------------------------------------------------------------------------------
    def alive(self, year):
        return self.alive_on(self.day(year))

    def counted(self, unit):
        """The unit somebody of `unit` is counted under."""
        return (self.units_on and self.heir(unit, self.units_on)) or unit

    def area(self, unit):
        return self.units[self.counted(unit)]["area"] or self.units[unit]["area"]

    def listed(self, year):
        """The units that have a row."""
        if not self.units_on:
            return self.alive(year)
        alone = [u for u in self.alive(year) if self.heir(u, self.units_on) is None]
        return self.alive_on(self.units_on) + alone

    def alive_on(self, day):
        return [
            u for u, row in self.units.items()
            if (not row["starts_on"] or last_day(row["starts_on"]) <= day)
            and (not row["ends_on"] or day <= last_day(row["ends_on"]))
        ]  # fmt: skip

    def heir(self, unit, day, seen=()):
        """The one unit of the day that `unit` is, became or was; None when there is not exactly one."""
        if unit in self.alive_on(day):
            return unit
        row = self.units[unit]
        links = self.tables["unit_successions"]
        if row["ends_on"] and last_day(row["ends_on"]) < day:
            ways = [
                x["successor"]
                for x in links
                if x["predecessor"] == unit and last_day(x["effective_on"]) <= day
            ]
        else:
            born = last_day(row["starts_on"])
            ways = [
                x["predecessor"]
                for x in links
                if x["successor"] == unit and last_day(x["effective_on"]) <= born
            ]
        return self.heir(ways[0], day, (*seen, unit)) if len(ways) == 1 and ways[0] not in seen else None

    def scopes(self, year):
        """scope code → test over (unit, post)."""
        areas = sorted({row["area"] for row in self.units.values() if row["area"]})
        bases = {"all": lambda unit: True}
        bases |= {f"area:{a}": (lambda unit, a=a: self.area(unit) == a) for a in areas}
        bases |= {f"unit:{u}": (lambda unit, u=u: self.counted(unit) == u) for u in self.listed(year)}
        found = {}
        for base, test in bases.items():
            found[base] = lambda row, test=test: test(row["unit"])
            for group in ("can_bo", "cong_chuc"):
                code = f"group:{group}" if base == "all" else f"{base}|group:{group}"
                found[code] = lambda row, test=test, g=group: test(row["unit"]) and group_of(row["post"]) == g
        return found

    # --- facts of one person --------------------------------------------------------------------------------------
    def age(self, official, day):
        born = last_day(self.people[official]["birth_date"])
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def held(self, official, kind, day):
        return [
            row for row in self.of("qualifications", official)
            if row["kind"] == kind and (not row["attained_on"] or last_day(row["attained_on"]) <= day)
        ]  # fmt: skip

    def level(self, official, kind, day):
        """(cell, no record, resting on no date)."""
        rows = self.held(official, kind, day)
        stated = [row for row in rows if row["level"]]
        if not rows:
            return "none", True, False
        if not stated:
            return "level_unknown", False, not any(row["attained_on"] for row in rows)
        best = min((row["level"] for row in stated), key=LEVELS[kind].index)
        dated = any(row["attained_on"] for row in stated if row["level"] == best)
        return best, False, best != "none" and not dated

    def suits(self, official, post, day):
        """Whether the field of the highest degree suits the post by the table of the day; None = it is silent."""
        decided = majors_on(day)
        level = self.level(official, "professional", day)[0]
        rows = [
            row for row in self.held(official, "professional", day)
            if (row["level"] or "level_unknown") == level
        ]  # fmt: skip
        found = decided.suits(post, [row["field"] for row in rows])
        if found is not None and level == "none" and rows:
            return "chua_phu_hop"
        return found and found.value

    def has_one(self, official, kind, day):
        rows = self.held(official, kind, day)
        real = [row for row in rows if row["level"] != "none"]
        return "yes" if real else "no", not rows, bool(real) and not any(row["attained_on"] for row in real)

    def party(self, official, day):
        row = self.people[official]
        joined = last_day(row["party_joined_on"])
        yes = row["party_member"] == "1" or (joined is not None and joined <= day)
        return "yes" if yes else "no", row["party_member"] == "" and joined is None

    def years_served(self, official, day):
        """Completed years in primary posts; None when it is not known since when (and 21 are not reached)."""
        rows = [
            row
            for row in self.postings[official]
            if row["is_primary"] == "1" and last_day(row["starts_on"]) <= day
        ]
        days = set()
        for row in rows:
            first, last = last_day(row["starts_on"]), min(last_day(row["ends_on"]) or day, day)
            days.update(range(first.toordinal(), last.toordinal() + 1))
        if not days:
            return None
        since = date.fromordinal(day.toordinal() - len(days) + 1)
        years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
        first = self.posting(official, date.fromordinal(min(days)))
        return None if first["start_unknown"] == "1" and years < 21 else years

    def seniority(self, official, day):
        years = self.years_served(official, day)
        if years is None:
            return "unknown"
        return "under_5" if years < 5 else "5_10" if years <= 10 else "11_20" if years <= 20 else "over_20"

    def relatives(self, official, day):
        """yes: somebody of the same unit is a declared relative; unknown: nothing was declared either way."""
        mine = {row["relative_official_id"] for row in self.of("family_members", official)}
        named_by = {
            r["official_id"] for r in self.tables["family_members"] if r["relative_official_id"] == official
        }
        if not self.of("family_members", official) and not named_by:
            return "unknown"
        unit = self.posting(official, day)["unit"]
        others = [self.posting(other, day) for other in (mine | named_by) - {""}]
        return "yes" if any(row and row["unit"] == unit for row in others) else "no"

    def record_of_year(self, table, key, official, year, date_column):
        best = None
        for row in self.of(table, official):
            if row["year"] != str(year):
                continue
            when = last_day(row[date_column]) or date.min
            if (
                best is None
                or (when, 0) > (best[0], 0)
                or (when == best[0] and greater(row[key], best[1][key]))
            ):
                best = (when, row)
        return best[1] if best else None

    def evaluation(self, official, year):
        row = self.record_of_year("evaluations", "evaluation_id", official, year, "decided_on")
        if row is None or not row["level"] or row["status"] not in ("", "rated"):
            return "not_evaluated"
        return row["level"]

    def health(self, official, year):
        row = self.record_of_year("health_checks", "health_check_id", official, year, "checked_on")
        return row["health_class"] if row and row["health_class"] else "missing"

    # --- events -----------------------------------------------------------------------------------------------------
    def events(self, table, year):
        """(official, day, kind) of the year."""
        found = []
        for row in self.tables[table]:
            if table == "trainings":
                day = last_day(row["ends_on"])
                when = day.year if day else None
                kind = row["kind"]
            elif table == "awards":
                day = last_day(row["decided_on"])
                when = int(row["year"]) if row["year"] else day.year if day else None
                day = day or (date(when, 12, 31) if when else None)
                kind = row["kind"]
            else:
                day = last_day(row["decided_on"]) or last_day(row["acted_on"])
                when = day.year if day else None
                kind = row["form"]
            is_late = day is not None and self.day(year) < min(day, date(year, 12, 31))
            if when == year and not is_late:
                found.append((row["official_id"], day, kind))
        return found

    def had_event(self, table, official, year):
        return any(who == official for who, _, _ in self.events(table, year))

    # --- tables -----------------------------------------------------------------------------------------------------
    def cell(self, table, official, posting, year, bands):
        day = self.day(year)
        person = self.people[official]
        if table == "sex":
            return person["sex"] or "unknown"
        if table == "age":
            age = self.age(official, day)
            if age is None:
                return "unknown"
            if bands == "bm02":
                return next(n for top, n in BM02 if age <= top)
            return next(n for top, n in DECADE if age <= top)
        if table in ("trained", "rewarded", "disciplined"):
            source = {"trained": "trainings", "rewarded": "awards", "disciplined": "disciplines"}[table]
            return "yes" if self.had_event(source, official, year) else "no"
        return {
            "seniority": lambda: self.seniority(official, day),
            "major_fit": lambda: self.suits(official, posting["post"], day) or "no_rule",
            "group": lambda: group_of(posting["post"]),
            "post": lambda: posting["post"],
            "unit": lambda: self.counted(posting["unit"]),
            "degree": lambda: self.level(official, "professional", day)[0],
            "political_theory": lambda: self.level(official, "political", day)[0],
            "state_management": lambda: self.level(official, "state_management", day)[0],
            "it_certificate": lambda: self.has_one(official, "it", day)[0],
            "foreign_language": lambda: self.has_one(official, "foreign_language", day)[0],
            "general_education": lambda: EDUCATION[person["general_education"]],
            "party": lambda: self.party(official, day)[0],
            "health": lambda: self.health(official, year),
            "evaluation": lambda: self.evaluation(official, year),
        }[table]()

    def flags(self, table, official, day):
        """(no record, unknown date) of one person in one table."""
        kinds = {
            "degree": "professional",
            "political_theory": "political",
            "state_management": "state_management",
        }
        certificates = {"it_certificate": "it", "foreign_language": "foreign_language"}
        if table in kinds:
            return self.level(official, kinds[table], day)[1:]
        if table in certificates:
            return self.has_one(official, certificates[table], day)[1:]
        if table == "party":
            return self.party(official, day)[1], False
        return False, False

    def table_cells(self, table, year, bands):
        levels = {
            "degree": "professional",
            "political_theory": "political",
            "state_management": "state_management",
        }
        if table in levels:
            return [*LEVELS[levels[table]], "level_unknown"]
        if table in ("post", "posts_held"):
            return CAN_BO + CONG_CHUC
        if table == "unit":
            used = {self.counted(row["unit"]) for row in self.in_post(self.day(year)).values()}
            return sorted(used | set(self.listed(year)))
        return {
            "sex": ["nam", "nu", "unknown"],
            "age": [name for _, name in (BM02 if bands == "bm02" else DECADE)] + ["unknown"],
            "seniority": ["under_5", "5_10", "11_20", "over_20", "unknown"],
            "major_fit": ["phu_hop", "chua_xac_dinh", "chua_phu_hop", "no_rule"],
            "group": ["can_bo", "cong_chuc"],
            "general_education": ["thpt", "thcs", "tieu_hoc", "unknown"],
            "health": ["1", "2", "3", "4", "5", "missing"],
            "evaluation": [*EVALUATIONS, "not_evaluated"],
        }.get(table, ["yes", "no"])

    def table(self, name, year, bands="decade"):
        """scope → row."""
        day = self.day(year)
        people = self.in_post(day)
        cell_of = {}
        if name != "posts_held":
            cell_of = {o: self.cell(name, o, row, year, bands) for o, row in people.items()}
        result = {}
        for scope, test in self.scopes(year).items():
            inside = [o for o, row in people.items() if test(row)]
            cells = dict.fromkeys(self.table_cells(name, year, bands), 0)
            if name == "posts_held":
                held = {
                    (row["official_id"], row["unit"], row["post"])
                    for row in self.tables["appointments"] if self.holds(row, day) and test(row)
                }  # fmt: skip
                for _, _, post in held:
                    cells[post] += 1
            for official in inside if name != "posts_held" else ():
                cells[cell_of[official]] += 1
            flags = [self.flags(name, o, day) for o in inside]
            result[scope] = {
                "table": name, "year": year, "scope": scope, "headcount": len(inside), "cells": cells,
                "no_record": sum(f[0] for f in flags), "unknown_date": sum(f[1] for f in flags),
            }  # fmt: skip
        return result


DECADE = [(29, "under_30"), (39, "30_39"), (49, "40_49"), (999, "50_plus")]
BM02 = [(30, "to_30"), (40, "31_40"), (50, "41_50"), (60, "51_60"), (999, "over_60")]
EDUCATION = {
    "12/12": "thpt",
    "10/10": "thpt",
    "9/12": "thcs",
    "7/10": "thcs",
    "thpt": "thpt",
    "tieu_hoc": "tieu_hoc",
    "": "unknown",
}
