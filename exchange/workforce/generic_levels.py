"""Levels of one person of a generated package, drawn by the calibrated shares of the first and the last year."""

import math
import random
from datetime import date

from exchange.workforce import calibration as c
from exchange.workforce.levels import choose_level, earned_between, grant, written
from exchange.workforce.people import GROUP, Level, Person, last_day
from exchange.workforce.stocks import FLOOR, LOWER_DEGREES, LOWER_OTHER, LOWER_POLITICAL

Shares = dict[int, float]


def draw(rng: random.Random, person: Person, effect: float, years: tuple[int, ...]) -> None:
    """Give `person` levels as held over the years; `effect` is the unit's (logit).

    A level is held before the first year, earned on a day within the years, or not at all.
    """
    group = GROUP[person.postings[-1].post]
    lower_degrees = LOWER_DEGREES[group]
    _one(rng, person, "professional", "dai_hoc", c.UNIVERSITY[group], effect, years, lower_degrees)
    _one(rng, person, "political", "trung_cap", c.POLITICAL[group], effect, years, LOWER_POLITICAL[group])
    for kind, shares in (
        ("state_management", c.STATE_MANAGEMENT),
        ("it", c.IT_CERTIFICATE),
        ("foreign_language", c.LANGUAGE_CERTIFICATE),
    ):
        _one(rng, person, kind, FLOOR[kind], shares, effect, years, LOWER_OTHER[kind])
    _oddities(rng, person, years)


def _one(
    rng: random.Random, person: Person, kind: str, minimum: str, shares: Shares, effect: float, years: tuple[int, ...],
    lower: dict[str, float],
) -> None:  # fmt: skip
    before, after = _shift(shares[2018], effect), _shift(shares[2021], effect)
    point = rng.random()
    if point < before:
        _held(
            rng, person, kind, minimum, (date(years[0] - 15, 6, 30), date(years[0] - 1, 12, 31)), undated=0.04
        )
        return
    level = rng.choices(list(lower), list(lower.values()))[0]
    if level:
        attained = "" if level == "none" else f"{years[0] - rng.randint(4, 20)}"
        grant(rng, person, kind, level, attained)
    if point < after:
        year = rng.choice(years)
        _held(rng, person, kind, minimum, (date(year, 1, 5), date(year, 12, 31)), undated=0.0)


def _held(
    rng: random.Random, person: Person, kind: str, minimum: str, span: tuple[date, date], *, undated: float
) -> None:
    day = earned_between(rng, person, kind, *span)
    text = written(rng, day, undated=undated)
    level = minimum
    if kind in ("it", "foreign_language"):
        level = choose_level(rng, kind, last_day(text) if text else day)
    elif kind == "professional" and rng.random() < c.MASTER_AMONG_UNIVERSITY:
        level = "thac_si"
    grant(rng, person, kind, level, text)


def _shift(share: float, effect: float) -> float:
    """A share moved by a logit effect."""
    return 1 / (1 + (1 - share) / share * math.exp(-effect))


def _oddities(rng: random.Random, person: Person, years: tuple[int, ...]) -> None:
    """Levels unknown, a lower degree after a higher one, minority languages and defence courses."""
    point = rng.random()
    if point < 0.006:
        grant(rng, person, "foreign_language", "", "").subject = "Tiếng Anh"
    elif point < 0.012:
        grant(rng, person, "professional", "dai_hoc", f"{rng.choice(years)}-07").subject = "Luật"
    elif point < 0.016:
        grant(rng, person, "professional", "", "")
    elif point < 0.020:
        person.levels.append(Level("ethnic_language", "", "", "Tiếng Tày"))
    elif point < 0.050:
        person.levels.append(Level("defence", "", "", "Đối tượng 4"))
