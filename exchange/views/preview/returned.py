"""The rows that were not imported, with the reasons beside them, as a sheet to correct and send again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exchange.models import ImportBatch
from exchange.services import RowList
from exchange.views.preview.words import value_text
from exchange.workbooks.columns import COLUMNS
from exchange.workbooks.columns.record import REASON_HEADING
from exchange.workbooks.columns.training import COURSE_HEADING, ENDS_HEADING, HOURS_HEADING, STARTS_HEADING
from exchange.workbooks.labels import MISSING, rating_label
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


def return_sheet(batch: ImportBatch) -> Sheet:
    """The rows that were not imported, with the reasons beside them: corrected, it can be sent again."""
    fields = [name for name in _fields_in_order(batch) if name not in _ELSEWHERE]
    has_courses = "trainings" in batch.result.get("fields", [])
    years = batch.summary["years"]
    columns = [Column(REASON_HEADING, width=48), Column("Trang (hệ thống)", width=14)]
    columns += [Column("Dòng (hệ thống)", "int", 8)]
    columns += [Column(COLUMNS[name].title, width=22) for name in fields]
    columns += _COURSE_COLUMNS if has_courses else []
    columns += [Column(f"Kết quả đánh giá {year}", width=22) for year in years]
    return Sheet(
        title="Các dòng cần sửa hoặc xác nhận",
        unit_line=batch.scope_label,
        columns=columns,
        rows=[_return_cells(row, fields, years, has_courses=has_courses) for row in _rows_left(batch)],
        source=f"tệp {batch.file_name}",
        day=batch.as_of,
        notes=["Sửa các ô bên phải cột “Dòng (hệ thống)” rồi gửi lại tệp này ở trang Nhập từ Excel."],
    )


def _rows_left(batch: ImportBatch) -> Iterable[dict[str, Any]]:
    """Rows with an error or an open question, also those that need no word: the file goes back whole."""
    left = RowList(batch, left=True)
    return (row for row in left if row["status"] in ("error", "warn"))


def _return_cells(
    row: dict[str, Any], fields: list[str], years: list[str], *, has_courses: bool
) -> list[Any]:
    written = {item["field"]: item["value"] for item in row["problems"] if item["value"]}
    reasons = " ".join(item["message"] for item in row["problems"] if item["level"] in ("error", "warning"))
    cells: list[Any] = [reasons, row["sheet"], row["row"]]
    for name in fields:
        value = row["official_id"] if name == "record_code" else row["values"].get(name)
        cells.append(_text_or_none(value_text(name, value)) if value not in (None, []) else written.get(name))
    if has_courses:
        cells += _course_cells((row["values"].get("trainings") or [{}])[0])
    ratings = row["values"].get("evaluations") or {}
    for year in years:
        level = ratings.get(year)
        cells.append(rating_label(level) if level else written.get(f"evaluations.{year}"))
    return cells


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
