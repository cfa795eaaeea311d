"""Numbers as a Vietnamese office writes them; used by templates, charts, workbooks and messages alike.

`1.234,5` · `72,4%` (no space) · `72,4% (21/29)` · `–` for what is missing. Rounded half up, only here.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

DASH = "–"
MINUS = "−"
Number = int | float | Decimal | None


def rounded(value: int | float | Decimal, decimals: int = 0) -> Decimal:
    """Half up, away from zero, on the decimal digits of `value` (72.45 → 72.5, 2.5 → 3, -0.05 → -0.1)."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@lru_cache(16_384)  # pages print the same few thousand numbers again and again; equal values print alike
def number(value: Number, decimals: int = 0) -> str:
    """`1.234,5` with exactly `decimals` places; None or not-a-number → `–`."""
    if value is None or value != value:
        return DASH
    result = rounded(value, decimals)
    text = f"{abs(result):,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{MINUS}{text}" if result < 0 else text


def exact(value: int | Decimal | None) -> str:
    """As it was recorded, without zeros that say nothing: `3.213`, `80,3`; None → `–`."""
    if value is None:
        return DASH
    bare = Decimal(value).normalize()
    return number(bare, max(0, -int(bare.as_tuple().exponent)))


def percent(value: Number, decimals: int = 1) -> str:
    """`value` is 0–100: `72,4%`; missing → `–`, never `0%`."""
    text = number(value, decimals)
    return text if text == DASH else f"{text}%"


def share(numerator: int | None, denominator: int | None, decimals: int = 1) -> str:
    """`72,4% (21/29)`; nothing to divide by → `–`."""
    if numerator is None or not denominator:
        return DASH
    value = Decimal(numerator) * 100 / Decimal(denominator)
    return f"{percent(value, decimals)} ({number(numerator)}/{number(denominator)})"


def points(value: Number, decimals: int = 1) -> str:
    """A change in percentage points, said in words: `tăng 3,2 điểm %`."""
    return change(value, "điểm %", decimals)


def change(value: Number, unit: str = "", decimals: int = 0) -> str:
    """`tăng 12 người`, `giảm 3 người`, `không đổi`, `–`. A change that rounds to nothing is `không đổi`."""
    if value is None or value != value:
        return DASH
    result = rounded(value, decimals)
    if result == 0:
        return "không đổi"
    word = "tăng" if result > 0 else "giảm"
    return f"{word} {number(abs(result), decimals)} {unit}".rstrip()


def signed(value: Number, decimals: int = 0) -> str:
    """`+3,2`, `−0,4`, `0`; missing → `–`."""
    text = number(value, decimals)
    return f"+{text}" if text != DASH and value is not None and rounded(value, decimals) > 0 else text
