"""What happens to the demonstration's people in a year: ratings, health, courses, awards, disciplines."""

import math
import random
from datetime import date

from exchange.workforce import calibration as c
from exchange.workforce import courses
from exchange.workforce.people import GROUP, KEY_POSTS, Person, age_on, between, month_end, shift
from exchange.workforce.tables import Sink

EXCELLENT_WEIGHT = {
    "bi_thu_dang_uy": 4.0,
    "chu_tich_ubnd": 4.0,
    "pho_bi_thu_dang_uy": 2.5,
    "pho_chu_tich_ubnd": 1.6,
}
LAST_DAY = date(2021, 12, 31)
FACILITIES = ("Trung tâm Y tế thị xã Kinh Môn", "Bệnh viện đa khoa tỉnh Hải Dương")
ACTS = {
    False: ("Vi phạm chính sách dân số", "Vi phạm quy định về giao thông", "Vi phạm quy định nêu gương"),
    True: ("Chậm giải quyết hồ sơ", "Vi phạm quy trình cấp giấy tờ", "Thiếu trách nhiệm trong quản lý"),
}
DISCIPLINES: dict[int, tuple[tuple[str, str, bool, bool], ...]] = {
    # group, form, in the performance of duty, stays in post (and is then rated good like everybody)
    2019: (("cong_chuc", "khien_trach", False, True), ("can_bo", "khien_trach", False, True),
           ("can_bo", "canh_cao", True, True), ("cong_chuc", "canh_cao", True, False)),
    2020: (("cong_chuc", "khien_trach", False, True), ("can_bo", "khien_trach", True, True),
           ("cong_chuc", "buoc_thoi_viec", True, False)),
    2021: (("cong_chuc", "khien_trach", False, True), ("cong_chuc", "khien_trach", True, True),
           ("can_bo", "canh_cao", True, True), ("cong_chuc", "canh_cao", False, False)),
}  # fmt: skip


class Years:
    """Writes the yearly rows of everybody. Call `write` once."""

    def __init__(
        self,
        rng: random.Random,
        sink: Sink,
        people: list[Person],
        ids: dict[int, str],
        effects: dict[str, float],
    ) -> None:
        self.rng = rng
        self.sink = sink
        self.people = people
        self.ids = ids
        self.effects = effects
        self.long_absent: set[int] = set()
        self._health = {p.number: rng.gauss(0, 1) for p in people}
        self._disciplined: dict[int, int] = {}
        self._excellent: set[int] = set()

    def write(self) -> None:
        for year in c.YEARS:
            present = [p for p in self.people if p.posting_on(date(year, 12, 31))]
            self._discipline(year, present)
            unrated = self._unrated(year, present)
            excellent = self._rate(year, present, unrated)
            self._examine(year, present)
            self._train(year, present)
            self._award(year, present, excellent, unrated)
            self._excellent = excellent

    # --- discipline -------------------------------------------------------------------------------------------

    def _discipline(self, year: int, present: list[Person]) -> None:
        for index, (group, form, in_duty, stays) in enumerate(DISCIPLINES[year], 1):
            person, day = self._offender(year, present, group, form, stays)
            self._disciplined[person.number] = year
            act = f"VP-{year}-{index:02d}"
            acted = shift(day, -self.rng.randint(40, 200))
            acted_on = acted.isoformat() if index % 2 else f"{acted.year}-{acted.month:02d}"
            ends_on = None if form == "buoc_thoi_viec" else shift(day, 365)
            town = day >= date(2019, 11, 1)
            authority = "Ủy ban nhân dân thị xã" if town else "Ủy ban nhân dân huyện"
            number = f"{self.rng.randint(100, 2000)}/QĐ-UBND"
            self.sink.add(
                "disciplines", self.ids[person.number], form, "chinh_quyen", act, acted_on, day, ends_on, in_duty,
                authority, number,
            )  # fmt: skip
            if person.party and group == "can_bo":
                # one act, two lines: the Party's decision stands beside the administration's
                self.sink.add(
                    "disciplines", self.ids[person.number], form, "dang", act, acted_on, shift(day, -12), ends_on,
                    in_duty, "Ủy ban Kiểm tra Thị ủy" if town else "Ủy ban Kiểm tra Huyện ủy", f"{self.rng.randint(10, 90)}-QĐ/UBKT",
                )  # fmt: skip

    def _offender(
        self, year: int, present: list[Person], group: str, form: str, stays: bool
    ) -> tuple[Person, date]:
        if not stays:
            reason = form if form == "buoc_thoi_viec" else "thoi_viec"
            for person in self.people:
                posting = max(person.postings, key=lambda p: p.starts_on)
                last = posting.ends_on
                if (
                    last is None
                    or last.year != year
                    or posting.end_reason != reason
                    or GROUP[posting.post] != group
                ):
                    continue
                if form == "buoc_thoi_viec" or last.month >= 5:
                    return person, last if form == "buoc_thoi_viec" else shift(last, -50)
        candidates = [p for p in present if self._could_offend(p, year, group)]
        return self.rng.choice(candidates), between(self.rng, date(year, 3, 1), date(year, 10, 30))

    def _could_offend(self, person: Person, year: int, group: str) -> bool:
        posting = person.posting_on(date(year, 12, 31))
        steady = person.first_day().year < year - 2 and person.number not in self._disciplined
        return (
            steady
            and posting is not None
            and GROUP[posting.post] == group
            and posting.post != "bi_thu_dang_uy"
        )

    # --- ratings ----------------------------------------------------------------------------------------------

    def _unrated(self, year: int, present: list[Person]) -> set[int]:
        """Fewer than six months of work in the year: late entries, and a long illness or study leave."""
        unrated = {p.number for p in present if p.first_day() > date(year, 7, 1)}
        steady = [p for p in present if p.first_day().year < year - 2 and p.number not in self._disciplined]
        while len(unrated) < round(c.UNRATED * len(present)):
            person = self.rng.choice(steady)
            if person.number in unrated | self.long_absent:
                continue
            unrated.add(person.number)
            self.long_absent.add(person.number)
            start = between(self.rng, date(year, 1, 10), date(year, 4, 20))
            kind = self.rng.choice(("om", "di_hoc"))
            self.sink.add(
                "absences", self.ids[person.number], kind, start, shift(start, self.rng.randint(200, 235))
            )
        return unrated

    def _rate(self, year: int, present: list[Person], unrated: set[int]) -> set[int]:
        """Ratings of the year; the number of excellent ones is set per unit and group against the cap."""
        groups: dict[tuple[str, str], list[Person]] = {}
        for person in present:
            posting = person.posting_on(date(year, 12, 31))
            assert posting is not None
            if person.number in unrated:
                self._evaluation(person, year, "")
            else:
                groups.setdefault((posting.unit, GROUP[posting.post]), []).append(person)
        numbers = self._excellent_numbers(year, {key: len(members) for key, members in groups.items()})
        excellent: set[int] = set()
        for key, members in sorted(groups.items()):
            number = numbers[key]
            excellent |= self._best(members, number, year)
            for person in members:
                self._evaluation(person, year, "xuat_sac" if person.number in excellent else "tot")
        return excellent

    def _excellent_numbers(self, year: int, sizes: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
        """How many of each unit and group are excellent: most exactly as many as the cap allows."""
        numbers = {key: c.excellent_cap(size) for key, size in sorted(sizes.items())}
        chosen = self.rng.sample(sorted(numbers), len(c.OVER_CAP[year]) + c.GROUPS_UNDER_CAP[year])
        for key, beyond in zip(chosen, c.OVER_CAP[year], strict=False):
            numbers[key] += beyond
        for key in chosen[len(c.OVER_CAP[year]) :]:
            numbers[key] = max(numbers[key] - 1, 0)
        return numbers

    def _best(self, members: list[Person], number: int, year: int) -> set[int]:
        def score(person: Person) -> float:
            if self._disciplined.get(person.number) == year:
                return -1e9
            posting = person.posting_on(date(year, 12, 31))
            assert posting is not None
            weight = EXCELLENT_WEIGHT.get(posting.post, 1.0) * (
                1.8 if person.number in self._excellent else 1.0
            )
            return math.log(weight) - math.log(-math.log(self.rng.random() or 1e-12))

        ranked = sorted(members, key=lambda p: (-score(p), p.number))
        return {p.number for p in ranked[:number]}

    def _evaluation(self, person: Person, year: int, level: str) -> None:
        posting = person.posting_on(date(year, 12, 31))
        assert posting is not None
        decided = between(self.rng, date(year, 12, 6), date(year, 12, 14))
        decided_by = "Chủ tịch UBND xã, phường"
        if posting.post in KEY_POSTS:
            decided_by = "Ban Thường vụ Thị ủy"
            # the town's board concludes after New Year; 2021 was concluded early, before the working day
            decided = between(self.rng, date(2021, 12, 20), date(2021, 12, 30))
            if year < 2021:
                decided = between(self.rng, date(year + 1, 1, 8), date(year + 1, 2, 20))
        elif GROUP[posting.post] == "can_bo":
            decided_by = "Đảng ủy xã, phường"
        own = "xuat_sac" if level == "xuat_sac" or self.rng.random() < 0.21 else level
        party = level if person.party and self.rng.random() < 0.9 else ""
        status = "rated" if level else "not_rated_by_rule"
        self.sink.add(
            "evaluations", self.ids[person.number], year, status, level, own if level else "", party,
            decided if level else None, decided_by if level else "", "",
        )  # fmt: skip

    # --- health -----------------------------------------------------------------------------------------------

    def _examine(self, year: int, present: list[Person]) -> None:
        """Classes I–III for those examined, the older the worse; some were not examined."""
        count = round(c.EXAMINED[year] * len(present))
        examined = sorted(self.rng.sample(present, count), key=lambda p: (self._frailty(p, year), p.number))
        first = round(c.HEALTH[0] * count)
        second = first + round(c.HEALTH[1] * count)
        for index, person in enumerate(examined):
            grade = 1 if index < first else 2 if index < second else 3
            day = between(self.rng, date(year, 4, 1), date(year, 11, 20))
            checked = day.isoformat() if self.rng.random() < 0.8 else f"{year}-{day.month:02d}"
            self.sink.add(
                "health_checks", self.ids[person.number], year, grade, checked, self.rng.choice(FACILITIES)
            )

    def _frailty(self, person: Person, year: int) -> float:
        assert person.birth is not None
        age = age_on(person.birth, date(year, 12, 31))
        return 0.06 * age + self._health[person.number] + self.rng.gauss(0, 0.5)

    # --- courses ----------------------------------------------------------------------------------------------

    def _train(self, year: int, present: list[Person]) -> None:
        """Courses: those that led to a level of the year, and short ones for others, more in some units."""
        span = (date(year, 1, 10), date(year, 12, 24))
        trained: set[int] = set()
        for person in present:
            if self._disciplined.get(person.number) == year:
                continue
            for item in person.levels:
                if item.attained_on[:4] == str(year) and len(item.attained_on) == 10 and item.level != "none":
                    day = date.fromisoformat(item.attained_on)
                    if person.first_day() < day:
                        courses.leading_to(self.sink, self.rng, self.ids[person.number], item, day)
                        trained.add(person.number)
        wave = {unit: self.rng.gauss(0, 0.25) for unit in sorted({p.postings[-1].unit for p in present})}
        rest = [p for p in present if p.number not in trained and self._may_train(p, year)]
        rest.sort(key=lambda p: (-self._keen(p, year, wave), p.number))
        for person in rest[: max(round(c.COURSES[year] * len(present)) - len(trained), 0)]:
            for _ in range(self.rng.choices((1, 2, 3), (74, 22, 4))[0]):
                first = max(span[0], shift(person.first_day(), 3))
                courses.short(
                    self.sink, self.rng, self.ids[person.number], person.postings[-1].post, (first, span[1])
                )

    def _may_train(self, person: Person, year: int) -> bool:
        free = self._disciplined.get(person.number) != year and person.number not in self.long_absent
        return free and person.first_day() < date(year, 11, 1)

    def _keen(self, person: Person, year: int, wave: dict[str, float]) -> float:
        posting = person.posting_on(date(year, 12, 31))
        assert posting is not None
        noise = -math.log(-math.log(self.rng.random() or 1e-12))
        return 0.6 * self.effects[posting.unit] + wave.get(posting.unit, 0.0) + noise

    # --- awards -----------------------------------------------------------------------------------------------

    def _award(self, year: int, present: list[Person], excellent: set[int], unrated: set[int]) -> None:
        """Titles at a high rate: LĐTT for four in five, CSTĐ cơ sở near (in a few units past) its limit."""
        by_unit: dict[str, list[Person]] = {}
        for person in present:
            if person.number in unrated or self._disciplined.get(person.number) == year:
                continue
            if person.number in excellent or self.rng.random() < c.EMULATION_TITLE[year]:
                posting = person.posting_on(date(year, 12, 31))
                assert posting is not None
                by_unit.setdefault(posting.unit, []).append(person)
        generous = self.rng.sample(sorted(by_unit), 4)
        for unit, winners in sorted(by_unit.items()):
            ranked = sorted(winners, key=lambda p: (p.number not in excellent, self.rng.random()))
            fighters = int(0.15 * len(winners)) + (1 if unit in generous else 0)
            for index, person in enumerate(ranked):
                self._title(person, year, "Lao động tiên tiến", "Chủ tịch UBND thị xã")
                if index < fighters:
                    self._title(person, year, "Chiến sĩ thi đua cơ sở", "Chủ tịch UBND thị xã")
        self._merits(year, present, excellent)

    def _title(self, person: Person, year: int, title: str, authority: str) -> None:
        posting = person.posting_on(date(year, 12, 31))
        late = posting is not None and posting.post in KEY_POSTS and year < 2021
        # titles of leaders follow their rating into the next year: the file states the year, not the day
        day = None if late else between(self.rng, date(year, 12, 16), date(year, 12, 30))
        self.sink.add("awards", self.ids[person.number], title, "danh_hieu", year, day, authority, "")

    def _merits(self, year: int, present: list[Person], excellent: set[int]) -> None:
        body = "Chủ tịch UBND huyện" if year == 2019 else "Chủ tịch UBND thị xã"
        for person in present:
            if self._disciplined.get(person.number) == year or person.first_day() > date(year, 3, 1):
                continue
            if self.rng.random() < c.CERTIFICATE_OF_MERIT * (1.6 if person.number in excellent else 0.93):
                day = between(self.rng, date(year, 3, 10), date(year, 10, 30))
                number = f"{self.rng.randint(200, 4000)}/QĐ-UBND"
                self.sink.add(
                    "awards", self.ids[person.number], "Giấy khen", "hinh_thuc", year, day, body, number
                )
            if person.number in excellent and self.rng.random() < 0.1:
                day = month_end(year, self.rng.randint(6, 11))
                authority = "Chủ tịch UBND tỉnh Hải Dương"
                self.sink.add(
                    "awards", self.ids[person.number], "Bằng khen", "hinh_thuc", year, day, authority, ""
                )
