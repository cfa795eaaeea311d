"""Figures as closed or as they are now: the choice of an address, its menu, and what is said beside closed figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.scopes import listed_units

if TYPE_CHECKING:
    from reports.views.choice import Choice

CLOSED, AS_CLOSED = "so_lieu", "chot"
LIVE_WORD, CLOSED_WORD = "hiện thời", "đã chốt"
NAMED = 6  # so many units are named as not closed; of more only the number is said
CHANGED = (
    "Nội dung ông/bà không xem được của từng người chỉ nêu ở hàng không có thay đổi so với số liệu hiện thời."
)


@dataclass(frozen=True)
class Menu:
    """The menu of the frame: what is shown, links (label, address, chosen), notes on closed figures."""

    label: str
    options: Sequence[tuple[str, str, bool]]
    notes: Sequence[str]


def closing_menu(choice: Choice) -> Menu:
    """What the page of `choice` offers."""
    return Menu(
        CLOSED_WORD if choice.closed else LIVE_WORD,
        [
            ("Số liệu hiện thời", choice.address(**{CLOSED: None}), not choice.closed),
            ("Số liệu đã chốt", choice.address(**{CLOSED: AS_CLOSED, "ngay": None, "don_vi_ngay": None}), choice.closed),
        ],
        closing_notes(choice),
    )  # fmt: skip


def closing_notes(choice: Choice) -> list[str]:
    """Which units of the years shown are closed and which are as they are now; nothing of figures as they are now."""
    if not choice.closed:
        return []
    notes = [_of_year(choice, year) for year in choice.years]
    # Who may not read everybody's facts is told why some rows are hidden.
    if choice.snapshot.live is not None and not _reads_all(choice):
        notes.append(CHANGED)
    return notes


def _reads_all(choice: Choice) -> bool:
    from reports.access import reader_of
    from reports.tables.registry import tables

    return reader_of(choice.request.user).reads(tuple({pair for table in tables for pair in table.fields}))


def _of_year(choice: Choice, year: int) -> str:
    snapshot = choice.snapshot
    closed = snapshot.closed.get(year, {})
    if choice.scope.unit >= 0:
        number = closed.get(snapshot.units.ids[choice.scope.unit])
        return f"Năm {year}: {f'lần chốt {number}' if number else 'chưa chốt, theo số liệu hiện thời'}."
    listed = listed_units(snapshot, year).tolist()
    open_units = [snapshot.units.names[row] for row in listed if snapshot.units.ids[row] not in closed]
    text = f"Năm {year}: {len(listed) - len(open_units)}/{len(listed)} xã, phường đã chốt"
    if not open_units:
        return f"{text}."
    named = (
        ", ".join(open_units)
        if choice.units is None and len(open_units) <= NAMED
        else f"{len(open_units)} đơn vị"
    )
    return f"{text}; theo số liệu hiện thời: {named}."
