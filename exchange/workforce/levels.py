"""Qualifications: which levels exist when, and raising a stock of them year by year to a target.

Old computer and language certificates (A, B, C) stop where the law stopped them; a level is never earned before
an age at which it is possible. Shares are stocks: whoever holds a level keeps it.
"""

import math
import random
from collections.abc import Callable, Iterable
from datetime import date

from exchange.workforce.people import LEVELS, Level, Person, add_years, between, last_day

LAST_OLD_IT = date(2016, 8, 9)  # certificates A, B, C before 10/08/2016 count as basic (TTLT 17/2016)
LAST_OLD_LANGUAGE = date(2020, 1, 14)  # A, B, C no longer issued from 15/01/2020 (TT 20/2019)
FIRST_FRAME_LEVEL = date(2014, 3, 16)  # levels A1-C2 came with TT 01/2014
EARLIEST_AGE = {"professional": 22, "political": 25, "state_management": 24, "it": 19, "foreign_language": 19}
OTHER_SUBJECTS = (
    "Quản trị kinh doanh",
    "Nông học",
    "Sư phạm",
    "Giáo dục chính trị",
    "Kinh tế",
    "Hành chính học",
)
SUBJECTS = {
    "van_phong_thong_ke": ("Hành chính học", "Quản trị văn phòng", "Thống kê", "Luật"),
    "dia_chinh_xay_dung": ("Quản lý đất đai", "Địa chính", "Xây dựng", "Khoa học môi trường"),
    "tai_chinh_ke_toan": ("Kế toán", "Tài chính - Ngân hàng"),
    "tu_phap_ho_tich": ("Luật",),
    "van_hoa_xa_hoi": ("Quản lý văn hóa", "Công tác xã hội", "Xã hội học"),
    "chi_huy_truong_quan_su": ("Quân sự cơ sở",),
    "truong_cong_an": ("Luật", "Quản lý nhà nước về an ninh, trật tự"),
    "": ("Luật", "Quản lý nhà nước", "Kinh tế", "Nông học", "Xây dựng Đảng và chính quyền nhà nước"),
}
SCHOOLS = (
    "Học viện Hành chính Quốc gia", "Trường Đại học Luật Hà Nội", "Học viện Nông nghiệp Việt Nam",
    "Trường Đại học Hải Dương", "Trường Đại học Sao Đỏ", "Trường Đại học Thành Đông",
)  # fmt: skip
PLACES = {
    "political": "Trường Chính trị tỉnh Hải Dương",
    "state_management": "Trường Chính trị tỉnh Hải Dương",
    "it": "Trung tâm Tin học - Ngoại ngữ tỉnh Hải Dương",
    "foreign_language": "Trung tâm Tin học - Ngoại ngữ tỉnh Hải Dương",
}
MISFIT = 0.11  # subject outside the field of the post [P]


def choose_level(rng: random.Random, kind: str, day: date) -> str:
    """A certificate level as it could be issued on that day (computer and language certificates)."""
    if kind == "it":
        if day <= LAST_OLD_IT:
            return rng.choices(("a", "b", "c"), (20, 70, 10))[0]
        return rng.choices(("co_ban", "nang_cao", "trung_cap_tro_len"), (84, 14, 2))[0]
    if day < FIRST_FRAME_LEVEL:
        return rng.choices(("a", "b", "c", "dai_hoc"), (18, 62, 17, 3))[0]
    if day <= LAST_OLD_LANGUAGE:
        return rng.choices(("a", "b", "c", "a2", "b1", "dai_hoc"), (14, 47, 13, 13, 11, 2))[0]
    return rng.choices(("a2", "b1", "b2"), (44, 45, 11))[0]


def grant(rng: random.Random, person: Person, kind: str, level: str, attained_on: str) -> Level:
    """Give a person a level with a fitting subject, school and certificate number."""
    subject, institution = "", ""
    if level not in ("", "none"):
        subject = _subject(rng, person, kind, level)
        institution = rng.choice(SCHOOLS) if kind == "professional" else PLACES[kind]
    number = f"{rng.randrange(10**6):06d}" if level != "none" and rng.random() < 0.55 else ""
    item = Level(kind, level, attained_on, subject, institution, number)
    person.levels.append(item)
    return item


def _subject(rng: random.Random, person: Person, kind: str, level: str) -> str:
    if kind == "foreign_language":
        return rng.choices(("Tiếng Anh", "Tiếng Trung", "Tiếng Nga"), (95, 3, 2))[0]
    if kind != "professional":
        return ""
    if rng.random() < MISFIT:
        return rng.choice(OTHER_SUBJECTS)
    return rng.choice(SUBJECTS.get(person.postings[-1].post, SUBJECTS[""]))


def earned_between(rng: random.Random, person: Person, kind: str, first: date, last: date) -> date:
    """A day in the span on which the person was old enough; the last day if there is none."""
    assert person.birth is not None
    able = add_years(person.birth, EARLIEST_AGE[kind])
    if kind == "professional" and rng.random() < 0.5:
        # the usual age for a first degree, if that lies in the span
        usual = add_years(able, rng.randint(0, 3))
        if first <= usual <= last:
            return usual
    return between(rng, min(max(first, able), last), last)


def written(rng: random.Random, day: date, *, undated: float = 0.0) -> str:
    """A date as files hold it: mostly the month, often the day, sometimes only the year or nothing."""
    draw = rng.random()
    if draw < undated:
        return ""
    if draw < 0.12:
        return f"{day.year}"
    return f"{day.year}-{day.month:02d}" if draw < 0.42 else day.isoformat()


Chooser = Callable[[Person, date], str]


class Raiser:
    """Raises stocks: picks who earns a level, those with the higher score first, but not strictly.

    `score` is a logit; adding standard Gumbel noise and taking the largest draws without replacement with
    odds in proportion to exp(score).
    """

    def __init__(self, rng: random.Random, score: Callable[[Person, date], float]) -> None:
        self.rng = rng
        self.score = score

    def to(
        self,
        people: Iterable[Person],
        kind: str,
        minimum: str,
        target: int,
        span: tuple[date, date],
        choose: Chooser,
    ) -> int:
        """Give `kind` ≥ `minimum` to so many of the people that `target` hold it on the span's last day.

        Returns how many hold it (more than the target if they already did).
        """
        last = span[1]
        members = list(people)
        without = [p for p in members if not p.holds(kind, minimum, last)]
        missing = target - (len(members) - len(without))
        ranked = sorted(without, key=lambda p: (-self._noisy(p, last), p.number))
        for person in ranked[: max(missing, 0)]:
            self.give(person, kind, span, choose)
        return max(target, len(members) - len(without))

    def give(self, person: Person, kind: str, span: tuple[date, date], choose: Chooser) -> Level:
        """One level to one person, earned on a day of the span."""
        day = earned_between(self.rng, person, kind, *span)
        undated = 0.04 if span[1].year - span[0].year > 1 else 0.0
        attained_on = written(self.rng, day, undated=undated)
        # the level must have existed on the day the text stands for, so that no certificate postdates its kind
        return grant(
            self.rng, person, kind, choose(person, last_day(attained_on) if attained_on else day), attained_on
        )

    def _noisy(self, person: Person, day: date) -> float:
        return self.score(person, day) - math.log(-math.log(self.rng.random() or 1e-12))


def below(rng: random.Random, kind: str, minimum: str, shares: dict[str, float]) -> str:
    """A level lower than `minimum` drawn by shares; "" stands for no record at all."""
    order = LEVELS[kind]
    allowed = {
        level: share
        for level, share in shares.items()
        if not level or order.index(level) < order.index(minimum)
    }
    return rng.choices(list(allowed), list(allowed.values()))[0]
