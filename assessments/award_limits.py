"""The limit on the title Chiến sĩ thi đua cơ sở, by unit and year: a warning with its numbers, never a refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from typing import Any

from django.db.models import Q

from assessments.models import Award
from foundation import vn_text
from foundation.dates import year_end
from officials.law import NormMissing, NormValue, norm_on
from officials.models import Unit

LIMIT = "G1.cstdcs_per_ldtt.max"
BASE_TITLE, LIMITED_TITLE = "lao dong tien tien", "chien si thi dua co so"


def of_year(year: int) -> Q:
    """Awards that count in a year: `year`, else the year of the decision (contracts 4)."""
    return Q(year=year) | Q(year__isnull=True, decided_on__year=year)


@dataclass(frozen=True)
class Limit:
    """One unit in one year: how many have each title, and how many the limit allows (None: no limit that day)."""

    unit: Unit
    base: int
    limited: int
    allowed: int | None

    @property
    def is_over(self) -> bool:
        return self.allowed is not None and self.limited > self.allowed


def limit_on(year: int) -> NormValue | None:
    """The limit in force at the end of `year`, with its document and status; None when there was none."""
    try:
        return norm_on(LIMIT, year_end(year))
    except NormMissing:
        return None


def allowed_of(base: int, norm: NormValue | None) -> int | None:
    """15 % of the people with the base title, whole people: 6 → 0, 7 → 1. The base includes those with both titles."""
    return None if norm is None else floor(Decimal(base) * norm.value / 100)


def limits_of(user: Any, year: int, units: Iterable[Unit]) -> list[Limit]:
    """By unit, those where somebody has one of the two titles; two queries. People count in their unit of today.

    Who has the higher title is counted as having the base title too, whether or not that was recorded.
    """
    norm = limit_on(year)
    rows = Award.objects.visible_to(user).filter(of_year(year), official__unit__in=list(units))
    holders: dict[tuple[int, str], set[int]] = {}
    for unit_id, official_id, title in rows.values_list("official__unit", "official", "title"):
        folded = vn_text.fold(title)
        for name in (BASE_TITLE, LIMITED_TITLE):
            if folded.startswith(name):
                holders.setdefault((unit_id, name), set()).add(official_id)
    found = []
    for unit in units:
        limited = holders.get((unit.pk, LIMITED_TITLE), set())
        base = holders.get((unit.pk, BASE_TITLE), set()) | limited
        if base:
            found.append(Limit(unit, len(base), len(limited), allowed_of(len(base), norm)))
    return found


def titles_given(user: Any, year: int, unit: Unit | None) -> list[tuple[str, int]]:
    """Each title of the year with how many have it, the most frequent first; one query."""
    rows = Award.objects.visible_to(user).filter(of_year(year))
    if unit is not None:
        rows = rows.filter(official__unit=unit)
    return Counter(rows.values_list("title", flat=True)).most_common()
