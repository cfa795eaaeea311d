"""Ethnicity and religion as offices write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from exchange.workbooks.values.cells import clean, nearest, words

# The 54 peoples (danh mục các dân tộc Việt Nam, 121-TCTK/PPCĐ, 1979) with the spellings in use and names of branches.
_PEOPLES = (
    "Kinh,Tày,Thái,Hoa,Khmer,Khơ me,Khơ-me,Khome,Mường,Nùng,Mông,H'Mông,H’Mông,Hmông,H Mông,Mèo,Dao,Gia Rai,Gia-rai,Jrai,Ngái,Ê Đê,Ê-đê,Êđê,"
    "Rhadé,Ba Na,Ba-na,Bahnar,Xơ Đăng,Xơ-đăng,Xê Đăng,Sán Chay,Cao Lan,Sán Chỉ,Cơ Ho,Cơ-ho,K'Ho,K’Ho,Chăm,Chàm,Sán Dìu,Hrê,Hrê,Mnông,M'Nông,M’Nông,"
    "Ra Glai,Raglai,Ra-glai,Xtiêng,X'tiêng,Stiêng,S'tiêng,Bru - Vân Kiều,Bru-Vân Kiều,Bru Vân Kiều,Vân Kiều,Thổ,Giáy,Nhắng,Cơ Tu,Cơ-tu,Katu,"
    "Gié Triêng,Gié - Triêng,Giẻ Triêng,Mạ,Khơ Mú,Khơ-mú,Co,Cor,Tà Ôi,Tà-ôi,Pa Cô,Chơ Ro,Chơ-ro,Kháng,Xinh Mun,Xinh-mun,Hà Nhì,Chu Ru,Chu-ru,Lào,La Chí,"
    "La Ha,Phù Lá,La Hủ,Lự,Lô Lô,Chứt,Mảng,Pà Thẻn,Cơ Lao,Cống,Bố Y,Si La,Pu Péo,Brâu,Ơ Đu,Rơ Măm,Xa Phó,Thu Lao,Pa Dí,Tu Dí,Sán Dìu,"
    "Việt,Kinh (Việt),Hán,Hoa (Hán),Mông (H'Mông)"
)
_KINH = {"kinh", "viet", "kinh viet", "dan toc kinh", "nguoi kinh"}
PEOPLES = {words(name): name for name in reversed(_PEOPLES.split(","))}
_SLIPS = {name: name for name in PEOPLES}

_RELIGIONS = {
    "Không": "khong|khong co|k|ko|0|khong ton giao|khong theo ton giao|khong theo dao|vo than|khong theo ton giao nao|chua theo ton giao|khong theo",
    "Phật giáo": "phat giao|phat|dao phat|pg|theo dao phat",
    "Công giáo": "cong giao|thien chua|thien chua giao|dao thien chua|tcg|dao cong giao|ky to giao|kito giao|ki to giao|cong giao roma|theo dao thien chua",
    "Tin lành": "tin lanh|dao tin lanh|tl|theo dao tin lanh",
    "Cao Đài": "cao dai|dao cao dai",
    "Hòa Hảo": "hoa hao|dao hoa hao",
    "Phật giáo Hòa Hảo": "phat giao hoa hao|pghh",
    "Hồi giáo": "hoi giao|dao hoi|islam",
    "Bà La Môn": "ba la mon|balamon",
    "Bửu Sơn Kỳ Hương": "buu son ky huong",
    "Tứ Ân Hiếu Nghĩa": "tu an hieu nghia",
}
RELIGIONS = {spelling: name for name, listed in _RELIGIONS.items() for spelling in listed.split("|")}
# "Lương" is what villages call those who are not Catholic.
_SUGGESTED = {"luong": "Không", "luong dan": "Không", "dao luong": "Không", "binh": "Không"}
_PREFIX = re.compile(r"\A(?:dân tộc|dt|người)\s*:?\s+", re.I)


@dataclass(frozen=True, slots=True)
class WordReading:
    """`value` None = not understood; `guess`: it is only what the text most likely means."""

    value: str | None
    guess: bool = False


@lru_cache(maxsize=5_000)
def read_ethnicity(text: str) -> WordReading:
    """The people named, in the office's spelling; one that is near a known name, or a plain word, is a guess."""
    text = _PREFIX.sub("", clean(text)).rstrip(" .,")
    spoken = words(text)
    if spoken in _KINH:
        return WordReading("Kinh")
    if spoken in PEOPLES:
        as_usual = text if not (text.isupper() or text.islower()) else _capitals(text, PEOPLES[spoken])
        return WordReading(as_usual)
    slip = _near(spoken)
    if slip:
        return WordReading(PEOPLES[slip], guess=True)
    is_word = re.fullmatch(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}", text) is not None
    return (
        WordReading(text[:1].upper() + text[1:], guess=True)
        if is_word and len(spoken) > 1
        else WordReading(None)
    )


def _capitals(text: str, usual: str) -> str:
    """ "TÀY" as "Tày": the usual spelling where the letters are the same, else each word with a capital."""
    return usual if usual.casefold() == text.casefold() else text.title()


def _near(spoken: str) -> str | None:
    """A known name one slip away; names are short, so only with the same first letter."""
    found = nearest(spoken, _SLIPS)
    if found:
        return found
    close = [
        name
        for name in PEOPLES
        if len(name) > 3
        and name[0] == spoken[:1]
        and abs(len(name) - len(spoken)) <= 1
        and _one_slip(name, spoken)
    ]
    return close[0] if len(close) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    """One letter changed, added, dropped, or two neighbours swapped."""
    if len(one) == len(other):
        different = [place for place in range(len(one)) if one[place] != other[place]]
        if len(different) == 1:
            return True
        return (
            len(different) == 2
            and different[1] == different[0] + 1
            and one[different[0]] == other[different[1]]
            and one[different[1]] == other[different[0]]
        )
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


@lru_cache(maxsize=5_000)
def read_religion(text: str) -> WordReading:
    """The religion named; "Không" for none."""
    spoken = words(text)
    if spoken in RELIGIONS:
        return WordReading(RELIGIONS[spoken])
    if spoken in _SUGGESTED:
        return WordReading(_SUGGESTED[spoken], guess=True)
    slip = nearest(spoken, {name: name for name in RELIGIONS})
    return WordReading(RELIGIONS[slip], guess=True) if slip else WordReading(None)
