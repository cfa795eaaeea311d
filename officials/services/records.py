"""Adding, changing and removing the dated rows that hang on an official or a unit.

One implementation for qualifications, salary, family, absences and the yearly sets of assessments: every call
checks the right, validates the row against its model, writes one audit event in the same transaction.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction

from foundation import audit, versions
from foundation.dates import PartialDate
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.scope import ScopedModel, unscoped
from officials.checks import check_can_decide, check_can_write
from officials.models import Official, Unit

R = TypeVar("R", bound=ScopedModel)


def owner_unit(row: ScopedModel) -> Unit | None:
    """The unit whose people may change the row: the official's unit, else the row's own."""
    official: Official | None = getattr(row, "official", None)
    if official is not None:
        return official.unit
    return getattr(row, "unit", None)


def build(model: type[R], *, facts: dict[str, Any], public_id: str = "", **fixed: Any) -> R:
    """A new, unsaved row with `facts` (PartialDate for partial dates) under a new public id."""
    row = model(public_id=public_id or new_public_id(model.id_letter), **fixed)
    assign(row, facts)
    return row


def assign(row: ScopedModel, facts: dict[str, Any]) -> None:
    """Set `facts` on a row, partial dates through their pair of columns."""
    for name, value in facts.items():
        if hasattr(type(row), f"{name}_partial"):
            if value is not None and not isinstance(value, PartialDate):
                raise TypeError(f"{name} takes a PartialDate")
            setattr(row, f"{name}_partial", value)
        else:
            setattr(row, name, value)


@transaction.atomic
def add(
    model: type[R],
    *,
    by: Any,
    facts: dict[str, Any],
    official: Official | None = None,
    unit: Unit | None = None,
    key: str = "",
    reason: str = "",
) -> R:
    """Add a row to an official (or a unit). The same `key` again returns the row made the first time.

    Errors: Denied, ValidationError, Refused. One audit event `create`.
    """
    check_can_write(by, model, official.unit if official is not None else unit)
    check_can_decide(by, model, official.unit if official is not None else unit)
    fixed: dict[str, Any] = {"official": official} if official is not None else {"unit": unit}
    owner = official if official is not None else unit

    def make() -> R:
        row = build(model, facts=facts, **fixed)
        with unscoped("validation of a new row"):
            row.full_clean()
            row.save(force_insert=True)
        audit.record(
            by=by,
            action="create",
            obj=row,
            subject=official,
            unit=official.unit if official is not None else unit,
            changes=audit.created_values(
                row, [f.name for f in model._meta.concrete_fields if f.name != "id"]
            ),
            reason=reason,
            summary=f"{model._meta.verbose_name}: {row}",
        )
        return row

    def find(public_id: str) -> R:
        return model._base_manager.get(public_id=public_id)

    content = [model._meta.label, getattr(owner, "public_id", ""), facts]
    row, _ = versions.create_once(
        by=by, key=key, action=f"create {model._meta.label_lower}", content=content, make=make, find=find
    )
    return row  # type: ignore[return-value]


@transaction.atomic
def change(row: ScopedModel, *, by: Any, changes: dict[str, Any], version: int, reason: str = "") -> bool:
    """Correct a row in place; True when something changed. Errors: Denied, StaleVersion, ValidationError."""
    unit = owner_unit(row)
    check_can_write(by, type(row), unit)
    check_can_decide(by, type(row), unit)
    with unscoped("validation of a changed row"):
        return versions.save_changes(
            row,
            changes=changes,
            version=version,
            by=by,
            subject=getattr(row, "official", None),
            unit=unit,
            reason=reason,
            action="correct",
            summary=f"{row._meta.verbose_name}: {row}",
        )


@transaction.atomic
def remove(row: ScopedModel, *, by: Any, version: int, reason: str) -> None:
    """Take out a row that was entered by mistake; its values stay in the audit.

    Errors: Denied, StaleVersion, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do xóa.", field="reason")
    unit = owner_unit(row)
    check_can_write(by, type(row), unit)
    check_can_decide(by, type(row), unit)
    current = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if current.version != version:
        raise versions.StaleVersion(current, {})
    names = [f.name for f in row._meta.concrete_fields if f.name != "id"]
    changes = {name: [value, None] for name, (_, value) in audit.created_values(current, names).items()}
    audit.record(
        by=by,
        action="remove",
        obj=current,
        subject=getattr(row, "official", None),
        unit=unit,
        changes=changes,
        reason=reason,
        summary=f"{row._meta.verbose_name}: {row}",
    )
    with unscoped("removal of one checked row"):
        current.delete()
