"""Posts of a list whose day lies before what the records know: they count up to that day, later days stay as they are.

The records know more than a list where a newer list named the person, or where a posting has an end that is past. A
posting whose start was only assumed gives way up to the list's day; against one with a known start it is a question.
"""

from __future__ import annotations

import datetime as dt

from exchange.workbooks.labels import post_label
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.planning.starts import corrected_start
from foundation.dates import today
from officials.models import Appointment

_DAY = dt.timedelta(days=1)
_KEPT = ("is_primary", "ends_on", "how", "term", "end_reason", "decision_no", "decided_by", "managed_by")


def is_known_later(maker: Maker, leaving: list[Appointment]) -> bool:
    """True when the records say something about the days after the list's own."""
    return maker.is_past or any(a.ends_on and a.ends_on <= today() for a in leaving)


def place(
    maker: Maker, fresh: list[str], leaving: list[Appointment], *, stated: dt.date | None, has_primary: bool
) -> None:
    """The file's posts until the as-of day; what they displace goes on the day after, as it was."""
    is_assumed = bool(leaving) and all(a.start_unknown for a in leaving)
    start = stated or (_assumed_start(maker, leaving) if is_assumed else maker.as_of)
    _say(maker, fresh, leaving, is_question=not is_assumed and bool(leaving))
    leaving = list(leaving)
    for code in fresh:
        is_primary = has_primary and code == fresh[0]
        old = next((a for a in leaving if a.is_primary == is_primary and _lies_within(a, start, maker)), None)
        if old is None:
            unknown = is_assumed and stated is None
            maker.add_post(code, start, unknown=unknown, is_primary=is_primary, ends_on=maker.as_of)
        else:
            leaving.remove(old)
            maker.change("posts", old, post_id=code, unit=maker.plan.unit, **corrected_start(maker, old))
    for old in leaving:
        _give_way(maker, old, start)


def _assumed_start(maker: Maker, leaving: list[Appointment]) -> dt.date:
    """From when the displaced postings were assumed, or from the earliest year that this list speaks of."""
    first = min(leaving, key=lambda a: a.starts_on)
    return corrected_start(maker, first).get("starts_on", first.starts_on)


def _lies_within(row: Appointment, start: dt.date, maker: Maker) -> bool:
    return row.starts_on >= start and row.ends_on == maker.as_of


def _give_way(maker: Maker, row: Appointment, start: dt.date) -> None:
    """Take the days from `start` to the as-of day out of a posting."""
    goes_on = row.ends_on is None or row.ends_on > maker.as_of
    if row.starts_on >= start:
        if goes_on:
            maker.change("posts", row, starts_on=maker.as_of + _DAY, start_unknown=True)
        return
    maker.change("posts", row, ends_on=start - _DAY, **({"end_reason": ""} if goes_on else {}))
    if goes_on:
        facts = {name: getattr(row, name) for name in _KEPT}
        facts |= {"unit": row.unit, "post_id": row.post_id, "decided_on": row.decided_on_partial}  # type: ignore[attr-defined]
        maker.add("posts", Appointment, starts_on=maker.as_of + _DAY, start_unknown=True, **facts)


def _say(maker: Maker, fresh: list[str], leaving: list[Appointment], *, is_question: bool) -> None:
    stated = ", ".join(post_label(code) for code in fresh)
    before = ", ".join(post_label(a.post_id) for a in leaving)
    maker.tell("posts", before or "–", f"{stated} (đến {maker.as_of:%d/%m/%Y}; sau đó như hồ sơ)")
    away = next((a for a in leaving if a.unit_id != maker.plan.unit.pk), None)
    if away is not None:
        maker.tell("unit", str(away.unit), str(maker.plan.unit), part="posts")
    if is_question:
        maker.plan.conflicts.add("posts")
        existing = ", ".join(f"{post_label(a.post_id)} từ {a.starts_on:%d/%m/%Y}" for a in leaving)
        maker.row.add("posts", "existing_conflict", stated, existing=existing)
