"""The small typed things that pages hand to `templates/components/`: see docs/ui-components.md.

Templates ask, never compute: views fill these with finished text (formats of `foundation.formats.vi_numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from django.forms import BaseForm, BoundField, widgets
from django.http import QueryDict

from foundation.charts import Number

if TYPE_CHECKING:
    from django.core.paginator import Page

Tone = Literal["", "ok", "warning", "danger", "info", "quiet"]
GAP = "…"
PAGE_PARAMETER, SIZE_PARAMETER, SORT_PARAMETER = "trang", "so_dong", "sap_xep"
PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Crumb:
    """A step of the way back; without url it is plain text."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Chip:
    """A filter. The url of an active one takes the filter away."""

    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Row:
    """A line of a description list; `value` is text or None (shown "–")."""

    label: str
    value: str | None
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class TimelineItem:
    title: str
    when: str
    detail: str = ""
    place: str = ""
    current: bool = False
    url: str = ""


@dataclass(frozen=True)
class StatCard:
    """A key figure: `value` "72,4%", `n` "(21/29)", `change` "tăng 3,2 điểm % so với 2019".

    `change_tone` is set only where the indicator has a direction; `values` feed the sparkline (None = gap) and
    `values_label` says them in words.
    """

    title: str
    value: str
    n: str = ""
    note: str = ""
    tone: Tone = ""
    value_tone: Tone = ""
    change: str = ""
    change_trend: str = ""
    change_tone: Tone = ""
    values: Sequence[Number] = ()
    values_label: str = ""
    url: str = ""


@dataclass(frozen=True)
class ConflictField:
    """One value that two people changed; `choice` is what is ticked: theirs or mine."""

    name: str
    label: str
    theirs: str
    mine: str
    choice: Literal["mine", "theirs"] = "mine"


# --- query strings ------------------------------------------------------------------------------------------
def query(parameters: QueryDict, **changes: Any) -> str:
    """`?…` with some parameters changed; None or "" removes one, a list gives several."""
    # A page has dozens of such links; copying the QueryDict for each was a third of the frame's cost.
    values = dict(parameters.lists())
    for name, value in changes.items():
        if value is None or value == "":
            values.pop(name, None)
        elif isinstance(value, list | tuple):
            values[name] = [str(v) for v in value]
        else:
            values[name] = [str(value)]
    return "?" + "&".join(
        f"{quote(name, safe=':,')}={quote(value, safe=':,')}"
        for name, several in values.items()
        for value in several
    )


# --- forms --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Problem:
    """One line of the error summary; `href` leads to the field."""

    href: str
    label: str
    message: str


@dataclass(frozen=True)
class Problems:
    links: tuple[Problem, ...]

    @property
    def title(self) -> str:
        return f"Có {len(self.links)} chỗ cần sửa"

    def __bool__(self) -> bool:
        return bool(self.links)


def problems_of(form: BaseForm) -> Problems:
    """All errors of a form in the order of its fields, those of no field first."""
    links = [Problem("", "", str(message)) for message in form.non_field_errors()]
    for field in form:
        links += [Problem(f"#{_first_id(field)}", str(field.label), str(message)) for message in field.errors]
    return Problems(tuple(links))


def _first_id(field: BoundField) -> str:
    return field.id_for_label or (f"{field.auto_id}_0" if field_kind(field) == "group" else field.auto_id)


def field_kind(field: BoundField) -> Literal["hidden", "group", "checkbox", "select", "file", "text"]:
    """How `components/field.html` draws the field."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, widgets.CheckboxInput):
        return "checkbox"
    if isinstance(widget, widgets.Select):
        return "select"
    return "file" if isinstance(widget, widgets.FileInput) else "text"


_CLASSES = {
    "checkbox": "form-check-input",
    "select": "form-select",
    "text": "form-control",
    "file": "form-control",
}


def control(field: BoundField) -> str:
    """The field's widget as HTML, with the kit's class beside its own."""
    own = field.field.widget.attrs.get("class", "")
    wrong = "is-invalid" if field.errors else ""
    classes = " ".join(part for part in (_CLASSES.get(field_kind(field), ""), own, wrong) if part)
    return field.as_widget(attrs={"class": classes})


# --- lists --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PageLink:
    label: str
    url: str
    active: bool = False


@dataclass(frozen=True)
class Pager:
    first: int
    last: int
    total: int
    numbers: tuple[PageLink, ...]
    previous: str = ""
    next: str = ""
    sizes: tuple[PageLink, ...] = ()


def pager(page: Page[Any], parameters: QueryDict, *, choose_size: bool = True) -> Pager:
    """Links of a paginated list; every other query parameter stays."""
    paginator = page.paginator
    shown = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    numbers = tuple(
        PageLink(GAP, "")
        if label == paginator.ELLIPSIS
        else PageLink(str(label), query(parameters, **{PAGE_PARAMETER: label}), label == page.number)
        for label in shown
    )
    sizes = tuple(
        PageLink(
            str(size),
            query(parameters, **{SIZE_PARAMETER: size, PAGE_PARAMETER: None}),
            size == paginator.per_page,
        )
        for size in PAGE_SIZES
    )
    return Pager(
        first=page.start_index(),
        last=page.end_index(),
        total=paginator.count,
        numbers=numbers,
        previous=query(parameters, **{PAGE_PARAMETER: page.previous_page_number()})
        if page.has_previous()
        else "",
        next=query(parameters, **{PAGE_PARAMETER: page.next_page_number()}) if page.has_next() else "",
        sizes=sizes if choose_size and paginator.count > PAGE_SIZES[0] else (),
    )


@dataclass(frozen=True)
class Heading:
    """A sortable column heading: `state` is the aria-sort value, empty when the list is sorted by another."""

    label: str
    url: str
    state: Literal["", "ascending", "descending"]


def sort_heading(parameters: QueryDict, key: str, label: str, default: str = "") -> Heading:
    """The link of a heading: first click upwards, second downwards; back to page 1."""
    now = parameters.get(SORT_PARAMETER) or default
    state: Literal["", "ascending", "descending"] = ""
    if now in (key, f"-{key}"):
        state = "descending" if now.startswith("-") else "ascending"
    target = f"-{key}" if state == "ascending" else key
    return Heading(label, query(parameters, **{SORT_PARAMETER: target, PAGE_PARAMETER: None}), state)
