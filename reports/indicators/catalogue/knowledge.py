"""C. Trí lực."""

from __future__ import annotations

from datetime import date

from officials.majors import Suits
from reports.frames import columns
from reports.frames.columns import Column
from reports.indicators.catalogue.surveys import MEAN_OF, SCORE, SURVEY, n_answers
from reports.indicators.model import PARTLY, Indicator, SeriesBreak, missing, register, share

_QUALIFICATION = (("officials.Qualification", "level"),)
_UNKNOWN_LEVEL = {columns.LEVEL_UNKNOWN}
CERTIFICATES_2021 = SeriesBreak(
    2021,
    "TT 02/2021/TT-BNV (từ 01/08/2021) bỏ yêu cầu chứng chỉ tin học, ngoại ngữ với ngạch hành chính; "
    "yêu cầu tin học cấp xã của TT 13/2019/TT-BNV còn đến 31/07/2023.",
    date(2021, 8, 1),
)
_CERTIFICATE_NOTE = (
    "Chứng chỉ không đồng nghĩa với thành thạo. Chứng chỉ cũ (A, B, C) và mới là các mức riêng."
)


def _by_level(
    family: str,
    what: str,
    column: Column,
    source: str,
    *,
    breaks: tuple[SeriesBreak, ...] = (),
    note: str = "",
) -> list[Indicator]:
    """One share for each level of a column, of everyone in post; `level_unknown` is the unknown beside it."""
    return [
        share(
            f"{family}.{level}",
            f"{what}: {column.label(level)}",
            column,
            {level},
            unknown=_UNKNOWN_LEVEL,
            direction=-1 if level == "none" else None,
            source=source,
            verified=PARTLY,
            fields=_QUALIFICATION,
            breaks=breaks,
            note=note
            or "Mức cao nhất đã đạt đến ngày 31/12. Không có hồ sơ trình độ được tính là chưa qua đào tạo.",
        )
        for level in column.cells
        if level != columns.LEVEL_UNKNOWN
    ]


_JUDGED_FIT = {cell.value for cell in Suits}
_STATED = {"thpt", "thcs", "tieu_hoc"}
register(
    *(
        share(
            f"C1.{level}",
            f"Học vấn phổ thông: {columns.GENERAL_EDUCATION.label(level)}",
            columns.GENERAL_EDUCATION,
            {level},
            of=_STATED,
            unknown={columns.UNKNOWN},
            direction=1 if level == "thpt" else -1,
            source="Các luận văn về trình độ học vấn cán bộ, công chức cấp xã (2017, 2021)",
            verified=PARTLY,
            fields=(("officials.Official", "general_education"),),
        )
        for level in columns.GENERAL_EDUCATION.cells
        if level in _STATED
    ),
    *_by_level(
        "C2",
        "Trình độ chuyên môn",
        columns.DEGREE,
        "Luận văn Gia Lâm; Báo Hải Dương (Bình Giang); TT 11/2012/TT-BNV",
    ),
    share(
        "C2u",
        "Tỷ lệ có trình độ đại học trở lên",
        columns.DEGREE,
        {"dai_hoc", "thac_si", "tien_si"},
        unknown=_UNKNOWN_LEVEL,
        direction=1,
        source="Báo Hải Dương (Bình Giang); Vĩnh Linh (mục tiêu 97 % đến 2025)",
        verified=PARTLY,
        fields=_QUALIFICATION,
        note="Trước 01/08/2023 pháp luật chưa đòi hỏi đại học với cán bộ: nên xem riêng cán bộ và công chức.",
    ),
    share(
        "C2s",
        "Tỷ lệ đạt chuẩn trình độ chuyên môn của chức danh",
        columns.STANDARD,
        {"met"},
        of={"met", "in_transition", "unmet", columns.UNKNOWN},
        unknown={columns.UNKNOWN},
        direction=1,
        source="QĐ 04/2004/QĐ-BNV; TT 06/2012/TT-BNV Điều 2; TT 13/2019/TT-BNV Điều 1; NĐ 33/2023/NĐ-CP",
        verified=PARTLY,
        fields=(*_QUALIFICATION, ("officials.Qualification", "field")),
        breaks=(
            SeriesBreak(
                2019,
                "TT 13/2019/TT-BNV (từ 25/12/2019) nâng chuẩn công chức từ trung cấp lên đại học: "
                "đạt chuẩn cũ có thể là chưa đạt chuẩn mới.",
                date(2019, 12, 25),
            ),
        ),
        note="So bậc trình độ với tiêu chuẩn của chức danh có hiệu lực ngày 31/12. Với chức danh đã có trong bảng ngành phù "
        "hợp (C3), ngành chưa phù hợp là chưa đạt, ngành chưa xác định là chưa đủ số liệu; chức danh chưa có trong bảng thì "
        "chưa xét ngành. Người tuyển dụng trước 25/12/2019 đạt chuẩn cũ, còn trong thời hạn chuyển tiếp đến 25/12/2024, "
        "không tính là đạt và nêu riêng.",
    ),
    share(
        "C2t",
        "Tỷ lệ đạt chuẩn cũ, còn trong thời hạn chuyển tiếp",
        columns.STANDARD,
        {"in_transition"},
        of={"met", "in_transition", "unmet", columns.UNKNOWN},
        unknown={columns.UNKNOWN},
        direction=None,
        source="TT 13/2019/TT-BNV (chuyển tiếp đến 25/12/2024); NĐ 33/2023/NĐ-CP",
        verified=PARTLY,
        fields=(*_QUALIFICATION, ("officials.Qualification", "field")),
        note="Người tuyển dụng trước chuẩn mới và đạt chuẩn cũ; không phải là chưa đạt.",
    ),
    *(
        share(
            code,
            title,
            columns.MAJOR_FIT,
            {cell},
            of=_JUDGED_FIT,
            unknown=set() if cell == Suits.CHUA_XAC_DINH.value else {Suits.CHUA_XAC_DINH.value},
            direction=direction,
            source="TT 13/2019/TT-BNV Điều 1 (ngành phù hợp do tỉnh quy định); dantri.com.vn 30/01/2026 (cả nước 5,4 % chưa "
            "phù hợp)",
            verified=PARTLY,
            fields=(("officials.Qualification", "field"),),
            note="Theo bảng ngành – chức danh ở mục Văn bản, danh mục, mỗi dòng có người, ngày và lý do xác định. Xét ngành của "
            "trình độ cao nhất. Chỉ xét chức danh đã có trong bảng; ngành chưa có trong bảng là chưa xác định.",
        )
        for code, title, cell, direction in (
            ("C3", "Tỷ lệ có ngành đào tạo phù hợp với chức danh", Suits.PHU_HOP.value, 1),
            (
                "C3.chua_phu_hop",
                "Tỷ lệ có ngành đào tạo chưa phù hợp với chức danh",
                Suits.CHUA_PHU_HOP.value,
                -1,
            ),
            (
                "C3.chua_xac_dinh",
                "Tỷ lệ chưa xác định được ngành có phù hợp không",
                Suits.CHUA_XAC_DINH.value,
                0,
            ),
        )
    ),
    *_by_level(
        "C4", "Lý luận chính trị", columns.POLITICAL, "Luận văn Khoái Châu; Vĩnh Linh; TT 11/2012/TT-BNV"
    ),
    *_by_level("C5", "Quản lý nhà nước", columns.STATE_MANAGEMENT, "Luận văn Đà Bắc; TT 11/2012/TT-BNV"),
    *_by_level(
        "C6",
        "Tin học",
        columns.IT_LEVEL,
        "Luận văn Hà Đông, Đà Bắc; TT 13/2019/TT-BNV; TT 03/2014/TT-BTTTT",
        breaks=(CERTIFICATES_2021,),
        note=_CERTIFICATE_NOTE,
    ),
    *_by_level(
        "C7",
        "Ngoại ngữ",
        columns.LANGUAGE_LEVEL,
        "Luận văn Đà Bắc; TT 20/2019/TT-BGDĐT (A, B, C cấp đến 15/01/2020)",
        breaks=(CERTIFICATES_2021,),
        note=_CERTIFICATE_NOTE + " Tiếng dân tộc thiểu số không phải ngoại ngữ.",
    ),
    missing(
        "C8",
        "Kỹ năng",
        "mean",
        SCORE,
        needs=SURVEY.format(whom="cán bộ, công chức và người dân"),
        numerator_text=MEAN_OF.format(items="kỹ năng (A27–A30, B6–B10)"),
        denominator_text=n_answers("A, B"),
        source="Luận văn Tam Dương, Lai Châu (điều tra)",
        verified=PARTLY,
        note="Chứng chỉ (C6, C7) không thay được: thành thạo chỉ khảo sát mới cho biết.",
    ),
)
