"""Sex and birth date, in columns of their own, by sex, or as day, month and year."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext, value_of
from exchange.workbooks.columns.partial_dates import as_json
from exchange.workbooks.columns.split_dates import PIECE_LABELS, date_piece, whole_date
from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import as_written, is_blank, is_tick, text_of, words
from exchange.workbooks.values.dates import read_date

_SEX = {
    "nam": "nam",
    "nu": "nu",
    "m": "nam",
    "f": "nu",
    "male": "nam",
    "female": "nu",
    "trai": "nam",
    "gai": "nu",
    "nam gioi": "nam",
    "nu gioi": "nu",
    "ong": "nam",
    "ba": "nu",
}


def _sex_part(below: str) -> str | None:
    return _SEX.get(below)


def _read_sex(cells: list[Cell], context: RowContext) -> Reading:
    stated: set[str] = set()
    problems: list[Problem] = []
    for cell in cells:
        if is_blank(cell.value):
            continue
        if cell.part:
            if is_tick(cell.value) or _SEX.get(words(str(cell.value))) == cell.part:
                stated.add(cell.part)
            continue
        sex = _SEX.get(words(text_of(cell.value) or ""))
        if sex is None:
            problems.append(problem("sex", "value_unknown", as_written(cell.value)))
        else:
            stated.add(sex)
    if stated and context.title_sex:
        stated.add(context.title_sex)
    if len(stated) == 1:
        return Reading({"sex": stated.pop()}, problems)
    if stated:
        problems.append(problem("sex", "sex_conflict"))
    return Reading({"sex": None}, problems)


COLUMNS.register(
    Column(
        field="sex",
        context_free=True,
        title="Giới tính",
        topic="Người",
        headings=(r"gioi tinh|gioi|gt|phai|nam nu|nam hay nu|gioi tinh nam nu|gioitinh|gender|sex",),
        part=_sex_part,
        parts=(("nam", "đánh dấu nam"), ("nu", "đánh dấu nữ")),
        read=_read_sex,
    )
)


def _birth_part(below: str) -> str | None:
    if below in _SEX:
        return _SEX[below]
    return {"nam sinh": "", "ngay sinh": ""}.get(below, date_piece(below))


def _read_birth(cells: list[Cell], context: RowContext) -> Reading:
    if len(cells) == 1 and not cells[0].part:
        return _one_birth(whole_date(cells), context, sex=None, by_sex=False)
    parts = {cell.part for cell in cells}
    if parts & {"day", "month", "daymonth"}:
        # "Ngày | Tháng | Năm" side by side: the third column is the year, though it is headed like the men's column.
        pieces = [
            Cell("year", cell.value) if cell.part == "nam" else cell for cell in cells if cell.part != "nu"
        ]
        return _one_birth(whole_date(pieces), context, sex=None, by_sex=False)
    whole = [cell for cell in cells if cell.part in ("", "year")]
    cells = [cell for cell in cells if cell.part not in ("", "year")]
    if whole:
        cells = [Cell("", whole_date(whole), broken=any(cell.broken for cell in whole)), *cells]
    filled = [cell for cell in cells if cell.broken or not is_blank(cell.value)]
    by_sex = any(cell.part for cell in cells)
    ticks = [cell for cell in filled if cell.part and is_tick(cell.value)]
    dates = [cell for cell in filled if cell not in ticks]
    sexes = {cell.part for cell in filled if cell.part}
    if len(sexes) > 1:
        return _both_columns(dates, context)
    sex = sexes.pop() if sexes else None
    return _one_birth(value_of(dates), context, sex=sex, by_sex=by_sex)


def _one_birth(cell: Any, context: RowContext, *, sex: str | None, by_sex: bool) -> Reading:
    values: dict[str, Any] = {"birth": None}
    if by_sex and not context.values.get("sex"):
        values["sex"] = sex
    problems: list[Problem] = []
    if by_sex and sex and {context.values.get("sex"), context.title_sex} - {None, sex}:
        problems.append(problem("sex", "sex_conflict"))
    if cell is None:
        return Reading(values, [*problems, problem("birth", "birth_missing")])
    reading = read_date(cell, "birth", context.dates, birth=True)
    context.birth = reading.value
    values["birth"] = as_json(reading.value)
    return Reading(values, problems + reading.problems)


def _both_columns(cells: list[Cell], context: RowContext) -> Reading:
    readings = [read_date(cell.value, "birth", context.dates, birth=True) for cell in cells]
    found = {reading.value for reading in readings}
    value = found.pop() if len(found) == 1 else None
    context.birth = value
    infos = [item for item in readings[0].problems if value is not None] if readings else []
    return Reading(
        {"birth": as_json(value), "sex": context.values.get("sex")},
        [problem("sex", "birth_both_columns"), *infos],
    )


COLUMNS.register(
    Column(
        field="birth",
        title="Ngày sinh",
        topic="Người",
        headings=(
            r"(?:ngay ?thang ?nam|ngay|thang nam|ns) ?sinh|ns|sinh ngay|sinh nam|ngay thang nam sinh(?: cua)?|ngaysinh|date of birth|birth ?da(?:te|y)|dob",
            r"(?P<year>nam ?sinh)|(?P<month>thang sinh)|(?P<daymonth>ngay thang sinh)",
        ),
        part=_birth_part,
        parts=(
            ("nam", "của nam"), ("nu", "của nữ"), *PIECE_LABELS,
        ),
        alone=(
            (r"nam", "nam"), (r"nu", "nu"),
            (r"(?:ngay|nam)(?: thang nam)? sinh nam", "nam"), (r"(?:ngay|nam)(?: thang nam)? sinh nu", "nu"),
            (r"ngay", "day"), (r"thang", "month"),
        ),
        read=_read_birth,
    )
)  # fmt: skip
