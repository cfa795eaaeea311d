"""Exact binomial probabilities: tails, quantiles, and the limits of a funnel plot."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from reports.statistics.special import beta_cdf

WARNING_COVERAGE, ALARM_COVERAGE = 0.95, 0.998
_KEPT = 65_536  # pure functions of three numbers, asked for the same units again and again


@lru_cache(_KEPT)
def binomial_tail_low(k: float, n: float, p: float) -> float:
    """P(X ≤ k) for X ~ Binomial(n, p): how often a fair process would do as badly or worse.

    `k` and `n` need not be whole: an effective number of people is continued by the incomplete beta function, so
    P(X ≤ 0) is (1 − p)ⁿ for every n.
    """
    if k < 0:
        return 0.0
    if k >= n:
        return 1.0
    if p <= 0 or p >= 1:
        return float(p <= 0)
    return beta_cdf(1 - p, n - k, k + 1)


@lru_cache(_KEPT)
def binomial_tail_high(k: float, n: float, p: float) -> float:
    """P(X ≥ k) for X ~ Binomial(n, p); `k` and `n` as in `binomial_tail_low`."""
    if k <= 0:
        return 1.0
    if k > n:
        return 0.0
    if p <= 0 or p >= 1:
        return float(p >= 1)
    return beta_cdf(p, k, n - k + 1)


def binomial_quantile(q: float, n: int, p: float) -> int:
    """The least k with P(X ≤ k) ≥ q for X ~ Binomial(n, p). Errors: ValueError unless 0 ≤ q ≤ 1."""
    if not 0 <= q <= 1:
        raise ValueError(f"no quantile of {q}")
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if binomial_tail_low(middle, n, p) >= q:
            high = middle
        else:
            low = middle + 1
    return low


@lru_cache(_KEPT)
def funnel_limits(n: int, centre: float, coverage: float = WARNING_COVERAGE) -> tuple[int, int]:
    """Between which counts of n a unit is in control when its true share is `centre` (indicators 6.3).

    Exact: less than (1 − coverage)/2 lies below the lower and above the upper count. Both counts are in control.
    """
    tail = (1 - coverage) / 2
    return binomial_quantile(tail, n, centre), binomial_quantile(1 - tail, n, centre)


def smallest_seen(n: float, chance: float) -> float:
    """The smallest true share of which at least one of n would be seen with a probability of 1 − chance."""
    return 1 - math.pow(chance, 1 / n)


def binomial_chance(k: int, n: int, p: float) -> float:
    """P(X = k) for X ~ Binomial(n, p)."""
    if not 0 <= k <= n:
        return 0.0
    if p <= 0 or p >= 1:
        return float(k == (0 if p <= 0 else n))
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(log + k * math.log(p) + (n - k) * math.log1p(-p))


def many_chances(chances: Iterable[float]) -> list[float]:
    """P(exactly 0, 1, 2, … of several independent things happen), each with its own chance (Poisson binomial)."""
    found = np.ones(1)
    for chance in chances:
        found = np.convolve(found, [1 - chance, chance])
    result: list[float] = found.tolist()
    return result
