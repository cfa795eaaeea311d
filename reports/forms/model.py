"""What a statistical form is: who issued it, for whom, what it needs, how far its layout has been verified."""

from __future__ import annotations

from dataclasses import dataclass

from officials.models import Verification

_CIRCULAR = "Ban hành kèm theo Thông tư số 11/2012/TT-BNV ngày 17 tháng 12 năm 2012 của Bộ Nội vụ"
_IN_FORCE = "Công văn 2114/BNV-CCVC ngày 23/05/2022, điểm 1 (số liệu đến 31/12/2021 vẫn theo biểu này)"


@dataclass(frozen=True)
class StatisticalForm:
    """One form. `code` stands in the address; `needs` = the records it is filled from, in words."""

    code: str
    number: str
    title: str
    issued_by: str
    deadline: str
    source: str
    verified: str
    layout_note: str
    needs: tuple[str, ...]


BM02 = StatisticalForm(
    code="bm02",
    number="BM02/BNV",
    title="Báo cáo số lượng, chất lượng cán bộ, công chức cấp xã",
    issued_by=_CIRCULAR,
    deadline="Thời hạn nhận báo cáo: ngày 30 tháng 6",
    source=_IN_FORCE,
    verified=Verification.PARTLY.value,
    layout_note="Tên cột đọc từ một phần mềm nhân sự dùng mẫu này; thứ tự và số cột suy ra theo đó, chưa đối chiếu với "
    "phụ lục của Thông tư.",
    needs=(
        "quá trình công tác (chức danh chính, đơn vị, ngày)",
        "giới tính, ngày sinh, dân tộc, tôn giáo, đảng viên",
        "trình độ chuyên môn, phổ thông, lý luận chính trị, tin học, ngoại ngữ (ghi rõ thứ tiếng), quản lý nhà nước",
    ),
)
BM04 = StatisticalForm(
    code="bm04",
    number="BM04/BNV",
    title="Báo cáo danh sách và tiền lương cán bộ, công chức cấp xã",
    issued_by=_CIRCULAR,
    deadline="Thời hạn nhận báo cáo: ngày … tháng …",
    source=_IN_FORCE,
    verified=Verification.PARTLY.value,
    layout_note="Tên cột đọc từ một phần mềm nhân sự dùng mẫu này, chưa đối chiếu với phụ lục của Thông tư.",
    needs=(
        "quá trình công tác (chức danh chính, đơn vị, ngày bắt đầu)",
        "ngày sinh, giới tính",
        "diễn biến lương: hệ số, bậc, phụ cấp, ngày hưởng",
    ),
)
FORM_ORDER = (BM02, BM04)
