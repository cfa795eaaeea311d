"""Reading values: dates, names, posts, levels, numbers, old fonts. What is not understood is a question, never a guess."""

from __future__ import annotations

import time

import pytest

from exchange.workbooks.values import ids, legacy
from exchange.workbooks.values.cells import person_key
from exchange.workbooks.values.names import read_name
from exchange.workbooks.values.posts import GROUP_OF, ORDER, read_posts
from officials.models.qualifications import LEVELS
from tests.exchange.made import HEADER
from tests.exchange.reading import codes, values
from tests.exchange.samples import truth


def birth(cell):
    got = values(HEADER, 1, "Nguyễn Văn An", "Nam", cell, "CT UBND")["birth"]
    return got and got["iso"]


def birth_codes(cell):
    return {
        code for field, code in codes(HEADER, 1, "Nguyễn Văn An", "Nam", cell, "CT UBND") if field == "birth"
    }


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("12/05/1980", "1980-05-12"), ("12-5-1980", "1980-05-12"), ("12.05.1980", "1980-05-12"), ("1980-05-12", "1980-05-12"),
        ("ngày 12 tháng 5 năm 1980", "1980-05-12"), ("12/5/80", "1980-05-12"), ("05/1980", "1980-05"), ("tháng 5/1980", "1980-05"),
        ("1980", "1980"), (1980, "1980"), (29353, "1980-05-12"), ("00/00/1980", "1980"), ("00/5/1980", "1980-05"),
        ("29/02/1980", "1980-02-29"), ("12/ 05 /1980.", "1980-05-12"), ("../../1980", "1980"), ("Năm 1980", "1980"),
        ("03/04/1980", "1980-04-03"), ("1980-05-12 00:00:00", "1980-05-12"), ("12/5/07", None),
    ],
)  # fmt: skip
def test_dates_of_every_style_keep_their_precision(cell, iso):
    assert birth(cell) == iso


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("30/02/1980", "date_invalid"), ("05/13/1980", "date_invalid"), ("1/1", "date_invalid"), ("không rõ", "date_invalid"),
        ("12/08/2095", "date_future"), ("12/08/2015", "date_implausible"), ("01/01/1900", "date_implausible"),
        (-5, "date_invalid"), (2958466, "date_invalid"), (5.198, "date_ambiguous"), ("", "birth_missing"), ("-", "birth_missing"),
        ("12/5/80", "two_digit_year"), ("1980", "date_partial"), ("00/00/1975", "partial_zero_date"),
        ("12051980", "date_invalid"), ("12/1980/05", "date_invalid"), ("l2/O8/1977", "date_invalid"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_said(cell, code):
    assert code in birth_codes(cell)


def test_a_two_digit_party_year_is_of_this_century_unless_that_is_to_come():
    header = [*HEADER, "Ngày vào Đảng"]
    person = [1, "Nguyễn Văn An", "Nam", "12/05/1960", "CT UBND"]
    assert values(header, *person, "3/2/05")["party_date"]["iso"] == "2005-02-03"
    assert values(header, *person, "3/2/85")["party_date"]["iso"] == "1985-02-03"


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An", "case_normalised"),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An", "honorific_removed"),
        ("đ/c Nguyễn Văn An", "Nguyễn Văn An", "honorific_removed"),
        ("Ðỗ Văn An", "Đỗ Văn An", "eth_to_d"),
        ("Nguyễn\u200b Văn  An", "Nguyễn Văn An", "unicode_normalised"),
        ("Nguyễn Văn An (tức Bình)", "Nguyễn Văn An", "alias"),
        ("=cmd|'/c calc'!A0", None, "name_invalid"),
        ("Nguyễn Văn An 2", None, "name_invalid"),
        ("Nguyễn \u202eVăn An", None, "name_invalid"),
        ("<script>alert(1)</script>", None, "name_invalid"),
        ("Ma A Páo", "Ma A Páo", None),
        ("H’Len Niê", "H’Len Niê", None),
    ],
)
def test_names_are_tidied_or_refused(raw, name, code):
    found, problems = read_name(raw)
    assert found == name
    assert {item.code for item in problems} == ({code} if code else set())


def test_names_compare_by_letters_and_tones_wherever_the_tone_is_placed():
    assert person_key("NGUYỄN THỊ THUÝ") == person_key("Nguyễn Thị Thúy")
    assert person_key("Thanh Bình") != person_key("Thành Bình")


@pytest.mark.parametrize("code", sorted(ORDER))
def test_every_way_to_write_a_post_is_understood(code):
    vocabulary = truth()["vocab"]["posts"][code]
    assert GROUP_OF[code] == vocabulary["group"]
    for written in vocabulary["written_as"]:
        assert read_posts(written).codes == (code,), written


@pytest.mark.parametrize(
    ("written", "posts"),
    [
        ("BTĐU+CTUBND", ["bi_thu_dang_uy", "chu_tich_ubnd"]),
        ("Chủ tịch UBND, Phó Bí thư Đảng ủy xã Tân Lập", ["pho_bi_thu_dang_uy", "chu_tich_ubnd"]),
        ("Phó Bí thư thường trực Đảng ủy - Chủ tịch HĐND", ["pho_bi_thu_dang_uy", "chu_tich_hdnd"]),
        ("Kế toán kiêm thủ quỹ", ["tai_chinh_ke_toan"]),
        ("Chủ tịhc UBND", ["chu_tich_ubnd"]),
        ("CT", []), ("CC", []), ("Phó Chủ tịch", []), ("Bí thư", []), ("Giáo viên", []),
    ],
)  # fmt: skip
def test_posts_are_read_together_and_bare_abbreviations_are_a_question(written, posts):
    assert list(read_posts(written).codes) == posts


@pytest.mark.parametrize(
    "written", ["Phó Chủ tịch Hội Nông dân", "Trưởng thôn", "Phó CHT QS", "Văn thư - Thủ quỹ", "Công an viên"]
)
def test_people_outside_the_statistics_are_no_error(written):
    assert read_posts(written).outside


def test_a_party_rank_beside_a_post_is_no_question_and_alone_it_is_one():
    header = [*HEADER[:4], "Chức vụ Đảng", "Chức vụ chính quyền"]
    person = [1, "Nguyễn Văn An", "Nam", "12/05/1980"]
    assert values(header, *person, "Đảng ủy viên", "Chủ tịch UBND")["posts"] == ["chu_tich_ubnd"]
    assert ("posts", "post_unknown") not in codes(header, *person, "Đảng ủy viên", "Chủ tịch UBND")
    assert ("posts", "post_unknown") in codes(header, *person, "Đảng ủy viên", "")


def cell(heading, text):
    person = [1, "Nguyễn Văn An", "Nam", "12/05/1980", "CT UBND"]
    header = [*HEADER, heading]
    got = values(header, *person, text)
    return got, {code for _, code in codes(header, *person, text)}


@pytest.mark.parametrize(
    ("heading", "text", "field", "value"),
    [
        ("Chuyên môn", "CN Luật", "degree_level", "dai_hoc"),
        ("LLCT", "CN", "political_theory", "cu_nhan"),
        ("Chuyên môn", "CC", "degree_level", None),
        ("LLCT", "CC", "political_theory", "cao_cap"),
        ("Tin học", "CC", "it_certificate", True),
        ("QLNN", "CV", "state_management", "chuyen_vien"),
        ("QLNN", "BD ngạch CVC", "state_management", "chuyen_vien_chinh"),
        ("Chuyên môn", "Chưa qua đào tạo", "degree_level", "chua_qua_dao_tao"),
        ("LLCT", "0", "political_theory", "chua"),
        ("Ngoại ngữ", "Tiếng Mông", "foreign_language", False),
        ("Ngoại ngữ", "Anh B1", "foreign_language", True),
        ("Sức khỏe", "Loại III", "health_class", 3),
        ("Sức khỏe", "tốt", "health_class", None),
        ("Xếp loại 2020", "HTT NV", "evaluations", {"2020": "tot"}),
        ("Xếp loại 2020", "Nghỉ thai sản", "evaluations", {"2020": None}),
        (
            "Khen thưởng",
            "- Giấy khen 2020\n- Bằng khen 2021",
            "rewards",
            ["Giấy khen 2020", "Bằng khen 2021"],
        ),
        ("Khen thưởng", "không", "rewards", []),
        ("Kỷ luật", "Khiển trách (2020)", "disciplines", [{"form": "khien_trach", "year": 2020}]),
        ("Trình độ văn hóa", "12/12", "general_education", "12/12"),
    ],
)
def test_an_abbreviation_means_what_its_column_says(heading, text, field, value):
    assert cell(heading, text)[0][field] == value


OWN_WORDS = {
    "professional": ("Chuyên môn", "degree_level", "chua_qua_dao_tao"),
    "political": ("Lý luận chính trị", "political_theory", "chua"),
    "state_management": ("Quản lý nhà nước", "state_management", "chua"),
}


@pytest.mark.parametrize(
    ("kind", "code", "text"),
    [(kind, code, text) for kind in OWN_WORDS for code, text in LEVELS[kind].items()],
)
def test_the_words_of_our_own_export_are_read_back(kind, code, text):
    heading, field, none = OWN_WORDS[kind]
    found, problems = cell(heading, text)
    assert found[field] == (none if code == "none" else code)
    assert not problems


@pytest.mark.parametrize("kind", ["it", "foreign_language"])
def test_every_certificate_of_our_own_words_is_one(kind):
    heading, field = {"it": ("Tin học", "it_certificate")}.get(kind, ("Ngoại ngữ", "foreign_language"))
    for code, text in LEVELS[kind].items():
        assert cell(heading, text)[0][field] is (code != "none"), text


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        ("Chuyên môn", "xyz", "value_unknown"),
        ("Chuyên môn", "Trug cấp", "typo_suggested"),
        ("Xếp loại 2021", "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực", "eval_label_retired"),
        ("Xếp loại 2021", "Hoàn thành kém", "value_unknown"),
        ("Sức khỏe", "tốt", "health_free_text"),
        ("Ngoại ngữ", "Tiếng Thái", "not_foreign_language"),
        ("Số CCCD", "12345", "national_id_invalid"),
        ("Số CCCD", 19080001234, "leading_zero_restored"),
        ("Số CCCD", "019180001234", "national_id_inconsistent"),
        ("Số CCCD", 19180001234, "leading_zero_unverified"),
        ("Giới tính", "Nữ", "sex_conflict"),
    ],
)
def test_what_is_doubtful_is_said(heading, text, code):
    assert code in cell(heading, text)[1]


def test_id_numbers_state_sex_and_year():
    assert ids.read_id("019 080 001 234").number == "019080001234"
    assert ids.read_id(12345678).number == "012345678"
    assert (ids.sex_of("019180001234"), ids.year_of("019303001234")) == ("nu", 2003)
    assert ids.read_id("999080001234").number is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Hµ V¨n Kh¸nh", "Hà Văn Khánh"),
        ("D\xad¬ng Träng ¸nh", "Dương Trọng ánh"),
        ("NguyÔn ThÞ H\xad¬ng", "Nguyễn Thị Hương"),
        ("Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức"),
    ],
)
def test_old_fonts_are_decoded(text, plain):
    assert legacy.looks_legacy(text)
    assert legacy.decode(text) == plain


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn An", "Vò", "Hòa", "Lý Thị Hà", "Bí thư", "12/12", "TRẦN THỊ HÀ", "café"]
)
def test_unicode_text_is_left_alone(text):
    assert not legacy.looks_legacy(text)


def test_a_ditto_mark_takes_the_cell_above_and_asks():
    from tests.exchange.reading import rows

    header = [*HEADER, "Dân tộc"]
    table = [
        header,
        [1, "Nguyễn Văn An", "Nam", "1980", "CT UBND", "Tày"],
        [2, "Trần Thị Bình", "Nữ", "1985", "VPTK", "nt"],
    ]
    second = rows(table)[1]
    assert second.values["ethnicity"] == "Tày"
    assert "ditto" in {item.code for item in second.problems}


@pytest.mark.parametrize(
    "nasty",
    ["a" * 30_000 + "1", "-" * 30_000, "(" * 30_000, "," * 30_000, "xã " + "A" * 30_000, "dc nn " * 5_000],
)
def test_no_cell_however_long_and_odd_holds_the_reading_up(nasty):
    """Each pattern is tried on what can be meant only: a cell of 30 000 characters costs no more than a short one."""
    headings = [
        "Số CCCD",
        "Dân tộc",
        "Quê quán",
        "Ngày vào Đảng",
        "Văn hóa",
        "Chuyên môn",
        "LLCT",
        "QLNN",
        "Tin học",
        "Ngoại ngữ",
    ]
    headings += ["Sức khỏe", "Xếp loại 2020", "Khen thưởng", "Kỷ luật", "Đơn vị", "Ngày bổ nhiệm", "Ghi chú"]
    header = [*HEADER, *headings]
    started = time.monotonic()
    found = codes(header, *[nasty] * len(header))
    assert time.monotonic() - started < 5
    assert ("full_name", "name_invalid") in found


def test_a_text_longer_than_the_record_holds_is_a_question():
    assert cell("Dân tộc", "x" * 51)[1] == {"value_unknown"}
    assert cell("Quê quán", "Xã Tân Lập " * 40)[0]["hometown"] is None
