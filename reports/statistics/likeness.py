"""People of one unit rated alike, and the same rating year after year: what is chance, and what is more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DRAWS = 1000
_AT_ONCE = 2_000_000


def effective_n(n: float, unit_size: float, likeness: float) -> float:
    """How many independent people n are worth when those of one unit are alike (indicators 6b.4).

    n ÷ (1 + (unit size − 1) × likeness); `likeness` is the correlation within units, 0 = independent.
    """
    return n / (1 + (max(unit_size, 1) - 1) * likeness)


def persistence(levels: Ints) -> float | None:
    """The share of people (rows) with the same level in every year (columns); None when there is nobody."""
    return float(_same(levels[None, :, :])[0]) if len(levels) else None


def expected_persistence(levels: Ints, strata: Ints) -> float | None:
    """The share that chance would give if each year dealt the same levels anew among the people of each stratum."""
    if not len(levels):
        return None
    found = 0.0
    for stratum in np.unique(strata):
        inside = levels[strata == stratum]
        shares = [
            [(inside[:, year] == level).mean() for level in np.unique(levels)]
            for year in range(levels.shape[1])
        ]
        found += len(inside) / len(levels) * float(np.prod(np.array(shares), axis=0).sum())
    return found


def persistence_limits(
    levels: Ints, strata: Ints, *, seed: int, confidence: float = 0.95, draws: int = DRAWS
) -> tuple[float, float] | None:
    """Between which shares chance alone leaves the same level in every year (levels dealt anew within strata)."""
    if not len(levels):
        return None
    rng = np.random.default_rng(seed)
    batch = max(_AT_ONCE // max(levels.size, 1), 1)
    found = [_same(_dealt(levels, strata, min(batch, draws - done), rng)) for done in range(0, draws, batch)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(found), [tail, 1 - tail])
    return float(low), float(high)


def _dealt(levels: Ints, strata: Ints, n: int, rng: np.random.Generator) -> Ints:
    """`n` copies of `levels`, each year shuffled on its own among the people of a stratum."""
    copies = np.repeat(levels[None, :, :], n, axis=0)
    for stratum in np.unique(strata):
        rows = np.flatnonzero(strata == stratum)
        copies[:, rows, :] = rng.permuted(copies[:, rows, :], axis=1)
    return copies


def _same(levels: Ints) -> NDArray[np.float64]:
    same = (levels == levels[:, :, :1]).all(axis=2).mean(axis=1)
    return np.asarray(same, dtype=np.float64)
