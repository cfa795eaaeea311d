"""The way of one person through a round of evaluation, as one table (regulations 3.4).

The steps before the decision are held in the unit, so its officer writes them; the district may write any of them,
from the papers, for a unit that does not. A decision of the commune level may be recorded by the unit (see
`assessments.rounds_checks`), one of Ban Thường vụ Thị ủy only by the district. Opening a round is no act of a case:
a unit opens its own, the district any.
"""

from __future__ import annotations

from foundation.states import Act, machine, of

OPEN, SELF, OPINION, PROPOSED, RATED, NOTIFIED, CLOSED = (
    "mo",
    "tu_xep_loai",
    "y_kien",
    "de_xuat",
    "quyet_dinh",
    "thong_bao",
    "dong",
)
STATES = (
    (OPEN, "Mở"),
    (SELF, "Đã tự xếp loại"),
    (OPINION, "Đã có ý kiến đơn vị"),
    (PROPOSED, "Đã đề xuất"),
    (RATED, "Đã quyết định"),
    (NOTIFIED, "Đã thông báo"),
    (CLOSED, "Đã đóng"),
)
DECIDED = [RATED, NOTIFIED, CLOSED]
UNDECIDED = [OPEN, SELF, OPINION, PROPOSED]
_BOTH, _DISTRICT = of("commune", "district"), of("district")

ACT_SELF, ACT_OPINION, ACT_PROPOSE, ACT_DECIDE, ACT_NOTIFY, ACT_CLOSE = (
    "ghi_tu_xep_loai",
    "ghi_y_kien",
    "ghi_de_xuat",
    "ghi_quyet_dinh",
    "ghi_thong_bao",
    "dong_ho_so",
)
ACT_RETURN, ACT_REOPEN, ACT_ADD = "tra_lai", "mo_lai", "ghi_them"

ROUND_CASE = machine(
    "dot-danh-gia",
    "Đánh giá, xếp loại của một người trong đợt",
    states=STATES,
    start=OPEN,
    table=(
        Act(ACT_SELF, "Tự xếp loại", of(OPEN), SELF, _BOTH),
        Act(ACT_OPINION, "Ý kiến đơn vị", of(SELF), OPINION, _BOTH),
        Act(ACT_PROPOSE, "Đề xuất", of(OPINION), PROPOSED, _BOTH),
        Act(ACT_DECIDE, "Quyết định", of(PROPOSED), RATED, _BOTH),
        Act(ACT_NOTIFY, "Thông báo", of(RATED), NOTIFIED, _BOTH),
        Act(ACT_CLOSE, "Đóng", of(NOTIFIED), CLOSED, _BOTH),
        # Back by one step, with what is to be done better.
        Act(ACT_RETURN, "Trả lại", of(SELF), OPEN, _BOTH, needs_reason=True),
        Act(ACT_RETURN, "Trả lại", of(OPINION), SELF, _BOTH, needs_reason=True),
        Act(ACT_RETURN, "Trả lại", of(PROPOSED), OPINION, _BOTH, needs_reason=True),
        # What has been decided stands until it is decided anew.
        Act(ACT_REOPEN, "Mở lại để điều chỉnh", of(RATED, NOTIFIED, CLOSED), PROPOSED, _DISTRICT, True),
        # The rating as a Party member, and what a former unit said, may be written at any time before closing.
        *(Act(ACT_ADD, "Đảng viên, đơn vị cũ", of(state), state, _BOTH) for state in UNDECIDED),
        *(Act(ACT_ADD, "Đảng viên, đơn vị cũ", of(state), state, _DISTRICT) for state in (RATED, NOTIFIED)),
    ),
)
