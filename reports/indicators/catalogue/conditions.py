"""H. Điều kiện làm việc, biến động."""

from __future__ import annotations

from reports.indicators import quantities as q
from reports.indicators.catalogue.structure import MERGER_2019
from reports.indicators.model import PARTLY, PERCENT, PROPOSAL, Indicator, register

_POSTING = (("officials.Appointment", "end_reason"),)


def _leavers(code: str, title: str, quantity: tuple[str, str], reasons: str) -> Indicator:
    return Indicator(
        code=code,
        title=title,
        kind="rate",
        unit=PERCENT,
        numerator=frozenset({quantity}),
        denominator=frozenset({q.MEAN_PEOPLE}),
        unknown=frozenset({q.LEFT_UNKNOWN}),
        numerator_text=f"Số người kết thúc chức danh chính trong năm vì {reasons}, hôm sau không giữ chức danh chính nào "
        "trong phạm vi",
        denominator_text="Bình quân số người có mặt ngày 31/12 năm trước và ngày 31/12 năm nay",
        direction=-1,
        source="Đề xuất của hệ thống",
        verified=PROPOSAL,
        distinct=True,
        fields=_POSTING,
        breaks=(MERGER_2019,),
        note="Không tính nghỉ hưu, hết nhiệm kỳ và sắp xếp đơn vị. Người thôi giữ chức danh mà không ghi lý do nêu ở số "
        "chưa có số liệu.",
    )


register(
    Indicator(
        code="H1",
        title="Số máy tính cho một cán bộ, công chức",
        kind="ratio",
        unit="máy/người",
        numerator=frozenset({q.COMPUTERS}),
        denominator=frozenset({q.PEOPLE_WITH_COMPUTERS}),
        unknown=frozenset({q.UNITS_WITHOUT_COMPUTERS}),
        numerator_text="Số máy tính sử dụng được của các đơn vị đã có số liệu của năm",
        denominator_text="Số cán bộ, công chức có mặt ngày 31/12 ở các đơn vị đó",
        direction=1,
        source="QĐ 50/2017/QĐ-TTg (một máy cho một người; phụ lục cấp xã theo trí nhớ)",
        verified=PARTLY,
        by_group=False,
        fields=(("assessments.UnitYear", "computers"),),
        counted="máy",
        unknown_counted="đơn vị",
        note="Máy tính không tách cho cán bộ và công chức.",
    ),
    _leavers("H3", "Tỷ lệ thôi việc, chuyển công tác", q.LEFT, "thôi việc hoặc chuyển công tác"),
    _leavers("H3.thoi_viec", "Tỷ lệ thôi việc", q.LEFT_RESIGNED, "thôi việc"),
)
