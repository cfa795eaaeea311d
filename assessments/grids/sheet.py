"""A sheet made, overlaid with what was sent, and judged: nothing here writes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.grids.columns import Drawn
from assessments.grids.model import GridSet, Line, Owner, Sheet, Theirs, same_text
from foundation.models import AuditEvent
from officials.checks import proposes_only
from officials.models import Proposal, Unit

META, CELL, CHOSEN, KEY = "d-", "o-", "chon-", "khoa"
MOST_LINES = 600
_META_NAME = re.compile(r"d-([0-9]{1,4})\Z")


# --- making -------------------------------------------------------------------------------------------------
def open_sheet(user: Any, grid: GridSet, unit: Unit | None, year: int) -> Sheet:
    """The grid of a unit and year as it stands, in a fixed number of queries."""
    model: Any = grid.model
    known: dict[Any, Any] = {}
    columns = [Drawn(c, model, year, known) for c in grid.columns if user.may_see_field(model, c.name)]
    owners = grid.owners(user, unit, year)
    sheet = Sheet(grid, unit, year, columns, owners, [])
    rows = _rows_by_owner(user, sheet, year)
    _last_year(user, sheet)
    sheet.proposing = bool(unit) and proposes_only(user, model, unit)
    waiting = _waiting(user, sheet) if sheet.proposing or user.may("write", Proposal, "all") else Counter()
    grid.prepare(user, sheet, rows)
    for owner in owners:
        if waiting[owner.obj.pk]:
            owner.facts.append(f"{waiting[owner.obj.pk]} đề nghị đang chờ quyết định")
        sheet.lines += _lines_of(sheet, owner, rows.get(owner.obj.pk, []))
    return sheet


def _rows_by_owner(user: Any, sheet: Sheet, year: int) -> dict[int, list[Any]]:
    grid, model = sheet.set, sheet.set.model
    rows: Any = model.objects.visible_to(user).filter(
        **{f"{grid.owner_path}__in": [owner.obj.pk for owner in sheet.owners]}
    )
    found: dict[int, list[Any]] = {}
    owners = {owner.obj.pk: owner.obj for owner in sheet.owners}
    for row in sorted(grid.of_year(rows, year), key=grid.counts):
        pk = getattr(row, f"{grid.owner_path}_id")
        setattr(row, grid.owner_path, owners[pk])  # the services ask for the owner: no query a row
        found.setdefault(pk, []).append(row)
    return found


def _last_year(user: Any, sheet: Sheet) -> None:
    """What the year before tells: beside each owner, and the commonest value of the columns that carry on."""
    rows = _rows_by_owner(user, sheet, sheet.year - 1)
    for owner in sheet.owners:
        told = [text for row in rows.get(owner.obj.pk, []) if (text := sheet.set.last_year(row))]
        owner.last_year = "; ".join(told if sheet.set.several else told[-1:])
        if sheet.set.shows_before and rows.get(owner.obj.pk):
            last = rows[owner.obj.pk][-1]
            owner.before = {column.name: column.shown_of(last) for column in sheet.columns}
    carried = {}
    for column in sheet.columns:
        if not column.column.carried:
            continue
        texts = Counter(text for each in rows.values() for row in each if (text := column.text_of(row)))
        if texts:
            carried[column.name] = texts.most_common(1)[0][0]
    sheet.carried = carried


def _waiting(user: Any, sheet: Sheet) -> Counter[int]:
    kind = sheet.set.record_kind
    if kind is None:
        return Counter()
    rows = Proposal.objects.visible_to(user).filter(
        kind=kind.code,
        state=Proposal.State.PROPOSED,
        official__in=[owner.obj.pk for owner in sheet.owners],
    )
    return Counter(rows.values_list("official_id", flat=True))


def _lines_of(sheet: Sheet, owner: Owner, rows: list[Any]) -> list[Line]:
    if not sheet.set.several:
        if len(rows) > 1:
            sheet.more_rows[owner.public_id] = len(rows) - 1
        return [line_of(sheet, owner, rows[-1] if rows else None)]
    lines = [line_of(sheet, owner, row) for row in rows]
    if not owner.locked or not lines:
        lines.append(line_of(sheet, owner, None))
    for line in lines[1:]:
        line.is_first = False
    return lines


def line_of(sheet: Sheet, owner: Owner, row: Any) -> Line:
    cells = {column.name: column.text_of(row) for column in sheet.columns}
    return Line(owner, row, dict(cells), dict(cells), row.version if row is not None else 0)


def add_line(sheet: Sheet, owner_id: str) -> None:
    """One more empty line under the last of an owner, where owners may have several."""
    places = [i for i, line in enumerate(sheet.lines) if line.owner.public_id == owner_id]
    if not places or not sheet.set.several or sheet.lines[places[0]].owner.locked:
        return
    line = line_of(sheet, sheet.lines[places[0]].owner, None)
    line.is_first = False
    sheet.lines.insert(places[-1] + 1, line)


# --- what was sent ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sent:
    """One line as it came back: whose, which row at which version, the cells as the page had them and as typed."""

    number: int
    owner: str
    row: str
    version: int
    base: Mapping[str, str]
    typed: Mapping[str, str]
    chosen: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    is_chosen: bool = False

    @property
    def changed(self) -> dict[str, str]:
        return {n: t for n, t in self.typed.items() if not same_text(t, self.base.get(n, ""))}


class Garbled(ValueError):
    """The hidden part of a form is not what the page was made with."""


def read_sent(post: Any, names: Iterable[str]) -> list[Sent]:
    """The lines of a form, in its order; Garbled when its hidden parts cannot be read or there are too many."""
    numbers = sorted(int(match[1]) for name in post if (match := _META_NAME.match(name)))
    if len(numbers) > MOST_LINES:
        raise Garbled
    chosen_lines = set(post.getlist("dong"))
    names = list(names)
    return [_sent(post, number, names, str(number) in chosen_lines) for number in numbers]


def _sent(post: Any, number: int, names: list[str], is_chosen: bool) -> Sent:
    try:
        meta = json.loads(post[f"{META}{number}"])
        base = {str(name): str(text) for name, text in meta["goc"].items()}
        owner, row, version = str(meta["nguoi"]), str(meta["dong"]), int(meta["ban"])
        asked = tuple(str(name) for name in meta.get("hoi", ()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Garbled from error
    typed = {name: post[f"{CELL}{number}-{name}"] for name in names if f"{CELL}{number}-{name}" in post}
    chosen = {name: post[f"{CHOSEN}{number}-{name}"] for name in names if f"{CHOSEN}{number}-{name}" in post}
    return Sent(number, owner, row, version, base, typed, chosen, asked, is_chosen)


def meta_of(line: Line) -> str:
    """The hidden part of a line, as `read_sent` reads it back."""
    return json.dumps(
        {
            "nguoi": line.owner.public_id,
            "dong": line.row.public_id if line.row is not None else "",
            "ban": line.version,
            "goc": line.base,
            "hoi": sorted({*line.conflicts}),
        },
        ensure_ascii=False,
    )


def overlay(sheet: Sheet, sent: list[Sent]) -> None:
    """Put what was typed on the sheet as it stands now; what has no place any more is kept among the problems."""
    left: dict[str, list[Line]] = {}
    for line in sheet.lines:
        left.setdefault(line.owner.public_id, []).append(line)
    owners = {owner.public_id: owner for owner in sheet.owners}
    for one in sent:
        owner = owners.get(one.owner)
        if owner is None or owner.locked:
            _keep_orphan(sheet, one, owner)
            continue
        place = _place(sheet, owner, left[one.owner], one)
        if place is not None:
            _fill(sheet, place, one)


def _keep_orphan(sheet: Sheet, one: Sent, owner: Owner | None) -> None:
    if not one.changed:
        return
    typed = "; ".join(
        f"{column.label}: {column.words_of(one.changed[column.name]) or '(xóa)'}"
        for column in sheet.columns
        if column.name in one.changed
    )
    where = f"{owner.name}: {owner.locked}" if owner else "Một người không còn trong danh sách của đơn vị."
    sheet.orphans.append((where, typed))


def _place(sheet: Sheet, owner: Owner, left: list[Line], one: Sent) -> Line | None:
    """The line that was sent, as it is now; None when it is gone and nothing was typed there."""
    for line in left:
        if one.row and line.row is not None and line.row.public_id == one.row:
            left.remove(line)
            return line
    if not sheet.set.several:
        return left.pop(0) if left else None
    if one.row and not one.changed:
        return None
    for line in left:
        if line.row is None and not one.row:
            left.remove(line)
            return line
    if not one.changed:
        return None
    at = max(i for i, line in enumerate(sheet.lines) if line.owner is owner)
    line = line_of(sheet, owner, None)
    line.is_first = False
    sheet.lines.insert(at + 1, line)
    return line


def _fill(sheet: Sheet, line: Line, one: Sent) -> None:
    line.is_chosen = one.is_chosen
    names = {column.name for column in sheet.columns}
    changed = {name: text for name, text in one.changed.items() if name in names}
    current = line.row.public_id if line.row is not None else ""
    if not changed:
        return
    if one.row and not current:
        line.general.append(
            "Dòng này vừa được người khác xóa. Nội dung ông/bà nhập còn ở đây: bấm “Lưu” lần nữa để thêm lại, "
            "hoặc xóa các ô để bỏ."
        )
        line.typed |= {name: one.typed[name] for name in names if name in one.typed}
        return
    line.typed |= changed
    if (one.row, one.version) != (current, line.version):
        _set_beside(sheet, line, changed)
        return
    for name in one.asked:
        choice = one.chosen.get(name)
        if choice == "theirs":
            line.typed[name] = line.base.get(name, "")
        elif choice != "mine" and name in changed:
            _beside(sheet, line, name, "người khác")


def _set_beside(sheet: Sheet, line: Line, changed: dict[str, str]) -> None:
    """Somebody else saved this row meanwhile: their value beside mine wherever I had typed."""
    who = _who_changed(line.row)
    for name in changed:
        if not same_text(line.typed[name], line.base[name]):
            _beside(sheet, line, name, who)


def _beside(sheet: Sheet, line: Line, name: str, who: str) -> None:
    column = sheet.column(name)
    assert column is not None
    line.conflicts[name] = Theirs(who, column.words_of(line.base[name]), column.words_of(line.typed[name]))


def _who_changed(row: Any) -> str:
    last = AuditEvent.objects.filter(object_type=row._meta.label_lower, object_id=row.public_id).first()
    return last.actor_name if last else "người khác"


# --- filling down -------------------------------------------------------------------------------------------
def fill_down(sheet: Sheet, name: str, value: str | None = None) -> int:
    """Write a value down a column; how many cells it reached.

    Into the chosen lines, whatever stands there; without a choice only into empty cells below the first filled one.
    `value` None = that of the first chosen (or first filled) line.
    """
    column = sheet.column(name)
    if column is None or not column.column.fills:
        return 0
    lines = [line for line in sheet.lines if not line.owner.locked]
    chosen = [line for line in lines if line.is_chosen]
    if value is None:
        source = next((line for line in chosen or lines if line.typed.get(name, "").strip()), None)
        if source is None:
            return 0
        value = source.typed[name]
        lines = lines[lines.index(source) + 1 :]
    targets = chosen or [
        line for line in lines if not line.typed.get(name, "").strip() and _may_be_filled(sheet, line)
    ]
    reached = [line for line in targets if not same_text(line.typed.get(name, ""), value)]
    for line in reached:
        line.typed[name] = value
    return len(reached)


def _may_be_filled(sheet: Sheet, line: Line) -> bool:
    """The spare empty lines of people who have one already stay empty."""
    return not sheet.set.several or line.row is not None or line.is_first or not line.is_empty
