"""The demonstration's qualifications: a starting stock on 31/12/2018, then raised each year to the calibration."""

import random
from datetime import date

from exchange.workforce import calibration as c
from exchange.workforce import layout
from exchange.workforce.levels import Raiser, below, choose_level, grant, written
from exchange.workforce.people import GROUP, KEY_POSTS, Person, age_on, between, last_day, shift

START = date(2018, 12, 31)
EARLIEST = {
    "professional": date(1992, 6, 30), "political": date(1999, 1, 1), "state_management": date(2004, 1, 1),
    "it": date(2004, 1, 1), "foreign_language": date(2006, 1, 1),
}  # fmt: skip
LOWER_DEGREES = {
    "cong_chuc": {"trung_cap": 1 - c.COLLEGE_AMONG_REST, "cao_dang": c.COLLEGE_AMONG_REST},
    "can_bo": {"none": 0.22, "so_cap": 0.08, "trung_cap": 0.60, "cao_dang": 0.10},
    "key": {"trung_cap": 0.85, "cao_dang": 0.15},
}
LOWER_POLITICAL = {"can_bo": {"so_cap": 0.8, "": 0.2}, "cong_chuc": {"so_cap": 0.5, "none": 0.3, "": 0.2}}
LOWER_OTHER = {
    "state_management": {"": 0.55, "none": 0.33, "can_su": 0.12},
    "it": {"": 0.6, "none": 0.4},
    "foreign_language": {"": 0.6, "none": 0.4},
}
AT_ENTRY: dict[str, float | dict[str, float]] = {
    "political": {"can_bo": 0.72, "cong_chuc": 0.15},
    "state_management": 0.3,
    "it": 0.96,
    "foreign_language": 0.88,
}
RECRUITED_BELOW_STANDARD = 2  # recruited after 25/12/2019 without a university degree: what rules must find
FLOOR = {"political": "trung_cap", "state_management": "chuyen_vien", "it": "a", "foreign_language": "a"}


class Stocks:
    """Gives everybody their levels. Call `fill` once."""

    def __init__(self, rng: random.Random, people: list[Person], effects: dict[str, float]) -> None:
        self.rng = rng
        self.people = people
        self.effects = effects
        self._raise = Raiser(rng, self._score)
        self._below_standard = 0

    def fill(self) -> None:
        """Everything from the first degree to the last certificate of 2021."""
        for person in self.people:
            person.skill = self.rng.gauss(0, 0.6)
        founders = [p for p in self.people if p.first_day() <= START]
        self._stock(2018)
        for person in founders:
            self._lower_levels(person)
        for year in c.YEARS:
            entrants = [p for p in self.people if p.first_day().year == year]
            for person in sorted(entrants, key=lambda p: (p.first_day(), p.number)):
                self._entry(person)
            self._stock(year)
        self._forget_some()

    def _score(self, person: Person, day: date) -> float:
        posting = person.posting_on(day) or person.postings[-1]
        assert person.birth is not None
        youth = (42 - age_on(person.birth, day)) * 0.05
        lead = 0.7 if posting.post in KEY_POSTS else 0.0
        return 1.0 * self.effects[posting.unit] + person.skill + youth + lead

    # --- one reference day ------------------------------------------------------------------------------------

    def _stock(self, year: int) -> None:
        day = date(year, 12, 31)
        present = [p for p in self.people if p.posting_on(day)]
        for group in ("can_bo", "cong_chuc"):
            members = [p for p in present if p.group_on(day) == group]
            n = len(members)
            self._to(members, year, "professional", "dai_hoc", round(c.UNIVERSITY[group][year] * n))
            self._to(members, year, "political", "trung_cap", round(c.POLITICAL[group][year] * n))
        n = len(present)
        self._to(present, year, "state_management", "chuyen_vien", round(c.STATE_MANAGEMENT[year] * n))
        self._to(present, year, "it", "a", round(c.IT_CERTIFICATE[year] * n))
        self._to(present, year, "foreign_language", "a", round(c.LANGUAGE_CERTIFICATE[year] * n))
        if year == 2018:
            self._extras(present)

    def _to(self, members: list[Person], year: int, kind: str, minimum: str, target: int) -> None:
        day = date(year, 12, 31)
        first = EARLIEST[kind] if year == 2018 else date(year, 1, 10)

        def choose(person: Person, earned: date) -> str:
            if kind in ("it", "foreign_language"):
                return choose_level(self.rng, kind, earned)
            return minimum

        self._raise.to(members, kind, minimum, target, (first, day), choose)

    def _extras(self, present: list[Person]) -> None:
        """Second, higher levels of some: master's degrees, high political theory, two senior specialists."""
        graduates = [p for p in present if p.holds("professional", "dai_hoc", START)]
        for person in self.rng.sample(graduates, round(c.MASTER_AMONG_UNIVERSITY * len(graduates))):
            self._extra(person, "professional", "thac_si", date(2012, 1, 1))
        leaders = [
            p
            for p in present
            if p.postings[-1].post in KEY_POSTS and p.holds("political", "trung_cap", START)
        ]
        for person in self.rng.sample(leaders, round(c.HIGH_POLITICAL_AMONG_KEY * len(leaders))):
            self._extra(person, "political", "cao_cap", date(2013, 1, 1))
        managers = [p for p in leaders if p.holds("state_management", "chuyen_vien", START)]
        for person in self.rng.sample(managers, 3):
            self._extra(person, "state_management", "chuyen_vien_chinh", date(2014, 1, 1))

    def _extra(self, person: Person, kind: str, level: str, first: date) -> None:
        assert person.birth is not None
        first = max(first, date(person.birth.year + 27, 1, 1))
        if first <= START:
            grant(self.rng, person, kind, level, written(self.rng, between(self.rng, first, START)))

    # --- levels below the target ------------------------------------------------------------------------------

    def _lower_levels(self, person: Person) -> None:
        """What somebody without the target level holds instead; some stand for nothing at all."""
        group = GROUP[person.postings[-1].post]
        first_day = person.first_day()
        if not person.holds("professional", "dai_hoc", START):
            shares = LOWER_DEGREES["key" if person.postings[-1].post in KEY_POSTS else group]
            self._lower(person, "professional", "dai_hoc", shares, first_day)
        elif self.rng.random() < 0.2:
            earlier = min(first_day, date(2008, 12, 31))
            grant(self.rng, person, "professional", "trung_cap", f"{max(earlier.year, self._adult(person))}")
        if not person.holds("political", "trung_cap", START):
            self._lower(person, "political", "trung_cap", LOWER_POLITICAL[group], START)
        for kind, shares in LOWER_OTHER.items():
            if not person.holds(kind, FLOOR[kind], START):
                self._lower(person, kind, FLOOR[kind], shares, START)

    def _adult(self, person: Person) -> int:
        assert person.birth is not None
        return person.birth.year + 21

    def _lower(self, person: Person, kind: str, minimum: str, shares: dict[str, float], latest: date) -> None:
        level = below(self.rng, kind, minimum, shares)
        if not level:
            return
        if level == "none":
            grant(self.rng, person, kind, level, "")
            return
        first = date(max(self._adult(person), EARLIEST[kind].year), 6, 1)
        day = between(self.rng, min(first, latest), latest)
        grant(self.rng, person, kind, level, written(self.rng, day, undated=0.05))

    # --- people who come later --------------------------------------------------------------------------------

    def _entry(self, person: Person) -> None:
        """What somebody brings along on the first day."""
        posting = min(person.postings, key=lambda p: p.starts_on)
        group, day = GROUP[posting.post], shift(posting.starts_on, -20)
        degree = self._entry_degree(posting.post, group, posting.starts_on)
        self._bring(person, "professional", degree, day)
        wanted = {
            "political": "cao_cap" if posting.how == "luan_chuyen" else "trung_cap",
            "state_management": "chuyen_vien",
        }
        for kind, share in AT_ENTRY.items():
            chance = share[group] if isinstance(share, dict) else share
            if posting.how == "luan_chuyen" or self.rng.random() < chance:
                self._bring(person, kind, wanted.get(kind, ""), day)

    def _entry_degree(self, post: str, group: str, start: date) -> str:
        military = post == "chi_huy_truong_quan_su"  # its standard is the military law's, not TT 13/2019
        if group == "cong_chuc" and start >= c.NEW_STANDARD_FROM and not military:
            if self._below_standard < RECRUITED_BELOW_STANDARD and start.year == 2020 + self._below_standard:
                self._below_standard += 1
                return ("trung_cap", "cao_dang")[self._below_standard - 1]
            return "dai_hoc"
        return "dai_hoc" if self.rng.random() < 0.62 else "trung_cap"

    def _bring(self, person: Person, kind: str, level: str, day: date) -> None:
        first = date(max(self._adult(person), EARLIEST[kind].year), 6, 15)
        text = written(self.rng, between(self.rng, min(first, day), day))
        if len(text) == 4 and int(text) == day.year:
            text = f"{day.year - 1}"  # a bare year of entry would count only from its last day
        grant(self.rng, person, kind, level or choose_level(self.rng, kind, last_day(text)), text)

    def _forget_some(self) -> None:
        """Three language certificates whose level nobody wrote down."""
        holders = [p for p in self.people if p.posting_on(date(2021, 12, 31))]
        for person in self.rng.sample(holders, 3):
            for item in person.levels:
                if item.kind == "foreign_language" and item.level != "none":
                    item.level = ""


def unit_effects(rng: random.Random) -> dict[str, float]:
    """Logit effect of each unit on qualifications, courses and service: spread as calibrated, one khu weaker."""
    draws = {unit: rng.gauss(0, 1) for unit in layout.CURRENT}
    for area in sorted({layout.UNITS[unit]["area"] for unit in layout.CURRENT}):
        # the khu start level, so that the one made weaker below is the weaker one
        members = [unit for unit in layout.CURRENT if layout.UNITS[unit]["area"] == area]
        mean = sum(draws[unit] for unit in members) / len(members)
        draws.update({unit: draws[unit] - mean for unit in members})
    spread = (sum(d**2 for d in draws.values()) / len(draws)) ** 0.5
    effects = {unit: d / spread * c.BETWEEN_UNITS_SD for unit, d in draws.items()}
    for unit in layout.CURRENT:
        if layout.UNITS[unit]["area"] == c.WEAK_AREA:
            effects[unit] += c.WEAK_AREA_EFFECT
    for earlier, unit in (*layout.MERGING.items(), *((old, new) for new, old in layout.EARLIER.items())):
        effects[earlier] = effects[unit]
    return effects
