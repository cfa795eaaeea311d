"""Stage 5a: people who stand twice in one file. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.rows import SKIP, Row
from exchange.workbooks.values.cells import person_key
from foundation.dates import PartialDate

_NOT_COMPARED = {"national_id", "note", "unit"}


def mark_duplicates(rows: Iterable[Row]) -> None:
    """Add `duplicate_in_file`, `national_id_conflict`, `homonym` and `ambiguous_person` to rows."""
    people = [row for row in rows if row.status != SKIP and row.values.get("full_name")]
    duplicates = _same_numbers(people)
    _same_names([row for row in people if row.key not in duplicates])


def compatible(one: PartialDate | None, other: PartialDate | None) -> bool:
    """True when both may be the same day: equal, one unknown, or one a more precise form of the other."""
    if one is None or other is None or one == other:
        return True
    return one.is_refined_by(other) or other.is_refined_by(one)


def _same_numbers(people: list[Row]) -> set[tuple[str, int]]:
    """Rows that share an ID number; the keys of those that repeat an earlier row."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in people:
        if row.values.get("national_id"):
            groups[row.values["national_id"]].append(row)
    repeated: set[tuple[str, int]] = set()
    for number, group in groups.items():
        first, *others = group
        if not others:
            continue
        if all(_same_person(first, other) for other in others):
            for other in others:
                _mark_duplicate(other, first)
                repeated.add(other.key)
            continue
        for row in group:
            row.problems = [item for item in row.problems if item.code != "national_id_inconsistent"]
            row.add("national_id", "national_id_conflict", number)
    return repeated


def _same_names(people: list[Row]) -> None:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in people:
        birth = row.values.get("birth")
        if birth:
            groups[person_key(row.values["full_name"]), birth["iso"]].append(row)
    for group in groups.values():
        if len(group) < 2:
            continue
        codes = {row.facts.get("record_code") for row in group}
        if len(codes) == len(group) and None not in codes:
            continue  # a template tells them apart
        numbered = [row for row in group if row.values.get("national_id")]
        nameless = [row for row in group if not row.values.get("national_id")]
        if len({row.values["national_id"] for row in numbered}) > 1:
            for row in numbered:
                row.add("row", "homonym")
        _unnumbered(nameless, numbered)


def _unnumbered(rows: list[Row], numbered: list[Row]) -> None:
    """Rows without an ID number beside others of that name and birth date: repeated, or a question."""
    earlier = list(numbered)
    for row in rows:
        twin = next((other for other in earlier if _facts(other) == _facts(row)), None)
        if twin is not None:
            _mark_duplicate(row, twin)
        elif earlier or len(rows) > 1:
            other = next(other for other in [*numbered, *rows] if other is not row)
            row.add("row", "ambiguous_person", of_row=_place(other, row))
        earlier.append(row)


def _mark_duplicate(row: Row, of: Row) -> None:
    row.add("row", "duplicate_in_file", of_row=_place(of, row))
    row.change = "duplicate"


def _place(row: Row, seen_from: Row) -> str:
    return str(row.number) if row.sheet == seen_from.sheet else f"{row.number} (trang “{row.sheet}”)"


def _facts(row: Row) -> dict[str, object]:
    facts = {name: value for name, value in row.values.items() if name not in _NOT_COMPARED}
    facts["full_name"] = person_key(row.values["full_name"])
    return facts


def _same_person(one: Row, other: Row) -> bool:
    return person_key(one.values["full_name"]) == person_key(other.values["full_name"]) and compatible(
        from_json(one.values.get("birth")), from_json(other.values.get("birth"))
    )
