"""Counting in months, as terms of law do: the same day of a later month, else its last day."""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, date


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); 31/01 + 1 month is the last day of February.

    What would lie after the last year a date can hold is its last day: a form may be filled with any number.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if year > MAXYEAR:
        return date.max
    if year < 1:
        return date.min
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_between(first: date, last: date) -> int:
    """Completed months from one day to another; negative when `last` comes first."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and add_months(first, months) > last:
        return months - 1
    if months <= 0 and add_months(first, months) < last:
        return months + 1 if months < 0 else 0
    return months


def quarter_of(day: date) -> int:
    return (day.month - 1) // 3 + 1


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter; `quarter` 0 is the whole year."""
    if not quarter:
        return date(year, 1, 1), date(year, 12, 31)
    last_month = quarter * 3
    return date(year, last_month - 2, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])
