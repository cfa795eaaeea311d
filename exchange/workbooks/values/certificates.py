"""IT and foreign-language certificates: yes or no, with level and language where the cell gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exchange.workbooks.values.cells import words
from exchange.workbooks.values.levels import LONGEST, NONE_WORDS, SPLIT

_ETHNIC = re.compile(
    r"\b(?:tieng )?(?:hmong|mong|thai|dao|tay|nung|muong|giay|khmer|khome|cham|e de|ede|gia rai|ba na|jrai|co ho|san chi|dan toc(?: thieu so)?|dtts)\b"
)
_LANGUAGES = (
    ("Tiếng Anh", r"anh|anh van|tieng anh|ta|av|english|toeic|ielts|toefl|aptis|vstep|pet|ket|fce"),
    ("Tiếng Trung", r"trung(?! cap)|trung quoc|hoa|trung van|hsk\d?"),
    ("Tiếng Pháp", r"phap|phap van|delf"),
    ("Tiếng Nga", r"nga|nga van"),
    ("Tiếng Nhật", r"nhat|jlpt"),
    ("Tiếng Hàn", r"han|han quoc|topik"),
    ("Tiếng Đức", r"duc"),
    ("Tiếng Lào", r"lao"),
    ("Tiếng Thái Lan", r"(?:tieng )?siam"),
)
_LANGUAGE = tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _LANGUAGES)
_LANGUAGE_LEVEL = re.compile(r"\b(a1|a2|b1|b2|c1|c2|a|b|c)\b")
_LANGUAGE_WORDS = re.compile(
    r"(?:\b(?:chung chi|cc|chung nhan|trinh do|tieng|van|ngoai ngu|co|dai hoc|dh|cn|cu nhan|cao dang|cd|trung cap|tc|tuong duong|td|viet nam|chau au|chuan|vstep|cefr|knlnn|nang luc|x)\b"
    r"|\b(?:bac|khung|cap do|level|khung nang luc) \d(?: \d)?(?: bac)?\b|\b(?:bac|khung|cap do|level)\b|\b[abc][12]?\b)"
)
# Points and levels of tests: numbers mean something only beside their names.
_TESTS = re.compile(
    r"\b(?:toeic|ielts|toefl(?: itp| ibt)?|aptis|delf|hsk|jlpt|topik|pet|ket|fce) ?(?:n?\d{1,3}(?: \d)?)?\b"
)


@dataclass(frozen=True, slots=True)
class LanguageReading:
    """`has` None = not understood. `level` and `language` as the records keep them ("" = unknown)."""

    has: bool | None
    level: str = ""
    language: str = ""
    ethnic: bool = False


def read_language(text: str) -> LanguageReading:
    """Foreign language: yes or no, with the language and level where the cell gives them."""
    spoken = words(text[:LONGEST]).replace("thai lan", "siam")
    if NONE_WORDS.match(spoken):
        return LanguageReading(False)
    if _ETHNIC.search(spoken):
        others = [part for part in SPLIT.split(text[:LONGEST]) if not _ETHNIC.search(words(part))]
        other = read_language("; ".join(others)) if others and len(others) < 20 else LanguageReading(False)
        if not other.has:
            return LanguageReading(False, ethnic=True)
        return LanguageReading(True, other.level, other.language, ethnic=True)
    left, language = spoken, ""
    for name, pattern in _LANGUAGE:
        if pattern.search(left):
            language = language or name
            left = pattern.sub(" ", _TESTS.sub(" ", left))
    level = _LANGUAGE_LEVEL.search(left)
    if _LANGUAGE_WORDS.sub(" ", left).strip() or not (language or _LANGUAGE_WORDS.search(left)):
        return LanguageReading(None)
    higher = re.search(r"\b(?:dai hoc|dh|cn|cu nhan)\b", left)
    return LanguageReading(True, "dai_hoc" if higher else (level[1] if level else ""), language)


_IT = re.compile(
    r"(?:\b(?:tin hoc|tin|cntt\w*|udcntt\w*|ud|ung dung|cong nghe thong tin|thong tin|cong nghe|van phong|vp|thvp|thcb|co ban|cb|nang cao|nc|chung chi|cc|trinh do|a|b|c"
    r"|dai hoc|dh|cao dang|cd|trung cap(?: tro len)?|tc|ky su|ks|cu nhan|cn|ic3|mos|icdl|co|x|bang|loai|lop|phan mem|ky thuat vien|khoa hoc may tinh|may tinh|chung nhan|chuan|dat|theo|su dung"
    r"|thong tu 0?\d{1,2}(?: 20\d\d)?|tt ?0?\d{1,2}(?: 20\d\d)?|ky nang|nhom|mo dun)\b)"
)
_IT_WORD = re.compile(r"[a-z]")
_IT_LEVELS = (
    ("trung_cap_tro_len", r"\b(?:dai hoc|dh|cao dang|cd|trung cap|tc|ky su|ks|cu nhan|cn)\b"),
    ("nang_cao", r"\b(?:nang cao|nc)\b"),
    ("co_ban", r"\b(?:co ban|thcb|cntt\w*cb|udcntt\w*|cb)\b"),
    ("c", r"\bc\b"),
    ("b", r"\bb\b"),
    ("a", r"\ba\b"),
)


def read_it(text: str) -> tuple[bool | None, str]:
    """(has an IT certificate, level as the records keep it); (None, "") when not understood."""
    spoken = words(text[:LONGEST])
    if NONE_WORDS.match(spoken):
        return False, ""
    if not _IT_WORD.search(spoken):
        return None, ""
    if _IT.sub(" ", spoken).strip():
        return None, ""
    for level, pattern in _IT_LEVELS:
        if re.search(pattern, spoken):
            return True, level
    return True, ""
