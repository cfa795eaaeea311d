"""The yearly rows of a generated package, drawn person by person and unit by unit."""

import random
from datetime import date

from exchange.workforce import calibration as c
from exchange.workforce import courses
from exchange.workforce.people import GROUP, Person, Posting, between, shift
from exchange.workforce.tables import Sink

# Ratings as published for the country in 2018 rather than the thesis's 100 %: a test needs every level.
RATINGS = {True: (("xuat_sac", 21), ("tot", 75), ("han_che_nang_luc", 3), ("khong_hoan_thanh", 1)),
           False: (("xuat_sac", 20), ("tot", 76), ("hoan_thanh", 3), ("khong_hoan_thanh", 1))}  # fmt: skip
HEALTH = (22, 59, 17, 1.5, 0.5)
LAST_OLD_REGIME = 2019
FORMS = {
    "can_bo": ("khien_trach", "khien_trach", "canh_cao", "cach_chuc"),
    "cong_chuc": ("khien_trach", "khien_trach", "canh_cao", "ha_bac_luong"),
}


def person_rows(
    sink: Sink, rng: random.Random, person: Person, official_id: str, years: tuple[int, ...]
) -> None:
    """Ratings, health, courses, awards and disciplines of one person over the years."""
    for year in years:
        posting = person.posting_on(date(year, 12, 31))
        if posting is None:
            _of_the_departed(sink, rng, person, official_id, year)
            continue
        _rate(sink, rng, person, official_id, year)
        _examine(sink, rng, official_id, year)
        if rng.random() < 0.5:
            _course(sink, rng, official_id, posting, year)
        _reward(sink, rng, official_id, year)
        if rng.random() < 0.008:
            _discipline(sink, rng, official_id, posting, year)


def _of_the_departed(sink: Sink, rng: random.Random, person: Person, official_id: str, year: int) -> None:
    """Events of a year in which somebody still served but not on its last day."""
    for posting in person.postings:
        last = posting.ends_on
        if last is None or last.year != year or last.month < 3 or not posting.primary:
            continue
        if rng.random() < 0.2:
            first = max(date(year, 1, 5), posting.starts_on)
            courses.short(sink, rng, official_id, posting.post, (first, last))
        if rng.random() < 0.05:
            sink.add(
                "disciplines",
                official_id,
                "canh_cao",
                "chinh_quyen",
                "",
                None,
                shift(last, -20),
                None,
                True,
                "",
                "",
            )
        return


def _rate(sink: Sink, rng: random.Random, person: Person, official_id: str, year: int) -> None:
    if rng.random() < 0.01:
        return
    decided = between(rng, date(year, 12, 5), date(year, 12, 30))
    if person.first_day() > date(year, 7, 1):
        sink.add("evaluations", official_id, year, "not_rated_by_rule", "", "", "", None, "", "")
        return
    levels = RATINGS[year <= LAST_OLD_REGIME]
    level = rng.choices([name for name, _ in levels], [weight for _, weight in levels])[0]
    own = level if rng.random() < 0.8 else "xuat_sac"
    status = "rated" if rng.random() < 0.95 else ""
    if rng.random() < 0.005:
        # a first decision, replaced by a later one
        sink.add("evaluations", official_id, year, "rated", "hoan_thanh", "", "", shift(decided, -20), "", "")
    day = decided if rng.random() < 0.97 else None
    sink.add("evaluations", official_id, year, status, level, own, "", day, "Chủ tịch UBND cấp xã", "")


def _examine(sink: Sink, rng: random.Random, official_id: str, year: int) -> None:
    if rng.random() > 0.95:
        return
    grade = rng.choices((1, 2, 3, 4, 5), HEALTH)[0]
    month = rng.randint(4, 11)
    checked = (
        f"{year}-{month:02d}" if rng.random() < 0.2 else date(year, month, rng.randint(1, 28)).isoformat()
    )
    sink.add("health_checks", official_id, year, grade, checked, "Trung tâm Y tế")
    if rng.random() < 0.003:
        sink.add("health_checks", official_id, year, min(grade + 1, 5), None, "")


def _course(sink: Sink, rng: random.Random, official_id: str, posting: Posting, year: int) -> None:
    first = max(date(year, 1, 5), posting.starts_on)
    courses.short(sink, rng, official_id, posting.post, (first, date(year, 12, 31)))


def _reward(sink: Sink, rng: random.Random, official_id: str, year: int) -> None:
    point = rng.random()
    if point < c.EMULATION_TITLE[2021]:
        day = between(rng, date(year, 12, 10), date(year, 12, 31)) if point < 0.8 else None
        sink.add(
            "awards", official_id, "Lao động tiên tiến", "danh_hieu", year, day, "Chủ tịch UBND cấp huyện", ""
        )
        if point < 0.09:
            sink.add(
                "awards",
                official_id,
                "Chiến sĩ thi đua cơ sở",
                "danh_hieu",
                year,
                day,
                "Chủ tịch UBND cấp huyện",
                "",
            )
    if rng.random() < 0.12:
        day = between(rng, date(year, 2, 1), date(year, 12, 20))
        stated = year if rng.random() < 0.9 else None  # the decision's year then stands for it
        sink.add("awards", official_id, "Giấy khen", "hinh_thuc", stated, day, "Chủ tịch UBND cấp huyện", "")


def _discipline(sink: Sink, rng: random.Random, official_id: str, posting: Posting, year: int) -> None:
    day = between(rng, max(date(year, 1, 10), posting.starts_on), date(year, 12, 20))
    acted = f"{year}-{day.month:02d}" if rng.random() < 0.5 else f"{year}"
    form = rng.choice(FORMS[GROUP[posting.post]])
    decided = day if rng.random() < 0.9 else None  # then the year of the act counts
    ends = shift(day, 365) if decided else None
    sink.add(
        "disciplines", official_id, form, "chinh_quyen", "", acted, decided, ends, rng.random() < 0.5, "", ""
    )


def unit_rows(
    sink: Sink, rng: random.Random, unit: str, size: int, years: tuple[int, ...], alive_from: int
) -> None:
    """`unit_years` of one unit; one figure in twenty is missing."""
    residents = rng.randint(4_000, 16_000)
    for year in years:
        if year < alive_from:
            continue
        computers = None if rng.random() < 0.05 else round(size * rng.uniform(0.7, 1.2))
        cases = round(residents * rng.uniform(0.2, 0.34))
        received = rng.randint(0, 6)
        advertised = rng.randint(0, 2)
        sink.add(
            "unit_years", unit, year, computers, None if computers is None else computers // 3, cases,
            round(cases * rng.uniform(0.93, 0.999)), f"{min(rng.gauss(84, 5), 99):.1f}" if rng.random() < 0.9 else None,
            f"{min(rng.gauss(78, 6), 99):.1f}", received, rng.randint(0, received), rng.randint(0, received),
            residents, advertised, advertised * rng.randint(1, 3), advertised,
        )  # fmt: skip
    if rng.random() < 0.2:
        planned = between(rng, date(years[-1], 2, 1), date(years[-1], 9, 1))
        subject = "Kiểm tra công vụ, kỷ luật, kỷ cương hành chính"
        sink.add(
            "inspections", unit, subject, "ke_hoach", "Phòng Nội vụ", planned, shift(planned, 10), shift(planned, 45),
            rng.randint(0, 3), 0, 0, None, None,
        )  # fmt: skip
