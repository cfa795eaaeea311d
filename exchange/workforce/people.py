"""A person of a synthetic workforce: postings, levels held, and the questions asked about them on a day."""

import random
from dataclasses import dataclass, field
from datetime import date

CAN_BO = (
    "bi_thu_dang_uy", "pho_bi_thu_dang_uy", "chu_tich_hdnd", "pho_chu_tich_hdnd", "chu_tich_ubnd",
    "pho_chu_tich_ubnd", "chu_tich_ubmttq", "bi_thu_doan", "chu_tich_hoi_phu_nu", "chu_tich_hoi_nong_dan",
    "chu_tich_hoi_ccb",
)  # fmt: skip
CONG_CHUC = (
    "truong_cong_an", "chi_huy_truong_quan_su", "van_phong_thong_ke", "dia_chinh_xay_dung",
    "tai_chinh_ke_toan", "tu_phap_ho_tich", "van_hoa_xa_hoi",
)  # fmt: skip
KEY_POSTS = CAN_BO[:6]
"""Cán bộ chủ chốt: leaders of Party committee, council and people's committee."""
PARTY_POSTS = ("bi_thu_dang_uy", "pho_bi_thu_dang_uy")
STATE_POSTS = ("chu_tich_hdnd", "pho_chu_tich_hdnd", "chu_tich_ubnd", "pho_chu_tich_ubnd")
GROUP = {**dict.fromkeys(CAN_BO, "can_bo"), **dict.fromkeys(CONG_CHUC, "cong_chuc")}

LEVELS: dict[str, tuple[str, ...]] = {
    "professional": ("none", "so_cap", "trung_cap", "cao_dang", "dai_hoc", "thac_si", "tien_si"),
    "political": ("none", "so_cap", "trung_cap", "cao_cap", "cu_nhan"),
    "state_management": ("none", "can_su", "chuyen_vien", "chuyen_vien_chinh", "chuyen_vien_cao_cap"),
    "it": ("none", "a", "b", "c", "co_ban", "nang_cao", "trung_cap_tro_len"),
    "foreign_language": ("none", "a", "b", "c", "a1", "a2", "b1", "b2", "c1", "c2", "dai_hoc"),
}
"""Levels of each kind, lowest first."""


@dataclass(slots=True)
class Posting:
    """One post held from one day to another, both inclusive; `ends_on` None = still."""

    unit: str
    post: str
    starts_on: date
    ends_on: date | None = None
    primary: bool = True
    how: str = ""
    term: str = ""
    end_reason: str = ""
    start_unknown: bool = False

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(slots=True)
class Level:
    """One qualification; `attained_on` is ISO text, possibly partial or empty."""

    kind: str
    level: str
    attained_on: str
    subject: str = ""
    institution: str = ""
    certificate_no: str = ""

    def held_on(self, day: date) -> bool:
        """Undated levels count as held on every day; a partial date means its last possible day."""
        return not self.attained_on or last_day(self.attained_on) <= day


@dataclass(slots=True)
class Person:
    """One invented official. `skill` is a latent score (logit) that ties the levels of one person together."""

    number: int
    sex: str = ""
    birth: date | None = None
    birth_text: str = ""
    full_name: str = ""
    skill: float = 0.0
    party: bool = False
    postings: list[Posting] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)

    def posting_on(self, day: date) -> Posting | None:
        """The primary posting of the day: the latest start wins, then the later row."""
        found = None
        for posting in self.postings:
            if (
                posting.primary
                and posting.covers(day)
                and (found is None or posting.starts_on >= found.starts_on)
            ):
                found = posting
        return found

    def group_on(self, day: date) -> str | None:
        posting = self.posting_on(day)
        return GROUP[posting.post] if posting else None

    def first_day(self) -> date:
        return min(posting.starts_on for posting in self.postings)

    def last_day_in_post(self) -> date | None:
        """Last day of service; None = still in post."""
        ends = [posting.ends_on for posting in self.postings if posting.primary]
        return None if None in ends else max(end for end in ends if end is not None)

    def holds(self, kind: str, minimum: str, day: date) -> bool:
        """Whether a level of `kind` at least as high as `minimum` is held on the day."""
        order = LEVELS[kind]
        wanted = order.index(minimum)
        return any(
            item.kind == kind and item.level and order.index(item.level) >= wanted and item.held_on(day)
            for item in self.levels
        )

    def top(self, kind: str, day: date) -> str:
        """The highest level of `kind` held on the day; "none" without any."""
        order = LEVELS[kind]
        held = [
            order.index(item.level)
            for item in self.levels
            if item.kind == kind and item.level and item.held_on(day)
        ]
        return order[max(held)] if held else "none"


def last_day(iso: str) -> date:
    """The last possible day of an ISO date that may lack day or month."""
    if len(iso) == 4:
        return date(int(iso), 12, 31)
    year, month = int(iso[:4]), int(iso[5:7])
    if len(iso) == 7:
        return month_end(year, month)
    return date.fromisoformat(iso)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def age_on(birth: date, day: date) -> int:
    """Completed years of age."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def add_years(day: date, years: int) -> date:
    """The same day of another year; 29/02 becomes 28/02 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def shift(day: date, days: int) -> date:
    """`days` days later."""
    return date.fromordinal(day.toordinal() + days)


def between(rng: random.Random, first: date, last: date) -> date:
    """A day chosen evenly between two days, both included; `first` if the span is empty."""
    low, high = first.toordinal(), last.toordinal()
    return date.fromordinal(rng.randint(low, max(low, high)))
