"""What stands beside which row: the result in a few words, the reasons with what to do, the cells to look at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.returned import looks
from exchange.workbooks.advice import advice_for
from exchange.workbooks.columns import Binding
from exchange.workbooks.labels import field_label
from exchange.workbooks.layout import SheetLayout, find_people
from exchange.workbooks.opening import Workbook
from exchange.workbooks.readers import MAX_COLUMNS
from exchange.workbooks.result import needs_no_word
from exchange.workbooks.rows import ERR, OK, SKIP, WARN
from exchange.workbooks.text import ReadableSheet, readable

_WAITING = {
    OK: ("Nhập được", looks.OK),
    WARN: ("Cần xác nhận", looks.DOUBT),
    ERR: ("Phải sửa", looks.WRONG),
    SKIP: ("Ngoài phạm vi", looks.OUTSIDE),
}
KNOWN = ("Đã có, không đổi", looks.OK)
IMPORTED = ("Đã nhập", looks.OK)
LEFT = ("Chưa nhập", looks.DOUBT)
UNDONE = ("Đã hoàn tác", looks.DOUBT)
_LONGEST = 1_500  # characters of the reasons of one row


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about one row. `marks` are (column from 0, room of `looks`)."""

    result: str
    room: str
    reason: str
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class SheetNotes:
    """The notes of one sheet and where they go: `column` and the next are ours, `heads` the rows of its headers."""

    name: str
    column: int
    left: int
    heads: list[tuple[int, int]]
    last: int
    lines: dict[int, Note] = field(default_factory=dict)
    readable: ReadableSheet | None = None


def notes_of(
    workbook: Workbook, rows: Iterable[dict[str, Any]], *, mapping: Mapping[str, str] | None, state: str
) -> dict[str, SheetNotes]:
    """Notes by sheet, for the rows of a result. `state` of the batch: previewed; committed or undone, where `imported`
    says of each row whether it was written.

    Sheets without people are not in it. A sheet too wide for two more columns is left out.
    """
    by_sheet: dict[str, dict[int, dict[str, Any]]] = {}
    for row in rows:
        by_sheet.setdefault(row["sheet"], {})[row["row"]] = row
    found = {}
    for sheet in workbook.sheets:
        if sheet.name not in by_sheet:
            continue
        layout = find_people(readable(sheet, mapping))
        notes = _placed(layout)
        if notes is None:
            continue
        for person in layout.people:
            found_row = by_sheet[sheet.name].get(person.number)
            if found_row is not None:
                note = note_of(found_row, person.bindings, layout, state=state)
                # The further rows of a person say the same, so that a filter shows them together.
                notes.lines |= {line.number: Note(note.result, note.room, "") for line in person.lines}
                notes.lines[person.number] = note
        found[sheet.name] = notes
    return found


def note_of(row: dict[str, Any], bindings: list[Binding], layout: SheetLayout, *, state: str) -> Note:
    """The note of one row of a result."""
    result, room = _result(row, state=state)
    if room == looks.OK:
        return Note(result, room, "")
    said = sorted(_problems(row), key=lambda item: item["level"] != "error")
    reason = "\n".join(_sentence(item) for item in said)
    marks: dict[int, str] = {}
    for item in said:
        if item["level"] not in ("error", "warning"):
            continue
        tone = looks.WRONG if item["level"] == "error" else looks.DOUBT
        for column in _cells_of(item["field"], row["row"], bindings, layout):
            marks.setdefault(column, tone)
    return Note(result, room, reason[:_LONGEST], tuple(marks.items()))


def _result(row: dict[str, Any], *, state: str) -> tuple[str, str]:
    is_waiting = state == "previewed"
    if not is_waiting and row.get("imported"):
        if state == "undone":
            return UNDONE
        return KNOWN if row["change"] == "same" else IMPORTED
    if needs_no_word(row) or (is_waiting and row["change"] == "same" and row["status"] == OK):
        return KNOWN
    return LEFT if not is_waiting and row["status"] in (OK, WARN) else _WAITING[row["status"]]


def _problems(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Errors and questions; of a row outside the statistics what says why."""
    levels = ("error", "warning")
    found = [
        item for item in row["problems"] if item["level"] in levels or item["code"] == "post_out_of_scope"
    ]
    return found if row["status"] != SKIP else [i for i in found if i["code"] == "post_out_of_scope"]


def _sentence(item: dict[str, Any]) -> str:
    """What is wrong and what to do: "Chuyên môn: Không nhận ra giá trị “ĐHH”. Ghi lại đầy đủ, không viết tắt."."""
    label, message = field_label(item["field"]), item["message"]
    speaks_for_itself = item["field"] == "row" or message.casefold().startswith(label.casefold())
    return f"{'' if speaks_for_itself else f'{label}: '}{message} {advice_for(item['code'])}".strip()


def _cells_of(name: str, number: int, bindings: list[Binding], layout: SheetLayout) -> list[int]:
    """Columns of the cells a problem is about: those of its field that hold something, else the first of them."""
    columns = [b.index for b in bindings if name in (b.column.problem_field(b.part), b.column.field)]
    filled = [column for column in columns if layout.sheet.cell(number, column) is not None]
    return filled or columns[:1]


def _placed(layout: SheetLayout) -> SheetNotes | None:
    """Where our columns go: the first two free ones right of the table."""
    if not layout.people:
        return None
    sheet = layout.sheet
    heads = _heads(layout)
    below = [line.number for line in layout.people[-1].lines]
    first, last = heads[0][0], max(layout.people[-1].number, heads[-1][1], *below)
    edge, left = _edges(layout, heads)
    taken = _taken(sheet, first, last)
    column = edge + 1
    while column in taken or column + 1 in taken:
        column += 1
    if column + 2 > MAX_COLUMNS:
        return None
    return SheetNotes(sheet.sheet.name, column, left, heads, last, readable=sheet)


def _heads(layout: SheetLayout) -> list[tuple[int, int]]:
    """First and last row of every header, also repeated ones."""
    rows = [item.row for item in layout.skipped if item.row and item.kind in ("header", "repeated_header")]
    heads: list[tuple[int, int]] = []
    for row in sorted(rows):
        if heads and heads[-1][1] == row - 1:
            heads[-1] = (heads[-1][0], row)
        else:
            heads.append((row, row))
    return heads


def _edges(layout: SheetLayout, heads: list[tuple[int, int]]) -> tuple[int, int]:
    """The last and the first column of the table, by its headings and what they are merged over."""
    columns = [binding.index for binding in layout.headings] + [index for index, _ in layout.unknown]
    for first, last in heads:
        for row in range(first, last + 1):
            cells = layout.sheet.rows.get(row, [])
            columns += [index for index, cell in enumerate(cells) if cell is not None]
        columns += [merge[3] for merge in layout.sheet.sheet.merges if first <= merge[0] <= last]
    return max(columns), min(columns)


def _taken(sheet: ReadableSheet, first: int, last: int) -> set[int]:
    """Columns that hold anything in the rows of the table: notes beside it, a second table."""
    taken: set[int] = set()
    for number in range(first, last + 1):
        taken.update(index for index, cell in enumerate(sheet.rows.get(number, ())) if cell is not None)
    for top, low, bottom, high in sheet.sheet.merges:
        if top <= last and bottom >= first:
            taken.update(range(low, min(high, MAX_COLUMNS) + 1))
    return taken
