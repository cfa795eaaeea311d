"""Mẫu 2C-BNV/2008, "Sơ yếu lý lịch cán bộ, công chức": 32 items, caption by caption (regulations 9.1)."""

from __future__ import annotations

from foundation.papers import (
    Blank,
    Block,
    Columns,
    Entry,
    Grid,
    GridColumn,
    Line,
    Part,
    Run,
    Space,
    Text,
    caption,
    title,
)
from officials.models import Appointment, Verification
from reports.documents import words
from reports.documents.facts import Facts
from reports.documents.file_parts import (
    HINT_SIZE,
    HISTORY,
    SENSITIVE,
    SIZE,
    answers,
    build_files,
    career,
    family,
    heading,
    hint,
    signed_file,
    studies,
)
from reports.documents.model import PERSON, UNIT, Asked, Built, Document, documents, reads

_ISSUED = (
    "Mẫu 2C-BNV/2008 ban hành kèm theo Quyết định số 02/2008/QĐ-BNV ngày 06/10/2008 của Bộ trưởng Bộ Nội vụ"
)
_ADDRESS = "(Số nhà, đường phố, thành phố, xóm, thôn, xã, huyện, tỉnh)"
STEPS_A_ROW = 7


def build(asked: Asked) -> Built:
    """One person's file or those of everybody in the unit. Errors: Refused where nobody is in post there."""
    return build_files(asked, _part)


def place(number: str, value: str) -> Line:
    """`4) Nơi sinh: …`, or its three parts to fill in."""
    if value:
        return caption(f"{number}", value)
    return Line((Entry(f"{number} Xã", "", 24), Entry("Huyện", "", 24), Entry("Tỉnh")))


def _part(facts: Facts) -> Part:
    blocks = [*_head(facts), *_person(facts), *_work(facts), *_levels(facts), *_rest(facts), *_tables(facts)]
    return signed_file(facts, blocks, "Thủ trưởng cơ quan, đơn vị quản lý và sử dụng CBCC")


def _head(facts: Facts) -> list[Block]:
    posting = facts.file.primary
    managed = posting.managed_by if posting and facts.file.sees("managed_by", Appointment) else ""
    day, month, year = facts.birth
    born = Line(
        (
            Entry("3) Sinh ngày:", day, 8),
            Entry("tháng", month, 8),
            Entry("năm", year, 12),
            Entry(", Giới tính (nam, nữ):", facts.sex),
        ),
        between=" ",
    )
    return [
        Text((Run(_ISSUED, italic=True),), "right", HINT_SIZE, left=60, after=4),
        caption("Cơ quan, đơn vị có thẩm quyền quản lý CBCC:", managed),
        caption("Cơ quan, đơn vị sử dụng CBCC:", facts.body),
        caption("Số hiệu cán bộ, công chức:"),
        *title("Sơ yếu lý lịch cán bộ, công chức"),
        Columns(
            (
                (facts.photo,),
                (
                    caption("1) Họ và tên khai sinh (viết chữ in hoa):", facts.name, bold=True),
                    Space(6),
                    caption("2) Tên gọi khác:", facts.said("other_names")),
                    Space(6),
                    born,
                    Space(6),
                    place("4) Nơi sinh:", facts.said("birth_place")),
                    Space(6),
                    place("5) Quê quán:", facts.own("hometown")),
                ),
            ),
            (45, 120),
        ),
        Space(6),
    ]


def _person(facts: Facts) -> list[Block]:
    return [
        Line(
            (Entry("6) Dân tộc:", facts.own("ethnicity"), 45), Entry("7) Tôn giáo:", facts.own("religion")))
        ),
        caption("8) Nơi đăng ký hộ khẩu thường trú:", facts.said("permanent_address")),
        hint(_ADDRESS),
        caption("9) Nơi ở hiện nay:", facts.said("current_address")),
        hint(_ADDRESS),
        caption("10) Nghề nghiệp khi được tuyển dụng:", facts.said("occupation_before")),
        Line(
            (
                Entry("11) Ngày tuyển dụng:", facts.own("recruited_on"), 28),
                Entry("Cơ quan tuyển dụng:", facts.said("recruiting_body")),
            )
        ),
    ]


def _work(facts: Facts) -> list[Block]:
    pay = facts.salary
    return [
        caption("12) Chức vụ (chức danh) hiện tại:", facts.posts),
        hint("(Về chính quyền hoặc Đảng, đoàn thể, kể cả chức vụ kiêm nhiệm)"),
        caption("13) Công việc chính được giao:", facts.said("main_work")),
        Line(
            (
                Entry("14) Ngạch công chức (viên chức):", facts.rank, 50),
                Entry("Mã ngạch:", pay.rank_code if pay else ""),
            )
        ),
        Line(
            (
                Entry("Bậc lương:", words.known(pay.step) if pay else "", 10),
                Entry("Hệ số:", words.coefficient(pay.coefficient) if pay else "", 12),
                Entry("Ngày hưởng:", words.day(pay.starts_on) if pay else ""),
            )
        ),
        Line(
            (
                Entry("Phụ cấp chức vụ:", words.coefficient(pay.allowance) if pay else "", 40),
                Entry("Phụ cấp khác:", facts.over_top),
            )
        ),
    ]


def _levels(facts: Facts) -> list[Block]:
    official = facts.file.official
    joined = facts.own("party_joined_on")
    if not joined and facts.file.fact("party_member") is False:
        joined = "Không"
    return [
        caption(
            "15.1- Trình độ giáo dục phổ thông (đã tốt nghiệp lớp mấy/thuộc hệ nào):",
            official.general_education,
        ),
        caption("15.2- Trình độ chuyên môn cao nhất:", facts.level("professional")),
        hint("(TSKH, TS, Ths, cử nhân, kỹ sư, cao đẳng, trung cấp, sơ cấp, chuyên ngành)"),
        caption("15.3- Lý luận chính trị:", facts.level("political")),
        hint("(Cao cấp, trung cấp, sơ cấp và tương đương)"),
        caption("15.4- Quản lý nhà nước:", facts.level("state_management")),
        hint("(chuyên viên cao cấp, chuyên viên chính, chuyên viên, cán sự,…)"),
        caption("15.5- Ngoại ngữ:", facts.languages),
        hint("(Tên ngoại ngữ + Trình độ A, B, C, D…)"),
        caption("15.6- Tin học:", facts.level("it")),
        hint("(Trình độ A, B, C,…)"),
        Line(
            (
                Entry("16) Ngày vào Đảng Cộng sản Việt Nam:", joined, 28),
                Entry("Ngày chính thức:", facts.own("party_official_on")),
            )
        ),
    ]


def _rest(facts: Facts) -> list[Block]:
    joined = ", ".join(
        text for text in (facts.said("organisation_joined_on"), facts.said("organisations")) if text
    )
    return [
        caption("17) Ngày tham gia tổ chức chính trị - xã hội:", joined),
        hint("(Ngày tham gia tổ chức: Đoàn, Hội, … và làm việc gì trong tổ chức đó)"),
        Line(
            (
                Entry("18) Ngày nhập ngũ:", facts.enlisted, 24),
                Entry("Ngày xuất ngũ:", facts.said("discharged_on"), 24),
                Entry("Quân hàm cao nhất:", facts.said("military_rank")),
            )
        ),
        caption("19) Danh hiệu được phong tặng cao nhất:", facts.said("honour_title")),
        hint(
            "(Anh hùng lao động, anh hùng lực lượng vũ trang; nhà giáo, thày thuốc, nghệ sĩ nhân dân và ưu tú, …)"
        ),
        caption("20) Sở trường công tác:", facts.said("strength")),
        caption("21) Khen thưởng:", facts.awards),
        hint("(Hình thức cao nhất, năm nào)"),
        caption("22) Kỷ luật:", facts.discipline),
        hint("(về đảng, chính quyền, đoàn thể hình thức cao nhất, năm nào)"),
        *_health(facts),
        Line(
            (
                Entry("24) Là thương binh hạng:", facts.said("invalid_class"), 24),
                Entry("Là con gia đình chính sách:", facts.said("policy_family")),
            )
        ),
        hint("(Con thương binh, con liệt sĩ, người nhiễm chất độc da cam Dioxin)"),
        Line(
            (
                Entry("25) Số chứng minh nhân dân:", facts.own("national_id"), 32),
                Entry("Ngày cấp:", facts.said("national_id_issued_on")),
            )
        ),
        caption("26) Số sổ BHXH:", facts.said("social_insurance_no")),
    ]


def _health(facts: Facts) -> list[Block]:
    height, weight = facts.said("height_cm"), facts.said("weight_kg")
    return [
        caption("23) Tình trạng sức khoẻ:", facts.health),
        Line(
            (
                Entry("Chiều cao:", f"{height} cm" if height else "", 24),
                Entry("Cân nặng:", f"{weight} kg" if weight else "", 24),
                Entry("Nhóm máu:", facts.said("blood_group")),
            )
        ),
    ]


def _tables(facts: Facts) -> list[Block]:
    comment = facts.said("body_comment")
    return [
        heading(
            "27) Đào tạo, bồi dưỡng về chuyên môn, nghiệp vụ, lý luận chính trị, ngoại ngữ, tin học", before=6
        ),
        *studies(facts),
        heading("28) Tóm tắt quá trình công tác"),
        career(facts),
        heading("29) Đặc điểm lịch sử bản thân"),
        *answers(facts, HISTORY),
        heading("30) Quan hệ gia đình"),
        *family(facts),
        heading("31) Diễn biến quá trình lương của cán bộ, công chức"),
        *_pay(facts),
        heading("32) Nhận xét, đánh giá của cơ quan, đơn vị quản lý và sử dụng cán bộ, công chức"),
        Text((Run(comment),), indent=10) if comment else Blank(4),
    ]


def _pay(facts: Facts) -> list[Block]:
    """The steps lie side by side, seven to a table."""
    steps = facts.pay
    columns = (GridColumn("", 34), *(GridColumn("", 19, "center") for _ in range(STEPS_A_ROW)))
    found: list[Block] = []
    for start in range(0, max(len(steps), 1), STEPS_A_ROW):
        group = steps[start : start + STEPS_A_ROW]
        group += [("", "", "")] * (STEPS_A_ROW - len(group))
        titles = ("Tháng/năm", "Mã ngạch/bậc", "Hệ số lương")
        rows = tuple((name, *(step[n] for step in group)) for n, name in enumerate(titles))
        found.append(Grid(columns, rows, size=10.5))
    return found


documents.register(
    Document(
        code="2c-bnv-2008",
        title="Sơ yếu lý lịch (Mẫu 2C-BNV/2008)",
        group="Hồ sơ cá nhân",
        about="Đủ 32 mục của mẫu, cho một người hoặc cả xã, phường trong một tệp.",
        order=10,
        asks=(UNIT, PERSON),
        may_see=reads("officials.PersonalFile"),
        build=build,
        source="Quyết định 02/2008/QĐ-BNV ngày 06/10/2008 (bản chép lại của mẫu trong các phần mềm công khai)",
        verified=Verification.PARTLY,
        note="Mục 28, 32, tên cột của bảng 27, 28, 30 theo trí nhớ, đối chiếu một phần. Mục 8 in “hộ khẩu” (bản in chính "
        "thức có lỗi chữ “bộ khẩu”).",
        sensitive=SENSITIVE,
        size=SIZE,
    )
)
