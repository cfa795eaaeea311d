"""Whether a part of the system that ships switched off is on (regulations 16.17)."""

from __future__ import annotations

from datetime import date

from foundation.dates import today
from officials.models import ModulePeriod

NOTICE = "Chỉ nhập nội dung đã công khai hoặc đã giải mật."


def is_on(module: str, day: date | None = None) -> bool:
    """True when the administrator has switched `module` on for `day` (default: the working day); one query."""
    periods = ModulePeriod.objects.on(day or today())
    return periods.filter(module=module, is_stopped=False).exists()
