"""What stands in a personnel file besides ratings: identity, postings, levels, salary steps, family, committees."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exchange.workforce import names
from exchange.workforce.people import (
    CAN_BO,
    GROUP,
    KEY_POSTS,
    PARTY_POSTS,
    Person,
    Posting,
    add_years,
    between,
    shift,
)
from exchange.workforce.tables import Sink
from officials.months import add_months

RANKS: dict[str, tuple[str, float, float, int]] = {  # degree → rank, first coefficient, step, months a step (NĐ 204)
    "thac_si": ("01.003", 2.34, 0.33, 36), "dai_hoc": ("01.003", 2.34, 0.33, 36),
    "cao_dang": ("01a.003", 2.10, 0.31, 36), "trung_cap": ("01.004", 1.86, 0.20, 24),
}  # fmt: skip
LAST_STEP = {"01.003": 9, "01a.003": 10, "01.004": 12}
CADRE_COEFFICIENTS = {"bi_thu_dang_uy": 2.35, "pho_bi_thu_dang_uy": 2.15, "chu_tich_hdnd": 2.15, "chu_tich_ubnd": 2.15,
                      "pho_chu_tich_hdnd": 1.95, "pho_chu_tich_ubnd": 1.95, "chu_tich_ubmttq": 1.95}  # fmt: skip
ALLOWANCES = {"bi_thu_dang_uy": 0.30, "pho_bi_thu_dang_uy": 0.25, "chu_tich_hdnd": 0.25, "chu_tich_ubnd": 0.25,
              "pho_chu_tich_hdnd": 0.20, "pho_chu_tich_ubnd": 0.20, "chu_tich_ubmttq": 0.20}  # fmt: skip
REORGANISED = date(2019, 11, 1)
MASS_POSTS = ("chu_tich_ubmttq", "chu_tich_hoi_nong_dan", "chu_tich_hoi_ccb", "chu_tich_hoi_phu_nu")
"""Posts open to lower secondary schooling (QĐ 04/2004/QĐ-BNV)."""


@dataclass(slots=True)
class Authorities:
    """Names of the bodies that decide, before and after the district became a town."""

    standing: str = "Ban Thường vụ Thị ủy"
    committee: str = "Ủy ban nhân dân thị xã"
    earlier_standing: str = "Ban Thường vụ Huyện ủy"
    earlier_committee: str = "Ủy ban nhân dân huyện"
    changed_on: date = REORGANISED

    def deciding(self, post: str, day: date) -> str:
        earlier = day < self.changed_on
        if post in CAN_BO:
            return self.earlier_standing if earlier else self.standing
        return self.earlier_committee if earlier else self.committee


class Numbers:
    """Identity numbers, unique by construction: a counter per sex and year of birth from a random start."""

    def __init__(self, rng: random.Random, provinces: tuple[str, ...] = names.PROVINCES) -> None:
        self._rng = rng
        self._provinces = provinces
        self._next: dict[tuple[str, int], int] = {}

    def take(self, sex: str, birth: date) -> str:
        key = (sex, birth.year)
        serial = self._next.get(key)
        if serial is None:
            serial = self._rng.randrange(1_000, 9_000)
        self._next[key] = serial + self._rng.randrange(1, 40)
        province, serial = divmod(serial, 1_000_000)
        return names.national_id(sex, birth, serial, province=self._provinces[province])


def birth_text(rng: random.Random, birth: date, *, month_only: float, year_only: float) -> str:
    """The birth date as the file holds it; shortened only where its last possible day gives the same age on 31/12."""
    draw = rng.random()
    if draw < year_only:
        return f"{birth.year}"
    return f"{birth.year}-{birth.month:02d}" if draw < year_only + month_only else birth.isoformat()


def general_education(rng: random.Random, person: Person) -> str:
    """12/12, or 10/10 for those who left school before 1989; a few older cán bộ stopped at lower secondary."""
    assert person.birth is not None
    old_system = person.birth.year <= 1971
    graduate = any(
        item.kind == "professional" and item.level not in ("none", "so_cap", "") for item in person.levels
    )
    if not graduate and person.postings[-1].post in MASS_POSTS and rng.random() < 0.6:
        return "7/10" if old_system else "9/12"
    return "10/10" if old_system else "12/12"


def official(
    sink: Sink, rng: random.Random, person: Person, hometown: str, national_id: str, official_id: str
) -> None:
    """The row of `officials`, with Party membership that fits age and post."""
    assert person.birth is not None
    first = min(person.postings, key=lambda p: p.starts_on)
    known = rng.random() < 0.85 or first.starts_on.year >= 2019  # recent files are complete
    recruited = first.starts_on if known else None
    recruited_text = "" if recruited is None else _shorten(rng, recruited)
    joined = official_on = ""
    if person.party:
        day = add_years(person.birth, rng.randint(22, 29))
        day = shift(min(day, shift(first.starts_on, 900), date(2020, 11, 1)), rng.randrange(0, 28))
        joined = _shorten(rng, day)
        official_on = _shorten(rng, add_years(day, 1))
    ethnicity = "Kinh" if rng.random() < 0.993 else rng.choice(("Tày", "Mường", "Nùng"))
    religion = rng.choices(("Không", "Công giáo", "Phật giáo"), (970, 18, 12))[0]
    sink.add(
        "officials", official_id, person.full_name, person.sex, person.birth_text, ethnicity, religion, national_id,
        hometown, general_education(rng, person), recruited_text, person.party, joined, official_on, True,
    )  # fmt: skip


def draw_party(rng: random.Random, person: Person) -> None:
    """Nearly all cán bộ and most công chức are Party members ([P])."""
    cadre = any(GROUP[p.post] == "can_bo" for p in person.postings)
    person.party = rng.random() < (0.995 if cadre else 0.86)


def _shorten(rng: random.Random, day: date) -> str:
    return f"{day.year}-{day.month:02d}" if rng.random() < 0.2 else day.isoformat()


def postings(sink: Sink, rng: random.Random, person: Person, official_id: str, bodies: Authorities) -> None:
    """One row of `appointments` a posting; in a third of them the decision is missing."""
    for posting in sorted(person.postings, key=lambda p: (p.starts_on, not p.primary)):
        decided_by = bodies.deciding(posting.post, posting.starts_on)
        number = decided_on = ""
        if rng.random() < 0.68:
            decided = shift(posting.starts_on, -rng.randint(0, 12))
            decided_on = decided.isoformat() if rng.random() < 0.9 else f"{decided.year}-{decided.month:02d}"
            number = f"{rng.randint(12, 2900)}/QĐ-{'ĐU' if posting.post in PARTY_POSTS else 'UBND'}"
        managed = bodies.standing if posting.post in KEY_POSTS else "Đảng ủy xã, phường"
        if posting.post not in CAN_BO:
            managed = decided_by
        sink.add(
            "appointments", official_id, posting.unit, posting.post, posting.primary, posting.starts_on,
            True if posting.start_unknown else None, posting.ends_on, posting.how, posting.term,
            posting.end_reason, number, decided_on, decided_by, managed,
        )  # fmt: skip


def levels(sink: Sink, person: Person, official_id: str) -> None:
    """The rows of `qualifications`."""
    for item in person.levels:
        sink.add(
            "qualifications", official_id, item.kind, item.level, item.subject, item.attained_on, None,
            item.institution, item.certificate_no, None, None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delay:
    """A decision that lengthens the time at the step held on its day."""

    day: date
    months: int


def salary(
    sink: Sink, person: Person, official_id: str, first: date, last: date, delays: Sequence[Delay] = ()
) -> None:
    """Salary steps in force within the span: regular raises from the first posting on, by degree held.

    Each of `delays` (in order of days) puts off the raise that would have followed it (NĐ 92/2009/NĐ-CP Điều 6 khoản 3).
    At the last step of a rank each further row is the seniority allowance: 5 %, then 1 % more every year.
    """
    start = person.first_day()
    end = min(person.last_day_in_post() or last, last)
    starts: list[tuple[date, tuple[object, ...], int | None]] = []
    day, lost, waiting, percent = start, 0, list(delays), None
    while day <= end:
        posting = person.posting_on(day) or person.postings[-1]
        row, months = _step(person, posting, day, start, lost)
        percent = _percent(row, starts[-1][1], percent) if starts else None
        starts.append((day, row, percent))
        following = add_months(day, 12 if percent else months)
        while waiting and waiting[0].day <= following:
            delay = waiting.pop(0)
            if delay.day >= day:
                lost += delay.months
                following = add_months(following, delay.months)
        day = following
    for index, (day, row, percent) in enumerate(starts):
        following_row = starts[index + 1][0] if index + 1 < len(starts) else None
        if following_row is None or following_row > first:
            rank, step, coefficient, allowance = row
            reason = "thuong_xuyen" if index else None
            paper = (None, None, None)  # of no step the paper is invented
            pay = (rank, step, coefficient, day, allowance)
            sink.add("salary_steps", official_id, *pay, reason, *paper, percent)  # type: ignore[arg-type]


def _percent(row: tuple[object, ...], before: tuple[object, ...], held: int | None) -> int | None:
    """The seniority allowance of a row that repeats the last step of its rank; none where pay is by post."""
    rank, step = str(row[0]), row[1]
    if row[:3] != before[:3] or step != LAST_STEP.get(rank):
        return None
    return 5 if held is None else held + 1


def _step(
    person: Person, posting: Posting, day: date, start: date, lost: int
) -> tuple[tuple[object, ...], int]:
    """The row of a step that begins on `day`, and the months it lasts; `lost`: months of delay before it."""
    degree = person.top("professional", day)
    allowance = f"{ALLOWANCES.get(posting.post, 0.15):.2f}" if posting.post in CAN_BO else None
    if degree not in RANKS:
        base = CADRE_COEFFICIENTS.get(posting.post, 1.75)
        step = 1 if add_months(start, 60 + lost) > day else 2
        return ("", step, f"{base + 0.5 * (step - 1):.2f}", allowance), 60
    rank, base, raise_by, months = RANKS[degree]
    served = day.year * 12 + day.month - start.year * 12 - start.month - lost
    step = min(1 + served // months, LAST_STEP[rank])
    return (rank, step, f"{base + raise_by * (step - 1):.2f}", allowance), months


def family(
    sink: Sink,
    rng: random.Random,
    person: Person,
    official_id: str,
    *,
    full: bool = True,
    spouse: bool = True,
) -> None:
    """Relatives outside the workforce: parents, spouse, children (with `full`), else only one of them.

    `spouse` False: the husband or wife is an official too and is written by `relative`.
    """
    rows = _relatives(rng, person, spouse=spouse)
    for relation, sex, family_name, born in rows if full else [rng.choice(rows)]:
        full_name = names.full_name(rng, sex, family=family_name)
        sink.add("family_members", official_id, relation, full_name, born, None, None)


def _relatives(rng: random.Random, person: Person, *, spouse: bool) -> list[tuple[str, str, str | None, int]]:
    """relation, sex, surname if it is known, year of birth."""
    assert person.birth is not None
    year, surname = person.birth.year, person.full_name.split()[0]
    rows: list[tuple[str, str, str | None, int]] = [
        ("bố", "nam", surname, year - rng.randint(22, 34)),
        ("mẹ", "nu", None, year - rng.randint(20, 31)),
    ]
    if spouse and rng.random() >= 0.88:
        return rows
    if spouse:
        relation, sex = ("vợ", "nu") if person.sex == "nam" else ("chồng", "nam")
        rows.append((relation, sex, None, year + rng.randint(-4, 4)))
    for _ in range(rng.choices((0, 1, 2, 3), (10, 25, 57, 8))[0]):
        born = year + rng.randint(24, 34)
        if born <= 2021:
            rows.append(("con", rng.choice(("nam", "nu")), surname if person.sex == "nam" else None, born))
    return rows


def relative(
    sink: Sink, owner: tuple[Person, str], relation: str, other: tuple[Person, str], note: str
) -> None:
    """A relation between two officials of the system, seen from `owner`."""
    person, other_id = other
    assert person.birth is not None
    sink.add("family_members", owner[1], relation, person.full_name, person.birth.year, other_id, note)


def committees(sink: Sink, rng: random.Random, person: Person, official_id: str, last: date) -> None:
    """Seats in the Party committee (BCH), its standing board (BTV) and its inspection board (UBKT)."""
    for posting in person.postings:
        if not posting.primary or posting.starts_on > last or posting.post not in CAN_BO:
            continue
        if posting.ends_on is not None and posting.ends_on < date(2018, 12, 31):
            continue
        sink.add("committees", official_id, posting.unit, "bch", posting.starts_on, posting.ends_on)
        if posting.post in (*PARTY_POSTS, "chu_tich_ubnd"):
            sink.add("committees", official_id, posting.unit, "btv", posting.starts_on, posting.ends_on)
        if posting.post == "pho_bi_thu_dang_uy" and rng.random() < 0.7:
            sink.add("committees", official_id, posting.unit, "ubkt", posting.starts_on, posting.ends_on)


def absences(
    sink: Sink, rng: random.Random, person: Person, official_id: str, span: tuple[date, date]
) -> None:
    """Maternity leave and short illness; never the three to six months that would bar a good rating."""
    assert person.birth is not None
    first = max(span[0], person.first_day())
    last = shift(min(span[1], person.last_day_in_post() or span[1]), -190)
    if last <= first:
        return
    age = first.year - person.birth.year
    if person.sex == "nu" and 24 <= age <= 35 and rng.random() < 0.42:
        start = between(rng, first, last)
        sink.add("absences", official_id, "thai_san", start, shift(start, 180))
    elif rng.random() < 0.02:
        start = between(rng, first, last)
        kind = rng.choice(("om", "di_hoc", "khac"))
        sink.add("absences", official_id, kind, start, shift(start, rng.randint(12, 75)))
