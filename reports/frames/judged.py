"""Columns that a dated rule decides: retirement within five years, the professional standard of the post."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reports.frames import columns
from reports.reading import LATE, Ints, day_number

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

RETIREMENT_HORIZON_YEARS = 5


def retirement(snapshot: Snapshot, official: Ints, day: date) -> Ints:
    """Whether each person reaches retirement age (of the law known on `day`) within five years, or has already.

    Retirement is the last day of the month in which the age is reached (NĐ 135/2020/NĐ-CP Điều 3).
    """
    sex, birth = snapshot.officials.sex[official], snapshot.officials.birth[official]
    ymd = snapshot.officials.birth_ymd[official]
    result = np.full(len(official), columns.RETIREMENT.code(columns.UNKNOWN), dtype=np.int64)
    birth_month = ymd // 10_000 * 12 + ymd // 100 % 100 - 1
    # A month ends within the horizon when it ends on or before the same day five years on.
    limit = (day.year + RETIREMENT_HORIZON_YEARS) * 12 + day.month - (0 if _ends_month(day) else 1) - 1
    number = day_number(day)
    for rule in snapshot.retirement_ages:
        if not rule.starts <= number <= rule.ends:
            continue
        applies = (sex == rule.sex) & (birth < LATE) & (rule.born_from <= birth) & (birth <= rule.born_until)
        within = birth_month + rule.months <= limit
        codes = np.where(within, columns.RETIREMENT.code("within_5"), columns.RETIREMENT.code("later"))
        result = np.where(applies, codes, result)
    return result


def _ends_month(day: date) -> bool:
    return (date.fromordinal(day.toordinal() + 1)).month != day.month


def standard(snapshot: Snapshot, post: Ints, degree: Ints, recruited: Ints, day: int) -> Ints:
    """The verdict on each person's professional level by the standard of the post in force on `day`.

    By level only, the field of study is not looked at. `in_transition`: recruited before the standard came into
    force and still within the time it allows.
    """
    column = columns.STANDARD
    result = np.full(len(post), column.code("no_standard"), dtype=np.int64)
    is_unknown = degree == columns.DEGREE.code(columns.LEVEL_UNKNOWN)
    for rule in snapshot.standards:
        if not rule.starts <= day <= rule.ends:
            continue
        applies = post == rule.post
        met = degree <= rule.level
        spared = (recruited < rule.recruited_before) & (day <= rule.transition_until)
        verdict = np.where(spared, column.code("in_transition"), column.code("unmet"))
        verdict = np.where(is_unknown, column.code(columns.UNKNOWN), verdict)
        verdict = np.where(met & ~is_unknown, column.code("met"), verdict)
        result = np.where(applies, verdict, result)
    return result
