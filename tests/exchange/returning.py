"""Making a returned workbook in tests without a database, and looking into it."""

from __future__ import annotations

import io

import openpyxl

from exchange.returned import making
from exchange.workbooks.analysis import analyse
from exchange.workbooks.annotation import ADVICE_HEADING, RESULT_HEADING
from exchange.workbooks.opening import open_workbook
from exchange.workbooks.units import UnitNames
from tests.exchange.reading import DAY, UNITS


def read_bytes(content, name="x.xlsx"):
    """What the file says, as the result has it."""
    analysis = analyse(
        open_workbook(content, name),
        names_on=lambda day: UnitNames([]),
        own_unit=UNITS[0],
        as_of=DAY,
        today=DAY,
    )
    return {
        "rows": [row.as_json() for row in analysis.rows],
        "skipped": [item.as_json() for item in analysis.skipped],
        "fields": analysis.fields,
        "unknown": analysis.unknown_headings,
        "years": analysis.years,
    }


def returned(content, name="x.xlsx", *, state="previewed", rows=None):
    """The returned workbook of a file that was read without records."""
    found = read_bytes(content, name)["rows"] if rows is None else rows
    return making.make(content, name, found, state=state)


def opened(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def our_columns(page):
    """The columns of results and of reasons, from 1; None where the sheet has none."""
    places = {cell.value: cell.column for row in page.iter_rows() for cell in row if cell.value}
    return places.get(RESULT_HEADING), places.get(ADVICE_HEADING)


def results(page):
    """{row: (result, reason)} of a sheet."""
    result, reason = our_columns(page)
    lines = (
        (row, page.cell(row, result).value, page.cell(row, reason).value)
        for row in range(1, page.max_row + 1)
    )
    return {row: (said, why or "") for row, said, why in lines if said and said != RESULT_HEADING}
