"""What a column is, and how a heading finds the column it names."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from exchange.workbooks.columns.relatives import about_relatives
from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import as_written, words
from exchange.workbooks.values.dates import DateContext
from foundation.dates import PartialDate

LONGEST_KEY = 200
OTHER_TOPIC = "Khác"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one sheet column from the top level down, as folded words: ("trinh do", "chuyen mon", "dh")."""

    levels: tuple[str, ...]
    written: str = ""
    bare: tuple[str, ...] = ()  # without footnote marks and hints on how to fill in; () = there are none

    @property
    def key(self) -> str:
        """What a mapping remembers the heading by; of a very long heading its beginning and a hash of all of it."""
        whole = " | ".join(self.levels)
        if len(whole) <= LONGEST_KEY:
            return whole
        return f"{whole[: LONGEST_KEY - 18]}… {hashlib.sha256(whole.encode()).hexdigest()[:16]}"

    @classmethod
    def of(cls, *texts: str) -> Heading:
        """A heading from its texts as written; empty levels and a level repeated below itself are left out."""
        levels = _levels(texts)
        bare = _levels([_HINT.sub(" ", text) for text in texts]) if any("(" in t for t in texts) else levels
        written = " – ".join(dict.fromkeys(text for text in texts if text))
        return cls(levels, written, () if bare == levels else bare)


# "(1)", "(*)", "(ngày/tháng/năm)", "(viết in hoa)": says how to fill in, not what stands there.
_HINT = re.compile(
    r"\(\s*(?:\d{1,2}|\*+|[^()]*(?:\bghi\b|viết|nếu có|ngày|tháng|\bdd|\bmm\b|yyyy|nam\s*[,/-]\s*nữ|đánh dấu)[^()]*)\s*\)",
    re.I,
)


def _levels(texts: Iterable[str]) -> tuple[str, ...]:
    levels: list[str] = []
    for text in texts:
        spoken = words(text)
        if spoken and (not levels or levels[-1] != spoken):
            levels.append(spoken)
    return tuple(levels)


@dataclass(slots=True)
class Reading:
    """What the cells of one column say about one row.

    `values` go into the result under their field names; `facts` are further knowledge for the commit (a field of
    study beside a level) that the result does not show.
    """

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RowContext:
    """What reading a row depends on: the dates, and what earlier columns of the same row gave."""

    dates: DateContext
    values: dict[str, Any] = field(default_factory=dict)
    title_sex: str | None = None  # what "Ông", "Bà" before the name say
    birth: PartialDate | None = None

    @property
    def as_of(self) -> dt.date:
        return self.dates.as_of


class Cell(NamedTuple):
    """One cell of a column: `part` says which sub-column it stands in ("" = the only one).

    `broken`: it holds a formula error; `value` is None then.
    """

    part: str
    value: Any
    broken: bool = False


def no_parts(words_below: str) -> str | None:
    """A column without sub-columns: any heading below it belongs to something else."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a person as offices write it.

    `headings`: the folded words it answers to, as regular expressions that must match a whole level; a group named
    `part` says which part a single heading holds ("ket qua danh gia 2019" → 2019); a group of another name is that part.
    `part`: what a heading *below* one of `headings` means ("nam" under "ngày sinh"), None = not this column.
    `alone`: headings that name a part without the heading above ("nam", "nu"); never below a heading that says more.
    `not_below`: levels above which make a heading something else's ("Ngày kết nạp" below "Đoàn").
    `read`: the cells (blank ones too; of an error cell only that it is broken) → Reading.
    `null_when_broken`: values that are None, not an empty list, beside an error cell.
    `context_free`: `read` looks at nothing of the row but the cells (and the title before the name, if there is
    one), so equal cells need be read only once in a sheet.
    `parts`: (part, label) a user may choose for a heading nobody knows; `by_year`: its parts are years.
    `weak`: headings that count only when no other column answers ("trinh do").
    `topic`: under which people look for the field when they say what a heading means; "" = it is never offered.
    `adds_up`: what several sheet columns say is all true (posts, rewards); only then may a user name two of them so.
    """

    field: str
    title: str
    headings: tuple[str, ...]
    read: Callable[[list[Cell], RowContext], Reading]
    part: Callable[[str], str | None] = no_parts
    alone: tuple[tuple[str, str], ...] = ()
    not_below: str = ""
    weak: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    by_year: bool = False
    required: bool = False
    topic: str = OTHER_TOPIC
    adds_up: bool = False
    null_when_broken: frozenset[str] = frozenset()
    context_free: bool = False
    field_of: Callable[[str], str] | None = None

    def problem_field(self, part: str) -> str:
        """The field a problem of one cell is reported under ("evaluations.2019")."""
        return self.field_of(part) if self.field_of else self.field


@dataclass(frozen=True, slots=True)
class Binding:
    """Sheet column `index` (from 0) holds `part` of `column`."""

    index: int
    column: Column
    part: str
    heading: Heading


class ColumnRegistry:
    """All declared columns, in the order of declaration."""

    def __init__(self) -> None:
        self._columns: dict[str, Column] = {}

    def register(self, column: Column) -> Column:
        """Add a column; ValueError when its field is taken."""
        if column.field in self._columns:
            raise ValueError(f"column {column.field} is declared twice")
        self._columns[column.field] = column
        match_heading.cache_clear()
        return column

    def remove(self, field_name: str) -> None:
        """Take a column out again (tests)."""
        del self._columns[field_name]
        match_heading.cache_clear()

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._columns.values())

    def __getitem__(self, field_name: str) -> Column:
        return self._columns[field_name]

    def __contains__(self, field_name: object) -> bool:
        return field_name in self._columns


COLUMNS = ColumnRegistry()


@lru_cache(maxsize=5_000)
def match_heading(heading: Heading) -> tuple[Column, str] | None:
    """The column and part a heading names, or None.

    The lowest level that names a column wins ("Trình độ | Văn hóa" is general education); levels below it must be
    parts of it ("Chuyên môn | ĐH"). Weak headings and parts that stand alone come last.
    """
    if about_relatives(heading.levels):
        return None
    return _match(heading) or (_match(Heading(heading.bare)) if heading.bare else None)


def _match(heading: Heading) -> tuple[Column, str] | None:
    return _match_levels(heading) or _match_run_together(heading)


def _match_run_together(heading: Heading) -> tuple[Column, str] | None:
    """ "DanToc", "chuyenmon": a heading of one word that another program made of several."""
    if len(heading.levels) != 1 or " " in heading.levels[0] or len(heading.levels[0]) < _SHORTEST_RUN:
        return None
    for column in COLUMNS:
        for pattern in column.headings:
            match = re.fullmatch(_run_together(pattern), heading.levels[0])
            if match:
                return column, match.groupdict().get("part") or _named_part(match)
    return None


_SHORTEST_RUN = 5


@lru_cache(maxsize=1_000)
def _run_together(pattern: str) -> str:
    return pattern.replace(" ?", "").replace(" ", "")


def _match_levels(heading: Heading) -> tuple[Column, str] | None:
    for weak in (False, True):
        for position in range(len(heading.levels) - 1, -1, -1):
            found = _match_level(heading, position, weak)
            if found:
                return found
        if not weak and heading.levels and all(_VAGUE.fullmatch(level) for level in heading.levels[:-1]):
            found = _match_alone(heading.levels[-1])
            if found:
                return found
    return None


def _match_level(heading: Heading, position: int, weak: bool) -> tuple[Column, str] | None:
    below = " ".join(heading.levels[position + 1 :])
    for column in COLUMNS:
        for pattern in column.weak if weak else column.headings:
            match = re.fullmatch(pattern, heading.levels[position])
            if not match or (column.not_below and _is_below(heading.levels[:position], column.not_below)):
                continue
            part = match.groupdict().get("part") or _named_part(match)
            if below:
                below_part = column.part(below)
                if below_part is None:
                    continue
                part = _joined_part(column, part, below_part)
            return column, _with_year(column, part, heading.levels)
    return None


_A_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def _joined_part(column: Column, part: str, below: str) -> str:
    """Of a column by year the year in the heading holds beside what stands below it ("2021 tot")."""
    if column.by_year and part and below and not _A_YEAR.match(below):
        return f"{part} {below}"
    return below or part


def _with_year(column: Column, part: str, levels: tuple[str, ...]) -> str:
    """The one year that any level of the heading names goes with a column by year ("Năm 2019 | Xếp loại")."""
    if not column.by_year or _A_YEAR.match(part):
        return part
    years = {year for level in levels for year in _A_YEAR.findall(level)}
    return f"{years.pop()} {part}".strip() if len(years) == 1 else part


def _is_below(above: tuple[str, ...], pattern: str) -> bool:
    return any(re.search(pattern, level) for level in above)


def _named_part(match: re.Match[str]) -> str:
    """The part that a group of a heading's pattern is named after (`(?P<month>thang sinh)`)."""
    return match.lastgroup if match.lastgroup and match.lastgroup != "part" else ""


# Levels above that say nothing about what stands below them.
_VAGUE = re.compile(
    r"(?:(?:thong tin|so yeu|ly lich|so luoc|ca nhan|chung|ve|ban than|can bo|cong chuc|cbcc|trich ngang|nhan than|co ban|chi tiet|phan|muc) ?)+"
    r"|[ivx\d]+"
)


def _match_alone(level: str) -> tuple[Column, str] | None:
    for column in COLUMNS:
        for pattern, part in column.alone:
            if re.fullmatch(pattern, level):
                return column, part
    return None


def value_of(cells: list[Cell]) -> Any:
    """The first cell that is not blank, for columns of one part that may stand twice."""
    return next((cell.value for cell in cells if cell.value is not None), None)


def unknown(field_name: str, cell: Any) -> Problem:
    """`value_unknown` for a cell that could not be understood."""
    return problem(field_name, "value_unknown", as_written(cell))
