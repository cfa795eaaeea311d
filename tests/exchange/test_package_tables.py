"""The declared tables say what the exchange format says, and docs/package.md says the same."""

import json
from pathlib import Path

from exchange.package.documentation import as_markdown
from exchange.package.tables import BY_NAME, TABLES, Kind
from exchange.package.writing import descriptor

# The exchange format, column by column, as its document has it: changing a line here is changing a contract.
COLUMNS = {
    "units": "unit* code name* kind* area unit_class starts_on ends_on note",
    "unit_successions": "predecessor* successor* effective_on* basis",
    "unit_quotas": "unit* total* starts_on* ends_on basis",
    "officials": "official_id* full_name* sex birth_date ethnicity religion national_id hometown general_education "
    "recruited_on party_member party_joined_on party_official_on synthetic",
    "appointments": "appointment_id* official_id* unit* post* is_primary* starts_on* start_unknown ends_on how term "
    "end_reason decision_no decided_on decided_by managed_by",
    "absences": "absence_id* official_id* kind starts_on* ends_on",
    "qualifications": "qualification_id* official_id* kind* level field attained_on expires_on institution "
    "certificate_no studied_from mode",
    "salary_steps": "salary_step_id* official_id* rank_code step coefficient starts_on* allowance reason decision_no "
    "decided_on decided_by over_top_percent",
    "family_members": "family_member_id* official_id* relation* full_name birth_year relative_official_id note",
    "evaluations": "evaluation_id* official_id* year* status level self_level party_level decided_on decided_by "
    "decision_no",
    "health_checks": "health_check_id* official_id* year* health_class checked_on facility",
    "trainings": "training_id* official_id* course* kind starts_on ends_on hours cost result",
    "awards": "award_id* official_id* title* kind year decided_on authority decision_no",
    "disciplines": "discipline_id* official_id* form* line act_ref acted_on decided_on ends_on in_duty authority "
    "decision_no",
    "successions": "succession_id* official_id* unit* post* term* approved_on removed_on",
    "committees": "committee_id* official_id* unit* body starts_on ends_on",
    "inspections": "inspection_id* unit* subject trigger body planned_on starts_on concluded_on findings violations "
    "sanctions remedy_due_on remedied_on",
    "unit_years": "unit* year* computers computers_over_5y cases cases_on_time satisfaction_pct reform_score "
    "complaints_received complaints_upheld complaints_on_time population posts_advertised applicants recruited",
    "personal_files": "official_id* other_names birth_place permanent_address current_address phone "
    "national_id_issued_on social_insurance_no family_origin occupation_before recruiting_body joined_body_on "
    "main_work strength longest_work joined_revolution_on organisation_joined_on organisations never_enlisted "
    "enlisted_on discharged_on military_rank honour_title never_awarded invalid_class policy_family height_cm "
    "weight_kg blood_group past_history foreign_ties relatives_abroad economic_circumstances body_comment",
}
PARTIAL = {
    "birth_date", "attained_on", "expires_on", "party_joined_on", "party_official_on", "recruited_on", "acted_on",
    "decided_on", "checked_on", "studied_from", "national_id_issued_on", "joined_body_on", "joined_revolution_on",
    "organisation_joined_on", "enlisted_on", "discharged_on",
}  # fmt: skip
CODES = {
    "units.kind": "phuong xa thi_tran",
    "units.unit_class": "1 2 3",
    "officials.sex": "nam nu",
    "appointments.how": "bau chi_dinh tuyen_dung tiep_nhan bo_nhiem dieu_dong luan_chuyen biet_phai giao_quyen",
    "appointments.end_reason": "het_nhiem_ky nghi_huu chuyen_cong_tac thoi_viec buoc_thoi_viec bai_nhiem doi_du "
    "qua_doi sap_nhap",
    "absences.kind": "thai_san om di_hoc khac",
    "qualifications.kind": "professional political state_management it foreign_language ethnic_language defence",
    "qualifications.mode": "chinh_quy vua_lam_vua_hoc chuyen_tu tu_xa boi_duong",
    "personal_files.blood_group": "a b ab o",
    "evaluations.status": "rated not_rated_by_rule pending",
    "evaluations.level": "xuat_sac tot hoan_thanh han_che_nang_luc khong_hoan_thanh",
    "evaluations.self_level": "xuat_sac tot hoan_thanh han_che_nang_luc khong_hoan_thanh",
    "evaluations.party_level": "xuat_sac tot hoan_thanh han_che_nang_luc khong_hoan_thanh",
    "health_checks.health_class": "1 2 3 4 5",
    "trainings.kind": "chuyen_mon llct qlnn tin_hoc ngoai_ngu ky_nang qpan khac",
    "salary_steps.reason": "thuong_xuyen truoc_thoi_han khac",
    "awards.kind": "danh_hieu hinh_thuc",
    "disciplines.form": "khien_trach canh_cao ha_bac_luong giang_chuc cach_chuc bai_nhiem buoc_thoi_viec khai_tru",
    "disciplines.line": "chinh_quyen dang doan_the",
    "committees.body": "bch btv ubkt",
    "inspections.trigger": "ke_hoach dot_xuat",
}


def test_the_columns_are_those_of_the_format_in_its_order():
    declared = {
        spec.name: " ".join(column.name + "*" * column.required for column in spec.columns) for spec in TABLES
    }
    assert declared == COLUMNS


def test_the_codes_are_those_of_the_format():
    declared = {
        f"{spec.name}.{column.name}": " ".join(column.codes)
        for spec in TABLES
        for column in spec.columns
        if column.codes and column.name != "level"
    }
    assert declared == {name: codes for name, codes in CODES.items() if not name.endswith(".level")}
    assert " ".join(BY_NAME["evaluations"].by_name["level"].codes) == CODES["evaluations.level"]


def test_partial_dates_are_allowed_where_the_format_allows_them():
    partial = {c.name for spec in TABLES for c in spec.columns if c.kind is Kind.PARTIAL_DATE}
    assert partial == PARTIAL


def test_tables_come_after_what_they_refer_to():
    seen = set()
    for spec in TABLES:
        assert {column.refers for column in spec.columns if column.refers} <= seen | {spec.name}
        seen.add(spec.name)


def test_the_descriptor_is_frictionless_and_names_every_file():
    document = json.loads(json.dumps(descriptor(synthetic=True)))
    assert (document["profile"], document["synthetic"]) == ("tabular-data-package", True)
    assert [resource["path"] for resource in document["resources"]] == [spec.file for spec in TABLES]
    fields = {field["name"]: field for field in document["resources"][3]["schema"]["fields"]}
    assert fields["official_id"]["constraints"] == {"required": True, "unique": True}
    assert fields["birth_date"]["type"] == "string"
    assert fields["sex"]["constraints"]["enum"] == ["nam", "nu"]


def test_the_document_is_the_one_the_tables_write():
    written = (Path(__file__).parents[2] / "docs" / "package.md").read_text(encoding="utf-8")
    assert written == as_markdown(), "run: manage.py describe_package > docs/package.md"
