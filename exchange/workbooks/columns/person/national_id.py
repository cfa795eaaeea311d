"""The identity number, held against sex and birth year."""

from __future__ import annotations

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values import ids
from exchange.workbooks.values.cells import as_written, is_blank, text_of, words
from exchange.workbooks.values.levels import NONE_WORDS


def _read_national_id(cells: list[Cell], context: RowContext) -> Reading:
    cell = next((item.value for item in cells if not is_blank(item.value)), None)
    if cell is None:
        return Reading({"national_id": None})
    found = ids.read_id(cell)
    if found.number is None:
        if NONE_WORDS.match(words(text_of(cell) or "?")):
            return Reading({"national_id": None})
        return Reading(
            {"national_id": None}, [problem("national_id", "national_id_invalid", as_written(cell))]
        )
    birth_year = context.birth.last_day.year if context.birth else None
    fits = ids.agrees(found.number, sex=context.values.get("sex"), birth_year=birth_year)
    problems: list[Problem] = []
    if found.restored:
        code = "leading_zero_restored" if fits else "leading_zero_unverified"
        problems.append(problem("national_id", code, as_written(cell)))
    elif fits is False:
        problems.append(problem("national_id", "national_id_inconsistent", found.number))
    return Reading({"national_id": found.number}, problems)


COLUMNS.register(
    Column(
        field="national_id",
        title="Số CCCD, CMND",
        topic="Người",
        headings=(
            r"(?:national|citizen) (?:id|identity)(?: card)?(?: number| no)?",
            r"(?:so )?(?:the )?(?:cccd|cmnd|cmt|cmtnd|can cuoc(?: cong dan)?|chung minh (?:thu|nhan dan)|dinh danh(?: ca nhan)?)(?: (?:hoac )?(?:cccd|cmnd|cmt|cmtnd|can cuoc))*",
            r"ma dinh danh|so dinh danh(?: ca nhan)?",
        ),
        read=_read_national_id,
    )
)
