"""A row whose cells were moved by one column: read where they belong if only one place fits, and asked about. Pure.

Tried only on a row in which several cells are what their columns cannot hold, or one stands right of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from exchange.workbooks.headings import letter
from exchange.workbooks.layout import PersonRow, SheetLayout
from exchange.workbooks.problems import ERROR, WARNING
from exchange.workbooks.values.cells import as_written, is_blank
from exchange.workbooks.values.names import looks_like_name

_MOST_TRIED = 200  # rows of a sheet; where more look so, it is not the rows that are wrong
_MIN_WRONG = 2
_MIN_MOVED = 2
_ALLOWED = frozenset({"hidden_row"})
_MISPLACED = frozenset(
    {"name_missing", "name_invalid", "value_unknown", "date_invalid", "post_unknown", "date_ambiguous", "date_implausible", "national_id_invalid"}
)  # fmt: skip

Cells = list[Any]


class ShiftedRows:
    """The rows of one sheet. `read(person, position, cells)` reads a person from other cells."""

    def __init__(self, layout: SheetLayout, read: Callable[[PersonRow, int, Cells], Any]) -> None:
        self.layout, self.read = layout, read
        others = [index for index, _ in (*layout.unknown, *layout.ignored)]
        self.last_other = max(others, default=-1)
        self.last_of: dict[int, int] = {}  # of the columns of a header
        self.n_left = _MOST_TRIED

    def settled(self, row: Any, person: PersonRow, position: int) -> Any:
        """The row as it was read, or as it reads with its cells put back, with a question."""
        cells = self.layout.sheet.rows[person.number]
        last = self._last(person)
        if (not row.problems and len(cells) <= last + 1) or not self._may_be_shifted(row, cells, last):
            return row  # hot: nearly every row of a long list ends here
        if person.lines:
            return row
        self.n_left -= 1
        found: dict[str, tuple[Any, str]] = {}
        for put_back, where in _put_back(cells, person, last):
            other = self.read(person, position, put_back)
            if not _questions(other):
                found[str(put_back)] = other, where
        if len(found) != 1:
            return row
        [(other, where)] = found.values()
        written = "; ".join(str(as_written(cell)) for cell in cells if not is_blank(cell))
        other.add("row", "typo_suggested", written[:200], meaning=where)
        return other

    def _last(self, person: PersonRow) -> int:
        """The last headed column."""
        key = id(person.bindings)
        if key not in self.last_of:
            self.last_of[key] = max(self.last_other, *(binding.index for binding in person.bindings))
        return self.last_of[key]

    def _may_be_shifted(self, row: Any, cells: Cells, last: int) -> bool:
        if self.n_left <= 0:
            return False
        wrong = {item.field for item in row.problems if item.code in _MISPLACED and item.level == ERROR}
        return len(wrong) >= _MIN_WRONG or any(not is_blank(cell) for cell in cells[last + 1 :])


def _questions(row: Any) -> bool:
    return any(
        item.level == ERROR or (item.level == WARNING and item.code not in _ALLOWED) for item in row.problems
    )


def _put_back(cells: Cells, person: PersonRow, last: int) -> Iterator[tuple[Cells, str]]:
    """The cells with a blank taken out or put in, where a name stands under its heading then."""
    names = [b.index for b in person.bindings if b.column.field == "full_name"]
    first = next((place for place, cell in enumerate(cells) if not is_blank(cell)), 0)
    for place in range(max(first - 1, 0), min(len(cells), last + 1)):
        if sum(not is_blank(cell) for cell in cells[place:]) < _MIN_MOVED:
            return
        tried = [
            (
                [*cells[:place], None, *cells[place:]],
                f"các ô từ cột {letter(place)} đặt lệch sang trái một cột",
            )
        ]
        if is_blank(cells[place]):
            back = cells[:place] + cells[place + 1 :]
            tried.append((back, f"các ô sau cột {letter(place)} đặt lệch sang phải một cột"))
        for moved, where in tried:
            fits = all(is_blank(cell) for cell in moved[last + 1 :])
            if fits and looks_like_name(
                " ".join(str(moved[i]) for i in names if i < len(moved) and moved[i])
            ):
                yield moved, where
