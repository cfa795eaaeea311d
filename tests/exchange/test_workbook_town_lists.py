"""Lists of a whole town: whose people stand under which group heading."""

from __future__ import annotations

from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import read

OTHER = [2, "Trần Thị Bình", "Nữ", "03/04/1985", "VP-TK"]


def units(table, **options):
    return [(row.values.get("unit"), row.status) for row in read(("DS", table), **options).rows]


def test_groups_within_a_commune_are_that_communes_people():
    table = [HEADER, ["", "Xã Tân Lập"], ["I", "CÁN BỘ"], PERSON, ["II", "Khối chính quyền"], OTHER]
    assert units(table, own=None) == [("U03", "ok"), ("U03", "ok")]


def test_the_next_commune_ends_the_one_before():
    table = [HEADER, ["1. Xã Tân Lập"], ["I", "CÁN BỘ"], PERSON, ["PHƯỜNG AN LƯU"], ["I", "CÁN BỘ"], OTHER]
    assert units(table, own=None) == [("U03", "ok"), ("10675", "ok")]


def test_a_commune_that_nobody_knows_is_asked_about_and_never_the_one_above():
    table = [["UBND XÃ TÂN LẬP"], HEADER, ["1. Xã Tân Lập"], PERSON, ["2. Xã Xa Lạ"], ["I", "CÁN BỘ"], OTHER]
    assert units(table, own=None) == [("U03", "ok"), (None, "error")]


def test_a_group_of_the_communes_police_is_no_commune():
    table = [["UBND XÃ TÂN LẬP"], HEADER, ["", "Xã đội"], PERSON, ["", "Xã hội"], OTHER]
    assert units(table, own=None) == [("U03", "ok"), ("U03", "ok")]


def test_another_communes_people_are_out_of_an_officers_scope_also_within_a_group():
    table = [HEADER, ["1. Xã Tân Lập"], ["I", "CÁN BỘ"], PERSON, ["2. Xã Thanh Bình"], ["I", "CÁN BỘ"], OTHER]
    rows = read(("DS", table)).rows
    assert [row.status for row in rows] == ["ok", "error"]
    assert "unit_out_of_scope" in {item.code for item in rows[1].problems}
