"""Each claim of the thesis on figures made by hand, with the verdict worked out beside it."""

from __future__ import annotations

from itertools import product

import pytest

from foundation.dates import year_end
from officials.law import norms_on
from reports.claims import CIRCULAR, VERDICTS, claims
from reports.claims.access import judged
from reports.claims.case import Case, at_least, both, more_than, rising
from reports.claims.model import FALSE, OPEN, TRUE, TRUE_AS_KNOWN, UNMEASURED, ClaimFigure
from reports.comparison.funnel import funnel
from reports.indicators import indicators
from reports.scopes import Scope
from reports.tables import tables

pytestmark = pytest.mark.django_db
TOWN = Scope("all", "town", "", "Toàn thị xã", 0, 0)
YEARS = (2019, 2020, 2021)
HIDDEN = {"suppressed": True}


def row(k, n, unknown=0, code="X", year=2021, scope="all"):
    return {
        "indicator": code, "year": year, "scope": scope, "numerator": k, "denominator": n, "unknown": unknown,
        "value": None if not n else 100 * k / n, "ci_low": None, "ci_high": None,
    }  # fmt: skip


def ask(code, rows=None, counts=None, units=None):
    """The finding of a claim. `rows`: code → (k, n[, unknown]) or a list of one a year; `counts`: table → list of
    (headcount, without, no_record); `units`: code → [(k, n), …] of the units."""
    given = {}
    for name, values in (rows or {}).items():
        of_years = values if isinstance(values, list) else [values] * len(YEARS)
        for year, value in zip(YEARS, of_years, strict=True):
            given[name, year] = value if isinstance(value, dict) else row(*value, code=name, year=year)
    stocks = {}
    for name, values in (counts or {}).items():
        cell = "no" if name in ("it_certificate", "foreign_language") else "none"
        for year, (n, without, no_record) in zip(YEARS, values, strict=True):
            stocks[name, year] = {"headcount": n, "cells": {cell: without}, "no_record": no_record}

    def funnel_of(name):
        found = (units or {}).get(name)
        if found is None:
            return None
        town = row(sum(k for k, _ in found), sum(n for _, n in found))
        return funnel(
            name, 2021, town, [(f"U{i}", row(k, n, scope=f"unit:U{i}")) for i, (k, n) in enumerate(found)]
        )

    case = Case(TOWN, YEARS, given, stocks, norms_on(year_end(2021)), funnel_of)
    return judged(claims[code], case)


# --- nhận định ----------------------------------------------------------------------------------------------
def test_nd1_directives_are_in_no_register():
    assert ask("ND1").verdict == OPEN
    assert "sổ theo dõi" in ask("ND1").reason


def test_nd2_without_succession_plans_nothing_is_concluded_and_with_them_no_text_gives_a_measure():
    assert (ask("ND2").verdict, ask("ND2").missing) == (OPEN, ("F4", "F5.women", "F5.young", "F6"))
    found = ask("ND2", {"F4": (30, 20), "F5.women": (8, 30), "F5.young": (6, 30), "F6": (4, 5)})
    assert (found.verdict, len(found.figures)) == (OPEN, 4)


def test_nd3_people_lawfully_in_transition_meet_the_standard():
    # 90 + 10 of 100
    assert ask("ND3", {"C2s": (90, 100), "C2t": (10, 100)}).verdict == TRUE
    # 90 + 5, five unknown: all known are lawful, 95 … 100 %
    found = ask("ND3", {"C2s": (90, 100, 5), "C2t": (5, 100, 5)})
    assert (found.figures[0].low, found.figures[0].high, found.verdict) == (95, 100, OPEN)
    # five certainly unmet
    assert ask("ND3", {"C2s": (90, 100), "C2t": (5, 100)}).verdict == FALSE


def test_nd4_is_true_only_where_all_four_have_risen():
    up, down = [(50, 100), (50, 100), (60, 100)], [(60, 100), (50, 100), (50, 100)]
    assert ask("ND4", {"C3": up, "E5": up, "E6": up, "E7": up}).verdict == TRUE
    assert ask("ND4", {"C3": up, "E5": up, "E6": up, "E7": down}).verdict == OPEN
    assert ask("ND4", {"C3": down, "E5": down, "E6": down, "E7": down}).verdict == FALSE
    assert ask("ND4", {"E5": up, "E6": up, "E7": up}).missing == ("C3",)


def test_nd5_all_examined_are_fit_but_some_were_not_examined():
    assert ask("ND5", {"B2": (20, 20), "B4": (20, 20)}).verdict == TRUE
    # 18 of 18 examined, two not: 18/20 … 20/20
    found = ask("ND5", {"B2": (18, 18, 2), "B4": (18, 20)})
    assert (found.figures[0].low, found.figures[0].high, found.verdict) == (90, 100, TRUE_AS_KNOWN)
    assert ask("ND5", {"B2": [(18, 18, 2), (17, 18, 2), (18, 18, 2)], "B4": (18, 20)}).verdict == FALSE


STOCKS = ("degree", "political_theory", "state_management")


def test_nd6_the_stock_grows_each_year_in_all_three_kinds_whatever_the_courses():
    # trained: 80, 82, 85 of 100
    grows = [(100, 20, 0), (100, 18, 0), (100, 15, 0)]
    found = ask("ND6", {"F2": [(60, 100), (40, 100), (20, 100)]}, dict.fromkeys(STOCKS, grows))
    assert found.verdict == TRUE
    assert [f.value for f in found.figures[:3]] == [80, 82, 85]
    falls = [(100, 20, 0), (100, 18, 0), (100, 19, 0)]
    assert ask("ND6", {}, dict.fromkeys(STOCKS, grows) | {"degree": falls}).verdict == FALSE


def test_nd6_people_without_a_record_leave_it_to_what_is_known():
    # 80 … 90, 82 … 92, 85 … 95: grows as far as known
    unsure = [(100, 20, 10), (100, 18, 10), (100, 15, 10)]
    assert ask("ND6", {}, dict.fromkeys(STOCKS, unsure)).verdict == TRUE_AS_KNOWN
    # 80 … 90, then 79 … 89: may have grown
    assert (
        ask("ND6", {}, dict.fromkeys(STOCKS, [(100, 20, 10), (100, 21, 10), (100, 15, 10)])).verdict == OPEN
    )


def test_nd7a_certificates_prove_no_proficiency():
    found = ask("ND7a", {}, {"it_certificate": [(100, 5, 0)] * 3})
    assert (found.verdict, found.figures[0].value) == (UNMEASURED, 95)
    assert "chưa chứng minh được thành thạo" in found.reason


def test_nd7b_a_majority_holds_a_language_certificate():
    assert ask("ND7b", {}, {"foreign_language": [(100, 40, 9)] * 3}).verdict == TRUE
    assert ask("ND7b", {}, {"foreign_language": [(100, 50, 0)] * 3}).verdict == FALSE  # half is no majority
    assert ask("ND7b", {}, {"foreign_language": [(100, 55, 10)] * 3}).verdict == OPEN  # 45 … 55 %


def test_nd8_no_threshold_no_verdict():
    found = ask("ND8", {"G1": (80, 100)})
    assert (found.verdict, found.figures[0].value) == (OPEN, 80)
    assert "không nêu ngưỡng" in found.reason


def test_nd9_everyone_rated_is_rated_good_but_some_are_unrated():
    assert ask("ND9", {"E2": (450, 450), "E4": (0, 450)}).verdict == TRUE
    found = ask("ND9", {"E2": (450, 450, 5), "E4": (5, 455)})
    # 450/455 … 455/455; 15 unrated in three years
    assert (found.figures[0].low, found.figures[0].high) == (pytest.approx(100 * 450 / 455), 100)
    assert found.verdict == TRUE_AS_KNOWN
    assert "15 lượt người" in found.reason
    assert ask("ND9", {"E2": (449, 450, 5), "E4": (5, 455)}).verdict == FALSE


# --- ưu điểm ------------------------------------------------------------------------------------------------
def test_ud1_and_ud2_and_ud3_are_in_no_record():
    for code in ("UD1", "UD2", "UD3"):
        assert ask(code, {"E7": (85, 100), "H3": (3, 100)}).verdict == UNMEASURED
    assert "chưa có khảo sát" in ask("UD1").reason
    assert ask("UD2", {"E7": (85, 100)}).figures[0].value == 85
    assert ask("UD3", {"H3": (3, 100)}).figures[0].value == 3


# --- hạn chế ------------------------------------------------------------------------------------------------
ALIKE = [(10, 20)] * 20


@pytest.mark.parametrize(
    ("code", "indicator", "other", "beyond"),
    [
        ("HC1a", "A9", "A5.under_30", (20, 20)),  # all 20 near retirement where half are: P = 2 × 10⁻⁶
        ("HC1b", "C2u", "C2s", (0, 20)),
        ("HC1c", "A7.under_5", None, (20, 20)),
    ],
)
def test_hc1a_and_hc1b_and_hc1c_speak_where_one_unit_lies_beyond_chance(code, indicator, other, beyond):
    more = {other: ALIKE} if other else {}
    found = ask(code, units={indicator: [*ALIKE, beyond]} | more)
    assert (found.verdict, found.figures[0].numerator, found.figures[0].denominator) == (TRUE, 1, 21)
    quiet = ask(code, units={indicator: ALIKE} | more)
    assert (quiet.verdict, quiet.figures[0].value) == (OPEN, 0)
    # on the other side it is no weakness
    good = (20 - beyond[0], 20)
    assert ask(code, units={indicator: [*ALIKE, good]} | more).verdict == OPEN
    assert ask(code).verdict == OPEN


def test_hc2_units_never_inspected_or_late_remedies():
    # 2 + 3 + 4 of 20 units a year: at least 11 not once in three years
    found = ask("HC2", {"G3.units": [(2, 20), (3, 20), (4, 20)], "G3.remedied": (9, 10)})
    assert (found.verdict, found.figures[0].value) == (TRUE, 11)
    everywhere = ask("HC2", {"G3.units": (20, 20), "G3.remedied": (9, 10)})
    assert (everywhere.verdict, everywhere.figures[0].value) == (FALSE, 0)
    assert ask("HC2", {"G3.units": (20, 20), "G3.remedied": (8, 10)}).verdict == TRUE  # 80 % under 90 %
    assert ask("HC2", {"G3.units": (20, 20)}).verdict == OPEN  # remedies unknown
    assert ask("HC2", {"G3.units": (0, 20)}).missing == ("G3.units",)  # nothing recorded is not nothing done


def test_hc3_and_hc4_and_hc5a_show_what_there_is_without_a_verdict():
    assert ask("HC3", {"E5": (97, 100)}).figures[0].value == 97
    assert ask("HC4", {"D4": (3, 100)}).figures[0].value == 3
    assert ask("HC5a", {"G2": (4, 490)}).figures[0].value == pytest.approx(100 * 4 / 490)
    for code, rows in (("HC3", {"E5": (97, 100)}), ("HC4", {}), ("HC5a", {})):
        assert ask(code, rows).verdict == OPEN


def test_hc5b_and_hc5c_and_hc5d_are_in_no_record():
    for code in ("HC5b", "HC5c", "HC5d"):
        assert (
            ask(code, {"A10": (12, 455), "A10.coverage": (455, 455), "E7": (85, 100)}).verdict == UNMEASURED
        )
    assert ask("HC5b", {"A10": (12, 455)}).figures[0].numerator == 12
    assert ask("HC5d", {"E7": (85, 100)}).figures[0].value == 85


# --- verdicts -----------------------------------------------------------------------------------------------
def stock(k, n, unknown):
    return ClaimFigure("x", "x", 2021, "%", k, n, unknown, 100 * k / n, 100 * k / n, 100 * (k + unknown) / n)


def completions(series):
    """Every way in which the unknown may turn out, as shares of each year."""
    return product(
        *([100 * (f.numerator + more) / f.denominator for more in range(f.unknown + 1)] for f in series)
    )


def by_trying(series, holds):
    """The verdict by trying every completion."""
    outcomes = {holds(shares) for shares in completions(series)}
    if outcomes == {True}:
        return TRUE
    if outcomes == {False}:
        return FALSE
    return TRUE_AS_KNOWN if holds([f.value for f in series]) else OPEN


def test_verdicts_are_those_of_every_way_the_unknown_may_turn_out():
    figures = [stock(k, n, u) for n in (4, 5) for k in range(n + 1) for u in range(n - k + 1)]
    tried = 0
    for series in product(figures[::2], figures[1::3], figures[::4]):
        assert rising(series) == by_trying(series, lambda s: s[0] < s[1] < s[2]), series
        assert at_least(series, 60) == by_trying(series, lambda s: min(s) >= 60), series
        assert more_than(series, 50) == by_trying(series, lambda s: min(s) > 50), series
        tried += 1
    assert tried > 500


def test_several_verdicts_are_as_sure_as_the_least_sure():
    assert both([TRUE, TRUE]) == TRUE
    assert both([TRUE, TRUE_AS_KNOWN]) == TRUE_AS_KNOWN
    assert both([TRUE_AS_KNOWN, OPEN]) == OPEN
    assert both([OPEN, FALSE]) == FALSE
    assert both([]) == at_least([], 1) == rising([]) == OPEN


def test_a_hidden_figure_leaves_a_claim_open_and_shows_no_number():
    hidden = row(1, 20, code="B2") | dict.fromkeys(("numerator", "denominator", "unknown", "value"), HIDDEN)
    found = ask("ND5", {"B2": hidden, "B4": (18, 20)})
    assert (found.verdict, found.figures) == (OPEN, ())
    assert "được che" in found.reason
    shown = ask("HC5a", {"G2": hidden})
    assert [(f.hidden, f.value, f.numerator) for f in shown.figures] == [(True, None, None)] * 3


# --- all of them --------------------------------------------------------------------------------------------
# The rows of mission.md, in their order, and the claims that carry each.
MISSION = {
    "leadership carried out resolutions, rules and guidance strictly and in time": ("ND1",),
    "succession planning done strictly, posts meet standards and conditions": ("ND2", "ND3"),
    "placement and use changed for the better in quality and effect": ("ND4",),
    "100 % health class I–III and fit for normal work": ("ND5",),
    "the share of trained officials rises year by year": ("ND6",),
    "most use computers proficiently and hold language certificates that serve the work": ("ND7a", "ND7b"),
    "rewards at a high rate every year": ("ND8",),
    "100 % rated hoàn thành xuất sắc or hoàn thành tốt": ("ND9",),
    "strengths: responsible, close to the place, sensitive; bridge; source of cadres": ("UD1", "UD2", "UD3"),
    "weakness: age, training, practical experience fall short in places": ("HC1a", "HC1b", "HC1c"),
    "weakness: management loose; inspection neither timely nor strict": ("HC2",),
    "weakness: quality of civil servants low for the task": ("HC3",),
    "weakness: some act on personal will, not law": ("HC4",),
    "weakness: moral decline, disunity, factions, localism; trust reduced": ("HC5a", "HC5b", "HC5c", "HC5d"),
}


def test_every_claim_of_the_mission_is_an_object_and_no_object_stands_alone():
    carried = [code for codes in MISSION.values() for code in codes]
    assert carried == claims.codes()


def test_every_claim_has_a_case_here():
    cases = "\n".join(name for name in globals() if name.startswith("test_"))
    assert [code for code in claims.codes() if f"{code.lower()}_" not in f"{cases}_"] == []


@pytest.mark.parametrize("claim", list(claims), ids=lambda claim: claim.code)
def test_a_claim_says_what_it_tests_and_what_it_hides(claim):
    assert all(text.strip().endswith(".") for text in (claim.says, claim.tested, claim.hides))
    assert set(claim.needs) <= set(indicators.codes())
    assert set(claim.tables) <= set(tables.codes())
    assert set(claim.norms) <= set(norms_on(year_end(2021)))


def test_without_any_data_every_claim_is_open_or_unmeasured():
    assert {ask(code).verdict for code in claims.codes()} == {OPEN, UNMEASURED}
    assert set(VERDICTS) == {TRUE, TRUE_AS_KNOWN, FALSE, OPEN, UNMEASURED}


def test_the_sentence_about_the_circle_is_the_one_of_the_handbook():
    assert CIRCULAR == "Số liệu minh họa được tạo để giống luận văn; không kiểm chứng luận văn."
