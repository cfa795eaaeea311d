"""Rows whose cells were moved by one column: read where they belong and asked about, or refused; never wrong as `ok`."""

from __future__ import annotations

import os
from random import Random

import pytest

from exchange.workbooks.gate import Refusal
from exchange.workbooks.rows import ERR, OK, WARN
from tests.exchange.made import HEADER, PERSON
from tests.exchange.random_layouts import lay_out
from tests.exchange.random_people import random_people
from tests.exchange.reading import read_cells

HEAD, FIRST = [*HEADER, "Chuyên môn", "LLCT"], [*PERSON, "ĐH", "CC"]
BINH = [2, "Trần Thị Bình", "Nữ", "03/04/1985", "VP-TK", "ĐH", "TC"]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25")) * 4


def second(row):
    [_, found] = read_cells([HEAD, FIRST, row]).rows
    return found


@pytest.mark.parametrize(
    "row",
    [["", *BINH], BINH[1:], [2, "", *BINH[1:]], [*BINH[:2], "", *BINH[2:]], [*BINH[:3], "", *BINH[3:]], [*BINH[:5], "", *BINH[5:]]],
)  # fmt: skip
def test_a_moved_row_is_read_where_it_belongs_and_asked_about(row):
    found = second(row)
    assert (found.status, [item.code for item in found.problems]) == (WARN, ["typo_suggested"])
    assert found.values == second(BINH).values
    assert "đặt lệch sang" in found.problems[0].message


@pytest.mark.parametrize("row", [[*BINH[:2], *BINH[3:]], [*BINH[:4], *BINH[5:]]])
def test_a_moved_row_that_lacks_something_is_refused(row):
    assert second(row).status == ERR


def test_a_row_that_may_have_been_moved_in_two_ways_is_refused():
    table = [
        [*HEADER, "Lý luận chính trị", "Chuyên môn"],
        [*PERSON, "TC", "TC"],
        [2, "Trần Thị Bình", "Nữ", "Kinh", "1985", "VPTK", "ĐH"],
    ]
    [_, found] = read_cells(table).rows
    assert found.status == ERR


def test_a_note_beside_the_table_moves_nothing():
    found = second([*BINH[:6], "", "Chờ bổ sung bằng"])
    assert (found.status, found.values["degree_level"], found.values["political_theory"]) == (
        OK,
        "dai_hoc",
        None,
    )


@pytest.mark.fuzz
def test_random_rows_moved_by_a_column_are_never_wrong_as_ok():
    wrong = []
    for seed in range(EXAMPLES):
        chance = Random(seed)
        people = random_people(chance)
        laid = lay_out(chance, people)
        place = chance.randrange(len(people))
        row = laid.table[laid.numbers[place] - 1]
        laid.table[laid.numbers[place] - 1] = ["", *row] if chance.random() < 0.5 else row[1:]
        try:
            found = read_cells(laid.table, merges=laid.merges)
        except Refusal:
            continue  # the only person of the file
        for person, number in zip(people, laid.numbers, strict=True):
            told = [item for item in found.rows if item.number == number]
            if [item.status for item in told] == [OK]:
                got = told[0].values
                wrong += [
                    (seed, name) for name, value in person.truth.items() if got.get(name) not in (value, None)
                ]
            elif not told and number not in {item.row for item in found.skipped}:
                wrong.append((seed, "lost"))
    assert wrong == []
