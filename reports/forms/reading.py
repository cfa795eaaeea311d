"""What a reader gets of the forms: rows of the units in reach, small cells hidden, people only with their records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import OuterRef, Subquery

from foundation.dates import PartialDate
from officials.law import post_titles
from officials.models import Official, SalaryStep
from reports.access import hide_rows, reader_of
from reports.forms.model import BM02
from reports.forms.quality import AGE_UNKNOWN, COLUMNS, INDICATORS, LANGUAGE_UNSTATED, FormColumn, judge
from reports.frames.people import People, people
from reports.indicators.compute import rows_of
from reports.reading import EARLY, day_number, day_of
from reports.scopes import Scope, scopes_of
from reports.snapshot import Snapshot

EVERY_NUMBER: tuple[FormColumn, ...] = (*COLUMNS, AGE_UNKNOWN, LANGUAGE_UNSTATED)
_BATCH = 500


def quality_numbers(
    user: Any, snapshot: Snapshot, year: int, scopes: Sequence[Scope]
) -> list[dict[int, Any]]:
    """The numbers of BM02/BNV by column for each scope, `{"suppressed": true}` where hidden from `user`.

    0 = people without a birth date, 39 = with a language that is not named. Errors: Denied.
    """
    reader = reader_of(user)
    found = rows_of(snapshot, INDICATORS, year, scopes)
    shown = {
        column.number: hide_rows(snapshot, reader, column.indicator, year, scopes, found[column.code])
        for column in EVERY_NUMBER
    }
    return [{number: rows[place]["value"] for number, rows in shown.items()} for place in range(len(scopes))]


def quality_document(user: Any, snapshot: Snapshot, year: int) -> dict[str, Any]:
    """BM02/BNV of every unit in reach as JSON: `{"form", "year", "columns": [{"number", "path", "text"}], "rows":
    [{"scope", "numbers"}], "checks": [{"text", "failing", "unjudged"}]}`. Errors: Denied.
    """
    units = reader_of(user).units
    scopes = scopes_of(snapshot, year, ("unit",) if units is not None else ("unit", "town"), ("",), units)
    numbers = quality_numbers(user, snapshot, year, scopes)
    rows = {scope.code: found for scope, found in zip(scopes, numbers, strict=True)}
    return {
        "form": BM02.number,
        "year": year,
        "columns": [
            {"number": column.number, "path": list(column.path), "text": column.indicator.numerator_text}
            for column in COLUMNS
        ],
        "rows": [
            {"scope": code, "numbers": {str(column.number): found[column.number] for column in COLUMNS}}
            for code, found in rows.items()
        ],
        "checks": [asdict(result) for result in judge(rows)],
    }


@dataclass(frozen=True)
class PaidPerson:
    """One line of BM04/BNV. `since` None = it is not known since when the post is held."""

    name: str
    public_id: str
    sex: str
    birth: PartialDate | None
    post: str
    unit: str
    since: date | None
    coefficient: Decimal | None
    step: int | None
    allowance: Decimal | None
    over_top: int | None


@dataclass(frozen=True)
class PaidList:
    """The people of BM04/BNV, and how many more were in post whom the reader may not see (moved to another unit)."""

    people: Sequence[PaidPerson]
    n_out_of_reach: int


def paid_people(user: Any, snapshot: Snapshot, year: int, units: Sequence[int]) -> PaidList:
    """The people in post on the reference day in the units (positions) with the salary in force that day: unit by unit, in official
    order of posts, then by name. Two queries for every 500 people."""
    day = snapshot.day(year)
    frame = people(snapshot, day)
    wanted = {unit: place for place, unit in enumerate(units)}
    rows = [row for row, unit in enumerate(snapshot.counted(frame.unit).tolist()) if unit in wanted]
    titles = snapshot.memo(("post titles", day), lambda: post_titles(day))
    found: list[tuple[tuple[int, int, str], PaidPerson]] = []
    for batch in _batches(rows):
        found += _read(user, snapshot, frame, batch, titles, wanted)
    return PaidList([person for _, person in sorted(found, key=lambda item: item[0])], len(rows) - len(found))


def _batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _read(
    user: Any,
    snapshot: Snapshot,
    frame: People,
    rows: Sequence[int],
    titles: Mapping[tuple[str, str], str],
    places: Mapping[int, int],
) -> Iterator[tuple[tuple[int, int, str], PaidPerson]]:
    table, spells = snapshot.appointments, snapshot.spells.row[snapshot.spells.on(day_number(frame.day))]
    since = np.where(table.start_unknown[spells], EARLY, table.starts[spells]).tolist()
    row_of = dict(zip(snapshot.officials.key[frame.official[rows]].tolist(), rows, strict=True))
    unit_of, post_of = frame.unit.tolist(), frame.post.tolist()
    listed = snapshot.counted(frame.unit).tolist()
    # Most of everybody is read faster without naming them one by one.
    named = None if 2 * len(rows) > len(snapshot.officials.ids) else list(row_of)
    salaries = _salaries(user, named, frame.day)
    facts = ("pk", "public_id", "full_name", "name_sort", "sex", "birth_date", "birth_date_precision")
    found = Official.objects.visible_to(user)
    if named is not None:
        found = found.filter(pk__in=named)
    for pk, public_id, name, name_sort, sex, birth, precision in found.values_list(*facts):
        row = row_of.get(pk, -1)
        if row < 0:
            continue
        unit, post = unit_of[row], post_of[row]
        coefficient, step, allowance, over_top = salaries.get(pk, (None, None, None, None))
        title = titles.get((snapshot.posts.codes[post], snapshot.units.kinds[unit]))
        person = PaidPerson(
            name=name,
            public_id=public_id,
            sex=sex,
            birth=PartialDate(birth, precision) if birth else None,
            post=title or snapshot.posts.names[post],
            unit=snapshot.units.names[unit],
            since=day_of(since[row]),
            coefficient=coefficient,
            step=step,
            allowance=allowance,
            over_top=over_top,
        )
        yield (places[listed[row]], post, name_sort), person


def _salaries(user: Any, officials: Sequence[int] | None, day: date) -> dict[int, tuple[Any, ...]]:
    """(coefficient, step, allowance, seniority allowance) in force on `day` of each official (None = of all): the latest step that has begun."""
    begun = SalaryStep.objects.visible_to(user).filter(starts_on__lte=day)
    later = begun.filter(official=OuterRef("official")).order_by("-starts_on", "-pk").values("pk")[:1]
    steps = begun.filter(pk=Subquery(later))
    if officials is not None:
        steps = steps.filter(official_id__in=officials)
    facts = steps.values_list("official_id", "coefficient", "step", "allowance", "over_top_percent")
    return {row[0]: row[1:] for row in facts}
