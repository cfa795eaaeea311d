"""E. Kết quả hoàn thành nhiệm vụ."""

from __future__ import annotations

from reports.frames import columns
from reports.indicators.model import PARTLY, PROPOSAL, SeriesBreak, register, share

_FIELDS = (("assessments.Evaluation", "level"),)
_RATED = {"xuat_sac", "tot", "hoan_thanh", "han_che_nang_luc", "khong_hoan_thanh"}
_NOT_RATED = {"not_evaluated"}
_DECREES = "NĐ 56/2015/NĐ-CP, NĐ 88/2017/NĐ-CP (đến 2019); NĐ 90/2020/NĐ-CP (từ 2020)"
LEVEL_THREE = SeriesBreak(
    2020,
    "Mức thứ ba đổi tên và nghĩa: đến 2019 “hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực” (NĐ 56/2015), "
    "từ 2020 “hoàn thành nhiệm vụ” (NĐ 90/2020); không so 2020 với 2019.",
)

register(
    *(
        share(
            f"E1.{level}",
            f"Xếp loại: {columns.EVALUATION.label(level)}",
            columns.EVALUATION,
            {level},
            unknown=set() if level in _NOT_RATED else _NOT_RATED,
            direction=0 if level in _NOT_RATED else -1 if level == "khong_hoan_thanh" else None,
            source=_DECREES,
            verified=PARTLY,
            fields=_FIELDS,
            breaks=(LEVEL_THREE,) if level in ("hoan_thanh", "han_che_nang_luc") else (),
            note="Chia cho mọi người có mặt, kể cả người không xếp loại; E2 và E3 chia cho số được xếp loại.",
        )
        for level in columns.EVALUATION.cells
    ),
    share(
        "E2",
        "Tỷ lệ hoàn thành tốt nhiệm vụ trở lên",
        columns.EVALUATION,
        {"xuat_sac", "tot"},
        of=_RATED,
        unknown=_NOT_RATED,
        direction=None,
        source=f"{_DECREES}; luận văn về thị xã Kinh Môn",
        verified=PARTLY,
        fields=_FIELDS,
        note="100 % không cho biết ai làm tốt hơn ai: xem cùng các chỉ tiêu về kết quả công việc.",
    ),
    share(
        "E3",
        "Tỷ lệ hoàn thành xuất sắc nhiệm vụ",
        columns.EVALUATION,
        {"xuat_sac"},
        of=_RATED,
        unknown=_NOT_RATED,
        direction=None,
        source=f"{_DECREES}; NĐ 48/2023/NĐ-CP (khống chế tỷ lệ)",
        verified=PARTLY,
        fields=_FIELDS,
    ),
    share(
        "E4",
        "Tỷ lệ không xếp loại",
        columns.EVALUATION,
        _NOT_RATED,
        direction=0,
        source="Đề xuất của hệ thống, theo cách nêu của Vĩnh Long và cả nước năm 2018",
        verified=PROPOSAL,
        fields=_FIELDS,
        note="Gồm người làm việc dưới 6 tháng (không xếp loại theo quy định), chưa có kết luận, và chưa có hồ sơ.",
    ),
)
