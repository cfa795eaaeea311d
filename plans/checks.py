"""Who may run the rules and say what causes a finding."""

from __future__ import annotations

from typing import Any

from foundation.errors import Denied
from plans.models import FindingCause, RuleRun


def check_can_run(by: Any) -> None:
    """Denied unless `by` may run the rules and keep what they find (district staff, the command)."""
    if not by.may("write", RuleRun, "all"):
        raise Denied("Chỉ Phòng Nội vụ được chạy quy tắc và lưu kết quả.")


def check_can_say_causes(by: Any) -> None:
    """Denied unless `by` may say what causes a finding (district staff)."""
    if not by.may("write", FindingCause, "all"):
        raise Denied("Chỉ Phòng Nội vụ được chọn nguyên nhân của hạn chế.")


def can_run(by: Any) -> bool:
    return bool(by.may("write", RuleRun, "all"))


def can_say_causes(by: Any) -> bool:
    return bool(by.may("write", FindingCause, "all"))
