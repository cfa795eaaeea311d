"""Every error of contracts 2: nothing is loaded, and the report names table, row and column."""

import json

import pytest
from django.core.management import call_command

from exchange.package.loading import load
from foundation.actors import SystemActor
from foundation.errors import Denied
from foundation.models import AuditEvent
from officials.models import Official, Unit
from tests.exchange.package_rows import RICH, rich, write_package

pytestmark = pytest.mark.django_db
BY = SystemActor()


def places(report):
    return [(p.table, p.row, p.column, p.code) for p in report.errors]


def refused(folder, **options):
    report = load(folder, by=BY, **options)
    assert not report.loaded
    assert not report.tables
    return report


def with_cell(tmp_path, table, row, column, text):
    """The rich package with one cell of the row (CSV record number) replaced."""
    tables = rich()
    tables[table][row - 2][column] = text
    return write_package(tmp_path / "in", tables)


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "code"),
    [
        ("units", 2, "kind", "quan", "code_unknown"),
        ("units", 2, "unit_class", "4", "code_unknown"),
        ("officials", 3, "sex", "Nữ", "code_unknown"),
        ("officials", 3, "party_member", "có", "code_unknown"),
        ("appointments", 3, "post", "chu_tich", "code_unknown"),
        ("appointments", 3, "how", "khac", "code_unknown"),
        ("appointments", 3, "is_primary", "true", "code_unknown"),
        ("absences", 2, "kind", "nghi", "code_unknown"),
        ("qualifications", 2, "kind", "degree", "code_unknown"),
        ("qualifications", 2, "level", "cao_cap", "code_unknown"),
        ("qualifications", 4, "level", "dai_hoc", "code_unknown"),
        ("evaluations", 2, "level", "tốt", "code_unknown"),
        ("evaluations", 2, "status", "done", "code_unknown"),
        ("health_checks", 2, "health_class", "6", "code_unknown"),
        ("trainings", 2, "kind", "ky nang", "code_unknown"),
        ("awards", 2, "kind", "bang_khen", "code_unknown"),
        ("disciplines", 2, "form", "cat_chuc", "code_unknown"),
        ("disciplines", 2, "line", "cong_doan", "code_unknown"),
        ("committees", 2, "body", "hdnd", "code_unknown"),
        ("inspections", 2, "trigger", "khac", "code_unknown"),
        ("officials", 2, "birth_date", "1980-02-30", "date_invalid"),
        ("officials", 2, "birth_date", "12/05/1980", "date_invalid"),
        ("officials", 2, "birth_date", "1980-13", "date_invalid"),
        ("appointments", 3, "starts_on", "2019-11", "date_invalid"),
        ("appointments", 3, "starts_on", "2019-02-29", "date_invalid"),
        ("appointments", 3, "starts_on", "0019-01-01", "date_invalid"),
        ("evaluations", 2, "year", "hai nghìn", "number_invalid"),
        ("evaluations", 2, "year", "20210", "number_invalid"),
        ("unit_years", 2, "computers", "-1", "number_invalid"),
        ("unit_years", 2, "satisfaction_pct", "100.5", "number_invalid"),
        ("salary_steps", 2, "coefficient", "2,34", "number_invalid"),
        ("salary_steps", 2, "coefficient", "2.345", "number_invalid"),
        ("salary_steps", 2, "coefficient", "2345", "number_invalid"),
        ("appointments", 3, "unit", "99999", "reference_missing"),
        ("appointments", 3, "official_id", "O0", "reference_missing"),
        ("family_members", 2, "relative_official_id", "O0", "reference_missing"),
        ("unit_successions", 2, "predecessor", "1", "reference_missing"),
        ("unit_years", 2, "unit", "1", "reference_missing"),
        ("units", 2, "ends_on", "2019-10-31", "dates_out_of_order"),
        ("appointments", 3, "ends_on", "2019-10-31", "dates_out_of_order"),
        ("absences", 2, "ends_on", "2019-01-31", "dates_out_of_order"),
        ("trainings", 2, "ends_on", "2019-12-19", "dates_out_of_order"),
        ("committees", 2, "ends_on", "2020-05-31", "dates_out_of_order"),
        ("unit_quotas", 2, "ends_on", "2019-10-31", "dates_out_of_order"),
        ("officials", 3, "official_id", "O1", "id_twice"),
        ("appointments", 3, "appointment_id", "A1", "id_twice"),
        ("unit_years", 3, "year", "2020", "id_twice"),
        ("unit_quotas", 3, "starts_on", "2019-11-01", "id_twice"),
        ("officials", 3, "national_id", "030080000001", "national_id_twice"),
        ("officials", 3, "full_name", "", "cell_empty"),
        ("officials", 3, "official_id", " ", "cell_empty"),
        ("appointments", 3, "is_primary", "", "cell_empty"),
        ("unit_years", 3, "year", "", "cell_empty"),
        ("officials", 3, "hometown", "x" * 301, "text_too_long"),
        ("officials", 3, "official_id", "x" * 81, "text_too_long"),
        ("officials", 3, "hometown", "Kinh\x07Môn", "text_invalid"),
    ],
)
def test_a_bad_cell_is_named_and_loads_nothing(tmp_path, table, row, column, text, code):
    report = refused(with_cell(tmp_path, table, row, column, text))
    assert (table, row, column, code) in places(report)
    assert not Unit.objects.exists()
    assert not AuditEvent.objects.exists()


def test_one_bad_row_among_good_ones_leaves_the_records_as_they_were(tmp_path):
    load(write_package(tmp_path / "first", rich()), by=BY)
    tables = rich()
    tables["officials"][0]["hometown"] = "nơi khác"
    tables["officials"][1]["birth_date"] = "1980-02-30"
    report = refused(write_package(tmp_path / "second", tables))
    assert places(report) == [("officials", 3, "birth_date", "date_invalid")]
    assert Official.objects.get(public_id="O1").hometown == "Hiệp Sơn,\nKinh Môn"


def test_a_missing_required_column_is_named(tmp_path):
    report = refused(write_package(tmp_path / "in", rich(), drop=["appointments.starts_on"]))
    assert places(report) == [("appointments", 1, "starts_on", "column_missing")]


def test_a_missing_id_column_is_the_only_complaint(tmp_path):
    report = refused(write_package(tmp_path / "in", rich(), drop=["officials.official_id"]))
    assert places(report) == [("officials", 1, "official_id", "column_missing")]


def test_a_column_twice_is_named(tmp_path):
    folder = write_package(tmp_path / "in", {"units": RICH["units"]})
    text = (folder / "units.csv").read_text(encoding="utf-8")
    (folder / "units.csv").write_text(text.replace("unit,code,", "unit,unit,", 1), encoding="utf-8")
    assert ("units", 1, "unit", "column_twice") in places(refused(folder))


def test_all_errors_are_collected_at_once(tmp_path):
    tables = rich()
    tables["units"][0]["kind"] = "quan"
    tables["officials"][1] |= {"sex": "x", "birth_date": "1980-02-30", "full_name": ""}
    tables["disciplines"][0]["official_id"] = "O0"
    assert places(refused(write_package(tmp_path / "in", tables))) == [
        ("units", 2, "kind", "code_unknown"),
        ("officials", 3, "full_name", "cell_empty"),
        ("officials", 3, "sex", "code_unknown"),
        ("officials", 3, "birth_date", "date_invalid"),
        ("disciplines", 2, "official_id", "reference_missing"),
    ]


def test_doubts_are_told_beside_errors(tmp_path):
    tables = rich()
    tables["units"][2]["kind"] = "quan"
    tables["disciplines"][1]["acted_on"] = ""
    report = refused(write_package(tmp_path / "in", tables))
    assert [(p.table, p.row, p.code) for p in report.doubts] == [("disciplines", 3, "undated_discipline")]


def test_a_reference_may_point_into_the_records(tmp_path):
    load(write_package(tmp_path / "base", rich()), by=BY)
    row = {"award_id": "W9", "official_id": "O1", "title": "Bằng khen"}
    assert load(write_package(tmp_path / "awards", {"awards": [row]}), by=BY).loaded


def test_with_replace_a_reference_into_the_records_is_missing(tmp_path):
    load(write_package(tmp_path / "base", rich()), by=BY)
    row = {"award_id": "W9", "official_id": "O1", "title": "Bằng khen"}
    report = refused(write_package(tmp_path / "awards", {"awards": [row]}), replace=True)
    assert places(report) == [("awards", 2, "official_id", "reference_missing")]
    assert Official.objects.count() == 4


def test_an_id_number_of_someone_in_the_records_is_named(tmp_path):
    load(write_package(tmp_path / "base", rich()), by=BY)
    row = {"official_id": "O77", "full_name": "Lê Thị Tư", "national_id": "030080000001"}
    report = refused(write_package(tmp_path / "more", {"officials": [row]}))
    assert places(report) == [("officials", 2, "national_id", "national_id_twice")]


def test_an_end_before_a_stored_start_is_named(tmp_path):
    load(write_package(tmp_path / "base", rich()), by=BY)
    row = {"unit": "10675", "name": "An Lưu", "kind": "phuong", "ends_on": "2019-10-01"}
    columns = {"units": ["unit", "name", "kind", "ends_on"]}
    report = refused(write_package(tmp_path / "units", {"units": [row]}, columns=columns))
    assert places(report) == [("units", 2, "ends_on", "dates_out_of_order")]


def test_a_ragged_row_is_named(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    with (folder / "units.csv").open("a", encoding="utf-8") as handle:
        handle.write("10999,10999,Thừa,xa\n")
    assert places(refused(folder)) == [("units", 5, None, "row_ragged")]


def test_a_cell_that_is_no_utf8_is_named(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    content = (folder / "officials.csv").read_bytes().replace("Lê A".encode(), b"L\xea A")
    (folder / "officials.csv").write_bytes(content)
    assert places(refused(folder)) == [("officials", 5, "full_name", "encoding_invalid")]


def test_an_open_quote_is_named_with_its_row(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    with (folder / "units.csv").open("a", encoding="utf-8") as handle:
        handle.write('10999,"10999,Thừa,xa,,,,,\n')
    assert places(refused(folder)) == [("units", 5, None, "csv_invalid")]


def test_a_file_without_header_is_named(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    (folder / "awards.csv").write_text("", encoding="utf-8")
    assert places(refused(folder)) == [("awards", 1, None, "header_missing")]


def test_a_byte_order_mark_and_blank_lines_are_no_errors(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    content = (folder / "units.csv").read_bytes().replace(b"\n", b"\r\n")
    (folder / "units.csv").write_bytes(b"\xef\xbb\xbf" + content + b"\r\n")
    assert load(folder, by=BY).loaded


def test_so_many_errors_of_a_kind_are_cut_short_and_counted(tmp_path):
    rows = [{"official_id": f"O{n}", "full_name": "A", "sex": "x"} for n in range(1005)]
    report = refused(write_package(tmp_path / "in", {"officials": rows}))
    assert len(report.errors) == 1001
    assert report.errors[-1].message.startswith("Còn 5 chỗ nữa")


def test_who_may_not_write_all_records_may_not_load(tmp_path, town):
    folder = write_package(tmp_path / "in", rich())
    for name in ("xa_minh", "lanhdao", "quantri", "kiemtra", "chua_gan"):
        with pytest.raises(Denied):
            load(folder, by=getattr(town.people, name))
    assert load(folder, by=town.people.noivu).loaded


def run(capsys, *arguments):
    try:
        call_command("load_package", *map(str, arguments), "--format", "json")
    except SystemExit as exit_:
        return exit_.code, json.loads(capsys.readouterr().out)
    return 0, json.loads(capsys.readouterr().out)


def test_the_command_says_why_it_refuses_with_status_1(tmp_path, capsys):
    status, document = run(capsys, with_cell(tmp_path, "officials", 3, "sex", "x"))
    assert (status, document["loaded"], document["tables"]) == (1, False, {})
    assert document["problems"] == [
        {
            "table": "officials",
            "row": 3,
            "column": "sex",
            "code": "code_unknown",
            "message": "Mã “x” không có trong danh mục.",
            "level": "error",
        }
    ]


def test_the_command_loads_with_status_0(tmp_path, capsys):
    status, document = run(capsys, write_package(tmp_path / "in", rich()))
    assert (status, document["loaded"], document["problems"]) == (0, True, [])
    assert document["tables"]["officials"] == {"new": 4, "changed": 0, "unchanged": 0}


def test_a_dry_run_of_the_command_writes_nothing(tmp_path, capsys):
    status, document = run(capsys, write_package(tmp_path / "in", rich()), "--dry-run")
    assert (status, document["loaded"], document["tables"]["units"]["new"]) == (0, False, 3)
    assert not Unit.objects.exists()


def test_people_read_the_result_in_words(tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("load_package", str(with_cell(tmp_path, "officials", 3, "sex", "x")))
    shown = capsys.readouterr().out
    assert "LỖI: officials, dòng 3, cột sex: Mã “x” không có trong danh mục." in shown
    assert "Không nạp dòng nào." in shown
