"""How far units lie apart against what chance alone would do: over-dispersion, spread of shares, entropy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reports.statistics.intervals import normal_quantile

Numbers = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = 4000
WINSORISED = 0.1
OVER_DISPERSED = 1.5  # from here on the limits of a funnel are widened (indicators 6.3)


def over_dispersion(k: Sequence[int], n: Sequence[int], centre: float | None = None) -> float | None:
    """φ, the mean of the squared z of the units, their outer tenths drawn in (winsorised); 1 = chance alone.

    `centre` defaults to the share of all units together. Units with nobody are left out; None when fewer than two
    remain or the centre is 0 or 1.
    """
    hits, sizes = _kept(k, n)
    if len(sizes) < 2:
        return None
    p = hits.sum() / sizes.sum() if centre is None else centre
    if p <= 0 or p >= 1:
        return None
    z = (hits / sizes - p) / np.sqrt(p * (1 - p) / sizes)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    return float((np.clip(z, low, high) ** 2).mean())


def widened_limits(n: int, centre: float, phi: float, coverage: float) -> tuple[float, float]:
    """The limits of a funnel as shares 0–1, widened by √φ where the units are over-dispersed (Spiegelhalter 2005)."""
    half = normal_quantile(coverage) * math.sqrt(max(phi, 1.0) * centre * (1 - centre) / n)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def spread_ratio(k: Sequence[int], n: Sequence[int]) -> float | None:
    """Variance of the units' shares over what chance would give: p(1 − p) × mean(1/n); about 1 by chance.

    None when fewer than two units have people, or when nobody or everybody counts.
    """
    hits, sizes = _kept(k, n)
    return _ratios(hits[None, :], sizes)[0] if _varies(hits, sizes) else None


def spread_limits(
    total: int, n: Sequence[int], *, seed: int, confidence: float = 0.95, draws: int = DRAWS
) -> tuple[float, float] | None:
    """Between which ratios `spread_ratio` lies when `total` people are strewn by chance over units of these sizes."""
    _, sizes = _kept([0] * len(n), n)
    if not _varies(np.array([total]), sizes):
        return None
    strewn = np.random.default_rng(seed).multivariate_hypergeometric(sizes, total, size=draws)
    tail = (1 - confidence) / 2
    low, high = np.quantile(_ratios(strewn, sizes), [tail, 1 - tail])
    return float(low), float(high)


def entropy(counts: Sequence[float], n_levels: int) -> float | None:
    """−Σ p ln p ÷ ln(number of levels): 0 = all in one level, 1 = evenly over all; None when there is nobody."""
    total = sum(counts)
    if not total:
        return None
    parts = [count / total for count in counts if count]
    return abs(math.fsum(p * math.log(p) for p in parts)) / math.log(n_levels)


def entropy_limit(
    shares: Sequence[float], n: float, *, seed: int, tail: float = 0.025, draws: int = DRAWS
) -> float:
    """The `tail` quantile of the entropy of about n people drawn from a population with these shares of levels."""
    p = np.asarray(shares, dtype=np.float64)
    drawn = np.random.default_rng(seed).multinomial(max(round(n), 1), p / p.sum(), size=draws)
    parts = drawn / drawn.sum(axis=1, keepdims=True)
    logs = np.log(parts, out=np.zeros_like(parts), where=parts > 0)  # nobody at a level adds nothing
    return float(np.quantile(np.abs((parts * logs).sum(axis=1)) / math.log(len(p)), tail))


def _kept(k: Sequence[int], n: Sequence[int]) -> tuple[Ints, Ints]:
    hits, sizes = np.asarray(k, dtype=np.int64), np.asarray(n, dtype=np.int64)
    return hits[sizes > 0], sizes[sizes > 0]


def _varies(hits: Ints, sizes: Ints) -> bool:
    return len(sizes) > 1 and 0 < hits.sum() < sizes.sum()


def _ratios(hits: Ints, sizes: Ints) -> list[float]:
    p = hits[0].sum() / sizes.sum()
    found = (hits / sizes).var(axis=1, ddof=1) / (p * (1 - p) * (1 / sizes).mean())
    result: list[float] = found.tolist()
    return result
