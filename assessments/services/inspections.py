"""Inspections of units: planned, under way, concluded, put right; the state follows from the dates (`states`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from assessments.models import Inspection
from assessments.states import INSPECTION, inspection_state
from foundation.dates import today
from foundation.errors import Refused
from foundation.forms import day_text
from foundation.scope import unscoped
from foundation.versions import StaleVersion, save_changes
from officials.checks import check_can_write
from officials.models import Unit
from officials.services import records

# What each act asks for and sets: its date first, then what belongs to it.
ACT_FIELDS: dict[str, tuple[str, ...]] = {
    "bat-dau": ("starts_on",),
    "ket-luan": ("concluded_on", "findings", "violations", "sanctions"),
    "yeu-cau": ("concluded_on", "findings", "violations", "sanctions", "remedy_due_on"),
    "khac-phuc": ("remedied_on",),
    "huy": ("cancelled_on",),
}
_ORDER = (
    ("starts_on", "concluded_on", "Ngày kết luận phải từ ngày bắt đầu"),
    ("concluded_on", "remedy_due_on", "Hạn khắc phục phải từ ngày kết luận"),
    ("concluded_on", "remedied_on", "Ngày khắc phục phải từ ngày kết luận"),
)


def check_inspection(facts: dict[str, Any]) -> dict[str, str]:
    """What the fields of an inspection together show wrong, by field: order of days, steps left out, the future."""
    wrong = {}
    day: date = today()
    for name in ("starts_on", "concluded_on", "remedied_on"):
        moment = facts.get(name)
        if moment is not None and moment > day and name != "starts_on":
            wrong[name] = f"Ngày {day_text(moment)} chưa đến. Đề nghị kiểm tra lại."
    for first, last, text in _ORDER:
        if facts.get(first) and facts.get(last) and facts[last] < facts[first]:
            wrong[last] = f"{text} ({day_text(facts[first])}) trở đi."
    if not facts.get("planned_on") and not facts.get("starts_on"):
        wrong["planned_on"] = "Đề nghị ghi ngày theo kế hoạch, hoặc ngày bắt đầu nếu kiểm tra đột xuất."
    if facts.get("concluded_on") and not facts.get("starts_on"):
        wrong["starts_on"] = "Đã kết luận thì phải có ngày bắt đầu. Đề nghị ghi thêm."
    for name in ("remedy_due_on", "remedied_on", "findings", "violations", "sanctions"):
        if facts.get(name) is not None and not facts.get("concluded_on"):
            wrong["concluded_on"] = "Đề nghị ghi ngày kết luận trước khi ghi kết quả và khắc phục."
    if facts.get("remedied_on") and not facts.get("remedy_due_on"):
        wrong["remedy_due_on"] = "Đề nghị ghi hạn khắc phục đã yêu cầu."
    return wrong


def add_inspection(*, by: Any, unit: Unit, facts: dict[str, Any], key: str = "") -> Inspection:
    """Plan an inspection of a unit, or record a sudden one. Errors: Denied (district only), Refused."""
    _refuse(facts)
    return records.add(Inspection, by=by, unit=unit, facts=facts, key=key)


def change_inspection(
    inspection: Inspection, *, by: Any, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct an inspection; its state follows. Errors: Denied, Refused, StaleVersion."""
    if inspection.cancelled_on is not None:
        raise Refused("Cuộc kiểm tra đã hủy, không sửa được.")
    _refuse(_facts(inspection) | changes)
    return records.change(inspection, by=by, changes=changes, version=version, reason=reason)


@transaction.atomic
def move_inspection(
    *, by: Any, inspection: Inspection, act: str, facts: dict[str, Any], version: int, reason: str = ""
) -> str:
    """One act of the table with its date and results; the state after.

    Errors: Denied; Refused (state, a missing date or reason, days out of order); StaleVersion.
    """
    check_can_write(by, Inspection, inspection.unit)
    rows = Inspection._base_manager.select_for_update(of=("self",)).select_related("unit")
    current = rows.get(pk=inspection.pk)
    if current.version != version:
        raise StaleVersion(current, facts)
    day = today()
    line = INSPECTION.check(by, inspection_state(current, day), act, reason=reason)
    names = ACT_FIELDS[act]
    date_field = names[-1] if act == "yeu-cau" else names[0]
    changes = {name: facts[name] for name in names if facts.get(name) is not None}
    if act == "huy":
        changes["cancelled_on"], changes["cancelled_because"] = day, reason.strip()
    elif changes.get(date_field) is None:
        raise Refused("Đề nghị ghi ngày.", field=date_field)
    if act != "huy":
        _refuse(_facts(current) | changes)
    _land_in(current, changes, line.after, day)
    with unscoped("an inspection whose right was checked"):
        save_changes(
            current,
            changes=changes,
            version=version,
            by=by,
            unit=current.unit,
            reason=reason,
            action="move_inspection",
            summary=f"{current}: {line.label}",
        )
    return line.after


def _land_in(current: Inspection, changes: dict[str, Any], after: str, day: date) -> None:
    """The dates must say what the table says; else a date lies in the future or a step is missing."""
    trial = Inspection(**_facts(current) | {"cancelled_on": current.cancelled_on} | changes)
    if inspection_state(trial, day) != after:
        raise Refused("Ngày đã ghi chưa đến, hoặc còn thiếu bước trước. Đề nghị kiểm tra lại các ngày.")


def _facts(row: Inspection) -> dict[str, Any]:
    names = [
        "planned_on",
        "starts_on",
        "concluded_on",
        "findings",
        "violations",
        "sanctions",
        "remedy_due_on",
        "remedied_on",
    ]
    return {name: getattr(row, name) for name in names}


def _refuse(facts: dict[str, Any]) -> None:
    for field, text in check_inspection(facts).items():
        raise Refused(text, field=field)


__all__ = ["ACT_FIELDS", "add_inspection", "change_inspection", "check_inspection", "move_inspection"]
