"""Who takes part in the yearly work."""

from __future__ import annotations

from typing import Any

from officials.models import Official


def works_with_records(user: Any) -> bool:
    """True for who reads the records of officials: the district, leadership, a commune."""
    return bool(user.may("read", Official, "all") or user.may("read", Official, "own"))
