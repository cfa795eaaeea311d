"""Runs at the same time and runs that are killed, in real processes on the engine this run tests."""

from __future__ import annotations

import pytest

from tests.exchange.test_import_concurrency import ENGINE
from tests.faults import harness

MODULE = "tests.plans.act"


@pytest.fixture
def database(tmp_path):
    made = harness.made(ENGINE, tmp_path)
    act(made, "seed")
    yield made
    made.drop()


def act(database, verb):
    return harness.ended(harness.started(database, verb, module=MODULE))


def test_of_two_runs_at_once_one_is_held_against_the_other(database):
    acts = [harness.started(database, "run", module=MODULE) for _ in range(2)]
    first, second = sorted((harness.ended(process) for process in acts), key=lambda found: "still" in found)
    n = first["new"]
    assert n > 20
    assert (first, second) == ({"new": n}, {"still": n})
    assert act(database, "look") == {"runs": 2, "findings": 2 * n, "known": n, "events": 2, "audit": True}


def test_a_run_killed_at_any_moment_kept_all_or_nothing(database):
    n = act(database, "run")["new"]
    whole = harness.seconds(database, "run", module=MODULE)
    done = 2
    for share in (0.2, 0.5, 0.8):
        harness.killed(harness.started(database, "run", module=MODULE), whole * share)
        found = act(database, "look")
        done = found["runs"]
        assert found == {"runs": done, "findings": done * n, "known": n, "events": done, "audit": True}
    assert act(database, "run") == {"still": n}
    assert act(database, "look")["runs"] == done + 1
