"""Whether somebody may do something to a kind of record at all, of every unit or of the own one."""

from __future__ import annotations

from typing import Any

from django.db import models


def may(user: Any, action: str, model: type[models.Model]) -> bool:
    """True when `user` may `action` such records anywhere; which rows, their scope says."""
    return bool(user.may(action, model, "all") or user.may(action, model, "own"))
