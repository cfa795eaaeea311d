"""Intervals for a share: Wilson (how it would vary if repeated) and Clopper–Pearson (exact, never too narrow)."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reports.statistics.special import beta_quantile

Numbers = NDArray[np.float64]


@lru_cache
def normal_quantile(confidence: float) -> float:
    """The z that holds `confidence` of a normal distribution between −z and z."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(k: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson interval of k out of n as shares 0–1. Errors: ValueError unless 0 ≤ k ≤ n and n > 0.

    A census has no sampling error: the interval is for the process, "would it be so again".
    """
    _demand_share(k, n)
    low, high = wilson_limits(np.array([float(k)]), np.array([float(n)]), confidence)
    return float(low[0]), float(high[0])


def wilson_limits(k: Numbers, n: Numbers, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """The Wilson limits of many shares at once; every n must be positive."""
    z = normal_quantile(confidence)
    p = k / n
    spread = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / spread
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / spread
    # At the ends the interval touches 0 or 1 exactly; rounding must not push it past them.
    low = np.where(k == 0, 0.0, np.maximum(centre - half, 0.0))
    return low, np.where(k == n, 1.0, np.minimum(centre + half, 1.0))


def clopper_pearson(k: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of k out of n as shares 0–1. Errors: ValueError unless 0 ≤ k ≤ n and n > 0."""
    _demand_share(k, n)
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else beta_quantile(tail, k, n - k + 1)
    high = 1.0 if k == n else beta_quantile(1 - tail, k + 1, n - k)
    return low, high


def _demand_share(k: float, n: float) -> None:
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"no share of {k} in {n}")
