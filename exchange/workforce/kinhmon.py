"""The demonstration: an invented workforce in the real units of Kinh Môn, set at 31/12/2021.

Deterministic: the same package, byte for byte, on every machine. Its people do not exist; its totals follow
`calibration`, which says where each number comes from.
"""

import random
from datetime import date
from pathlib import Path

from exchange.workforce import ages, courses, files, layout, names, places, plans, profiles, stocks, terms
from exchange.workforce.careers import Careers
from exchange.workforce.people import GROUP, Person, Posting
from exchange.workforce.tables import COLUMNS, Memory, Sink
from exchange.workforce.years import Years

SEED = 20211231
FIRST_ID = "KM0001"
FIRST, LAST = date(2018, 12, 31), date(2021, 12, 31)
MONTH_ONLY, YEAR_ONLY = 0.03, 0.015
DECIDED_UNTIL = date(2021, 12, 10)
"""Raises due later in December wait for their decision, as an office has them at the end of a year."""
MONTHS_OF_DELAY = {
    "khien_trach": 6,
    "canh_cao": 6,
}  # NĐ 92/2009/NĐ-CP Điều 6 khoản 3 (norms `nang_luong.cham.*`)
RELATIONS = {("nam", "nu"): ("vợ", "chồng"), ("nu", "nam"): ("chồng", "vợ")}


def build(seed: int = SEED) -> Memory:
    """All tables of the demonstration."""
    rng = random.Random(seed)  # noqa: S311 (no secret: the same people again)
    memory = Memory()
    sink = Sink(memory, width=5)
    careers = Careers(rng)
    people = careers.run()
    terms.carry_over(rng, people, careers.congress, careers.council)
    ages.settle(rng, people)
    effects = stocks.unit_effects(rng)
    stocks.Stocks(rng, people, effects).fill()
    ids = {person.number: official_id(person.number) for person in people}
    _units(sink)
    _identities(rng, people)
    pairs = _relatives(rng, people)
    _files(sink, rng, people, ids, {p.number for p, word, _, _ in pairs if word in ("vợ", "chồng")})
    for owner, relation, other, note in pairs:
        profiles.relative(sink, (owner, ids[owner.number]), relation, (other, ids[other.number]), note)
    Years(rng, sink, people, ids, effects).write()
    courses.hold_together(memory, people, ids)
    _salaries(sink, memory, people, ids)
    places.unit_years(sink, rng, people, effects)
    places.inspections(sink, rng)
    # A stream of its own: without the plans everything above is the same.
    plans.Plans(random.Random(seed + 1), memory, people, ids, LAST).write(sink)  # noqa: S311
    files.write(sink, memory, people, ids, random.Random(seed + 2))  # noqa: S311
    return memory


def official_id(number: int) -> str:
    """`KM0001`, `KM0002`, …"""
    return f"KM{number:04d}"


def save(path: Path, *, seed: int = SEED) -> None:
    """Write the demonstration as a data package. Errors: Refused where something else stands at `path`."""
    build(seed).save(path)


def _units(sink: Sink) -> None:
    for row in layout.UNITS.values():
        sink.add("units", *(row.get(column, "") for column in COLUMNS["units"]))
    for row in layout.SUCCESSIONS:
        sink.add("unit_successions", *(row[column] for column in COLUMNS["unit_successions"]))
    for quota in layout.quota_rows():
        sink.add("unit_quotas", *quota)


def _identities(rng: random.Random, people: list[Person]) -> None:
    """Names, Party membership and birth dates as written; no two people share name and birth date."""
    seen: set[tuple[str, str]] = set()
    for person in people:
        assert person.birth is not None
        person.birth_text = profiles.birth_text(rng, person.birth, month_only=MONTH_ONLY, year_only=YEAR_ONLY)
        while not person.full_name or (person.full_name, person.birth_text) in seen:
            person.full_name = names.full_name(rng, person.sex)
        seen.add((person.full_name, person.birth_text))
        profiles.draw_party(rng, person)


def _files(
    sink: Sink, rng: random.Random, people: list[Person], ids: dict[int, str], couples: set[int]
) -> None:
    numbers = profiles.Numbers(rng)
    bodies = profiles.Authorities()
    for person in people:
        assert person.birth is not None
        key = ids[person.number]
        national_id = numbers.take(person.sex, person.birth)
        unit = layout.UNITS[person.postings[-1].unit]
        kind = {"phuong": "phường", "xa": "xã", "thi_tran": "thị trấn"}[unit["kind"]]
        place = f"{kind} {unit['name']}, thị xã Kinh Môn, tỉnh Hải Dương"
        profiles.official(
            sink, rng, person, names.hometown(rng, place), "" if rng.random() < 0.012 else national_id, key
        )
        profiles.postings(sink, rng, person, key, bodies)
        profiles.levels(sink, person, key)
        profiles.family(sink, rng, person, key, spouse=person.number not in couples)
        profiles.committees(sink, rng, person, key, LAST)
        profiles.absences(sink, rng, person, key, (date(2019, 1, 1), LAST))


def _salaries(sink: Sink, memory: Memory, people: list[Person], ids: dict[int, str]) -> None:
    """After the disciplines, which put off raises: of an act that two bodies decided on, the administration's counts."""
    found: dict[str, list[profiles.Delay]] = {}
    for row in memory.tables["disciplines"]:
        facts = dict(zip(COLUMNS["disciplines"], row, strict=True))
        if facts["line"] == "chinh_quyen" and facts["form"] in MONTHS_OF_DELAY:
            delay = profiles.Delay(date.fromisoformat(facts["decided_on"]), MONTHS_OF_DELAY[facts["form"]])
            found.setdefault(facts["official_id"], []).append(delay)
    for person in people:
        delays = sorted(found.get(ids[person.number], ()), key=lambda one: one.day)
        profiles.salary(sink, person, ids[person.number], FIRST, DECIDED_UNTIL, delays)


def _relatives(rng: random.Random, people: list[Person]) -> list[tuple[Person, str, Person, str]]:
    """Declared relatives who serve in one unit: one pair the law forbids, five worth attention.

    Forbidden (Luật PCTN 2018 Đ.20, Luật Kế toán 2015 Đ.52): the chair of a people's committee and the unit's
    accountant. The others are brothers and sisters or couples in posts that the law leaves open.
    """
    present = {p.number: p.posting_on(LAST) for p in people}
    by_unit: dict[str, list[Person]] = {}
    for person in people:
        posting = present[person.number]
        if posting is not None:
            by_unit.setdefault(posting.unit, []).append(person)
    units = sorted(by_unit)
    rng.shuffle(units)
    pairs: list[tuple[Person, str, Person, str]] = []
    forbidden = 0
    for unit in units:
        members = by_unit[unit]
        head = _holder(members, present, "chu_tich_ubnd")
        accountant = _holder(members, present, "tai_chinh_ke_toan")
        if not forbidden and head and accountant and _couple(head, accountant):
            forbidden += 1
            pairs += _both_ways(head, accountant, RELATIONS[head.sex, accountant.sex])
            continue
        plain = [p for p in members if (q := present[p.number]) and GROUP[q.post] == "cong_chuc"]
        plain = [p for p in plain if p is not accountant]
        if len(pairs) < 12 and len(plain) >= 2:
            first, second = rng.sample(plain, 2)
            if _couple(first, second):
                pairs += _both_ways(first, second, RELATIONS[first.sex, second.sex])
            elif _siblings(first, second):
                pairs += _both_ways(first, second, _sibling_words(first, second))
    return pairs


def _holder(members: list[Person], present: dict[int, Posting | None], post: str) -> Person | None:
    return next((p for p in members if (q := present[p.number]) is not None and q.post == post), None)


def _couple(first: Person, second: Person) -> bool:
    assert first.birth is not None
    assert second.birth is not None
    return first.sex != second.sex and abs(first.birth.year - second.birth.year) <= 9


def _siblings(first: Person, second: Person) -> bool:
    """Close in age; the younger then takes the elder's surname, as brothers and sisters share one."""
    assert first.birth is not None
    assert second.birth is not None
    if not 1 < abs(first.birth.year - second.birth.year) <= 12:
        return False
    second.full_name = " ".join([first.full_name.split()[0], *second.full_name.split()[1:]])
    return True


def _sibling_words(first: Person, second: Person) -> tuple[str, str]:
    """What `second` is to `first`, and `first` to `second`."""
    assert first.birth is not None
    assert second.birth is not None
    elder = {"nam": "anh ruột", "nu": "chị ruột"}
    if second.birth < first.birth:
        return elder[second.sex], "em ruột"
    return "em ruột", elder[first.sex]


def _both_ways(
    first: Person, second: Person, words: tuple[str, str]
) -> list[tuple[Person, str, Person, str]]:
    return [(first, words[0], second, ""), (second, words[1], first, "")]
