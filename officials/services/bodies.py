"""Writing down and amending how a body that issues papers is named in a time."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation import audit
from foundation.errors import Refused
from foundation.forms import day_text
from foundation.ids import new_public_id
from foundation.versions import save_changes
from officials.models import IssuingBody
from officials.services.law import check_can_change_law


@transaction.atomic
def add_issuing_body(*, by: Any, facts: dict[str, Any]) -> IssuingBody:
    """A new row. One audit event `create`. Errors: Denied; Refused where its time meets another's; ValidationError."""
    check_can_change_law(by)
    row = IssuingBody(public_id=new_public_id(IssuingBody.id_letter), **facts)
    _refuse_overlap(row, facts)
    row.full_clean()
    row.save(force_insert=True)
    told = {name: [None, str(value)] for name, value in facts.items() if value not in (None, "")}
    audit.record(by=by, action="create", obj=row, changes=told, summary=_summary(row))
    return row


@transaction.atomic
def change_issuing_body(
    *, by: Any, row: IssuingBody, changes: dict[str, Any], version: int, reason: str
) -> bool:
    """Amend a row; True when something changed. One audit event `correct`.

    Errors: Denied; Refused without a reason or where its time meets another's; StaleVersion; ValidationError.
    """
    check_can_change_law(by)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do sửa.", field="change_reason")
    _refuse_overlap(row, changes)
    return save_changes(
        row,
        changes=changes,
        version=version,
        by=by,
        reason=reason,
        action="correct",
        summary=_summary(row),
    )


def _refuse_overlap(row: IssuingBody, changes: dict[str, Any]) -> None:
    first, last = changes.get("starts_on", row.starts_on), changes.get("ends_on", row.ends_on)
    code = changes.get("code", row.code)
    for other in IssuingBody.objects.select_for_update().filter(code=code).exclude(pk=row.pk):
        starts_before_end = last is None or other.starts_on is None or other.starts_on <= last
        ends_after_start = first is None or other.ends_on is None or other.ends_on >= first
        if starts_before_end and ends_after_start:
            period = " – ".join(day_text(day) or "…" for day in (other.starts_on, other.ends_on))
            raise Refused(
                f"Thời gian này trùng với dòng khác của cùng cơ quan ({period}). Đề nghị kiểm tra lại.",
                field="starts_on",
            )


def _summary(row: IssuingBody) -> str:
    return f"{IssuingBody._meta.verbose_name}: {row.name}"
