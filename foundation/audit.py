"""The audit trail: one event per service call, in the same transaction, append-only, chained.

`record` and `record_many` are the only writers. The sequence number of the last event about records is the data
version that caches use.

What tells of a person (values, summary, reason of an event with a `subject`) is encrypted with that person's key;
destroying the key erases it and leaves the chain valid. `open_events` reads it back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db import connection, models
from django.db.models import Max
from django.utils import timezone

from foundation import bulk
from foundation.models import AccessEvent, AuditArea, AuditEvent, SubjectKey

_LOCK = 7_313_001  # PostgreSQL advisory lock that puts the writers of the chain in a row
_HASHED = [
    "seq",
    "at",
    "actor",
    "actor_name",
    "actor_role",
    "area",
    "action",
    "object_type",
    "object_id",
    "subject_id",
    "unit_id",
    "summary",
    "reason",
    "payload",
]
_ENCRYPTED = "enc:"
_NO_RECORDS = (
    AuditArea.SIGN_IN,
    AuditArea.PLANS,
    AuditArea.CYCLE,
)  # acts that change neither records nor settings
MISSING, UNCHAINED, CHANGED = "missing", "unchained", "changed"  # what may be wrong with a row
_SUMMARY, _REASON = "_summary", "_reason"  # kept among the encrypted changes; no field starts with "_"


@dataclass(frozen=True)
class Opened:
    """What an event says once read: `erased` when the person's key has been destroyed and only the act remains."""

    event: AuditEvent
    summary: str
    reason: str
    changes: dict[str, Any]
    erased: bool = False


@dataclass(frozen=True)
class Entry:
    """What one event says; `changes` is `{field: [before, after]}` in JSON types."""

    action: str
    object_type: str = ""
    object_id: str = ""
    subject_id: str = ""
    unit_id: str = ""
    summary: str = ""
    reason: str = ""
    area: str = AuditArea.RECORDS
    changes: dict[str, Any] = field(default_factory=dict)


def record(
    *,
    by: Any,
    action: str,
    obj: models.Model | None = None,
    subject: Any = None,
    unit: Any = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
    summary: str = "",
    area: str = AuditArea.RECORDS,
) -> AuditEvent:
    """Write one event about `obj` (a record), the person `subject` and the unit `unit` it concerns.

    Must run inside the transaction of the change itself, else RuntimeError.
    """
    entry = Entry(
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=_id_of(obj),
        subject_id=_id_of(subject),
        unit_id=_id_of(unit),
        summary=summary,
        reason=reason,
        area=area,
        changes=changes or {},
    )
    return record_many([entry], by=by)[0]


def take_turn() -> None:
    """Wait until no other transaction writes events, and keep the others waiting until this one ends.

    For an act that compares itself with the one before. On SQLite every transaction that writes has its turn anyway.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event belongs into the transaction of the change it tells of")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def record_many(entries: Iterable[Entry], *, by: Any) -> list[AuditEvent]:
    """Write many events at once, in order (a workbook: one a person)."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event belongs into the transaction of the change it tells of")
    entries = list(entries)
    keys = _keys_for({entry.subject_id for entry in entries if entry.subject_id})
    payloads = [_payload(entry, keys.get(entry.subject_id)) for entry in entries]
    # From here to the end of the transaction every other writer waits: what is slow stands above.
    take_turn()
    last = AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, prev_hash = last or (0, "")
    now = timezone.now()
    events = []
    for entry, payload in zip(entries, payloads, strict=True):
        seq += 1
        key = keys.get(entry.subject_id)
        event = AuditEvent(
            seq=seq,
            at=now,
            actor=by.username,
            actor_name=by.full_name or by.username,
            actor_role=getattr(by, "role", "") or "",
            area=entry.area,
            action=entry.action,
            object_type=entry.object_type,
            object_id=entry.object_id,
            subject_id=entry.subject_id,
            unit_id=entry.unit_id,
            summary="" if key else entry.summary[:300],
            reason="" if key else entry.reason[:500],
            payload=payload,
            prev_hash=prev_hash,
        )
        event.hash = prev_hash = _hash(event)
        events.append(event)
    bulk.insert(events)
    return events


def log_access(*, by: Any, action: str, object_id: str = "", unit_id: str = "", detail: str = "") -> None:
    """Note a reading (sensitive facts opened, export taken, a hit on another unit's person)."""
    AccessEvent.objects.create(
        at=timezone.now(),
        actor=by.username,
        actor_name=by.full_name or by.username,
        action=action,
        object_id=object_id,
        unit_id=unit_id,
        detail=detail[:300],
    )


def log_access_to_many(
    *, by: Any, action: str, object_ids: Iterable[str], unit_id: str = "", detail: str = ""
) -> None:
    """Note one reading of each of several persons' facts, in one statement."""
    now = timezone.now()
    AccessEvent.objects.bulk_create(
        AccessEvent(
            at=now,
            actor=by.username,
            actor_name=by.full_name or by.username,
            action=action,
            object_id=object_id,
            unit_id=unit_id,
            detail=detail[:300],
        )
        for object_id in object_ids
    )


def data_version() -> int:
    """The sequence number of the last event about records; 0 when there is none."""
    return AuditEvent.objects.filter(area=AuditArea.RECORDS).aggregate(last=Max("seq"))["last"] or 0


def last_seq() -> int:
    """The number of the last event; 0 when there is none."""
    return AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def anything_since(seq: int, *, besides: type[models.Model]) -> bool:
    """Whether records or settings have changed since event `seq`; events about rows of `besides` count for nothing."""
    newer = AuditEvent.objects.filter(seq__gt=seq).exclude(area__in=_NO_RECORDS)
    return newer.exclude(object_type=besides._meta.label_lower).exists()


def open_events(events: Iterable[AuditEvent]) -> list[Opened]:
    """The events in words and values, their persons' keys read in one query."""
    events = list(events)
    subjects = {event.subject_id for event in events if event.payload.startswith(_ENCRYPTED)}
    keys = (
        dict(SubjectKey.objects.filter(pk__in=subjects).values_list("subject_id", "key")) if subjects else {}
    )
    return [_opened(event, keys.get(event.subject_id)) for event in events]


def changes_of(event: AuditEvent) -> dict[str, Any] | None:
    """The `{field: [before, after]}` of an event; None when the person's key has been destroyed."""
    [opened] = open_events([event])
    return None if opened.erased else opened.changes


def seal(contents: dict[str, Any]) -> dict[str, str]:
    """What is kept about persons beside the audit (by their ids), encrypted with the keys that erasing them destroys."""
    keys = _keys_for(set(contents))
    return {
        subject: Fernet(keys[subject].encode()).encrypt(_as_text(content).encode()).decode()
        for subject, content in contents.items()
    }


def unseal(sealed: Sequence[tuple[str, str]]) -> list[Any]:
    """The reverse of `seal` for (person, text) pairs, in their order; None where the key has been destroyed."""
    wanted = sorted({subject for subject, _ in sealed})
    keys: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        part = SubjectKey.objects.filter(pk__in=wanted[start : start + 500])
        keys.update(part.values_list("subject_id", "key"))
    return [
        json.loads(Fernet(keys[subject].encode()).decrypt(text.encode())) if subject in keys else None
        for subject, text in sealed
    ]


def last_event() -> AuditEvent | None:
    return AuditEvent.objects.order_by("-seq").first()


def first_broken_row(batch_size: int = 2000) -> tuple[int, str] | None:
    """Walk the chain; `(seq, what is wrong)` of the first broken row, or None when it holds.

    Rows cut off at the end leave a valid chain: note the last number and hash elsewhere from time to time.
    """
    expected_seq, prev_hash = 1, ""
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=batch_size):
        if event.seq != expected_seq:
            return expected_seq, MISSING
        if event.prev_hash != prev_hash:
            return event.seq, UNCHAINED
        if event.hash != _hash(event):
            return event.seq, CHANGED
        expected_seq, prev_hash = event.seq + 1, event.hash
    return None


def to_json(value: Any) -> Any:
    """A model value as the audit keeps it: dates as ISO text, numbers and texts as they are, records by id."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return _id_of(value)
    return value


def created_values(obj: models.Model, fields: Sequence[str]) -> dict[str, Any]:
    """`{field: [None, value]}` of a new row, empty values left out."""
    values = ((name, getattr(obj, name)) for name in fields)
    return {name: [None, to_json(value)] for name, value in values if value is not None and value != ""}


def _id_of(obj: Any) -> str:
    if obj is None:
        return ""
    if isinstance(obj, str):
        return obj
    return str(getattr(obj, "public_id", None) or getattr(obj, "code", None) or obj.pk)


def _payload(entry: Entry, key: str | None) -> str:
    if key is None:
        return _as_text(entry.changes) if entry.changes else ""
    told = {_SUMMARY: entry.summary[:300], _REASON: entry.reason[:500]}
    content = entry.changes | {name: text for name, text in told.items() if text}
    return _ENCRYPTED + Fernet(key.encode()).encrypt(_as_text(content).encode()).decode() if content else ""


def _as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=to_json)


def _opened(event: AuditEvent, key: str | None) -> Opened:
    if not event.payload.startswith(_ENCRYPTED):
        changes = json.loads(event.payload) if event.payload else {}
        return Opened(event, event.summary, event.reason, changes)
    if key is None:
        return Opened(event, "", "", {}, erased=True)
    secret = event.payload.removeprefix(_ENCRYPTED).encode()
    try:
        changes = json.loads(Fernet(key.encode()).decrypt(secret))
    except InvalidToken:
        return Opened(event, "", "", {}, erased=True)
    summary, reason = changes.pop(_SUMMARY, ""), changes.pop(_REASON, "")
    return Opened(event, summary, reason, changes)


def _keys_for(subjects: set[str]) -> dict[str, str]:
    if not subjects:
        return {}
    found: dict[str, str] = {}
    wanted = sorted(subjects)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found.update(SubjectKey.objects.filter(pk__in=part).values_list("subject_id", "key"))
    new = [SubjectKey(subject_id=s, key=Fernet.generate_key().decode()) for s in wanted if s not in found]
    bulk.insert(new)
    return found | {item.subject_id: item.key for item in new}


def _hash(event: AuditEvent) -> str:
    parts = [event.prev_hash]
    for name in _HASHED:
        value = getattr(event, name)
        if isinstance(value, datetime):
            value = value.astimezone(UTC).isoformat(timespec="microseconds")
        parts.append(str(value))
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
