"""Small units leaning on the town: shrunken shares and seeded draws from their posterior (indicators 5.2, 6b.7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
PRIOR_WEIGHT = 10.0
DRAWS = 2000


def shrunken(k: float, n: float, town: float, weight: float = PRIOR_WEIGHT) -> float:
    """(k + m·p) ÷ (n + m): the share of a unit as if `weight` more people with the town's share `town` were in it."""
    return (k + weight * town) / (n + weight)


def beta_draws(
    k: Sequence[float],
    n: Sequence[float],
    town: float,
    *,
    seed: int,
    weight: float = PRIOR_WEIGHT,
    draws: int = DRAWS,
) -> Numbers:
    """Draws (draws × units) from Beta(k + m·p, n − k + m·(1 − p)); their mean is the shrunken share.

    Where one side is 0 (the town and the unit both at an end) every draw is that end.
    """
    yes = np.asarray(k, dtype=np.float64) + weight * town
    no = np.asarray(n, dtype=np.float64) - np.asarray(k, dtype=np.float64) + weight * (1 - town)
    certain = (yes <= 0) | (no <= 0)
    rng = np.random.default_rng(seed)
    found = rng.beta(np.where(certain, 1, yes), np.where(certain, 1, no), size=(draws, len(yes)))
    return np.where(certain, (no <= 0).astype(np.float64), found)
