"""Columns that state a fact of a year: health, ratings, rewards, discipline."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext, unknown
from exchange.workbooks.columns.ticks import is_mark, marked, says_level
from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import as_written, is_blank, text_of, words
from exchange.workbooks.values.conduct import YEAR, entries, may_be_award, names_an_award, read_disciplines
from exchange.workbooks.values.health import is_free_text, is_not_examined, read_health
from exchange.workbooks.values.levels import (
    EVALUATION,
    NONE_WORDS,
    NOT_RATED,
    has_retired_label,
    read_level,
)

RATING_NAMES = {
    "xuat_sac": "Hoàn thành xuất sắc nhiệm vụ",
    "tot": "Hoàn thành tốt nhiệm vụ",
    "hoan_thanh": "Hoàn thành nhiệm vụ",
    "han_che_nang_luc": "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực",
    "khong_hoan_thanh": "Không hoàn thành nhiệm vụ",
}
FORM_NAMES = {
    "khien_trach": "Khiển trách", "canh_cao": "Cảnh cáo", "ha_bac_luong": "Hạ bậc lương", "giang_chuc": "Giáng chức",
    "cach_chuc": "Cách chức", "bai_nhiem": "Bãi nhiệm", "buoc_thoi_viec": "Buộc thôi việc", "khai_tru": "Khai trừ",
}  # fmt: skip


def _year_part(below: str) -> str | None:
    match = re.fullmatch(r"(?:nam )?((?:19|20)\d\d)(?: 0)?", below)
    return match[1] if match else None


def _split_part(part: str) -> tuple[str, str]:
    """The year and the label of a part: "2021 tot" → ("2021", "tot"), "2021" → ("2021", ""), "tot" → ("", "tot")."""
    match = re.fullmatch(r"((?:19|20)\d\d)? ?(.*)", part)
    assert match is not None
    return match[1] or "", match[2]


def _labelled_part(read_label: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """What stands below a column by year: a year, a label to tick, or both."""

    def part(below: str) -> str | None:
        match = re.fullmatch(r"(?:nam )?((?:19|20)\d\d)(?: 0)?(?: (.+))?", below)
        label = match[2] if match else below
        said = read_label(label) if label else ""
        if said is None:
            return None
        return f"{match[1]} {said}".strip() if match else said

    return part


def _health_label(below: str) -> str | None:
    if below in ("xep loai", "phan loai", "loai", "ket qua"):
        return ""
    found = read_health(below)
    return None if found is None else f"loai {found}"


def _rating_label(below: str) -> str | None:
    if below in ("xep loai", "ket qua", "danh gia", "phan loai", "muc xep loai"):
        return ""
    found = read_level(below, EVALUATION)
    return None if found.guess else found.code


def _untick_health(cells: list[Cell]) -> tuple[list[Cell], list[Problem]]:
    """Ticked classes as one cell a year, two of them with a question."""
    plain: list[Cell] = []
    ticked: dict[str, list[tuple[str, Any]]] = {}
    problems: list[Problem] = []
    for cell in cells:
        year, label = _split_part(cell.part)
        if not label:
            plain.append(cell)
        elif cell in marked(cells):
            ticked.setdefault(year, []).append((label, cell.value))
    for year, found in ticked.items():
        odd = [
            value
            for label, value in found
            if not is_mark(value) and read_health(text_of(value) or "") != int(label[-1])
        ]
        if len(found) > 1 and not odd:
            problems.append(problem("health_class", "multiple_ticks"))
        plain.append(Cell(year, odd[0] if odd else min(label for label, _ in found)))
    return plain, problems


def _read_health(cells: list[Cell], context: RowContext) -> Reading:
    """The class of the latest year; those of years that headings name are kept beside it."""
    cells, asked = _untick_health(cells)
    filled = [item for item in cells if not is_blank(item.value)]
    if not filled:
        return Reading({"health_class": None})
    latest = max(filled, key=lambda item: item.part)
    readings = {item.part: _one_health(item.value) for item in filled}
    reading = readings[latest.part]
    problems = asked + [found for each in readings.values() for found in each.problems]
    by_year = {year: each.values["health_class"] for year, each in readings.items() if year}
    return Reading(reading.values, problems, {"health_by_year": by_year} if by_year else {})


def _one_health(cell: Any) -> Reading:
    text = text_of(cell) or ""
    found = read_health(text)
    if found is not None:
        return Reading({"health_class": found})
    if NONE_WORDS.match(words(text)) or is_not_examined(text):
        return Reading({"health_class": None})
    code = "health_free_text" if is_free_text(text) else "value_unknown"
    return Reading({"health_class": None}, [problem("health_class", code, as_written(cell))])


COLUMNS.register(
    Column(
        field="health_class",
        context_free=True,
        title="Sức khỏe",
        topic="Từng năm",
        headings=(
            r"health(?: class| status)?",
            r"(?:tinh trang |phan loai |loai |xep loai )?(?:suc khoe|sk)(?: loai)?(?: (?:nam )?(?P<part>20\d\d))?",
        ),
        part=_labelled_part(_health_label),
        by_year=True,
        read=_read_health,
    )
)


def _read_evaluations(cells: list[Cell], context: RowContext) -> Reading:
    reading = Reading({"evaluations": {}})
    ticked: dict[str, list[Cell]] = {}
    for cell in cells:
        year, label = _split_part(cell.part)
        year = year or str(context.as_of.year)
        if label:
            ticked.setdefault(year, []).append(Cell(label, cell.value))
            continue
        field_name = f"evaluations.{year}"
        level, problems = _rating(cell.value, field_name, int(year))
        _add_rating(reading, year, level, problems, cell.value)
    for year, band in ticked.items():
        level, problems = _ticked_rating(band, f"evaluations.{year}", int(year))
        _add_rating(reading, year, level, problems, level)
    return reading


def _add_rating(
    reading: Reading, year: str, level: str | None, problems: list[Problem], written: Any
) -> None:
    given = reading.values["evaluations"].get(year)
    if given and level and given != level:  # the year stands twice and says two things
        reading.values["evaluations"][year] = None
        problems = [unknown(f"evaluations.{year}", written)]
    elif given is None:
        reading.values["evaluations"][year] = level
    reading.problems.extend(problems)


def _ticked_rating(band: list[Cell], field_name: str, year: int) -> tuple[str | None, list[Problem]]:
    """The highest label ticked; two are asked about."""
    found = marked(band)
    odd = [cell for cell in found if not says_level(cell, cell.part, EVALUATION)]
    if odd or not found:
        return None, [unknown(field_name, odd[0].value)] if odd else []
    best = min(found, key=lambda cell: EVALUATION.rank(cell.part))
    if has_retired_label(best.part, year):
        return None, [problem(field_name, "eval_label_retired", RATING_NAMES[best.part])]
    return best.part, [problem(field_name, "multiple_ticks")] if len(found) > 1 else []


def _rating(cell: Any, field_name: str, year: int) -> tuple[str | None, list[Any]]:
    if is_blank(cell):
        return None, []
    text = text_of(cell) or ""
    spoken = words(text)
    found = read_level(text, EVALUATION)
    if found.code is None:
        return (None, []) if NOT_RATED.match(spoken) else (None, [unknown(field_name, cell)])
    if has_retired_label(found.code, year):
        return None, [problem(field_name, "eval_label_retired", as_written(cell))]
    if found.guess:
        return found.code, [
            problem(field_name, "typo_suggested", as_written(cell), meaning=RATING_NAMES[found.code])
        ]
    return found.code, []


COLUMNS.register(
    Column(
        field="evaluations",
        context_free=True,
        title="Kết quả đánh giá, xếp loại",
        topic="Từng năm",
        headings=(
            r"(?:annual |performance )?(?:evaluation|rating)s?(?: (?P<part>20\d\d))?",
            r"(?:ket qua |muc )?(?:danh gia|xep loai|phan loai|xl)(?: (?:danh gia|xep loai|phan loai|chat luong|can bo|cong chuc|cbcc|muc do hoan thanh nhiem vu|hoan thanh nhiem vu|hang nam|cuoi))*(?: nam)?(?: (?P<part>20\d\d))?",
            r"(?:kq|kqdg|kqxl|dg xl|xldg)(?: (?:danh gia|xep loai|dg|xl))*(?: nam)?(?: (?P<part>20\d\d))?",
        ),
        part=_labelled_part(_rating_label),
        not_below=r"\b(?:bang|tot nghiep|chuyen mon|trinh do|dao tao|dang|dang vien|suc khoe|doan|hoc luc|van bang)\b",
        by_year=True,
        alone=tuple((rf"(?:nam )?{year}", str(year)) for year in range(2010, 2041)),
        read=_read_evaluations,
        field_of=lambda part: f"evaluations.{_split_part(part)[0]}".rstrip("."),
    )
)


def _read_rewards(cells: list[Cell], context: RowContext) -> Reading:
    filled = [cell for cell in cells if not is_blank(cell.value)]
    # The year of a heading is said by each line that names none.
    lines = [
        f"{line} năm {cell.part}" if cell.part and not YEAR.search(line) else line
        for cell in filled
        for line in entries(cell.value)
    ]
    reading = Reading({"rewards": []})
    for line in lines:
        if not may_be_award(line):
            reading.problems.append(unknown("rewards", line))
            continue
        reading.values["rewards"].append(line)
        if not names_an_award(line):
            reading.problems.append(problem("rewards", "typo_suggested", line, meaning=line))
    return reading


COLUMNS.register(
    Column(
        field="rewards",
        context_free=True,
        title="Khen thưởng",
        topic="Từng năm",
        adds_up=True,
        headings=(
            r"rewards?|awards?|commendations?",
            r"(?:hinh thuc |danh hieu )?(?:khen thuong|thi dua(?: khen thuong)?)(?: nam)? (?P<part>20\d\d)",
            r"(?:hinh thuc |danh hieu )?(?:khen thuong|thi dua(?: khen thuong)?)(?: .{0,20})?|thanh tich",
        ),
        part=_year_part,
        by_year=True,
        read=_read_rewards,
    )
)


def _year_of(cell: Cell) -> int | None:
    """The year that the heading of the cell names."""
    return int(cell.part) if cell.part else None


def _read_disciplines(cells: list[Cell], context: RowContext) -> Reading:
    reading = Reading({"disciplines": []})
    for cell in cells:
        for line in [] if is_blank(cell.value) else entries(cell.value):
            found = read_disciplines(line)
            if not found:
                reading.problems.append(unknown("disciplines", line))
            for item in found:
                reading.values["disciplines"].append({"form": item.form, "year": item.year or _year_of(cell)})
                if item.is_guess:
                    name = FORM_NAMES[item.form]
                    reading.problems.append(problem("disciplines", "typo_suggested", line, meaning=name))
    return reading


COLUMNS.register(
    Column(
        field="disciplines",
        context_free=True,
        title="Kỷ luật",
        topic="Từng năm",
        adds_up=True,
        headings=(
            r"disciplin(?:e|ary actions?)",
            r"(?:hinh thuc )?(?:ky luat|kl)(?: nam)? (?P<part>20\d\d)",
            r"(?:hinh thuc )?(?:ky luat|kl)(?: .{0,20})?",
        ),
        part=_year_part,
        by_year=True,
        read=_read_disciplines,
    )
)
