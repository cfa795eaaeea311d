"""Every claim recomputed from the package rows: figures by the plain twin, bounds and verdicts by trying what the unknown
may be, units beyond chance by SciPy and statsmodels."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from reports import snapshot
from reports.claims import claims
from reports.claims.access import claims_for
from reports.scopes import scopes_of
from tests import factories
from tests.reports.awkward import YEARS
from tests.reports.plain_figures import Figures

STOCKS = ("degree", "political_theory", "state_management")
LIMITS = {"G3.units": 20, "G3.remedied": 90}


class Twin:
    """The plain figures of one scope: `row(code, year)` → (numerator, denominator, unknown, value)."""

    def __init__(self, town, by_year, scope):
        self.town, self.by_year, self.scope = town, by_year, scope

    def row(self, code, year):
        return self.by_year[year][code][self.scope]

    def values(self, *codes, years=YEARS):
        """{(code, year): value} of figures as they are."""
        return {(code, year): self.row(code, year)[3] for code in codes for year in years}

    def share(self, code, year, inside):
        """(least, known, most) in %: the unknown all against, left out, all for."""
        k, n, u, value = self.row(code, year)
        total = n if inside else n + u
        return 100 * k / total, value, 100 * (k + u) / total

    def stock(self, table, year):
        """(k, n, unknown): people who hold a qualification, everyone, those without any record."""
        row = self.town.table(table, year, "decade")[self.scope]
        without = row["cells"]["no" if table in ("it_certificate", "foreign_language") else "none"]
        return row["headcount"] - without, row["headcount"], row["no_record"]

    def units_beyond(self, code, side):
        """How many units differ from the town on one side by more than chance, and how many units have people."""
        year = YEARS[-1]
        town_k, town_n, _, _ = self.by_year[year][code]["all"]
        area = self.scope.removeprefix("area:")
        units = {row["unit"]: row["area"] for row in self.town.tables["units"]}
        rows = []
        for scope, (k, n, _, _) in self.by_year[year][code].items():
            is_unit = scope.startswith("unit:") and "|" not in scope
            if is_unit and (self.scope == "all" or units[scope.removeprefix("unit:")] == area):
                rows.append((k, n))
        k, n = (
            np.array(column, dtype=float) for column in zip(*[row for row in rows if row[1]], strict=True)
        )
        p = town_k / town_n
        phi = None
        if len(n) > 1 and 0 < p < 1:
            z = (k / n - p) / np.sqrt(p * (1 - p) / n)
            phi = float((np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2).mean())
        if phi is not None and phi > 1.5:
            spread = np.sqrt(phi * p * (1 - p) / n)
            chance = 2 * stats.norm.sf(np.abs(k / n - p) / spread)
            low, high = p - stats.norm.ppf(0.999) * spread, p + stats.norm.ppf(0.999) * spread
            low, high = np.maximum(low, 0), np.minimum(high, 1)
        else:
            chance = np.minimum(2 * np.minimum(stats.binom.cdf(k, n, p), stats.binom.sf(k - 1, n, p)), 1)
            low, high = (np.maximum(stats.binom.ppf(q, n, p), 0) / n for q in (0.001, 0.999))
        beyond = (k / n < low) | (k / n > high) | (multipletests(chance, method="fdr_bh")[1] <= 0.1)
        on_side = k / n < p if side == "low" else k / n >= p
        return int((beyond & on_side).sum()), len(n)


def by_trying(options, known, holds):
    """The verdict over every way the unknown may turn out; `known`: the values as far as known."""
    outcomes = {holds(values) for values in product(*options)}
    if len(outcomes) == 1:
        return "true" if outcomes == {True} else "false"
    return "true_as_known" if holds(known) else "open"


def always(twin, code, target, inside):
    shares = [twin.share(code, year, inside) for year in YEARS]
    return by_trying(
        [(low, high) for low, _, high in shares], [v for _, v, _ in shares], lambda s: min(s) >= target
    )


def nd3(twin):
    figures, options, known = {}, [], []
    for year in YEARS:
        met, n, unknown, _ = twin.row("C2s", year)
        k = met + twin.row("C2t", year)[0]
        figures["C2s.lawful", year] = 100 * k / n
        options.append((100 * k / n, 100 * (k + unknown) / n))
        known.append(100 * k / n)
    return by_trying(options, known, lambda s: min(s) >= 100), figures


def nd4(twin):
    first, last = YEARS[0], YEARS[-1]
    figures = twin.values("C3", "E5", "E6", "E7", years=(first, last))
    if None in figures.values():
        return "open", {}
    ups = [figures[code, last] > figures[code, first] for code in ("C3", "E5", "E6", "E7")]
    unknown = any(twin.row(code, year)[2] for code, year in figures)
    if all(ups):
        return ("true_as_known" if unknown else "true"), figures
    return ("open" if any(ups) else "false"), figures


def nd6(twin):
    figures, verdicts = dict(twin.values("F2")), []
    for table in STOCKS:
        rows = [twin.stock(table, year) for year in YEARS]
        figures |= {(f"{table}.held", year): 100 * k / n for year, (k, n, _) in zip(YEARS, rows, strict=True)}
        options = [[100 * (k + more) / n for more in range(u + 1)] for k, n, u in rows]
        known = [100 * k / n for k, n, _ in rows]
        verdicts.append(by_trying(options, known, lambda s: s[0] < s[1] < s[2]))
    return next((v for v in ("false", "open", "true_as_known") if v in verdicts), "true"), figures


def held(table, verdict=None):
    def claim(twin):
        rows = [twin.stock(table, year) for year in YEARS]
        figures = {(f"{table}.held", year): 100 * k / n for year, (k, n, _) in zip(YEARS, rows, strict=True)}
        options = [(100 * k / n, 100 * (k + u) / n) for k, n, u in rows]
        return verdict or by_trying(options, [low for low, _ in options], lambda s: min(s) > 50), figures

    return claim


def shows(verdict, *codes, years=YEARS):
    return lambda twin: (verdict, twin.values(*codes, years=years))


def in_places(*codes):
    def claim(twin):
        figures, found = twin.values(*(code for code, _ in codes), years=YEARS[-1:]), 0
        for code, side in codes:
            beyond, _ = twin.units_beyond(code, side)
            figures[f"{code}.units", YEARS[-1]] = beyond
            found += beyond
        return ("true" if found else "open"), figures

    return claim


def hc2(twin):
    units = [twin.row("G3.units", year) for year in YEARS]
    kept = [twin.row("G3.remedied", year)[3] for year in YEARS]
    if not any(k for k, _, _, _ in units):
        return "open", {}
    never = max(units[-1][1] - sum(k for k, _, _, _ in units), 0)
    short = never or any(value < LIMITS["G3.units"] for *_, value in units)
    short = short or any(value < LIMITS["G3.remedied"] for value in kept if value is not None)
    verdict = "true" if short else "open" if None in kept else "false"
    return verdict, twin.values("G3.units", "G3.remedied") | {("G3.never", YEARS[-1]): never}


TWIN = {
    "ND1": lambda twin: ("open", {}),
    "ND2": lambda twin: ("open", {}) if None in twin.values("F4", "F5.women", "F5.young", "F6", years=YEARS[-1:]).values()
    else ("open", twin.values("F4", "F5.women", "F5.young", "F6", years=YEARS[-1:])),
    "ND3": nd3,
    "ND4": nd4,
    "ND5": lambda twin: (always(twin, "B2", 100, False), twin.values("B2", "B4")),
    "ND6": nd6,
    "ND7a": held("it_certificate", "unmeasured"),
    "ND7b": held("foreign_language"),
    "ND8": shows("open", "G1"),
    "ND9": lambda twin: (always(twin, "E2", 100, False), twin.values("E2", "E4")),
    "UD1": lambda twin: ("unmeasured", {}),
    "UD2": shows("unmeasured", "E7"),
    "UD3": shows("unmeasured", "H3"),
    "HC1a": in_places(("A9", "high"), ("A5.under_30", "low")),
    "HC1b": in_places(("C2u", "low"), ("C2s", "low")),
    "HC1c": in_places(("A7.under_5", "high")),
    "HC2": hc2,
    "HC3": shows("open", "E5"),
    "HC4": shows("open", "D4"),
    "HC5a": shows("open", "G2"),
    "HC5b": shows("unmeasured", "A10", "A10.coverage", years=YEARS[-1:]),
    "HC5c": lambda twin: ("unmeasured", {}),
    "HC5d": shows("unmeasured", "E7"),
}  # fmt: skip


def test_every_claim_has_a_twin():
    assert list(TWIN) == claims.codes()


@pytest.mark.parametrize("seed", [21, 22])
def test_every_claim_equals_its_twin(awkward, seed):
    town = awkward(seed, 90)
    by_year = {year: Figures(town, year).all() for year in YEARS}
    user = factories.make_user("district")
    wrong, compared = {}, 0
    for scope in scopes_of(snapshot.current(), YEARS[-1], ("town", "area"), ("",)):
        twin = Twin(town, by_year, scope.code)
        for answer in claims_for(user, YEARS, scope):
            verdict, figures = TWIN[answer.claim.code](twin)
            finding = answer.finding
            ours = {(f.code, f.year): f.value for f in finding.figures}
            if finding.missing:
                assert finding.verdict == "open"
                continue
            if finding.verdict != verdict or ours != pytest.approx(figures, abs=1e-9, nan_ok=True):
                wrong[scope.code, answer.claim.code] = (finding, verdict, figures)
            compared += len(ours)
    assert wrong == {}
    assert compared > 100


def test_bounds_and_unknown_are_those_of_the_rows(awkward):
    town = awkward(23, 60)
    by_year = {year: Figures(town, year).all() for year in YEARS}
    (scope,) = scopes_of(snapshot.current(), YEARS[-1], ("town",), ("",))
    twin = Twin(town, by_year, "all")
    answers = {a.claim.code: a.finding for a in claims_for(factories.make_user("district"), YEARS, scope)}
    for code, indicator in (("ND5", "B2"), ("ND9", "E2")):
        for figure in [f for f in answers[code].figures if f.code == indicator]:
            low, _, high = twin.share(indicator, figure.year, False)
            assert (figure.low, figure.high) == pytest.approx((low, high), abs=1e-9)
            assert figure.unknown == twin.row(indicator, figure.year)[2]
    for figure in answers["ND7b"].figures:
        k, n, unknown = twin.stock("foreign_language", figure.year)
        assert (figure.numerator, figure.denominator, figure.unknown) == (k, n, unknown)
        assert figure.high == pytest.approx(100 * (k + unknown) / n, abs=1e-9)
