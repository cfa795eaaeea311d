"""Mẫu 2C-BNV/2008, "Sơ yếu lý lịch cán bộ, công chức": 32 items, caption by caption (regulations 9.1)."""

from __future__ import annotations

from dataclasses import replace

from foundation.errors import Refused
from foundation.papers import (
    Blank,
    Block,
    Columns,
    Entry,
    Grid,
    GridColumn,
    Line,
    Part,
    Photo,
    Run,
    Space,
    Text,
    caption,
    signature,
    signed,
    title,
)
from officials.models import Appointment, PersonalFile, Verification
from reports.documents import words
from reports.documents.facts import Facts, rank_names
from reports.documents.model import PERSON, UNIT, Asked, Built, Document, documents, reads
from reports.documents.reading import EVERYTHING, people_of, read_files

SIZE = 12.0
HINT_SIZE = 10.0
SENSITIVE = "dân tộc, tôn giáo, Đảng, sức khỏe, kỷ luật, lịch sử bản thân"
_ISSUED = (
    "Mẫu 2C-BNV/2008 ban hành kèm theo Quyết định số 02/2008/QĐ-BNV ngày 06/10/2008 của Bộ trưởng Bộ Nội vụ"
)
_ADDRESS = "(Số nhà, đường phố, thành phố, xóm, thôn, xã, huyện, tỉnh)"
_STUDY_COLUMNS = (
    GridColumn("Tên trường", 36),
    GridColumn("Chuyên ngành đào tạo, bồi dưỡng", 40),
    GridColumn("Từ tháng, năm - đến tháng, năm", 32, "center"),
    GridColumn("Hình thức đào tạo", 24, "center"),
    GridColumn("Văn bằng, chứng chỉ, trình độ gì", 36),
)
_STUDY_HINT = "Ghi chú: Hình thức đào tạo: chính quy, tại chức, chuyên tu, bồi dưỡng…; Văn bằng: TSKH, TS, Ths, Cử nhân, Kỹ sư…"
_CAREER_COLUMNS = (
    GridColumn("Từ tháng, năm đến tháng, năm", 36, "center"),
    GridColumn(
        "Chức danh, chức vụ, đơn vị công tác (đảng, chính quyền, đoàn thể, tổ chức xã hội), kể cả thời gian được đào "
        "tạo, bồi dưỡng về chuyên môn, nghiệp vụ,…",
        132,
    ),
)
FAMILY_COLUMNS = (
    GridColumn("Mối quan hệ", 24),
    GridColumn("Họ và tên", 42),
    GridColumn("Năm sinh", 16, "center"),
    GridColumn(
        "Quê quán, nghề nghiệp, chức danh, chức vụ, đơn vị công tác, học tập, nơi ở (trong, ngoài nước); thành viên "
        "các tổ chức chính trị - xã hội …?",
        86,
    ),
)
HISTORY = (
    (
        "past_history",
        "- Khai rõ: bị bắt, bị tù (từ ngày tháng năm nào đến ngày tháng năm nào, ở đâu), đã khai báo cho ai, những vấn "
        "đề gì? Bản thân có làm việc trong chế độ cũ (cơ quan, đơn vị nào, địa điểm, chức danh, chức vụ, thời gian làm "
        "việc…):",
    ),
    (
        "foreign_ties",
        "- Tham gia hoặc có quan hệ với các tổ chức chính trị, kinh tế, xã hội nào ở nước ngoài (làm gì, tổ chức nào, "
        "đặt trụ sở ở đâu…?):",
    ),
    (
        "relatives_abroad",
        "- Có thân nhân (Cha, Mẹ, Vợ, Chồng, con, anh chị em ruột) ở nước ngoài (làm gì, địa chỉ…)?",
    ),
)
STEPS_A_ROW = 7
MOST_PEOPLE = 60  # a unit has 25 at most by law (NĐ 92/2009/NĐ-CP); 21 take 0.6 s as .docx, 2.5 s as .pdf


def build(asked: Asked) -> Built:
    """One person's file or those of everybody in the unit. Errors: Refused where nobody is in post there."""
    return build_files(asked, _part)


def build_files(asked: Asked, make: object) -> Built:
    """The parts that `make(Facts)` gives for the people asked for, and what the reader has to know of them."""
    assert callable(make)
    unit = asked.unit
    people = [asked.official] if asked.official else people_of(asked.user, unit, asked.day) if unit else []
    if not people:
        raise Refused(f"Không có ai giữ chức danh tại {unit} ngày {words.day(asked.day)}.")
    if len(people) > MOST_PEOPLE:
        raise Refused(
            f"{unit} có {len(people)} người, nhiều hơn {MOST_PEOPLE} người của một tệp. Đề nghị chọn từng người."
        )
    ranks = rank_names()
    files = read_files(asked.user, people, asked.day, [PersonalFile, *EVERYTHING])
    return Built(tuple(make(Facts(file, ranks)) for file in files), tuple(_said(asked, files)))


def _said(asked: Asked, files: list) -> list[str]:  # type: ignore[type-arg]
    said = ["Mục chưa có trong hồ sơ là dòng chấm để ghi tay; bảng có thêm dòng trống."]
    begun = sum(1 for file in files if file.of(PersonalFile))
    if begun < len(files):
        said.append(
            f"{len(files) - begun} trong {len(files)} người chưa có phần khai thêm của sơ yếu lý lịch trong hồ sơ."
        )
    if not reads("assessments.Discipline")(asked.user):
        said.append(
            "Mục Kỷ luật để trống: vai trò của ông/bà không xem mục này. Đề nghị liên hệ Phòng Nội vụ."
        )
    return said


def hint(text: str) -> Text:
    """What a caption's value is to be, small, in its middle."""
    return Text((Run(text, italic=True),), "center", HINT_SIZE)


def with_hints(blocks: list[Block]) -> list[Block]:
    """Every caption on one page with the hint under it."""
    following = [*blocks[1:], None]
    return [
        replace(block, keep=True)
        if isinstance(block, Line) and isinstance(after, Text) and after.size == HINT_SIZE
        else block
        for block, after in zip(blocks, following, strict=True)
    ]


def heading(text: str, before: float = 4) -> Text:
    """The caption of a table or of answers in several lines."""
    return Text((Run(text, bold=True),), "left", before=before, keep=True)


def place(number: str, value: str) -> Line:
    """`4) Nơi sinh: …`, or its three parts to fill in."""
    if value:
        return caption(f"{number}", value)
    return Line((Entry(f"{number} Xã", "", 24), Entry("Huyện", "", 24), Entry("Tỉnh")))


def answers(facts: Facts, items: tuple[tuple[str, str], ...]) -> list[Block]:
    """Questions with the person's own words under each, or lines to write them on."""
    found: list[Block] = []
    for name, question in items:
        found.append(Text((Run(question),), keep=True, before=2))
        value = facts.said(name)
        found.append(Text((Run(value),), indent=10) if value else Blank(3))
    return found


def family(facts: Facts, size: float = 11) -> list[Block]:
    """Item 30 of both forms: the own side, then that of husband or wife."""
    return [
        Text((Run("a) Về bản thân: Cha, Mẹ, Vợ (hoặc chồng), các con, anh chị em ruột"),), "left", keep=True),
        Grid(FAMILY_COLUMNS, facts.family(of_spouse=False), spare=8, size=size),
        Text((Run("b) Về bên vợ (hoặc chồng): Cha, Mẹ, anh chị em ruột"),), "left", keep=True),
        Grid(FAMILY_COLUMNS, facts.family(of_spouse=True), spare=5, size=size),
    ]


def studies(facts: Facts) -> list[Block]:
    return [Grid(_STUDY_COLUMNS, facts.studies, spare=5, size=11), hint(_STUDY_HINT)]


def career(facts: Facts) -> Block:
    return Grid(_CAREER_COLUMNS, facts.career, spare=6, size=11)


def _part(facts: Facts) -> Part:
    blocks = [*_head(facts), *_person(facts), *_work(facts), *_levels(facts), *_rest(facts), *_tables(facts)]
    return signed_file(facts, blocks, "Thủ trưởng cơ quan, đơn vị quản lý và sử dụng CBCC")


def signed_file(facts: Facts, blocks: list[Block], confirmed_by: str) -> Part:
    """The file of one person, ended by who declares it and who confirms it."""
    left = signature(
        post=["Người khai"],
        hint="Tôi xin cam đoan những lời khai trên đây là đúng sự thật\n(Ký tên, ghi rõ họ tên)",
        name=facts.file.official.full_name,
    )
    right = signature(
        place_line="……………, Ngày …… tháng …… năm 20……",
        post=[confirmed_by],
        hint="(Ký tên, đóng dấu)",
    )
    return Part(facts.file.official.full_name, tuple(signed(with_hints(blocks), left, right, (1, 1))))


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
                (Photo(),),
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
                Entry("Phụ cấp khác:"),
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
