"""When two writers meet in the database: which errors mean that, trying once more, and what is said.

PostgreSQL ends one of two transactions that wait for each other (deadlock), or one that has waited too long for a
lock; SQLite gives up on a database that stays locked. Whatever the transaction had done is taken back by then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

T = TypeVar("T")

SAID = (
    "Hồ sơ đang được người khác ghi cùng lúc nên việc này chưa thực hiện được; chưa có gì thay đổi. "
    "Đề nghị thử lại sau ít phút."
)
RETRY_AFTER = 10  # seconds
_SQLSTATES = {"40P01", "40001", "55P03"}  # deadlock_detected, serialization_failure, lock_not_available


def is_contention(error: OperationalError) -> bool:
    """True where nothing is wrong but the moment."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _SQLSTATES or "database is locked" in str(error)


def once_more(act: Callable[[], T]) -> T:
    """What `act` gives; begun again once where another writer stood in its way. `act` is one whole transaction."""
    try:
        return act()
    except OperationalError as error:
        if not is_contention(error):
            raise
    return act()
