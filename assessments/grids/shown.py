"""A sheet as its page draws it: finished cells, what is wrong in one list, what the script needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessments.grids.columns import Choice, Drawn
from assessments.grids.model import Line, Sheet, Theirs
from assessments.grids.sheet import CELL, CHOSEN, META, meta_of
from foundation.components import Problem, Problems
from foundation.sensitivity import SENSITIVE, field_class


@dataclass(frozen=True)
class ShownCell:
    """One cell: `key` names it for the script across loads; `base` is its text before anything was typed.

    `shown` is what is saved as it is read, `printed` what stands there now: a box to type in is cut off on paper.
    """

    name: str
    id: str
    key: str
    label: str
    label_short: str
    text: str
    base: str
    shown: str
    printed: str
    is_number: bool
    is_select: bool
    options: tuple[tuple[str, str, str], ...]
    unknown: str
    width: str
    datalist: str
    is_secret: bool
    errors: tuple[str, ...]
    conflict: Theirs | None
    chosen_name: str
    column: str
    before: str

    @property
    def is_changed(self) -> bool:
        return self.text != self.base


@dataclass(frozen=True)
class ShownLine:
    number: int
    owner: Any
    meta_name: str
    meta: str
    cells: tuple[ShownCell, ...]
    is_first: bool
    is_wrong: bool
    is_chosen: bool
    is_new: bool
    ends_owner: bool
    general: tuple[str, ...]
    more_rows: int


@dataclass(frozen=True)
class ShownColumn:
    name: str
    label: str
    hint: str
    fills: bool
    carried: str
    width: str
    is_demanded: bool
    is_number: bool


def shown_columns(sheet: Sheet) -> list[ShownColumn]:
    return [
        ShownColumn(
            column.name,
            column.label,
            column.column.hint,
            column.column.fills,
            sheet.carried.get(column.name, "") if column.column.fills else "",
            column.column.width,
            column.column.demanded,
            column.is_number,
        )
        for column in sheet.columns
    ]


def shown_lines(sheet: Sheet) -> list[ShownLine]:
    found = []
    new_before: dict[str, int] = {}
    last = {line.owner.public_id: number for number, line in enumerate(sheet.lines)}
    for number, line in enumerate(sheet.lines):
        owner = line.owner.public_id
        if line.row is None:
            new_before[owner] = new_before.get(owner, 0) + 1
        row = line.row.public_id if line.row is not None else f"+{new_before[owner]}"
        found.append(
            ShownLine(
                number=number,
                owner=line.owner,
                meta_name=f"{META}{number}",
                meta=meta_of(line),
                cells=tuple(_cell(sheet, line, column, number, row) for column in sheet.columns),
                is_first=line.is_first,
                is_wrong=line.is_wrong,
                is_chosen=line.is_chosen,
                is_new=line.row is None,
                ends_owner=last[owner] == number,
                general=tuple(line.general),
                more_rows=sheet.more_rows.get(owner, 0) if line.is_first else 0,
            )
        )
    return found


def _cell(sheet: Sheet, line: Line, column: Drawn, number: int, row: str) -> ShownCell:
    text = line.typed.get(column.name, "")
    known = {choice.value for choice in column.choices}
    options = _options(column.choices) if column.is_select else ()
    matched = text
    shown = column.shown_of(line.row)
    if column.is_select and text not in known:
        matched = ""
    return ShownCell(
        name=f"{CELL}{number}-{column.name}",
        id=f"{CELL}{number}-{column.name}",
        key=f"{line.owner.public_id}|{row}|{column.name}",
        label=f"{column.label}, {line.owner.name}",
        label_short=column.label,
        text=text,
        base=line.base.get(column.name, ""),
        shown=shown,
        printed=shown if text == line.base.get(column.name, "") else column.words_of(text),
        is_number=column.is_number,
        is_select=column.is_select,
        options=options,
        unknown=text if column.is_select and text.strip() and not matched else "",
        width=column.column.width,
        datalist=f"goi-y-{column.name}" if has_datalist(column) else "",
        is_secret=field_class(sheet.set.model, column.name) == SENSITIVE,
        errors=tuple(line.errors.get(column.name, ())),
        conflict=line.conflicts.get(column.name),
        chosen_name=f"{CHOSEN}{number}-{column.name}",
        column=column.name,
        before=line.owner.before.get(column.name, ""),
    )


def _options(choices: list[Choice]) -> tuple[tuple[str, str, str], ...]:
    """Code, words, and every spelling the script takes for it when a block is pasted."""
    return tuple((c.value, c.short or c.label, " ".join(sorted(c.spellings()))) for c in choices)


def has_datalist(column: Drawn) -> bool:
    return column.column.datalist is not None or (bool(column.choices) and not column.is_select)


def datalists(sheet: Sheet) -> list[tuple[str, list[str]]]:
    found = []
    for column in sheet.columns:
        if has_datalist(column):
            listed = column.column.datalist() if column.column.datalist else [c.label for c in column.choices]
            found.append((f"goi-y-{column.name}", listed))
    return found


def problems(sheet: Sheet) -> Problems:
    """Everything wrong with the sheet, each with the way to its cell."""
    links = [Problem("", "", text) for text in sheet.problems]
    for number, line in enumerate(sheet.lines):
        links += [Problem(f"#dong-{number}", line.owner.name, text) for text in line.general]
        for column in sheet.columns:
            where = f"{line.owner.name}, {column.label}"
            href = f"#{CELL}{number}-{column.name}"
            links += [Problem(href, where, text) for text in line.errors.get(column.name, ())]
            if column.name in line.conflicts:
                who = line.conflicts[column.name].who
                links.append(Problem(href, where, f"ông/bà {who} vừa sửa ô này. Đề nghị chọn giá trị đúng."))
    return Problems(tuple(links))
