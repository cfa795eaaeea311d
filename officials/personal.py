"""The form of a person's own facts: what it asks, and what one field alone cannot know."""

from __future__ import annotations

from typing import Any

from foundation import vn_text
from foundation.dates import today
from officials.record_kinds import Ask, Asking

PERSONAL_ASKS = (
    Ask("full_name"),
    Ask("sex", required=False),
    Ask("birth_date"),
    Ask("national_id", hint="CCCD 12 chữ số hoặc CMND 9 chữ số."),
    Ask("hometown"),
    Ask("ethnicity", hint="Ví dụ Kinh."),
    Ask("religion", hint="Ví dụ Không, Phật giáo."),
    Ask("general_education", hint="Ghi như trong hồ sơ, ví dụ 12/12."),
    Ask("recruited_on"),
    Ask("party_member"),
    Ask("party_joined_on"),
    Ask("party_official_on"),
)
YOUNGEST_PARTY_MEMBER = 18  # Điều lệ Đảng, Điều 1 khoản 2


def check_personal(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    """What one field alone cannot show: future birth, Party dates against birth, the length of an ID number."""
    wrong: dict[str, str] = {}
    birth, joined, official_on = (
        facts.get("birth_date"),
        facts.get("party_joined_on"),
        facts.get("party_official_on"),
    )
    if birth and birth.first_day > today():
        wrong["birth_date"] = "Ngày sinh ở sau ngày làm việc. Đề nghị kiểm tra lại."
    if birth and joined and joined.last_day.year - birth.first_day.year < YOUNGEST_PARTY_MEMBER:
        wrong["party_joined_on"] = (
            "Người vào Đảng phải đủ 18 tuổi. Đề nghị kiểm tra ngày sinh, ngày vào Đảng."
        )
    if joined and official_on and official_on.last_day < joined.first_day:
        wrong["party_official_on"] = "Ngày chính thức phải sau ngày vào Đảng. Đề nghị kiểm tra lại."
    if facts.get("party_member") is False and joined:
        wrong["party_member"] = "Đã ghi ngày vào Đảng. Đề nghị chọn “Có”, hoặc bỏ ngày vào Đảng."
    recruited = facts.get("recruited_on")
    if birth and recruited and recruited.last_day < birth.first_day:
        wrong["recruited_on"] = "Ngày tuyển dụng ở trước ngày sinh. Đề nghị kiểm tra lại."
    digits = facts.get("national_id", "")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in (9, 12)):
        wrong["national_id"] = "CCCD có 12 chữ số, CMND có 9 chữ số. Đề nghị kiểm tra lại."
    name = facts.get("full_name", "")
    if name and any(ch.isdigit() for ch in name):
        wrong["full_name"] = "Họ và tên không có chữ số. Đề nghị kiểm tra lại."
    if name and not vn_text.fold(name).replace(" ", "").strip("-.'’"):
        wrong["full_name"] = "Đề nghị nhập họ và tên."
    return wrong
