"""Optimistic versions: two people editing one record, and creating the same thing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from foundation import audit
from foundation.dates import PartialDate
from foundation.errors import Refused
from foundation.models import AuditArea, AuditEvent, IdempotencyKey
from foundation.scope import Record


class StaleVersion(Exception):
    """The record was changed by someone else since it was opened.

    `current` is the row as it stands, `mine` the values that were to be saved, `changed_by` the other's name.
    """

    def __init__(self, current: Record, mine: dict[str, Any]) -> None:
        last = AuditEvent.objects.filter(
            object_type=current._meta.label_lower, object_id=current.public_id
        ).first()
        self.current = current
        self.mine = mine
        self.changed_by = last.actor_name if last else "người khác"
        super().__init__(f"Hồ sơ vừa được ông/bà {self.changed_by} cập nhật.")


@transaction.atomic
def save_changes(
    obj: Record,
    *,
    changes: dict[str, Any],
    version: int,
    by: Any,
    subject: Any = None,
    unit: Any = None,
    reason: str = "",
    action: str = "change",
    summary: str = "",
    area: str = AuditArea.RECORDS,
) -> bool:
    """Set `changes` (field → value; PartialDate for partial dates) if the row still has `version`.

    True when something changed; then the version is raised and one event written. StaleVersion when another save
    came first; ValidationError when the row would break a rule of its model.
    """
    model = type(obj)
    current = model._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if current.version != version:
        raise StaleVersion(current, changes)
    before_after: dict[str, Any] = {}
    columns: list[str] = []
    for name, value in changes.items():
        old = _value(current, name)
        if old == value:
            continue
        before_after[name] = [_shown(old), _shown(value)]
        columns += _assign(current, name, value)
    if not before_after:
        _copy(current, obj)
        return False
    current.version += 1
    current.full_clean(validate_unique=True, validate_constraints=True)
    current.save(update_fields=[*columns, "version"])
    audit.record(
        by=by,
        action=action,
        obj=current,
        subject=subject,
        unit=unit,
        changes=before_after,
        reason=reason,
        summary=summary,
        area=area,
    )
    _copy(current, obj)
    return True


def create_once(
    *, by: Any, key: str, action: str, content: Any, make: Callable[[], Record], find: Callable[[str], Record]
) -> tuple[Record, bool]:
    """Make a record unless `key` has already made one; `(record, was made now)`.

    The same key with another content is Refused. Runs in one transaction, so two equal requests make one row.
    """
    if not key or by.pk is None:
        return make(), True
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        held, fresh = IdempotencyKey.objects.select_for_update().get_or_create(
            user_id=by.pk,
            key=key[:80],
            defaults={"action": action, "request_hash": digest, "made_at": timezone.now(), "object_id": ""},
        )
        if not fresh:
            if (held.action, held.request_hash) != (action, digest):
                raise Refused("Yêu cầu này đã được gửi với nội dung khác. Đề nghị mở lại trang và nhập lại.")
            return find(held.object_id), False
        made = make()
        held.object_id = made.public_id
        held.save(update_fields=["object_id"])
        return made, True


def errors_by_field(error: ValidationError) -> dict[str, list[str]]:
    """The messages of a ValidationError by field; "" for those of no field."""
    if hasattr(error, "error_dict"):
        return {("" if k == "__all__" else k): v for k, v in error.message_dict.items()}
    return {"": error.messages}


def _value(obj: Record, name: str) -> Any:
    partial = f"{name}_partial"
    return getattr(obj, partial) if hasattr(type(obj), partial) else getattr(obj, name)


def _assign(obj: Record, name: str, value: Any) -> list[str]:
    if hasattr(type(obj), f"{name}_partial"):
        setattr(obj, f"{name}_partial", value)
        return [name, f"{name}_precision"]
    setattr(obj, name, value)
    return [name]


def _shown(value: Any) -> Any:
    return value.iso if isinstance(value, PartialDate) else audit.to_json(value)


def _copy(source: Record, target: Record) -> None:
    for field in source._meta.concrete_fields:
        setattr(target, field.attname, getattr(source, field.attname))
