"""Text typed with old Vietnamese fonts: TCVN3 (.VnTime) and VNI, told apart from Unicode cell by cell.

A cell is decoded when it holds signs that Unicode Vietnamese does not (`µ`, `¹`, `©`…) and the decoded text has
more well-formed Vietnamese syllables. A cell that could be either ("Vò") follows its row: see `decode_row`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_TCVN3_LETTERS = (
    "à µ ả ¶ ã · á ¸ ạ ¹ ă ¨ ằ » ẳ ¼ ẵ ½ ắ ¾ ặ Æ â © ầ Ç ẩ È ẫ É ấ Ê ậ Ë đ ® è Ì ẻ Î ẽ Ï é Ð ẹ Ñ ê ª ề Ò ể Ó ễ Ô ế Õ ệ Ö "
    "ì × ỉ Ø ĩ Ü í Ý ị Þ ò ß ỏ á õ â ó ã ọ ä ô « ồ å ổ æ ỗ ç ố è ộ é ơ ¬ ờ ê ở ë ỡ ì ớ í ợ î ù ï ủ ñ ũ ò ú ó ụ ô ư \u00ad "
    "ừ õ ử ö ữ ÷ ứ ø ự ù ỳ ú ỷ û ỹ ü ý ý ỵ þ Ă ¡ Â ¢ Ê £ Ô ¤ Ơ ¥ Ư ¦ Đ §"
)
_pairs = _TCVN3_LETTERS.split(" ")
TCVN3 = dict(zip(_pairs[1::2], _pairs[0::2], strict=True))

# VNI writes a base letter and then its marks: the mark letter says which.
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = {
    "ñ": "đ", "Ñ": "Đ", "ö": "ư", "Ö": "Ư", "ô": "ơ", "Ô": "Ơ", "æ": "ỉ", "Æ": "Ỉ", "ó": "ĩ", "Ó": "Ĩ", "ò": "ị", "Ò": "Ị",
    "î": "ỵ", "Î": "Ỵ",
}  # fmt: skip
_VNI_LETTER = re.compile(r"([aeouyôöAEOUYÔÖ])([øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË])|([ñÑöÖôÔæÆóÓòÒîÎ])")

_VIETNAMESE = set(
    unicodedata.normalize("NFC", "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ")
)
_MODERN_ONLY = {char for char in _VIETNAMESE if ord(char) > 0xFF}
_MODERN = re.compile("[{}]".format("".join(sorted(_MODERN_ONLY | {char.upper() for char in _MODERN_ONLY}))))
_LATIN1 = re.compile(r"[\u00a1-\u00ff]")
# "µ", "5 µm", "© 2020": signs of their own, not letters of an old font.
_SIGN_ALONE = re.compile(r"[\d\s.,]*(?:[^\w\s]|[^\W\d_])?[\d\s.,]*\Z|[\d.,]+ ?µ\w{1,2}\Z")
# A run of letters, and of the signs that stand for letters in TCVN3 ("BT§U").
_WORD = re.compile(r"(?:[^\W\d_]|[{}])+".format("".join(char for char in TCVN3 if not char.isalpha())))
_ABBREVIATION = re.compile(r"[A-ZĐ]{2,6}\Z")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|c(?![eêiy])|[bdđghklmnpqrstvx])?"
    r"(?P<rhyme>oai|oao|oay|oeo|uây|uyu|uya|iêu|yêu|uôi|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|uơ"
    r"|(?:a|ê|i|y|oa|uê|uy)(?:ch|nh)"
    r"|(?:iê|yê|uyê|oa|oă|oe|oo|uâ|uê|uô|ươ|uy|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)(?:ng|[cmnpt])?)\Z"
)
# Rhymes that bear their tone before the last letter: "Xaõ" is no Vietnamese (but VNI), "xão" is.
_FALLING = frozenset(
    ["ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iu", "oi", "ôi", "ơi", "ua", "ui", "ưa", "ưi", "ưu", "iêu", "yêu", "uôi", "ươi", "ươu"]
)  # fmt: skip


@lru_cache(maxsize=50_000)
def looks_legacy(text: str) -> bool:
    """True when the text holds signs that no Unicode Vietnamese text has, and decoding it makes sense."""
    if _MODERN.search(text) or not _LATIN1.search(text):
        return False
    lowered = text.lower()
    if any(char in _MODERN_ONLY for char in unicodedata.normalize("NFC", lowered)):
        return False
    strange = any(
        char not in _VIETNAMESE and (char.isalpha() or char in "¸¶·¹»¼½¾¨©®«¬\u00ad×÷§¡¢£¤¥¦")
        for char in lowered
        if ord(char) > 0x7F
    )
    mixed_case = re.search(r"[a-zà-ÿ][À-Þ][a-zà-ÿ]?", text) is not None
    marked = any(
        match[2] for match in _VNI_LETTER.finditer(text)
    )  # "Nguyeãn": a letter and its mark beside it
    if not (strange or mixed_case or marked) or _SIGN_ALONE.match(text):
        return False
    return _score(decode(text)) > _score(text)


@lru_cache(maxsize=50_000)
def decode(text: str, *, prefer_vni: bool = False) -> str:
    """The text in Unicode, by whichever of TCVN3 and VNI gives more well-formed syllables; a draw goes by preference."""
    tcvn3, vni = _decode_tcvn3(text), _decode_vni(text)
    lead = _score(vni) - _score(tcvn3)
    return vni if lead > 0 or (lead == 0 and prefer_vni) else tcvn3


def is_vni(texts: Iterable[str]) -> bool:
    """True when more of these clearly old texts read better as VNI than as TCVN3."""
    leads = [_score(_decode_vni(text)) - _score(_decode_tcvn3(text)) for text in texts]
    return sum(lead > 0 for lead in leads) > sum(lead < 0 for lead in leads)


def _decode_tcvn3(text: str) -> str:
    """Letter by letter. TCVN3 has no capitals with a tone: .VnTimeH shows the small ones as such ("TRÊN" is TRẤN)."""
    is_capital = not any(char.islower() and char.isascii() for char in text)
    decoded = _WORD.sub(_decode_tcvn3_word, text)
    return decoded.upper() if is_capital and _CAPITALS.search(text) else decoded


_CAPITALS = re.compile(r"[A-Z][^\W\d_]*[A-Z]")


def _decode_tcvn3_word(match: re.Match[str]) -> str:
    word = "".join(TCVN3.get(char, char) for char in match[0])
    plain = [char for char in match[0] if char.isascii()]
    return word.upper() if len(plain) > 1 and all(char.isupper() for char in plain) else word


def is_ambiguous(text: str) -> bool:
    """True for a text whose marked letters all exist in Unicode Vietnamese *and* in the old code pages."""
    return (
        bool(_LATIN1.search(text))
        and not any(char in _MODERN_ONLY for char in text.lower())
        and not looks_legacy(text)
    )


@dataclass(frozen=True, slots=True)
class DecodedRow:
    """A row in Unicode: its texts, whether any was decoded, and a text that may be meant otherwise with its reading."""

    texts: list[str | None]
    changed: bool
    doubt: tuple[str, str] | None = None


def decode_row(
    texts: list[str | None], *, sheet_is_legacy: bool, is_mixed: bool = False, prefer_vni: bool = False
) -> DecodedRow:
    """The row's texts in Unicode.

    Clear cells decide for themselves; unclear ones follow the clear ones of their row, else the sheet, or what is
    Vietnamese at all (only asked of a sheet that has old text somewhere). Where row and sheet (`is_mixed`: it has
    Unicode too) leave an unclear one open, and in a cell of both kinds of letters, there is a doubt.
    """
    clear = any(text and looks_legacy(text) for text in texts)
    modern = any(text and any(char in _MODERN_ONLY for char in text.lower()) for text in texts)
    follow = (clear or sheet_is_legacy) and not modern
    is_open = is_mixed and clear == modern
    decoded: list[str | None] = []
    doubt = None
    for text in texts:
        new = text
        if text and looks_legacy(text):
            new = decode(text, prefer_vni=prefer_vni)
        elif text and is_ambiguous(text):
            old = decode(text, prefer_vni=prefer_vni)
            new = old if (follow and _score(old) >= _score(text)) or _reads_better(text) else text
            if is_open and old != text and _score(old) == _score(text):
                doubt = text, new
        elif text and _LATIN1.search(text):
            new = _word_by_word(text, prefer_vni=prefer_vni)
            doubt = (text, new) if new != text else doubt
        decoded.append(new)
    return DecodedRow(decoded, decoded != texts, doubt)


def has_modern(texts: Iterable[str]) -> bool:
    """True when one of the texts has letters that only Unicode has."""
    return any(_MODERN.search(text) for text in texts)


def is_part_legacy(text: str) -> bool:
    """A cell of both kinds of letters."""
    return bool(_LATIN1.search(text)) and _word_by_word(text, prefer_vni=False) != text


@lru_cache(maxsize=10_000)
def _word_by_word(text: str, *, prefer_vni: bool) -> str:
    """ "NguyÔn Văn An": a cell that was typed with an old font and went on in Unicode."""
    return " ".join(
        decode(word, prefer_vni=prefer_vni) if looks_legacy(word) else word for word in text.split(" ")
    )


def _reads_better(text: str) -> bool:
    """No Vietnamese as it stands ("Céng"), and all Vietnamese when decoded."""
    return _score(text) < _score(decode(text)) == 1


def _decode_vni(text: str) -> str:
    """One pass: a letter with its mark, or a letter that stands for another by itself."""

    def replaced(match: re.Match[str]) -> str:
        base, mark = match[1] or match[3], match[2]
        plain = _VNI_SINGLE.get(base, base)
        letter = unicodedata.normalize("NFC", plain + _VNI_MARKS[mark.lower()]) if mark else plain
        return letter if len(letter) == 1 else match[0]  # no such letter: "yê" of "ChuyênMôn"

    return _VNI_LETTER.sub(replaced, text)


@lru_cache(maxsize=50_000)
def _score(text: str) -> float:
    """Share of the words that are well-formed Vietnamese syllables (capitals only: all of the same case)."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    good = sum(1 for word in words if _is_syllable(word))
    return good / len(words)


def well_formed(text: str) -> float:
    """Share (0–1) of a longer text's words that are well-formed Vietnamese syllables."""
    return _score(text)


def _is_syllable(word: str) -> bool:
    """A Vietnamese syllable, or an abbreviation of capitals ("CĐ", "BTĐU")."""
    if _ABBREVIATION.match(word):
        return True
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    toneless = "".join(char for char in decomposed if char not in "\u0300\u0301\u0303\u0309\u0323")
    n_tones = len(decomposed) - len(toneless)
    found = _SYLLABLE.match(unicodedata.normalize("NFC", toneless))
    if n_tones > 1 or found is None:
        return False
    return not (decomposed[-1] in "\u0300\u0301\u0303\u0309\u0323" and found["rhyme"] in _FALLING)
