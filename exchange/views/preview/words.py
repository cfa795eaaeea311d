"""The words of the preview: statuses, changes, kinds of problems, values."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.labels import MISSING, SEX, label_of, post_label
from foundation.dates import PartialDate

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
ADVICE = {  # what the clerk does about an error, by its code; the sentence of the problem says what is wrong
    "name_missing": "Ghi họ và tên đầy đủ vào ô này trong Excel.",
    "name_invalid": "Ghi lại họ và tên, chỉ gồm chữ và dấu cách.",
    "birth_missing": "Ghi ngày sinh (ngày/tháng/năm) hoặc chỉ năm sinh.",
    "birth_both_columns": "Xóa một trong hai ngày sinh, để lại ở cột đúng giới tính.",
    "sex_conflict": "Để lại một giới tính ở dòng này.",
    "sex_missing": "Ghi Nam hoặc Nữ.",
    "date_invalid": "Ghi lại ngày/tháng/năm; không rõ ngày thì chỉ ghi tháng/năm hoặc năm.",
    "date_future": "Kiểm tra lại năm của ngày này.",
    "date_implausible": "Kiểm tra lại năm sinh.",
    "date_ambiguous": "Ghi lại theo thứ tự ngày/tháng/năm, năm đủ bốn chữ số.",
    "party_before_18": "Kiểm tra lại ngày sinh và ngày vào Đảng.",
    "post_missing": "Ghi chức vụ, chức danh đang giữ.",
    "post_unknown": "Ghi đầy đủ tên chức vụ, chức danh, ví dụ “Chủ tịch UBND”.",
    "unit_out_of_scope": "Xóa dòng này; người của đơn vị khác do đơn vị đó gửi.",
    "unit_unknown": "Ghi đúng tên xã, phường, thị trấn.",
    "cell_error_value": "Ghi giá trị thay cho công thức bị lỗi.",
    "formula_no_cached_value": "Mở tệp bằng Excel, lưu lại rồi gửi lại.",
    "national_id_invalid": "Ghi lại đủ 12 chữ số (CCCD) hoặc 9 chữ số (CMND).",
    "national_id_conflict": "Hai người không thể chung một số: sửa số của người ghi sai.",
    "duplicate_in_file": "Xóa dòng trùng, để lại một dòng của người này.",
    "ambiguous_person": "Nếu là một người thì xóa một dòng; nếu là hai người thì ghi số CCCD của cả hai.",
    "value_unknown": "Ghi lại đầy đủ, không viết tắt.",
    "belongs_to_other_unit": "Liên hệ Phòng Nội vụ.",
}  # fmt: skip
SKIPPED = {
    "title": "tiêu đề", "header": "dòng đầu bảng", "repeated_header": "dòng đầu bảng lặp lại",
    "column_numbers": "dòng số cột", "group": "dòng nhóm", "subtotal": "dòng cộng", "total": "dòng tổng cộng",
    "signature": "phần ký", "blank": "dòng trống", "note": "ghi chú", "other_sheet": "trang khác",
}  # fmt: skip


def value_text(name: str, value: Any) -> str:
    """A value of a row in words."""
    if value is None or value == [] or value == {}:
        return MISSING
    if isinstance(value, dict) and "iso" in value:
        return PartialDate.parse(value["iso"]).display()
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if name == "posts":
        return ", ".join(post_label(code) for code in value)
    if name == "sex":
        return SEX.get(value, str(value))
    if name == "rewards":
        return "; ".join(value)
    if name == "disciplines":
        return "; ".join(f"{label_of(item['form'])} {item['year'] or ''}".strip() for item in value)
    if name == "trainings":
        return "; ".join(_course(item) for item in value)
    if name == "health_class":
        return ("I", "II", "III", "IV", "V")[int(value) - 1]
    return (
        label_of(str(value))
        if name in ("degree_level", "political_theory", "state_management")
        else str(value)
    )


def _course(item: dict[str, Any]) -> str:
    """A course as one line: "Kỹ năng tiếp dân (01/03/2021 – 05/03/2021, 40 giờ)"."""
    days = [PartialDate.parse(item[name]["iso"]).display() for name in ("starts_on", "ends_on") if item[name]]
    more = [" – ".join(days)] if days else []
    more += [f"{item['hours']:g} giờ".replace(".", ",")] if item["hours"] else []
    return f"{item['course']} ({', '.join(more)})" if more else str(item["course"])


_SHORT = {"xuat_sac": "Xuất sắc", "tot": "Tốt", "hoan_thanh": "Hoàn thành", "han_che_nang_luc": "Hạn chế năng lực",
          "khong_hoan_thanh": "Không hoàn thành"}  # fmt: skip


def short_rating(level: str | None) -> str:
    return _SHORT.get(level or "", MISSING)
