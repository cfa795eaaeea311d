"""Kill −9 at random moments of a worker that reads, writes or takes back a long file; used by `moments`.

After each the page's look at the job must say that it was cut off, nothing may be half done, and asked again the work
must come to its end.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.faults import harness
from tests.faults.harness import N_ROWS, Database

READ, WRITE, UNDO = "worker_read", "worker_write", "worker_undo"
ACTS = (READ, WRITE, UNDO)


@dataclass(frozen=True)
class Stand:
    """A batch before a worker's act: where it stands while waiting, cut off and done."""

    waiting: str
    cut_off: str
    done: str
    people_before: int
    people_done: int


STANDS = {
    READ: Stand("reading", "reading", "previewed", 0, 0),
    WRITE: Stand("writing", "previewed", "committed", 0, N_ROWS),
    UNDO: Stand("committed", "committed", "undone", N_ROWS, 0),
}


def prepare(database: Database, act: str, file: str) -> str:
    """Bring a batch so far that the act waits for a worker; its id."""
    batch = harness.act(database, "send", "xa_mot", file)["batch"]
    for before in ACTS[: ACTS.index(act)]:
        harness.act(database, "work")
        harness.act(database, "ask", ACTS[ACTS.index(before) + 1], "xa_mot", batch)
    return batch


def seconds(base: Database, act: str, file: str) -> float:
    """How long the worker takes for it, undisturbed."""
    database = base.copy(f"{base.label}_measure")
    try:
        prepare(database, act, file)
        return harness.seconds(database, "work")
    finally:
        database.drop()


def one_moment(base: Database, act: str, file: str, after: float) -> tuple[str, str]:
    """Kill the worker so many seconds on; how it stood then, and what was wrong."""
    database = base.copy(f"{base.label}_moment")
    try:
        batch = prepare(database, act, file)
        was_running = harness.killed(harness.started(database, "work"), after)
        stood = harness.act(database, "settle", batch)
        wrong = _wrong(database, STANDS[act], stood, was_running)
        if not wrong and stood["state"] != STANDS[act].done:
            harness.act(database, "ask", act, "xa_mot", batch)
            harness.act(database, "work")
            wrong = _wrong(database, STANDS[act], harness.act(database, "settle", batch), False)
        return f"{'killed' if was_running else 'ended'}, {stood['state']}, job {stood['job']}", wrong
    finally:
        database.drop()


def _wrong(database: Database, stand: Stand, stood: dict, was_running: bool) -> str:
    state = harness.act(database, "look")
    is_done = stood["state"] == stand.done and stood["job"] == "done"
    waits = stood["job"] == "queued" and stood["state"] == stand.waiting
    is_cut_off = stood["job"] == "lost" and stood["state"] == stand.cut_off
    faults = []
    if not (is_done or (was_running and (is_cut_off or waits))):
        faults.append(f"batch {stood['state']}, job {stood['job']}")
    n = stand.people_done if is_done else stand.people_before
    if (state["officials"], state["appointments"]) != (n, n):
        faults.append(f"{state['officials']} people, {state['appointments']} postings")
    if not state["audit"]:
        faults.append("audit broken")
    return ", ".join(faults)
