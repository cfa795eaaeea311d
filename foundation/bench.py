"""Measuring: each suite compares a figure with a floor taken in the same run (two noisy cores: ratios, not times)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from foundation.registries import Registry


@dataclass(frozen=True)
class BenchRow:
    """One measured figure; `ratio` = figure / floor, and it holds when that is at most `bar`."""

    suite: str
    name: str
    figure: float
    unit: str
    floor: float | None
    bar: float

    @property
    def ratio(self) -> float | None:
        return self.figure / self.floor if self.floor else None

    @property
    def holds(self) -> bool:
        return (self.figure if self.ratio is None else self.ratio) <= self.bar

    def as_json(self) -> dict[str, object]:
        return {
            "suite": self.suite,
            "name": self.name,
            "figure": round(self.figure, 3),
            "unit": self.unit,
            "floor": None if self.floor is None else round(self.floor, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 2),
            "bar": self.bar,
            "holds": self.holds,
        }


@dataclass(frozen=True)
class BenchSuite:
    """A set of measurements over a database of its own, filled with the demonstration."""

    code: str
    title: str
    run: Callable[[], Iterable[BenchRow]]


bench_suites: Registry[BenchSuite] = Registry("bench suites")


def cpu_milliseconds(
    act: Callable[[], object],
    floor: Callable[[], object],
    *,
    times: int = 20,
    before: Callable[[], object] | None = None,
) -> tuple[float, float]:
    """Medians of process CPU in ms of `act` and of `floor` over `times` runs; `before` runs unmeasured ahead of `act`.

    The two are run in turn, so that whatever else the machine does weighs on both.
    """
    acts, floors = [], []
    for _ in range(times):
        floors.append(_cpu_of(floor))
        if before is not None:
            before()
        acts.append(_cpu_of(act))
    return statistics.median(acts), statistics.median(floors)


def _cpu_of(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000
