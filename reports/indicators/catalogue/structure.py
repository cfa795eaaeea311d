"""A. Số lượng và cơ cấu."""

from __future__ import annotations

from datetime import date

from reports.frames import columns
from reports.indicators.model import (
    AGE_KNOWN,
    AGE_SUM,
    AT_YEAR_END,
    EVERYONE,
    MEMORY,
    NO_RECORD,
    NOBODY,
    PARTLY,
    PERCENT,
    PROPOSAL,
    SMALL_SENSITIVE,
    Indicator,
    SeriesBreak,
    cells,
    register,
    share,
)  # fmt: skip
from reports.indicators.unit_numbers import unit

MERGER_2019 = SeriesBreak(
    2019,
    "Từ 01/11/2019 thị xã còn 23 xã, phường (trước đó 25) và nhiều xã thành phường: so với 2018 cần thận trọng.",
    date(2019, 11, 1),
)
_POST = (("officials.Appointment", "post"),)
_BIRTH = (("officials.Official", "birth_date"),)
_BM02 = "Biểu BM02/BNV (TT 11/2012/TT-BNV)"

register(
    Indicator(
        code="A1",
        title="Tổng số cán bộ, công chức",
        kind="count",
        unit="người",
        numerator=EVERYONE,
        denominator=NOBODY,
        numerator_text=f"Số cán bộ, công chức {AT_YEAR_END}",
        denominator_text="",
        direction=0,
        source=f"{_BM02}; luận văn Bắc Giang (hệ thống chỉ tiêu)",
        verified=PARTLY,
        fields=_POST,
        breaks=(MERGER_2019,),
        note="Một người tính một lần theo chức danh chính; kiêm nhiệm không cộng thêm.",
    )
)
for _group, _label in zip(columns.GROUPS, columns.GROUP_LABELS, strict=True):
    register(
        Indicator(
            code=f"A1.{_group}",
            title=f"Số {_label.lower()}",
            kind="count",
            unit="người",
            numerator=cells(columns.GROUP, {_group}),
            denominator=NOBODY,
            numerator_text=f"Số {_label.lower()} {AT_YEAR_END}",
            denominator_text="",
            column=columns.GROUP,
            direction=0,
            source=f"{_BM02}; luận văn Bắc Giang (hệ thống chỉ tiêu)",
            verified=PARTLY,
            fields=_POST,
            breaks=(MERGER_2019,),
        )
    )
register(
    Indicator(
        code="A2",
        title="Tỷ lệ có mặt so với số được giao",
        kind="ratio",
        unit=PERCENT,
        numerator=frozenset({unit("people_with_quota")}),
        denominator=frozenset({unit("quota")}),
        unknown=frozenset({unit("without_quota")}),
        numerator_text=f"Số cán bộ, công chức {AT_YEAR_END} ở các đơn vị đã biết số được giao",
        denominator_text="Tổng số cán bộ, công chức được giao ngày 31/12 của các đơn vị đó",
        direction=1,
        source="Luận văn Khoái Châu, Võ Nhai (số được giao, có mặt, còn thiếu); NĐ 34/2019/NĐ-CP Điều 2",
        verified=PARTLY,
        by_group=False,
        fields=_POST,
        small=0,
        breaks=(MERGER_2019,),
        unknown_counted="đơn vị",
        note="Số được giao không tách cán bộ và công chức. Tỷ lệ thiếu = 100 − A2; đơn vị sáp nhập có thể trên 100.",
    ),
    Indicator(
        code="A3",
        title="Số cán bộ, công chức bình quân một xã, phường",
        kind="ratio",
        unit="người/đơn vị",
        numerator=EVERYONE,
        denominator=frozenset({unit("n")}),
        numerator_text=f"Số cán bộ, công chức {AT_YEAR_END}",
        denominator_text="Số xã, phường, thị trấn tồn tại ngày 31/12",
        direction=0,
        source="Luận văn Bắc Giang (số công chức bình quân một xã)",
        verified=PARTLY,
        fields=_POST,
        breaks=(MERGER_2019,),
    ),
    share(
        "A4",
        "Tỷ lệ nữ",
        columns.SEX,
        {"nu"},
        of={"nam", "nu"},
        unknown={columns.UNKNOWN},
        direction=0,
        source=f"{_BM02}; luận văn Chợ Đồn, Khoái Châu",
        verified=PARTLY,
        fields=(("officials.Official", "sex"),),
    ),
)
_SENIORITY = [cell for cell in columns.SENIORITY.cells if cell != columns.UNKNOWN]
_KIN = (("officials.FamilyMember", "relative_official"),)
_BANDS = [cell for cell in columns.AGE_DECADE.cells if cell != columns.UNKNOWN]
register(
    *(
        share(
            f"A5.{band}",
            f"Tỷ lệ {columns.AGE_DECADE.label(band).lower()} tuổi",
            columns.AGE_DECADE,
            {band},
            of=set(_BANDS),
            unknown={columns.UNKNOWN},
            direction=0,
            source="Luận văn Chợ Đồn, Khoái Châu; dải tuổi của KBNN Tiền Giang",
            verified=PARTLY,
            fields=_BIRTH,
        )
        for band in _BANDS
    ),
    Indicator(
        code="A6",
        title="Tuổi bình quân",
        kind="mean",
        unit="tuổi",
        numerator=frozenset({AGE_SUM}),
        denominator=frozenset({AGE_KNOWN}),
        unknown=cells(columns.AGE_DECADE, {columns.UNKNOWN}),
        numerator_text=f"Tổng số tuổi tròn của cán bộ, công chức {AT_YEAR_END} đã biết ngày sinh",
        denominator_text="Số người đó",
        direction=0,
        source="Luận văn Bắc Giang (tuổi bình quân)",
        verified=PARTLY,
        fields=_BIRTH,
        counted="tuổi",
    ),
    *(
        share(
            f"A7.{band}",
            f"Thâm niên {columns.SENIORITY.label(band)[:1].lower()}{columns.SENIORITY.label(band)[1:]}",
            columns.SENIORITY,
            {band},
            of=set(_SENIORITY),
            unknown={columns.UNKNOWN},
            direction=0,
            source="Luận văn Chợ Đồn (thâm niên công tác); các dải năm theo trí nhớ",
            verified=MEMORY,
            fields=(("officials.Appointment", "starts_on"),),
            note="Số năm tròn giữ chức danh chính ở cấp xã, cộng các lần công tác, không tính thời gian gián đoạn. Người "
            "chưa rõ ngày bắt đầu lần đầu nêu ở số chưa có số liệu.",
        )
        for band in _SENIORITY
    ),
    Indicator(
        code="A8.party",
        title="Tỷ lệ đảng viên",
        kind="share",
        unit=PERCENT,
        numerator=cells(columns.PARTY, {"yes"}),
        denominator=EVERYONE,
        unknown=frozenset({(columns.PARTY.name, NO_RECORD)}),
        numerator_text=f"Số cán bộ, công chức {AT_YEAR_END} là đảng viên",
        denominator_text=f"Số cán bộ, công chức {AT_YEAR_END}",
        column=columns.PARTY,
        direction=0,
        source=f"{_BM02}; luận văn Phú Lương",
        verified=PARTLY,
        fields=(("officials.Official", "party_member"),),
        note="Người không ghi gì về Đảng được tính là không, và nêu ở số chưa có số liệu.",
    ),
    share(
        "A8.ethnic_minority",
        "Tỷ lệ người dân tộc thiểu số",
        columns.ETHNICITY,
        {"minority"},
        of={"minority", "kinh"},
        unknown={columns.UNKNOWN},
        direction=0,
        source=f"{_BM02}; luận văn Phú Lương",
        verified=PARTLY,
        fields=(("officials.Official", "ethnicity"),),
    ),
    share(
        "A8.religion",
        "Tỷ lệ người theo tôn giáo",
        columns.RELIGION,
        {"yes"},
        of={"yes", "no"},
        unknown={columns.UNKNOWN},
        direction=0,
        source=f"{_BM02}; luận văn Phú Lương",
        verified=PARTLY,
        fields=(("officials.Official", "religion"),),
    ),
    share(
        "A9",
        "Tỷ lệ đến tuổi nghỉ hưu trong 5 năm tới",
        columns.RETIREMENT,
        {"within_5"},
        of={"within_5", "later"},
        unknown={columns.UNKNOWN},
        direction=-1,
        source="Đề xuất của hệ thống; tuổi nghỉ hưu: NĐ 135/2020/NĐ-CP Điều 4, trước 2021: 60 nam, 55 nữ",
        verified=PROPOSAL,
        fields=_BIRTH,
        breaks=(
            SeriesBreak(
                2021, "Từ 01/01/2021 tuổi nghỉ hưu tăng dần theo NĐ 135/2020/NĐ-CP.", date(2021, 1, 1)
            ),
        ),
        note="Theo tuổi nghỉ hưu của luật có hiệu lực ngày 31/12; gồm cả người đã quá tuổi.",
    ),
    share(
        "A10",
        "Tỷ lệ có người thân đã kê khai cùng giữ chức danh trong đơn vị",
        columns.RELATIVES,
        {"yes"},
        of={"yes", "no"},
        unknown={columns.UNKNOWN},
        direction=-1,
        source="Luận văn về thị xã Kinh Môn (dòng họ); chỉ tiêu là đề xuất của hệ thống",
        verified=PROPOSAL,
        fields=_KIN,
        small=SMALL_SENSITIVE,
        restricted=True,
        note="Chỉ tính quan hệ đã kê khai giữa hai người cùng có mặt trong một đơn vị, trong số người đã kê khai hoặc được "
        "người khác kê khai: đọc cùng độ phủ A10.coverage. Có người thân không phải là sai phạm; cục bộ, bè phái không "
        "đo được bằng hồ sơ.",
    ),
    share(
        "A10.coverage",
        "Tỷ lệ đã kê khai quan hệ gia đình",
        columns.RELATIVES,
        {"yes", "no"},
        direction=1,
        source="Đề xuất của hệ thống",
        verified=PROPOSAL,
        fields=_KIN,
        small=SMALL_SENSITIVE,
        restricted=True,
    ),
)
