"""What both forms of a personal file share: whose files, tables and answers of the same items, the signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foundation.errors import Refused
from foundation.models import Attachment
from foundation.papers import Blank, Block, Grid, GridColumn, Line, Part, Run, Text, signature, signed
from officials.models import Official, PersonalFile
from officials.services.attachments import photo_rows
from reports.documents import words
from reports.documents.facts import Facts, rank_names
from reports.documents.model import Asked, Built, reads
from reports.documents.reading import EVERYTHING, people_of, read_files

SIZE = 12.0
HINT_SIZE = 10.0
SENSITIVE = "dân tộc, tôn giáo, Đảng, sức khỏe, kỷ luật, lịch sử bản thân"
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
_opens_files = reads("foundation.Attachment")
MOST_PEOPLE = 60  # a unit has 25 at most by law (NĐ 92/2009/NĐ-CP); 21 take 0.6 s as .docx, 2.5 s as .pdf


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
    portraits = _portraits(asked, people)
    facts = [Facts(file, ranks, portraits.get(file.official.public_id)) for file in files]
    return Built(tuple(make(one) for one in facts), tuple(_said(asked, facts)))


def _portraits(asked: Asked, people: Sequence[Official]) -> dict[str, Attachment]:
    """The photographs, for who may open the files of these people."""
    return photo_rows(people) if _opens_files(asked.user) else {}


def _said(asked: Asked, facts: Sequence[Facts]) -> list[str]:
    files = [one.file for one in facts]
    said = ["Mục chưa có trong hồ sơ là dòng chấm để ghi tay; bảng có thêm dòng trống."]
    begun = sum(1 for file in files if file.of(PersonalFile))
    if begun < len(files):
        said.append(
            f"{len(files) - begun} trong {len(files)} người chưa có phần khai thêm của sơ yếu lý lịch trong hồ sơ."
        )
    if without := sum(1 for one in facts if one.portrait is None):
        sees = _opens_files(asked.user)
        why = "hồ sơ chưa có ảnh chân dung" if sees else "vai trò của ông/bà không xem ảnh"
        said.append(f"Khung ảnh để trống với {without} trong {len(files)} người: {why}.")
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
