"""The shortcuts for what is ordinary end where the whole way ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.bench_list import people_file
from exchange.workbooks.layout import find_people
from exchange.workbooks.opening import Sheet, open_workbook
from exchange.workbooks.ordinary import OrdinaryRows
from exchange.workbooks.rows import read_rows
from exchange.workbooks.text import readable
from exchange.workbooks.values import dates, names
from tests.exchange.random_layouts import lay_out
from tests.exchange.random_people import random_people
from tests.exchange.samples import content_of, truth

DAY = date(2021, 12, 31)
CONTEXT = dates.DateContext(DAY, DAY)
READ_SAMPLES = [item["id"] for item in truth()["files"] if item.get("rows")]
ODD_ROWS = [
    [1, "Tổng cộng", "Nam", "12/05/1980", "CT UBND"],
    [1, "Cộng trang", "Nam", 14, 3],
    ["II", "Nguyễn Văn An", "Nam", "12/05/1980", "CT UBND"],
    [1, "VI", "Nam", "12/05/1980", "CT UBND"],
    [1, "Ghi chú", "Nam", "12/05/1980", "CT UBND"],
    [1, "Lưu Văn An", "Nam", "12/05/1980", "CT UBND"],
    [1, "Hồ Văn Nam", "Nam", "12/05/1980", "CT UBND"],
    ["", "Hồ", "Nam", "Nữ", "Chức vụ"],
    ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ"],
    [1, "Xã Tân Lập", None, None, 25],
    [1, "Nguyễn Văn An", "-", ".", "…"],
    [2, "Nguyễn Văn An", "Nam", None, None],
    [1, 2, 3, 4, 5],
    ["", "Nguyễn Văn An", "", "Người lập biểu", ""],
    ["", "Nguyễn Văn An", "Nam", "12/05/1980", "CT UBND"],
]


def found(sheet):
    layout = find_people(readable(sheet))
    return [(person.number, person.group) for person in layout.people], layout.skipped, layout.titles


def assert_same_without_shortcut(sheets):
    with pytest.MonkeyPatch.context() as patch:
        short = [found(sheet) for sheet in sheets]
        patch.setattr(OrdinaryRows, "holds", lambda self, cells: False)
        assert short == [found(sheet) for sheet in sheets]


def sheet_of_cells(table, merges=()):
    rows = {n: [None if cell == "" else cell for cell in cells] for n, cells in enumerate(table, 1)}
    return Sheet("DS", {n: cells for n, cells in rows.items() if any(cells)}, merges=list(merges))


@pytest.mark.parametrize("code", READ_SAMPLES)
def test_samples_hold_the_same_people_with_and_without_the_glance(code):
    assert_same_without_shortcut(open_workbook(content_of(code), "tep").sheets)


@pytest.mark.parametrize("seed", range(40))
def test_random_lists_hold_the_same_people_with_and_without_the_glance(seed):
    chance = Random(seed)
    laid = lay_out(chance, random_people(chance))
    assert_same_without_shortcut([sheet_of_cells(laid.table, laid.merges)])


@pytest.mark.parametrize("odd", ODD_ROWS)
def test_rows_that_only_look_ordinary_go_the_whole_way(odd):
    header = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ, chức danh"]
    plain = [1, "Trần Thị Bình", "Nữ", "12/05/1980", "CT UBND"]
    assert_same_without_shortcut([sheet_of_cells([header, plain, odd, plain])])


def test_a_long_list_is_seen_at_a_glance(monkeypatch):
    """Or reading 10 000 people would miss its bar: `bench --suite import`."""
    sheet = open_workbook(people_file(60), "a.xlsx").sheets[0]
    glances = []
    holds = OrdinaryRows.holds
    monkeypatch.setattr(
        OrdinaryRows, "holds", lambda self, cells: glances.append(holds(self, cells)) or glances[-1]
    )
    assert len(found(sheet)[0]) == 60
    assert sum(glances) >= 55  # a few surnames ("Lưu", "Tống") are words of notes and totals too


def test_cells_read_before_mean_what_they_mean_alone():
    layout = find_people(readable(open_workbook(people_file(120), "a.xlsx").sheets[0]))
    options = {"as_of": DAY, "newest": DAY, "date1904": False}
    together = read_rows(layout, **options)
    alone = [read_rows(replace(layout, people=[person]), **options)[0] for person in layout.people]
    assert together == alone


SYLLABLE = st.sampled_from(
    ["Nguyễn", "An", "ông", "Ông", "Đồng", "chí", "Ðình", "H’Len", "VĂN", "tHị", "Y", " ", "TS", "a\u0301n"]
)


@given(st.lists(SYLLABLE, min_size=1, max_size=9).map(" ".join))
def test_a_plain_name_is_what_the_whole_way_makes_of_it(text):
    short = names.read_name(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "_is_plain", lambda raw: False)
        assert names.read_name(text) == short


NUMBER = st.integers(0, 32).map(lambda n: f"{n:02d}") | st.integers(0, 13).map(str)


@given(NUMBER, NUMBER, st.sampled_from(["1980", "2022", "1899", "80", "0000"]), st.sampled_from("/.-"))
def test_a_plain_day_is_what_the_whole_way_makes_of_it(day, month, year, mark):
    text = f"{day}{mark}{month}{mark}{year}"
    short = dates.read_date(text, "birth", CONTEXT, birth=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "_plain_day", lambda cell: None)
        assert dates.read_date(text, "birth", CONTEXT, birth=True) == short
