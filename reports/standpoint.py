"""From where figures are looked at: on which day of each year, and by the units of which day (ADR 0021)."""

from __future__ import annotations

import calendar
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

ANY_YEAR = 2000  # a leap year, so that 29/02 can be written


@dataclass(frozen=True)
class Standpoint:
    """`month`, `day_of_month`: the reference day of every year (29/02 and the like: the month's last day).

    `units_on`: None = every year by the units of its own day ("as they were"); else a day, and everybody is counted
    under the unit of that day which the unit of the time is, became or was.
    """

    month: int = 12
    day_of_month: int = 31
    units_on: date | None = None

    def __post_init__(self) -> None:
        if (
            not 1 <= self.month <= 12
            or not 1 <= self.day_of_month <= calendar.monthrange(ANY_YEAR, self.month)[1]
        ):
            raise ValueError(f"no such day of a year: {self.day_of_month}/{self.month}")

    def on(self, year: int) -> date:
        """The reference day of `year`."""
        last = calendar.monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day_of_month, last))

    def year_of(self, day: date) -> int:
        """The first year whose reference day is `day` or later."""
        return day.year if day <= self.on(day.year) else day.year + 1

    @property
    def is_year_end(self) -> bool:
        return (self.month, self.day_of_month) == (12, 31)

    def dated(self, text: str) -> str:
        """A text that names the usual reference day, with the one looked from."""
        return text if self.is_year_end else text.replace("31/12", f"{self.on(ANY_YEAR):%d/%m}")

    def document(self) -> dict[str, str]:
        """What a document of figures says of it, day and month as `06-30`; nothing of the standard one."""
        found = {} if self.is_year_end else {"reference_day": f"{self.on(ANY_YEAR):%m-%d}"}
        return found | ({"units_of": self.units_on.isoformat()} if self.units_on else {})


STANDARD = Standpoint()


def standpoint_of(day: date | None, units_on: date | None) -> Standpoint:
    """The standpoint of a day of any year (None = 31/12) and of a day of units (None = of each year's own day)."""
    if day is None:
        return Standpoint(units_on=units_on)
    return Standpoint(day.month, day.day, units_on)


def day_of_text(text: str) -> date | None:
    """`30/06/2021`, `2021-06-30` or, of any year, `30/06` (then of the leap year 2000); None for anything else."""
    text = text.strip()
    for full, form in ((text, "%d/%m/%Y"), (text, "%Y-%m-%d"), (f"{text}/{ANY_YEAR}", "%d/%m/%Y")):
        with suppress(ValueError):
            return datetime.strptime(full, form).date()  # noqa: DTZ007
    return None
