"""Confirming an import: what is written, what a second time changes, who may, and what happens when it breaks."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from assessments.models import Award, Discipline, Evaluation, HealthCheck
from exchange import services
from exchange.models import STATES, ImportBatch, ImportFile
from exchange.workbooks import commit as commit_module
from exchange.workbooks.opening import PROJECT
from foundation.actors import SystemActor
from foundation.errors import Denied, Refused
from foundation.models import AccessEvent, AuditEvent
from officials.models import Appointment, Official, Qualification, Unit
from tests import factories
from tests.exchange.made import HEADER, PERSON, xlsx
from tests.exchange.samples import FOLDER, content_of, path_of, truth
from tests.exchange.test_workbook_samples import run
from tests.faults import harness

DAY = date(2021, 12, 31)
TAKE_ALL = {"rows": {}, "kinds": {"*": services.TAKE}}
NUMBER = "019080001234"
DUNG = [1, "Phạm Văn Dũng", "Nam", "12/05/1980", "Chủ tịch UBND"]  # in no unit yet; "An" is in the town


def upload(rows, unit, *, header=HEADER, as_district=False, name="ds.xlsx"):
    content = rows if isinstance(rows, bytes) else xlsx(("DS", [header, *rows]))
    return services.Upload(name, content, unit, DAY, as_district=as_district)


def send(rows, unit, by, **options):
    return services.preview(upload(rows, unit, **options), by=by)


def confirm(batch, by, choices=TAKE_ALL):
    return services.confirm(batch, by=by, digest=batch.digest, choices=choices)


def imported(rows, unit, by, **options):
    batch = send(rows, unit, by, **options)
    confirm(batch, by)
    return batch


def state():
    """Everything the records hold, for comparing before and after."""
    models = (Official, Appointment, Qualification, Evaluation, HealthCheck, Award, Discipline)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def officer(town):
    return town.people.xa_minh


@pytest.fixture
def minh(town):
    return town.minh


def with_columns(headings, cells, person=PERSON):
    return {"header": [*HEADER, *headings]}, [[*person, *cells]]


# --- what is written -------------------------------------------------------------------------------------------


def test_a_new_person_gets_a_record_with_an_undated_post_from_the_earliest_year_stated(officer, minh):
    headings = [
        "Số CCCD",
        "Chuyên môn",
        "LLCT",
        "Tin học",
        "Ngoại ngữ",
        "Sức khỏe",
        "Xếp loại 2019",
        "Xếp loại 2020",
        "Khen thưởng",
    ]
    cells = [NUMBER, "Đại học Luật", "TC", "CC B", "Anh B1", "Loại II", "HTT", "HTXS", "Giấy khen năm 2020"]
    options, rows = with_columns(headings, cells, DUNG)
    imported(rows, minh, officer, **options)
    official = Official.objects.get(national_id=NUMBER)
    post = official.appointments.get()
    assert (post.post_id, post.unit, post.starts_on, post.start_unknown) == (
        "chu_tich_ubnd",
        minh,
        date(2019, 1, 1),
        True,
    )
    held = set(official.qualifications.values_list("kind", "level", "field", "attained_on"))
    assert held == {
        ("professional", "dai_hoc", "Luật", None), ("political", "trung_cap", "", None),
        ("it", "b", "", None), ("foreign_language", "b1", "Tiếng Anh", None),
    }  # fmt: skip
    assert list(official.evaluations.order_by("year").values_list("year", "level")) == [
        (2019, "tot"),
        (2020, "xuat_sac"),
    ]
    assert official.health_checks.get().year == 2021
    assert (official.awards.get().title, official.awards.get().year) == ("Giấy khen", 2020)
    assert official.unit == minh
    assert official.birth_date_partial.iso == "1980-05-12"


def test_without_any_year_a_post_counts_from_the_day_and_a_stated_date_is_kept(officer, minh):
    imported([DUNG], minh, officer)
    post = Appointment.objects.get(official__full_name="Phạm Văn Dũng")
    assert (post.starts_on, post.start_unknown) == (DAY, True)
    options, rows = with_columns(
        ["Ngày bổ nhiệm"], ["15/07/2018"], [1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]
    )
    imported(rows, minh, officer, **options)
    post = Appointment.objects.get(official__full_name="Trần Thị Bình")
    assert (post.starts_on, post.start_unknown) == (date(2018, 7, 15), False)


def test_a_new_post_of_someone_in_post_starts_on_the_day_and_ends_the_earlier_the_day_before(officer, town):
    town.an.national_id = NUMBER
    town.an.save()
    options, rows = with_columns(["Số CCCD"], [NUMBER])
    imported(rows, town.minh, officer, **options)
    posts = town.an.appointments.order_by("starts_on").values_list(
        "post_id", "starts_on", "ends_on", "is_primary"
    )
    assert list(posts) == [
        ("van_phong_thong_ke", date(2016, 7, 1), date(2021, 12, 30), True),
        ("chu_tich_ubnd", DAY, None, True),
    ]


def test_a_blank_cell_erases_nothing(officer, town):
    town.an.ethnicity, town.an.national_id = "Tày", NUMBER
    town.an.save()
    options, rows = with_columns(["Số CCCD", "Dân tộc", "Quê quán"], [NUMBER, "", "Xã Tân Lập"])
    imported(rows, town.minh, officer, **options)
    town.an.refresh_from_db()
    assert (town.an.ethnicity, town.an.hometown) == ("Tày", "Xã Tân Lập")


def test_a_more_precise_date_is_taken_and_a_less_precise_one_is_not(officer, minh):
    known = factories.make_official(
        unit=minh, full_name="Lê Văn Cường", birth_date="1979", national_id="019079001234"
    )
    options, rows = with_columns(
        ["Số CCCD"], ["019079001234"], [1, "Lê Văn Cường", "Nam", "23/08/1979", "VP-TK"]
    )
    imported(rows, minh, officer, **options)
    known.refresh_from_db()
    assert known.birth_date_partial.iso == "1979-08-23"
    rows[0][3] = "1979"
    batch = imported(rows, minh, officer, **options)
    known.refresh_from_db()
    assert known.birth_date_partial.iso == "1979-08-23"
    assert services.document(batch)["rows"][0]["change"] == "same"


def test_a_contradiction_is_a_question_whose_answer_is_kept(officer, town):
    town.an.national_id = NUMBER
    town.an.save()
    options, rows = with_columns(
        ["Số CCCD", "Dân tộc"], [NUMBER, "Tày"], [1, "Nguyễn Văn An", "Nam", "05/12/1980", "VP-TK"]
    )
    batch = send(rows, town.minh, officer, **options)
    assert services.document(batch)["rows"][0]["change"] == "conflict"
    confirm(batch, officer, {"rows": {"DS!2": services.KEEP}, "kinds": {}})
    town.an.refresh_from_db()
    assert (town.an.birth_date_partial.iso, town.an.ethnicity) == ("1980-05-12", "Tày")
    batch = send(rows, town.minh, officer, **options)
    confirm(batch, officer, {"rows": {"DS!2": services.TAKE}, "kinds": {}})
    town.an.refresh_from_db()
    assert town.an.birth_date_partial.iso == "1980-12-05"


def test_a_row_with_a_warning_is_imported_only_after_the_users_word(officer, minh):
    row = [1, "Trần Thị Bình", "Nữ", "00/00/1985", "VP-TK"]
    batch = send([row, PERSON], minh, officer)
    assert batch.counts == {
        "ok": 0,
        "warn": 2,
        "error": 0,
        "skip": 0,
    }  # "An" has a namesake of that birth date
    confirm(batch, officer, {"rows": {}, "kinds": {}})
    assert not Official.objects.filter(full_name="Trần Thị Bình").exists()
    batch = send([row], minh, officer)
    confirm(batch, officer, {"rows": {}, "kinds": {"partial_zero_date": services.TAKE}})
    assert Official.objects.filter(full_name="Trần Thị Bình").exists()


def test_a_row_with_an_error_is_never_imported(officer, minh):
    imported([[1, "Trần Thị Bình", "Nữ", "30/02/1985", "VP-TK"]], minh, officer)
    assert not Official.objects.filter(full_name="Trần Thị Bình").exists()


def test_discipline_in_an_officers_file_is_shown_and_not_imported(officer, town):
    options, rows = with_columns(
        ["Kỷ luật"], ["Khiển trách 2020"], [1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]
    )
    batch = imported(rows, town.minh, officer, **options)
    assert services.document(batch)["rows"][0]["values"]["disciplines"] == [
        {"form": "khien_trach", "year": 2020}
    ]
    assert "Kỷ luật" in batch.result["notices"][0]
    assert Discipline.objects.count() == 0
    imported(rows, town.minh, town.people.noivu, as_district=True, **options)
    assert Discipline.objects.get().form == "khien_trach"


def test_a_district_file_moves_a_person_to_the_unit_it_names(town):
    town.binh.national_id = "019180001234"
    town.binh.save()
    header = [*HEADER, "Số CCCD", "Đơn vị"]
    rows = [[1, "Đỗ Thị Bình", "Nữ", "12/05/1980", "VP-TK", "019180001234", "phường Minh Tân"]]
    batch = imported(rows, None, town.people.noivu, header=header, as_district=True)
    assert services.document(batch)["rows"][0]["change"] == "moved"
    town.binh.refresh_from_db()
    assert town.binh.unit == town.minh
    assert town.binh.appointments.get(unit=town.khac).ends_on == date(2021, 12, 30)


ACCEPTED = [item["id"] for item in truth()["files"] if item.get("rows")]

# --- the same again --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ACCEPTED)
def test_the_same_file_again_changes_nothing(son_binh, code):
    run(code, "--confirm-warnings")
    before = state()
    _, again = run(code, "--confirm-warnings")
    assert state() == before
    assert set(again["imported"]) <= {"same"}


def test_an_old_file_changes_nothing_newer(son_binh):
    """A file of 2019 sent again in 2021 reaches back, and leaves what came later alone."""
    run("f18", "--confirm-warnings")
    before = state()["Appointment"]
    run("f18", "--confirm-warnings")
    assert state()["Appointment"] == before


def test_a_dry_run_writes_nothing(son_binh):
    before, n_events = state(), AuditEvent.objects.count()
    run("f01", "--dry-run")
    assert (state(), AuditEvent.objects.count()) == (before, n_events)


def test_units_of_officials_stay_true(son_binh):
    run("f26", "--confirm-warnings")
    run("f18", "--confirm-warnings")
    before = list(Official.objects.order_by("pk").values_list("unit", flat=True))
    from officials.services.postings import refresh_all_units

    refresh_all_units(by=SystemActor())
    assert list(Official.objects.order_by("pk").values_list("unit", flat=True)) == before


# --- the audit -------------------------------------------------------------------------------------------------


def test_each_person_has_one_event_and_the_batch_has_its_own(officer, minh):
    rows = [[n, f"Trần Thị {name}", "Nữ", "1985", "VP-TK"] for n, name in enumerate(["Bình", "Hoa", "Lan"])]
    batch = imported(rows, minh, officer)
    people = AuditEvent.objects.filter(action="import")
    assert people.count() == 3
    assert {event.unit_id for event in people} == {minh.public_id}
    acts = list(
        AuditEvent.objects.filter(object_id=batch.public_id).order_by("seq").values_list("action", flat=True)
    )
    assert acts == ["upload_workbook", "workbook_committed"]
    assert batch.sha256 in AuditEvent.objects.filter(object_id=batch.public_id).first().payload
    call_command("verify_audit", "--format", "json", stdout=io.StringIO())


# --- who may ---------------------------------------------------------------------------------------------------


def test_an_officer_sends_for_the_own_unit_only(town):
    for unit in (town.khac, None):
        with pytest.raises(Denied):
            send([PERSON], unit, town.people.xa_minh)
    for person in (town.people.lanhdao, town.people.quantri, town.people.kiemtra, town.people.chua_gan):
        with pytest.raises(Denied):
            send([PERSON], town.minh, person)


def test_of_another_units_person_nothing_is_said_but_that_the_number_cannot_be_used(officer, town):
    town.binh.national_id = "019180001234"
    town.binh.ethnicity = "Tày"
    town.binh.save()
    options, rows = with_columns(
        ["Số CCCD", "Dân tộc"], ["019180001234", "Kinh"], [1, "Lê Thị Khác", "Nữ", "1980", "VP-TK"]
    )
    batch = send(rows, town.minh, officer, **options)
    [row] = services.document(batch)["rows"]
    assert (row["status"], row["change"], row["official_id"], row["differences"]) == (
        "error",
        "other_unit",
        None,
        [],
    )
    assert [item["code"] for item in row["problems"] if item["level"] == "error"] == ["belongs_to_other_unit"]
    said = str(services.document(batch))
    for secret in ("An Lưu", "10675", "P-BINH", "Đỗ Thị Bình", "Tày"):
        assert secret not in said
    hit = AccessEvent.objects.get(action=services.HIT_ACTION)
    assert (hit.actor, hit.object_id) == ("xa_minh", "P-BINH")


def test_the_answer_is_the_same_for_a_retired_person(officer, town):
    """In post, retired or never in post: byte for byte the same row."""
    options, rows = with_columns(["Số CCCD"], ["019180001234"], [1, "Lê Thị Khác", "Nữ", "1980", "VP-TK"])
    town.binh.national_id = "019180001234"
    town.binh.save()
    in_post = services.document(send(rows, town.minh, officer, **options))["rows"]
    town.binh.appointments.update(ends_on=date(2020, 1, 1))
    assert services.document(send(rows, town.minh, officer, **options))["rows"] == in_post


def test_a_namesake_in_another_unit_leaves_no_trace(officer, town):
    """Without an ID number the preview is the same with and without another unit's person of that name."""
    rows = [[1, "Đỗ Thị Bình", "Nữ", "12/05/1980", "VP-TK"]]
    with_namesake = services.document(send(rows, town.minh, officer))["rows"]
    town.binh.full_name = "Phạm Thị Xa"
    town.binh.derive()
    town.binh.save()
    assert services.document(send(rows, town.minh, officer))["rows"] == with_namesake


def test_asking_for_many_numbers_is_stopped(officer, town, monkeypatch):
    monkeypatch.setattr(services.access, "MAX_HITS_A_DAY", 2)
    town.binh.national_id = "019180001234"
    town.binh.save()
    options, rows = with_columns(["Số CCCD"], ["019180001234"], [1, "Lê Thị Khác", "Nữ", "1980", "VP-TK"])
    for _ in range(2):
        send(rows, town.minh, officer, **options)
    with pytest.raises(Refused):
        send(rows, town.minh, officer, **options)


# --- steps out of order, and trouble ---------------------------------------------------------------------------


def test_every_state_has_its_next_states():
    assert set(STATES) == set(ImportBatch.State.values)
    assert all(next_states <= set(STATES) for next_states in STATES.values())


def test_a_batch_is_confirmed_once(officer, minh):
    batch = imported([[1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]], minh, officer)
    with pytest.raises(services.NotOpen):
        confirm(batch, officer)
    with pytest.raises(services.NotOpen):
        services.cancel(batch, by=officer)
    assert Official.objects.filter(full_name="Trần Thị Bình").count() == 1


def test_a_cancelled_batch_writes_nothing_and_keeps_no_file(officer, minh):
    batch = send([[1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]], minh, officer)
    services.cancel(batch, by=officer)
    assert not ImportFile.objects.exists()
    with pytest.raises(services.NotOpen):
        confirm(batch, officer)
    assert not Official.objects.filter(full_name="Trần Thị Bình").exists()


def test_an_edit_between_preview_and_confirm_is_shown_again(officer, town):
    town.an.national_id = NUMBER
    town.an.save()
    options, rows = with_columns(
        ["Số CCCD", "Dân tộc"], [NUMBER, "Tày"], [1, "Nguyễn Văn An", "Nam", "12/05/1980", "VP-TK"]
    )
    batch = send(rows, town.minh, officer, **options)
    Official.objects.filter(pk=town.an.pk).update(ethnicity="Nùng", version=2)
    with pytest.raises(services.Changed):
        confirm(batch, officer)
    batch.refresh_from_db()
    assert (batch.state, services.document(batch)["rows"][0]["differences"][0]["old"]) == (
        "previewed",
        "Nùng",
    )
    confirm(batch, officer)
    town.an.refresh_from_db()
    assert town.an.ethnicity == "Tày"


def test_a_stored_file_that_was_tampered_with_is_not_imported(officer, minh):
    batch = send([[1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]], minh, officer)
    ImportFile.objects.update(content=xlsx(("DS", [HEADER, [1, "Kẻ Gian Manh", "Nữ", "1985", "VP-TK"]])))
    with pytest.raises(services.Changed):
        confirm(batch, officer)
    assert not Official.objects.filter(full_name__in=["Kẻ Gian Manh", "Trần Thị Bình"]).exists()


def test_a_failure_at_any_write_leaves_nothing_behind(officer, minh, monkeypatch):
    rows = [[n, f"Trần Thị {name}", "Nữ", "1985", "VP-TK"] for n, name in enumerate(["Bình", "Hoa"])]
    for broken in ("_insert_officials", "_insert_rows", "_entry"):
        batch = send(rows, minh, officer)
        before = state()

        def fail(*args, **kwargs):
            raise RuntimeError

        with monkeypatch.context() as patch:
            patch.setattr(commit_module, broken, fail)
            with pytest.raises(RuntimeError):
                confirm(batch, officer)
        assert state() == before
        batch.refresh_from_db()
        assert batch.state == "previewed"


def test_a_process_killed_in_the_middle_leaves_all_or_nothing(tmp_path):
    """kill -9 after the rows were inserted and before the commit, in a process and a database of its own."""
    database = tmp_path / "kill.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "KINHMON_TODAY": "2021-12-31"}
    file = [str(path_of("f01")), "--unit", "U03", "--as-of", "2021-12-31"]

    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, check=False
        ).returncode

    def people():
        with sqlite3.connect(database) as connected:
            return connected.execute("SELECT count(*) FROM officials_official").fetchone()[0]

    harness.migrate(harness.Database(f"sqlite:///{database}"))
    assert manage("load_package", str(FOLDER / "package")) == 0
    before = people()
    killing = (
        "import os, signal, sys; from django.core.management import execute_from_command_line as run;"
        "import django; os.environ['DJANGO_SETTINGS_MODULE'] = 'kinhmon_cadre.settings'; django.setup();"
        "from exchange.workbooks import commit;"
        "commit._entry = lambda person: os.kill(os.getpid(), signal.SIGKILL);"
        f"run(['manage.py', 'import_workbook', *{file!r}])"
    )
    killed = subprocess.run([sys.executable, "-c", killing], cwd=PROJECT, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert people() == before
    assert manage("import_workbook", *file) == 0
    assert people() == before + 20


def test_two_confirmations_at_once_make_one(officer, minh):
    """The second finds the batch closed, whichever came first: the row is locked and its state asked inside."""
    batch = send([[1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]], minh, officer)
    stale = ImportBatch.objects.get(pk=batch.pk)
    confirm(batch, officer)
    with pytest.raises(services.NotOpen):
        confirm(stale, officer)
    assert Official.objects.filter(full_name="Trần Thị Bình").count() == 1


def test_a_batch_needs_its_closing_pair(officer, minh):
    from django.db import IntegrityError

    batch = send([PERSON], minh, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(state="committed")


# --- the command -----------------------------------------------------------------------------------------------


def test_the_command_takes_a_code_of_the_day_and_says_when_there_is_no_such_unit(son_binh, tmp_path):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(content_of("f08"))
    Unit.objects.filter(public_id="U10").update(code="99999")
    call_command(
        "import_workbook",
        str(path),
        "--unit",
        "99999",
        "--dry-run",
        "--format",
        "json",
        stdout=io.StringIO(),
    )
    for unit, file in (("nowhere", path), ("U10", tmp_path / "none.xlsx")):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            call_command("import_workbook", str(file), "--unit", unit, stdout=io.StringIO())
        assert caught.value.returncode == 2


def test_the_command_imports_ok_rows_and_those_in_doubt_only_when_told(son_binh):
    n = Official.objects.count()
    status, result = run("f08")
    assert (status, Official.objects.count() - n) == (0, result["counts"]["ok"])
    run("f08", "--confirm-warnings")
    assert Official.objects.count() - n == 7
