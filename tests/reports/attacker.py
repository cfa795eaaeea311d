"""An attacker with a linear programme: what range do the published numbers leave for each hidden one?

Knows every sum a reader can form: rows against their headcount, groups against the whole, units against their khu, khu
against the town, shown indicators, the own unit's numbers; and that no count is negative.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from officials.models import Unit
from reports import access
from reports.indicators import indicators
from reports.tables import compute_tables, tables

LEVELS = ("town", "area", "unit")


def ranges(user, name, year, view=None):
    """{(scope, cell): (headcount of the row, least possible, greatest possible)} of the hidden cells of a table.

    `view`: a snapshot by the units of another day (`reports.derived`), published beside the standard one; its scopes
    bear a ~.
    """
    rows, true = published(user, name, year)
    equations = sums_of(rows)
    if view is not None:
        seen, counted = published(user, name, year, view)
        equations += [[((f"~{s}", c), sign) for (s, c), sign in equation] for equation in sums_of(seen)]
        rows, true = (
            {**old, **{f"~{s}": row for s, row in new.items()}}
            for old, new in ((rows, seen), (true, counted))
        )
        equations += list(links(rows, view))
    place = {spot: k for k, spot in enumerate((s, c) for s, r in rows.items() for c in hidden(r))}
    if not place:
        return {}
    left, right = [], []
    for equation in [*equations, *indicator_sums(user, name, rows, year)]:
        asked = [(spot, sign) for spot, sign in equation if spot in place]
        if asked:
            line = np.zeros(len(place))
            for spot, sign in asked:
                line[place[spot]] += sign
            left.append(line)
            right.append(sum(sign * true[scope][cell] for (scope, cell), sign in asked))
    least = own_part(user, rows, place)
    return {
        (scope, cell): (rows[scope]["headcount"], *_range(k, left, right, least))
        for (scope, cell), k in place.items()
    }


def published(user, name, year, view=None):
    """(what the user gets, the true cells) of a table by scope."""
    asked = {"names": [name], "snapshot": view}
    return (
        {r["scope"]: r for r in access.tables_for(user, [year], LEVELS, **asked)["tables"]},
        {r["scope"]: r["cells"] for r in compute_tables([year], LEVELS, **asked)["tables"]},
    )


def sums_of(rows):
    return [*row_sums(rows), *group_sums(rows), *area_sums(rows)]


def links(rows, view):
    """Between the two views: the town is the town, and whoever is counted under a unit is somebody of its units."""
    ids = view.units.ids
    for group in ("", "can_bo", "cong_chuc"):
        town, tail = f"group:{group}" if group else "all", f"|group:{group}" if group else ""
        yield from total_of(rows, f"~{town}", [town])
        for unit, name in enumerate(ids):
            whole = f"~unit:{name}{tail}"
            parts = [f"unit:{ids[u]}{tail}" for u in range(len(ids)) if view.heir[u] == unit]
            parts = [part for part in parts if part in rows]
            heads = [rows[scope]["headcount"] for scope in (whole, *parts) if scope in rows]
            if whole in rows and heads[0] == sum(heads[1:]):  # else somebody's unit is not published
                yield from total_of(rows, whole, parts)


def age_ranges(user, town, year):
    """As `ranges`, of the cells of ages by tens and as BM02 cuts them, {(scope, cut, cell): …}, both known at once; and
    of the small numbers that no cut holds but the two together might tell, under the cut "both".

    What is unknown is how many of each scope are of each age at which either cut divides.
    """
    seen = {
        (cut, r["scope"]): r for cut in ("decade", "bm02")
        for r in access.tables_for(user, [year], LEVELS, names=["age"], age_bands=cut)["tables"]
    }  # fmt: skip
    scopes, day = sorted({scope for _, scope in seen}), town.day(year)
    tests, people = town.scopes(year), town.in_post(day)
    cut_of = {
        o: tuple(town.cell("age", o, people[o], year, cut) for cut in ("decade", "bm02")) for o in people
    }
    finest = sorted(set(cut_of.values()))
    place = {spot: k for k, spot in enumerate((s, f) for s in scopes for f in finest)}
    true = {(s, f): 0 for s in scopes for f in finest}
    for scope in scopes:
        for official, row in people.items():
            true[scope, cut_of[official]] += tests[scope](row)
    hidden_sums, known = {}, []
    for (cut, scope), row in seen.items():
        for cell, value in row["cells"].items():
            parts = [(scope, f) for f in finest if f[cut == "bm02"] == cell]
            if value == access.SUPPRESSED:
                hidden_sums[scope, cut, cell] = parts
            else:
                known.append([(part, 1) for part in parts])
    rows = {scope: {"cells": dict.fromkeys(finest)} for scope in scopes}
    known += sums_of(rows) + indicators_of_age(user, finest, scopes, year)
    left = np.zeros((len(known), len(place)))
    for line, equation in zip(left, known, strict=True):
        for spot, sign in equation:
            line[place[spot]] += sign
    right = left @ np.array(list(true.values()))
    own = own_ages(user, true, scopes)
    for (scope, fine), mine in zip(true, own, strict=True):
        if (
            0 < true[scope, fine] - mine < tables["age"].small
            and "unknown" not in fine
            and not is_own(user, scope)
        ):
            hidden_sums[scope, "both", fine] = [(scope, fine)]
    return {
        spot: (
            seen["decade", spot[0]]["headcount"],
            *_span([place[part] for part in parts], left, right, own),
        )
        for spot, parts in hidden_sums.items()
    }


def indicators_of_age(user, finest, scopes, year):
    """What a shown figure of ages by tens says."""
    found = []
    for row in access.indicators_for(user, [year], LEVELS)["rows"]:
        indicator = indicators[row["indicator"]]
        if (
            indicator.column == tables["age"].column
            and row["value"] != access.SUPPRESSED
            and row["scope"] in scopes
        ):
            for part in (indicator.numerator, indicator.denominator, indicator.unknown):
                found.append([((row["scope"], f), 1) for f in finest if ("age_decade", f[0]) in part])
    return found


def is_own(user, scope):
    return scope.partition("|")[0] in {
        f"unit:{row.unit.public_id}" for row in user.memberships_today if row.unit
    }


def own_ages(user, true, scopes):
    """What the reader's own unit adds to each number: it cannot be less."""
    least = dict.fromkeys(true, 0)
    for unit in [row.unit for row in getattr(user, "memberships_today", ()) if row.unit]:
        for scope, fine in true:
            base, _, group = scope.rpartition("group:") if "group:" in scope else (scope, "", "")
            mine = f"unit:{unit.public_id}|group:{group}" if group else f"unit:{unit.public_id}"
            if mine in scopes and (base.rstrip("|") or "all") in (
                "all",
                f"area:{unit.area.name if unit.area else ''}",
            ):
                least[scope, fine] = true[mine, fine]
    return list(least.values())


def _span(parts, left, right, least):
    """The least and the greatest sum of some unknowns."""
    aim = np.zeros(len(least))
    aim[parts] = 1
    found = []
    for sign in (1, -1):
        answer = linprog(
            sign * aim, A_eq=left, b_eq=right, bounds=[(low, None) for low in least], method="highs"
        )
        assert answer.status == 0, answer.message
        found.append(sign * answer.fun)
    return found


def _range(k, left, right, least):
    aim = np.zeros(len(least))
    aim[k] = 1
    equations = {"A_eq": np.array(left), "b_eq": right} if left else {}
    found = []
    for sign in (1, -1):
        answer = linprog(sign * aim, bounds=[(low, None) for low in least], method="highs", **equations)
        assert answer.status in (0, 3), answer.message
        found.append(sign * answer.fun if answer.status == 0 else sign * -np.inf)
    return found


def own_part(user, rows, place):
    """What the reader's own unit adds to each hidden number: it cannot be less."""
    own = [row.unit for row in getattr(user, "memberships_today", ()) if row.unit]
    least = np.zeros(len(place))
    for unit in own:
        for (scope, cell), k in place.items():
            base, _, group = scope.rpartition("group:") if "group:" in scope else (scope, "", "")
            base = base.rstrip("|") or "all"
            mine = rows.get(f"unit:{unit.public_id}|group:{group}" if group else f"unit:{unit.public_id}")
            if mine and base in ("all", f"area:{unit.area.name if unit.area else ''}"):
                least[k] += mine["cells"][cell]
    return least


def hidden(row):
    return [cell for cell, value in row["cells"].items() if value == access.SUPPRESSED]


def row_sums(rows):
    return [[((scope, cell), 1) for cell in row["cells"]] for scope, row in rows.items()]


def total_of(rows, whole, parts):
    """The equations whole = Σ parts, one a cell."""
    if parts and all(part in rows for part in parts):
        for cell in rows[whole]["cells"]:
            yield [((whole, cell), -1), *(((part, cell), 1) for part in parts)]


def group_sums(rows):
    for scope in rows:
        if "group:" not in scope:
            base = "" if scope == "all" else f"{scope}|"
            yield from total_of(rows, scope, [f"{base}group:can_bo", f"{base}group:cong_chuc"])


def area_sums(rows):
    """Units make up their khu, khu (and units without one) the town."""
    with_group = {"": "", "can_bo": "|group:can_bo", "cong_chuc": "|group:cong_chuc"}
    units = list(Unit._base_manager.values_list("public_id", "area__name"))
    areas = sorted({area for _, area in units if area})
    alone = [unit for unit, area in units if not area]
    for group, tail in with_group.items():
        for area in areas:
            yield from total_of(
                rows, f"area:{area}{tail}", [f"unit:{unit}{tail}" for unit, khu in units if khu == area]
            )
        town = f"group:{group}" if group else "all"
        parts = [f"area:{area}{tail}" for area in areas] + [f"unit:{unit}{tail}" for unit in alone]
        yield from total_of(rows, town, parts)


def indicator_sums(user, table, rows, year):
    """What a shown indicator of the table's column says of sums of cells."""
    column = tables[table].column
    for row in access.indicators_for(user, [year], LEVELS)["rows"]:
        indicator = indicators[row["indicator"]]
        if indicator.column == column and row["value"] != access.SUPPRESSED and row["scope"] in rows:
            for part in (indicator.numerator, indicator.denominator, indicator.unknown):
                yield [((row["scope"], cell), 1) for name, cell in part if name == column.name]
