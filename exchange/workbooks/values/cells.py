"""Asking simple things of one cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from foundation.vn_text import fold, nfc

BLANK_MARKS = {"-", "--", "---", "–", "—", "/", "\\", ".", "..", "...", "…", "_", "∕", "o/o", "*", "☐", "□"}
TICKS = {"x", "✓", "✔", "√", "v", "1", "co", "+", "", "✗", "✘", "☑", "☒", "■", "●", "ⅹ", "х"}
DITTOS = {
    "nt",
    "-nt-",
    "- nt -",
    "nhu tren",
    "″",
    "”",
    '"',
    "''",
    "〃",
    '-"-',
    '- " -',
    "“",
    "như trên",
    "//",
    ",,",
    ",",
}
_LONGEST_DITTO = 20
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def text_of(cell: Any) -> str | None:
    """The cell as clean text (NFC, single spaces); None for blank, error and date cells. Whole numbers as typed."""
    if cell is None or isinstance(cell, dict):
        return None
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (int, float)):
        return str(cell)
    return clean(cell) or None


@lru_cache(maxsize=100_000)
def clean(text: str) -> str:
    """NFC with single spaces, invisible characters removed."""
    return nfc(text)


def as_written(cell: Any) -> str | None:
    """The cell as the user saw it, for messages."""
    if cell is None:
        return None
    if isinstance(cell, dict):
        if "date" in cell:
            return "/".join(reversed(cell["date"].split("-")))
        return str(cell.get("error") or "")
    return str(cell)


@lru_cache(maxsize=100_000)
def words(text: str) -> str:
    """Folded lower-case words only: "ĐC-NN-XD&MT" → "dc nn xd mt"."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def is_blank(cell: Any) -> bool:
    """True for nothing, white space and the strokes with which offices fill empty cells."""
    if cell is None:
        return True
    if not isinstance(cell, str):
        return False
    text = clean(cell)
    return not text or text in BLANK_MARKS


def is_tick(cell: Any) -> bool:
    """True for `x`, `X`, `1`, `✓`, "có"."""
    text = text_of(cell)
    return text is not None and (fold(text) in TICKS or text.lower() in TICKS)


def is_ditto(cell: Any) -> bool:
    """True for the marks that mean "as above"."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_DITTO or cell[:1].isdigit():
        return False
    return clean(cell).lower() in DITTOS or words(cell) in {"nt", "nhu tren"}


@lru_cache(maxsize=100_000)
def person_key(full_name: str) -> str:
    """A name for comparing: tone placement ("Thuý", "Thúy"), case and i/y of tone-bearing vowels do not matter.

    Letters keep their quality: "Thanh" is not "Thành".
    """
    return " ".join(_syllable_key(word) for word in clean(full_name).lower().replace("ð", "đ").split(" "))


def _syllable_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        (tones if char in "\u0300\u0301\u0303\u0309\u0323" else letters).append(char)
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(sorted(tones))


def nearest(text: str, known: dict[str, str]) -> str | None:
    """The known spelling one typing slip away (two in ten letters or more), if exactly one meaning is that near.

    `text` and the keys of `known` are folded words.
    """
    if len(text) < 6:
        return None
    limit = 2 if len(text) >= 10 else 1
    best: dict[str, tuple[int, str]] = {}
    for spelling, meaning in known.items():
        if abs(len(spelling) - len(text)) > limit or len(spelling) < 6:
            continue
        slips = _slips(text, spelling, limit)
        if slips <= limit and slips < best.get(meaning, (limit + 1, ""))[0]:
            best[meaning] = (slips, spelling)
    if not best:
        return None
    lowest = min(slips for slips, _ in best.values())
    near = [spelling for slips, spelling in best.values() if slips == lowest]
    return near[0] if len(near) == 1 else None


def _slips(a: str, b: str, limit: int) -> int:
    """Damerau–Levenshtein distance (neighbouring letters swapped count one), cut off above `limit`."""
    before_previous: list[int] = []
    previous = list(range(len(b) + 1))
    for i, char_a in enumerate(a, 1):
        current = [i]
        for j, char_b in enumerate(b, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (char_a != char_b))
            if i > 1 and j > 1 and char_a == b[j - 2] and a[i - 2] == char_b:
                cost = min(cost, before_previous[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before_previous, previous = previous, current
    return previous[-1]
