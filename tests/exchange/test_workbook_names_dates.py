"""Names and dates as offices write them: tidied, asked about or refused, never taken for something else."""

from __future__ import annotations

import datetime as dt

import pytest

from exchange.workbooks.columns import COLUMNS
from exchange.workbooks.values.dates import DateContext, read_date
from exchange.workbooks.values.names import read_name, title_sex
from tests.exchange.made import HEADER
from tests.exchange.reading import codes

DAY = dt.date(2021, 12, 31)


@pytest.mark.parametrize(
    ("raw", "name", "found"),
    [
        ("Nguyễn Văn An\u200e", "Nguyễn Văn An", {"unicode_normalised"}),
        ("\u202aNguyễn Văn An\u202c", "Nguyễn Văn An", {"unicode_normalised"}),
        ("\u2066Nguyễn\u200f Văn An\u2069", "Nguyễn Văn An", {"unicode_normalised"}),
        ("Nguyễn\u202d Văn An", None, {"name_invalid"}),
        ("1. Nguyễn Văn An", "Nguyễn Văn An", {"unicode_normalised"}),
        ("02) Nguyễn Văn An", "Nguyễn Văn An", {"unicode_normalised"}),
        ("(3) Nguyễn Văn An", "Nguyễn Văn An", {"unicode_normalised"}),
        ("4 Nguyễn Văn An", "Nguyễn Văn An", {"unicode_normalised"}),
        ("Nguyễn Văn An *", "Nguyễn Văn An", {"unicode_normalised"}),
        ("Nguyễn Văn An (1)", "Nguyễn Văn An", {"unicode_normalised"}),
        ("nguyễn văn an", "Nguyễn Văn An", {"case_normalised"}),
        ("Ô. Nguyễn Văn An", "Nguyễn Văn An", {"honorific_removed"}),
        ("B. Nguyễn Thị Lan", "Nguyễn Thị Lan", {"honorific_removed"}),
        ("Nguyễn Thị Lan (Bà)", "Nguyễn Thị Lan", {"honorific_removed"}),
        ("BS CKI Nguyễn Văn An", "Nguyễn Văn An", {"honorific_removed"}),
        ("PGS.TS Nguyễn Văn An", "Nguyễn Văn An", {"honorific_removed"}),
        ("Nguyễn Văn An - tên gọi khác: Ba", "Nguyễn Văn An", {"alias"}),
        ("Nguyễn Văn An tức Nguyễn Ba", "Nguyễn Văn An", {"alias"}),
        ("Nguyễn Văn An (còn gọi là Ba)", "Nguyễn Văn An", {"alias"}),
        ("An", "An", {"typo_suggested"}),
        ("N.V.An", "N.V.An", {"typo_suggested"}),
        ("Chị Lan", "Chị Lan", {"typo_suggested"}),
        ("Nguyễn Văn An và Trần Thị Bình", None, {"name_invalid"}),
        ("Nam", None, {"name_invalid"}),
        ("KINH", None, {"name_invalid"}),
        ("Chủ tịch UBND", None, {"name_invalid"}),
        ("Trưởng Công An", None, {"name_invalid"}),
        ("Văn hóa - xã hội", None, {"name_invalid"}),
        ("Lương Công An", "Lương Công An", set()),
        ("Nguyễn Văn Tịch", "Nguyễn Văn Tịch", set()),
    ],
)  # fmt: skip
def test_a_name_is_tidied_asked_about_or_refused(raw, name, found):
    value, problems = read_name(raw)
    assert (value, {item.code for item in problems}) == (name, found)


@pytest.mark.parametrize(("raw", "sex"), [("Ô. Nguyễn Văn An", "nam"), ("Nguyễn Thị Lan (Bà)", "nu"), ("1. Bà Lê Thị Hoa", "nu")])  # fmt: skip
def test_a_title_before_or_behind_a_name_states_the_sex(raw, sex):
    assert title_sex(raw) == sex
    other = {"nam": "Nữ", "nu": "Nam"}[sex]
    assert ("sex", "sex_conflict") in codes(HEADER, 1, raw, other, "1980", "CT UBND")


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("12.5.80", "1980-05-12"), ("12 May 1980", "1980-05-12"), ("12-May-80", "1980-05-12"), ("May 12, 1980", "1980-05-12"),
        ("12 Tháng Năm 1980", "1980-05-12"), ("12 Tháng Mười Hai, 1980", "1980-12-12"), ("12 tháng 5, 1980", "1980-05-12"),
        ("1980/05/12", "1980-05-12"), ("1980-05-12T00:00:00Z", "1980-05-12"), ("12\\5\\1980", "1980-05-12"),
        ("12,5,1980", "1980-05-12"), ("12 5 1980", "1980-05-12"), ("12//5/1980", "1980-05-12"), ("12/V/1980", "1980-05-12"),
        ("5-1980", "1980-05"), ("../5/1980", "1980-05"), ("?/5/1980", "1980-05"), ("May 1980", "1980-05"), ("NS: 1980", "1980"),
        ("\u200e12/\u200e05/\u200e1980", "1980-05-12"), ("29353.75", "1980-05-12"), ("05/05/1980 12:00:00 AM", "1980-05-05"),
    ],
)  # fmt: skip
def test_a_date_in_any_style(cell, iso):
    read = read_date(cell, "party_date", DateContext(DAY, DAY))
    assert read.value.iso == iso


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("05/12/1980 12:00:00 AM", "date_ambiguous"), ("1980-05-11T17:00:00.000Z", "date_ambiguous"), (12.5, "date_ambiguous"),
        ("1980-1981", "date_invalid"), ("12/5/198", "date_invalid"), ("11/1980 hoặc 12/1980", "date_invalid"),
        ("khoảng 1980", "date_invalid"), ("19800512", "date_invalid"), ("1980.5", "date_invalid"), ("12/05/1980 (âm lịch)", "date_invalid"),
    ],
)  # fmt: skip
def test_what_may_be_two_dates_is_none(cell, code):
    read = read_date(cell, "birth", DateContext(DAY, DAY), birth=True)
    assert (read.value, [item.code for item in read.problems]) == (None, [code])


def test_the_number_of_a_day_counts_in_the_workbooks_own_system():
    for date1904, iso in ((False, "1980-05-12"), (True, "1984-05-13")):
        read = read_date(29353, "birth", DateContext(DAY, DAY, date1904), birth=True)
        assert read.value.iso == iso


@pytest.mark.parametrize("field", ["birth", "party_date", "post_date"])
def test_every_column_of_dates_knows_its_pieces(field):
    assert [COLUMNS[field].part(word) for word in ("ngay", "thang", "ngay thang")] == [
        "day",
        "month",
        "daymonth",
    ]
