"""The child process that opens an uploaded file: gate and reader under hard limits.

Run as `python -m exchange.workbooks.child NAME [MOST ROWS]` with the file on standard input; prints one JSON document:
`{"refuse": code}` or what `readers.read` gives plus `{"kind": …}`. Before the file is looked at, the process gives
up memory, time, new files and new connections: with no file descriptor left to open it can neither write anything
nor reach a network. It imports only light modules (no Django).
"""

from __future__ import annotations

import codecs
import json
import resource
import sys
from typing import Any

from exchange.workbooks import gate, readers

MEMORY_BYTES = 240 * 1024 * 1024  # of address space: what is resident stays below it (ADR 0008)
CPU_SECONDS = 20
# Codecs are modules: what may be needed is loaded before no file may be opened any more.
CODECS = (
    "cp437",
    "cp1252",
    "cp1258",
    "latin-1",
    "ascii",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
)


def main() -> int:
    """Read standard input, print the answer. Exit status 0 whenever there is an answer."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    at_most = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    content = sys.stdin.buffer.read(gate.MAX_BYTES + 1)
    preload(CODECS)
    _limit()
    try:
        kind = gate.check(content, name)
        answer = _answer(kind, content, at_most)
    except gate.Refusal as refusal:
        answer = {"refuse": refusal.code, "detail": refusal.detail}
    except MemoryError:
        answer = {"refuse": "zip_bomb", "detail": "memory"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.flush()
    return 0


def preload(names: tuple[str, ...]) -> None:
    """Load the modules of codecs."""
    for name in names:
        codecs.lookup(name)


def _answer(kind: str, content: bytes, at_most: int) -> dict[str, Any]:
    """What was read, or only how many rows where that is more than the caller has time for (`at_most`, 0 = any)."""
    found = readers.read(kind, content)
    n_rows = sum(len(sheet["rows"]) for sheet in found["sheets"])
    return {"too_long": n_rows} if at_most and n_rows > at_most else {"kind": kind, **found}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # 0, 1 and 2 are open; the next descriptor would be 3. No file, no socket, no pipe from here on.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


if __name__ == "__main__":
    sys.exit(main())
