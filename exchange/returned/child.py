"""The child process that opens an office's own workbook to write beside its rows.

Run as `python -m exchange.returned.child`. Standard input: one line of JSON (see `annotating`), then the file. Standard
output: the annotated .xlsx. Any other exit status than 0: the file cannot be annotated, the parent makes a new one.

openpyxl and all it loads late is imported before the limits: afterwards the process can open no file and no socket, so
a workbook made to attack the library can at most end its own process.
"""

from __future__ import annotations

import io
import json
import mimetypes
import resource
import sys
import warnings

# openpyxl takes numpy and Pillow along where they are installed: neither is needed, both are large.
sys.modules["numpy"] = sys.modules["PIL"] = None  # type: ignore[assignment]

from exchange.returned import annotating, cleaning  # noqa: E402
from exchange.workbooks import gate  # noqa: E402
from exchange.workbooks.child import CODECS, preload  # noqa: E402

MEMORY_BYTES = 300 * 1024 * 1024
CPU_SECONDS = 12
CANNOT = 3


def main() -> int:
    """Read standard input, write the workbook. Nothing is written where anything goes wrong."""
    orders = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(gate.MAX_BYTES + 1)
    preload(CODECS)
    mimetypes.init()
    warnings.simplefilter("ignore")
    annotating.load_late_modules()
    _limit()
    # Whatever a stranger's file does to the library ends this process; the parent then makes a new workbook.
    if gate.check(content, "x.xlsx") != "xlsx":
        return CANNOT
    book = cleaning.open_clean(content)
    annotating.annotate(book, orders)
    stream = io.BytesIO()
    cleaning.save(book, stream)
    sys.stdout.buffer.write(stream.getvalue())
    sys.stdout.buffer.flush()
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


if __name__ == "__main__":
    sys.exit(main())
