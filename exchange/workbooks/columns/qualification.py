"""Columns about schooling and training."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext, unknown
from exchange.workbooks.columns.texts import plain
from exchange.workbooks.problems import problem
from exchange.workbooks.values.cells import as_written, clean, is_blank, is_tick, text_of, words
from exchange.workbooks.values.certificates import read_it, read_language
from exchange.workbooks.values.levels import (
    DEGREE,
    NONE_WORDS,
    STATE_MANAGEMENT,
    THEORY,
    Vocabulary,
    read_level,
)

LEVEL_NAMES = {
    "tien_si": "Tiến sĩ", "thac_si": "Thạc sĩ", "dai_hoc": "Đại học", "cao_dang": "Cao đẳng", "trung_cap": "Trung cấp",
    "so_cap": "Sơ cấp", "chua_qua_dao_tao": "Chưa qua đào tạo", "chua": "Chưa", "cu_nhan": "Cử nhân",
    "cao_cap": "Cao cấp", "chuyen_vien_cao_cap": "Chuyên viên cao cấp", "chuyen_vien_chinh": "Chuyên viên chính",
    "chuyen_vien": "Chuyên viên", "can_su": "Cán sự",
}  # fmt: skip

_SCHOOLS = {
    "thpt": "THPT",
    "cap iii": "THPT",
    "cap 3": "THPT",
    "thcs": "THCS",
    "cap ii": "THCS",
    "cap 2": "THCS",
}
_SCHOOLS |= {"tieu hoc": "Tiểu học", "th": "Tiểu học", "cap i": "Tiểu học", "cap 1": "Tiểu học"}
_SCHOOL_ORDER = ("THPT", "THCS", "Tiểu học")


def _school_part(below: str) -> str | None:
    named = {"trung hoc pho thong": "thpt", "trung hoc co so": "thcs"}
    return _SCHOOLS.get(named.get(below, below))


def _read_general_education(cells: list[Cell], context: RowContext) -> Reading:
    """The text as written; of ticked columns the highest."""
    ticked = [cell for cell in cells if cell.part and not is_blank(cell.value) and not _is_no(cell.value)]
    if not any(cell.part for cell in cells):
        return plain("general_education", longest=50)(cells, context)
    schools = sorted({cell.part for cell in ticked}, key=_SCHOOL_ORDER.index)
    reading = Reading({"general_education": schools[0] if schools else None})
    if len(schools) > 1:
        reading.problems.append(problem("general_education", "multiple_ticks"))
    return reading


COLUMNS.register(
    Column(
        field="general_education",
        context_free=True,
        title="Trình độ văn hóa",
        topic="Trình độ",
        headings=(
            r"(?:trinh do )?(?:van hoa|hoc van|giao duc pho thong|gdpt|pho thong|vh|gd pho thong|van hoa pho thong)|hoc van(?: pho thong)?|tdvh",
        ),
        part=_school_part,
        read=_read_general_education,
    )
)


def level_part(vocabulary: Vocabulary) -> Callable[[str], str | None]:
    """Sub-headings that are levels themselves make tick columns: "ĐH" under "Chuyên môn" → dai_hoc."""

    def part(below: str) -> str | None:
        if below in ("trinh do", "bang cap", "cao nhat", "trinh do cao nhat"):
            return ""
        return read_level(below, vocabulary).code

    return part


def level_parts(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """The levels a user may say a tick column stands for."""
    return tuple((code, f"đánh dấu {LEVEL_NAMES[code].lower()}") for code, _ in vocabulary.levels)


def level_column(field_name: str, vocabulary: Vocabulary) -> Callable[[list[Cell], RowContext], Reading]:
    """A reader for a level written in one cell, or ticked in a group of columns."""

    def read(cells: list[Cell], context: RowContext) -> Reading:
        if any(cell.part for cell in cells):
            return _read_ticks(cells, field_name, vocabulary)
        return _read_written(cells, field_name, vocabulary)

    return read


def _read_written(cells: list[Cell], field_name: str, vocabulary: Vocabulary) -> Reading:
    filled = [cell.value for cell in cells if not is_blank(cell.value)]
    if not filled:
        return Reading({field_name: None})
    text = "; ".join(text_of(cell) or "" for cell in filled)
    found = read_level(text, vocabulary)
    if found.code is None:
        return Reading({field_name: None}, [unknown(field_name, filled[0])])
    problems = []
    if found.guess:
        problems.append(
            problem(field_name, "typo_suggested", as_written(filled[0]), meaning=LEVEL_NAMES[found.code])
        )
    return Reading(
        {field_name: found.code}, problems, {f"{field_name}_rest": found.rest} if found.rest else {}
    )


def _read_ticks(cells: list[Cell], field_name: str, vocabulary: Vocabulary) -> Reading:
    """The highest level ticked; a level written beside the tick columns counts with them."""
    ticked = [cell for cell in cells if cell.part and not is_blank(cell.value) and not _is_no(cell.value)]
    beside = [cell for cell in cells if not cell.part]
    written = _read_written(beside, field_name, vocabulary)
    if not ticked:
        return written
    if written.values[field_name] is not None:
        ticked.append(Cell(written.values[field_name], "x"))
    best = min(ticked, key=lambda cell: vocabulary.rank(cell.part))
    reading = Reading({field_name: best.part})
    if len({cell.part for cell in ticked}) > 1:
        reading.problems.append(problem(field_name, "multiple_ticks"))
    if field_name == "degree_level" and not is_tick(best.value) and isinstance(best.value, str):
        reading.values["degree_major"] = clean(best.value)  # the subject instead of a cross
    return reading


def _is_no(cell: Any) -> bool:
    return words(text_of(cell) or "") in ("0", "khong", "chua", "k")


COLUMNS.register(
    Column(
        field="degree_level",
        context_free=True,
        title="Chuyên môn",
        topic="Trình độ",
        headings=(
            r"(?:trinh do )?(?:chuyen mon|cm|cmnv|chuyen mon nghiep vu|dao tao|bang cap)(?: nghiep vu| cao nhat| dao tao)?|tdcm|trinh do chuyen mon.{0,20}",
        ),
        weak=(r"trinh do|bang cap|hoc vi",),
        part=level_part(DEGREE),
        parts=level_parts(DEGREE),
        read=level_column("degree_level", DEGREE),
    )
)
COLUMNS.register(
    Column(
        field="degree_major",
        context_free=True,
        title="Chuyên ngành",
        topic="Trình độ",
        headings=(
            r"(?:chuyen )?nganh(?: dao tao| hoc| chuyen mon)?|nganh nghe(?: dao tao)?|chuyen nganh.{0,20}",
        ),
        read=plain("degree_major"),
    )
)
COLUMNS.register(
    Column(
        field="political_theory",
        context_free=True,
        title="Lý luận chính trị",
        topic="Trình độ",
        headings=(
            r"(?:trinh do )?(?:ly luan(?: chinh tri)?|llct|chinh tri|ly luan ct)(?: hanh chinh)?|ll chinh tri",
        ),
        part=level_part(THEORY),
        parts=level_parts(THEORY),
        read=level_column("political_theory", THEORY),
    )
)
COLUMNS.register(
    Column(
        field="state_management",
        context_free=True,
        title="Quản lý nhà nước",
        topic="Trình độ",
        headings=(
            r"(?:trinh do )?(?:quan ly (?:hanh chinh )?nha nuoc|qlnn|ql nha nuoc|qlhcnn|quan ly nn|boi duong qlnn)",
        ),
        part=level_part(STATE_MANAGEMENT),
        parts=level_parts(STATE_MANAGEMENT),
        read=level_column("state_management", STATE_MANAGEMENT),
    )
)


def _certificate_part(below: str) -> str | None:
    """Sub-headings of IT and languages: "(CC)", "Chứng chỉ", "Đại học", "Trung cấp trở lên"; all mean "has one"."""
    known = (
        "cc",
        "chung chi",
        "dai hoc",
        "dh",
        "cao dang",
        "trung cap",
        "trung cap tro len",
        "co",
        "dai hoc tro len",
        "a b c",
        "tieng anh",
        "khac",
        "anh",
    )
    return f"tick {below}" if below in known else None


def _read_it(cells: list[Cell], context: RowContext) -> Reading:
    return _certificate(
        "it_certificate", cells, lambda text: read_it(text)[0], lambda text: {"it_level": read_it(text)[1]}
    )


def _read_language(cells: list[Cell], context: RowContext) -> Reading:
    def facts(text: str) -> dict[str, str]:
        found = read_language(text)
        return {"language_level": found.level, "language": found.language}

    reading = _certificate("foreign_language", cells, lambda text: read_language(text).has, facts)
    for cell in cells:
        text = text_of(cell.value)
        if text and not cell.part and read_language(text).ethnic:
            reading.problems.append(
                problem("foreign_language", "not_foreign_language", as_written(cell.value))
            )
    return reading


def _certificate(
    field_name: str,
    cells: list[Cell],
    has: Callable[[str], bool | None],
    facts: Callable[[str], dict[str, str]],
) -> Reading:
    filled = [cell for cell in cells if not is_blank(cell.value)]
    if not filled:
        return Reading({field_name: None})
    if any(is_tick(cell.value) or (cell.part and not _is_no(cell.value)) for cell in filled):
        return Reading({field_name: True})
    text = "; ".join(text_of(cell.value) or "" for cell in filled)
    if NONE_WORDS.match(words(text)):
        return Reading({field_name: False})
    found = has(text)
    if found is None:
        return Reading({field_name: None}, [unknown(field_name, filled[0].value)])
    return Reading({field_name: found}, [], facts(text) if found else {})


COLUMNS.register(
    Column(
        field="it_certificate",
        context_free=True,
        title="Tin học",
        topic="Trình độ",
        headings=(r"(?:trinh do |chung chi )?(?:tin hoc|cntt|cong nghe thong tin)",),
        part=_certificate_part,
        read=_read_it,
    )
)
COLUMNS.register(
    Column(
        field="foreign_language",
        context_free=True,
        title="Ngoại ngữ",
        topic="Trình độ",
        headings=(r"(?:trinh do |chung chi )?(?:ngoai ngu|tieng anh|anh van)",),
        part=_certificate_part,
        read=_read_language,
    )
)
