"""Two groups, yes or no: Fisher's exact test."""

from __future__ import annotations

import math
from dataclasses import dataclass

_SAME = 1 + 1e-9  # probabilities that differ less are equal but for rounding


@dataclass(frozen=True)
class Fisher:
    """`ratio`: the first share over the second (None where the second is 0); `p`: two-sided; `p_greater`: of a first
    group at least that far ahead by chance."""

    ratio: float | None
    p: float
    p_greater: float


def fisher_exact(first: tuple[int, int], second: tuple[int, int]) -> Fisher:
    """Whether k of n in the `first` group differs from k of n in the `second` more than chance would.

    Errors: ValueError unless 0 ≤ k ≤ n and n > 0 in both.
    """
    for k, n in (first, second):
        if n <= 0 or not 0 <= k <= n:
            raise ValueError(f"no share of {k} in {n}")
    (a, n1), (b, n2) = first, second
    hits = a + b
    chances = {k: _hypergeometric(k, n1, n2, hits) for k in range(max(0, hits - n2), min(hits, n1) + 1)}
    seen = chances[a] * _SAME
    return Fisher(
        ratio=(a / n1) / (b / n2) if b else None,
        p=min(math.fsum(p for p in chances.values() if p <= seen), 1.0),
        p_greater=min(math.fsum(p for k, p in chances.items() if k >= a), 1.0),
    )


def least_significant(first_n: int, second: tuple[int, int], level: float = 0.05) -> int | None:
    """The smallest count in a first group of `first_n` that would lie ahead of the second beyond chance.

    The power of the comparison in words: what it could have seen. None when no count would do.
    """
    k2, n2 = second
    low, high = k2 * first_n // n2 + 1, first_n + 1  # the chance falls with every one more
    while low < high:
        middle = (low + high) // 2
        if fisher_exact((middle, first_n), second).p_greater < level:
            high = middle
        else:
            low = middle + 1
    return low if low <= first_n else None


def _hypergeometric(k: int, n1: int, n2: int, hits: int) -> float:
    return math.exp(_log_choose(n1, k) + _log_choose(n2, hits - k) - _log_choose(n1 + n2, hits))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
