"""What raises rest on: the tables of ranks of every time and the norms of a day, read once for any number of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officials.law import NormValue, norms_on
from officials.models import Rank

BY_POST = "CB"  # ranks CB1–CB4: cán bộ paid by their post


@dataclass(frozen=True, slots=True)
class RankTable:
    """A rank as it stood in a time: coefficients of its steps, months a step."""

    code: str
    name: str
    coefficients: tuple[Decimal, ...]
    months: int | None
    starts_on: date | None
    ends_on: date | None
    basis: str
    verified: str

    @property
    def is_by_post(self) -> bool:
        return self.code.startswith(BY_POST)


@dataclass(frozen=True)
class SalaryLaw:
    """Ranks of every time and the norms in force on `day`, read once for any number of people."""

    day: date
    ranks: Mapping[str, Sequence[RankTable]]
    norms: Mapping[str, NormValue]

    def rank(self, code: str, day: date) -> RankTable | None:
        """The table of a rank in force on `day`, the later start where two are open."""
        held = [
            row
            for row in self.ranks.get(code, ())
            if (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or day <= row.ends_on)
        ]
        return held[-1] if held else None

    def group(self, post: str) -> int | None:
        """The salary group of a post of cán bộ (1–4)."""
        norm = self.norms.get(f"nhom_luong.{post}")
        return int(norm.value) if norm else None

    def value(self, code: str) -> Decimal | None:
        norm = self.norms.get(code)
        return norm.value if norm else None


def salary_law(day: date) -> SalaryLaw:
    """Two queries."""
    ranks: dict[str, list[RankTable]] = {}
    for row in Rank.objects.order_by("code", "starts_on", "pk"):
        table = RankTable(
            row.code,
            row.name,
            tuple(Decimal(str(value)) for value in row.coefficients),
            row.months_per_step,
            row.starts_on,
            row.ends_on,
            row.basis,
            row.verified,
        )
        ranks.setdefault(row.code, []).append(table)
    return SalaryLaw(day, ranks, norms_on(day))
