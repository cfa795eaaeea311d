"""Kill −9 at random moments of an import, within a request and by a worker, on both engines; prints a table, exits 1 when
anything was half done.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.faults import harness, worker
from tests.faults.harness import N_ROWS, Database

MOMENTS = 20  # for each engine; every fourth is a reading, the others are confirmations
OF_WORKER = 7  # for each engine and each act of a worker


def half_done(database: Database, batches: list[list[str]]) -> str:
    """What is half done, in words; empty when all or nothing was written."""
    state = harness.act(database, "look")
    n = N_ROWS if state["batches"] == ["committed"] else 0
    faults = []
    if state["batches"] not in batches:
        faults.append(f"batches {state['batches']}")
    if state["files"] != len(state["batches"]):  # kept for a week, confirmed or not
        faults.append(f"{state['files']} files")
    if (state["officials"], state["appointments"], state["events"]) != (n, n, n):
        faults.append(f"{state['officials']} people, {state['events']} events")
    if not state["audit"]:
        faults.append("audit broken")
    return ", ".join(faults)


def one_moment(base: Database, file: str, act: str, share: float) -> tuple[str, str]:
    """Kill one act; how it stood then, and what was wrong."""
    database = base.copy(f"{base.label}_moment")
    try:
        return _killed_and_done_again(database, file, act, share)
    finally:
        database.drop()


def _killed_and_done_again(database: Database, file: str, act: str, share: float) -> tuple[str, str]:
    arguments, allowed = ("upload", "xa_mot", file), [[], ["previewed"]]
    if act == "confirm":
        sent = harness.act(database, *arguments)
        arguments, allowed = (
            ("confirm", "xa_mot", sent["batch"], sent["digest"]),
            [["previewed"], ["committed"]],
        )
    was_running = harness.killed(harness.started(database, *arguments), share * durations[act])
    wrong = half_done(database, allowed)
    stood = harness.act(database, "look")["batches"]
    if not wrong and stood != ["committed"]:
        end = harness.act(database, *arguments)
        if end.get("end", "written") != "written":
            wrong = f"again: {end}"
    return f"{'killed' if was_running else 'ended'}, {''.join(stood) or 'nothing'}", wrong


durations: dict[str, float] = {}


def measure(base: Database, file: str) -> None:
    """How long both acts take undisturbed, so that the moments fall inside."""
    database = base.copy(f"{base.label}_measure")
    durations["upload"] = harness.seconds(database, "upload", "xa_mot", file)
    sent = harness.act(database, "upload", "xa_hai", file)
    durations["confirm"] = harness.seconds(database, "confirm", "xa_hai", sent["batch"], sent["digest"])
    database.drop()


def tell(engine: str, act: str, after: float, stood: str, wrong: str) -> None:
    print(f"{engine.partition(':')[0]:10} {act:12} {after:6.2f}  {stood:32} {wrong or '-'}", flush=True)


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10_000)
    chance = random.Random(seed)
    n_wrong = 0
    print(
        f"seed {seed}; {N_ROWS} rows\nengine     act          second  stood                            wrong"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = str(harness.workbook(folder))
        for engine in ("sqlite", harness.POSTGRES):
            base = harness.made(engine, folder)
            measure(base, file)
            for number in range(MOMENTS):
                act = "upload" if number % 4 == 3 else "confirm"
                share = chance.random()
                stood, wrong = one_moment(base, file, act, share)
                n_wrong += bool(wrong)
                tell(engine, act, share * durations[act], stood, wrong)
            for act in worker.ACTS:
                whole = worker.seconds(base, act, file)
                for _ in range(OF_WORKER):
                    after = chance.random() * whole
                    stood, wrong = worker.one_moment(base, act, file, after)
                    n_wrong += bool(wrong)
                    tell(engine, act, after, stood, wrong)
            base.drop()
    print(f"{2 * (MOMENTS + OF_WORKER * len(worker.ACTS))} moments, {n_wrong} half done")
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
