"""Who waits for a writing or an undoing: nobody but the request, or those who look at a job (`background`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exchange.workbooks.progress import Tell, nobody


@dataclass(frozen=True)
class Waiting:
    """`tell` is told how far it is, outside any transaction; `check` raises to stop it; `finish` is the last act in
    the transaction; `fresh` is the user as of now.
    """

    tell: Tell = nobody
    check: Callable[[], None] = lambda: None
    finish: Callable[[], None] = lambda: None
    fresh: Callable[[], Any] | None = None
