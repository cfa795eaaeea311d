"""A synthetic package of any size: N people in post on the last 31/12, in units that exist nowhere.

One unit after another, each from its own seeded generator, so that memory stays small and the same arguments
give the same bytes. It also holds, in small shares, what makes counting hard: people who moved on 30/12, 31/12
or 1/1, who hold only a secondary post or two primary ones, who start tomorrow or never; degrees earned in
mid-year; partial, missing and undated facts; courses across New Year; two ratings in a year; a unit founded
later and one with nobody.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from exchange.package.writing import new_package
from exchange.workforce import calibration as c
from exchange.workforce import generic_levels, generic_years, names, plans, profiles
from exchange.workforce.people import GROUP, Person, Posting, add_years, between, month_end, shift
from exchange.workforce.posts import CADRE_ORDER, SPECIALIST_ORDER
from exchange.workforce.tables import Sink

AREAS = 4
KINDS = ("xa", "xa", "phuong", "xa", "thi_tran", "phuong")
KIND_NAMES = {"xa": "xã", "phuong": "phường", "thi_tran": "thị trấn"}
JOINED_A_YEAR = 0.06  # share of posts filled anew in a year, after somebody left
MOVED = 0.02  # came from another unit within the years
OVERLAPPING = 0.003
EXTRAS = (("secondary", 0.004), ("future", 0.002), ("nowhere", 0.001))
REASONS = (("nghi_huu", 38), ("thoi_viec", 28), ("chuyen_cong_tac", 24), ("het_nhiem_ky", 5), ("qua_doi", 2),
           ("buoc_thoi_viec", 1), ("", 2))  # fmt: skip
AGE_BANDS = ((22, 30), (31, 40), (41, 50), (51, 59))
MEN_ONLY = ("chi_huy_truong_quan_su", "chu_tich_hoi_ccb")


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. `years` are consecutive."""

    units: int
    officials: int
    years: tuple[int, ...]
    seed: int

    @property
    def last(self) -> date:
        return date(self.years[-1], 12, 31)


@dataclass(slots=True)
class Place:
    """One unit: its row, its size on the last day and its effect on levels (logit)."""

    index: int
    unit: str
    kind: str
    area: str
    starts_on: date | None
    size: int
    effect: float = 0.0
    siblings: tuple[str, ...] = field(default=())


def generate(path: Path, request: Request) -> dict[str, int]:
    """Write the package; returns the number of rows by table. Errors: Refused where something else stands there."""
    with new_package(path, synthetic=True) as package:
        sink = Sink(package)
        places = _places(request)
        # other provinces than the demonstration's, so that both can stand in one database
        numbers_rng = random.Random(f"{request.seed}:numbers")  # noqa: S311 (no secret)
        numbers = profiles.Numbers(numbers_rng, names.PROVINCES[1:])
        for place in places:
            _unit_rows(sink, request, place)
        serial = 0
        for place in places:
            rng = random.Random(f"{request.seed}:{place.unit}")  # noqa: S311 (no secret)
            place.effect = rng.gauss(0, c.BETWEEN_UNITS_SD)
            for person in _people(rng, request, place):
                serial += 1
                person.number = serial
                _person_rows(sink, rng, request, place, person, numbers)
            generic_years.unit_rows(sink, rng, place.unit, place.size, request.years, _alive_from(place))
    return sink.rows()


def _alive_from(place: Place) -> int:
    return place.starts_on.year if place.starts_on else 0


# --- units ------------------------------------------------------------------------------------------------------


def _places(request: Request) -> list[Place]:
    """Exactly the units asked for, all alive on the last day; the people spread unevenly over them."""
    rng = random.Random(f"{request.seed}:places")  # noqa: S311 (no secret)
    width = max(3, len(str(request.units)))
    ids = [f"D{index:0{width}d}" for index in range(1, request.units + 1)]
    later = request.units - 1 if request.units >= 4 else None
    nobody = request.units - 2 if request.units >= 6 else None
    places = []
    for index, unit in enumerate(ids):
        founded = date(request.years[len(request.years) // 2], 7, 1) if index == later else None
        area = "" if index % 50 == 5 else f"Khu {index * AREAS // request.units + 1}"
        places.append(Place(index, unit, KINDS[index % len(KINDS)], area, founded, 0))
    _spread(rng, [p for p in places if p.index != nobody], request.officials)
    settled = [p.unit for p in places if p.starts_on is None and p.index != nobody]
    for place in places:
        others = [unit for unit in rng.sample(settled, min(4, len(settled))) if unit != place.unit]
        place.siblings = tuple(others)
    return places


def _spread(rng: random.Random, places: list[Place], officials: int) -> None:
    base, rest = divmod(officials, len(places))
    for index, place in enumerate(places):
        place.size = base + (index < rest)
    for _ in range(len(places) * 2):
        giver, taker = rng.choice(places), rng.choice(places)
        if giver is not taker and giver.size > base - 3 and taker.size < base + 3 and giver.size > 1:
            giver.size -= 1
            taker.size += 1


def _unit_rows(sink: Sink, request: Request, place: Place) -> None:
    number = place.unit[1:]
    sink.add(
        "units", place.unit, place.unit, f"Minh họa {number}", place.kind, place.area, place.index % 3 + 1,
        place.starts_on, None, "",
    )  # fmt: skip
    start = place.starts_on or date(request.years[0] - 1, 1, 1)
    quota = max(place.size + (place.index * 7) % 4 - 1, 1)
    middle = date(request.years[-1], 1, 1)
    if start < middle:
        sink.add("unit_quotas", place.unit, quota + 1, start, shift(middle, -1), "Số liệu minh họa")
    sink.add("unit_quotas", place.unit, quota, max(start, middle), None, "Số liệu minh họa")


# --- people -----------------------------------------------------------------------------------------------------


def _people(rng: random.Random, request: Request, place: Place) -> Iterator[Person]:
    """Those in post on the last day, those who left their posts before them, and the few oddities."""
    posts = _posts(place.size)
    for slot, post in enumerate(posts):
        person, predecessor = _holder(rng, request, place, post, slot if place.index == 0 else -1)
        yield person
        if predecessor is not None:
            yield predecessor
    for oddity, share in EXTRAS:
        if place.size and (place.index == 0 or rng.random() < share * place.size):
            yield _odd(rng, request, place, oddity)


def _posts(size: int) -> list[str]:
    half = size // 2
    cadres = [CADRE_ORDER[i % len(CADRE_ORDER)] for i in range(half)]
    return cadres + [SPECIALIST_ORDER[i % len(SPECIALIST_ORDER)] for i in range(size - half)]


def _holder(
    rng: random.Random, request: Request, place: Place, post: str, slot: int
) -> tuple[Person, Person | None]:
    """The holder on the last day and, if the post changed hands within the years, the one before.

    In the first unit (`slot` from 0) the first has two primary posts and the next ones moved on 30/12, 31/12
    and 1/1, so that every package has these cases.
    """
    person = Person(0)
    _identity(rng, request, person, post)
    predecessor = None
    draw = rng.random()
    if 0 <= slot <= 3:
        draw = 1.0 if slot else 0.5
    start = _early_start(rng, request, place, person)
    n_years = len(request.years)
    if draw < JOINED_A_YEAR * n_years:
        start = _day_in_years(rng, request, place)
        predecessor = _predecessor(rng, request, place, post, start)
    how = "bau" if GROUP[post] == "can_bo" else "tuyen_dung"
    if predecessor is None and draw > 1 - MOVED and place.siblings:
        day = _edges(request)[slot - 1] if 1 <= slot <= 3 else rng.choice(_edges(request))
        day = max(day, place.starts_on or date.min)
        earlier = between(rng, date(request.years[0] - 8, 1, 1), date(request.years[0] - 1, 12, 31))
        origin = rng.choice(place.siblings)
        person.postings.append(
            Posting(origin, post, earlier, shift(day, -1), how=how, end_reason="chuyen_cong_tac")
        )
        person.postings.append(Posting(place.unit, post, day, how="dieu_dong"))
    else:
        person.postings.append(Posting(place.unit, post, start, how=how, start_unknown=rng.random() < 0.01))
    if (rng.random() < OVERLAPPING or slot == 0) and place.siblings:
        first = person.postings[0].starts_on
        last = shift(first, 40) if rng.random() < 0.5 else None
        other = Posting(rng.choice(place.siblings), post, shift(first, -700), last, how="bau")
        person.postings.insert(0, other)
    _secondary(rng, person, place)
    _fit_birth(person)
    return person, predecessor


def _secondary(rng: random.Random, person: Person, place: Place) -> None:
    posting = person.postings[-1]
    if posting.post == "chu_tich_ubnd" or (posting.post == "bi_thu_dang_uy" and rng.random() < 0.7):
        second = "pho_bi_thu_dang_uy" if posting.post == "chu_tich_ubnd" else "chu_tich_hdnd"
        person.postings.append(Posting(place.unit, second, posting.starts_on, primary=False, how="bau"))


def _predecessor(rng: random.Random, request: Request, place: Place, post: str, start: date) -> Person | None:
    last = shift(start, -1 - rng.choice((0, 0, 1, 14, 45)))
    if place.starts_on is not None and last <= place.starts_on:
        return None
    person = Person(0)
    _identity(rng, request, person, post)
    first = max(shift(last, -rng.randint(300, 4200)), place.starts_on or date.min)
    reason = rng.choices([r for r, _ in REASONS], [w for _, w in REASONS])[0]
    how = "bau" if GROUP[post] == "can_bo" else "tuyen_dung"
    person.postings.append(Posting(place.unit, post, first, last, how=how, end_reason=reason))
    _fit_birth(person)
    return person


def _odd(rng: random.Random, request: Request, place: Place, oddity: str) -> Person:
    """Somebody who is not in post on the last day although there is a file."""
    person = Person(0)
    _identity(rng, request, person, "van_hoa_xa_hoi")
    start = between(rng, date(request.years[0] - 3, 1, 1), request.last)
    start = max(start, place.starts_on or date.min)
    if oddity == "secondary":
        person.postings.append(Posting(place.unit, "chu_tich_hoi_nong_dan", start, primary=False, how="bau"))
    elif oddity == "future":
        person.postings.append(
            Posting(place.unit, "van_hoa_xa_hoi", shift(request.last, 1), how="tuyen_dung")
        )
    if person.postings:
        _fit_birth(person)
    return person


def _identity(rng: random.Random, request: Request, person: Person, post: str) -> None:
    woman = post == "chu_tich_hoi_phu_nu" or (post not in MEN_ONLY and rng.random() < 0.25)
    person.sex = "nu" if woman else "nam"
    low, high = rng.choices(AGE_BANDS, c.AGE[2021])[0]
    if woman:
        high = min(high, 54)
    person.birth = date(request.last.year - rng.randint(low, high), rng.randint(1, 12), rng.randint(1, 28))
    person.full_name = names.full_name(rng, person.sex)
    person.skill = rng.gauss(0, 0.6)
    profiles.draw_party(rng, person)


def _fit_birth(person: Person) -> None:
    """Nobody served before the age of 20: those born too late for their first posting are made older."""
    assert person.birth is not None
    latest = add_years(person.first_day(), -20)
    if person.birth > latest:
        person.birth = latest


def _early_start(rng: random.Random, request: Request, place: Place, person: Person) -> date:
    assert person.birth is not None
    first = max(add_years(person.birth, 22), date(request.years[0] - 18, 1, 1))
    last = date(request.years[0] - 1, 12, 31)
    return max(between(rng, first, max(first, last)), place.starts_on or date.min)


def _day_in_years(rng: random.Random, request: Request, place: Place) -> date:
    if rng.random() < 0.12:
        day = rng.choice(_edges(request))
    elif rng.random() < 0.4:
        day = shift(month_end(rng.choice(request.years), rng.randint(1, 11)), 1)
    else:
        day = between(rng, date(request.years[0], 1, 2), request.last)
    return max(day, place.starts_on or date.min)


def _edges(request: Request) -> list[date]:
    """The days around the reference day, never past the last one."""
    return [
        date(y, month, day) for y in reversed(request.years) for month, day in ((12, 30), (12, 31), (1, 1))
    ]


# --- rows -------------------------------------------------------------------------------------------------------


def _person_rows(
    sink: Sink, rng: random.Random, request: Request, place: Place, person: Person, numbers: profiles.Numbers
) -> None:
    assert person.birth is not None
    official_id = f"N{person.number:07d}"
    sex = person.sex
    person.birth_text = profiles.birth_text(rng, person.birth, month_only=0.04, year_only=0.03)
    national_id = numbers.take(sex, person.birth) if rng.random() < 0.97 else ""
    if rng.random() < 0.004:
        person.birth_text = ""
    if rng.random() < 0.003:
        person.sex = ""
    never_posted = not person.postings
    if never_posted:
        person.postings = [
            Posting(place.unit, "van_hoa_xa_hoi", request.last)
        ]  # describes the person, is not written
    generic_levels.draw(rng, person, place.effect, request.years)
    profiles.official(sink, rng, person, _home(rng, place), national_id, official_id)
    if never_posted:
        return
    profiles.postings(sink, rng, person, official_id, profiles.Authorities())
    profiles.levels(sink, person, official_id)
    person.sex = sex
    if rng.random() < 0.5:
        profiles.family(sink, rng, person, official_id, full=False)
    if not any(posting.primary for posting in person.postings):
        return
    profiles.salary(sink, person, official_id, date(request.years[0] - 1, 12, 31), request.last)
    profiles.absences(sink, rng, person, official_id, (date(request.years[0], 1, 1), request.last))
    generic_years.person_rows(sink, rng, person, official_id, request.years)
    # A stream of its own: without the plans everything else is the same.
    plans.of_one(sink, random.Random(f"{request.seed}/{official_id}"), person, official_id, request.last)  # noqa: S311


def _home(rng: random.Random, place: Place) -> str:
    unit = rng.choice(place.siblings) if place.siblings and rng.random() < 0.2 else place.unit
    return f"{KIND_NAMES[place.kind]} Minh họa {unit[1:]}"
