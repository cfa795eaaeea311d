"""Postings: appointing, correcting, ending; and keeping `Official.unit` true.

An official belongs to the unit of the current primary appointment, else of the last one (contracts 6).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from foundation import audit, versions
from foundation.dates import today
from foundation.scope import unscoped
from officials.checks import check_can_decide, check_can_move, check_can_write
from officials.models import Appointment, Official, Unit
from officials.services import posting_checks, records
from officials.services.posting_checks import Override


def current_unit_id(appointments: Iterable[Appointment], day: date) -> int | None:
    """The unit of the primary appointment of `day`, else of the last one that began by then, else of the first."""
    primaries = sorted(
        (a for a in appointments if a.is_primary), key=lambda a: (a.starts_on, id_order(a.public_id))
    )
    started = [a for a in primaries if a.starts_on <= day]
    in_force = [a for a in started if a.ends_on is None or a.ends_on >= day]
    if in_force:
        return in_force[-1].unit_id
    if started:
        return max(started, key=lambda a: (a.ends_on or day, a.starts_on, id_order(a.public_id))).unit_id
    return primaries[0].unit_id if primaries else None


def id_order(public_id: str) -> tuple[int, int, str]:
    """For "the greatest appointment_id, compared as a number if both are digits" (contracts 4)."""
    return (1, int(public_id), "") if public_id.isdigit() else (0, 0, public_id)


def refresh_unit(official: Official) -> bool:
    """Set `Official.unit` from the postings as of the working day; True when it changed. Writes no event itself."""
    unit_id = current_unit_id(Appointment._base_manager.filter(official=official), today())
    if official.unit_id == unit_id:
        return False
    Official._base_manager.filter(pk=official.pk).update(unit_id=unit_id)
    official.unit_id = unit_id
    return True


@transaction.atomic
def refresh_all_units(*, by: Any) -> int:
    """The daily command: move people whose future-dated posting has begun. One event when anyone moved."""
    day = today()
    moved: list[Official] = []
    officials = Official._base_manager.filter(
        Q(appointments__starts_on__gte=day - timedelta(days=400))
        | Q(appointments__ends_on__gte=day - timedelta(days=400))
        | Q(unit__isnull=True)
    ).distinct()
    for official in officials.prefetch_related(None):
        unit_id = current_unit_id(Appointment._base_manager.filter(official=official), day)
        if unit_id != official.unit_id:
            official.unit_id = unit_id
            moved.append(official)
    if moved:
        Official._base_manager.bulk_update(moved, ["unit"], batch_size=500)
        audit.record(
            by=by, action="refresh_units", summary=f"Cập nhật đơn vị hiện tại của {len(moved)} người"
        )
    return len(moved)


@transaction.atomic
def add_appointment(
    *,
    by: Any,
    official: Official,
    facts: dict[str, Any],
    key: str = "",
    reason: str = "",
    override: Override | None = None,
) -> Appointment:
    """Post an official: `facts` holds unit, post, starts_on and what is known of the decision.

    A new primary posting ends the earlier one the day before, when that one is open. Errors: Denied, Refused
    (what `posting_rules` calls an error), Doubted (warnings that `override` does not answer), ValidationError.
    """
    unit: Unit = facts["unit"]
    check_can_move(by, official, unit)
    check_can_decide(by, Appointment, official.unit or unit)

    def make() -> Appointment:
        posting_checks.lock(unit, official)
        told = posting_checks.stop_at(
            posting_checks.check_new(official, facts, by=by), override=override, reason=reason
        )
        row = records.build(Appointment, facts=facts, official=official)
        changes: dict[str, Any] = {}
        with unscoped("postings of one checked official"):
            row.full_clean()
            if row.is_primary:
                changes = _end_earlier(official, row)
            row.save(force_insert=True)
            refresh_unit(official)
        names = [f.name for f in Appointment._meta.concrete_fields if f.name != "id"]
        audit.record(
            by=by,
            action="appoint",
            obj=row,
            subject=official,
            unit=unit,
            changes=audit.created_values(row, names) | changes,
            reason=told,
            summary=f"{row.post.name}, {unit}",
        )
        return row

    content = [official.public_id, {k: getattr(v, "pk", v) for k, v in facts.items()}]
    row, _ = versions.create_once(
        by=by,
        key=key,
        action="appoint",
        content=content,
        make=make,
        find=lambda public_id: Appointment._base_manager.get(public_id=public_id),
    )
    return row  # type: ignore[return-value]


@transaction.atomic
def change_appointment(
    *,
    by: Any,
    appointment: Appointment,
    changes: dict[str, Any],
    version: int,
    reason: str = "",
    override: Override | None = None,
) -> bool:
    """Correct a posting in place. Errors: Denied, Refused, Doubted, StaleVersion, ValidationError."""
    official = appointment.official
    check_can_move(by, official, changes.get("unit", appointment.unit))
    check_can_decide(by, Appointment, official.unit)
    posting_checks.lock(changes.get("unit", appointment.unit), official)
    check_version(appointment, version, changes)
    reason = posting_checks.stop_at(
        posting_checks.check_changed(appointment, changes, by=by), override=override, reason=reason
    )
    with unscoped("postings of one checked official"):
        changed = versions.save_changes(
            appointment,
            changes=changes,
            version=version,
            by=by,
            subject=official,
            unit=official.unit,
            reason=reason,
            action="correct",
            summary=f"{appointment.post.name}, {appointment.unit}",
        )
        if changed:
            refresh_unit(official)
    return changed


@transaction.atomic
def end_appointment(
    *,
    by: Any,
    appointment: Appointment,
    ends_on: date,
    end_reason: str,
    version: int,
    reason: str = "",
    override: Override | None = None,
) -> bool:
    """Close a posting: its last day and why. Errors: Denied, Refused, Doubted, StaleVersion, ValidationError."""
    official = appointment.official
    check_can_write(by, Appointment, official.unit)
    check_can_decide(by, Appointment, official.unit)
    check_version(appointment, version, {"ends_on": ends_on, "end_reason": end_reason})
    reason = posting_checks.stop_at(
        posting_checks.check_ending(appointment, ends_on, end_reason, by=by),
        override=override,
        reason=reason,
    )
    with unscoped("postings of one checked official"):
        changed = versions.save_changes(
            appointment,
            changes={"ends_on": ends_on, "end_reason": end_reason},
            version=version,
            by=by,
            subject=official,
            unit=official.unit,
            reason=reason,
            action="end_posting",
            summary=f"{appointment.post.name}, {appointment.unit}",
        )
        if changed:
            refresh_unit(official)
    return changed


@transaction.atomic
def remove_appointment(*, by: Any, appointment: Appointment, version: int, reason: str) -> None:
    """Take out a posting entered by mistake. Errors: Denied, Refused, StaleVersion."""
    official = appointment.official
    records.remove(appointment, by=by, version=version, reason=reason)
    refresh_unit(official)


def check_version(appointment: Appointment, version: int, mine: dict[str, Any]) -> None:
    """StaleVersion before anything is asked about a row that somebody else has changed meanwhile."""
    current = Appointment._base_manager.get(pk=appointment.pk)
    if current.version != version:
        raise versions.StaleVersion(current, mine)


def _end_earlier(official: Official, row: Appointment) -> dict[str, Any]:
    """End the open primary posting that began before `row`; what changed, for the event."""
    earlier = Appointment._base_manager.filter(
        official=official, is_primary=True, ends_on__isnull=True, starts_on__lt=row.starts_on
    ).order_by("-starts_on")
    changes: dict[str, Any] = {}
    for old in earlier:
        old.ends_on = row.starts_on - timedelta(days=1)
        old.version += 1
        old.save(update_fields=["ends_on", "version"])
        changes[f"{old.public_id}.ends_on"] = [None, old.ends_on.isoformat()]
    return changes
