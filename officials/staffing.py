"""Who serves in a unit on a day, against the number given to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from foundation.dates import today
from foundation.scope import unscoped
from officials.law import NormMissing, Quota, norm_on, quotas_for
from officials.models import Appointment, SurplusStatus, Unit, UnitSuccession
from officials.services.postings import id_order

# Surplus deputies of merged units lawfully stay on a path of about five years (regulations 16, row 12; the
# deadline itself has not been checked against the text of the resolution). For a day on which no norm says it.
YEARS_TO_SETTLE = 5


@dataclass(frozen=True)
class Staffing:
    """One unit on a day: people in post by group, the number given, and a merger it is still settling from.

    `on_path`: how many of the people are on a lawful surplus path, and the last day of the last one.
    """

    unit: Unit
    can_bo: int
    cong_chuc: int
    quota: Quota | None
    merger: UnitSuccession | None = None
    on_path: int = 0
    path_until: date | None = None

    @property
    def total(self) -> int:
        return self.can_bo + self.cong_chuc

    @property
    def missing(self) -> int:
        return max(0, self.quota.total - self.total) if self.quota else 0

    @property
    def surplus(self) -> int:
        return max(0, self.total - self.quota.total) if self.quota else 0

    @property
    def status(self) -> tuple[str, str]:
        """Tone and words; a surplus from a merger is lawful, so it is a state and no alarm."""
        if self.quota is None:
            return "quiet", "Chưa có số được giao"
        if self.surplus and self.on_path >= self.surplus and self.path_until is not None:
            return "info", f"Dư {self.surplus}, theo lộ trình đến {self.path_until:%d/%m/%Y}"
        if self.surplus and self.on_path:
            return "warning", f"Dư {self.surplus}, trong đó {self.on_path} theo lộ trình"
        if self.surplus and self.merger is not None:
            return "info", f"Dư {self.surplus}, theo lộ trình sắp xếp đơn vị"
        if self.surplus:
            return "warning", f"Dư {self.surplus} so với số được giao"
        return ("warning", f"Còn thiếu {self.missing}") if self.missing else ("ok", "Đủ số được giao")


def staffing_of(
    units: Sequence[Unit], day: date, heads: Mapping[tuple[int, str], int] | None = None
) -> list[Staffing]:
    """The staffing of units the caller may see; a count only, so whoever has left since is in it.

    Six queries at most; one less with `heads`, the `heads_by_unit` of a caller who has read everybody anyhow.
    """
    quotas = quotas_for(units, day)
    if heads is None:
        heads = heads_by_unit([unit.pk for unit in units], day)
    over = [
        unit.pk
        for unit in units
        if unit.pk in quotas
        and heads.get((unit.pk, "can_bo"), 0) + heads.get((unit.pk, "cong_chuc"), 0) > quotas[unit.pk].total
    ]
    mergers = mergers_of(over, day) if over else {}
    paths = paths_of(over, day) if over else {}
    return [
        Staffing(
            unit,
            heads.get((unit.pk, "can_bo"), 0),
            heads.get((unit.pk, "cong_chuc"), 0),
            quotas.get(unit.pk),
            mergers.get(unit.pk),
            *paths.get(unit.pk, (0, None)),
        )
        for unit in units
    ]


def heads_by_unit(unit_ids: Iterable[int], day: date) -> Counter[tuple[int, str]]:
    """(unit, group) → people whose counting posting of the day (contracts 4) stands there."""
    wanted = set(unit_ids)
    with unscoped("a count of the people in post in units the caller may see"):
        in_post = Appointment.objects.on(day).filter(is_primary=True).order_by()
        if len(wanted) == 1:
            # One unit: only the people who have a posting there can count in it.
            in_post = in_post.filter(official__in=in_post.filter(unit__in=wanted).values("official_id"))
        rows = list(in_post.values_list("official_id", "unit_id", "post__group", "starts_on", "public_id"))
    latest: dict[int, tuple[date, tuple[int, int, str], int, str]] = {}
    for official_id, unit_id, group, starts_on, public_id in rows:
        other = latest.get(official_id)
        if other is not None and other[0] > starts_on:
            continue
        entry = (starts_on, id_order(public_id), unit_id, group)
        if other is None or entry[:2] > other[:2]:
            latest[official_id] = entry
    return Counter((unit_id, group) for _, _, unit_id, group in latest.values() if unit_id in wanted)


def paths_of(unit_ids: Iterable[int], day: date) -> dict[int, tuple[int, date]]:
    """Unit → people in post there on a lawful surplus path on the day, and the last day of the longest path."""
    with unscoped("a count of people on a surplus path in units the caller may see"):
        in_post = Appointment.objects.on(day).filter(is_primary=True, unit__in=list(unit_ids)).order_by()
        rows = SurplusStatus.objects.filter(
            unit__in=list(unit_ids),
            starts_on__lte=day,
            until__gte=day,
            official__in=in_post.values("official_id"),
        )
        found: dict[int, dict[int, date]] = {}
        for unit_id, official_id, until in rows.order_by("until").values_list(
            "unit_id", "official_id", "until"
        ):
            found.setdefault(unit_id, {})[official_id] = until
    return {unit_id: (len(people), max(people.values())) for unit_id, people in found.items()}


def years_to_settle(day: date) -> int:
    """The years of a surplus path by the norm of the day (from memory, editable)."""
    try:
        return int(norm_on("surplus.years", day).value)
    except NormMissing:
        return YEARS_TO_SETTLE


def mergers_of(unit_ids: Iterable[int], day: date) -> dict[int, UnitSuccession]:
    """Units made of several in the last years: the time in which a surplus is settled."""
    years = years_to_settle(day)
    with unscoped("successions of units the caller may see; public facts"):
        rows = list(
            UnitSuccession.objects.filter(
                successor__in=list(unit_ids),
                effective_on__lte=day,
                effective_on__year__gte=day.year - years,
            )
        )
    found: dict[int, list[UnitSuccession]] = {}
    for row in rows:
        if (day.year - row.effective_on.year, day.month, day.day) <= (
            years,
            row.effective_on.month,
            row.effective_on.day,
        ):
            found.setdefault(row.successor_id, []).append(row)
    return {unit: together[0] for unit, together in found.items() if len(together) > 1}


class Kinship(NamedTuple):
    """A unit going over into another: `becomes_this` when the unit asked about is the successor."""

    effective_on: date
    basis: str
    old_kind: str
    old_name: str
    new_kind: str
    new_name: str
    becomes_this: bool


def kin_of(unit: Unit) -> list[Kinship]:
    """What the unit was made of and what became of it by the working day, the latest first."""
    names = ("predecessor__kind", "predecessor__name", "successor__kind", "successor__name", "successor_id")
    with unscoped("successions of one unit the caller may see; public facts"):
        rows = UnitSuccession.objects.filter(
            Q(successor=unit) | Q(predecessor=unit), effective_on__lte=today()
        )
        found = list(rows.order_by("-effective_on", "pk").values_list("effective_on", "basis", *names))
    return [
        Kinship(day, basis, old_kind, old_name, new_kind, new_name, successor == unit.pk)
        for day, basis, old_kind, old_name, new_kind, new_name, successor in found
    ]
