"""What a paper is: parts, and in them blocks. Pure; lengths are millimetres, letters and gaps points.

Page, margins and sizes follow NĐ 30/2020/NĐ-CP, Phụ lục I (regulations 12.3). A value that is not known is dots to
fill in by hand, never a dash and never "None".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from foundation.sheets import clean
from foundation.vn_text import in_order

Align = Literal["left", "center", "right", "justify"]
A4 = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0  # of NĐ 30/2020: 20–25, 20–25, 30–35, 15–20
BODY = 13.0  # of NĐ 30/2020: 13–14
DOTS = "…"  # in a model text: a short gap to write in
_DOT = 0.25  # a full stop of Times takes a quarter of its size
_LONG_CELL = 400  # letters
_FRAME = 2.0  # millimetres between a picture and its frame, both sides together
_GAPS = re.compile(r"[^\S\n\u00a0]+")


def paper_text(text: str) -> str:
    """`text` as it may stand on paper: NFC, without what XML forbids or what would turn its letters around.

    Line breaks and fixed spaces stay; other white space becomes single spaces.
    """
    shown = in_order(clean(unicodedata.normalize("NFC", text)).replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_GAPS.sub(" ", line).strip(" ") for line in shown.split("\n")).strip("\n")


def dots(room: float, size: float) -> str:
    """As many full stops as fill `room` millimetres at that size."""
    return "." * max(3, int(room * 72 / 25.4 / (size * _DOT)))


@dataclass(frozen=True)
class Run:
    """A piece of text in one face. White space at its ends stays."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph. `indent` = its first line, `left` = all of it; `size` 0 = the paper's. `keep`: with what follows."""

    runs: tuple[Run, ...]
    align: Align = "justify"
    size: float = 0
    indent: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    keep: bool = False


@dataclass(frozen=True)
class Entry:
    """A caption with its value. Unknown: dots over `room`, or to the end of the line where it is the last (room 0)."""

    caption: str
    value: str = ""
    room: float = 0
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """Captions on one line, with their values; `more` dotted lines follow where the last value is unknown."""

    entries: tuple[Entry, ...]
    more: int = 0
    left: float = 0
    before: float = 2
    between: str = ", "
    size: float = 0
    keep: bool = False


@dataclass(frozen=True)
class Blank:
    """Dotted lines to write on, `before` points apart, since hands write larger than print."""

    lines: int
    left: float = 0
    size: float = 0
    before: float = 4
    keep: bool = False


@dataclass(frozen=True)
class GridColumn:
    """A column of a ruled table; widths are shares of the page."""

    heading: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Grid:
    """A ruled table, its headings on every page. Without any heading its first column names the rows.

    `spare`: at least so many rows, the missing ones empty.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    spare: int = 0
    size: float = 11.5
    before: float = 2
    after: float = 4
    keep: bool = False

    @property
    def has_heads(self) -> bool:
        return any(column.heading for column in self.columns)

    @property
    def all_rows(self) -> list[tuple[str, ...]]:
        empty = ("",) * len(self.columns)
        return [*self.rows, *([empty] * (self.spare - len(self.rows)))]

    @staticmethod
    def may_split(row: Sequence[str]) -> bool:
        """Whether a row is so long that it may have to go over a page's end."""
        return any(len(value) > _LONG_CELL for value in row)


@dataclass(frozen=True)
class Rule:
    """A line `length` points long, in the middle of its place."""

    length: float
    keep: bool = False


@dataclass(frozen=True)
class Space:
    """White space, points."""

    height: float
    keep: bool = False


@dataclass(frozen=True)
class Photo:
    """The frame of a photograph: the picture, else what is to be stuck there.

    `image` gives the bytes of a JPEG, b"" where there is none after all; it is asked only when the paper is written.
    """

    lines: tuple[str, ...] = ("Ảnh màu", "(4 x 6 cm)")
    width: float = 40
    height: float = 60
    keep: bool = False
    image: Callable[[], bytes] | None = None

    def fitted(self, pixels: tuple[int, int]) -> tuple[float, float]:
        """Width and height of the picture within the frame, millimetres: whole, in its own proportions."""
        share = min((self.width - _FRAME) / pixels[0], (self.height - _FRAME) / pixels[1])
        return pixels[0] * share, pixels[1] * share


@dataclass(frozen=True)
class Columns:
    """Blocks side by side without rules, never parted by a page; `widths` are shares."""

    cells: tuple[tuple[Block, ...], ...]
    widths: tuple[float, ...]
    keep: bool = False


Block = Text | Line | Blank | Grid | Rule | Space | Photo | Columns


@dataclass(frozen=True)
class Part:
    """A document of its own in the file: it begins on a new page, and its pages are counted from 1."""

    title: str
    blocks: tuple[Block, ...]
    is_landscape: bool = False

    @property
    def page(self) -> tuple[float, float]:
        """Width and height, millimetres."""
        return (A4[1], A4[0]) if self.is_landscape else A4

    @property
    def width(self) -> float:
        """The width between the margins, millimetres."""
        return self.page[0] - LEFT - RIGHT


@dataclass(frozen=True)
class Paper:
    """A file: its parts, and the `band` at the foot of every page (that the people are not real)."""

    title: str
    parts: tuple[Part, ...]
    size: float = BODY
    band: str = ""


def keep_last(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, the last of them kept on one page with whatever follows."""
    found: list[Any] = list(blocks)
    if found:
        found[-1] = replace(found[-1], keep=True)
    return found


def pieces_of(line: Line, size: float) -> tuple[list[Run], bool]:
    """A line as runs, and whether dots fill it to its end."""
    runs: list[Run] = []
    for place, entry in enumerate(line.entries):
        is_last = place == len(line.entries) - 1
        between = line.between if place and not entry.caption.startswith(",") else ""
        runs.append(Run(f"{between}{paper_text(entry.caption)} "))
        value = paper_text(entry.value)
        if value:
            runs.append(Run(value, bold=entry.bold))
        elif not is_last or entry.room:
            runs.append(Run(dots(entry.room or 30, size)))
        else:
            return runs, True
    return runs, False
