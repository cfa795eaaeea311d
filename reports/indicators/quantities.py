"""The named numbers of a year that indicators are sets of, for every scope at once.

A quantity is (column, cell): a cell of the people frame, or one of the names below. All of a year stand in one
array (places, 3 groups, quantities), so that every indicator of every scope is one matrix product.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reports.cube import PEOPLE, cube, posts_held
from reports.frames.movements import Placed, endings, events_in_post, placed_events, served
from reports.frames.plans import PlanFrame, plans
from reports.indicators.unit_numbers import of_units
from reports.reading import Ints, day_number
from reports.scopes import Sums, distinct

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Numbers = NDArray[Any]
Quantity = tuple[str, str]

ANY, NO_KIND = "", "#no_kind"
TRAININGS, AWARDS, DISCIPLINES = "trainings", "awards", "disciplines"
AWARD_TITLES, POSTS_HELD = "award_titles", "posts_held"
TITLE_LABELS = {
    "lao_dong_tien_tien": "Lao động tiên tiến",
    "cstd_co_so": "Chiến sĩ thi đua cơ sở",
    "cstd_cap_tren": "Chiến sĩ thi đua cấp trên",
    "bang_khen": "Bằng khen",
    "giay_khen": "Giấy khen",
}
SERVED: Quantity = ("people", "served")
TRAINED_PEOPLE: Quantity = ("people", "trained")
REWARDED_PEOPLE: Quantity = ("people", "rewarded")
DISCIPLINED_PEOPLE: Quantity = ("people", "disciplined")
LEFT: Quantity = ("people", "left")
LEFT_RESIGNED: Quantity = ("people", "left_resigned")
LEFT_UNKNOWN: Quantity = ("people", "left_unknown")
MEAN_PEOPLE: Quantity = ("people", "mean")
PLANNED: Quantity = ("plan", "entries")
PLANNED_POSTS: Quantity = ("plan", "posts")
PLANNED_PEOPLE: Quantity = ("plan", "people")
PLANNED_WOMEN: Quantity = ("plan", "women")
PLANNED_SEX_KNOWN: Quantity = ("plan", "sex_known")
PLANNED_SEX_UNKNOWN: Quantity = ("plan", "sex_unknown")
PLANNED_YOUNG: Quantity = ("plan", "young")
PLANNED_AGE_KNOWN: Quantity = ("plan", "age_known")
PLANNED_AGE_UNKNOWN: Quantity = ("plan", "age_unknown")
PLANNED_UNIVERSITY: Quantity = ("plan", "university")
APPOINTED: Quantity = ("plan", "appointed")
APPOINTED_FROM_PLAN: Quantity = ("plan", "from_plan")
# By the post planned for: everybody, women, young, with a university degree.
PLANNED_FOR = ("planned_for", "planned_for_women", "planned_for_young", "planned_for_university")

RESIGNED = ("thoi_viec",)
LEAVING = ("thoi_viec", "chuyen_cong_tac")


@dataclass(frozen=True)
class Quantities:
    """`numbers[place, variant, place_of[quantity]]`; rows and groups as `reports.scopes.Scope`."""

    place_of: dict[Quantity, int]
    numbers: Numbers

    def total(self, part: Iterable[Quantity]) -> Numbers:
        """The sum of some quantities: (places, 3)."""
        return np.asarray(self.numbers[:, :, [self.place_of[quantity] for quantity in part]].sum(axis=2))


def quantities(snapshot: Snapshot, year: int) -> Quantities:
    """Every quantity of `year` in every scope."""
    return snapshot.memo(("quantities", year), lambda: _build(snapshot, year))


def _build(snapshot: Snapshot, year: int) -> Quantities:
    counted = cube(snapshot, snapshot.day(year))
    heads = counted.sums.stacked[:, :, counted.place[PEOPLE]]
    found: dict[Quantity, Numbers] = {MEAN_PEOPLE: (heads + _heads_before(snapshot, year)) / 2}
    found |= of_units(snapshot, year)
    found |= _of_events(snapshot, year)
    found |= _of_leavers(snapshot, year)
    found |= _of_plans(snapshot, year)
    found |= _of_posts_held(snapshot, year)
    place_of = dict(counted.place)
    for name in found:
        place_of[name] = len(place_of)
    extra = np.stack(list(found.values()), axis=2).astype(np.float64)
    return Quantities(place_of, np.concatenate((counted.sums.stacked, extra), axis=2))


def heads_before(snapshot: Snapshot, year: int) -> Placed:
    """Who was in post on 31/12 of the year before `year`, without the rest of that year's frame."""

    def build() -> Placed:
        spells = snapshot.spells
        rows = spells.on(day_number(date(year - 1, 12, 31)))
        return Placed(
            spells.official[rows], spells.unit[rows], spells.group[rows], np.zeros(len(rows), dtype=np.int64)
        )

    return snapshot.memo(("heads before", year), build)


def _heads_before(snapshot: Snapshot, year: int) -> Numbers:
    found, n_units = heads_before(snapshot, year), len(snapshot.units.ids)
    counts = np.bincount(found.unit * 2 + found.group, minlength=n_units * 2)
    return Sums(snapshot, counts.reshape(n_units, 2, 1)).stacked[:, :, 0]


def _of_events(snapshot: Snapshot, year: int) -> dict[Quantity, Numbers]:
    everyone = served(snapshot, year)
    found: dict[Quantity, Numbers] = {SERVED: _people(snapshot, everyone)}
    kinds = (
        (TRAININGS, snapshot.trainings, TRAINED_PEOPLE),
        (AWARDS, snapshot.awards, REWARDED_PEOPLE),
        (DISCIPLINES, snapshot.disciplines, DISCIPLINED_PEOPLE),
    )
    for name, events, people in kinds:
        placed = events_in_post(snapshot, name, year)
        found[people] = _people(snapshot, placed)
        found |= _counts(snapshot, name, events.kinds, placed)
    return found | _counts(snapshot, AWARD_TITLES, tuple(TITLE_LABELS), titled_awards(snapshot, year))


def titled_awards(snapshot: Snapshot, year: int) -> Placed:
    """The awards of the year by their title, a position in `TITLE_LABELS`."""

    def build() -> Placed:
        titled = replace(snapshot.awards, kind=_titles(snapshot), kinds=tuple(TITLE_LABELS))
        return placed_events(snapshot, titled, year)

    return snapshot.memo(("events", AWARD_TITLES, year), build)


def _titles(snapshot: Snapshot) -> Ints:
    """Which title each award is, a position in `TITLE_LABELS`, -1 = another one; every wording is looked at once."""

    def build() -> Ints:
        known = {text: _title(text) for text in set(snapshot.awards.titles)}
        return np.array([known[text] for text in snapshot.awards.titles], dtype=np.int64)

    return snapshot.memo("award titles", build)


def _title(folded: str) -> int:
    order = list(TITLE_LABELS)
    if folded.startswith("tap the"):  # collective titles bear the same words and are no person's
        return -1
    if "chien si thi dua" in folded:
        return order.index("cstd_co_so" if "co so" in folded else "cstd_cap_tren")
    return next(
        (order.index(code) for code, words in
         (("lao_dong_tien_tien", "lao dong tien tien"), ("bang_khen", "bang khen"), ("giay_khen", "giay khen"))
         if words in folded),
        -1,
    )  # fmt: skip


def _of_posts_held(snapshot: Snapshot, year: int) -> dict[Quantity, Numbers]:
    stacked = posts_held(snapshot, snapshot.day(year)).stacked
    found = {(POSTS_HELD, code): stacked[:, :, place] for place, code in enumerate(snapshot.posts.codes)}
    return found | {(POSTS_HELD, ANY): stacked.sum(axis=2)}


def _people(snapshot: Snapshot, placed: Placed) -> Ints:
    return distinct(snapshot, placed.official, placed.unit, placed.group)


def _counts(snapshot: Snapshot, name: str, kinds: tuple[str, ...], placed: Placed) -> dict[Quantity, Numbers]:
    n_units, n_kinds = len(snapshot.units.ids), len(kinds) + 1
    at = (placed.unit * 2 + placed.group) * n_kinds + placed.kind + 1  # 0 = kind not given
    counts = np.bincount(at, minlength=n_units * 2 * n_kinds).reshape(n_units, 2, n_kinds)
    stacked = Sums(snapshot, counts).stacked
    found = {(name, kind): stacked[:, :, place + 1] for place, kind in enumerate(kinds)}
    return found | {(name, NO_KIND): stacked[:, :, 0], (name, ANY): stacked.sum(axis=2)}


def plan_people(frame: PlanFrame) -> dict[Quantity, Placed]:
    """Who stands behind each quantity of plans that counts people once in each scope."""
    entries = frame.entries
    return {
        PLANNED_PEOPLE: entries,
        PLANNED_WOMEN: entries.where(frame.women),
        PLANNED_SEX_KNOWN: entries.where(frame.sex_known),
        PLANNED_SEX_UNKNOWN: entries.where(~frame.sex_known),
        PLANNED_YOUNG: entries.where(frame.young),
        PLANNED_AGE_KNOWN: entries.where(frame.age_known),
        PLANNED_AGE_UNKNOWN: entries.where(~frame.age_known),
        PLANNED_UNIVERSITY: entries.where(frame.university),
        APPOINTED: frame.appointed,
        APPOINTED_FROM_PLAN: frame.appointed.where(frame.from_plan),
    }


def _of_plans(snapshot: Snapshot, year: int) -> dict[Quantity, Numbers]:
    frame = plans(snapshot, year)
    found: dict[Quantity, Numbers] = {
        name: _people(snapshot, placed) for name, placed in plan_people(frame).items()
    }
    entries = frame.entries
    chosen = (entries, *(entries.where(flag) for flag in (frame.women, frame.young, frame.university)))
    for name, placed in zip(PLANNED_FOR, chosen, strict=True):
        stacked = _by_post(snapshot, placed)
        found |= {(name, code): stacked[:, :, place] for place, code in enumerate(snapshot.posts.codes)}
    found[PLANNED] = _by_post(snapshot, entries).sum(axis=2)
    found[PLANNED_POSTS] = _by_post(snapshot, frame.posts).sum(axis=2)
    return found


def _by_post(snapshot: Snapshot, placed: Placed) -> Numbers:
    """Entries (whose kind is a post) of every scope by post."""
    n_units, n_posts = len(snapshot.units.ids), len(snapshot.posts.codes)
    at = (placed.unit * 2 + placed.group) * n_posts + placed.kind
    counts = np.bincount(at, minlength=n_units * 2 * n_posts)
    return Sums(snapshot, counts.reshape(n_units, 2, n_posts)).stacked


def _of_leavers(snapshot: Snapshot, year: int) -> dict[Quantity, Numbers]:
    reasons = snapshot.appointments.reasons
    chosen = {
        LEFT: [place for place, reason in enumerate(reasons) if reason in LEAVING],
        LEFT_RESIGNED: [place for place, reason in enumerate(reasons) if reason in RESIGNED],
        LEFT_UNKNOWN: [0],
    }
    return {name: _leavers(snapshot, year, places) for name, places in chosen.items()}


def _leavers(snapshot: Snapshot, year: int, reasons: list[int]) -> Ints:
    """Different people in each scope whose primary appointment ended for one of `reasons` and who held none in that
    scope the day after."""
    units = snapshot.units
    n_areas, n_units = len(units.area_names), len(units.ids)
    counts = np.zeros((1 + n_areas + n_units, 3), dtype=np.int64)
    for variant in range(3):
        for level, first, n in (("town", 0, 1), ("area", 1, n_areas), ("unit", 1 + n_areas, n_units)):
            official, place = leavers(snapshot, year, reasons, level, variant)
            pairs = np.unique(official * max(n, 1) + place)
            counts[first : first + n, variant] = np.bincount(pairs % max(n, 1), minlength=n)[:n]
    return counts


def leavers(snapshot: Snapshot, year: int, reasons: list[int], level: str, variant: int) -> tuple[Ints, Ints]:
    """(official, place) of those who left each place of a level: the town (0), areas or units by position."""
    found = endings(snapshot, year)
    place = _place_of(snapshot, found.ended.unit, level)
    next_place = _place_of(snapshot, found.next_unit, level)
    stays = next_place == place[found.next_row]
    left = np.isin(found.ended.kind, reasons) & (place >= 0)
    if variant:
        left &= found.ended.group == variant - 1
        stays &= found.next_group == variant - 1
    left[found.next_row[stays]] = False
    return found.ended.official[left], place[left]


def _place_of(snapshot: Snapshot, unit: Ints, level: str) -> Ints:
    if level == "town":
        return np.zeros(len(unit), dtype=np.int64)
    return snapshot.units.area[unit] if level == "area" else snapshot.counted(unit)
