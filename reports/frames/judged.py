"""Columns that a dated rule decides: retirement within five years, the professional standard of the post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from officials.majors import Suits
from officials.models import PostStandard
from officials.standards import Minimum, in_order, minimums, standards_in_force
from reports.frames import columns
from reports.reading import LATE, Bools, Ints, day_number, day_of

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

RETIREMENT_HORIZON_YEARS = 5


def retirement(snapshot: Snapshot, official: Ints, day: date) -> Ints:
    """Whether each person reaches retirement age (of the law known on `day`) within five years, or has already."""
    month = retirement_months(snapshot, official, day)
    # A month ends within the horizon when it ends on or before the same day five years on.
    limit = (day.year + RETIREMENT_HORIZON_YEARS) * 12 + day.month - (0 if _ends_month(day) else 1) - 1
    codes = np.where(month <= limit, columns.RETIREMENT.code("within_5"), columns.RETIREMENT.code("later"))
    return np.where(month == LATE, columns.RETIREMENT.code(columns.UNKNOWN), codes)


def is_past_retirement(snapshot: Snapshot, official: Ints, day: date) -> Bools:
    """Whether the last day of the month of retirement lies before `day`; False where sex or birth is unknown."""
    return retirement_months(snapshot, official, day) < day.year * 12 + day.month - 1


def retirement_months(snapshot: Snapshot, official: Ints, day: date) -> Ints:
    """The month in which each person reaches retirement age by the law known on `day`, as year × 12 + month − 1.

    Retirement is the last day of that month (NĐ 135/2020/NĐ-CP Điều 3). LATE where sex or birth is unknown.
    """
    sex, birth = snapshot.officials.sex[official], snapshot.officials.birth[official]
    ymd = snapshot.officials.birth_ymd[official]
    birth_month = ymd // 10_000 * 12 + ymd // 100 % 100 - 1
    number = day_number(day)
    result = np.full(len(official), LATE, dtype=np.int64)
    for rule in snapshot.retirement_ages:
        if not rule.starts <= number <= rule.ends:
            continue
        applies = (sex == rule.sex) & (birth < LATE) & (rule.born_from <= birth) & (birth <= rule.born_until)
        result = np.where(applies, birth_month + rule.months, result)
    return result


def _ends_month(day: date) -> bool:
    return (date.fromordinal(day.toordinal() + 1)).month != day.month


def major_fit(snapshot: Snapshot, official: Ints, post: Ints, degree: Ints, day: date) -> Ints:
    """Whether the field of study at the highest level held suits the post, as decided in the table of that day.

    One record that suits is enough, one that nobody decided on leaves it open; so does having no record. Whoever is
    stated to have no training has no field that suits. `degree` as in `standard`.
    """
    verdicts = _decided(snapshot, day_number(day))
    _, open_, unfit = (columns.MAJOR_FIT.code(cell.value) for cell in Suits)
    table, n = snapshot.levels["professional"], len(snapshot.officials.ids)
    best, post_of = np.full(n, -1, dtype=np.int64), np.full(n, -1, dtype=np.int64)
    best[official], post_of[official] = degree, post
    rows = np.flatnonzero(
        (table.attained <= day_number(day))
        & (table.level == best[table.official])
        & (post_of[table.official] >= 0)
    )
    owner = table.official[rows]
    cell = np.full(n, len(columns.MAJOR_FIT.cells), dtype=np.int64)
    # Cells stand in the order in which one record outweighs another: suits, open, does not suit.
    np.minimum.at(cell, owner, verdicts[post_of[owner], table.field[rows]])
    found = np.where(cell[official] == len(columns.MAJOR_FIT.cells), open_, cell[official])
    found = np.where(degree == columns.DEGREE.code("none"), unfit, found)
    spoken_of = (verdicts[post] != open_).any(axis=1)
    return np.where(spoken_of, found, columns.MAJOR_FIT.code("no_rule"))


def _decided(snapshot: Snapshot, day: int) -> Ints:
    """(posts, majors + 1) → the cell of `MAJOR_FIT`; the last major is any that nobody decided on."""

    def build() -> Ints:
        majors = snapshot.majors
        fits, open_, unfit = (columns.MAJOR_FIT.code(cell.value) for cell in Suits)
        verdicts = np.full((len(snapshot.posts.codes), len(majors.keys) + 1), open_, dtype=np.int64)
        rows = np.flatnonzero((majors.starts <= day) & (day <= majors.ends))
        rows = rows[np.argsort(majors.starts[rows], kind="stable")]  # the later start wins
        verdicts[majors.post[rows], majors.key[rows]] = np.where(majors.fits[rows] == 1, fits, unfit)
        return verdicts

    return snapshot.memo(("majors decided", day), build)


def standard(snapshot: Snapshot, official: Ints, post: Ints, degree: Ints, fit: Ints, day: date) -> Ints:
    """The verdict on each person's professional level by the standard of the post in force on `day`.

    Where the table of majors speaks of the post, a sufficient level in a field that does not suit is not met, and in one
    that nobody decided on unknown; where it is silent only the level counts. `degree` is the cell of the column, -1 = no record at all,
    which is unknown here as on the person's own page. The rule itself is `officials.standards.Minimum.status`, asked
    once for each combination of post, level and time of recruitment.
    """
    rules = minimums(standards_in_force(_standards(snapshot), day))
    verdicts = np.full(len(post), columns.STANDARD.code("no_standard"), dtype=np.int64)
    recruited = _recruited(snapshot)[official]
    marks = sorted(_thresholds(rules.values()))
    bucket = np.where(
        recruited == LATE, -1, np.searchsorted(np.array(marks, dtype=np.int64), recruited, side="right")
    )
    key = np.stack((post, degree, bucket), axis=1)
    combinations, first, where = np.unique(key, axis=0, return_index=True, return_inverse=True)
    for number, row in enumerate(combinations.tolist()):
        rule = rules.get(snapshot.posts.codes[row[0]])
        if rule is not None:
            status = rule.status(_level(row[1]), day_of(recruited[first[number]]), day)
            verdicts[where.reshape(-1) == number] = columns.STANDARD.code(status.value)
    met = verdicts == columns.STANDARD.code("met")
    unfit, open_ = (columns.MAJOR_FIT.code(cell.value) for cell in (Suits.CHUA_PHU_HOP, Suits.CHUA_XAC_DINH))
    verdicts[met & (fit == unfit)] = columns.STANDARD.code("unmet")
    verdicts[met & (fit == open_)] = columns.STANDARD.code(columns.UNKNOWN)
    return verdicts


def _standards(snapshot: Snapshot) -> list[PostStandard]:
    """Every standard ever set; their edits are events about records, so what is kept is never stale."""
    return snapshot.memo("standards", lambda: in_order(PostStandard.objects.all()))


def _recruited(snapshot: Snapshot) -> Ints:
    """The day each official was recruited, else the first day in a post; LATE where neither is known."""

    def build() -> Ints:
        table = snapshot.appointments
        first = np.full(len(snapshot.officials.ids), LATE, dtype=np.int64)
        np.minimum.at(first, table.official, table.starts)
        stated = snapshot.officials.recruited
        return np.where(stated == LATE, first, stated)

    return snapshot.memo("recruited", build)


def _thresholds(rules: Iterable[Minimum]) -> set[int]:
    found: set[int] = set()
    for rule in rules:
        if rule.recruited_before is not None:
            found.add(day_number(rule.recruited_before))
        if rule.earlier is not None:
            found |= _thresholds([rule.earlier])
    return found


def _level(code: int) -> str | None:
    """The level as the standards know it: None = no record, "" = level unknown."""
    if code < 0:
        return None
    cell = columns.DEGREE.cells[code]
    return "" if cell == columns.LEVEL_UNKNOWN else cell
