"""Điều động, luân chuyển: one official goes from one unit to another, as one act of the district."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from foundation import audit, versions
from foundation.errors import Denied, Refused
from foundation.forms import day_text
from foundation.scope import unscoped
from officials.models import Appointment, Official, Unit
from officials.services import posting_checks, records
from officials.services.posting_checks import Override
from officials.services.postings import refresh_unit

HOWS = (Appointment.How.DIEU_DONG, Appointment.How.LUAN_CHUYEN, Appointment.How.BIET_PHAI)


def check_can_transfer(by: Any) -> None:
    """Denied unless `by` writes every unit's officials: a move between units is the district's act (contracts 6)."""
    if not by.may("write", Official, "all"):
        raise Denied("Điều động, luân chuyển giữa các đơn vị do Phòng Nội vụ thực hiện.")


def current_posting(official: Official, day: date) -> Appointment | None:
    """The primary posting that holds on `day` and is to be left."""
    with unscoped("the posting of one official whom the caller may write"):
        rows = Appointment.objects.on(day).filter(official=official, is_primary=True)
        return rows.select_related("unit", "post").order_by("-starts_on", "-pk").first()


@transaction.atomic
def transfer_official(
    *,
    by: Any,
    official: Official,
    facts: dict[str, Any],
    end_reason: str,
    leaving: str,
    version: int,
    key: str = "",
    override: Override | None = None,
) -> Appointment:
    """End every posting in the old unit the day before, with `end_reason`, and begin the new one; one event.

    `facts`: unit, post, starts_on, how and what is known of the decision; `leaving`, `version`: public id and version of
    the posting that its reader saw. `Official.unit` follows on the day. Errors: Denied, Refused, Doubted, StaleVersion,
    ValidationError.
    """
    check_can_transfer(by)

    def make() -> Appointment:
        posting_checks.lock(facts["unit"], official)
        with unscoped("postings of one official whom the district transfers"):
            old = _left(official, facts, leaving, version)
            changes = _end_all(official, old.unit, facts["starts_on"], end_reason)
            found = posting_checks.findings(posting_checks.case_of(official, facts, by=by))
            reason = posting_checks.stop_at(found, override=override)
            row = records.build(Appointment, facts=facts | {"is_primary": True}, official=official)
            row.full_clean()
            row.save(force_insert=True)
            refresh_unit(official)
        names = [f.name for f in Appointment._meta.concrete_fields if f.name != "id"]
        audit.record(
            by=by,
            action="transfer",
            obj=row,
            subject=official,
            unit=row.unit,
            changes=audit.created_values(row, names) | changes,
            reason=reason,
            summary=f"{old.post.name}, {old.unit} → {row.post.name}, {row.unit}",
        )
        return row

    content = [official.public_id, {name: getattr(value, "pk", value) for name, value in facts.items()}]
    row, _ = versions.create_once(
        by=by,
        key=key,
        action="transfer",
        content=content,
        make=make,
        find=lambda public_id: Appointment._base_manager.get(public_id=public_id),
    )
    return row  # type: ignore[return-value]


def _left(official: Official, facts: dict[str, Any], leaving: str, version: int) -> Appointment:
    """The posting that is left, if it is still as its reader saw it."""
    last_day = facts["starts_on"] - timedelta(days=1)
    old = current_posting(official, last_day)
    if old is None:
        raise Refused(
            f"Người này không giữ chức danh chính nào vào ngày {day_text(last_day)}. Đề nghị chọn ngày khác, hoặc thêm "
            "quá trình công tác.",
            field="starts_on",
        )
    if old.public_id == leaving and old.version != version:
        raise versions.StaleVersion(old, {})
    target: Unit = facts["unit"]
    if old.unit_id == target.pk:
        raise Refused(f"Người này đang công tác tại {old.unit}. Đề nghị chọn đơn vị khác.", field="unit")
    return old


def _end_all(official: Official, unit: Unit, day: date, end_reason: str) -> dict[str, Any]:
    """End the person's postings that hold in the old unit when the new one begins; what changed, for the event."""
    last_day = day - timedelta(days=1)
    rows = Appointment.objects.filter(official=official, unit=unit, starts_on__lte=last_day)
    changes: dict[str, Any] = {}
    for row in rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day)).order_by("pk"):
        changes[f"{row.public_id}.ends_on"] = [audit.to_json(row.ends_on), last_day.isoformat()]
        changes[f"{row.public_id}.end_reason"] = [row.end_reason, end_reason]
        row.ends_on, row.end_reason = last_day, end_reason
        row.version += 1
        row.save(update_fields=["ends_on", "end_reason", "version"])
    return changes
