"""The slow twins of T24 and T25: limits of chance and rules, from the plain figures, with SciPy and statsmodels.

They import nothing of `reports`; thresholds are asked of the law data of the day.
"""

from __future__ import annotations

import math
import statistics
from functools import cache

from scipy.stats import binom, norm
from statsmodels.stats.proportion import proportion_confint

from officials.law import norms_on
from tests.reports.plain_figures import Figures

FUNNEL_CODES = ("C2u", "C2s", "C3", "C4.trung_cap", "E3", "B3")
COVERAGE = {"95": 0.95, "998": 0.998}
GOOD = ("xuat_sac", "tot")
# rule: (indicator, norm, which side is wrong, whether it is a share that a unit's size may excuse)
LIMITS = {
    "majors": ("C3.chua_phu_hop", "C3.chua_phu_hop.max", "above", True),
    "competition": ("H4.competition", "H4.competition.min", "below", False),
    "unfilled_recruitment": ("H4.filled", "H4.filled.min", "below", True),
    "unrated": ("E4", "E4.max", "above", True),
    "state_management": ("C5.none", "C5.none.max", "above", True),
    "inspection_coverage": ("G3.units", "G3.units.min", "below", True),
    "late_remedies": ("G3.remedied", "G3.remedied.min", "below", True),
    "resignations": ("H3.thoi_viec", "H3.thoi_viec.max", "above", True),
    "succession_women": ("F5.women", "F5.women.min", "below", True),
    "succession_young": ("F5.young", "F5.young.min", "below", True),
    "succession_source": ("F6", "F6.min", "below", True),
    "succession_breadth": ("F4", "F4.max", "above", False),
}
PATHS = {"standards": ("C2s", "C2s.target"), "degree_path": ("C2u", "C2u.target")}
ONLY_WIDE = {"competition", "unfilled_recruitment", "inspection_coverage", "late_remedies", "leaving_rising"}
ONLY_UNITS = {"excellent_cap"}


OTHERS = (
    "vacancy", "computers", "training", "ageing", "leaving_rising", "excellent_cap", "unanimous_ratings", "conduct",
)  # fmt: skip


class Missing(Exception):
    """A figure or a norm the rule needs is not known."""


class Funnel:
    """Each scope's share beside the limits that chance keeps around the town's share of the same group."""

    def __init__(self, town, year):
        self.figures = Figures(town, year).all()

    def cells(self, scope, test):
        found = {}
        for code in FUNNEL_CODES:
            by_scope, group = self.figures[code], scope.partition("group:")[2]
            k, n, _, value = by_scope[scope]
            limits = dict.fromkeys(f"{side}{width}" for side in ("low", "high") for width in COVERAGE)
            town = by_scope[f"group:{group}" if group else "all"]
            if n and town[1]:
                units = [row for other, row in by_scope.items() if self.is_peer(other, group)]
                limits = self.limits(n, town[0] / town[1], [(row[0], row[1]) for row in units if row[1]])
            found |= {
                f"{code}.{name}": number
                for name, number in ({"k": k, "n": n, "value": value} | limits).items()
            }
        return found

    @staticmethod
    def is_peer(scope, group):
        return scope.startswith("unit:") and scope.partition("|group:")[2] == group

    @staticmethod
    def limits(n, p, units):
        phi, found = over_dispersion(p, units), {}
        for width, coverage in COVERAGE.items():
            tail = (1 - coverage) / 2
            if phi is not None and phi > 1.5:
                half = -norm.ppf(tail) * math.sqrt(phi * p * (1 - p) / n)
                low, high = max(p - half, 0), min(p + half, 1)
            elif p in (0, 1):
                low = high = p
            else:
                low, high = binom.ppf(tail, n, p) / n, binom.ppf(1 - tail, n, p) / n
            found |= {f"low{width}": 100 * low, f"high{width}": 100 * high}
        return found


def over_dispersion(p, units):
    """Mean squared z of the units with the outer tenths drawn in; None with fewer than two, or a share at an end."""
    if len(units) < 2 or p in (0, 1):
        return None
    z = sorted((k / n - p) / math.sqrt(p * (1 - p) / n) for k, n in units)
    low, high = (quantile(z, q) for q in (0.1, 0.9))
    return statistics.fmean(min(max(each, low), high) ** 2 for each in z)


def quantile(ordered, q):
    place = q * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


class Rules:
    """Which rules find something (1), find nothing (0), or cannot say (None) in each scope."""

    def __init__(self, town, year):
        self.town, self.year, self.tests = town, year, town.scopes(year)
        self.of_year = {when: Figures(town, when) for when in range(year - 2, year + 1)}
        self.norms = {code: float(each.value) for code, each in norms_on(town.day(year)).items()}

    @cache  # noqa: B019
    def figures(self, year, scope):
        """Those of the scopes of the year that is judged, also of years before a unit existed."""
        return dict(self.of_year[year].of_scope(scope, self.tests[scope]))

    def cells(self, scope, test):
        return {code: self.verdict(code, scope, test) for code in (*LIMITS, *PATHS, *OTHERS)}

    def verdict(self, code, scope, test):
        is_unit = scope.startswith("unit:")
        if "group:" in scope or (is_unit and code in ONLY_WIDE) or (not is_unit and code in ONLY_UNITS):
            return None
        try:
            if code in LIMITS:
                return int(self.over(scope, *LIMITS[code]))
            if code in PATHS:
                return int(self.late(scope, *PATHS[code]))
            return int(getattr(self, code)(scope, test))
        except Missing:
            return None

    def row(self, code, scope, year=None):
        found = self.figures(year or self.year, scope)[code]
        if found[3] is None:
            raise Missing(code)
        return found

    def norm(self, code):
        if code not in self.norms:
            raise Missing(code)
        return self.norms[code]

    def beyond(self, scope, k, n, share, side):
        """Whether chance at a unit's size does not excuse it."""
        if not scope.startswith("unit:"):
            return True
        alpha = 1 - self.norm("guard.confidence") / 100
        low, high = proportion_confint(min(k, n), n, alpha=alpha, method="wilson")
        return high < share if side == "below" else low > share

    def over(self, scope, code, limit, side, is_share):
        target = self.norm(limit)
        k, n, _, value = self.row(code, scope)
        wrong = value < target if side == "below" else value > target
        return wrong and (not is_share or self.beyond(scope, k, n, target / 100, side))

    def late(self, scope, code, target_code):
        target, last = self.norm(target_code), int(self.norm("plan.target_year"))
        k, n, _, value = self.row(code, scope)
        if value >= target:
            return False
        if self.year < last:
            first = self.row(code, scope, self.year - 2)[3]
            if (value - first) / 2 >= (target - value) / (last - self.year):
                return False
        return self.beyond(scope, k, n, target / 100, "below")

    def vacancy(self, scope, test):
        self.norm("A2.vacancy.act")
        target = 100 - self.norm("A2.vacancy.watch")
        k, n, _, value = self.row("A2", scope)
        return value < target and self.beyond(scope, k, n, target / 100, "below")

    def computers(self, scope, test):
        target = self.norm("H1.min")
        k, n, _, value = self.row("H1", scope)
        return value < target and self.beyond(scope, k, n * target, 1, "below")

    def training(self, scope, test):
        target = self.norm("F2.min")
        k, n, _, value = self.row("F2", scope)
        if not k and not self.town.events("trainings", self.year):
            raise Missing("F2")
        return value < target and self.beyond(scope, k, n, target / 100, "below")

    def ageing(self, scope, test):
        least, most = self.norm("A5.under_30.min"), self.norm("A9.max")
        young, leaving = self.row("A5.under_30", scope), self.row("A9", scope)
        return (
            young[3] < least
            and leaving[3] > most
            and self.beyond(scope, *young[:2], least / 100, "below")
            and self.beyond(scope, *leaving[:2], most / 100, "above")
        )

    def leaving_rising(self, scope, test):
        least = self.norm("H3.rising.min")
        first, second, third = (
            self.row("H3", scope, when)[3] for when in range(self.year - 2, self.year + 1)
        )
        return first < second < third and third >= least

    def excellent_cap(self, scope, test):
        ratio, with_excellent = self.norm("E3.cap.ratio"), self.norm("E3.cap.base_with_xuat_sac")
        excellent, good = (self.row(code, scope)[0] for code in ("E1.xuat_sac", "E1.tot"))
        self.row("E3", scope)
        return excellent > math.floor(ratio * (good + (excellent if with_excellent else 0)) + 1e-9)

    def unanimous_ratings(self, scope, test):
        least, years = self.norm("E2.unanimous"), int(self.norm("E2.unanimous.years"))
        below = self.norm("E2.below_good.benchmark") / 100
        rows = [self.row("E2", scope, when) for when in range(self.year - years + 1, self.year + 1)]
        self.row("A3", scope)
        rare = (1 - below) ** rows[-1][1] <= 0.05 or not scope.startswith("unit:")
        return all(row[3] >= least for row in rows) and rare

    def conduct(self, scope, test):
        self.row("G2", scope)
        self.row("E2", scope)
        limit, most = self.norm("G1.cstdcs_per_ldtt.max"), self.norm("G2.rated_good.max")
        figures = self.of_year[self.year]
        punished = {o for o, _, posting in figures.happened("disciplines") if test(posting)}
        if sum(self.town.evaluation(o, self.year) in GOOD for o in punished) > most:
            return True
        fighters, advanced = self.titled(figures, test)
        if not advanced or 100 * len(fighters) / len(advanced) <= limit:
            return False
        return self.beyond(scope, len(fighters), len(advanced), limit / 100, "above")

    def titled(self, figures, test):
        """People with the title of the base level; people with that or the title below it."""
        rows = [{**row, "kind": row["title"]} for row in self.town.tables["awards"]]
        swapped = type(self.town)(
            {**self.town.tables, "awards": rows}, self.town.month_day, self.town.units_on
        )
        held = [
            (o, title)
            for o, title, posting in Figures(swapped, self.year).happened("awards")
            if test(posting)
        ]
        fighters = {o for o, title in held if "chiến sĩ thi đua cơ sở" in title.lower()}
        labour = {
            o
            for o, title in held
            if "lao động tiên tiến" in title.lower() and not title.lower().startswith("tập thể")
        }
        return fighters, fighters | labour
