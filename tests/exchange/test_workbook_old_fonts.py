"""Old fonts beside each other: .VnTime, VNI and Unicode in one file, one row, one cell."""

from __future__ import annotations

import pytest

from exchange.workbooks.values.legacy import decode, looks_legacy
from tests.exchange.made import HEADER, PERSON
from tests.exchange.old_fonts import in_tcvn3, in_vni
from tests.exchange.reading import kinds, read_cells

TEXTS = [
    "Nguyễn Văn Đức",
    "Phường Thị Ước",
    "Kỳ, Quyên, Thúy",
    "Phó Bí thư Đảng ủy",
    "BTĐU",
    "CHỦ TỊCH UBND XÃ",
    "Lỡ, rỗi",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("font", [in_tcvn3, in_vni])
def test_what_an_old_font_wrote_is_read(font, text):
    written = font(text)
    assert looks_legacy(written)
    assert decode(written) == text


@pytest.mark.parametrize(
    "text",
    [
        "Cao Bá Quát",
        "Xã Thành Bình",
        "BÙI NGỌC HÀ",
        "Lò Văn Páo",
        "Hòa Bình",
        "5 µm",
        "© 2020",
        "Tân Lập",
        "Zoë",
    ],
)
def test_unicode_is_left_as_it_is(text):
    assert not looks_legacy(text)


def test_capitals_of_vntimeh_become_capitals():
    assert decode("THÞ TRÊN PHè MíI") == "THỊ TRẤN PHỐ MỚI"
    assert decode("Lª ThÞ Hµ") == "Lê Thị Hà"


def test_an_abbreviation_follows_the_font_of_its_sheet():
    """ "CÑ" is CĐ in VNI and could be "Cẹ" in .VnTime."""
    table = [[*HEADER, "Chuyên môn"], [*PERSON, "CĐ"], [2, "Trần Thị Bình", "Nữ", "1985", "VPTK", "ĐH"]]
    for font in (in_tcvn3, in_vni):
        old = [[font(cell) if isinstance(cell, str) else cell for cell in row] for row in table]
        rows = read_cells(old).rows
        assert [row.values["degree_level"] for row in rows] == ["cao_dang", "dai_hoc"]
        assert [row.status for row in rows] == ["ok", "ok"]


def test_a_unicode_row_in_an_old_sheet_stays_as_it_is():
    table = [HEADER, PERSON, [2, "Trần Thị Bình", "Nữ", "1985", "VPTK"]]
    old = [[in_tcvn3(cell) if isinstance(cell, str) else cell for cell in row] for row in table]
    rows = read_cells([*old, [3, "Lò Văn Páo", "Nam", "1981", "CT UBND"]]).rows
    assert rows[2].values["full_name"] == "Lò Văn Páo"


def test_a_total_in_an_old_font_among_unicode_rows_is_a_total():
    assert (
        kinds(
            read_cells(
                [
                    HEADER,
                    PERSON,
                    ["", in_tcvn3("Cộng"), 1],
                    ["", in_tcvn3("Đào Văn Ước"), "Nam", "1980", "VPTK"],
                ]
            )
        )[3]
        == "subtotal"
    )


def test_a_cell_of_both_kinds_of_letters_is_read_and_asked_about():
    [row] = read_cells([HEADER, [1, "NguyÔn Văn Ước", *PERSON[2:]]]).rows
    assert (row.values["full_name"], row.status) == ("Nguyễn Văn Ước", "warn")
    assert ("row", "typo_suggested") in {(item.field, item.code) for item in row.problems}


def test_a_cell_that_may_be_either_is_asked_about_where_its_row_has_both_kinds():
    """ "Dòng" is a word as it stands, and "Dũng" in .VnTime."""
    head = ["STT", "Họ đệm", "Tên", "Giới tính", "Ngày sinh", "Chức vụ"]
    [row] = read_cells([head, [1, in_tcvn3("Lê Thị Thu"), "Dòng", "Nữ", "1980", "Chủ tịch Ủy ban MTTQ"]]).rows
    assert row.status == "warn"
    old = [in_tcvn3(cell) for cell in head]
    [row] = read_cells([old, [1, in_tcvn3("Lê Thị Thu"), "Dòng", in_tcvn3("Nữ"), "1980", "VPTK"]]).rows
    assert (row.status, row.values["full_name"]) == ("ok", "Lê Thị Thu Dũng")
