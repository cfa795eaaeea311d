"""The items of form 2C that stand on the person, in the groups in which people think of them.

Numbers are those of Mẫu 2C-BNV/2008; `T` marks the items that only 2C/TCTW-98 has. Rows (postings, qualifications,
salary, family) are `record_kinds`; a group is what is filled in once a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from foundation.dates import PartialDate, today
from foundation.registries import Registry
from officials.models import Official, PersonalFile
from officials.personal import PERSONAL_ASKS, check_personal
from officials.record_kinds import Ask, Asking
from officials.whole_file import WholeFile, model_of

SAY_NONE = "Nếu không có, ghi “Không”."
ADDRESS_HINT = "Số nhà, đường phố, thôn, xã, huyện, tỉnh."


@dataclass(frozen=True)
class FileGroup:
    """A group of items edited together: `code` stands in addresses, `tab` is where its section stands.

    `sensitive` names the sensitive facts among them: opening the section is noted.
    """

    code: str
    title: str
    tab: str
    order: int
    asks: tuple[Ask, ...]
    about: str = ""
    sensitive: str = ""
    tab_label: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(ask.name for ask in self.asks)


file_groups: Registry[FileGroup] = Registry("groups of the personal file")

_PERSON = {ask.name: ask for ask in PERSONAL_ASKS}


def _own(name: str, no: str) -> Ask:
    return replace(_PERSON[name], model=Official, no=no)


def _file(name: str, no: str, hint: str = "", lines: int = 0, highest: int | None = None) -> Ask:
    return Ask(name, hint=hint, model=PersonalFile, no=no, lines=lines, highest=highest)


for _group in (
    FileGroup(
        code="ban-than",
        title="Thông tin bản thân",
        tab="ban-than",
        tab_label="Bản thân",
        order=10,
        sensitive="Dân tộc, tôn giáo",
        asks=(
            _own("full_name", "1"),
            _file("other_names", "2", SAY_NONE),
            _own("birth_date", "3"),
            _own("sex", "3"),
            _file("birth_place", "4", "Xã, huyện, tỉnh."),
            _own("hometown", "5"),
            _own("ethnicity", "6"),
            _own("religion", "7"),
            _file("permanent_address", "8", ADDRESS_HINT),
            _file("current_address", "9", ADDRESS_HINT),
            _file("phone", "T7"),
            _own("national_id", "25"),
            _file("national_id_issued_on", "25"),
            _file("social_insurance_no", "26"),
            _file("family_origin", "T10", "Ví dụ nông dân, công nhân, công chức."),
        ),
    ),
    FileGroup(
        code="doan-the",
        title="Đảng, đoàn thể, quân đội",
        tab="ban-than",
        order=20,
        sensitive="Đảng, thương binh, gia đình chính sách",
        asks=(
            _own("party_member", "16"),
            _own("party_joined_on", "16"),
            _own("party_official_on", "16"),
            _file("organisation_joined_on", "17"),
            _file("organisations", "17", f"Đoàn, Hội… và làm việc gì trong tổ chức đó. {SAY_NONE}"),
            _file("never_enlisted", "18"),
            _file("enlisted_on", "18"),
            _file("discharged_on", "18"),
            _file("military_rank", "18"),
            _file("honour_title", "19", f"Anh hùng, nhà giáo, thầy thuốc, nghệ sĩ… {SAY_NONE}"),
            _file("invalid_class", "24", f"Ví dụ 4/4. {SAY_NONE}"),
            _file(
                "policy_family",
                "24",
                f"Con thương binh, con liệt sĩ, người nhiễm chất độc da cam. {SAY_NONE}",
            ),
            _file("joined_revolution_on", "T13"),
        ),
    ),
    FileGroup(
        code="lich-su-ban-than",
        title="Đặc điểm lịch sử bản thân",
        tab="ban-than",
        order=40,
        sensitive="Lịch sử bản thân",
        about="Ghi theo lời khai của cán bộ, công chức.",
        asks=(
            _file(
                "past_history",
                "29",
                "Bị bắt, bị tù từ ngày nào đến ngày nào, ở đâu, đã khai báo cho ai; làm việc trong chế độ cũ ở cơ quan "
                f"nào, chức danh gì. {SAY_NONE}",
                lines=4,
            ),
            _file("foreign_ties", "29", f"Làm gì, tổ chức nào, đặt trụ sở ở đâu. {SAY_NONE}", lines=3),
            _file(
                "relatives_abroad",
                "29",
                f"Cha, mẹ, vợ, chồng, con, anh chị em ruột: làm gì, địa chỉ. {SAY_NONE}",
                lines=3,
            ),
        ),
    ),
    FileGroup(
        code="tuyen-dung",
        title="Tuyển dụng, công việc",
        tab="cong-tac",
        order=5,
        asks=(
            _file("occupation_before", "10", SAY_NONE),
            _own("recruited_on", "11"),
            _file("recruiting_body", "11"),
            _file("joined_body_on", "T13"),
            _file("main_work", "13"),
            _file("strength", "20"),
            _file("longest_work", "T21"),
        ),
    ),
    FileGroup(
        code="hoc-van",
        title="Giáo dục phổ thông",
        tab="trinh-do",
        order=10,
        asks=(_own("general_education", "15.1"),),
    ),
    FileGroup(
        code="khen-thuong-chung",
        title="Khen thưởng: khai chung",
        tab="khen-thuong",
        order=5,
        about="Đánh dấu nếu đến nay chưa được khen thưởng; có khen thưởng thì thêm từng lần ở bảng Khen thưởng.",
        asks=(_file("never_awarded", "21"),),
    ),
    FileGroup(
        code="the-chat",
        title="Thể chất",
        tab="suc-khoe",
        order=5,
        sensitive="Chiều cao, cân nặng, nhóm máu",
        asks=(
            _file("height_cm", "23", "Ví dụ 165.", highest=250),
            _file("weight_kg", "23", "Ví dụ 58,5.", highest=300),
            _file("blood_group", "23"),
        ),
    ),
    FileGroup(
        code="kinh-te",
        title="Hoàn cảnh kinh tế gia đình",
        tab="luong",
        order=95,
        about="Theo mẫu 2C/TCTW-98.",
        asks=(
            _file(
                "economic_circumstances",
                "T31",
                "Thu nhập (lương, nguồn khác); nhà ở (được cấp, thuê, tự mua, xây; loại nhà, diện tích); đất ở; đất sản "
                "xuất, kinh doanh.",
                lines=4,
            ),
        ),
    ),
    FileGroup(
        code="nhan-xet",
        title="Nhận xét, đánh giá của cơ quan, đơn vị",
        tab="hang-nam",
        order=95,
        about="In vào mục 32 của sơ yếu lý lịch; kết quả xếp loại từng năm ở bảng Xếp loại chất lượng.",
        asks=(_file("body_comment", "32", lines=5),),
    ),
):
    file_groups.register(_group)


def group_of(name: str) -> FileGroup | None:
    """The group that asks for a fact."""
    return next((group for group in file_groups if name in group.names), None)


# --- what one item alone cannot show ------------------------------------------------------------------------
LOWEST_HEIGHT, LOWEST_WEIGHT = 100, 25
_NUMBER_TEXT = set("0123456789 .-+()/;,")


def check_group(group: FileGroup, facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    """What the items show together and with the rest of the file; "" for what concerns items of another group.

    Only what this edit makes wrong is said: an old contradiction elsewhere does not keep anybody from an address.
    """
    whole: WholeFile = asking.row
    stored = {name: whole.value(name) for other in file_groups for name in other.names}
    before, after = wrong_in(stored, asking), wrong_in(stored | facts, asking)
    found = {name: text for name, text in after.items() if name in group.names}
    elsewhere = [text for name, text in after.items() if name not in group.names and name not in before]
    if elsewhere:
        found[""] = " ".join(elsewhere)
    return found


def wrong_in(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    """Contradictions among the facts of a whole file, by the item to look at."""
    wrong = check_personal(facts, asking)
    birth: PartialDate | None = facts.get("birth_date")
    for name in ("national_id_issued_on", "enlisted_on", "discharged_on", "joined_body_on", "recruited_on"):
        day: PartialDate | None = facts.get(name)
        if day and day.first_day > today() and name != "recruited_on":
            wrong[name] = "Ngày này ở sau ngày làm việc. Đề nghị kiểm tra lại."
        elif day and birth and day.last_day < birth.first_day:
            wrong.setdefault(name, "Ngày này ở trước ngày sinh. Đề nghị kiểm tra lại.")
    enlisted, discharged = facts.get("enlisted_on"), facts.get("discharged_on")
    if facts.get("never_enlisted") and (enlisted or discharged or facts.get("military_rank")):
        wrong["never_enlisted"] = "Đã ghi ngày nhập ngũ, xuất ngũ hoặc quân hàm. Đề nghị chọn một trong hai."
    if enlisted and discharged and discharged.last_day < enlisted.first_day:
        wrong["discharged_on"] = "Ngày xuất ngũ phải sau ngày nhập ngũ. Đề nghị kiểm tra lại."
    if facts.get("height_cm") is not None and facts["height_cm"] < LOWEST_HEIGHT:
        wrong["height_cm"] = "Đề nghị ghi chiều cao bằng xăng-ti-mét, ví dụ 165."
    if facts.get("weight_kg") is not None and facts["weight_kg"] < LOWEST_WEIGHT:
        wrong["weight_kg"] = "Đề nghị ghi cân nặng bằng ki-lô-gam, ví dụ 58,5."
    if set(facts.get("phone", "")) - _NUMBER_TEXT:
        wrong["phone"] = "Số điện thoại chỉ gồm chữ số và dấu cách, dấu chấm. Đề nghị kiểm tra lại."
    return wrong


def asks_of(user: Any, group: FileGroup) -> tuple[Ask, ...]:
    """The items of a group that `user` may read."""
    return tuple(ask for ask in group.asks if user.may_see_field(model_of(ask.name), ask.name))
