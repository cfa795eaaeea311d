"""The few pieces of statistics that figures and rules need: intervals for a share, exact binomial tails.

Pure functions over plain numbers; the tests compare them with SciPy.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@lru_cache
def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(k: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson interval of k out of n as shares 0–1. Errors: ValueError unless 0 ≤ k ≤ n and n > 0.

    A census has no sampling error: the interval is for the process, "would it be so again".
    """
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"no share of {k} in {n}")
    low, high = wilson_limits(np.array([float(k)]), np.array([float(n)]), confidence)
    return float(low[0]), float(high[0])


def wilson_limits(k: Numbers, n: Numbers, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """The Wilson limits of many shares at once; every n must be positive."""
    z = _z(confidence)
    p = k / n
    spread = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / spread
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / spread
    # At the ends the interval touches 0 or 1 exactly; rounding must not push it past them.
    low = np.where(k == 0, 0.0, np.maximum(centre - half, 0.0))
    return low, np.where(k == n, 1.0, np.minimum(centre + half, 1.0))


def binomial_tail_low(k: int, n: int, p: float) -> float:
    """P(X ≤ k) for X ~ Binomial(n, p): how often a fair process would do as badly or worse."""
    return math.fsum(_binomial(i, n, p) for i in range(min(k, n) + 1))


def binomial_tail_high(k: int, n: int, p: float) -> float:
    """P(X ≥ k) for X ~ Binomial(n, p)."""
    return math.fsum(_binomial(i, n, p) for i in range(max(k, 0), n + 1))


def _binomial(k: int, n: int, p: float) -> float:
    if p <= 0 or p >= 1:
        return float(k == (0 if p <= 0 else n))
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(log + k * math.log(p) + (n - k) * math.log1p(-p))
