"""Who serves where and when in the demonstration: starts, promotions, transfers, departures, entries.

Three years are played through unit by unit on 25 seats (before 01/11/2019 the two pairs that merge sit apart);
`terms.carry_over` then writes the reorganisation and the terms of office into the postings. Ages and names come
later (`ages`, `names`), so that they can fit what a career requires.
"""

import random
from collections import Counter
from datetime import date

from exchange.workforce import calibration as c
from exchange.workforce import layout
from exchange.workforce.people import (
    CAN_BO,
    GROUP,
    PARTY_POSTS,
    STATE_POSTS,
    Person,
    Posting,
    between,
    month_end,
    shift,
)
from exchange.workforce.posts import (
    AFTER_MERGER,
    ALWAYS_FILLED,
    CADRE_ORDER,
    FEEDERS,
    LEAVERS,
    MERGER_DEPARTURES,
    OFFICE_POSTS,
    SPECIALIST_ORDER,
)

LATE_ENTRIES = 4  # a year: entered after 30/06, too short to be rated


class Careers:
    """The play of three years. After `run()`, `people` holds everybody who ever served."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.people: list[Person] = []
        self.seats: dict[str, list[Person]] = {}
        self.sizes = layout.sizes(rng)
        self.congress = {u: between(rng, date(2020, 3, 16), date(2020, 5, 29)) for u in layout.CURRENT}
        self.council = {u: between(rng, date(2021, 6, 21), date(2021, 6, 30)) for u in layout.CURRENT}
        self._touched: set[int] = set()
        self._late = 0

    def run(self) -> list[Person]:
        """Play 2019–2021 and return the people."""
        for unit in self.sizes[2018]:
            self._found(unit)
        for year in c.YEARS:
            self._touched = set()
            self._late = 0
            if year == 2019:
                self._merge_year()
            self._year(year)
        return self.people

    # --- the beginning ----------------------------------------------------------------------------------------

    def _found(self, unit: str) -> None:
        """Fill a unit as of 31/12/2018, each with a start before that day and some with an earlier post."""
        size = self.sizes[2018][unit]
        n_cadres = min((size + self.rng.randrange(2)) // 2, len(CADRE_ORDER))
        cadres = list(CADRE_ORDER[:n_cadres])
        specialists = list(SPECIALIST_ORDER)
        if self.rng.random() < 0.8:
            specialists.insert(6, "truong_cong_an")
        self.seats[unit] = []
        for post in cadres + specialists[: size - n_cadres]:
            self._founder(unit, post)

    def _founder(self, unit: str, post: str) -> None:
        person = self._new_person()
        start = self._start_before_2019(post)
        if post in CAN_BO and self.rng.random() < 0.62 and post != "bi_thu_doan":
            earlier = self.rng.choice(
                ("van_phong_thong_ke", "van_hoa_xa_hoi", "bi_thu_doan", "dia_chinh_xay_dung")
            )
            first = between(self.rng, date(start.year - 12, 1, 1), date(start.year - 3, 12, 28))
            person.postings.append(
                Posting(unit, earlier, first, shift(start, -1), how=self._how_first(earlier))
            )
        how = "bau" if post in CAN_BO else "tuyen_dung"
        unknown = post not in CAN_BO and self.rng.random() < 0.02
        start = date(start.year, 1, 1) if unknown else start
        person.postings.append(Posting(unit, post, start, how=how, start_unknown=unknown))
        self.seats[unit].append(person)

    def _how_first(self, post: str) -> str:
        return "bau" if post in CAN_BO else "tuyen_dung"

    def _start_before_2019(self, post: str) -> date:
        """The current post's first day: at the last congress or election, or when a vacancy arose since."""
        rng = self.rng
        if post in PARTY_POSTS:
            first, last = date(2015, 5, 10), date(2015, 7, 20)
        elif post in STATE_POSTS:
            first, last = date(2016, 6, 20), date(2016, 7, 5)
        elif post == "bi_thu_doan":
            return between(rng, date(2013, 3, 1), date(2018, 6, 30))
        elif post in CAN_BO:
            return between(rng, date(2012, 1, 1), date(2018, 6, 30))
        else:
            year = 2018 - min(int(rng.expovariate(1 / 7.5)) + (rng.random() < 0.8), 22)
            return between(rng, date(year, 1, 4), date(year, 11, 28))
        return (
            between(rng, shift(last, 60), date(2018, 10, 30))
            if rng.random() < 0.4
            else between(rng, first, last)
        )

    def _new_person(self) -> Person:
        person = Person(number=len(self.people) + 1)
        self.people.append(person)
        return person

    # --- one year ---------------------------------------------------------------------------------------------

    def _year(self, year: int) -> None:
        if year == 2019:
            for unit in layout.CURRENT:
                if layout.is_ward(unit) and unit not in c.MERGED_UNITS:
                    self._end_police_post(unit, layout.REORGANISED, "sap_nhap")
        if year == 2020:
            for unit in layout.CURRENT:
                if not layout.is_ward(unit):
                    self._end_police_post(unit, layout.REGULAR_POLICE, "")
        units = [u for u in layout.CURRENT if not (year == 2019 and u in c.MERGED_UNITS)]
        moves = self._transfers(year, units)
        plan = self._plan_departures(year, units, moves)
        for unit in units:
            for reason in plan[unit]:
                self._depart(unit, year, reason)
        for source, target in moves:
            self._transfer(source, target, year)
        for unit in units:
            while len(self.seats[unit]) < self.sizes[year][unit]:
                self._enter(unit, year)

    def _transfers(self, year: int, units: list[str]) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        while len(pairs) < c.TRANSFERS[year]:
            source, target = self.rng.sample(units, 2)
            if all(source not in pair and target not in pair for pair in pairs):
                pairs.append((source, target))
        return pairs

    def _plan_departures(
        self, year: int, units: list[str], moves: list[tuple[str, str]]
    ) -> dict[str, list[str]]:
        """Spread the year's departures over the units: first where the size must fall, then by size."""
        counts = Counter(c.LEAVING[year])
        if year == 2019:
            counts -= Counter(MERGER_DEPARTURES)
        reasons = list(counts.elements())
        self.rng.shuffle(reasons)
        plan: dict[str, list[str]] = {unit: [] for unit in units}
        for unit in units:
            expected = len(self.seats[unit]) + sum((t == unit) - (s == unit) for s, t in moves)
            for _ in range(expected - self.sizes[year][unit]):
                plan[unit].append(reasons.pop())
        while reasons:
            reason = reasons.pop()
            weights = [self._pull(unit, reason, len(plan[unit])) for unit in units]
            plan[self.rng.choices(units, weights)[0]].append(reason)
        return plan

    def _pull(self, unit: str, reason: str, planned: int) -> float:
        weak = layout.UNITS[unit]["area"] == c.WEAK_AREA
        return len(self.seats[unit]) * (1.9 if weak and reason == "thoi_viec" else 1.0) / (1 + planned) ** 2

    # --- acts -------------------------------------------------------------------------------------------------

    def _pick(self, unit: str, posts_weights: dict[str, float]) -> Person | None:
        """One member of the unit to whom nothing has happened yet this year."""
        members = [p for p in self.seats[unit] if p.number not in self._touched]
        weights = [posts_weights.get(p.postings[-1].post, posts_weights.get("", 0.0)) for p in members]
        if not any(weights):
            return None
        return self.rng.choices(members, weights)[0]

    def _depart(self, unit: str, year: int, reason: str, *, latest: date | None = None) -> None:
        person = self._pick(unit, LEAVERS[reason]) or self._pick(unit, {"": 1.0})
        if person is None:
            raise ValueError(f"nobody left to leave {unit} in {year}")
        posting = person.postings[-1]
        if posting.post in ("chu_tich_hoi_ccb",) and reason in ("thoi_viec", "chuyen_cong_tac"):
            reason = "thoi_viec"
        last = self._last_day(unit, year, reason, posting.post)
        if latest is not None and last > latest:
            last = month_end(latest.year, self.rng.randint(2, latest.month - 1))
        self._end(person, unit, last, reason)
        self._succeed(unit, posting.post, shift(last, 1))

    def _last_day(self, unit: str, year: int, reason: str, post: str) -> date:
        if year == 2021 and reason == "het_nhiem_ky":
            return shift(self.council[unit], -1)
        if year == 2020 and post in PARTY_POSTS and reason in ("nghi_huu", "het_nhiem_ky"):
            # retiring leaders leave with their congress: at the end of the month before it
            before = self.congress[unit]
            return month_end(before.year, before.month - 1)
        if reason == "nghi_huu":
            return month_end(year, self.rng.randint(2, 11))
        if self.rng.random() < 0.5:
            return month_end(year, self.rng.randint(1, 11))
        return between(self.rng, date(year, 1, 15), date(year, 12, 18))

    def _end(self, person: Person, unit: str, last: date, reason: str) -> None:
        person.postings[-1].ends_on = last
        person.postings[-1].end_reason = reason
        self.seats[unit].remove(person)
        self._touched.add(person.number)

    def _move(self, person: Person, post: str, day: date, how: str, *, unit: str | None = None) -> None:
        """Give a person another post from `day`; the earlier one ends the day before."""
        current = person.postings[-1]
        current.ends_on = shift(day, -1)
        person.postings.append(Posting(unit or current.unit, post, day, how=how))
        self._touched.add(person.number)

    def _succeed(self, unit: str, post: str, day: date) -> None:
        """Fill a vacant leading post from below; the gap moves down until somebody new is needed."""
        if post not in FEEDERS or (post not in ALWAYS_FILLED and self.rng.random() < 0.35):
            return
        if any(p.postings[-1].post == post for p in self.seats[unit]):
            return
        person = self._pick(unit, dict.fromkeys(FEEDERS[post], 1.0))
        if person is None:
            return
        previous = person.postings[-1].post
        self._move(person, post, day, "bau")
        self._succeed(unit, previous, day)

    def _transfer(self, source: str, target: str, year: int) -> None:
        person = self._pick(source, LEAVERS["transfer"]) or self._pick(source, {"": 1.0})
        if person is None:
            raise ValueError(f"nobody to move from {source} in {year}")
        posting = person.postings[-1]
        day = between(self.rng, date(year, 2, 1), date(year, 10, 20))
        if year == 2021 and self.rng.random() < 0.5:
            day = date(year, 12, 31)
        self.seats[source].remove(person)
        self._move(
            person,
            posting.post if GROUP[posting.post] == "cong_chuc" else self._gap(target),
            day,
            "dieu_dong",
            unit=target,
        )
        posting.end_reason = "chuyen_cong_tac"
        self.seats[target].append(person)
        self._succeed(source, posting.post, day)

    def _gap(self, unit: str) -> str:
        """The post the unit needs most, keeping cán bộ near half."""
        held = Counter(p.postings[-1].post for p in self.seats[unit])
        n_cadres = sum(n for post, n in held.items() if GROUP[post] == "can_bo")
        total = sum(held.values())
        orders = [SPECIALIST_ORDER, CADRE_ORDER]
        must = [post for post in (*ALWAYS_FILLED, *OFFICE_POSTS) if not held[post]]
        if must:
            return must[0]
        if n_cadres < (total + 1) * c.SHARE_CAN_BO:
            orders.reverse()
        for order in orders:
            wanted: Counter[str] = Counter()
            for post in order:
                wanted[post] += 1
                if held[post] < wanted[post]:
                    return post
        return "van_phong_thong_ke"

    def _enter(self, unit: str, year: int) -> None:
        """Somebody new: recruited in the first half of the year, a few later; leaders come from the town."""
        post = self._gap(unit)
        person = self._new_person()
        if self._late < LATE_ENTRIES and self.rng.random() < 0.3:
            self._late += 1
            day = between(self.rng, date(year, 7, 12), date(year, 12, 10))
        else:
            day = between(self.rng, date(year, 1, 4), date(year, 6, 28))
        if post in ALWAYS_FILLED:
            leaver = [p.postings[-1].ends_on for p in self.people if self._left_post(p, unit, post, year)]
            day = max([day, *(shift(last, 1) for last in leaver if last)])
            how = "luan_chuyen"
        else:
            how = "bau" if post in CAN_BO else "tiep_nhan" if self.rng.random() < 0.12 else "tuyen_dung"
        person.postings.append(Posting(unit, post, day, how=how))
        self.seats[unit].append(person)
        self._touched.add(person.number)

    def _left_post(self, person: Person, unit: str, post: str, year: int) -> bool:
        return any(
            q.unit == unit and q.post == post and q.ends_on is not None and q.ends_on.year == year
            for q in person.postings
        )

    def _end_police_post(self, unit: str, day: date, reason: str) -> None:
        """The post Trưởng Công an ends; its holder takes another post of the unit."""
        for person in list(self.seats[unit]):
            if person.postings[-1].post != "truong_cong_an":
                continue
            held = Counter(p.postings[-1].post for p in self.seats[unit])
            post = "chi_huy_truong_quan_su"
            if held[post]:
                post = min(OFFICE_POSTS, key=lambda p: held[p])
            self._move(person, post, day, "dieu_dong")
            person.postings[-2].end_reason = reason

    # --- the merger of 01/11/2019 -----------------------------------------------------------------------------

    def _merge_year(self) -> None:
        """Departures before the day, two transfers a pair on the day, then one unit out of two."""
        pairs: dict[str, list[str]] = {}
        for earlier, unit in layout.MERGING.items():
            pairs.setdefault(unit, []).append(earlier)
        reasons = list(Counter(MERGER_DEPARTURES).elements())
        others = [u for u in layout.CURRENT if u not in c.MERGED_UNITS]
        room = [u for u in others if len(self.seats[u]) <= self.sizes[2019][u]]
        for unit, halves in pairs.items():
            excess = sum(len(self.seats[h]) for h in halves) - self.sizes[2019][unit] - 2
            for index in range(excess):
                self._depart(halves[index % 2], 2019, reasons.pop(0), latest=date(2019, 10, 31))
            for half in halves:
                self._place_elsewhere(half, room.pop(self.rng.randrange(len(room))))
            self._merge(unit, halves)

    def _place_elsewhere(self, half: str, target: str) -> None:
        person = self._pick(
            half, {"tu_phap_ho_tich": 2, "dia_chinh_xay_dung": 2, "tai_chinh_ke_toan": 2, "van_hoa_xa_hoi": 1}
        )
        if person is None:
            raise ValueError(f"nobody to place from {half}")
        self.seats[half].remove(person)
        self._move(person, person.postings[-1].post, layout.REORGANISED, "dieu_dong", unit=target)
        person.postings[-2].end_reason = "sap_nhap"
        self.seats[target].append(person)

    def _merge(self, unit: str, halves: list[str]) -> None:
        seat = [person for half in halves for person in self.seats.pop(half)]
        taken: Counter[str] = Counter()
        second: list[Person] = []
        for person in seat:
            post = person.postings[-1].post
            if post in AFTER_MERGER and (taken[post] or post == "truong_cong_an"):
                second.append(person)
                continue
            taken[post] += 1
            self._carry(person, unit, post)
        for person in second:
            post = AFTER_MERGER[person.postings[-1].post] or min(OFFICE_POSTS, key=lambda p: taken[p])
            taken[post] += 1
            self._carry(person, unit, post)
        self.seats[unit] = seat

    def _carry(self, person: Person, unit: str, post: str) -> None:
        """Carry somebody over into the merged unit."""
        how = "chi_dinh" if post in CAN_BO else "bo_nhiem"
        self._move(person, post, layout.REORGANISED, how, unit=unit)
        person.postings[-2].end_reason = "sap_nhap"
