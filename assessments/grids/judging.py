"""Reading every changed line of a sheet: what is to be written, or what is wrong and where. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from assessments.grids.columns import Drawn, compact
from assessments.grids.model import Line, Owner, Sheet
from officials.record_forms import typed_value


@dataclass
class Written:
    """What a line that is right wants written: a new row with `facts`, or `changes` of the row there is."""

    line: Line
    facts: dict[str, Any]
    changes: dict[str, Any]


def judge(sheet: Sheet) -> list[Written]:
    """Read every changed line; what is wrong stands at its cells, and nothing may be written then."""
    people = {compact(owner.name): owner.name for owner in sheet.owners}
    wanted = []
    for line in sheet.lines:
        if line.conflicts or line.general or not line.changed:
            continue
        if line.row is None and line.is_empty:
            continue
        written = _judge_line(sheet, line, people)
        if not line.is_wrong and (line.row is None or written.changes):
            wanted.append(written)
    _refuse_twins(sheet, wanted)
    return wanted


def _judge_line(sheet: Sheet, line: Line, people: Mapping[str, str]) -> Written:
    facts: dict[str, Any] = {}
    for column in sheet.columns:
        text = line.typed.get(column.name, "")
        if line.row is not None and column.name not in line.changed:
            facts[column.name] = typed_value(line.row, column.name)
            continue
        try:
            facts[column.name] = _value(column, text, people)
        except ValidationError as error:
            line.errors.setdefault(column.name, []).extend(error.messages)
    if line.errors:
        return Written(line, {}, {})
    grid = sheet.set
    if line.row is None:
        facts = grid.fixed(sheet.year) | grid.complete(facts, line.changed)
    else:
        facts = {"year": sheet.year} | grid.complete(facts, line.changed)
    for column in sheet.columns:
        if column.column.demanded and facts.get(column.name) in (None, ""):
            text = f"Đề nghị nhập {column.label.lower()}."
            if line.row is not None:
                text += " Muốn xóa hẳn dòng nhập nhầm, đề nghị mở hồ sơ của người đó."
            line.errors.setdefault(column.name, []).append(text)
    for name, text in grid.check(facts, line.changed, sheet.year).items():
        if not line.errors.get(name):
            put_error(sheet, line, name, text)
    known = {field.name for field in grid.model._meta.concrete_fields}
    facts = {name: value for name, value in facts.items() if name in known}
    if line.row is None:
        return Written(line, facts, {})
    names = {column.name for column in sheet.columns}
    changes = {n: v for n, v in facts.items() if n in names and v != typed_value(line.row, n)}
    return Written(line, facts, changes)


def put_error(sheet: Sheet, line: Line, name: str, text: str) -> None:
    """A sentence at its cell, or beside the line where the sheet has no such cell."""
    if sheet.column(name) is not None:
        line.errors.setdefault(name, []).append(text)
    else:
        line.general.append(text)


def _value(column: Drawn, text: str, people: Mapping[str, str]) -> Any:
    # A column of names pasted one to the side would make "Nguyễn Văn An" the name of a hospital.
    if not column.choices and compact(text) in people and compact(text):
        raise ValidationError(f"“{text.strip()[:60]}” là họ tên, có lẽ dán nhầm cột. Đề nghị kiểm tra lại.")
    return column.read(text)


def _refuse_twins(sheet: Sheet, wanted: list[Written]) -> None:
    """The same course or award twice for one person is one that was typed twice."""
    if not sheet.set.several:
        return
    key = next(column.name for column in sheet.columns if column.column.demanded)
    day = "ends_on" if sheet.column("ends_on") else "decided_on"
    seen: set[tuple[Any, ...]] = set()
    for line in sheet.lines:
        if line.row is not None:
            seen.add(_twin_key(line.owner, getattr(line.row, key), typed_value(line.row, day)))
    for written in wanted:
        if written.line.row is not None:
            continue
        twin = _twin_key(written.line.owner, written.facts[key], written.facts.get(day))
        if twin in seen:
            text = "Dòng này đã có với cùng tên và ngày. Đề nghị kiểm tra, xóa các ô nếu nhập trùng."
            written.line.errors.setdefault(key, []).append(text)
        seen.add(twin)


def _twin_key(owner: Owner, title: str, day: Any) -> tuple[Any, ...]:
    return owner.public_id, compact(title), day
