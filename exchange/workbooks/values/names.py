"""People's names as offices write them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import clean
from exchange.workbooks.values.posts import read_posts

_HONORIFIC = re.compile(
    r"(?:(?:đ/c|đc|đ\.c|đồng chí|ông|bà|anh|chị|cô|chú|bác|thầy|mr|mrs|ms)\s*[.:]?\s+|(?:đ/c|đ\.c|ô\.|b\.|mr\.|mrs\.|ms\.)\s*[.:]?\s*"
    r"|(?:ông|bà)\s*[.:]\s*"
    r"|(?:pgs|gs|th\.?s|thạc s[ĩỹ]|ts|tiến s[ĩỹ]|cn|cử nhân|ks|kts|kỹ sư|bs|bác s[ĩỹ]|ds|lg|ck ?i{1,2}|bsck ?i{1,2})\s*(?:[.:]\s*|\s))(?=\S)",
    re.I,
)
_TITLE_SEX = {
    "ông": "nam", "anh": "nam", "chú": "nam", "thầy": "nam", "mr": "nam", "ô": "nam",
    "bà": "nu", "chị": "nu", "cô": "nu", "mrs": "nu", "ms": "nu", "b": "nu",
}  # fmt: skip
_SEX_BEHIND = {"ông": "nam", "nam": "nam", "bà": "nu", "nữ": "nu", "nam giới": "nam", "nữ giới": "nu"}
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
_CALLED = r"(?:tức(?: là)?|tên khác|tên gọi khác|tên thường gọi|bí danh|(?:hay|thường|còn)(?: được)? gọi(?: là)?|tên thật(?: là)?|tên khai sinh)"
_ALIAS = re.compile(
    rf"\s*(?:\(\s*(?:{_CALLED}\s*:?\s*)?([^()]+)\)|[,;-]?\s*(?<![^\W\d_]){_CALLED}(?![^\W\d_])\s*:?\s*(.+))\s*\Z",
    re.I,
)
# "1. ", "(2) ", "03 " before a name, "*", "(1)" behind it: numbers of lines and footnotes.
_NUMBER_BEFORE = re.compile(r"\A\(?\d{1,3}\s*(?:[.):/-]\s*|\)\s*|\s)(?=[^\W\d_])")
_MARK_BEHIND = re.compile(r"\s*(?:\*+|\(\s*(?:\*+|\d{1,2})\s*\))\s*\Z")
_SEX_IN_BRACKETS = re.compile(r"\s*\(\s*(ông|bà|nam|nữ|nam giới|nữ giới)\s*\)\s*\Z", re.I)
# What may stand where a name should: words of other columns, and two people in one cell.
_NO_NAME = frozenset(
    {
        "nam",
        "nữ",
        "kinh",
        "không",
        "có",
        "phật giáo",
        "công giáo",
        "tin lành",
        "đại học",
        "cao đẳng",
        "trung cấp",
        "đảng viên",
    }
)
_OTHER_WORDS = re.compile(
    r"(?<![^\W\d_])(?:UBND|HĐND|UBMTTQ|MTTQ|tịch|bí thư|đảng ủy|trưởng|kế toán|thống kê|hộ tịch|văn hóa|địa chính|tư pháp|công an|quân sự|công chức)(?![^\W\d_])",
    re.I,
)
_LETTERS = r"[^\W\d_²³¹¼½¾⁰-₟]+"
_ALLOWED = re.compile(rf"{_LETTERS}(?:['’.-]{_LETTERS})*\.?\Z")
_PAYLOAD = re.compile(r"[<>=\"{}|\\!/]|://")
# Words of posts, of other columns and between two names: a text that holds one is looked at more closely.
_UNUSUAL = frozenset(
    [
        "tịch",
        "thư",
        "ủy",
        "uỷ",
        "trưởng",
        "toán",
        "kê",
        "hóa",
        "hoá",
        "chính",
        "pháp",
        "sự",
        "chức",
        "và",
        "tức",
        "danh",
        "gọi",
        "giáo",
        "lành",
        "học",
        "đẳng",
        "cấp",
        "viên",
        "mr",
        "mrs",
        "ms",
        "công",
    ]
)
MAX_LENGTH = 100
# Marks that turn the order of letters round: nobody's name needs them, and what is shown is not what is stored.
_BIDI = re.compile("[\u202b\u202d\u202e\u2067]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufeff\u00ad]")


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
    text = _without_numbers(text, raw, field, problems)
    text = _without_titles(text, raw, field, problems)
    match = _ALIAS.search(text)
    if match and match.start() > 0:
        if _PAYLOAD.search(match[0]):
            return None, [problem(field, "name_invalid", raw)]
        problems.append(problem(field, "alias", raw))
        text = text[: match.start()]
    text = text.strip(" .,;:")
    words = text.split(" ")
    if not _may_be_name(text, words):
        return None, [problem(field, "name_invalid", raw)]
    parted = [_unglued(word) for word in words]
    if parted != words:  # "NguyễnVăn An": two words without the space
        words = " ".join(parted).split(" ")
        problems.append(problem(field, "typo_suggested", raw, meaning=" ".join(words)))
        text = " ".join(words)
    titled = " ".join(_titled(word, text) for word in words)
    if titled != text:
        problems.append(problem(field, "case_normalised", raw))
    is_half = len(words) == 1 and not re.search("['’]", titled)  # "K'Brêu" is whole
    if (is_half or "." in titled) and not any(item.code == "typo_suggested" for item in problems):
        problems.append(problem(field, "typo_suggested", raw, meaning=titled))  # half a name, or its initials
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
        and _UNUSUAL.isdisjoint(raw.lower().split(" "))
        and not _HONORIFIC.match(raw)
    )


def _may_be_name(text: str, words: list[str]) -> bool:
    if not text or len(text) > MAX_LENGTH or len(words) > 8:
        return False
    if not all(_ALLOWED.match(word) for word in words) or "và" in words:
        return False
    return text.lower() not in _NO_NAME and not (_OTHER_WORDS.search(text) and _is_a_post(text))


def _is_a_post(text: str) -> bool:
    """Where a name should stand. "Lương Công An" is a person, and no slip for "Trưởng công an"."""
    reading = read_posts(text)
    if reading.guess and begins_with_surname(text):
        return False
    return bool(reading.codes) or reading.outside


def _without_numbers(text: str, raw: str, field: str, problems: list[Problem]) -> str:
    """The name without the number of its line before it and footnote marks or the sex behind it."""
    bare = _MARK_BEHIND.sub("", _NUMBER_BEFORE.sub("", text))
    if bare != text and not any(item.code == "unicode_normalised" for item in problems):
        problems.append(problem(field, "unicode_normalised", raw))
    named = _SEX_IN_BRACKETS.sub("", bare)
    if named != bare:
        problems.append(problem(field, "honorific_removed", raw))
    return named


def title_sex(raw: str) -> str | None:
    """The sex that the words before a name state ("Ông", "đ/c Bà"); None without them or where they may be the surname."""
    text = clean(raw)
    behind = _SEX_IN_BRACKETS.search(text)
    if behind:
        return _SEX_BEHIND[behind[1].lower()]
    text = _NUMBER_BEFORE.sub("", text)
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
            if not begins_with_surname(text):  # "Chị Lan": half a name
                problems.append(problem(field, "typo_suggested", raw, meaning=text))
            break
        if (
            match[0].strip(" .:").lower() in _TITLE_SEX
            and ":" not in match[0]
            and not begins_with_surname(without)
        ):
            problems.append(problem(field, "typo_suggested", raw, meaning=text))
            break
        text, removed = without, True
    if removed and not any(item.code == "honorific_removed" for item in problems):
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
