"""What the index is made of: pillars with weights, components with goalposts, levels, variants (indicators 5.2, 6b.7).

Weights and goalposts are dated norms (`CLDN.…`), so that each has a source, a status, and whoever changes one gives a
reason that is kept. Ratings weigh nothing; health and structure stand outside; nothing punishes reporting a fault.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessments.models import UnitYear
from reports.indicators import indicators
from reports.indicators.model import PROPOSAL, Indicator

SEED = 2025
DRAWS = 2_000
LEAST_SHARE = 0.6  # of a pillar's components must be known
WEIGHT_CERTAINTY = 50.0  # Dirichlet(weights × this): how far the weights themselves may be disputed


@dataclass(frozen=True)
class Pillar:
    """A group of components; its weight is the norm `CLDN.weight.<code>`."""

    code: str
    title: str

    @property
    def weight_norm(self) -> str:
        return f"CLDN.weight.{self.code}"


@dataclass(frozen=True)
class Component:
    """One scored figure: Σ numerators ÷ Σ denominators of `codes` in `group` ("" = both), or their value where they are
    no shares. Score = 100 × (x − low) ÷ (target − low), kept between 0 and 100; goalposts are norms.

    `is_drawn`: a share of people or files that chance moves from year to year; the others are facts of the year.
    `note` = what must be read with it. Its weight within the pillar is the norm `CLDN.<code>.weight`, 1 without one.
    """

    code: str
    pillar: str
    title: str
    codes: tuple[str, ...]
    group: str = ""
    note: str = ""
    is_drawn: bool = True

    @property
    def low_norm(self) -> str:
        return f"CLDN.{self.code}.low"

    @property
    def target_norm(self) -> str:
        return f"CLDN.{self.code}.target"

    @property
    def weight_norm(self) -> str:
        return f"CLDN.{self.code}.weight"


_PLANS_NOTE = "Quy hoạch chỉ vào chỉ số của người được xem quy hoạch."
PILLARS = (
    Pillar("P1", "Chuẩn hóa, trí lực"),
    Pillar("P2", "Kết quả phục vụ"),
    Pillar("P3", "Kỷ cương"),
    Pillar("P5", "Phát triển, điều kiện"),
)
# Complaints answered in time are no indicator of the catalogue: D4 counts the upheld ones, which the index leaves out.
COMPLAINTS = Indicator(
    code="CLDN.complaints",
    title="Khiếu nại, tố cáo giải quyết đúng hạn",
    kind="share",
    unit="%",
    numerator=frozenset({("unit", "complaints_on_time")}),
    denominator=frozenset({("unit", "complaints_received")}),
    numerator_text="Số đơn khiếu nại, tố cáo giải quyết đúng hạn trong năm",
    denominator_text="Số đơn khiếu nại, tố cáo nhận trong năm",
    direction=1,
    source="Đề xuất của hệ thống",
    verified=PROPOSAL,
    by_group=False,
    fields=((UnitYear._meta.label, "complaints_received"),),
    small=10,
    counted="đơn",
)
COMPONENTS = (
    Component("c2u_cong_chuc", "P1", "Công chức có trình độ đại học trở lên", ("C2u",), "cong_chuc"),
    Component(
        "c2u_can_bo",
        "P1",
        "Cán bộ có trình độ đại học trở lên",
        ("C2u",),
        "can_bo",
        "Trước 01/08/2023 chưa có quy định buộc cán bộ cấp xã có trình độ đại học.",
    ),
    Component("c3", "P1", "Ngành đào tạo phù hợp chức danh", ("C3",)),
    Component(
        "c4", "P1", "Lý luận chính trị trung cấp trở lên", ("C4.trung_cap", "C4.cao_cap", "C4.cu_nhan")
    ),
    Component(
        "c5",
        "P1",
        "Quản lý nhà nước chuyên viên trở lên",
        ("C5.chuyen_vien", "C5.chuyen_vien_chinh", "C5.chuyen_vien_cao_cap"),
    ),
    Component(
        "c6", "P1", "Tin học đạt mức cơ bản trở lên", ("C6.co_ban", "C6.nang_cao", "C6.trung_cap_tro_len")
    ),
    Component("e5", "P2", "Hồ sơ thủ tục hành chính đúng hạn", ("E5",)),
    Component("e6", "P2", "Điểm cải cách hành chính", ("E6",), is_drawn=False),
    Component(
        "e7", "P2", "Người dân hài lòng", ("E7",), note="Không dùng thêm điểm khảo sát thái độ (D1, D2)."
    ),
    Component("g3_units", "P3", "Được thanh tra, kiểm tra trong năm", ("G3.units",), is_drawn=False),
    Component("g3_remedied", "P3", "Khắc phục đúng hạn sau thanh tra", ("G3.remedied",), is_drawn=False),
    Component(
        "complaints", "P3", "Khiếu nại, tố cáo giải quyết đúng hạn", (COMPLAINTS.code,), is_drawn=False
    ),
    Component("f2", "P5", "Được bồi dưỡng trong năm", ("F2",)),
    Component("f5_women", "P5", "Nữ trong quy hoạch", ("F5.women",), note=_PLANS_NOTE),
    Component("f5_young", "P5", "Trẻ trong quy hoạch", ("F5.young",), note=_PLANS_NOTE),
    Component("f6", "P5", "Giữ chức vụ mới từ nguồn quy hoạch", ("F6",), note=_PLANS_NOTE),
    Component("h1", "P5", "Máy tính cho một người", ("H1",), is_drawn=False),
)
# (least score, name), best first: steps towards the targets for 2025, not the names of legal ratings.
LEVELS = ((85.0, "Mức 5"), (75.0, "Mức 4"), (60.0, "Mức 3"), (45.0, "Mức 2"), (0.0, "Mức 1"))
VARIANTS = {
    "": "Trọng số đã đặt",
    "bang_nhau": "Trọng số bằng nhau",
    "cong": "Trung bình cộng",
    **{f"bo_{pillar.code.lower()}": f"Bỏ nhóm {pillar.title.lower()}" for pillar in PILLARS},
}


def level_of(score: float | None) -> str:
    """The level of a score; "" without one."""
    return "" if score is None else next(name for least, name in LEVELS if score >= least)


def fields_of(component: Component) -> tuple[tuple[str, str], ...]:
    """The fields a reader must be allowed to read for a component that may be secret; () for the others."""
    found = [indicators[code] for code in component.codes if code in indicators]
    return tuple(pair for item in found if item.restricted for pair in item.fields)


def catalogue_codes() -> list[str]:
    """The indicators of the catalogue the index reads."""
    return sorted({code for item in COMPONENTS for code in item.codes if code != COMPLAINTS.code})
