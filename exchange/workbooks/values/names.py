"""People's names as offices write them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import clean

_HONORIFIC = re.compile(
    r"(?:(?:đ/c|đc|đ\.c|đồng chí|ông|bà|anh|chị)\s*[.:]?\s+|(?:đ/c|đ\.c)\s*[.:]?\s*"
    r"|(?:th\.?s|thạc s[ĩỹ]|ts|tiến s[ĩỹ]|cn|cử nhân|ks|kỹ sư|bs|bác s[ĩỹ])\s*(?:[.:]\s*|\s))(?=\S)",
    re.I,
)
_TITLE_SEX = {"ông": "nam", "anh": "nam", "bà": "nu", "chị": "nu"}
# "Ông" and "Bà" are surnames too ("Ông Ích Khiêm"): before none of these the title is only a suggestion.
_SURNAME = re.compile(
    r"(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đoàn|trịnh|mai|đào"
    r"|lâm|trương|cao|tạ|lưu|lương|chu|châu|hà|phùng|tô|thái|quách|vương|kiều|đồng|la|mạc|khổng|nghiêm"
    r"|tống|triệu|bạch|quản|mã|kim|thân|từ|tăng|trình|doãn|văn|lò|lường|vàng|giàng|sùng|thào|hạng|ma"
    r"|nông|hứa|đàm|cầm|điêu|quàng|bế|vi|giáp|khúc|ninh|an|âu|ân|bành|cù|diệp|giang|hạ|hầu|khuất|lại"
    r"|lã|lục|mẫn|nhâm|nhữ|ong|phí|phó|sầm|thạch|thi|thiều|tiêu|tôn|trang|trà|tưởng|ứng|viên|viết|xa|y"
    r"|nguyên|hán|cung|cấn"
    r")(?: |\Z)",
    re.I,
)
_ALIAS = re.compile(
    r"\s*(?:\(\s*(?:(?:tức|tên khác|tên gọi khác|tên thường gọi|bí danh|hay gọi là|còn gọi là)\s*:?\s*)?([^()]+)\)"
    r"|[,;-]\s*(?:tức|tên khác|bí danh)\s*:?\s*(.+))\s*\Z",
    re.I,
)
_LETTERS = r"[^\W\d_²³¹¼½¾⁰-₟]+"
_ALLOWED = re.compile(rf"{_LETTERS}(?:['’.-]{_LETTERS})*\.?\Z")
_PAYLOAD = re.compile(r"[<>=\"{}|\\!/]|://")
MAX_LENGTH = 100
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")


def read_name(raw: str, field: str = "full_name") -> tuple[str | None, list[Problem]]:
    """A full name in title case, or None with `name_invalid`."""
    if _is_plain(raw):
        return raw, []
    problems: list[Problem] = []
    if len(raw) > 2 * MAX_LENGTH or _BIDI.search(raw):
        return None, [problem(field, "name_invalid", _BIDI.sub("", raw))]
    text = clean(raw)
    if _INVISIBLE.search(raw) or text != raw.strip(" "):
        problems.append(problem(field, "unicode_normalised", raw))
    if "Ð" in text or "ð" in text:
        text = text.replace("Ð", "Đ").replace("ð", "đ")
        problems.append(problem(field, "eth_to_d", raw))
    text = _without_titles(text, raw, field, problems)
    match = _ALIAS.search(text)
    if match and match.start() > 0:
        if _PAYLOAD.search(match[0]):
            return None, [problem(field, "name_invalid", raw)]
        problems.append(problem(field, "alias", raw))
        text = text[: match.start()]
    text = text.strip(" .,;:")
    words = text.split(" ")
    if (
        not text
        or len(text) > MAX_LENGTH
        or len(words) > 8
        or not all(_ALLOWED.match(word) for word in words)
    ):
        return None, [problem(field, "name_invalid", raw)]
    parted = [_unglued(word) for word in words]
    if parted != words:  # "NguyễnVăn An": two words without the space
        words = " ".join(parted).split(" ")
        problems.append(problem(field, "typo_suggested", raw, meaning=" ".join(words)))
        text = " ".join(words)
    titled = " ".join(_titled(word, text) for word in words)
    if titled != text:
        problems.append(problem(field, "case_normalised", raw))
    return titled, problems


def _is_plain(raw: str) -> bool:
    """Hot: true for two to eight words of letters in title case with single spaces, as nearly every name is written."""
    return (
        len(raw) <= MAX_LENGTH
        and raw.istitle()
        and 1 <= raw.count(" ") <= 7
        and raw.replace(" ", "").isalpha()
        and "" not in raw.split(" ")
        and "Ð" not in raw
        and "ð" not in raw
        and unicodedata.is_normalized("NFC", raw)
        and not _HONORIFIC.match(raw)
    )


def title_sex(raw: str) -> str | None:
    """The sex that the words before a name state ("Ông", "đ/c Bà"); None without them or where they may be the surname."""
    text = clean(raw)
    stated = None
    while (match := _HONORIFIC.match(text)) and match.end() < len(text):
        stated = _TITLE_SEX.get(match[0].strip(" .:").lower(), stated)
        text = text[match.end() :]
    return stated if begins_with_surname(text) else None


def _without_titles(text: str, raw: str, field: str, problems: list[Problem]) -> str:
    """The name without the titles before it; a title that may be the surname is kept and asked about."""
    removed = False
    while match := _HONORIFIC.match(text):
        without = text[match.end() :]
        if len(without.split(" ")) < 2 and not (removed and begins_with_surname(text)):
            break
        if (
            match[0].strip(" .:").lower() in _TITLE_SEX
            and ":" not in match[0]
            and not begins_with_surname(without)
        ):
            problems.append(problem(field, "typo_suggested", raw, meaning=text))
            break
        text, removed = without, True
    if removed:
        problems.append(problem(field, "honorific_removed", raw))
    return text


def _unglued(word: str) -> str:
    """ "NguyễnVăn" → "Nguyễn Văn": a capital between small letters begins another word."""
    for place in range(2, len(word) - 1):
        if word[place].isupper() and word[place - 1].islower() and word[place + 1].islower():
            return f"{word[:place]} {_unglued(word[place:])}"
    return word


def begins_with_surname(text: str) -> bool:
    """True when the first word is a usual surname."""
    return _SURNAME.match(text) is not None


def looks_like_name(cell: Any) -> bool:
    """True for text that could be a person's name: two to eight words of letters only."""
    if not isinstance(cell, str):
        return False
    name, _ = read_name(cell)
    return name is not None and len(name.split(" ")) >= 2


def _titled(word: str, whole: str) -> str:
    """Title case, piece by piece ("H’Len"); a word with a capital inside is one that an old font left so ("TRầN")."""
    if whole == whole.title():
        return word
    return re.sub(r"[^'’\-]+", lambda piece: piece[0][:1].upper() + piece[0][1:].lower(), word)
