"""What lengthens the time at a salary step, from every floor that knows some; a reader learns only what they may read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from foundation.registries import Registry

NOT_ASKED = "Chưa xét trường hợp kéo dài do {} (nếu có); Phòng Nội vụ xác định."


@dataclass(frozen=True, slots=True)
class Delay:
    """Something that lengthens the time at a step.

    `months` None: it may count, but the catalogue has no number for it. `act`: two entries of one act count once.
    `model`, `fact`: who may not read that field of such a record learns nothing of it, the months neither.
    """

    day: date | None
    months: int | None
    why: str
    basis: str
    verified: str
    act: str = ""
    model: type[models.Model] | None = None
    fact: str = ""

    def is_told(self, user: Any) -> bool:
        """Whether `user` may know of it: a longer time without a reason would tell of a hidden one."""
        return self.model is None or user.may_see_field(self.model, self.fact)


@dataclass(frozen=True)
class RaiseDelaySource:
    """A kind of delay a higher floor knows: `find(people)` by primary key of the official; None = everybody.

    It costs a fixed number of queries and reads without scope: `delays_of` leaves out what its reader may not know.
    `hidden_from(user)`: what of it is kept from the user, in a word; "" when nothing is.
    """

    code: str
    order: int
    find: Callable[[Collection[int] | None, date], dict[int, list[Delay]]]
    hidden_from: Callable[[Any], str] = lambda user: ""


raise_delay_sources: Registry[RaiseDelaySource] = Registry("raise delay sources")


def delays_of(user: Any, people: Collection[int] | None, day: date) -> dict[int, list[Delay]]:
    """The delays by person that `user` may know of, from every floor that knows some."""
    found: dict[int, list[Delay]] = {}
    for source in raise_delay_sources:
        for person, delays in source.find(people, day).items():
            found.setdefault(person, []).extend(delay for delay in delays if delay.is_told(user))
    return found


def not_asked(user: Any) -> list[str]:
    """What the answer leaves out for this user, the same sentence for everybody's raise."""
    hidden = [source.hidden_from(user) for source in raise_delay_sources]
    return [NOT_ASKED.format(what) for what in hidden if what]
