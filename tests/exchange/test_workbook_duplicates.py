"""People who stand twice in one file, in every spelling; the order of two rows never decides which of them counts."""

from __future__ import annotations

import itertools
import time

import pytest

from exchange.workbooks.duplicates import mark_duplicates
from exchange.workbooks.rows import Row
from tests.exchange.reading import rows

HEADER = ["Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Số CCCD/CMND", "Trình độ chuyên môn"]
CCCD, CMND = "019180001234", "151234567"
OF_ROW = {"duplicate_in_file", "ambiguous_person", "homonym", "national_id_conflict"}


def person(name="Nguyễn Thị Hoà", birth="12/05/1980", number=CCCD, degree="Đại học Luật", post="VP-TK"):
    return [name, "Nữ", birth, post, number, degree]


def found(*people):
    """Codes about other rows, for each of these people in turn."""
    return [{p.code for p in row.problems} & OF_ROW for row in rows([HEADER, *people])]


@pytest.mark.parametrize(
    "again",
    [
        person("Nguyễn Thị Hòa"),
        person("NGUYỄN THỊ HOÀ"),
        person("  Nguyễn   Thị Hoà "),
        person("Bà Nguyễn Thị Hoà"),
        person(birth="1980"),
        person(birth="05/1980"),
        person(degree=""),
        person(number="019 180 001 234"),
        person(number=""),
        person("Nguyễn Thị Hòa", birth="1980", number=""),
        person(number=CMND),
    ],
)
def test_a_row_that_says_nothing_more_repeats_the_other_in_either_order(again):
    assert found(person(), again) == [set(), {"duplicate_in_file"}]
    marked = found(again, person())
    assert sorted(map(len, marked)) == [0, 1]
    assert {"duplicate_in_file"} in marked


@pytest.mark.parametrize(("one", "other"), [("Đặng Thị Đào", "Ðặng Thị Ðào"), ("Đỗ Thị Thuý", "ĐỖ THỊ THÚY")])
def test_both_letters_that_look_like_d_are_one(one, other):
    assert found(person(one), person(other)) == [set(), {"duplicate_in_file"}]


def test_names_that_differ_in_a_letter_are_two_people():
    assert found(person("Nguyễn Thị Thanh", number=""), person("Nguyễn Thị Thành", number="")) == [
        set(),
        set(),
    ]


def test_two_rows_that_each_say_something_else_are_both_asked_about():
    one, other = person(degree="Đại học Luật"), person(degree="Thạc sĩ Luật")
    assert found(one, other) == found(other, one) == [{"duplicate_in_file"}] * 2


def test_a_row_with_an_error_does_not_push_out_a_sound_one():
    broken, sound = person(degree="???"), person(degree="")
    marked = found(broken, sound)
    assert marked[1] == set()


def test_a_row_without_a_number_beside_its_namesake_is_a_question_and_the_namesake_is_not():
    bare = person(number="", post="Địa chính")
    assert found(person(), bare) == [set(), {"ambiguous_person"}]
    assert found(bare, person()) == [{"ambiguous_person"}, set()]


def test_a_more_precise_birth_date_without_a_number_is_a_question():
    assert found(person(birth="1980"), person(number="")) == [set(), {"ambiguous_person"}]


def test_two_people_of_one_name_and_birth_date_without_a_number_are_a_question():
    marked = found(person(number=""), person(number="", post="Địa chính"))
    assert marked == [{"ambiguous_person"}] * 2


def test_an_old_and_a_new_card_are_a_question_and_two_new_ones_are_two_people():
    old, other = person(number=CMND, post="Địa chính"), person(number="019180009999")
    assert found(person(), old) == [set(), {"ambiguous_person"}]
    assert found(person(), other) == [{"homonym"}, {"homonym"}]


def test_one_number_for_two_names_is_refused_for_both():
    assert found(person(), person("Trần Thị Lan")) == [{"national_id_conflict"}] * 2


def test_whatever_the_order_the_same_rows_count():
    people = [
        person(), person(birth="1980"), person(number=""), person(number=CMND, degree="Thạc sĩ Luật"),
        person("Trần Thị Lan", number=""), person("Trần Thị Lan", number="019180005555"),
    ]  # fmt: skip
    read = rows([HEADER, *people])
    for row in read:
        row.problems = [item for item in row.problems if item.code not in OF_ROW]
    counted = set()
    for order in itertools.permutations(read):
        copies = [Row("DS", n, row.values, list(row.problems), row.facts) for n, row in enumerate(order)]
        mark_duplicates(copies)
        counted.add(frozenset(str(row.values) for row in copies if row.status != "error"))
    assert len(counted) == 1


def test_thousands_of_namesakes_are_compared_in_no_time():
    values = {"full_name": "Nguyễn Văn An", "birth": {"iso": "1980-05-12", "precision": "day"}}
    people = [Row("DS", n, values | {"posts": [str(n)]}, []) for n in range(5_000)]
    start = time.perf_counter()
    mark_duplicates(people)
    assert time.perf_counter() - start < 10
    assert all(row.problems for row in people)
