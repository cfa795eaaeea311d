"""Stage 5b: whom of the records does each row mean, and what would change.

By ID number, else by name, birth date and unit. Of another unit's people a commune's file learns that a number
cannot be used here, and nothing else (contracts 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from exchange.workbooks.analysis import Analysis
from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.duplicates import compatible, is_other_card, mark_duplicate, mark_duplicates, settle
from exchange.workbooks.existing import Existing, Person, load
from exchange.workbooks.plan import Plan
from exchange.workbooks.planning import make_plan
from exchange.workbooks.progress import COMPARING, Tell, counted, nobody
from exchange.workbooks.rows import ERR, OK, SKIP, Row
from exchange.workbooks.values.cells import person_key
from officials.models import Unit


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a file is read. `unit` None = all units. `as_district` lifts what only a commune is denied:
    people of other units may be moved, discipline may be imported.
    """

    unit: Unit | None
    as_district: bool


@dataclass(slots=True)
class Matched:
    """Plans by row, and the people of other units whose ID numbers the file holds (for the audit only)."""

    plans: dict[tuple[str, int], Plan] = field(default_factory=dict)
    hits: list[tuple[str, str]] = field(default_factory=list)


def match(analysis: Analysis, scope: Scope, tell: Tell = nobody) -> Matched:
    """Fill `change`, `official_id`, `differences` and further problems of every row; the plans of those importable."""
    mark_duplicates(analysis.rows)
    closed_to = None if scope.as_district else scope.unit
    existing = load(analysis.rows, own_unit=closed_to, as_of=analysis.as_of)
    result = Matched()
    meant: dict[tuple[str, int], Found] = {}
    for row in analysis.rows:
        if row.status == SKIP or _hit(row, existing, result) or row.status == ERR:
            continue
        found = _find(row, row.facts["unit"].row, scope, existing)
        if row.status != ERR:
            meant[row.key] = found
    _settle_twins(analysis.rows, meant)
    for row in counted(analysis.rows, tell, COMPARING):
        if row.key in meant and row.status != ERR:
            _plan_row(row, meant[row.key].person, analysis, scope, result)
    return result


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a row means (None: nobody of the records), and by what: a code, an ID number, or only the name."""

    person: Person | None = None
    by: int = 0


_BY_CODE, _BY_NUMBER, _BY_NAME = 3, 2, 1


def _hit(row: Row, existing: Existing, result: Matched) -> bool:
    """`belongs_to_other_unit` for a number of someone outside the scope; the same words whoever it is. A record code
    that nobody has is the same refusal."""
    code = row.facts.get("record_code")
    stated = (row.values.get("national_id"), code)
    found = next((existing.foreign[key] for key in stated if key in existing.foreign), None)
    if not found and (not code or code in existing.by_code):
        return False
    row.add("row", "belongs_to_other_unit")
    row.change = "other_unit"
    if found:
        result.hits.append(found)
    return True


def _settle_twins(rows: list[Row], meant: dict[tuple[str, int], Found]) -> None:
    """Rows that mean one person of the records: the one that says it best counts, whatever their order."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found = meant.get(row.key)
        if found is not None and found.person is not None:
            groups[found.person.official.pk].append(row)
    for group in groups.values():
        if len(group) < 2:
            continue
        surest = max(meant[row.key].by for row in group)
        sure = [row for row in group if meant[row.key].by == surest]
        for row in group:
            if row not in sure:
                mark_duplicate(row, sure[0])
        if len(sure) > 1:
            settle(sure)


def _plan_row(row: Row, person: Person | None, analysis: Analysis, scope: Scope, result: Matched) -> None:
    if person is None and _lacks_for_a_new_person(row):
        return
    plan = make_plan(
        row,
        unit=row.facts["unit"].row,
        person=person,
        as_of=analysis.as_of,
        with_discipline=scope.as_district or scope.unit is None,
        may_move=scope.as_district,
    )
    row.differences = plan.differences
    row.official_id = person.official.public_id if person else None
    row.change = _change(row, plan)
    result.plans[row.key] = plan


def _find(row: Row, unit: Unit, scope: Scope, existing: Existing) -> Found:
    """By code, by ID number, else by name, birth date and unit; of several there is a question, not a guess."""
    number = row.values.get("national_id")
    if row.facts.get("record_code"):
        return Found(_by_code(row, number, existing), _BY_CODE)
    if number and number in existing.by_number:
        return Found(existing.by_number[number], _BY_NUMBER)
    birth = from_json(row.values.get("birth"))
    if birth is None:
        return Found()
    alike = [
        person
        for person in existing.by_name.get(person_key(row.values["full_name"]), [])
        if compatible(person.official.birth_date_partial, birth)
    ]
    here = [person for person in alike if person.official.unit_id == unit.pk]
    if number and any(_is_someone_else(person, number) for person in here):
        row.add("row", "homonym")
    here = [person for person in here if not number or not _is_someone_else(person, number)]
    if here or not scope.as_district:
        return Found(_only_one(row, here), _BY_NAME)
    elsewhere = [person for person in alike if not number or not _is_someone_else(person, number)]
    return Found(_only_one(row, elsewhere), _BY_NAME)


def _is_someone_else(person: Person, number: str) -> bool:
    """Another number on record makes two people, unless one may be the old card of the other."""
    held = person.official.national_id
    return bool(held) and held != number and not is_other_card(held, number)


def _by_code(row: Row, number: str | None, existing: Existing) -> Person | None:
    """The person of a template's code."""
    person = existing.by_code[row.facts["record_code"]]
    if number and existing.by_number.get(number, person) is not person:
        row.add("national_id", "national_id_conflict", number)
        return None
    if number and number == person.official.national_id:  # the record says the same: nothing to ask
        asked = {"national_id_inconsistent", "leading_zero_unverified"}
        row.problems = [item for item in row.problems if item.code not in asked]
    return person


def _only_one(row: Row, people: list[Person]) -> Person | None:
    if len(people) > 1:
        row.add("row", "ambiguous_person", of_row="nhiều người trong hồ sơ")
        return None
    if not people:
        return None
    row.add("row", "match_without_id")
    return people[0]


def _lacks_for_a_new_person(row: Row) -> bool:
    """What a new record cannot do without, where the file has no such column."""
    for name, code in (("birth", "birth_missing"), ("sex", "sex_missing"), ("posts", "post_missing")):
        if not row.values.get(name):
            row.add(name, code)
    return row.status == ERR


def _change(row: Row, plan: Plan) -> str:
    if plan.person is None:
        return "new"
    if plan.conflicts:
        return "conflict"
    if plan.returns:
        row.add("row", "existing_reactivate")
        return "reactivate"
    if plan.moves:
        return "moved"
    if not plan.is_empty:
        return "changed"
    if not row.problems:
        row.add("row", "unchanged")
    return "same"


def importable(rows: Iterable[Row], *, with_warnings: bool) -> list[Row]:
    """Rows that may be committed: ok ones, and with the user's word those with warnings."""
    return [row for row in rows if row.status == OK or (with_warnings and row.status == "warn")]
