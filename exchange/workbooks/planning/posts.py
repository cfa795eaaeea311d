"""Posts: a first posting, a change of post, a return, a start that becomes known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.labels import post_label
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.planning.years import years_in
from officials.models import Appointment


def place(maker: Maker) -> None:
    """The posts that the row states, against those held on the as-of day."""
    posts: list[str] = maker.values.get("posts") or []
    if not posts:
        return
    if maker.is_new:
        start, unknown = _start(maker)
        for place, code in enumerate(posts):
            _add_post(maker, code, start, unknown=unknown, is_primary=place == 0)
        return
    held = [a for a in maker.person.appointments if _in_force(a, maker.as_of)]
    here = [a for a in held if a.unit_id == maker.plan.unit.pk]
    if not held:
        _post_of_someone_out_of_post(maker, posts)
        return
    fresh = [code for code in posts if code not in {a.post_id for a in here}]
    maker.plan.moves = not here
    if fresh:
        _replace_posts(maker, fresh, posts, held, here)
    else:
        _earlier_start(maker, [a for a in here if a.post_id in posts])


def _start(maker: Maker) -> tuple[dt.date, bool]:
    """First day of a post, and whether it is unknown (contracts 3, "Facts without dates")."""
    stated = from_json(maker.values.get("post_date"))
    if stated:
        return stated.last_day, False
    years = _years_stated(maker)
    start = dt.date(min(years), 1, 1) if years else maker.as_of
    born = maker.plan.unit.starts_on
    return (max(start, born) if born and born <= maker.as_of else start), True


def _years_stated(maker: Maker) -> set[int]:
    years = {int(year) for year, level in (maker.values.get("evaluations") or {}).items() if level}
    years |= {year for text in maker.values.get("rewards") or [] for year in years_in(text)}
    years |= {item["year"] for item in maker.values.get("disciplines") or [] if item["year"]}
    if maker.values.get("health_class"):
        years.add(maker.as_of.year)
    return {year for year in years if year <= maker.as_of.year}


def _add_post(
    maker: Maker, code: str, start: dt.date, *, unknown: bool, is_primary: bool, ends_on: Any = None
) -> None:
    maker.add(
        "posts",
        Appointment,
        unit=maker.plan.unit,
        post_id=code,
        is_primary=is_primary,
        starts_on=start,
        start_unknown=unknown,
        ends_on=ends_on,
    )


def _post_of_someone_out_of_post(maker: Maker, posts: list[str]) -> None:
    """Nobody holds a post on the day: a start later than the file, or someone who had left."""
    later = [a for a in maker.person.appointments if a.starts_on > maker.as_of]
    earlier = [a for a in maker.person.appointments if a.ends_on and a.ends_on < maker.as_of]
    same = [a for a in later if a.start_unknown and a.post_id in posts and a.unit_id == maker.plan.unit.pk]
    if same:
        _earlier_start(maker, same)
        return
    start, unknown = _start(maker)
    if earlier:
        start = max(start, max(a.ends_on for a in earlier if a.ends_on) + dt.timedelta(days=1))
    ends_on = min(a.starts_on for a in later) - dt.timedelta(days=1) if later else None
    if ends_on and start > ends_on:
        return
    maker.plan.returns = bool(earlier) and not later
    for place, code in enumerate(posts):
        _add_post(maker, code, start, unknown=unknown, is_primary=place == 0, ends_on=ends_on)
    maker.tell("posts", "không giữ chức vụ", ", ".join(post_label(code) for code in posts))


def _replace_posts(
    maker: Maker, fresh: list[str], posts: list[str], held: list[Appointment], here: list[Appointment]
) -> None:
    """New posts start on the date the file gives, else on the as-of day; the earlier ones end the day before."""
    stated = from_json(maker.values.get("post_date"))
    start = stated.last_day if stated and stated.last_day <= maker.as_of else maker.as_of
    leaving = [a for a in held if a.post_id not in posts or a not in here]
    primary_stays = any(a.is_primary and a not in leaving for a in here)
    later = [a.starts_on for a in maker.person.appointments if a.starts_on > maker.as_of]
    ends_on = min(later) - dt.timedelta(days=1) if later else None
    for code in fresh:
        is_primary = not primary_stays and code == fresh[0]
        old = next((a for a in leaving if a.is_primary == is_primary and a.starts_on >= start), None)
        if old is not None:  # it began that very day (or later): a correction, not a new posting
            leaving.remove(old)
            maker.change("posts", old, post_id=code, unit=maker.plan.unit)
            continue
        _add_post(maker, code, start, unknown=False, is_primary=is_primary, ends_on=ends_on)
    for old in leaving:
        if old.starts_on < start:
            maker.change("posts", old, ends_on=start - dt.timedelta(days=1))
    before = ", ".join(post_label(a.post_id) for a in held)
    maker.tell("posts", before, ", ".join(post_label(code) for code in posts))
    if maker.plan.moves:
        maker.tell("unit", str(held[0].unit), str(maker.plan.unit), part="posts")


def _earlier_start(maker: Maker, rows: list[Appointment]) -> None:
    """A start that is not known is put right by a stated date, or reaches back to the earliest stated year."""
    start, unknown = _start(maker)
    for row in rows:
        if not row.start_unknown or (unknown and start >= row.starts_on):
            continue
        ended = [
            a.ends_on
            for a in maker.person.appointments
            if a is not row and a.ends_on and a.ends_on < row.starts_on
        ]
        first = max([start, *(day + dt.timedelta(days=1) for day in ended)])
        if first == row.starts_on and unknown:
            continue
        maker.change("posts", row, starts_on=first, start_unknown=unknown)
        maker.tell("post_date", f"{row.starts_on:%d/%m/%Y} (không rõ)", f"{first:%d/%m/%Y}", part="posts")


def _in_force(appointment: Appointment, day: dt.date) -> bool:
    return appointment.starts_on <= day and (appointment.ends_on is None or appointment.ends_on >= day)
