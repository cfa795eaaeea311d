"""Danh sách nâng bậc lương of a quarter: who is due, who was due before it, who has been raised already.

The people are those of the page Nâng lương (`/luong/`) for the same quarter and unit, as this reader sees it there:
a delay they may not know of moves no day and is no reason in Ghi chú (officials.raise_delays).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.errors import Refused
from foundation.papers import Block, Grid, GridColumn, Part, Run, Text, title
from officials.dossier import partial
from officials.models import SalaryStep, Verification
from officials.months import quarter_days
from officials.raise_delays import not_asked
from officials.raises import RaiseLine, RaiseList, RaiseState, raise_list
from reports.documents import words
from reports.documents.letters.shared import GROUP, NOTE, SOURCE, body, end, head, issuer_for
from reports.documents.model import (
    QUARTER,
    UNIT,
    YEAR,
    Asked,
    Built,
    Document,
    documents,
    reads,
    years_around,
)
from reports.documents.reading import read_files

_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_OVER_TOP_STATES = {
    RaiseState.DUE: "Đến hạn trong quý",
    RaiseState.OVERDUE: "Đến hạn trước quý, chưa ghi",
    RaiseState.DONE: "Đã ghi",
}
ON_PAPER = (RaiseState.DUE, RaiseState.OVERDUE, RaiseState.DONE)  # what the page shows first


@dataclass(frozen=True)
class _Section:
    """A table of the list. `closing` = how its people are counted at the end; `since` = heads the day of the new pay."""

    heading: str
    closing: str
    since: str
    lines: tuple[RaiseLine, ...]
    is_over_top: bool = False


def raises(asked: Asked) -> Built:
    """The list of one unit and quarter. Errors: Refused where nobody is due or was raised."""
    assert asked.unit is not None
    first, last = quarter_days(asked.year, asked.quarter)
    found = raise_list(asked.user, first, last, unit=asked.unit)
    lines = found.of(*ON_PAPER)
    if not lines:
        raise Refused(
            f"Không có ai của {asked.unit} đến hạn hoặc đã được nâng bậc lương từ {words.day(first)} đến "
            f"{words.day(last)} trong hồ sơ.{_lacking(found, ' ')}"
        )
    when = f"quý {_ROMAN[asked.quarter]} năm {asked.year}"
    opened = tuple(line.official.public_id for line in lines if _reasons_are_told(line))
    issuer = issuer_for(asked)
    sections = [section for section in _sections(lines) if section.lines]
    posts = _posts(asked, found, lines)
    tables = [block for section in sections for block in _table(section, posts)]
    blocks: list[Block] = [
        head(issuer, asked.day, "DS-"),
        *title("Danh sách", about=f"Cán bộ, công chức {asked.unit} đến hạn và đã được nâng bậc lương {when}"),
        body(
            f"Danh sách lập từ hồ sơ của người giữ chức danh tại {asked.unit} ngày {words.day(found.day)}, gồm: người "
            f"đến hạn nâng bậc lương thường xuyên hoặc hưởng phụ cấp thâm niên vượt khung từ {words.day(first)} đến "
            f"{words.day(last)}; người đến hạn trước đó mà hồ sơ chưa ghi; người đã được nâng. Không gồm người có thể xét nâng bậc trước thời hạn."
            + "".join(f" {text}" for text in not_asked(asked.user))
        ),
        *tables,
        Text((Run(f"Danh sách này có {_counted(sections)}./."),), before=4),
    ]
    to: list[str] = []
    if not opened:  # else who reads it has to be decided by a person
        to = [f"Ủy ban nhân dân {asked.unit};"] if issuer.parent else ["Phòng Nội vụ;"]
    part = Part(f"Nâng bậc lương {when}, {asked.unit}", end(blocks, issuer, to), is_landscape=True)
    return Built((part,), tuple(_said(found, lines, len(opened))), opened)


def _reasons_are_told(line: RaiseLine) -> bool:
    """Whether Ghi chú names a sensitive reason: only where the raise is still to come."""
    return line.state != RaiseState.DONE and line.tells_sensitive


# --- the tables ---------------------------------------------------------------------------------------------
def _sections(lines: Sequence[RaiseLine]) -> list[_Section]:
    raised = [line for line in lines if not line.is_over_top]

    def of(state: RaiseState) -> tuple[RaiseLine, ...]:
        return tuple(line for line in raised if line.state == state)

    return [
        _Section(
            "Đến hạn trong quý, chưa có bậc mới", "người đến hạn trong quý", "Đến hạn", of(RaiseState.DUE)
        ),
        _Section(
            "Đến hạn trước quý, chưa có bậc mới",
            "người đến hạn trước quý",
            "Đến hạn",
            of(RaiseState.OVERDUE),
        ),
        _Section("Đã có bậc mới", "người đã có bậc mới", "Hưởng từ", of(RaiseState.DONE)),
        _Section(
            "Phụ cấp thâm niên vượt khung (đã ở bậc cuối của ngạch)",
            "người hưởng phụ cấp thâm niên vượt khung",
            "Hưởng từ",
            tuple(line for line in lines if line.is_over_top),
            is_over_top=True,
        ),
    ]


def _table(section: _Section, posts: dict[int, str]) -> list[Block]:
    make: Callable[[RaiseLine], tuple[str, ...]] = _over_top_cells if section.is_over_top else _cells
    rows = tuple(
        (str(number), line.official.full_name, posts[line.official.pk], *make(line), _note(line))
        for number, line in enumerate(section.lines, start=1)
    )
    heading = Text((Run(section.heading, bold=True),), "left", before=4, keep=True)
    return [heading, Grid(_columns(section), rows, size=11)]


def _columns(section: _Section) -> tuple[GridColumn, ...]:
    who = (
        GridColumn("STT", 11, "center"),
        GridColumn("Họ và tên", 38),
        GridColumn("Chức vụ, chức danh", 40),
        GridColumn("Mã ngạch", 18, "center"),
    )
    if section.is_over_top:
        return (
            *who,
            GridColumn("Bậc", 13, "center"),
            GridColumn("Hệ số", 15, "center"),
            GridColumn("Đang hưởng (%)", 18, "center"),
            GridColumn("Từ ngày", 23, "center"),
            GridColumn("Mức mới (%)", 16, "center"),
            GridColumn(section.since, 23, "center"),
            GridColumn("Ghi chú", 42),
        )
    return (
        *who,
        GridColumn("Bậc cũ", 13, "center"),
        GridColumn("Hệ số cũ", 15, "center"),
        GridColumn("Hưởng từ", 23, "center"),
        GridColumn("Bậc mới", 13, "center"),
        GridColumn("Hệ số mới", 15, "center"),
        GridColumn(section.since, 23, "center"),
        GridColumn("Ghi chú", 42),
    )


def _cells(line: RaiseLine) -> tuple[str, ...]:
    answer = line.answer
    held = answer.current or SalaryStep()
    since = answer.base_on or held.starts_on
    old = (words.known(answer.step or held.step), words.coefficient(held.coefficient), words.day(since))
    if line.given is not None:
        new = line.given
        return (
            new.rank_code,
            *old,
            words.known(new.step),
            words.coefficient(new.coefficient),
            words.day(new.starts_on),
        )
    return (
        held.rank_code,
        *old,
        words.known(answer.next_step),
        words.coefficient(answer.next_coefficient),
        words.day(answer.due_on),
    )


def _over_top_cells(line: RaiseLine) -> tuple[str, ...]:
    """The day stands at the percentage held, where there is none yet at the last step."""
    answer, given = line.answer, line.given
    held = answer.current or SalaryStep()
    return (
        held.rank_code,
        words.known(answer.step),
        words.coefficient(held.coefficient),
        words.known(answer.percent_now),
        words.day(answer.base_on),
        words.known(given.over_top_percent if given else answer.percent),
        words.day(given.starts_on if given else answer.due_on),
    )


def _note(line: RaiseLine) -> str:
    """Ghi chú: of a raise to come what lengthened the time, of one that was given its decision."""
    found: list[str] = []
    if line.is_over_top:
        found.append(_OVER_TOP_STATES[line.state])
    if line.given is not None:
        held, given = line.answer.current, line.given
        if given.reason == SalaryStep.Reason.EARLY:
            found.append("Nâng trước thời hạn")
        if held is not None and held.rank_code and held.rank_code != given.rank_code:
            found.append(f"Ngạch cũ {held.rank_code}")
        if given.decision_no:
            day = partial(given, "decided_on")
            found.append(f"QĐ {given.decision_no}" + (f", {day.display()}" if day else ""))
    else:
        for delay in line.answer.delays:
            day_of = f" ({words.day(delay.day)})" if delay.day else ""
            found.append(f"Kéo dài {delay.months} tháng: {delay.why}{day_of}")
        if line.retires_first:
            found.append(f"Nghỉ hưu {words.day(line.retires_on)}, trước ngày đến hạn")
    return "; ".join(found)


def _posts(asked: Asked, found: RaiseList, lines: Sequence[RaiseLine]) -> dict[int, str]:
    """Every post each of them held on the day of the list, concurrent ones too."""
    files = read_files(asked.user, [line.official for line in lines], found.day)
    return {file.official.pk: ", ".join(row.post.name for row in file.held) for file in files}


# --- what is said -------------------------------------------------------------------------------------------
def _counted(sections: Sequence[_Section]) -> str:
    return ", ".join(f"{len(section.lines):02d} {section.closing}" for section in sections)


def _said(found: RaiseList, lines: Sequence[RaiseLine], n_told: int) -> list[str]:
    said = ["Danh sách gồm đúng những người ở mục Đến hạn của trang Nâng lương cùng quý, cùng xã, phường."]
    if n_told:
        said.append(
            f"Ghi chú nêu kỷ luật là lý do kéo dài của {n_told} người, nên phần Nơi nhận để trống: đề nghị ông/bà xác "
            "định ai được nhận trước khi gửi."
        )
    if early := len(found.of(RaiseState.LATER)):
        said.append(f"{early} người có thể xét nâng trước thời hạn không có trong danh sách.")
    if lacking := _lacking(found):
        said.append(lacking)
    return [*said, *(f"{line.official.full_name}: {doubt}" for line in lines for doubt in _doubts(line))]


def _lacking(found: RaiseList, before: str = "") -> str:
    names = [
        f"{line.official.full_name} ({', '.join(line.answer.missing)})"
        for line in found.of(RaiseState.UNKNOWN)
    ]
    return f"{before}Chưa đủ số liệu để tính, không có trong danh sách: {'; '.join(names)}." if names else ""


def _doubts(line: RaiseLine) -> Sequence[Any]:
    return line.answer.doubts if line.given is None else ()


documents.register(
    Document(
        code="nang-luong",
        title="Danh sách nâng bậc lương",
        group=GROUP,
        about="Cán bộ, công chức của một xã, phường đến hạn nâng bậc lương, hưởng phụ cấp thâm niên vượt khung trong "
        "quý, đến hạn trước quý mà hồ sơ chưa ghi, và người đã được nâng.",
        order=50,
        asks=(UNIT, YEAR, QUARTER),
        may_see=reads("officials.SalaryStep"),
        build=raises,
        source=SOURCE,
        verified=Verification.PARTLY,
        note=NOTE,
        sensitive="lý do kéo dài là kỷ luật",
        years=years_around(6),
    )
)
