"""The year, the scope, the group and the standpoint of a figures page, read from the address within the reader's rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from foundation.components import query
from foundation.dates import today
from foundation.scope import demand_membership
from reports import snapshot as snapshots
from reports.access import reader_of
from reports.derived import seen_from
from reports.frozen.closed import closed as closed_snapshot
from reports.scopes import Scope, scopes_of
from reports.snapshot import Snapshot
from reports.standpoint import STANDARD, Standpoint
from reports.views.closings import AS_CLOSED, CLOSED, closing_menu
from reports.views.standpoints import read_standpoint, said_of, standpoint_menu

N_YEARS = 3
UNITS_TITLE = "Xã, phường"
GROUPS = {"": "Cán bộ và công chức", "can_bo": "Cán bộ", "cong_chuc": "Công chức"}


def reads_figures(user: Any) -> bool:
    """True for a role that reads figures, of all units or of its own."""
    return user.may("read", "figures", "all") or user.may("read", "figures", "own")


def demand_figures(user: Any) -> None:
    """Http404 without a membership, PermissionDenied for a role that reads no figures."""
    demand_membership(user)
    if not reads_figures(user):
        raise PermissionDenied


@dataclass(frozen=True)
class Choice:
    """What one figures page shows: `years` up to `year`, one `scope`, one `group` ("" = both), from the standpoint of
    `snapshot`; `standpoints`: whether the page offers others than the standard one. `closable`: whether it offers figures
    as they were closed, `closed`: whether it shows them."""

    request: HttpRequest
    snapshot: Snapshot
    year: int
    year_options: Sequence[int]
    scope: Scope
    group: str
    units: frozenset[str] | None
    standpoints: bool = False
    closable: bool = False
    closed: bool = False

    @property
    def years(self) -> list[int]:
        """The year and the ones before it that are compared with it, oldest first."""
        return list(range(self.year - N_YEARS + 1, self.year + 1))

    @cached_property
    def offered(self) -> list[Scope]:
        """Scopes (without groups) the reader may choose in this year."""
        return scopes_of(self.snapshot, self.year, ("town", "area", "unit"), ("",), self.units)

    @property
    def base(self) -> str:
        """The scope's code without the group."""
        return self.scope.code.partition("|")[0] if self.scope.level != "town" else "all"

    def code(self, scope: str, group: str | None = None) -> str:
        """The code of a scope with a group (default: the chosen one) as contracts 4 writes it."""
        group = self.group if group is None else group
        if not group:
            return scope
        return f"group:{group}" if scope == "all" else f"{scope}|group:{group}"

    def address(self, **changes: Any) -> str:
        """This page's query with changes, the year and scope always said."""
        return query(self.request.GET, **(self.said() | changes))

    def said(self) -> dict[str, Any]:
        """The parameters that make the choice, None where nothing need be said."""
        found = {"nam": self.year, "pham_vi": None if self.base == "all" else self.base, "nhom": self.group}
        found |= said_of(self.snapshot.standpoint) if self.standpoints else {}
        return found | ({CLOSED: AS_CLOSED if self.closed else None} if self.closable else {})

    @property
    def day(self) -> date:
        """The reference day of the year."""
        return self.snapshot.day(self.year)

    def carried(self) -> str:
        """The query that takes year, scope and group along to another page; "" when nothing was chosen."""
        return query(QueryDict(), **self.said()) if self.request.GET else ""

    def context(self) -> dict[str, Any]:
        """What the frame needs for its year and scope menus."""
        groups: dict[str, list[tuple[str, str]]] = {"town": [], "area": [], "unit": []}
        for scope in self.offered:
            groups[scope.level].append((scope.code, scope.label))
        titles = {"town": "", "area": "Khu (4 khu)", "unit": UNITS_TITLE}
        shown = next((scope.label for scope in self.offered if scope.code == self.base), self.scope.label)
        return {
            "choice": self,
            "year": self.year,
            "years": self.year_options,
            "scope": self.base,
            "scope_label": shown[:1].lower() + shown[1:] if self.base == "all" else shown,
            "scope_groups": [(titles[level], found) for level, found in groups.items() if found],
            "group": self.group,
            "group_label": GROUPS[self.group],
            "day": self.day,
            "standpoint": standpoint_menu(self) if self.standpoints and not self.closed else None,
            "closing": closing_menu(self) if self.closable else None,
        }


def last_full_year(standpoint: Standpoint = STANDARD) -> int:
    """The latest year whose reference day has come on the working day."""
    day = today()
    return day.year if day >= standpoint.on(day.year) else day.year - 1


def read_choice(
    request: HttpRequest, *, own_first: bool = False, standpoints: bool = False, closable: bool = False
) -> Choice:
    """The choice an address makes. What is not offered falls back to the widest: a link never breaks a page.

    A commune officer starts at the own unit where `own_first`; `standpoints`: the page takes another reference day
    (`ngay`) and the units of another day (`don_vi_ngay`); `closable`: it takes `so_lieu=chot`, and then only figures of
    31/12 by the units of the time, which alone are closed. Errors: as `demand_figures`.
    """
    demand_figures(request.user)
    snapshot = snapshots.current()
    units = reader_of(request.user).units
    as_closed = closable and request.GET.get(CLOSED) == AS_CLOSED
    takes_day = standpoints and not as_closed
    wanted_day, standpoint = read_standpoint(request.GET) if takes_day else (None, STANDARD)
    latest = last_full_year(standpoint)
    options = list(range(latest, max(latest - 6, _first_year(snapshot, latest)) - 1, -1))
    named = str(wanted_day.year) if wanted_day else ""
    year = _number(request.GET.get("nam", named), options, latest)
    snapshot = closed_snapshot(snapshot) if as_closed else seen_from(snapshot, standpoint)
    group = request.GET.get("nhom", "")
    group = group if group in GROUPS else ""
    offered = scopes_of(snapshot, year, ("town", "area", "unit"), (group,), units)
    wanted = request.GET.get("pham_vi", "")
    if not wanted and own_first and units:
        wanted = f"unit:{min(units)}"
    if snapshot.heir is not None and wanted.startswith(
        "unit:"
    ):  # a unit of another time: the one it counts under
        places = [place for place, unit in enumerate(snapshot.units.ids) if f"unit:{unit}" == wanted]
        wanted = next((f"unit:{snapshot.units.ids[snapshot.heir[place]]}" for place in places), wanted)
    scope = next((s for s in offered if s.code.partition("|")[0] == wanted), offered[0])
    return Choice(request, snapshot, year, options, scope, group, units, standpoints, closable, as_closed)


def _number(text: str, options: Sequence[int], default: int) -> int:
    return next((option for option in options if str(option) == text), default)


def _first_year(snapshot: Snapshot, latest: int) -> int:
    """The first year with a rating, since before it there is nothing to compare."""
    years = snapshot.evaluations.year
    return min(int(years.min()), latest) if len(years) else latest
