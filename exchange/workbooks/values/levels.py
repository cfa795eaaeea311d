"""Qualifications, ratings, health and discipline: one vocabulary a field, because abbreviations differ by column.

"CC" is *cao cấp* under political theory and *chứng chỉ* under IT; "TC" is *trung cấp*; "CN" is *cử nhân*, which is a
university degree in one column and the highest level of theory in another. A vocabulary is a list of
(code, pattern over folded words); the first pattern that starts the text wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from exchange.workbooks.values.cells import nearest, words

NONE_WORDS = re.compile(
    r"(?:khong(?: co)?|chua(?: qua| co| hoc| dao tao| dt| qua dao tao| qua dt| bd| boi duong| qua bd| qua boi duong)?|cdt|cqdt|0|k|ko)\Z"
)
LONGEST = 300  # characters; a longer cell is no level
_PARENTHESES = re.compile(r"\([^()]*\)")
_SPLIT = re.compile(r"[;,+&\n]| va ", re.I)
# A level that is still being studied for is not held.
_UNFINISHED = re.compile(
    r"\b(?:dang (?:hoc|theo hoc|dao tao)|chua (?:tot nghiep|tn|bao ve|hoan thanh|co bang|nhan bang))\b"
)
_LEAD = re.compile(r"^(?:(?:trinh do|tot nghiep|bang|he|tn|da qua|da hoc|co|hoc|llct|ly luan|ngach|lop) )+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How offices write the levels of one field, highest level first. `none_code` = what "không", "chưa" mean.

    `with_rest`: words may follow the level (a field of study); otherwise they make the cell not understood.
    """

    levels: tuple[tuple[str, str], ...]
    none_code: str
    spellings: tuple[tuple[str, str], ...]
    with_rest: bool = False

    def rank(self, code: str) -> int:
        """0 is the highest level; the level "none" is the lowest."""
        codes = [level for level, _ in self.levels]
        return codes.index(code) if code in codes else len(codes)


@dataclass(frozen=True, slots=True)
class LevelReading:
    """`code` None = not understood; `rest` = the words after the level (a field of study); `guess` = a slip's meaning."""

    code: str | None
    rest: str = ""
    guess: str = ""


DEGREE = Vocabulary(
    levels=(
        ("tien_si", r"(?:tien si|tien sy|ts|tskh)\b"),
        ("thac_si", r"(?:thac si|thac sy|th s|ths|thac si|cao hoc)\b"),
        ("dai_hoc", r"(?:dai hoc|d hoc|dhoc|dh|cu nhan|cn|ky su|ks|bac si|bs|dh[a-z]{1,4}\d?)\b"),
        ("cao_dang", r"(?:cao dang|c dang|cdang|cd|cd(?!t\b)[a-z]{1,4})\b"),
        ("trung_cap", r"(?:trung cap|trung hoc chuyen nghiep|thcn|t cap|tccn|tcn|t c|tc|tc[a-z]{1,4})\b"),
        ("so_cap", r"(?:so cap|s cap|so hoc|sc|scn)\b"),
    ),
    none_code="chua_qua_dao_tao",
    spellings=(
        ("tien_si", "tien si"), ("thac_si", "thac si"), ("dai_hoc", "dai hoc"), ("cao_dang", "cao dang"),
        ("trung_cap", "trung cap"), ("so_cap", "so cap"), ("chua_qua_dao_tao", "chua qua dao tao"),
    ),
    with_rest=True,
)  # fmt: skip

_LLCT = r"(?: ?(?:ly luan chinh tri|llct|ly luan|chinh tri|ct|hanh chinh|hc|ll ct))*\b"
THEORY = Vocabulary(
    levels=(
        ("cu_nhan", rf"(?:cu nhan|cn){_LLCT}"),
        ("cao_cap", rf"(?:cao cap|cc){_LLCT}"),
        ("trung_cap", rf"(?:trung cap|t cap|tc|t c){_LLCT}"),
        ("so_cap", rf"(?:so cap|s cap|sc){_LLCT}"),
    ),
    none_code="chua",
    spellings=(
        ("cu_nhan", "cu nhan"),
        ("cao_cap", "cao cap"),
        ("trung_cap", "trung cap"),
        ("so_cap", "so cap"),
    ),
)
_TRAINED = r"(?:bd|boi duong|bdnv|chung chi|cc)? ?(?:ngach)? ?(?:qlnn)? ?(?:ngach)? ?"
STATE_MANAGEMENT = Vocabulary(
    levels=(
        ("chuyen_vien_cao_cap", rf"{_TRAINED}(?:chuyen vien cao cap|cv cao cap|cvcc)\b"),
        ("chuyen_vien_chinh", rf"{_TRAINED}(?:chuyen vien chinh|cv chinh|cvc)\b"),
        ("chuyen_vien", rf"{_TRAINED}(?:chuyen vien|cv)(?: va (?:tuong duong|td))?\b"),
        ("can_su", rf"{_TRAINED}(?:can su|cs)\b"),
    ),
    none_code="chua",
    spellings=(
        ("chuyen_vien_chinh", "chuyen vien chinh"),
        ("chuyen_vien", "chuyen vien"),
        ("can_su", "can su"),
    ),
)
_RETIRED_LABEL = r"(?:(?:hoan thanh|ht)(?: ?(?:nhiem vu|nv))? ?(?:nhung )?(?:con )?(?:han che|hc)|han che) ?(?:ve )?(?:nang luc|nl)?"
_NV = r"(?: ?(?:nhiem vu|nv))?"
EVALUATION = Vocabulary(
    levels=(
        ("xuat_sac", rf"(?:(?:hoan thanh|ht) ?(?:xuat sac|xs){_NV}|htxsnv|xuat sac|xs)\b"),
        ("tot", rf"(?:(?:hoan thanh|ht) ?(?:tot|t){_NV}|httnv|tot)\b"),
        ("han_che_nang_luc", rf"{_RETIRED_LABEL}\b"),
        ("hoan_thanh", rf"(?:(?:hoan thanh|ht){_NV}|htnv)\b"),
        ("khong_hoan_thanh", rf"(?:khong (?:hoan thanh|ht){_NV}|k ?(?:hoan thanh|ht){_NV}|khtnv|khong ht)\b"),
    ),
    none_code="",
    spellings=(
        ("xuat_sac", "hoan thanh xuat sac nhiem vu"), ("tot", "hoan thanh tot nhiem vu"),
        ("hoan_thanh", "hoan thanh nhiem vu"), ("khong_hoan_thanh", "khong hoan thanh nhiem vu"),
    ),
)  # fmt: skip
NOT_RATED = re.compile(
    r"(?:nghi (?:thai san|om|che do|viec|sinh)|thai san|chua (?:ct|cong tac|danh gia|xep loai|co|nhan viec|bau)|khong (?:xep loai|xl|danh gia|dg)"
    r"|moi (?:tuyen|ve|bau|nhan)|di hoc|chua)\b.*"
)
DISCIPLINE = Vocabulary(
    levels=(
        ("khai_tru", r"khai tru\b"),
        ("buoc_thoi_viec", r"buoc thoi viec\b"),
        ("bai_nhiem", r"bai nhiem\b"),
        ("cach_chuc", r"cach chuc\b"),
        ("giang_chuc", r"giang chuc\b"),
        ("ha_bac_luong", r"ha bac luong\b"),
        ("canh_cao", r"canh cao\b"),
        ("khien_trach", r"khien trach\b"),
    ),
    none_code="",
    spellings=(("khien_trach", "khien trach"), ("canh_cao", "canh cao"), ("cach_chuc", "cach chuc")),
)


@lru_cache(maxsize=20_000)
def read_level(text: str, vocabulary: Vocabulary) -> LevelReading:
    """The highest level named in a cell ("Đại học; TC Luật" → dai_hoc, rest "")."""
    if len(text) > LONGEST:
        return LevelReading(None)
    plain = _PARENTHESES.sub(" ", text)
    spoken = words(plain)
    if _UNFINISHED.search(words(text)) and not _UNFINISHED.search(spoken):
        return LevelReading(None)  # "Đại học (đang học)"
    if vocabulary.none_code and NONE_WORDS.match(spoken):
        return LevelReading(vocabulary.none_code)
    found: list[tuple[int, LevelReading]] = []
    for segment in _SPLIT.split(plain):
        reading = _segment_level(segment, vocabulary)
        if reading.code:
            found.append((vocabulary.rank(reading.code), reading))
    if found:
        return min(found, key=lambda item: item[0])[1]
    spellings = {spelling: code for code, spelling in vocabulary.spellings}
    guess = nearest(spoken, spellings)
    return LevelReading(spellings[guess], guess=guess) if guess else LevelReading(None)


_YEAR_NOISE = re.compile(r"\b(?:nam )?(?:19|20)\d\d\b|\bcstdcs\b")


def _segment_level(segment: str, vocabulary: Vocabulary) -> LevelReading:
    spoken = words(segment)
    if _UNFINISHED.search(spoken):
        return LevelReading(None)
    spoken_short = _LEAD.sub("", spoken)
    for candidate in (spoken, spoken_short):
        for code, pattern in vocabulary.levels:
            match = re.match(pattern, candidate)
            if match and (vocabulary.with_rest or not _YEAR_NOISE.sub("", candidate[match.end() :]).strip()):
                n_taken = len(spoken.split()) - len(candidate[match.end() :].split())
                return LevelReading(code, _rest(segment, n_taken))
    return LevelReading(None)


def _rest(segment: str, n_taken: int) -> str:
    """The words of the segment as written, after the first `n_taken` folded words."""
    position, seen = 0, 0
    for match in re.finditer(r"[^\W_]+", segment):
        if seen == n_taken:
            return segment[match.start() :].strip()
        seen += 1
        position = match.end()
    return segment[position:].strip() if seen < n_taken else ""


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_HEALTH = re.compile(r"(?:(?:suc khoe )?(?:loai|sk|suc khoe|hang) ?)?(i{1,3}|iv|v|[1-5])\Z")


def read_health(text: str) -> int | None:
    """The health class 1–5 of "Loại II", "2", "IV"; None when the text names no class."""
    match = _HEALTH.match(words(_PARENTHESES.sub(" ", text)))
    if not match:
        return None
    return _ROMAN.get(match[1]) or int(match[1])


_ETHNIC = re.compile(
    r"\b(?:tieng )?(?:hmong|mong|thai|dao|tay|nung|muong|giay|khmer|khome|cham|e de|ede|gia rai|ba na|jrai|co ho|san chi|dan toc(?: thieu so)?|dtts)\b"
)
_LANGUAGES = (
    ("Tiếng Anh", r"anh|anh van|tieng anh|ta|av|english|toeic|ielts|toefl|aptis"),
    ("Tiếng Trung", r"trung|trung quoc|hoa|trung van|hsk"),
    ("Tiếng Pháp", r"phap|phap van|delf"),
    ("Tiếng Nga", r"nga|nga van"),
    ("Tiếng Nhật", r"nhat|jlpt"),
    ("Tiếng Hàn", r"han|han quoc|topik"),
    ("Tiếng Đức", r"duc"),
    ("Tiếng Lào", r"lao"),
)
_LANGUAGE = tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _LANGUAGES)
_LANGUAGE_LEVEL = re.compile(r"\b(a1|a2|b1|b2|c1|c2|a|b|c)\b")
_LANGUAGE_WORDS = re.compile(
    r"(?:\b(?:chung chi|cc|trinh do|bac|tieng|van|ngoai ngu|co|chung chi|dai hoc|dh|cn|cu nhan|cao dang|cd|trung cap|tc|khung|cap do|level|viet nam|chuan|x)\b"
    r"|\b\d{1,4}\b|\b[abc][12]?\b)"
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
    spoken = words(text[:LONGEST])
    if NONE_WORDS.match(spoken):
        return LanguageReading(False)
    if _ETHNIC.search(spoken):
        others = [part for part in _SPLIT.split(text[:LONGEST]) if not _ETHNIC.search(words(part))]
        other = read_language("; ".join(others)) if others and len(others) < 20 else LanguageReading(False)
        if not other.has:
            return LanguageReading(False, ethnic=True)
        return LanguageReading(True, other.level, other.language, ethnic=True)
    left, language = spoken, ""
    for name, pattern in _LANGUAGE:
        if pattern.search(left):
            language = language or name
            left = pattern.sub(" ", left)
    level = _LANGUAGE_LEVEL.search(left)
    if _LANGUAGE_WORDS.sub(" ", left).strip() or not (language or _LANGUAGE_WORDS.search(left)):
        return LanguageReading(None)
    higher = re.search(r"\b(?:dai hoc|dh|cn|cu nhan)\b", left)
    return LanguageReading(True, "dai_hoc" if higher else (level[1] if level else ""), language)


_IT = re.compile(
    r"(?:\b(?:tin hoc|tin|cntt\w*|udcntt\w*|ud|ung dung|cong nghe thong tin|thong tin|cong nghe|van phong|vp|thvp|thcb|co ban|cb|nang cao|nc|chung chi|cc|trinh do|a|b|c"
    r"|dai hoc|dh|cao dang|cd|trung cap(?: tro len)?|tc|ky su|ks|cu nhan|cn|ic3|mos|icdl|co|x|bang|loai|lop|phan mem|ky thuat vien|khoa hoc may tinh|may tinh)\b)"
)
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
    if _IT.sub(" ", spoken).strip():
        return None, ""
    for level, pattern in _IT_LEVELS:
        if re.search(pattern, spoken):
            return True, level
    return True, ""


def has_retired_label(code: str, year: int) -> bool:
    """`han_che_nang_luc` exists up to the ratings of 2019 (NĐ 56/2015); NĐ 90/2020 does not know it."""
    return code == "han_che_nang_luc" and year > 2019
