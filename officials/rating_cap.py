"""The cap on "hoàn thành xuất sắc" (regulations 3.6, 16.2): one function for whoever warns of it or tests ratings by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from officials.law import NormValue

RATIO, BASE = "E3.cap.ratio", "E3.cap.base_with_xuat_sac"


@dataclass(frozen=True, slots=True)
class RatingCap:
    """How many of one unit and group may be rated excellent; `norms` say by which text and how far that was checked.

    A warning, never a fault: until 15/09/2023 it is Party guidance only, and whether the base holds the excellent
    themselves is read differently (a setting).
    """

    ratio: Decimal
    counts_excellent: bool
    norms: tuple[NormValue, NormValue]

    def most(self, n_good: int, n_excellent: int) -> int:
        """The largest number of excellent ratings beside `n_good` rated "hoàn thành tốt", rounded down."""
        base = n_good + n_excellent if self.counts_excellent else n_good
        return int(self.ratio * base)


def rating_cap(norms: Mapping[str, NormValue]) -> RatingCap | None:
    """The cap by the norms of a day (`officials.law.norms_on`); None before the first guidance of 24/09/2018."""
    if RATIO not in norms or BASE not in norms:
        return None
    ratio, base = norms[RATIO], norms[BASE]
    return RatingCap(ratio.value, bool(base.value), (ratio, base))
