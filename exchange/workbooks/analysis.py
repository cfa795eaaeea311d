"""The whole reading of a file, short of the database: bytes → rows with values and problems.

`analyse` is what the preview, the API and the command share; `matching` then compares its rows with the records.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.workbooks.beside import layouts_of
from exchange.workbooks.gate import Refusal
from exchange.workbooks.headings import NoNameColumn, headings_of, table_without_names
from exchange.workbooks.layout import Group, SheetLayout, Skipped, known_fields
from exchange.workbooks.opening import Workbook
from exchange.workbooks.progress import READING, Tell, counted, nobody
from exchange.workbooks.rows import Row, read_rows
from exchange.workbooks.units import KnownUnit, UnitNames, unit_of_sheet
from exchange.workbooks.values.cells import clean
from foundation.dates import year_end

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


@dataclass(slots=True)
class Analysis:
    """Rows of all sheets in order, what was skipped, the fields the file has.

    `unknown_headings`, `known_headings`: what stands over the columns (`headings.heading_as_json`).
    """

    as_of: dt.date
    rows: list[Row]
    skipped: list[Skipped]
    fields: list[str]
    unknown_headings: list[dict[str, Any]]
    known_headings: list[dict[str, Any]]
    years: list[int] = field(default_factory=list)


def analyse(
    workbook: Workbook,
    *,
    names_on: Callable[[dt.date], UnitNames],
    own_unit: KnownUnit | None,
    as_of: dt.date | None,
    today: dt.date,
    mapping: Mapping[str, str] | None = None,
    tell: Tell = nobody,
) -> Analysis:
    """Read a workbook for one unit (`own_unit`) or for all. Raises Refusal where the file as a whole is refused.

    `as_of` None: 31/12 of the file's latest year, else `today`. `names_on(day)` gives the units of a day.
    `mapping`: what the user said about headings (`columns.mapping`); it goes before what the columns declare.
    """
    layouts = [layout for sheet in workbook.sheets for layout in layouts_of(sheet, mapping)]
    _demand_people(workbook, layouts)
    years = _years_of(layouts)
    day = as_of or (year_end(years[-1]) if years else today)
    names = names_on(day)
    if own_unit is not None:
        _demand_own_unit(layouts, names, own_unit)
    rows: list[Row] = []
    n_people = sum(len(layout.people) for layout in layouts)
    for layout in layouts:
        people = counted(layout.people, tell, READING, before=len(rows), total=n_people)
        found = read_rows(
            layout, as_of=day, newest=max(day, today), date1904=workbook.date1904, people=people
        )
        _place_units(found, layout, names, own_unit)
        rows.extend(found)
    unknown, known = headings_of(layouts)
    fields = {name for layout in layouts for name in known_fields(layout)}
    return Analysis(
        as_of=day,
        rows=rows,
        skipped=[item for layout in layouts for item in layout.skipped],
        fields=sorted(fields),
        unknown_headings=unknown,
        known_headings=known,
        years=years,
    )


def _demand_people(workbook: Workbook, layouts: list[SheetLayout]) -> None:
    if any(layout.people for layout in layouts):
        return
    if not any(sheet.rows for sheet in workbook.sheets):
        raise Refusal("no_data_rows")
    if any(layout.has_header for layout in layouts):
        raise Refusal("no_data_rows")
    code = "missing_required_column" if any(layout.nameless for layout in layouts) else "no_person_sheet"
    raise NoNameColumn(code, *table_without_names(layouts))


def _years_of(layouts: list[SheetLayout]) -> list[int]:
    """Years the file itself states a fact or its date for: rating columns, titles, names of sheets with people."""
    years: set[int] = set()
    for layout in layouts:
        if not layout.people:
            continue
        years.update(
            int(b.part[:4])
            for b in layout.headings
            if b.column.field in ("evaluations", "health_class") and b.part[:4].isdigit()
        )
        texts = [*layout.titles, layout.sheet.sheet.name]
        years.update(int(year) for text in texts for year in _YEAR.findall(text))
    return sorted(years)


def _demand_own_unit(layouts: list[SheetLayout], names: UnitNames, own: KnownUnit) -> None:
    """A title that names other units and not the own one: the wrong file (`unit_mismatch`)."""
    own_name = clean(own.name).casefold()
    for layout in layouts:
        if not layout.people:
            continue
        mentioned = [unit for title in layout.titles for unit in names.mentioned(title)]
        if mentioned and all(clean(unit.name).casefold() != own_name for unit in mentioned):
            raise Refusal("unit_mismatch", mentioned[0].name)


def _place_units(rows: list[Row], layout: SheetLayout, names: UnitNames, own: KnownUnit | None) -> None:
    """Say in which unit each row is: a cell, the group row above, the sheet; problems where that fails."""
    find = _cached(names)
    # A hamlet may bear another commune's name: in one commune's file only "xã …" above the rows names a unit.
    groups = _GroupUnits(find if own is None else lambda text: next(iter(names.mentioned(text)), None))
    of_sheet = unit_of_sheet(names, layout.titles, layout.sheet.sheet.name)
    for row, person in zip(rows, layout.people, strict=True):
        written = row.values.pop("unit", None)
        stated = find(written) if written else None
        if own is not None:
            _place_in_own(row, own, stated or groups.above(person.under)[0], written)
            continue
        group, is_named = groups.above(person.under)
        unit = stated or group or (of_sheet if not written and not is_named else None)
        row.values["unit"] = unit.public_id if unit else None
        row.facts["unit"] = unit
        if unit is None:
            row.add("unit", "unit_unknown", written or row.group or layout.sheet.sheet.name)


# "Xã Tân Lập", "2. UBND Phường An Lưu": says which commune's people follow, whether that commune is known or not.
_NAMES_A_UNIT = re.compile(
    r"[\W\dIVX]*(?:(?:ubnd|đảng ủy)\s+)?(?:xã(?! hội| đội| viên)|phường|thị trấn|tt\.)\s*(?-i:[^\W\d_a-zà-ỹđ])",
    re.I,
)


class _GroupUnits:
    """The unit of the nearest group heading that names one: "Cán bộ" below "Xã Tân Lập" are that commune's people."""

    def __init__(self, find: Callable[[str], KnownUnit | None]) -> None:
        self.find = find
        self.known: dict[int, tuple[KnownUnit | None, bool]] = {}

    def above(self, group: Group | None) -> tuple[KnownUnit | None, bool]:
        """(unit, a group names one): a commune that nobody knows is named, too."""
        passed: list[Group] = []
        answer: tuple[KnownUnit | None, bool] = (None, False)
        while group is not None:
            if id(group) in self.known:
                answer = self.known[id(group)]
                break
            passed.append(group)
            unit = self.find(group.text)
            if unit is not None or _NAMES_A_UNIT.match(group.text):
                answer = unit, True
                break
            group = group.before
        self.known.update((id(item), answer) for item in passed)
        return answer


def _place_in_own(row: Row, own: KnownUnit, stated: KnownUnit | None, written: str | None) -> None:
    row.facts["unit"] = own
    if written is not None:
        row.values["unit"] = own.public_id
    if stated is not None and stated.public_id != own.public_id and stated.name != own.name:
        row.values.pop("unit", None)
        row.add("unit", "unit_out_of_scope", written or stated.name)


def _cached(names: UnitNames) -> Callable[[str], KnownUnit | None]:
    memory: dict[str, KnownUnit | None] = {}

    def find(text: str) -> KnownUnit | None:
        if text not in memory:
            mentioned = names.mentioned(text)
            memory[text] = names.exact(text) or (mentioned[0] if len(mentioned) == 1 else None)
        return memory[text]

    return find
