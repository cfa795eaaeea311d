"""Reading the audit: who sees which events (contracts 6), and what an event says in the office's words.

Values of fields that the reader may not see are not shown; names of fields and acts are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from foundation import audit
from foundation.dates import PartialDate, local_time
from foundation.formats import vi_numbers
from foundation.models import AuditArea, AuditEvent
from foundation.scope import ScopedModel

HIDDEN = "không hiển thị"
ERASED = "Nội dung đã được xóa theo yêu cầu bảo vệ dữ liệu cá nhân."
_NAMED_BY_KIND = {"create", "change", "correct", "remove", "end"}  # "Thêm" says little without what
_TECHNICAL = {"public_id", "version", "official"}

_actions: dict[str, str] = {
    "create": "Thêm",
    "change": "Sửa",
    "correct": "Sửa",
    "remove": "Xóa",
    "end": "Kết thúc",
    "export": "Xuất tệp",
    "open_sensitive": "Xem thông tin nhạy cảm",
}
_labels: dict[str, str] = {"sha256": "Dấu SHA-256 của tệp"}
_companions: dict[str, str] = {}
_source_finders: dict[str, Callable[[Any, Sequence[AuditEvent]], dict[int, Source]]] = {}
_value_labels: dict[tuple[str, str], dict[str, str]] = {}


def register_actions(names: dict[str, str]) -> None:
    """Vietnamese names of acts, by the code that `audit.record(action=…)` writes.

    A name for one kind of record stands under `<code> <model label in lower case>`.
    """
    _actions.update(names)


def register_labels(labels: dict[str, str]) -> None:
    """Vietnamese names of values that are no model field (`sha256`, `rows`, …)."""
    _labels.update(labels)


def register_value_labels(model: str, field: str, labels: dict[str, str]) -> None:
    """Vietnamese words for the codes of a field that is no choice field, by the model's label in lower case."""
    _value_labels[(model, field)] = labels


def register_source(action: str, find: Callable[[Any, Sequence[AuditEvent]], dict[int, Source]]) -> None:
    """Where the events of an act come from: `find(user, events)` gives, by number, a text and an address for those whose
    source this user may open."""
    _source_finders[action] = find


def register_companion(model: str, companion: str) -> None:
    """Events of `model` may hold values of another row as `<public id>.<field>`; `companion` is its model's label.

    Values of rows of any kind stand as `<label of the model>:<public id>.<field>`.
    """
    _companions[model] = companion


def action_name(code: str, object_type: str = "") -> str:
    """`Thêm trình độ`, `Sửa thông tin cá nhân`, `Bố trí chức vụ`; the code itself when nobody named it."""
    special = _actions.get(f"{code} {object_type}")
    if special:
        return special
    name, model = _actions.get(code, code), _model(object_type)
    return f"{name} {_lower(str(model._meta.verbose_name))}" if code in _NAMED_BY_KIND and model else name


def action_names() -> dict[str, str]:
    """All registered acts, by code, in the order of their names."""
    named = {code: name for code, name in _actions.items() if " " not in code}
    return dict(sorted(named.items(), key=lambda item: item[1]))


@dataclass(frozen=True)
class ChangeInWords:
    """One value of an event. `before` and `after` are texts; both are `HIDDEN` for who may not see the field.

    `place` says which value it is: the row's model in lower case, its public id, the field.
    """

    label: str
    before: str
    after: str
    hidden: bool = False
    place: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class Source:
    """What an act came from (a file), and where to open it."""

    text: str
    url: str


@dataclass(frozen=True)
class HistoryLine:
    """One act, ready to be shown: who, when, what, why, and what changed."""

    seq: int
    at: datetime
    who: str
    account: str
    what: str
    about: str
    subject_id: str
    object_id: str
    unit_id: str
    summary: str
    reason: str
    changes: tuple[ChangeInWords, ...]
    erased: bool
    source: Source | None = None


def visible_events(user: Any) -> QuerySet[AuditEvent]:
    """The events `user` may read: the auditor all; district staff those of records, of findings and of what units send; a commune those of its unit about
    kinds of record it may read; the administrator sign-in and settings; everyone else none."""
    events = AuditEvent.objects.all()
    if not getattr(user, "is_authenticated", False) or not hasattr(user, "may"):
        return events.none()
    if user.may("read", "audit.all", "all"):
        return events
    seen = Q(pk__in=[])
    if user.may("read", "audit.records", "all"):
        seen |= Q(area__in=[AuditArea.RECORDS, AuditArea.PLANS, AuditArea.CYCLE])
    if user.may("read", "audit.settings", "all"):
        seen |= Q(area__in=[AuditArea.SIGN_IN, AuditArea.SETTINGS])
    if user.may("read", "audit.own", "own"):
        kinds = ["", *(m._meta.label_lower for m in apps.get_models() if user.may("read", m, "own"))]
        areas = [AuditArea.RECORDS, AuditArea.CYCLE]
        own = Q(area__in=areas, unit_id__in=user.unit_codes_today(), object_type__in=kinds)
        seen |= own & ~Q(unit_id="")
    return events.filter(seen)


def history_of(
    user: Any, obj: models.Model, *, also: Iterable[models.Model] = (), limit: int = 200
) -> list[HistoryLine]:
    """What happened to a record (and the records `also`), latest first; for a person also to all their rows.

    Empty for who may not read such events. `obj` must itself have been read through `visible_to`.
    """
    public_id = str(getattr(obj, "public_id", obj.pk))
    about = Q(object_type=obj._meta.label_lower, object_id=public_id)
    if getattr(obj, "is_audit_subject", False):
        about |= Q(subject_id=public_id)
    for other in also:
        about |= Q(object_type=other._meta.label_lower, object_id=str(getattr(other, "public_id", other.pk)))
    return lines_of(user, list(visible_events(user).filter(about).order_by("-seq")[:limit]))


def lines_of(user: Any, events: Iterable[AuditEvent]) -> list[HistoryLine]:
    """The events in words for this reader; names of records are looked up once for all of them."""
    opened = audit.open_events(events)
    words = _Words(user, opened)
    return [words.line(item) for item in opened]


def history_of_row(
    user: Any, row: models.Model, *, field: str = "", subject: models.Model | None = None, limit: int = 2000
) -> list[HistoryLine]:
    """What happened to one row, or to one `field` of it, latest first; each line holds only what concerns it.

    Also what acts about `subject` (the person) did to the row: a registration, an import. `row` must itself have been
    read through `visible_to`; empty for who may not read such events.
    """
    label, public_id = row._meta.label_lower, str(getattr(row, "public_id", row.pk))
    about = Q(object_type=label, object_id=public_id)
    if subject is not None:
        about |= Q(subject_id=str(getattr(subject, "public_id", "")))
    found = []
    for line in lines_of(user, list(visible_events(user).filter(about).order_by("-seq")[:limit])):
        changes = tuple(
            change
            for change in line.changes
            if change.place[:2] == (label, public_id) and field in ("", change.place[2])
        )
        if changes:
            found.append(replace(line, changes=changes))
    return found


class _Words:
    """Puts events in words for one reader."""

    def __init__(self, user: Any, opened: Sequence[audit.Opened]) -> None:
        self.user = user
        self.names = self._names(opened)
        self.sources = self._sources(opened)

    def line(self, item: audit.Opened) -> HistoryLine:
        event = item.event
        model = _model(event.object_type)
        return HistoryLine(
            seq=event.seq,
            at=event.at,
            who=event.actor_name,
            account=event.actor,
            what=action_name(event.action, event.object_type),
            about=str(model._meta.verbose_name) if model is not None else "",
            subject_id=event.subject_id,
            object_id=event.object_id,
            unit_id=event.unit_id,
            summary=item.summary if self._may_read_summary(event) else "",
            reason=ERASED if item.erased else item.reason,
            changes=tuple(
                change for name, value in item.changes.items() for change in self._change(event, name, value)
            ),
            erased=item.erased,
            source=self.sources.get(event.seq),
        )

    def _may_read_summary(self, event: AuditEvent) -> bool:
        """A summary may quote the record: whoever may not read the record does not read it either."""
        if event.area != AuditArea.RECORDS or not event.subject_id:
            return True
        kind = _label(event.object_type)
        return bool(self.user.may("read", kind, "all") or self.user.may("read", kind, "own"))

    def _change(self, event: AuditEvent, name: str, value: Any) -> list[ChangeInWords]:
        model, field = _field(event.object_type, name)
        plain_name = name.rpartition(".")[2]
        if plain_name in _TECHNICAL or (field is not None and not field.editable):
            return []
        label = (
            _capital(str(field.verbose_name)) if field is not None else _labels.get(plain_name, plain_name)
        )
        if model is not None and _row_kind(name) is model:
            label = f"{_capital(str(model._meta.verbose_name))}: {_lower(label)}"
        place = (model._meta.label_lower if model is not None else "", _row_id(event, name), plain_name)
        if event.area == AuditArea.RECORDS and not self._may_see(
            model, plain_name if field is not None else None
        ):
            return [ChangeInWords(label, HIDDEN, HIDDEN, hidden=True, place=place)]
        before, after = value if isinstance(value, list) and len(value) == 2 else (None, value)
        return [ChangeInWords(label, self._text(field, before), self._text(field, after), place=place)]

    def _may_see(self, model: type[models.Model] | None, field: str | None) -> bool:
        if model is not None and field is not None:
            return bool(self.user.may_see_field(model, field))
        return bool(self.user.may("read", "audit.records", "all"))

    def _text(self, field: models.Field | None, value: Any) -> str:
        if value is None or value == "":
            return vi_numbers.DASH
        if isinstance(value, bool):
            return "Có" if value else "Không"
        if field is not None:
            if field.is_relation:
                return self.names.get((field.related_model, str(value)), str(value))
            labels = dict(field.flatchoices) or _value_labels.get(
                (field.model._meta.label_lower, field.name), {}
            )
            if labels:
                return str(labels.get(value, value))
            if isinstance(field, models.DateTimeField):
                return f"{local_time(datetime.fromisoformat(value)):%d/%m/%Y %H:%M}"
            if isinstance(field, models.DateField):
                return _date_in_words(value)
            if isinstance(field, models.DecimalField):
                return str(value).replace(".", ",")
        return str(value)

    def _sources(self, opened: Sequence[audit.Opened]) -> dict[int, Source]:
        """Sources of acts that have one, asked once an act."""
        found: dict[int, Source] = {}
        for action, find in _source_finders.items():
            events = [item.event for item in opened if item.event.action == action]
            found |= find(self.user, events) if events else {}
        return found

    def _names(self, opened: Sequence[audit.Opened]) -> dict[tuple[Any, str], str]:
        """Names of the records that changes point to, one query a model; only those the reader may see."""
        wanted: dict[type[models.Model], set[str]] = {}
        for item in opened:
            for name, value in item.changes.items():
                _, field = _field(item.event.object_type, name)
                if field is not None and field.is_relation and isinstance(value, list):
                    wanted.setdefault(field.related_model, set()).update(str(v) for v in value if v)
        names = {}
        for model, ids in wanted.items():
            key = _key_of(model)
            rows = (
                model.objects.visible_to(self.user)
                if issubclass(model, ScopedModel)
                else model._base_manager.all()
            )
            for row in rows.filter(**{f"{key}__in": ids}):
                names[(model, str(getattr(row, key)))] = str(row)
        return names


def _key_of(model: type[models.Model]) -> str:
    """The field by which `audit.to_json` names a row of `model`."""
    names = {field.name for field in model._meta.concrete_fields}
    if "public_id" in names:
        return "public_id"
    if "code" in names:
        return "code"
    return "username" if "username" in names else "pk"


def _model(label: str) -> type[models.Model] | None:
    if "." not in label:
        return None
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _label(object_type: str) -> str:
    model = _model(object_type)
    return model._meta.label if model is not None else object_type


def _field(object_type: str, name: str) -> tuple[type[models.Model] | None, Any]:
    """Model and field that a name in the changes stands for; (model, None) for a value that is no field."""
    kind = _row_kind(name)
    if kind is not None:
        object_type, name = kind._meta.label_lower, name.rpartition(".")[2]
    elif "." in name:
        object_type, name = _companions.get(object_type, object_type), name.rpartition(".")[2]
    model = _model(object_type)
    if model is None:
        return None, None
    fields = {field.name: field for field in model._meta.concrete_fields}
    return model, fields.get(name)


def _row_id(event: AuditEvent, name: str) -> str:
    """The public id of the row a name in the changes belongs to."""
    row, dot, _ = name.rpartition(".")
    return row.partition(":")[2] or row if dot else event.object_id


def _row_kind(name: str) -> type[models.Model] | None:
    """The kind of another row that a name says: `officials.qualification:q-1.level`."""
    label, colon, _ = name.partition(":")
    return _model(label) if colon else None


def _date_in_words(value: str) -> str:
    try:
        return PartialDate.parse(value).display()
    except ValueError:
        return value


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
