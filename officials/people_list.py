"""The list of officials: what an address asks for, who that is, and the cells of each row as finished text.

A row is built once, in Python, and printed as it is: template rendering is what a list page costs. The number of
queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from foundation import vn_text
from foundation.dates import age_on, today, year_end
from foundation.formats.vi_numbers import DASH
from foundation.forms import day_text
from officials.models import Appointment, Area, Official, Post, Qualification, Unit
from officials.models.qualifications import LEVELS
from officials.services.postings import id_order

IN_POST, LEFT, EVERYBODY = "dang", "thoi", "moi"
STATUSES = {IN_POST: "Đang công tác", LEFT: "Không còn công tác", EVERYBODY: "Tất cả"}
GROUPS = {"can_bo": "Cán bộ", "cong_chuc": "Công chức"}
SEXES = {"nam": "Nam", "nu": "Nữ"}
SORTS = ("ten", "don_vi", "chuc_danh", "tuoi")
LONGEST_SEARCH = 100
MOST_WORDS = 8


class Posting(NamedTuple):
    """The primary posting a person is counted by (contracts 4), with what filters and sorting need of both."""

    official_id: int
    unit_id: int
    post: str
    starts_on: date
    ends_on: date | None
    start_unknown: bool
    public_id: str
    sex: str
    name_sort: str
    birth_date: date | None


_POSTING = (
    "official_id",
    "unit_id",
    "post_id",
    "starts_on",
    "ends_on",
    "start_unknown",
    "public_id",
    "official__sex",
    "official__name_sort",
    "official__birth_date",
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for, already limited to what this reader may see and to values that exist."""

    text: str = ""
    scope: str = "all"
    group: str = ""
    post: str = ""
    sex: str = ""
    degree: str = ""
    status: str = IN_POST
    sort: str = "ten"
    day: date = field(default_factory=today)

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.group or self.post or self.sex or self.degree or self.status != IN_POST)


def read_asked(user: Any, params: Any, places: Places) -> Asked:
    """The list an address asks for; what does not exist or may not be seen by this reader is left out."""
    text = "".join(ch for ch in params.get("tim", "")[:LONGEST_SEARCH] if ch.isprintable())
    sort = params.get("sap_xep", "ten")
    sorts = {s for s in SORTS if s != "tuoi" or user.may_see_field(Official, "birth_date")}
    return Asked(
        text=vn_text.nfc(text),
        scope=places.known(params.get("pham_vi", "all")),
        group=_one_of(params.get("nhom"), GROUPS),
        post=_one_of(params.get("chuc_danh"), places.posts),
        sex=_one_of(params.get("gioi"), SEXES),
        degree=_one_of(params.get("trinh_do"), LEVELS["professional"]),
        status=_one_of(params.get("tinh_trang"), STATUSES) or IN_POST,
        sort=sort if sort.removeprefix("-") in sorts else "ten",
        day=day_asked(params.get("nam", "")),
    )


def day_asked(year: str) -> date:
    """31/12 of a past year, else the working day."""
    day = today()
    if year.isascii() and year.isdigit() and len(year) == 4 and 1990 <= int(year) < day.year:
        return year_end(int(year))
    return day


def _one_of(value: str | None, allowed: Iterable[str]) -> str:
    return value if value and value in allowed else ""


class Places:
    """Units, areas and posts by name and order, read once for a list."""

    def __init__(self, user: Any) -> None:
        self.user = user
        units = Unit.objects.visible_to(user).values_list("pk", "public_id", "kind", "name", "area_id")
        kinds = dict(Unit._meta.get_field("kind").flatchoices)  # type: ignore[union-attr]
        self.units: dict[int, tuple[str, str, int | None]] = {}
        for pk, public_id, kind, name, area in units.order_by("name", "pk"):
            self.units[pk] = (public_id, f"{kinds[kind]} {name}", area)
        self.order = {pk: place for place, pk in enumerate(self.units)}
        self.posts = {
            code: (name, short, group, position)
            for code, name, short, group, position in Post.objects.values_list(
                "code", "name", "short_name", "group", "position"
            )
        }
        self.areas = dict(Area.objects.values_list("pk", "name")) if len(self.units) > 1 else {}
        self._ids = {public_id: pk for pk, (public_id, _, _) in self.units.items()}

    def post(self, code: str) -> tuple[str, str, str, int]:
        """Name, short name, group, place in the official order; of nothing for who holds no post."""
        return self.posts.get(code, (DASH, DASH, "", 99))

    def known(self, scope: str) -> str:
        """`scope` if it names something this reader may see, else "all"."""
        kind, _, name = scope.partition(":")
        if kind == "unit" and name in self._ids:
            return scope
        return scope if kind == "area" and name in self.areas.values() else "all"

    def unit_ids(self, scope: str) -> set[int] | None:
        """Primary keys of the units of a scope; None for all."""
        kind, _, name = scope.partition(":")
        if kind == "unit":
            return {self._ids[name]}
        if kind == "area":
            areas = {pk for pk, label in self.areas.items() if label == name}
            return {pk for pk, (_, _, area) in self.units.items() if area in areas}
        return None

    def label(self, scope: str) -> str:
        kind, _, name = scope.partition(":")
        if kind == "unit":
            return self.units[self._ids[name]][1]
        return f"Khu {name}" if kind == "area" else "toàn thị xã"


@dataclass
class Counts:
    """How many people each filter would leave, the others staying as they are."""

    group: Counter[str]
    sex: Counter[str]


class PeopleList:
    """The people an address asks for, in order, and the cells of any part of them."""

    def __init__(self, user: Any, asked: Asked, places: Places) -> None:
        self.user, self.asked, self.places = user, asked, places
        self.sees_birth = bool(user.may_see_field(Official, "birth_date"))
        self.root = reverse("officials:list")
        self.found, self.counts = self._find()

    # --- who ------------------------------------------------------------------------------------------------
    def _find(self) -> tuple[list[Posting], Counts]:
        asked, units = self.asked, self.places.unit_ids(self.asked.scope)
        people = Official.objects.visible_to(self.user)
        if asked.text:
            people = self._matching(people)
        now = self._in_post(people)
        gone = [] if asked.status == IN_POST else self._last_postings(people, {p.official_id for p in now})
        by_status = {IN_POST: now, LEFT: gone, EVERYBODY: [*now, *gone]}
        listed = [p for p in by_status[asked.status] if units is None or p.unit_id in units]
        if asked.post:
            listed = [p for p in listed if p.post == asked.post]
        if asked.degree:
            holders = self._holders(asked.degree)
            listed = [p for p in listed if p.official_id in holders]
        counts = Counts(
            group=Counter(self._group(p) for p in listed if not asked.sex or p.sex == asked.sex),
            sex=Counter(p.sex for p in listed if not asked.group or self._group(p) == asked.group),
        )
        listed = [
            p
            for p in listed
            if (not asked.group or self._group(p) == asked.group) and (not asked.sex or p.sex == asked.sex)
        ]
        return self._sorted(listed), counts

    def _matching(self, people: Any) -> Any:
        """By name, or by ID number for whoever may read it."""
        text = " ".join(self.asked.text.split(" ")[:MOST_WORDS])
        if text.replace(" ", "").isdigit() and not self.user.may_see_field(Official, "national_id"):
            return people.none()
        return people.matching(text)

    def _in_post(self, people: Any) -> list[Posting]:
        """One posting a person: in force on the day, the latest started, then the greatest id."""
        rows = Appointment.objects.visible_to(self.user).on(self.asked.day).filter(is_primary=True)
        return self._one_each(self._limited(rows, people))

    def _last_postings(self, people: Any, in_post: set[int]) -> list[Posting]:
        """The last primary posting that began by the day, of those who hold none on it; also who never held one."""
        rows = Appointment.objects.visible_to(self.user).filter(
            is_primary=True, starts_on__lte=self.asked.day
        )
        ended = [p for p in self._one_each(self._limited(rows, people)) if p.official_id not in in_post]
        begun = Exists(rows.filter(official=OuterRef("pk")))
        never = (
            people.exclude(begun).order_by().values_list("pk", "unit_id", "sex", "name_sort", "birth_date")
        )
        nobody = [
            Posting(pk, unit or 0, "", date.min, None, True, "", sex, name, birth)
            for pk, unit, sex, name, birth in never
        ]
        return ended + nobody

    def _limited(self, rows: Any, people: Any) -> Iterable[Posting]:
        if self.asked.text:
            rows = rows.filter(official__in=people)
        return [Posting(*row) for row in rows.order_by().values_list(*_POSTING)]

    def _one_each(self, postings: Iterable[Posting]) -> list[Posting]:
        latest: dict[int, Posting] = {}
        for posting in postings:
            other = latest.get(posting.official_id)
            if other is None or _comes_after(posting, other):
                latest[posting.official_id] = posting
        return list(latest.values())

    def _holders(self, degree: str) -> set[int]:
        """Who holds `degree` as the highest professional level on the day."""
        order = list(LEVELS["professional"])
        best: dict[int, int] = {}
        rows = Qualification.objects.visible_to(self.user).filter(kind="professional")
        held = rows.filter(Q(attained_on__isnull=True) | Q(attained_on__lte=self.asked.day))
        for official_id, level in held.order_by().values_list("official_id", "level"):
            if level in order:
                best[official_id] = min(order.index(level), best.get(official_id, len(order)))
        return {official_id for official_id, rank in best.items() if order[rank] == degree}

    def _group(self, posting: Posting) -> str:
        return self.places.post(posting.post)[2]

    def _sorted(self, listed: list[Posting]) -> list[Posting]:
        post, order = self.places.post, self.places.order
        keys: dict[str, Callable[[Posting], Any]] = {
            "ten": lambda p: (p.name_sort, p.official_id),
            "don_vi": lambda p: (order.get(p.unit_id, len(order)), post(p.post)[3], p.name_sort),
            "chuc_danh": lambda p: (post(p.post)[3], p.name_sort, p.official_id),
            # Youngest first is the order of ages; who has no birth date stands last either way.
            "tuoi": lambda p: (-(p.birth_date or date.min).toordinal(), p.name_sort),
        }
        key, down = self.asked.sort.removeprefix("-"), self.asked.sort.startswith("-")
        if key != "tuoi":
            return sorted(listed, key=keys[key], reverse=down)
        known = sorted((p for p in listed if p.birth_date), key=keys[key], reverse=down)
        return [*known, *sorted((p for p in listed if not p.birth_date), key=keys["ten"])]

    # --- cells ----------------------------------------------------------------------------------------------
    def cells(self, part: Sequence[Posting]) -> list[Person]:
        """The rows of a page (or of an export) as finished values: three queries whatever their number."""
        ids = [posting.official_id for posting in part]
        people = {person.pk: person for person in self._people(ids)}
        levels = self._levels(ids)
        also = self._also(ids)
        return [
            self._person(posting, people[posting.official_id], levels, also)
            for posting in part
            if posting.official_id in people
        ]

    def _people(self, ids: list[int]) -> Iterable[Official]:
        columns = ["pk", "public_id", "full_name", "sex", "unit_id"]
        if self.sees_birth:
            columns += ["birth_date", "birth_date_precision"]
        return Official.objects.visible_to(self.user).filter(pk__in=ids).only(*columns)

    def _levels(self, ids: list[int]) -> dict[tuple[int, str], tuple[int, str]]:
        """(person, kind) → (rank, words) of the highest level held on the day."""
        best: dict[tuple[int, str], tuple[int, str]] = {}
        rows = Qualification.objects.visible_to(self.user).filter(
            official__in=ids, kind__in=["professional", "political", "state_management"]
        )
        held = rows.filter(Q(attained_on__isnull=True) | Q(attained_on__lte=self.asked.day))
        for official_id, kind, level, subject in held.order_by().values_list(
            "official_id", "kind", "level", "field"
        ):
            order = list(LEVELS[kind])
            rank = order.index(level) if level in order else len(order)
            if (official_id, kind) not in best or rank < best[official_id, kind][0]:
                words = LEVELS[kind].get(level, "Chưa rõ mức")
                if kind == "professional" and subject:
                    words = f"{words}, {subject}"
                best[official_id, kind] = (rank, words)
        return best

    def _also(self, ids: list[int]) -> dict[int, list[str]]:
        """Posts held besides, by person."""
        rows = Appointment.objects.visible_to(self.user).on(self.asked.day)
        found: dict[int, list[str]] = {}
        secondary = rows.filter(official__in=ids, is_primary=False).order_by("post__position")
        for official_id, post in secondary.values_list("official_id", "post_id"):
            found.setdefault(official_id, []).append(self.places.posts[post][1])
        return found

    def _person(
        self,
        posting: Posting,
        official: Official,
        levels: dict[tuple[int, str], tuple[int, str]],
        also: dict[int, list[str]],
    ) -> Person:
        unit = self.places.units.get(posting.unit_id)
        birth = official.birth_date_partial if self.sees_birth else None  # type: ignore[attr-defined]
        gone = posting.ends_on is not None and posting.ends_on < self.asked.day
        return Person(
            url=f"{self.root}{quote(official.public_id, safe='')}/",
            name=official.full_name,
            post=self.places.post(posting.post)[1],
            also=", ".join(also.get(official.pk, ())),
            unit=unit[1] if unit else "Đơn vị khác",
            sex=SEXES.get(official.sex, DASH),
            birth=birth,
            age=age_on(birth.last_day, self.asked.day) if birth else None,
            degree=levels.get((official.pk, "professional"), (0, DASH))[1],
            theory=levels.get((official.pk, "political"), (0, DASH))[1],
            management=levels.get((official.pk, "state_management"), (0, DASH))[1],
            since="chưa rõ" if posting.start_unknown else day_text(posting.starts_on),
            starts_on=None if posting.start_unknown else posting.starts_on,
            left=f"đến {day_text(posting.ends_on)}" if gone else "",
        )


class Person(NamedTuple):
    """One row: text as printed; `birth`, `age`, `starts_on` also as values, for an export."""

    url: str
    name: str
    post: str
    also: str
    unit: str
    sex: str
    birth: Any
    age: int | None
    degree: str
    theory: str
    management: str
    since: str
    starts_on: date | None
    left: str


def _comes_after(one: Posting, other: Posting) -> bool:
    if one.starts_on != other.starts_on:
        return one.starts_on > other.starts_on
    return id_order(one.public_id) > id_order(other.public_id)
