"""E. Kết quả hoàn thành nhiệm vụ."""

from __future__ import annotations

from reports.frames import columns
from reports.indicators.model import PARTLY, PERCENT, PROPOSAL, Indicator, SeriesBreak, register, share
from reports.indicators.unit_numbers import unit

_FIELDS = (("assessments.Evaluation", "level"),)
_RATED = {"xuat_sac", "tot", "hoan_thanh", "han_che_nang_luc", "khong_hoan_thanh"}
_NOT_RATED = {"not_evaluated"}
_DECREES = "NĐ 56/2015/NĐ-CP, NĐ 88/2017/NĐ-CP (đến 2019); NĐ 90/2020/NĐ-CP (từ 2020)"
PERCENT_OF_ANSWERS = "% hài lòng"
LEVEL_THREE = SeriesBreak(
    2020,
    "Mức thứ ba đổi tên và nghĩa: đến 2019 “hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực” (NĐ 56/2015), "
    "từ 2020 “hoàn thành nhiệm vụ” (NĐ 90/2020); không so 2020 với 2019.",
)


def _mean_of_units(
    code: str, title: str, what: str, number: str, field: str, *, unit_name: str, source: str, note: str
) -> Indicator:
    """The plain mean of a number that each unit has once."""
    return Indicator(
        code=code,
        title=title,
        kind="mean",
        unit=unit_name,
        numerator=frozenset({unit(number)}),
        denominator=frozenset({unit(f"units_with_{number}")}),
        unknown=frozenset({unit(f"without_{number}")}),
        numerator_text=f"Tổng {what} của các đơn vị đã có số liệu của năm",
        denominator_text="Số đơn vị đó",
        direction=1,
        source=source,
        verified=PARTLY,
        by_group=False,
        fields=(("assessments.UnitYear", field),),
        small=0,
        counted="điểm",
        unknown_counted="đơn vị",
        note=note,
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
    Indicator(
        code="E5",
        title="Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn",
        kind="share",
        unit=PERCENT,
        numerator=frozenset({unit("cases_on_time")}),
        denominator=frozenset({unit("cases")}),
        unknown=frozenset({unit("without_cases")}),
        numerator_text="Số hồ sơ giải quyết đúng và trước hạn trong năm của các đơn vị có đủ số liệu",
        denominator_text="Số hồ sơ đã giải quyết trong năm của các đơn vị đó",
        direction=1,
        source="Phiếu đánh giá trực tuyến của Thừa Thiên Huế (đúng hạn)",
        verified=PARTLY,
        by_group=False,
        fields=(("assessments.UnitYear", "cases"),),
        small=0,
        counted="hồ sơ",
        unknown_counted="đơn vị",
    ),
    _mean_of_units(
        "E6",
        "Điểm cải cách hành chính bình quân một đơn vị",
        "điểm cải cách hành chính (0–100)",
        "reform_score",
        "reform_score",
        unit_name="điểm (0–100)",
        source="Thừa Thiên Huế (xếp loại 136 xã năm 2021); phường Nam Sơn, Kiến An",
        note="Bình quân giản đơn của các đơn vị, mỗi đơn vị một lần. Do cơ quan cấp trên chấm: không phải ý kiến người dân.",
    ),
    _mean_of_units(
        "E7",
        "Mức độ hài lòng của người dân, bình quân một đơn vị",
        "mức hài lòng (%)",
        "satisfaction",
        "satisfaction_pct",
        unit_name=PERCENT_OF_ANSWERS,
        source="Nha Trang 2023, Thăng Bình 2023; khung SIPAS",
        note="Bình quân giản đơn của các đơn vị: số phiếu của từng đơn vị không có nên không tính được tỷ lệ chung của thị xã. "
        "Mức rất cao từ phiếu chọn không ngẫu nhiên cần xem lại cách lấy phiếu.",
    ),
)
