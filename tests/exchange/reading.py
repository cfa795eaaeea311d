"""Reading a made workbook without a database, as stages 1–4 do."""

from __future__ import annotations

import json
from datetime import date

from exchange.workbooks import gate, readers
from exchange.workbooks.analysis import analyse
from exchange.workbooks.duplicates import mark_duplicates
from exchange.workbooks.opening import Sheet, Workbook, open_workbook, workbook_of
from exchange.workbooks.units import KnownUnit, UnitNames
from tests.exchange.made import xlsx

DAY = date(2021, 12, 31)
UNITS = [
    KnownUnit("U03", "U03", "xa", "Tân Lập"),
    KnownUnit("U06", "U06", "xa", "Thanh Bình"),
    KnownUnit("U14", "U14", "xa", "Thành Bình"),
    KnownUnit("U01", "U01", "thi_tran", "Phố Mới"),
    KnownUnit("10675", "10675", "phuong", "An Lưu"),
]


def read(*sheets, own="U03", as_of=DAY, mapping=None, **options):
    """The analysis of a workbook of (name, rows) sheets; `own` None = for all units."""
    own_unit = next((unit for unit in UNITS if unit.public_id == own), None)
    workbook = open_workbook(xlsx(*sheets, **options), "tep.xlsx")
    analysis = analyse(
        workbook,
        names_on=lambda day: UnitNames(UNITS),
        own_unit=own_unit,
        as_of=as_of,
        today=DAY,
        mapping=mapping,
    )
    mark_duplicates(analysis.rows)
    return analysis


def read_file(content, name, *, own="U03"):
    """The analysis of a whole file, gate and reader in this process (thousands of files in one test)."""
    kind = gate.check(content, name)
    book = workbook_of(json.loads(json.dumps({"kind": kind, **readers.read(kind, content)})))
    return analyse(
        book,
        names_on=lambda day: UnitNames(UNITS),
        own_unit=next((unit for unit in UNITS if unit.public_id == own), None),
        as_of=DAY,
        today=DAY,
    )


def read_cells(table, *, merges=(), mapping=None):
    """The analysis of plain cells, without a file."""
    rows = {
        number: [None if cell == "" else cell for cell in cells]
        for number, cells in enumerate(table, 1)
        if any(cell not in ("", None) for cell in cells)
    }
    book = Workbook("xlsx", False, [Sheet("DS", rows, merges=list(merges))])
    return analyse(
        book,
        names_on=lambda day: UnitNames(UNITS),
        own_unit=UNITS[0],
        as_of=DAY,
        today=DAY,
        mapping=mapping,
    )


def rows(table, **options):
    return read(("DS", table), **options).rows


def values(header, *cells, **options):
    """The values of one person under `header`."""
    [row] = rows([header, list(cells)], **options)
    return row.values


def codes(header, *cells, **options):
    """The problems of one person: {(field, code)}."""
    [row] = rows([header, list(cells)], **options)
    return {(item.field, item.code) for item in row.problems}


def kinds(analysis):
    return {item.row: item.kind for item in analysis.skipped}
