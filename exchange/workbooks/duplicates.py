"""Stage 5a: people who stand twice in one file. Pure.

Never the order of two rows decides which of them counts: a row that says nothing beyond another repeats it; two rows
that each say something else are both put to the user.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.rows import ERR, SKIP, Row
from exchange.workbooks.values.cells import person_key
from foundation.dates import PartialDate

_NOT_COMPARED = {"full_name", "national_id", "note"}
_MOST_COMPARED = 20
_NOT_SAID = {"unit", "record_code"}  # facts that are compared elsewhere, or say nothing about the person


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


def is_other_card(held: str, stated: str) -> bool:
    """An identity card of 9 digits against one of 12: whoever changed cards has both numbers in turn, so a
    difference between them does not make two people."""
    return {len(held), len(stated)} == {9, 12}


def settle(group: list[Row]) -> list[Row]:
    """Rows about one person: those that repeat another are marked and given back; if none says it all, all are."""
    sound_first = sorted(group, key=lambda row: row.status == ERR)
    fullest = next((row for row in sound_first[:_MOST_COMPARED] if _says_all(row, group)), None)
    repeated = [row for row in group if row is not fullest]
    for row in repeated:
        other = fullest or next(item for item in group if item is not row)
        mark_duplicate(row, other)
    return repeated


def mark_duplicate(row: Row, of: Row) -> None:
    row.add("row", "duplicate_in_file", of_row=_place(of, row))
    row.change = "duplicate"


def _same_numbers(people: list[Row]) -> set[tuple[str, int]]:
    """Rows that share an ID number; the keys of those that repeat another row."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in people:
        if row.values.get("national_id"):
            groups[row.values["national_id"]].append(row)
    repeated: set[tuple[str, int]] = set()
    for number, group in groups.items():
        if len(group) < 2:
            continue
        if all(_same_person(group[0], other) for other in group[1:]):
            repeated |= {row.key for row in settle(group)}
            continue
        for row in group:
            row.problems = [item for item in row.problems if item.code != "national_id_inconsistent"]
            row.add("national_id", "national_id_conflict", number)
    return repeated


def _same_names(people: list[Row]) -> None:
    """Rows of one name whose birth dates may be the same day."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in people:
        birth = row.values.get("birth")
        if birth:
            groups[person_key(row.values["full_name"]), birth["iso"][:4]].append(row)
    for group in groups.values():
        if len(group) > 1:
            _one_name(group)


def _one_name(group: list[Row]) -> None:
    codes = {row.facts.get("record_code") for row in group}
    if len(codes) == len(group) and None not in codes:
        return  # a template tells them apart
    by_birth: dict[str, list[Row]] = defaultdict(list)
    for row in group:
        by_birth[row.values["birth"]["iso"]].append(row)
    for iso, alike in by_birth.items():
        wider = [row for cut in (7, 4) if cut < len(iso) for row in by_birth.get(iso[:cut], ())]
        closer = [row for other, rows in by_birth.items() if other.startswith(f"{iso}-") for row in rows]
        _one_birth(alike, [*wider, *closer])


def _one_birth(alike: list[Row], near: list[Row]) -> None:
    """Rows of one name and birth date; `near` are those whose birth date is a more or less precise form of it."""
    together = [*alike, *near]
    if len(together) < 2:
        return
    longest = max(len(_number(row)) for row in together)
    numbered = [row for row in together if longest and len(_number(row)) == longest]
    own = [row for row in alike if longest and len(_number(row)) == longest]
    if len({_number(row) for row in own}) > 1:
        for row in own:
            row.add("row", "homonym")
    for row in alike:
        if not longest or len(_number(row)) < longest:
            _unnumbered(row, numbered or together)


def _unnumbered(row: Row, others: list[Row]) -> None:
    """A row without a number, or with one of an old card, beside others of that name and birth date.

    It repeats one of them, or is a question; an error either way. Only some are compared: a list of thousands of
    namesakes is no reason to compare each with each.
    """
    others = [other for other in others[:_MOST_COMPARED] if other is not row]
    for other in others:
        if not says_no_more(row, other):
            continue
        if (
            _number(other) or other.key < row.key or not says_no_more(other, row)
        ):  # of two equal ones the later
            mark_duplicate(row, other)
            return
    row.add("row", "ambiguous_person", of_row=f"dòng {_place(others[0], row)}")


def _number(row: Row) -> str:
    return str(row.values.get("national_id") or "")


def _says_all(row: Row, group: list[Row]) -> bool:
    return all(says_no_more(other, row) for other in group if other is not row)


def says_no_more(row: Row, than: Row) -> bool:
    """True when every fact of `row` stands in `than` too, as precisely or more so."""
    if person_key(row.values["full_name"]) != person_key(than.values["full_name"]):
        return False
    if row.facts.get("unit") != than.facts.get("unit"):
        return False
    return _adds_nothing(row.values, than.values, _NOT_COMPARED) and _adds_nothing(
        row.facts, than.facts, _NOT_SAID
    )


def _adds_nothing(said: dict[str, Any], held: dict[str, Any], besides: set[str]) -> bool:
    return all(_is_in(value, held.get(name)) for name, value in said.items() if name not in besides)


def _is_in(value: Any, other: Any) -> bool:
    """True when a blank, equal or less precise value adds nothing to `other`."""
    if value == other or value is None or value == "" or (isinstance(value, (list, dict)) and not value):
        return True
    if isinstance(value, dict) and isinstance(other, dict):
        if "iso" in value and "iso" in other:
            stated, held = from_json(value), from_json(other)
            return stated is not None and held is not None and stated.is_refined_by(held)
        return all(_is_in(item, other.get(name)) for name, item in value.items())
    if isinstance(value, list) and isinstance(other, list):
        return all(item in other for item in value)
    return False


def _same_person(one: Row, other: Row) -> bool:
    return person_key(one.values["full_name"]) == person_key(other.values["full_name"]) and compatible(
        from_json(one.values.get("birth")), from_json(other.values.get("birth"))
    )


def _place(row: Row, seen_from: Row) -> str:
    return str(row.number) if row.sheet == seen_from.sheet else f"{row.number} (trang “{row.sheet}”)"
