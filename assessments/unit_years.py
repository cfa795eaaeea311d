"""The numbers of a unit's year: which cannot stand beside each other, and which want a second look."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.models import UnitYear
from foundation.formats.vi_numbers import number

NUMBERS = (
    "computers", "computers_over_5y", "cases", "cases_on_time", "satisfaction_pct", "reform_score",
    "complaints_received", "complaints_upheld", "complaints_on_time", "population", "posts_advertised",
    "applicants", "recruited",
)  # fmt: skip
MOST = 999_999_999
HIGHEST = {"satisfaction_pct": 100, "reform_score": 100}
# The first is a part of the second: it cannot be more.
PARTS = (
    ("computers_over_5y", "computers"),
    ("cases_on_time", "cases"),
    ("complaints_upheld", "complaints_received"),
    ("complaints_on_time", "complaints_received"),
    ("recruited", "applicants"),
    ("recruited", "posts_advertised"),
)
# Counts that change slowly: twice as many, or half, is more often a slip than a fact.
SLOW = ("computers", "population")
SLIP = Decimal(2)


def label(name: str) -> str:
    return str(UnitYear._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def contradictions(facts: Mapping[str, Any]) -> dict[str, str]:
    """`{field: sentence}` for numbers that cannot both be true; unknown ones contradict nothing."""
    wrong: dict[str, str] = {}
    for part, whole in PARTS:
        small, large = facts.get(part), facts.get(whole)
        if small is not None and large is not None and small > large:
            wrong[part] = (
                f"{label(part)} ({number(small)}) không thể nhiều hơn {label(whole).lower()} ({number(large)}). "
                "Đề nghị kiểm tra lại."
            )
    return wrong


def doubts(row: Any, before: Any) -> list[str]:
    """What differs so much from the year before that it wants a second look; no fault."""
    if row is None or before is None:
        return []
    found = []
    for name in SLOW:
        now, then = getattr(row, name), getattr(before, name)
        if now and then and (now >= then * SLIP or now * SLIP <= then):
            found.append(
                f"{label(name)}: {number(now)}, năm trước {number(then)}. Đề nghị kiểm tra lại hai số."
            )
    return found
