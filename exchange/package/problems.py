"""What is wrong, or looks wrong, in a package: where, which kind, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

ERROR, DOUBT = "error", "doubt"
MOST_OF_A_KIND = 1000


@dataclass(frozen=True)
class Problem:
    """One problem: `row` is the CSV record number (the header is 1); table, row, column are None where it has none."""

    table: str | None
    row: int | None
    column: str | None
    code: str
    message: str
    level: str = ERROR

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Problems:
    """All problems of a package, at most `MOST_OF_A_KIND` of one kind in one column, so that memory stays bounded."""

    _found: list[Problem] = field(default_factory=list)
    _counts: Counter[tuple[str | None, str | None, str]] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        kind = (problem.table, problem.column, problem.code)
        self._counts[kind] += 1
        if self._counts[kind] <= MOST_OF_A_KIND:
            self._found.append(problem)

    @property
    def has_errors(self) -> bool:
        return any(problem.level == ERROR for problem in self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def in_order(self, tables: list[str]) -> list[Problem]:
        """Errors and doubts in the order of the tables and rows; a last line where a kind was cut short."""
        place = {name: number for number, name in enumerate(tables)}
        listed = sorted(self._found, key=lambda p: (place.get(p.table or "", -1), p.row or 0))
        levels = {(p.table, p.column, p.code): p.level for p in self._found}
        for (table, column, code), count in self._counts.items():
            if count > MOST_OF_A_KIND:
                message = f"Còn {count - MOST_OF_A_KIND} chỗ nữa cùng loại, không liệt kê."
                listed.append(Problem(table, None, column, code, message, levels[table, column, code]))
        return listed
