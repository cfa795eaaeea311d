"""Writing Vietnamese as the fonts before Unicode did: TCVN3 (.VnTime) and VNI; windows-1258 for text tables."""

from __future__ import annotations

import unicodedata

from exchange.workbooks.values.legacy import TCVN3

_CODE_OF = {letter: code for code, letter in TCVN3.items()}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARK_OF = {
    "\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï",
    "\u0302": "â", "\u0302\u0300": "à", "\u0302\u0301": "á", "\u0302\u0309": "å", "\u0302\u0303": "ã", "\u0302\u0323": "ä",
    "\u0306": "ê", "\u0306\u0300": "è", "\u0306\u0301": "é", "\u0306\u0309": "ú", "\u0306\u0303": "ü", "\u0306\u0323": "ë",
}  # fmt: skip
_ALONE = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ì": "ì", "í": "í"}
_HORNED = {"o": "ô", "u": "ö"}


def in_tcvn3(text: str) -> str | None:
    """The text as .VnTime stores it (capitals with a tone as .VnTimeH does); None where it has no sign for a letter."""
    told = [_tcvn3_letter(char) for char in unicodedata.normalize("NFC", text)]
    return None if None in told else "".join(told)


def _tcvn3_letter(char: str) -> str | None:
    if char.isascii() or (not char.isalpha() and char < "\u0100"):
        return char
    return _CODE_OF.get(char) or _CODE_OF.get(char.lower())


def in_vni(text: str) -> str | None:
    """The text as the VNI fonts store it; None where they have no sign for a letter."""
    told = [_vni_letter(char) for char in unicodedata.normalize("NFC", text)]
    return None if None in told else "".join(told)


def _vni_letter(char: str) -> str | None:
    if char.isascii() or (not char.isalpha() and char < "\u0100"):
        return char
    if char.lower() in _ALONE:
        alone = _ALONE[char.lower()]
        return alone.upper() if char.isupper() else alone
    base, *rest = unicodedata.normalize("NFD", char.lower())
    if "\u031b" in rest:
        rest.remove("\u031b")
        base = _HORNED[base]
    marks = "".join(sorted(rest, key=lambda mark: mark in _TONES))
    if marks and marks not in _MARK_OF:
        return None
    found = base + _MARK_OF.get(marks, "")
    return found.upper() if char.isupper() else found


def in_windows_1258(text: str) -> bytes | None:
    """The text in windows-1258, where a tone stands behind its vowel; None where a sign is missing."""
    parted: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        pieces = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in pieces if mark in _TONES)
        vowel = unicodedata.normalize("NFC", "".join(mark for mark in pieces if mark not in _TONES))
        parted.append(vowel + tones)
    try:
        return "".join(parted).encode("cp1258")
    except UnicodeEncodeError:
        return None
