"""What this floor shows elsewhere: the menu entry of the yearly work."""

from __future__ import annotations

from typing import Any

from foundation.registries import MenuItem, menu_items
from officials.models import Official


def reads_officials(user: Any) -> bool:
    return bool(user.may("read", Official, "all") or user.may("read", Official, "own"))


menu_items.register(MenuItem("yearly", "Nghiệp vụ hằng năm", "cycle:yearly", "calendar", 40, reads_officials))
