"""An office's own workbook, as a commune keeps it: letterhead, header on two levels, groups, signatures."""

from __future__ import annotations

import io
from dataclasses import dataclass

from openpyxl import Workbook

UPPER = ["STT", "Họ và tên", "Ngày, tháng, năm sinh", None, "Số CCCD", "Chức vụ, chức danh", "Trình độ"]
UPPER += [None, None, "Kết quả đánh giá, xếp loại", "Ghi chú"]
LOWER = [None, None, "Nam", "Nữ", None, None, "Văn hóa", "Chuyên môn", "LLCT", "2021", None]
FIRST_ROW = 10  # of the people, as Excel numbers rows


@dataclass
class Line:
    """One person as the office writes them; `birth` as typed."""

    name: str
    birth: str
    is_woman: bool = False
    national_id: str = ""
    post: str = ""
    degree: str = ""
    theory: str = ""
    rating: str = "Hoàn thành tốt nhiệm vụ"


def office_workbook(unit, lines):
    """Bytes of the .xlsx of `unit` ("phường An Lưu"); the first person stands in row `FIRST_ROW`."""
    book = Workbook()
    page = book.active
    page.title = "DS CBCC"
    page["A1"], page["H1"] = "UBND THỊ XÃ KINH MÔN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    page["A2"], page["H2"] = f"UBND {unit.upper()}", "Độc lập - Tự do - Hạnh phúc"
    page["A4"] = f"DANH SÁCH CÁN BỘ, CÔNG CHỨC {unit.upper()}"
    page["A5"] = "(Tính đến ngày 31/12/2021)"
    for column, (upper, lower) in enumerate(zip(UPPER, LOWER, strict=True), start=1):
        page.cell(7, column, upper)
        page.cell(8, column, lower)
    for area in ("A1:F1", "H1:K1", "A2:F2", "H2:K2", "A4:K4", "A5:K5", "C7:D7", "G7:I7"):
        page.merge_cells(area)
    for letter in "ABEFK":
        page.merge_cells(f"{letter}7:{letter}8")
    page["A9"], page["B9"] = "I", "CÁN BỘ, CÔNG CHỨC"
    for number, line in enumerate(lines, start=1):
        births = (None, line.birth) if line.is_woman else (line.birth, None)
        cells = [number, line.name, *births, line.national_id, line.post, "12/12", line.degree, line.theory]
        for column, value in enumerate([*cells, line.rating], start=1):
            page.cell(FIRST_ROW + number - 1, column, value or None)
    end = FIRST_ROW + len(lines)
    page.cell(end, 2, f"Tổng cộng: {len(lines)} người")
    page.cell(end + 2, 2, "NGƯỜI LẬP BIỂU")
    page.cell(end + 2, 9, "TM. ỦY BAN NHÂN DÂN")
    page.cell(end + 3, 9, "CHỦ TỊCH")
    page.cell(end + 6, 2, "Trần Thị Lan")
    page.cell(end + 6, 9, "Nguyễn Văn Minh")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
