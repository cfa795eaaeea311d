"""Vietnamese text: normal form, folding for search, and the order of people's names."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(
    [
        0x200B,
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        0x202A,
        0x202B,
        0x202C,
        0x202D,
        0x202E,
        0x2060,
        0x2066,
        0x2067,
        0x2068,
        0x2069,
        0xFE0F,
        0xFEFF,
        0x00AD,
    ]
)
# Of them those that turn the order of letters round: what is shown would not be what is stored.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTERS = {
    letter: rank
    for rank, letter in enumerate(
        [
            "a",
            "ă",
            "â",
            "b",
            "c",
            "d",
            "đ",
            "e",
            "ê",
            "f",
            "g",
            "h",
            "i",
            "j",
            "k",
            "l",
            "m",
            "n",
            "o",
            "ô",
            "ơ",
            "p",
            "q",
            "r",
            "s",
            "t",
            "u",
            "ư",
            "v",
            "w",
            "x",
            "y",
            "z",
        ]
    )
}


def nfc(text: str) -> str:
    """Unicode NFC, invisible characters removed, runs of white space as one space, trimmed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()


def in_order(text: str) -> str:
    """`text` as it stands, without the marks that would show its letters in another order than they are stored."""
    return text if text.isascii() else text.translate(_TURNING)


def fold(text: str) -> str:
    """Lower case without diacritics, `đ`/`ð` as `d`, for searching: "Đặng Thị Ỷ" → "dang thi y"."""
    lowered = nfc(text).lower().replace("đ", "d").replace("ð", "d")
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


def name_sort_key(full_name: str) -> str:
    """A text whose plain order is the Vietnamese order of people: given name, then surname, then middle names.

    Letters compare before tones, word by word, as in the ICU `vi_VN` order.
    """
    words = nfc(full_name).lower().split(" ")
    ordered = [words[-1], *words[:-1]]
    return " ".join(_word_key(word) for word in ordered)


def _word_key(word: str) -> str:
    letters, tones = [], []
    for char in word:
        base, tone = _split_tone(char)
        rank = _LETTERS.get(base)
        letters.append(f"{rank:02d}" if rank is not None else f"9{ord(base):05d}")
        tones.append(str(tone))
    # "!" sorts before every digit, so a shorter word comes first.
    return "".join(letters) + "!" + "".join(tones)


def _split_tone(char: str) -> tuple[str, int]:
    tone = 0
    kept = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
