"""What the records already hold about the people of a file: loaded once, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from assessments.models import Award, Discipline, Evaluation, HealthCheck, Training
from exchange.models import ImportBatch, ImportRow
from exchange.workbooks.rows import Row
from exchange.workbooks.values.cells import person_key
from foundation.scope import ScopedModel, unscoped
from foundation.vn_text import fold
from officials.models import Appointment, Official, Qualification, Unit

_CHUNK = 500


@dataclass(slots=True)
class Person:
    """One official with everything a row of a workbook may say something about.

    `listed_on`: the day of the newest list imported that named this person; `unit_listed_on`: of the unit's newest.
    """

    official: Official
    listed_on: dt.date | None = None
    unit_listed_on: dt.date | None = None
    appointments: list[Appointment] = field(default_factory=list)
    qualifications: list[Qualification] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    health_checks: list[HealthCheck] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    disciplines: list[Discipline] = field(default_factory=list)


@dataclass(slots=True)
class Existing:
    """The people of the records that rows may mean.

    `foreign` maps ID numbers and record codes of people outside the scope to their own ids: all that is known of them here, and only
    for the audit.
    """

    by_number: dict[str, Person]
    by_code: dict[str, Person]
    by_name: dict[str, list[Person]]
    foreign: dict[str, tuple[str, str]]


_SETS: tuple[tuple[str, type[ScopedModel]], ...] = (
    ("appointments", Appointment),
    ("qualifications", Qualification),
    ("evaluations", Evaluation),
    ("health_checks", HealthCheck),
    ("awards", Award),
    ("disciplines", Discipline),
)
_COURSES: tuple[tuple[str, type[ScopedModel]], ...] = (("trainings", Training),)


def load(rows: Iterable[Row], *, own_unit: Unit | None, as_of: dt.date) -> Existing:
    """People whose ID number or name stands in the file; with `own_unit`, only that unit's people are opened.

    `as_of`: the file's day; what newer lists have said is noted with each person.
    """
    named = [row for row in rows if row.values.get("full_name")]
    codes = sorted({row.facts["record_code"] for row in named if row.facts.get("record_code")})
    numbers = sorted({row.values["national_id"] for row in named if row.values.get("national_id")})
    names = sorted({fold(row.values["full_name"]) for row in named})
    with unscoped("matching a workbook; people outside the scope stay closed"):
        found = {official.pk: official for official in _by_name(names, own_unit)}
        foreign: dict[str, tuple[str, str]] = {}
        for official in _by_number(numbers):
            if own_unit is not None and official.unit_id != own_unit.pk:
                unit_id = official.unit.public_id if official.unit else ""
                foreign[official.national_id] = (official.public_id, unit_id)
            else:
                found[official.pk] = official
        for official in _by_code(codes):
            if own_unit is not None and official.unit_id != own_unit.pk:
                unit_id = official.unit.public_id if official.unit else ""
                foreign[official.public_id] = (official.public_id, unit_id)
            else:
                found[official.pk] = official
        with_courses = any(row.values.get("trainings") for row in named)
        people = _with_sets(found, _SETS + _COURSES if with_courses else _SETS)
        _note_newer_lists(people, as_of)
    existing = Existing({}, {}, defaultdict(list), foreign)
    for person in people.values():
        existing.by_code[person.official.public_id] = person
        if person.official.national_id:
            existing.by_number[person.official.national_id] = person
        existing.by_name[person_key(person.official.full_name)].append(person)
    return existing


def _by_name(names: list[str], own_unit: Unit | None) -> Iterator[Official]:
    query = Official.objects.select_related("unit")
    if own_unit is not None:
        query = query.filter(unit=own_unit)
    for part in _chunks(names):
        yield from query.filter(name_folded__in=part)


def _by_number(numbers: list[str]) -> Iterator[Official]:
    for part in _chunks(numbers):
        yield from Official.objects.select_related("unit").filter(national_id__in=part)


def _by_code(codes: list[str]) -> Iterator[Official]:
    for part in _chunks(codes):
        yield from Official.objects.select_related("unit").filter(public_id__in=part)


def _with_sets(
    found: dict[int, Official], sets: tuple[tuple[str, type[ScopedModel]], ...]
) -> dict[int, Person]:
    people = {pk: Person(official) for pk, official in found.items()}
    for name, model in sets:
        for part in _chunks(sorted(people)):
            query: Any = model.objects.filter(official__in=part)  # type: ignore[misc]
            for row in query.select_related("post", "unit") if model is Appointment else query:
                getattr(people[row.official_id], name).append(row)  # type: ignore[attr-defined]
    return people


def _note_newer_lists(people: dict[int, Person], as_of: dt.date) -> None:
    """The newest list with posts, imported and not undone, of a later day: that names a person, or is the unit's."""
    newer = ImportBatch.objects.filter(state="committed", as_of__gt=as_of)
    lists = {pk: (day, unit) for pk, day, unit, fields in newer.values_list("pk", "as_of", "unit", "result__fields")
             if "posts" in (fields or ())}  # fmt: skip
    if not lists:
        return
    by_id = {person.official.public_id: person for person in people.values()}
    for part in _chunks(sorted(by_id)):
        named = ImportRow.objects.filter(imported=True, official_id__in=part, batch__in=lists)
        for public_id, batch in named.order_by().values_list("official_id", "batch").distinct():
            person = by_id[public_id]
            person.listed_on = max(lists[batch][0], person.listed_on or as_of)
    newest: dict[int | None, dt.date] = {}
    for day, unit in lists.values():
        newest[unit] = max(day, newest.get(unit, day))
    for person in people.values():
        days = [newest[unit] for unit in (None, person.official.unit_id) if unit in newest]
        person.unit_listed_on = max(days, default=None)


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
