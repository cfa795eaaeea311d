"""Correlation, spread, likeness, shrinking, many tests: against SciPy, statsmodels and worked cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from reports.statistics import (
    benjamini_hochberg,
    beta_draws,
    effective_n,
    entropy,
    entropy_limit,
    expected_persistence,
    least_correlation,
    over_dispersion,
    persistence,
    persistence_limits,
    shrunken,
    spearman,
    spearman_interval,
    spread_limits,
    spread_ratio,
    widened_limits,
)

SIZES = [20] * 23


def some_units(seed, n=23):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(15, 26, n)
    return rng.binomial(sizes, 0.2).tolist(), sizes.tolist()


def test_spearman_equals_scipy_with_and_without_ties():
    rng = np.random.default_rng(1)
    for n in (3, 8, 23, 200):
        for top in (4, 10_000):
            x, y = rng.integers(0, top, (2, n)).tolist()
            expected = stats.spearmanr(x, y).statistic
            if not math.isnan(expected):
                assert spearman(x, y) == pytest.approx(expected, abs=1e-12)


def test_the_interval_is_the_one_of_the_same_samples_counted_by_scipy():
    rng = np.random.default_rng(2)
    x, y = rng.integers(0, 12, 23), rng.normal(size=23)
    found = spearman_interval(x.tolist(), y.tolist(), seed=7, draws=200)
    samples = np.random.default_rng(7).integers(0, 23, size=(200, 23))
    rhos = [stats.spearmanr(x[rows], y[rows]).statistic for rows in samples]
    assert (found.low, found.high) == pytest.approx(np.quantile(rhos, [0.025, 0.975]), abs=1e-9)
    assert found == spearman_interval(x.tolist(), y.tolist(), seed=7, draws=200)


def test_two_units_or_units_that_are_all_alike_have_no_correlation():
    assert spearman([1, 2], [1, 2]) is None
    assert spearman([1, 1, 1, 1], [1, 2, 3, 4]) is None
    assert spearman_interval([1, 2, 3], [5, 5, 5], seed=1) is None


def test_with_23_units_only_a_rho_of_0_41_is_beyond_chance():
    assert round(least_correlation(23), 3) == 0.413
    t = stats.t.ppf(0.975, 21)
    assert least_correlation(23) == pytest.approx(t / math.sqrt(21 + t * t), abs=1e-9)
    assert least_correlation(3) is None


def test_over_dispersion_is_the_mean_of_the_squared_z_drawn_in():
    k, n = some_units(3)
    p = sum(k) / sum(n)
    z = [(a / b - p) / math.sqrt(p * (1 - p) / b) for a, b in zip(k, n, strict=True)]
    low, high = np.quantile(z, [0.1, 0.9])
    assert over_dispersion(k, n) == pytest.approx(
        np.mean([min(max(v, low), high) ** 2 for v in z]), abs=1e-12
    )
    assert over_dispersion([0, 0], [20, 20]) is None
    assert over_dispersion([3], [20]) is None
    assert over_dispersion([*k, 0], [*n, 0]) == over_dispersion(k, n)


def test_widened_limits_are_those_of_the_normal_distribution_times_the_root():
    z = stats.norm.ppf(0.999)
    half = z * math.sqrt(2 * 0.8 * 0.2 / 105)
    assert widened_limits(105, 0.8, 2, 0.998) == pytest.approx((0.8 - half, 0.8 + half), abs=1e-9)
    assert widened_limits(20, 0.8, 0.3, 0.998)[1] == 1  # never narrower than chance, never past the end


def test_the_spread_of_units_is_their_variance_over_that_of_chance():
    k, n = some_units(4)
    p = sum(k) / sum(n)
    expected = np.var(np.array(k) / n, ddof=1) / (p * (1 - p) * np.mean(1 / np.array(n)))
    assert spread_ratio(k, n) == pytest.approx(expected, abs=1e-12)
    assert spread_ratio([4] * 23, SIZES) == pytest.approx(0)  # all the same: as if dealt out
    assert spread_ratio([20] * 23, SIZES) is None
    assert spread_ratio([1], [5]) is None


def test_23_units_of_20_lie_between_0_50_and_1_67_by_chance():
    low, high = spread_limits(92, SIZES, seed=2021)  # indicators 6b.6
    assert low == pytest.approx(0.50, abs=0.03)
    assert high == pytest.approx(1.67, abs=0.05)
    assert (low, high) == spread_limits(92, SIZES, seed=2021)


def test_the_limits_of_the_spread_are_those_of_people_strewn_one_by_one():
    sizes = [15, 18, 21, 24, 20, 22]
    unit_of = np.repeat(np.arange(6), sizes)
    rng = np.random.default_rng(8)
    ratios = []
    for _ in range(4000):
        k = np.bincount(unit_of[rng.permutation(120)[:30]], minlength=6)
        ratios.append(np.var(k / sizes, ddof=1) / (0.25 * 0.75 * np.mean(1 / np.array(sizes))))
    assert spread_limits(30, sizes, seed=9) == pytest.approx(np.quantile(ratios, [0.025, 0.975]), abs=0.12)
    assert spread_limits(0, sizes, seed=9) is None


def test_the_nation_s_ratings_of_2018_have_an_entropy_of_0_53():
    counts = [132_573, 320_660, 10_686, 2_694]  # indicators 2.2
    assert round(entropy(counts, 4), 2) == 0.53
    assert entropy(counts, 4) == pytest.approx(stats.entropy(counts) / math.log(4), abs=1e-12)
    assert entropy([20, 0, 0, 0], 4) == 0
    assert entropy([5, 5, 5, 5], 4) == pytest.approx(1)
    assert entropy([0, 0], 4) is None


def test_the_limit_of_the_entropy_is_a_quantile_of_drawn_entropies():
    shares = [0.2827, 0.6837, 0.0228, 0.0057]
    p = np.array(shares) / sum(shares)
    drawn = np.random.default_rng(3).multinomial(160, p, size=500)
    found = [stats.entropy(row) / math.log(4) for row in drawn]
    assert entropy_limit(shares, 160.2, seed=3, draws=500) == pytest.approx(
        np.quantile(found, 0.025), abs=1e-9
    )


def test_effective_numbers_are_those_of_the_handbook():
    assert round(effective_n(460, 20, 0.1)) == 159  # indicators 6b.4
    assert effective_n(460, 20, 0) == 460
    assert effective_n(460, 20, 1) == pytest.approx(23)  # everyone of a unit alike: as many as units
    chances = [0.9715 ** effective_n(460, 20, r) for r in (0.1, 0.3)]
    assert [round(100 * p) for p in chances] == [1, 14]


def test_the_same_rating_is_expected_as_often_as_the_product_of_its_shares():
    levels = np.array([[0, 0], [0, 0], [0, 1], [1, 0]])
    assert persistence(levels) == 0.5
    # both years three 0 and one 1: (3/4)² + (1/4)² = 0.625
    assert expected_persistence(levels, np.zeros(4)) == pytest.approx(0.625)
    # by strata {1, 2} and {3, 4}: all 0 → 1; half and half in both years → 0.5; mean 0.75
    assert expected_persistence(levels, np.array([0, 0, 1, 1])) == pytest.approx(0.75)
    nobody = np.empty((0, 3), dtype=np.int64)
    assert persistence(nobody) is expected_persistence(nobody, np.empty(0)) is None
    assert persistence_limits(nobody, np.empty(0), seed=1) is None


def test_the_limits_of_persistence_are_those_of_shuffled_years():
    rng = np.random.default_rng(10)
    levels = (rng.random((120, 3)) < 0.3).astype(np.int64)
    strata = np.repeat([0, 1], 60)
    shuffled = []
    for _ in range(3000):
        columns = []
        for year in range(3):
            column = levels[:, year].copy()
            for stratum in (0, 1):
                column[strata == stratum] = rng.permutation(column[strata == stratum])
            columns.append(column)
        dealt = np.stack(columns, axis=1)
        shuffled.append((dealt == dealt[:, :1]).all(axis=1).mean())
    found = persistence_limits(levels, strata, seed=11, draws=3000)
    assert found == pytest.approx(np.quantile(shuffled, [0.025, 0.975]), abs=0.02)
    assert found[0] < expected_persistence(levels, strata) < found[1]


def test_adjusted_p_values_equal_statsmodels():
    p = np.random.default_rng(12).random(40) ** 3
    assert benjamini_hochberg(p.tolist()) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)
    assert benjamini_hochberg(p.tolist()) == pytest.approx(stats.false_discovery_control(p), abs=1e-12)
    assert benjamini_hochberg([]) == []


def test_a_unit_leans_on_the_town():
    # town 80 %: 10/20 → 60.0 %, 16/20 → 80.0 %, 20/20 → 93.3 % (indicators 5.2)
    assert [round(100 * shrunken(k, 20, 0.8), 1) for k in (10, 16, 20)] == [60.0, 80.0, 93.3]


def test_draws_come_from_the_shrunken_posterior():
    k, n = [10, 16, 20], [20, 20, 20]
    draws = beta_draws(k, n, 0.8, seed=13, draws=20_000)
    assert draws.mean(axis=0) == pytest.approx([0.6, 0.8, 28 / 30], abs=0.005)
    for column, (yes, no) in zip(draws.T, [(18, 12), (24, 6), (28, 2)], strict=True):
        assert stats.kstest(column, stats.beta(yes, no).cdf).pvalue > 0.001
    assert (draws == beta_draws(k, n, 0.8, seed=13, draws=20_000)).all()


def test_draws_at_an_end_stay_there():
    assert (beta_draws([20, 0], [20, 0], 1.0, seed=1) == 1).all()
    assert (beta_draws([0], [20], 0.0, seed=1) == 0).all()
