"""The audit: written with the change or not at all, never changed, chained, readable only with the person's key."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from foundation import audit, audit_triggers, bulk
from foundation.actors import SystemActor
from foundation.dates import PartialDate
from foundation.models import AuditArea, AuditEvent, SubjectKey
from officials.models import Official
from officials.services import people

BY = SystemActor()


def write(count=1, **kw):
    with transaction.atomic():
        return audit.record_many([audit.Entry(action="create", **kw) for _ in range(count)], by=BY)


def tamper(sql, parameters=()):
    """What only someone with the database password can do: take the triggers off, then write."""
    audit_triggers.uninstall(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    audit_triggers.install(connection)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE foundation_auditevent SET summary = 'khác' WHERE seq = 1",
        "DELETE FROM foundation_auditevent WHERE seq = 1",
        "DELETE FROM foundation_auditevent",
    ],
)
def test_the_database_itself_refuses_to_change_the_audit(db, sql):
    write(2)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditEvent.objects.count() == 2
    assert audit.first_broken_row() is None


def test_the_database_refuses_to_empty_the_audit(db):
    if connection.vendor != "postgresql":
        # SQLite knows no TRUNCATE; its DELETE without WHERE is refused above.
        return
    write()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE foundation_auditevent")
    assert AuditEvent.objects.count() == 1


def test_the_orm_is_refused_as_well(db):
    write()
    event = AuditEvent.objects.get()
    event.reason = "khác"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()


def test_numbers_have_no_gap_and_each_row_holds_the_hash_of_the_one_before(db):
    write(3)
    write(2)
    rows = list(AuditEvent.objects.order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.prev_hash for row in rows] == ["", *(row.hash for row in rows[:-1])]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("summary", "đổi"),
        ("reason", "đổi"),
        ("actor", "ai_khac"),
        ("actor_name", "Người khác"),
        ("action", "remove"),
        ("object_id", "P-2"),
        ("unit_id", "10675"),
        ("payload", '{"a": [1, 2]}'),
        ("area", "sign_in"),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_a_change_of_any_column_is_found(db, column, value):
    write(3)
    tamper(f"UPDATE foundation_auditevent SET {column} = %s WHERE seq = 2", [value])
    assert audit.first_broken_row() == (2, audit.CHANGED)


def test_a_flipped_byte_of_an_encrypted_payload_is_found(db):
    write(3, subject_id="P-1", changes={"full_name": ["An", "Bình"]})
    payload = AuditEvent.objects.get(seq=2).payload
    flipped = payload[:-5] + ("A" if payload[-5] != "A" else "B") + payload[-4:]
    tamper("UPDATE foundation_auditevent SET payload = %s WHERE seq = 2", [flipped])
    assert audit.first_broken_row() == (2, audit.CHANGED)


def test_a_row_forged_with_a_right_hash_breaks_the_next_one(db):
    write(3)
    forged = AuditEvent.objects.get(seq=2)
    forged.summary = "đổi"
    tamper(
        "UPDATE foundation_auditevent SET summary = %s, hash = %s WHERE seq = 2",
        [forged.summary, audit._hash(forged)],
    )
    assert audit.first_broken_row() == (3, audit.UNCHAINED)


def test_a_missing_row_is_found(db):
    write(4)
    tamper("DELETE FROM foundation_auditevent WHERE seq = 2")
    assert audit.first_broken_row() == (2, audit.MISSING)


def test_a_missing_first_row_is_found(db):
    write(2)
    tamper("DELETE FROM foundation_auditevent WHERE seq = 1")
    assert audit.first_broken_row() == (1, audit.MISSING)


def run_verify():
    out = StringIO()
    try:
        call_command("verify_audit", "--format", "json", stdout=out)
    except SystemExit as status:
        return status.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_verify_audit_says_that_the_chain_holds(db):
    last = write(3)[-1]
    status, document = run_verify()
    assert (status, document["holds"], document["events"], document["last_hash"]) == (0, True, 3, last.hash)


def test_verify_audit_names_the_first_broken_row(db):
    write(5)
    tamper("UPDATE foundation_auditevent SET reason = 'x' WHERE seq IN (3, 4)")
    status, document = run_verify()
    assert status == 1
    assert document["broken"]["seq"] == 3
    assert "việc số 3" in document["broken"]["message"]


def test_verify_audit_holds_on_an_empty_audit(db):
    assert run_verify()[1]["holds"] is True


def test_a_rolled_back_change_leaves_no_event(town):
    with transaction.atomic():
        people.change_official(
            by=town.people.noivu, official=town.an, changes={"hometown": "Hà Nội"}, version=1
        )
        assert AuditEvent.objects.exists()
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert Official._base_manager.get(pk=town.an.pk).hometown == ""


def test_a_change_whose_event_cannot_be_written_is_not_made(town, monkeypatch):
    def no_disk(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(bulk, "insert", no_disk)
    with pytest.raises(DatabaseError, match="disk full"):
        people.change_official(
            by=town.people.noivu, official=town.an, changes={"hometown": "Hà Nội"}, version=1
        )
    assert Official._base_manager.get(pk=town.an.pk).hometown == ""


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(by=BY, action="create")


def test_twenty_parallel_writers_keep_the_chain(in_threads):
    def writer(number):
        for _ in range(5):
            write(2, object_id=str(number), subject_id=f"P-{number}", changes={"a": [None, number]})

    in_threads(writer, range(20))
    [(count, broken)] = in_threads(lambda _: (AuditEvent.objects.count(), audit.first_broken_row()), [None])
    assert (count, broken) == (200, None)


def test_destroying_a_persons_key_erases_the_values_and_keeps_the_chain(town):
    by = town.people.noivu
    people.change_official(
        by=by, official=town.an, changes={"hometown": "Kinh Môn"}, version=1, reason="Theo sơ yếu lý lịch"
    )
    people.change_official(by=by, official=town.binh, changes={"hometown": "Chí Linh"}, version=1)
    stored = " ".join(str(row) for row in AuditEvent.objects.values_list())
    for told in ("Kinh Môn", "sơ yếu", town.an.full_name):
        assert told not in stored

    SubjectKey.objects.filter(pk=town.an.public_id).delete()

    of_an, of_binh = AuditEvent.objects.order_by("seq")
    assert audit.changes_of(of_an) is None
    [opened] = audit.open_events([of_an])
    assert (opened.erased, opened.summary, opened.reason, opened.changes) == (True, "", "", {})
    assert audit.changes_of(of_binh) == {"hometown": ["", "Chí Linh"]}
    assert audit.first_broken_row() is None


def test_after_an_erasure_new_events_of_the_person_are_readable_and_old_ones_stay_closed(town):
    by = town.people.noivu
    people.change_official(by=by, official=town.an, changes={"hometown": "Kinh Môn"}, version=1)
    SubjectKey.objects.all().delete()
    people.change_official(by=by, official=town.an, changes={"hometown": "Chí Linh"}, version=2)
    old, new = AuditEvent.objects.order_by("seq")
    assert audit.changes_of(old) is None
    assert audit.changes_of(new) == {"hometown": ["Kinh Môn", "Chí Linh"]}


def test_reading_many_events_asks_for_their_keys_once(town, django_assert_num_queries):
    for number in range(5):
        with transaction.atomic():
            audit.record(by=BY, action="create", subject=f"P-{number}", summary="x")
    events = list(AuditEvent.objects.all())
    with django_assert_num_queries(1):
        audit.open_events(events)


def test_the_data_version_moves_with_records_only(db):
    write(area=AuditArea.RECORDS)
    before = audit.data_version()
    write(area=AuditArea.SIGN_IN)
    write(area=AuditArea.SETTINGS)
    assert audit.data_version() == before == 1
    write()
    assert audit.data_version() == 4


def test_partial_dates_are_kept_as_they_are_known(town):
    people.change_official(
        by=town.people.noivu,
        official=town.an,
        changes={"birth_date": PartialDate.parse("1981-03")},
        version=1,
    )
    assert audit.changes_of(AuditEvent.objects.get()) == {"birth_date": ["1980-05-12", "1981-03"]}
