"""The forms as papers: heading block, columns, rows, total, signatures, as regulations 10.2 and 10.3 describe them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from foundation.context import records_are_synthetic
from foundation.printed import Line, PrintedColumn, PrintedTable, Signature
from foundation.sheets import SYNTHETIC_LINE
from reports.forms.model import BM02, BM04, StatisticalForm
from reports.forms.quality import COLUMNS
from reports.forms.reading import PaidList

HIDDEN_TEXT = "được che"
UNIT_COLUMN = ("Tên đơn vị",)
_SIGNATURES = (
    Signature("NGƯỜI LẬP BẢNG", "(Ký, họ tên)"),
    Signature("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu)"),
)
_PLACE = "Ngày … tháng … năm …"


def quality_columns() -> list[PrintedColumn]:
    """The 40 leaf columns of BM02/BNV: number, unit, 38 counts."""
    counted = [
        PrintedColumn(
            path=column.path,
            kind="int",
            width=10 if column.number == COLUMNS[-1].number else 6.4,
            mark=str(column.number),
            upright=True,
        )
        for column in COLUMNS
    ]
    return [
        PrintedColumn(("Số thứ tự",), "text", 6.4, upright=True),
        PrintedColumn(UNIT_COLUMN, "text", 30, "A"),
        *counted,
    ]


def quality_paper(
    day: date,
    reporter: str,
    rows: Sequence[tuple[str, dict[int, Any]]],
    total: dict[int, Any],
    notes: Sequence[str],
) -> PrintedTable:
    """BM02/BNV of the year up to `day`: one row a unit, the total last."""
    lines = [
        Line([str(place), label, *(_shown(numbers[column.number]) for column in COLUMNS)])
        for place, (label, numbers) in enumerate(rows, start=1)
    ]
    lines.append(Line(["", "Tổng số", *(_shown(total[column.number]) for column in COLUMNS)], is_total=True))
    return PrintedTable(
        title=f"{BM02.title.upper()} NĂM {day.year}",
        subtitle=_subtitle(day),
        left=_left(BM02),
        right=_right(reporter, "Đơn vị tính: người"),
        columns=quality_columns(),
        lines=lines,
        notes=_notes(notes),
        place_line=_PLACE,
        signatures=_SIGNATURES,
        paper="A3",
        font_size=8,
        sheet_name=BM02.number.replace("/", "-"),
    )


SALARY_COLUMNS = (
    PrintedColumn(("Stt",), "text", 8),
    PrintedColumn(("Họ và tên",), "text", 38),
    PrintedColumn(("Ngày tháng năm sinh", "Nam"), "text", 19),
    PrintedColumn(("Ngày tháng năm sinh", "Nữ"), "text", 19),
    PrintedColumn(("Chức vụ hoặc chức danh công tác",), "text", 42),
    PrintedColumn(("Cơ quan, đơn vị đang làm việc",), "text", 30),
    PrintedColumn(("Thời gian giữ chức vụ, chức danh",), "text", 20),
    PrintedColumn(("Mức lương hiện hưởng", "Hệ số lương"), "number", 13),
    PrintedColumn(("Mức lương hiện hưởng", "Bậc lương hiện hưởng"), "int", 13),
    PrintedColumn(("Phụ cấp", "Chức vụ"), "number", 12),
    PrintedColumn(("Phụ cấp", "Trách nhiệm"), "number", 13),
    PrintedColumn(("Phụ cấp", "Khu vực"), "number", 12),
    PrintedColumn(("Phụ cấp", "Phụ cấp vượt khung"), "number", 13),
    PrintedColumn(("Phụ cấp", "Tổng phụ cấp theo phần trăm"), "number", 16),
    PrintedColumn(("Ghi chú",), "text", 18),
)


# How each of these columns is filled, in their order.
SALARY_HOW = (
    "Số thứ tự theo đơn vị, thứ tự chức danh, rồi tên gọi.",
    "Họ và tên trong hồ sơ.",
    "Ngày sinh của người có giới tính nam; chỉ biết tháng hoặc năm thì ghi như thế.",
    "Ngày sinh của người có giới tính nữ hoặc chưa rõ giới tính.",
    "Chức danh chính ngày báo cáo, theo tên gọi của loại đơn vị.",
    "Đơn vị của chức danh chính ngày báo cáo.",
    "Ngày bắt đầu giữ chức danh chính; “chưa rõ” khi hồ sơ không ghi.",
    "Hệ số của diễn biến lương có hiệu lực ngày báo cáo; dòng Tổng số cộng các hệ số đã biết.",
    "Bậc của diễn biến lương có hiệu lực ngày báo cáo.",
    "Phụ cấp ghi trong diễn biến lương có hiệu lực ngày báo cáo.",
    "Hồ sơ không có, ghi tay.",
    "Hồ sơ không có, ghi tay.",
    "Phần trăm phụ cấp thâm niên vượt khung ghi trong diễn biến lương có hiệu lực ngày báo cáo.",
    "Hồ sơ không có, ghi tay.",
    "“Chưa có giới tính” khi hồ sơ không ghi; các ghi chú khác ghi tay.",
)


def salary_paper(day: date, reporter: str, paid: PaidList, notes: Sequence[str]) -> PrintedTable:
    """BM04/BNV of the year up to `day`: one row a person, the total last."""
    lines = []
    for place, person in enumerate(paid.people, start=1):
        birth = person.birth.display() if person.birth else None
        men, women = (birth, None) if person.sex == "nam" else (None, birth)
        since = f"từ {_day(person.since)}" if person.since else "chưa rõ"
        note = "" if person.sex else "chưa có giới tính"
        facts = [person.post, person.unit, since, person.coefficient, person.step, person.allowance]
        lines.append(
            Line([str(place), person.name, men, women, *facts, *_NOT_KEPT, person.over_top, None, note])
        )
    known = [person.coefficient for person in paid.people if person.coefficient is not None]
    summed = sum(known, Decimal(0)) if known else None
    total = ["", f"Tổng số: {len(paid.people)} người", "", "", "", "", "", summed, "", "", "", "", "", "", ""]
    lines.append(Line(total, is_total=True))
    return PrintedTable(
        title=f"{BM04.title.upper()} NĂM {day.year}",
        subtitle=_subtitle(day),
        left=_left(BM04),
        right=_right(reporter, ""),
        columns=SALARY_COLUMNS,
        lines=lines,
        notes=_notes(notes),
        place_line=_PLACE,
        signatures=_SIGNATURES,
        paper="A4",
        font_size=8.5,
        sheet_name=BM04.number.replace("/", "-"),
    )


def _day(day: date) -> str:
    """dd/mm/yyyy: `strftime` costs too much for hundreds of people, and drops the zeros of a year before 1000."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


_NOT_KEPT = (None, None)


def _shown(value: Any) -> Any:
    return HIDDEN_TEXT if isinstance(value, dict) else value


def _subtitle(day: date) -> list[str]:
    return [
        "(Áp dụng đối với tỉnh, thành phố trực thuộc Trung ương)",
        f"Từ ngày: 01/01/{day.year} đến ngày: {_day(day)}",
    ]


def _left(form: StatisticalForm) -> list[str]:
    return [form.number, form.issued_by, form.deadline]


def _right(reporter: str, unit: str) -> list[str]:
    return [f"Đơn vị báo cáo: {reporter}", "Đơn vị nhận báo cáo: Bộ Nội vụ", *([unit] if unit else [])]


def _notes(notes: Sequence[str]) -> list[str]:
    return [*notes, SYNTHETIC_LINE] if records_are_synthetic() else list(notes)
