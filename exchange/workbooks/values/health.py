"""The health class I–V, and how offices describe health without one."""

from __future__ import annotations

import re

from exchange.workbooks.values.cells import words

_CLASSES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_HEALTH = re.compile(
    r"(?:nam )?(?:20\d\d )?(?:(?:suc khoe|sk|phan loai|xep loai|dat|du) )*(?:(?:loai|hang) )?(i{1,3}|iv|v|[1-5])(?: 0)?(?: nam)?(?: 20\d\d)?\Z"
    r"|(?:(?:suc khoe|sk|phan loai|xep loai|dat) )*loai (mot|hai|ba|bon|nam)\Z"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_FREE = re.compile(
    r"(?:suc khoe |sk )?(?:rat )?(?:tot|khoe|du sk|tb|binh thuong|trung binh|yeu|dam bao|du suc khoe|on dinh|bt|khoe manh|kem|kha|dat)(?: .*)?\Z"
    r"|(?:suc khoe |sk )?(?:loai )?[ab][1-3]?\Z"
)
_NOT_EXAMINED = re.compile(r"chua (?:kham|co ket qua|co kq|phan loai|xep loai)|khong kham|chua kham")


def read_health(text: str) -> int | None:
    """The class 1–5 of "Loại II", "2", "SK loại 3", "Tốt (loại I)"; None when the text names none, or two."""
    outside = _class_of(_BRACKETS.sub(" ", text))
    if outside is not None:
        return outside
    inside = {found for bracket in _BRACKETS.findall(text) if (found := _class_of(bracket)) is not None}
    return inside.pop() if len(inside) == 1 and is_free_text(_BRACKETS.sub(" ", text)) else None


def _class_of(text: str) -> int | None:
    match = _HEALTH.match(words(text))
    if not match:
        return None
    said = match[1] or match[2]
    return _CLASSES.get(said) or int(said)


def is_free_text(text: str) -> bool:
    """True for words about health that name no class ("tốt", "đủ sức khỏe", "B1")."""
    return _FREE.match(words(text)) is not None


def is_not_examined(text: str) -> bool:
    return _NOT_EXAMINED.match(words(text)) is not None
