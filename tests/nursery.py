"""Child processes without their start: a process that has loaded the modules forks one for each file.

The site starts an interpreter for every file it opens (exchange.workbooks.opening, exchange.returned.own). Tests open
thousands; a fork has the same code, limits and bytes and costs a fiftieth. Tests with the mark `own_process` start real ones.

`Nursery` is the side of the tests; `python -m tests.nursery` serves it: one JSON line and the bytes each way.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST_OTHER = 3  # descriptors from here on are none of a child's business


class Nursery:
    """`popen` stands where `subprocess` stood in a module that starts children by `python -m MODULE ARGUMENTS`."""

    PIPE, DEVNULL = subprocess.PIPE, subprocess.DEVNULL
    TimeoutExpired = subprocess.TimeoutExpired

    def __init__(self):
        self._lock = threading.Lock()  # the threads of a live server ask too
        self._process = None

    def Popen(self, command, **_):  # noqa: N802  the name it stands for
        return _Child(self, command)

    def ask(self, order, content):
        """The exit status (None: too late) and what the child wrote."""
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "tests.nursery"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    cwd=ROOT,
                    env={"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1"},
                )
            _write(self._process.stdin, order, content)
            answer, out = _read(self._process.stdout)
            return answer["status"], out

    def close(self):
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait()


class _Child:
    def __init__(self, nursery, command):
        self._nursery = nursery
        self._order = {"module": command[2], "arguments": command[3:]}
        self.returncode = None

    def communicate(self, content=b"", timeout=None):
        status, out = self._nursery.ask(self._order | {"timeout": timeout}, content)
        if status is None:
            raise subprocess.TimeoutExpired(self._order["module"], timeout)
        self.returncode = status
        return out, None

    def kill(self):
        """The nursery has done it already; what comes after a kill reads nothing more."""
        self.communicate = lambda *_, **__: (b"", None)


def _write(stream, head, body):
    stream.write(json.dumps(head | {"length": len(body)}).encode() + b"\n" + body)
    stream.flush()


def _read(stream):
    head = json.loads(stream.readline())
    return head, stream.read(head["length"])


def serve():
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        content = sys.stdin.buffer.read(order["length"])
        main = import_module(order["module"]).main
        status, out = _born(main, order, content)
        _write(sys.stdout.buffer, {"status": status}, out)


def _born(main, order, content):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(main, order, content, writing)
    os.close(writing)
    out, in_time = _all_of(reading, order["timeout"])
    os.close(reading)
    if not in_time:
        os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return (status if in_time else None), out


def _live(main, order, content, writing):
    """As the child: standard input is the file, standard output leads to the nursery, nothing else is open."""
    status = 1
    with contextlib.suppress(BaseException):
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(FIRST_OTHER, 256)
        sys.argv = [order["module"], *order["arguments"]]
        sys.stdin = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
        status = main()
        sys.stdout.flush()
    os._exit(status)


def _all_of(reading, timeout):
    end, parts = time.monotonic() + (timeout or 600), []
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return b"".join(parts), False
        part = os.read(reading, 1 << 20)
        if not part:
            return b"".join(parts), True
        parts.append(part)


if __name__ == "__main__":
    serve()
