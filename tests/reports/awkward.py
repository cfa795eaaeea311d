"""Random package rows full of what goes wrong: moves around New Year, overlaps, partial and missing dates, ties."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta

from tests.reports.plain import AWARDS, CAN_BO, CONG_CHUC, EVALUATIONS, FORMS, LEVELS, TRAININGS

COLUMNS = {
    "units": "unit code name kind area unit_class starts_on ends_on note",
    "unit_successions": "predecessor successor effective_on basis",
    "unit_quotas": "unit total starts_on ends_on basis",
    "officials": "official_id full_name sex birth_date ethnicity religion national_id hometown general_education "
    "recruited_on party_member party_joined_on party_official_on synthetic",
    "appointments": "appointment_id official_id unit post is_primary starts_on start_unknown ends_on how term end_reason "
    "decision_no decided_on decided_by managed_by",
    "family_members": "family_member_id official_id relation full_name birth_year relative_official_id note",
    "qualifications": "qualification_id official_id kind level field attained_on expires_on institution certificate_no",
    "evaluations": "evaluation_id official_id year status level self_level party_level decided_on decided_by decision_no",
    "health_checks": "health_check_id official_id year health_class checked_on facility",
    "trainings": "training_id official_id course kind starts_on ends_on hours cost result",
    "awards": "award_id official_id title kind year decided_on authority decision_no",
    "disciplines": "discipline_id official_id form line act_ref acted_on decided_on ends_on in_duty authority decision_no",
    "successions": "succession_id official_id unit post term approved_on removed_on",
    "inspections": "inspection_id unit subject trigger body planned_on starts_on concluded_on findings violations "
    "sanctions remedy_due_on remedied_on",
    "unit_years": "unit year computers computers_over_5y cases cases_on_time satisfaction_pct reform_score "
    "complaints_received complaints_upheld complaints_on_time population posts_advertised applicants recruited",
}
# Days on which a figure of 31/12 is most easily wrong.
EDGES = [
    date(y, m, d) for y in (2018, 2019, 2020, 2021) for m, d in ((12, 30), (12, 31), (1, 1), (1, 2), (6, 30))
]
REASONS = ["", "thoi_viec", "thoi_viec", "chuyen_cong_tac", "nghi_huu", "sap_nhap", "het_nhiem_ky"]
YEARS = (2019, 2020, 2021)


class Maker:
    """Makes the tables of one seed."""

    def __init__(self, seed, n_people=45):
        self.random = random.Random(seed)
        self.n = 0
        self.tables = {name: [] for name in COLUMNS}
        self.units()
        for number in range(n_people):
            self.person(f"{number}" if number % 3 else f"P{number}")
        # From here on another stream, so that what is added last does not change who is drawn above.
        self.random = random.Random(seed + 1000)
        self.links()
        self.unit_numbers()
        self.plans()

    def add(self, table, **values):
        row = dict.fromkeys(COLUMNS[table].split(), "")
        row.update({key: str(value) for key, value in values.items()})
        self.tables[table].append(row)

    def id(self):
        """Ids that sort differently as numbers and as texts."""
        self.n += 1
        return str(self.n)

    def units(self):
        lives = {
            "U1": ("Bắc", "", ""), "U2": ("Bắc", "2000-01-01", ""), "U3": ("Nam", "", ""), "U4": ("", "", ""),
            "MOI": ("Nam", "2020-07-01", ""), "TRONG": ("Bắc", "", ""), "CU": ("", "", "2019-10-31"),
        }  # fmt: skip
        for unit, (area, starts, ends) in lives.items():
            self.add(
                "units",
                unit=unit,
                code=unit,
                name=f"Đơn vị {unit}",
                kind="phuong",
                area=area,
                starts_on=starts,
                ends_on=ends,
            )
            for year in YEARS:
                if self.random.random() < 0.8:
                    computers = self.random.choice(["", self.random.randint(0, 12)])
                    self.add("unit_years", unit=unit, year=year, computers=computers)
        for unit in ("U1", "U2", "MOI"):
            self.add(
                "unit_quotas",
                unit=unit,
                total=self.random.randint(5, 12),
                starts_on="2018-01-01",
                ends_on="2020-06-30",
            )
            self.add("unit_quotas", unit=unit, total=self.random.randint(5, 12), starts_on="2020-07-01")
        self.add("unit_quotas", unit="U3", total=9, starts_on="2019-12-31", ends_on="2021-12-30")

    def links(self):
        """Relatives, unknown starts, units that went over into others (one of them into two)."""
        r = self.random
        self.add("units", unit="CHIA", code="CHIA", name="Đơn vị CHIA", kind="xa", ends_on="2020-06-30")
        for old, new, day in (
            ("CU", "U4", "2019-11-01"), ("CHIA", "MOI", "2020-07-01"), ("CHIA", "U3", "2020-07-01"),
            ("TRONG", "U1", "2023-01-01"),
        ):  # fmt: skip
            self.add("unit_successions", predecessor=old, successor=new, effective_on=day)
        people = [row["official_id"] for row in self.tables["officials"]]
        for official in people:
            for _ in range(r.choice([0, 0, 1, 2])):
                relative = r.choice([p for p in people if p != official]) if r.random() < 0.6 else ""
                self.add(
                    "family_members", family_member_id=self.id(), official_id=official, relation="Con",
                    relative_official_id=relative,
                )  # fmt: skip
        for row in self.tables["qualifications"]:
            if row["kind"] == "professional":
                row["field"] = r.choice(
                    ["Luật kinh tế", "Ngành luật  kinh tế", "Kế toán", "Nông học", "Nông học", ""]
                )
        for row in self.tables["appointments"]:
            row["start_unknown"] = r.choice(["1", "0", "", ""])

    def plans(self):
        """Plans before, around and after the appointments, also for units that went over into others."""
        r = self.random
        people = [row["official_id"] for row in self.tables["officials"]]
        rows = [row for row in self.tables["appointments"] if row["post"] in CAN_BO]
        for _ in range(60):
            if r.random() < 0.5:
                row = r.choice(rows)
                official, unit, post = row["official_id"], row["unit"], row["post"]
                approved = date.fromisoformat(row["starts_on"]) + timedelta(r.choice([-400, -1, 0, 1]))
            else:
                official, unit, post = (
                    r.choice(people),
                    r.choice(["U1", "U2", "U3", "MOI", "CU", "CHIA"]),
                    r.choice(CAN_BO),
                )
                approved = self.day()
            removed = approved + timedelta(r.choice([1, 30, 400, 900])) if r.random() < 0.4 else ""
            self.add(
                "successions", succession_id=self.id(), official_id=official, unit=unit, post=post,
                term=r.choice(["2020-2025", "2025-2030"]), approved_on=self.maybe(approved, 0.9), removed_on=removed,
            )  # fmt: skip

    def unit_numbers(self):
        """More of the yearly numbers of units, each sometimes missing; inspections of every kind of unit."""
        r = self.random
        for row in self.tables["unit_years"]:
            cases, received = r.randint(0, 400), r.randint(0, 9)
            numbers = {
                "computers_over_5y": r.randint(0, int(row["computers"] or 0)), "cases": cases,
                "cases_on_time": r.randint(0, cases), "satisfaction_pct": f"{r.uniform(60, 100):.2f}",
                "reform_score": f"{r.uniform(40, 99):.1f}", "complaints_received": received,
                "complaints_upheld": r.randint(0, received), "complaints_on_time": r.randint(0, received),
                "population": r.randint(0, 9000), "posts_advertised": r.randint(0, 3),
                "applicants": r.randint(0, 9), "recruited": r.randint(0, 3),
            }  # fmt: skip
            row.update({name: self.maybe(str(value)) for name, value in numbers.items()})
        for _ in range(25):
            starts = self.maybe(self.day())
            due = self.maybe(self.day(), 0.6)
            self.add(
                "inspections", inspection_id=self.id(), unit=r.choice(["U1", "U2", "U3", "U4", "MOI", "CU", "CHIA"]),
                trigger=r.choice(["ke_hoach", "dot_xuat", ""]), planned_on=self.maybe(self.day(), 0.5), starts_on=starts,
                concluded_on=self.maybe(max(starts, self.day()) if starts else self.day(), 0.6),
                findings=self.maybe(r.randint(0, 3)), violations=self.maybe(r.randint(0, 2)),
                sanctions=self.maybe(r.randint(0, 1)), remedy_due_on=due,
                remedied_on=self.maybe(due and due + timedelta(r.choice([-30, 0, 1, 60])), 0.7),
            )  # fmt: skip

    def day(self):
        if self.random.random() < 0.5:
            return self.random.choice(EDGES)
        return date(2017, 6, 1) + timedelta(self.random.randrange(1900))

    def partial(self, day):
        """The day with full, month or year precision."""
        return day.isoformat()[: self.random.choice([10, 10, 7, 4])]

    def maybe(self, value, chance=0.8):
        return value if self.random.random() < chance else ""

    def person(self, official):
        r = self.random
        born = date(1955, 1, 1) + timedelta(r.randrange(17000))
        if r.random() < 0.3:
            born = date(2021 - r.choice([30, 40, 50, 51, 60]), 12, r.choice([30, 31]))
        self.add(
            "officials", official_id=official, full_name="Nguyễn Văn Thử", sex=self.maybe(r.choice(["nam", "nu"]), 0.9),
            birth_date=self.maybe(self.partial(born), 0.9), ethnicity=r.choice(["Kinh", "Kinh", "Tày", ""]),
            religion=r.choice(["Không", "Không", "Công giáo", ""]),
            general_education=r.choice(["12/12", "10/10", "9/12", "7/10", "tieu_hoc", ""]),
            recruited_on=self.maybe(self.partial(r.choice([date(2010, 5, 5), date(2019, 12, 24), date(2019, 12, 25)])), 0.7),
            party_member=r.choice(["1", "0", ""]), party_joined_on=self.maybe(self.partial(self.day()), 0.4), synthetic="1",
        )  # fmt: skip
        self.career(official)
        for kind, levels in LEVELS.items():
            for _ in range(r.choice([0, 1, 1, 2])):
                self.add(
                    "qualifications", qualification_id=self.id(), official_id=official, kind=kind,
                    level=r.choice([*levels, ""]), attained_on=self.maybe(self.partial(self.day()), 0.7),
                )  # fmt: skip
        self.add("qualifications", qualification_id=self.id(), official_id=official, kind="ethnic_language")
        self.years(official)

    def career(self, official):
        r = self.random
        unit = lambda: r.choice(["U1", "U1", "U2", "U3", "U4", "MOI", "CU"])  # noqa: E731
        start = self.day()
        for _ in range(r.choice([1, 1, 2, 3])):
            ends = start + timedelta(r.choice([0, 30, 200, 364, 365, 900])) if r.random() < 0.6 else None
            if ends and r.random() < 0.4:
                ends = max(start, r.choice(EDGES))
            self.add(
                "appointments", appointment_id=self.id(), official_id=official, unit=unit(),
                post=r.choice(CAN_BO + CONG_CHUC), is_primary="1" if r.random() < 0.85 else "0", starts_on=start,
                ends_on=ends or "", end_reason=r.choice(REASONS) if ends else "",
            )  # fmt: skip
            step = r.choice(["next", "same", "gap", "overlap"])
            start = {
                "next": (ends or start) + timedelta(1),
                "same": start,
                "gap": self.day(),
                "overlap": start + timedelta(40),
            }[step]
        if r.random() < 0.3:
            self.add(
                "appointments", appointment_id=self.id(), official_id=official, unit=unit(),
                post=r.choice(CAN_BO + CONG_CHUC), is_primary="0", starts_on=self.day(),
            )  # fmt: skip

    def years(self, official):
        r = self.random
        for year in (2018, *YEARS):
            for _ in range(r.choice([0, 1, 1, 2])):
                decided = self.maybe(r.choice([f"{year}-12-10", f"{year}-12", f"{year + 1}-01-20"]), 0.7)
                self.add(
                    "evaluations", evaluation_id=self.id(), official_id=official, year=year,
                    status=r.choice(["", "rated", "rated", "rated", "not_rated_by_rule", "pending"]),
                    level=r.choice([*[x for x in EVALUATIONS if x != "han_che_nang_luc" or year <= 2019], ""]), decided_on=decided,
                )  # fmt: skip
            for _ in range(r.choice([0, 1, 1, 2])):
                self.add(
                    "health_checks", health_check_id=self.id(), official_id=official, year=year,
                    health_class=r.choice("12345") if r.random() < 0.9 else "",
                    checked_on=self.maybe(r.choice([f"{year}-05-01", f"{year}-05", f"{year}"]), 0.7),
                )  # fmt: skip
            if r.random() < 0.6:
                starts = r.choice([date(year, 3, 1), date(year, 12, 20)])
                ends = r.choice([starts, date(year, 12, 31), date(year + 1, 1, 1), date(year + 1, 2, 1)])
                self.add(
                    "trainings", training_id=self.id(), official_id=official, course="Khóa học",
                    kind=r.choice([*TRAININGS, ""]), starts_on=starts, ends_on=self.maybe(max(starts, ends), 0.9),
                )  # fmt: skip
            if r.random() < 0.5:
                self.add(
                    "awards", award_id=self.id(), official_id=official, title=r.choice(TITLES), kind=r.choice([*AWARDS, ""]),
                    year=r.choice([year, ""]), decided_on=self.maybe(self.partial(self.day()), 0.6),
                )  # fmt: skip
            if r.random() < 0.2:
                self.add(
                    "disciplines", discipline_id=self.id(), official_id=official, form=r.choice(FORMS),
                    acted_on=self.maybe(self.partial(self.day()), 0.5), decided_on=self.maybe(self.partial(self.day()), 0.6),
                )  # fmt: skip


TITLES = [
    "Lao động tiên tiến",
    "Chiến sĩ thi đua cơ sở",
    "Giấy khen của Chủ tịch UBND xã",
    "Tập thể lao động tiên tiến",
]


def write_package(tables, folder):
    """The rows as a package folder: CSV files without a descriptor of their own beyond the names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if not rows:
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=COLUMNS[name].split(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder
