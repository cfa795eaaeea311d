"""F4–F6. Quy hoạch: from succession plans, which may be state secrets (regulations 16.17): only for who may read them."""

from __future__ import annotations

from reports.indicators import quantities as q
from reports.indicators.model import MEMORY, PARTLY, PERCENT, PROPOSAL, Indicator, Part, Quantity, register

_FIELDS = (("assessments.Succession", "post"),)
_IN_FORCE = "có trong quy hoạch còn hiệu lực ngày 31/12"
_NOTE = (
    "Quy hoạch chưa công bố có thể là bí mật nhà nước: chỉ nhập nội dung đã công khai hoặc đã giải mật. Chưa nhập quy hoạch "
    "nào thì chưa có giá trị."
)


def _one(quantity: Quantity) -> Part:
    return frozenset({quantity})


def _structure(
    code: str,
    title: str,
    parts: tuple[Quantity, Quantity, Quantity],
    texts: tuple[str, str],
    source: str,
) -> Indicator:
    """A share of the different people in the plans: `parts` are those meant, those known, those unknown."""
    return Indicator(
        code=code,
        title=title,
        kind="share",
        unit=PERCENT,
        numerator=_one(parts[0]),
        denominator=_one(parts[1]),
        unknown=_one(parts[2]),
        numerator_text=f"Số {texts[0]} {_IN_FORCE} (mỗi người một lần)",
        denominator_text=f"Số người {_IN_FORCE} đã biết {texts[1]}",
        direction=1,
        source=source,
        verified=PARTLY,
        distinct=True,
        fields=_FIELDS,
        restricted=True,
        note=_NOTE,
    )


register(
    Indicator(
        code="F4",
        title="Hệ số quy hoạch (số người cho một chức danh)",
        kind="ratio",
        unit="người/chức danh",
        numerator=_one(q.PLANNED),
        denominator=_one(q.PLANNED_POSTS),
        numerator_text=f"Số lượt người – chức danh {_IN_FORCE}",
        denominator_text="Số chức danh của từng đơn vị có người trong quy hoạch",
        direction=0,
        source="HD 15-HD/BTCTW năm 2012; QĐ 50-QĐ/TW năm 2021 (không quá 3 người một chức danh)",
        verified=MEMORY,
        fields=_FIELDS,
        restricted=True,
        counted="lượt",
        note="Một người quy hoạch hai chức danh tính hai lượt; chức danh chưa có ai trong quy hoạch không vào mẫu số. "
        + _NOTE,
    ),
    _structure(
        "F5.women",
        "Tỷ lệ nữ trong quy hoạch",
        (q.PLANNED_WOMEN, q.PLANNED_SEX_KNOWN, q.PLANNED_SEX_UNKNOWN),
        ("nữ", "giới tính"),
        "QĐ 50-QĐ/TW ngày 27/12/2021 (từ 25 %)",
    ),
    _structure(
        "F5.young",
        "Tỷ lệ trẻ trong quy hoạch",
        (q.PLANNED_YOUNG, q.PLANNED_AGE_KNOWN, q.PLANNED_AGE_UNKNOWN),
        ("người chưa đến tuổi ở ngưỡng F5.young.age", "ngày sinh"),
        "QĐ 50-QĐ/TW ngày 27/12/2021 (từ 15 %, dưới 40 tuổi ở cấp tỉnh, huyện)",
    ),
    Indicator(
        code="F6",
        title="Tỷ lệ giữ chức vụ mới từ nguồn quy hoạch",
        kind="share",
        unit=PERCENT,
        numerator=_one(q.APPOINTED_FROM_PLAN),
        denominator=_one(q.APPOINTED),
        numerator_text="Số người trong mẫu số mà ngày trước đó có trong quy hoạch của chức vụ ấy",
        denominator_text="Số người trong năm bắt đầu giữ một chức vụ cán bộ (chức danh chính) mà ngày trước đó chưa giữ",
        direction=1,
        source="Đề xuất của hệ thống",
        verified=PROPOSAL,
        distinct=True,
        fields=_FIELDS,
        restricted=True,
        note="Bầu lại, chuyển sang đơn vị mới sau sắp xếp không phải là giữ chức vụ mới. " + _NOTE,
    ),
)
