"""The list of officials: what an address asks for, who that is, and the cells of each row as finished text.

A row is built once, in Python, and printed as it is: template rendering is what a list page costs. The number of
queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from foundation.dates import PartialDate, age_on
from foundation.formats.vi_numbers import DASH
from foundation.forms import day_text
from officials.models import Appointment, Official, Qualification
from officials.models.qualifications import LEVELS, level_ranks
from officials.people_asked import EVERYBODY, IN_POST, LEFT, MOST_WORDS, SEXES, Asked, Places
from officials.services.postings import id_order


class Posting(NamedTuple):
    """The primary posting a person is counted by (contracts 4), with what filters and sorting need of both.

    Only columns that need no conversion, since every person in post is read. `pk` 0: someone who has never held a
    post.
    """

    official_id: int
    unit_id: int
    post: str
    pk: int
    sex: str
    name_sort: str
    person_id: str
    name: str


_POSTING = (
    "official_id",
    "unit_id",
    "post_id",
    "pk",
    "official__sex",
    "official__name_sort",
    "official__public_id",
    "official__full_name",
)
_PERSON = ("pk", "unit_id", "sex", "name_sort", "public_id", "full_name")
PRINTED_KINDS = ("professional", "political")


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
        self.known: dict[int, list[Held]] = {}
        self.found, self.counts = self._find()

    # --- who ------------------------------------------------------------------------------------------------
    def _find(self) -> tuple[list[Posting], Counts]:
        asked, units = self.asked, self.places.unit_ids(self.asked.scope)
        people = Official.objects.visible_to(self.user)
        if asked.text:
            people = self._matching(people)
        now = self._in_post(people, units)
        gone = [] if asked.status == IN_POST else self._last_postings(people, {p.official_id for p in now})
        by_status = {IN_POST: now, LEFT: gone, EVERYBODY: [*now, *gone]}
        listed = by_status[asked.status]
        if units is not None:
            listed = [p for p in listed if p.unit_id in units]
        if asked.post:
            listed = [p for p in listed if p.post == asked.post]
        if asked.degree:
            holders = self._holders(asked.degree)
            listed = [p for p in listed if p.official_id in holders]
        groups = {code: post[2] for code, post in self.places.posts.items()}
        counts = Counts(
            group=Counter(groups.get(p.post, "") for p in listed if not asked.sex or p.sex == asked.sex),
            sex=Counter(p.sex for p in listed if not asked.group or groups.get(p.post) == asked.group),
        )
        if asked.group:
            listed = [p for p in listed if groups.get(p.post) == asked.group]
        if asked.sex:
            listed = [p for p in listed if p.sex == asked.sex]
        return self._sorted(listed), counts

    def _matching(self, people: Any) -> Any:
        """By name, or by ID number for whoever may read it."""
        text = " ".join(self.asked.text.split(" ")[:MOST_WORDS])
        if text.replace(" ", "").isdigit() and not self.user.may_see_field(Official, "national_id"):
            return people.none()
        return people.matching(text)

    def _in_post(self, people: Any, units: set[int] | None) -> list[Posting]:
        """One posting a person: in force on the day, the latest started, then the greatest id."""
        rows = Appointment.objects.visible_to(self.user).on(self.asked.day).filter(is_primary=True)
        if units is not None and len(units) == 1 and not self.asked.text:
            return self._in_unit(rows.filter(unit__in=units).values("official_id"))
        found: dict[int, Posting] = {}
        twice: list[Posting] = []
        for posting in self._read(rows, people):
            if posting.official_id in found:
                twice.append(posting)
            else:
                found[posting.official_id] = posting
        if twice:
            self._choose(found, twice)
        return list(found.values())

    def _in_unit(self, candidates: Any) -> list[Posting]:
        """As `_in_post` for the few people of one unit: their postings are read whole, so the cells need no query."""
        rows = Appointment.objects.visible_to(self.user).on(self.asked.day).filter(official__in=candidates)
        width = len(_POSTING)
        found: dict[int, tuple[Any, Posting]] = {}
        for public_id, *values in rows.order_by().values_list("public_id", *_POSTING, *self._held_columns()):
            posting, held = Posting._make(values[:width]), Held(*values[width:])
            self.known.setdefault(posting.official_id, []).append(held)
            order = (held.starts_on, id_order(public_id))
            if held.is_primary and (
                posting.official_id not in found or order > found[posting.official_id][0]
            ):
                found[posting.official_id] = (order, posting)
        return [posting for _, posting in found.values()]

    def _held_columns(self) -> list[str]:
        columns = ["pk", "post_id", "is_primary", "starts_on", "ends_on", "start_unknown"]
        if self.sees_birth:
            columns += ["official__birth_date", "official__birth_date_precision"]
        return columns

    def _choose(self, found: dict[int, Posting], twice: list[Posting]) -> None:
        """Of several primary postings of a person the latest started counts, then the greatest id (contracts 4)."""
        rivals = [*twice, *(found[posting.official_id] for posting in twice)]
        rows = Appointment.objects.visible_to(self.user).filter(pk__in=[posting.pk for posting in rivals])
        order = {
            pk: (starts_on, id_order(public_id))
            for pk, starts_on, public_id in rows.order_by().values_list("pk", "starts_on", "public_id")
        }
        for posting in sorted(rivals, key=lambda p: order[p.pk]):
            found[posting.official_id] = posting

    def _last_postings(self, people: Any, in_post: set[int]) -> list[Posting]:
        """The last primary posting that began by the day, of those who hold none on it; also who never held one."""
        rows = Appointment.objects.visible_to(self.user).filter(
            is_primary=True, starts_on__lte=self.asked.day
        )
        begun = Exists(rows.filter(official=OuterRef("pk")))
        last = {p.official_id: p for p in self._read(rows.order_by("starts_on", "pk"), people)}
        never = people.exclude(begun).order_by().values_list(*_PERSON)
        nobody = [Posting(pk, unit or 0, "", 0, *facts) for pk, unit, *facts in never]
        return [p for p in last.values() if p.official_id not in in_post] + nobody

    def _read(self, rows: Any, people: Any) -> Iterable[Posting]:
        if self.asked.text:
            rows = rows.filter(official__in=people)
        if not rows.query.order_by:
            rows = rows.order_by()
        return map(Posting._make, rows.values_list(*_POSTING))

    def _birth_days(self) -> dict[int, date]:
        """Birth dates of everyone visible, where the list is sorted by age."""
        rows = Official.objects.visible_to(self.user).filter(birth_date__isnull=False).order_by()
        return {pk: day for pk, day in rows.values_list("pk", "birth_date") if day}

    def _holders(self, degree: str) -> set[int]:
        """Who holds `degree` as the highest professional level on the day."""
        order = level_ranks["professional"]
        best: dict[int, int] = {}
        rows = Qualification.objects.visible_to(self.user).filter(kind="professional")
        held = rows.filter(Q(attained_on__isnull=True) | Q(attained_on__lte=self.asked.day))
        for official_id, level in held.order_by().values_list("official_id", "level"):
            if level in order:
                best[official_id] = min(order[level], best.get(official_id, len(order)))
        return {official_id for official_id, rank in best.items() if rank == order[degree]}

    def _sorted(self, listed: list[Posting]) -> list[Posting]:
        post, order = self.places.post, self.places.order
        keys: dict[str, Callable[[Posting], Any]] = {
            "ten": attrgetter("name_sort", "official_id"),
            "don_vi": lambda p: (order.get(p.unit_id, len(order)), post(p.post)[3], p.name_sort),
            "chuc_danh": lambda p: (post(p.post)[3], p.name_sort, p.official_id),
        }
        key, down = self.asked.sort.removeprefix("-"), self.asked.sort.startswith("-")
        if key != "tuoi":
            return sorted(listed, key=keys[key], reverse=down)
        # Youngest first is the order of ages; who has no birth date stands last either way.
        birth = self._birth_days()
        known = [p for p in listed if p.official_id in birth]
        known.sort(key=lambda p: (-birth[p.official_id].toordinal(), p.name_sort), reverse=down)
        return [*known, *sorted((p for p in listed if p.official_id not in birth), key=keys["ten"])]

    def heads(self) -> Counter[tuple[int, str]]:
        """(unit, group) → people of the list."""
        return Counter((p.unit_id, self.places.post(p.post)[2]) for p in self.found)

    # --- cells ----------------------------------------------------------------------------------------------
    def cells(self, part: Sequence[Posting]) -> list[Person]:
        """The rows of a page (or of an export) as finished values: two queries whatever their number, a third for who
        has no posting."""
        ids = [posting.official_id for posting in part]
        levels = self._levels(ids)
        held = dict(self.known)
        unknown = [official_id for official_id in ids if official_id not in held]
        if unknown:
            held |= self._held(unknown)
        births = self._births([official_id for official_id in ids if official_id not in held])
        return [
            self._person(posting, levels, held.get(posting.official_id, []), births.get(posting.official_id))
            for posting in part
        ]

    def _held(self, ids: list[int]) -> dict[int, list[Held]]:
        """Person → every posting: its span, for the posting that counts and those held besides; and the birth date."""
        rows = Appointment.objects.visible_to(self.user).filter(official__in=ids).order_by()
        found: dict[int, list[Held]] = {}
        for official_id, *values in rows.values_list("official_id", *self._held_columns()):
            found.setdefault(official_id, []).append(Held(*values))
        return found

    def _births(self, ids: list[int]) -> dict[int, PartialDate]:
        """Birth dates of people without any posting."""
        if not ids or not self.sees_birth:
            return {}
        rows = Official.objects.visible_to(self.user).filter(pk__in=ids, birth_date__isnull=False).order_by()
        found = rows.values_list("pk", "birth_date", "birth_date_precision")
        return {pk: PartialDate(day, precision) for pk, day, precision in found if day}

    def _levels(self, ids: list[int]) -> dict[tuple[int, str], tuple[int, str]]:
        """(person, kind) → (rank, words) of the highest level held on the day."""
        best: dict[tuple[int, str], tuple[int, str]] = {}
        rows = Qualification.objects.visible_to(self.user).filter(official__in=ids, kind__in=PRINTED_KINDS)
        for official_id, kind, level, subject, attained_on in rows.order_by().values_list(
            "official_id", "kind", "level", "field", "attained_on"
        ):
            if attained_on is not None and attained_on > self.asked.day:
                continue
            rank = level_ranks[kind].get(level, len(level_ranks[kind]))
            if (official_id, kind) not in best or rank < best[official_id, kind][0]:
                words = LEVELS[kind].get(level, "Chưa rõ mức")
                if kind == "professional" and subject:
                    words = f"{words}, {subject}"
                best[official_id, kind] = (rank, words)
        return best

    def _person(
        self,
        posting: Posting,
        levels: dict[tuple[int, str], tuple[int, str]],
        held: list[Held],
        birth: PartialDate | None,
    ) -> Person:
        if held and held[0].birth_date:
            birth = PartialDate(held[0].birth_date, held[0].birth_precision)
        day, official_id = self.asked.day, posting.official_id
        unit = self.places.units.get(posting.unit_id)
        span = next((h for h in held if h.pk == posting.pk), NEVER)
        also = sorted(
            (self.places.post(h.post) for h in held if not h.is_primary and h.holds_on(day)),
            key=itemgetter(3),
        )
        age = age_on(birth.last_day, day) if birth else None
        return Person(
            url=f"{self.root}{quote(posting.person_id, safe='')}/",
            name=posting.name,
            post=self.places.post(posting.post)[1],
            also=", ".join(post[1] for post in also),
            left=f"đến {day_text(span.ends_on)}" if span.ends_on and span.ends_on < day else "",
            unit=unit[1] if unit else (DASH if not posting.unit_id else "Đơn vị khác"),
            sex=SEXES.get(posting.sex, DASH),
            birth_text=birth.display() if birth else DASH,
            age_text=DASH if age is None else str(age),
            degree=levels.get((official_id, "professional"), (0, DASH))[1],
            theory=levels.get((official_id, "political"), (0, DASH))[1],
            since="chưa rõ" if span.start_unknown else day_text(span.starts_on),
            birth=birth,
            age=age,
            starts_on=None if span.start_unknown else span.starts_on,
        )


class Held(NamedTuple):
    """A posting of a person of the page."""

    pk: int
    post: str
    is_primary: bool
    starts_on: date
    ends_on: date | None
    start_unknown: bool
    birth_date: date | None = None
    birth_precision: str = "day"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


NEVER = Held(0, "", True, date.min, None, True)


class Person(NamedTuple):
    """One row. The first twelve are printed in this order (a template unpacks them: attribute look-ups cost more);
    the rest is for exports."""

    url: str
    name: str
    post: str
    also: str
    left: str
    unit: str
    sex: str
    birth_text: str
    age_text: str
    degree: str
    theory: str
    since: str
    birth: Any
    age: int | None
    starts_on: date | None


N_PRINTED = 12


def printed(people: Iterable[Person]) -> list[tuple[Any, ...]]:
    """The rows as a template prints them; `also` in words."""
    return [
        (*person[:3], f"kiêm {person.also}" if person.also else "", *person[4:N_PRINTED]) for person in people
    ]
