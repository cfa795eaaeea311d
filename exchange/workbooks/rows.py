"""Stage 4: rows → values and problems, by the column objects. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from exchange.workbooks.columns import COLUMNS, Binding, Column, Reading, RowContext
from exchange.workbooks.columns.base import Cell
from exchange.workbooks.doubled import ONE_ANSWER, settled
from exchange.workbooks.layout import PersonRow, SheetLayout
from exchange.workbooks.lines import joined
from exchange.workbooks.problems import ERROR, WARNING, Problem, problem
from exchange.workbooks.shifted import ShiftedRows
from exchange.workbooks.values import ids
from exchange.workbooks.values.cells import as_written, is_blank, is_ditto
from exchange.workbooks.values.dates import DateContext

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
        by_year = self.facts.get("health_by_year")
        return {
            "sheet": self.sheet,
            "row": self.number,
            "status": status,
            "change": self.change,
            "official_id": self.official_id,
            "values": self.values,
            "problems": [item.as_json() for item in self.problems],
            "differences": [item.as_json() for item in self.differences],
            **({"health_by_year": by_year} if by_year else {}),
        }


class _BoundColumn:
    """A column of a header with the cells it stands in; of a context-free one, what equal cells said before.

    Readings are shared by rows of equal cells, so nobody may change one.
    """

    __slots__ = ("bindings", "column", "places", "remembered")

    def __init__(self, column: Column, bindings: list[Binding]) -> None:
        self.column, self.bindings = column, bindings
        self.places = [binding.index for binding in bindings] if column.context_free else []
        self.remembered: dict[Any, Reading] = {}

    def recall(self, cells: list[Any]) -> Reading | None:
        """What equal cells said before. Hot: once for each known column of each row."""
        return self.remembered.get(self._key(cells)) if self.places else None

    def remember(self, cells: list[Any], reading: Reading) -> None:
        key = self._key(cells)
        if self.places and key is not None and not any(map(is_ditto, key)):
            self.remembered[key] = reading

    def _key(self, cells: list[Any]) -> tuple[Any, ...] | None:
        """The cells themselves; None when one of them is no key."""
        if len(self.places) == 1:
            [place] = self.places
            cell = cells[place] if place < len(cells) else None
            return (cell,) if cell.__class__ in _PLAIN_KINDS else None
        found = tuple([cells[place] if place < len(cells) else None for place in self.places])
        return found if _PLAIN_KINDS.issuperset(map(type, found)) else None


_PLAIN_KINDS = frozenset({str, int, float, type(None)})  # not true, which equals 1, nor dates and errors


def read_rows(
    layout: SheetLayout,
    *,
    as_of: dt.date,
    newest: dt.date,
    date1904: bool,
    people: Iterable[PersonRow] | None = None,
) -> list[Row]:
    """Read every person row of a sheet. `newest` = the last day that is not in the future.

    `people`: those of the sheet, by whoever counts them.
    """
    reader = _SheetReader(layout, as_of, newest, date1904)
    walked = layout.people if people is None else people
    shifted = ShiftedRows(layout, reader.read_from)
    return [
        shifted.settled(reader.read(person, position), person, position)
        for position, person in enumerate(walked)
    ]


class _SheetReader:
    def __init__(self, layout: SheetLayout, as_of: dt.date, newest: dt.date, date1904: bool) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.dates = DateContext(as_of, newest, date1904)
        self.columns_of: dict[int, list[_BoundColumn]] = {}
        self.above: dict[tuple[int, int], tuple[int, Any]] = {}
        people = {person.number for person in layout.people}
        self.merged_from = dict(_merged_down(layout, people))
        self.merged_rows = {row for row, _ in self.merged_from}

    def read(self, person: PersonRow, position: int) -> Row:
        """The row of the person at `position` among the people of the sheet."""
        context = RowContext(self.dates)
        row = Row(self.sheet.sheet.name, person.number, context.values, [], group=person.group)
        cells = self.sheet.rows[person.number]
        stands_alone = person.number not in self.merged_rows and not person.lines
        columns = self._columns(person)
        for bound in columns:
            recalls = stands_alone and context.title_sex is None
            reading = bound.recall(cells) if recalls else None
            if reading is None:
                reading = self._read_column(row, context, bound, person, position)
                if recalls:
                    bound.remember(cells, reading)
            context.values.update(reading.values)
            if reading.problems:
                row.problems.extend(reading.problems)
            if reading.facts:
                row.facts.update(reading.facts)
        if "sex" in row.values and row.values["sex"] is None:
            _settle_sex(row, has_own_column=any(bound.column.field == "sex" for bound in columns))
        numbers = {person.number, *(line.number for line in person.lines)}
        if numbers & self.sheet.sheet.hidden_rows or self.sheet.sheet.hidden:
            row.add("row", "hidden_row")
        if numbers & self.sheet.legacy_rows:
            row.add("row", "legacy_encoding")
        for written, taken in (self.sheet.doubts[n] for n in numbers & self.sheet.doubts.keys()):
            row.add("row", "typo_suggested", written, meaning=taken)
        for line in person.lines:
            if not line.certain:
                row.add(
                    "row",
                    "typo_suggested",
                    self._written(line.number),
                    meaning=f"phần tiếp của dòng {person.number}",
                )
        return row

    def read_from(self, person: PersonRow, position: int, cells: list[Any]) -> Row:
        """The row as if these were its cells."""
        rows, own = self.sheet.rows, self.sheet.rows[person.number]
        rows[person.number] = cells
        try:
            return self.read(person, position)
        finally:
            rows[person.number] = own

    def _written(self, number: int) -> str:
        texts = [str(as_written(cell)) for cell in self.sheet.rows[number] if not is_blank(cell)]
        return "; ".join(texts)[:200]

    def _lines(
        self, person: PersonRow, binding: Binding, column: Column, broken: list[Problem]
    ) -> Iterator[Any]:
        """The cells of one sheet column on the person's further lines; of a broken one only that it is."""
        for line in person.lines:
            cell = self.sheet.cell(line.number, binding.index)
            if _is_broken(cell):
                broken.append(_broken(column, binding, cell))
            else:
                yield cell

    def _columns(self, person: PersonRow) -> list[_BoundColumn]:
        """The columns of a row's header in the order of the registry, each with where its cells stand."""
        key = id(person.bindings)
        if key not in self.columns_of:
            by_field: dict[str, list[Binding]] = {}
            for binding in person.bindings:
                by_field.setdefault(binding.column.field, []).append(binding)
            self.columns_of[key] = [
                _BoundColumn(column, by_field[column.field]) for column in COLUMNS if column.field in by_field
            ]
        return self.columns_of[key]

    def _read_column(
        self, row: Row, context: RowContext, bound: _BoundColumn, person: PersonRow, position: int
    ) -> Reading:
        column = bound.column
        cells: list[Cell] = []
        broken: list[Problem] = []
        for binding in bound.bindings:
            raw = self._raw(person, binding.index)
            if column.field != "full_name" and is_ditto(raw):
                raw = self._as_above(row, binding, person, position)
            if _is_broken(raw):
                broken.append(_broken(column, binding, raw))
                cells.append(Cell(binding.part, None, broken=True))
                continue
            if person.lines:
                cells += joined(column, binding, raw, self._lines(person, binding, column, broken))
            else:
                cells.append(Cell(binding.part, raw))
        if len(cells) > 1 and column.field in ONE_ANSWER:
            cells = settled(column, cells, context, broken)
        reading = column.read(cells, context)
        if broken:
            reading = Reading(dict(reading.values), reading.problems, reading.facts)
            reading.problems = [item for item in reading.problems if item.code not in _MISSING] + broken
            for name in reading.values.keys() & column.null_when_broken:
                reading.values[name] = None
        return reading

    def _raw(self, person: PersonRow, column: int) -> Any:
        """The cell, or the one that it is merged with."""
        place = self.merged_from.get((person.number, column)) if self.merged_from else None
        return self.sheet.cell(*place) if place else self.sheet.cell(person.number, column)

    def _as_above(self, row: Row, binding: Binding, person: PersonRow, position: int) -> Any:
        """What a ditto mark stands for, said as a problem; the mark itself where nothing stands above."""
        mark = self._raw(person, binding.index)
        above = self._stated_above(binding.index, person, position)
        if above is None:
            return mark
        field_name = binding.column.problem_field(binding.part)
        row.add(field_name, "ditto", mark, meaning=str(as_written(above)))
        return above

    def _stated_above(self, column: int, person: PersonRow, position: int) -> Any:
        """The nearest cell above, of a person under the same header, in which something stands."""
        key = id(person.bindings), column
        searched, stated = self.above.get(key, (-1, None))
        for other in reversed(self.layout.people[searched + 1 : position]):
            raw = self._raw(other, column) if other.bindings is person.bindings else None
            if raw is not None and not is_ditto(raw) and not _is_broken(raw):
                stated = raw
                break
        self.above[key] = position - 1, stated
        return stated


def _is_broken(cell: Any) -> bool:
    return isinstance(cell, dict) and "date" not in cell


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
    """A blank sex, where the file states it, is taken from the ID number; without one it is missing, unless something graver was said."""
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
