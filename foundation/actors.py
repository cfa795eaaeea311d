"""The system user: who acts when a management command does."""

from __future__ import annotations

import getpass
from typing import Any


class SystemActor:
    """`lenh`, with the name of the operating-system user who typed the command. May do everything."""

    is_authenticated = True
    has_membership = True
    pk = None
    username = "lenh"
    role = "system"

    def __init__(self) -> None:
        try:
            self.os_user = getpass.getuser()
        except (KeyError, OSError):
            self.os_user = "?"

    @property
    def full_name(self) -> str:
        return f"lệnh ({self.os_user})"

    def may(self, action: str, model: Any, extent: str = "own") -> bool:
        return True

    def may_see_field(self, model: Any, field: str) -> bool:
        return True

    def unit_ids_today(self) -> set[int]:
        return set()
