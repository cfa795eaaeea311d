"""What a test of the ratings' credibility is, and what it answers.

A test looks at how the ratings lie, never at a person and never at a unit by name: it speaks of the town or of a khu.
A sign is a reason to look again, no proof ("đáng chú ý, không phải bằng chứng").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foundation.registries import Registry

if TYPE_CHECKING:
    from reports.credibility.case import Case

SIGN, CLEAR, UNDERPOWERED, MISSING = "sign", "clear", "underpowered", "missing"
STATES = {
    SIGN: "Có dấu hiệu cần xem lại",
    CLEAR: "Không thấy dấu hiệu",
    UNDERPOWERED: "Chưa đủ lực kết luận",
    MISSING: "Không tính được",
}
FAMILIES = {
    "phan_bo": "Phân bố",
    "ket_qua": "Gắn với kết quả",
    "mau_thuan": "Mâu thuẫn",
    "ben_ngoai": "Đối chiếu bên ngoài",
}
SEED = 2021  # of every simulation, so that each reader and each run gets the same figures
WORDING = "Đáng chú ý, không phải bằng chứng."
RATINGS = (("assessments.Evaluation", "level"),)
Cells = NDArray[np.int64]


@dataclass(frozen=True)
class Figure:
    """A number of an answer: `code` is stable, `value` unrounded (None = cannot be said), `unit` as shown after it."""

    code: str
    label: str
    value: float | None
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class Answer:
    """What a test found: the state, the numbers, what they mean here, and what the test could have seen at best.

    `cells` (every unit ever recorded × kinds) are the counts of people behind the numbers: where a reader may not read the fields of
    these people and one of them is small, the numbers are hidden.
    """

    state: str
    figures: tuple[Figure, ...] = ()
    detail: str = ""
    power: str = ""
    cells: Cells | None = None
    missing: tuple[str, ...] = ()

    def figure(self, code: str) -> Figure:
        return next(found for found in self.figures if found.code == code)


@dataclass(frozen=True)
class CredibilityTest:
    """One declared test. `formula`: in words and symbols; `readings`: what each state means, without numbers;
    `caveat`: what the test does not show; `data`: which records it reads, beside the indicators `needs` (by code) and
    the thresholds `norms`.

    `levels`: where it speaks (town, area). `fields`, `small`: what a reader must be allowed to read to see small
    counts. `only_town_when_hidden`: to others it says nothing at all of a khu.
    """

    code: str
    family: str
    title: str
    question: str
    formula: str
    readings: Mapping[str, str]
    caveat: str
    source: str
    verified: str
    run: Callable[[Case], Answer]
    data: str
    needs: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    levels: tuple[str, ...] = ("town", "area")
    fields: tuple[tuple[str, str], ...] = RATINGS
    small: int = 5
    only_town_when_hidden: bool = False
    order: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ValueError(f"{self.code}: unknown family {self.family}")


credibility_tests: Registry[CredibilityTest] = Registry("credibility tests")


def register(test: CredibilityTest) -> None:
    """Add a test; it stands in the order of its number."""
    object.__setattr__(test, "order", int(test.code[1:]))
    credibility_tests.register(test)
