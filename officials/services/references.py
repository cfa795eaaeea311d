"""Amending a row of theory or experience."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation.errors import Refused
from foundation.versions import save_changes
from officials.references import Reference, is_open
from officials.services.law import check_can_change_law


@transaction.atomic
def change_reference(*, by: Any, row: Reference, changes: dict[str, Any], version: int, reason: str) -> bool:
    """Amend a row that has not been read in its source; True when something changed. One audit event `correct`.

    Errors: Denied; Refused without a reason, or for a row that was read in its source; StaleVersion; ValidationError.
    """
    check_can_change_law(by)
    if not is_open(type(row)._base_manager.select_for_update().get(pk=row.pk)):
        raise Refused("Dòng này đã đọc trong nguồn dẫn nên không sửa ở đây.")
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do sửa.", field="change_reason")
    return save_changes(
        row,
        changes=changes,
        version=version,
        by=by,
        reason=reason,
        action="correct",
        summary=f"{row._meta.verbose_name}: {row}",
    )
