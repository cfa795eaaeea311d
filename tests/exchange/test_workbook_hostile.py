"""Hostile and odd files end as the table says, in time and memory, whatever they do to the child."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from exchange.workbooks.opening import PROJECT
from tests.exchange.hostile import ATTACKS, READ

SECONDS, MEGABYTES = 5, 250
OPEN_AND_MEASURE = """
import resource, sys
from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import open_workbook
try:
    open_workbook(sys.stdin.buffer.read(), sys.argv[1])
    told = "read"
except Refusal as refusal:
    told = refusal.code
print(told, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_file_ends_as_it_must_in_time_and_memory(attack):
    case = ATTACKS[attack]
    content = case.make()
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AND_MEASURE, case.name],
        input=content,
        cwd=PROJECT,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert time.monotonic() - started < SECONDS
    told, peak_kb = done.stdout.decode().split()
    assert case.is_met_by(told)
    assert told == READ or told.islower()
    assert int(peak_kb) < MEGABYTES * 1024
