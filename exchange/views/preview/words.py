"""The words of the preview: statuses, changes, kinds of problems, values."""

from __future__ import annotations

from exchange.workbooks.advice import ADVICE as ADVICE
from exchange.workbooks.labels import MISSING
from exchange.workbooks.wording import value_text as value_text

STATUS = {
    "ok": ("Nhập được", "ok"),
    "warn": ("Cần xác nhận", "warning"),
    "error": ("Phải sửa", "danger"),
    "skip": ("Ngoài phạm vi", "quiet"),
}
CHANGES = {
    "new": ("Mới", "ok"),
    "changed": ("Thay đổi", "info"),
    "same": ("Không đổi", "quiet"),
    "moved": ("Chuyển đến", "info"),
    "conflict": ("Khác hồ sơ", "warning"),
    "reactivate": ("Trở lại", "warning"),
    "duplicate": ("Trùng", "danger"),
    "other_unit": ("Không dùng được", "danger"),
}
KINDS = {
    "typo_suggested": "Có thể gõ sai",
    "hidden_row": "Dòng ẩn trong Excel",
    "leading_zero_unverified": "Số CCCD mất số 0 ở đầu",
    "multiple_ticks": "Đánh dấu nhiều mức",
    "national_id_inconsistent": "Số CCCD không khớp giới tính, năm sinh",
    "existing_conflict": "Khác hồ sơ đang có",
    "existing_reactivate": "Đã thôi giữ chức vụ, nay có lại",
    "homonym": "Trùng họ tên, ngày sinh, khác số CCCD",
    "match_without_id": "Khớp chỉ bằng họ tên, ngày sinh",
    "ditto": "Dấu “như trên”",
    "health_free_text": "Sức khỏe ghi tự do",
    "not_foreign_language": "Tiếng dân tộc ở cột ngoại ngữ",
    "alias": "Họ tên kèm tên gọi khác",
    "partial_zero_date": "Ngày, tháng ghi 00",
    "eval_label_retired": "Mức xếp loại không dùng cho năm đó",
}
SKIPPED = {
    "title": "tiêu đề", "header": "dòng đầu bảng", "repeated_header": "dòng đầu bảng lặp lại",
    "column_numbers": "dòng số cột", "group": "dòng nhóm", "subtotal": "dòng cộng", "total": "dòng tổng cộng",
    "signature": "phần ký", "blank": "dòng trống", "note": "ghi chú", "other_sheet": "trang khác",
}  # fmt: skip


_SHORT = {"xuat_sac": "Xuất sắc", "tot": "Tốt", "hoan_thanh": "Hoàn thành", "han_che_nang_luc": "Hạn chế năng lực",
          "khong_hoan_thanh": "Không hoàn thành"}  # fmt: skip


def short_rating(level: str | None) -> str:
    return _SHORT.get(level or "", MISSING)
