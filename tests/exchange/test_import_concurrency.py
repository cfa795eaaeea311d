"""Several at once, and a process that dies: each ends in the one way docs/operations.md names, nothing half done.

Real processes on a database of their own, of the engine this run tests.
"""

from __future__ import annotations

import os

import pytest

from tests.faults import harness, worker
from tests.faults.harness import N_ROWS

POSTGRES = os.environ.get("DATABASE_URL", "")
ENGINE = POSTGRES if POSTGRES.startswith("postgres") else "sqlite"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A database with officers and nobody else."""
    database = harness.made(ENGINE, tmp_path_factory.mktemp("faults"))
    yield database
    database.drop()


@pytest.fixture
def database(prepared):
    copy = prepared.copy(f"{prepared.label}_one")
    yield copy
    copy.drop()


@pytest.fixture
def file(tmp_path):
    return str(harness.workbook(tmp_path))


def check_all_or_nothing(database, *, committed):
    """Either the whole file is in the records and the batch closed, or nothing is and the batch waits."""
    state = harness.act(database, "look")
    n = N_ROWS if committed else 0
    assert (state["officials"], state["appointments"], state["events"]) == (n, n, n)
    assert (state["without_post"], state["audit"]) == (0, True)
    assert state["batches"] == (["committed"] if committed else ["previewed"])
    assert state["files"] == 1  # kept for its uploader


def test_two_officers_at_once_the_second_sees_what_the_first_wrote(database, file):
    first = harness.act(database, "upload", "xa_mot", file)
    second = harness.act(database, "upload", "xa_hai", file)
    acts = [
        harness.started(database, "confirm", officer, sent["batch"], sent["digest"])
        for officer, sent in (("xa_mot", first), ("xa_hai", second))
    ]
    assert sorted(harness.ended(act)["end"] for act in acts) == ["changed", "written"]
    state = harness.act(database, "look")
    assert (state["officials"], state["events"]) == (N_ROWS, N_ROWS)
    assert (state["batches"], state["audit"]) == (["committed", "previewed"], True)


def test_a_double_click_imports_once(database, file):
    sent = harness.act(database, "upload", "xa_mot", file)
    acts = [harness.started(database, "confirm", "xa_mot", sent["batch"], sent["digest"]) for _ in range(2)]
    assert sorted(harness.ended(act)["end"] for act in acts) == ["not_open", "written"]
    check_all_or_nothing(database, committed=True)


def test_an_old_file_again_changes_nothing(database, file):
    sent = harness.act(database, "upload", "xa_mot", file)
    harness.act(database, "confirm", "xa_mot", sent["batch"], sent["digest"])
    again = harness.act(database, "upload", "xa_mot", file)
    written = harness.act(database, "confirm", "xa_mot", again["batch"], again["digest"])
    assert written["changes"] == {"same": N_ROWS}
    state = harness.act(database, "look")
    assert (state["officials"], state["appointments"], state["events"]) == (N_ROWS, N_ROWS, N_ROWS)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_confirm_killed_at_any_moment_wrote_all_or_nothing_and_can_be_done_again(database, file, share):
    sent = harness.act(database, "upload", "xa_mot", file)
    arguments = ("confirm", "xa_mot", sent["batch"], sent["digest"])
    rehearsal = database.copy(f"faults_{os.getpid()}_rehearsal")
    whole = harness.seconds(rehearsal, *arguments)
    rehearsal.drop()
    harness.killed(harness.started(database, *arguments), whole * share)
    is_done = harness.act(database, "look")["batches"] == ["committed"]
    check_all_or_nothing(database, committed=is_done)
    if not is_done:
        assert harness.act(database, *arguments)["end"] == "written"
        check_all_or_nothing(database, committed=True)


def test_a_reading_that_is_killed_leaves_no_batch(database, file):
    harness.killed(harness.started(database, "upload", "xa_mot", file), 0.1)
    state = harness.act(database, "look")
    assert (state["officials"], len(state["batches"])) == (0, state["files"])
    assert harness.act(database, "upload", "xa_mot", file)["state"] == "previewed"


# --- undoing ----------------------------------------------------------------------------------------------------


def imported(database, file):
    sent = harness.act(database, "upload", "xa_mot", file)
    assert harness.act(database, "confirm", "xa_mot", sent["batch"], sent["digest"])["end"] == "written"
    return sent["batch"]


def ends_of(acts):
    return sorted(harness.ended(act)["end"] for act in acts)


def test_two_undos_at_once_are_one(database, file):
    batch = imported(database, file)
    assert ends_of([harness.started(database, "undo", "xa_mot", batch) for _ in range(2)]) == [
        "not_open",
        "undone",
    ]
    state = harness.act(database, "look")
    assert (state["officials"], state["appointments"], state["batches"]) == (0, 0, ["undone"])
    assert state["audit"]


def test_an_undo_and_an_edit_at_once_lose_nothing(database, file):
    """Either the edit came first and the undo is refused as a whole, or there is nobody left to edit."""
    batch = imported(database, file)
    undo, edit = (
        harness.started(database, "undo", "xa_mot", batch),
        harness.started(database, "edit", "xa_hai"),
    )
    ends = harness.ended(undo)["end"], harness.ended(edit)["end"]
    assert ends in {("undone", "gone"), ("refused", "saved")}
    state = harness.act(database, "look")
    kept = 0 if ends[0] == "undone" else N_ROWS
    assert (state["officials"], state["appointments"], state["edited"]) == (kept, kept, int(kept > 0))
    assert state["audit"]


def test_an_undo_and_an_import_of_the_same_people_at_once_come_one_after_the_other(database, file):
    batch = imported(database, file)
    again = harness.act(database, "upload", "xa_mot", file)
    undo = harness.started(database, "undo", "xa_mot", batch)
    confirm = harness.started(database, "confirm", "xa_mot", again["batch"], again["digest"])
    ends = harness.ended(undo)["end"], harness.ended(confirm)["end"]
    assert ends in {("undone", "changed"), ("refused", "written")}
    state = harness.act(database, "look")
    assert state["officials"] == state["appointments"] == (0 if ends[0] == "undone" else N_ROWS)
    assert (state["without_post"], state["audit"]) == (0, True)


@pytest.mark.parametrize("share", [0.4, 0.8])
def test_an_undo_killed_at_any_moment_took_back_all_or_nothing_and_can_be_done_again(database, file, share):
    batch = imported(database, file)
    rehearsal = database.copy(f"faults_{os.getpid()}_rehearsal")
    whole = harness.seconds(rehearsal, "undo", "xa_mot", batch)
    rehearsal.drop()
    harness.killed(harness.started(database, "undo", "xa_mot", batch), whole * share)
    state = harness.act(database, "look")
    kept = 0 if state["batches"] == ["undone"] else N_ROWS
    assert (state["officials"], state["appointments"], state["audit"]) == (kept, kept, True)
    if kept:
        assert harness.act(database, "undo", "xa_mot", batch)["end"] == "undone"


def test_a_worker_killed_while_it_writes_leaves_all_or_nothing_says_so_and_can_be_asked_again(prepared, file):
    _, wrong = worker.one_moment(prepared, worker.WRITE, file, 0.8)
    assert not wrong
