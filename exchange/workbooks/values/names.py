"""People's names as offices write them."""

from __future__ import annotations

import re
from typing import Any

from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import clean

_HONORIFIC = re.compile(
    r"(?:(?:đ/c|đc|đ\.c|đồng chí|ông|bà|anh|chị)\s*[.:]?\s+|(?:đ/c|đ\.c)\s*[.:]?\s*)(?=\S)", re.I
)
_ALIAS = re.compile(
    r"\s*(?:\(\s*(?:(?:tức|tên khác|tên gọi khác|tên thường gọi|bí danh|hay gọi là|còn gọi là)\s*:?\s*)?([^()]+)\)"
    r"|[,;-]\s*(?:tức|tên khác|bí danh)\s*:?\s*(.+))\s*\Z",
    re.I,
)
_ALLOWED = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?\Z")
MAX_LENGTH = 100
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")


def read_name(raw: str, field: str = "full_name") -> tuple[str | None, list[Problem]]:
    """A full name in title case, or None with `name_invalid`."""
    problems: list[Problem] = []
    if len(raw) > 2 * MAX_LENGTH or _BIDI.search(raw):
        return None, [problem(field, "name_invalid", _BIDI.sub("", raw))]
    text = clean(raw)
    if _INVISIBLE.search(raw) or text != raw.strip(" "):
        problems.append(problem(field, "unicode_normalised", raw))
    if "Ð" in text or "ð" in text:
        text = text.replace("Ð", "Đ").replace("ð", "đ")
        problems.append(problem(field, "eth_to_d", raw))
    without = _HONORIFIC.sub("", text, count=1) if _HONORIFIC.match(text) else text
    if without != text and len(without.split(" ")) >= 2:
        text = without
        problems.append(problem(field, "honorific_removed", raw))
    match = _ALIAS.search(text)
    if match and match.start() > 0:
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
    titled = " ".join(_titled(word, text) for word in words)
    if titled != text:
        problems.append(problem(field, "case_normalised", raw))
    return titled, problems


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
