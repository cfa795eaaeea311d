"""Random lists of known people in random layouts and styles are read back: nobody lost, nobody invented, no value wrong.

A small fixed number here; `script/fuzz` raises FUZZ_EXAMPLES.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.workbooks.values.posts import ORDER
from tests.exchange.random_layouts import lay_out
from tests.exchange.random_people import random_people
from tests.exchange.reading import kinds, read, read_cells
from tests.exchange.samples import truth

VOCABULARY = truth()["vocab"]
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vàng", "Lò", "Đặng", "Hoàng"]
MIDDLE = ["Văn", "Thị", "Đức", "A", "Thị Thu", "Hữu", "Ngọc", ""]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Hà", "Páo", "Thúy", "Ước", "Quyên"]
LEVELS = {
    "degree_level": {
        "ĐH": "dai_hoc",
        "Đại học Luật": "dai_hoc",
        "TC": "trung_cap",
        "CĐ Sư phạm": "cao_dang",
        "": None,
    },
    "political_theory": {"CC": "cao_cap", "TC": "trung_cap", "Sơ cấp": "so_cap", "Chưa": "chua", "": None},
    "state_management": {"CV": "chuyen_vien", "CVC": "chuyen_vien_chinh", "Chưa": "chua", "": None},
    "health_class": {"II": 2, "Loại 3": 3, "1": 1, "": None},
}
HEADINGS = {
    "full_name": ["Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Họ, tên cán bộ"],
    "posts": ["Chức vụ, chức danh", "Chức vụ", "Chức danh"],
    "degree_level": ["Chuyên môn", "Trình độ chuyên môn"],
    "political_theory": ["LLCT", "Lý luận chính trị"],
    "state_management": ["QLNN", "Quản lý nhà nước"],
    "health_class": ["Sức khỏe", "Loại sức khỏe"],
}
DATE_STYLES = [
    "{d:02d}/{m:02d}/{y}",
    "{d}/{m}/{y}",
    "{d}-{m}-{y}",
    "{d}.{m}.{y}",
    "ngày {d} tháng {m} năm {y}",
    "{m:02d}/{y}",
    "{y}",
]
NOISE = [["I", "CÁN BỘ"], ["", "Khối Đảng ủy"], [], ["", "Cộng: 3 người"], ["II", "CÔNG CHỨC CHUYÊN MÔN"]]


@st.composite
def people(draw):
    """People with what is written in the file and what must be read."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        middle = draw(st.sampled_from(MIDDLE))
        # The family name differs from person to person: two alike are another test's question.
        name = " ".join(part for part in (FAMILY[number], middle, draw(st.sampled_from(GIVEN))) if part)
        sex = draw(st.sampled_from(["nam", "nu"]))
        d, m, y = draw(st.integers(1, 28)), draw(st.integers(1, 12)), draw(st.integers(1961, 1999))
        style = draw(st.sampled_from(DATE_STYLES))
        iso = (
            f"{y}" if style == "{y}" else f"{y}-{m:02d}" if style.startswith("{m") else f"{y}-{m:02d}-{d:02d}"
        )
        post = draw(st.sampled_from(sorted(ORDER)))
        written = {"posts": draw(st.sampled_from(VOCABULARY["posts"][post]["written_as"]))}
        truth_of = {"posts": [post]}
        for field, words in LEVELS.items():
            written[field] = draw(st.sampled_from(sorted(words)))
            truth_of[field] = words[written[field]]
        written |= {
            "full_name": name.upper() if draw(st.booleans()) else name,
            "birth": style.format(d=d, m=m, y=y),
            "sex": sex,
        }
        found.append((written, truth_of | {"full_name": name, "sex": sex, "birth": iso}))
    return found


@st.composite
def tables(draw, persons):
    """A sheet with those people: columns in any order, one or two header levels, noise between the rows."""
    fields = draw(st.permutations(["full_name", "birth", "posts", *LEVELS]))
    by_sex = draw(st.booleans())
    columns = [(None, "STT")]
    for field in fields:
        if field != "birth":
            columns.append((field, draw(st.sampled_from(HEADINGS[field]))))
        elif by_sex:
            columns += [("birth nam", "Ngày, tháng, năm sinh"), ("birth nu", "Ngày, tháng, năm sinh")]
        else:
            columns += [("birth", "Ngày sinh"), ("sex", "Giới tính")]
    top = [["UBND XÃ TÂN LẬP"], ["DANH SÁCH CÁN BỘ, CÔNG CHỨC"], []][: draw(st.integers(0, 3))]
    table = top + _header(columns)
    numbers = []
    for number, (written, _) in enumerate(persons, 1):
        table += draw(st.lists(st.sampled_from(NOISE), max_size=2))
        table.append([_cell(field, written, number) for field, _ in columns])
        numbers.append(len(table))
    if draw(st.booleans()):
        table += [
            ["", f"Tổng cộng: {len(persons)} người"],
            [],
            ["", "NGƯỜI LẬP BIỂU", "", "TM. UBND"],
            [],
            ["", "Trần Thị Lan"],
        ]
    return table, numbers


def _header(columns):
    titles = [title for _, title in columns]
    if "birth nam" not in {field for field, _ in columns}:
        return [titles]
    place = titles.index("Ngày, tháng, năm sinh")
    titles[place + 1] = ""
    lower = ["" for _ in titles]
    lower[place : place + 2] = ["Nam", "Nữ"]
    return [titles, lower]


def _cell(field, written, number):
    if field is None:
        return number
    if field.startswith("birth "):
        return written["birth"] if written["sex"] == field[6:] else ""
    return {"nam": "Nam", "nu": "Nữ"}[written["sex"]] if field == "sex" else written[field]


EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))


@pytest.mark.fuzz
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_random_lists_are_read_back(data):
    persons = data.draw(people())
    table, numbers = data.draw(tables(persons))
    found = read(("DS", table))
    assert [row.number for row in found.rows] == numbers
    for row, (_, wanted) in zip(found.rows, persons, strict=True):
        got = {name: row.values[name] for name in wanted}
        got["birth"] = got["birth"]["iso"]
        assert got == wanted
        assert row.status == "ok"
    filled = {number for number, cells in enumerate(table, 1) if any(cell != "" for cell in cells)}
    assert filled == set(numbers) | set(kinds(found))


@pytest.mark.fuzz
@settings(max_examples=EXAMPLES * 12, deadline=None, derandomize=EXAMPLES < 100)
@given(st.integers(0, 2**32))
def test_random_layouts_are_read_back(seed):
    """Nobody lost, nobody invented; what is read as `ok` is true (a value may be questioned, never silently wrong)."""
    chance = Random(seed)
    people = random_people(chance)
    laid = lay_out(chance, people)
    found = read_cells(laid.table, merges=laid.merges)
    assert [row.number for row in found.rows] == laid.numbers
    filled = {
        number for number, cells in enumerate(laid.table, 1) if any(cell not in ("", None) for cell in cells)
    }
    assert filled == set(laid.numbers) | set(kinds(found))
    for row, person in zip(found.rows, people, strict=True):
        assert row.status == "ok", [(item.field, item.code, item.value) for item in row.problems]
        assert {name: row.values[name] for name in person.truth} == person.truth
        iso = row.values["birth"]["iso"]
        assert iso == person.iso or iso == "{2}-{1:02d}-{0:02d}".format(*person.day)
