"""The cell of one place of the posts board as HTML: a board of the town has four hundred, too many for a template each."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from officials.posts_board import MISSING, OPTIONAL, Holder, Place

_NONE = SafeString('<span><span class="muted">–</span></span>')
_LACKING = SafeString('<span><span class="tag tag-warning">còn thiếu</span></span>')
_NOT_LISTED = SafeString(' <span class="tag tag-warning">không có trong danh mục ngày này</span>')


def place_cell(place: Place | None) -> SafeString:
    """Who holds the place, or that nobody does; None: a post that such a unit does not have."""
    if place is None or place.state == OPTIONAL:
        return _NONE
    if place.state == MISSING:
        return _LACKING
    holders = format_html_join("", "{}", ((_holder(one),) for one in place.holders))
    elsewhere = (
        format_html(
            '<span class="muted small place-holder">{} người nay thuộc đơn vị khác</span>', place.elsewhere
        )
        if place.elsewhere
        else ""
    )
    return format_html("<span>{}{}{}</span>", holders, elsewhere, "" if place.is_valid else _NOT_LISTED)


def _holder(one: Holder) -> SafeString:
    marks = format_html(' <span class="muted small">({})</span>', one.marks) if one.marks else ""
    return format_html(
        '<span class="place-holder"><a class="person" href="{}">{}</a>{}</span>', one.url, one.name, marks
    )
