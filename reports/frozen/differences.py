"""How closed figures differ from the records of now: which person, which value, before and after.

Both sides are in the form that is kept (`reports.frozen.rows`), so whatever moved in a frame is an item here: no cell of
any table differs without at least one item that explains it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.models import UnitYear
from reports.frames import columns
from reports.frames.movements import EVENTS
from reports.frozen.closed import content_of, last_closing, latest
from reports.frozen.rows import Content, UnitRows, rows_of
from reports.indicators.model import indicators
from reports.indicators.quantities import AWARD_TITLES, TITLE_LABELS
from reports.models import FrozenFigures
from reports.reading import day_of
from reports.snapshot import Snapshot
from reports.tables.registry import tables

Fields = tuple[tuple[str, str], ...]
IN_POST = "Có mặt ngày 31/12"
_QUALIFICATION: Fields = (("officials.Qualification", "level"),)
_APPOINTMENT: Fields = (("officials.Appointment", "post"),)
_DISCIPLINE: Fields = (("assessments.Discipline", "form"),)
_BIRTH: Fields = (("officials.Official", "birth_date"),)
_SUCCESSION: Fields = (("assessments.Succession", "post"),)
_FORM_COLUMNS: dict[str, Fields] = {
    columns.AGE_BM02.name: _BIRTH,
    columns.AGE_FORM.name: _BIRTH,
    columns.ENGLISH.name: _QUALIFICATION,
    columns.OTHER_LANGUAGE.name: _QUALIFICATION,
    columns.LANGUAGE_UNSTATED.name: _QUALIFICATION,
    columns.ETHNIC_LANGUAGE.name: _QUALIFICATION,
    columns.ROTATED.name: (("officials.Appointment", "how"),),
}
_FRAMES: dict[str, tuple[str, Fields]] = {
    "posts": ("Chức danh đang giữ", _APPOINTMENT),
    "before": ("Có mặt ngày 31/12 năm trước", _APPOINTMENT),
    "served": ("Thời gian công tác trong năm", _APPOINTMENT),
    "trainings": ("Đào tạo, bồi dưỡng", (("assessments.Training", "course"),)),
    "awards": ("Khen thưởng", (("assessments.Award", "title"),)),
    AWARD_TITLES: ("Danh hiệu, hình thức khen thưởng", (("assessments.Award", "title"),)),
    "disciplines": ("Kỷ luật", _DISCIPLINE),
    "endings": ("Thôi giữ chức danh", (("officials.Appointment", "end_reason"),)),
    "plans": ("Quy hoạch", _SUCCESSION),
    "appointed": ("Giữ chức vụ mới", _SUCCESSION),
}


@dataclass(frozen=True)
class Item:
    """One value of one person (or, without a person, of the unit) that is another one now: as closed, as now, in words.

    `fields`: what one must be allowed to read to be told. `part`: where it stands in the kept rows.
    """

    subject_id: str
    title: str
    closed: str
    live: str
    fields: Fields
    part: tuple[str, ...]


@dataclass(frozen=True)
class UnitDifferences:
    """What is different of one closed unit and year."""

    closing: FrozenFigures
    items: tuple[Item, ...]

    @property
    def people(self) -> list[str]:
        """Public ids of the people with at least one item."""
        return list(dict.fromkeys(item.subject_id for item in self.items if item.subject_id))


def column_fields(name: str) -> Fields:
    """The fields a column of the people frame tells of."""
    for table in tables:
        if table.column is not None and table.column.name == name:
            return table.fields
    for indicator in indicators:
        if indicator.column is not None and indicator.column.name == name:
            return indicator.fields
    return _FORM_COLUMNS[name]


def differences(
    snapshot: Snapshot, units: Iterable[str] | None = None, year: int | None = None
) -> dict[tuple[str, int], UnitDifferences]:
    """(unit, year) → what differs from its last closing, of all closed units or some; only where something does."""
    closings = latest(units, year)
    kept, place = content_of(closings.values()), {key: n for n, key in enumerate(snapshot.units.ids)}
    live: dict[tuple[str, int], UnitRows] = {}
    for when in {key[1] for key in closings}:
        wanted = [place[unit] for unit, its_year in closings if its_year == when and unit in place]
        for position, rows in rows_of(snapshot, when, wanted).items():
            live[snapshot.units.ids[position], when] = rows
    found = {}
    for key, closing in closings.items():
        items = tuple(_items(kept[key], live.get(key, {})))
        if items:
            found[key] = UnitDifferences(closing, items)
    return found


def all_differences(snapshot: Snapshot) -> dict[tuple[str, int], UnitDifferences]:
    """As `differences` of everything closed, once for a data version and a last closing."""
    last = last_closing()
    return snapshot.memo(("differences", last), lambda: differences(snapshot)) if last else {}


def _items(kept: UnitRows, live: UnitRows) -> Iterable[Item]:
    for subject in sorted({*kept, *live}):
        before, now = kept.get(subject, {}), live.get(subject, {})
        if before != now:
            yield from _of_unit(before, now) if not subject else _of_person(subject, before, now)


def _of_person(subject: str, before: Content, now: Content) -> Iterable[Item]:
    left, right = before.get("people"), now.get("people")
    if left is None or right is None:
        if left is not right:
            said = ["Có" if side else "Không" for side in (left, right)]
            yield Item(subject, IN_POST, said[0], said[1], _APPOINTMENT, ("people",))
    elif left != right:
        yield from _of_facts(subject, left, right)
    for name, (title, fields) in _FRAMES.items():
        gone, come = _apart(before.get(name, []), now.get(name, []))
        if gone or come:
            yield Item(subject, title, _words(name, gone), _words(name, come), fields, (name,))


def _of_facts(subject: str, left: Content, right: Content) -> Iterable[Item]:
    for column in columns.FIXED:
        cells = left["cells"].get(column.name), right["cells"].get(column.name)
        if cells[0] != cells[1]:
            labels = [_cell_label(column, cell) for cell in cells]
            part = ("people", "cells", column.name)
            yield Item(subject, column.title, labels[0], labels[1], column_fields(column.name), part)
        for flag, words in (("no_record", "chưa có hồ sơ"), ("undated", "không ghi ngày")):
            said = ["Có" if column.name in side[flag] else "Không" for side in (left, right)]
            if said[0] != said[1]:
                title, part = f"{column.title}: {words}", ("people", flag, column.name)
                yield Item(subject, title, said[0], said[1], column_fields(column.name), part)
    for name, title, fields in (
        ("post", "Chức danh chính", _APPOINTMENT),
        ("group", "Nhóm", _APPOINTMENT),
        ("n_posts", "Số chức danh đang giữ", _APPOINTMENT),
        ("age", "Tuổi ngày 31/12", _BIRTH),
        ("recruited", "Ngày tuyển dụng", (("officials.Official", "recruited_on"),)),
    ):
        if left[name] != right[name]:
            said = [_fact(name, side[name]) for side in (left, right)]
            yield Item(subject, title, said[0], said[1], fields, ("people", name))


def _of_unit(before: Content, now: Content) -> Iterable[Item]:
    left, right = before.get("unit", {}), now.get("unit", {})
    for name in ("exists", "quota"):
        if left.get(name) != right.get(name):
            title = "Số lượng được giao" if name == "quota" else "Đơn vị tồn tại ngày 31/12"
            said = [_number(side.get(name)) for side in (left, right)]
            yield Item("", title, said[0], said[1], (("officials.UnitQuota", "total"),), ("unit", name))
    mine, yours = left.get("values", {}), right.get("values", {})
    for name in sorted({*mine, *yours}):
        if mine.get(name) != yours.get(name):
            title = str(UnitYear._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            said = [_number(side.get(name)) for side in (mine, yours)]
            yield Item(
                "", title, said[0], said[1], (("assessments.UnitYear", name),), ("unit", "values", name)
            )
    if before.get("inspections") != now.get("inspections"):
        fields: Fields = (("assessments.Inspection", "findings"),)
        yield Item("", "Thanh tra, kiểm tra", "như lúc chốt", "đã thay đổi", fields, ("inspections",))


def _apart(left: list[Any], right: list[Any]) -> tuple[list[Any], list[Any]]:
    """The entries of only one side, as often as they are there more."""
    counts = Counter(map(repr, left)), Counter(map(repr, right))
    by_text = {repr(entry): entry for entry in (*left, *right)}
    return tuple(  # type: ignore[return-value]
        [by_text[text] for text, n in (counts[a] - counts[1 - a]).items() for _ in range(n)] for a in (0, 1)
    )


def _words(name: str, entries: list[Any]) -> str:
    """How many entries there are, and of which kind where they have one."""
    if not entries:
        return "–"
    kinds = [_kind(name, entry) for entry in entries]
    said = "; ".join(f"{kind} ({n})" if n > 1 else kind for kind, n in Counter(kinds).items() if kind)
    return said or f"{len(entries)} lượt"


def _kind(name: str, entry: Any) -> str:
    if name in ("before", "served"):
        return _group(entry)
    if name == "posts":
        return str(entry)
    if name in EVENTS or name == AWARD_TITLES:
        known: dict[str, str] = TITLE_LABELS if name == AWARD_TITLES else _kinds(name)
        return f"{_group(entry[0])}: {known.get(entry[1], entry[1] or 'chưa ghi loại')}"
    if name == "endings":
        return _reasons().get(entry[1], entry[1] or "chưa ghi lý do")
    return str(entry[0])


def _kinds(name: str) -> dict[str, str]:
    from assessments.models import Award, Discipline, Training

    field = {"trainings": (Training, "kind"), "awards": (Award, "kind"), "disciplines": (Discipline, "form")}
    model, column = field[name]
    return {str(code): str(label) for code, label in model._meta.get_field(column).flatchoices}  # type: ignore[union-attr]


def _reasons() -> dict[str, str]:
    from officials.models import Appointment

    choices = Appointment._meta.get_field("end_reason").flatchoices  # type: ignore[union-attr]
    return {str(code): str(label) for code, label in choices}


def _cell_label(column: columns.Column, cell: str | None) -> str:
    return column.label(cell) if cell in column.cells else "–"


def _group(code: str) -> str:
    return columns.GROUP.label(code)


def _fact(name: str, value: Any) -> str:
    if name == "recruited":
        day = day_of(value)
        return f"{day:%d/%m/%Y}" if day else "–"
    if name == "group":
        return _group(value)
    return "–" if value == -1 else str(value)


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return "–" if value is None else f"{value:g}".replace(".", ",")


__all__ = ["Item", "UnitDifferences", "all_differences", "column_fields", "differences"]
