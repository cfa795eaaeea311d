"""Columns about a spouse, parents, children or whom to call: they say nothing about the official.

A heading may name the relative itself ("Năm sinh của vợ"), stand below one ("Vợ (chồng) | Năm sinh") or follow the
relative's name on one level ("Họ tên vợ | Năm sinh | Nghề nghiệp"). All of them stay unknown headings, so that a date
of birth of someone else is never taken for the official's; the user may still say that a column is the official's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Words that mean a relative wherever they end a heading; the short ones ("bo", "con") mean other things too.
_CLEAR = (
    r"(?:vo|(?<!phong )chong|cha me|bo me|cha de|me de|bo de|bo chong|me chong|cac con|con cai|con trai|con gai|con de|anh chi em"
    r"(?: ruot)?|ong ba|than nhan|nguoi than|(?:quan he )?gia dinh|nguoi (?:lien he|bao tin|gioi thieu|ke nhiem|thay the|phu thuoc|giam ho)|chu ho)"
)
_SHORT = r"(?:cha|bo|me|con)"  # "anh" alone is English below "Ngoại ngữ", "ba" the number three
_SHORT_NAMED = r"(?:cha|bo|me|con|anh|chi|em|ong|ba)"
_AFTER = r"(?: (?:hoac|va|ruot|nuoi|dau|thu nhat|thu hai|thu ba|\d|vo|chong|con|me|cha|bo))*"
_ENGLISH = r"(?:spouse|wife|husband|father|mother|child(?:ren)?|next of kin|emergency contact)"
_NAME = r"(?:ho (?:va )?(?:chu dem )?ten|ho ten|ten)"
_FACT = r"(?:(?:nam|ngay|ngay thang nam) sinh|nghe nghiep|que quan|noi o|cho o|don vi|chuc vu|noi cong tac|sinh nam)"
_RELATIVE = re.compile(
    rf"(?:thong tin |so luoc |ve )*(?:{_CLEAR}|{_SHORT}){_AFTER}(?: {_NAME})?"
    rf"|{_NAME} (?:cua )?(?:{_CLEAR}|{_SHORT_NAMED}){_AFTER}|.* {_CLEAR}{_AFTER}|.* cua {_SHORT_NAMED}{_AFTER}"
    rf"|{_FACT} {_SHORT_NAMED}{_AFTER}|(?:.* )?{_ENGLISH}s?(?: .*)?"
)
_NO_RELATIVE = re.compile(r"(?:.* )?(?:so|hoan canh|thanh phan|chinh sach)(?: .*)? (?:con|gia dinh|vo|chong)")
_RELATION = re.compile(r"(?:moi )?quan he(?: .{0,30})?")

# What offices write beside a relative's name: never the official's, even where the file has no such column of his own.
NEVER_OWN = frozenset(
    {"birth", "sex", "ethnicity", "religion", "national_id", "hometown", "posts", "post_date", "unit"}
)
# Columns about the official that end such a run (unless they stand elsewhere too): no office asks them of relatives.
_ALWAYS_OWN = frozenset({"note", "record_code", "system_note"})


@lru_cache(maxsize=5_000)
def names_a_relative(level: str) -> bool:
    """True for folded words of a heading that speak of someone else than the official."""
    if level in ("can bo", "chi bo", "dang bo", "noi bo") or _NO_RELATIVE.fullmatch(level):
        return False
    return _RELATIVE.fullmatch(level) is not None


def names_a_relation(level: str) -> bool:
    """True for "Quan hệ": the rows below it are relatives."""
    return _RELATION.fullmatch(level) is not None


def about_relatives(levels: Iterable[str]) -> bool:
    return any(names_a_relative(level) for level in levels)


def begins_relative(levels: tuple[str, ...]) -> bool:
    """True for a heading after which facts about a relative follow on the same level."""
    return bool(levels) and (names_a_relative(levels[-1]) or names_a_relation(levels[-1]))


def is_relatives(field: str, fields_elsewhere: set[str]) -> bool:
    """Whether a column that follows a relative's name is the relative's."""
    if field in _ALWAYS_OWN:
        return False
    return field in NEVER_OWN or field in fields_elsewhere
