"""H. Điều kiện làm việc, biến động."""

from __future__ import annotations

from reports.indicators import quantities as q
from reports.indicators.catalogue.structure import MERGER_2019
from reports.indicators.catalogue.surveys import MEAN_OF, SCORE, SURVEY, n_answers
from reports.indicators.model import PARTLY, PERCENT, PROPOSAL, Indicator, Quantity, missing, register
from reports.indicators.unit_numbers import unit

_POSTING = (("officials.Appointment", "end_reason"),)


def _leavers(code: str, title: str, quantity: Quantity, reasons: str) -> Indicator:
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


_RECRUITMENT_SOURCE = "Luận văn Phú Lương, Thủy Lợi (tuyển dụng: chỉ tiêu, dự tuyển, trúng tuyển)"


def _reported(code: str, title: str, number: str, text: str, *, direction: int | None) -> Indicator:
    """A number of people that units report of their recruitment."""
    return Indicator(
        code=f"H4.{code}",
        title=title,
        kind="count",
        unit="người",
        numerator=frozenset({unit(number)}),
        denominator=frozenset({unit(f"units_with_{number}")}),
        unknown=frozenset({unit(f"without_{number}")}),
        numerator_text=f"{text} của các đơn vị đã có số liệu",
        denominator_text="Số đơn vị đã có số liệu",
        direction=direction,
        source=_RECRUITMENT_SOURCE,
        verified=PARTLY,
        by_group=False,
        reported=True,
        fields=(("assessments.UnitYear", number),),
        small=0,
        counted="người dự tuyển",
        unknown_counted="đơn vị",
    )


def _recruitment(
    code: str, title: str, unit_name: str, parts: tuple[str, str, str], texts: tuple[str, str], note: str
) -> Indicator:
    """A ratio of two numbers of recruitment: `parts` are the quantities of numerator, denominator and unknown."""
    top, bottom, without = (frozenset({unit(name)}) for name in parts)
    return Indicator(
        code=f"H4.{code}",
        title=title,
        kind="ratio",
        unit=unit_name,
        numerator=top,
        denominator=bottom,
        unknown=without,
        numerator_text=texts[0],
        denominator_text=texts[1],
        direction=1,
        source=_RECRUITMENT_SOURCE,
        verified=PARTLY,
        by_group=False,
        fields=(("assessments.UnitYear", "posts_advertised"),),
        small=0,
        counted="người dự tuyển",
        unknown_counted="đơn vị",
        note=note,
    )


register(
    Indicator(
        code="H1",
        title="Số máy tính cho một cán bộ, công chức",
        kind="ratio",
        unit="máy/người",
        numerator=frozenset({unit("computers")}),
        denominator=frozenset({unit("people_with_computers")}),
        unknown=frozenset({unit("without_computers")}),
        numerator_text="Số máy tính sử dụng được của các đơn vị đã có số liệu của năm",
        denominator_text="Số cán bộ, công chức có mặt ngày 31/12 ở các đơn vị đó",
        direction=1,
        source="QĐ 50/2017/QĐ-TTg (một máy cho một người; phụ lục cấp xã theo trí nhớ)",
        verified=PARTLY,
        by_group=False,
        fields=(("assessments.UnitYear", "computers"),),
        small=0,
        counted="máy",
        unknown_counted="đơn vị",
        note="Máy tính không tách cho cán bộ và công chức.",
    ),
    missing(
        "H2",
        "Thu nhập, phúc lợi, thu hút",
        "mean",
        SCORE,
        needs=SURVEY.format(whom="cán bộ, công chức"),
        numerator_text=MEAN_OF.format(items="tiền lương, chính sách (A15–A19)"),
        denominator_text=n_answers("A"),
        source="Luận văn Nam Đông (điều tra thu nhập, phúc lợi)",
        verified=PARTLY,
    ),
    _leavers("H3", "Tỷ lệ thôi việc, chuyển công tác", q.LEFT, "thôi việc hoặc chuyển công tác"),
    _leavers("H3.thoi_viec", "Tỷ lệ thôi việc", q.LEFT_RESIGNED, "thôi việc"),
    _reported(
        "posts_advertised", "Chỉ tiêu tuyển dụng", "posts_advertised", "Số chỉ tiêu tuyển dụng", direction=0
    ),
    _reported("applicants", "Số người dự tuyển", "applicants", "Số người dự tuyển", direction=1),
    _reported("recruited", "Số người trúng tuyển", "recruited", "Số người trúng tuyển", direction=0),
    _recruitment(
        "competition",
        "Tỷ lệ cạnh tranh khi tuyển dụng",
        "người/chỉ tiêu",
        ("applied", "applied_for", "without_applied"),
        ("Số người dự tuyển của các đơn vị có đủ số liệu", "Số chỉ tiêu tuyển dụng của các đơn vị đó"),
        "Không có chỉ tiêu thì không có tỷ lệ.",
    ),
    _recruitment(
        "filled",
        "Tỷ lệ tuyển đủ chỉ tiêu",
        PERCENT,
        ("filled", "to_fill", "without_filled"),
        ("Số người trúng tuyển của các đơn vị có đủ số liệu", "Số chỉ tiêu tuyển dụng của các đơn vị đó"),
        "Không có chỉ tiêu thì không có tỷ lệ.",
    ),
)
