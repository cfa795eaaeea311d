"""Invented Vietnamese names, places of origin and well-formed identity numbers.

Frequencies are rough ([P], a design choice): common surnames are common, given names differ by sex and a
little by generation. Nobody's name is copied from anywhere; a likeness to a living person is chance.
"""

import random
from datetime import date
from itertools import accumulate


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = (
    ("Nguyễn", 36), ("Trần", 10), ("Lê", 8), ("Phạm", 9), ("Hoàng", 5), ("Vũ", 6), ("Đỗ", 5), ("Bùi", 4),
    ("Đặng", 3), ("Ngô", 2.5), ("Dương", 2), ("Đào", 2), ("Đinh", 1.5), ("Trịnh", 1.2), ("Mạc", 1),
    ("Lương", 1), ("Phùng", 0.8), ("Tạ", 0.8), ("Hà", 0.8), ("Cao", 0.7), ("Đoàn", 1), ("Mai", 0.7),
    ("Lưu", 0.6), ("Tô", 0.4), ("Chu", 0.4), ("Tống", 0.3), ("Thân", 0.2), ("Quách", 0.2), ("Khúc", 0.2),
)  # fmt: skip
MALE_MIDDLE = _words(
    "Văn Văn Văn Đức Hữu Quang Đình Xuân Công Minh Ngọc Trọng Thành Mạnh Bá Duy Anh Huy Tiến Thế"
)
FEMALE_MIDDLE = _words("Thị Thị Thị Thị Thanh Ngọc Thu Hồng Minh Bích Phương Kim Mai Thùy Hải Diệu Lan Quỳnh")
MALE_GIVEN = _words(
    "An Anh Bảo Bắc Bình Chiến Chính Chung Công Cường Dũng Duy Dương Đại Đạt Điệp Định Đoàn Đông Đức Giang Hà "
    "Hải Hậu Hiến Hiệp Hiếu Hoàn Hoàng Hòa Hùng Huy Huân Hưng Khải Khang Khánh Khoa Kiên Lâm Linh Long Lợi Luân "
    "Lực Mạnh Minh Nam Nghĩa Nguyên Nhật Phong Phú Phúc Phương Quân Quang Quảng Quyết Quý Sáng Sơn Tâm Tân Thái "
    "Thành Thảo Thắng Thế Thiện Thịnh Thọ Thuận Thủy Tiến Tiệp Toàn Trọng Trung Trường Tú Tuấn Tùng Tuyên Vinh "
    "Việt Vượng Xuân"
)
FEMALE_GIVEN = _words(
    "An Anh Bình Châm Chi Chinh Cúc Diệp Dịu Dung Duyên Đào Giang Hà Hạnh Hằng Hậu Hiền Hiên Hoa Hòa Hoài Hồng "
    "Huê Huệ Huyền Hương Hường Khuyên Lan Lê Liên Linh Loan Lụa Lương Ly Mai Mến Minh My Nga Ngân Ngọc Nguyệt "
    "Nhàn Nhung Ninh Oanh Phượng Phương Quyên Quỳnh Sen Tâm Thảo Thắm Thanh Thoa Thơm Thu Thúy Thủy Thương Tình "
    "Trang Trâm Tuyết Tươi Uyên Vân Xuân Yên Yến"
)
KINH_MON_PLACES = tuple(
    f"{kind} {name}, thị xã Kinh Môn, tỉnh Hải Dương"
    for kind, names in (
        (
            "phường",
            "An Lưu|An Phụ|An Sinh|Duy Tân|Hiến Thành|Hiệp An|Hiệp Sơn|Long Xuyên|Minh Tân|Phạm Thái|Phú Thứ"
            "|Tân Dân|Thái Thịnh|Thất Hùng",
        ),
        ("xã", "Bạch Đằng|Hiệp Hòa|Hoành Sơn|Lạc Long|Lê Ninh|Minh Hòa|Quang Thành|Thăng Long|Thượng Quận"),
    )
    for name in names.split("|")
)
NEIGHBOURS = (
    "huyện Kim Thành, tỉnh Hải Dương",
    "huyện Nam Sách, tỉnh Hải Dương",
    "thành phố Chí Linh, tỉnh Hải Dương",
    "thành phố Hải Dương, tỉnh Hải Dương",
    "huyện Thủy Nguyên, thành phố Hải Phòng",
    "thị xã Đông Triều, tỉnh Quảng Ninh",
)
PROVINCES = ("030", "031", "022", "033", "027", "024", "034", "037", "035", "001")
"""Codes at the head of an identity number: Hải Dương first, the next ones when its numbers run out."""

_SURNAMES = [name for name, _ in SURNAMES]
_SURNAME_WEIGHTS = list(accumulate(weight for _, weight in SURNAMES))


def surname(rng: random.Random) -> str:
    """One surname by frequency."""
    return rng.choices(_SURNAMES, cum_weights=_SURNAME_WEIGHTS)[0]


def full_name(rng: random.Random, sex: str, *, family: str | None = None) -> str:
    """Surname, middle name, given name; now and then two middle names or none."""
    middle, given = (FEMALE_MIDDLE, FEMALE_GIVEN) if sex == "nu" else (MALE_MIDDLE, MALE_GIVEN)
    first = family or surname(rng)
    draw = rng.random()
    last = rng.choice(given)
    if draw < 0.03:
        return f"{first} {last}"
    middles = [rng.choice(middle)]
    if draw > 0.9:
        second = rng.choice(FEMALE_MIDDLE if sex == "nu" else MALE_MIDDLE)
        if second != middles[0]:
            middles.append(second)
    if middles[-1] == last:
        middles = [middle[0]]
    return " ".join([first, *middles, last])


def national_id(sex: str, birth: date, serial: int, *, province: str = PROVINCES[0]) -> str:
    """A 12-digit number of the right shape: province, century and sex digit, year of birth, serial.

    `serial` below 1 000 000 and unique per (sex, year of birth) makes the number unique.
    """
    century = (birth.year // 100 - 19) * 2 + (1 if sex == "nu" else 0)
    return f"{province}{century}{birth.year % 100:02d}{serial:06d}"


def hometown(rng: random.Random, own_place: str | None = None) -> str:
    """Mostly the own unit, else another of the town or a neighbouring district."""
    draw = rng.random()
    if own_place is not None and draw < 0.72:
        return own_place
    return rng.choice(KINH_MON_PLACES) if draw < 0.93 else rng.choice(NEIGHBOURS)
