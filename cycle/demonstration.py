"""The data units of the demonstration sent: 2020 accepted and closed for some, 2021 at every state. All [P].

Through the services of sending, by the accounts of units and district. It comes after everything that writes records,
so that closed figures and records agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cycle.models import Submission
from cycle.reading import sent_sets
from cycle.services.submissions import Asked, accept, send, send_back
from foundation.registries import DemonstrationPart, demonstration_parts
from officials.models import Unit

Users = Callable[[str], Any]
CLOSED = {2020: ("10678", "10687", "10693", "10702"), 2021: ("10693", "10720")}
SENT = ("10738",)  # by its own officer, for the others the district does
RETURNED, RETURNED_SET = "10687", "suc_khoe"
COMMENT = "Đề nghị bổ sung kết quả khám sức khỏe của người còn thiếu (minh họa)"
INCOMPLETE = "Một số nội dung chưa có, sẽ bổ sung (minh họa)"
LAST_YEAR = 2021


def install(user: Users) -> None:
    """The district sends for units, accepts 2020 and some of 2021, returns one set; one unit sends by itself."""
    district = user("noivu")
    back = _units([RETURNED])
    for year, keys in CLOSED.items():
        units = _units(keys)
        _send(district, [*units, *back] if year == LAST_YEAR else units, year)
        accept(by=district, year=year, asked=_asked(units, year))
    wanted = [each for each in _asked(back, LAST_YEAR) if each.code == RETURNED_SET]
    send_back(by=district, year=LAST_YEAR, asked=wanted, reason=COMMENT)
    for unit in _units(SENT):
        _send(user(f"xa_{unit.public_id}"), [unit], LAST_YEAR)


def _units(keys: Sequence[str]) -> list[Unit]:
    return list(Unit.objects.filter(public_id__in=keys).order_by("public_id"))


def _send(by: Any, units: Sequence[Unit], year: int) -> None:
    send(by=by, year=year, asked=_asked(units, year), reason=INCOMPLETE)


def _asked(units: Sequence[Unit], year: int) -> list[Asked]:
    """Every set of the units as it stands now."""
    rows = Submission.objects.filter(unit_key__in=[unit.public_id for unit in units], year=year)
    versions = {(row.unit_key, row.data_set): row.version for row in rows}
    return [
        Asked(unit, each.code, versions.get((unit.public_id, each.code), 0))
        for unit in units
        for each in sent_sets()
    ]


demonstration_parts.register(DemonstrationPart("submissions", 10, install))
