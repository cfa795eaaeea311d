"""A numbered table crossed with a second fact of the same people: by post, by sex, by age, … (issue 4: cross-tabs).

Contracts allow figures by unit and group; anything finer tells of single people. So a crossing goes only to a reader who
may read both facts of each of these people, whole; everybody else gets it hidden, whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reports import access
from reports.access import SUPPRESSED
from reports.frames import columns
from reports.frames.people import People, people
from reports.indicators.members import people_in
from reports.reading import Bools, Ints
from reports.scopes import Scope
from reports.tables.numbered.model import Block, NumberedTable, line_code
from reports.tables.registry import TableDef, tables

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

POST = "post"
DIMENSIONS = (
    POST, "sex", "age", "seniority", "degree", "political_theory", "state_management", "party", "evaluation", "health",
)  # fmt: skip


@dataclass(frozen=True)
class Crossing:
    """One row: the people of one cell of the second fact, by the lines of the table; `is_whole`: everybody."""

    label: str
    headcount: Any
    cells: dict[str, Any]
    is_whole: bool = False


def crossable(table: NumberedTable) -> list[Block]:
    """The blocks of a table that are facts of people in post, and so can be crossed."""
    return [block for block in table.blocks if block.name and block.name != "posts_held"]


def crossed_for(
    user: Any, snapshot: Snapshot, table: NumberedTable, dimension: str, year: int, scope: Scope
) -> list[Crossing]:
    """The rows of a crossing as `user` gets them, everybody last. Errors: Denied, KeyError for no such dimension."""
    reader, second = access.reader_of(user), tables[dimension]
    rows = crossed(snapshot, table, second, year, scope)
    for block in crossable(table):
        fields = (*block.fields, *second.fields)
        open_to = access.is_open(reader, scope, snapshot, fields)
        if block.restricted and not reader.reads(fields):
            open_to = open_to and reader.own_fields.issuperset(fields)
        if not open_to:
            for row in rows:
                row.cells.update(
                    {line_code(block, line): SUPPRESSED for line in block.lines(snapshot)}
                    | {block.code: SUPPRESSED}
                )
    return rows


def crossed(
    snapshot: Snapshot, table: NumberedTable, second: TableDef, year: int, scope: Scope
) -> list[Crossing]:
    """The rows, unsuppressed; `cells` also holds the total of each block under its code."""
    frame = people(snapshot, snapshot.day(year))
    inside = people_in(frame, scope)
    row_of, labels = _codes(snapshot, frame, second.column.name if second.column else POST)
    found = [_row(snapshot, table, frame, inside & (row_of == n), label) for n, label in enumerate(labels)]
    return [*found, _row(snapshot, table, frame, inside, "Tổng số", is_whole=True)]


def _row(
    snapshot: Snapshot,
    table: NumberedTable,
    frame: People,
    chosen: Bools,
    label: str,
    *,
    is_whole: bool = False,
) -> Crossing:
    cells: dict[str, Any] = {}
    n = int(chosen.sum())
    for block in crossable(table):
        lines = block.lines(snapshot)
        codes, _ = _codes(snapshot, frame, block.name)
        counts = np.bincount(codes[chosen], minlength=len(lines)).tolist()
        cells |= {line_code(block, line): count for line, count in zip(lines, counts, strict=True)}
        cells[block.code] = n
    return Crossing(label, n, cells, is_whole)


def _codes(snapshot: Snapshot, frame: People, name: str) -> tuple[Ints, Sequence[str]]:
    """(the cell of each person, the labels of the cells) of a column of the frame, or of the post."""
    if name == POST:
        return frame.post, snapshot.posts.names
    return frame.columns[name], columns.NAMED[name].labels
