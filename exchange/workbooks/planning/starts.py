"""The first day of a post: stated, else assumed from the earliest year that the row speaks of (contracts 3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.planning.years import years_in
from officials.models import Appointment

_DAY = dt.timedelta(days=1)


def stated_start(maker: Maker) -> dt.date | None:
    """The first day that the file gives; of a month or year its last day, but not after the list's own day."""
    stated = from_json(maker.values.get("post_date"))
    if stated is None or stated.first_day > maker.as_of:
        return None
    return min(stated.last_day, maker.as_of)


def start_of(maker: Maker) -> tuple[dt.date, bool]:
    """First day of a post, and whether it is unknown (contracts 3, "Facts without dates")."""
    stated = from_json(maker.values.get("post_date"))
    if stated:
        return stated_start(maker) or stated.last_day, False
    years = _years_stated(maker)
    start = dt.date(min(years), 1, 1) if years else maker.as_of
    born = maker.plan.unit.starts_on
    return (max(start, born) if born and born <= maker.as_of else start), True


def _years_stated(maker: Maker) -> set[int]:
    years = {int(year) for year, level in (maker.values.get("evaluations") or {}).items() if level}
    years |= {year for text in maker.values.get("rewards") or [] for year in years_in(text)}
    years |= {item["year"] for item in maker.values.get("disciplines") or [] if item["year"]}
    if maker.values.get("health_class"):
        years.add(maker.as_of.year)
    return {year for year in years if year <= maker.as_of.year}


def corrected_start(maker: Maker, row: Appointment) -> dict[str, Any]:
    """Changes of a start that is not known: a stated date puts it right, a year stated reaches further back."""
    start, unknown = start_of(maker)
    if not row.start_unknown or (unknown and start >= row.starts_on):
        return {}
    ended = [
        a.ends_on
        for a in maker.person.appointments
        if a is not row and a.ends_on and a.ends_on < row.starts_on
    ]
    first = max([start, *(day + _DAY for day in ended)])
    is_unknown = unknown or first != start  # a later day than stated was not stated
    if first > (row.ends_on or first) or (first, is_unknown) == (row.starts_on, row.start_unknown):
        return {}
    return {"starts_on": first, "start_unknown": is_unknown}
