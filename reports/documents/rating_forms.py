"""Mẫu số 01 (cán bộ) and Mẫu số 02 (công chức) of NĐ 90/2020/NĐ-CP: name, post and unit filled, the rest to be written.

Nobody's rating is printed: these are the papers on which it is still to be given.
"""

from __future__ import annotations

from foundation.errors import Refused
from foundation.papers import (
    Blank,
    Block,
    Part,
    Run,
    Space,
    Text,
    caption,
    heading_pair,
    place_and_day,
    signature,
    signed,
    title,
)
from officials.models import Verification
from reports.documents import words
from reports.documents.model import PERSON, UNIT, YEAR, Asked, Built, Document, documents, writes, years_back
from reports.documents.reading import File, people_of, read_files

FIRST_YEAR, LAST_YEAR = 2020, 2025
_LEVELS = (
    "(hoàn thành xuất sắc nhiệm vụ, hoàn thành tốt nhiệm vụ, hoàn thành nhiệm vụ, không hoàn thành nhiệm vụ)"
)
_COMMON = ("Chính trị tư tưởng", "Đạo đức, lối sống", "Tác phong, lề lối làm việc", "Ý thức tổ chức kỷ luật")
_RESULT_CB = (
    "Kết quả thực hiện chức trách, nhiệm vụ được giao (xác định rõ nội dung công việc thực hiện; tỷ lệ hoàn thành, "
    "chất lượng, tiến độ công việc; kết quả hoạt động của cơ quan, tổ chức, đơn vị thuộc quyền quản lý)"
)
_RESULT_CC = (
    "Kết quả thực hiện chức trách, nhiệm vụ được giao (xác định rõ nội dung công việc thực hiện; tỷ lệ hoàn thành, "
    "chất lượng, tiến độ công việc)"
)
_LEADERS = (
    "Kết quả hoạt động của cơ quan, tổ chức, đơn vị được giao lãnh đạo, quản lý, phụ trách (xác định rõ nội dung công "
    "việc thực hiện; tỷ lệ hoàn thành, chất lượng, tiến độ công việc)",
    "Năng lực lãnh đạo, quản lý",
    "Năng lực tập hợp, đoàn kết",
)
_LINES = 3


def build(asked: Asked) -> Built:
    """The right form for each person by group; Errors: Refused for a year whose regime has other forms."""
    _check_year(asked.year)
    unit, day = asked.unit, asked.year_day
    assert unit is not None
    people = [asked.official] if asked.official else people_of(asked.user, unit, day)
    files = read_files(asked.user, people, day)
    parts = [_form(one, asked.year) for one in files if one.primary is not None]
    said = [
        f"{one.official.full_name} không giữ chức danh nào ngày {words.day(day)} nên không có phiếu."
        for one in files
        if one.primary is None
    ]
    if not parts:
        raise Refused(f"Không có người nào của {unit} giữ chức danh ngày {words.day(day)}. " + " ".join(said))
    return Built(tuple(parts), tuple(said))


def _check_year(year: int) -> None:
    if year < FIRST_YEAR:
        raise Refused(
            f"Năm {year} xếp loại theo Nghị định 56/2015/NĐ-CP, không dùng Mẫu số 01, 02 của Nghị định 90/2020/NĐ-CP "
            "(áp dụng từ năm 2020). Đề nghị chọn năm 2020 trở đi."
        )
    if year > LAST_YEAR:
        raise Refused(
            f"Từ năm {LAST_YEAR + 1} công chức được xếp loại theo Nghị định 335/2025/NĐ-CP; mẫu phiếu của nghị định "
            f"đó chưa có trong hệ thống. Đề nghị chọn năm đến {LAST_YEAR}."
        )


def _form(file: File, year: int) -> Part:
    posting = file.primary
    assert posting is not None
    is_cadre = posting.post.group == "can_bo"
    kind = "CÁN BỘ" if is_cadre else "CÔNG CHỨC"
    blocks: list[Block] = [
        Text((Run(f"Mẫu số {'01' if is_cadre else '02'}", bold=True),), "right", 12),
        heading_pair(issuer=words.organisation(posting.post_id, posting.unit)),
        *title(f"Phiếu đánh giá, xếp loại chất lượng {kind}", about=f"Năm {year}", is_ruled=False),
        caption("Họ và tên:", file.official.full_name),
        caption("Chức vụ, chức danh:", ", ".join(row.post.name for row in file.held)),
        caption(
            "Cơ quan, tổ chức, đơn vị công tác:", words.organisation(posting.post_id, posting.unit), more=1
        ),
        *(_cadre(file) if is_cadre else _civil_servant(file)),
    ]
    return Part(f"{file.official.full_name} – {posting.unit}", tuple(blocks))


def _cadre(file: File) -> list[Block]:
    blocks = [_head("I. KẾT QUẢ TỰ ĐÁNH GIÁ"), *_items([*_COMMON, _RESULT_CB])]
    blocks += _own_opinion(file)
    blocks += [
        _head(
            "III. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÁN BỘ", "(Phần dành cho cấp có thẩm quyền đánh giá)"
        ),
        *_items(["Nhận xét ưu, khuyết điểm", f"Kết quả đánh giá, xếp loại chất lượng {_LEVELS}"]),
    ]
    return _signed_by(blocks, "NGƯỜI CÓ THẨM QUYỀN ĐÁNH GIÁ", "(Ký, ghi rõ họ tên)")


def _civil_servant(file: File) -> list[Block]:
    items = [*_COMMON, _RESULT_CC, "Thái độ phục vụ nhân dân, doanh nghiệp"]
    blocks = [_head("I. KẾT QUẢ TỰ ĐÁNH GIÁ"), *_items(items)]
    blocks.append(_head("PHẦN DÀNH RIÊNG CHO CÔNG CHỨC LÃNH ĐẠO, QUẢN LÝ"))
    blocks += _items(_LEADERS, first=len(items) + 1)
    blocks += _own_opinion(file)
    blocks += [
        _head(
            "III. Ý KIẾN NHẬN XÉT, ĐÁNH GIÁ", "(Phần ghi ý kiến của người đứng đầu cơ quan sử dụng công chức)"
        ),
        Blank(_LINES),
    ]
    blocks = _signed_by(blocks, "NGƯỜI NHẬN XÉT, ĐÁNH GIÁ", "(Ký, ghi rõ họ tên)")
    blocks += [
        _head(
            "IV. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC",
            "(Phần dành cho cấp có thẩm quyền đánh giá)",
        ),
        *_items(["Nhận xét ưu, khuyết điểm", f"Kết quả đánh giá, xếp loại chất lượng {_LEVELS}"]),
    ]
    return _signed_by(blocks, "NGƯỜI CÓ THẨM QUYỀN ĐÁNH GIÁ", "(Ký, ghi rõ họ tên)")


def _own_opinion(file: File) -> list[Block]:
    blocks = [
        _head("II. TỰ NHẬN XÉT, XẾP LOẠI CHẤT LƯỢNG"),
        *_items(["Tự nhận xét ưu, khuyết điểm", f"Tự xếp loại chất lượng {_LEVELS}"]),
    ]
    return _signed_by(blocks, "NGƯỜI TỰ NHẬN XÉT", "(Ký, ghi rõ họ tên)", file.official.full_name)


def _signed_by(blocks: list[Block], post: str, hint: str, name: str = "") -> list[Block]:
    right = signature(post=[post], hint=hint, name=name, place_line=place_and_day("", None), room=48)
    return [*signed(blocks, (), right, (2, 3)), Space(6)]


def _head(text: str, hint: str = "") -> Text:
    runs = (Run(text, bold=True), *((Run(f"\n{hint}", italic=True),) if hint else ()))
    return Text(runs, "left", before=6, keep=True)


def _items(texts: tuple[str, ...] | list[str], first: int = 1) -> list[Block]:
    found: list[Block] = []
    for number, text in enumerate(texts, start=first):
        found += [Text((Run(f"{number}. {text}:"),), before=3, keep=True), Blank(_LINES)]
    return found


documents.register(
    Document(
        code="phieu-danh-gia",
        title="Phiếu đánh giá, xếp loại chất lượng (Mẫu số 01, 02)",
        group="Đánh giá, xếp loại",
        about="Mẫu số 01 cho cán bộ, Mẫu số 02 cho công chức; điền sẵn họ tên, chức vụ, đơn vị, năm; phần tự đánh "
        "giá và phần của cấp có thẩm quyền để trống.",
        order=30,
        asks=(UNIT, PERSON, YEAR),
        may_see=writes("assessments.Evaluation"),
        build=build,
        source="Nghị định 90/2020/NĐ-CP, phụ lục (totalmetal.net; vndoc.com)",
        verified=Verification.PARTLY,
        note="Mẫu số 01: phần I đã đọc, phần II, III theo trí nhớ. Mẫu số 02: theo trí nhớ, riêng ba mục của công chức "
        "lãnh đạo, quản lý đã đối chiếu với mẫu viên chức. Đề nghị đối chiếu trước khi in hàng loạt.",
        years=years_back(8),
    )
)
