"""Rows of `bench --suite import` for a town's long file: read and written by the worker, in processes of their own.

Seconds are the worker's whole life, from its start to its end; megabytes are the most that it and the child that
opens the file held together, as sampled. The bench's own database is handed over, so nothing of it is in those figures.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
from django.db import connection

from exchange.bench_list import people_file
from foundation.bench import BenchRow
from foundation.dates import year_end

DAY = year_end(2021)  # the demonstration's, with the units of that day
N_ROWS = 20_000
PREVIEW_SECONDS, PREVIEW_MEGABYTES, COMMIT_SECONDS = 30.0, 400.0, 60.0
PROJECT = Path(__file__).resolve().parents[1]
_SAMPLE_SECONDS = 0.02


def run(n_rows: int = N_ROWS) -> Iterator[BenchRow]:
    """Preview and commit of a list of `n_rows` new people of all units."""
    named = f"{n_rows:,} dòng".replace(",", ".")
    with tempfile.TemporaryDirectory(prefix="kinhmon-bench-") as folder, _handed_over(Path(folder)) as url:
        path = Path(folder) / "dai.xlsx"
        path.write_bytes(people_file(n_rows, units=_unit_names()))
        _step(url, "send", str(path))
        seconds, megabytes = _worker(url)
        yield BenchRow("import", f"Kiểm tra {named}", seconds, "s", None, PREVIEW_SECONDS)
        yield BenchRow("import", f"Kiểm tra {named}, bộ nhớ", megabytes, "MB", None, PREVIEW_MEGABYTES)
        _step(url, "confirm", str(n_rows))
        seconds, megabytes = _worker(url)
        _step(url, "check", str(n_rows))
        yield BenchRow("import", f"Ghi {named}", seconds, "s", None, COMMIT_SECONDS)


def _unit_names() -> list[str]:
    from foundation.scope import unscoped
    from officials.models import Unit

    with unscoped("names of units are public"):
        return [f"{unit.get_kind_display()} {unit.name}" for unit in Unit.objects.existing_on(DAY)]


@contextmanager
def _handed_over(folder: Path) -> Iterator[str]:
    """The address of a database that other processes can open, with what this one's holds.

    SQLite's bench database lives in this process' memory, so a copy of it is handed over; PostgreSQL's is itself.
    """
    if connection.vendor != "sqlite":
        address = environ.Env().str("DATABASE_URL")
        yield address.rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])
        return
    target = folder / "bench.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
    copy.close()
    yield f"sqlite:///{target}"


def _environment(url: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "KINHMON_ENV": "demo", "KINHMON_TODAY": DAY.isoformat()}


def _step(url: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "exchange.bench_steps", *arguments]
    subprocess.run(command, cwd=PROJECT, env=_environment(url), check=True)  # noqa: S603  our own module


def _worker(url: str) -> tuple[float, float]:
    """Let a worker do what waits: its seconds and the megabytes that it and its children held at the most."""
    command = [sys.executable, "manage.py", "db_worker", "--batch", "--queue-name", "*", "--verbosity", "0"]
    started, most = time.monotonic(), 0
    process = subprocess.Popen(command, cwd=PROJECT, env=_environment(url))  # noqa: S603  our own command
    while process.poll() is None:
        most = max(most, sum(_resident(pid) for pid in (process.pid, *_children(process.pid))))
        time.sleep(_SAMPLE_SECONDS)
    if process.returncode:
        raise RuntimeError(f"the worker ended with {process.returncode}")
    return time.monotonic() - started, most / 1024 / 1024


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
