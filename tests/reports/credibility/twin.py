"""The tests of credibility once more, from the package rows, with pandas, SciPy and nothing of `reports`.

`TWIN[code](town, year, area)` → the figures by code and the state; None where it cannot be computed. Simulations draw
from the same seed, and everything made of the draws is worked out here again.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from tests.reports.credibility.town import CAN_BO, GROUP

SEED = 2021
RANK = {"xuat_sac": 0, "tot": 1, "hoan_thanh": 2, "han_che_nang_luc": 2, "khong_hoan_thanh": 3}
NATION, VINH_LONG = 0.0285, 0.0144
LEADERS = CAN_BO[:6]
UNITS = [f"U{k:02}" for k in range(15)]


class Twin:
    """Frames of one town's package rows."""

    def __init__(self, tables):
        units = pd.DataFrame(tables["units"])
        self.area = dict(zip(units.unit, units.area, strict=True))
        self.postings = pd.DataFrame(tables["appointments"])
        ratings = pd.DataFrame(tables["evaluations"]).astype({"year": int})
        ratings = (
            ratings.sort_values("decided_on", kind="stable")
            .groupby(["official_id", "year"])
            .last()
            .reset_index()
        )
        ratings["rank"] = ratings.level.map(RANK)
        ratings["own"] = ratings.self_level.map(RANK)
        self.ratings = ratings
        self.disciplines = pd.DataFrame(tables["disciplines"])
        self.unit_years = pd.DataFrame(tables["unit_years"]).astype({"year": int})

    def in_post(self, day):
        rows = self.postings[
            (self.postings.starts_on <= day)
            & ((self.postings.ends_on == "") | (self.postings.ends_on >= day))
        ]
        return rows[["official_id", "unit", "post"]].assign(group=rows.post.map(GROUP))

    def people(self, year, area):
        """People in post on 31/12 of `year` in the scope, with their rating of the year."""
        found = self.in_post(f"{year}-12-31")
        if area:
            found = found[found.unit.map(self.area) == area]
        mine = self.ratings[self.ratings.year == year][["official_id", "rank", "own"]]
        return found.merge(mine, on="official_id", how="left")

    def units(self, area):
        return [unit for unit in UNITS if not area or self.area[unit] == area]


def tail_low(k, n, p):
    return stats.beta.cdf(1 - p, n - k, k + 1)


def i1(town, year, area):
    rated = town.people(year, area).dropna(subset=["rank"])
    n, below = len(rated), int((rated["rank"] >= 2).sum())
    size = n / rated.unit.nunique()
    numbers = [n / (1 + (size - 1) * r) for r in (0, 0.1, 0.3)]
    found = {
        "rated": n,
        "below": below,
        "effective": numbers[1],
        "seen": 100 * (1 - 0.05 ** (1 / numbers[1])),
    }
    for name, q in (("nation", NATION), ("communes", VINH_LONG)):
        found[f"expected_{name}"] = n * q
        for place, m in enumerate(numbers):
            found[f"p_{name}_{place}"] = 100 * tail_low(below * m / n, m, q)
    state = "sign" if found["p_nation_1"] < 5 else "clear"
    return found, state if found["seen"] <= 100 * NATION else "underpowered"


def i2(town, year, area):
    good = town.people(year, area).query("rank <= 1")
    cells = good.groupby(["unit", "group"])["rank"].agg(
        excellent=lambda r: (r == 0).sum(), good=lambda r: (r == 1).sum()
    )
    share = cells.groupby("group").sum()
    share = share.excellent / (share.excellent + share.good)
    most = np.floor(0.2 * cells.good + 1e-9)
    chances = []
    for (_, group), row in cells.iterrows():
        size = row.excellent + row.good
        ks = [k for k in range(1, size + 1) if math.floor(0.2 * (size - k) + 1e-9) == k]
        chances.append(sum(stats.binom.pmf(k, size, share[group]) for k in ks))
    # P(at least m) by direct recursion over the groups
    chance = np.array([1.0])
    for p in chances:
        chance = np.append(chance, 0) * (1 - p) + np.append(0, chance) * p
    at = int(((cells.excellent == most) & (most > 0)).sum())
    over = int((cells.excellent > most).sum())
    tails = chance[::-1].cumsum()[::-1]
    critical = next((m for m, tail in enumerate(tails) if tail < 0.05), len(tails))
    found = {
        "cells": len(cells),
        "over": over,
        "at": at,
        "expected": sum(chances),
        "p": 100 * tails[at],
        "critical": critical,
    }
    state = "sign" if over or tails[at] < 0.05 else "clear" if critical <= len(cells) else "underpowered"
    return found, state


def _excellent_by_unit(town, year, area):
    rated = town.people(year, area).dropna(subset=["rank"])
    return (
        rated.groupby("unit")["rank"]
        .agg(n="size", k=lambda r: (r == 0).sum())
        .reindex(town.units(area))
        .dropna()
    )


def i3(town, year, area):
    found = _excellent_by_unit(town, year, area)

    p, sizes = found.k.sum() / found.n.sum(), found.n.to_numpy(float)

    def ratio(k):
        """Of each row of counts by unit."""
        return (k / sizes).var(axis=-1, ddof=1) / (p * (1 - p) * (1 / sizes).mean())

    drawn = np.random.default_rng(SEED).multivariate_hypergeometric(
        found.n.astype(int).to_numpy(), int(found.k.sum()), size=4000
    )
    low, high = np.quantile(ratio(drawn), [0.025, 0.975])
    value = ratio(found.k.to_numpy(float))
    return {"units": len(found), "ratio": value, "low": low, "high": high}, "sign" if value < low else "clear"


def i4(town, year, area):
    rated = town.people(year, area).dropna(subset=["rank"])
    shares = np.array([28.27, 68.37, 2.28, 0.57]) / 99.49
    counts = rated["rank"].value_counts().reindex(range(4), fill_value=0)
    n, units = len(rated), rated.unit.nunique()
    effective = n / (1 + (n / units - 1) * 0.1)
    drawn = np.random.default_rng(SEED).multinomial(round(effective), shares, size=4000)
    limit = np.quantile(stats.entropy(drawn, axis=1) / math.log(4), 0.025)
    sizes = rated.groupby("unit").size()
    value = stats.entropy(counts) / math.log(4)
    found = {
        "entropy": value,
        "nation": stats.entropy(shares) / math.log(4),
        "limit": limit,
        "alike": int((rated.groupby("unit")["rank"].nunique() == 1).sum()),
        "alike_expected": sum(float(((counts / n) ** size).sum()) for size in sizes),
    }
    return found, "sign" if value < limit else "clear"


def _spearman(x, y):
    """Row by row: Pearson's coefficient of the ranks; NaN where one side is constant."""
    x, y = (
        ranks - ranks.mean(axis=1, keepdims=True) for ranks in (stats.rankdata(v, axis=1) for v in (x, y))
    )
    with np.errstate(invalid="ignore"):
        return (x * y).sum(axis=1) / np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1))


def i5(town, year, area):
    ratings = _excellent_by_unit(town, year, area)
    results = town.unit_years[town.unit_years.year == year].set_index("unit")
    numbers = results[["cases", "cases_on_time", "reform_score", "satisfaction_pct"]].apply(pd.to_numeric)
    columns = {
        "E5": numbers.cases_on_time / numbers.cases,
        "E6": numbers.reform_score,
        "E7": numbers.satisfaction_pct,
    }
    found, states, n = {}, [], []
    for code, values in columns.items():
        both = pd.DataFrame({"x": ratings.k / ratings.n, "y": values.reindex(ratings.index)}).dropna()
        rho = stats.spearmanr(both.x, both.y).statistic
        chosen = np.random.default_rng(SEED).integers(0, len(both), size=(2000, len(both)))
        low, high = np.nanquantile(
            _spearman(both.x.to_numpy()[chosen], both.y.to_numpy()[chosen]), [0.025, 0.975]
        )
        found |= {f"rho_{code}": rho, f"low_{code}": low, f"high_{code}": high}
        states.append("clear" if low > 0 else "sign" if rho <= 0.1 and high < 0.4 else "underpowered")
        n.append(len(both))
    t = stats.t.ppf(0.975, min(n) - 2)
    found |= {"units": min(n), "least": t / math.sqrt(min(n) - 2 + t * t)}
    return found, "clear" if "clear" in states else "sign" if set(states) == {"sign"} else "underpowered"


def i6(town, year, area):
    rows = town.disciplines[town.disciplines.decided_on.str[:4] == str(year)]
    placed = []
    for row in rows.itertuples():
        there = town.in_post(row.decided_on)
        there = there[there.official_id == row.official_id]
        if len(there) and (not area or town.area[there.unit.iloc[0]] == area):
            placed.append((row.official_id, row.in_duty == "1"))
    if not placed:
        return None
    frame = (
        pd.DataFrame(placed, columns=["official_id", "in_duty"]).groupby("official_id").any().reset_index()
    )
    good = set(town.ratings[(town.ratings.year == year) & (town.ratings["rank"] <= 1)].official_id)
    rated = frame[frame.official_id.isin(good)]
    found = {"disciplined": len(frame), "rated_good": len(rated), "in_duty": int(rated.in_duty.sum())}
    return found, "sign" if len(rated) else "clear"


def i7(town, year, area):
    # People and units of 31/12 of the year itself, also for the ratings of the year before.
    people = town.in_post(f"{year}-12-31")
    means, sums = [], []
    for when in (year, year - 1):
        mine = town.ratings[town.ratings.year == when].dropna(subset=["rank", "own"])
        both = people.merge(mine, on="official_id")
        both["gap"] = both["rank"] - both.own
        means.append(both.gap.mean())
        sums.append(both.groupby("unit").gap.agg(["sum", "size"]).reindex(UNITS, fill_value=0))
        if when == year:
            gaps = both.gap
    chosen = np.random.default_rng(SEED).integers(0, len(UNITS), size=(2000, len(UNITS)))
    drawn = [
        [s["sum"].to_numpy()[rows].sum() / s["size"].to_numpy()[rows].sum() for s in sums] for rows in chosen
    ]
    low, high = np.quantile([a - b for a, b in drawn], [0.025, 0.975])
    found = {
        "people": len(gaps), "lowered": int((gaps > 0).sum()), "same": int((gaps == 0).sum()),
        "raised": int((gaps < 0).sum()), "gap": means[0], "gap_before": means[1], "growth": means[0] - means[1],
        "low": low, "high": high,
    }  # fmt: skip
    return found, "sign" if low > 0 else "clear"


def i8(town, year, area):
    rated = town.people(year, area).dropna(subset=["rank"]).query("group == 'can_bo'")
    leads = rated.post.isin(LEADERS)
    a, n1 = int((rated["rank"][leads] == 0).sum()), int(leads.sum())
    b, n2 = int((rated["rank"][~leads] == 0).sum()), int((~leads).sum())

    def p(k):
        return stats.fisher_exact([[k, n1 - k], [b, n2 - b]], alternative="greater").pvalue

    ahead = [k for k in range(n1 + 1) if k / n1 > b / n2 and p(k) < 0.05]
    found = {
        "leaders": n1, "leaders_excellent": a, "others": n2, "others_excellent": b,
        "ratio": (a / n1) / (b / n2) if b else None, "p": 100 * p(a), "least": min(ahead, default=None),
    }  # fmt: skip
    state = "underpowered" if not ahead else "sign" if a / n1 > b / n2 and p(a) < 0.05 else "clear"
    return found, state


def i9(town, year, area):
    rated = town.people(year, area).dropna(subset=["rank"])
    people = 100 * (rated["rank"] <= 1).mean()
    scores = town.unit_years[(town.unit_years.year == year) & town.unit_years.unit.isin(town.units(area))]
    scores = pd.to_numeric(scores.reform_score).dropna()
    share = 100 * (scores >= 80).mean()
    found = {"people": people, "units": len(scores), "units_good": int((scores >= 80).sum()), "share": share,
             "gap": people - share}  # fmt: skip
    return found, "sign" if people - share > 40 else "clear"


def i10(town, year, area):
    people = town.people(year, area)
    wide = town.ratings.pivot(index="official_id", columns="year", values="rank")
    years = [year - 2, year - 1, year]
    if not set(years) <= set(wide.columns):
        return None
    levels = people[["official_id", "group"]].merge(wide[years].dropna(), on="official_id")
    if len(levels) < 30:
        return None
    expected = sum(
        len(part) / len(levels) * sum(np.prod([(part[y] == r).mean() for y in years]) for r in range(4))
        for _, part in levels.groupby("group")
    )
    same = (levels[years].nunique(axis=1) == 1).mean()
    return {"people": len(levels), "same": 100 * same, "expected": 100 * expected}, None


def i11(town, year, area):
    results = town.unit_years[(town.unit_years.year == year) & town.unit_years.unit.isin(town.units(area))]
    satisfied, score = (pd.to_numeric(results[c]).mean() for c in ("satisfaction_pct", "reform_score"))
    found = {"satisfaction": satisfied, "reform": score, "gap": satisfied - score}
    return found, "sign" if satisfied > 97 else "clear"


TWIN = {
    "I1": i1,
    "I2": i2,
    "I3": i3,
    "I4": i4,
    "I5": i5,
    "I6": i6,
    "I7": i7,
    "I8": i8,
    "I9": i9,
    "I10": i10,
    "I11": i11,
}
# Figures whose simulation cannot be drawn again from outside (people in another order): their limits are tried by
# tests/reports/statistics against years shuffled one by one.
ONLY_OURS = {"I10": {"low", "high"}}
