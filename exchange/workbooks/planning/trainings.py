"""Courses not yet recorded; a course is known again by its name and last day."""

from __future__ import annotations

from decimal import Decimal

from assessments.models import Training
from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.values.cells import words


def courses(maker: Maker) -> None:
    """The course of the row, unless the record has it."""
    held = {(words(row.course), row.ends_on) for row in maker.person.trainings}
    for item in maker.values.get("trainings") or []:
        starts, ends = from_json(item["starts_on"]), from_json(item["ends_on"])
        ends_on = ends.last_day if ends else None
        if (words(item["course"]), ends_on) in held:
            continue
        maker.add(
            "trainings",
            Training,
            course=item["course"],
            starts_on=starts.first_day if starts else None,
            ends_on=ends_on,
            hours=None if item["hours"] is None else Decimal(str(item["hours"])),
        )
        maker.tell("trainings", "–", item["course"])
