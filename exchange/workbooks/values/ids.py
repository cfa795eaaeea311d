"""Identity numbers: 12 digits (CCCD) or 9 (CMND), also where Excel ate the leading zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_JUNK = re.compile(r"[\s.\-'’]")


@dataclass(frozen=True, slots=True)
class IdReading:
    """`number` None = not valid; `restored` = zeros were put back in front."""

    number: str | None
    restored: bool = False


def read_id(cell: Any) -> IdReading:
    """A CCCD or CMND number from text or from a number cell."""
    if cell.__class__ is str and len(cell) == 12 and cell.isdigit() and cell.isascii():
        return IdReading(cell if _province_exists(cell) else None)  # hot: nearly every number
    text = str(int(cell)) if isinstance(cell, (int, float)) and float(cell).is_integer() else str(cell)
    digits = _JUNK.sub("", re.sub(r"(?<=\d{8})\.0\Z", "", text.strip()))
    if not digits.isdigit() or not digits.isascii():
        return IdReading(None)
    if not digits.strip("0"):
        return IdReading(None)
    if len(digits) in (9, 12):
        return IdReading(digits if len(digits) == 9 or _province_exists(digits) else None)
    if len(digits) in (10, 11) and _province_exists(digits.zfill(12)):
        return IdReading(digits.zfill(12), restored=True)
    if len(digits) == 8:
        return IdReading(digits.zfill(9), restored=True)
    return IdReading(None)


def sex_of(number: str) -> str | None:
    """The sex a 12-digit number states: digit 4 is even for men, odd for women (Thông tư 07/2016/TT-BCA)."""
    return None if len(number) != 12 else ("nu" if int(number[3]) % 2 else "nam")


def year_of(number: str) -> int | None:
    """The birth year a 12-digit number states."""
    return None if len(number) != 12 else 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def agrees(number: str, *, sex: str | None, birth_year: int | None) -> bool | None:
    """Whether the number fits sex and birth year; None when nothing can be compared."""
    if len(number) != 12 or (sex is None and birth_year is None):
        return None
    return (sex is None or sex == sex_of(number)) and (birth_year is None or birth_year == year_of(number))


def _province_exists(digits: str) -> bool:
    return 1 <= int(digits[:3]) <= 96
