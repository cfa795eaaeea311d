"""Days, years and partial dates, decided in Viet Nam's time zone.

Every day in the system is an inclusive calendar day. "Today" is the working day: `KINHMON_TODAY` where the
installation sets one (the demonstration does), else the date in Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PRECISIONS = ("year", "month", "day")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def today() -> date:
    """The working day: the setting `KINHMON_TODAY`, else today's date in Viet Nam."""
    fixed: date | None = settings.KINHMON_TODAY
    return fixed or timezone.now().astimezone(VIETNAM).date()


def local_time(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock, for showing."""
    return moment.astimezone(VIETNAM)


def year_end(year: int) -> date:
    """31/12, the reference day of a year's figures (contracts 4)."""
    return date(year, 12, 31)


def year_start(year: int) -> date:
    return date(year, 1, 1)


def age_on(birth: date, day: date) -> int:
    """Completed years on `day`. Born on 29/02: the birthday of a common year is 01/03."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or only the year; `last_day` is its last possible day."""

    last_day: date
    precision: str = "day"

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise ValueError(f"unknown precision {self.precision!r}")
        if self.precision != "day":
            last = _last_day(self.last_day.year, self.last_day.month if self.precision == "month" else None)
            object.__setattr__(self, "last_day", last)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError on anything else or an impossible day."""
        match = _ISO.match(text)
        if not match:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if day is not None and month is not None:
            return cls(date(year, month, day), "day")
        return cls(_last_day(year, month), "month" if month else "year")

    @property
    def first_day(self) -> date:
        if self.precision == "day":
            return self.last_day
        return date(self.last_day.year, self.last_day.month if self.precision == "month" else 1, 1)

    @property
    def iso(self) -> str:
        return self.last_day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def display(self) -> str:
        """As an office writes it: `12/05/1980`, `05/1980`, `1980`."""
        return "/".join(reversed(self.iso.split("-")))

    def is_refined_by(self, other: PartialDate) -> bool:
        """True when `other` says the same with more precision (`1980` by `05/1980`)."""
        return (
            PRECISIONS.index(other.precision) > PRECISIONS.index(self.precision)
            and self.first_day <= other.first_day
            and other.last_day <= self.last_day
        )


def _last_day(year: int, month: int | None) -> date:
    month = month or 12
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return date(year, month, calendar.monthrange(year, month)[1])
