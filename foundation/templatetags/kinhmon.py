"""Template filters and tags: Vietnamese formats, query strings, icons, sparklines.

Every template has them (`builtins` in the settings). Templates ask, never compute: what is rounded or drawn is
worked out here or in `foundation.charts`. Rounding is half up on decimal digits, as an office rounds.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.template import Context
from django.template.base import FilterExpression, Parser, Token, VariableNode
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foundation import charts, components
from foundation.dates import PartialDate, local_time
from foundation.formats import vi_numbers

register = template.Library()
DASH = vi_numbers.DASH
ICON_SPRITE = "vendor/icons-3.51.0.svg"
Number = int | float | Decimal | None


# --- numbers ------------------------------------------------------------------------------------------------
@register.filter
def num(value: Number, decimals: int = 0) -> str:
    """`1234.5|num:1` → `1.234,5`; None → `–`."""
    return vi_numbers.number(value, decimals)


@register.filter
def pct(value: Number, decimals: int = 1) -> str:
    """A percentage 0–100: `72.41|pct` → `72,4%`; None → `–`."""
    return vi_numbers.percent(value, decimals)


@register.simple_tag
def share(numerator: int | None, denominator: int | None, decimals: int = 1) -> str:
    """`{% share 21 29 %}` → `72,4% (21/29)`; nobody in the denominator → `–`."""
    return vi_numbers.share(numerator, denominator, decimals)


@register.filter
def share_text(figure: Any, decimals: int = 1) -> str:
    """The same of an object with `numerator` and `denominator`."""
    return vi_numbers.share(figure.numerator, figure.denominator, decimals)


@register.filter
def points(value: Number, decimals: int = 1) -> str:
    """A change in percentage points: `tăng 3,2 điểm %`, `giảm 0,4 điểm %`, `không đổi`, `–`."""
    return vi_numbers.points(value, decimals)


@register.filter
def signed(value: Number, decimals: int = 0) -> str:
    """`+3,2`, `-0,4` (a real minus sign), `0`; None → `–`."""
    return vi_numbers.signed(value, decimals)


@register.filter
def trend(value: Number) -> str:
    """Which way a change goes: `up`, `down`, `same`, or empty when unknown. For icons and CSS classes."""
    if value is None:
        return ""
    return "up" if value > 0 else "down" if value < 0 else "same"


# --- dates, gaps --------------------------------------------------------------------------------------------
@register.filter
def day(value: date | datetime | PartialDate | None) -> str:
    """`31/12/2021`; a partial date as it is known (`05/1980`, `1980`); None → `–`."""
    if value is None or value == "":
        return DASH
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, datetime):
        value = local_time(value).date()
    return f"{value:%d/%m}/{value.year:04d}"


@register.filter
def moment(value: datetime | None) -> str:
    """Date and hour on a Vietnamese clock: `31/12/2021 08:05`; None → `–`."""
    if value is None:
        return DASH
    return f"{local_time(value):%d/%m/%Y %H:%M}"


@register.filter
def dash(value: Any) -> Any:
    """`–` for a missing text or None; everything else, 0 and False too, as it is."""
    return DASH if value is None or value == "" else value


@register.filter
def yes(value: bool | None) -> str:
    """`Có`, `Không`, `–`."""
    return DASH if value is None else "Có" if value else "Không"


# --- addresses ----------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """The page's query string with some parameters changed: `{% qs page=2 %}`; None or "" removes one.

    Starts with `?` always, so that it is a link to this page also with no parameter left.
    """
    return components.query(context["request"].GET, **changes)


@register.simple_tag(takes_context=True)
def qs_without(context: Context, *names: str) -> str:
    """The page's query string without some parameters, ready for one more: `?nam=2021&` or `?`.

    For menus with dozens of links that differ in one parameter, where `qs` for each is a tenth of the page.
    """
    rest = components.query(context["request"].GET, **dict.fromkeys(names))
    return rest if rest == "?" else f"{rest}&"


@register.simple_tag
@cache
def page_head() -> SafeString:
    """Styles and scripts of every page; the same in the whole process."""
    return mark_safe(render_to_string("components/_head.html"))  # noqa: S308


# --- long tables --------------------------------------------------------------------------------------------
def _escaped(text: str) -> str:
    return text if isinstance(text, SafeString) else html.escape(text)


class _EachNode(template.Node):
    def __init__(self, rows: FilterExpression, body: template.NodeList) -> None:
        self.rows, self.body = rows, body

    def render(self, context: Context) -> SafeString:
        row_html = self.body.render(context)
        rows = self.rows.resolve(context)
        return mark_safe("".join(row_html.format(*map(_escaped, row)) for row in rows))  # noqa: S308


@register.tag
def each(parser: Parser, token: Token) -> _EachNode:
    """The body once for each row of texts, `{0}` … filled in and escaped; several times faster than `for`.

    `{% each rows %}<tr><th scope="row">{0}</th><td class="num">{1}</td></tr>{% endeach %}`. Tags in the body are
    drawn once, before the rows: no value may be printed there, only `{% if %}` around parts of it.
    """
    _, rows = token.split_contents()
    body = parser.parse(("endeach",))
    parser.delete_first_token()
    if any(isinstance(node, VariableNode) for node in body.get_nodes_by_type(template.Node)):
        raise template.TemplateSyntaxError("each: values come from the rows")
    return _EachNode(parser.compile_filter(rows), body)


# --- drawings -----------------------------------------------------------------------------------------------
@register.simple_tag
@cache
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite: `{% icon "users" %}`. With `label` it is an image with a name, else decoration."""
    href = f"{static(ICON_SPRITE)}#{name}"
    classes = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, href
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classes, href
    )


@register.inclusion_tag("components/sparkline.html")
def sparkline(values: Iterable[Number], label: str = "") -> dict[str, Any]:
    """A small line of a figure's years; missing years are gaps, the last value carries the dot."""
    return {"line": charts.sparkline(values), "label": label}


@register.simple_tag
def bar(value: Number, maximum: Number = 100, tone: str = "primary") -> SafeString:
    """A small horizontal bar without style attributes: `{% bar 72.4 %}` or `{% bar 21 29 %}`."""
    width = charts.bar_width(value, maximum)
    return format_html(
        '<svg class="bar bar-{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-track" width="100" height="8"></rect>'
        '<rect class="bar-fill" width="{}" height="8"></rect></svg>',
        tone,
        width,
    )


# --- forms and lists ----------------------------------------------------------------------------------------
@register.simple_tag
def field_kind(field: BoundField) -> str:
    return components.field_kind(field)


@register.simple_tag
def control(field: BoundField) -> str:
    """The field's widget with the kit's classes; label, hint and errors are `components/field.html`'s."""
    return components.control(field)


@register.simple_tag
def choice(option: BoundWidget) -> str:
    """One radio or checkbox of a group."""
    option.data["attrs"]["class"] = "form-check-input"
    return option.tag(wrap_label=False)


@register.simple_tag
def error_links(form: BaseForm) -> components.Problems:
    return components.problems_of(form)


@register.simple_tag
def data_cells(cells: Iterable[tuple[str, str]]) -> SafeString:
    """`{% data_cells row.cells %}` in a row of a table: a `<td>` for each (text, classes).

    For wide tables: a loop in the template costs several times as much for every cell.
    """
    drawn = (
        f'<td class="{html.escape(classes)}">{html.escape(text)}</td>'
        if classes
        else f"<td>{html.escape(text)}</td>"
        for text, classes in cells
    )
    return mark_safe("".join(drawn))  # noqa: S308 (texts and classes are escaped above)


@register.simple_tag
def figure_link(text: str, url: str, title: str = "") -> SafeString:
    """`{% figure_link text url title %}`: components/figure_link.html, for lists of many figures."""
    said = (
        f'<span class="sr-only"> – {html.escape(title)}: cách tính và nguồn số liệu</span>' if title else ""
    )
    link = (
        f'<a class="figure-link num" href="{html.escape(url)}" title="Cách tính và nguồn số liệu">'
        f"{html.escape(text)}{said}</a>"
    )
    return mark_safe(link)  # noqa: S308 (every part is escaped above)


@register.simple_tag
def figure_cells(cells: Iterable[tuple[str, str, str]], title: str = "") -> SafeString:
    """`{% figure_cells line.cells line.title %}`: a `<td>` with a `figure_link` for each (heading, text, url)."""
    drawn = (
        f'<td class="num nowrap" data-label="{html.escape(heading)}">{figure_link(text, url, title)}</td>'
        for heading, text, url in cells
    )
    return mark_safe("".join(drawn))  # noqa: S308 (every part is escaped above)


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], choose_size: bool = True) -> dict[str, Any]:
    """`{% pager page %}` under a list: counts, page sizes, page numbers; keeps the query."""
    return {"pager": components.pager(page, context["request"].GET, choose_size=choose_size)}


@register.inclusion_tag("components/th_sort.html", takes_context=True)
def th_sort(
    context: Context, key: str, label: str, default: str = "", numeric: bool = False
) -> dict[str, Any]:
    """`{% th_sort "ten" "Họ và tên" default="ten" %}` in a table head."""
    heading = components.sort_heading(context["request"].GET, key, label, default)
    return {"label": heading.label, "url": heading.url, "state": heading.state, "numeric": numeric}
