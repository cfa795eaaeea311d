"""What a numbered table (T1–T25 of indicators 1.5) is: blocks of lines over the named quantities of a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foundation.registries import Registry
from reports.frames.columns import Column
from reports.indicators.model import NOBODY, Part, SeriesBreak
from reports.tables.registry import SMALL

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

LINES, FUNNEL, TRIGGERS, SURVEY = "lines", "funnel", "triggers", "survey"


@dataclass(frozen=True)
class Line:
    """One line: the number of `part`, or the value of `indicator`. With `known`, a number of what was reported: without
    any report there is none."""

    code: str
    label: str
    part: Part = NOBODY
    indicator: str = ""
    known: Part = NOBODY

    @property
    def is_figure(self) -> bool:
        return bool(self.indicator) and not self.part


Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Block:
    """Lines that belong together. `total`: what the lines add up to, which is also what their % are of; empty where they
    add up to nothing. `column`: the column of the people frame whose cells the lines are, or its name for those that
    take their cells from the records.

    `counts` says what is counted: people of 31/12 or events of the year (6b.2). `fields`, `small`, `restricted` as of an
    indicator; `by_group` False where units report one number for cán bộ and công chức.
    """

    code: str
    title: str
    lines: Callable[[Snapshot], Lines]
    unit: str = "người"
    total: Part = NOBODY
    total_label: str = "Tổng số"
    column: Column | None = None
    column_name: str = ""
    counts: str = "Người có mặt ngày 31/12"
    fields: tuple[tuple[str, str], ...] = ()
    small: int = SMALL
    restricted: bool = False
    by_group: bool = True

    @property
    def name(self) -> str:
        """The frame column the lines are cells of; "" for none."""
        return self.column.name if self.column is not None else self.column_name


@dataclass(frozen=True)
class NumberedTable:
    """One of T1–T25. `needs`: the records it is filled from, in words; `missing`: what the system has not got, so that
    the table stays empty; `fills`: indicator codes whose unknown count tells how far it is filled."""

    code: str
    title: str
    needs: tuple[str, ...]
    source: str
    blocks: tuple[Block, ...] = ()
    kind: str = LINES
    fills: tuple[str, ...] = ()
    missing: str = ""
    layout: str = "nam"
    breaks: tuple[SeriesBreak, ...] = ()
    note: str = ""
    order: int = field(default=0, compare=False)


numbered_tables: Registry[NumberedTable] = Registry("numbered tables")


def line_code(block: Block, line: Line) -> str:
    """`degree.dai_hoc`: the name of a line's number in the documents of contracts 4."""
    return f"{block.code}.{line.code}"
