"""What the yearly lists ask for in their address: year, quarter, unit; and the file endings they leave by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from foundation.components import Chip, query
from foundation.dates import today
from foundation.forms import FIRST_YEAR, LAST_YEAR
from officials.models import Unit
from officials.months import quarter_of

UNIT_PARAMETER, YEAR_PARAMETER, QUARTER_PARAMETER = "don_vi", "nam", "quy"
WHOLE_YEAR = "ca-nam"
EXPORTS = ("xlsx", "csv", "pdf")


@dataclass(frozen=True)
class Choice:
    """The units to choose from (none for who has only one), the one chosen."""

    units: list[Unit]
    unit: Unit | None

    @property
    def unit_id(self) -> str:
        return self.unit.public_id if self.unit else ""

    @property
    def unit_line(self) -> str:
        return self.unit.full_name if self.unit else "Toàn thị xã"


def chosen_unit(request: HttpRequest, day: date) -> Choice:
    """The unit the address names; Http404 for one this reader may not see. A commune always has its own."""
    units = list(Unit.objects.visible_to(request.user).order_by("name", "-starts_on", "pk"))
    wanted = request.GET.get(UNIT_PARAMETER, "")
    found = next((unit for unit in units if unit.public_id == wanted), None)
    if wanted and found is None:
        raise Http404
    user: Any = request.user
    if not user.may("read", Unit, "all"):
        own = [unit for unit in units if unit.exists_on(day)] or units
        return Choice([], found or (own[0] if len(own) == 1 else None))
    return Choice([unit for unit in units if unit.exists_on(day) or unit == found], found)


def chosen_year(request: HttpRequest) -> int:
    """The year of the address, else that of the working day."""
    wanted = request.GET.get(YEAR_PARAMETER, "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 and FIRST_YEAR <= int(wanted) <= LAST_YEAR:
        return int(wanted)
    return today().year


def chosen_quarter(request: HttpRequest) -> int:
    """1–4, 0 for the whole year; without one the quarter of the working day."""
    wanted = request.GET.get(QUARTER_PARAMETER, "")
    if wanted == WHOLE_YEAR:
        return 0
    return int(wanted) if wanted in {"1", "2", "3", "4"} else quarter_of(today())


def quarter_chips(request: HttpRequest, quarter: int) -> list[Chip]:
    labels = {1: "Quý I", 2: "Quý II", 3: "Quý III", 4: "Quý IV", 0: "Cả năm"}
    return [
        Chip(
            label,
            query(request.GET, **{QUARTER_PARAMETER: value or WHOLE_YEAR, "trang": None}),
            value == quarter,
        )
        for value, label in labels.items()
    ]


def export_links(request: HttpRequest) -> list[tuple[str, str]]:
    return [(kind, query(request.GET, xuat=kind, trang=None)) for kind in EXPORTS]


def asked_export(request: HttpRequest) -> Any:
    """The ending asked for, "" for the page itself."""
    wanted = request.GET.get("xuat", "")
    return wanted if wanted in EXPORTS and request.method == "GET" else ""
