"""What a reader gets of the forms: rows of the units in reach, small cells hidden, people only with their records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from foundation.dates import PartialDate, year_end
from officials.law import post_titles
from officials.models import Appointment, Official, SalaryStep
from reports.access import hide_rows, reader_of
from reports.forms.model import BM02
from reports.forms.quality import AGE_UNKNOWN, COLUMNS, INDICATORS, LANGUAGE_UNSTATED, FormColumn, judge
from reports.frames.people import People, people
from reports.indicators.compute import rows_of
from reports.reading import day_number
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


@dataclass(frozen=True)
class PaidList:
    """The people of BM04/BNV, and how many more were in post whom the reader may not see (moved to another unit)."""

    people: Sequence[PaidPerson]
    n_out_of_reach: int


def paid_people(user: Any, snapshot: Snapshot, year: int, units: Sequence[int]) -> PaidList:
    """The people in post on 31/12 in the units (positions) with the salary in force that day: unit by unit, in official
    order of posts, then by name. Three queries for every 500 people."""
    day = year_end(year)
    frame = people(snapshot, day)
    wanted = {unit: place for place, unit in enumerate(units)}
    rows = [row for row, unit in enumerate(frame.unit.tolist()) if unit in wanted]
    titles = post_titles(day)
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
    spells = snapshot.spells.row[snapshot.spells.on(day_number(frame.day))]
    row_of = {int(snapshot.officials.key[frame.official[row]]): row for row in rows}
    posting_of = {row: snapshot.appointments.ids[spells[row]] for row in rows}
    postings = Appointment.objects.visible_to(user).filter(public_id__in=posting_of.values())
    starts = dict(postings.filter(start_unknown=False).values_list("public_id", "starts_on"))
    salaries = _salaries(user, list(row_of), frame.day)
    for official in Official.objects.visible_to(user).filter(pk__in=row_of):
        row = row_of[official.pk]
        unit, post = int(frame.unit[row]), int(frame.post[row])
        salary = salaries.get(official.pk)
        title = titles.get((snapshot.posts.codes[post], snapshot.units.kinds[unit]))
        person = PaidPerson(
            name=official.full_name,
            public_id=official.public_id,
            sex=official.sex,
            birth=official.birth_date_partial,
            post=title or snapshot.posts.names[post],
            unit=snapshot.units.names[unit],
            since=starts.get(posting_of[row]),
            coefficient=salary.coefficient if salary else None,
            step=salary.step if salary else None,
            allowance=salary.allowance if salary else None,
        )
        yield (places[unit], post, official.name_sort), person


def _salaries(user: Any, officials: Sequence[int], day: date) -> dict[int, SalaryStep]:
    """The step in force on `day` of each official: the latest that has begun."""
    steps = SalaryStep.objects.visible_to(user).filter(official_id__in=officials, starts_on__lte=day)
    return {step.official_id: step for step in steps.order_by("official_id", "starts_on", "pk")}
