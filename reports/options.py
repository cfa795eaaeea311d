"""The options that the commands of figures share: years, levels, groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from foundation.commands import WrongUsage
from reports.derived import seen_from
from reports.frames.columns import GROUPS
from reports.frozen.closed import closed, closed_document
from reports.scopes import ALL_GROUPS, LEVELS
from reports.snapshot import Snapshot, current
from reports.standpoint import STANDARD, Standpoint, day_of_text, standpoint_of

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?\Z")
_LONGEST = 60


def years_of(text: str) -> list[int]:
    """`2019-2021` or `2019,2021` as years in order. Errors: WrongUsage."""
    years: set[int] = set()
    for part in text.split(","):
        match = _YEARS.match(part.strip())
        if match is None:
            raise WrongUsage(f"Năm “{part}” không đúng; ví dụ đúng: 2019-2021.")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1900 <= first <= last <= 9000 or last - first > _LONGEST:
            raise WrongUsage(f"Khoảng năm “{part}” không đúng; ví dụ đúng: 2019-2021.")
        years.update(range(first, last + 1))
    return sorted(years)


def add_figure_options(parser: CommandParser) -> None:
    """`--years`, `--by` and `--group` (both repeatable), `--as-of`, `--units-of`."""
    parser.add_argument("--years", help="Các năm, ví dụ 2019-2021; không ghi: năm của --as-of.")
    parser.add_argument(
        "--as-of", metavar="DATE", help="Ngày tính của mỗi năm, ví dụ 2021-06-30; mặc định 31/12."
    )
    parser.add_argument(
        "--units-of",
        metavar="DATE",
        help="Tính người vào đơn vị của ngày này, ví dụ 2025-07-01; mặc định: đơn vị của từng năm.",
    )
    parser.add_argument(
        "--closed",
        action="store_true",
        help="Số liệu đã chốt của các đơn vị đã được chấp nhận; đơn vị khác theo số liệu hiện thời.",
    )
    add_levels(parser)
    parser.add_argument(
        "--group",
        action="append",
        nargs="+",
        choices=GROUPS,
        help="Chỉ nhóm này; mặc định: chung và hai nhóm.",
    )


def add_levels(parser: CommandParser) -> None:
    """`--by`, repeatable, with one or more levels each time."""
    parser.add_argument(
        "--by", action="append", nargs="+", choices=LEVELS, help="Cấp xem xét; mặc định: town."
    )


def chosen(option: Sequence[str | list[str]] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    """What a repeatable option says, each once, in the order typed."""
    parts = [[part] if isinstance(part, str) else part for part in option or ()]
    return tuple(dict.fromkeys(name for part in parts for name in part)) or default


def standpoint_of_texts(as_of: str, units_of: str) -> tuple[date | None, Standpoint]:
    """(the day asked for, the standpoint) from two dates as text, "" = the usual. Errors: WrongUsage."""
    day, units_on = (_day(text) if text else None for text in (as_of, units_of))
    return day, standpoint_of(day, units_on)


def _day(text: str) -> date:
    found = day_of_text(text)
    if found is None:
        raise WrongUsage(f"Ngày “{text}” không đúng; ví dụ đúng: 2021-06-30.")
    return found


def looked_from(snapshot: Snapshot, years: Sequence[int], *, as_closed: bool) -> dict[str, Any]:
    """What a document of figures says of how they were looked at; nothing of the usual."""
    return snapshot.standpoint.document() | (closed_document(snapshot, years) if as_closed else {})


def figure_options(options: dict[str, Any]) -> dict[str, Any]:
    """The arguments `years`, `by`, `groups`, `snapshot` of the compute functions. Errors: WrongUsage."""
    groups = chosen(options["group"], ())
    day, standpoint = standpoint_of_texts(options["as_of"] or "", options["units_of"] or "")
    if not options["years"] and day is None:
        raise WrongUsage("Đề nghị ghi --years hoặc --as-of.")
    if options["closed"] and standpoint != STANDARD:
        raise WrongUsage(
            "--closed chỉ dùng với 31/12 và đơn vị của từng năm, không cùng --as-of, --units-of."
        )
    return {
        "years": years_of(options["years"] or str(day.year if day else "")),
        "snapshot": closed(current()) if options["closed"] else seen_from(current(), standpoint),
        "by": chosen(options["by"], ("town",)),
        "groups": tuple(group for group in GROUPS if group in groups) or ALL_GROUPS,
    }
