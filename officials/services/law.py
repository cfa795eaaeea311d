"""Amending the law and catalogue tables."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation.errors import Denied, Refused
from foundation.versions import save_changes
from officials.models import Norm


def check_can_change_law(by: Any) -> None:
    """Denied unless `by` may amend norms (district staff)."""
    if not by.may("write", "law", "all"):
        raise Denied("Chỉ Phòng Nội vụ được sửa định mức, ngưỡng.")


def can_change_law(by: Any) -> bool:
    try:
        check_can_change_law(by)
    except Denied:
        return False
    return True


@transaction.atomic
def change_norm(*, by: Any, norm: Norm, changes: dict[str, Any], version: int, reason: str) -> bool:
    """Amend a norm; True when something changed. From then on loading the fixture again leaves the row alone.

    Errors: Denied; Refused without a reason or when two rows of one code would hold on the same day; StaleVersion;
    ValidationError. One audit event.
    """
    check_can_change_law(by)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do sửa.", field="reason")
    _refuse_overlap(norm, changes)
    return save_changes(
        norm,
        changes=changes,
        version=version,
        by=by,
        reason=reason,
        action="correct",
        summary=f"{Norm._meta.verbose_name}: {norm.title}",
    )


def _refuse_overlap(norm: Norm, changes: dict[str, Any]) -> None:
    first = changes.get("starts_on", norm.starts_on)
    last = changes.get("ends_on", norm.ends_on)
    # Locked, so that two people cannot stretch two neighbouring rows into each other at once.
    for other in Norm.objects.select_for_update().filter(code=norm.code).exclude(pk=norm.pk):
        starts_before_end = last is None or other.starts_on is None or other.starts_on <= last
        ends_after_start = first is None or other.ends_on is None or other.ends_on >= first
        if starts_before_end and ends_after_start:
            period = " – ".join(f"{day:%d/%m/%Y}" if day else "…" for day in (other.starts_on, other.ends_on))
            raise Refused(
                f"Thời gian này trùng với dòng khác của cùng định mức ({period}). Đề nghị kiểm tra lại.",
                field="starts_on",
            )
