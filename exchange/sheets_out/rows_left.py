"""The rows that were not imported, with the reasons beside them, as a sheet to correct and send again.

Made from what the result has kept: for files that are no longer there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exchange.models import ImportBatch
from exchange.workbooks.columns import COLUMNS
from exchange.workbooks.columns.record import REASON_HEADING
from exchange.workbooks.columns.training import COURSE_HEADING, ENDS_HEADING, HOURS_HEADING, STARTS_HEADING
from exchange.workbooks.labels import MISSING, rating_label
from exchange.workbooks.wording import HEALTH_NAMES, value_text
from foundation.dates import PartialDate
from foundation.sheets import Column, Sheet

# Fields with columns of their own in a returned file, or none.
_ELSEWHERE = {"evaluations", "trainings", "system_note"}
_COURSE_COLUMNS = [
    Column(COURSE_HEADING, width=34),
    Column(STARTS_HEADING, "date"),
    Column(ENDS_HEADING, "date"),
    Column(HOURS_HEADING, "number"),
]


def sheet_of_rows_left(batch: ImportBatch, rows: Sequence[dict[str, Any]]) -> Sheet:
    """`rows` of a batch with the reasons beside them: corrected, the sheet can be sent again."""
    checked = sorted({year for row in rows for year in row.get("health_by_year", {})})
    elsewhere = _ELSEWHERE | ({"health_class"} if checked else set())
    fields = [name for name in _fields_in_order(batch) if name not in elsewhere]
    has_courses = "trainings" in batch.result.get("fields", [])
    years = batch.summary["years"]
    columns = [Column(REASON_HEADING, width=48), Column("Trang (hệ thống)", width=14)]
    columns += [Column("Dòng (hệ thống)", "int", 8)]
    columns += [Column(COLUMNS[name].title, width=22) for name in fields]
    columns += _COURSE_COLUMNS if has_courses else []
    columns += [Column(f"Phân loại sức khỏe {year}", width=14) for year in checked]
    columns += [Column(f"Kết quả đánh giá {year}", width=22) for year in years]
    return Sheet(
        title="Các dòng cần sửa hoặc xác nhận",
        unit_line=batch.scope_label,
        columns=columns,
        rows=[_cells(row, fields, checked, years, has_courses=has_courses) for row in rows],
        source=f"tệp {batch.file_name}",
        day=batch.as_of,
        notes=["Sửa các ô bên phải cột “Dòng (hệ thống)” rồi gửi lại tệp này ở trang Nhập từ Excel."],
    )


def _cells(
    row: dict[str, Any], fields: list[str], checked: list[str], years: list[str], *, has_courses: bool
) -> list[Any]:
    written = {item["field"]: item["value"] for item in row["problems"] if item["value"]}
    reasons = " ".join(item["message"] for item in row["problems"] if item["level"] in ("error", "warning"))
    cells: list[Any] = [reasons, row["sheet"], row["row"]]
    for name in fields:
        value = row["official_id"] if name == "record_code" else row["values"].get(name)
        cells.append(_text_or_none(value_text(name, value)) if value not in (None, []) else written.get(name))
    if has_courses:
        cells += _course_cells((row["values"].get("trainings") or [{}])[0])
    cells += _health_cells(row, checked, written.get("health_class"))
    ratings = row["values"].get("evaluations") or {}
    for year in years:
        level = ratings.get(year)
        cells.append(rating_label(level) if level else written.get(f"evaluations.{year}"))
    return cells


def _health_cells(row: dict[str, Any], years: list[str], written: str | None) -> list[Any]:
    """The class of each year; what could not be read only where one year alone may be meant."""
    classes = row.get("health_by_year", {})
    unread = [year for year in years if classes.get(year) is None]
    return [
        HEALTH_NAMES[classes[year] - 1] if classes.get(year) else written if unread == [year] else None
        for year in years
    ]


def _course_cells(item: dict[str, Any]) -> list[Any]:
    days = [item.get(name) for name in ("starts_on", "ends_on")]
    return [
        item.get("course"),
        *(PartialDate.parse(day["iso"]) if day else None for day in days),
        item.get("hours"),
    ]


def _text_or_none(text: str) -> str | None:
    return None if text == MISSING else text


def _fields_in_order(batch: ImportBatch) -> list[str]:
    """The fields the file had; birth by sex becomes sex and birth, a unit that a title named a column."""
    fields = {*batch.result.get("fields", []), *batch.summary["stated"]}
    return [column.field for column in COLUMNS if column.field in fields]
