"""What stands over the columns of a file, told to the user: what was understood, what nobody knows, what it may mean.

Also of a file in which no column of names was found: its most likely header, so that the user can point to the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from exchange.workbooks.columns import Binding, Heading, MappingTarget
from exchange.workbooks.columns.mapping import IGNORED, suggestion_for
from exchange.workbooks.gate import Refusal
from exchange.workbooks.headers import Header, bind, is_column_numbers
from exchange.workbooks.layout import SheetLayout
from exchange.workbooks.text import ReadableSheet
from exchange.workbooks.values.cells import as_written, is_blank
from exchange.workbooks.values.names import looks_like_name
from exchange.workbooks.values.posts import names_a_post

N_SAMPLES = 3
_LONGEST_SAMPLE = 80
_ROWS_LOOKED_AT = 200
_MOST_ROWS = 2_000
_HEAD_ROWS = 40  # rows from the top of a sheet in which a header is looked for
_LONGEST_HEADING = 120
_MIN_HEADINGS = 3
_MOST = 0.6  # share of the filled cells that have to look so

Told = list[dict[str, Any]]


class NoNameColumn(Refusal):
    """Refused because no column of names was found; `unknown` and `known` are the headings the file does have."""

    def __init__(self, code: str, unknown: Told, known: Told) -> None:
        super().__init__(code)
        self.unknown, self.known = unknown, known


def headings_of(layouts: Iterable[SheetLayout]) -> tuple[Told, Told]:
    """(unknown, known) headings of the tables of people, sheet by sheet; `target` of the known ones says how they are
    read, "" that the user does not want them."""
    unknown: Told = []
    known: Told = []
    for layout in layouts:
        rows = [person.number for person in layout.people]
        if not rows:
            continue
        sheet = layout.sheet
        unknown += [heading_as_json(sheet, index, heading, rows) for index, heading in layout.unknown]
        known += _known(sheet, layout.headings, layout.ignored, rows)
    return unknown, known


def table_without_names(layouts: Iterable[SheetLayout]) -> tuple[Told, Told]:
    """(unknown, known) headings of the sheets that have no column of names, with suggestions from what stands below."""
    unknown: Told = []
    known: Told = []
    for layout in layouts:
        sheet = layout.sheet
        header = layout.nameless or _likely_header(sheet)
        if header is None:
            continue
        rows = [number for number in sorted(sheet.rows) if number > header.last][:_ROWS_LOOKED_AT]
        told = [heading_as_json(sheet, index, heading, rows) for index, heading in header.unknown]
        fields = {binding.column.field for binding in header.bindings}
        _suggest_from_cells(told, [index for index, _ in header.unknown], sheet, rows, fields)
        unknown += told
        known += _known(sheet, header.bindings, header.ignored, rows)
    return unknown, known


def heading_as_json(sheet: ReadableSheet, index: int, heading: Heading, rows: list[int]) -> dict[str, Any]:
    """A heading with what a person needs to say what it means: where it stands, and what stands below it."""
    samples: dict[str, None] = {}
    for cell in (sheet.cell(number, index) for number in rows[:_MOST_ROWS]):
        if not is_blank(cell):
            samples.setdefault(str(as_written(cell))[:_LONGEST_SAMPLE])
        if len(samples) == N_SAMPLES:
            break
    return {
        "sheet": sheet.sheet.name,
        "column": letter(index),
        "heading": heading.written,
        "key": heading.key,
        "suggestion": suggestion_for(heading),
        "samples": list(samples),
    }


def letter(index: int) -> str:
    """The letter that Excel shows over a column (0 = A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _known(
    sheet: ReadableSheet, bindings: list[Binding], ignored: list[tuple[int, Heading]], rows: list[int]
) -> Told:
    """Headings that are understood; with samples those of which the user has said something."""
    found = [(b.index, b.heading, MappingTarget(b.column.field, b.part, "").value) for b in bindings]
    found += [(index, heading, IGNORED) for index, heading in ignored]
    told: Told = []
    for index, heading, target in sorted(found, key=lambda item: item[0]):
        item = {
            "sheet": sheet.sheet.name,
            "column": letter(index),
            "heading": heading.written,
            "key": heading.key,
            "target": target,
        }
        if heading.key in sheet.mapping:
            item["samples"] = heading_as_json(sheet, index, heading, rows)["samples"]
        told.append(item)
    return told


def _likely_header(sheet: ReadableSheet) -> Header | None:
    """The first row of three or more short texts, nothing but texts, with rows as long below it."""
    for number in sorted(sheet.rows)[:_HEAD_ROWS]:
        cells = sheet.rows[number]
        filled = [cell for cell in cells if not is_blank(cell)]
        texts = [cell for cell in filled if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING]
        if len(texts) < _MIN_HEADINGS or len(texts) < len(filled) or is_column_numbers(cells):
            continue
        below = [sum(not is_blank(cell) for cell in sheet.rows.get(number + n, ())) for n in (1, 2, 3)]
        if max(below) * 2 >= len(texts):
            return bind(sheet, number, number)
    return None


_LOOKS: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    ("full_name", looks_like_name),
    ("posts", lambda cell: isinstance(cell, str) and names_a_post(cell)),
    ("birth", lambda cell: isinstance(cell, dict) and "date" in cell),
)


def _suggest_from_cells(
    told: Told, indexes: list[int], sheet: ReadableSheet, rows: list[int], known: set[str]
) -> None:
    """Where the heading itself suggests nothing: the leftmost column whose cells look like names, posts, dates."""
    taken = known | {item["suggestion"] for item in told}
    for field, looks in _LOOKS:
        for item, index in zip(told, indexes, strict=True):
            if field in taken:
                break
            cells = [cell for number in rows if not is_blank(cell := sheet.cell(number, index))]
            alike = sum(looks(cell) for cell in cells)
            if item["suggestion"] is None and alike and alike >= _MOST * len(cells):
                item["suggestion"] = field
                taken.add(field)
