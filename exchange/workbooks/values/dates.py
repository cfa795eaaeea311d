"""Dates of every style an office writes, with the precision kept. Day before month, always."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import as_written, clean
from foundation.dates import PartialDate, age_on
from foundation.vn_text import fold

YOUNGEST, OLDEST = 18, 75
_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 8_000, 60_000
_YEARS = range(1900, 2101)
_LONGEST = 80  # characters; nothing longer is a date, and no pattern need be tried on it

_PLAIN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\Z")  # as nearly every date is written
_SEPARATED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})\Z")
# Other strokes between day, month and year ("12,5,1980", "12//5/1980", "12 5 1980"): read as one of those.
_STROKES = re.compile(
    r"\s*(?:[/\\]{1,2}|[.\-]|,(?=\s*\d))\s*|(?<=\d)\s(?=\d{1,2}\s\d{4}\Z)|(?<=\d)\s(?=\d{4}\Z)"
)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})\Z")
_SHORT_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{2})\Z")
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:z|[+-]0\d:?\d\d)?\Z"
)
# 17:00 in universal time is the next day here: such a date may be the day before or after.
_UNIVERSAL_TIME = re.compile(r".*[t ](?!00:00)\d{2}:\d{2}\S*z\Z")
# "05/12/1980 12:00:00 AM" comes from a program that writes the month first.
_AM_PM = re.compile(r"(.*\d)\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:am|pm|sa|ch)\Z")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}),? thang (\d{1,2}),?(?: nam)? (\d{4})\Z")
_MONTH_IN_WORDS = re.compile(r"(?:thang |t ?)(\d{1,2})(?: nam |\s*[/.\-]\s*| )(\d{4})\Z")
_YEAR_IN_WORDS = re.compile(r"(?:nam )?(\d{4})\Z")
_NUMBER = re.compile(r"(\d{4,5})(?:\.0|(?<=\d{5})\.\d+)?\Z")  # a number cell that became text
_MIDNIGHT = re.compile(r" 0{1,2}:00(?::00(?:\.0+)?)?\Z")
_BLANKED = re.compile(r"[.…_x?\-\s]*[/\-][.…_x?\-\s]*[/\-]?\s*(\d{4})\Z")
_BLANKED_DAY = re.compile(r"[.…_x?\-\s]+[/\-](\d{1,2})[/.\-](\d{4})\Z")
_LABEL = re.compile(r"(?:sinh ngay|ngay sinh|ngay|sinh nam|sinh|sn|ns|s\.)\s*[:.]?\s*(?=\d)")
_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_SPOKEN = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_MONTH_NAMES = (
    {name[:length]: number for name, number in _MONTHS.items() for length in (3, 4, len(name))}
    | {f"thang {name}": number for number, name in enumerate(_SPOKEN, 1)}
    | {"thang gieng": 1, "thang chap": 12}
)
_ANY_MONTH = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?:ngay )?(\d{{1,2}})[\s\-/.]*({_ANY_MONTH})[\s\-/.,]*(?:nam )?(\d{{4}}|\d{{2}})\Z"
)
_MONTH_FIRST = re.compile(rf"({_ANY_MONTH})[\s\-/.]*(\d{{1,2}}),?\s+(\d{{4}})\Z")
_NAMED_MONTH = re.compile(rf"({_ANY_MONTH})[\s\-/.,]*(?:nam )?(\d{{4}})\Z")
_ROMAN_MONTH = re.compile(
    rf"(\d{{1,2}})[/.\-]({'|'.join(sorted(_ROMAN, key=len, reverse=True))})[/.\-](\d{{4}})\Z"
)


@dataclass(frozen=True, slots=True)
class DateContext:
    """What reading a date depends on. `kind` is `birth` or any other word; `newest` the last day that is not future."""

    as_of: dt.date
    newest: dt.date
    date1904: bool = False


@dataclass(slots=True)
class DateReading:
    """A date or None, with the problems met on the way (field filled in)."""

    value: PartialDate | None
    problems: list[Problem]


class _Unreadable(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_date(cell: Any, field: str, context: DateContext, *, birth: bool = False) -> DateReading:
    """Read one non-blank cell. An unreadable or impossible date gives None and one error."""
    problems: list[Problem] = []
    try:
        value = _plain_day(cell) or _parse(cell, field, context, birth, problems)
        _check(value, context, birth)
    except _Unreadable as error:
        return DateReading(None, [problem(field, error.code, as_written(cell))])
    return DateReading(value, problems)


def is_plain_day(text: str) -> bool:
    """True for a day written like 12/05/1980, whether or not it exists."""
    return _PLAIN.match(text) is not None


def _plain_day(cell: Any) -> PartialDate | None:
    """Hot: the day of a cell like 12/05/1980; None for everything that needs a closer look."""
    match = _PLAIN.match(cell) if cell.__class__ is str else None
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if day == 0 or month == 0 or year not in _YEARS:
        return None
    try:
        return PartialDate(dt.date(year, month, day))
    except ValueError:
        raise _Unreadable("date_invalid") from None


def _parse(cell: Any, field: str, context: DateContext, birth: bool, problems: list[Problem]) -> PartialDate:
    if isinstance(cell, dict):
        return _from_date_cell(cell, field, context, problems)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(cell, field, context, problems)
    return _from_text(str(cell), field, context, birth, problems)


def _from_date_cell(
    cell: dict[str, Any], field: str, context: DateContext, problems: list[Problem]
) -> PartialDate:
    day = dt.date.fromisoformat(cell["date"])
    serial = (day - (_EPOCH_1904 if context.date1904 else _EPOCH)).days
    if serial in _YEARS:  # the year 1986 typed into a cell formatted as a date shows as 08/06/1905
        problems.append(problem(field, "year_in_date_cell", as_written(cell), meaning=str(serial)))
        return PartialDate.parse(f"{serial:04d}")
    return PartialDate(day)


def _from_number(number: float, field: str, context: DateContext, problems: list[Problem]) -> PartialDate:
    whole = int(number)
    if number == whole and whole in _YEARS:
        return _partial(problems, field, str(whole), f"{whole:04d}")
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return PartialDate((_EPOCH_1904 if context.date1904 else _EPOCH) + dt.timedelta(days=whole))
    # 5.198 is what Excel makes of "5.1980" typed as a number: it may be 198, 1980 or 1908.
    raise _Unreadable("date_ambiguous" if number != whole and 0 < number < 32 else "date_invalid")


def _from_text(
    raw: str, field: str, context: DateContext, birth: bool, problems: list[Problem]
) -> PartialDate:
    if len(raw) > _LONGEST:
        raise _Unreadable("date_invalid")
    text = _MIDNIGHT.sub("", clean(raw).strip("'’ ").rstrip(".;, "))
    number = _NUMBER.match(text)
    if number and (len(number[1]) == 5 or text != number[1]):
        return _from_number(int(number[1]), field, context, problems)
    folded = _LABEL.sub("", fold(re.sub(r"\s*([/.\-])\s*", r"\1", text)))
    folded = _without_hour(folded)
    compact = _STROKES.sub(
        lambda match: "." if match[0].strip() == "." else "-" if "-" in match[0] else "/", folded
    )
    if _SEPARATED.match(compact):
        if compact != raw.lower() and not _LABEL.match(fold(raw)):
            problems.append(problem(field, "unicode_normalised", raw))
        folded = compact
    folded = _with_month_as_number(folded)
    for pattern, order in ((_SEPARATED, "dmy"), (_IN_WORDS, "dmy"), (_ISO, "ymd")):
        match = pattern.match(folded)
        if match:
            parts = dict(zip(order, match.groups(), strict=False))
            return _day(parts["d"], parts["m"], parts["y"], raw, field, context, birth, problems)
    for pattern in (_MONTH_YEAR, _MONTH_IN_WORDS):
        match = pattern.match(folded)
        if match:
            return _month(match[1], match[2], raw, field, problems)
    match = _ISO_MONTH.match(folded)
    if match:
        return _month(match[2], match[1], raw, field, problems)
    match = _BLANKED_DAY.match(folded)
    if match:
        return _month(match[1], match[2], raw, field, problems)
    match = _SHORT_MONTH_YEAR.match(folded)
    if match and int(match[2]) > 31 and 1 <= int(match[1]) <= 12:
        year = _full_year(match[2], context, birth)
        problems.append(problem(field, "two_digit_year", raw, meaning=str(year)))
        return _month(match[1], str(year), raw, field, problems)
    match = _YEAR_IN_WORDS.match(folded) or _BLANKED.match(folded)
    if match and int(match[1]) in _YEARS:
        return _partial(problems, field, raw, match[1])
    raise _Unreadable("date_invalid")


def _without_hour(folded: str) -> str:
    """The date without an hour that says nothing; an hour that may mean another day leaves the date open."""
    if _UNIVERSAL_TIME.match(folded):
        raise _Unreadable("date_ambiguous")
    match = _AM_PM.match(folded)
    if not match:
        return folded
    day = _SEPARATED.match(match[1])
    if day and int(day[1]) != int(day[2]):
        raise _Unreadable("date_ambiguous" if int(day[1]) <= 12 and int(day[2]) <= 12 else "date_invalid")
    return match[1]


def _with_month_as_number(folded: str) -> str:
    """ "12-may-1980", "may 12, 1980", "12 thang nam 1980", "12/v/1980" with the month as a number."""
    match = _DAY_FIRST.match(folded)
    if match:
        return f"{match[1]}/{_MONTH_NAMES[match[2]]}/{match[3]}"
    match = _MONTH_FIRST.match(folded)
    if match:
        return f"{match[2]}/{_MONTH_NAMES[match[1]]}/{match[3]}"
    match = _NAMED_MONTH.match(folded)
    if match:
        return f"{_MONTH_NAMES[match[1]]}/{match[2]}"
    match = _ROMAN_MONTH.match(folded)
    return f"{match[1]}/{_ROMAN.index(match[2]) + 1}/{match[3]}" if match else folded


def _day(
    day: str,
    month: str,
    year: str,
    raw: str,
    field: str,
    context: DateContext,
    birth: bool,
    problems: list[Problem],
) -> PartialDate:
    if len(year) == 2:
        full = _full_year(year, context, birth)
        problems.append(problem(field, "two_digit_year", raw, meaning=str(full)))
        year = str(full)
    if int(year) not in _YEARS:
        raise _Unreadable("date_invalid")
    if int(day) == 0:
        iso = year if int(month) == 0 else f"{year}-{int(month):02d}"
        value = _valid(iso)
        problems.append(problem(field, "partial_zero_date", raw, meaning=value.display()))
        return value
    return _valid(f"{year}-{int(month):02d}-{int(day):02d}")


def _month(month: str, year: str, raw: str, field: str, problems: list[Problem]) -> PartialDate:
    if int(year) not in _YEARS:
        raise _Unreadable("date_invalid")
    if int(month) == 0:
        problems.append(problem(field, "partial_zero_date", raw, meaning=year))
        return _valid(year)
    return _partial(problems, field, raw, f"{year}-{int(month):02d}")


def _partial(problems: list[Problem], field: str, raw: str, iso: str) -> PartialDate:
    value = _valid(iso)
    words = f"năm {iso}" if len(iso) == 4 else f"tháng {value.display()}"
    problems.append(problem(field, "date_partial", raw, meaning=words))
    return value


def _valid(iso: str) -> PartialDate:
    try:
        return PartialDate.parse(iso)
    except ValueError:
        raise _Unreadable("date_invalid") from None


def _full_year(two_digits: str, context: DateContext, birth: bool) -> int:
    """Birth 19yy; other dates 20yy unless that is after the as-of year, then 19yy."""
    year = int(two_digits)
    return 2000 + year if not birth and 2000 + year <= context.as_of.year else 1900 + year


def _check(value: PartialDate, context: DateContext, birth: bool) -> None:
    if value.first_day > context.newest:
        raise _Unreadable("date_future")
    if not birth:
        return
    if value.first_day > context.as_of or age_on(value.first_day, context.as_of) < YOUNGEST:
        raise _Unreadable("date_implausible")
    if age_on(value.last_day, context.as_of) > OLDEST:
        raise _Unreadable("date_implausible")
