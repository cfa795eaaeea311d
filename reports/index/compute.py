"""Scores, levels, intervals and dominance of the index. Pure: rows of indicators and norms in, results out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.index.model import (
    COMPONENTS,
    DRAWS,
    LEAST_SHARE,
    PILLARS,
    SEED,
    WEIGHT_CERTAINTY,
    Component,
    level_of,
)
from reports.statistics import beta_draws, shrunken

Numbers = NDArray[np.float64]
# (scope without group, component code) → the row of its figure
Rows = Mapping[tuple[str, str], Mapping[str, Any]]
INTERVAL = (5.0, 95.0)
SURE = 0.95


@dataclass(frozen=True)
class Input:
    """What a component is in a scope: `x` in the component's unit (None = unknown), drawn values beside it."""

    raw: float | None
    x: float | None
    draws: Numbers | None
    n: float | None = None


@dataclass(frozen=True)
class ScopeIndex:
    """The index of one scope. `score` = median of the draws; `interval` 5–95 %; `ranks` the same of its place among the
    units (None for khu and town). Scores by component and pillar are of the values themselves."""

    scope: str
    label: str
    score: float | None
    interval: tuple[float, float] | None
    ranks: tuple[int, int] | None
    components: Mapping[str, float | None]
    pillars: Mapping[str, float | None]
    values: Mapping[str, float | None]
    above: int = 0
    below: int = 0
    gains: Mapping[str, float] | None = None

    @property
    def level(self) -> str:
        return level_of(self.score)


@dataclass(frozen=True)
class IndexResult:
    """All scopes of a year in one variant. `weights` as used; `missing` = components without a figure for the town."""

    year: int
    variant: str
    scopes: Sequence[ScopeIndex]
    weights: Mapping[str, float]
    missing: Sequence[Component]


def compute_index(
    year: int,
    scopes: Sequence[tuple[str, str]],
    rows: Rows,
    goalposts: Mapping[str, tuple[float, float]],
    weights: Mapping[str, float],
    variant: str = "",
    inner: Mapping[str, float] | None = None,
) -> IndexResult:
    """The index of `scopes` ((code, label), the town as `all`). `goalposts`: low and target by component; `inner`: the
    weight of a component within its pillar, 1 where none is set, 0 for what is no part of this reader's index.

    A unit's share leans on the town's (indicators 5.2): (k + 10·p) ÷ (n + 10), its draws come from that posterior;
    khu and town are taken as they are. The same seed gives the same figures.
    """
    used, inside = _weights(weights, variant), _inside(inner or {})
    units = [place for place, (code, _) in enumerate(scopes) if code.startswith("unit:")]
    inputs = [
        [_input(component, number, year, code, rows) for number, component in enumerate(COMPONENTS)]
        for code, _ in scopes
    ]
    found = [_known(given, goalposts, inside) for given in inputs]
    drawn = np.full((DRAWS, len(scopes), len(PILLARS)), np.nan)
    for place, known in enumerate(found):
        for number, pillar in enumerate(PILLARS):
            if known.pillars[pillar.code] is not None:
                drawn[:, place, number] = _pillar_draws(pillar.code, inputs[place], goalposts, inside)
    composite = _composite(drawn, _weight_draws(used), variant)
    ranks, above, below = _compared(composite, units)
    results = [
        ScopeIndex(
            scope=code,
            label=label,
            score=_median(composite[:, place]),
            interval=_interval(composite[:, place]),
            ranks=ranks.get(place),
            components=known.scores,
            pillars=known.pillars,
            values=known.values,
            above=above.get(place, 0),
            below=below.get(place, 0),
            gains=_gains(known.scores, known.pillars, used, variant, inside),
        )
        for place, ((code, label), known) in enumerate(zip(scopes, found, strict=True))
    ]
    return IndexResult(year, variant, results, used, _missing(rows, inside))


@dataclass(frozen=True)
class _Known:
    """What is known of one scope without draws: scores and values by component, scores by pillar."""

    scores: Mapping[str, float | None]
    pillars: Mapping[str, float | None]
    values: Mapping[str, float | None]


def _known(
    inputs: Sequence[Input], goalposts: Mapping[str, tuple[float, float]], inside: Mapping[str, float]
) -> _Known:
    pairs = list(zip(COMPONENTS, inputs, strict=True))
    scores = {component.code: _score(given.x, goalposts.get(component.code)) for component, given in pairs}
    pillars = {pillar.code: _pillar(pillar.code, scores, inside) for pillar in PILLARS}
    return _Known(scores, pillars, {component.code: given.raw for component, given in pairs})


def _missing(rows: Rows, inside: Mapping[str, float]) -> list[Component]:
    """Components of this index without a figure for the town, or with one that is hidden from the reader."""
    return [
        component
        for component in COMPONENTS
        if inside[component.code]
        and (
            rows.get(("all", component.code), {}).get("value") is None or _hidden(rows["all", component.code])
        )
    ]


def _hidden(row: Mapping[str, Any]) -> bool:
    return isinstance(row["value"], dict)


def _weights(weights: Mapping[str, float], variant: str) -> dict[str, float]:
    """The weights of the variant, adding up to 1; a pillar left out weighs nothing."""
    chosen = {
        pillar.code: 1.0 if variant == "bang_nhau" else weights.get(pillar.code, 0.0) for pillar in PILLARS
    }
    if variant.startswith("bo_"):
        chosen[variant.removeprefix("bo_").upper()] = 0.0
    total = sum(chosen.values())
    return {code: weight / total for code, weight in chosen.items()} if total else chosen


def _inside(inner: Mapping[str, float]) -> dict[str, float]:
    return {component.code: inner.get(component.code, 1.0) for component in COMPONENTS}


def _input(component: Component, number: int, year: int, scope: str, rows: Rows) -> Input:
    row, town = rows.get((scope, component.code)), rows.get(("all", component.code))
    if row is None or row["value"] is None or _hidden(row):
        return Input(None, None, None)
    value = float(row["value"])
    if not component.is_drawn:
        return Input(value, value, None)
    k, n = float(row["numerator"]), float(row["denominator"])
    if not scope.startswith("unit:"):
        return Input(value, value, None, n)
    if town is None or town["value"] is None or _hidden(town):
        return Input(value, value, None, n)
    centre = min(float(town["value"]) / 100, 1.0)
    seed = SEED * 1_000_000 + year * 100 + number + _place_seed(scope)
    draws = 100 * beta_draws([min(k, n)], [n], centre, seed=seed, draws=DRAWS)[:, 0]
    return Input(value, 100 * shrunken(min(k, n), n, centre), draws, n)


def _place_seed(scope: str) -> int:
    """A number of the scope's name that is the same in every process."""
    return sum((place + 1) * ord(letter) for place, letter in enumerate(scope)) * 10_000


def _score(x: float | None, goalposts: tuple[float, float] | None) -> float | None:
    if x is None or goalposts is None or goalposts[1] == goalposts[0]:
        return None
    low, target = goalposts
    return float(100 * np.clip((x - low) / (target - low), 0, 1))


def _pillar(pillar: str, scores: Mapping[str, float | None], inside: Mapping[str, float]) -> float | None:
    """The weighted mean of the known components; None when less than 60 % is known. What is missing is never a zero."""
    mine = [c.code for c in COMPONENTS if c.pillar == pillar]
    known = {code: score for code in mine if inside[code] and (score := scores[code]) is not None}
    weight = sum(inside[code] for code in known)
    if not weight or weight < LEAST_SHARE * sum(inside[code] for code in mine):
        return None
    return sum(inside[code] * score for code, score in known.items()) / weight


def _pillar_draws(
    pillar: str,
    inputs: Sequence[Input],
    goalposts: Mapping[str, tuple[float, float]],
    inside: Mapping[str, float],
) -> Numbers:
    columns, weights = [], []
    for component, given in zip(COMPONENTS, inputs, strict=True):
        posts, weight = goalposts.get(component.code), inside[component.code]
        if component.pillar != pillar or not weight or given.x is None or posts is None:
            continue
        values = np.full(DRAWS, given.x) if given.draws is None else given.draws
        columns.append(100 * np.clip((values - posts[0]) / (posts[1] - posts[0]), 0, 1))
        weights.append(weight)
    return np.asarray(np.average(columns, axis=0, weights=weights))


def _weight_draws(weights: Mapping[str, float]) -> Numbers:
    """Draws (draws × pillars) of the weights around those used; a weight of 0 stays 0."""
    used = np.array([weights[pillar.code] for pillar in PILLARS])
    alive = used > 0
    drawn = np.zeros((DRAWS, len(used)))
    drawn[:, alive] = np.random.default_rng(SEED).dirichlet(used[alive] * WEIGHT_CERTAINTY, size=DRAWS)
    return drawn


def _composite(pillars: Numbers, weights: Numbers, variant: str) -> Numbers:
    """Draws × scopes: the weighted geometric mean of the pillars (at least 1 each), so that a good pillar does not pay
    for a bad one; the arithmetic one in the variant `cong`. NaN where a pillar that weighs anything is unknown."""
    w = weights[:, None, :]
    alive = weights.sum(axis=0) > 0
    if variant == "cong":
        return np.asarray((w[:, :, alive] * pillars[:, :, alive]).sum(axis=2))
    return np.asarray(np.exp((w[:, :, alive] * np.log(np.maximum(pillars[:, :, alive], 1.0))).sum(axis=2)))


def _median(draws: Numbers) -> float | None:
    return None if np.isnan(draws).any() else float(np.median(draws))


def _interval(draws: Numbers) -> tuple[float, float] | None:
    if np.isnan(draws).any():
        return None
    low, high = np.percentile(draws, INTERVAL)
    return float(low), float(high)


def _compared(
    composite: Numbers, units: Sequence[int]
) -> tuple[dict[int, tuple[int, int]], dict[int, int], dict[int, int]]:
    """By place: the interval of ranks; above how many units it surely stands, below how many (P > 0.95)."""
    known = [place for place in units if not np.isnan(composite[:, place]).any()]
    if not known:
        return {}, {}, {}
    mine = composite[:, known]
    # A unit's place in one draw: one more than those with a higher score in it.
    places = 1 + (mine[:, None, :] > mine[:, :, None]).sum(axis=2)
    low, high = np.percentile(places, INTERVAL, axis=0)
    wins = (mine[:, :, None] > mine[:, None, :]).mean(axis=0)
    return (
        {place: (round(low[k]), round(high[k])) for k, place in enumerate(known)},
        {place: int((wins[k] > SURE).sum()) for k, place in enumerate(known)},
        {place: int((wins[:, k] > SURE).sum()) for k, place in enumerate(known)},
    )


def _gains(
    scores: Mapping[str, float | None],
    pillars: Mapping[str, float | None],
    weights: Mapping[str, float],
    variant: str,
    inside: Mapping[str, float],
) -> dict[str, float]:
    """By component: how much the index would rise if it alone reached its target."""
    base = plain_index(pillars, weights, variant)
    if base is None:
        return {}
    found = {}
    for component in COMPONENTS:
        score = scores[component.code]
        if score is not None and score < 100 and inside[component.code]:
            better = _pillar(component.pillar, dict(scores) | {component.code: 100.0}, inside)
            then = plain_index(dict(pillars) | {component.pillar: better}, weights, variant)
            found[component.code] = (then or base) - base
    return found


def plain_index(
    pillars: Mapping[str, float | None], weights: Mapping[str, float], variant: str
) -> float | None:
    """The index of the values themselves, without draws; None where a pillar that weighs anything is unknown."""
    used = {code: weight for code, weight in weights.items() if weight > 0}
    values = {code: pillars[code] for code in used}
    if not used or any(value is None for value in values.values()):
        return None
    if variant == "cong":
        return sum(weight * float(values[code] or 0) for code, weight in used.items())
    logs = sum(weight * np.log(max(float(values[code] or 0), 1.0)) for code, weight in used.items())
    return float(np.exp(logs))
