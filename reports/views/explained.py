"""How each line of a table comes about, in words and by a stable link: on its page, and on the sheet "Cách tính" of an
export, with the data version (issue 4: Cách tính behind every figure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from django.http import HttpRequest
from django.urls import reverse

from foundation.formats import vi_numbers
from foundation.printed import Explained
from foundation.sheets import Column, Sheet
from reports.indicators.model import Indicator, Part, figure, indicators
from reports.rules import rules
from reports.tables.numbered.model import Block, Line
from reports.tables.registry import TableDef
from reports.views.choice import Choice
from reports.views.figures import method_url


@cache
def _counted() -> dict[Part, Indicator]:
    """The figure of the catalogue whose numerator a count is; the first one declared."""
    found: dict[Part, Indicator] = {}
    for indicator in indicators:
        if len(indicator.numerator) and not indicator.needs:
            found.setdefault(indicator.numerator, indicator)
    return found


def explain_lines(choice: Choice, lines: Iterable[tuple[Block, Line]]) -> list[Explained]:
    """The lines of a numbered table."""
    return [_line(choice, block, line) for block, line in lines]


def _line(choice: Choice, block: Block, line: Line) -> Explained:
    say = choice.snapshot.standpoint.dated
    label = say(f"{block.title} – {line.label}")
    if line.code in rules and not line.part:
        how = "1: quy tắc nêu lên; 0: không nêu; “–”: chưa đủ số liệu hoặc không xét ở cấp này."
        return Explained(label, how, f"{reverse('reports:findings')}{choice.address()}")
    shown = figure(line.indicator or block.code) if not line.part else None
    if shown is not None:
        return Explained(label, say(shown.formula), method_url(shown.code, choice))
    how = f"{block.counts}: {line.label[0].lower()}{line.label[1:]}. Đơn vị tính: {block.unit}."
    return _count(choice, label, say(how), line.part)


def explain_cells(choice: Choice, table: TableDef, cells: Sequence[tuple[str, str]]) -> list[Explained]:
    """The categories of a table of contracts 4."""
    say, column = choice.snapshot.standpoint.dated, table.column
    told = []
    for cell, label in cells:
        counted = "chức danh đang giữ" if table.code == "posts_held" else "người có mặt"
        how = say(f"Số {counted} ngày 31/12, {table.title[0].lower()}{table.title[1:]}: {label}.")
        part = frozenset({(column.name if column else table.code, cell)})
        told.append(_count(choice, label, how, part))
    return told


def _count(choice: Choice, label: str, how: str, part: Part) -> Explained:
    """A count: with the figure it is the numerator of, where there is one."""
    found = _counted().get(part)
    if found is None:
        return Explained(label, how)
    return Explained(label, f"{how} Tử số của {found.code} ({found.title}).", method_url(found.code, choice))


def absolute(request: HttpRequest, told: Iterable[Explained]) -> list[Explained]:
    """With whole addresses, as a file outside the system needs them."""
    return [
        Explained(each.label, each.how, request.build_absolute_uri(each.url) if each.url else "")
        for each in told
    ]


def export_facts(request: HttpRequest, choice: Choice, path: str | None = None) -> list[str]:
    """What every export of figures says: which data they are of, and where each is explained."""
    here = request.build_absolute_uri(f"{path or request.path}{choice.address(xuat=None)}")
    version = vi_numbers.number(choice.snapshot.version)
    return [f"Phiên bản số liệu: {version}. Cách tính, nguồn số liệu: {here}#cach-tinh"]


def explained_sheet(title: str, notes: Sequence[str], choice: Choice, told: Sequence[Explained]) -> Sheet:
    """The sheet "Cách tính" of a list."""
    return Sheet(
        title="Cách tính",
        unit_line=title,
        columns=[
            Column("Nội dung", "text", 44),
            Column("Cách tính", "text", 80),
            Column("Xem thêm", "text", 60),
        ],
        rows=[[each.label, each.how, each.url] for each in told],
        day=choice.day,
        notes=list(notes),
    )
