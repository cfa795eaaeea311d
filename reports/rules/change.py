"""What would change a finding: how many people or units more or fewer end it, and whether what is unknown could.

Arithmetic on the figures of the day, never advice: a number can be moved by writing something else down.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foundation.formats.vi_numbers import number, percent
from reports.statistics import wilson

if TYPE_CHECKING:
    from reports.rules.model import Case

MORE, FEWER = 1, -1
MEETS, NO_LONGER_OVER, IN_TIME, ENDS = (
    "đạt mức",
    "hết vượt mức",
    "kịp tốc độ đến mục tiêu",
    "không còn phát hiện này",
)


@dataclass(frozen=True)
class Lever:
    """One count that alone would end a finding, all else as it is. `step`: more or fewer; `what` says of what
    (`người được bồi dưỡng trong năm`); `last`: as far as the count can go.

    `misses(count)`: the threshold is still missed; `beyond_chance(count)`: at a unit's size still more than chance.
    Both hold from where the count stands up to some count, and never again after.
    """

    count: int
    step: int
    last: int
    what: str
    misses: Callable[[int], bool]
    beyond_chance: Callable[[int], bool] | None = None

    def needed(self) -> int | None:
        """How many steps until the threshold is no longer missed; None when the count cannot go so far."""
        return self._first(self.misses)

    def until_chance(self) -> int | None:
        """How many steps until chance explains the gap; None where nothing guards or the count cannot go so far."""
        return None if self.beyond_chance is None else self._first(self.beyond_chance)

    def _first(self, holds: Callable[[int], bool]) -> int | None:
        steps = range(1, abs(self.last - self.count) + 1)
        place = bisect.bisect_left(steps, True, key=lambda d: not holds(self.count + self.step * d))
        return steps[place] if place < len(steps) else None

    def said(self, needed: int) -> str:
        """`thêm 10 người được bồi dưỡng trong năm (từ 50 lên 60)`."""
        verb, towards = ("thêm", "lên") if self.step == MORE else ("bớt", "xuống")
        end = self.count + self.step * needed
        return f"{verb} {number(needed)} {self.what} (từ {number(self.count)} {towards} {number(end)})"


@dataclass(frozen=True)
class Change:
    """What would change a finding, in numbers and in one sentence. `needed` and `until_chance` belong to `what`, the
    first lever; `hangs_on_unknown`: the unknown alone could end it (None: that cannot be said of this figure)."""

    step: int
    what: str
    needed: int | None
    until_chance: int | None
    unknown: int
    low: float | None
    high: float | None
    hangs_on_unknown: bool | None
    text: str

    def document(self) -> dict[str, Any]:
        """As stored with a finding."""
        return {
            "direction": "more" if self.step == MORE else "fewer",
            "what": self.what,
            "needed": self.needed,
            "until_chance": self.until_chance,
            "unknown": self.unknown,
            "low": self.low,
            "high": self.high,
            "hangs_on_unknown": self.hangs_on_unknown,
            "text": self.text,
        }


@dataclass(frozen=True)
class Doubt:
    """What is unknown of the figure: how many, of what, and between which shares (%) the truth lies (None: no share)."""

    unknown: int = 0
    of_what: str = "người"
    low: float | None = None
    high: float | None = None

    def could_end(self, threshold: float, step: int) -> bool | None:
        """Whether the figure could lie on the right side of the threshold once all is known."""
        if not self.unknown:
            return False
        if self.low is None or self.high is None:
            return None
        return self.high >= threshold if step == MORE else self.low <= threshold

    def said(self, could_end: bool | None) -> str:
        if not self.unknown:
            return "không thiếu số liệu"
        told = f"còn {number(self.unknown)} {self.of_what} chưa có số liệu"
        if could_end is None:
            return f"{told}, chưa tính vào đây"
        if self.low is not None and self.high is not None:
            told = f"{told}, tỷ lệ thật từ {percent(self.low)} đến {percent(self.high)}"
        return f"{told}: kết luận {'còn phụ thuộc số chưa có' if could_end else 'không đổi'}"


def change(
    *levers: Lever,
    result: str,
    doubt: Doubt | None,
    threshold: float,
    joined: str = "hoặc",
    could_end: bool | None = None,
) -> Change:
    """What would change a finding with these levers; any of them does it, or all together where `joined` is `và`.

    `could_end` overrides what the bounds and the threshold say of the unknown; `doubt` None: nothing is said of it.
    """
    first = levers[0]
    ways = [(lever, lever.needed()) for lever in levers]
    hangs = doubt.could_end(threshold, first.step) if doubt and could_end is None else could_end
    said = [lever.said(needed) for lever, needed in ways if needed is not None]
    is_reachable = len(said) == len(ways) if joined == "và" else bool(said)
    parts = []
    if is_reachable:
        parts.append(f"Nếu {f' {joined} '.join(said)} thì {result}")
    else:
        parts.append(f"Chỉ đổi số {first.what} thì chưa {result}")
    near = first.until_chance()
    if near is not None and (ways[0][1] is None or near < ways[0][1]):
        verb = "thêm" if first.step == MORE else "bớt"
        parts.append(f"{verb} {number(near)} đã nằm trong mức ngẫu nhiên của đơn vị ít người")
    if doubt:
        parts.append(doubt.said(hangs))
    known = doubt or Doubt()
    text = f"{'; '.join(parts)}."
    return Change(first.step, first.what, ways[0][1], near, known.unknown, known.low, known.high, hangs, text)


def share_lever(
    case: Case, count: float, of: float, threshold: float, step: int, what: str, *, scale: float = 100
) -> Lever:
    """The lever of a share count ÷ of × `scale` held against a threshold, guarded at a unit's size (Wilson)."""
    start = int(count)

    def misses(k: int) -> bool:
        value = scale * k / of
        return value < threshold if step == MORE else value > threshold

    def beyond_chance(k: int) -> bool:
        share = threshold / scale
        # Computers may outnumber people; the guard then looks at them as the rule itself does.
        n = of if scale == 100 else of * threshold
        low, high = wilson(min(k, n), n, case.confidence)
        return high < (share if scale == 100 else 1.0) if step == MORE else low > share

    last = max(start, int(of * max(1.0, threshold / scale)) + 1) if step == MORE else 0
    return Lever(start, step, last, what, misses, beyond_chance if case.is_unit else None)
