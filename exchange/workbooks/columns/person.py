"""Columns about the person: name, sex, birth, ID number, origin, Party, note."""

from __future__ import annotations

import re
from typing import Any

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext, value_of
from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values import ids
from exchange.workbooks.values.cells import as_written, clean, is_blank, is_tick, text_of, words
from exchange.workbooks.values.dates import read_date
from exchange.workbooks.values.levels import NONE_WORDS
from exchange.workbooks.values.names import read_name, title_sex
from foundation.dates import PartialDate, age_on


def as_json(value: PartialDate | None) -> dict[str, str] | None:
    """A partial date as the result shows it."""
    return None if value is None else {"iso": value.iso, "precision": value.precision}


def from_json(value: dict[str, str] | None) -> PartialDate | None:
    """The reverse of `as_json`."""
    return None if value is None else PartialDate.parse(value["iso"])


# --- name -------------------------------------------------------------------------------------------------------


def _name_part(below: str) -> str | None:
    return {
        "ho": "family",
        "ho dem": "family",
        "ho va dem": "family",
        "ho ten dem": "family",
        "ten": "given",
    }.get(below)


def _read_full_name(cells: list[Cell], context: RowContext) -> Reading:
    ordered = sorted(
        (cell for cell in cells if not is_blank(cell.value)), key=lambda cell: cell.part == "given"
    )
    texts = list(dict.fromkeys(str(as_written(cell.value)) for cell in ordered))
    if not texts:
        return Reading({"full_name": None}, [problem("full_name", "name_missing")])
    name, problems = read_name(" ".join(texts))
    if any(item.code == "honorific_removed" for item in problems):
        context.title_sex = title_sex(" ".join(texts))
    return Reading({"full_name": name}, problems)


COLUMNS.register(
    Column(
        field="full_name",
        title="Họ và tên",
        headings=(
            r"(?:ho (?:va |va chu |, )?(?:chu dem |dem )?(?:va )?ten|ho ten|hovaten|ho dem ten)(?: khai sinh)?(?: (?:cua )?(?:can bo|cbcc|cong chuc|cb cc)(?: cong chuc)?)?",
            r"ten can bo(?: cong chuc)?|hoten|full ?name",
        ),
        part=_name_part,
        parts=(("family", "họ và chữ đệm"), ("given", "tên")),
        alone=((r"ho|ho dem|ho va dem|ho va ten dem|ho ten dem", "family"), (r"ten", "given")),
        read=_read_full_name,
        required=True,
    )
)

# --- sex and birth ----------------------------------------------------------------------------------------------

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
        title="Giới tính",
        headings=(r"gioi tinh|gioi|gt|phai|nam nu|nam hay nu|gioi tinh nam nu|gioitinh|gender|sex",),
        part=_sex_part,
        parts=(("nam", "đánh dấu nam"), ("nu", "đánh dấu nữ")),
        read=_read_sex,
    )
)


def _birth_part(below: str) -> str | None:
    if below in _SEX:
        return _SEX[below]
    return {"ngay": "day", "thang": "month", "nam sinh": "", "ngay thang nam": "", "ngay sinh": ""}.get(below)


def _read_birth(cells: list[Cell], context: RowContext) -> Reading:
    split = {cell.part: cell.value for cell in cells if cell.part in ("day", "month", "year")}
    if "day" in split or "month" in split:
        # "Ngày | Tháng | Năm" side by side: the third column is the year, though it is headed like the men's column.
        year = split.get("year") or next((cell.value for cell in cells if cell.part == "nam"), None)
        parts = [split.get("day"), split.get("month"), year]
        joined = "/".join(str(as_written(part)).strip() for part in parts if not is_blank(part))
        return _one_birth(joined or None, context, sex=None, by_sex=False)
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
    values["birth"] = as_json(reading.value)
    return Reading(values, problems + reading.problems)


def _both_columns(cells: list[Cell], context: RowContext) -> Reading:
    readings = [read_date(cell.value, "birth", context.dates, birth=True) for cell in cells]
    found = {reading.value for reading in readings}
    value = found.pop() if len(found) == 1 else None
    infos = [item for item in readings[0].problems if value is not None] if readings else []
    return Reading(
        {"birth": as_json(value), "sex": context.values.get("sex")},
        [problem("sex", "birth_both_columns"), *infos],
    )


COLUMNS.register(
    Column(
        field="birth",
        title="Ngày sinh",
        headings=(
            r"(?:ngay ?thang ?nam|ngay|nam|ngay thang|thang nam|ns) ?sinh|ns|nam sinh(?P<part>)|sinh ngay|sinh nam|ngay thang nam sinh(?: cua)?|ngaysinh|date of birth|birth ?da(?:te|y)|dob",
        ),
        part=_birth_part,
        parts=(
            ("nam", "của nam"), ("nu", "của nữ"), ("day", "ngày"), ("month", "tháng"), ("year", "năm"),
        ),
        alone=(
            (r"nam", "nam"), (r"nu", "nu"),
            (r"(?:ngay|nam)(?: thang nam)? sinh nam", "nam"), (r"(?:ngay|nam)(?: thang nam)? sinh nu", "nu"),
            (r"ngay", "day"), (r"thang", "month"),
        ),
        read=_read_birth,
    )
)  # fmt: skip

# --- ID number --------------------------------------------------------------------------------------------------


def _read_national_id(cells: list[Cell], context: RowContext) -> Reading:
    cell = next((item.value for item in cells if not is_blank(item.value)), None)
    if cell is None or NONE_WORDS.match(words(text_of(cell) or "?")):
        return Reading({"national_id": None})
    found = ids.read_id(cell)
    if found.number is None:
        return Reading(
            {"national_id": None}, [problem("national_id", "national_id_invalid", as_written(cell))]
        )
    birth = from_json(context.values.get("birth"))
    fits = ids.agrees(
        found.number, sex=context.values.get("sex"), birth_year=birth.last_day.year if birth else None
    )
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
        headings=(
            r"(?:so )?(?:the )?(?:cccd|cmnd|cmt|cmtnd|can cuoc(?: cong dan)?|chung minh (?:thu|nhan dan)|dinh danh(?: ca nhan)?)(?: (?:hoac )?(?:cccd|cmnd|cmt|cmtnd|can cuoc))*",
            r"ma dinh danh|so dinh danh(?: ca nhan)?",
        ),
        read=_read_national_id,
    )
)

# --- plain texts ------------------------------------------------------------------------------------------------


def plain(field_name: str, *, capitalise: bool = False, longest: int = 0) -> Any:
    """A reader that keeps the text as written (clean); blank is None. `longest`: what the record can hold."""

    def read(cells: list[Cell], context: RowContext) -> Reading:
        cell = next((item.value for item in cells if not is_blank(item.value)), None)
        text = clean(str(as_written(cell))) if cell is not None else None
        if text and capitalise and text == text.lower():
            text = text[:1].upper() + text[1:]
        if text and longest and len(text) > longest:
            return Reading({field_name: None}, [problem(field_name, "value_unknown", text)])
        return Reading({field_name: text or None})

    return read


def _read_note(cells: list[Cell], context: RowContext) -> Reading:
    """A remark keeps its lines."""
    written = [str(as_written(item.value)) for item in cells if not is_blank(item.value)][:1]
    lines = [clean(line) for text in written for line in text.splitlines()]
    return Reading({"note": "\n".join(line for line in lines if line) or None})


_NO_WORD = re.compile(r"(?:[0-9 ]*|[a-z])\Z")
_CATHOLIC = {"thien chua", "thien chua giao", "dao thien chua", "tcg", "cong giao", "dao cong giao"}


def _read_word(field_name: str) -> Any:
    """Ethnicity and religion: a word in its usual capitals; a tick or a number is no answer."""
    read_text = plain(field_name, capitalise=True, longest=50)

    def read(cells: list[Cell], context: RowContext) -> Reading:
        reading: Reading = read_text(cells, context)
        text = reading.values[field_name]
        if text is None:
            return reading
        spoken = words(text)
        if field_name == "religion" and NONE_WORDS.match(spoken):
            return Reading({field_name: "Không"})
        if field_name == "religion" and spoken in _CATHOLIC:
            return Reading({field_name: "Công giáo"})
        if _NO_WORD.match(spoken) or NONE_WORDS.match(spoken):
            return Reading({field_name: None}, [problem(field_name, "value_unknown", text)])
        if text == text.upper() and len(text) > 3:
            text = text.title() if field_name == "ethnicity" else text.capitalize()
        return Reading({field_name: text.rstrip(".")})

    return read


COLUMNS.register(
    Column(
        field="ethnicity",
        context_free=True,
        title="Dân tộc",
        headings=(r"dan toc",),
        read=_read_word("ethnicity"),
    )
)
COLUMNS.register(
    Column(
        field="religion",
        context_free=True,
        title="Tôn giáo",
        headings=(r"ton giao",),
        read=_read_word("religion"),
    )
)
COLUMNS.register(
    Column(
        field="hometown",
        context_free=True,
        title="Quê quán",
        headings=(
            r"que quan|nguyen quan|que|sinh quan|que quan (?:xa huyen tinh|thon xa huyen)",
            r"que quan.{0,40}",
        ),
        read=plain("hometown", longest=300),
    )
)
COLUMNS.register(
    Column(field="note", title="Ghi chú", headings=(r"ghi chu|gc|ghichu|luu y",), read=_read_note)
)

# --- Party ------------------------------------------------------------------------------------------------------

_OFFICIAL_DATE = re.compile(
    r"\(\s*(?:ct|chính thức|c\.t)\s*:?\s*([^()]+)\)|(?:chính thức|ct)\s*:\s*(.+)\Z", re.I
)
_NO_PARTY = re.compile(r"(?:chua|khong|quan chung|0|k|ko|qc)(?: .*)?\Z")


def _read_party_member(cells: list[Cell], context: RowContext) -> Reading:
    cell = next((item.value for item in cells if not is_blank(item.value)), None)
    if cell is None:
        return Reading({"party_member": None})
    spoken = words(text_of(cell) or "")
    if is_tick(cell) or spoken in ("dang vien", "dv", "la dang vien"):
        return Reading({"party_member": True})
    if NONE_WORDS.match(spoken) or _NO_PARTY.match(spoken):
        return Reading({"party_member": False})
    if read_date(cell, "party_member", context.dates).value:
        return Reading({"party_member": True})
    return Reading({"party_member": None}, [problem("party_member", "value_unknown", as_written(cell))])


COLUMNS.register(
    Column(
        field="party_member",
        title="Đảng viên",
        headings=(r"dang vien|la dang vien|dv",),
        read=_read_party_member,
    )
)


def _party_part(below: str) -> str | None:
    if re.fullmatch(r"du bi|ket nap|ngay vao|ngay ket nap|vao dang", below):
        return ""
    return "official" if re.fullmatch(r"(?:ngay )?(?:cong nhan )?chinh thuc|ct", below) else None


def _read_party_date(cells: list[Cell], context: RowContext) -> Reading:
    official = [cell.value for cell in cells if cell.part == "official" and not is_blank(cell.value)]
    cell = next((item.value for item in cells if item.part != "official" and not is_blank(item.value)), None)
    reading = Reading({"party_date": None})
    if any(item.part == "official" for item in cells):
        reading.values["party_official_date"] = None
    if isinstance(cell, str) and len(cell) <= 200:
        match = _OFFICIAL_DATE.search(cell)
        if match:
            official.append(match[1] or match[2])
            cell = cell[: match.start()].strip(" ;,") or None
    if isinstance(cell, str) and _NO_PARTY.match(words(cell)):
        cell = None
    if cell is not None:
        reading.values["party_date"] = _party_day(cell, "party_date", context, reading.problems)
    if official:
        reading.values["party_official_date"] = _party_day(
            official[0], "party_official_date", context, reading.problems
        )
    return reading


def _party_day(cell: Any, field_name: str, context: RowContext, problems: list[Problem]) -> Any:
    found = read_date(cell, field_name, context.dates)
    birth = from_json(context.values.get("birth"))
    if found.value and birth and age_on(birth.first_day, found.value.last_day) < 18:
        problems.append(problem(field_name, "party_before_18", as_written(cell)))
        return None
    problems.extend(found.problems)
    return as_json(found.value)


COLUMNS.register(
    Column(
        field="party_date",
        title="Ngày vào Đảng",
        headings=(
            r"(?:ngay(?: thang nam)?|nam|ngay thang) (?:vao|ket nap)(?: vao)? dang(?: cs ?vn| csvn| cong san.*)?(?: du bi)?|vao dang|ngay vao dcsvn|ngay ket nap(?: dang)?",
            r"ngay vao dang (?P<part>official)",
        ),
        part=_party_part,
        parts=(("official", "chính thức"),),
        alone=(
            (
                r"ngay (?:vao dang )?(?:cong nhan )?chinh thuc|ngay vao dang chinh thuc|dang chinh thuc",
                "official",
            ),
        ),
        read=_read_party_date,
    )
)
