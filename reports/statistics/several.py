"""Many tests at once: the false-discovery rate of Benjamini and Hochberg."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The adjusted p of each test: at most the rate q of those with an adjusted p ≤ q are false by expectation."""
    p = np.asarray(p_values, dtype=np.float64)
    m = len(p)
    order = np.argsort(p, kind="stable")[::-1]
    scaled = p[order] * m / np.arange(m, 0, -1)
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled), 1.0) if m else scaled
    result: list[float] = adjusted.tolist()
    return result
