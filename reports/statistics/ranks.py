"""Rank correlation over units, with an interval from a seeded bootstrap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.special import t_quantile

Numbers = NDArray[np.float64]
DRAWS = 2000


@dataclass(frozen=True)
class Correlation:
    """Spearman's rho over `n` units and the limits of its bootstrap interval."""

    rho: float
    low: float
    high: float
    n: int


def spearman(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Spearman's rho with mean ranks for ties; None with fewer than 3 pairs or where one side is all the same."""
    if len(x) < 3:
        return None
    all_pairs = np.arange(len(x))[None, :]
    found = _rhos(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64), all_pairs)[0]
    return None if math.isnan(found) else float(found)


def spearman_interval(
    x: Sequence[float], y: Sequence[float], *, seed: int, confidence: float = 0.95, draws: int = DRAWS
) -> Correlation | None:
    """Spearman's rho and the percentile interval of `draws` samples of whole units, with replacement.

    Samples in which one side is all the same have no rho and are left out. None as in `spearman`.
    """
    rho = spearman(x, y)
    if rho is None:
        return None
    n = len(x)
    chosen = np.random.default_rng(seed).integers(0, n, size=(draws, n))
    found = _rhos(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64), chosen)
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail])
    return Correlation(rho, float(low), float(high), n)


def least_correlation(n: int, confidence: float = 0.95) -> float | None:
    """From which |rho| on `n` units show a correlation beyond chance: the power of the test in words."""
    if n < 4:
        return None
    t = t_quantile(0.5 + confidence / 2, n - 2)
    return t / math.sqrt(n - 2 + t * t)


def _rhos(x: Numbers, y: Numbers, chosen: NDArray[np.int64]) -> Numbers:
    """Rho of each row of `chosen` (positions of units); NaN where one side is all the same."""
    first, second = _ranks(x, chosen), _ranks(y, chosen)
    first -= first.mean(axis=1, keepdims=True)
    second -= second.mean(axis=1, keepdims=True)
    above = (first * second).sum(axis=1)
    below = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)


def _ranks(values: Numbers, chosen: NDArray[np.int64]) -> Numbers:
    """Mean ranks within each row, from how often each different value was drawn."""
    different, place = np.unique(values, return_inverse=True)
    draws, m = len(chosen), len(different)
    drawn = place[chosen]
    at = np.arange(draws)[:, None] * m + drawn
    counts = np.bincount(at.ravel(), minlength=draws * m).reshape(draws, m)
    rank_of_value = np.cumsum(counts, axis=1) - counts + (counts + 1) / 2
    return np.take_along_axis(rank_of_value, drawn, axis=1)
