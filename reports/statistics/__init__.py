"""The statistics that figures, rules, tests and claims need, as pure functions over plain numbers.

Exact where exactness is cheap; simulated and seeded where it is not, so that every run gives the same. The tests
compare them with SciPy and statsmodels, which are no part of the running system.
"""

from reports.statistics.binomial import (
    ALARM_COVERAGE,
    WARNING_COVERAGE,
    binomial_chance,
    binomial_quantile,
    binomial_tail_high,
    binomial_tail_low,
    funnel_limits,
    many_chances,
    smallest_seen,
)
from reports.statistics.contingency import Fisher, fisher_exact, least_significant
from reports.statistics.intervals import clopper_pearson, normal_quantile, wilson, wilson_limits
from reports.statistics.likeness import effective_n, expected_persistence, persistence, persistence_limits
from reports.statistics.ranks import Correlation, least_correlation, spearman, spearman_interval
from reports.statistics.several import benjamini_hochberg
from reports.statistics.shrinkage import beta_draws, shrunken
from reports.statistics.special import beta_cdf, beta_quantile, t_quantile
from reports.statistics.spread import (
    OVER_DISPERSED,
    entropy,
    entropy_limit,
    over_dispersion,
    spread_limits,
    spread_ratio,
    widened_limits,
)

__all__ = [
    "ALARM_COVERAGE",
    "OVER_DISPERSED",
    "WARNING_COVERAGE",
    "Correlation",
    "Fisher",
    "benjamini_hochberg",
    "beta_cdf",
    "beta_draws",
    "beta_quantile",
    "binomial_chance",
    "binomial_quantile",
    "binomial_tail_high",
    "binomial_tail_low",
    "clopper_pearson",
    "effective_n",
    "entropy",
    "entropy_limit",
    "expected_persistence",
    "fisher_exact",
    "funnel_limits",
    "least_correlation",
    "least_significant",
    "many_chances",
    "normal_quantile",
    "over_dispersion",
    "persistence",
    "persistence_limits",
    "shrunken",
    "smallest_seen",
    "spearman",
    "spearman_interval",
    "spread_limits",
    "spread_ratio",
    "t_quantile",
    "widened_limits",
    "wilson",
    "wilson_limits",
]
