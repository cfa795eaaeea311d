"""Who may import for which unit, and how often a number of another unit may be hit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from exchange.models import ImportBatch
from foundation import audit
from foundation.errors import Denied, Refused
from foundation.models import AccessEvent
from officials.models import Unit

if TYPE_CHECKING:
    from exchange.services.reading import Read

HIT_ACTION = "import_other_unit"
MAX_HITS_A_DAY = 60


def check_may_import(by: Any, unit: Unit | None, *, as_district: bool) -> None:
    """Denied unless `by` may write records of `unit` (None: of all units)."""
    if by.may("write", ImportBatch, "all"):
        return
    allowed = by.may("write", ImportBatch, "own") and unit is not None and unit.pk in by.unit_ids_today()
    if not allowed or as_district:
        raise Denied("Ông/bà không có quyền nhập tệp cho đơn vị này. Đề nghị liên hệ Phòng Nội vụ.")


def check_may_undo(by: Any, batch: ImportBatch) -> None:
    """Denied unless `by` may take the import back: the district any, a commune officer what they sent themselves."""
    if by.may("write", ImportBatch, "all"):
        return
    if batch.uploaded_by_id != by.pk:
        raise Denied("Chỉ người gửi tệp hoặc Phòng Nội vụ mới hoàn tác được lần nhập này.")
    check_may_import(by, batch.unit, as_district=batch.as_district)


def may_undo(by: Any, batch: ImportBatch) -> bool:
    try:
        check_may_undo(by, batch)
    except Denied:
        return False
    return True


def throttle(by: Any) -> None:
    since = timezone.now() - dt.timedelta(days=1)
    hits = AccessEvent.objects.filter(actor=by.username, action=HIT_ACTION, at__gte=since).count()
    if by.pk is not None and hits >= MAX_HITS_A_DAY:
        raise Refused(
            "Quá nhiều số CCCD không dùng được trong ngày. Đề nghị liên hệ Phòng Nội vụ.", field="file"
        )


def note_hits(found: Read, *, by: Any) -> None:
    for official_id, unit_id in found.matched.hits if found.matched else []:
        audit.log_access(by=by, action=HIT_ACTION, object_id=official_id, unit_id=unit_id)
