"""What the clerk does about a problem, by its code; the problem's own sentence says what is wrong."""

from __future__ import annotations

# fmt: off
ADVICE = {
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
    "record_by_district": "Đề nghị Phòng Nội vụ lập hồ sơ người này; lập xong thì gửi lại tệp.",
    "belongs_to_other_unit": "Liên hệ Phòng Nội vụ.",
}
# A question is answered on the page; what is said here makes it disappear for good.
QUESTIONS = {
    "typo_suggested": "Đúng như hệ thống hiểu thì ghi lại cho đủ chữ.",
    "hidden_row": "Bỏ ẩn dòng nếu cần nhập, xóa dòng nếu không.",
    "leading_zero_unverified": "Đối chiếu thẻ căn cước, ghi lại đủ 12 chữ số ở ô định dạng văn bản.",
    "multiple_ticks": "Để lại một dấu ở mức cao nhất đã có bằng.",
    "national_id_inconsistent": "Đối chiếu thẻ căn cước: sửa số, hoặc sửa giới tính, năm sinh.",
    "existing_conflict": "Tệp đúng thì chọn nhập và lấy theo tệp; hồ sơ đúng thì chọn nhập và giữ hồ sơ, hoặc sửa ô này.",
    "existing_reactivate": "Nếu người này thật sự trở lại thì chọn “Nhập dòng này”; không thì xóa dòng.",
    "homonym": "Đối chiếu số CCCD; đúng là hai người thì chọn “Nhập dòng này”.",
    "match_without_id": "Ghi thêm số CCCD, hoặc chọn “Nhập dòng này” nếu là cùng một người.",
    "ditto": "Ghi lại đầy đủ thay cho dấu này.",
    "health_free_text": "Ghi loại I, II, III, IV hoặc V theo giấy khám.",
    "not_foreign_language": "Xóa khỏi cột ngoại ngữ; ghi ngoại ngữ nếu có chứng chỉ.",
    "alias": "Để lại họ tên theo giấy khai sinh.",
    "partial_zero_date": "Ghi đủ ngày, hoặc chỉ ghi tháng/năm hay năm.",
    "eval_label_retired": "Ghi lại mức xếp loại theo quy định của năm đó.",
}
# fmt: on


def advice_for(code: str) -> str:
    """What to do about a problem; empty where nothing has to be done."""
    return ADVICE.get(code) or QUESTIONS.get(code) or ""
