"""The index: a worked example, an independent recomputation, the same figures from the same seed, what is missing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from officials.law import norms_on
from reports.access import Reader
from reports.index import COMPONENTS, LEVELS, PILLARS, VARIANTS, compute_index
from reports.index.compute import plain_index
from reports.index.model import DRAWS, SEED, level_of
from reports.index.reading import goalposts, inner
from tests.whole_town import client_of

POSTS = {component.code: (0.0, 100.0) for component in COMPONENTS}
WEIGHTS = {"P1": 0.3, "P2": 0.3, "P3": 0.15, "P5": 0.15}

SUCCESSION = frozenset({("assessments.Succession", "post")})


def figure(k, n):
    return {"numerator": k, "denominator": n, "value": 100 * k / n}


def even_rows(share, scopes=("all",), n=100):
    """Every component the same share everywhere."""
    return {(scope, c.code): figure(round(share * n), n) for scope in scopes for c in COMPONENTS}


def test_a_town_that_is_alike_in_everything_has_that_score():
    [town] = compute_index(2021, [("all", "Toàn thị xã")], even_rows(0.8), POSTS, WEIGHTS).scopes
    assert town.score == pytest.approx(
        80, abs=1e-9
    )  # the geometric mean of equal pillars, whatever the weights
    assert town.level == "Mức 4"
    assert set(town.pillars.values()) == {80.0}


def test_the_index_of_two_pillars_apart_is_worked_out():
    # Pillars 100, 25, 100, 25 with weights 1/3, 1/3, 1/6, 1/6: 100^(1/2) × 25^(1/2) = 50; arithmetic 62.5.
    pillars = {"P1": 100.0, "P2": 25.0, "P3": 100.0, "P5": 25.0}
    weights = {"P1": 1 / 3, "P2": 1 / 3, "P3": 1 / 6, "P5": 1 / 6}
    assert plain_index(pillars, weights, "") == pytest.approx(50, abs=1e-9)
    assert plain_index(pillars, weights, "cong") == pytest.approx(62.5, abs=1e-9)


def test_goalposts_are_kept_between_nothing_and_the_target():
    posts = POSTS | {"f2": (20.0, 60.0)}
    rows = even_rows(0.5)
    for share, score in ((0.1, 0), (0.4, 50), (0.9, 100)):
        rows["all", "f2"] = figure(round(100 * share), 100)
        [town] = compute_index(2021, [("all", "T")], rows, posts, WEIGHTS).scopes
        assert town.components["f2"] == pytest.approx(score, abs=1e-9)


def test_units_agree_with_an_independent_recomputation():
    scopes = [("all", "T"), ("unit:a", "A"), ("unit:b", "B")]
    rows = even_rows(0.7, [code for code, _ in scopes], n=20)
    rows |= {("unit:a", c.code): figure(18, 20) for c in COMPONENTS}
    found = {item.scope: item for item in compute_index(2021, scopes, rows, POSTS, WEIGHTS).scopes}
    # The draws made again from their seeds, one component at a time.
    weights = np.random.default_rng(SEED).dirichlet([50 / 3, 50 / 3, 50 / 6, 50 / 6], size=DRAWS)
    for unit, k in (("unit:a", 18), ("unit:b", 14)):
        place = sum((i + 1) * ord(letter) for i, letter in enumerate(unit)) * 10_000
        by_pillar = {pillar.code: [] for pillar in PILLARS}
        for number, component in enumerate(COMPONENTS):
            seed = SEED * 1_000_000 + 2021 * 100 + number + place
            drawn = np.random.default_rng(seed).beta(k + 7, 20 - k + 3, size=(DRAWS, 1))[:, 0]
            by_pillar[component.pillar].append(100 * drawn if component.is_drawn else np.full(DRAWS, 5.0 * k))
        pillars = np.stack([np.mean(by_pillar[pillar.code], axis=0) for pillar in PILLARS], axis=1)
        index = np.exp((weights * np.log(np.maximum(pillars, 1))).sum(axis=1))
        assert found[unit].score == pytest.approx(float(np.median(index)), abs=1e-9)
        assert found[unit].interval == pytest.approx(tuple(np.percentile(index, [5, 95])), abs=1e-9)
    assert (found["unit:a"].above, found["unit:b"].below) == (1, 1)
    assert found["unit:a"].ranks == (1, 1)


def test_the_same_seed_gives_the_same_figures():
    scopes = [("all", "T"), *((f"unit:{n}", str(n)) for n in range(5))]
    rows = even_rows(0.6, [code for code, _ in scopes], n=20)
    first, second = (compute_index(2021, scopes, rows, POSTS, WEIGHTS) for _ in range(2))
    assert first == second
    # Units that are alike in everything are told apart by nobody.
    assert {(item.above, item.below) for item in first.scopes} == {(0, 0)}


def test_a_pillar_known_by_less_than_three_in_five_is_missing_and_so_is_the_index():
    rows = even_rows(0.8)
    for code in ("e5", "e6"):
        rows["all", code] = figure(1, 2) | {"value": None}
    result = compute_index(2021, [("all", "T")], rows, POSTS, WEIGHTS)
    [town] = result.scopes
    assert (town.pillars["P2"], town.score, town.level) == (None, None, "")
    assert [component.code for component in result.missing] == ["e5", "e6"]
    [without] = compute_index(2021, [("all", "T")], rows, POSTS, WEIGHTS, "bo_p2").scopes
    assert without.score == pytest.approx(80, abs=1e-9)


def test_what_is_hidden_is_missing_and_never_zero():
    rows = even_rows(0.8)
    hidden = dict.fromkeys(("numerator", "denominator", "value"), {"suppressed": True})
    rows |= {("all", code): hidden for code in ("f2", "f5_women", "f6")}
    [town] = compute_index(2021, [("all", "T")], rows, POSTS, WEIGHTS).scopes
    assert (town.components["f2"], town.pillars["P5"]) == (None, None)  # 2 of 5 are known


def test_weights_within_a_pillar_and_what_a_reader_may_not_read_are_worked_out():
    rows = even_rows(0.8)
    rows |= {("all", code): figure(k, 100) for code, k in (("f5_women", 20), ("f5_young", 60), ("f6", 50))}
    inner = {"f5_women": 0.5, "f5_young": 0.5}

    def p5(**weights):
        [town] = compute_index(2021, [("all", "T")], rows, POSTS, WEIGHTS, inner=inner | weights).scopes
        return town.pillars["P5"], town.score

    # f2 80, F5 (20 + 60) / 2 = 40, f6 50, h1 80: the mean of four is 62.5
    assert p5()[0] == pytest.approx(62.5, abs=1e-9)
    # Without the plans two of two are known: nothing of them moves the index of who may not read them.
    without = p5(f5_women=0, f5_young=0, f6=0)
    assert without == pytest.approx((80, 80), abs=1e-9)
    rows |= {("all", code): figure(99, 100) for code in ("f5_women", "f5_young", "f6")}
    assert p5(f5_women=0, f5_young=0, f6=0) == without


def test_pillars_of_the_table_weigh_f5_as_one_figure(db):
    found = inner(norms_on(date(2021, 12, 31)), Reader(None, frozenset(), SUCCESSION))
    assert {code: weight for code, weight in found.items() if weight != 1} == {
        "f5_women": 0.5,
        "f5_young": 0.5,
    }
    goals = goalposts(norms_on(date(2021, 12, 31)))
    assert (goals["f5_women"], goals["f5_young"], goals["f6"]) == ((10, 25), (10, 15), (50, 90))
    closed = inner(norms_on(date(2021, 12, 31)), Reader(None, frozenset(), frozenset()))
    assert {code for code, weight in closed.items() if not weight} == {"f5_women", "f5_young", "f6"}


def test_the_gain_of_a_component_is_the_index_with_it_at_its_target():
    [town] = compute_index(2021, [("all", "T")], even_rows(0.25), POSTS, WEIGHTS).scopes
    # h1 at its target: P5 = (4 × 25 + 100) / 5 = 40; 25 × (40 / 25)^(1/6) − 25.
    assert town.gains["h1"] == pytest.approx(25 * 1.6 ** (1 / 6) - 25, abs=1e-9)


@pytest.mark.parametrize(
    ("score", "level"), [(85, "Mức 5"), (84.99, "Mức 4"), (45, "Mức 2"), (0, "Mức 1"), (None, "")]
)
def test_levels_are_steps_to_the_target(score, level):
    assert level_of(score) == level
    assert len(LEVELS) == 5


@pytest.mark.django_db
def test_every_variant_is_one_click_and_weights_say_where_they_come_from(town):
    page = client_of(town, "noivu").get("/chi-so-tong-hop/?nam=2021").content.decode()
    assert all(label in page for label in VARIANTS.values())
    assert "đề xuất của hệ thống" in page
    assert "chỉ số không gồm: Nữ trong quy hoạch" not in page
    for who in ("lanhdao", "xa_minh"):
        told = client_of(town, who).get("/chi-so-tong-hop/?nam=2021").content.decode()
        assert "chỉ số không gồm: Nữ trong quy hoạch" in told
    for variant in VARIANTS:
        assert client_of(town, "lanhdao").get(f"/chi-so-tong-hop/?bien_the={variant}").status_code == 200
