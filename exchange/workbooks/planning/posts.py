"""Posts: a first posting, a change of post, a return, a start that becomes known.

What a list says is true of its day. Where the records know more about later days, nothing of a later day changes
(`past_posts`).
"""

from __future__ import annotations

import datetime as dt

from exchange.workbooks.labels import post_label
from exchange.workbooks.planning import past_posts
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.planning.starts import corrected_start, start_of, stated_start
from officials.models import Appointment

_DAY = dt.timedelta(days=1)


def place(maker: Maker) -> None:
    """The posts that the row states, against those held on the as-of day."""
    posts: list[str] = maker.values.get("posts") or []
    if not posts:
        return
    if maker.is_new:
        start, unknown = start_of(maker)
        for place, code in enumerate(posts):
            maker.add_post(code, start, unknown=unknown, is_primary=place == 0)
        return
    held = [a for a in maker.person.appointments if _in_force(a, maker.as_of)]
    here = [a for a in held if a.unit_id == maker.plan.unit.pk]
    if not held:
        _post_of_someone_out_of_post(maker, posts)
        return
    fresh = [code for code in posts if code not in {a.post_id for a in here}]
    if fresh and not _change_posts(maker, fresh, posts, held, here):
        return
    _earlier_start(maker, [a for a in here if a.post_id in posts])


def _change_posts(
    maker: Maker, fresh: list[str], posts: list[str], held: list[Appointment], here: list[Appointment]
) -> bool:
    """False where the posts are not this user's to change."""
    leaving = [a for a in held if a.post_id not in posts or a not in here]
    if not maker.may_move and any(a.unit_id != maker.plan.unit.pk for a in leaving):
        # what a person held in another unit is the district's to change
        maker.row.add("posts", "more_precise_kept", ", ".join(post_label(code) for code in posts))
        return False
    primary_stays = any(a.is_primary and a not in leaving for a in here)
    stated = stated_start(maker)
    if past_posts.is_known_later(maker, leaving):
        past_posts.place(maker, fresh, leaving, stated=stated, has_primary=not primary_stays)
        return True
    maker.plan.moves = not here
    _replace_posts(maker, fresh, leaving, start=stated or maker.as_of, has_primary=not primary_stays)
    before = ", ".join(post_label(a.post_id) for a in held)
    maker.tell("posts", before, ", ".join(post_label(code) for code in posts))
    if maker.plan.moves:
        maker.tell("unit", str(held[0].unit), str(maker.plan.unit), part="posts")
    return True


def _post_of_someone_out_of_post(maker: Maker, posts: list[str]) -> None:
    """Nobody holds a post on the day: a start later than the file, or someone who had left."""
    later = [a for a in maker.person.appointments if a.starts_on > maker.as_of]
    earlier = [a for a in maker.person.appointments if a.ends_on and a.ends_on < maker.as_of]
    next_start = min((a.starts_on for a in later), default=None)
    same = [a for a in later if a.starts_on == next_start and a.start_unknown and a.post_id in posts]
    same = [a for a in same if a.unit_id == maker.plan.unit.pk]
    start, unknown = start_of(maker)
    free_from = max((a.ends_on + _DAY for a in earlier if a.ends_on), default=start)
    start, unknown = max(start, free_from), unknown or free_from > start
    if same:
        _earlier_start(maker, same)
        for code in [code for code in posts if code not in {a.post_id for a in same}]:
            maker.add_post(code, start, unknown=unknown, is_primary=False, ends_on=maker.as_of)
        return
    if earlier:
        start = max(start, max(a.ends_on for a in earlier if a.ends_on) + _DAY)
    ends_on = _last_day(maker, next_start)
    if ends_on and start > ends_on:
        return
    maker.plan.returns = bool(earlier) and not later
    for place, code in enumerate(posts):
        maker.add_post(code, start, unknown=unknown, is_primary=place == 0, ends_on=ends_on)
    until = f" (đến {ends_on:%d/%m/%Y})" if ends_on else ""
    maker.tell("posts", "không giữ chức vụ", ", ".join(post_label(code) for code in posts) + until)


def _last_day(maker: Maker, next_start: dt.date | None) -> dt.date | None:
    """Until when a post counts that nobody knew of: the day before the next one; the list's day, where the unit has
    sent a newer list since, in which the person stands no more."""
    if next_start:
        return next_start - _DAY
    newest = maker.person.unit_listed_on
    return maker.as_of if newest and newest > maker.as_of else None


def _replace_posts(
    maker: Maker, fresh: list[str], leaving: list[Appointment], *, start: dt.date, has_primary: bool
) -> None:
    """New posts start on the date the file gives, else on the as-of day; the earlier ones end the day before."""
    later = [a.starts_on for a in maker.person.appointments if a.starts_on > maker.as_of]
    ends_on = min(later) - _DAY if later else None
    leaving = list(leaving)
    for code in fresh:
        is_primary = has_primary and code == fresh[0]
        old = next((a for a in leaving if a.is_primary == is_primary and a.starts_on >= start), None)
        if old is None:
            maker.add_post(code, start, unknown=False, is_primary=is_primary, ends_on=ends_on)
            continue
        leaving.remove(old)  # it began that very day (or later): a correction, not a new posting
        maker.change("posts", old, post_id=code, unit=maker.plan.unit, **corrected_start(maker, old))
    for old in leaving:
        if old.starts_on < start:
            maker.change("posts", old, ends_on=start - _DAY)


def _earlier_start(maker: Maker, rows: list[Appointment]) -> None:
    for row in rows:
        changes = corrected_start(maker, row)
        if changes:
            maker.change("posts", row, **changes)
            first = changes["starts_on"]
            maker.tell("post_date", f"{row.starts_on:%d/%m/%Y} (không rõ)", f"{first:%d/%m/%Y}", part="posts")


def _in_force(appointment: Appointment, day: dt.date) -> bool:
    return appointment.starts_on <= day and (appointment.ends_on is None or appointment.ends_on >= day)
