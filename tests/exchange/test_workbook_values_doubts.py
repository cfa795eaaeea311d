"""What looks readable and is not, and what looks strange and is plain: never a wrong value without a question."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.workbooks.columns import COLUMNS, RowContext
from exchange.workbooks.columns.base import Cell
from exchange.workbooks.columns.post import POST_NAMES
from exchange.workbooks.problems import CODES
from exchange.workbooks.values import legacy
from exchange.workbooks.values.dates import DateContext
from exchange.workbooks.values.names import read_name
from exchange.workbooks.values.posts import read_posts
from tests.exchange.made import HEADER
from tests.exchange.reading import codes

LAST_DAY = dt.date(2021, 12, 31)


def read(field, text, part=""):
    reading = COLUMNS[field].read([Cell(part, text)], RowContext(DateContext(LAST_DAY, LAST_DAY)))
    return reading.values, {item.code for item in reading.problems}


@pytest.mark.parametrize(
    ("raw", "name", "found"),
    [
        ("ThS. Nguyễn Văn An", "Nguyễn Văn An", {"honorific_removed"}),
        ("CN. Trần Thị Bình", "Trần Thị Bình", {"honorific_removed"}),
        ("đ/c Ông Nguyễn Văn An", "Nguyễn Văn An", {"honorific_removed"}),
        ("Đ/c: Nguyễn Văn An", "Nguyễn Văn An", {"honorific_removed"}),
        ("Ông Ích Khiêm", "Ông Ích Khiêm", {"typo_suggested"}),
        ("NguyễnVăn An", "Nguyễn Văn An", {"typo_suggested"}),
        ("TRầN VăN AN", "Trần Văn An", {"case_normalised"}),
        ("Y Bhăm Êban", "Y Bhăm Êban", set()),
        ("K'Brêu", "K'Brêu", set()),
        ("Nguyễn Văn An ¹", None, {"name_invalid"}),
        ('HYPERLINK("http")', None, {"name_invalid"}),
        ("An (=cmd|' /c calc'!A0)", None, {"name_invalid"}),
    ],
)
def test_a_title_is_taken_off_only_where_it_cannot_be_the_name(raw, name, found):
    value, problems = read_name(raw)
    assert value == name
    assert {item.code for item in problems} == found


@pytest.mark.parametrize(
    ("written", "posts"),
    [
        ("PBT kiêm CT UBND", ["pho_bi_thu_dang_uy", "chu_tich_ubnd"]),
        ("CT HĐND kiêm BT", ["bi_thu_dang_uy", "chu_tich_hdnd"]),
        ("PBT TT", ["pho_bi_thu_dang_uy"]),
        ("PBT TT ĐU + CT HĐND", ["pho_bi_thu_dang_uy", "chu_tich_hdnd"]),
        ("ĐUV, PCT UBND", ["pho_chu_tich_ubnd"]),
        ("UVBTV Đảng ủy, PCT UBND", ["pho_chu_tich_ubnd"]),
        ("Phó Chủ tịch HĐND kiêm Chủ nhiệm UBKT", ["pho_chu_tich_hdnd"]),
        ("CT UBMTTQ kiêm Trưởng khối Dân vận", ["chu_tich_ubmttq"]),
        ("ĐC-XD-ĐT&MT", ["dia_chinh_xay_dung"]),
        ("Trưởng Ban CHQS", []),
        ("Bí thư chi bộ, CT UBND", []),
        ("Nguyên Chủ tịch UBND", []),
    ],
)
def test_posts_held_together_are_read_and_others_are_a_question(written, posts):
    reading = read_posts(written)
    assert (list(reading.codes), reading.outside) == (posts, False)


@pytest.mark.parametrize(
    "written",
    ["Trưởng công an (chính quy)", "Trưởng CA phường", "NHĐKCT", "Bán chuyên trách", "Trưởng bản", "Trưởng ban Tuyên giáo"],
)  # fmt: skip
def test_regular_police_and_part_time_people_are_outside(written):
    assert read_posts(written).outside


@pytest.mark.parametrize(
    ("field", "text", "value", "found"),
    [
        ("degree_level", "ĐH chưa tốt nghiệp", None, {"value_unknown"}),
        ("degree_level", "Đại học (đang học)", None, {"value_unknown"}),
        ("political_theory", "Sơ cấp, đang học TC", "so_cap", set()),
        ("state_management", "CV và tương đương", "chuyen_vien", set()),
        ("it_certificate", "THCB", True, set()),
        ("foreign_language", "Tiếng Tày, Tiếng Anh B", True, {"not_foreign_language"}),
        ("health_class", 2.0, 2, set()),
        ("health_class", "Đủ SK", None, {"health_free_text"}),
        ("ethnicity", "KINH", "Kinh", set()),
        ("ethnicity", "x", None, {"value_unknown"}),
        ("ethnicity", "0", None, {"value_unknown"}),
        ("religion", "0", "Không", set()),
        ("religion", "Thiên chúa giáo", "Công giáo", set()),
        ("rewards", "x", [], {"value_unknown"}),
        ("disciplines", "Kỷ luật khiển trách 2020", [{"form": "khien_trach", "year": 2020}], set()),
        ("disciplines", "Khiển trách 2019, 2020", [], {"value_unknown"}),
        ("disciplines", "không bị kỷ luật", [], set()),
        ("national_id", "không", None, set()),
        ("national_id", "3.00801E+11", None, {"national_id_invalid"}),
        ("national_id", "000000000", None, {"national_id_invalid"}),
        ("national_id", "30080001234.0", "030080001234", {"leading_zero_unverified"}),
    ],
)
def test_cells_that_are_easily_taken_for_something_else(field, text, value, found):
    values, problems = read(field, text)
    assert (values[field], problems) == (value, found)


@pytest.mark.parametrize("letter", ["A", "B"])
def test_a_letter_is_no_rating(letter):
    assert read("evaluations", letter, "2021") == ({"evaluations": {"2021": None}}, {"value_unknown"})


def test_the_title_before_a_name_may_contradict_the_stated_sex():
    person = ["12/05/1980", "CT UBND"]
    assert ("sex", "sex_conflict") in codes(HEADER, 1, "Bà Nguyễn Thị Lan", "Nam", *person)
    assert ("sex", "sex_conflict") not in codes(HEADER, 1, "Bà Nguyễn Thị Lan", "Nữ", *person)
    assert ("sex", "sex_conflict") not in codes(HEADER, 1, "ThS. Nguyễn Thị Lan", "Nữ", *person)


@given(text=st.text(max_size=60))
def test_no_text_stops_a_reader_and_what_it_says_has_a_sentence(text):
    for column in COLUMNS:
        reading = column.read([Cell("", text)], RowContext(DateContext(LAST_DAY, LAST_DAY)))
        assert all(item.code in CODES and item.message for item in reading.problems)


@given(text=st.text(alphabet="NguyễnVăĐạo H'Ðan.-ông bà", min_size=1, max_size=30))
def test_a_name_once_read_is_read_as_itself(text):
    name, problems = read_name(text)
    if name and "typo_suggested" not in {item.code for item in problems}:
        again, _ = read_name(name)
        assert again is None or again.lower() in name.lower()


@pytest.mark.parametrize(("code", "words"), POST_NAMES.items())
def test_our_own_words_for_a_post_are_read_back(code, words):
    assert read_posts(words).codes == (code,)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("T5/1980", "1980-05"), ("t5-1980", "1980-05"), ("1980.0", "1980"), ("29353", "1980-05-12"), ("29353.0", "1980-05-12"),
        ("12/05/1980 00:00", "1980-05-12"), ("12/5/1980 0:00:00", "1980-05-12"), ("12051980", None), ("12/05/1980 09:30", None),
    ],
)  # fmt: skip
def test_dates_that_became_text_on_their_way_are_dates(cell, iso):
    found = read("birth", cell)[0]["birth"]
    assert (found and found["iso"]) == iso


@pytest.mark.parametrize(
    "text", ["µ", "¸", "½", "5 µm", "© 2020", "Hoà", "Thuý", "Hoài", "Võ Hoà", "Niê", "Khoeo"]
)
def test_signs_and_modern_words_are_no_old_font(text):
    assert not legacy.looks_legacy(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nguyeãn Vaên An", "Nguyễn Văn An"),
        ("NGUYEÃN VAÊN AN", "NGUYỄN VĂN AN"),
        ("§oµn", "Đoàn"),
        ("Lª", "Lê"),
    ],
)
def test_a_name_in_an_old_font_is_known_by_its_letters(text, plain):
    assert legacy.looks_legacy(text)
    assert legacy.decode(text) == plain


def test_the_problem_codes_are_those_agreed():
    """Outside scripts read these words; the list is the agreement and changes only with it."""
    agreed = {
        "refuse": "password_protected macro_enabled not_a_spreadsheet empty_file html_disguised no_data_rows corrupt_file missing_required_column zip_bomb xml_dtd_forbidden zip_unsafe_entry too_many_entries too_many_columns unit_mismatch no_person_sheet unsupported_format",
        "error": "name_missing name_invalid birth_missing birth_both_columns sex_conflict sex_missing date_invalid date_future date_implausible date_ambiguous party_before_18 post_missing post_unknown unit_out_of_scope unit_unknown cell_error_value formula_no_cached_value national_id_invalid national_id_conflict duplicate_in_file ambiguous_person value_unknown belongs_to_other_unit record_by_district",
        "warning": "typo_suggested hidden_row leading_zero_unverified multiple_ticks national_id_inconsistent existing_conflict existing_reactivate homonym match_without_id ditto health_free_text not_foreign_language alias partial_zero_date eval_label_retired",
        "info": "post_out_of_scope legacy_encoding unicode_normalised case_normalised honorific_removed two_digit_year date_partial leading_zero_restored eth_to_d year_in_date_cell unchanged more_precise_kept",
    }
    for level, listed in agreed.items():
        assert {code.code for code in CODES.values() if code.level == level} == set(listed.split())
