"""Stage 4: rows → values and problems, by the column objects. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from exchange.workbooks.columns import COLUMNS, Binding, Column, Reading, RowContext
from exchange.workbooks.columns.base import Cell
from exchange.workbooks.doubled import ONE_ANSWER, settled
from exchange.workbooks.layout import PersonRow, SheetLayout
from exchange.workbooks.lines import joined
from exchange.workbooks.problems import ERROR, WARNING, Problem, problem
from exchange.workbooks.values import ids
from exchange.workbooks.values.cells import as_written, is_blank, is_ditto

OK, WARN, ERR, SKIP = "ok", "warn", "error", "skip"
_MISSING = {"name_missing", "birth_missing", "post_missing", "sex_missing"}


@dataclass(slots=True)
class Row:
    """One person of the file. `values` as in contracts 3; `facts` = further knowledge for the commit.

    `change`, `official_id`, `differences` are filled by matching: `differences` are
    `plan.Difference`s.
    """

    sheet: str
    number: int
    values: dict[str, Any]
    problems: list[Problem]
    facts: dict[str, Any] = field(default_factory=dict)
    group: str = ""
    change: str | None = None
    official_id: str | None = None
    differences: list[Any] = field(default_factory=list)

    @property
    def status(self) -> str:
        """skip for people outside the statistics, else error, warn or ok by the gravest problem."""
        if any(item.code == "post_out_of_scope" for item in self.problems):
            return SKIP
        levels = {item.level for item in self.problems}
        return ERR if ERROR in levels else WARN if WARNING in levels else OK

    @property
    def key(self) -> tuple[str, int]:
        return self.sheet, self.number

    def add(self, field_name: str, code: str, value: object = None, **words: str) -> None:
        self.problems.append(problem(field_name, code, value, **words))

    def as_json(self) -> dict[str, Any]:
        status = self.status
        return {
            "sheet": self.sheet,
            "row": self.number,
            "status": status,
            "change": self.change,
            "official_id": self.official_id,
            "values": self.values,
            "problems": [item.as_json() for item in self.problems],
            "differences": [item.as_json() for item in self.differences],
        }


def read_rows(layout: SheetLayout, *, as_of: dt.date, newest: dt.date, date1904: bool) -> list[Row]:
    """Read every person row of a sheet. `newest` = the last day that is not in the future."""
    reader = _SheetReader(layout, as_of, newest, date1904)
    return [reader.read(person) for person in layout.people]


class _SheetReader:
    def __init__(self, layout: SheetLayout, as_of: dt.date, newest: dt.date, date1904: bool) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.as_of, self.newest, self.date1904 = as_of, newest, date1904
        self.above: dict[int, Any] = {}  # sheet column → the cell of the person above, for ditto marks
        self.read_before: dict[Any, Reading] = {}
        self.columns_of: dict[int, list[tuple[Column, list[Binding]]]] = {}
        people = {person.number for person in layout.people}
        self.merged_from = dict(_merged_down(layout, people))

    def read(self, person: PersonRow) -> Row:
        context = RowContext(self.as_of, self.newest, self.date1904)
        row = Row(self.sheet.sheet.name, person.number, context.values, [], group=person.group)
        seen: dict[int, Any] = {}
        for column, bindings in self._columns(person):
            self._read_column(row, context, column, bindings, seen, person)
        self.above = self.above | seen
        _settle_sex(row, has_own_column=any(column.field == "sex" for column, _ in self._columns(person)))
        numbers = {person.number, *(line.number for line in person.lines)}
        if numbers & self.sheet.sheet.hidden_rows or self.sheet.sheet.hidden:
            row.add("row", "hidden_row")
        if numbers & self.sheet.legacy_rows:
            row.add("row", "legacy_encoding")
        for line in person.lines:
            if not line.certain:
                row.add(
                    "row",
                    "typo_suggested",
                    self._written(line.number),
                    meaning=f"phần tiếp của dòng {person.number}",
                )
        return row

    def _written(self, number: int) -> str:
        texts = [str(as_written(cell)) for cell in self.sheet.rows[number] if not is_blank(cell)]
        return "; ".join(texts)[:200]

    def _lines(
        self, person: PersonRow, binding: Binding, column: Column, broken: list[Problem]
    ) -> Iterator[Any]:
        """The cells of one sheet column on the person's further lines; of a broken one only that it is."""
        for line in person.lines:
            cell = self.sheet.cell(line.number, binding.index)
            if isinstance(cell, dict) and "date" not in cell:
                broken.append(_broken(column, binding, cell))
            else:
                yield cell

    def _columns(self, person: PersonRow) -> list[tuple[Column, list[Binding]]]:
        """The columns of a row's header in the order of the registry, each with where its cells stand."""
        key = id(person.bindings)
        if key not in self.columns_of:
            by_field: dict[str, list[Binding]] = {}
            for binding in person.bindings:
                by_field.setdefault(binding.column.field, []).append(binding)
            self.columns_of[key] = [
                (column, by_field[column.field]) for column in COLUMNS if column.field in by_field
            ]
        return self.columns_of[key]

    def _read_column(
        self,
        row: Row,
        context: RowContext,
        column: Column,
        bindings: list[Binding],
        seen: dict[int, Any],
        person: PersonRow,
    ) -> None:
        cells: list[Cell] = []
        broken: list[Problem] = []
        for binding in bindings:
            raw = self._cell(row, binding, column)
            if isinstance(raw, dict) and "date" not in raw:
                broken.append(_broken(column, binding, raw))
                cells.append(Cell(binding.part, None, broken=True))
                continue
            if raw is not None:
                seen[binding.index] = raw
            if person.lines:
                cells += joined(column, binding, raw, self._lines(person, binding, column, broken))
            else:
                cells.append(Cell(binding.part, raw))
        if len(cells) > 1 and column.field in ONE_ANSWER:
            cells = settled(column, cells, context, broken)
        reading = self._reading(column, cells, context)
        if broken:
            reading = Reading(dict(reading.values), reading.problems, reading.facts)
            reading.problems = [item for item in reading.problems if item.code not in _MISSING] + broken
            for name in reading.values.keys() & column.null_when_broken:
                reading.values[name] = None
        context.values.update(reading.values)
        row.problems.extend(reading.problems)
        row.facts.update(reading.facts)

    def _reading(self, column: Column, cells: list[Cell], context: RowContext) -> Reading:
        """The column's reading; of a context-free column equal cells share one, so nobody may change it."""
        if not column.context_free or any(isinstance(cell.value, dict) for cell in cells):
            return column.read(cells, context)
        key = (column.field, *((cell.part, cell.value, cell.broken) for cell in cells))
        if key not in self.read_before:
            self.read_before[key] = column.read(cells, context)
        return self.read_before[key]

    def _cell(self, row: Row, binding: Binding, column: Column) -> Any:
        """The cell, or the one it is merged with, or (for a ditto mark) the one above."""
        place = self.merged_from.get((row.number, binding.index))
        raw = self.sheet.cell(*place) if place else self.sheet.cell(row.number, binding.index)
        if is_ditto(raw) and column.field != "full_name" and binding.index in self.above:
            above = self.above[binding.index]
            row.add(column.problem_field(binding.part), "ditto", raw, meaning=str(as_written(above)))
            return above
        return raw


def _broken(column: Column, binding: Binding, cell: dict[str, Any]) -> Problem:
    code = "cell_error_value" if "error" in cell else "formula_no_cached_value"
    return problem(column.problem_field(binding.part), code, as_written(cell))


def _merged_down(layout: SheetLayout, people: set[int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """(row, column) → the top cell of a vertical merge that covers several people (never the name itself)."""
    names = {binding.index for binding in layout.headings if binding.column.field == "full_name"}
    for r0, c0, r1, c1 in layout.sheet.sheet.merges:
        if r1 == r0 or r0 not in people or r1 - r0 > 500:
            continue
        for row in range(r0 + 1, r1 + 1):
            for column in range(c0, c1 + 1):
                if row in people and column not in names:
                    yield (row, column), (r0, c0)


def _settle_sex(row: Row, *, has_own_column: bool) -> None:
    """A blank sex is taken from the ID number; without one it is missing, unless something graver was said."""
    if "sex" not in row.values or row.values["sex"] is not None:
        return
    said = {item.code for item in row.problems if item.field in ("sex", "birth")}
    if said & {
        "sex_conflict",
        "birth_both_columns",
        "value_unknown",
        "cell_error_value",
        "formula_no_cached_value",
    }:
        return
    stated = ids.sex_of(row.values.get("national_id") or "")
    if stated:
        row.values["sex"] = stated
    elif has_own_column or "birth_missing" not in said:  # a date column a sex: one thing is missing, not two
        row.add("sex", "sex_missing")
