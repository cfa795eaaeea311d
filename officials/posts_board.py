"""The board of posts: units × the posts valid on a day, each place with who holds it or that it is vacant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse

from foundation.forms import day_text
from foundation.scope import unscoped
from officials.models import Appointment, Official, PostValidity, SurplusStatus, Unit
from officials.people_asked import posts_by_code

# Posts that a unit of that kind may well be without, from a day: regulations 1.1. Vacant, they are no lack.
_OPTIONAL: dict[tuple[str, str], date] = {
    ("truong_cong_an", "xa"): date(2020, 7, 1),  # only where there is no regular police
    ("truong_cong_an", "thi_tran"): date(2020, 7, 1),
    ("chu_tich_hoi_nong_dan", "phuong"): date.min,  # only where there is such an organisation
}
MISSING, OPTIONAL, HELD = "missing", "optional", "held"


@dataclass(frozen=True)
class Holder:
    """Someone in a place: `also` = held besides another post; `surplus_until` = on a lawful surplus path."""

    name: str
    url: str
    also: bool
    since: str
    surplus_until: date | None = None

    @property
    def marks(self) -> str:
        parts = ["kiêm" if self.also else ""]
        if self.surplus_until:
            parts.append(f"dôi dư đến {day_text(self.surplus_until)}")
        return ", ".join(part for part in parts if part)


@dataclass
class Place:
    """One post of one unit. `elsewhere`: holders whom this reader may not see, since they belong to another unit now."""

    post: str
    title: str
    short: str
    group: str
    is_optional: bool = False
    is_valid: bool = True
    holders: list[Holder] = field(default_factory=list)
    elsewhere: int = 0

    @property
    def state(self) -> str:
        if self.holders or self.elsewhere:
            return HELD
        return OPTIONAL if self.is_optional or not self.is_valid else MISSING


@dataclass(frozen=True)
class UnitBoard:
    """The places of one unit on the day, in official order; a post that is held though not valid stands there too."""

    unit: Unit
    places: list[Place]

    @property
    def missing(self) -> list[Place]:
        return [place for place in self.places if place.state == MISSING]

    def place(self, post: str) -> Place | None:
        return next((place for place in self.places if place.post == post), None)


def boards_of(user: Any, units: list[Unit], day: date) -> list[UnitBoard]:
    """The boards of units this reader may see, in their order: four queries, a fifth for who sees not everyone."""
    rows = Appointment.objects.visible_to(user).on(day).filter(unit__in=units)
    holders = _holders(rows, _surplus(user, units, day))
    counts = _counts(units, day) if not user.may("read", Official, "all") else {}
    titles = _titles(units, day)
    return [UnitBoard(unit, _places(unit, day, titles, holders, counts)) for unit in units]


def _titles(units: list[Unit], day: date) -> dict[tuple[str, str], str]:
    rows = PostValidity.objects.on(day).filter(unit_kind__in={unit.kind for unit in units})
    found = rows.order_by("starts_on").values_list("unit_kind", "post_id", "title")
    return {(kind, post): title for kind, post, title in found}


def _places(
    unit: Unit,
    day: date,
    titles: dict[tuple[str, str], str],
    holders: dict[tuple[int, str], list[Holder]],
    counts: dict[tuple[int, str], int],
) -> list[Place]:
    found = []
    for code, (name, short, group, _) in posts_by_code().items():
        title = titles.get((unit.kind, code), "")
        here = holders.get((unit.pk, code), [])
        elsewhere = max(0, counts.get((unit.pk, code), len(here)) - len(here))
        if not title and not here and not elsewhere:
            continue
        since = _OPTIONAL.get((code, unit.kind))
        is_optional = since is not None and since <= day
        found.append(Place(code, title or name, short, group, is_optional, bool(title), here, elsewhere))
    return found


def _holders(
    rows: QuerySet[Appointment], surplus: dict[tuple[int, int], date]
) -> dict[tuple[int, str], list[Holder]]:
    found: dict[tuple[int, str], list[Holder]] = defaultdict(list)
    root = reverse("officials:list")
    columns = ("unit_id", "post_id", "is_primary", "starts_on", "start_unknown", "official_id")
    person = ("official__full_name", "official__public_id")
    for unit, post, primary, starts_on, unknown, official, name, public_id in rows.order_by(
        "-is_primary", "official__name_sort", "official_id", "pk"
    ).values_list(*columns, *person):
        found[unit, post].append(
            Holder(
                name=name,
                url=f"{root}{quote(public_id, safe='')}/",
                also=not primary,
                since="" if unknown else day_text(starts_on),
                surplus_until=surplus.get((official, unit)),
            )
        )
    return found


def _surplus(user: Any, units: list[Unit], day: date) -> dict[tuple[int, int], date]:
    rows = SurplusStatus.objects.visible_to(user).filter(unit__in=units, starts_on__lte=day, until__gte=day)
    return {
        (official, unit): until
        for official, unit, until in rows.values_list("official_id", "unit_id", "until")
    }


def _counts(units: list[Unit], day: date) -> dict[tuple[int, str], int]:
    """How many hold each place, whoever they belong to now: else a place of a past day would look vacant."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    with unscoped("a count of the places held in units the reader may see"):
        rows = Appointment.objects.on(day).filter(unit__in=units).order_by()
        for unit, post in rows.values_list("unit_id", "post_id"):
            found[unit, post] += 1
    return found


def columns_of(boards: Iterable[UnitBoard], group: str) -> list[tuple[str, str]]:
    """The posts that stand on any of the boards, (code, short name), in official order."""
    there = {place.post for board in boards for place in board.places if place.group == group}
    return [(code, post[1]) for code, post in posts_by_code().items() if code in there]
