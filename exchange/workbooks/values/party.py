"""The two dates of Party membership where they stand in one cell: admitted as a probationer, confirmed in full."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exchange.workbooks.values.cells import clean, words

_LONGEST = 200  # characters; a longer cell holds no dates
_MARK = re.compile(
    r"(?<![^\W\d_])(?P<official>chính thức|c\.?t(?![^\W\d_])\.?|ct)|(?P<admitted>(?<![^\W\d_])(?:dự bị|d\.?b(?![^\W\d_])\.?|db|kết nạp|k\.?n(?![^\W\d_])\.?|kn))",
    re.I,
)
_STROKES = " ;,:()[]-–.\n\r\t/"
_TWO_DAYS = re.compile(
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\s*(?:[;,/()–-]|\s)\s*\(?(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\)?\Z"
)
_NOT_MEMBER = re.compile(r"(?:chua|khong|quan chung|0|k|ko|qc)(?: .*)?\Z")
_MEMBER = re.compile(r"(?:la )?(?:dang vien|dv)?(?: ?(?:chinh thuc|du bi|db|ct))?\Z")


@dataclass(frozen=True, slots=True)
class PartyDates:
    """The texts of both dates; `guess`: nothing says which is which but their order."""

    admitted: str | None = None
    official: str | None = None
    guess: bool = False


def split_party_dates(text: str) -> PartyDates:
    """ "03/02/2005 (CT 03/02/2006)", "DB: 2005; CT: 2006", "03/02/2005 (dự bị)" as their dates."""
    if len(text) > _LONGEST:
        return PartyDates(admitted=text)
    marks = list(_MARK.finditer(text))
    if not marks:
        days = _TWO_DAYS.match(clean(text))
        return PartyDates(days[1], days[2], guess=True) if days else PartyDates(admitted=text)
    before = text[: marks[0].start()].strip(_STROKES)
    parts: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        said = text[mark.end() : following.start() if following else len(text)].strip(_STROKES)
        kind = str(mark.lastgroup)
        if (
            not said and before and len(marks) == 1
        ):  # "03/02/2005 (chính thức)": the mark stands behind its date
            return PartyDates(official=before) if kind == "official" else PartyDates(admitted=before)
        if not said or kind in parts:
            return PartyDates(admitted=text)
        parts[kind] = said
    if before:
        if "admitted" in parts:
            return PartyDates(admitted=text)
        parts["admitted"] = before
    return PartyDates(parts.get("admitted"), parts.get("official"))


def is_no_member(text: str) -> bool:
    """ "chưa", "quần chúng", "không"."""
    return _NOT_MEMBER.match(words(text)) is not None


def is_member(text: str) -> bool:
    """ "Đảng viên", "ĐV dự bị", "chính thức": a member, without a date."""
    spoken = words(text)
    return bool(spoken) and _MEMBER.match(spoken) is not None
