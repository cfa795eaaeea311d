"""The snapshot as closed: for every unit and year that was closed the kept rows, for the rest the records of now.

Everything counted from it follows as from the first snapshot; only the frames of closed years differ. It is made once
for a data version and a last closing, and goes with the snapshot it was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from foundation.scope import unscoped
from reports.frames.inspections import inspections
from reports.frames.movements import endings, served
from reports.frames.people import held_posts, people
from reports.frames.plans import plans
from reports.frames.unit_years import unit_years
from reports.frozen import splice
from reports.frozen.rows import EVENT_FRAMES, UnitRows, events_of
from reports.frozen.splice import Kept
from reports.indicators.quantities import heads_before
from reports.models import FrozenFigures, FrozenRow
from reports.reading import LATE, Appointments, Ints, Officials, Posts, frozen
from reports.snapshot import Snapshot

_WHY = "figures are read whole and limited to the reader on their way out (reports.access)"
Years = dict[int, dict[str, UnitRows]]  # year → unit → rows


def closed(snapshot: Snapshot) -> Snapshot:
    """The snapshot as closed; the snapshot itself where nothing was ever closed."""
    last = last_closing()
    if not last:
        return snapshot
    held: dict[str, Snapshot] = snapshot.memo("closed", dict)
    with snapshot._lock:
        if last not in held:
            held.clear()
            held[last] = _build(snapshot)
        return held[last]


def closed_document(
    snapshot: Snapshot, years: Iterable[int], units: Collection[str] | None = None
) -> dict[str, Any]:
    """`{"closed": {year: {unit: number of the closing}}}`: which units of the document are closed figures; `units`: the
    ids the reader gets, None = all."""
    return {
        "closed": {
            str(year): {
                unit: number
                for unit, number in sorted(snapshot.closed.get(year, {}).items())
                if units is None or unit in units
            }
            for year in years
        }
    }


def last_closing() -> str:
    """The id of the last closing of all, "" when there is none: with the data version it names all closed figures."""
    with unscoped(_WHY):
        return FrozenFigures.objects.order_by("-pk").values_list("public_id", flat=True).first() or ""


def latest(
    unit_keys: Iterable[str] | None = None, year: int | None = None
) -> dict[tuple[str, int], FrozenFigures]:
    """(unit, year) → its last closing, of all units or some."""
    with unscoped(_WHY):
        rows = FrozenFigures.objects.order_by("number")
        if unit_keys is not None:
            rows = rows.filter(unit_key__in=list(unit_keys))
        if year is not None:
            rows = rows.filter(year=year)
        return {(row.unit_key, row.year): row for row in rows}


def content_of(closings: Iterable[FrozenFigures]) -> dict[tuple[str, int], UnitRows]:
    """(unit, year) → the kept rows of the given closings, in one query."""
    of = {row.pk: (row.unit_key, row.year) for row in closings}
    found: dict[tuple[str, int], UnitRows] = {key: {} for key in of.values()}
    with unscoped(_WHY):
        rows = FrozenRow.objects.filter(figures__in=list(of)).order_by()
        for figures, subject, content in rows.values_list("figures_id", "subject_id", "content"):
            found[of[figures]][subject] = content
    return found


def _build(snapshot: Snapshot) -> Snapshot:
    closings = latest()
    unit_of = {unit: place for place, unit in enumerate(snapshot.units.ids)}
    years: Years = {}
    for (unit, year), rows in content_of(closings.values()).items():
        if unit in unit_of:
            years.setdefault(year, {})[unit] = rows
    numbers = {year: {unit: closings[unit, year].number for unit in units} for year, units in years.items()}
    posts = _with_posts(snapshot.posts, years)
    found = snapshot.derived(
        live=snapshot,
        given={},
        closed=numbers,
        officials=_with_people(snapshot.officials, years),
        posts=posts,
        appointments=_with_reasons(snapshot.appointments, years),
    )
    given: dict[Any, Callable[[], Any]] = {}
    for year, units in years.items():
        kept = Kept(
            found,
            {unit_of[unit]: rows for unit, rows in units.items()},
            {official: place for place, official in enumerate(found.officials.ids)},
            unit_of,
            {code: place for place, code in enumerate(posts.codes)},
        )
        given |= _frames(kept, snapshot, year)
    found.given.update(given)
    return found


def _frames(kept: Kept, live: Snapshot, year: int) -> dict[Any, Callable[[], Any]]:
    """What the closed snapshot has instead of the frames of `year`, under the keys the frames are kept by."""
    day, found = live.day(year), kept.snapshot
    frames: dict[Any, Callable[[], Any]] = {
        ("people", day): lambda: splice.spliced_people(kept, people(live, day)),
        ("held posts", day): lambda: splice.spliced_posts(kept, held_posts(live, day)),
        ("heads before", year): lambda: splice.spliced_groups(kept, heads_before(live, year), "before"),
        ("served", year): lambda: splice.spliced_groups(kept, served(live, year), "served"),
        ("endings", year): lambda: splice.spliced_endings(kept, endings(live, year)),
        ("plans", year): lambda: splice.spliced_plans(kept, plans(live, year)),
        ("unit_years", year): lambda: splice.spliced_unit_years(kept, unit_years(live, year), people(found, day)),
        ("inspections", year): lambda: splice.spliced_inspections(kept, inspections(live, year)),
    }  # fmt: skip
    for name in EVENT_FRAMES:
        frames["events", name, year] = lambda name=name: splice.spliced_events(  # type: ignore[misc]
            kept, events_of(live, name, year), name
        )
    return frames


def _contents(years: Years) -> Iterable[tuple[str, dict[str, Any]]]:
    for units in years.values():
        for rows in units.values():
            yield from rows.items()


def _with_people(officials: Officials, years: Years) -> Officials:
    """The officials with those whose rows were kept and who are no longer on record, of whom nothing else is known."""
    known = set(officials.ids)
    gone = sorted({subject for subject, _ in _contents(years) if subject and subject not in known})
    if not gone:
        return officials

    def more(values: Ints, value: int) -> Ints:
        return frozen(np.concatenate((values, np.full(len(gone), value, dtype=values.dtype))))

    return replace(
        officials,
        key=more(officials.key, -1),
        ids=(*officials.ids, *gone),
        sex=more(officials.sex, 2),
        birth=more(officials.birth, LATE),
        birth_ymd=more(officials.birth_ymd, 0),
        ethnicity=more(officials.ethnicity, 2),
        religion=more(officials.religion, 2),
        general_education=more(officials.general_education, 3),
        recruited=more(officials.recruited, LATE),
        party_member=more(officials.party_member, -1),
        party_joined=more(officials.party_joined, LATE),
    )


def _with_posts(posts: Posts, years: Years) -> Posts:
    """The posts with those that are no longer in the catalogue; the group is the one the kept rows say."""
    groups: dict[str, str] = {}
    for _, content in _contents(years):
        if "people" in content:
            groups[content["people"]["post"]] = content["people"]["group"]
        groups |= {entry[0]: entry[1] for name in ("plans", "appointed") for entry in content.get(name, ())}
        for code in content.get("posts", ()):
            groups.setdefault(code, "cong_chuc")
    gone = sorted(set(groups) - set(posts.codes))
    if not gone:
        return posts
    group = [("can_bo", "cong_chuc").index(groups[code]) for code in gone]
    return Posts(
        (*posts.codes, *gone), (*posts.names, *gone), frozen(np.concatenate((posts.group, np.array(group))))
    )


def _with_reasons(appointments: Appointments, years: Years) -> Appointments:
    """The end reasons with those that no appointment has any longer."""
    said = {entry[1] for _, content in _contents(years) for entry in content.get("endings", ())}
    gone = sorted(said - set(appointments.reasons))
    return replace(appointments, reasons=(*appointments.reasons, *gone)) if gone else appointments
