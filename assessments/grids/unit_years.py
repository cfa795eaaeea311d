"""The grid of the town: the numbers of a year, one line a unit."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from assessments.coverage import reference_day
from assessments.grids.columns import GridColumn
from assessments.grids.model import GridSet, Owner, Sheet
from assessments.models import UnitYear
from assessments.services import records
from assessments.unit_years import HIGHEST, MOST, NUMBERS, contradictions, doubts
from foundation.scope import ScopedModel
from officials.models import Unit


def units_of_year(user: Any, unit: Unit | None, year: int) -> list[Owner]:
    """The units that stood on the reference day and that the user may see, locked where they may only be read."""
    rows = Unit.objects.visible_to(user).existing_on(reference_day(year)).order_by("name", "pk")
    writes_all = user.may("write", UnitYear, "all")
    own = user.unit_ids_today() if user.may("write", UnitYear, "own") else set()
    owners = []
    for one in rows if unit is None else rows.filter(pk=unit.pk):
        locked = "" if writes_all or one.pk in own else "Chỉ xem."
        url = reverse("assessments:unit-year", args=[one.public_id, year])
        owners.append(Owner(one, one.full_name, url=url, locked=locked))
    return owners


def _add(*, by: Any, owner: Any, facts: dict[str, Any]) -> ScopedModel:
    return records.record_unit_year(by=by, unit=owner, facts=facts)


def _prepare(user: Any, sheet: Sheet, rows: dict[int, list[Any]]) -> None:
    last = {
        row.unit_id: row
        for row in UnitYear.objects.visible_to(user).filter(
            year=sheet.year - 1, unit__in=[owner.obj.pk for owner in sheet.owners]
        )
    }
    for owner in sheet.owners:
        now = rows.get(owner.obj.pk)
        owner.warnings += doubts(now[-1] if now else None, last.get(owner.obj.pk))


def check(facts: dict[str, Any], changed: set[str], year: int) -> dict[str, str]:
    return contradictions(facts)


UNIT_YEARS = GridSet(
    code="dieu-kien",
    title="Điều kiện, kết quả của đơn vị",
    noun="dòng số liệu",
    model=UnitYear,
    columns=tuple(GridColumn(name, width="short", highest=HIGHEST.get(name, MOST)) for name in NUMBERS),
    owners=units_of_year,
    of_year=lambda rows, year: rows.filter(year=year),
    fixed=lambda year: {"year": year},
    add=_add,
    change=records.change_unit_year,
    owner_path="unit",
    check=check,
    prepare=_prepare,
    shows_before=True,
    about="Để trống nếu chưa rõ; số 0 là không có.",
)
