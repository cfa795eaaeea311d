"""The standpoint of a figures page: read from its address, offered in its menu, said on the page and on exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from foundation.formats import vi_numbers
from reports.access import reader_of
from reports.reading import day_number, day_of
from reports.standpoint import STANDARD, Standpoint, day_of_text, standpoint_of
from reports.tables.registry import tables

if TYPE_CHECKING:
    from reports.snapshot import Snapshot
    from reports.views.choice import Choice

DAY, UNITS = "ngay", "don_vi_ngay"
QUARTERS = ((12, 31), (3, 31), (6, 30), (9, 30))
PERIOD = (
    "Tính đến ngày {day} mỗi năm: người có mặt ngày đó; đào tạo, khen thưởng, kỷ luật, thôi việc từ 01/01 đến ngày đó; "
    "xếp loại, sức khỏe và số liệu đơn vị báo cáo là của cả năm."
)
SUCCESSORS = (
    "Tính theo đơn vị ngày {day}: người của đơn vị cũ đếm vào đơn vị kế thừa, như xã đếm vào khu; đơn vị chia ra "
    "nhiều nơi giữ tên cũ. Số đơn vị, máy tính, hồ sơ là của các đơn vị lúc đó cộng lại."
)
LINKED = "Nội dung ông/bà không xem được của từng người chỉ nêu khi suy ra được từ số liệu 31/12 theo đơn vị từng năm."


@dataclass(frozen=True)
class Menu:
    """The menu of the frame: what is chosen, in words; links (label, address, chosen); what the free day is asked with."""

    label: str
    days: list[tuple[str, str, bool]]
    units: list[tuple[str, str, bool]]
    day_text: str
    hidden: list[tuple[str, str]]
    notes: list[str]


def read_standpoint(parameters: Mapping[str, str]) -> tuple[date | None, Standpoint]:
    """(the day asked for, the standpoint); what is no day counts as not asked."""
    day, units_on = (day_of_text(parameters.get(name, "")) for name in (DAY, UNITS))
    return day, standpoint_of(day, units_on)


def said_of(standpoint: Standpoint) -> dict[str, str | None]:
    """The parameters of an address that say the standpoint, None for the usual."""
    return {
        DAY: None if standpoint.is_year_end else standpoint.dated("31/12"),
        UNITS: f"{standpoint.units_on:%d/%m/%Y}" if standpoint.units_on else None,
    }


def standpoint_menu(choice: Choice) -> Menu:
    """What the page of `choice` offers."""
    standpoint = choice.snapshot.standpoint
    chosen = (standpoint.month, standpoint.day_of_month)
    days = []
    for month, day in QUARTERS:
        text = Standpoint(month, day).dated("31/12")
        days.append((text, choice.address(**{DAY: None if month == 12 else text}), chosen == (month, day)))
    if chosen not in QUARTERS:
        text = standpoint.dated("31/12")
        days.append((text, choice.address(), True))
    units_on = standpoint.units_on
    units = [("Đơn vị của từng năm", choice.address(**{UNITS: None}), standpoint.units_on is None)]
    for day_of_units, n in unit_days(choice.snapshot):
        text = f"{day_of_units:%d/%m/%Y}"
        label = f"{n} đơn vị ngày {text}"
        units.append((label, choice.address(**{UNITS: text}), units_on == day_of_units))
    if units_on is not None and not any(active for _, _, active in units):
        label = f"{_n_units(choice.snapshot, units_on)} đơn vị ngày {units_on:%d/%m/%Y}"
        units.append((label, choice.address(), True))
    return Menu(
        label=standpoint.dated("31/12")
        + (f", {_n_units(choice.snapshot, units_on)} đơn vị" if units_on else ""),
        days=days,
        units=units,
        day_text="" if standpoint.is_year_end else standpoint.dated("31/12"),
        hidden=_pairs(choice),
        notes=standpoint_notes(choice),
    )


def _pairs(choice: Choice) -> list[tuple[str, str]]:
    """What the form of the free day carries along."""
    carried: dict[str, Any] = dict(choice.request.GET.items()) | choice.said()
    return [
        (name, str(value)) for name, value in carried.items() if value and name not in (DAY, "trang", "xuat")
    ]


def _n_units(snapshot: Snapshot, day: date) -> str:
    return vi_numbers.number(len(snapshot.units.existing_on(day_number(day))))


def unit_days(snapshot: Snapshot) -> list[tuple[date, str]]:
    """The days on which units went over into others, the latest first, with how many units there were then."""
    found = []
    for number in sorted(set(snapshot.unit_successions.day.tolist()), reverse=True):
        day = day_of(number)
        if day is not None:
            found.append((day, _n_units(snapshot, day)))
    return found


def standpoint_notes(choice: Choice) -> list[str]:
    """What has to be said beside figures from the standpoint; nothing of the standard one."""
    standpoint, notes = choice.snapshot.standpoint, []
    if standpoint == STANDARD:
        return []
    if not standpoint.is_year_end:
        notes.append(PERIOD.format(day=standpoint.dated("31/12")))
    if standpoint.units_on:
        notes.append(SUCCESSORS.format(day=f"{standpoint.units_on:%d/%m/%Y}"))
    if not reader_of(choice.request.user).reads(tuple({pair for table in tables for pair in table.fields})):
        notes.append(LINKED)
    return notes
