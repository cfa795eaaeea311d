"""Mẫu 2C/TCTW-98, the variant of the Party's organisation boards: 31 items in its own order (regulations 9.2)."""

from __future__ import annotations

from foundation.papers import (
    Blank,
    Block,
    Columns,
    Entry,
    Line,
    Part,
    Run,
    Space,
    Text,
    caption,
    title,
)
from officials.models import Committee, Verification
from reports.documents import words
from reports.documents.facts import Facts
from reports.documents.file_parts import (
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


def build(asked: Asked) -> Built:
    """One person's file or those of everybody in the unit. Errors: Refused where nobody is in post there."""
    return build_files(asked, _part)


def _part(facts: Facts) -> Part:
    blocks = [*_head(facts), *_person(facts), *_work(facts), *_rest(facts), *_tables(facts)]
    return signed_file(facts, blocks, "Xác nhận của cơ quan quản lý")


def _head(facts: Facts) -> list[Block]:
    day, month, year = facts.birth
    pay = facts.salary
    born = (Entry("4) Sinh ngày:", day, 8), Entry("tháng", month, 8), Entry("năm", year, 12))
    return [
        Text((Run("Mẫu 2C/TCTW-98", bold=True),), "right", 11),
        *title("Sơ yếu lý lịch"),
        Columns(
            (
                (facts.photo,),
                (
                    Line(
                        (
                            Entry("1) Họ và tên khai sinh:", facts.name, 48, bold=True),
                            Entry("Nam, nữ:", facts.sex),
                        )
                    ),
                    Space(4),
                    caption("2) Các tên gọi khác:", facts.said("other_names")),
                    Space(4),
                    caption("3) Cấp ủy hiện tại:", _committees(facts)),
                    caption("Cấp ủy kiêm:"),
                    caption(
                        "Chức vụ (Đảng, đoàn thể, Chính quyền, kể cả chức vụ kiêm nhiệm):",
                        facts.posts,
                        more=1,
                    ),
                    caption("Phụ cấp chức vụ:", words.coefficient(pay.allowance) if pay else ""),
                    Space(4),
                    Line(born, between=" "),
                    Space(4),
                    caption("5) Nơi sinh:", facts.said("birth_place")),
                ),
            ),
            (45, 120),
        ),
        Space(6),
    ]


def _committees(facts: Facts) -> str:
    day = facts.file.day
    seats = [
        seat
        for seat in facts.file.of(Committee)
        if (seat.starts_on is None or seat.starts_on <= day) and (seat.ends_on is None or seat.ends_on >= day)
    ]
    return "; ".join(f"{seat.get_body_display()}, {seat.unit}" for seat in seats)


def _person(facts: Facts) -> list[Block]:
    return [
        caption("6) Quê quán:", facts.own("hometown")),
        Line(
            (
                Entry("7) Nơi ở hiện nay:", facts.said("current_address"), 84),
                Entry("Điện thoại:", facts.said("phone")),
            )
        ),
        Line(
            (Entry("8) Dân tộc:", facts.own("ethnicity"), 45), Entry("9) Tôn giáo:", facts.own("religion")))
        ),
        caption("10) Thành phần gia đình xuất thân:", facts.said("family_origin")),
        caption("11) Nghề nghiệp bản thân trước khi được tuyển dụng:", facts.said("occupation_before")),
        Line(
            (
                Entry("12) Ngày được tuyển dụng:", facts.own("recruited_on"), 24),
                Entry("Vào cơ quan nào, ở đâu:", facts.said("recruiting_body")),
            )
        ),
        Line(
            (
                Entry("13) Ngày vào cơ quan hiện đang công tác:", facts.said("joined_body_on"), 24),
                Entry("Ngày tham gia cách mạng:", facts.said("joined_revolution_on")),
            )
        ),
        Line(
            (
                Entry("14) Ngày vào Đảng Cộng sản Việt Nam:", facts.own("party_joined_on"), 28),
                Entry("Ngày chính thức:", facts.own("party_official_on")),
            )
        ),
        caption(
            "15) Ngày tham gia các tổ chức chính trị, xã hội:",
            ", ".join(
                text for text in (facts.said("organisation_joined_on"), facts.said("organisations")) if text
            ),
        ),
        Line(
            (
                Entry("16) Ngày nhập ngũ:", facts.enlisted, 22),
                Entry("Ngày xuất ngũ:", facts.said("discharged_on"), 22),
                Entry("Quân hàm, chức vụ cao nhất (năm):", facts.said("military_rank")),
            )
        ),
    ]


def _work(facts: Facts) -> list[Block]:
    pay = facts.salary
    return [
        caption("17) Trình độ học vấn: Giáo dục phổ thông (lớp mấy):", facts.file.official.general_education),
        caption("Học hàm, học vị cao nhất:", facts.level("professional")),
        hint("(GS, PGS, TS, PTS, Thạc sĩ, Cử nhân, Kỹ sư… năm nào, chuyên ngành gì)"),
        caption("Lý luận chính trị:", facts.level("political")),
        hint("(Cử nhân, Cao cấp, Trung cấp, Sơ cấp)"),
        caption("Ngoại ngữ:", facts.languages),
        hint("(Anh A/B/C/D, Nga, Pháp…)"),
        caption("18) Công tác chính đang làm:", facts.said("main_work")),
        Line(
            (
                Entry("19) Ngạch công chức:", facts.rank, 36),
                Entry("mã số:", pay.rank_code if pay else "", 16),
                Entry("Bậc lương:", words.known(pay.step) if pay else "", 8),
                Entry("Hệ số:", words.coefficient(pay.coefficient) if pay else "", 10),
                Entry("Từ tháng:", words.month(pay.starts_on) if pay else ""),
            )
        ),
        caption("20) Danh hiệu được phong (năm nào):", facts.said("honour_title")),
        Line(
            (
                Entry("21) Sở trường công tác:", facts.said("strength"), 44),
                Entry("Công việc đã làm lâu nhất:", facts.said("longest_work")),
            )
        ),
    ]


def _rest(facts: Facts) -> list[Block]:
    height, weight = facts.said("height_cm"), facts.said("weight_kg")
    return [
        caption("22) Khen thưởng (Huân, huy chương, năm nào):", facts.awards),
        caption(
            "23) Kỷ luật (Đảng, Chính quyền, Đoàn thể, Cấp quyết định, năm nào, lý do, hình thức):",
            facts.discipline,
        ),
        caption("24) Tình trạng sức khỏe:", facts.health),
        hint("(tốt, bình thường, yếu hoặc có bệnh mãn tính gì)"),
        Line(
            (
                Entry("Cao:", f"{height} cm" if height else "", 20),
                Entry("Cân nặng:", f"{weight} kg" if weight else "", 20),
                Entry("Nhóm máu:", facts.said("blood_group")),
            )
        ),
        Line(
            (
                Entry("25) Số CMTND:", facts.own("national_id"), 32),
                Entry("Thương binh loại:", facts.said("invalid_class"), 22),
                Entry("Gia đình liệt sĩ:", facts.said("policy_family")),
            )
        ),
    ]


def _tables(facts: Facts) -> list[Block]:
    means = facts.said("economic_circumstances")
    return [
        heading("26) Đào tạo, bồi dưỡng", before=6),
        *studies(facts),
        heading("27) Tóm tắt quá trình công tác"),
        career(facts),
        heading("28) Đặc điểm lịch sử bản thân"),
        *answers(facts, HISTORY[:1]),
        heading("29) Quan hệ với người nước ngoài"),
        *answers(facts, HISTORY[1:]),
        heading("30) Quan hệ gia đình"),
        *family(facts),
        heading("31) Hoàn cảnh kinh tế gia đình"),
        *([Text((Run(means),), indent=10)] if means else _means()),
    ]


def _means() -> list[Block]:
    return [
        Line((Entry("- Thu nhập: lương:", "", 40), Entry("các nguồn khác:"))),
        Line((Entry("- Nhà ở: được cấp/thuê, loại nhà:", "", 40), Entry("diện tích (m2):"))),
        Line((Entry("tự mua/xây, loại nhà:", "", 40), Entry("diện tích (m2):")), left=4),
        Line((Entry("- Đất ở: được cấp (m2):", "", 40), Entry("tự mua (m2):"))),
        caption("- Đất sản xuất, kinh doanh:"),
        Blank(1),
    ]


documents.register(
    Document(
        code="2c-tctw-98",
        title="Sơ yếu lý lịch (Mẫu 2C/TCTW-98)",
        group="Hồ sơ cá nhân",
        about="Mẫu của Ban Tổ chức Trung ương, 31 mục, cho một người hoặc cả xã, phường trong một tệp.",
        order=20,
        asks=(UNIT, PERSON),
        may_see=reads("officials.PersonalFile"),
        build=build,
        source="Mẫu 2C/TCTW-98 (bản chép lại của mẫu trong một phần mềm công khai)",
        verified=Verification.PARTLY,
        note="Mục 5, 6, 26, 27 và phần ký theo trí nhớ; các bảng 26, 27, 30 dùng cột của Mẫu 2C-BNV/2008.",
        sensitive=SENSITIVE,
        size=SIZE,
    )
)
