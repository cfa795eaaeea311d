"""The rows that were not imported, with the reasons beside them, as a sheet to correct and send again."""

from __future__ import annotations

from typing import Any

from exchange.models import ImportBatch
from exchange.views.preview.words import value_text
from exchange.workbooks.columns import COLUMNS
from exchange.workbooks.labels import MISSING, rating_label
from foundation.sheets import Column, Sheet


def return_sheet(batch: ImportBatch) -> Sheet:
    """The rows that were not imported, with the reasons beside them: corrected, it can be sent again."""
    rows = [r for r in batch.result["rows"] if r["status"] in ("error", "warn") and not r.get("imported")]
    fields = [name for name in _fields_in_order(batch.result) if name != "evaluations"]
    years = sorted({year for row in batch.result["rows"] for year in row["values"].get("evaluations") or {}})
    columns = [Column("Lỗi / Cần xác nhận", width=48), Column("Trang", width=14), Column("Dòng", "int", 8)]
    columns += [Column(COLUMNS[name].title, width=22) for name in fields]
    columns += [Column(f"Kết quả đánh giá {year}", width=22) for year in years]
    return Sheet(
        title="Các dòng cần sửa hoặc xác nhận",
        unit_line=batch.scope_label,
        columns=columns,
        rows=[_return_cells(row, fields, years) for row in rows],
        source=f"tệp {batch.file_name}",
        day=batch.as_of,
        notes=["Sửa các ô bên phải cột “Dòng” rồi gửi lại tệp này ở trang Nhập từ Excel."],
    )


def _return_cells(row: dict[str, Any], fields: list[str], years: list[str]) -> list[Any]:
    written = {item["field"]: item["value"] for item in row["problems"] if item["value"]}
    reasons = " ".join(item["message"] for item in row["problems"] if item["level"] in ("error", "warning"))
    cells: list[Any] = [reasons, row["sheet"], row["row"]]
    for name in fields:
        value = row["values"].get(name)
        cells.append(_text_or_none(value_text(name, value)) if value not in (None, []) else written.get(name))
    ratings = row["values"].get("evaluations") or {}
    for year in years:
        level = ratings.get(year)
        cells.append(rating_label(level) if level else written.get(f"evaluations.{year}"))
    return cells


def _text_or_none(text: str) -> str | None:
    return None if text == MISSING else text


def _fields_in_order(result: dict[str, Any]) -> list[str]:
    """The fields the file had; birth by sex becomes sex and birth, a unit that a title named a column."""
    fields = set(result.get("fields", []))
    for name in ("sex", "unit"):
        if any(row["values"].get(name) for row in result["rows"]):
            fields.add(name)
    return [column.field for column in COLUMNS if column.field in fields]
