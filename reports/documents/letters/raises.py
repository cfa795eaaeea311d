"""Danh sách nâng bậc lương of a quarter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from foundation.errors import Refused
from foundation.papers import Block, Grid, GridColumn, Part, Run, Text, title
from officials.models import SalaryStep, Verification
from reports.documents import words
from reports.documents.letters.shared import GROUP, NOTE, SOURCE, end, head, issuer_for
from reports.documents.model import (
    QUARTER,
    UNIT,
    YEAR,
    Asked,
    Built,
    Document,
    documents,
    reads,
    years_back,
)
from reports.documents.reading import File, people_of, read_files

_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_RAISE_COLUMNS = (
    GridColumn("STT", 12, "center"),
    GridColumn("Họ và tên", 42),
    GridColumn("Chức vụ, chức danh", 46),
    GridColumn("Mã ngạch", 18, "center"),
    GridColumn("Bậc cũ", 13, "center"),
    GridColumn("Hệ số cũ", 15, "center"),
    GridColumn("Hưởng từ", 22, "center"),
    GridColumn("Bậc mới", 13, "center"),
    GridColumn("Hệ số mới", 15, "center"),
    GridColumn("Hưởng từ", 22, "center"),
    GridColumn("Ghi chú", 24),
)


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    last = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[quarter]
    return date(year, quarter * 3 - 2, 1), date(year, *last)


def raises(asked: Asked) -> Built:
    """Steps that begin in the quarter and stand above the step before: raises already decided.

    Errors: Refused where there is none.
    """
    unit = asked.unit
    assert unit is not None
    first, last = quarter_days(asked.year, asked.quarter)
    issuer = issuer_for(asked)
    files = read_files(asked.user, people_of(asked.user, unit, min(last, asked.day)), last, [SalaryStep])
    found = [(file, before, step) for file in files for before, step in _raised(file, first, last)]
    when = f"quý {_ROMAN[asked.quarter]} năm {asked.year}"
    if not found:
        raise Refused(
            f"Không có ai của {unit} có bậc lương mới từ {words.day(first)} đến {words.day(last)} trong hồ sơ."
        )
    rows = tuple(_raise_row(number, *one) for number, one in enumerate(found, start=1))
    blocks: list[Block] = [
        head(issuer, asked.day, "DS-"),
        *title("Danh sách", about=f"Cán bộ, công chức {unit} được nâng bậc lương {when}"),
        Grid(_RAISE_COLUMNS, rows, size=11),
        Text((Run(f"Danh sách này có {len(rows):02d} lượt nâng bậc lương./."),), before=4),
    ]
    to = ["Ủy ban nhân dân " + str(unit) + ";"] if issuer.parent else ["Phòng Nội vụ;"]
    part = Part(f"Nâng bậc lương {when}, {unit}", end(blocks, issuer, to), is_landscape=True)
    said = "Danh sách lập từ các bậc lương đã ghi trong hồ sơ với ngày hưởng trong quý."
    return Built((part,), (said,))


def _raised(file: File, first: date, last: date) -> list[tuple[SalaryStep | None, SalaryStep]]:
    steps: list[SalaryStep] = file.of(SalaryStep)
    pairs = zip([None, *steps], steps, strict=False)
    return [
        (before, step)
        for before, step in pairs
        if first <= step.starts_on <= last and before is not None and _is_above(step, before)
    ]


def _is_above(step: SalaryStep, before: SalaryStep) -> bool:
    old, new = before.coefficient, step.coefficient
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        return new > old
    return (step.step or 0) > (before.step or 0)


def _raise_row(number: int, file: File, before: SalaryStep | None, step: SalaryStep) -> tuple[str, ...]:
    old = before or SalaryStep(starts_on=step.starts_on)
    changed = f"Ngạch cũ {old.rank_code}" if old.rank_code and old.rank_code != step.rank_code else ""
    return (
        str(number),
        file.official.full_name,
        ", ".join(row.post.name for row in file.held),
        step.rank_code,
        words.known(old.step),
        words.coefficient(old.coefficient),
        words.day(old.starts_on) if before else "",
        words.known(step.step),
        words.coefficient(step.coefficient),
        words.day(step.starts_on),
        changed,
    )


documents.register(
    Document(
        code="nang-luong",
        title="Danh sách nâng bậc lương",
        group=GROUP,
        about="Cán bộ, công chức của một xã, phường có bậc lương mới trong quý.",
        order=50,
        asks=(UNIT, YEAR, QUARTER),
        may_see=reads("officials.SalaryStep"),
        build=raises,
        source=SOURCE,
        verified=Verification.PARTLY,
        note=NOTE,
        years=years_back(6),
    )
)
