"""Intervals, exact binomial limits, Fisher's test: against SciPy, statsmodels and the hand tables of indicators 6.2, 6.3."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint

from reports.statistics import (
    beta_cdf,
    beta_quantile,
    binomial_chance,
    binomial_quantile,
    binomial_tail_high,
    binomial_tail_low,
    clopper_pearson,
    fisher_exact,
    funnel_limits,
    least_significant,
    many_chances,
    smallest_seen,
    t_quantile,
    wilson,
)

SHARES = [(0, 20), (1, 20), (2, 20), (4, 20), (10, 20), (16, 20), (20, 20), (368, 460), (460, 460), (3, 23_000),
          (12_345, 23_000)]  # fmt: skip
# indicators 6.2, in %
WILSON = {
    (0, 20): (0, 16.1), (1, 20): (0.9, 23.6), (2, 20): (2.8, 30.1), (4, 20): (8.1, 41.6), (10, 20): (29.9, 70.1),
    (16, 20): (58.4, 91.9), (20, 20): (83.9, 100), (368, 460): (76.1, 83.4), (460, 460): (99.2, 100),
}  # fmt: skip
# indicators 6.3: (n, centre) → counts in control at 95 % and at 99.8 %
FUNNEL = {
    (20, 0.80): ((12, 19), (10, 20)),
    (20, 0.28): ((2, 10), (0, 12)),
    (20, 0.90): ((15, 20), (13, 20)),
    (105, 0.80): ((76, 92), (71, 96)),
    (460, 0.80): ((351, 385), (341, 394)),
}


@pytest.mark.parametrize(("share", "limits"), WILSON.items(), ids=str)
def test_wilson_gives_the_table_of_the_handbook(share, limits):
    assert [round(100 * limit, 1) for limit in wilson(*share)] == list(limits)


@pytest.mark.parametrize("share", SHARES, ids=str)
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_intervals_equal_statsmodels(share, confidence):
    for ours, theirs in ((wilson, "wilson"), (clopper_pearson, "beta")):
        expected = proportion_confint(*share, alpha=1 - confidence, method=theirs)
        assert ours(*share, confidence) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("share", [(-1, 5), (6, 5), (0, 0)])
def test_a_share_that_cannot_be_has_no_interval(share):
    for interval in (wilson, clopper_pearson):
        with pytest.raises(ValueError, match="no share"):
            interval(*share)


@pytest.mark.parametrize(("case", "limits"), FUNNEL.items(), ids=str)
def test_funnel_limits_give_the_table_of_the_handbook(case, limits):
    assert (funnel_limits(*case, 0.95), funnel_limits(*case, 0.998)) == limits


def test_funnel_limits_equal_scipy_at_every_size():
    for n in [*range(1, 60), 105, 460, 5000]:
        for p in (0.0, 0.01, 0.2, 0.5, 0.85, 0.97, 1.0):
            for coverage in (0.95, 0.998):
                tail = (1 - coverage) / 2
                expected = [max(stats.binom.ppf(q, n, p), 0) for q in (tail, 1 - tail)]
                assert list(funnel_limits(n, p, coverage)) == expected, (n, p, coverage)


def test_binomial_tails_equal_scipy():
    for n in (1, 20, 460, 23_000):
        for p in (0.0, 0.001, 0.0285, 0.5, 0.93, 1.0):
            for k in {0, 1, n // 30, n // 2, n - 1, n}:
                assert binomial_tail_low(k, n, p) == pytest.approx(stats.binom.cdf(k, n, p), abs=1e-9)
                assert binomial_tail_high(k, n, p) == pytest.approx(stats.binom.sf(k - 1, n, p), abs=1e-9)
    assert (binomial_tail_low(-1, 5, 0.5), binomial_tail_high(6, 5, 0.5)) == (0, 0)


def test_nobody_of_an_effective_number_is_a_power_of_the_rest():
    assert binomial_tail_low(0, 158.62, 0.0285) == pytest.approx(0.9715**158.62, abs=1e-12)


def test_a_rare_share_is_seen_once_in_so_many():
    # with 459 people a share of 1 % shows at least once in 1 − 0.99⁴⁵⁹ = 99 of 100 years
    assert smallest_seen(459, 0.99**459) == pytest.approx(0.01, abs=1e-12)


def test_the_quantile_of_a_binomial_is_the_least_count():
    assert [binomial_quantile(q, 10, 0.5) for q in (0, 0.5, 1)] == [0, 5, 10]
    with pytest.raises(ValueError, match="no quantile"):
        binomial_quantile(1.1, 10, 0.5)


def test_the_beta_distribution_equals_scipy():
    rng = np.random.default_rng(5)
    for _ in range(400):
        a, b, x = rng.uniform(0.3, 400), rng.uniform(0.3, 400), rng.uniform()
        assert beta_cdf(x, a, b) == pytest.approx(special.betainc(a, b, x), abs=1e-10)
        assert beta_quantile(x, a, b) == pytest.approx(special.betaincinv(a, b, x), abs=1e-9)
    assert [beta_quantile(p, 2, 3) for p in (0, 1)] == [0, 1]


@pytest.mark.parametrize("freedom", [1, 2, 21, 1000])
def test_student_s_t_equals_scipy(freedom):
    for p in (0.5, 0.9, 0.975, 0.999):
        assert t_quantile(p, freedom) == pytest.approx(stats.t.ppf(p, freedom), rel=1e-9)


def test_what_no_distribution_has_is_refused():
    for call in (lambda: beta_cdf(0.5, 0, 1), lambda: beta_quantile(1.5, 1, 1), lambda: t_quantile(0.3, 5)):
        with pytest.raises(ValueError, match="no |only"):
            call()


def test_ten_of_twenty_is_not_different_from_sixteen_but_eight_is():
    assert round(fisher_exact((10, 20), (16, 20)).p, 3) == 0.096  # indicators 6.2
    assert round(fisher_exact((8, 20), (16, 20)).p, 3) == 0.022


def test_fisher_equals_scipy():
    rng = np.random.default_rng(6)
    for _ in range(400):
        n1, n2 = rng.integers(1, 60, 2).tolist()
        a, b = int(rng.integers(0, n1 + 1)), int(rng.integers(0, n2 + 1))
        found, table = fisher_exact((a, n1), (b, n2)), [[a, n1 - a], [b, n2 - b]]
        assert found.p == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)
        greater = stats.fisher_exact(table, alternative="greater").pvalue
        assert found.p_greater == pytest.approx(greater, abs=1e-9)
        assert found.ratio == (pytest.approx((a / n1) / (b / n2)) if b else None)


def test_what_fisher_could_have_seen_is_the_first_count_that_is_beyond_chance():
    count = least_significant(20, (2, 20))
    tables = [[[k, 20 - k], [2, 18]] for k in range(21)]
    beyond = [k for k in range(3, 21) if stats.fisher_exact(tables[k], alternative="greater").pvalue < 0.05]
    assert count == beyond[0] == 8
    assert least_significant(2, (1, 2)) is None
    with pytest.raises(ValueError, match="no share"):
        fisher_exact((1, 0), (0, 1))


def test_the_chance_of_a_count_equals_scipy():
    for n, p in ((1, 0.5), (20, 0.12), (460, 0.0285), (5, 0.0), (5, 1.0)):
        for k in range(-1, n + 2):
            assert binomial_chance(k, n, p) == pytest.approx(stats.binom.pmf(k, n, p), abs=1e-12)


def test_several_chances_make_a_binomial_where_they_are_equal():
    assert many_chances([0.3] * 12) == pytest.approx(stats.binom.pmf(range(13), 12, 0.3), abs=1e-12)
    # 0.5 and 0.2: neither 0.4, one 0.5 × 0.8 + 0.5 × 0.2 = 0.5, both 0.1
    assert many_chances([0.5, 0.2]) == pytest.approx([0.4, 0.5, 0.1])
    assert many_chances([]) == [1]
