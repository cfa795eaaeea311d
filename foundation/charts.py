"""What a chart says, without knowing how it is drawn.

A page hands `ChartSpec` to `components/chart.html`: the server draws plain bars and a table (print, no JavaScript),
`static/js/charts.js` draws the same data with ECharts. Titles state the finding; bars start at zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from foundation.formats import vi_numbers

Number = int | float | Decimal | None
Kind = Literal["bar", "stacked", "line", "pyramid", "scatter"]
# Ordered categories take step-1 … step-5 (one hue, light to dark); groups take group-1 … group-4.
Tone = Literal[
    "primary", "muted", "alert", "step-1", "step-2", "step-3", "step-4", "step-5",
    "group-1", "group-2", "group-3", "group-4",
]  # fmt: skip

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 120, 28, 4


@dataclass(frozen=True)
class Series:
    """One line or one colour of bars: a value for each category, None where there is none.

    `notes` are short texts beside a value, usually its n (`21/29`).
    """

    name: str
    values: Sequence[Number]
    tone: Tone = "primary"
    notes: Sequence[str] = ()

    def note(self, index: int) -> str:
        return self.notes[index] if index < len(self.notes) else ""


@dataclass(frozen=True)
class Target:
    """A norm or target drawn as a line; `label` names it and its source."""

    value: float
    label: str


@dataclass(frozen=True)
class Break:
    """A break in the series just before category `before`, for instance a new decree."""

    before: str
    label: str


@dataclass(frozen=True)
class Point:
    """One dot of a scatter chart; a `marked` one stands out and alone bears its name where there are curves."""

    name: str
    x: float
    y: float
    note: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Curve:
    """A line drawn behind the dots of a scatter chart, from left to right; curves of one name share a legend."""

    name: str
    points: Sequence[tuple[float, float]]
    is_outer: bool = False


@dataclass(frozen=True)
class Link:
    """A download or another view of the same data."""

    label: str
    url: str


@dataclass(frozen=True)
class ChartSpec:
    """One chart of a page. `code` is unique on the page (letters, digits, hyphens): it becomes element ids.

    `unit` stands after every value (`%`, ` người`). `kind`: bar (side by side), stacked (parts of a whole, in
    order), line, pyramid (exactly two series, the first to the left), scatter (`points`, with `x_name`, `y_name`).
    `horizontal` lays bars flat: use it for names. `maximum` fixes the end of the axis (100 for shares of a whole).
    `method_url` leads to "Cách tính và nguồn số liệu".
    """

    code: str
    title: str
    categories: Sequence[str] = ()
    series: Sequence[Series] = ()
    kind: Kind = "bar"
    subtitle: str = ""
    unit: str = ""
    decimals: int = 0
    horizontal: bool = False
    maximum: float | None = None
    target: Target | None = None
    breaks: Sequence[Break] = ()
    points: Sequence[Point] = ()
    curves: Sequence[Curve] = ()
    x_name: str = ""
    y_name: str = ""
    category_name: str = "Nhóm"
    source: str = ""
    method_url: str = ""
    links: Sequence[Link] = ()
    empty_text: str = "Chưa có số liệu cho phạm vi này."

    @property
    def is_empty(self) -> bool:
        return not self.points and all(value is None for s in self.series for value in s.values)

    @property
    def data_id(self) -> str:
        return f"{self.code}-data"

    def text(self, value: Number) -> str:
        """A value with its unit, `–` when missing."""
        text = vi_numbers.number(value, self.decimals)
        return text if text == vi_numbers.DASH else text + self.unit

    def as_json(self) -> dict[str, Any]:
        """For `json_script`: plain values and their texts, so that the script formats nothing."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "decimals": self.decimals,
            "horizontal": self.horizontal or self.kind == "pyramid",
            "maximum": self.maximum,
            "categories": list(self.categories),
            "series": [self._series_json(s) for s in self.series],
            "target": self.target and {"value": self.target.value, "label": self.target.label},
            "breaks": [{"before": b.before, "label": b.label} for b in self.breaks],
            "points": [
                {"name": p.name, "x": p.x, "y": p.y, "note": p.note, "marked": p.marked} for p in self.points
            ],
            "curves": [
                {"name": c.name, "points": [list(xy) for xy in c.points], "outer": c.is_outer}
                for c in self.curves
            ],
            "xName": self.x_name,
            "yName": self.y_name,
        }

    def _series_json(self, series: Series) -> dict[str, Any]:
        return {
            "name": series.name,
            "tone": series.tone,
            "values": [None if v is None else float(v) for v in series.values],
            "texts": [self.text(v) for v in series.values],
            "notes": [series.note(i) for i in range(len(series.values))],
        }

    # --- the text alternative -------------------------------------------------------------------------------
    def table_head(self) -> list[str]:
        if self.points:
            return [self.category_name, self.x_name, self.y_name]
        return [self.category_name, *(s.name for s in self.series)]

    def table_rows(self) -> list[tuple[str, list[str]]]:
        """(row heading, cells) of "Xem bảng"."""
        if self.points:
            return [(p.name, [vi_numbers.number(p.x, self.decimals), self.text(p.y)]) for p in self.points]
        return [
            (category, [self._cell(s, index) for s in self.series])
            for index, category in enumerate(self.categories)
        ]

    def _cell(self, series: Series, index: int) -> str:
        note = series.note(index)
        return f"{self.text(series.values[index])} ({note})" if note else self.text(series.values[index])

    def bars(self) -> list[Bars]:
        """Rows of bars drawn by the server. Stacked series share a row, others have a bar each."""
        limit = self.maximum or self._largest() or 1
        rows = []
        for index, category in enumerate(self.categories):
            lanes = [list(self.series)] if self.kind == "stacked" else [[s] for s in self.series]
            rows.append(Bars(category, tuple(self._lane(lane, index, limit) for lane in lanes)))
        return rows

    def _lane(self, lane: Sequence[Series], index: int, limit: float) -> Lane:
        start, parts = 0.0, []
        for s in lane:
            width = bar_width(s.values[index], limit)
            parts.append(Part(round(start, 2), width, s.tone))
            start += width
        stacked = len(self.series) > 1 and self.kind == "stacked"
        text = " · ".join(
            f"{s.name} {self._cell(s, index)}" if stacked else self._cell(s, index) for s in lane
        )
        named = len(self.series) > 1 and not stacked
        return Lane(tuple(parts), text, lane[0].name if named else "")

    def _largest(self) -> float:
        columns = [[float(s.values[i] or 0) for s in self.series] for i in range(len(self.categories))]
        joined = sum if self.kind == "stacked" else max
        return max((joined(column) for column in columns if column), default=0.0)


@dataclass(frozen=True)
class Part:
    """A coloured stretch of a bar, in hundredths of its width."""

    x: float
    width: float
    tone: str


@dataclass(frozen=True)
class Lane:
    """One bar with its text; `name` only where a category has several bars."""

    parts: tuple[Part, ...]
    text: str
    name: str = ""


@dataclass(frozen=True)
class Bars:
    """A category with its bars."""

    label: str
    lanes: tuple[Lane, ...]


def bar_width(value: Number, maximum: Number = 100) -> float:
    """Width in hundredths, between 0 and 100; 0 for what is missing."""
    if value is None or not maximum:
        return 0.0
    return round(min(max(float(value) / float(maximum), 0.0), 1.0) * 100, 2)


@dataclass(frozen=True)
class Spark:
    """Geometry of a sparkline: polylines (gaps split them), the last dot, the box."""

    lines: tuple[str, ...]
    dot: tuple[float, float] | None
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


def sparkline(values: Iterable[Number]) -> Spark:
    """A line from the smallest to the greatest value; a flat series lies in the middle, None is a gap."""
    numbers = [None if v is None else float(v) for v in values]
    known = [v for v in numbers if v is not None]
    if not known:
        return Spark((), None)
    low, high = min(known), max(known)
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(len(numbers) - 1, 1)
    inner = SPARK_HEIGHT - 2 * SPARK_MARGIN

    def place(index: int, value: float) -> tuple[float, float]:
        part = 0.5 if high == low else (value - low) / (high - low)
        return round(SPARK_MARGIN + index * step, 1), round(SPARK_MARGIN + inner * (1 - part), 1)

    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(numbers):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place(index, value))
    drawn = [run for run in runs if run]
    lines = tuple(" ".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1)
    return Spark(lines, drawn[-1][-1])


# --- the town as tiles --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tile:
    """One unit: its value decides the shade (`step` 1–5, 0 = no data); `outlined` where the difference is no chance.

    `detail` is read out and shown as the tile's title, usually the share with n.
    """

    label: str
    text: str
    step: int = 0
    url: str = ""
    outlined: bool = False
    detail: str = ""


@dataclass(frozen=True)
class TileGroup:
    """A khu with its tiles, in rough geographic order."""

    label: str
    tiles: Sequence[Tile]


def shade_steps(
    values: Sequence[Number], *, low: float | None = None, high: float | None = None
) -> list[int]:
    """A shade 1–5 for each value between `low` and `high` (default: the smallest and greatest value); 0 = missing."""
    known = [float(v) for v in values if v is not None]
    if not known:
        return [0 for _ in values]
    bottom = min(known) if low is None else low
    width = (max(known) if high is None else high) - bottom
    if width <= 0:
        return [0 if v is None else 3 for v in values]
    return [0 if v is None else min(max(int((float(v) - bottom) / width * 5), 0), 4) + 1 for v in values]


def shade_legend(values: Sequence[Number], unit: str = "%", decimals: int = 0) -> list[str]:
    """The five ranges of `shade_steps` over the same values, light to dark; empty when there is one shade or none."""
    known = [float(v) for v in values if v is not None]
    if not known or max(known) == min(known):
        return []
    width = (max(known) - min(known)) / 5
    bounds = [vi_numbers.number(min(known) + width * i, decimals) for i in range(6)]
    return [f"{low}–{high}{unit}" for low, high in pairwise(bounds)]
