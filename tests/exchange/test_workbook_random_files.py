"""Random files of every kind are read back: nobody lost, nobody invented, nothing wrong as `ok`.

A fixed number of seeds here; `script/fuzz` raises FUZZ_EXAMPLES and tries others.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from exchange.workbooks.rows import OK, WARN
from tests.exchange.random_books import random_book
from tests.exchange.reading import read_file

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
FIRST = int(os.environ.get("FUZZ_SEED", "0"))
BATCHES = 8  # so that several workers share the seeds


def complaints(seed: int) -> list[str]:
    """What is not as it must be about the file of a seed."""
    book = random_book(seed)
    found = read_file(book.content, f"tep.{book.kind}", own=book.own)
    names = {page.name: "csv" if book.kind == "csv" else page.name for page in book.pages}
    for page in book.pages:
        if page.others:
            return [f"seed {seed} ({book.shape}): {item}" for item in _complaints_beside(found, page)]
    wanted = {(names[page.name], row) for page in book.pages for row in page.people}
    told = [f"lost {key}" for key in wanted - {row.key for row in found.rows}]
    told += [f"invented {row.key} {row.values}" for row in found.rows if row.key not in wanted]
    rows = {row.key: row for row in found.rows}
    whole_sheets = {item.sheet for item in found.skipped if item.row is None}
    skipped = {(item.sheet, item.row) for item in found.skipped}
    for page in book.pages:
        sheet = names[page.name]
        for number, cells in enumerate(page.laid.table, 1):
            filled = any(cell not in ("", None) for cell in cells)
            if filled and (sheet, number) not in rows.keys() | skipped and sheet not in whole_sheets:
                told.append(f"unnamed row {sheet} {number}")
        for number, (person, unit) in page.people.items():
            if (sheet, number) in rows:
                told += _wrong(
                    rows[sheet, number], person, unit, hidden=page.hidden or number in page.hidden_rows
                )
    return [f"seed {seed} ({book.shape}): {item}" for item in told]


def _complaints_beside(found, page) -> list[str]:
    """Of two tables: nobody lost, nobody invented, nothing wrong as `ok`; a question is allowed."""
    people = {(row, person.name): person for row, (person, _) in page.people.items()}
    people |= {(row, person.name): person for row, person in page.others.items()}
    told = []
    rows = {(row.number, row.values.get("full_name")): row for row in found.rows}
    for key, row in rows.items():
        if row.status == OK:
            told += _wrong(row, people[key], None, hidden=False) if key in people else [f"invented {key}"]
    asked = Counter(number for (number, _), row in rows.items() if row.status != OK)
    lost = Counter(number for number, _ in people.keys() - rows.keys())
    told += [f"lost in row {number}" for number in lost if lost[number] > asked[number]]
    told += [
        f"{row.key} {[(i.field, i.code, i.value) for i in row.problems]}"
        for row in found.rows
        if row.status != OK and os.environ.get("STRICT")
    ]
    return told


def _wrong(row, person, unit, *, hidden: bool) -> list[str]:
    """The values of one person that are not the truth, and a status that is not as good as it may be."""
    asked = {item.code for item in row.problems if item.level != "info"}
    if row.status != (WARN if hidden else OK) or asked != ({"hidden_row"} if hidden else set()):
        return [f"{row.key} is {row.status}: {[(i.field, i.code, i.value) for i in row.problems]}"]
    got = {name: row.values.get(name, "absent") for name in person.truth}
    told = [
        f"{row.key} {name}: {got[name]!r}, not {value!r}"
        for name, value in person.truth.items()
        if got[name] != value
    ]
    iso = (row.values.get("birth") or {}).get("iso")
    if iso not in (person.iso, "{2}-{1:02d}-{0:02d}".format(*person.day)):
        told.append(f"{row.key} birth {iso}, not {person.iso}")
    if unit and row.values["unit"] != unit:
        told.append(f"{row.key} unit {row.values['unit']}, not {unit}")
    return told


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_files_are_read_back(batch):
    seeds = range(FIRST + batch, FIRST + EXAMPLES * BATCHES, BATCHES)
    assert [item for seed in seeds for item in complaints(seed)] == []
