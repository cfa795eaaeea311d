"""Sex and birth date for finished careers, so that structure by sex and age comes out as calibrated.

Each person's career allows a span of birth dates (a Youth Union secretary is young, a veterans' chair is not,
whoever retired reached the age that month). Within the spans a seeded local search moves one person at a time
until bands, women and the two soft shares fit on all three reference days.
"""

import random
from dataclasses import dataclass
from datetime import date

from exchange.workforce import calibration as c
from exchange.workforce.people import GROUP, KEY_POSTS, Person, Posting, add_years, age_on, between

MEN_ONLY = ("chi_huy_truong_quan_su", "truong_cong_an", "chu_tich_hoi_ccb")
WOMEN_ONLY = ("chu_tich_hoi_phu_nu",)
YOUNGEST_AT_START = {
    "bi_thu_dang_uy": 35, "pho_bi_thu_dang_uy": 33, "chu_tich_ubnd": 34, "pho_chu_tich_ubnd": 30,
    "pho_chu_tich_hdnd": 34, "chu_tich_ubmttq": 36, "chu_tich_hoi_nong_dan": 31, "chu_tich_hoi_ccb": 42,
    "chu_tich_hoi_phu_nu": 25, "bi_thu_doan": 21,
}  # fmt: skip
OLDEST_AT_END = {"bi_thu_doan": 36, "chu_tich_hoi_phu_nu": 54}
OLDEST_RECRUIT = 38
BANDS = (30, 40, 50, 120)  # upper ages of the form's bands; beyond 60 nobody
STEPS = 60_000
REFERENCE_DAYS = {year: date(year, 12, 31) for year in c.YEARS}


@dataclass(slots=True)
class Span:
    """Birth dates that a career allows for one sex."""

    first: date
    last: date


def settle(rng: random.Random, people: list[Person]) -> None:
    """Give everybody `sex` and `birth`. Raises ValueError when the targets cannot be met."""
    search = _Search(rng, people)
    for person in people:
        person.sex, person.birth = search.propose(person)
        search.count(person, +1)
    current = search.cost()
    for step in range(STEPS):
        heat = 6.0 * max(0.0, 1 - 1.25 * step / STEPS) ** 2
        person = rng.choice(people)
        before = (person.sex, person.birth)
        search.count(person, -1)
        person.sex, person.birth = search.propose(person)
        search.count(person, +1)
        cost = search.cost()
        if cost <= current + heat * rng.expovariate(1.0):
            current = cost
            continue
        search.count(person, -1)
        person.sex, person.birth = before
        search.count(person, +1)
    if search.exact_misses():
        raise ValueError(f"ages do not fit the calibration: {search.exact_misses()} people off")


class _Search:
    """Counters of one candidate solution and how far they are from the targets."""

    def __init__(self, rng: random.Random, people: list[Person]) -> None:
        self.rng = rng
        self._stays = {p.number: _stays(p) for p in people}
        self._spans = {p.number: _spans(p) for p in people}
        self._bands = {year: [0, 0, 0, 0] for year in c.YEARS}
        self._women = dict.fromkeys(c.YEARS, 0)
        self._young = {year: [0, 0] for year in c.YEARS}
        self._key = {year: [0, 0] for year in c.YEARS}
        self._ages = {year: {"can_bo": [0, 0], "cong_chuc": [0, 0]} for year in c.YEARS}
        self._band_targets = {year: _whole(c.AGE[year], c.HEADCOUNT[year]) for year in c.YEARS}
        self._women_targets = {year: round(c.WOMEN[year] * c.HEADCOUNT[year]) for year in c.YEARS}

    def propose(self, person: Person) -> tuple[str, date]:
        """A sex and birth date that the career allows."""
        spans = self._spans[person.number]
        sex = "nu" if "nam" not in spans or ("nu" in spans and self.rng.random() < 0.27) else "nam"
        span = spans[sex]
        return sex, between(self.rng, span.first, span.last)

    def count(self, person: Person, sign: int) -> None:
        """Add or take away one person on each reference day they are in post."""
        assert person.birth is not None
        woman = sign if person.sex == "nu" else 0
        for year, posting in self._stays[person.number]:
            age = age_on(person.birth, REFERENCE_DAYS[year])
            self._bands[year][sum(age > limit for limit in BANDS[:3])] += sign
            self._women[year] += woman
            if age <= 35:
                self._young[year][0] += sign
                self._young[year][1] += woman
            if posting.post in KEY_POSTS:
                self._key[year][0] += sign
                self._key[year][1] += woman
            sums = self._ages[year][GROUP[posting.post]]
            sums[0] += sign
            sums[1] += sign * age

    def exact_misses(self) -> int:
        """People too many or too few in a band or among women, over the three days."""
        misses = 0
        for year in c.YEARS:
            pairs = zip(self._bands[year], self._band_targets[year], strict=True)
            misses += sum(abs(have - want) for have, want in pairs)
            misses += abs(self._women[year] - self._women_targets[year])
        return misses

    def cost(self) -> float:
        """Distance from the targets; exact ones weigh most."""
        total = 0.0
        for year in c.YEARS:
            pairs = zip(self._bands[year], self._band_targets[year], strict=True)
            total += 4 * sum((have - want) ** 2 for have, want in pairs)
            total += 4 * (self._women[year] - self._women_targets[year]) ** 2
            total += (self._young[year][1] - c.WOMEN_AMONG_35_AND_UNDER * self._young[year][0]) ** 2
            total += (self._key[year][1] - c.WOMEN_AMONG_KEY_POSTS * self._key[year][0]) ** 2
            means = [s[1] / s[0] for s in self._ages[year].values() if s[0]]
            total += 30 * (means[0] - means[1] - c.AGE_GAP) ** 2 if len(means) == 2 else 0
        return total


def _stays(person: Person) -> list[tuple[int, Posting]]:
    found = ((year, person.posting_on(day)) for year, day in REFERENCE_DAYS.items())
    return [(year, posting) for year, posting in found if posting is not None]


def _whole(shares: tuple[float, ...], total: int) -> list[int]:
    """Whole numbers that sum to the total, by largest remainder."""
    exact = [share * total for share in shares]
    counts = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for index in order[: total - sum(counts)]:
        counts[index] += 1
    return counts


def _spans(person: Person) -> dict[str, Span]:
    posts = {posting.post for posting in person.postings}
    sexes = ["nam", "nu"]
    if posts & set(MEN_ONLY):
        sexes = ["nam"]
    elif posts & set(WOMEN_ONLY):
        sexes = ["nu"]
    return {sex: _span(person, sex) for sex in sexes}


def _span(person: Person, sex: str) -> Span:
    last = person.last_day_in_post()
    final = max(person.postings, key=lambda p: p.ends_on or date.max)
    if last is not None and final.end_reason == "nghi_huu":
        return _retired(last, sex)
    at_end = min(last or REFERENCE_DAYS[2021], REFERENCE_DAYS[2021])
    oldest = 59 if sex == "nam" else 54
    first = add_years(at_end, -oldest)
    youngest = add_years(person.first_day(), -20)
    for posting in person.postings:
        if posting.post in YOUNGEST_AT_START and posting.primary:
            youngest = min(youngest, add_years(posting.starts_on, -YOUNGEST_AT_START[posting.post]))
        if posting.post in OLDEST_AT_END:
            end = min(posting.ends_on or REFERENCE_DAYS[2021], REFERENCE_DAYS[2021])
            first = max(first, add_years(end, -OLDEST_AT_END[posting.post]))
        if posting.how == "tuyen_dung":
            first = max(first, add_years(posting.starts_on, -OLDEST_RECRUIT))
            youngest = min(youngest, add_years(posting.starts_on, -22))
    return Span(min(first, youngest), youngest)


def _retired(last: date, sex: str) -> Span:
    """Born in the month whose end of service falls on `last` (60/55; in 2021 60 years 3 and 55 years 4 months)."""
    years, months = (60, 0) if sex == "nam" else (55, 0)
    if last.year == 2021:
        months = 3 if sex == "nam" else 4
    index = last.year * 12 + last.month - 1 - years * 12 - months
    year, month = divmod(index, 12)
    return Span(date(year, month + 1, 1), date(year, month + 1, 28))
