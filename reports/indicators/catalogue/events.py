"""Events of a year, wherever the person was in post that day: how indicators of courses, awards and discipline look."""

from __future__ import annotations

from reports.indicators import quantities as q
from reports.indicators.model import (
    PERCENT,
    SMALL,
    Indicator,
    Part,
    Quantity,
)  # fmt: skip

_SERVED: Part = frozenset({q.SERVED})
_SERVED_TEXT = "Số người có thời gian giữ chức danh chính trong năm"
IN_POST = "đang giữ chức danh chính vào ngày đó, tính cho đơn vị của ngày đó"
_NOTE = "Tính cả người đã thôi giữ chức danh trước 31/12; bảng “có mặt 31/12” chỉ tính người còn lại."


def event_count(
    code: str,
    title: str,
    unit_name: str,
    quantity: tuple[str, str],
    text: str,
    *,
    direction: int | None,
    source: str,
    verified: str,
    fields: tuple[tuple[str, str], ...],
    small: int = SMALL,
    parts: tuple[Quantity, ...] = (),
) -> Indicator:
    """A number of events, with the people who served in the year beside it."""
    return Indicator(
        code=code,
        title=title,
        kind="count",
        unit=unit_name,
        numerator=frozenset({quantity}),
        denominator=_SERVED,
        numerator_text=f"{text}, người đó {IN_POST}",
        denominator_text=_SERVED_TEXT,
        direction=direction,
        source=source,
        verified=verified,
        distinct=True,
        fields=fields,
        small=small,
        note=_NOTE,
        counted=unit_name,
        parts=parts,
    )


def event_parts(events: str, kinds: tuple[str, ...]) -> tuple[Quantity, ...]:
    """All kinds of an event, the one without a kind included: together they are every event."""
    return (*((events, kind) for kind in kinds), (events, q.NO_KIND))


def event_people(
    code: str,
    title: str,
    quantity: tuple[str, str],
    text: str,
    *,
    direction: int | None,
    source: str,
    verified: str,
    fields: tuple[tuple[str, str], ...],
    small: int = SMALL,
) -> Indicator:
    """The share of different people with at least one event, of those who served in the year."""
    return Indicator(
        code=code,
        title=title,
        kind="share",
        unit=PERCENT,
        numerator=frozenset({quantity}),
        denominator=_SERVED,
        numerator_text=f"Số người {text}, {IN_POST} (mỗi người một lần)",
        denominator_text=_SERVED_TEXT,
        direction=direction,
        source=source,
        verified=verified,
        distinct=True,
        fields=fields,
        small=small,
        note=_NOTE,
    )
