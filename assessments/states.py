"""The state machines of this floor, one table each, and where a state follows from dates: how."""

from __future__ import annotations

from datetime import date

from assessments.models import Course, Enrolment, Inspection
from foundation.states import Act, machine, of

_BOTH = of("district", "commune")
_DISTRICT = of("district")

C = Course.State
COURSE = machine(
    "lop-hoc",
    "Lớp đào tạo, bồi dưỡng",
    states=C.choices,
    start=C.DU_KIEN,
    table=(
        Act("mo", "Mở lớp", of(C.DU_KIEN), C.DANG_MO, _BOTH),
        Act("ket-thuc", "Kết thúc lớp", of(C.DANG_MO), C.DA_KET_THUC, _BOTH),
        Act("ghi-ket-qua", "Ghi kết quả", of(C.DA_KET_THUC), C.DA_GHI_KET_QUA, _BOTH),
        Act(
            "mo-lai",
            "Mở lại để sửa kết quả",
            of(C.DA_GHI_KET_QUA),
            C.DA_KET_THUC,
            _BOTH,
            needs_reason=True,
        ),
        Act("huy", "Hủy lớp", of(C.DU_KIEN, C.DANG_MO), C.HUY, _BOTH, needs_reason=True),
    ),
)

E = Enrolment.State
# Who may not decide for a course (a commune for one of the town's) only asks: its people wait (`start`).
ENROLMENT = machine(
    "hoc-vien",
    "Cử đi học",
    states=E.choices,
    start=E.CHO_DUYET,
    table=(
        Act("duyet", "Duyệt", of(E.CHO_DUYET, E.KHONG_CU, E.DA_RUT), E.DA_CU, _BOTH),
        Act("khong-duyet", "Không cử", of(E.CHO_DUYET), E.KHONG_CU, _BOTH, needs_reason=True),
        Act("rut", "Rút", of(E.CHO_DUYET, E.DA_CU), E.DA_RUT, _BOTH, needs_reason=True),
        Act("de-nghi-lai", "Đề nghị lại", of(E.KHONG_CU, E.DA_RUT), E.CHO_DUYET, _BOTH),
    ),
)

PLANNED, UNDER_WAY, CONCLUDED, REMEDYING, REMEDIED, CANCELLED = (
    "ke_hoach",
    "dang_kiem_tra",
    "da_ket_luan",
    "dang_khac_phuc",
    "da_khac_phuc",
    "huy",
)
INSPECTION = machine(
    "kiem-tra",
    "Thanh tra, kiểm tra",
    states=(
        (PLANNED, "Kế hoạch"),
        (UNDER_WAY, "Đang kiểm tra"),
        (CONCLUDED, "Đã kết luận"),
        (REMEDYING, "Đang khắc phục"),
        (REMEDIED, "Đã khắc phục"),
        (CANCELLED, "Hủy"),
    ),
    start=PLANNED,
    table=(
        Act("bat-dau", "Bắt đầu kiểm tra", of(PLANNED), UNDER_WAY, _DISTRICT),
        Act("ket-luan", "Kết luận", of(UNDER_WAY), CONCLUDED, _DISTRICT),
        Act("yeu-cau", "Kết luận, yêu cầu khắc phục", of(UNDER_WAY, CONCLUDED), REMEDYING, _DISTRICT),
        Act("khac-phuc", "Ghi đã khắc phục", of(REMEDYING), REMEDIED, _DISTRICT),
        Act("huy", "Hủy cuộc kiểm tra", of(PLANNED, UNDER_WAY), CANCELLED, _DISTRICT, needs_reason=True),
    ),
)


def inspection_state(row: Inspection, day: date) -> str:
    """The state on `day`, out of the dates alone: nothing else says it, so nothing can contradict them."""

    def is_past(moment: date | None) -> bool:
        return moment is not None and moment <= day

    if row.cancelled_on is not None:
        return CANCELLED
    if is_past(row.remedied_on):
        return REMEDIED
    if is_past(row.concluded_on):
        return REMEDYING if row.remedy_due_on is not None else CONCLUDED
    return UNDER_WAY if is_past(row.starts_on) else PLANNED


def is_overdue(row: Inspection, day: date) -> bool:
    """True when what had to be put right by a day before `day` is not said to be done."""
    return (
        inspection_state(row, day) == REMEDYING and row.remedy_due_on is not None and row.remedy_due_on < day
    )
