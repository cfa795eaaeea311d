"""A hand-made package that fills every column of every table, and a writer of packages for tests."""

import csv
import json
import zipfile
from copy import deepcopy

from exchange.package.tables import BY_NAME, TABLES

UNITS = [
    {"unit": "10675", "code": "10675", "name": "An Lưu", "kind": "phuong", "area": "Tam Lưu", "unit_class": "1",
     "starts_on": "2019-11-01", "note": "nâng từ thị trấn, “An Lưu”"},
    {"unit": "10675-2019", "code": "10675", "name": "Kinh Môn", "kind": "thi_tran", "ends_on": "2019-10-31"},
    {"unit": "10702", "code": "10702", "name": "Minh Tân", "kind": "xa", "area": "Nhị Chiểu", "unit_class": "2"},
]  # fmt: skip
RICH = {
    "units": UNITS,
    "unit_successions": [
        {"predecessor": "10675-2019", "successor": "10675", "effective_on": "2019-11-01", "basis": "NQ 788, \"NQ\""},
    ],
    "unit_quotas": [
        {"unit": "10675", "total": "23", "starts_on": "2019-11-01", "ends_on": "2020-06-30", "basis": "QĐ 1, 2"},
        {"unit": "10675", "total": "22", "starts_on": "2020-07-01"},
    ],
    "officials": [
        {"official_id": "O1", "full_name": "Nguyễn Văn An", "sex": "nam", "birth_date": "1980-05-12",
         "ethnicity": "Kinh", "religion": "Không", "national_id": "030080000001", "hometown": "Hiệp Sơn,\nKinh Môn",
         "general_education": "12/12", "recruited_on": "2005-03", "party_member": "1", "party_joined_on": "2006",
         "party_official_on": "2007-09-03", "synthetic": "1"},
        {"official_id": "O2", "full_name": "Đỗ Thị Ỷ", "sex": "nu", "birth_date": "1985-02", "party_member": "0",
         "national_id": "012345678", "general_education": "thpt", "synthetic": "1"},
        {"official_id": "o-10", "full_name": "Trần \"Bảy\" Bình", "birth_date": "1990", "synthetic": "0"},
        {"official_id": "O9", "full_name": "Lê A", "synthetic": "0"},
    ],
    "appointments": [
        {"appointment_id": "A1", "official_id": "O1", "unit": "10675-2019", "post": "chu_tich_ubnd",
         "is_primary": "1", "starts_on": "2016-07-01", "start_unknown": "1", "ends_on": "2019-10-31", "how": "bau",
         "term": "2016-2021", "end_reason": "sap_nhap", "decision_no": "12/QĐ-UBND", "decided_on": "2016-06",
         "decided_by": "UBND huyện", "managed_by": "Ban Thường vụ"},
        {"appointment_id": "A2", "official_id": "O1", "unit": "10675", "post": "chu_tich_ubnd", "is_primary": "1",
         "starts_on": "2019-11-01", "start_unknown": "0"},
        {"appointment_id": "A3", "official_id": "O1", "unit": "10675", "post": "pho_bi_thu_dang_uy",
         "is_primary": "0", "starts_on": "2019-11-01", "start_unknown": "0"},
        {"appointment_id": "A4", "official_id": "O2", "unit": "10702", "post": "van_phong_thong_ke",
         "is_primary": "1", "starts_on": "2018-01-01", "start_unknown": "0", "ends_on": "2020-12-31"},
        {"appointment_id": "A5", "official_id": "o-10", "unit": "10702", "post": "van_hoa_xa_hoi",
         "is_primary": "1", "starts_on": "2021-01-01", "start_unknown": "0"},
    ],
    "absences": [
        {"absence_id": "V1", "official_id": "O2", "kind": "thai_san", "starts_on": "2019-02-01",
         "ends_on": "2019-07-31"},
        {"absence_id": "V2", "official_id": "O2", "starts_on": "2020-02-01"},
    ],
    "qualifications": [
        {"qualification_id": "Q1", "official_id": "O1", "kind": "professional", "level": "dai_hoc", "field": "Luật",
         "attained_on": "2004-06", "institution": "ĐH Luật, Hà Nội", "certificate_no": "B 12-34",
         "studied_from": "2000-09", "mode": "vua_lam_vua_hoc"},
        {"qualification_id": "Q2", "official_id": "O1", "kind": "foreign_language", "level": "b1", "field": "Anh",
         "attained_on": "2018", "expires_on": "2020-06-30"},
        {"qualification_id": "Q3", "official_id": "O2", "kind": "political"},
        {"qualification_id": "Q4", "official_id": "O2", "kind": "it", "level": "none"},
        {"qualification_id": "Q5", "official_id": "O2", "kind": "ethnic_language"},
        {"qualification_id": "Q6", "official_id": "O2", "kind": "defence", "level": "none"},
        {"qualification_id": "Q7", "official_id": "O2", "kind": "state_management", "level": "can_su"},
    ],
    "salary_steps": [
        {"salary_step_id": "L1", "official_id": "O1", "rank_code": "01.003", "step": "3", "coefficient": "3",
         "starts_on": "2018-01-01", "allowance": "0.25"},
        {"salary_step_id": "L2", "official_id": "O1", "coefficient": "3.33", "starts_on": "2021-01-01",
         "reason": "thuong_xuyen", "decision_no": "3/QĐ", "decided_on": "2020-12", "decided_by": "Chủ tịch UBND",
         "over_top_percent": "5"},
    ],
    "family_members": [
        {"family_member_id": "F1", "official_id": "O1", "relation": "vợ", "full_name": "Đỗ Thị Ỷ",
         "birth_year": "1985", "relative_official_id": "O2", "note": "khai năm 2020"},
        {"family_member_id": "F2", "official_id": "O2", "relation": "con"},
    ],
    "evaluations": [
        {"evaluation_id": "E1", "official_id": "O1", "year": "2019", "status": "rated", "level": "tot",
         "self_level": "xuat_sac", "party_level": "han_che_nang_luc", "decided_on": "2019-12-20",
         "decided_by": "UBND huyện", "decision_no": "77/QĐ"},
        {"evaluation_id": "E2", "official_id": "O2", "year": "2020", "status": "not_rated_by_rule",
         "decided_on": "2020-12"},
        {"evaluation_id": "E3", "official_id": "o-10", "year": "2021", "status": "pending"},
    ],
    "health_checks": [
        {"health_check_id": "H1", "official_id": "O1", "year": "2021", "health_class": "2", "checked_on": "2021-03",
         "facility": "TTYT thị xã"},
        {"health_check_id": "H2", "official_id": "O2", "year": "2020"},
    ],
    "trainings": [
        {"training_id": "T1", "official_id": "O1", "course": "Bồi dưỡng, kỹ năng", "kind": "ky_nang",
         "starts_on": "2019-12-20", "ends_on": "2020-01-10", "hours": "40.5", "cost": "1500000", "result": "Khá"},
        {"training_id": "T2", "official_id": "O2", "course": "Tin học", "hours": "16"},
    ],
    "awards": [
        {"award_id": "W1", "official_id": "O1", "title": "Chiến sĩ thi đua cơ sở", "kind": "danh_hieu",
         "year": "2020", "decided_on": "2021-01-15", "authority": "UBND thị xã", "decision_no": "5/QĐ"},
        {"award_id": "W2", "official_id": "O2", "title": "Giấy khen"},
    ],
    "disciplines": [
        {"discipline_id": "D1", "official_id": "O1", "form": "khien_trach", "line": "chinh_quyen", "act_ref": "HV-1",
         "acted_on": "2019", "decided_on": "2020-04-02", "ends_on": "2021-04-02", "in_duty": "1",
         "authority": "UBND thị xã", "decision_no": "9/QĐ"},
        {"discipline_id": "D2", "official_id": "O1", "form": "khai_tru", "line": "dang", "acted_on": "2019-05",
         "in_duty": "0"},
    ],
    "successions": [
        {"succession_id": "P1", "official_id": "O2", "unit": "10702", "post": "chu_tich_ubnd", "term": "2021-2026",
         "approved_on": "2020-10-01", "removed_on": "2021-03-01"},
    ],
    "committees": [
        {"committee_id": "C1", "official_id": "O1", "unit": "10675", "body": "btv", "starts_on": "2020-06-01",
         "ends_on": "2021-06-30"},
        {"committee_id": "C2", "official_id": "O1", "unit": "10675"},
    ],
    "inspections": [
        {"inspection_id": "I1", "unit": "10675", "subject": "Kỷ luật, kỷ cương", "trigger": "dot_xuat",
         "body": "Phòng Nội vụ", "planned_on": "2021-04-01", "starts_on": "2021-04-05",
         "concluded_on": "2021-05-10", "findings": "3", "violations": "1", "sanctions": "0",
         "remedy_due_on": "2021-06-30", "remedied_on": "2021-06-20"},
    ],
    "unit_years": [
        {"unit": "10675", "year": "2020", "computers": "20", "computers_over_5y": "4", "cases": "1200",
         "cases_on_time": "1190", "satisfaction_pct": "91.5", "reform_score": "78.25", "complaints_received": "7",
         "complaints_upheld": "1", "complaints_on_time": "7", "population": "9876", "posts_advertised": "2",
         "applicants": "11", "recruited": "1"},
        {"unit": "10675", "year": "2021"},
    ],
    "personal_files": [
        {"official_id": "O1", "other_names": "Không", "birth_place": "Hiệp Sơn, Kinh Môn",
         "permanent_address": "Số 1, \"khu\" 2", "current_address": "Số 1, khu 2", "phone": "0900 000 000",
         "national_id_issued_on": "2016-05", "social_insurance_no": "0000000001", "family_origin": "Nông dân",
         "occupation_before": "Học sinh", "recruiting_body": "UBND huyện", "joined_body_on": "2005",
         "main_work": "Chủ tịch UBND", "strength": "Pháp luật", "longest_work": "Tư pháp",
         "joined_revolution_on": "2005-03", "organisation_joined_on": "1995-03-26",
         "organisations": "Đoàn viên,\nbí thư chi đoàn", "never_enlisted": "0", "enlisted_on": "1998-02",
         "discharged_on": "2000", "military_rank": "Hạ sĩ", "honour_title": "Không", "never_awarded": "0",
         "invalid_class": "Không", "policy_family": "Con liệt sĩ", "height_cm": "165", "weight_kg": "60.5",
         "blood_group": "ab", "past_history": "Không", "foreign_ties": "Không", "relatives_abroad": "Không",
         "economic_circumstances": "Lương; nhà tự xây 80 m2", "body_comment": "Hoàn thành nhiệm vụ"},
        {"official_id": "O2", "never_enlisted": "1", "never_awarded": "1"},
    ],
}  # fmt: skip


def rich(**changes):
    """A copy of RICH; `changes` replace whole tables."""
    return deepcopy(RICH) | changes


def write_package(folder, tables, *, drop=(), synthetic=None, columns=None, quoting=csv.QUOTE_MINIMAL):
    """Write `tables` ({table: rows}) as a package folder, without the columns in `drop` ("officials.sex")."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        header = (columns or {}).get(name) or [
            column.name for column in BY_NAME[name].columns if f"{name}.{column.name}" not in drop
        ]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(
                handle, header, restval="", extrasaction="ignore", lineterminator="\n", quoting=quoting
            )
            writer.writeheader()
            writer.writerows(rows)
    if synthetic is not None:
        (folder / "datapackage.json").write_text(json.dumps({"synthetic": synthetic}), encoding="utf-8")
    return folder


def zipped(folder, path):
    """The files of `folder` in a .zip."""
    with zipfile.ZipFile(path, "w") as archive:
        for source in sorted(folder.iterdir()):
            archive.write(source, source.name)
    return path


def files_of(folder):
    return {entry.name: entry.read_bytes() for entry in sorted(folder.iterdir())}


def table_names():
    return [spec.name for spec in TABLES]
