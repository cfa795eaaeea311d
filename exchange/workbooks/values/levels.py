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
    r"(?:(?:khong|ko|k)(?: co| co bang(?: cap)?| bang cap| co trinh do)?"
    r"|chua(?: qua| co| co bang(?: cap)?| hoc| dao tao| dt| qua dao tao| qua dt| bd| boi duong| qua bd| qua boi duong| qua lop nao)?|cdt|cqdt|0)\Z"
)
LONGEST = 300  # characters; a longer cell is no level
_PARENTHESES = re.compile(r"\([^()]*\)")
SPLIT = re.compile(r"[;,+&\n]| va ", re.I)
# A level that is still being studied for is not held.
UNFINISHED = re.compile(
    r"\b(?:(?<!cao )(?<!c )dang (?:hoc|theo hoc|dao tao)|chua (?:tot nghiep|tn|bao ve|hoan thanh|co bang|nhan bang)|sinh vien|sv"
    r"|nam (?:thu )?(?:\d|mot|nhat|hai|ba|tu|cuoi)(?!\d)|(?<!da )(?<!tu )hoc(?= (?:dai hoc|dh|cao dang|cd|trung cap|tc|cao cap|cc)\b))\b"
)
_LEAD = re.compile(
    r"^(?:(?:trinh do|tot nghiep|bang|he|tn|da qua|da hoc|co|llct|ly luan|ngach|lop|chuong trinh|lien thong|lt|van bang 2|vb2|tai chuc|vlvh"
    r"|chinh quy|\d{1,2}(?: bang)?) )+"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How offices write the levels of one field, highest level first. `none_code` = what "không", "chưa" mean.

    `with_rest`: words may follow the level (a field of study); otherwise they make the cell not understood.
    `one_only`: two different levels in one cell are not understood (else the highest is taken).
    """

    levels: tuple[tuple[str, str], ...]
    none_code: str
    spellings: tuple[tuple[str, str], ...]
    with_rest: bool = False
    one_only: bool = False
    suggested: tuple[tuple[str, str], ...] = ()  # (pattern, code): most likely meant, so asked about

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
        (
            "dai_hoc",
            r"(?:dai hoc|d hoc|dhoc|d h|dh|(?:cu nhan|cn)(?! (?:cao dang|cd)\b)|(?:ky su|ks)(?! thuc hanh\b)|bac si|bs|dh[a-z]{1,4}\d?)\b",
        ),
        (
            "cao_dang",
            r"(?:cao dang|c dang|cdang|c d|cd|cd(?!t\b)[a-z]{1,4}|(?:cu nhan|cn) (?:cao dang|cd)|(?:ky su|ks) thuc hanh)\b",
        ),
        ("trung_cap", r"(?:trung cap|trung hoc chuyen nghiep|thcn|t cap|tcap|tccn|tcn|t c|tc|tc[a-z]{1,4})\b"),
        ("so_cap", r"(?:so cap|s cap|so hoc|sc|scn)\b"),
    ),
    none_code="chua_qua_dao_tao",
    spellings=(
        ("tien_si", "tien si"), ("thac_si", "thac si"), ("dai_hoc", "dai hoc"), ("cao_dang", "cao dang"),
        ("trung_cap", "trung cap"), ("so_cap", "so cap"), ("chua_qua_dao_tao", "chua qua dao tao"),
    ),
    with_rest=True,
    suggested=(
        (r"(?:tren|sau) (?:dai hoc|dh)\b.*", "thac_si"),
        (r"(?:tu )?(?:dai hoc|dh) (?:tro len|va tren).*", "dai_hoc"),
        (r"(?:tu )?(?:cao dang|cd) (?:tro len|va tren).*", "cao_dang"),
        (r"(?:tu )?(?:trung cap|tc) (?:tro len|va tren).*", "trung_cap"),
    ),
)  # fmt: skip

_LLCT = r"(?: ?(?:ly luan chinh tri|llct|ly luan|chinh tri|ct|hanh chinh|hc|ll ct|he|tap trung|khong tap trung|tai chuc|tu xa))*\b"
THEORY = Vocabulary(
    levels=(
        ("cu_nhan", rf"(?:cu nhan|cn){_LLCT}"),
        ("cao_cap", rf"(?:cao cap|ccap|cc){_LLCT}"),
        ("trung_cap", rf"(?:trung cap|t cap|tcap|tc|t c){_LLCT}"),
        ("so_cap", rf"(?:so cap|s cap|scap|sc){_LLCT}"),
    ),
    none_code="chua",
    spellings=(
        ("cu_nhan", "cu nhan"),
        ("cao_cap", "cao cap"),
        ("trung_cap", "trung cap"),
        ("so_cap", "so cap"),
    ),
)
_TRAINED = r"(?:bd|boi duong|bdnv|chung chi|cc)? ?(?:ngach)? ?(?:qlnn|quan ly nha nuoc)? ?(?:chuong trinh)? ?(?:ngach)? ?"
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
_NV = r"(?: ?(?:(?:chuc trach )?nhiem vu|nv))?"
_RETIRED_LABEL = (
    rf"(?:(?:(?:hoan thanh|ht){_NV} ?(?:nhung )?(?:con )?(?:co )?)?(?:han che|hc) ?(?:ve )?(?:nang luc|nl)"
    rf"|(?:hoan thanh|ht){_NV} ?(?:nhung )?con (?:han che|hc))"
)
# Ratings are whole: nothing may follow, and of two that differ neither is taken.
EVALUATION = Vocabulary(
    levels=(
        ("xuat_sac", rf"(?:(?:hoan thanh|ht) ?(?:xuat sac|xs){_NV}|htxsnv|xuat sac|xs)\b"),
        ("tot", rf"(?:(?:hoan thanh|ht) ?(?:tot|t){_NV}|httnv|tot)\b"),
        ("han_che_nang_luc", rf"{_RETIRED_LABEL}\b"),
        ("hoan_thanh", rf"(?:(?:hoan thanh|ht){_NV}|htnv)\b"),
        ("khong_hoan_thanh", rf"(?:(?:khong|ko|k) ?(?:hoan thanh|ht){_NV}|khtnv)\b"),
    ),
    none_code="",
    spellings=(
        ("xuat_sac", "hoan thanh xuat sac nhiem vu"), ("tot", "hoan thanh tot nhiem vu"),
        ("hoan_thanh", "hoan thanh nhiem vu"), ("khong_hoan_thanh", "khong hoan thanh nhiem vu"),
    ),
    one_only=True,
)  # fmt: skip
NOT_RATED = re.compile(
    r"(?:(?:nghi (?:thai san|om|che do|viec|sinh)|thai san|chua (?:ct|cong tac|danh gia|dg|xep loai|xl|co|nhan viec|bau|tuyen)|khong (?:xep loai|xl|danh gia|dg|xet)"
    r"|moi (?:tuyen|ve|bau|nhan)|di hoc)\b.*|chua)\Z"
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
    if vocabulary.none_code and NONE_WORDS.match(spoken):
        return LevelReading(vocabulary.none_code)
    for pattern, code in vocabulary.suggested:
        if re.match(pattern, spoken):
            return LevelReading(code, guess=spoken)
    readings = _levels_of(plain, vocabulary)
    if readings is None and "/" in plain:
        readings = _levels_of(plain.replace("/", ";"), vocabulary)
    if readings is None:
        return LevelReading(None)
    aside = _said_in_brackets(text, vocabulary)
    if aside == {"han_che_nang_luc"} and {reading.code for reading in readings} == {"hoan_thanh"}:
        return LevelReading("han_che_nang_luc")  # the label of old is a kind of "hoàn thành"
    if aside is None or (vocabulary.one_only and aside):
        readings = [reading for reading in readings if reading.code in (aside or ())]
    if readings:
        if vocabulary.one_only and len({reading.code for reading in readings}) > 1:
            return LevelReading(None)
        return min(readings, key=lambda reading: vocabulary.rank(reading.code or ""))
    spellings = {spelling: code for code, spelling in vocabulary.spellings}
    guess = nearest(spoken, spellings) if aside is not None else None
    return LevelReading(spellings[guess], guess=guess) if guess else LevelReading(None)


def _levels_of(plain: str, vocabulary: Vocabulary) -> list[LevelReading] | None:
    """The level of each part of a text; None where a level stands in a part that cannot be told."""
    segments = re.split(r"[;+\n]", plain) if vocabulary.one_only else SPLIT.split(plain)
    found = [reading for segment in segments if (reading := _segment_level(segment, vocabulary)).code]
    if vocabulary.one_only and found and len(found) < sum(bool(words(segment)) for segment in segments):
        return None
    return found or ([] if "/" not in plain else None)


def _said_in_brackets(text: str, vocabulary: Vocabulary) -> set[str] | None:
    """Levels that brackets name beside the text; None when they say that it is not finished ("Đại học (đang học)")."""
    named: set[str] = set()
    for bracket in _PARENTHESES.findall(text):
        spoken = words(bracket)
        match = UNFINISHED.search(spoken)
        if match:
            # "TC (đang học CC)": what is studied for is another level than the one held.
            if not _segment_level(spoken[match.end() :], vocabulary).code:
                return None
        elif vocabulary.one_only and (code := _segment_level(spoken, vocabulary).code):
            named.add(code)
    return named


# Years, and titles that stand beside a rating.
_YEAR_NOISE = re.compile(r"\b(?:nam )?(?:19|20)\d\d\b|\b(?:cstdcs|cstd|ldtt)\b")
_WHOSE = re.compile(r"^(?:(?:dang vien|dv|cbcc|cb cc|can bo|cong chuc|muc|xep loai|danh gia|loai) )+")


def _segment_level(segment: str, vocabulary: Vocabulary) -> LevelReading:
    spoken = words(segment)
    if UNFINISHED.search(spoken):
        return LevelReading(None)
    spoken_short = (_WHOSE if vocabulary.one_only else _LEAD).sub("", spoken)
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


def has_retired_label(code: str, year: int) -> bool:
    """`han_che_nang_luc` exists up to the ratings of 2019 (NĐ 56/2015); NĐ 90/2020 does not know it."""
    return code == "han_che_nang_luc" and year > 2019
