"""BM02/BNV: the 38 counted columns as sets over the people frame, and the checks between them.

Each column is an `Indicator` of kind count outside the catalogue, so that it is counted, explained and suppressed as
every other figure. Headings and numbering: domain/regulations 10.2; ages: 16.10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.frames import columns
from reports.frames.columns import Column
from reports.indicators.model import (
    AT_YEAR_END,
    EVERYONE,
    NOBODY,
    PARTLY,
    Indicator,
    cells,
    form_figures,
    named,
)

Fields = tuple[tuple[str, str], ...]
_OFFICIAL, _POSTING = "officials.Official", "officials.Appointment"
_LEVEL: Fields = (("officials.Qualification", "level"),)
_PEOPLE = f"Số cán bộ, công chức {AT_YEAR_END}"
_SOURCE = "BM02/BNV, Thông tư 11/2012/TT-BNV"
TRAINED = "Chia theo trình độ đào tạo"
AGES = "Chia theo độ tuổi"


@dataclass(frozen=True)
class FormColumn:
    """A counted column of the form: its number, its headings from the top down, and what it counts."""

    number: int
    path: tuple[str, ...]
    indicator: Indicator

    @property
    def code(self) -> str:
        return self.indicator.code


def _counted(
    number: int,
    path: tuple[str, ...],
    column: Column | None,
    of: set[str],
    fields: Fields,
    note: str = "",
) -> FormColumn:
    said = (
        f"{_PEOPLE}, {column.title[0].lower()}{column.title[1:]}: {named(column, of)}" if column else _PEOPLE
    )
    indicator = Indicator(
        code=f"BM02.{number}",
        title=f"BM02/BNV cột {number}: {' – '.join(path)}",
        kind="count",
        unit="người",
        numerator=EVERYONE if column is None else cells(column, of),
        denominator=EVERYONE,
        numerator_text=said,
        denominator_text=_PEOPLE,
        direction=None,
        source=_SOURCE,
        verified=PARTLY,
        unknown=NOBODY,
        column=column,
        fields=fields,
        note=note,
    )
    return FormColumn(number, path, indicator)


def _degree(number: int, heading: str, of: set[str]) -> FormColumn:
    return _counted(number, (TRAINED, "Chuyên môn", heading), columns.DEGREE, of, _LEVEL)


def _political(number: int, heading: str, of: set[str]) -> FormColumn:
    return _counted(number, (TRAINED, "Chính trị", heading), columns.POLITICAL, of, _LEVEL)


def _state(number: int, heading: str, of: set[str], note: str = "") -> FormColumn:
    return _counted(
        number, (TRAINED, "Quản lý nhà nước", heading), columns.STATE_MANAGEMENT, of, _LEVEL, note=note
    )


def _language(number: int, tongue: str, heading: str, column: Column, cell: str) -> FormColumn:
    return _counted(number, (TRAINED, "Ngoại ngữ", tongue, heading), column, {cell}, _LEVEL)


def _school(number: int, heading: str, cell: str) -> FormColumn:
    fields = ((_OFFICIAL, "general_education"),)
    return _counted(
        number, (TRAINED, "Học vấn phổ thông", heading), columns.GENERAL_EDUCATION, {cell}, fields
    )


def _age(number: int, path: tuple[str, ...], of: set[str], note: str = "") -> FormColumn:
    return _counted(number, (AGES, *path), columns.AGE_FORM, of, ((_OFFICIAL, "birth_date"),), note=note)


_FROM_51 = "Từ 51 đến 60"
_UNIVERSITY, _CERTIFICATE = "Đại học trở lên", "Chứng chỉ (A, B, C)"
COLUMNS: tuple[FormColumn, ...] = (
    _counted(1, ("Tổng số",), None, set(), ((_POSTING, "post"),)),
    _counted(2, ("Trong đó", "Nữ"), columns.SEX, {"nu"}, ((_OFFICIAL, "sex"),)),
    _counted(3, ("Trong đó", "Đảng viên"), columns.PARTY, {"yes"}, ((_OFFICIAL, "party_member"),)),
    _counted(
        4, ("Trong đó", "Dân tộc thiểu số"), columns.ETHNICITY, {"minority"}, ((_OFFICIAL, "ethnicity"),)
    ),
    _counted(5, ("Trong đó", "Tôn giáo"), columns.RELIGION, {"yes"}, ((_OFFICIAL, "religion"),)),
    _counted(6, ("Chức danh", "Cán bộ cấp xã"), columns.GROUP, {"can_bo"}, ((_POSTING, "post"),)),
    _counted(7, ("Chức danh", "Công chức chuyên môn"), columns.GROUP, {"cong_chuc"}, ((_POSTING, "post"),)),
    _degree(8, "Tiến sĩ", {"tien_si"}),
    _degree(9, "Thạc sĩ", {"thac_si"}),
    _degree(10, "Đại học", {"dai_hoc"}),
    _degree(11, "Cao đẳng", {"cao_dang"}),
    _degree(12, "Trung cấp", {"trung_cap"}),
    _degree(13, "Sơ cấp", {"so_cap"}),
    _school(14, "Trung học phổ thông", "thpt"),
    _school(15, "Trung học cơ sở", "thcs"),
    _school(16, "Tiểu học", "tieu_hoc"),
    _political(17, "Cử nhân", {"cu_nhan"}),
    _political(18, "Cao cấp", {"cao_cap"}),
    _political(19, "Trung cấp", {"trung_cap"}),
    _political(20, "Sơ cấp", {"so_cap"}),
    _counted(21, (TRAINED, "Tin học", "Trung cấp trở lên"), columns.IT_LEVEL, {"trung_cap_tro_len"}, _LEVEL),
    _counted(
        22,
        (TRAINED, "Tin học", "Chứng chỉ"),
        columns.IT_LEVEL,
        set(columns.IT_LEVEL.cells) - {"trung_cap_tro_len", "none"},
        _LEVEL,
    ),
    _language(23, "Tiếng Anh", _UNIVERSITY, columns.ENGLISH, "dai_hoc"),
    _language(24, "Tiếng Anh", _CERTIFICATE, columns.ENGLISH, "certificate"),
    _language(25, "Ngoại ngữ khác", _UNIVERSITY, columns.OTHER_LANGUAGE, "dai_hoc"),
    _language(26, "Ngoại ngữ khác", _CERTIFICATE, columns.OTHER_LANGUAGE, "certificate"),
    _counted(27, (TRAINED, "Chứng chỉ tiếng dân tộc"), columns.ETHNIC_LANGUAGE, {"yes"}, _LEVEL),
    _state(
        28,
        "Chuyên viên chính & TĐ",
        {"chuyen_vien_cao_cap", "chuyen_vien_chinh"},
        "Biểu của cấp xã không có cột chuyên viên cao cấp: người có chứng chỉ ấy tính vào cột 28.",
    ),
    _state(29, "Chuyên viên & TĐ", {"chuyen_vien"}),
    _state(30, "Chưa qua đào tạo", {"none"}, "Gồm cả người chưa có hồ sơ về quản lý nhà nước."),
    _age(31, ("Từ 30 trở xuống",), {"to_30"}),
    _age(32, ("Từ 31 đến 40",), {"31_40"}),
    _age(33, ("Từ 41 đến 50",), {"41_50"}),
    _age(
        34,
        (_FROM_51, "Tổng số"),
        {"women_51_55", "men_56_60", "other_51"},
        "Từ 51 tuổi đến dưới tuổi nghỉ hưu theo lộ trình của năm báo cáo.",
    ),
    _age(35, (_FROM_51, "Nữ từ 51 đến 55"), {"women_51_55"}),
    _age(36, (_FROM_51, "Nam từ 56 đến 60"), {"men_56_60"}),
    _age(
        37,
        ("Trên tuổi nghỉ hưu",),
        {"past_retirement"},
        "Ngày cuối của tháng đủ tuổi nghỉ hưu đã qua trước ngày báo cáo (NĐ 135/2020/NĐ-CP).",
    ),
    _counted(
        38,
        ("Công chức luân chuyển từ cấp huyện",),
        columns.ROTATED,
        {"yes"},
        ((_POSTING, "how"),),
        note="Người giữ chức danh do luân chuyển và trước đó không công tác ở cấp xã nào trong hệ thống.",
    ),
)
AGE_UNKNOWN = _counted(
    0, ("Chưa có ngày sinh",), columns.AGE_FORM, {columns.UNKNOWN}, ((_OFFICIAL, "birth_date"),)
)
LANGUAGE_UNSTATED = _counted(
    39, ("Ngoại ngữ không ghi thứ tiếng",), columns.LANGUAGE_UNSTATED, {"yes"}, _LEVEL
)
INDICATORS = tuple(column.indicator for column in (*COLUMNS, AGE_UNKNOWN, LANGUAGE_UNSTATED))
for _figure in INDICATORS:
    form_figures.register(_figure)

Counts = Mapping[int, int]


@dataclass(frozen=True)
class Check:
    """A relation that must hold in every row of the form; `holds` gets the numbers of a row by column."""

    text: str
    holds: Callable[[Counts], bool]
    columns: tuple[int, ...]


def _total(of: Counts, numbers: range) -> int:
    return sum(of[number] for number in numbers)


CHECKS = (
    Check("Cột 1 = cột 6 + cột 7", lambda c: c[1] == c[6] + c[7], (1, 6, 7)),
    Check(
        "Cột 1 = cột 31 + 32 + 33 + 34 + 37, cộng người chưa có ngày sinh",
        lambda c: c[1] == c[31] + c[32] + c[33] + c[34] + c[37] + c[0],
        (1, 31, 32, 33, 34, 37),
    ),
    Check("Cột 35 + cột 36 ≤ cột 34", lambda c: c[35] + c[36] <= c[34], (34, 35, 36)),
    Check("Tổng cột 8–13 ≤ cột 1", lambda c: _total(c, range(8, 14)) <= c[1], (1, *range(8, 14))),
    Check("Tổng cột 14–16 ≤ cột 1", lambda c: _total(c, range(14, 17)) <= c[1], (1, *range(14, 17))),
    Check("Tổng cột 17–20 ≤ cột 1", lambda c: _total(c, range(17, 21)) <= c[1], (1, *range(17, 21))),
    Check("Cột 28 + cột 29 + cột 30 ≤ cột 1", lambda c: _total(c, range(28, 31)) <= c[1], (1, 28, 29, 30)),
)


@dataclass(frozen=True)
class CheckResult:
    """A check over all rows: which fail, and which could not be judged since a number is hidden from the reader."""

    text: str
    failing: tuple[str, ...]
    unjudged: tuple[str, ...]


def judge(rows: Mapping[str, Mapping[int, Any]]) -> list[CheckResult]:
    """Every check over the rows (label → number by column); a number that is no int is hidden."""
    results = []
    for check in CHECKS:
        failing, unjudged = [], []
        for label, numbers in rows.items():
            asked = {number: numbers[number] for number in (*check.columns, 0)}
            if all(isinstance(value, int) for value in asked.values()):
                if not check.holds(asked):
                    failing.append(label)
            else:
                unjudged.append(label)
        results.append(CheckResult(check.text, tuple(failing), tuple(unjudged)))
    return results
