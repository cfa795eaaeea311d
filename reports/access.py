"""What a reader gets of the figures (contracts 4): which scopes, and which small cells are hidden.

`all` and `area:*` go to whoever reads figures, `unit:*` only to readers of that unit. Small cells are hidden only from
a reader who may not read that field of those people: never from the district, never from a commune for its own unit.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.apps import apps

from foundation.errors import Denied
from reports import snapshot as snapshots
from reports.cube import PEOPLE, cube, posts_held
from reports.forms.quality import INDICATORS as FORM_INDICATORS
from reports.frames import columns
from reports.frozen.telling import hidden_as_closed, parts_differ
from reports.indicators.compare import comparison
from reports.indicators.compute import chosen_indicators, rows_of
from reports.indicators.explain import Explanation, explain, min_count
from reports.indicators.model import Indicator, Part, indicators
from reports.indicators.quantities import quantities
from reports.joint import CUT_OTHERWISE, hidden_as_cut_otherwise
from reports.linked import linked
from reports.reading import Ints
from reports.rules import rules
from reports.scopes import ALL_GROUPS, Scope, scopes_of
from reports.snapshot import Snapshot
from reports.suppression import Flags, Hidden, Lattice, hidden_cells, lattice_of, others
from reports.tables.compute import compute_tables, table_cells
from reports.tables.registry import TableDef, tables

SUPPRESSED = {"suppressed": True}
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reader:
    """What a user may read of figures. `units`: ids whose `unit:*` rows they get, None = all; `own`: units of which
    they read every figure unsuppressed; `open_fields`: fields they may read of everyone, `own_fields`: of people of
    their own units."""

    units: frozenset[str] | None
    own: frozenset[str]
    open_fields: frozenset[tuple[str, str]]
    own_fields: frozenset[tuple[str, str]] = frozenset()

    def reads(self, fields: Fields) -> bool:
        """True when no cell about these fields needs hiding from the reader."""
        return self.open_fields.issuperset(fields)


def reader_of(user: Any) -> Reader:
    """The rights of `user` over figures. Errors: Denied for a role that reads none.

    Worked out once for the memberships of today that `user` holds, so once a request.
    """
    memberships = getattr(user, "memberships_today", None)
    held = getattr(user, "_reader_of_figures", None)
    if held is not None and memberships is not None and held[0] is memberships:
        return held[1]  # type: ignore[no-any-return]
    found = _reader_of(user)
    if memberships is not None:
        user._reader_of_figures = (memberships, found)
    return found


def _reader_of(user: Any) -> Reader:
    if not (user.may("read", "figures", "all") or user.may("read", "figures", "own")):
        raise Denied("Tài khoản này không được xem số liệu tổng hợp.")
    own = frozenset(row.unit.public_id for row in getattr(user, "memberships_today", ()) if row.unit)
    units = None if user.may("read", "figures", "all") else own
    asked = {pair for table in tables for pair in table.fields}
    asked |= {pair for indicator in (*indicators, *FORM_INDICATORS) for pair in indicator.fields}
    asked |= {pair for rule in rules for pair in rule.fields}
    return Reader(units, own, _readable(user, asked, "all"), _readable(user, asked, "own"))


def _readable(user: Any, asked: Iterable[tuple[str, str]], extent: str) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in asked if may_read(user, pair, extent))


def may_read(user: Any, field: tuple[str, str], extent: str = "all") -> bool:
    """True when `user` may read the field (model label, name) of the records of every unit, or of the own ones."""
    label, name = field
    return user.may("read", label, extent) and user.may_see_field(apps.get_model(label), name)


def tables_for(
    user: Any,
    years: Iterable[int],
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    names: Iterable[str] | None = None,
    age_bands: str = "decade",
    snapshot: Snapshot | None = None,
) -> dict[str, Any]:
    """As `compute_tables`, limited and suppressed for `user`; a hidden number is `{"suppressed": true}`.

    Errors: Denied, Refused.
    """
    reader, snapshot = reader_of(user), snapshot or snapshots.current()
    years, by = list(years), tuple(by)
    document = compute_tables(years, by, groups, names, age_bands, reader.units, snapshot=snapshot)
    scopes = _scopes_by_code(snapshot, years, by, groups, reader)
    for row in document["tables"]:
        table, scope = tables[row["table"]], scopes[row["year"], row["scope"]]
        if not is_open(reader, scope, snapshot, table.fields):
            _hide_row(snapshot, reader, table, scope, row, age_bands)
    return document


def indicators_for(
    user: Any,
    years: Iterable[int],
    by: Iterable[str] = ("town",),
    groups: Sequence[str] = ALL_GROUPS,
    codes: Iterable[str] | None = None,
    only: Container[str] | None = None,
    snapshot: Snapshot | None = None,
) -> dict[str, Any]:
    """As `compute_indicators`, limited and suppressed for `user`: of a hidden figure every number is hidden.

    `only`: codes of the scopes that are wanted of those of `by`, None = all. Errors: Denied, Refused.
    """
    reader, snapshot = reader_of(user), snapshot or snapshots.current()
    chosen = chosen_indicators(codes)
    found: dict[str, list[dict[str, Any]]] = {indicator.code: [] for indicator in chosen}
    for year in years:
        scopes = scopes_of(snapshot, year, tuple(by), groups, reader.units)
        if only is not None:
            scopes = [scope for scope in scopes if scope.code in only]
        rows = rows_of(snapshot, chosen, year, scopes)
        for indicator in chosen:
            found[indicator.code] += hide_rows(
                snapshot, reader, indicator, year, scopes, rows[indicator.code]
            )
    return {
        "definitions": [indicator.definition() for indicator in chosen],
        "rows": [row for indicator in chosen for row in found[indicator.code]],
    }


def hide_rows(
    snapshot: Snapshot,
    reader: Reader,
    indicator: Indicator,
    year: int,
    scopes: Sequence[Scope],
    rows: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """The rows of one indicator and year as `reader` gets them; `rows` stand in the order of `scopes`."""
    result = []
    for scope, row in zip(scopes, rows, strict=True):
        if may_tell(snapshot, reader, indicator, year, scope):
            result.append(row)
        else:
            kept = ("indicator", "year", "scope")
            result.append({key: value if key in kept else SUPPRESSED for key, value in row.items()})
    return result


def may_tell(snapshot: Snapshot, reader: Reader, indicator: Indicator, year: int, scope: Scope) -> bool:
    """True when the reader gets the figure of the scope."""
    if indicator.restricted:
        own = is_own(reader, scope, snapshot) and reader.own_fields.issuperset(indicator.fields)
        return own or reader.reads(indicator.fields)
    if is_open(reader, scope, snapshot, indicator.fields):
        return True
    return not _is_hidden(snapshot, reader, indicator, year, scope)


def _scopes_by_code(
    snapshot: Snapshot, years: Sequence[int], by: tuple[str, ...], groups: Sequence[str], reader: Reader
) -> dict[tuple[int, str], Scope]:
    return {
        (year, scope.code): scope
        for year in years
        for scope in scopes_of(snapshot, year, by, groups, reader.units)
    }


def is_open(reader: Reader, scope: Scope, snapshot: Snapshot, fields: Fields) -> bool:
    return reader.reads(fields) or is_own(reader, scope, snapshot)


def is_own(reader: Reader, scope: Scope, snapshot: Snapshot) -> bool:
    return scope.unit >= 0 and not scope.joined and snapshot.units.ids[scope.unit] in reader.own


def _lattice(snapshot: Snapshot, reader: Reader) -> Lattice:
    snapshot = snapshot.base or snapshot
    own = reader.own if reader.units is not None else frozenset()
    key = ("lattice", own, reader.units is None)
    return snapshot.memo(key, lambda: lattice_of(snapshot, own, reader.units is None))


def _hide_row(
    snapshot: Snapshot, reader: Reader, table: TableDef, scope: Scope, row: dict[str, Any], age_bands: str
) -> None:
    year, cells = row["year"], list(row["cells"])
    if table.code == "unit":
        # The row names units: of those out of the reader's scope not even a headcount.
        row["cells"] = {
            c: n if reader.units is None or c in reader.units else SUPPRESSED for c, n in row["cells"].items()
        }
        return
    column = table.column_for(age_bands)
    name = column.name if column else table.code
    names = tuple(cell for cell, _ in table_cells(snapshot, table, year, age_bands))
    hidden = _hidden(snapshot, reader, year, name, names, table.small).cells[scope.place, scope.variant]
    row["cells"] = {
        cell: SUPPRESSED if flag else row["cells"][cell] for cell, flag in zip(cells, hidden, strict=True)
    }
    for flag in ("no_record", "unknown_date"):
        if row[flag] > 0 and (row[flag] < table.small or _is_another_view(snapshot)):
            row[flag] = SUPPRESSED


def _is_another_view(snapshot: Snapshot) -> bool:
    """Whether the same year is published from another snapshot as well, so that the two can be held together."""
    return snapshot.base is not None or snapshot.live is not None


def _hidden(
    snapshot: Snapshot, reader: Reader, year: int, column: str, cells: tuple[str, ...], limit: int
) -> Hidden:
    """Which cells of a column to hide from the reader, for every place and group."""
    lattice = _lattice(snapshot, reader)

    def build() -> Hidden:
        if snapshot.live is not None:
            live = snapshot.live
            known = live.posts.codes if column in ("post", "posts_held") else cells
            here = tuple(cell for cell in cells if cell in known)
            both = (snapshot, live) if here == cells else ()
            sides = [_values(each, year, column, cells) for each in both]
            standard = _hidden(live, reader, year, column, here, limit).cells
            return Hidden(hidden_as_closed(standard, sides, len(cells)))
        base = snapshot.base or snapshot
        values = _values(base, year, column, cells)
        if snapshot.base is not None:
            standard = _hidden(base, reader, year, column, cells, limit).cells
            held = np.asarray(values[-len(base.units.ids) :, 0].any(axis=1))
            return Hidden(linked(snapshot, year, standard, reader.units is not None, held))
        if column in CUT_OTHERWISE:
            published = _hidden(
                base, reader, year, columns.AGE_DECADE.name, tuple(columns.AGE_DECADE.cells), limit
            )
            return hidden_as_cut_otherwise(len(cells), lattice, published)
        plain = np.array([cell in _PLAIN for cell in cells])
        return hidden_cells(others(snapshot, values, lattice), lattice, limit, plain=plain)

    return snapshot.memo(("hidden", year, column, limit, lattice), build)


def _values(snapshot: Snapshot, year: int, column: str, cells: Sequence[str]) -> Ints:
    """(places, 3 groups, cells) of a column of people, or of the posts held."""
    if column == "posts_held":
        return posts_held(snapshot, snapshot.day(year)).stacked
    counted = cube(snapshot, snapshot.day(year))
    return np.asarray(counted.sums.stacked[:, :, [counted.place[column, cell] for cell in cells]])


def cells_hidden(
    snapshot: Snapshot, reader: Reader, year: int, column: str, cells: tuple[str, ...], limit: int
) -> Flags:
    """Which cells of a column to hide from the reader, for every place and group."""
    return _hidden(snapshot, reader, year, column, cells, limit).cells


# Cells that say nothing of a person even where a whole unit stands in them.
_PLAIN = frozenset({"no", "missing", "not_evaluated", columns.UNKNOWN, "kinh"})


def _is_hidden(snapshot: Snapshot, reader: Reader, indicator: Indicator, year: int, scope: Scope) -> bool:
    return bool(_hidden_figures(snapshot, reader, indicator, year)[scope.place, scope.variant])


def _hidden_figures(snapshot: Snapshot, reader: Reader, indicator: Indicator, year: int) -> Flags:
    """For every place and group whether the figure is hidden from the reader."""

    def build() -> Flags:
        column = indicator.column
        if snapshot.live is not None:
            standard = _hidden_figures(snapshot.live, reader, indicator, year)
            parts = (
                indicator.numerator,
                indicator.denominator,
                indicator.unknown,
                *({p} for p in indicator.parts),
            )
            return standard | parts_differ(snapshot, snapshot.live, parts, year)[:, :, 0]
        if snapshot.base is not None:
            standard = _hidden_figures(snapshot.base, reader, indicator, year)
            held = None
            if column is not None:
                counted = cube(snapshot.base, snapshot.base.day(year))
                held = np.asarray(counted.counts[:, :, counted.place[PEOPLE]].any(axis=1))
            return linked(snapshot, year, standard, reader.units is not None, held)
        if column is None:
            return np.asarray(_hidden_counts(snapshot, reader, indicator, year).any(axis=2))
        hidden = _hidden(snapshot, reader, year, column.name, column.cells, indicator.small)
        found = np.zeros(hidden.cells.shape[:2], dtype=bool)
        for part in (indicator.numerator, indicator.denominator, indicator.unknown):
            inside = np.array([(column.name, cell) in part for cell in column.cells])
            for place, variant in hidden.pairs:
                found[place, variant] |= hidden.splits(place, variant, inside)
        return found

    return snapshot.memo(("hidden figures", year, indicator.code, _lattice(snapshot, reader)), build)


def _hidden_counts(snapshot: Snapshot, reader: Reader, indicator: Indicator, year: int) -> Flags:
    """For figures that are no cells of one column: which of the counts that tell of people are hidden."""
    lattice = _lattice(snapshot, reader)

    def build() -> Flags:
        if indicator.parts:  # together with what they add up to a published sum with
            (mine,) = indicator.numerator
            row = [frozenset({part}) for part in indicator.parts]
            flags = counts_hidden(snapshot, reader, row, year, indicator.small)
            return flags[:, :, [indicator.parts.index(mine)]]
        found = quantities(snapshot, year)
        top, bottom = (found.total(part) for part in (indicator.numerator, indicator.denominator))
        cells = [top]
        if (
            indicator.kind == "mean"
        ):  # the number of people is what could be small, not the sum of their years
            cells = [bottom]
        elif indicator.kind == "share":
            cells = [top, bottom - top]
        elif indicator.small_denominator:
            cells = [top, bottom]
        # What stands in a group of a figure that is not split is the number of the whole unit, and published once.
        return hidden_cells(
            others(snapshot, np.stack(cells, axis=2), lattice),
            lattice,
            indicator.small,
            rows_add_up=indicator.kind == "share",
            by_group=indicator.by_group,
        ).cells

    return snapshot.memo(("hidden counts", year, indicator.code, lattice), build)


def counts_hidden(snapshot: Snapshot, reader: Reader, cells: Sequence[Part], year: int, limit: int) -> Flags:
    """Which of several counts, the parts of one row, to hide from the reader, for every place and group."""
    lattice = _lattice(snapshot, reader)

    def build() -> Flags:
        if snapshot.live is not None:
            standard = counts_hidden(snapshot.live, reader, cells, year, limit)
            return standard | parts_differ(snapshot, snapshot.live, cells, year)
        if snapshot.base is not None:
            standard = counts_hidden(snapshot.base, reader, cells, year, limit)
            return linked(snapshot, year, standard, reader.units is not None)
        found = quantities(snapshot, year)
        values = np.stack([found.total(part) for part in cells], axis=2)
        return hidden_cells(others(snapshot, values, lattice), lattice, limit).cells

    return snapshot.memo(("hidden parts", year, tuple(cells), limit, lattice), build)


def explain_for(
    user: Any,
    code: str,
    scope: str,
    year: int,
    *,
    years: Iterable[int] | None = None,
    snapshot: Snapshot | None = None,
) -> Explanation:
    """As `explain`, limited and suppressed for `user`: hidden rows as in `indicators_for`, only the units they get,
    no names where they may not read the field of those people.

    Errors: Denied for a scope out of reach, Refused for a code or scope that does not exist.
    """
    reader, snapshot = reader_of(user), snapshot or snapshots.current()
    found = explain(code, scope, year, years=years, snapshot=snapshot)
    unit = snapshot.units.ids[found.scope.unit] if found.scope.unit >= 0 else ""
    if unit and reader.units is not None and unit not in reader.units:
        raise Denied("Số liệu của xã, phường này nằm ngoài phạm vi của ông/bà.")
    indicator = found.indicator

    def shown(when: int, where: Scope, row: dict[str, Any]) -> dict[str, Any]:
        return hide_rows(snapshot, reader, indicator, when, [where], [row])[0]

    series = {when: shown(when, found.scope, row) for when, row in found.series.items()}
    row = shown(year, found.scope, found.row)
    named = is_open(reader, found.scope, snapshot, indicator.fields)
    named &= not indicator.restricted or row["value"] != SUPPRESSED
    return replace(
        found,
        row=row,
        bounds=None if row["value"] == SUPPRESSED else found.bounds,
        series=series,
        comparison=comparison(
            indicator, {when: _or_missing(row) for when, row in series.items()}, min_count(year)
        ),
        units=[
            (peer, shown(year, peer, peer_row))
            for peer, peer_row in found.units
            if reader.units is None or snapshot.units.ids[peer.unit] in reader.units
        ],
        town=shown(year, replace(found.scope, place=0, level="town", area=-1, unit=-1), found.town),
        numerator_ids=found.numerator_ids if named else None,
        denominator_ids=found.denominator_ids if named else None,
        unknown_ids=found.unknown_ids if named else None,
    )


def _or_missing(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value == SUPPRESSED else value for key, value in row.items()}
