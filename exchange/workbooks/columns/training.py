"""The course that a person attended: its name, first and last day, hours, in columns of their own."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.columns.partial_dates import as_json
from exchange.workbooks.problems import problem
from exchange.workbooks.values.cells import as_written, clean, is_blank, text_of
from exchange.workbooks.values.dates import read_date

COURSE_HEADING = "Khóa bồi dưỡng"
STARTS_HEADING = "Từ ngày (khóa bồi dưỡng)"
ENDS_HEADING = "Đến ngày (khóa bồi dưỡng)"
HOURS_HEADING = "Số giờ (khóa bồi dưỡng)"
_LONGEST = 200
_MOST_HOURS = 10_000


def _read_trainings(cells: list[Cell], context: RowContext) -> Reading:
    """One course a row; a day or hours without a course's name are asked about."""
    cell = {item.part: item.value for item in cells if not is_blank(item.value)}
    if not cell:
        return Reading({"trainings": []})
    reading = Reading({"trainings": []})
    course = clean(text_of(cell.get("")) or "")
    if not course or len(course) > _LONGEST:
        reading.problems.append(problem("trainings", "value_unknown", as_written(next(iter(cell.values())))))
        return reading
    found: dict[str, Any] = {"course": course, "starts_on": None, "ends_on": None, "hours": None}
    for part, name in (("tu ngay", "starts_on"), ("den ngay", "ends_on")):
        if part in cell:
            day = read_date(cell[part], "trainings", context.dates)
            reading.problems.extend(day.problems)
            found[name] = as_json(day.value)
    if found["starts_on"] and found["ends_on"] and found["ends_on"]["iso"] < found["starts_on"]["iso"]:
        reading.problems.append(problem("trainings", "date_invalid", as_written(cell["den ngay"])))
    if "so gio" in cell:
        found["hours"] = _hours(cell["so gio"])
        if found["hours"] is None:
            reading.problems.append(problem("trainings", "value_unknown", as_written(cell["so gio"])))
    reading.values["trainings"].append(found)
    return reading


def _hours(cell: Any) -> float | None:
    try:
        hours = float((text_of(cell) or "").replace(",", "."))
    except ValueError:
        return None
    return hours if 0 < hours <= _MOST_HOURS else None


COLUMNS.register(
    Column(
        field="trainings",
        context_free=True,
        title="Khóa bồi dưỡng",
        topic="Trình độ",
        parts=(("tu ngay", "từ ngày"), ("den ngay", "đến ngày"), ("so gio", "số giờ")),
        headings=(
            r"(?:ten )?(?:khoa|lop) (?:boi duong|tap huan)",
            r"(?P<part>tu ngay|den ngay|so gio) khoa boi duong",
        ),
        read=_read_trainings,
    )
)
