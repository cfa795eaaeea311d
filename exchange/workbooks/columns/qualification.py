"""Columns about schooling and training."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext, unknown
from exchange.workbooks.columns.texts import plain
from exchange.workbooks.columns.ticks import is_mark, is_subject, marked, says_level
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
_SCHOOLS |= {"12 12": "12/12", "10 10": "10/10"}
_SCHOOL_ORDER = ("12/12", "10/10", "THPT", "THCS", "Tiểu học")


def _school_part(below: str) -> str | None:
    named = {"trung hoc pho thong": "thpt", "trung hoc co so": "thcs"}
    return _SCHOOLS.get(named.get(below, below))


_PLAIN_EDUCATION = plain("general_education", longest=50)
_GRADES = re.compile(r"(?<!\d)(\d{1,2}) ?/ ?(\d{1,2})(?!\d)")
_SCHOOL_WORDS = re.compile(
    r"\b(?:thpt|thcs|ptth|ptcs|thbt|gdtx|bt\w*|bo tuc|pho thong|trung hoc|tieu hoc|cap (?:i{1,3}|[123])|lop \d{1,2}|het \d{1,2})\b|\A(?:[1-9]|1[0-2])\Z"
)
_SYSTEMS = (10, 12)  # grades of the two school systems
_FIRST_YEAR_TYPED = 2000  # Excel adds the year in which "7/10" was typed


def _read_general_education(cells: list[Cell], context: RowContext) -> Reading:
    """The text as written; of ticked columns the highest; a date that Excel made of "7/10" is asked about."""
    if any(cell.part for cell in cells):
        return _read_schools(cells)
    reading = _PLAIN_EDUCATION(cells, context)
    text = reading.values["general_education"]
    if not text:
        return reading
    cell = next(item.value for item in cells if not is_blank(item.value))
    if isinstance(cell, dict):
        grades = _grades_of_date(cell)
        if grades:
            return Reading(
                {"general_education": grades},
                [problem("general_education", "typo_suggested", text, meaning=grades)],
            )
    elif _is_schooling(text):
        return reading
    return Reading({"general_education": None}, [problem("general_education", "value_unknown", text)])


def _read_schools(cells: list[Cell]) -> Reading:
    ticked = marked(cells)
    if any(
        not is_mark(cell.value) and _school_part(words(text_of(cell.value) or "")) != cell.part
        for cell in ticked
    ):
        return Reading({"general_education": None}, [unknown("general_education", ticked[0].value)])
    schools = sorted({cell.part for cell in ticked}, key=_SCHOOL_ORDER.index)
    reading = Reading({"general_education": schools[0] if schools else None})
    if len(schools) > 1:
        reading.problems.append(problem("general_education", "multiple_ticks"))
    return reading


def _is_schooling(text: str) -> bool:
    grades = _GRADES.findall(text)
    if grades:
        return all(int(of) in _SYSTEMS and 1 <= int(grade) <= int(of) for grade, of in grades)
    return _SCHOOL_WORDS.search(words(text)) is not None


def _grades_of_date(cell: dict[str, Any]) -> str | None:
    """12/12, 10/10, 7/10 that became a day of a year; whichever of day and month is the system is below the stroke."""
    year, month, day = (int(piece) for piece in cell["date"].split("-"))
    if year < _FIRST_YEAR_TYPED:
        return None
    fitting = {f"{n}/{of}" for n, of in ((day, month), (month, day)) if of in _SYSTEMS and n <= of}
    return fitting.pop() if len(fitting) == 1 else None


COLUMNS.register(
    Column(
        field="general_education",
        context_free=True,
        title="Trình độ văn hóa",
        topic="Trình độ",
        headings=(
            r"general education",
            r"(?:trinh do )?(?:van hoa|hoc van|giao duc pho thong|gdpt|pho thong|vh|gd pho thong|van hoa pho thong)|hoc van(?: pho thong)?|tdvh",
        ),
        part=_school_part,
        read=_read_general_education,
    )
)


_LIKELY = " ?"  # ends the part of a heading that only likely means its level


def level_part(vocabulary: Vocabulary) -> Callable[[str], str | None]:
    """Sub-headings that are levels themselves make tick columns: "ĐH" under "Chuyên môn" → dai_hoc."""

    def part(below: str) -> str | None:
        if below in ("trinh do", "bang cap", "cao nhat", "trinh do cao nhat"):
            return ""
        found = read_level(below, vocabulary)
        return f"{found.code}{_LIKELY}" if found.guess else found.code

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
    ticked = [Cell(cell.part.removesuffix(_LIKELY), cell.value) for cell in marked(cells)]
    likely = {cell.part.removesuffix(_LIKELY) for cell in marked(cells) if cell.part.endswith(_LIKELY)}
    written = _read_written([cell for cell in cells if not cell.part], field_name, vocabulary)
    if not ticked:
        return written
    for cell in ticked:
        if not says_level(cell, cell.part, vocabulary) and not (
            field_name == "degree_level" and is_subject(cell)
        ):
            return Reading({field_name: None}, [unknown(field_name, cell.value)])
    if written.values[field_name] is not None:
        ticked.append(Cell(written.values[field_name], "x"))
    best = min(ticked, key=lambda cell: vocabulary.rank(cell.part))
    reading = Reading({field_name: best.part})
    if len({cell.part for cell in ticked}) > 1:
        reading.problems.append(problem(field_name, "multiple_ticks"))
    if best.part in likely:
        meaning = LEVEL_NAMES[best.part]
        reading.problems.append(
            problem(field_name, "typo_suggested", as_written(best.value), meaning=meaning)
        )
    if field_name == "degree_level" and not says_level(best, best.part, vocabulary):
        reading.values["degree_major"] = clean(str(best.value))  # the subject instead of a cross
    return reading


COLUMNS.register(
    Column(
        field="degree_level",
        context_free=True,
        title="Chuyên môn",
        topic="Trình độ",
        headings=(
            r"(?:professional )?(?:degree|qualification)s?",
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
            r"major|field of study|speciali[sz]ation",
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
            r"political theory",
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
            r"state management",
            r"(?:trinh do )?(?:quan ly (?:hanh chinh )?nha nuoc|qlnn|ql nha nuoc|qlhcnn|quan ly nn|boi duong qlnn)",
        ),
        part=level_part(STATE_MANAGEMENT),
        parts=level_parts(STATE_MANAGEMENT),
        read=level_column("state_management", STATE_MANAGEMENT),
    )
)


_HAS = re.compile(
    r"(?:chung chi |cc |trinh do |dai hoc |bang )?(?:cc|chung chi|dai hoc|dh|cao dang|trung cap|co|khac|anh|tieng anh|anh van|phap|nga|trung|[abc][12]?|a b c|co ban|nang cao"
    r"|chung chi khac|ngoai ngu khac|tieng khac|ung dung cntt co ban|ung dung cntt nang cao)(?: tro len)?"
)


def _certificate_part(below: str) -> str | None:
    """Sub-headings of IT and languages: "(CC)", "Chứng chỉ", "Đại học", "B1" mean "has one"; "Không" means none."""
    if below in ("khong", "chua", "khong co", "chua co"):
        return "none"
    if read_language(below).ethnic:
        return "ethnic"
    return f"tick {below}" if _HAS.fullmatch(below) else None


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
        is_ethnic = (
            cell in marked(cells)
            if cell.part == "ethnic"
            else not cell.part and text and read_language(text).ethnic
        )
        if is_ethnic:
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
    ticked = marked(filled)
    if any(cell.part.startswith("tick") for cell in ticked) or any(
        is_tick(cell.value) for cell in filled if not cell.part
    ):
        return _ticked_certificate(field_name, ticked, has)
    if ticked:
        return Reading({field_name: False})
    filled = [cell for cell in filled if not cell.part]
    if not filled:
        return Reading({field_name: None})
    text = "; ".join(text_of(cell.value) or "" for cell in filled)
    if NONE_WORDS.match(words(text)):
        return Reading({field_name: False})
    found = has(text)
    if found is None:
        return Reading({field_name: None}, [unknown(field_name, filled[0].value)])
    return Reading({field_name: found}, [], facts(text) if found else {})


def _ticked_certificate(field_name: str, ticked: list[Cell], has: Callable[[str], bool | None]) -> Reading:
    """A mark, or words of a certificate, below a heading that means one; beside "không" they contradict."""
    odd = [cell for cell in ticked if not is_mark(cell.value) and not has(text_of(cell.value) or "")]
    if odd or any(cell.part == "none" for cell in ticked):
        return Reading({field_name: None}, [unknown(field_name, (odd or ticked)[0].value)])
    return Reading({field_name: True})


COLUMNS.register(
    Column(
        field="it_certificate",
        context_free=True,
        title="Tin học",
        topic="Trình độ",
        headings=(
            r"it (?:skills?|certificate)|computer skills?|informatics",
            r"(?:trinh do |chung chi )?(?:tin hoc|cntt|cong nghe thong tin)",
        ),
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
        headings=(
            r"foreign languages?",
            r"(?:trinh do |chung chi )?(?:ngoai ngu|tieng anh|anh van)",
        ),
        part=_certificate_part,
        read=_read_language,
    )
)
