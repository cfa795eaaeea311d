"""The error and doubt rules of the exchange format, read off its document: an independent, slow validator."""

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

POSTS = """bi_thu_dang_uy pho_bi_thu_dang_uy chu_tich_hdnd pho_chu_tich_hdnd chu_tich_ubnd pho_chu_tich_ubnd
chu_tich_ubmttq bi_thu_doan chu_tich_hoi_phu_nu chu_tich_hoi_nong_dan chu_tich_hoi_ccb truong_cong_an
chi_huy_truong_quan_su van_phong_thong_ke dia_chinh_xay_dung tai_chinh_ke_toan tu_phap_ho_tich van_hoa_xa_hoi"""
LEVELS = {
    "professional": "tien_si thac_si dai_hoc cao_dang trung_cap so_cap none",
    "political": "cu_nhan cao_cap trung_cap so_cap none",
    "state_management": "chuyen_vien_cao_cap chuyen_vien_chinh chuyen_vien can_su none",
    "it": "trung_cap_tro_len nang_cao co_ban c b a none",
    "foreign_language": "dai_hoc c2 c1 b2 b1 a2 a1 c b a none",
}
CODES = {
    ("units", "kind"): "phuong xa thi_tran",
    ("units", "unit_class"): "1 2 3",
    ("officials", "sex"): "nam nu",
    ("officials", "party_member"): "0 1",
    ("officials", "synthetic"): "0 1",
    ("appointments", "post"): POSTS,
    ("appointments", "is_primary"): "0 1",
    ("appointments", "start_unknown"): "0 1",
    (
        "appointments",
        "how",
    ): "bau chi_dinh tuyen_dung tiep_nhan bo_nhiem dieu_dong luan_chuyen biet_phai giao_quyen",
    ("appointments", "end_reason"): "het_nhiem_ky nghi_huu chuyen_cong_tac thoi_viec buoc_thoi_viec bai_nhiem"
    " doi_du qua_doi sap_nhap",
    ("absences", "kind"): "thai_san om di_hoc khac",
    (
        "qualifications",
        "kind",
    ): "professional political state_management it foreign_language ethnic_language defence",
    ("evaluations", "status"): "rated not_rated_by_rule pending",
    ("evaluations", "level"): "xuat_sac tot hoan_thanh khong_hoan_thanh han_che_nang_luc",
    ("evaluations", "self_level"): "xuat_sac tot hoan_thanh khong_hoan_thanh han_che_nang_luc",
    ("evaluations", "party_level"): "xuat_sac tot hoan_thanh khong_hoan_thanh han_che_nang_luc",
    ("health_checks", "health_class"): "1 2 3 4 5",
    ("trainings", "kind"): "chuyen_mon llct qlnn tin_hoc ngoai_ngu ky_nang qpan khac",
    ("awards", "kind"): "danh_hieu hinh_thuc",
    (
        "disciplines",
        "form",
    ): "khien_trach canh_cao ha_bac_luong giang_chuc cach_chuc bai_nhiem buoc_thoi_viec khai_tru",
    ("disciplines", "line"): "chinh_quyen dang doan_the",
    ("disciplines", "in_duty"): "0 1",
    ("committees", "body"): "bch btv ubkt",
    ("inspections", "trigger"): "ke_hoach dot_xuat",
    ("qualifications", "mode"): "chinh_quy vua_lam_vua_hoc chuyen_tu tu_xa boi_duong",
    ("personal_files", "blood_group"): "a b ab o",
    ("personal_files", "never_enlisted"): "0 1",
    ("personal_files", "never_awarded"): "0 1",
}
REQUIRED = {
    "units": "unit name kind",
    "unit_successions": "predecessor successor effective_on",
    "unit_quotas": "unit total starts_on",
    "officials": "official_id full_name",
    "personal_files": "official_id",
    "appointments": "appointment_id official_id unit post is_primary starts_on",
    "absences": "absence_id official_id starts_on",
    "qualifications": "qualification_id official_id kind",
    "salary_steps": "salary_step_id official_id starts_on",
    "family_members": "family_member_id official_id relation",
    "evaluations": "evaluation_id official_id year",
    "health_checks": "health_check_id official_id year",
    "trainings": "training_id official_id course",
    "awards": "award_id official_id title",
    "disciplines": "discipline_id official_id form",
    "successions": "succession_id official_id unit post term",
    "committees": "committee_id official_id unit",
    "inspections": "inspection_id unit",
    "unit_years": "unit year",
}
KEYS = {
    "unit_successions": "predecessor successor",
    "unit_quotas": "unit starts_on",
    "unit_years": "unit year",
}
PARTIAL = {"national_id_issued_on", "joined_body_on", "joined_revolution_on", "organisation_joined_on",
           "enlisted_on", "discharged_on", "studied_from", "birth_date", "attained_on", "expires_on", "party_joined_on", "party_official_on", "recruited_on",
           "acted_on", "decided_on", "checked_on"}  # fmt: skip
NUMBERS = {"total", "year", "computers", "computers_over_5y", "cases", "cases_on_time", "satisfaction_pct",
           "reform_score", "complaints_received", "complaints_upheld", "complaints_on_time", "population",
           "posts_advertised", "applicants", "recruited", "hours", "cost", "step", "coefficient", "allowance", "over_top_percent",
           "birth_year", "findings", "violations", "sanctions"}  # fmt: skip
UNIT_COLUMNS = {"unit", "predecessor", "successor"}
PEOPLE_COLUMNS = {"official_id", "relative_official_id"}


def read(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Every CSV file of a package as rows."""
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            tables[path.stem] = list(csv.DictReader(handle))
    return tables


def last_day(text: str) -> date:
    """The last possible day of a partial ISO date."""
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31)
    if re.fullmatch(r"\d{4}-\d\d", text):
        year, month = int(text[:4]), int(text[5:])
        return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def errors(tables: dict[str, list[dict[str, str]]]) -> list[str]:
    """Every breach of an error rule, as text."""
    found: list[str] = []
    units = {row["unit"] for row in tables["units"]}
    people = {row["official_id"] for row in tables["officials"]}
    for table, rows in tables.items():
        key = KEYS.get(table, REQUIRED[table].split()[0]).split()
        seen = Counter(tuple(row[column] for column in key) for row in rows)
        found += [f"{table} twice {value}" for value, n in seen.items() if n > 1]
        for number, row in enumerate(rows, 2):
            found += [f"{table} {number} {problem}" for problem in _row(table, row, units, people)]
    ids = Counter(row["national_id"] for row in tables["officials"] if row["national_id"])
    found += [f"national_id twice {value}" for value, n in ids.items() if n > 1]
    return found


def _row(table: str, row: dict[str, str], units: set[str], people: set[str]) -> list[str]:
    found = [f"{column} empty" for column in REQUIRED[table].split() if not row[column]]
    for column, value in row.items():
        if not value:
            continue
        codes = CODES.get((table, column))
        if codes and value not in codes.split():
            found.append(f"{column} unknown code {value}")
        if column in UNIT_COLUMNS and table != "units" and value not in units:
            found.append(f"{column} no such unit {value}")
        if column in PEOPLE_COLUMNS and table != "officials" and value not in people:
            found.append(f"{column} nobody {value}")
        if column in NUMBERS and not re.fullmatch(r"\d+(\.\d+)?", value):
            found.append(f"{column} no number {value}")
        if column.endswith("_on") or column == "birth_date":
            found += _date(column, value)
    if table == "qualifications" and row["level"] and row["level"] not in LEVELS.get(row["kind"], "").split():
        found.append(f"level {row['level']} of {row['kind']}")
    if row.get("starts_on") and row.get("ends_on") and row["ends_on"] < row["starts_on"]:
        found.append("ends before it starts")
    return found


def _date(column: str, value: str) -> list[str]:
    if column in ("cases_on_time", "complaints_on_time"):
        return []
    try:
        last_day(value)
    except ValueError:
        return [f"{column} impossible {value}"]
    return [] if column in PARTIAL or len(value) == 10 else [f"{column} must be a full day"]


def doubts(tables: dict[str, list[dict[str, str]]]) -> list[str]:
    """What would be reported but loaded."""
    found: list[str] = []
    units = {row["unit"]: row for row in tables["units"]}
    births = {row["official_id"]: row["birth_date"] for row in tables["officials"]}
    by_person: dict[str, list[dict[str, str]]] = {}
    for row in tables["appointments"]:
        unit = units[row["unit"]]
        if row["starts_on"] < (unit["starts_on"] or "0") or (
            unit["ends_on"] and not row["ends_on"] <= unit["ends_on"]
        ):
            found.append(f"outside the unit's life {row['appointment_id']}")
        if births[row["official_id"]] and last_day(births[row["official_id"]]).year + 18 > int(
            row["starts_on"][:4]
        ):
            found.append(f"younger than 18 {row['appointment_id']}")
        if row["is_primary"] == "1":
            by_person.setdefault(row["official_id"], []).append(row)
    for person, rows in by_person.items():
        rows.sort(key=lambda r: r["starts_on"])
        for first, second in zip(rows, rows[1:], strict=False):
            if not first["ends_on"] or first["ends_on"] >= second["starts_on"]:
                found.append(f"two primary posts {person}")
    for row in tables.get("evaluations", ()):
        day = f"{row['year']}-12-31"
        if not any(_overlaps_year(posting, row["year"]) for posting in by_person.get(row["official_id"], ())):
            found.append(f"rated without a posting {row['evaluation_id']} {day}")
        if row["level"] == "han_che_nang_luc" and row["year"] > "2019":
            found.append(f"retired level {row['evaluation_id']}")
    found += [
        f"no date {r['discipline_id']}"
        for r in tables.get("disciplines", ())
        if not (r["acted_on"] or r["decided_on"])
    ]
    return found


def _overlaps_year(posting: dict[str, str], year: str) -> bool:
    return posting["starts_on"] <= f"{year}-12-31" and (posting["ends_on"] or "9") >= f"{year}-01-01"


def in_post(tables: dict[str, list[dict[str, str]]], day: date) -> dict[str, dict[str, str]]:
    """official → the primary appointment of the day (latest start, then greatest id)."""
    iso = day.isoformat()
    found: dict[str, dict[str, str]] = {}
    for row in tables["appointments"]:
        if row["is_primary"] != "1" or row["starts_on"] > iso or (row["ends_on"] and row["ends_on"] < iso):
            continue
        other = found.get(row["official_id"])
        if other is None or (row["starts_on"], row["appointment_id"]) > (
            other["starts_on"],
            other["appointment_id"],
        ):
            found[row["official_id"]] = row
    return found


def descriptor(folder: Path) -> dict[str, object]:
    """datapackage.json."""
    loaded: dict[str, object] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return loaded
