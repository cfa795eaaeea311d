"""Who holds which post on a day, as the yearly lists of raises, retirement and rotation read it: one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from officials.models import Appointment, Official, Post, Unit
from officials.services.postings import id_order


@dataclass(frozen=True)
class Seat:
    """A person in the primary posting they are counted by on the day (contracts 4)."""

    official: Official
    posting: Appointment

    @property
    def unit(self) -> Unit:
        return self.posting.unit

    @property
    def post(self) -> Post:
        return self.posting.post

    @property
    def order(self) -> tuple[str, int, str, int]:
        """By unit, then in the official order of posts, then by name."""
        return (self.unit.name, self.post.position, self.official.name_sort, self.official.pk)


def seats_on(user: Any, day: date, *, unit: Unit | None = None) -> list[Seat]:
    """Everybody in post on `day` whom `user` may see, of one unit or all, in the order of `Seat.order`."""
    rows = Appointment.objects.visible_to(user).on(day).filter(is_primary=True)
    if unit is not None:
        # A posting elsewhere that began later is the one that counts: read all of those who hold one here.
        people = Appointment.objects.visible_to(user).on(day).filter(is_primary=True, unit=unit)
        rows = rows.filter(official__in=people.values("official"))
    seats = one_seat_each(rows.select_related("official__unit", "unit", "post"))
    return [seat for seat in seats if unit is None or seat.posting.unit_id == unit.pk]


def post_of(official: Official, day: date) -> str:
    """The code of the primary post of one person on `day`, "" for none; for who may read or write them already."""
    rows = Appointment._base_manager.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), official=official, is_primary=True, starts_on__lte=day
    ).select_related("official", "unit", "post")
    seats = one_seat_each(rows)
    return seats[0].post.code if seats else ""


def one_seat_each(rows: Iterable[Appointment]) -> list[Seat]:
    """Of several primary postings of a person the latest started, then the greatest id."""
    best: dict[int, Appointment] = {}
    for row in rows:
        held = best.get(row.official_id)
        if held is None or (row.starts_on, id_order(row.public_id)) > (
            held.starts_on,
            id_order(held.public_id),
        ):
            best[row.official_id] = row
    return sorted((Seat(row.official, row) for row in best.values()), key=lambda seat: seat.order)
