"""Party dates, origin, rewards and discipline in one cell; a cell of another column is never a plain text there."""

from __future__ import annotations

import pytest

from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import read_cells as read


def cell(heading, text):
    [row] = read([[*HEADER, heading], [*PERSON, text]]).rows
    return row.values, {item.code for item in row.problems}


def iso(value):
    return value and value["iso"]


@pytest.mark.parametrize(
    ("text", "admitted", "official", "found"),
    [
        ("03/02/2005 (CT 03/02/2006)", "2005-02-03", "2006-02-03", set()),
        ("03/02/2005; CT 03/02/2006", "2005-02-03", "2006-02-03", set()),
        ("DB: 03/02/2005, CT: 03/02/2006", "2005-02-03", "2006-02-03", set()),
        ("CT: 03/02/2006; DB: 03/02/2005", "2005-02-03", "2006-02-03", set()),
        ("Dự bị 2005, chính thức 2006", "2005", "2006", {"date_partial"}),
        ("03/02/2005 (dự bị)", "2005-02-03", None, set()),
        ("03/02/2006 (chính thức)", None, "2006-02-03", set()),
        ("KN 03/02/2005", "2005-02-03", None, set()),
        ("03/02/2005\n03/02/2006", "2005-02-03", "2006-02-03", {"typo_suggested"}),
        ("03/02/2006 (CT 03/02/2005)", "2006-02-03", None, {"date_ambiguous"}),
        ("Dự bị", None, None, {"date_invalid"}),
        ("CT", None, None, {"date_invalid"}),
        ("quần chúng", None, None, set()),
        ("x", None, None, {"date_invalid"}),
    ],
)  # fmt: skip
def test_two_party_dates_in_one_cell(text, admitted, official, found):
    values, codes = cell("Ngày vào Đảng", text)
    assert (iso(values["party_date"]), iso(values.get("party_official_date")), codes) == (
        admitted,
        official,
        found,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("Đảng viên dự bị", True), ("Chính thức", True), ("CT", True), ("QC", False), ("Đoàn viên", None)],
)
def test_who_is_a_member(text, value):
    assert cell("Đảng viên", text)[0]["party_member"] is value


@pytest.mark.parametrize(
    ("heading", "text", "value", "code"),
    [
        ("Dân tộc", "TÀY", "Tày", None), ("Dân tộc", "H'Mông", "H'Mông", None), ("Dân tộc", "Việt", "Kinh", None), ("Dân tộc", "Cao Lan", "Cao Lan", None),
        ("Dân tộc", "Knih", "Kinh", "typo_suggested"), ("Dân tộc", "Thu Lào", "Thu Lào", None), ("Dân tộc", "Pà Hưng", "Pà Hưng", "typo_suggested"),
        ("Dân tộc", "Phật giáo", None, "value_unknown"), ("Dân tộc", "Xã Kim Sơn", None, "value_unknown"), ("Dân tộc", "Nam", None, "value_unknown"),
        ("Tôn giáo", "0", "Không", None), ("Tôn giáo", "đạo Phật", "Phật giáo", None), ("Tôn giáo", "TCG", "Công giáo", None),
        ("Tôn giáo", "Lương", "Không", "typo_suggested"), ("Tôn giáo", "Kinh", None, "value_unknown"), ("Tôn giáo", "có", None, "value_unknown"),
        ("Quê quán", "Nam Định", "Nam Định", None), ("Quê quán", "Thái", "Thái", None), ("Quê quán", "CT UBND", None, "value_unknown"),
        ("Quê quán", "Không", None, "value_unknown"), ("Quê quán", "12/12", None, "value_unknown"), ("Quê quán", "Kinh", None, "value_unknown"),
        ("Quê quán", "Xã A - huyện B", "Xã A - huyện B", None),
    ],
)  # fmt: skip
def test_origin_in_known_words(heading, text, value, code):
    field = {"Dân tộc": "ethnicity", "Tôn giáo": "religion", "Quê quán": "hometown"}[heading]
    values, codes = cell(heading, text)
    assert (values[field], codes) == (value, {code} if code else set())


@pytest.mark.parametrize(
    ("text", "rewards"),
    [
        (
            "Giấy khen UBND huyện 2019; Bằng khen tỉnh 2020",
            ["Giấy khen UBND huyện 2019", "Bằng khen tỉnh 2020"],
        ),
        ("Giấy khen 2019, Bằng khen 2020", ["Giấy khen 2019", "Bằng khen 2020"]),
        ("1. Giấy khen 2019 2. Bằng khen 2020", ["Giấy khen 2019", "Bằng khen 2020"]),
        ("- GK 2019 - BK 2020", ["GK 2019", "BK 2020"]),
        ("Giấy khen huyện và Bằng khen tỉnh", ["Giấy khen huyện", "Bằng khen tỉnh"]),
        ("CSTĐCS 2019, 2020", ["CSTĐCS 2019, 2020"]),
        ("Giấy khen về phòng, chống dịch năm 2021", ["Giấy khen về phòng, chống dịch năm 2021"]),
        ("không có", []),
    ],
)
def test_a_list_of_rewards(text, rewards):
    values, codes = cell("Khen thưởng", text)
    assert (values["rewards"], codes) == (rewards, set())


@pytest.mark.parametrize("text", ["Tốt", "Khiển trách 2020", "05/12/1980", "CT UBND", "2", "Kinh", "Loại II"])
def test_a_cell_of_another_column_is_no_reward(text):
    values, codes = cell("Khen thưởng", text)
    assert (values["rewards"], codes) == ([], {"value_unknown"})


def test_a_reward_that_no_word_says_to_be_one_is_asked_about():
    assert cell("Khen thưởng", "Chuyển công tác")[1] == {"typo_suggested"}


@pytest.mark.parametrize(
    ("text", "disciplines", "code"),
    [
        ("KL khiển trách theo QĐ 12/QĐ-UBND ngày 12/3/2020", [("khien_trach", 2020)], None),
        ("Khiển trách T5/2020", [("khien_trach", 2020)], None),
        ("Khai trừ khỏi Đảng 2019", [("khai_tru", 2019)], None),
        ("Khiển trách 2019, cảnh cáo 2020", [("khien_trach", 2019), ("canh_cao", 2020)], None),
        ("Hình thức: khiển trách", [("khien_trach", None)], None),
        ("Khiển trac 2020", [("khien_trach", 2020)], "typo_suggested"),
        ("Chưa bị kỷ luật", [], None),
        ("Phê bình", [], "value_unknown"), ("Giấy khen 2020", [], "value_unknown"), ("CC", [], "value_unknown"),
    ],
)  # fmt: skip
def test_discipline_with_its_year(text, disciplines, code):
    values, codes = cell("Kỷ luật", text)
    assert ([(item["form"], item["year"]) for item in values["disciplines"]], codes) == (
        disciplines,
        {code} if code else set(),
    )
