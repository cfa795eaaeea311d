"""Problem and refusal codes (contracts 3): frozen objects with a level and the sentence a clerk reads.

A message may use `{value}` (the cell as written) and the extra words that the place of use gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.vn_text import in_order

ERROR, WARNING, INFO, REFUSE = "error", "warning", "info", "refuse"


@dataclass(frozen=True, slots=True)
class Code:
    """One code: `level` is error, warning, info or refuse; `message` is a sentence with a full stop."""

    code: str
    level: str
    message: Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one field of one row; `value` is the cell as it stood."""

    field: str
    code: str
    value: str | None = None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def level(self) -> str:
        return CODES[self.code].level

    @property
    def message(self) -> str:
        text = str(CODES[self.code].message)
        return text.format(value=_short(self.value), **dict(self.words))

    def as_json(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "code": self.code,
            "level": self.level,
            "value": self.value,
            "message": self.message,
        }


def problem(field: str, code: str, value: object = None, **words: str) -> Problem:
    """A Problem; `value` is turned into the text shown to the user."""
    shown = None if value is None else in_order(str(value))
    return Problem(field, code, shown, tuple(sorted(words.items())))


def refusal_message(code: str) -> str:
    """The sentence that explains a refused file."""
    return str(CODES[code].message)


def _short(value: str | None) -> str:
    text = value or ""
    return text if len(text) <= 80 else f"{text[:79]}…"


CODES: dict[str, Code] = {}


def _declare(level: str, **messages: Any) -> None:
    for code, message in messages.items():
        CODES[code] = Code(code, level, message)


_declare(
    REFUSE,
    password_protected=_(
        "Tệp có mật khẩu mở. Đề nghị gỡ mật khẩu trong Excel rồi gửi lại; không gửi mật khẩu cho hệ thống."
    ),
    macro_enabled=_("Tệp có chứa macro. Đề nghị lưu lại dưới dạng “Excel Workbook (.xlsx)” rồi gửi lại."),
    not_a_spreadsheet=_("Nội dung tệp không phải là bảng tính. Đề nghị kiểm tra đã chọn đúng tệp Excel."),
    empty_file=_("Tệp không có nội dung (0 byte)."),
    html_disguised=_(
        "Tệp là trang web đặt tên .xls. Đề nghị mở bằng Excel, lưu lại dưới dạng .xlsx rồi gửi lại."
    ),
    no_data_rows=_("Trong tệp không có dòng nào về cán bộ, công chức."),
    corrupt_file=_(
        "Tệp bị hỏng hoặc bị cắt cụt. Đề nghị mở bằng Excel, lưu lại dưới dạng .xlsx rồi gửi lại."
    ),
    missing_required_column=_("Không thấy cột “Họ và tên”. Đề nghị kiểm tra dòng tiêu đề của bảng."),
    zip_bomb=_(
        "Tệp quá lớn so với mức cho phép (10 MB; 100 MB khi mở; 25.000 dòng). Đề nghị xóa dòng trống có định dạng hoặc tách tệp."
    ),
    xml_dtd_forbidden=_(
        "Tệp chứa khai báo không được phép (DOCTYPE). Đề nghị mở bằng Excel, lưu lại rồi gửi lại."
    ),
    zip_unsafe_entry=_(
        "Cấu trúc tệp không an toàn. Đề nghị mở bằng Excel, lưu lại dưới dạng .xlsx rồi gửi lại."
    ),
    too_many_entries=_("Tệp chứa quá nhiều thành phần. Đề nghị chép bảng sang tệp Excel mới rồi gửi lại."),
    too_many_columns=_("Bảng có quá nhiều cột (tối đa 200). Đề nghị xóa các cột thừa bên phải rồi gửi lại."),
    unit_mismatch=_(
        "Tiêu đề của tệp ghi đơn vị khác với đơn vị đang nhập. Đề nghị kiểm tra đã chọn đúng tệp."
    ),
    no_person_sheet=_("Không tìm thấy trang tính nào là danh sách cán bộ, công chức."),
    unsupported_format=_(
        "Chỉ đọc được tệp .xlsx, .xls, .ods, .csv. Đề nghị mở tệp bằng Excel, chọn “Lưu thành” dạng “Excel Workbook (.xlsx)” rồi gửi lại."
    ),
)
_declare(
    ERROR,
    name_missing=_("Thiếu họ và tên."),
    name_invalid=_("Họ và tên “{value}” có ký tự không hợp lệ."),
    birth_missing=_("Thiếu ngày sinh."),
    birth_both_columns=_("Ngày sinh ghi ở cả hai cột Nam và Nữ, chưa rõ giới tính."),
    sex_conflict=_("Giới tính ở các cột mâu thuẫn với nhau."),
    sex_missing=_("Thiếu giới tính."),
    date_invalid=_("Ngày {value} không tồn tại hoặc không đọc được."),
    date_future=_("Ngày {value} ở tương lai."),
    date_implausible=_("Ngày sinh {value} cho tuổi dưới 18 hoặc trên 75."),
    date_ambiguous=_("Không xác định được ngày {value}."),
    party_before_18=_("Ngày vào Đảng {value} là khi chưa đủ 18 tuổi."),
    post_missing=_("Thiếu chức vụ, chức danh."),
    post_unknown=_("Không nhận ra chức vụ, chức danh “{value}”."),
    unit_out_of_scope=_("Đơn vị “{value}” không thuộc phạm vi của ông/bà."),
    unit_unknown=_("Không nhận ra xã, phường, thị trấn “{value}”."),
    cell_error_value=_("Ô có lỗi công thức {value}. Đề nghị sửa lại trong Excel."),
    formula_no_cached_value=_(
        "Ô có công thức chưa được tính. Đề nghị mở tệp bằng Excel, lưu lại rồi gửi lại."
    ),
    national_id_invalid=_("Số CCCD/CMND “{value}” không hợp lệ (phải có 12 hoặc 9 chữ số)."),
    national_id_conflict=_("Số CCCD/CMND {value} ghi cho hai người khác nhau."),
    duplicate_in_file=_("Trùng với dòng {of_row} trong tệp."),
    ambiguous_person=_("Trùng họ tên, ngày sinh với {of_row}: chưa rõ là một hay hai người."),
    value_unknown=_("Không nhận ra giá trị “{value}”."),
    record_by_district=_(
        "Người này chưa có hồ sơ; đơn vị đang ở chế độ chỉ đề nghị nên tệp không lập hồ sơ mới."
    ),
    belongs_to_other_unit=_(
        "Không dùng được số CCCD/CMND hoặc mã hồ sơ ở dòng này. Đề nghị liên hệ Phòng Nội vụ."
    ),
)
_declare(
    WARNING,
    typo_suggested=_(
        "“{value}” có thể gõ sai hoặc đặt lệch ô; hệ thống hiểu là “{meaning}”. Đề nghị xác nhận."
    ),
    hidden_row=_("Dòng đang bị ẩn trong Excel. Đề nghị xác nhận có nhập hay không."),
    leading_zero_unverified=_("Số “{value}” mất số 0 ở đầu; đã bù nhưng chưa đối chiếu được."),
    multiple_ticks=_("Đánh dấu nhiều mức; hệ thống lấy mức cao nhất."),
    national_id_inconsistent=_("Số CCCD {value} không khớp giới tính hoặc năm sinh."),
    existing_conflict=_("Khác hồ sơ đang có ({existing}). Đề nghị chọn giữ hay thay."),
    existing_reactivate=_("Người này trong hồ sơ đã thôi giữ chức vụ, nay lại có trong danh sách."),
    homonym=_("Trùng họ tên và ngày sinh với người khác nhưng khác số CCCD: hai người khác nhau."),
    match_without_id=_(
        "Khớp với hồ sơ đang có chỉ bằng họ tên và ngày sinh. Đề nghị xác nhận là cùng một người."
    ),
    ditto=_("Dấu “{value}” được hiểu là như dòng trên: {meaning}."),
    health_free_text=_("Sức khỏe ghi “{value}”, không quy được về loại I–V; sẽ để trống."),
    not_foreign_language=_("“{value}” là tiếng dân tộc, không tính là ngoại ngữ."),
    alias=_("Họ tên kèm tên gọi khác: “{value}”."),
    partial_zero_date=_("Ngày {value} có ngày hoặc tháng ghi 00; chỉ lấy {meaning}."),
    eval_label_retired=_("Mức “{value}” không dùng cho năm này; sẽ để trống."),
)
_declare(
    INFO,
    post_out_of_scope=_("“{value}”: ngoài phạm vi thống kê cán bộ, công chức."),
    legacy_encoding=_("Chữ .VnTime (TCVN3) hoặc VNI đã được đổi sang Unicode."),
    unicode_normalised=_("Đã chuẩn hóa chữ và khoảng trắng."),
    case_normalised=_("Đã đổi chữ hoa, chữ thường cho họ tên."),
    honorific_removed=_("Đã bỏ chữ xưng hô trước họ tên."),
    two_digit_year=_("Năm ghi hai chữ số, hiểu là {meaning}."),
    date_partial=_("Chỉ biết {meaning}."),
    leading_zero_restored=_("Đã bù số 0 ở đầu số CCCD (khớp giới tính và năm sinh)."),
    eth_to_d=_("Đã đổi ký tự Ð thành Đ."),
    year_in_date_cell=_("Ô định dạng ngày nhưng chứa năm {meaning}."),
    unchanged=_("Không có thay đổi so với hồ sơ đang có."),
    more_precise_kept=_("Giữ thông tin đầy đủ hơn hoặc mới hơn đang có trong hồ sơ."),
)
