"""Quantities of a year that belong to units as a whole: what they were given, have, did, and were inspected for.

Their groups see no number of their own. A unit counts in a year when its life includes the reference day; a number
nobody stated is left out of sum and divisor, and the unit is counted as unknown beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reports.frames.inspections import inspections
from reports.frames.unit_years import UnitYearFrame, unit_years
from reports.scopes import Sums

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Quantity = tuple[str, str]
Numbers = NDArray[Any]
_ONE, _HEADS, _QUOTA = "1", "headcount", "quota"


@dataclass(frozen=True)
class UnitSum:
    """The sum of `of` over the units that stated all of `known`; with `absent` over those that did not.

    `of` is a column of the yearly record, or `1`, `headcount`, `quota`, `vacant`, `surplus`.
    """

    quantity: Quantity
    of: str
    known: tuple[str, ...] = ()
    absent: bool = False


def _sum(name: str, of: str, *known: str) -> UnitSum:
    return UnitSum(("unit", name), of, known)


def _without(name: str, *known: str) -> UnitSum:
    return UnitSum(("unit", f"without_{name}"), _ONE, known, absent=True)


_CASES = ("cases", "cases_on_time")
_UPHELD = ("complaints_upheld", "population")
_RECEIVED = ("complaints_received", "complaints_on_time")
_POSTS, _TAKEN = ("posts_advertised", "applicants"), ("posts_advertised", "recruited")
UNIT_SUMS = (
    _sum("n", _ONE),
    _sum("quota", _QUOTA, _QUOTA),
    _sum("people_with_quota", _HEADS, _QUOTA),
    _sum("vacant", "vacant", _QUOTA),
    _sum("surplus", "surplus", _QUOTA),
    _without("quota", _QUOTA),
    _sum("computers", "computers", "computers"),
    _sum("people_with_computers", _HEADS, "computers"),
    _without("computers", "computers"),
    _sum("old_computers", "computers_over_5y", "computers", "computers_over_5y"),
    _sum("computers_of_known_age", "computers", "computers", "computers_over_5y"),
    _without("computer_age", "computers", "computers_over_5y"),
    _sum("cases", "cases", *_CASES),
    _sum("cases_on_time", "cases_on_time", *_CASES),
    _without("cases", *_CASES),
    _sum("reform_score", "reform_score", "reform_score"),
    _sum("units_with_reform_score", _ONE, "reform_score"),
    _without("reform_score", "reform_score"),
    _sum("satisfaction", "satisfaction_pct", "satisfaction_pct"),
    _sum("units_with_satisfaction", _ONE, "satisfaction_pct"),
    _without("satisfaction", "satisfaction_pct"),
    _sum("complaints_upheld", "complaints_upheld", *_UPHELD),
    _sum("residents", "population", *_UPHELD),
    _without("complaints_upheld", *_UPHELD),
    _sum("complaints_received", "complaints_received", *_RECEIVED),
    _sum("complaints_on_time", "complaints_on_time", *_RECEIVED),
    _without("complaints_received", *_RECEIVED),
    _sum("posts_advertised", "posts_advertised", "posts_advertised"),
    _sum("units_with_posts_advertised", _ONE, "posts_advertised"),
    _without("posts_advertised", "posts_advertised"),
    _sum("applicants", "applicants", "applicants"),
    _sum("units_with_applicants", _ONE, "applicants"),
    _without("applicants", "applicants"),
    _sum("recruited", "recruited", "recruited"),
    _sum("units_with_recruited", _ONE, "recruited"),
    _without("recruited", "recruited"),
    _sum("applied_for", "posts_advertised", *_POSTS),
    _sum("applied", "applicants", *_POSTS),
    _without("applied", *_POSTS),
    _sum("to_fill", "posts_advertised", *_TAKEN),
    _sum("filled", "recruited", *_TAKEN),
    _without("filled", *_TAKEN),
)
INSPECTION_NUMBERS = (
    "held", "planned", "sudden", "units", "findings_known", "findings_unknown", "with_findings", "violations",
    "sanctions", "due", "remedied_on_time",
)  # fmt: skip


def unit(name: str) -> Quantity:
    """The quantity of that name; ValueError for one that is not declared."""
    found = ("unit", name)
    if found not in {each.quantity for each in UNIT_SUMS}:
        raise ValueError(f"no unit quantity {name}")
    return found


def inspection(name: str) -> Quantity:
    """The quantity of inspections of that name; ValueError for one that is not declared."""
    if name not in INSPECTION_NUMBERS:
        raise ValueError(f"no inspection quantity {name}")
    return ("inspection", name)


def of_units(snapshot: Snapshot, year: int) -> dict[Quantity, Numbers]:
    """Every quantity of units and inspections in every scope: (places, 3) each."""
    frame, held = unit_years(snapshot, year), inspections(snapshot, year)
    columns = {each.quantity: _values(frame, each) for each in UNIT_SUMS}
    columns |= {inspection(name): held.numbers[name] for name in INSPECTION_NUMBERS}
    values = np.zeros((len(snapshot.units.ids), 2, len(columns)))
    values[:, 0, :] = np.stack([np.asarray(v, dtype=np.float64) for v in columns.values()], axis=1)
    stacked = Sums(snapshot, values).stacked
    # These belong to a unit as a whole: its groups see the same number.
    return {name: np.repeat(stacked[:, :1, k], 3, axis=1) for k, name in enumerate(columns)}


def knows(frame: UnitYearFrame, known: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which units exist and stated all of the numbers."""
    stated = np.array(frame.exists, copy=True)
    for name in known:
        stated &= ~np.isnan(_number(frame, name))
    return stated


def _values(frame: UnitYearFrame, each: UnitSum) -> Numbers:
    known = knows(frame, each.known)
    chosen = frame.exists & ~known if each.absent else known
    return np.where(chosen, np.nan_to_num(_number(frame, each.of)), 0)


def _number(frame: UnitYearFrame, name: str) -> NDArray[np.float64]:
    if name == _ONE:
        return np.ones(len(frame.exists))
    if name == _HEADS:
        return frame.headcount.astype(np.float64)
    if name == _QUOTA:
        return frame.quota
    if name == "vacant":
        return np.maximum(frame.quota - frame.headcount, 0)
    if name == "surplus":
        return np.maximum(frame.headcount - frame.quota, 0)
    return frame.values[name]
