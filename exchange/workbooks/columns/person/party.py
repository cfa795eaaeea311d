"""Party membership and its dates."""

from __future__ import annotations

import re
from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.columns.partial_dates import as_json, from_json
from exchange.workbooks.columns.split_dates import PIECE_LABELS, date_piece, whole_date
from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import as_written, is_blank, is_tick, text_of, words
from exchange.workbooks.values.dates import is_plain_day, read_date
from exchange.workbooks.values.levels import NONE_WORDS
from exchange.workbooks.values.party import is_member, is_no_member, split_party_dates
from foundation.dates import age_on

_MEMBERS, _NOT_MEMBERS = "member", "none"


def _member_part(below: str) -> str | None:
    """Tick columns below "Đảng viên": "Chính thức", "Dự bị", "Có"; "Chưa", "Quần chúng"."""
    if is_no_member(below):
        return _NOT_MEMBERS
    return _MEMBERS if is_member(below) or below in ("co", "da vao", "da ket nap") else None


def _read_party_member(cells: list[Cell], context: RowContext) -> Reading:
    """One answer of a plain column and of ticked ones; two answers are asked about."""
    filled = [cell for cell in cells if not is_blank(cell.value)]
    answers = {_is_party_member(cell, context) for cell in filled}
    if len(filled) > 1 and None not in answers:
        answers -= {_UNTICKED}
    if len(answers) <= 1 and None not in answers:
        said = next(iter(answers), _UNTICKED)
        return Reading({"party_member": said if isinstance(said, bool) else None})
    written = " / ".join(str(as_written(cell.value)) for cell in filled)
    return Reading({"party_member": None}, [problem("party_member", "value_unknown", written)])


_UNTICKED = "unticked"


def _is_party_member(cell: Cell, context: RowContext) -> bool | str | None:
    """What one cell says; `_UNTICKED` = "0" in a tick column; None = not understood."""
    text = text_of(cell.value) or ""
    if cell.part and text == "0":
        return _UNTICKED
    if is_tick(cell.value):
        return cell.part != _NOT_MEMBERS
    if cell.part == _NOT_MEMBERS:
        return False if is_no_member(text) and words(text) not in ("khong", "k", "ko") else None
    if is_member(text):
        return True
    if NONE_WORDS.match(words(text)) or is_no_member(text):
        return False
    return True if read_date(cell.value, "party_member", context.dates).value else None


COLUMNS.register(
    Column(
        field="party_member",
        context_free=True,
        title="Đảng viên",
        topic="Đảng",
        headings=(
            r"party member(?:ship)?",
            r"(?:la )?(?:dang vien|dv)(?: (?:dcsvn|dcs viet nam|dang csvn))?",
            r"(?P<none>(?:chua|khong)(?: phai)?(?: la| vao)? (?:dang vien|dang|dv)|quan chung|ngoai dang)",
        ),
        part=_member_part,
        read=_read_party_member,
    )
)


_ADMITTED = re.compile(r"(?:ngay )?(?:du bi|ket nap|vao|vao dang)|\Z")
_CONFIRMED = re.compile(r"(?:ngay )?(?:cong nhan )?(?:chinh thuc|ct)")


def _party_part(below: str) -> str | None:
    """ "", "official", or a piece of either ("official day")."""
    for pattern, part in ((_CONFIRMED, "official"), (_ADMITTED, "")):
        match = pattern.match(below)
        if match:
            rest = below[match.end() :].strip()
            piece = date_piece(rest) if rest else ""
            return None if piece is None else f"{part} {piece}".strip()
    return date_piece(below)


def _dates_of(cells: list[Cell]) -> tuple[Any, Any]:
    """The cells of the two dates, each put together where it stands in pieces."""
    if len(cells) == 1 and not cells[0].part:
        return whole_date(cells), None
    official = [Cell(cell.part[9:], cell.value) for cell in cells if cell.part.startswith("official")]
    admitted = [cell for cell in cells if not cell.part.startswith("official")]
    return whole_date(admitted), whole_date(official)


def _read_party_date(cells: list[Cell], context: RowContext) -> Reading:
    cell, official = _dates_of(cells)
    reading = Reading({"party_date": None})
    if any(item.part.startswith("official") for item in cells):
        reading.values["party_official_date"] = None
    if isinstance(cell, str) and not is_plain_day(cell):
        if is_no_member(cell):
            cell = None
        elif official is None:
            cell, official = _parted(cell, reading.problems)
    if cell is not None:
        reading.values["party_date"] = _party_day(cell, "party_date", context, reading.problems)
    if official is not None:
        reading.values["party_official_date"] = _party_day(
            official, "party_official_date", context, reading.problems
        )
    _check_order(reading, official)
    return reading


def _parted(cell: str, problems: list[Problem]) -> tuple[str | None, str | None]:
    """Both dates of one cell; two days that nothing tells apart but their order are asked about."""
    dates = split_party_dates(cell)
    if dates.guess:
        meaning = f"kết nạp {dates.admitted}, chính thức {dates.official}"
        problems.append(problem("party_date", "typo_suggested", cell, meaning=meaning))
    return dates.admitted, dates.official


def _check_order(reading: Reading, official: Any) -> None:
    """Nobody is confirmed before being admitted."""
    first, second = (from_json(reading.values.get(name)) for name in ("party_date", "party_official_date"))
    if first and second and second.last_day < first.first_day:
        reading.values["party_official_date"] = None
        reading.problems.append(problem("party_official_date", "date_ambiguous", as_written(official)))


def _party_day(cell: Any, field_name: str, context: RowContext, problems: list[Problem]) -> Any:
    found = read_date(cell, field_name, context.dates)
    birth = context.birth
    if found.value and birth and age_on(birth.first_day, found.value.last_day) < 18:
        problems.append(problem(field_name, "party_before_18", as_written(cell)))
        return None
    problems.extend(found.problems)
    return as_json(found.value)


COLUMNS.register(
    Column(
        field="party_date",
        title="Ngày vào Đảng",
        topic="Đảng",
        headings=(
            r"(?:date of )?(?:party admission|joining the party)(?: date)?",
            r"(?:ngay(?: thang nam)?|nam|ngay thang) (?:vao|ket nap)(?: vao)? dang(?: cs ?vn| csvn| cong san.*)?(?: du bi)?|vao dang|ngay vao dcsvn|ngay ket nap(?: dang)?",
            r"ngay vao dang (?P<part>official)",
        ),
        part=_party_part,
        not_below=r"\bdoan\b",
        parts=(("official", "chính thức"), *PIECE_LABELS),
        alone=(
            (
                r"ngay (?:vao dang )?(?:cong nhan )?chinh thuc|ngay vao dang chinh thuc|dang chinh thuc",
                "official",
            ),
        ),
        read=_read_party_date,
    )
)
