"""The list that reading is measured on: a town's people as offices keep them, made by chance and always the same."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Sequence

N_COLUMNS = 40
GROUP_OF = 25  # people below one heading of a commune
HEADER = (
    "STT", "Họ và tên", "Giới tính", "Ngày sinh", "Số CCCD", "Dân tộc", "Tôn giáo", "Quê quán", "Chức vụ, chức danh",
    "Ngày vào Đảng", "Trình độ văn hóa", "Chuyên môn", "Chuyên ngành", "Lý luận chính trị", "Quản lý nhà nước", "Tin học",
    "Ngoại ngữ", "Sức khỏe", "Xếp loại 2019", "Xếp loại 2020", "Xếp loại 2021", "Khen thưởng", "Kỷ luật", "Ghi chú",
)  # fmt: skip
_FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Đinh", "Đoàn", "Trịnh",
    "Mai", "Đào", "Lương", "Phùng", "Tạ",
)  # fmt: skip
_MIDDLE = {
    "Nam": ("Văn", "Đức", "Minh", "Hữu", "Quang", "Công", "Xuân", "Trọng", "Đình", "Ngọc", "Thế", "Mạnh"),
    "Nữ": ("Thị", "Thị Thu", "Thị Ngọc", "Thanh", "Thị Hồng", "Kim", "Thị Minh", "Thùy", "Thị Bích"),
}
_GIVEN = (
    "An", "Bình", "Cường", "Dũng", "Hà", "Hải", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long",
    "Mai", "Nam", "Nga", "Oanh", "Phúc", "Quyên", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Tiến", "Trang", "Trung", "Tuấn",
)  # fmt: skip
_POSTS = (
    "Bí thư Đảng ủy", "Phó Bí thư TT Đảng ủy, Chủ tịch HĐND", "CT UBND", "PCT HĐND", "Phó Chủ tịch UBND", "CT UBMTTQ",
    "Bí thư Đoàn TNCS HCM", "CT Hội LHPN", "CT Hội Nông dân", "CT Hội CCB", "Chỉ huy trưởng quân sự",
    "Công chức Văn phòng - Thống kê", "ĐC-NN-XD&MT", "Công chức Tài chính - Kế toán", "Tư pháp - Hộ tịch", "VH-XH",
)  # fmt: skip
_MAJORS = ("Luật", "Kế toán", "Hành chính", "Nông nghiệp", "Quản lý đất đai", "Văn hóa", "Xây dựng")
_RATINGS = ("HTXSNV", "HTTNV", "HTTNV", "Hoàn thành tốt nhiệm vụ", "HTNV")


def people_file(n_people: int, units: Sequence[str] = ()) -> bytes:
    """An .xlsx list of `n_people`: two dozen known columns, others beside them, a heading above each commune.

    The headings name `units` in turn, else communes that no town has.

    Names, dates, numbers and villages differ from person to person; the rest repeats as it does in such lists.
    """
    import xlsxwriter

    chance, stream = random.Random(2021), io.BytesIO()  # noqa: S311
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet("DS")
    page.write_row(0, 0, [*HEADER, *(f"Cột riêng {n}" for n in range(N_COLUMNS - len(HEADER)))])
    place = 1
    for n in range(n_people):
        if n % GROUP_OF == 0:
            group = n // GROUP_OF
            page.write_row(place, 0, ["", units[group % len(units)] if units else f"Xã Thượng Yên {group}"])
            place += 1
        page.write_row(place, 0, _person(chance, n))
        place += 1
    book.close()
    return stream.getvalue()


def _person(chance: random.Random, n: int) -> list[object]:
    sex = chance.choice(("Nam", "Nam", "Nữ"))
    birth = dt.date(1960, 1, 1) + dt.timedelta(days=chance.randrange(13_000))
    party = birth + dt.timedelta(days=chance.randrange(8_000, 9_000))
    known = [
        n + 1, " ".join((chance.choice(_FAMILY), chance.choice(_MIDDLE[sex]), chance.choice(_GIVEN))), sex,
        f"{birth:%d/%m/%Y}" if n % 2 else birth, f"030{int(sex != 'Nam')}{birth:%y}{n * 7919 % 10**6:06}",
        chance.choice(("Kinh", "Kinh", "Tày")), "Không", f"Thôn {n % 20}, xã Thượng Yên {chance.randrange(200)}",
        chance.choice(_POSTS), f"{party:%d/%m/%Y}" if chance.random() < 0.8 else "", "12/12",
        f"Đại học {chance.choice(_MAJORS)}", chance.choice(_MAJORS), chance.choice(("Trung cấp", "Cao cấp", "Sơ cấp", "")),
        chance.choice(("Chuyên viên", "CVC", "")), chance.choice(("CNTT cơ bản", "B", "x")),
        chance.choice(("Anh B", "B1", "")), chance.choice(("I", "II", "Loại III", "")),
        chance.choice(_RATINGS), chance.choice(_RATINGS), chance.choice(_RATINGS),
        chance.choice(("", "", "Giấy khen năm 2020", "CSTĐ cơ sở 2021")), "",
        chance.choice(("", "", f"Nghỉ thai sản từ tháng {n % 12 + 1}")),
    ]  # fmt: skip
    more = [f"0912{chance.randrange(10**6):06}", 2.34 + 0.33 * chance.randrange(9), party, n % 97]
    return [
        *known,
        *more,
        *(f"ghi {n % 97} {column}" for column in range(N_COLUMNS - len(known) - len(more))),
    ]
