"""Stage 5b: whom of the records does each row mean, and what would change.

By ID number, else by name, birth date and unit. Of another unit's people a commune's file learns that a number
cannot be used here, and nothing else (contracts 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from exchange.workbooks.analysis import Analysis
from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.duplicates import compatible, mark_duplicates
from exchange.workbooks.existing import Existing, Person, load
from exchange.workbooks.plan import Plan
from exchange.workbooks.planning import make_plan
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


def match(analysis: Analysis, scope: Scope) -> Matched:
    """Fill `change`, `official_id`, `differences` and further problems of every row; the plans of those importable."""
    mark_duplicates(analysis.rows)
    closed_to = None if scope.as_district else scope.unit
    existing = load(analysis.rows, own_unit=closed_to)
    result = Matched()
    taken: dict[int, Row] = {}
    for row in analysis.rows:
        if row.status not in (SKIP, ERR):
            _match_row(row, analysis, scope, existing, taken, result)
        elif row.status == ERR:
            _hit(row, existing, result)
    return result


def _hit(row: Row, existing: Existing, result: Matched) -> bool:
    """`belongs_to_other_unit` for a number of someone outside the scope; the same words whoever it is."""
    stated = (row.values.get("national_id"), row.facts.get("record_code"))
    found = next((existing.foreign[key] for key in stated if key in existing.foreign), None)
    if not found:
        return False
    row.add("row", "belongs_to_other_unit")
    row.change = "other_unit"
    result.hits.append(found)
    return True


def _match_row(
    row: Row, analysis: Analysis, scope: Scope, existing: Existing, taken: dict[int, Row], result: Matched
) -> None:
    if _hit(row, existing, result):
        return
    unit: Unit = row.facts["unit"].row
    person = _find(row, unit, scope, existing)
    if row.status == ERR:
        return
    if person is not None:
        twin = taken.setdefault(person.official.pk, row)
        if twin is not row:
            row.add("row", "duplicate_in_file", of_row=str(twin.number))
            row.change = "duplicate"
            return
    elif _lacks_for_a_new_person(row):
        return
    plan = make_plan(
        row,
        unit=unit,
        person=person,
        as_of=analysis.as_of,
        with_discipline=scope.as_district or scope.unit is None,
    )
    row.differences = plan.differences
    row.official_id = person.official.public_id if person else None
    row.change = _change(row, plan)
    result.plans[row.key] = plan


def _find(row: Row, unit: Unit, scope: Scope, existing: Existing) -> Person | None:
    number = row.values.get("national_id")
    if row.facts.get("record_code"):
        return _by_code(row, number, existing)
    if number and number in existing.by_number:
        return existing.by_number[number]
    birth = from_json(row.values.get("birth"))
    if birth is None:
        return None
    alike = [
        person
        for person in existing.by_name.get(person_key(row.values["full_name"]), [])
        if compatible(person.official.birth_date_partial, birth)
    ]
    here = [person for person in alike if person.official.unit_id == unit.pk]
    if number:
        renewed = [person for person in here if _is_other_card(person.official.national_id, number)]
        if any(person.official.national_id and person not in renewed for person in here):
            row.add("row", "homonym")
        here = [person for person in here if not person.official.national_id or person in renewed]
    elsewhere = scope.as_district and not number and not here
    return _only_one(row, alike if elsewhere else here)


def _by_code(row: Row, number: str | None, existing: Existing) -> Person | None:
    """The person of a template's code. A code of another unit and one that nobody has are the same refusal."""
    code = row.facts["record_code"]
    person = existing.by_code.get(code)
    if person is None:
        row.add("row", "belongs_to_other_unit")
        row.change = "other_unit"
        return None
    if number and existing.by_number.get(number, person) is not person:
        row.add("row", "ambiguous_person", of_row="một người khác trong hồ sơ")
        return None
    if number and number == person.official.national_id:  # the record says the same: nothing to ask
        asked = {"national_id_inconsistent", "leading_zero_unverified"}
        row.problems = [item for item in row.problems if item.code not in asked]
    return person


def _is_other_card(held: str, stated: str) -> bool:
    """An identity card of 9 digits against one of 12: whoever changed cards has both numbers in turn, so a
    difference between them does not make two people. Which number stays is asked (existing_conflict)."""
    return {len(held), len(stated)} == {9, 12}


def _only_one(row: Row, people: list[Person]) -> Person | None:
    if len(people) > 1:
        row.add("row", "ambiguous_person", of_row="một người trong hồ sơ")
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
