"""Eight people whose figures of 31/12/2021 can be worked out on paper; two units in two khu, and one with nobody.

        post (group)                 unit      sex  birth        age  notes
An      bi_thu_dang_uy (CB)          U1        nam  1975-06-15   46   also chu_tich_hdnd
Bình    van_phong_thong_ke (CC)      U1        nữ   1990-12-31   31   birthday on the day itself
Chi     tai_chinh_ke_toan (CC)       U1        nữ   –            –
Dũng    chu_tich_ubnd (CB)           U2        nam  1962         59   a year only: its last day; also pho_bi_thu
Em      van_hoa_xa_hoi (CC)          U2        –    1999-01-01   22   from 01/09/2021, no records
Hà      tu_phap_ho_tich (CC)         U1 → U2   nữ   1985-03      36   moved on 01/07/2021
Phúc    dia_chinh_xay_dung (CC)      U2        nam  1980              resigned on 31/03/2021: not there on 31/12
Giang   pho_chu_tich_hdnd            U2        nam  1970              a secondary post only: never a head
"""

from __future__ import annotations

from tests.reports.awkward import COLUMNS

PEOPLE = ("An", "Bình", "Chi", "Dũng", "Em", "Hà", "Phúc", "Giang")


class Rows:
    """Package rows written with as few words as possible; ids count up from 1 in each table."""

    def __init__(self):
        self.tables = {name: [] for name in COLUMNS}

    def add(self, table, **values):
        row = dict.fromkeys(COLUMNS[table].split(), "")
        key = COLUMNS[table].split()[0]
        if key.endswith("_id") and key != "official_id":
            row[key] = str(len(self.tables[table]) + 1)
        row.update({name: str(value) for name, value in values.items()})
        self.tables[table].append(row)

    def unit(self, unit, area="", **values):
        self.add("units", unit=unit, code=unit, name=unit, kind="phuong", area=area, **values)

    def person(self, official, **values):
        self.add("officials", official_id=official, full_name="Nguyễn Văn Thử", synthetic="1", **values)

    def posting(self, official, unit, post, starts_on, **values):
        values = {"is_primary": "1"} | values
        self.add("appointments", official_id=official, unit=unit, post=post, starts_on=starts_on, **values)

    def level(self, official, kind, level, attained_on="", field=""):
        self.add(
            "qualifications",
            official_id=official,
            kind=kind,
            level=level,
            attained_on=attained_on,
            field=field,
        )

    def rating(self, official, level, decided_on="", status="rated", year=2021):
        self.add(
            "evaluations", official_id=official, year=year, level=level, decided_on=decided_on, status=status
        )

    def health(self, official, health_class, checked_on="", year=2021):
        self.add(
            "health_checks", official_id=official, year=year, health_class=health_class, checked_on=checked_on
        )

    def course(self, official, kind, starts_on, ends_on):
        self.add(
            "trainings", official_id=official, course="Khóa", kind=kind, starts_on=starts_on, ends_on=ends_on
        )


def rows():
    """The package rows of the eight people."""
    r = Rows()
    r.unit("U1", "Bắc")
    r.unit("U2", "Nam")
    r.unit("TRONG", "Nam")
    r.add("unit_quotas", unit="U1", total=4, starts_on="2019-01-01")
    _unit_numbers(r)
    _people(r)
    _levels(r)
    _yearly(r)
    _kin(r)
    _plans(r)
    return r


def _unit_numbers(r):
    r.add(
        "unit_years", unit="U1", year=2021, computers=3, computers_over_5y=1, cases=100, cases_on_time=90,
        satisfaction_pct=80, reform_score=70, complaints_received=4, complaints_upheld=1, complaints_on_time=3,
        population=5000, posts_advertised=2, applicants=5, recruited=1,
    )  # fmt: skip
    r.add(  # what is missing is unknown: the files on time, the complaints upheld, the applicants
        "unit_years", unit="U2", year=2021, cases=50, satisfaction_pct=90, population=4000, posts_advertised=1,
        recruited=1,
    )  # fmt: skip
    for values in (
        {"unit": "U1", "trigger": "ke_hoach", "starts_on": "2021-04-01", "findings": 2, "violations": 1,
         "sanctions": 1, "remedy_due_on": "2021-06-30", "remedied_on": "2021-06-30"},
        {"unit": "U2", "trigger": "dot_xuat", "starts_on": "2021-10-01", "findings": 0, "violations": 0},
        {"unit": "U2", "starts_on": "2020-11-01", "findings": 1, "remedy_due_on": "2021-01-31",
         "remedied_on": "2021-02-01"},  # put right a day late
        {"unit": "U1", "trigger": "ke_hoach", "planned_on": "2021-08-01"},  # planned, never held
        {"unit": "U2", "concluded_on": "2021-12-20"},  # what it found is not written down
    ):  # fmt: skip
        r.add("inspections", **values)


def _plans(r):
    for official, unit, post, approved_on, removed_on in (
        ("An", "U1", "chu_tich_ubnd", "2020-06-01", ""),
        ("Bình", "U1", "pho_chu_tich_ubnd", "2020-06-01", ""),
        ("Bình", "U1", "pho_chu_tich_ubnd", "2021-10-01", ""),  # for the next term as well: one entry
        ("Hà", "U1", "pho_chu_tich_ubnd", "2020-06-01", "2022-01-01"),  # still there on 31/12
        ("Chi", "U1", "pho_chu_tich_hdnd", "", ""),
        ("Em", "U2", "bi_thu_doan", "2021-12-31", ""),
        ("Dũng", "U2", "chu_tich_ubnd", "2015-06-01", "2021-03-01"),  # became it on 01/01/2016
    ):
        r.add(
            "successions", official_id=official, unit=unit, post=post, term="2020-2025", approved_on=approved_on,
            removed_on=removed_on,
        )  # fmt: skip


def _kin(r):
    r.add("family_members", official_id="An", relation="Em ruột", relative_official_id="Bình")  # both in U1
    r.add("family_members", official_id="Dũng", relation="Vợ")
    r.add(
        "family_members", official_id="Hà", relation="Chị ruột", relative_official_id="Chi"
    )  # no longer together


def _people(r):
    r.person(
        "An",
        sex="nam",
        birth_date="1975-06-15",
        ethnicity="Kinh",
        religion="Không",
        party_member="1",
        general_education="12/12",
    )
    r.person("Bình", sex="nu", birth_date="1990-12-31", ethnicity="Tày", religion="Không", party_member="0",
             party_joined_on="2021-12-31", general_education="12/12")  # fmt: skip
    r.person("Chi", sex="nu", general_education="10/10")
    r.person(
        "Dũng",
        sex="nam",
        birth_date="1962",
        ethnicity="Kinh",
        religion="Công giáo",
        party_member="1",
        general_education="7/10",
    )
    r.person("Em", birth_date="1999-01-01", ethnicity="Kinh", religion="Không", party_member="0")
    r.person("Hà", sex="nu", birth_date="1985-03", ethnicity="Kinh", religion="Phật giáo", party_joined_on="2022-01",
             general_education="tieu_hoc")  # fmt: skip
    r.person("Phúc", sex="nam", birth_date="1980")
    r.person("Giang", sex="nam", birth_date="1970")
    r.posting("An", "U1", "bi_thu_dang_uy", "2015-01-01")
    r.posting("An", "U1", "chu_tich_hdnd", "2016-01-01", is_primary="0")
    r.posting("Bình", "U1", "van_phong_thong_ke", "2019-12-30")
    r.posting("Chi", "U1", "tai_chinh_ke_toan", "2016-01-01", start_unknown="1")
    r.posting("Dũng", "U2", "van_phong_thong_ke", "1995-01-01", ends_on="2014-12-31")
    r.posting("Dũng", "U2", "chu_tich_ubnd", "2016-01-01")
    r.posting("Dũng", "U2", "pho_bi_thu_dang_uy", "2016-01-01", is_primary="0")
    r.posting("Em", "U2", "van_hoa_xa_hoi", "2021-09-01")
    r.posting("Hà", "U1", "tu_phap_ho_tich", "2016-01-01", ends_on="2021-06-30", end_reason="chuyen_cong_tac")
    r.posting("Hà", "U2", "tu_phap_ho_tich", "2021-07-01")
    r.posting("Phúc", "U2", "dia_chinh_xay_dung", "2016-01-01", ends_on="2021-03-31", end_reason="thoi_viec")
    r.posting("Giang", "U2", "pho_chu_tich_hdnd", "2016-01-01", is_primary="0")


def _levels(r):
    r.level("An", "professional", "dai_hoc", "2000-06")
    r.level("An", "political", "cao_cap", "2010")
    r.level("An", "state_management", "chuyen_vien_chinh", "2015")
    r.level("An", "it", "b", "2005")
    r.level("An", "foreign_language", "b1", "2012")
    r.level("Bình", "professional", "thac_si", "2021-06-30", "Luật kinh tế")
    r.level("Bình", "professional", "dai_hoc", "2012", "Nông học")
    r.level("Bình", "state_management", "chuyen_vien", "2020-12-31")
    r.level("Bình", "it", "co_ban", "2018")
    r.level("Bình", "ethnic_language", "", "2018")  # an ethnic-minority language is not foreign
    r.level("Chi", "professional", "", "2010")  # holds something, nobody knows what
    r.level("Chi", "it", "none", "2015")
    r.level("Dũng", "professional", "none")
    r.level("Dũng", "political", "trung_cap", "2005")
    r.level("Dũng", "it", "", "2010")
    r.level("Hà", "professional", "dai_hoc", field="Nông học")  # without a date: held on every day
    r.level("Hà", "political", "so_cap", "2022-01-15")  # only after the day
    r.level("Hà", "it", "a", "2009")
    r.level("Hà", "it", "b")


def _yearly(r):
    r.health("An", "1", "2021-05-01")
    r.health("Bình", "3", "2021-05-01")
    r.health("Bình", "2", "2021-06")  # the later one counts
    for n, health_class in enumerate("55551", start=4):  # ids 4 … 8, so that 9 and 10 follow
        r.health("Phúc", health_class, year=2010 + n)
    r.health("Chi", "1")  # id 9
    r.health("Chi", "4")  # id 10, greater as a number, smaller as a text
    r.health("Dũng", "3", "2021-05-01")
    r.health("Hà", "", "2021-05-01")  # examined without a class
    r.rating("An", "xuat_sac", "2021-12-10")
    r.rating("Bình", "tot", "2021-12-10")
    r.rating("Chi", "khong_hoan_thanh", "2021-12-10")
    r.rating("Chi", "hoan_thanh")  # without a date: the earliest
    r.rating("Dũng", "tot", "2021-12-10")
    r.rating("Em", "", status="not_rated_by_rule")
    r.rating("Hà", "", status="pending")
    r.course("An", "qlnn", "2021-05-10", "2021-05-20")
    r.course("Bình", "llct", "2021-12-20", "2022-01-05")  # ends in the next year
    r.course("Chi", "tin_hoc", "2020-12-20", "2021-01-01")  # began in the year before
    r.course("Phúc", "ky_nang", "2021-02-01", "2021-02-15")  # was there then
    r.add(
        "awards",
        official_id="An",
        title="Lao động tiên tiến",
        kind="danh_hieu",
        year=2021,
        decided_on="2021-12-20",
    )
    r.add("awards", official_id="Hà", title="Giấy khen", kind="hinh_thuc", year=2021)  # counts on 31/12
    r.add("disciplines", official_id="Dũng", form="khien_trach", decided_on="2021-06-01")
    r.add(
        "disciplines", official_id="Phúc", form="canh_cao", acted_on="2021-03-15"
    )  # the act, where no decision
