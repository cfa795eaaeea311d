"""Stage 8: writing the plans of the accepted rows. One transaction, one audit event a person.

Bulk writes by model, because a town's file has thousands of rows; every changed row is guarded by its version, so
that an edit in between makes the whole import stop, never overwrite.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from exchange.workbooks.plan import Plan
from exchange.workbooks.planning.base import PERSONAL
from exchange.workbooks.progress import PREPARING, Tell, counted, nobody
from exchange.workbooks.rows import Row
from foundation import audit, bulk
from foundation.dates import PartialDate, today
from foundation.ids import new_public_id
from foundation.scope import ScopedModel, unscoped
from officials.checks import check_can_write
from officials.models import Appointment, Official, Post, Unit
from officials.services.postings import current_unit_id

_BATCH = 500


class Overtaken(Exception):
    """A record was changed by someone else while the file was being imported; nothing is written."""


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """A row of the records that was made (`before` None) or changed: the version it was left at, the version it had
    before, and the values that its changed columns had.
    """

    model: str
    public_id: str
    version: int
    was: int = 0
    before: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "public_id": self.public_id,
            "version": self.version,
            "was": self.was,
            "before": self.before,
        }


@dataclass(frozen=True, slots=True)
class Touched:
    """What was done to one person; `seq` is the number of the audit event that tells of it."""

    official_id: str
    is_new: bool
    seq: int
    rows: list[TouchedRow]


@dataclass(slots=True)
class Written:
    """What the commit did: rows by change, the public id each row's person has, and every row that was touched."""

    changes: Counter[str] = field(default_factory=Counter)
    official_ids: dict[tuple[str, int], str] = field(default_factory=dict)
    touched: list[Touched] = field(default_factory=list)


@dataclass(slots=True)
class _Person:
    """One person's writes: the official, new rows, changed columns, and what the event will say."""

    official: Official
    is_new: bool
    unit: Unit
    summary: str
    new_rows: list[ScopedModel] = field(default_factory=list)
    changed: list[tuple[ScopedModel, list[str]]] = field(default_factory=list)
    before: dict[str, tuple[ScopedModel, int, dict[str, Any]]] = field(default_factory=dict)
    events: dict[str, Any] = field(default_factory=dict)

    def touched(self) -> list[TouchedRow]:
        """Everything written, once it is written."""
        made = [self.official, *self.new_rows] if self.is_new else self.new_rows
        rows = [TouchedRow(row._meta.label_lower, row.public_id, row.version) for row in made]
        return rows + [
            TouchedRow(row._meta.label_lower, row.public_id, row.version, was, values)
            for row, was, values in self.before.values()
        ]


@dataclass(slots=True)
class Prepared:
    """Everything that is to be written, made ready so that the transaction only has to write it."""

    units: set[Unit] = field(default_factory=set)
    people: list[_Person] = field(default_factory=list)
    written: Written = field(default_factory=Written)


def prepare(
    accepted: Sequence[tuple[Row, Plan]], *, source: str, synthetic: bool, tell: Tell = nobody
) -> Prepared:
    """Make the rows and events of plans ready, with one query. `source` names the file in the events."""
    ready, posts = Prepared(), {post.code: post for post in Post.objects.all()}
    for row, plan in counted(accepted, tell, PREPARING):
        person = _prepare(row, plan, source, synthetic, posts)
        ready.units.add(plan.unit)
        ready.written.official_ids[row.key] = person.official.public_id
        ready.written.changes[row.change or "same"] += 1
        if person.is_new or not plan.is_empty:
            ready.people.append(person)
    return ready


def write(ready: Prepared, *, by: Any) -> Written:
    """Write what was prepared, inside the caller's transaction. Errors: Denied, Overtaken."""
    for unit in ready.units:
        check_can_write(by, Official, unit)
    people, written = ready.people, ready.written
    with unscoped("import of checked rows"):
        _insert_officials([person for person in people if person.is_new])
        _insert_rows(people)
        for person in people:
            for row_changed, columns in person.changed:
                _update(row_changed, columns)
    events = audit.record_many((_entry(person) for person in people), by=by)
    written.touched = [
        Touched(person.official.public_id, person.is_new, event.seq, person.touched())
        for person, event in zip(people, events, strict=True)
    ]
    return written


def _prepare(row: Row, plan: Plan, source: str, synthetic: bool, posts: dict[str, Post]) -> _Person:
    if plan.person is None:
        official = Official(public_id=new_public_id(Official.id_letter), unit=plan.unit, synthetic=synthetic)
        person = _Person(official, True, plan.unit, source)
        _assign(official, _personal(plan))
        official.derive()
        person.events |= audit.created_values(official, _columns(official))
    else:
        official = plan.person.official
        person = _Person(official, False, plan.unit, source)
        _change(person, official, _personal(plan), prefix="")
    for changed in plan.changed:
        _change(person, changed.row, changed.changes, prefix=_prefix(changed.row))
    for new in plan.new:
        made = new.model(public_id=new_public_id(new.model.id_letter))
        _assign(made, new.facts)
        if isinstance(made, Appointment):
            made.post = posts[made.post_id]  # else the event would ask for it, person by person
        person.new_rows.append(made)
        values = audit.created_values(made, [name for name in _columns(made) if name != "official"])
        person.events |= {f"{_prefix(made)}{name}": pair for name, pair in values.items()}
    _refresh_unit(person, plan.person.appointments if plan.person else [])
    return person


def _personal(plan: Plan) -> dict[str, Any]:
    return {PERSONAL[name]: value for name, value in plan.personal.items()}


def _refresh_unit(person: _Person, held: list[Appointment]) -> None:
    """`Official.unit` as the postings have it after this import (contracts 6)."""
    fresh = [row for row in person.new_rows if isinstance(row, Appointment)]
    unit_id = current_unit_id([*held, *fresh], today())
    if unit_id is None or unit_id == person.official.unit_id:
        return
    unit = next(a.unit for a in [*fresh, *held] if a.unit_id == unit_id)
    if person.is_new:
        person.official.unit = unit
    else:
        _change(person, person.official, {"unit": unit}, prefix="")


def _change(person: _Person, row: ScopedModel, changes: dict[str, Any], *, prefix: str) -> None:
    """Set fields on a loaded row and remember which columns to save and what to say."""
    columns: set[str] = set()
    was = {item.attname: getattr(row, item.attname) for item in row._meta.concrete_fields}
    for name, value in changes.items():
        is_partial = isinstance(value, PartialDate)
        old = getattr(row, f"{name}_partial" if is_partial else name)
        if old == value:
            continue
        column = "post" if name == "post_id" else name
        person.events[f"{prefix}{column}"] = [_said(old), _said(value)]
        _assign(row, {name: value})
        columns |= {column, f"{column}_precision"} if is_partial else {column}
    if isinstance(row, Official) and columns & {"full_name", "general_education"}:
        row.derive()
        columns |= {"name_sort", "name_folded", "general_education_code"}
    if columns:
        person.changed.append((row, sorted(columns)))
        key = f"{row._meta.label}:{row.public_id}"
        _, _, before = person.before.setdefault(key, (row, row.version, {}))
        for column in columns:
            attname = row._meta.get_field(column).attname  # type: ignore[union-attr]
            before.setdefault(attname, was[attname])


def _update(row: ScopedModel, columns: list[str]) -> None:
    """Save columns if the row still has the version that was read."""
    values = {name: getattr(row, name) for name in columns}
    hit = type(row)._base_manager.filter(pk=row.pk, version=row.version)
    if hit.update(**values, version=row.version + 1) != 1:
        raise Overtaken(str(row.public_id))
    row.version += 1


def _insert_officials(people: list[_Person]) -> None:
    Official._base_manager.bulk_create([person.official for person in people], batch_size=_BATCH)


def _insert_rows(people: list[_Person]) -> None:
    by_model: dict[type[ScopedModel], list[ScopedModel]] = defaultdict(list)
    for person in people:
        for row in person.new_rows:
            row.official = person.official  # type: ignore[attr-defined]
            by_model[type(row)].append(row)
    for rows in by_model.values():
        bulk.insert(rows)


def _entry(person: _Person) -> audit.Entry:
    official = person.official
    return audit.Entry(
        action="import",
        object_type=Official._meta.label_lower,
        object_id=official.public_id,
        subject_id=official.public_id,
        unit_id=person.unit.public_id,
        summary=f"{official.full_name}: {'hồ sơ mới' if person.is_new else 'cập nhật'} từ tệp {person.summary}",
        changes=person.events,
    )


def _assign(row: models.Model, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, f"{name}_partial" if hasattr(type(row), f"{name}_partial") else name, value)


def _columns(row: models.Model) -> list[str]:
    return [item.name for item in row._meta.concrete_fields if item.name not in ("id", "version")]


def _prefix(row: ScopedModel) -> str:
    """What stands before the fields of another row in the person's event: the readers' rights follow its kind."""
    return f"{row._meta.label_lower}:{row.public_id}."


def _said(value: Any) -> Any:
    return value.iso if isinstance(value, PartialDate) else audit.to_json(value)
