"""Succession plans of the synthetic workforces. All [P]: who is planned, from when to when, is invented.

Drawn from a stream of its own, so that nothing else of a package depends on whether there are plans.
"""

import random
from dataclasses import dataclass
from datetime import date

from exchange.workforce import layout
from exchange.workforce.people import CAN_BO, Person, Posting, age_on, between, shift
from exchange.workforce.posts import FEEDERS
from exchange.workforce.tables import Memory, Sink

TERM = "2020-2025"
FIRST = (date(2018, 10, 15), date(2018, 12, 20))
REVIEWS = ((date(2019, 11, 5), date(2019, 12, 20)), (date(2020, 9, 1), date(2020, 11, 20)),
           (date(2021, 9, 1), date(2021, 11, 20)))  # fmt: skip
NOBODY = 0.12  # posts without anybody planned
SECOND, THIRD = 0.42, 0.06
PLANNED_BEFORE = 0.74  # of those who came into a leading post, planned for it before
ADDED = 0.5  # a place that became free is filled again at the next review


@dataclass
class _Entry:
    person: Person
    unit: str
    post: str
    approved: date
    removed: date | None = None


class Plans:
    """The plans of the demonstration. Call `write` once, after everything else has been written."""

    def __init__(
        self, rng: random.Random, memory: Memory, people: list[Person], ids: dict[int, str], last: date
    ) -> None:
        self.rng = rng
        self.people = people
        self.ids = ids
        self.last = last
        self.disciplined = {row[1]: date.fromisoformat(row[6]) for row in memory.tables["disciplines"]}
        self.entries: list[_Entry] = []

    def write(self, sink: Sink) -> None:
        self._first_plan()
        self._planned_before()
        for first, last in REVIEWS:
            self._review(between(self.rng, first, last))
        for entry in sorted(self.entries, key=lambda e: (e.approved, e.unit, e.post, e.person.number)):
            sink.add(
                "successions", self.ids[entry.person.number], entry.unit, entry.post, TERM, entry.approved, entry.removed
            )  # fmt: skip

    def _first_plan(self) -> None:
        day = date(2018, 12, 31)
        for unit, members in sorted(self._by_unit(day).items()):
            approved = between(self.rng, *FIRST)
            for post in CAN_BO:
                if self.rng.random() >= NOBODY:
                    self._choose(unit, post, members, approved)

    def _by_unit(self, day: date) -> dict[str, list[tuple[Person, Posting]]]:
        found: dict[str, list[tuple[Person, Posting]]] = {}
        for person in self.people:
            posting = person.posting_on(day)
            if posting is not None:
                found.setdefault(posting.unit, []).append((person, posting))
        return found

    def _choose(
        self, unit: str, post: str, members: list[tuple[Person, Posting]], approved: date, number: int = 0
    ) -> None:
        """One to three people of the unit for the post: from the posts it is usually filled from, the younger first."""
        number = number or 1 + (self.rng.random() < SECOND) + (self.rng.random() < THIRD)
        taken = {e.person.number for e in self.entries if e.unit == unit and e.post == post and not e.removed}
        ranked = []
        for person, posting in members:
            assert person.birth is not None
            age = age_on(person.birth, approved)
            fits = post != "chu_tich_hoi_phu_nu" or person.sex == "nu"
            if posting.post == post or not fits or age > 54 or person.number in taken:
                continue
            score = 2.0 * (posting.post in FEEDERS.get(post, ())) - 0.02 * age - 0.9 * (person.sex == "nu")
            ranked.append((score + self.rng.gauss(0, 0.8), person.number, person))
        for _, _, person in sorted(ranked, reverse=True)[:number]:
            self.entries.append(_Entry(person, unit, post, approved))

    def _planned_before(self) -> None:
        """Most who came newly into a leading post had been planned for it."""
        for person in self.people:
            for posting in person.postings:
                if not posting.primary or posting.post not in CAN_BO or posting.starts_on.year < 2019:
                    continue
                before = shift(posting.starts_on, -1)
                if any(p.post == posting.post and p.covers(before) for p in person.postings):
                    continue
                is_planned = any(
                    e.person is person and e.post == posting.post and e.approved <= before
                    for e in self.entries
                )
                if is_planned or self.rng.random() >= PLANNED_BEFORE:
                    continue
                approved = max(shift(posting.starts_on, -self.rng.randint(120, 520)), FIRST[0])
                held = person.posting_on(approved)
                unit = held.unit if held else layout.unit_on(posting.unit, approved)
                self.entries.append(_Entry(person, unit, posting.post, approved))

    def _review(self, day: date) -> None:
        """Out: who has the post, has left, or was disciplined (at once). In: somebody for some of the places."""
        members = self._by_unit(day)
        for entry in list(self.entries):
            if entry.removed or entry.approved >= day:
                continue
            punished = self.disciplined.get(self.ids[entry.person.number])
            posting = entry.person.posting_on(day)
            if punished and entry.approved <= punished < day:
                entry.removed = shift(punished, 5)
            elif posting is None or posting.post == entry.post:
                entry.removed = day
            if entry.removed and self.rng.random() < ADDED:
                unit = layout.MERGING.get(entry.unit, entry.unit)
                unit = next((new for new, old in layout.EARLIER.items() if old == unit), unit)
                self._choose(unit, entry.post, members.get(unit, []), day, number=1)


def of_one(sink: Sink, rng: random.Random, person: Person, official_id: str, last: date) -> None:
    """A generated package's plans for one person: usually before a leading post, now and then without one."""
    for posting in person.postings:
        if posting.post in CAN_BO and posting.primary and rng.random() < PLANNED_BEFORE:
            approved = shift(posting.starts_on, -rng.randint(60, 700))
            removed = shift(posting.starts_on, rng.randint(0, 200))
            if approved.year > 1950:
                sink.add(
                    "successions", official_id, posting.unit, posting.post, TERM, approved,
                    removed if removed <= last else None,
                )  # fmt: skip
    current = person.posting_on(last)
    if current is not None and rng.random() < 0.2:
        approved = max(shift(last, -rng.randint(30, 800)), current.starts_on)
        sink.add("successions", official_id, current.unit, rng.choice(CAN_BO), TERM, approved, None)
