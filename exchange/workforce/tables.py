"""Rows of the data package as a generator makes them: texts in the order of a table's columns, ids numbered."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from exchange.package.tables import TABLES
from exchange.package.writing import new_package

COLUMNS: dict[str, tuple[str, ...]] = {
    spec.name: tuple(column.name for column in spec.columns) for spec in TABLES
}
LETTERS = {
    "appointments": "A", "absences": "V", "qualifications": "Q", "salary_steps": "L", "family_members": "F",
    "evaluations": "E", "health_checks": "H", "trainings": "T", "awards": "W", "disciplines": "D",
    "committees": "C", "inspections": "I", "successions": "P",
}  # fmt: skip
"""First letter of the ids that `Sink.add` numbers by itself."""
MAY_BE_LEFT_OUT = {spec.name: [not column.required for column in spec.columns] for spec in TABLES}

Cell = str | int | float | date | bool | None


class Target(Protocol):
    """Where finished rows go: memory or files."""

    def write(self, table: str, cells: Sequence[str], /) -> None: ...


def text(value: Cell) -> str:
    """A cell as the exchange format writes it: ISO dates, 1/0, empty for unknown."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


class Sink:
    """Takes cells table by table, numbers the rows and hands them to a target."""

    def __init__(self, target: Target, *, width: int = 7) -> None:
        self._target = target
        self._width = width
        self._counts = dict.fromkeys(COLUMNS, 0)

    def add(self, table: str, *cells: Cell) -> None:
        """Write one row. Tables that have an id of their own get it here, in order of writing.

        Columns added to the package later stand at the end and may be left out here: nothing is known of them.
        """
        letter = LETTERS.get(table)
        values = [text(cell) for cell in cells]
        self._counts[table] += 1
        if letter is not None:
            values.insert(0, f"{letter}{self._counts[table]:0{self._width}d}")
        left_out = MAY_BE_LEFT_OUT[table][len(values) :]
        if all(left_out):
            values += [""] * len(left_out)
        if len(values) != len(COLUMNS[table]):
            raise ValueError(f"{table}: {len(values)} cells for {len(COLUMNS[table])} columns")
        self._target.write(table, values)

    def rows(self) -> dict[str, int]:
        """How many rows each table got."""
        return dict(self._counts)


class Memory:
    """Rows kept in memory, for the demonstration (some thousands of rows)."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Sequence[str]]] = {name: [] for name in COLUMNS}

    def write(self, table: str, cells: Sequence[str], /) -> None:
        self.tables[table].append(cells)

    def save(self, path: Path) -> None:
        """Write everything as a package. Errors: Refused where something else stands at `path`."""
        with new_package(path, synthetic=True) as package:
            for table, rows in self.tables.items():
                for row in rows:
                    package.write(table, row)
