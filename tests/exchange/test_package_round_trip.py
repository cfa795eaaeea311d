"""load → dump → load → dump: nothing is lost, and the bytes are the same."""

import csv

import pytest

from exchange.package.dumping import dump
from exchange.package.loading import load
from exchange.package.tables import TABLES
from foundation.actors import SystemActor
from foundation.models import AuditEvent
from officials.models import Appointment, Official
from tests.exchange.package_rows import RICH, files_of, rich, write_package, zipped

pytestmark = pytest.mark.django_db
BY = SystemActor()


def loaded(path, **options):
    report = load(path, by=BY, **options)
    assert report.loaded, report.errors
    return report


def test_the_rich_package_fills_every_column_of_every_table():
    for spec in TABLES:
        filled = {name for row in RICH[spec.name] for name, value in row.items() if value}
        assert filled == {column.name for column in spec.columns}, spec.name


def test_every_cell_comes_back(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    dump(tmp_path / "out")
    for spec in TABLES:
        with (tmp_path / "out" / spec.file).open(encoding="utf-8", newline="") as handle:
            found = list(csv.DictReader(handle))
        names = [column.name for column in spec.columns]
        expected = [{name: row.get(name, "") for name in names} for row in RICH[spec.name]]
        assert sorted(found, key=str) == sorted(expected, key=str), spec.name


def test_a_table_added_later_is_written_only_when_it_has_rows(tmp_path):
    loaded(write_package(tmp_path / "in", {k: v for k, v in rich().items() if k != "personal_files"}))
    dump(tmp_path / "out")
    assert not (tmp_path / "out" / "personal_files.csv").exists()
    assert '"personal_files"' not in (tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8")
    loaded(write_package(tmp_path / "more", rich()))
    dump(tmp_path / "out")
    assert '"personal_files"' in (tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8")
    loaded(tmp_path / "out", replace=True)
    dump(tmp_path / "again")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "again")


def test_dumping_a_loaded_dump_gives_the_same_bytes(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    dump(tmp_path / "first")
    loaded(tmp_path / "first", replace=True)
    dump(tmp_path / "second")
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")


def test_a_zip_dump_has_the_same_bytes_each_time_and_loads(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    dump(tmp_path / "a.zip")
    report = loaded(tmp_path / "a.zip")
    dump(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert all(counts.new == counts.changed == 0 for counts in report.tables.values())


def test_a_zip_says_the_same_as_its_folder(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    loaded(zipped(folder, tmp_path / "in.zip"))
    report = loaded(folder)
    assert all(counts.new == counts.changed == 0 for counts in report.tables.values())


def test_the_same_package_again_changes_nothing_and_writes_no_event(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    first = loaded(folder)
    assert {name: counts.new for name, counts in first.tables.items()} == {n: len(r) for n, r in RICH.items()}
    events = AuditEvent.objects.count()
    second = loaded(folder)
    assert {name: counts.unchanged for name, counts in second.tables.items()} == {
        name: len(rows) for name, rows in RICH.items()
    }
    assert all(counts.new == counts.changed == 0 for counts in second.tables.values())
    assert AuditEvent.objects.count() == events


def test_one_load_is_one_event_with_digest_and_counts(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    event = AuditEvent.objects.get()
    assert (event.action, event.object_type, len(event.object_id)) == ("load_package", "package", 64)
    assert '"officials": [null, "4 mới, 0 thay đổi, 0 giữ nguyên"]' in event.payload
    assert event.actor == "lenh"


def test_lines_end_with_a_line_feed_and_only_needed_quotes_stand(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    dump(tmp_path / "out")
    text = (tmp_path / "out" / "officials.csv").read_bytes().decode()
    assert "\r" not in text
    assert '"Hiệp Sơn,\nKinh Môn"' in text
    assert '"Trần ""Bảy"" Bình"' in text
    assert text.count('"') == 8


def test_derived_columns_and_the_unit_of_a_person_follow(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    units = dict(Official.objects.values_list("public_id", "unit__public_id"))
    assert units == {"O1": "10675", "O2": "10702", "o-10": "10702", "O9": None}
    official = Official.objects.get(public_id="O1")
    assert (official.name_folded, official.general_education_code) == ("nguyen van an", "thpt")
    assert official.birth_date_partial.iso == "1980-05-12"
    assert official.recruited_on_partial.iso == "2005-03"


def test_a_later_post_moves_the_person(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    move = [
        {**RICH["appointments"][4], "ends_on": "2021-06-30"},
        {"appointment_id": "A6", "official_id": "o-10", "unit": "10675", "post": "van_hoa_xa_hoi",
         "is_primary": "1", "starts_on": "2021-07-01"},
    ]  # fmt: skip
    report = loaded(write_package(tmp_path / "move", {"appointments": move}))
    assert (report.tables["appointments"].new, report.tables["appointments"].changed) == (1, 1)
    assert Official.objects.get(public_id="o-10").unit.public_id == "10675"


def test_a_changed_row_raises_its_version_and_an_unchanged_one_does_not(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    rows = rich()["officials"]
    rows[0]["hometown"] = "An Sinh"
    loaded(write_package(tmp_path / "again", {"officials": rows}))
    assert dict(Official.objects.values_list("public_id", "version")) == {
        "O1": 2,
        "O2": 1,
        "o-10": 1,
        "O9": 1,
    }


def test_an_absent_column_leaves_the_value_and_an_empty_cell_clears_it(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    rows = [{"official_id": "O1", "full_name": "Nguyễn Văn An", "religion": ""}]
    columns = {"officials": ["official_id", "full_name", "religion"]}
    loaded(write_package(tmp_path / "part", {"officials": rows}, columns=columns))
    official = Official.objects.get(public_id="O1")
    assert (official.religion, official.ethnicity) == ("", "Kinh")
    assert (official.general_education, official.general_education_code) == ("12/12", "thpt")
    assert official.party_joined_on_partial.iso == "2006"


def test_a_dry_run_writes_nothing_and_counts(tmp_path):
    report = load(write_package(tmp_path / "in", rich()), by=BY, dry_run=True)
    assert (report.loaded, report.errors, report.tables["officials"].new) == (False, [], 4)
    assert not Official.objects.exists()
    assert not AuditEvent.objects.exists()


def test_an_id_number_may_pass_from_one_person_to_another(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    rows = rich()["officials"]
    rows[0]["national_id"], rows[1]["national_id"] = rows[1]["national_id"], rows[0]["national_id"]
    rows[3]["national_id"] = ""
    report = loaded(write_package(tmp_path / "swap", {"officials": rows}))
    assert report.tables["officials"].changed == 2
    assert Official.objects.get(public_id="O1").national_id == "012345678"


def test_a_cleared_id_number_counts_as_a_change(tmp_path):
    loaded(write_package(tmp_path / "in", rich()))
    rows = rich()["officials"]
    rows[0]["national_id"] = ""
    assert loaded(write_package(tmp_path / "next", {"officials": rows})).tables["officials"].changed == 1


@pytest.mark.parametrize(("flag", "expected"), [(True, {True}), (False, {False}), (None, {False})])
def test_the_package_says_whether_its_people_are_synthetic(tmp_path, flag, expected):
    folder = write_package(tmp_path / "in", rich(), drop=["officials.synthetic"], synthetic=flag)
    loaded(folder)
    assert set(Official.objects.values_list("synthetic", flat=True)) == expected


def test_a_row_made_in_the_browser_is_matched_by_its_natural_key(tmp_path):
    from assessments.models import UnitYear
    from officials.models import Unit

    loaded(write_package(tmp_path / "in", {"units": RICH["units"]}))
    UnitYear.objects.create(public_id="y-1", unit=Unit.objects.get(public_id="10675"), year=2020, computers=5)
    report = loaded(write_package(tmp_path / "years", {"unit_years": RICH["unit_years"]}))
    assert (report.tables["unit_years"].new, report.tables["unit_years"].changed) == (1, 1)
    assert set(UnitYear.objects.values_list("public_id", "computers")) == {("y-1", 20), ("10675:2021", None)}


def test_two_posts_of_one_day_resolve_like_the_figures_do(tmp_path):
    rows = [
        {"appointment_id": number, "official_id": "O1", "unit": unit, "post": "van_hoa_xa_hoi", "is_primary": "1",
         "starts_on": "2020-01-01"}
        for number, unit in (("9", "10675"), ("10", "10702"))
    ]  # fmt: skip
    loaded(write_package(tmp_path / "in", rich(appointments=rows)))
    assert Official.objects.get(public_id="O1").unit.public_id == "10702"
    assert Appointment.objects.count() == 2
