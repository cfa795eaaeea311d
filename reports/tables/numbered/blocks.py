"""How blocks of numbered tables are made: from a column of the people frame, from events, from numbers of units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reports.cube import PEOPLE
from reports.frames.columns import Column
from reports.indicators import quantities as q
from reports.indicators.model import SMALL, Part, indicators
from reports.indicators.unit_numbers import inspection, unit
from reports.tables.numbered.model import Block, Line, Lines

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Fields = tuple[tuple[str, str], ...]
EVENTS = "Sự việc trong năm, của mọi người đang giữ chức danh chính vào ngày đó"
UNITS = "Số liệu đơn vị báo cáo"


def only(*quantities: q.Quantity) -> Part:
    return frozenset(quantities)


def fixed(lines: Iterable[Line]) -> Lines:
    return tuple(lines)


def column_block(column: Column, fields: Fields, *, small: int = SMALL, title: str = "") -> Block:
    """The people of 31/12 by the cells of a column; all cells together are everybody."""
    lines = fixed(
        Line(cell, label, only((column.name, cell)))
        for cell, label in zip(column.cells, column.labels, strict=True)
    )
    return Block(
        code=column.name,
        title=title or column.title,
        lines=lambda snapshot: lines,
        total=only(PEOPLE),
        column=column,
        fields=fields,
        small=small,
    )


def post_block(code: str, title: str, fields: Fields, *, total: Part, unit_name: str) -> Block:
    """By post, in official order."""

    def lines(snapshot: Snapshot) -> Lines:
        found = zip(snapshot.posts.codes, snapshot.posts.names, strict=True)
        return tuple(Line(post, name, only((code, post))) for post, name in found)

    return Block(
        code=code, title=title, lines=lines, unit=unit_name, total=total, column_name=code, fields=fields
    )


def event_block(
    code: str,
    title: str,
    events: str,
    kinds: dict[str, str],
    fields: Fields,
    *,
    unit_name: str,
    small: int = SMALL,
) -> Block:
    """Events of the year by kind, the one without a kind last: together they are every event."""
    named = [Line(kind, label, only((events, kind))) for kind, label in kinds.items()]
    lines = fixed([*named, Line("none", "Không ghi loại", only((events, q.NO_KIND)))])
    return Block(
        code=code,
        title=title,
        lines=lambda snapshot: lines,
        unit=unit_name,
        total=only((events, q.ANY)),
        counts=EVENTS,
        fields=fields,
        small=small,
    )


def figure_block(code: str, title: str, codes: Iterable[str]) -> Block:
    """Figures of the catalogue, each hidden as the figure itself is; `codes` are looked up when asked."""
    wanted = tuple(codes)

    def lines(snapshot: Snapshot) -> Lines:
        return tuple(Line(each, indicators[each].title, indicator=each) for each in wanted)

    return Block(code=code, title=title, lines=lines, unit="theo từng dòng", counts="Chỉ tiêu")


def reported(code: str, label: str, name: str, known: str) -> Line:
    """A number that units report."""
    return Line(code, label, only(unit(name)), known=only(unit(known)))


def inspected(code: str, label: str, name: str) -> Line:
    return Line(code, label, only(inspection(name)))


def unit_block(code: str, title: str, lines: Iterable[Line], fields: Fields, *, unit_name: str) -> Block:
    """Numbers of units as a whole: public, never split by group."""
    found = fixed(lines)
    return Block(
        code=code,
        title=title,
        lines=lambda snapshot: found,
        unit=unit_name,
        counts=UNITS,
        fields=fields,
        small=0,
        by_group=False,
    )
