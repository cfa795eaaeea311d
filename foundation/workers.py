"""The processes that do long work: who they are, whether they live, when one is told to stop."""

from __future__ import annotations

import os
import socket
import threading
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import OperationalError
from django.utils import timezone

from foundation.models import JobWorker

# A job reports every second or so. The longest silences are a file being opened (30 s at most), the last transaction
# of an import and the only one of its undoing (docs/adr/0016-long-work.md).
SILENT_AFTER = timedelta(seconds=60)
HUNG_AFTER = timedelta(minutes=10)
SEEN_EVERY = timedelta(seconds=5)
GONE_AFTER = timedelta(seconds=30)

stopping = threading.Event()  # set when this process has been told to end


def identity() -> str:
    """`host/pid/start`: this process, and no other that gets its number later."""
    return f"{socket.gethostname()[:120]}/{os.getpid()}/{_started(os.getpid())}"


def is_dead(worker: str, beat_at: datetime | None) -> bool:
    """The process has ended (seen from the same machine), or nothing was heard for `SILENT_AFTER`: neither a report of
    the job nor, while a long transaction keeps it from reporting, that the process lives. That counts for `HUNG_AFTER`.
    """
    host, _, rest = worker.partition("/")
    pid, _, started = rest.partition("/")
    if host == socket.gethostname()[:120] and started and _started(int(pid)) != started:
        return True
    now = timezone.now()
    if beat_at is None or now - beat_at > HUNG_AFTER:
        return True
    if now - beat_at <= SILENT_AFTER:
        return False
    return not JobWorker.objects.filter(name=worker, seen_at__gt=now - SILENT_AFTER).exists()


def is_running(pid: int) -> bool:
    """A process of this machine has that number (one that has ended and waits to be buried does not count)."""
    if _has_proc():
        return bool(_started(pid))
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def say_seen() -> None:
    """This process lives and does long work. A database that is busy is told the next time."""
    now = timezone.now()
    try:
        JobWorker.objects.update_or_create(
            name=identity(), defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
        )
        JobWorker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    except OperationalError:
        return


def last_seen() -> datetime | None:
    """When any worker was last seen; None when there has been none for a day."""
    return JobWorker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def is_any_there() -> bool:
    seen = last_seen()
    return seen is not None and timezone.now() - seen < GONE_AFTER


@cache
def _has_proc() -> bool:
    return Path("/proc/self/stat").exists()


def _started(pid: int) -> str:
    """When a process of this machine began, in ticks since the start of the machine; "" when it is not there.

    Where the system does not tell (no /proc), always the same: then only silence shows that a worker is dead.
    """
    if not _has_proc():
        return "?"
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    state, *rest = text.rpartition(")")[2].split()
    return "" if state in "ZX" else rest[18]
